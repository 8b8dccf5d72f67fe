"""Stated values as points in time: from claims and from series."""

from __future__ import annotations

import math
from dataclasses import dataclass

from kelisim.model.claim import Claim
from kelisim.model.protocol import EstimatePlan
from kelisim.report import format as show
from kelisim.report.context import Context
from kelisim.report.figures.drawing import span_of


@dataclass(frozen=True)
class StatedPoint:
    """A stated value: when it is drawn, over which years it holds, its value and bounds, and what it belongs to."""

    group: str
    at: float
    first: float
    last: float
    value: float
    low: float
    high: float
    label: str
    detail: str
    place: str
    id: str
    control: bool = False
    open_ended: bool = False


def window_of(context: Context, claims: list[Claim]) -> tuple[float, float]:
    """Return the years that claims and phases span."""
    periods = [one.period for one in claims if one.period] + [phase.period for phase in context.data.phases]
    years = [day.year for period in periods for day in (period.start, period.end) if day]
    return float(min(years)), float(max(years) + 1)


def of_claim(
    claim: Claim, window: tuple[float, float], limits: tuple[float, float] | None, plan: EstimatePlan
) -> StatedPoint:
    """Return a claim as a point; an open bound runs to the edge of what the indicator can be."""
    assert claim.interval is not None
    assert claim.period is not None
    interval = claim.allowing_rounding() or claim.interval
    first, last = span_of(claim.period, window)
    at = (first + last) / 2
    if claim.period.start is None:
        at = last - (0.5 if last == int(last) else 0.0)
    elif claim.period.end is None:
        at = first + (0.5 if first == int(first) else 0.0)
    value = claim.value if claim.value is not None else claim.interval.middle
    low, high = interval.low, interval.high
    if math.isinf(low):
        low = limits[0] if limits else value
    if math.isinf(high):
        high = limits[1] if limits else value
    if claim.period.start is None or claim.period.end is None:
        first = last = at
    said = show.quantity(claim)
    origin = "; ".join(claim.citations) or f"{claim.source}, no citation"
    where = show.place(claim.place)
    control = claim.place in plan.controls
    return StatedPoint(
        group=f"{where} (control)" if control else f"{where} ({origin})" if where else origin,
        at=at,
        first=first,
        last=last,
        value=value,
        low=low,
        high=high,
        label=said,
        detail=f"{claim.id}: {said}, {where}, {show.period(claim.period)}",
        place=claim.place,
        id=claim.id,
        control=control,
        open_ended=math.isinf(interval.width),
    )


def of_series(context: Context, plan: EstimatePlan, window: tuple[float, float]) -> list[StatedPoint]:
    """Return the newest vintage of each series of the indicator as points."""
    points = []
    superseded = {one.supersedes for one in context.data.series}
    for one in context.data.series:
        if one.indicator != plan.indicator or one.id in superseded:
            continue
        for seen in one.observations:
            if seen.value is None or seen.place not in (*plan.treated, *plan.controls):
                continue
            first, last = span_of(seen.period, window)
            if last < window[0] or first > window[1]:
                continue
            where = show.place(seen.place)
            said = f"{where}, {show.period(seen.period)}: {show.significant(seen.value)} ({one.id})"
            half = (one.step or 0.0) / 2
            low, high = seen.value - half, seen.value + half
            middle = (first + last) / 2
            control = seen.place in plan.controls
            group = f"{where} ({'control' if control else one.id})"
            points.append(
                StatedPoint(group, middle, first, last, seen.value, low, high, "", said, seen.place, one.id, control)
            )
    return points
