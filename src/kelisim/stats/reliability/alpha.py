"""Krippendorff's alpha through sums: observed disagreement within units over disagreement by chance.

Krippendorff, K. (2011). Computing Krippendorff's alpha-reliability. Only pairable ratings count: those in a unit with
at least one other rating.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy import sparse

from kelisim.stats.reliability.counts import FEW, by_cluster, ratings_per_unit, unit_disagreement, value_counts
from kelisim.stats.reliability.differences import Difference, Squared, mid_ranks
from kelisim.stats.reliability.names import FloatArray, IntArray
from kelisim.stats.reliability.sums import Rows, Sums, quotient


def alpha_sums(codes: IntArray, difference: Difference, size: int, clusters: IntArray, number: int) -> Sums:
    """Return the sums of alpha with a fixed difference; every unit in ``codes`` must be pairable."""
    ratings = ratings_per_unit(codes)
    within = by_cluster(unit_disagreement(codes, difference, size) / (ratings - 1), clusters, number)
    if size > FEW and isinstance(difference, Squared):
        return Sums(np.column_stack([within, _moments(codes, difference, ratings, clusters, number)]), _from_moments)
    frequencies = category_totals(codes, size, clusters, number)

    def estimate(totals: FloatArray) -> FloatArray:
        counts = totals[:, 1:]
        return _alpha(totals[:, 0], (difference.apply(counts) * counts).sum(axis=1), counts.sum(axis=1))

    return Sums(np.column_stack([within, frequencies]), estimate)


def ordinal_sums(codes: IntArray, size: int, clusters: IntArray, number: int) -> Sums:
    """Return the sums of alpha at the ordinal level, whose difference is made anew from each resample's ranks."""
    if number == 1:
        ranks = mid_ranks(category_totals(codes, size, clusters, 1)[0])
        return alpha_sums(codes, Squared(ranks / max(1, codes.size)), size, clusters, 1)
    pairs, first, second = _coincidences(codes, size, clusters, number)
    frequencies = category_totals(codes, size, clusters, number)
    columns = len(first)

    def estimate(totals: FloatArray) -> FloatArray:
        counts = totals[:, columns:]
        n = counts.sum(axis=1)
        ranks = mid_ranks(counts) / np.maximum(n, 1)[:, None]
        apart = (ranks[:, first] - ranks[:, second]) ** 2
        within = 2 * (totals[:, :columns] * apart).sum(axis=1)
        chance = 2 * (n * (counts * ranks**2).sum(axis=1) - (counts * ranks).sum(axis=1) ** 2)
        return _alpha(within, np.where((counts > 0).sum(axis=1) > 1, chance, 0.0), n)

    rows: Rows
    if isinstance(pairs, np.ndarray):
        rows = np.concatenate([pairs, frequencies], axis=1)
    else:
        rows = sparse.hstack([pairs, sparse.csr_array(frequencies)], format="csr")
    return Sums(rows, estimate)


def category_totals(codes: IntArray, size: int, clusters: IntArray, number: int) -> FloatArray:
    """Return clusters x categories: how often each category was given."""
    present = codes >= 0
    cells = (clusters * size + codes)[present]
    return np.bincount(cells, minlength=number * size).reshape(number, size).astype(np.float64)


def _alpha(within: FloatArray, chance: FloatArray, n: FloatArray) -> FloatArray:
    return 1 - quotient((n - 1) * within, chance)


def _from_moments(totals: FloatArray) -> FloatArray:
    within, n, first, second = totals.T
    return _alpha(within, 2 * (n * second - first**2), n)


def _moments(codes: IntArray, difference: Squared, ratings: FloatArray, clusters: IntArray, number: int) -> FloatArray:
    place = np.append(difference.positions, 0.0)[codes]
    columns = np.stack([ratings, place.sum(axis=0), (place * place).sum(axis=0)], axis=1)
    return by_cluster(columns, clusters, number)


def _coincidences(codes: IntArray, size: int, clusters: IntArray, number: int) -> tuple[Rows, IntArray, IntArray]:
    """Return each cluster's coincidences of unlike categories, and the two categories of every column."""
    share = 1 / (ratings_per_unit(codes) - 1)
    if size <= FEW:
        counts = value_counts(codes, size)
        first, second = np.triu_indices(size, 1)
        columns = [
            np.bincount(clusters, weights=counts[:, a] * counts[:, b] * share, minlength=number)
            for a, b in zip(first, second, strict=True)
        ]
        dense: Rows = np.stack(columns, axis=1) if columns else np.zeros((number, 0))
        return dense, np.asarray(first, dtype=np.int64), np.asarray(second, dtype=np.int64)
    keys, places, amounts = [], [], []
    for one in range(len(codes)):
        for two in range(one + 1, len(codes)):
            unlike = np.flatnonzero((codes[one] >= 0) & (codes[two] >= 0) & (codes[one] != codes[two]))
            low, high = np.sort(codes[[one, two]][:, unlike], axis=0)
            keys.append(low * size + high)
            places.append(clusters[unlike])
            amounts.append(share[unlike])
    pairs, column = np.unique(np.concatenate(keys), return_inverse=True)
    shape: Any = (number, len(pairs))
    entries: Any = (np.concatenate(amounts), (np.concatenate(places), column))
    first, second = np.divmod(pairs, size)
    return sparse.csr_array(entries, shape=shape), first, second
