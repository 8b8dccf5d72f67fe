"""Numbers dealt out in order: "exports and imports rose by 5% and 7% respectively", 产销分别完成30万辆和28万辆."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, TypeVar

from kelisim.text.extraction.lexicon import lexicon, read_tables
from kelisim.text.extraction.remembering import by_language

# A list stands as near as this to the word that deals it out, and its items to one another.
_REACH = 80
_BETWEEN = 40
_PAIR = 2

Span = tuple[int, int]
T = TypeVar("T")


@dataclass(frozen=True)
class _Words:
    marker: re.Pattern[str]
    joins: re.Pattern[str]
    joins_numbers: re.Pattern[str]
    pairs: dict[str, list[str]]


@by_language
def _words(language: str) -> _Words:
    own: Any = read_tables("discourse")[language]
    runs = lexicon(language).script == "runs"
    marker, joined = ("|".join(map(re.escape, own[name])) for name in ("respectively", "and"))
    edge = "" if runs else r"\b"
    either = rf"(?:,|、|{edge}(?:{joined}){edge})"
    return _Words(
        re.compile(rf"{edge}(?:{marker}){edge}", re.IGNORECASE),
        re.compile(rf"[^.;:。；：]{{0,{_BETWEEN}}}{either}[^.;:。；：]{{0,{_BETWEEN}}}", re.IGNORECASE),
        re.compile(rf"\s*{either}\s*(?:{edge}(?:{joined}){edge}\s*)?[^\W\d_]{{0,4}}\s*", re.IGNORECASE),
        own.get("pairs", {}),
    )


class Respective:
    """The list of numbers of a sentence that a word such as "respectively" deals out, if there is one."""

    def __init__(self, sentence: str, numbers: Sequence[Span], language: str) -> None:
        self._sentence, self._words = sentence, _words(language)
        self.members: list[int] = []
        self._span: Span = (0, 0)
        for marker in self._words.marker.finditer(sentence):
            self._find(numbers, marker.span())
            if self.members:
                break

    def _find(self, numbers: Sequence[Span], marker: Span) -> None:
        """Keep the list of numbers nearest to a marker."""
        best = _REACH
        for members in _lists(self._sentence, numbers, self._words.joins_numbers):
            first, last = numbers[members[0]][0], numbers[members[-1]][1]
            gap = marker[0] - last if last <= marker[0] else first - marker[1]
            if 0 <= gap < best:
                best, self.members = gap, members
                self._span = (min(first, marker[0]), max(last, marker[1]))

    def deal(self, items: Sequence[tuple[int, int, T]]) -> dict[int, T]:
        """Return which item each number of the list is told of, where a list of as many items stands in the sentence.

        ``items`` are (start, end, what), in order. Of several such lists the one nearest to the numbers counts.
        """
        if not self.members:
            return {}
        count, best, found = len(self.members), 1e9, {}
        for chosen in _lists(self._sentence, [(start, end) for start, end, _ in items], self._words.joins):
            if len(chosen) != count:
                continue
            first, last = items[chosen[0]][0], items[chosen[-1]][1]
            gap = max(self._span[0] - last, first - self._span[1], 0)
            if gap < best and len({items[one][2] for one in chosen}) == count:
                best, found = gap, dict(zip(self.members, (items[one][2] for one in chosen), strict=True))
        return found

    def indicators(self, named: Sequence[tuple[int, int, str]]) -> dict[int, str]:
        """Return which indicator each number of the list measures; a word may name two at once (产销)."""
        found = self.deal(named)
        if found or len(self.members) != _PAIR:
            return found
        for word, both in self._words.pairs.items():
            place = self._sentence.rfind(word, 0, self._span[0])
            if place >= 0:
                return dict(zip(self.members, both, strict=True))
        return {}


def _lists(sentence: str, spans: Sequence[Span], joins: re.Pattern[str]) -> list[list[int]]:
    """Return the runs of two or more spans that only joining words part."""
    runs: list[list[int]] = [[0]] if spans else []
    for before, after in pairwise(range(len(spans))):
        end, start = spans[before][1], spans[after][0]
        if end <= start and start - end <= 2 * _BETWEEN + 8 and joins.fullmatch(sentence, end, start):
            runs[-1].append(after)
        else:
            runs.append([after])
    return [run for run in runs if len(run) > 1]
