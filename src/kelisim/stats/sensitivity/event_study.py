"""The coefficients over time behind an estimate, and their covariance."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np

from kelisim.stats.effects import clustering, names
from kelisim.stats.effects.differences import start_of
from kelisim.stats.effects.fits import library_fit
from kelisim.stats.effects.names import FloatArray, data_error, listed
from kelisim.stats.effects.panel import Panel
from kelisim.stats.effects.plan import Plan
from kelisim.stats.effects.result import Estimate


@dataclass(frozen=True, slots=True, eq=False)
class EventStudy:
    """Coefficients by period against the last before the start, which is left out, and their covariance.

    ``weights``: what each period from the start on counts for in the estimate.
    """

    periods: tuple[Any, ...]
    coefficients: FloatArray
    covariance: FloatArray
    n_before: int
    weights: FloatArray


def event_study(estimate: Estimate) -> EventStudy:
    """Return the event study behind an estimate, of one start, or of several by callaway_santanna or sun_abraham.

    Raises ``DataError`` for other designs, and where the data carry no covariance.
    """
    plan = estimate.plan
    if plan is not None and plan.design in names.DIFFERENCES:
        return _by_differences(plan)
    if plan is not None and plan.design in ("callaway_santanna", "sun_abraham"):
        if not estimate.standard_error:
            raise data_error("no-covariance", estimate.why or "no standard error", "add units")
        return _by_cohorts(plan)
    raise data_error(
        "no-covariance",
        f"design {estimate.design!r} has no coefficients against one period of reference",
        "use design='event_study' or 'callaway_santanna', or parallel_trends_sensitivity with coefficients of your own",
    )


def _by_cohorts(plan: Plan) -> EventStudy:
    """Fit the design once more for its covariance, which an estimate does not keep."""
    with warnings.catch_warnings():
        # The estimate has told them already.
        warnings.simplefilter("ignore")
        made = library_fit(plan)
        if plan.design == "callaway_santanna":
            made = made.aggregate("event_study")
            effects = dict(zip(map(int, made.event_time), made.att, strict=True))
            keys, matrix = made.vcov_index, made.vcov
        else:
            effects = {int(time): one["effect"] for time, one in made.event_study_effects.items()}
            keys, matrix = made.event_study_vcov_index, made.event_study_vcov
    reference = -1 - plan.anticipation
    times = [] if keys is None or matrix is None else [int(key) for key in keys]
    kept = sorted(time for time in times if time != reference)
    n_before = sum(time < reference for time in kept)
    even = kept == [time for time in range(reference - n_before, kept[-1] + 1) if time != reference] if kept else False
    if not even or not n_before or kept[-1] < 0:
        raise data_error(
            "no-covariance",
            f"coefficients with a covariance at times {listed(kept)} make no path with some before the reference",
            "add earlier periods, or close gaps between periods",
        )
    at = [times.index(time) for time in kept]
    since = sum(time >= 0 for time in kept)
    weights = np.array([1 / since if time >= 0 else 0.0 for time in kept[n_before:]])
    coefficients = np.array([float(effects[time]) for time in kept])
    return EventStudy(tuple(kept), coefficients, np.asarray(matrix, dtype=float)[np.ix_(at, at)], n_before, weights)


def _by_differences(plan: Plan) -> EventStudy:
    panel, start = plan.panel, start_of(plan)
    reference = max(plan.before(start))
    kept = [at for at in range(panel.n_periods) if at != reference]
    moves = panel.outcome[:, kept] - panel.outcome[:, [reference]]
    why = next((told for column in moves.T if (told := clustering.refusal(column, panel.treated))), "")
    if why:
        raise data_error("no-covariance", why, "use pace_sensitivity, which needs no covariance")
    treated = panel.treated
    coefficients = moves[treated].mean(axis=0) - moves[~treated].mean(axis=0)
    covariance = _covariance(panel, moves)
    since = plan.since(start)
    weights = np.array([1 / len(since) if at in since else 0.0 for at in kept if at > reference])
    return EventStudy(tuple(panel.periods[at] for at in kept), coefficients, covariance, reference, weights)


def _covariance(panel: Panel, moves: FloatArray) -> FloatArray:
    """Return the covariance of the coefficients from the errors of their sums, so that both follow one convention."""

    def variance(column: FloatArray) -> float:
        error = clustering.clustered_error(
            column,
            panel.treated,
            n_periods=panel.n_periods,
            n_coefficients=panel.n_periods - 1,
            clusters=panel.clusters,
        )
        return error[0] ** 2

    n = moves.shape[1]
    found = np.diag([variance(column) for column in moves.T])
    for i in range(n):
        for j in range(i):
            found[i, j] = found[j, i] = (variance(moves[:, i] + moves[:, j]) - found[i, i] - found[j, j]) / 2
    return found
