"""Estimate: the declared differences-in-differences from every baseline, with what their data can and cannot carry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kelisim.errors import Problem, StudyError
from kelisim.model.claim import Claim
from kelisim.model.interval import Interval
from kelisim.model.period import Period
from kelisim.model.protocol import EstimatePlan
from kelisim.model.results import AssumptionRow, Claimed, Estimated, EstimateRow
from kelisim.stats.did import two_period

# From this share of an estimate on, change from before the treatment is more than noise around the baseline.
EARLY_SHARE = 0.1


@dataclass(frozen=True, slots=True)
class _Level:
    value: float
    interval: Interval
    claim: str
    carried: bool


def run(*, estimates: Sequence[EstimatePlan], claim: Claimed) -> Estimated:
    """Return every declared estimate from every baseline to every later input, the assumptions, and remarks.

    Raises ``StudyError`` where the inputs hold no number for a place and period that the plan names.
    """
    by_id = {one.id: one for one in claim.claims}
    rows: list[EstimateRow] = []
    assumptions: list[AssumptionRow] = []
    remarks: list[tuple[str, str]] = []
    for plan in estimates:
        inputs = [by_id[identifier] for identifier in plan.inputs if by_id[identifier].interval is not None]
        made = list(_rows(plan, inputs))
        rows.extend(made)
        remarks.extend((plan.id, remark) for remark in _remarks(plan, inputs, made))
        assumptions.extend(
            AssumptionRow(plan.id, one.text, one.supported_by, one.contradicted_by) for one in plan.assumptions
        )
    return Estimated(tuple(rows), tuple(assumptions), tuple(remarks))


def _rows(plan: EstimatePlan, inputs: Sequence[Claim]) -> list[EstimateRow]:
    baselines = list(dict.fromkeys((plan.pre, *plan.baselines)))
    rows = []
    for baseline in baselines:
        for post in _posts(plan, inputs, baseline):
            reported = (baseline, post) == (plan.pre, plan.post)
            rows.append(_row(plan, inputs, baseline, post, "as declared" if reported else "alternative"))
    return sorted(rows, key=lambda row: (row.role != "as declared", row.baseline, row.post))


def _posts(plan: EstimatePlan, inputs: Sequence[Claim], baseline: Period) -> list[Period]:
    """Return the periods after the start for which the treated places have a number, the declared one included."""
    dated = {claim.period for claim in inputs if claim.place in plan.treated and claim.period is not None}
    later = {p for p in dated if p.end and plan.start.start and p.end >= plan.start.start and p != baseline}
    later = {p for p in later if baseline.end is None or (p.end is not None and p.end > baseline.end)}
    return sorted({*later, plan.post}, key=lambda period: str(period.end))


def _row(plan: EstimatePlan, inputs: Sequence[Claim], baseline: Period, post: Period, role: str) -> EstimateRow:
    treated = [(_level(plan, inputs, p, baseline), _level(plan, inputs, p, post)) for p in plan.treated]
    controls = [(_level(plan, inputs, p, baseline), _level(plan, inputs, p, post)) for p in plan.controls]
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
    )


def _why_no_error(plan: EstimatePlan, *, varied: bool) -> str:
    units = len(plan.treated) + len(plan.controls)
    floor = f"the smallest p that exact randomisation over {units} units can reach is 1/{units}"
    if not varied:
        return f"the controls have no variance; {floor}"
    return f"one observation a unit and period; {floor}"


def _level(plan: EstimatePlan, inputs: Sequence[Claim], place: str, period: Period) -> _Level:
    of_place = [claim for claim in inputs if claim.place == place and claim.period is not None]
    for test in (
        lambda claim: claim.period == period,
        lambda claim: claim.period.contains(period),
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
    raise StudyError(Problem("estimate", what, hint, "study.toml"))


def _as_level(claim: Claim, *, carried: bool) -> _Level:
    interval = claim.allowing_rounding()
    assert interval is not None
    value = claim.value if claim.value is not None else interval.middle
    return _Level(value, interval, claim.id, carried)


def _remarks(plan: EstimatePlan, inputs: Sequence[Claim], rows: Sequence[EstimateRow]) -> list[str]:
    remarks = []
    main = next(row for row in rows if row.role == "as declared")
    if "no variance" in main.why:
        remarks.append(
            "the controls do not vary, so the estimate is the treated place's own change, whatever caused it; "
            "it does not identify an effect of the policy"
        )
    before = [
        claim
        for claim in inputs
        if claim.place in plan.treated
        and claim.value is not None
        and claim.period
        and claim.period.end
        and plan.start.start
        and plan.pre.end
        and plan.pre.end < claim.period.end < plan.start.start
    ]
    if before and main.effect:
        last = max(before, key=lambda claim: str(claim.period and claim.period.end))
        early = (last.value or 0.0) - main.treated_pre
        if early / main.effect >= EARLY_SHARE:
            remarks.append(
                f"a change of {early:.4g}, against an estimate of {main.effect:.4g}, came before the treatment starts "
                f"in {plan.start}: {last.id} has {last.stated or last.value} by the end of "
                f"{str(last.period and last.period.end)[:4]}"
            )
    uncovered = [place for place in plan.controls if _level(plan, inputs, place, plan.post).carried]
    if uncovered:
        remarks.append(
            f"no input gives a number for {', '.join(uncovered)} in {plan.post}; the last stated one is carried forward"
        )
    effects = [row.effect for row in rows if row.post == main.post]
    if len(effects) > 1:
        remarks.append(f"by choice of baseline alone the estimate runs from {min(effects):+.4g} to {max(effects):+.4g}")
    if any(row.effect * main.effect < 0 for row in rows):
        remarks.append("the sign changes with the baseline and the end year")
    return remarks
