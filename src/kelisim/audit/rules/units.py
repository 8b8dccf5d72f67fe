"""A1: one number told in two units: metres for kilometres, one currency for another."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

from kelisim.audit.paper import Paper, finding, short
from kelisim.audit.rules.values import comparable, disclosed, power_apart, same_thing, told_of_a_time
from kelisim.audit.statements import Statement, held_for, vocabulary
from kelisim.audit.topic import contrast
from kelisim.model.finding import Finding

# Units of one dimension, each in the first of its line.
_DIMENSIONS: tuple[dict[str, float], ...] = (
    {"metre": 1.0, "kilometre": 1e3, "centimetre": 1e-2, "millimetre": 1e-3, "mile": 1609.344},
    {"square_metre": 1.0, "hectare": 1e4, "square_kilometre": 1e6, "acre": 4046.8564224},
    {"kilogram": 1.0, "gram": 1e-3, "tonne": 1e3},
    {"watt": 1.0, "kilowatt": 1e3, "megawatt": 1e6, "gigawatt": 1e9, "terawatt": 1e12},
    {"watt_hour": 1.0, "kilowatt_hour": 1e3, "megawatt_hour": 1e6, "gigawatt_hour": 1e9, "terawatt_hour": 1e12},
    {"litre": 1.0, "cubic_metre": 1e3},
)
_DATED, _UNDATED = 0.6, 0.75
_TELLING = 3
_MOST, _MOST_SUMS = 120, 20
_CURRENCY = re.compile(r"[A-Z]{3}")


def two_units(paper: Paper) -> Iterator[Finding]:
    """Find one thing measured in two units that do not come to the same: "1,050 m" and "1,050 km"."""
    for dimension in _DIMENSIONS:
        group = [one for one in paper.statements if one.claim.unit in dimension and comparable(one) and one.level]
        told: set[int] = set()
        for one, other in combinations(paper.first(group, _MOST, "sizes of one kind"), 2):
            if one.claim.unit == other.claim.unit or one.sentence == other.sentence or other.claim.start in told:
                continue
            a, b = _in_base(one, dimension), _in_base(other, dimension)
            if a.interval.overlaps(b.interval) or not (_same_figures(one, other) or power_apart(a, b)):
                continue
            if not _one_thing(paper, a, b):
                continue
            told.add(other.claim.start)
            yield _finding(paper, one, other, f"factor of {_ratio(a, b):g}")


def _in_base(one: Statement, dimension: dict[str, float]) -> Statement:
    claim, factor = one.claim, dimension[one.claim.unit or ""]
    value = claim.value
    scaled = (value[0] * factor, value[1] * factor) if isinstance(value, tuple) else value * factor
    step = None if claim.step is None else claim.step * factor
    base = next(iter(dimension))
    return replace(
        one, claim=replace(claim, low=claim.low * factor, high=claim.high * factor, value=scaled, step=step, unit=base)
    )


def _ratio(one: Statement, other: Statement) -> float:
    low, high = sorted((abs(one.number), abs(other.number)))
    return high / low if low else math.inf


def _same_figures(one: Statement, other: Statement) -> bool:
    return one.number == other.number and len(re.sub(r"\D", "", f"{one.number:.10g}").rstrip("0")) >= 1


def _one_thing(paper: Paper, one: Statement, other: Statement) -> bool:
    alike = same_thing(paper, one, other)
    dated = held_for(one, other)
    if not dated and (one.period or other.period) and one.period != other.period and one.period and other.period:
        return False
    if disclosed(paper, one) or disclosed(paper, other):
        return False
    figures = len(f"{one.number:.10g}".replace(".", "").strip("0").split("e")[0])
    parted = one.topic.narrow != other.topic.narrow or one.topic.names ^ other.topic.names
    if power_apart(one, other) and figures >= _TELLING and not parted and not one.topic.places ^ other.topic.places:
        # So many figures do not come twice by chance.
        return _shared(one, other) >= 1
    if not dated and (told_of_a_time(paper, one) or told_of_a_time(paper, other)):
        return _shared(one, other) >= 2 and alike >= _UNDATED
    return alike >= (_DATED if dated else 0.5) and _shared(one, other) >= 1


def _shared(one: Statement, other: Statement) -> int:
    known = one.claim.indicator == other.claim.indicator and one.claim.indicator in vocabulary()
    return len(one.topic.stems & other.topic.stems) + len(one.topic.names & other.topic.names) + known


def two_currencies(paper: Paper) -> Iterator[Finding]:
    """Find one sum of money in two currencies: "GEL 46 million in 2022" and "USD 46 million in 2022"."""
    groups: dict[float, list[Statement]] = {}
    for one in paper.statements:
        if _CURRENCY.fullmatch(one.claim.unit or "") and comparable(one) and one.level and _has_figures(one):
            groups.setdefault(one.number, []).append(one)
    for group in groups.values():
        told = False
        for one, other in combinations(paper.first(group, _MOST_SUMS, "sums of the same number"), 2):
            if one.claim.unit == other.claim.unit or one.sentence == other.sentence or told:
                continue
            if one.topic.narrow != other.topic.narrow or contrast(one.topic, other.topic, paper.language):
                continue
            a, b = one.topic, other.topic
            subset = a.names <= b.names or b.names <= a.names
            apart = (a.names and b.names and not subset) or (a.places ^ b.places)
            if apart or (one.period and other.period and one.period != other.period):
                continue
            if _shared(one, other) < (1 if held_for(one, other) else 2):
                continue
            told = True
            yield _finding(paper, one, other, "currency")


def _has_figures(one: Statement) -> bool:
    """Say whether a sum has two figures or more: a round one may well be another's too."""
    return len(f"{abs(one.number):.10g}".replace(".", "").strip("0").split("e")[0]) >= 2


def _finding(paper: Paper, one: Statement, other: Statement, by: str) -> Finding:
    both = f"{short(one.claim.text, 40)!r} and {short(other.claim.text, 40)!r}"
    how = "in another currency" if by == "currency" else f"and differ by a {by}"
    return finding(
        "A105", "error", "unit_error", 0.78,
        f"{both} are given for one thing with the same figures {how}."
        if by == "currency" or _same_figures(one, other) else f"{both} are given for one thing {how}.",
        "look the number up in the source and correct the unit",
        (paper.place(one.claim.start, one.claim.end), paper.place(other.claim.start, other.claim.end)),
    )  # fmt: skip
