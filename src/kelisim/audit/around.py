"""What the words around a clause say of it: what its pronoun stands for, whose names it goes on about, its phase."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from kelisim.audit.topic import Topic
from kelisim.audit.words import words
from kelisim.model.extracted import ExtractedClaim

if TYPE_CHECKING:
    from kelisim.audit.paper import Paper

_OPENING = re.compile(
    r"[\s,;(“\"«]*(?:(?:and|but|while|и|а|но|ал|және)\s)?(?:(?:in|by|at|since|during|в|к|с)\s[^,.;]{2,16}?[\d,]\s)?",
    re.IGNORECASE,
)
# A clause that goes on with a verb has its subject at the head of the sentence.
_SUBJECTLESS = re.compile(
    r"\s*(?:(?:in|by|at)\s[^,;]{0,20}?\d{4},?\s)?(?:and|but|then)\s(?:then\s|now\s)?"
    r"(?:is|was|were|are|has|had|have|will|would|can|could|costs?|employs?|employed|serves?|served|carries|carried|produces?"
    r"|produced|holds?|held|uses?|needs?|needed|spends?|spent|receives?|received|pays?|paid|covers?|covered|handles?"
    r"|handled|takes?|took|runs?|ran|earns?|earned)\s"
)
_HAN_SUBJECTLESS = re.compile(
    r"[\s，,、]*(?:分别|约|仅|均|共|则|也|又|并|已|同比|环比)*(?:占|增长|增加|下降|减少|上升|提高|达|为|(?:比|较)[^，。；]{0,12}(?:增|减|下|上|提|降|高|低|多|少)"
    r"|突破|超过|完成|实现|位居)"
)
_NO_YEAR = re.compile(r"(?<!\d)(?!(?:19|20)\d\d(?!\d))\d")


def _goes_on(paper: Paper, start: int) -> bool:
    """Say whether a clause begins with a word that stands for what was spoken of before."""
    opening = _OPENING.match(paper.text, start)
    assert opening
    return paper.words.pattern("topic", "pronoun").match(paper.text, opening.end()) is not None


def spoken_of(paper: Paper, first: int, start: int, index: int) -> Topic:
    """Return the topic that a pronoun stands for: that of its sentence's head, or else of the sentence before."""
    text = paper.text
    if start > first and _goes_on(paper, start) and not _goes_on(paper, first):
        return paper.topic_at(first, min(first_number(text, first, start), start))
    if not index or not _goes_on(paper, first):
        return Topic.empty()
    before, stop = paper.sentences[index - 1]
    if stop - before > 400 or text[stop:first].count("\n") > 1:
        return Topic.empty()
    return paper.topic_at(before, first_number(text, before, stop))


def subjectless(paper: Paper, start: int, stop: int) -> bool:
    """Say whether a clause goes on with its verb, so that its subject stands at the head of the sentence."""
    form = _HAN_SUBJECTLESS if paper.words.runs else _SUBJECTLESS
    return form.match(paper.text, start, stop) is not None


def whole_before(paper: Paper, first: int, index: int) -> Topic:
    """Return the topic of the sentence before, up to its first number: "of these" speaks of parts of it."""
    if not index:
        return Topic.empty()
    before, stop = paper.sentences[index - 1]
    if stop - before > 400 or paper.text[stop:first].count("\n") > 1:
        return Topic.empty()
    return paper.topic_at(before, first_number(paper.text, before, stop))


def names_before(paper: Paper, first: int, before: int, index: int) -> frozenset[str]:
    """Return the names that a clause without names goes on about: those before it, or the last sentence's."""
    own = paper.topic_at(first, before) if before > first else None
    if own is not None and own.names:
        return own.names
    if not index:
        return frozenset()
    start, stop = paper.sentences[index - 1]
    if "\n\n" in paper.text[stop:first] or paper.text[stop:first].count("\n") > 1 or stop - start > 800:
        return frozenset()
    return paper.topic_at(start, stop).names


def first_number(text: str, first: int, stop: int) -> int:
    """Return where the first number of a span stands that is no year, else its end."""
    match = _NO_YEAR.search(text, first, stop)
    return match.start() if match else stop


def phase_of(paper: Paper, claim: ExtractedClaim, scope: tuple[int, int]) -> str:
    """Return the number of the phase that a number is told of: named after it in its clause, or else before it."""
    first, stop = claim.sentence
    if not paper.words.has("phases", "word", paper.text[first:stop]):
        return ""
    pattern = _numbered_phase(paper.language)
    after = pattern.search(paper.text, claim.end, min(scope[1] + 2, claim.end + 40, stop))
    before = list(pattern.finditer(paper.text, first, claim.start))
    match = after or (before[-1] if before else None)
    if match is None:
        return ""
    if match["digit"]:
        return match["digit"]
    said = match["ordinal"].lower()
    numbers = paper.words.tables["phases"]["ordinals"].items()
    return next((number for number, forms in numbers if re.fullmatch(forms, said, re.IGNORECASE)), "")


@cache
def _numbered_phase(language: str) -> re.Pattern[str]:
    own = words(language)
    word, ordinals = own.source("phases", "word"), "|".join(own.tables["phases"]["ordinals"].values())
    begins, ends = ("", "") if own.runs else (r"(?<![^\W\d_])", r"(?=[\s,.;)]|$)")
    alone = rf"(?:\s?-?(?:{word})|(?=\s(?:and|и|және)\s|[,.;]|\s\()|$)" if not own.runs else rf"(?:{word})"
    return re.compile(
        rf"{begins}(?:(?:{word})\s?(?P<digit>[1-9])(?!\w)|第?(?P<ordinal>{ordinals})(?:{alone}){ends})", re.IGNORECASE
    )
