"""The one function that reads a panel, chooses a design, estimates and says what the data can carry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from kelisim.errors import Problem, UsageError
from kelisim.model.interval import Interval
from kelisim.model.written import significant
from kelisim.stats.effects import differences, donors, names, staggered
from kelisim.stats.effects.assumptions import assumptions
from kelisim.stats.effects.bounded import on_level, room, within_room
from kelisim.stats.effects.names import (
    Adjustment,
    Average,
    Comparison,
    Design,
    Inference,
    Scale,
    Unbalanced,
    known,
    listed,
)
from kelisim.stats.effects.panel import Panel
from kelisim.stats.effects.plan import Plan, Predictor
from kelisim.stats.effects.prepare import Reading, read_panel, refuse_hopeless, with_scale
from kelisim.stats.effects.reading import like, position
from kelisim.stats.effects.result import CohortEffect, Estimate, PeriodEffect


def effect(
    frame: Any,
    *,
    outcome: str,
    unit: str,
    period: str,
    treated: Any = None,
    start: Any = None,
    design: Design,
    controls: Sequence[Any] | None = None,
    baseline: Any = None,
    post: Any = None,
    window: tuple[Any, Any] | None = None,
    anticipation: int = 0,
    comparison: Comparison | None = None,
    average: Average = "simple",
    adjustment: Adjustment = "doubly_robust",
    covariates: Sequence[str] = (),
    predictors: Sequence[Any] | Mapping[str, Any] = (),
    predictor_weights: str | Sequence[float] = "nested",
    validation: Any = None,
    interval: tuple[str, str] | None = None,
    limits: tuple[float, float] | None = None,
    scale: Scale = "level",
    cluster: str | None = None,
    size: str | None = None,
    other_treatments: Mapping[Any, Any] | None = None,
    treated_donors: str = "exclude",
    inference: Inference = "auto",
    confidence: float = 0.95,
    replicates: int = 1999,
    seed: int = 0,
    unbalanced: Unbalanced = "error",
    same_scale: bool = False,
) -> Estimate:
    """Estimate the effect of a treatment that stays, and say what the data can carry.

    ``frame``: pandas, polars, pyarrow or any other frame with one row a ``unit`` and ``period``; ``outcome`` at the
    interval or ratio level. ``treated``: a column or a list of units. ``start``: the first treated period, or a column
    of first treated periods (nought, nothing or infinity for never); with a treated column that changes over time it
    may be left out.

    ``design``: did and event_study compare the treated units' change with the controls' (one start; event_study takes
    the last period before as its reference); callaway_santanna, sun_abraham, imputation (Borusyak, Jaravel and Spiess
    2024) and etwfe (Wooldridge 2025) take several starts and are computed by diff-diff; synthetic_control (Abadie,
    Diamond and Hainmueller 2010; all outcomes before the start, or ``predictors``) and synthetic_did (Arkhangelsky et
    al. 2021) weigh donors. ``comparison``: with units
    never treated (the default of callaway_santanna and sun_abraham) or with those not yet treated as well (of etwfe and
    imputation). ``average``: "simple" weighs every treated unit and period alike, "dynamic" every time
    since the start, "calendar" every period, "group" every unit, whose periods share its weight; ``by_cohort`` of the
    result holds what is averaged. ``adjustment``: how callaway_santanna takes ``covariates`` into account.

    ``baseline``, ``post``: a period or periods, by default all before and all from the start on; ``anticipation``:
    periods before the start that already count as treated; ``window``: first and last period used. ``predictors``:
    columns, (column, periods) or a mapping of column to periods, each averaged; ``predictor_weights``: "nested",
    "equal", numbers, or "cross_validated": by predictors as many periods earlier, for the outcomes of the periods of
    ``validation``, by default the later half of those before (Abadie, Diamond and Hainmueller 2015). ``interval``:
    columns with the least and the most that the outcome can be; ``limits``: the range that it can have by its nature;
    ``scale``: level, log or logit. ``other_treatments``: control to the period in which something of the kind began
    there; such donors are left out unless ``treated_donors`` is "warn".

    ``inference``: "auto" is cluster-robust with ten treated and ten control units or more and otherwise exact
    randomisation over units; cluster, randomisation, placebo (the spread of the
    effect over controls in the treated units' place), conley_taber (2011), ferman_pinto (2019, needs ``size``) and
    conformal (Chernozhukov, Wüthrich and Zhu 2021; synthetic designs) ask for one. No standard error is given where the
    controls do not vary or where a side has one unit.

    Raises ``DataError`` and ``UsageError`` for panels and calls that fit no design, each with what would mend it, and
    ``MissingExtra`` where diff-diff is needed and not installed. Shares in per cent beside fractions of one are refused
    unless ``same_scale`` says that they are meant.

    From the means of Card and Krueger (1994, table 3), whose unrounded ones give 2.76:

    >>> effect({"state": ["NJ", "NJ", "PA", "PA"], "wave": [1, 2, 1, 2], "jobs": [20.44, 21.03, 23.33, 21.17]},
    ...        outcome="jobs", unit="state", period="wave", treated=["NJ"], start=2, design="did")
    Estimate(did: +2.75; standard error none; p = 1; smallest attainable p = 0.5; 1 treated, 1 control)
    """
    for value, options, what in (
        (design, names.DESIGNS, "design"),
        (inference, names.INFERENCES, "inference"),
        (comparison or names.COMPARISONS[0], names.COMPARISONS, "comparison"),
        (scale, names.SCALES, "scale"),
        (unbalanced, names.UNBALANCED, "unbalanced"),
        (average, names.AVERAGES, "average"),
        (adjustment, names.ADJUSTMENTS, "adjustment"),
        (treated_donors, ("exclude", "warn"), "treated_donors"),
    ):
        known(value, options, what)
    _check(design, confidence, anticipation, unbalanced, covariates, limits, average, adjustment, predictors)
    wanted = _predictor_columns(predictors)
    reading = Reading(
        outcome=outcome,
        unit=unit,
        period=period,
        treated=treated,
        start=start,
        interval=interval,
        covariates=tuple(dict.fromkeys((*covariates, *(column for column, _ in wanted if column != outcome)))),
        cluster=cluster,
        size=size,
        controls=controls,
        window=window,
        unbalanced=unbalanced,
        same_scale=same_scale,
        gaps_allowed=tuple(column for column, _ in wanted if column != outcome),
    )
    panel = read_panel(frame, reading)
    panel = _without_treated_donors(panel, dict(other_treatments or {}), treated_donors)
    comparison = comparison or ("not_yet_treated" if design in ("imputation", "etwfe") else "never_treated")
    panel = refuse_hopeless(panel, design, not_yet=comparison == "not_yet_treated", anticipation=anticipation)
    panel = with_scale(panel, scale, limits)
    plan = Plan(
        design=design,
        panel=panel,
        baseline=_positions(panel, baseline, "the baseline"),
        post=_positions(panel, post, "the end"),
        anticipation=anticipation,
        comparison=comparison,
        average=average,
        adjustment=adjustment,
        inference=inference,
        confidence=confidence,
        replicates=replicates,
        seed=seed,
        scale=scale,
        limits=limits,
        covariates=tuple(covariates),
        predictors=_predictors(panel, wanted),
        validation=_validation(panel, validation, predictor_weights, anticipation),
        predictor_weights=predictor_weights if isinstance(predictor_weights, str) else tuple(predictor_weights),
        other_treatments=dict(other_treatments or {}),
        cluster=cluster,
    )
    return estimate(plan)


def estimate(plan: Plan) -> Estimate:
    """Return the estimate of a plan."""
    panel = plan.panel
    weights: dict[Any, float] = {}
    limits_by = ""
    by_cohort: tuple[CohortEffect, ...] = ()
    bounds: Interval | None = None
    if plan.design in names.DIFFERENCES:
        start = differences.start_of(plan)
        by_period = plan.period_weights(start)
        value = differences.contrast(panel, by_period)
        inferred, path = differences.infer(plan, by_period), differences.path(plan, start)
        bounds = differences.bounds(panel, by_period)
        limits_by = "every outcome free between its bounds" if bounds else ""
    elif plan.design in names.STAGGERED:
        value, inferred, path, by_cohort = staggered.estimate(plan)
        if panel.interval_valued:
            bounds, limits_by = staggered.bounds(plan)
    else:
        value, inferred, path, found = donors.estimate(plan)
        weights = donors.donors_named(panel, found.weights)
        drawn = donors.sampled_bounds(plan, plan.seed)
        if drawn:
            bounds, limits_by = drawn
    left = room(plan, path)
    low, high, cut = within_room(inferred.low, inferred.high, left)
    notes = (*panel.notes, *inferred.notes, *cut, *_impossible(plan, path))
    return Estimate(
        design=plan.design,
        outcome=panel.outcome_name,
        effect=value,
        standard_error=inferred.standard_error,
        why=inferred.why,
        low=low,
        high=high,
        p_value=inferred.p_value,
        p_floor=inferred.p_floor,
        inference=inferred.inference,
        convention=inferred.convention,
        confidence=plan.confidence,
        by_period=path,
        by_cohort=by_cohort,
        assumptions=assumptions(plan, path),
        n_units=panel.n_units,
        n_periods=panel.n_periods,
        treated=panel.treated_units,
        n_controls=len(panel.control_units),
        start=tuple(panel.periods[at] for at in panel.cohorts),
        weights=weights,
        bounds=bounds,
        bounds_by=limits_by,
        effect_on_level=on_level(plan, path),
        room=left,
        notes=notes,
        needed=inferred.needed,
        plan=plan,
    )


def _check(
    design: str,
    confidence: float,
    anticipation: int,
    unbalanced: str,
    covariates: Sequence[str],
    limits: tuple[float, float] | None,
    average: str,
    adjustment: str,
    predictors: Any,
) -> None:
    if not 0 < confidence < 1:
        raise UsageError(Problem("confidence", f"confidence {confidence} is no share between 0 and 1", "such as 0.95"))
    if anticipation < 0 or int(anticipation) != anticipation:
        raise UsageError(Problem("anticipation", f"anticipation {anticipation} is no number of periods", "0, 1, 2 ..."))
    if unbalanced == "keep" and design not in names.STAGGERED:
        hint = "fill the gaps, or pass unbalanced='drop_units'"
        raise UsageError(Problem("unbalanced", f"design {design!r} needs a value for every unit and period", hint))
    if covariates and design not in names.STAGGERED:
        hint = "callaway_santanna takes them doubly robustly; synthetic_control takes predictors="
        raise UsageError(Problem("covariates", f"design {design!r} takes no covariates", hint))
    if limits is not None and not limits[0] < limits[1]:
        raise UsageError(Problem("limits", f"limits {limits} are no range", "give (lowest, highest) possible value"))
    if predictors and design != "synthetic_control":
        hint = "predictors are for synthetic_control"
        raise UsageError(Problem("predictors", f"design {design!r} takes no predictors", hint))
    if adjustment != "doubly_robust" and not (design == "callaway_santanna" and covariates):
        hint = "it says how callaway_santanna takes covariates= into account"
        raise UsageError(Problem("adjustment", f"adjustment {adjustment!r} has nothing to adjust", hint))
    if average != "simple" and design not in names.STAGGERED:
        raise UsageError(Problem("average", f"design {design!r} has one average only", "leave average out"))


def _positions(panel: Panel, asked: Any, what: str) -> tuple[int, ...]:
    if asked is None:
        return ()
    several = asked if isinstance(asked, list | tuple | range | set | np.ndarray) else [asked]
    return tuple(sorted({position(panel.periods, one, what) for one in several}))


def _validation(panel: Panel, asked: Any, weights: Any, anticipation: int) -> tuple[int, ...]:
    if not isinstance(weights, str):
        return ()
    known(weights, ("nested", "equal", "cross_validated"), "predictor_weights")
    if weights != "cross_validated":
        return ()
    before = max(panel.cohorts[0] - anticipation, 0)
    found = _positions(panel, asked, "the validation") or tuple(range((before + 1) // 2, before))
    if not found or found[0] < 1 or found[-1] >= before or found != tuple(range(found[0], found[-1] + 1)):
        what = f"a validation in {listed(panel.periods[at] for at in found) or 'no period'} cannot be used"
        raise UsageError(
            Problem("validation", what, "name periods in a row, before the start and not from the first on")
        )
    return found


def _predictor_columns(predictors: Any) -> list[tuple[str, Any]]:
    if isinstance(predictors, Mapping):
        return list(predictors.items())
    return [(one, None) if isinstance(one, str) else (one[0], one[1]) for one in predictors]


def _predictors(panel: Panel, wanted: Sequence[tuple[str, Any]]) -> tuple[Predictor, ...]:
    made = []
    for column, periods in wanted:
        if periods is None:
            at: tuple[int, ...] = tuple(range(panel.cohorts[0]))
            label = column
        else:
            several = periods if isinstance(periods, list | tuple | range | set) else [periods]
            at = _positions(panel, several, f"predictor {column!r} in")
            label = f"{column} in {listed(panel.periods[i] for i in at)}"
        if any(i >= panel.cohorts[0] for i in at):
            what = f"predictor {label!r} is measured after the treatment's start"
            raise UsageError(Problem("predictor", what, "average it over periods before the start"))
        made.append((label, column, at))
    return tuple(made)


def _without_treated_donors(panel: Panel, others: Mapping[Any, Any], what_to_do: str) -> Panel:
    """Leave out controls in which something of the kind began within the panel, or say that they are kept."""
    unknown = [unit for unit in others if unit not in panel.units]
    if unknown:
        raise names.data_error("no-such-unit", f"unit {unknown[0]!r} with another treatment is not in the frame", "")
    hit = [
        unit
        for unit, when in others.items()
        if unit in panel.control_units and not like(panel.periods[0], when) > panel.periods[-1]
    ]
    if not hit:
        return panel
    told = listed(f"{unit} from {others[unit]}" for unit in hit)
    if what_to_do == "warn":
        return panel.with_notes(
            f"controls that were themselves treated are kept: {told}; the effect is biased towards 0"
        )
    kept = panel.keep_units(np.array([unit not in hit for unit in panel.units]))
    return kept.with_notes(f"controls that were themselves treated are left out: {told}")


def _impossible(plan: Plan, path: Sequence[PeriodEffect]) -> tuple[str, ...]:
    """Say where the design puts a value in the treated units' place that the outcome cannot have."""
    if plan.limits is None or plan.scale != "level":
        return ()
    low, high = plan.limits
    expected = [(one.counterfactual, one.period) for one in path if one.event_time >= 0]
    bad = [f"{significant(one)} in {when}" for one, when in expected if one is not None and not low <= one <= high]
    if not bad:
        return ()
    shown = listed(bad)
    return (f"without the treatment the design expects {shown}, outside {low:g} to {high:g}: use scale='logit'",)


def refit(plan: Plan, **changed: Any) -> Estimate:
    """Return the estimate of a plan with some of it changed."""
    return estimate(replace(plan, **changed))
