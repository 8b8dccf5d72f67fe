"""What the numbers and events say about an estimate, in sentences."""

from __future__ import annotations

from collections.abc import Sequence

from kelisim.model.claim import Claim
from kelisim.model.event import Event
from kelisim.model.protocol import EstimatePlan
from kelisim.model.results import EstimateRow, ProbeRow
from kelisim.model.written import bracketed, difference_in, signed, significant
from kelisim.stages.estimate import stated
from kelisim.stats.effects.differences import what_would_settle

# From this share of an estimate on, change from before the treatment is more than noise around the baseline.
EARLY_SHARE = 0.1


def of_stated(plan: EstimatePlan, inputs: Sequence[Claim], rows: Sequence[EstimateRow]) -> list[str]:
    """Return remarks on a difference from stated numbers."""
    found = []
    main = next(row for row in rows if row.role == "as declared")
    if "no variance" in main.why:
        found.append(
            "the controls do not vary, so the estimate is the treated place's own change, whatever caused it; "
            "it does not identify an effect of the policy"
        )
    found.extend(_early(plan, inputs, main))
    carried = {place: stated.level(plan, inputs, place, plan.post) for place in plan.controls}
    uncovered = [place for place, one in carried.items() if one.carried]
    if uncovered:
        periods = dict.fromkeys(str(c.period) for c in inputs if c.id in {carried[p].claim for p in uncovered})
        found.append(
            f"no input gives a number for {', '.join(uncovered)} in {plan.post}; "
            f"the last stated one, of {', '.join(periods)}, is carried forward"
        )
    effects = [row.effect for row in rows if row.post == main.post]
    if len(effects) > 1:
        ends = f"{signed(min(effects))} to {signed(max(effects))}{difference_in(inputs[0].unit)}"
        found.append(f"by choice of baseline alone the estimate runs from {ends}")
    if any(row.effect * main.effect < 0 for row in rows):
        found.append("the sign changes with the baseline and the end year")
    found.extend(what_would_settle(main.n_treated, main.n_controls, main.p_floor or 1.0))
    return found


def _early(plan: EstimatePlan, inputs: Sequence[Claim], main: EstimateRow) -> list[str]:
    """Return how much of the treated places' mean change came before the start, where it is a good part of it."""
    moves, last = [], []
    for place in plan.treated:
        before = [one for one in inputs if one.place == place and _between(one, plan)]
        if before:
            last.append(max(before, key=lambda claim: str(claim.period and claim.period.end)))
            moves.append((last[-1].value or 0.0) - stated.level(plan, inputs, place, plan.pre).value)
    early = sum(moves) / len(plan.treated)
    if not moves or not main.effect or early / main.effect < EARLY_SHARE:
        return []
    told = ", ".join(
        f"{one.id} has {one.stated or one.value} by the end of {str(one.period and one.period.end)[:4]}" for one in last
    )
    unit = difference_in(last[0].unit)
    return [
        f"a change of {significant(early)}{unit}, against an estimate of {significant(main.effect)}, came before the "
        f"treatment starts in {plan.start}: {told}"
    ]


def _between(claim: Claim, plan: EstimatePlan) -> bool:
    end, first, start = claim.period and claim.period.end, plan.pre.end, plan.start.start
    return bool(claim.value is not None and end and first and start and first < end < start)


def of_probes(plan: EstimatePlan, rows: Sequence[EstimateRow], probes: Sequence[ProbeRow]) -> list[str]:
    """Return the suppositions in sentences: the margins at the declared end, and the share of pace that erases most."""
    found = []
    for margin in plan.margins:
        ends = [
            f"{bracketed(one.low, one.high)} from {one.label.split(' to ')[0]}"
            for one in probes
            if one.kind == "margin" and one.label.endswith(f" to {plan.post}, ±{margin:g}")
            if one.low is not None and one.high is not None
        ]
        if ends:
            found.append(
                f"with the treated places' numbers off by up to {margin:g} either way the estimate to {plan.post} lies "
                f"in {' and '.join(ends)}"
            )
    shares = [one for one in probes if one.kind == "violation" and one.effect is not None]
    if shares:
        pace = shares[0].note.split(";")[0]
        each = ", ".join(f"{one.effect:.0%} erases the effect from {one.label}" for one in shares)
        found.append(f"{pace}; of that pace, had it gone on, {each}")
    return found


def of_controls(plan: EstimatePlan, treated: dict[str, Event]) -> list[str]:
    """Return a remark on each control that was itself treated."""
    left_out = plan.series or plan.design != "did"
    ending = "left out" if left_out else "kept, which draws the estimate towards nought if it moved its outcome"
    return [
        f"control {place} was itself treated: {event.title} ({event.id}), {event.period}; it is {ending}"
        for place, event in treated.items()
    ]
