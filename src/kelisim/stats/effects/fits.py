"""Designs for several starts as diff-diff fits them: an average, a path by time since the start, cells by cohort."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from kelisim.errors import MissingExtra
from kelisim.stats.effects.averages import Cell, Cells, averaged
from kelisim.stats.effects.imputed import by_cluster, imputed_cells
from kelisim.stats.effects.names import FloatArray
from kelisim.stats.effects.panel import NEVER, Panel
from kelisim.stats.effects.plan import Plan

_METHODS = {"doubly_robust": "dr", "weighting": "ipw", "regression": "reg"}


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """What a design comes to: effect, error (NaN where unknown), degrees of freedom (None for the normal).

    ``path``: time since the start to (effect, error, interval, p-value). ``cells``: effects on cohorts from their
    start on, with their errors ``of_cells``.
    """

    effect: float
    error: float
    df: float | None
    path: Mapping[int, Any]
    cells: Cells | None
    of_cells: FloatArray


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

    times = panel.counted_times
    present = ~np.isnan(panel.outcome)
    unit, time = np.nonzero(present)
    first = np.where(panel.start == NEVER, 0, times[np.maximum(panel.start, 0)])
    data = {"unit": unit, "time": times[time], "outcome": panel.outcome[present], "first": first[unit]}
    data |= {f"covariate_{i}": values[present] for i, values in enumerate(panel.covariates.values())}
    if panel.clusters is not None:
        labels = np.unique(np.array([str(one) for one in panel.clusters]), return_inverse=True)[1]
        data["cluster"] = labels[unit]
    return pd.DataFrame(data)


def library_fit(plan: Plan) -> Any:
    """Return diff-diff's own result for the design of a plan."""
    library, panel = diff_diff(), plan.panel
    shared: dict[str, Any] = {"anticipation": plan.anticipation, "alpha": 1 - plan.confidence}
    if panel.clusters is not None:
        shared["cluster"] = "cluster"
    columns = {"outcome": "outcome", "unit": "unit", "time": "time", "first_treat": "first"}
    covariates = [f"covariate_{i}" for i in range(len(panel.covariates))] or None
    data = to_pandas(panel)
    if plan.design == "imputation":
        return library.ImputationDiD(pretrends=True, **shared).fit(data, covariates=covariates, **columns)
    shared["control_group"] = plan.comparison
    if plan.design == "callaway_santanna":
        made = library.CallawaySantAnna(base_period="universal", estimation_method=_METHODS[plan.adjustment], **shared)
        return made.fit(data, covariates=covariates, **columns)
    if plan.design == "sun_abraham":
        return library.SunAbraham(**shared).fit(data, covariates=covariates, **columns)
    return library.WooldridgeDiD(**shared).fit(data, exovar=covariates, **columns)


def fit(plan: Plan, *, detailed: bool = True) -> Fit:
    """Return a design's fit; without ``detailed`` the cells are left out where the average does not need them."""
    made = library_fit(plan)
    cells: Cells | None = None
    of_cells = np.array([])
    if detailed or plan.average != "simple":
        cells, of_cells = _cells(plan, made)
    path, df, matrix, keys = _path(plan, made)
    effect, error = float(made.att), float(made.se)
    if plan.average != "simple":
        effect, error = (math.nan, math.nan) if cells is None else averaged(cells, plan.average)
        if plan.average == "dynamic" and not math.isfinite(error):
            effect, error = _mean_of(path, keys, matrix)
    return Fit(effect, error, df, path, cells, of_cells)


def _path(plan: Plan, made: Any) -> tuple[dict[int, Any], float | None, Any, list[int]]:
    """Return the effects by time since the start, degrees of freedom, and the covariance of the path with its times."""
    if plan.design in ("callaway_santanna", "imputation"):
        events = made.aggregate("event_study")
        keys = [] if events.vcov_index is None else [int(e) for e in events.vcov_index]
        return _table(events), None, events.vcov, keys
    if plan.design == "sun_abraham":
        path = {
            int(e): (v["effect"], v["se"], v["conf_int"], v["p_value"]) for e, v in made.event_study_effects.items()
        }
        return path, made.inference_df, made.event_study_vcov, [int(e) for e in made.event_study_vcov_index]
    made.aggregate("event_study")
    path = {int(e): (v["att"], v["se"], v["conf_int"], v["p_value"]) for e, v in made.event_study_effects.items()}
    return path, getattr(made, "_df_analytic_fallback", None), None, []


def _mean_of(path: Mapping[int, Any], keys: list[int], covariance: Any) -> tuple[float, float]:
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


def _cells(plan: Plan, made: Any) -> tuple[Cells | None, FloatArray]:
    if plan.design == "imputation":
        found = imputed_cells(plan.panel, plan.anticipation)
        if found is None:
            return None, np.array([])
        return found, np.array([found.error(one) for one in np.eye(len(found.keys))])
    if plan.design == "sun_abraham":
        told = {(int(g), int(g) + int(e)): (v["effect"], v["se"]) for (g, e), v in made.cohort_effects.items()}
    elif plan.design == "callaway_santanna":
        told = {(int(g), int(t)): (v["effect"], v["se"]) for (g, t), v in made.group_time_effects.items()}
    else:
        told = {(int(g), int(t)): (v["att"], v["se"]) for (g, t), v in made.group_time_effects.items()}
    keys = sorted(key for key, (effect, _) in told.items() if key[1] >= key[0] and math.isfinite(effect))
    if not keys:
        return None, np.array([])
    effects = np.array([float(told[key][0]) for key in keys])
    errors = np.array([float(told[key][1]) for key in keys])
    sizes = _sizes(plan.panel)
    shared = np.array([float(sizes[cohort]) for cohort, _ in keys])
    if plan.design == "callaway_santanna":
        return _with_influence(plan.panel, made, keys, effects, shared), errors
    covariance = None
    if plan.design == "etwfe":
        covariance, shared = _of_regression(made, keys, shared)
    return Cells(keys, effects, shared, covariance=covariance), errors


def _sizes(panel: Panel) -> dict[int, int]:
    return {int(panel.counted_times[one]): int((panel.start == one).sum()) for one in panel.cohorts}


def _of_regression(made: Any, keys: Iterable[Cell], shared: FloatArray) -> tuple[FloatArray | None, FloatArray]:
    """Return the covariance of the cells' coefficients and how many observations each has."""
    places = {(int(g), int(t)): at for at, (g, t) in enumerate(made._gt_keys or ())}
    keys = list(keys)
    if made._gt_vcov is None or any(key not in places for key in keys):
        return None, shared
    at = [places[key] for key in keys]
    numbers = {(int(g), int(t)): float(number) for (g, t), number in made._gt_weights.items()}
    return np.asarray(made._gt_vcov)[np.ix_(at, at)], np.array([numbers[key] for key in keys])


def _with_influence(panel: Panel, made: Any, keys: list[Cell], effects: FloatArray, sizes: FloatArray) -> Cells:
    """Return the cells with what every unit adds to their error, and to that of the cohorts' shares."""
    kit = made._aggregation_kit
    cells = Cells(keys, effects, sizes)
    if kit is None or not kit.bookkeeping["is_panel"] or kit.bookkeeping["canonical_size"] != panel.n_units:
        return cells
    influence = np.zeros((panel.n_units, len(keys)))
    for column, key in enumerate(keys):
        own = kit.influence[key]
        influence[own["treated_idx"], column] += own["treated_inf"]
        influence[own["control_idx"], column] += own["control_inf"]
    times = np.where(panel.start == NEVER, 0, panel.counted_times[np.maximum(panel.start, 0)])
    cohorts = sorted({cohort for cohort, _ in keys})
    shares = np.column_stack([(times == cohort) - (times == cohort).mean() for cohort in cohorts]) / panel.n_units
    return Cells(
        keys,
        effects,
        sizes,
        influence=by_cluster(panel, influence),
        of_shares=dict(zip(cohorts, by_cluster(panel, shares).T, strict=True)),
        n_units=panel.n_units,
    )
