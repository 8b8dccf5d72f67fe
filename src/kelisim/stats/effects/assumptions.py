"""The assumptions of a design, each with what in the numbers speaks for it and against it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy import stats

from kelisim.model.written import signed, significant
from kelisim.stats.effects.assignment import randomise
from kelisim.stats.effects.names import ENOUGH_UNITS, SYNTHETIC, FloatArray
from kelisim.stats.effects.panel import NEVER, Panel
from kelisim.stats.effects.plan import Plan
from kelisim.stats.effects.reading import like
from kelisim.stats.effects.result import Assumption, PeriodEffect

# A slope before the start speaks against parallel trends at this p-value, or where, carried on, it makes so much of the
# effect.
_DOUBT = 0.10
_LARGE_SHARE = 0.5


def assumptions(plan: Plan, path: Sequence[PeriodEffect]) -> tuple[Assumption, ...]:
    """Return what must hold for the estimate to be the treatment's effect."""
    common = (_no_anticipation(plan, path), _controls_could_move(plan), _controls_untreated(plan), _no_spillover())
    if plan.design in SYNTHETIC:
        return (_fit_before(plan, path), *common)
    return (_parallel_trends(plan, path), *common)


def _average_effect(path: Sequence[PeriodEffect]) -> float:
    later = [one.effect for one in path if one.event_time >= 0]
    return float(np.mean(later)) if later else 0.0


def _parallel_trends(plan: Plan, path: Sequence[PeriodEffect]) -> Assumption:
    text = "Without the treatment the treated units' outcome would have changed as the controls' did."
    found = slope_before(plan)
    if found is None:
        return Assumption("parallel trends", text)
    slope, p_value, periods = found
    effect = _average_effect(path)
    horizon = _horizon(plan)
    share = abs(slope * horizon / effect) if effect else float("inf") if slope else 0.0
    said = f"over the {periods} periods before the start the gap to the controls moved by {signed(slope)} a period"
    said += f" (p = {p_value:.2g})" if p_value is not None else ""
    if effect:
        said += f"; carried on, this makes {share:.0%} of the effect"
    doubtful = share >= _LARGE_SHARE or (p_value is not None and p_value <= _DOUBT and abs(slope) > 0)
    return Assumption("parallel trends", text, () if doubtful else (said,), (said,) if doubtful else ())


def slope_before(plan: Plan) -> tuple[float, float | None, int] | None:
    """Return how fast the gap to the controls moved before the first start, its p-value, and the number of periods."""
    panel = plan.panel
    first = panel.cohorts[0] - plan.anticipation
    controls = ~panel.treated
    if first < 2 or not controls.any() or np.isnan(panel.outcome[:, :first]).any():
        return None
    weights = _slope_weights(panel.times[:first].astype(float))
    slopes = panel.outcome[:, :first] @ weights
    slope = float(slopes[panel.treated].mean() - slopes[controls].mean())
    if panel.n_units < 3:
        return slope, None, first
    if min(int(panel.treated.sum()), int(controls.sum())) >= ENOUGH_UNITS:
        welch = stats.ttest_ind(slopes[panel.treated], slopes[controls], equal_var=False)
        return slope, None if np.isnan(welch.pvalue) else float(welch.pvalue), first
    tested = randomise(slopes, panel.treated, replicates=999, seed=plan.seed)
    return slope, tested.p_value if tested.p_floor <= _DOUBT else None, first


def _slope_weights(times: FloatArray) -> FloatArray:
    centred = times - times.mean()
    return np.asarray(centred / (centred @ centred))


def _horizon(plan: Plan) -> float:
    """Return how many units of time lie on average between the periods before and those after."""
    panel = plan.panel
    start = panel.cohorts[0]
    before = plan.baseline or plan.before(start)
    if plan.design != "did" and not plan.baseline:
        before = before[-1:]
    return float(panel.times[list(plan.since(start))].mean() - panel.times[list(before)].mean())


def _no_anticipation(plan: Plan, path: Sequence[PeriodEffect]) -> Assumption:
    allowed = f" beyond the {plan.anticipation} periods allowed for" if plan.anticipation else ""
    text = f"Nothing changed in expectation of the treatment before it started{allowed}."
    before = [one for one in path if one.event_time < -plan.anticipation]
    if len(before) < 2:
        return Assumption("no anticipation", text)
    move, effect = before[-1].effect - before[-2].effect, _average_effect(path)
    said = f"in the last period before, the gap moved by {signed(move)}, against an effect of {signed(effect)}"
    against = bool(effect) and abs(move) >= _LARGE_SHARE * abs(effect)
    return Assumption("no anticipation", text, () if against else (said,), (said,) if against else ())


def _controls_could_move(plan: Plan) -> Assumption:
    text = "The outcome could have moved in the controls, so that they show what chance and common shocks do."
    panel = plan.panel
    last = panel.start == NEVER
    if not last.any():
        return Assumption("controls that can move", text)
    moves = np.diff(panel.outcome[last], axis=1)
    size = max(1.0, float(np.nanmax(np.abs(panel.outcome))))
    if float(np.nanmax(np.abs(moves))) <= 1e-12 * size:
        said = "no control changed in any period: the estimate is the treated units' own change"
        return Assumption("controls that can move", text, (), (said,))
    if last.sum() > 1 and float(np.nanmax(np.ptp(moves, axis=0))) <= 1e-12 * size:
        return Assumption("controls that can move", text, (), ("all controls moved by the same amounts",))
    typical = float(np.nanmean(np.abs(moves)))
    said = f"from one period to the next the controls changed by {significant(typical)} on average, up or down"
    return Assumption("controls that can move", text, (said,))


def _controls_untreated(plan: Plan) -> Assumption:
    text = "No control was treated by this or anything like it."
    panel: Panel = plan.panel
    kept = {unit: when for unit, when in plan.other_treatments.items() if unit in panel.control_units}
    hit = [f"{unit} from {when}" for unit, when in kept.items() if not like(panel.periods[0], when) > panel.periods[-1]]
    if hit:
        return Assumption("untreated controls", text, (), (f"treated themselves: {', '.join(hit)}",))
    left_out = [f"{unit} from {when}" for unit, when in plan.other_treatments.items() if unit not in panel.units]
    if left_out:
        return Assumption("untreated controls", text, (f"left out as treated themselves: {', '.join(left_out)}",))
    return Assumption("untreated controls", text)


def _no_spillover() -> Assumption:
    return Assumption("no spillover", "The treatment of one unit changed nothing in another.")


def _fit_before(plan: Plan, path: Sequence[PeriodEffect]) -> Assumption:
    text = (
        "What weighs the donors so that they follow the treated units before the start would have followed them after."
    )
    panel, start = plan.panel, plan.panel.cohorts[0]
    gap = np.array([one.effect for one in path[: start - plan.anticipation]])
    if plan.design == "synthetic_did":
        gap = gap - gap.mean()
    own = panel.outcome[panel.treated].mean(axis=0)[: len(gap)]
    misfit, spread = float(np.sqrt((gap**2).mean())), float(own.std())
    said = f"before the start the root mean square gap is {significant(misfit)}, where the treated outcome varied by "
    said += significant(spread)
    effect = _average_effect(path)
    poor = misfit > _LARGE_SHARE * max(spread, 1e-12) or (bool(effect) and misfit > _LARGE_SHARE * abs(effect))
    return Assumption("fit before", text, () if poor else (said,), (said,) if poor else ())
