"""Indicators: what a number is a number of, by a vocabulary with aliases in each language."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import TypeAlias

from ahocorasick_rs import AhoCorasick, MatchKind

from kelisim.model.indicator import Indicator
from kelisim.text.extraction.lexicon import read_tables

Vocabulary: TypeAlias = "Mapping[str, Iterable[str]] | Iterable[Indicator] | None"
GENERIC = ("growth", "gdp", "projects", "models", "brands")
# Of the indicators on each side of a number the nearest few decide, however long the sentence is.
_MOST = 16


class IndicatorMatcher:
    """Finds indicators in a text; a study's own vocabulary comes before the built-in one."""

    def __init__(self, own: tuple[tuple[str, tuple[str, ...]], ...], language: str) -> None:
        forms: dict[str, str] = {}
        for identifier, table in read_tables("indicators").items():
            for alias in table.get(language, ()):
                forms.setdefault(alias.lower(), identifier)
        for identifier, aliases in own:
            for alias in aliases:
                forms[alias.lower()] = identifier
        self._forms = sorted(form for form in forms if form)
        self._ids = [forms[form] for form in self._forms]
        self._runs = language == "zh"
        self._matcher = AhoCorasick(self._forms or ["\x00"], matchkind=MatchKind.LeftmostLongest)

    def find(self, sentence: str) -> list[tuple[int, int, str]]:
        """Return (start, end, indicator) of each alias in a sentence, at beginnings of words."""
        lower = sentence.lower()
        if len(lower) != len(sentence):
            lower = "".join(c.lower() if len(c.lower()) == 1 else c for c in sentence)
        return [
            (start, end, self._ids[index])
            for index, start, end in self._matcher.find_matches_as_indexes(lower)
            if self._runs or start == 0 or not lower[start - 1].isalpha()
        ]


def indicator_matcher(vocabulary: Vocabulary, language: str) -> IndicatorMatcher:
    """Return the matcher of a vocabulary: a mapping from id to aliases, or the study's indicators."""
    if vocabulary is None:
        return _matcher((), language)
    if isinstance(vocabulary, Mapping):
        own = tuple((name, tuple(aliases)) for name, aliases in vocabulary.items())
    else:
        own = tuple((item.id, (item.name, *item.aliases)) for item in vocabulary)
    return _matcher(own, language)


@lru_cache(maxsize=32)
def _matcher(own: tuple[tuple[str, tuple[str, ...]], ...], language: str) -> IndicatorMatcher:
    return IndicatorMatcher(own, language)


@cache
def measures() -> dict[str, tuple[str, ...]]:
    """Return how each built-in indicator is measured."""
    return {name: tuple(table.get("measured_as", ())) for name, table in read_tables("indicators").items()}


class Indicators:
    """The indicators named in a sentence, found once and asked for each number."""

    def __init__(self, found: list[tuple[int, int, str]]) -> None:
        self.all = found
        self._starts = [begin for begin, _, _ in found]

    def nearest(self, start: int, end: int, measure: str = "", reach: int = 1500, inside: int | None = None) -> str:
        """Return the indicator nearest to the number at [start, end), "" where none is near.

        One before the number is preferred to one after it, a specific one to a generic one, and one that is measured
        as the number is (``measure``: "rate", "count" or "money") to any other. Within the
        number's own words it must reach beyond ``inside``: "15 best-selling brands" counts brands, not sales.
        """
        best, least = "", 1e9
        middle = bisect_left(self._starts, start)
        for begin, stop, name in self.all[max(0, middle - _MOST) : middle + _MOST]:
            if stop <= start:
                distance = float(start - stop)
            elif begin >= end:
                distance = 1.6 * (begin - end) + 6
            else:
                distance = 0.0
            if distance > reach or (inside is not None and distance == 0.0 and stop < inside):
                continue
            if name in GENERIC:
                distance = distance * 2 + 30
            if measure and measure in measures().get(name, ()):
                distance *= 0.2 if measure == "rate" else 0.35
            if distance < least:
                best, least = name, distance
        return best
