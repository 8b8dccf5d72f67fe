"""Anchors: a quote with its context, found again after its text was extracted anew.

The record is that of the Web Annotation Data Model (W3C, 2017, "Text Quote Selector": exact, prefix, suffix) with a
position as a hint. Finding it goes from strict to lenient: the exact quote; the quote without regard to white space,
hyphenation, letter case and the forms of dashes and quotation marks; then the window whose words are most like its own.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from difflib import SequenceMatcher
from functools import lru_cache
from typing import NamedTuple

from kelisim.errors import DataError

_MOST_CANDIDATES = 256
_LONG_QUOTE = 1_200
_LEAST_LIKE = 0.75
_WORD = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]|[^\W_]+")
_FOLDS = {
    **dict.fromkeys("‐‑‒–—―−﹣－", "-"),
    **dict.fromkeys("‘’‚‛′`´＇ʼʻ", "'"),
    **dict.fromkeys("“”„‟«»″＂「」『』", '"'),
    **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", ""),
    "…": "...",
}


class Anchor(NamedTuple):
    """A quote with up to ``context`` code points before and after it."""

    quote: str
    prefix: str
    suffix: str


def make(text: str, start: int, end: int, context: int = 32) -> Anchor:
    """Return the anchor of the passage [start, end) of a text; offsets and ``context`` are in code points."""
    if not 0 <= start <= end <= len(text):
        raise DataError(
            f"the passage [{start}, {end}) lies outside the text of {len(text)} code points",
            "offsets are Unicode code points, end exclusive",
        )
    return Anchor(text[start:end], text[max(0, start - context) : start], text[end : end + context])


def find(text: str, quote: str, prefix: str = "", suffix: str = "", start: int | None = None) -> tuple[int, int] | None:
    """Return the span [start, end) in code points where an anchored quote stands in a text, or None.

    Of several places the one with the longest agreeing context is taken; of equal ones the nearest to the hint
    ``start``, or the first without a hint. At most 256 places are weighed, those nearest to the hint. An inexact match
    must share three quarters of its words with the quote, in order. The time is linear in the length of the text.
    """
    if not quote.strip():
        return None
    whole = _occurrences(text, prefix + quote + suffix, None if start is None else start - len(prefix))
    places = [place + len(prefix) for place in whole] or _occurrences(text, quote, start)
    if places:
        return _best(text, [(place, place + len(quote)) for place in places], prefix, suffix, start)
    folded, positions = _folded_document(text)
    needle = _fold(quote)[0]
    hint = None if start is None else bisect_right(positions, start) - 1
    if needle:
        places = _occurrences(folded, needle, hint)
        if places:
            spans = [(positions[place], _end(text, positions, place + len(needle))) for place in places]
            return _best(text, spans, prefix, suffix, start)
    if len(quote) > _LONG_QUOTE:
        return _by_both_ends(text, quote, prefix, suffix, start)
    return _most_alike(text, quote, prefix, suffix, start)


def _by_both_ends(text: str, quote: str, prefix: str, suffix: str, start: int | None) -> tuple[int, int] | None:
    """Find a long quote by its first and its last part, if these lie about as far apart as in the quote."""
    part = _LONG_QUOTE // 2
    head = find(text, quote[:part], prefix, "", start)
    tail = None if head is None else find(text, quote[-part:], "", suffix, head[0] + len(quote) - part)
    if head is None or tail is None or not 0.75 * len(quote) <= tail[1] - head[0] <= 1.33 * len(quote):
        return None
    return head[0], tail[1]


def _occurrences(text: str, needle: str, hint: int | None) -> list[int]:
    """Return where the needle occurs, at most a bounded number of places, those nearest to the hint."""
    places: list[int] = []
    position = text.find(needle)
    while position >= 0:
        places.append(position)
        # Steps of a third of the needle keep periodic texts linear and still see overlapping places.
        position = text.find(needle, position + max(1, len(needle) // 3))
    if hint is not None:
        if hint >= 0 and text.startswith(needle, hint):
            places.append(hint)
        places.sort(key=lambda place: (abs(place - hint), place))
    return sorted(set(places[:_MOST_CANDIDATES]))


def _best(text: str, spans: list[tuple[int, int]], prefix: str, suffix: str, start: int | None) -> tuple[int, int]:
    if len(spans) == 1:
        return spans[0]
    before, after = _fold(prefix)[0], _fold(suffix)[0]

    def rank(span: tuple[int, int]) -> tuple[int, int, int]:
        left = _fold(text[max(0, span[0] - 2 * len(prefix)) : span[0]])[0]
        right = _fold(text[span[1] : span[1] + 2 * len(suffix)])[0]
        agreeing = _common(before[::-1], left[::-1]) + _common(after, right)
        return -agreeing, 0 if start is None else abs(span[0] - start), span[0]

    return min(spans, key=rank)


def _common(one: str, other: str) -> int:
    length = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        length += 1
    return length


@lru_cache(maxsize=8)
def _folded_document(text: str) -> tuple[str, list[int]]:
    return _fold(text)


def _fold(text: str) -> tuple[str, list[int]]:
    """Return the text folded for comparison, and for each of its characters the code point that it came from.

    White space goes, as line ends come and go with the layout; so does a hyphen after a letter, by which words are
    divided. A minus sign stays.
    """
    characters: list[str] = []
    positions: list[int] = []
    after_letter = False
    for position, character in enumerate(text):
        if character.isspace():
            after_letter = False
            continue
        piece = _FOLDS.get(character)
        if piece is None:
            piece = character.lower() if character < "\u0300" else _compatible(character)
        if piece == "-" and after_letter:
            piece = ""
        characters.extend(piece)
        positions.extend([position] * len(piece))
        after_letter = character.isalpha() or (after_letter and not piece)
    return "".join(characters), positions


def _compatible(character: str) -> str:
    if unicodedata.combining(character):
        return ""
    folded = unicodedata.normalize("NFKD", character) if "\ufb00" <= character <= "\uffef" else character
    return folded.lower()


def _end(text: str, positions: list[int], folded_end: int) -> int:
    last = positions[folded_end - 1] + 1
    while last < len(text) and unicodedata.combining(text[last]):
        last += 1
    return last


def _most_alike(text: str, quote: str, prefix: str, suffix: str, start: int | None) -> tuple[int, int] | None:
    """Return the window of as many words as the quote that shares the most with it, by a sliding count."""
    wanted = [match[0].lower() for match in _WORD.finditer(quote)]
    found = [(match[0].lower(), match.start(), match.end()) for match in _WORD.finditer(text)]
    size = len(wanted)
    if size < 3 or len(found) < (size + 1) // 2:
        return None
    peaks = _peaks([word for word, _, _ in found], wanted, start, [at for _, at, _ in found])
    spans: dict[tuple[int, int], float] = {}
    for peak in peaks:
        low, high = max(0, peak - size // 3), min(len(found), peak + size + size // 3)
        matcher = SequenceMatcher(None, wanted, [word for word, _, _ in found[low:high]], autojunk=False)
        blocks = [block for block in matcher.get_matching_blocks() if block.size]
        shared = sum(block.size for block in blocks)
        if not blocks or shared < _LEAST_LIKE * size:
            continue
        first = low + max(0, blocks[0].b - blocks[0].a)
        last = low + min(high - low, blocks[-1].b + blocks[-1].size + size - blocks[-1].a - blocks[-1].size) - 1
        spans[found[first][1], found[last][2]] = shared / size
    if not spans:
        return None
    top = max(spans.values())
    return _best(text, [span for span, share in spans.items() if share == top], prefix, suffix, start)


def _peaks(words: list[str], wanted: list[str], start: int | None, offsets: list[int]) -> list[int]:
    """Return the few windows with the most words of the quote, the nearest to the hint first among equals."""
    size = len(wanted)
    lacking = Counter(wanted)
    shared = 0
    scored: list[tuple[int, int, int]] = []
    for position, word in enumerate(words):
        if lacking[word] > 0:
            shared += 1
        lacking[word] -= 1
        gone = position - size
        if gone >= 0:
            lacking[words[gone]] += 1
            if lacking[words[gone]] > 0:
                shared -= 1
        first = max(0, gone + 1)
        if shared >= _LEAST_LIKE * size:
            scored.append((-shared, 0 if start is None else abs(offsets[first] - start), first))
    scored.sort()
    peaks: list[int] = []
    for _, _, first in scored[:2_000]:
        if all(abs(first - peak) > size // 2 for peak in peaks):
            peaks.append(first)
        if len(peaks) == 8:
            break
    return peaks
