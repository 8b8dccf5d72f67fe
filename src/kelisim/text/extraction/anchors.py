"""Anchors: the places where a number may start, found in one compiled pass over digits and one over number words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from ahocorasick_rs import AhoCorasick, MatchKind

from kelisim.text.extraction.lexicon import lexicon
from kelisim.text.extraction.remembering import by_language

_DIGITS = re.compile(r"[0-9]+")
_VULGAR = "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"
CHUNK = 1 << 17
"""Anchors are collected this many code points at a time, so that memory does not grow with the text."""


@by_language
def _matcher(language: str) -> AhoCorasick:
    known = lexicon(language)
    forms: set[str] = set()
    for form in chain(known.words, known.tables.get("anchors", {}).get("words", ())):
        forms.update((form, form.capitalize(), form.upper(), form.title()))
    return AhoCorasick(sorted(forms), matchkind=MatchKind.LeftmostLongest)


def anchors(text: str, language: str) -> Iterator[tuple[int, bool]]:
    """Yield (place, is a digit) in order; words only at their beginning."""
    words = lexicon(language).script == "words"
    matcher = _matcher(language)
    start, length = 0, len(text)
    while start < length:
        stop = _cut(text, start, length)
        # A place is kept as an even number for digits and an odd one for words: numbers sort faster than pairs.
        found = [2 * match.start() for match in _DIGITS.finditer(text, start, stop)]
        piece = text[start:stop]
        for sign in _VULGAR:
            if sign in piece:
                found += [2 * (start + match.start()) for match in re.finditer(sign, piece)]
        for _, begin, end in matcher.find_matches_as_indexes(piece):
            if not words or (
                (begin == 0 or not piece[begin - 1].isalnum()) and not (end < stop - start and piece[end].isdigit())
            ):
                found.append(2 * (start + begin) + 1)
        found.sort()
        for place in found:
            yield place >> 1, not place & 1
        start = stop


def _cut(text: str, start: int, length: int) -> int:
    """Return the end of a chunk: a blank near its full size, so that no word is cut."""
    stop = start + CHUNK
    if stop >= length:
        return length
    for blank in ("\n", " "):
        place = text.rfind(blank, start + CHUNK // 2, stop)
        if place >= 0:
            return place
    # No blank in a long stretch: not prose; a number is still not cut.
    while stop < length and text[stop].isdigit() and stop < start + 2 * CHUNK:
        stop += 1
    return stop
