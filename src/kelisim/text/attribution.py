"""Attribution: where a text says that a statement is somebody else's ("according to AKAB", "по данным АКАБ")."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from kelisim.text.matching import Match, Matcher
from kelisim.text.sentences import paragraphs, sentences

# How many sentences of a paragraph an attribution speaks for after its own, as long as no other is given.
_FOLLOWING = 2
_STOPS = ".;:!?,()。；：！？，（）\n"
_NUMBER = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Attribution:
    """A name with the words that make it an origin, and the sentences they speak for, in code points, end exclusive."""

    name: str
    start: int
    end: int
    reach_start: int
    reach_end: int


def attributions(text: str, names: Matcher, *, language: str = "") -> list[Attribution]:
    """Return where a text gives one of some names as the origin of what it says, in the order of their places.

    ``names`` finds the names; the code of a match becomes ``name``. An attribution speaks for its own sentence, for up
    to two sentences that follow in the paragraph before another attribution, and for the sentence before where its
    own states no number ("… rose by 60%. This was reported by AKAB."). The words of ``language`` are tried first, then
    those of the others of English, Russian, Kazakh and Chinese: the language of a short text is often taken for a
    neighbour's. A name that is merely mentioned is no attribution.
    """
    matches = names.find(text)
    if not matches:
        return []
    found: list[tuple[Match, int, int]] = []
    for match in matches:
        if not _written_as_name(text, match):
            continue
        span = next(_cues(text, match, language), None)
        if span is not None:
            found.append((match, *span))
    if not found:
        return []
    spans = sentences(text, language or None)
    blocks = paragraphs(text)
    block_of = [next((i for i, (a, b) in enumerate(blocks) if a <= start < b), -1) for start, _ in spans]
    holding = [next((i for i, (a, b) in enumerate(spans) if a <= match.start < b), 0) for match, _, _ in found]
    taken = set(holding)
    result = []
    for (match, start, end), own in zip(found, holding, strict=True):
        first = last = own
        if (
            not _NUMBER.search(text, *spans[own])
            and own
            and block_of[own - 1] == block_of[own]
            and own - 1 not in taken
        ):
            first = own - 1
        while last < len(spans) - 1 and last - own < _FOLLOWING:
            if last + 1 in taken or block_of[last + 1] != block_of[own]:
                break
            last += 1
        result.append(Attribution(match.code, start, end, spans[first][0], spans[last][1]))
    return result


def name_matcher(names: Mapping[str, Iterable[str]]) -> Matcher:
    """Return what finds the names of organisations, each under several spellings, inflected as their script inflects.

    A name in Latin letters is also sought in Cyrillic transcription, so that "АКАБ" is found for "AKAB".
    """
    terms: dict[str, dict[str, list[str]]] = {}
    for name, spellings in names.items():
        every = list(dict.fromkeys(one for spelling in spellings for one in (spelling, cyrillic(spelling)) if one))
        terms[name] = {"*": every, **dict.fromkeys(("en", "ru", "kk"), every)}
    return Matcher(terms)


def _written_as_name(text: str, match: Match) -> bool:
    """Say whether a name of one word stands with its capital: "Trend" is a paper, "the trend" is none."""
    return " " in match.term or not match.term[:1].isupper() or not text[match.start].islower()


_DIGRAPHS = {
    "shch": "щ", "zh": "ж", "kh": "х", "ts": "ц", "ch": "ч", "sh": "ш", "yu": "ю", "ya": "я", "yo": "ё", "ye": "е",
}  # fmt: skip
_LETTERS = dict(zip("abvgdeziyklmnoprstufhcjqwx", "абвгдезийклмнопрстуфхкджквкс", strict=False)) | {
    "j": "дж",
    "x": "кс",
}


def cyrillic(name: str) -> str:
    """Return a name in Latin letters as Russian would transcribe it letter by letter, "" for any other name.

    Only names of one word are transcribed: those of several are translated.
    """
    if not re.fullmatch(r"[A-Za-z]{3,}", name):
        return ""
    capitals = name.isupper()
    rest, written = name.lower(), ""
    while rest:
        size = next((size for size in (4, 2) if rest[:size] in _DIGRAPHS and not capitals), 1)
        piece = rest[:size]
        written += _DIGRAPHS[piece] if size > 1 else _LETTERS[piece]
        rest = rest[size:]
    return written.upper() if capitals else written.capitalize()


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the expressions for what stands before a name and for what stands after it."""
    lexicon = _lexicon()[language]
    gap = int(lexicon["gap"])
    boundary = "" if language == "zh" else r"\b"
    before, after = ("|".join(lexicon[side]) for side in ("before", "after"))
    between = f"[^{_STOPS}]{{0,{gap}}}?"
    return (
        re.compile(rf"{boundary}(?P<cue>{before})(?:[\s«“\"「『《]{between}|(?={between}$)){between}$"),
        re.compile(rf"^[»”\"」』》]?{between}{boundary}(?P<cue>{after}){boundary}"),
    )


@cache
def _contrast(language: str) -> re.Pattern[str]:
    """Return the expression for words that set a statement apart from a name, at most two words before it."""
    return re.compile(rf"(?:{'|'.join(_lexicon()[language]['contrast'])})(?:\s+\S+){{0,2}}\s*$")


@cache
def _lexicon() -> dict[str, dict[str, Any]]:
    source = files("kelisim.text").joinpath("lexicons", "attribution.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))


def _cues(text: str, match: Match, language: str) -> Iterator[tuple[int, int]]:
    for own in sorted(_lexicon(), key=lambda known: known != language):
        before, after = _patterns(own)
        width = int(_lexicon()[own]["gap"]) + 40
        start = max(0, match.start - width)
        # A cue may go over a line's end: texts are wrapped.
        ahead = text[start : match.start].replace("\n", " ").lower()
        last = None
        for last in before.finditer(ahead):  # noqa: B007 - the nearest one counts
            pass
        if _contrast(own).search(ahead[: last.start("cue")] if last is not None else ahead):
            continue
        if last is not None:
            yield start + last.start("cue"), match.end
            continue
        behind = text[match.end : match.end + width].replace("\n", " ").lower()
        found = after.match(behind)
        if found is not None:
            yield match.start, match.end + found.end("cue")
