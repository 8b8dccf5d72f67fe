"""A1: one thing, one time, two numbers."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import cache
from itertools import combinations

from kelisim.audit.paper import Paper, finding, short
from kelisim.audit.statements import Statement, held_for, same_unit
from kelisim.model.finding import Finding
from kelisim.text.extraction.lexicon import read_tables

_LEAST = 0.45
_LEAST_UNDATED = 0.8
_MOST = 60
_POWERS = (10.0, 100.0, 1000.0, 10_000.0, 1_000_000.0)


@cache
def vocabulary() -> frozenset[str]:
    """Return the ids of the built-in indicators."""
    return frozenset(read_tables("indicators"))


def same_indicator(one: Statement, other: Statement) -> bool:
    """Say whether two statements are of one indicator, or at least not known to be of two."""
    a, b, known = one.claim.indicator, other.claim.indicator, vocabulary()
    return a == b or a not in known or b not in known


def same_thing(paper: Paper, one: Statement, other: Statement) -> float:
    """Return how surely two statements give one quantity of one thing (0 to 1), times left aside."""
    if not same_unit(one, other) or not same_indicator(one, other) or one.level != other.level:
        return 0.0
    if not one.level and one.claim.change != other.claim.change:
        return 0.0
    planned = (one.claim.modality == "planned", other.claim.modality == "planned")
    if planned[0] != planned[1]:
        return 0.0
    return paper.speller.likeness(one.topic, other.topic)


def comparable(statement: Statement) -> bool:
    """Say whether a statement can contradict another: it is no rank, no bare small count and no upper bound."""
    claim = statement.claim
    if claim.kind == "ordinal" or claim.comparator in ("lt", "le"):
        return False
    if claim.comparator == "factor":
        return False
    return not (claim.unit is None and claim.kind == "count")


def conflicting_values(paper: Paper) -> Iterator[Finding]:
    """Find numbers of one thing at one time that exclude each other, rounding and hedges allowed for."""
    groups: dict[tuple[str, str], list[Statement]] = {}
    for statement in paper.statements:
        if comparable(statement):
            period = statement.period
            key = (statement.claim.unit or "", f"{period.start}/{period.end}" if period else "")
            groups.setdefault(key, []).append(statement)
    for group in groups.values():
        told: set[int] = set()
        for one, other in combinations(group[:_MOST], 2):
            if one.sentence == other.sentence or other.claim.start in told:
                continue
            gap = one.interval.gap(other.interval)
            if gap <= 0:
                continue
            alike = same_thing(paper, one, other)
            dated = held_for(one, other)
            if alike < (_LEAST if dated else _LEAST_UNDATED):
                continue
            if not dated and (one.period is not None or not (one.topic.names or one.topic.places)):
                continue
            told.add(other.claim.start)
            yield _finding(paper, one, other, alike, dated)


def _finding(paper: Paper, one: Statement, other: Statement, alike: float, dated: bool) -> Finding:
    power = power_apart(one, other)
    when = f" for {one.period}" if dated else ""
    both = f"{short(one.claim.text, 40)!r} and {short(other.claim.text, 40)!r}"
    confidence = min(0.95, 0.4 + 0.5 * alike + (0.05 if one.topic == other.topic else 0.0)) - (0.0 if dated else 0.2)
    if "approx" in (one.claim.comparator, other.claim.comparator):
        confidence -= 0.05
    places = (paper.place(one.claim.start, one.claim.end), paper.place(other.claim.start, other.claim.end))
    if power is not None:
        return finding(
            "A104", "error", "unit_error", confidence,
            f"{both} are given for one thing{when} and differ by a factor of {power:g}: a slip of unit, scale or decimal point.",
            "look the number up in the source and correct the unit or the decimal point",
            places,
        )  # fmt: skip
    return finding(
        "A101", "error", "value_conflict", confidence,
        f"{both} are given for one thing{when} and cannot both be true, rounding and hedges allowed for.",
        "name the source of each number, keep one, or say how the two measures differ",
        places,
    )  # fmt: skip


def power_apart(one: Statement, other: Statement) -> float | None:
    """Return the power of ten by which two numbers differ with the same figures, else None."""
    low, high = sorted((abs(one.number), abs(other.number)))
    if low == 0 or math.isinf(high):
        return None
    for power in _POWERS:
        if abs(high / low / power - 1) < 0.005:
            return power
    return None
