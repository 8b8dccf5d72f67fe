"""Dated values that can be compared: those of one indicator, subject, place and unit, each an interval."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kelisim.model.claim import Claim
from kelisim.model.indicator import Indicator
from kelisim.model.interval import Interval
from kelisim.model.period import Period
from kelisim.model.results.conclusions import Direction
from kelisim.model.series import Series

# Series or "", subject, place, unit, and how many months a value covers where that matters.
Group = tuple[str, str, str, str, int]
# Of a share or a rank it does not matter how long the time is that it speaks of; of a count it does.
_LEVELS = ("percent", "percentage_point", "rank", "factor", "coefficient", "index")


@dataclass(frozen=True, slots=True)
class Value:
    """A dated value: the claim or series that holds it, its words, period and interval."""

    id: str
    words: str
    period: Period
    interval: Interval


def head(subject: str) -> str:
    """Return what a subject is about, without the qualifications after a comma."""
    return subject.partition(",")[0].casefold().strip()


def of_claims(claims: Iterable[Claim], indicator: Indicator) -> dict[Group, list[Value]]:
    """Return the dated values of achieved claims by subject, place and unit, in the order of their dates."""
    groups: dict[Group, list[Value]] = {}
    for claim in claims:
        interval = claim.allowing_rounding()
        if (
            claim.indicator != indicator.id
            or claim.modality == "planned"
            or claim.comparator == "factor"
            or claim.period is None
            or interval is None
        ):
            continue
        key = ("", claim.subject.casefold().strip(), claim.place, claim.unit, _months(claim.period, claim.unit))
        words = claim.stated or f"{claim.value:g}" if claim.value is not None else claim.stated
        groups.setdefault(key, []).append(Value(claim.id, words, claim.period, _meant(interval, indicator)))
    return _ordered(groups)


def of_series(series: Iterable[Series], indicator: Indicator, places: Sequence[str]) -> dict[Group, list[Value]]:
    """Return the observations of the newest series by series and place, in the order of their dates."""
    known = list(series)
    groups: dict[Group, list[Value]] = {}
    for one in known:
        if one.indicator != indicator.id or any(other.supersedes == one.id for other in known):
            continue
        for row in one.observations:
            if row.value is not None and (not places or row.place in places):
                interval = Interval.point(row.value).widen((one.step or 0.0) / 2)
                value = Value(one.id, f"{row.value:g}", row.period, interval)
                key = (one.id, one.subject.casefold(), row.place, one.unit, _months(row.period, one.unit))
                groups.setdefault(key, []).append(value)
    return _ordered(groups)


def _ordered(groups: dict[Group, list[Value]]) -> dict[Group, list[Value]]:
    for found in groups.values():
        found.sort(key=lambda one: (str(one.period.end), str(one.period.start), one.id))
    return groups


def _months(period: Period, unit: str) -> int:
    if unit in _LEVELS or period.start is None or period.end is None:
        return 0
    return round(((period.end - period.start).days + 1) / 30.44)


def _meant(interval: Interval, indicator: Indicator) -> Interval:
    """Return the part of an interval that can be meant: above the lowest value, and for a share below the highest."""
    if indicator.bounds is None or not interval.overlaps(Interval(*indicator.bounds)):
        return interval
    low, high = indicator.bounds
    return Interval(max(interval.low, low), min(interval.high, high) if indicator.unit == "percent" else interval.high)


def first_and_last(values: Sequence[Value]) -> tuple[Value, Value] | None:
    """Return the earliest and latest of ordered values where no day belongs to both; None where there is no such pair.

    Of open periods it cannot be said that they lie apart.
    """
    dated = [one for one in values if one.period.start and one.period.end]
    if len(dated) < 2:
        return None
    first, last = dated[0], dated[-1]
    assert first.period.end is not None
    assert last.period.start is not None
    return (first, last) if first.period.end < last.period.start else None


def direction(first: Interval, last: Interval) -> Direction:
    """Return where a value went: undecided where the two intervals share a number."""
    if last.low > first.high:
        return "rise"
    return "fall" if last.high < first.low else "undecided"
