"""Agreement weights for the kappa family: one for identity, less for a partial agreement.

Gwet, K. L. (2014). Handbook of inter-rater reliability, 4th ed., chapter 3.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from kelisim.stats.reliability.categories import scores
from kelisim.stats.reliability.differences import Difference, difference_for
from kelisim.stats.reliability.names import WEIGHTS, FloatArray, data_error, known

# Where no weights are asked for, the declared level says how far a disagreement counts.
BY_LEVEL = {
    "nominal": "identity",
    "ordinal": "ordinal",
    "interval": "quadratic",
    "ratio": "ratio",
    "circular": "circular",
    "bipolar": "bipolar",
    "set": "set",
}


def weight_matrix(
    weights: str | ArrayLike | None, categories: Sequence[Any], level: str, metric: str | None = None
) -> tuple[FloatArray, str]:
    """Return the square matrix of weights in the order of the categories, and its name.

    Categories stand at their values where the level is numeric and at their ranks where it is ordinal.
    """
    size = len(categories)
    if weights is not None and not isinstance(weights, str):
        return _given(weights, size), "matrix"
    name = BY_LEVEL[level] if weights is None else weights
    if weights is not None:
        known(name, WEIGHTS, "weights")
    if name == "identity":
        return np.eye(size), name
    if level == "nominal" or (level == "set" and name != "set"):
        raise data_error(
            "weights-level",
            f"{name} weights need an order, and level {level!r} has none",
            "declare level='ordinal' or pass a matrix of weights",
        )
    if name in ("circular", "bipolar", "set"):
        difference: Difference = difference_for(categories, level, metric)
        every = np.arange(size)
        return _complement(difference.between(every[:, None], every[None, :])), name
    place = np.arange(1, size + 1, dtype=np.float64) if name == "ordinal" else scores(categories, level)
    apart = np.abs(place[:, None] - place[None, :])
    return _complement(_distance(name, place, apart)), name


def _distance(name: str, place: FloatArray, apart: FloatArray) -> FloatArray:
    if name == "linear":
        return apart
    if name == "quadratic":
        return apart * apart
    if name == "radical":
        return np.sqrt(apart)
    if name == "ordinal":
        # The number of pairs of categories that can be formed from those between the two, both included.
        return apart * (apart + 1) / 2
    total = place[:, None] + place[None, :]
    return np.divide(apart, total, out=np.zeros_like(apart), where=total != 0) ** 2


def _complement(distance: FloatArray) -> FloatArray:
    most = distance.max(initial=0.0)
    return 1 - distance / most if most > 0 else np.ones_like(distance)


def _given(weights: ArrayLike, size: int) -> FloatArray:
    matrix = np.asarray(weights, dtype=np.float64)
    if matrix.shape != (size, size):
        raise data_error(
            "weights-shape",
            f"the matrix of weights has shape {matrix.shape}, and there are {size} categories",
            "pass categories=[...] in the order of the matrix",
        )
    sound = (
        np.isfinite(matrix).all()
        and (np.abs(matrix - matrix.T) < 1e-12).all()
        and (np.abs(np.diag(matrix) - 1) < 1e-12).all()
        and (matrix >= 0).all()
        and (matrix <= 1).all()
    )
    if not sound:
        raise data_error(
            "weights-values",
            "weights must be symmetric, between 0 and 1, with 1 on the diagonal",
            "turn disagreement weights v into agreement weights 1 - v / v.max()",
        )
    return matrix
