"""Value counts: how many coders gave each category to each unit, from which every coefficient follows."""

from __future__ import annotations

import numpy as np

from kelisim.stats.reliability.differences import Difference
from kelisim.stats.reliability.names import FloatArray, IntArray

# Up to this many categories a unit-by-category table is the quickest way; beyond it pairs of coders are.
FEW = 64


def value_counts(codes: IntArray, size: int) -> FloatArray:
    """Return units x categories: the number of coders that gave the category (codes: coders x units, -1 missing)."""
    units = codes.shape[1]
    slots = size + 1
    # Missing ratings fall into a last column that is cut off.
    offsets = np.arange(units, dtype=np.int64) * slots
    cells = np.where(codes < 0, size, codes) + offsets
    counts = np.bincount(cells.ravel(), minlength=units * slots).reshape(units, slots)
    kept: FloatArray = counts[:, :size].astype(np.float64)
    return kept


def ratings_per_unit(codes: IntArray) -> FloatArray:
    """Return the number of ratings that each unit has."""
    number: FloatArray = (codes >= 0).sum(axis=0).astype(np.float64)
    return number


def unit_disagreement(codes: IntArray, difference: Difference, size: int) -> FloatArray:
    """Return for each unit the sum of differences over its ordered pairs of ratings by different coders."""
    if size <= FEW:
        counts = value_counts(codes, size)
        every = np.arange(size)
        table = difference.between(every[:, None], every[None, :])
        total: FloatArray = np.einsum("uc,uc->u", counts @ table, counts)
        return total
    total = np.zeros(codes.shape[1])
    for first in range(len(codes)):
        for second in range(first + 1, len(codes)):
            both = np.flatnonzero((codes[first] >= 0) & (codes[second] >= 0))
            total[both] += 2 * difference.between(codes[first, both], codes[second, both])
    return total


def by_cluster(values: FloatArray, clusters: IntArray, number: int) -> FloatArray:
    """Return sums of a column (one value a unit) or of columns (units x columns) over each cluster."""
    if number == 1:
        return np.atleast_1d(values.sum(axis=0))[None, :] if values.ndim == 2 else values.sum(keepdims=True)
    if values.ndim == 1:
        return np.bincount(clusters, weights=values, minlength=number).astype(np.float64)
    sums = [np.bincount(clusters, weights=values[:, column], minlength=number) for column in range(values.shape[1])]
    return np.stack(sums, axis=1) if sums else np.zeros((number, 0))
