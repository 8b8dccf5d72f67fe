"""What becomes of a difference from stated numbers where inputs are off, or an earlier pace would have gone on."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from kelisim.model.claim import Claim
from kelisim.model.interval import Interval
from kelisim.model.period import Period
from kelisim.model.protocol import EstimatePlan
from kelisim.model.results import EstimateRow, ProbeRow
from kelisim.model.written import signed
from kelisim.stages.estimate import stated
from kelisim.stats.did import two_period
from kelisim.stats.sensitivity.pace import pace_sensitivity

_DAYS = 365.25
# Less than a day, in years: the treatment starts after the last number before it.
_SHORT = 0.001


def probes(plan: EstimatePlan, inputs: Sequence[Claim], rows: Sequence[EstimateRow]) -> list[ProbeRow]:
    """Return the bounds for every supposed margin, and which share of the earlier pace would erase each effect."""
    return [*_margins(plan, inputs, rows), *_violations(plan, inputs)]


def _margins(plan: EstimatePlan, inputs: Sequence[Claim], rows: Sequence[EstimateRow]) -> Iterator[ProbeRow]:
    for margin in plan.margins:
        for row in rows:
            baseline, post = Period.parse(row.baseline), Period.parse(row.post)
            found = [_bounds(plan, inputs, place, baseline, post, margin) for place in plan.treated]
            low = sum(one.low for one in found) / len(found)
            high = sum(one.high for one in found) / len(found)
            note = f"the treated places' numbers supposed off by up to {margin:g} either way, the controls' as stated"
            label = f"{row.baseline} to {row.post}, ±{margin:g}"
            yield ProbeRow(plan.id, "margin", label, row.effect, low, high, note)


def _bounds(
    plan: EstimatePlan, inputs: Sequence[Claim], place: str, baseline: Period, post: Period, margin: float
) -> Interval:
    def widened(period: Period) -> tuple[float, Interval]:
        value = stated.level(plan, inputs, place, period).value
        low, high = value - margin, value + margin
        if plan.limits:
            low, high = max(low, plan.limits[0]), min(high, plan.limits[1])
        return value, Interval(low, high)

    (before, around_before), (after, around_after) = widened(baseline), widened(post)
    controls = [
        (stated.level(plan, inputs, p, baseline).value, stated.level(plan, inputs, p, post).value)
        for p in plan.controls
    ]
    return two_period((before, after), controls, treated_intervals=(around_before, around_after)).bounds


def last_before(plan: EstimatePlan, inputs: Sequence[Claim]) -> tuple[Period, Period] | None:
    """Return the first and the last period before the start in which every treated place has a number; None for one."""
    if plan.start.start is None:
        return None
    shared: set[Period] | None = None
    for place in plan.treated:
        own = {
            stated.closed(claim.period)
            for claim in inputs
            if claim.place == place and claim.period and claim.value is not None
        }
        shared = own if shared is None else shared & own
    before = [one for one in shared or () if one.end and one.start and one.end < plan.start.start]
    if len(before) < 2:
        return None
    ordered = sorted(before, key=lambda one: str(one.end))
    # Numbers of one day, such as those of a year and of its second half, show no pace.
    return None if ordered[0].end == ordered[-1].end else (ordered[0], ordered[-1])


def _violations(plan: EstimatePlan, inputs: Sequence[Claim]) -> Iterator[ProbeRow]:
    """Return which share of the pace before the start, gone on, leaves nothing of the effect to each later period."""
    ends = last_before(plan, inputs)
    if ends is None:
        return
    first, last = ends
    earlier = stated.row(plan, inputs, first, last, "before").effect
    time_before = _years(first, last)
    for post in stated.later_periods(plan, inputs, last):
        effect = stated.row(plan, inputs, last, post, "alternative").effect
        gaps = {0.0: 0.0, time_before: earlier, time_before + _years(last, post): earlier + effect}
        found = pace_sensitivity(gaps, start=time_before + _SHORT, pace="mean")
        one, pace = found.effects[0], signed(found.pace, 3)
        share = one.breakdown if one.along and math.isfinite(one.breakdown) else None
        if share is None:
            note = "the gap to the controls moved the other way before the start, or not at all"
        else:
            note = (
                f"before the start the gap to the controls moved by {pace} a year ({first} to {last}); "
                f"{share:.0%} of that pace, gone on, leaves nothing of {signed(effect)}"
            )
        yield ProbeRow(plan.id, "violation", f"{last} to {post}", share, note=note)


def _years(first: Period, last: Period) -> float:
    assert first.end is not None
    assert last.end is not None
    return round((last.end - first.end).days / _DAYS, 2)
