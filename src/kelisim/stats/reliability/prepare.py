"""Ratings read once and folded: within a cluster, units that all coders rated alike are one column that counts often.

Where two coders decide on forty codes in hundreds of documents, a few thousand columns stand for half a million units,
and every coefficient with its interval follows from them.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import compress
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kelisim.stats.reliability.counts import Units
from kelisim.stats.reliability.names import IntArray, data_error
from kelisim.stats.reliability.ratings import Orientation, Ratings, narrowest, read_ratings
from kelisim.stats.reliability.sums import Sums

# More patterns than units save nothing.
_MOST_PATTERNS = 1 << 16


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """``read``: the ratings; ``labels``: a cluster number a unit, None where there are no clusters.

    ``units`` are the folded columns and ``clusters`` their clusters, 0 to ``number`` - 1.
    """

    read: Ratings
    level: str
    labels: IntArray | None
    units: Units
    clusters: IntArray
    number: int
    # The sums of these units that kappas share.
    sums: dict[Hashable, Sums] = field(default_factory=dict)


def prepare(
    ratings: Any,
    *,
    level: str,
    categories: Iterable[Any] | None = None,
    clusters: Iterable[Any] | None = None,
    orientation: Orientation = "coders x units",
) -> Prepared:
    """Return ratings for several calls of ``agreement``, which takes them in the place of the table."""
    read = read_ratings(ratings, level=level, categories=categories, orientation=orientation)
    size = len(read.categories)
    if clusters is None:
        labels, number = np.zeros(read.n_units, dtype=np.int64), 1
    else:
        labels = _labels(clusters, read)
        number = int(labels.max(initial=-1)) + 1
    units, folded = _folded(read, labels, number)
    return Prepared(read, level, None if clusters is None else labels, units or Units(read.codes, size), folded, number)


def prepare_sets(members: NDArray[np.bool_], codes: Sequence[Any], *, clusters: IntArray) -> Prepared:
    """Return sets of codes, for calls of ``agreement`` at the level "set", from who gave which code to which unit.

    ``members``: coders x units x codes; ``clusters``: a cluster number a unit.
    """
    coders, units, number = members.shape
    packed = np.packbits(members.reshape(coders * units, number), axis=1)
    words = np.zeros((len(packed), -(-packed.shape[1] // 8) * 8), dtype=np.uint8)
    words[:, : packed.shape[1]] = packed
    keys = words.view(np.uint64)
    # Numbers sort many times faster than rows.
    keys, place = np.unique(keys.ravel() if keys.shape[1] == 1 else keys, axis=0, return_inverse=True)
    different = np.unpackbits(keys.reshape(len(keys), -1).view(np.uint8), axis=1)[:, :number]
    sets = tuple(frozenset(compress(codes, row)) for row in different.tolist())
    given = place.reshape(coders, units).astype(narrowest(len(sets)))
    read, labels = Ratings(given, sets, np.arange(units), units), renumbered(clusters)
    number = int(labels.max(initial=-1)) + 1
    folded, clusters = _folded(read, labels, number)
    return Prepared(read, "set", labels, folded or Units(given, len(sets)), clusters, number)


def _folded(read: Ratings, labels: IntArray, number: int) -> tuple[Units | None, IntArray]:
    size, codes = len(read.categories), read.codes
    patterns = (size + 1) ** min(read.n_coders, 64)
    if patterns > _MOST_PATTERNS or patterns * number > read.n_units:
        return None, labels
    key = labels.copy()
    for row in codes:
        key *= size + 1
        key += row
        key += 1
    counted = np.bincount(key, minlength=number * patterns)
    held = np.flatnonzero(counted)
    columns = np.empty((read.n_coders, len(held)), dtype=narrowest(size))
    rest = held
    for coder in range(read.n_coders - 1, -1, -1):
        rest, code = np.divmod(rest, size + 1)
        columns[coder] = code - 1
    return Units(columns, size, counted[held].astype(np.float64)), rest


def _labels(clusters: Iterable[Any], read: Ratings) -> IntArray:
    """Return the number of each unit's cluster, in the order in which clusters first come."""
    if isinstance(clusters, np.ndarray) and clusters.dtype.kind in "iu" and clusters.ndim == 1:
        numbered = clusters.astype(np.int64)
    else:
        labels = list(clusters)
        index: dict[Any, int] = {}
        if any(label is None or label != label for label in labels):  # noqa: PLR0124 - NaN
            raise data_error("cluster-missing", "a unit has no cluster label", "name the document of every unit")
        numbered = np.array([index.setdefault(label, len(index)) for label in labels], dtype=np.int64)
    if len(numbered) != read.n_given:
        raise data_error(
            "cluster-length",
            f"{len(numbered)} cluster labels for {read.n_given} units",
            "give one label a unit, in the order of the units",
        )
    return renumbered(numbered[read.kept])


def renumbered(labels: IntArray) -> IntArray:
    """Return labels as 0, 1, 2, … in the order in which they first come."""
    if not len(labels):
        return labels
    low, high = int(labels.min()), int(labels.max())
    if high - low > 4 * len(labels) + 64:
        labels = np.unique(labels, return_inverse=True)[1].astype(np.int64)
        low, high = 0, int(labels.max())
    first = np.full(high - low + 1, len(labels), dtype=np.int64)
    first[labels[::-1] - low] = np.arange(len(labels) - 1, -1, -1)
    rank = np.empty(len(first), dtype=np.int64)
    rank[np.argsort(first, kind="stable")] = np.arange(len(first))
    found: IntArray = rank[labels - low]
    return found
