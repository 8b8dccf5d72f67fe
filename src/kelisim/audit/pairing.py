"""Which statements are worth comparing: those that share a word, so that a long paper costs no more a page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from kelisim.audit.statements import Statement, indicator_stems, vocabulary

if TYPE_CHECKING:
    from kelisim.audit.paper import Paper

MOST = 120
_BARE = ""


def pairs(paper: Paper, group: Sequence[Statement]) -> Iterator[tuple[Statement, Statement]]:
    """Give the pairs of a group that share a word or an indicator, the earlier first, in the order of the later.

    What is told again in the same words is compared once. A word that more than 120 statements share leads to the
    first 120 of them, which the paper's limits then say.
    """
    index = Index(paper)
    for other in group:
        if index.add(other):
            yield from ((one, other) for one in index.like(other) if one is not other)


class Index:
    """Statements by the words of their topics and the words that name their indicators."""

    def __init__(self, paper: Paper) -> None:
        self._paper = paper
        self._posted: dict[str, list[int]] = {}
        self._statements: list[Statement] = []
        self._told: Counter[tuple[object, ...]] = Counter()

    def add(self, one: Statement) -> bool:
        """Post a statement, and say whether it is new: no other in the same words stands there."""
        key = _key(one)
        self._told[key] += 1
        if self._told[key] > 1:
            return False
        self._statements.append(one)
        for word in _words(self._paper, one):
            posted = self._posted.setdefault(word, [])
            if len(posted) < MOST:
                posted.append(len(self._statements) - 1)
            else:
                self._paper.limits[
                    f"numbers that share a word with more than {MOST} others of their unit are compared with the "
                    f"first {MOST} of these"
                ] = None
        return True

    def told_again(self, one: Statement) -> bool:
        """Say whether a statement was posted more than once in the same words."""
        return self._told[_key(one)] > 1

    def like(self, one: Statement) -> Iterator[Statement]:
        """Give the posted statements that share a word with another, in the order of the text."""
        found = {place for word in _words(self._paper, one) for place in self._posted.get(word, ())}
        return (self._statements[place] for place in sorted(found))


def _words(paper: Paper, one: Statement) -> frozenset[str]:
    """Return what a statement may share with another of its thing; with no words at all, that it has none."""
    indicator = one.claim.indicator
    if indicator in vocabulary():
        return one.topic.stems | indicator_stems(indicator, paper.language)
    return one.topic.stems or frozenset((_BARE,))


def _key(one: Statement) -> tuple[object, ...]:
    claim = one.claim
    told = (claim.indicator, claim.unit, claim.low, claim.high, claim.comparator, claim.step, claim.change)
    return (one.topic, one.period, one.level, one.phase, claim.modality, claim.text, *told)


def names_told(
    told: Iterable[Statement],
) -> dict[tuple[str, str], dict[tuple[frozenset[str], frozenset[str]], None]]:
    """Return the names and places that numbers are told of, by unit and word; an indicator stands behind a "="."""
    found: dict[tuple[str, str], dict[tuple[frozenset[str], frozenset[str]], None]] = {}
    for one in told:
        for word in (*one.topic.stems, f"={one.claim.indicator}"):
            found.setdefault((one.claim.unit or "", word), {})[one.topic.names, one.topic.places] = None
    return found
