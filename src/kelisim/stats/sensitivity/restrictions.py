"""What a violation of parallel trends may look like, as sets of linear inequalities.

A violation is a path of differences in trend, one number a period, nought in the period of reference. Rambachan and
Roth (2023, section 2.3) restrict it by polyhedra {path: matrix @ path <= limit} or by unions of such.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from kelisim.stats.effects.names import FloatArray

Restriction: TypeAlias = Literal["relative_magnitude", "smoothness"]
Sign: TypeAlias = Literal["positive", "negative"]
Trend: TypeAlias = Literal["increasing", "decreasing"]


@dataclass(frozen=True, slots=True, eq=False)
class Polyhedron:
    """The paths with ``matrix @ path <= limit``; columns are the periods before and after, without the reference."""

    matrix: FloatArray
    limit: FloatArray


@dataclass(frozen=True, slots=True)
class Shape:
    """A kind of restriction on so many periods, still without its bound.

    ``sign`` is that of the violation after the start, ``trend`` its direction throughout.
    """

    restriction: Restriction
    n_before: int
    n_after: int
    sign: Sign | None = None
    trend: Trend | None = None

    def polyhedra(self, bound: float) -> Iterator[Polyhedron]:
        """Yield the polyhedra whose union the restriction with this bound is."""
        changes = self._changes()
        added, added_limit = self._added(changes)
        for matrix, limit in self._main(changes, bound):
            rows = self._without_reference(np.vstack([matrix, added]))
            limits = np.concatenate([limit, added_limit])
            kept = np.abs(rows).max(axis=1) > 0
            yield Polyhedron(rows[kept], limits[kept])

    def _changes(self) -> FloatArray:
        """Return the matrix of differences between periods that follow each other, the reference included."""
        n = self.n_before + self.n_after
        return np.eye(n, n + 1, k=1) - np.eye(n, n + 1)

    def _main(self, changes: FloatArray, bound: float) -> Iterator[tuple[FloatArray, FloatArray]]:
        if self.restriction == "smoothness":
            bends = np.diff(changes, axis=0)
            yield np.vstack([bends, -bends]), np.full(2 * len(bends), bound)
            return
        # The largest change before the start is unknown: each in turn, with either sign, is taken for it.
        scale = np.where(np.arange(len(changes)) < self.n_before, 1.0, bound)[:, None]
        for at in range(self.n_before):
            for sign in (1.0, -1.0):
                largest = scale * (sign * changes[at])
                yield np.vstack([changes - largest, -changes - largest]), np.zeros(2 * len(changes))

    def _added(self, changes: FloatArray) -> tuple[FloatArray, FloatArray]:
        rows = [np.empty((0, changes.shape[1]))]
        if self.sign is not None:
            after = np.eye(changes.shape[1])[self.n_before + 1 :]
            rows.append(-after if self.sign == "positive" else after)
        if self.trend is not None:
            rows.append(-changes if self.trend == "increasing" else changes)
        stacked = np.vstack(rows)
        return stacked, np.zeros(len(stacked))

    def _without_reference(self, rows: FloatArray) -> FloatArray:
        return np.delete(rows, self.n_before, axis=1)
