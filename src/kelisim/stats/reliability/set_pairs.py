"""How alike sets of codes are, summed over all pairs of ratings in two clusters, without going through the pairs.

The likeness of two sets depends on their sizes and on the number c of codes that they share, and any function of c that
is nought at nought is a sum of binomial coefficients (c over k) times its forward differences (Newton's formula). But
(c over k) counts the k codes that both sets contain, so that the sum over pairs falls apart into products of counts:
how many sets of one size contain these k codes in the one cluster and in the other.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from math import comb
from typing import Any

import numpy as np
from scipy import sparse

from kelisim.stats.reliability.names import FloatArray, IntArray

# A set of n codes has 2^n parts; beyond these limits pairs are fewer than parts, or differences lose digits.
_MOST_PARTS = 1 << 20
_LARGEST = 12

# Likeness from the number of common codes and the two sizes.
Likeness = Callable[[FloatArray, FloatArray, FloatArray], FloatArray]


def small(members: FloatArray) -> bool:
    """Say whether the sets are small enough to be taken apart; ``members`` is sets x codes."""
    sizes = members.sum(axis=1)
    largest = int(sizes.max(initial=0))
    named = members.shape[1] ** largest < 1 << 62
    return named and largest <= _LARGEST and float((2.0**sizes).sum()) <= _MOST_PARTS


def likeness_between(counts: Any, members: FloatArray, likeness: Likeness) -> FloatArray:
    """Return for each two rows of sparse ``counts`` (clusters x sets) the summed likeness of their sets.

    The empty set is like no other and not like itself; a set is fully like itself whatever ``likeness`` says.
    """
    sizes = members.sum(axis=1).astype(np.int64)
    largest = int(sizes.max(initial=0))
    gains = _differences(likeness, largest)
    total = np.zeros((counts.shape[0], counts.shape[0]))
    for number in range(1, largest + 1):
        present = np.array([size for size in range(number, largest + 1) if (sizes == size).any()])
        found = [_parts(members, np.flatnonzero(sizes == size), size, number) for size in present.tolist()]
        names, part = np.unique(np.concatenate([keys for _, keys in found]), return_inverse=True)
        width = len(present) * len(names)
        # A column is a size and a part; here how often a cluster has sets of the size that contain the part.
        column = np.repeat(np.arange(len(present)), [len(keys) for _, keys in found]) * len(names) + part
        cells: Any = (np.ones(len(column)), (np.concatenate([rows for rows, _ in found]), column))
        containing = (counts @ sparse.csr_array(cells, shape=(len(sizes), width))).tocoo()
        cluster, column = containing.coords
        size, part = np.divmod(column, len(names))
        weights = gains[number][np.ix_(present, present)][:, size] * containing.data
        columns = np.arange(len(present))[:, None] * len(names) + part
        cells = (weights.ravel(), (np.tile(cluster, len(present)), columns.ravel()))
        total += (containing.tocsr() @ sparse.csr_array(cells, shape=containing.shape).T).toarray()
    return total


def _parts(members: FloatArray, sets: IntArray, size: int, number: int) -> tuple[IntArray, IntArray]:
    """Return each set's parts of ``number`` codes: the set's position, and a number that names the part."""
    codes = np.nonzero(members[sets])[1].reshape(len(sets), size)
    chosen = np.array(list(combinations(range(size), number)), dtype=np.int64)
    keys = np.zeros((len(sets), len(chosen)), dtype=np.int64)
    for place in range(number):
        keys = keys * members.shape[1] + codes[:, chosen[:, place]]
    return np.repeat(sets, len(chosen)), keys.ravel()


def _differences(likeness: Likeness, largest: int) -> FloatArray:
    """Return the forward differences at nought, by order and the two sizes."""
    every = np.arange(largest + 1, dtype=np.float64)
    common, left, right = np.meshgrid(every, every, every, indexing="ij")
    values = likeness(common, left, right)
    values[0] = 0.0
    values[every.astype(int), every.astype(int), every.astype(int)] = 1.0
    gains = np.zeros_like(values)
    for order in range(1, largest + 1):
        for at in range(1, order + 1):
            gains[order] += (-1) ** (order - at) * comb(order, at) * values[at]
    return gains
