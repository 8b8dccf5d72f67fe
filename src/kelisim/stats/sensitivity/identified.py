"""The effects that a restriction leaves possible when the coefficients are taken as known (linear programming)."""

from __future__ import annotations

import numpy as np
from scipy.optimize import linprog

from kelisim.model.interval import Interval
from kelisim.stats.effects.names import FloatArray
from kelisim.stats.sensitivity.restrictions import Shape

_SLACK = 1e-9


def identified_set(shape: Shape, bound: float, coefficients: FloatArray, weights: FloatArray) -> Interval | None:
    """Return the possible weighted means of effects, None where the periods before rule the restriction out.

    Rambachan and Roth (2023, lemma 2.1): the violation before the start equals the coefficients there.
    """
    before, after = coefficients[: shape.n_before], coefficients[shape.n_before :]
    point = float(weights @ after)
    found = []
    for polyhedron in shape.polyhedra(bound):
        left = polyhedron.limit - polyhedron.matrix[:, : shape.n_before] @ before
        columns = polyhedron.matrix[:, shape.n_before :]
        free = np.abs(columns).max(axis=1) > 0
        scale = max(1.0, float(np.abs(coefficients).max()))
        if (left[~free] < -_SLACK * scale).any():
            continue
        least, least_negated = (_end(sign * weights, columns[free], left[free]) for sign in (1, -1))
        if least is not None and least_negated is not None:
            found.append((least, -least_negated))
    if not found:
        return None
    return Interval(point - max(high for _, high in found), point - min(low for low, _ in found))


def _end(direction: FloatArray, matrix: FloatArray, limit: FloatArray) -> float | None:
    """Return the least value of a direction, None where nothing is feasible."""
    solved = linprog(direction, A_ub=matrix, b_ub=limit, bounds=(None, None), method="highs")
    if solved.status == 0:
        return float(direction @ np.asarray(solved.x))
    return -np.inf if solved.status == 3 else None
