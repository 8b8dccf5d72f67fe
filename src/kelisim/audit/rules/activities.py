"""A2: an activity that is only planned in one place and told as done in another."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kelisim.audit.paper import Paper, finding, short
from kelisim.audit.words import stem
from kelisim.model.finding import Finding

_MOST, _LONGEST, _REACH = 40, 500, 90
_HAN = re.compile("[\u4e00-\u9fff]{4}$")
_WORD = re.compile(r"[^\W\d_][\w&'’-]*")


def plans_told_as_done(paper: Paper) -> Iterator[Finding]:
    """Find "joint trials are still planned" against "the phase achieved its aims through joint trials".

    The activity is known by the two words that name it, as they stand; what is hedged or wished for is no deed.
    """
    told: set[str] = set()
    for first, stop, name in paper.first(_planned(paper), _MOST, "plans"):
        if name in told:
            continue
        there = _done(paper, name, (first, stop))
        if there is not None:
            told.add(name)
            yield finding(
                "A205", "warning", "date_conflict", 0.6,
                f"“{short(name, 40)}” is still planned in one place and told as done in another.",
                "say what has been done by now, and what is only planned",
                (paper.exact(first, stop), paper.exact(*there)),
            )  # fmt: skip


def _planned(paper: Paper) -> list[tuple[int, int, str]]:
    own, text, found = paper.words, paper.body, []
    hollow = re.compile(rf"(?:{own.source('activities', 'hollow')})$", re.IGNORECASE)
    for match in own.pattern("activities", "planned").finditer(text):
        first, stop = paper.sentence_at(match.start())
        if stop - first > _LONGEST or paper.dates_in(first, stop) or paper.in_table(match.start()):
            continue
        clause = re.split(r"[,;:()—，；：]", text[first : match.start()])[-1]
        if own.runs:
            named = _HAN.search(clause)
            if named is not None and not hollow.fullmatch(named[0][-2:]):
                found.append((first, stop, named[0]))
            continue
        said = [word for word in _WORD.findall(clause) if word.lower() not in paper.known.stop_words]
        while said and hollow.fullmatch(said[-1]):
            said.pop()
        if len(said) >= 2 and not hollow.fullmatch(said[-2]):
            found.append((first, stop, " ".join(said[-2:]).lower()))
    return found


def _done(paper: Paper, name: str, planned: tuple[int, int]) -> tuple[int, int] | None:
    own, text = paper.words, paper.body
    form = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE)
    if own.runs:
        form = re.compile(re.escape(name))
    elif own.language != "en":
        # Either word may stand in another case.
        form = re.compile(
            r"\s".join(rf"(?<!\w){re.escape(stem(word, own.language))}\w*" for word in name.split()), re.IGNORECASE
        )
    for match in form.finditer(text):
        first, stop = paper.sentence_at(match.start())
        if first == planned[0] or stop - first > _LONGEST or paper.paragraph_is_heading(first):
            continue
        lead = text[max(first, match.start() - _REACH) : match.start()]
        if own.language == "kk":
            # The verb and the postposition stand behind.
            lead = text[match.end() : min(stop, match.end() + _REACH)]
        done = list(own.pattern("activities", "done").finditer(lead))
        if done and not own.has("activities", "open", text[first:stop]):
            return first, stop
    return None
