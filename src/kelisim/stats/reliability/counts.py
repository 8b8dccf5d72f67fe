"""Coded units: how many coders gave each category to each unit, from which every coefficient follows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kelisim.stats.reliability.differences import Difference
from kelisim.stats.reliability.names import CodeArray, FloatArray, IntArray

# Up to this many categories a unit-by-category table is the quickest way; beyond it pairs of coders are.
FEW = 64


@dataclass(frozen=True, eq=False)
class Units:
    """``codes``: coders x units, an index below ``size`` or -1 where missing; tables are made once, when asked for."""

    codes: CodeArray
    size: int

    @property
    def n_units(self) -> int:
        """The number of units."""
        return int(self.codes.shape[1])

    @cached_property
    def number(self) -> FloatArray:
        """The number of ratings of each unit."""
        return _count(self.codes >= 0).astype(np.float64)

    @cached_property
    def counts(self) -> FloatArray:
        """Units x categories: how many coders gave the category."""
        if self.size > FEW:
            return self._counts_of_many()
        table = np.empty((self.size, self.n_units))
        for category in range(self.size):
            table[category] = _count(self.codes == category)
        return table.T

    @cached_property
    def totals(self) -> FloatArray:
        """How often each category was given."""
        if self.size <= FEW:
            return np.asarray(self.counts.sum(axis=0), dtype=np.float64)
        return np.bincount(self.codes[self.codes >= 0], minlength=self.size).astype(np.float64)

    def pairable(self) -> Units:
        """Return only the units with two ratings or more."""
        paired = self.number >= 2
        return self if paired.all() else Units(self.codes[:, paired], self.size)

    def disagreement(self, difference: Difference) -> FloatArray:
        """Return for each unit the sum of differences over its ordered pairs of ratings by different coders."""
        if self.size <= FEW:
            return difference.within(self.counts)
        total = np.zeros(self.n_units)
        for first in range(len(self.codes)):
            for second in range(first + 1, len(self.codes)):
                both = np.flatnonzero((self.codes[first] >= 0) & (self.codes[second] >= 0))
                total[both] += 2 * difference.between(self.codes[first, both], self.codes[second, both])
        return total

    def totals_by(self, clusters: IntArray, number: int) -> FloatArray:
        """Return clusters x categories: how often each category was given (one cluster label a unit)."""
        if number == 1:
            return self.totals[None, :]
        if self.size <= FEW:
            return by_cluster(self.counts, clusters, number)
        cells = (clusters * self.size + self.codes)[self.codes >= 0]
        return np.bincount(cells, minlength=number * self.size).reshape(number, self.size).astype(np.float64)

    def _counts_of_many(self) -> FloatArray:
        # Missing ratings fall into a last column that is cut off.
        slots = self.size + 1
        cells = np.where(self.codes < 0, self.size, self.codes) + np.arange(self.n_units, dtype=np.int64) * slots
        counts = np.bincount(cells.ravel(), minlength=self.n_units * slots).reshape(self.n_units, slots)
        kept: FloatArray = counts[:, : self.size].astype(np.float64)
        return kept


def by_cluster(values: FloatArray, clusters: IntArray, number: int) -> FloatArray:
    """Return sums of a column (one value a unit) or of columns (units x columns) over each cluster."""
    if number == 1:
        return np.asarray(values.sum(axis=0, keepdims=True), dtype=np.float64)
    if values.ndim == 1:
        return np.bincount(clusters, weights=values, minlength=number).astype(np.float64)
    sums = [np.bincount(clusters, weights=values[:, column], minlength=number) for column in range(values.shape[1])]
    return np.stack(sums, axis=1) if sums else np.zeros((number, 0))


def _count(true: NDArray[np.bool_]) -> NDArray[np.unsignedinteger[Any]]:
    # Sums of bytes are several times faster than sums of integers.
    narrow = np.uint8 if len(true) < 256 else np.uint32
    total: NDArray[np.unsignedinteger[Any]] = np.add.reduce(true, axis=0, dtype=narrow)
    return total
