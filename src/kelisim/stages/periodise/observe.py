"""The series that phases are held against, by period: from statistics, claims, events and codings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import isfinite

from kelisim.model.claim import Claim
from kelisim.model.coding import Coding
from kelisim.model.event import Event
from kelisim.model.period import Period
from kelisim.model.periodisation import PhaseSeries, TimeUnit
from kelisim.model.series import Series
from kelisim.model.source import Source

_MONTHS = {"year": 12, "quarter": 3, "month": 1}


@dataclass(frozen=True, slots=True)
class Observed:
    """The values of a series by period (a number or an interval), and how many items could not be dated to one."""

    plan: PhaseSeries
    values: dict[str, float | tuple[float, float]]
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class Evidence:
    """What series can be made of."""

    series: Mapping[str, Series]
    claims: Sequence[Claim]
    events: Sequence[Event]
    codings: Sequence[Coding]
    sources: Mapping[str, Source]


def calendar(first: date, last: date, unit: TimeUnit) -> list[str]:
    """Return every period from the first day to the last."""
    found = []
    year, month = first.year, first.month - (first.month - 1) % _MONTHS[unit]
    while date(year, month, 1) <= last:
        found.append(_label(year, month, unit))
        month += _MONTHS[unit]
        year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return found


def period_of(period: Period | None, unit: TimeUnit) -> str | None:
    """Return the period of the calendar in which a dated thing lies whole, None where it is open or spans several."""
    if period is None or period.start is None or period.end is None:
        return None
    start, end = _label(period.start.year, period.start.month, unit), _label(period.end.year, period.end.month, unit)
    return start if start == end else None


def starting(period: Period, unit: TimeUnit) -> str | None:
    """Return the period of the calendar in which a phase starts."""
    return None if period.start is None else _label(period.start.year, period.start.month, unit)


def observe(plan: PhaseSeries, evidence: Evidence, periods: Sequence[str], unit: TimeUnit) -> Observed:
    """Return the values of a declared series in the given periods."""
    if plan.of == "series":
        return _of_series(plan, evidence.series[plan.series], periods, unit)
    if plan.of == "claims":
        return _of_claims(plan, evidence.claims, periods, unit)
    if plan.of == "events":
        happened = [one for one in evidence.events if one.status == "achieved"]
        dated = [one.period for one in happened if not plan.triggers or one.trigger in plan.triggers]
        return _counted(plan, dated, periods, unit)
    coded = [one.passage for one in evidence.codings if one.code == plan.code]
    passages = {(one.source, one.start, one.end) for one in coded}
    published = [evidence.sources[source].published for source, _, _ in passages if source in evidence.sources]
    return _counted(plan, published, periods, unit)


def _of_series(plan: PhaseSeries, series: Series, periods: Sequence[str], unit: TimeUnit) -> Observed:
    values: dict[str, float | tuple[float, float]] = {}
    skipped = 0
    for one in series.observations:
        if one.place != plan.place or one.value is None:
            continue
        where = period_of(one.period, unit)
        # A half-year's number is not a year's, and no sum of what is missing is made.
        if where is None or not _whole(one.period, unit):
            skipped += 1
        elif where in periods:
            values[where] = one.value
    return Observed(plan, values, skipped)


def _of_claims(plan: PhaseSeries, claims: Sequence[Claim], periods: Sequence[str], unit: TimeUnit) -> Observed:
    """Return the span of what the claims on an indicator allow in each period; open bounds and plans are left out."""
    values: dict[str, float | tuple[float, float]] = {}
    skipped = 0
    for claim in claims:
        if claim.indicator != plan.indicator or claim.place != plan.place or claim.modality == "planned":
            continue
        interval, where = claim.allowing_rounding(), period_of(claim.period, unit)
        if interval is None:
            continue
        closed = isfinite(interval.low) and isfinite(interval.high)
        if where is None or claim.period is None or not _whole(claim.period, unit) or not closed:
            skipped += 1
        elif where in periods:
            before = values.get(where, (interval.low, interval.high))
            assert isinstance(before, tuple)
            values[where] = (min(before[0], interval.low), max(before[1], interval.high))
    return Observed(plan, values, skipped)


def _counted(plan: PhaseSeries, dated: Iterable[Period | None], periods: Sequence[str], unit: TimeUnit) -> Observed:
    counts: dict[str, float | tuple[float, float]] = dict.fromkeys(periods, 0.0)
    skipped = 0
    for period in dated:
        where = period_of(period, unit)
        if where is None:
            skipped += 1
        elif where in counts:
            before = counts[where]
            assert isinstance(before, float)
            counts[where] = before + 1.0
    return Observed(plan, counts, skipped)


def _whole(period: Period, unit: TimeUnit) -> bool:
    """Say whether a number dated so is the number of the whole period of the calendar."""
    return period.precision == unit or (unit == "year" and period.whole_year is not None)


def _label(year: int, month: int, unit: TimeUnit) -> str:
    if unit == "year":
        return f"{year:04d}"
    return f"{year:04d}Q{(month + 2) // 3}" if unit == "quarter" else f"{year:04d}-{month:02d}"
