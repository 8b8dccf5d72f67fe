"""Krippendorff's alpha through sums: observed disagreement within units over disagreement by chance.

Krippendorff, K. (2011). Computing Krippendorff's alpha-reliability. Only pairable ratings count: those in a unit with
at least one other rating.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy import sparse

from kelisim.stats.reliability.counts import FEW, Units, by_cluster
from kelisim.stats.reliability.differences import Difference, Pairwise, Squared, mid_ranks
from kelisim.stats.reliability.names import FloatArray, IntArray
from kelisim.stats.reliability.sums import Rows, Sums, quotient


def alpha_sums(units: Units, difference: Difference, clusters: IntArray, number: int) -> Sums:
    """Return the sums of alpha with a fixed difference; every unit must be pairable."""
    within = by_cluster(units.weighed(units.disagreement(difference) / (units.number - 1)), clusters, number)
    if 1 < number < units.size and isinstance(difference, Pairwise):
        return _sums_of_pairs(within, units, difference, clusters, number)
    if units.size > FEW and isinstance(difference, Squared):
        return Sums(np.column_stack([within, _moments(units, difference, clusters, number)]), _from_moments)

    def estimate(totals: FloatArray) -> FloatArray:
        counts = totals[:, 1:]
        return _alpha(totals[:, 0], (difference.apply(counts) * counts).sum(axis=1), counts)

    return Sums(np.column_stack([within, units.totals_by(clusters, number)]), estimate)


def _sums_of_pairs(within: FloatArray, units: Units, difference: Pairwise, clusters: IntArray, number: int) -> Sums:
    """Return the sums where there are fewer clusters than categories.

    Disagreement by chance is then taken between each two clusters beforehand, and a resample says how often each came.
    """
    counts = units.sparse_totals_by(clusters, number)
    between = difference.between_rows(counts)
    ratings = np.asarray(counts.sum(axis=1), dtype=np.float64)

    def estimate(totals: FloatArray) -> FloatArray:
        # Nought without rounding where all ratings are alike.
        chance = np.einsum("rc,rc->r", totals[:, 2:] @ between, totals[:, 2:])
        return 1 - quotient((totals[:, 1] - 1) * totals[:, 0], chance)

    return Sums(np.column_stack([within, ratings, np.eye(number)]), estimate)


def ordinal_sums(units: Units, clusters: IntArray, number: int) -> Sums:
    """Return the sums of alpha at the ordinal level, whose difference is made anew from each resample's ranks."""
    if number == 1:
        return alpha_sums(units, Squared(mid_ranks(units.totals) / units.totals.sum()), clusters, 1)
    pairs, first, second = _coincidences(units, clusters, number)
    frequencies = units.totals_by(clusters, number)
    columns = len(first)

    def estimate(totals: FloatArray) -> FloatArray:
        counts = totals[:, columns:]
        n = counts.sum(axis=1)
        ranks = mid_ranks(counts) / np.maximum(n, 1)[:, None]
        within = 2 * (totals[:, :columns] * (ranks[:, first] - ranks[:, second]) ** 2).sum(axis=1)
        chance = 2 * (n * (counts * ranks**2).sum(axis=1) - (counts * ranks).sum(axis=1) ** 2)
        return _alpha(within, chance, counts)

    rows: Rows
    if isinstance(pairs, np.ndarray):
        rows = np.concatenate([pairs, frequencies], axis=1)
    else:
        rows = sparse.hstack([pairs, sparse.csr_array(frequencies)], format="csr")
    return Sums(rows, estimate)


def _alpha(within: FloatArray, chance: FloatArray, counts: FloatArray) -> FloatArray:
    # Fewer than two categories: no variation, whatever rounding leaves of the disagreement by chance.
    varied = np.where((counts > 0.5).sum(axis=1) > 1, chance, 0.0)
    return 1 - quotient((counts.sum(axis=1) - 1) * within, varied)


def _from_moments(totals: FloatArray) -> FloatArray:
    within, n, first, second = totals.T
    return 1 - quotient((n - 1) * within, 2 * (n * second - first**2))


def _moments(units: Units, difference: Squared, clusters: IntArray, number: int) -> FloatArray:
    place = np.append(difference.positions, 0.0)[units.codes]
    columns = np.stack([units.number, place.sum(axis=0), (place * place).sum(axis=0)], axis=1)
    return by_cluster(units.weighed(columns), clusters, number)


def _coincidences(units: Units, clusters: IntArray, number: int) -> tuple[Rows, IntArray, IntArray]:
    """Return each cluster's coincidences of unlike categories, and the two categories of every column."""
    share = units.weighed(1 / (units.number - 1))
    if units.size <= FEW:
        counts = units.counts
        first, second = (np.asarray(index, dtype=np.int64) for index in np.triu_indices(units.size, 1))
        columns = [
            np.bincount(clusters, weights=counts[:, a] * counts[:, b] * share, minlength=number)
            for a, b in zip(first, second, strict=True)
        ]
        return np.stack(columns, axis=1) if columns else np.zeros((number, 0)), first, second
    codes = units.codes.astype(np.int64)
    keys, places, amounts = [], [], []
    for one in range(len(codes)):
        for two in range(one + 1, len(codes)):
            unlike = np.flatnonzero((codes[one] >= 0) & (codes[two] >= 0) & (codes[one] != codes[two]))
            low, high = np.sort(codes[[one, two]][:, unlike], axis=0)
            keys.append(low * units.size + high)
            places.append(clusters[unlike])
            amounts.append(share[unlike])
    pairs, column = np.unique(np.concatenate(keys), return_inverse=True)
    shape: Any = (number, len(pairs))
    entries: Any = (np.concatenate(amounts), (np.concatenate(places), column))
    first, second = np.divmod(pairs, units.size)
    return sparse.csr_array(entries, shape=shape), first, second
