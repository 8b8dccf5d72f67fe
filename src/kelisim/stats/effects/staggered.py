"""Designs for several starts, computed by diff-diff and told in our own words."""

from __future__ import annotations

import math
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from scipy import stats

from kelisim.model.interval import Interval
from kelisim.stats.effects.assignment import floor
from kelisim.stats.effects.differences import Inferred
from kelisim.stats.effects.fits import Fit, fit
from kelisim.stats.effects.names import ENOUGH_UNITS, BoolArray, data_error
from kelisim.stats.effects.panel import NEVER, Panel
from kelisim.stats.effects.plan import Plan
from kelisim.stats.effects.result import CohortEffect, PeriodEffect

_CONVENTIONS = {
    "callaway_santanna": "influence functions summed by {by}, no small-sample factor (as in R's did); normal",
    "sun_abraham": "clustered by {by}: CR1, unit effects nested in clusters not counted; Student's t, residual df",
    "imputation": "clustered by {by}: conservative variance of Borusyak et al. (2024), theorem 3; normal",
    "etwfe": "clustered by {by}: CR1, unit effects nested in clusters not counted; Student's t, residual df",
}


def estimate(plan: Plan) -> tuple[float, Inferred, tuple[PeriodEffect, ...], tuple[CohortEffect, ...]]:
    """Return the effect, what is known of its error, the path by event time, and the effects by cohort and period."""
    panel = plan.panel
    made, notes = _fitted(plan, detailed=True)
    why = _refusal(panel)
    path = tuple(_periods(made.path, refused=bool(why)))
    effect, error, df = made.effect, made.error, made.df
    sizes = [int((panel.start == at).sum()) for at in panel.cohorts]
    smallest = floor(panel.n_units, *sizes) if (~panel.treated).any() else floor(panel.n_units, *sizes[:-1])
    convention = _CONVENTIONS[plan.design].format(by=plan.cluster or "unit")
    if not why and not (math.isfinite(error) and error > 0):
        why = f"the design gives no standard error for this panel and the average {plan.average!r}"
    reach = float(stats.t.ppf((1 + plan.confidence) / 2, df) if df else stats.norm.ppf((1 + plan.confidence) / 2))
    by_cohort = tuple(_cohorts(panel, made, reach, refused=bool(_refusal(panel))))
    if why:
        return effect, Inferred(None, why, None, None, None, smallest, "none", "", notes), path, by_cohort
    if min(sizes) < ENOUGH_UNITS:
        notes += (f"the smallest cohort has {min(sizes)} units: large-sample errors are too small for it",)
    ratio = abs(effect) / error
    p_value = float(2 * (stats.t.sf(ratio, df) if df else stats.norm.sf(ratio)))
    inferred = Inferred(
        error, "", effect - reach * error, effect + reach * error, p_value, smallest, "large-sample", convention, notes
    )
    return effect, inferred, path, by_cohort


def point(plan: Plan) -> float:
    """Return the effect alone."""
    return _fitted(plan, detailed=False)[0].effect


def _fitted(plan: Plan, *, detailed: bool) -> tuple[Fit, tuple[str, ...]]:
    """Return the fit and what the library says of it; raise ``DataError`` where there is none."""
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        try:
            made = fit(plan, detailed=detailed)
        except (ValueError, np.linalg.LinAlgError) as failed:
            first = str(failed).split(". ")[0].splitlines()[0]
            raise data_error(
                "design",
                f"{plan.design} cannot be computed from this panel: {first}",
                "check cohorts, periods, controls",
            ) from failed
    if not math.isfinite(made.effect):
        raise data_error("design", f"{plan.design} gives no finite effect here", "check cohorts, periods, controls")
    return made, tuple(dict.fromkeys(_told(one) for one in said if issubclass(one.category, UserWarning)))


def _cohorts(panel: Panel, made: Fit, reach: float, *, refused: bool) -> Iterator[CohortEffect]:
    if made.cells is None:
        return
    periods = {int(time): period for time, period in zip(panel.counted_times, panel.periods, strict=True)}
    rows = zip(made.cells.keys, made.cells.effects, made.of_cells, strict=True)
    for (cohort, time), effect, error in rows:
        known = not refused and math.isfinite(error) and error > 0
        yield CohortEffect(
            start=periods[cohort],
            period=periods[time],
            effect=float(effect),
            standard_error=float(error) if known else None,
            low=float(effect - reach * error) if known else None,
            high=float(effect + reach * error) if known else None,
        )


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


def _periods(events: Mapping[int, Any], *, refused: bool) -> list[PeriodEffect]:
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
            share = point(replace(plan, panel=replace(panel, outcome=impulse, low=None, high=None)))
            weights[members, at] = share / members.sum()
    rising, falling = np.maximum(weights, 0), np.minimum(weights, 0)
    low = float((rising * panel.low + falling * panel.high).sum())
    return Interval(
        low, float((rising * panel.high + falling * panel.low).sum())
    ), "every outcome free between its bounds"
