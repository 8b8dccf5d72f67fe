"""Krippendorff's squared differences between two values, one for each measurement level.

Krippendorff, K. (2011). Computing Krippendorff's alpha-reliability, section E; for sets Passonneau, R. (2006).
Measuring agreement on set-valued items (MASI) for semantic and pragmatic annotation. LREC.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import chain
from typing import Any, Protocol

import numpy as np
from scipy import sparse

from kelisim.stats.reliability.categories import scores
from kelisim.stats.reliability.names import SET_METRICS, CodeArray, FloatArray, data_error, known
from kelisim.stats.reliability.set_pairs import likeness_between, small

# A square table of this many categories is 32 MB; beyond it the table is computed in strips.
_TABLE_LIMIT = 2000
_STRIP = 1 << 22
# A strip that stays in the cache through several passes.
_LOW_STRIP = 1 << 17
_PAIR_BY_PAIR = 10
# Two unlike sets of n codes together are at least 1 / n apart; no codebook has this many codes.
_NEAREST = 1e-5


class Difference(Protocol):
    """A squared difference on category indices."""

    def between(self, left: CodeArray, right: CodeArray) -> FloatArray:
        """Return the difference of each pair of indices."""
        ...

    def apply(self, totals: FloatArray) -> FloatArray:
        """Return for each row of ``totals`` (rows x categories) its product with the difference matrix."""
        ...

    def within(self, counts: FloatArray) -> FloatArray:
        """Return for each row of ``counts`` the sum of differences over all ordered pairs in it."""
        ...


@dataclass(frozen=True)
class Same:
    """The nominal difference: nought for the same category, one otherwise."""

    def between(self, left: CodeArray, right: CodeArray) -> FloatArray:
        """Return one where the indices differ."""
        unlike: FloatArray = (left != right).astype(np.float64)
        return unlike

    def apply(self, totals: FloatArray) -> FloatArray:
        """Return the sum of all other categories."""
        other: FloatArray = totals.sum(axis=-1, keepdims=True) - totals
        return other

    def within(self, counts: FloatArray) -> FloatArray:
        """Return the number of unlike pairs."""
        pairs: FloatArray = counts.sum(axis=1) ** 2 - np.einsum("uc,uc->u", counts, counts)
        return pairs


@dataclass(frozen=True)
class Squared:
    """The squared distance of positions on a line: values at the interval level, mid-ranks at the ordinal level."""

    positions: FloatArray

    def between(self, left: CodeArray, right: CodeArray) -> FloatArray:
        """Return the squared distance of each pair."""
        distance = self.positions[left] - self.positions[right]
        squared: FloatArray = distance * distance
        return squared

    def apply(self, totals: FloatArray) -> FloatArray:
        """Return the product by moments, without the matrix."""
        place = self.positions
        number = totals.sum(axis=-1, keepdims=True)
        first = (totals @ place)[..., None]
        second = (totals @ (place * place))[..., None]
        product: FloatArray = number * place**2 - 2 * first * place + second
        return product

    def within(self, counts: FloatArray) -> FloatArray:
        """Return the quadratic form of the matrix, which keeps small differences that moments would lose."""
        every = np.arange(len(self.positions))
        return _quadratic(counts, self.between(every[:, None], every[None, :]))


@dataclass(frozen=True)
class Pairwise:
    """Any other difference, given as a function of two arrays of indices."""

    size: int
    function: Callable[[CodeArray, CodeArray], FloatArray]

    def between(self, left: CodeArray, right: CodeArray) -> FloatArray:
        """Return the difference of each pair."""
        return self.function(left, right)

    def apply(self, totals: FloatArray) -> FloatArray:
        """Return the product with the matrix, strip by strip where the matrix is large."""
        if self.size <= _TABLE_LIMIT:
            whole: FloatArray = totals @ self._table
            return whole
        product = np.empty_like(totals)
        width = max(1, _STRIP // self.size)
        every = np.arange(self.size)
        for start in range(0, self.size, width):
            strip = every[start : start + width]
            product[..., start : start + width] = totals @ self.function(every[:, None], strip[None, :])
        return product

    def between_rows(self, counts: Any) -> FloatArray:
        """Return for each two rows of sparse ``counts`` (rows x categories) the sum of differences between them."""
        product = np.zeros((counts.shape[0], self.size))
        height = max(1, _LOW_STRIP // self.size)
        every = np.arange(self.size)
        columns = counts.tocsc()
        for start in range(0, self.size, height):
            strip = every[start : start + height]
            product += columns[:, start : start + height] @ self.function(strip[:, None], every[None, :])
        summed: FloatArray = (counts @ product.T).T
        return summed

    def within(self, counts: FloatArray) -> FloatArray:
        """Return the quadratic form of the matrix."""
        return _quadratic(counts, self._table)

    @cached_property
    def _table(self) -> FloatArray:
        every = np.arange(self.size)
        return self.function(every[:, None], every[None, :])


def difference_for(categories: Sequence[Any], level: str, metric: str | None = None) -> Difference:
    """Return the difference at a level other than ordinal, whose difference depends on how often values occur."""
    size = len(categories)
    place = scores(categories, level)
    if level == "nominal":
        return Same()
    if level == "interval":
        # Centred and scaled: alpha is unchanged and the moments lose no digits.
        return Squared((place - place.mean()) / (np.ptp(place) or 1.0) if size else place)
    if level == "ratio":
        return Pairwise(size, lambda left, right: _ratio(place[left], place[right]))
    if level == "circular":
        turn = circumference(place)
        return Pairwise(size, lambda left, right: np.sin(np.pi * (place[left] - place[right]) / turn) ** 2)
    if level == "bipolar":
        low, high = (float(place.min()), float(place.max())) if size else (0.0, 0.0)
        return Pairwise(size, lambda left, right: _bipolar(place[left], place[right], low, high))
    return set_difference(categories, metric)


def from_table(table: FloatArray) -> Pairwise:
    """Return the difference that a square table gives."""

    def between(left: CodeArray, right: CodeArray) -> FloatArray:
        found: FloatArray = table[left, right]
        return found

    return Pairwise(len(table), between)


def mid_ranks(totals: FloatArray) -> FloatArray:
    """Return the mid-rank of every category from its frequencies (rows x categories).

    Krippendorff's ordinal difference, the squared number of ratings between two categories with half of those in
    them, is the squared distance of mid-ranks.
    """
    ranks: FloatArray = np.cumsum(totals, axis=-1) - totals / 2
    return ranks


def circumference(place: FloatArray) -> float:
    """Return the length of the circle: the range of whole-numbered categories plus one step."""
    if not len(place):
        return 1.0
    if not np.all(place == np.round(place)):
        raise data_error(
            "circle-length",
            "the length of the circle cannot be told from ratings that are no whole numbers",
            "recode to whole steps of the circle and pass all of them as categories, such as range(24)",
        )
    return float(np.ptp(place)) + 1.0


@dataclass(frozen=True)
class Sets(Pairwise):
    """The distance of sets of codes: one minus a likeness, which is nought for the many pairs that share no code."""

    members: FloatArray
    masi: bool

    def between_rows(self, counts: Any) -> FloatArray:
        """Return for each two rows of sparse ``counts`` the sum of distances between them.

        All pairs of ratings, less what they are alike by; where all are the same set this is nought without rounding.
        """
        number = np.asarray(counts.sum(axis=1), dtype=np.float64)
        nothing = counts[:, np.flatnonzero(self.members.sum(axis=1) == 0)]
        if small(self.members):
            shared = likeness_between(counts, self.members, partial(set_likeness, masi=self.masi))
        else:
            shared = self._likeness_of_pairs(counts)
        summed: FloatArray = np.outer(number, number) - shared - (nothing @ nothing.T).toarray()
        # Unlike sets are never this near: what is left is rounding.
        summed[summed < _NEAREST] = 0.0
        return summed

    def _likeness_of_pairs(self, counts: Any) -> FloatArray:
        members = sparse.csr_array(self.members)
        alike = members @ members.T
        sizes = self.members.sum(axis=1)
        # In place and a few rows at a time: millions of pairs share a code, and fresh memory costs more than sums.
        height = max(1, _LOW_STRIP // self.size)
        for start in range(0, self.size, height):
            ends = alike.indptr[start : start + height + 1]
            held = slice(ends[0], ends[-1])
            left, right = np.repeat(np.arange(start, start + len(ends) - 1), np.diff(ends)), alike.indices[held]
            likeness = set_likeness(alike.data[held], sizes[left], sizes[right], masi=self.masi)
            alike.data[held] = np.where(left == right, 1.0, likeness)
        shared: FloatArray = (counts @ alike @ counts.T).toarray()
        return shared


def set_difference(categories: Sequence[Any], metric: str | None) -> Sets:
    """Return distances between sets of codes: 1 - Jaccard, times monotonicity for MASI (the default).

    Forty codes make thousands of different sets, so that distances are computed for the pairs asked for.
    """
    chosen = metric or "masi"
    known(chosen, SET_METRICS, "set metric")
    codes = {code: place for place, code in enumerate(dict.fromkeys(chain.from_iterable(categories)))}
    members = np.zeros((len(categories), len(codes)))
    row = np.repeat(np.arange(len(categories)), [len(one) for one in categories])
    members[row, list(map(codes.__getitem__, chain.from_iterable(categories)))] = 1
    sizes = members.sum(axis=1)
    masi = chosen == "masi"

    def between(left: CodeArray, right: CodeArray) -> FloatArray:
        if left.ndim == 2 and left.shape[1] == 1 and right.shape[0] == 1:
            common = members[left[:, 0]] @ members[right[0]].T
        else:
            common = np.einsum("...c,...c->...", members[left], members[right])
        distance: FloatArray = 1 - set_likeness(common, sizes[left], sizes[right], masi=masi)
        # Two empty sets have no union; they are the same set.
        distance[np.broadcast_to(left == right, distance.shape)] = 0.0
        return distance

    return Sets(len(categories), between, members, masi)


def set_likeness(common: FloatArray, left: FloatArray, right: FloatArray, *, masi: bool) -> FloatArray:
    """Return Jaccard's share, times monotonicity for MASI, from the sizes of two sets and of what they share."""
    likeness: FloatArray = common / np.maximum(left + right - common, 1)
    return likeness * np.where(common == np.minimum(left, right), 2 / 3, 1 / 3) if masi else likeness


def _quadratic(counts: FloatArray, table: FloatArray) -> FloatArray:
    size = len(table)
    if size <= _PAIR_BY_PAIR:
        # A thin matrix product wakes every thread for little work; on a busy machine that takes ten times as long.
        sums = np.zeros(len(counts))
        for one in range(size):
            for two in range(one):
                sums += 2 * table[one, two] * (counts[:, one] * counts[:, two])
        return sums
    total: FloatArray = np.einsum("uc,uc->u", counts @ table, counts)
    return total


def _ratio(left: FloatArray, right: FloatArray) -> FloatArray:
    total = left + right
    # Both nought: the same value, hence no difference.
    share: FloatArray = np.divide(left - right, total, out=np.zeros(np.shape(total)), where=total != 0) ** 2
    return share


def _bipolar(left: FloatArray, right: FloatArray, low: float, high: float) -> FloatArray:
    room = (left + right - 2 * low) * (2 * high - left - right)
    # Nought only where both stand on the same pole.
    share: FloatArray = np.divide((left - right) ** 2, room, out=np.zeros(np.shape(room)), where=room != 0)
    return share
