"""Imputation cell by cell: effects on cohorts in periods, and what each cluster adds to their error."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
from scipy import sparse
from scipy.sparse.linalg import MatrixRankWarning, spsolve

from kelisim.stats.effects.averages import Cell, Cells
from kelisim.stats.effects.names import BoolArray, FloatArray
from kelisim.stats.effects.panel import NEVER, Panel


def imputed_cells(panel: Panel, anticipation: int) -> Cells | None:
    """Return the effects by imputation (Borusyak, Jaravel and Spiess 2024); None where a model cannot be solved.

    Unit and period effects, and covariates, are fitted to what is not treated; an effect is what is seen less what they
    give. The influence of a cluster is the sum of its residuals times their weights in the estimate, those of treated
    cells taken about the mean of their cohort in that period (ibid., theorem 3 and equation 8). Cells without a unit
    and a period that are seen untreated are left out.
    """
    positions = np.arange(panel.n_periods)[None, :]
    begun = np.where(panel.start == NEVER, panel.n_periods, panel.start)[:, None]
    seen: BoolArray = ~np.isnan(panel.outcome)
    for values in panel.covariates.values():
        seen = np.logical_and(seen, ~np.isnan(values))
    untreated: BoolArray = np.logical_and(seen, positions < begun - anticipation)
    treated = seen & (positions >= begun)
    known = np.outer(np.any(untreated, axis=1), np.any(untreated, axis=0))
    design, solve = _model(panel, untreated)
    solved = solve(design[untreated.ravel()].T @ panel.outcome[untreated])
    if solved is None:
        return None
    residual = (panel.outcome.ravel() - np.asarray(design @ solved)).reshape(panel.outcome.shape)
    keys: list[Cell] = []
    effects, sizes, loads, own = [], [], [], []
    for cohort in panel.cohorts:
        for at in range(cohort, panel.n_periods):
            rows = np.flatnonzero((panel.start == cohort) & treated[:, at] & known[:, at])
            if not len(rows):
                continue
            keys.append((int(panel.counted_times[cohort]), int(panel.counted_times[at])))
            effects.append(float(residual[rows, at].mean()))
            sizes.append(float(len(rows)))
            cells = rows * panel.n_periods + at
            loads.append(np.asarray(design[cells].mean(axis=0)).ravel())
            pull = np.zeros(panel.n_units)
            pull[rows] = (residual[rows, at] - effects[-1]) / len(rows)
            own.append(pull)
    if not keys:
        return None
    inverse = solve(np.column_stack(loads))
    if inverse is None:
        return None
    weights = -np.asarray(design @ inverse).reshape(panel.n_units, panel.n_periods, len(keys))
    rest = np.where(untreated, residual, 0.0)
    influence = np.einsum("ut,utk->uk", rest, weights) + np.column_stack(own)
    return Cells(keys, np.array(effects), np.array(sizes), influence=by_cluster(panel, influence))


def by_cluster(panel: Panel, influence: FloatArray) -> FloatArray:
    """Return sums over clusters of what units add."""
    if panel.clusters is None:
        return influence
    labels = np.unique(np.array([str(one) for one in panel.clusters]), return_inverse=True)[1]
    found = np.zeros((int(labels.max()) + 1, influence.shape[1]))
    np.add.at(found, labels, influence)
    return found


def _model(panel: Panel, untreated: BoolArray) -> tuple[Any, Any]:
    """Return the regressors of every unit and period, and what solves their normal equations where untreated."""
    n, periods = panel.outcome.shape
    unit = np.repeat(np.arange(n), periods)
    period = np.tile(np.arange(periods), n)
    cells = np.arange(n * periods)
    ones = np.ones(n * periods)
    parts = [sparse.csr_matrix((ones, (cells, unit)), (n * periods, n))]
    # Units or periods never seen untreated have no effect to fit; the first period's is that of the units.
    shown = np.flatnonzero(untreated.any(axis=0))[1:]
    parts.append(sparse.csr_matrix((ones, (cells, period)), (n * periods, periods))[:, shown])
    parts[0] = parts[0][:, np.flatnonzero(untreated.any(axis=1))]
    parts += [sparse.csr_matrix(np.nan_to_num(values).reshape(-1, 1)) for values in panel.covariates.values()]
    design = sparse.hstack(parts, format="csr")
    own = design[untreated.ravel()]
    normal = (own.T @ own).tocsc()

    def solve(right: FloatArray) -> FloatArray | None:
        with warnings.catch_warnings():
            warnings.simplefilter("error", MatrixRankWarning)
            try:
                found = spsolve(normal, np.asarray(right))
            except (MatrixRankWarning, RuntimeError):
                return None
        return np.asarray(found).reshape(right.shape) if np.isfinite(found).all() else None

    return design, solve
