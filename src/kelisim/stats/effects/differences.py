"""Differences-in-differences and event studies of one start, as comparisons of changes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats

from kelisim.model.interval import Interval
from kelisim.stats.effects import clustering
from kelisim.stats.effects.assignment import controls_missing, counted, floor, randomise
from kelisim.stats.effects.few_treated import conley_taber, ferman_pinto
from kelisim.stats.effects.names import ENOUGH_UNITS, FloatArray, data_error
from kelisim.stats.effects.panel import Panel
from kelisim.stats.effects.plan import Plan
from kelisim.stats.effects.prepare import one_cohort
from kelisim.stats.effects.result import PeriodEffect


@dataclass(frozen=True, slots=True, eq=False)
class Inferred:
    """What is known of an effect's error, and how."""

    standard_error: float | None
    why: str
    low: float | None
    high: float | None
    p_value: float | None
    p_floor: float | None
    inference: str
    convention: str
    notes: tuple[str, ...] = ()
    needed: tuple[str, ...] = ()


def changes(panel: Panel, weights: FloatArray) -> FloatArray:
    """Return each unit's change: its outcomes weighted by period."""
    return np.asarray(panel.outcome @ weights)


def contrast(panel: Panel, weights: FloatArray) -> float:
    """Return the treated units' mean change less the controls'."""
    moved = changes(panel, weights)
    return float(moved[panel.treated].mean() - moved[~panel.treated].mean())


def bounds(panel: Panel, weights: FloatArray) -> Interval | None:
    """Return what the effect can be when every outcome may lie anywhere between its bounds (Manski 2003, ch. 1)."""
    if panel.low is None or panel.high is None:
        return None
    signs = np.where(panel.treated, 1 / panel.treated.sum(), -1 / (~panel.treated).sum())
    share = np.outer(signs, weights)
    rising, falling = np.maximum(share, 0), np.minimum(share, 0)
    low = float((rising * panel.low + falling * panel.high).sum())
    high = float((rising * panel.high + falling * panel.low).sum())
    return Interval(low, high)


def path(plan: Plan, start: int) -> tuple[PeriodEffect, ...]:
    """Return the effect in every period against the baseline, the controls' change being the counterfactual one."""
    panel = plan.panel
    whole = plan.period_weights(start)
    reference = np.minimum(whole, 0)
    own, others = panel.outcome[panel.treated].mean(axis=0), panel.outcome[~panel.treated].mean(axis=0)
    single = np.flatnonzero(reference)
    effects = []
    for at in range(panel.n_periods):
        weights = reference.copy()
        weights[at] += 1
        effect = float(own @ weights - others @ weights)
        anchored = len(single) == 1 and at == int(single[0])
        error = None if anchored else _error(plan, weights)
        found = (None, None, None) if error is None else clustering.t_interval(effect, *error, plan.confidence)
        effects.append(
            PeriodEffect(
                event_time=int(panel.times[at] - panel.times[start]),
                effect=0.0 if anchored else effect,
                period=panel.periods[at],
                standard_error=None if error is None else error[0],
                low=found[0],
                high=found[1],
                p_value=found[2],
                treated=float(own[at]),
                counterfactual=float(own[at]) - effect,
                bounds=bounds(panel, weights),
                reference=anchored,
            )
        )
    return tuple(effects)


def _error(plan: Plan, weights: FloatArray) -> tuple[float, int] | None:
    panel = plan.panel
    moved = changes(panel, weights)
    if clustering.refusal(moved, panel.treated):
        return None
    return clustering.clustered_error(
        moved,
        panel.treated,
        n_periods=panel.n_periods,
        n_coefficients=1 if plan.design == "did" else panel.n_periods - 1,
        clusters=panel.clusters,
    )


def infer(plan: Plan, weights: FloatArray) -> Inferred:
    """Return error, interval and p-value of the contrast, by the way asked for or the one that the units allow."""
    panel = plan.panel
    moved, treated = changes(panel, weights), panel.treated
    effect = contrast(panel, weights)
    n_treated, n_controls = int(treated.sum()), int((~treated).sum())
    why = clustering.refusal(moved, treated)
    smallest = floor(panel.n_units, n_treated)
    error = None if why else _error(plan, weights)
    few = min(n_treated, n_controls) < ENOUGH_UNITS
    kind = plan.inference
    if kind == "auto":
        kind = "randomisation" if why or few else "cluster"
    by = plan.cluster or "unit"
    convention = clustering.CONVENTION.format(by=by, df=error[1]) if error else ""
    notes: list[str] = []
    if error and few:
        notes.append(
            f"with {n_treated} treated and {n_controls} control units a cluster-robust error is too small "
            "(MacKinnon and Webb 2017); the interval and p-value do not rest on it"
        )
    if 2 * n_treated == panel.n_units:
        notes.append(
            "with as many treated as controls a two-sided randomisation test reaches no less than twice the floor"
        )
    needed = what_would_settle(n_treated, n_controls, smallest)
    standard = error[0] if error else None
    if kind == "cluster":
        if error is None:
            return Inferred(None, why, None, None, None, smallest, "none", "", tuple(notes), needed)
        low, high, p_value = clustering.t_interval(effect, *error, plan.confidence)
        return Inferred(standard, "", low, high, p_value, smallest, "cluster-robust", convention, tuple(notes), needed)
    if kind in ("randomisation", "none"):
        found = randomise(moved, treated, confidence=plan.confidence, replicates=plan.replicates, seed=plan.seed)
        how = (
            f"exact randomisation over {found.n_assignments} assignments"
            if found.exact
            else f"randomisation, {plan.replicates} of {counted(found.n_assignments)} assignments drawn"
        )
        if found.low is None and kind == "randomisation":
            notes.append(
                f"no {plan.confidence:.0%} interval: the smallest attainable p, {_fraction(found.n_assignments)}, is "
                f"above {1 - plan.confidence:.2g}, so no effect whatever could be rejected"
            )
        if kind == "none":
            return Inferred(standard, why, None, None, None, smallest, "none", convention, tuple(notes), needed)
        return Inferred(
            standard, why, found.low, found.high, found.p_value, smallest, how, convention, tuple(notes), needed
        )
    if kind == "placebo":
        return _by_placebos(plan, moved, effect, smallest, tuple(notes), needed)
    if kind == "conley_taber":
        placebo = conley_taber(moved, treated, confidence=plan.confidence, replicates=plan.replicates, seed=plan.seed)
        how = "Conley and Taber (2011), from the spread of the controls"
    elif kind == "ferman_pinto":
        if panel.sizes is None:
            raise data_error("no-size", "Ferman and Pinto's correction needs the size of units", "name a column: size=")
        placebo = ferman_pinto(
            moved, treated, panel.sizes, confidence=plan.confidence, replicates=plan.replicates, seed=plan.seed
        )
        how = f"Ferman and Pinto (2019): {placebo.note}"
    else:
        raise data_error(
            "inference",
            f"inference {kind!r} does not go with design {plan.design!r}",
            "use randomisation or conley_taber",
        )
    if placebo.low is None:
        notes.append(f"no {plan.confidence:.0%} interval: {n_controls} controls have too few deviations for its tails")
    return Inferred(
        standard,
        why,
        placebo.low,
        placebo.high,
        placebo.p_value,
        placebo.p_floor,
        how,
        convention,
        tuple(notes),
        needed,
    )


def _by_placebos(
    plan: Plan, moved: FloatArray, effect: float, smallest: float, notes: tuple[str, ...], needed: tuple[str, ...]
) -> Inferred:
    """Return the spread of the effect over as many controls in the treated units' place as its error."""
    controls = moved[~plan.panel.treated]
    count, k = len(controls), int(plan.panel.treated.sum())
    why = clustering.refusal(moved, plan.panel.treated)
    if count < max(3, k + 1) or "no variance" in why:
        several = f" of {k} units" if k > 1 else ""
        why = why if "no variance" in why else f"{count} controls: too few for placebos{several}"
        return Inferred(None, why, None, None, None, smallest, "none", "", notes, needed)
    # The spread of the mean of k controls less that of the others, over every choice of k without replacement.
    error = float(controls.std()) * count / math.sqrt(k * (count - k) * (count - 1))
    reach = float(stats.norm.ppf((1 + plan.confidence) / 2)) * error
    p_value = float(2 * stats.norm.sf(abs(effect) / error))
    how = f"normal, with the placebo error over {count} controls (Arkhangelsky et al. 2021, algorithm 4)"
    return Inferred(error, "", effect - reach, effect + reach, p_value, smallest, how, how, notes, needed)


def _fraction(number: int) -> str:
    return f"1/{number}"


def what_would_settle(
    n_treated: int, n_controls: int, smallest: float, levels: Sequence[float] = (0.10, 0.05)
) -> tuple[str, ...]:
    """Return what randomisation would need before it could reject at the customary levels; empty where it can."""
    missing = [(level, controls_missing(n_treated, smallest, level)) for level in levels]
    wanted = ", ".join(f"{number} controls for p = {level:.2f}" for level, number in missing if number is not None)
    if not wanted:
        return ()
    units = n_treated + n_controls
    attainable = _fraction(round(1 / smallest))
    return (f"with {n_treated} treated of {units} units the smallest attainable p is {attainable}; needed: {wanted}",)


def start_of(plan: Plan) -> int:
    """Return the one start of a difference design, with its baseline checked."""
    start = one_cohort(plan.panel, plan.design)
    if not (plan.baseline or plan.before(start)):
        raise data_error(
            "no-baseline",
            f"with {plan.anticipation} periods of anticipation no period before the start in "
            f"{plan.panel.periods[start]} is left",
            "allow fewer periods of anticipation or add earlier ones",
        )
    late = [at for at in plan.baseline if at >= start]
    if late:
        raise data_error(
            "baseline-treated",
            f"the baseline {plan.panel.periods[late[0]]} lies after the treatment's start, {plan.panel.periods[start]}",
            "choose a baseline before the start",
        )
    early = [at for at in plan.post if at < start]
    if early:
        raise data_error(
            "post-untreated",
            f"the end {plan.panel.periods[early[0]]} lies before the treatment's start, {plan.panel.periods[start]}",
            "choose periods from the start on",
        )
    return start
