"""Synthetic controls: weights on a simplex, exactly solved, and the effects that follow."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize, nnls

from kelisim.stats.effects.names import FloatArray, IntArray


@dataclass(frozen=True, slots=True, eq=False)
class Synthetic:
    """Donor weights (summing to 1), the gap of the treated unit to its synthetic one by period, and the fit before."""

    weights: FloatArray
    gap: FloatArray
    predictor_weights: FloatArray | None = None


def simplex_weights(matrix: FloatArray, target: FloatArray, *, ridge: float = 0.0) -> FloatArray:
    """Return the w that minimises |matrix w - target|^2 + ridge |w|^2 with w >= 0 and sum 1.

    ``matrix``: rows x donors. With the sum fixed, matrix w - target is (matrix - target 1') w; a non-negative least
    squares solution of that beside the row 1'w = 1, brought to sum 1, is the exact minimum (Lawson and Hanson 1974,
    ch. 23): both problems have the same conditions of optimality but for the sum.
    """
    shifted = matrix - target[:, None]
    if ridge > 0:
        shifted = np.vstack([shifted, np.sqrt(ridge) * np.eye(matrix.shape[1])])
    size = float(np.abs(shifted).max()) or 1.0
    donors = matrix.shape[1]
    stacked = np.vstack([shifted / size, np.ones((1, donors))])
    goal = np.zeros(len(stacked))
    goal[-1] = 1.0
    found, _ = nnls(stacked, goal, maxiter=50 * donors)
    return np.asarray(found / found.sum())


def on_outcomes(own: FloatArray, donors: FloatArray, before: int) -> Synthetic:
    """Match every outcome before the start. ``own``: periods; ``donors``: donors x periods."""
    weights = simplex_weights(donors[:, :before].T, own[:before])
    return Synthetic(weights, own - weights @ donors)


def on_predictors(
    own: FloatArray,
    donors: FloatArray,
    before: int,
    own_predictors: FloatArray,
    donor_predictors: FloatArray,
    importance: FloatArray | None,
) -> Synthetic:
    """Match predictors, weighted by ``importance`` or by what fits the outcomes before best (Abadie et al. 2010).

    ``donor_predictors``: donors x predictors, each divided by its standard deviation over all units. The search over
    importances starts from equal ones, from the inverse of each predictor's misfit and from each predictor alone, and
    is deterministic.
    """
    weights = _weigher(own_predictors, donor_predictors)
    if importance is None:
        importance = _searched(weights, own[:before], donors[:, :before], len(own_predictors))
    shares = importance / importance.sum()
    found = weights(shares)
    return Synthetic(found, own - found @ donors, shares)


def cross_validated(
    own: FloatArray, donors: FloatArray, validation: IntArray, own_predictors: FloatArray, donor_predictors: FloatArray
) -> FloatArray:
    """Return the importances by which earlier predictors fit the outcomes of the validation periods best.

    Abadie, Diamond and Hainmueller (2015), section on implementation.
    """
    weights = _weigher(own_predictors, donor_predictors)
    return _searched(weights, own[validation], donors[:, validation], len(own_predictors))


def _weigher(own_predictors: FloatArray, donor_predictors: FloatArray) -> Callable[[FloatArray], FloatArray]:
    """Return the donors' weights as a function of the predictors' importances."""
    spread = np.vstack([donor_predictors, own_predictors]).std(axis=0, ddof=1)
    spread = np.where(spread > 0, spread, 1.0)
    target, matrix = own_predictors / spread, donor_predictors / spread

    def weights(shares: FloatArray) -> FloatArray:
        root = np.sqrt(shares)
        return simplex_weights((matrix * root).T, target * root)

    return weights


def _searched(solve: Callable[[FloatArray], FloatArray], own: FloatArray, donors: FloatArray, count: int) -> FloatArray:
    def shares_of(logs: FloatArray) -> FloatArray:
        raised = np.exp(logs - logs.max())
        return np.asarray(raised / raised.sum())

    def misfit(logs: FloatArray) -> float:
        gap = own - solve(shares_of(logs)) @ donors
        return float(gap @ gap)

    begins = [np.zeros(count)]
    begins += [np.where(np.arange(count) == k, 3.0, 0.0) for k in range(count)]
    best = min((_polished(misfit, begin) for begin in begins), key=lambda pair: pair[0])
    return shares_of(best[1])


def _polished(misfit: Callable[[FloatArray], float], begin: FloatArray) -> tuple[float, FloatArray]:
    found = minimize(
        misfit, begin, method="Nelder-Mead", options={"maxiter": 200 * len(begin), "xatol": 1e-4, "fatol": 1e-8}
    )
    return float(found.fun), np.asarray(found.x)


def difference_in_synthetic(
    own: FloatArray, donors: FloatArray, before: int, *, n_treated: int = 1
) -> tuple[float, FloatArray, FloatArray]:
    """Return the synthetic difference-in-differences with its weights of donors and of periods before.

    Arkhangelsky et al. (2021), algorithm 1, with both quadratic programmes solved exactly. ``own``: the treated units'
    mean by period.
    """
    after = own.shape[0] - before
    noise = float(np.diff(donors[:, :before], axis=1).std(ddof=1)) if before > 1 else 0.0
    unit_ridge = (n_treated * after) ** 0.5 * noise**2 * before
    time_ridge = (1e-6 * noise) ** 2 * len(donors)
    earlier = donors[:, :before]
    centred = earlier - earlier.mean(axis=1, keepdims=True)
    unit_weights = simplex_weights(centred.T, own[:before] - own[:before].mean(), ridge=unit_ridge)
    later = donors[:, before:].mean(axis=1)
    across = earlier - earlier.mean(axis=0, keepdims=True)
    time_weights = simplex_weights(across, later - later.mean(), ridge=time_ridge)
    effect = own[before:].mean() - time_weights @ own[:before]
    effect -= unit_weights @ (later - earlier @ time_weights)
    return float(effect), unit_weights, time_weights


def placebo_gaps(outcomes: FloatArray, before: int, which: IntArray) -> FloatArray:
    """Return the gap of each unit named to a synthetic one made of the other rows. ``outcomes``: units x periods."""
    gaps = np.empty((len(which), outcomes.shape[1]))
    for row, unit in enumerate(which):
        others = np.delete(outcomes, unit, axis=0)
        gaps[row] = on_outcomes(outcomes[unit], others, before).gap
    return gaps


def root_mean_squares(gaps: FloatArray, before: int, after: IntArray | None = None) -> tuple[FloatArray, FloatArray]:
    """Return the root mean square gap before and after, one a row."""
    later = gaps[:, before:] if after is None else gaps[:, after]
    return np.sqrt((gaps[:, :before] ** 2).mean(axis=1)), np.sqrt((later**2).mean(axis=1))
