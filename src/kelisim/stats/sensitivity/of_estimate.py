"""The sensitivity that an estimate's own data allow: with a covariance, or by hand on a handful of points."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from kelisim.stats.effects import clustering, names
from kelisim.stats.effects.differences import start_of
from kelisim.stats.effects.names import FloatArray, data_error
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
    """Return the event study behind a difference-in-differences with one start, clustered as the estimate is.

    Raises ``DataError`` for other designs, and where the data carry no standard error.
    """
    plan = estimate.plan
    if plan is None or plan.design not in names.DIFFERENCES:
        raise data_error(
            "no-covariance",
            f"design {estimate.design!r} gives no covariance of coefficients over time",
            "use design='event_study', or pass coefficients and covariance to parallel_trends_sensitivity",
        )
    return _by_differences(plan)


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
