"""Places that a study names itself: regions, cities and districts that no list of countries holds.

A name in Russian or Kazakh is found in the cases that its words take ("в Костанайской области"), a Chinese one in
either script, an English one as it is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from ahocorasick_rs import AhoCorasick, MatchKind

from kelisim.text.extraction.traditional import simplified
from kelisim.text.inflection import forms

Own = tuple[tuple[str, tuple[str, ...]], ...]
"""Places with their names, in a form that can be remembered by."""

_PIECE = re.compile(r"[^\W_]+|[^\w]+|_+")
_GAP = re.compile(r"\s+")


def own_places(places: Mapping[str, Iterable[str]] | None) -> Own:
    """Return a study's places as a value that compares by what it holds."""
    return tuple((place, tuple(names)) for place, names in (places or {}).items())


class OwnPlaces:
    """Finds a study's own places in a text of one language."""

    def __init__(self, own: Own, language: str) -> None:
        self._runs = language == "zh"
        found: dict[str, list[tuple[int, re.Pattern[str], str]]] = {}
        for place, names in own:
            for name in names:
                stem, pattern = _pattern(" ".join(name.split()), language)
                for written in {stem, stem.upper()}:
                    if written:
                        found.setdefault(written, []).append((-len(name), pattern, place))
        self._stems = sorted(found)
        # Of two names that begin alike the longer is tried first.
        self._names = [sorted(found[stem], key=lambda one: one[0]) for stem in self._stems]
        self._matcher = AhoCorasick(self._stems, matchkind=MatchKind.Standard)

    def find(self, text: str) -> list[tuple[int, int, str]]:
        """Return (start, end, place) of each place that a text names, in order and without overlaps."""
        if not self._stems:
            return []
        spans: list[tuple[int, int, str]] = []
        for index, start, _ in self._matcher.find_matches_as_indexes(text, overlapping=True):
            if start and not self._runs and (text[start - 1].isalnum() or text[start - 1] == "_"):
                continue
            for _, pattern, place in self._names[index]:
                match = pattern.match(text, start)
                if match is not None:
                    spans.append((start, match.end(), place))
                    break
        kept: list[tuple[int, int, str]] = []
        for span in sorted(spans, key=lambda one: (one[0], -one[1])):
            if not kept or span[0] >= kept[-1][1]:
                kept.append(span)
        return kept


def _pattern(name: str, language: str) -> tuple[str, re.Pattern[str]]:
    """Return the letters that every form of a name begins with, and a pattern of its forms."""
    if language == "zh":
        name = simplified(name)
        end = r"(?![A-Za-z])" if name[-1:].isascii() else ""
        return name, re.compile(re.escape(name) + end)
    pieces, stem = [], ""
    for piece in _PIECE.findall(name):
        if not piece[0].isalnum():
            pieces.append(_GAP.sub(r"\\s+", re.escape(piece).replace("\\ ", " ")))
            continue
        kept, ending = piece, ""
        if language in ("ru", "kk"):
            form = forms(piece.lower(), language)
            kept, ending = piece[: len(form.stem)], form.ending
        stem = stem or kept
        pieces.append(re.escape(kept) + ending)
    return stem, re.compile("".join(pieces) + r"(?![^\W_])", re.IGNORECASE)
