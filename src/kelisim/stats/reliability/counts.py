"""Coded units: how many coders gave each category to each unit, from which every coefficient follows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from kelisim.stats.reliability.differences import Difference
from kelisim.stats.reliability.names import CodeArray, FloatArray, IntArray

# Up to this many categories a unit-by-category table is the quickest way; beyond it pairs of coders are.
FEW = 64


@dataclass(frozen=True, eq=False)
class Units:
    """``codes``: coders x units, an index below ``size`` or -1 where missing; tables are made once, when asked for.

    ``times`` says for how many units alike each column stands; None where each stands for itself.
    """

    codes: CodeArray
    size: int
    times: FloatArray | None = None

    @property
    def n_units(self) -> int:
        """The number of columns."""
        return int(self.codes.shape[1])

    def weighed(self, values: FloatArray) -> FloatArray:
        """Return values (one, or a row of them, a column of ``codes``) times the units that the column stands for."""
        if self.times is None:
            return values
        return values * (self.times if values.ndim == 1 else self.times[:, None])

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
            return np.asarray(self.weighed(self.counts).sum(axis=0), dtype=np.float64)
        return self._bincount(self.codes, self.size)

    def pairable(self) -> Units:
        """Return only the units with two ratings or more."""
        paired = self.number >= 2
        if paired.all():
            return self
        return Units(self.codes[:, paired], self.size, None if self.times is None else self.times[paired])

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
            return by_cluster(self.weighed(self.counts), clusters, number)
        return self._bincount(clusters * self.size + self.codes, number * self.size).reshape(number, self.size)

    def sparse_totals_by(self, clusters: IntArray, number: int) -> Any:
        """Return the same as ``totals_by``, sparse, for many categories of which a cluster has few."""
        rated = self.codes >= 0
        cells: Any = (np.broadcast_to(clusters, self.codes.shape)[rated], self.codes[rated])
        times = np.ones(len(cells[1])) if self.times is None else np.broadcast_to(self.times, self.codes.shape)[rated]
        return sparse.csr_array((times, cells), shape=(number, self.size))

    def by_coder(self, clusters: IntArray, number: int) -> list[FloatArray]:
        """Return for each coder clusters x categories: how often the coder gave the category."""
        shift = clusters * self.size if number > 1 else 0
        tables = []
        for row in self.codes:
            rated = row >= 0
            cells = (row + shift)[rated]
            weights = None if self.times is None else self.times[rated]
            counted = np.bincount(cells, weights=weights, minlength=number * self.size)
            tables.append(counted.reshape(number, self.size).astype(np.float64))
        return tables

    def _bincount(self, cells: IntArray | CodeArray, size: int) -> FloatArray:
        rated = self.codes >= 0
        weights = None if self.times is None else np.broadcast_to(self.times, self.codes.shape)[rated]
        return np.bincount(cells[rated], weights=weights, minlength=size).astype(np.float64)

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
