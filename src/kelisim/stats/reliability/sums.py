"""Sufficient sums: a coefficient is a function of totals over units, so every resample is a matrix product."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np

from kelisim.stats.reliability.names import FloatArray

# A dense array, or a SciPy sparse array where there are many categories: their stubs share no usable type.
Rows: TypeAlias = Any


@dataclass(frozen=True, slots=True)
class Sums:
    """``rows``: clusters x statistics; ``estimate``: totals (a row a resample) to values, NaN where undefined.

    ``drawn`` keeps the totals of resamples by seed and number, for coefficients that follow from the same rows.
    """

    rows: Rows
    estimate: Callable[[FloatArray], FloatArray]
    drawn: dict[tuple[int, int], FloatArray] = field(default_factory=dict)

    @property
    def n_clusters(self) -> int:
        """The number of clusters that can be left out or drawn."""
        return int(self.rows.shape[0])

    @property
    def totals(self) -> FloatArray:
        """The sum over all clusters, one value a statistic."""
        return np.asarray(self.rows.sum(axis=0), dtype=np.float64).ravel()

    def value(self) -> float:
        """Return the coefficient over everything; NaN where it is undefined."""
        return float(self.estimate(self.totals[None, :])[0])

    def block(self) -> int:
        """Return how many resamples fit into one matrix of moderate size."""
        return max(1, int(2e7 // max(1, self.rows.shape[1])))


def corrected(observed: FloatArray, chance: FloatArray) -> FloatArray:
    """Return (observed - chance) / (1 - chance), NaN where chance alone already gives full agreement."""
    room = 1 - chance
    defined = room > 1e-12
    share: FloatArray = np.divide(observed - chance, room, out=np.full(np.shape(room), np.nan), where=defined)
    return share


def quotient(above: FloatArray, below: FloatArray) -> FloatArray:
    """Return above / below, NaN where below is not positive."""
    share: FloatArray = np.divide(above, below, out=np.full(np.shape(below), np.nan), where=below > 0)
    return share
