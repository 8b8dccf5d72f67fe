"""Presence or absence by phase from sparse counts, with exact intervals and what masked counts may hide."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import product

from kelisim.model.period import Period
from kelisim.model.phase import Phase
from kelisim.model.plan import SparseCount
from kelisim.model.results import SparseRow
from kelisim.model.results.conclusions import Presence
from kelisim.model.series import Observation, Series
from kelisim.stats.counts import CountComparison, compare_counts, poisson_interval

_DAYS_A_YEAR = 365.2425
# Beyond so many combinations of masked counts only the outermost are compared.
_MOST = 400


def sparse_rows(
    counts: Sequence[SparseCount],
    phases: Sequence[Phase],
    series: Sequence[Series],
    places: Sequence[str],
    end: date | None,
) -> Iterator[SparseRow]:
    """Yield each sparse count in each phase, with the comparison to the last phase before it that was counted.

    A gap in a series that masks small counts stands for 1 to one less than the bound; in another it was not counted.
    What was counted outside whole numbers is rounded to the nearest, since a count is of events.
    """
    by_id = {one.id: one for one in series}
    for count in counts:
        before: SparseRow | None = None
        for phase in phases:
            row = _row(count, phase, by_id.get(count.series), places, end)
            if before is not None and row.presence != "not counted":
                row = _compared(row, before)
            yield row
            before = row if row.presence != "not counted" else before


def _row(count: SparseCount, phase: Phase, series: Series | None, places: Sequence[str], end: date | None) -> SparseRow:
    found = [one for one in (series.observations if series else ()) if _belongs(one, count, phase, places)]
    seen = [one for one in found if one.value is not None]
    masked = [one for one in found if one.value is None] if count.masked_below > 1 else []
    low = sum(round(one.value) for one in seen if one.value is not None) + len(masked)
    high = low + len(masked) * (count.masked_below - 2 if masked else 0)
    years = _whole(sum(_years(one.period, end) for one in (*seen, *masked)))
    length = _whole(_years(phase.period, end))
    presence: Presence = "not counted"
    if years:
        presence = "present" if low else "absent" if years >= length * 0.99 else "absent where counted"
    counted = bool(years)
    return SparseRow(
        id=count.id,
        phase=phase.id,
        presence=presence,
        count_low=low,
        count_high=high,
        masked=len(masked),
        years=years,
        of_years=length,
        rate_low=poisson_interval(low, exposure=years, confidence=count.confidence).low if counted else None,
        rate_high=poisson_interval(high, exposure=years, confidence=count.confidence).high if counted else None,
        confidence=count.confidence,
        query=count.query or (series.query if series else ""),
        note=count.note,
    )


def _belongs(one: Observation, count: SparseCount, phase: Phase, places: Sequence[str]) -> bool:
    wanted = (count.place,) if count.place else tuple(places)
    return phase.period.contains(one.period) and (not wanted or one.place in wanted)


def _years(period: Period, end: date | None) -> float:
    last = period.end or end
    if period.start is None or last is None or last < period.start:
        return 0.0
    return ((last - period.start) + timedelta(days=1)).days / _DAYS_A_YEAR


def _whole(years: float) -> float:
    """Return a length in whole years where it is one but for leap days."""
    return float(round(years)) if abs(years - round(years)) < 0.01 * max(1.0, years) else round(years, 4)


def _compared(row: SparseRow, before: SparseRow) -> SparseRow:
    found: list[CountComparison] = []
    spans = [(one.count_low, one.count_high) for one in (before, row)]
    size = (spans[0][1] - spans[0][0] + 1) * (spans[1][1] - spans[1][0] + 1)
    ranges = [range(low, high + 1) if size <= _MOST else sorted({low, high}) for low, high in spans]
    for first, second in product(*ranges):
        found.append(compare_counts(first, second, exposures=(before.years, row.years), confidence=row.confidence))
    return replace(
        row,
        against=before.phase,
        p_low=min(one.p_value for one in found),
        p_high=max(one.p_value for one in found),
        p_floor=min(one.p_floor for one in found),
    )
