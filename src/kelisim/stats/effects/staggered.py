"""Designs for several starts, computed by diff-diff and told in our own words."""

from __future__ import annotations

import math
import warnings
from dataclasses import replace
from typing import Any

import numpy as np
from scipy import stats

from kelisim.errors import MissingExtra
from kelisim.model.interval import Interval
from kelisim.stats.effects.assignment import floor
from kelisim.stats.effects.differences import Inferred
from kelisim.stats.effects.names import ENOUGH_UNITS, BoolArray, data_error
from kelisim.stats.effects.panel import NEVER, Panel
from kelisim.stats.effects.plan import Plan
from kelisim.stats.effects.result import PeriodEffect

_CONVENTIONS = {
    "callaway_santanna": "influence functions summed by {by}, no small-sample factor (as in R's did); normal",
    "sun_abraham": "clustered by {by}: CR1, unit effects nested in clusters not counted; Student's t, residual df",
    "imputation": "clustered by {by}: conservative variance of Borusyak et al. (2024), theorem 3; normal",
    "etwfe": "clustered by {by}: CR1, unit effects nested in clusters not counted; Student's t, residual df",
}


def diff_diff() -> Any:
    """Return the library; raise ``MissingExtra`` where it is not installed."""
    try:
        import diff_diff as library
        import pandas  # noqa: F401 - diff-diff hands its data over in it
    except ImportError:
        raise MissingExtra("this design", "estimation") from None
    return library


def to_pandas(panel: Panel) -> Any:
    """Return the panel as diff-diff reads it: unit, time, outcome, first (0 for never), covariates, cluster."""
    import pandas as pd

    times = _positive(panel)
    present = ~np.isnan(panel.outcome)
    unit, time = np.nonzero(present)
    first = np.where(panel.start == NEVER, 0, times[np.maximum(panel.start, 0)])
    data = {"unit": unit, "time": times[time], "outcome": panel.outcome[present], "first": first[unit]}
    data |= {f"covariate_{i}": values[present] for i, values in enumerate(panel.covariates.values())}
    if panel.clusters is not None:
        labels = np.unique(np.array([str(one) for one in panel.clusters]), return_inverse=True)[1]
        data["cluster"] = labels[unit]
    return pd.DataFrame(data)


def _positive(panel: Panel) -> Any:
    # Nought means "never treated" there, so that times must lie above it.
    return panel.times if panel.times.min() > 0 else panel.times - panel.times.min() + 1


def estimate(plan: Plan) -> tuple[float, Inferred, tuple[PeriodEffect, ...]]:
    """Return the effect, what is known of its error, and the path by event time."""
    library, panel = diff_diff(), plan.panel
    data = to_pandas(panel)
    shared: dict[str, Any] = {"anticipation": plan.anticipation, "alpha": 1 - plan.confidence}
    if panel.clusters is not None:
        shared["cluster"] = "cluster"
    columns = {"outcome": "outcome", "unit": "unit", "time": "time", "first_treat": "first"}
    names = [f"covariate_{i}" for i in range(len(panel.covariates))] or None
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        try:
            found, events = _fitted(library, plan, data, shared, columns, names)
        except (ValueError, np.linalg.LinAlgError) as failed:
            first = str(failed).split(". ")[0].splitlines()[0]
            raise data_error(
                "design",
                f"{plan.design} cannot be computed from this panel: {first}",
                "check cohorts, periods, controls",
            ) from failed
    notes = tuple(dict.fromkeys(_told(one) for one in said if issubclass(one.category, UserWarning)))
    why = _refusal(panel)
    path = tuple(_periods(events, refused=bool(why)))
    effect, error, df = float(found[0]), float(found[1]), found[2]
    if not math.isfinite(effect):
        raise data_error("design", f"{plan.design} gives no finite effect here", "check cohorts, periods, controls")
    sizes = [int((panel.start == at).sum()) for at in panel.cohorts]
    smallest = floor(panel.n_units, *sizes) if (~panel.treated).any() else floor(panel.n_units, *sizes[:-1])
    convention = _CONVENTIONS[plan.design].format(by=plan.cluster or "unit")
    if not why and not (math.isfinite(error) and error > 0):
        why = (
            "the errors of this average are not known: the design gives none across times since the start"
            if plan.average == "dynamic"
            else "the design gives no finite standard error for this panel"
        )
    if why:
        return effect, Inferred(None, why, None, None, None, smallest, "none", "", notes), path
    if min(sizes) < ENOUGH_UNITS:
        notes += (f"the smallest cohort has {min(sizes)} units: large-sample errors are too small for it",)
    reach = float(stats.t.ppf((1 + plan.confidence) / 2, df) if df else stats.norm.ppf((1 + plan.confidence) / 2))
    ratio = abs(effect) / error
    p_value = float(2 * (stats.t.sf(ratio, df) if df else stats.norm.sf(ratio)))
    inferred = Inferred(
        error, "", effect - reach * error, effect + reach * error, p_value, smallest, "large-sample", convention, notes
    )
    return effect, inferred, path


def _told(warning: warnings.WarningMessage) -> str:
    return f"diff-diff: {' '.join(str(warning.message).split())}"


def _refusal(panel: Panel) -> str:
    """Return why no standard error can be had: controls that all move alike, or a single treated unit."""
    controls: BoolArray = ~panel.treated
    if int(panel.treated.sum()) < 2:
        return "one treated unit: its variance cannot be estimated"
    if controls.any():
        moves = np.diff(panel.outcome[controls], axis=1)
        size = max(1.0, float(np.nanmax(np.abs(panel.outcome))))
        if moves.size and float(np.nanmax(np.ptp(moves, axis=0))) <= 1e-12 * size:
            if int(controls.sum()) == 1:
                return "one control: its variance cannot be estimated"
            return "the controls have no variance: all changed by the same amount, so they say nothing about chance"
    return ""


def _fitted(library: Any, plan: Plan, data: Any, shared: Any, columns: Any, names: Any) -> tuple[Any, Any]:
    """Return (effect, error, degrees of freedom or None) and an event-study table of the library."""
    if plan.design == "callaway_santanna":
        fit = library.CallawaySantAnna(control_group=plan.comparison, base_period="universal", **shared)
        made = fit.fit(data, covariates=names, **columns)
        events = made.aggregate("event_study")
        return _averaged(plan, events, (made.att, made.se, None)), _table(events)
    if plan.design == "imputation":
        made = library.ImputationDiD(pretrends=True, **shared).fit(data, covariates=names, **columns)
        events = made.aggregate("event_study")
        return _averaged(plan, events, (made.att, made.se, None)), _table(events)
    if plan.design == "sun_abraham":
        made = library.SunAbraham(control_group=plan.comparison, **shared).fit(data, covariates=names, **columns)
        overall = (made.att, made.se, made.inference_df)
        path = {
            int(e): (v["effect"], v["se"], v["conf_int"], v["p_value"]) for e, v in made.event_study_effects.items()
        }
        if plan.average == "dynamic":
            keys = [int(e) for e in made.event_study_vcov_index]
            overall = (*_mean_of(path, keys, made.event_study_vcov), made.inference_df)
        return overall, path
    made = library.WooldridgeDiD(control_group=plan.comparison, **shared).fit(data, exovar=names, **columns)
    overall = (made.att, made.se, getattr(made, "_df_analytic_fallback", None))
    made.aggregate("event_study")
    path = {int(e): (v["att"], v["se"], v["conf_int"], v["p_value"]) for e, v in made.event_study_effects.items()}
    if plan.average == "dynamic":
        overall = (*_mean_of(path, [], None), None)
    return overall, path


def _averaged(plan: Plan, events: Any, overall: tuple[Any, Any, Any]) -> tuple[Any, Any, Any]:
    if plan.average == "simple":
        return overall
    keys = [] if events.vcov_index is None else [int(e) for e in events.vcov_index]
    return (*_mean_of(_table(events), keys, events.vcov), None)


def _mean_of(path: dict[int, Any], keys: list[int], covariance: Any) -> tuple[float, float]:
    """Return the mean of the effects from the start on, and its error where their covariance is known."""
    later = [e for e in path if e >= 0]
    effect = float(np.mean([path[e][0] for e in later]))
    if covariance is None or any(e not in keys for e in later):
        return effect, math.nan
    at = [keys.index(e) for e in later]
    block = np.asarray(covariance)[np.ix_(at, at)]
    return effect, float(np.sqrt(block.sum())) / len(later)


def _table(events: Any) -> dict[int, Any]:
    return {
        int(e): (att, se, (low, high), p)
        for e, att, se, low, high, p in zip(
            events.event_time,
            events.att,
            events.se,
            events.conf_int_lower,
            events.conf_int_upper,
            events.p_value,
            strict=True,
        )
    }


def _periods(events: dict[int, Any], *, refused: bool) -> list[PeriodEffect]:
    def number(value: Any) -> float | None:
        return None if refused or value is None or not math.isfinite(value) else float(value)

    return [
        PeriodEffect(
            event_time=e,
            effect=float(att),
            standard_error=number(se),
            low=number(ends[0]),
            high=number(ends[1]),
            p_value=number(p),
            reference=float(att) == 0.0 and number(se) is None and not refused,
        )
        for e, (att, se, ends, p) in sorted(events.items())
        if math.isfinite(att)
    ]


def bounds(plan: Plan) -> tuple[Interval | None, str]:
    """Return what the effect can be when every outcome may lie anywhere between its bounds.

    Without covariates these designs are linear in the outcomes and treat the units of a cohort alike, so that an
    outcome of one in a single cell of cohort and period, and of nought elsewhere, gives that cell's weight.
    """
    panel = plan.panel
    if panel.low is None or panel.high is None or panel.covariates or np.isnan(panel.outcome).any():
        return None, "not computed for covariates or gaps"
    weights = np.zeros(panel.outcome.shape)
    for cohort in (NEVER, *panel.cohorts):
        members = panel.start == cohort
        if not members.any():
            continue
        for at in range(panel.n_periods):
            impulse = np.zeros(panel.outcome.shape)
            impulse[members, at] = 1.0
            share = estimate(replace(plan, panel=replace(panel, outcome=impulse, low=None, high=None)))[0]
            weights[members, at] = share / members.sum()
    rising, falling = np.maximum(weights, 0), np.minimum(weights, 0)
    low = float((rising * panel.low + falling * panel.high).sum())
    return Interval(
        low, float((rising * panel.high + falling * panel.low).sum())
    ), "every outcome free between its bounds"
