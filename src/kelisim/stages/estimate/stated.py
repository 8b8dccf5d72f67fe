"""Differences-in-differences from stated numbers, from every baseline to every later number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kelisim.errors import Problem, StudyError
from kelisim.model.claim import Claim
from kelisim.model.interval import Interval
from kelisim.model.period import Period
from kelisim.model.protocol import EstimatePlan
from kelisim.model.results import EstimateRow
from kelisim.stats.did import two_period
from kelisim.stats.effects.assignment import controls_missing, floor


@dataclass(frozen=True, slots=True)
class Level:
    """A place's number in a period, the claim that gives it, and whether it is carried forward from an earlier one."""

    value: float
    interval: Interval
    claim: str
    carried: bool


def rows(plan: EstimatePlan, inputs: Sequence[Claim]) -> list[EstimateRow]:
    """Return the estimate from every baseline to every later number of the treated places, the declared one first."""
    made = []
    for baseline in dict.fromkeys((plan.pre, *plan.baselines)):
        for post in later_periods(plan, inputs, baseline):
            reported = (baseline, post) == (plan.pre, plan.post)
            made.append(row(plan, inputs, baseline, post, "as declared" if reported else "alternative"))
    return sorted(made, key=lambda one: (one.role != "as declared", one.baseline, one.post))


def later_periods(plan: EstimatePlan, inputs: Sequence[Claim], baseline: Period) -> list[Period]:
    """Return the periods after the start for which the treated places have a number, the declared one included."""
    dated = {closed(claim.period) for claim in inputs if claim.place in plan.treated and claim.period is not None}
    later = {p for p in dated if p.end and plan.start.start and p.end >= plan.start.start and p != baseline}
    later = {p for p in later if baseline.end is None or (p.end is not None and p.end > baseline.end)}
    return sorted({*later, plan.post}, key=lambda period: str(period.end))


def closed(period: Period) -> Period:
    """Return "by 2020" as 2020: the number holds at the end, and says nothing of what came before."""
    if period.start is not None or period.end is None:
        return period
    year_ends = (period.end.month, period.end.day) == (12, 31)
    return Period.parse(f"{period.end.year:04d}" if year_ends else period.end.isoformat())


def row(plan: EstimatePlan, inputs: Sequence[Claim], baseline: Period, post: Period, role: str) -> EstimateRow:
    """Return the difference-in-differences from one period to another, averaged over the treated places."""
    treated = [(level(plan, inputs, p, baseline), level(plan, inputs, p, post)) for p in plan.treated]
    controls = [(level(plan, inputs, p, baseline), level(plan, inputs, p, post)) for p in plan.controls]
    effects = [
        two_period(
            (pre.value, after.value),
            [(a.value, b.value) for a, b in controls],
            treated_intervals=(pre.interval, after.interval),
            control_intervals=[(a.interval, b.interval) for a, b in controls],
        )
        for pre, after in treated
    ]
    count = len(effects)
    used = dict.fromkeys(level.claim for pair in (*treated, *controls) for level in pair)
    smallest = floor(len(plan.treated) + len(plan.controls), len(plan.treated))
    return EstimateRow(
        plan=plan.id,
        baseline=str(baseline),
        post=str(post),
        treated_pre=sum(pre.value for pre, _ in treated) / count,
        treated_post=sum(after.value for _, after in treated) / count,
        control_pre=sum(pre.value for pre, _ in controls) / len(controls),
        control_post=sum(after.value for _, after in controls) / len(controls),
        effect=sum(one.effect for one in effects) / count,
        low=sum(one.bounds.low for one in effects) / count,
        high=sum(one.bounds.high for one in effects) / count,
        standard_error=None,
        why=_why_no_error(plan, varied=any(one.controls_vary for one in effects)),
        inputs=tuple(used),
        role=role,
        p_floor=smallest,
        n_treated=count,
        n_controls=len(controls),
        controls_needed=controls_missing(count, smallest),
    )


def _why_no_error(plan: EstimatePlan, *, varied: bool) -> str:
    units = len(plan.treated) + len(plan.controls)
    ways = round(1 / floor(units, len(plan.treated)))
    smallest = f"the smallest p that exact randomisation over {units} units can reach is 1/{ways}"
    if not varied:
        return f"the controls have no variance; {smallest}"
    return f"one observation a unit and period; {smallest}"


def level(plan: EstimatePlan, inputs: Sequence[Claim], place: str, period: Period) -> Level:
    """Return the number that the inputs give a place in a period; raise ``StudyError`` where there is none."""
    of_place = [claim for claim in inputs if claim.place == place and claim.period is not None]
    for test in (
        lambda claim: claim.period == period,
        # "By 2018" is a number for the end of 2018 and for no year before.
        lambda claim: claim.period.start is None and claim.period.end == period.end,
        lambda claim: claim.period.start is not None and claim.period.contains(period),
        lambda claim: period.contains(claim.period),
    ):
        for claim in of_place:
            if test(claim):
                return _as_level(claim, carried=False)
    earlier = [c for c in of_place if c.period and c.period.end and period.end and c.period.end < period.end]
    if earlier and place in plan.controls:
        # A control that has no number of its own keeps its last one; the remarks say so.
        return _as_level(max(earlier, key=lambda claim: str(claim.period and claim.period.end)), carried=True)
    hint = f"add a claim on {plan.indicator} for {place} in {period} to claims.csv and to the estimate's inputs"
    what = f"estimate {plan.id}: no input gives {plan.indicator} for {place} in {period}"
    raise StudyError(Problem("estimate", what, hint, "study.toml", section=f"estimates {plan.id}"))


def _as_level(claim: Claim, *, carried: bool) -> Level:
    interval = claim.allowing_rounding()
    assert interval is not None
    value = claim.value if claim.value is not None else interval.middle
    return Level(value, interval, claim.id, carried)
