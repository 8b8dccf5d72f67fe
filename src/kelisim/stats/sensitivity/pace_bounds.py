"""What a pace and a fraction of it can be when every input lies anywhere between two values."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from scipy.optimize import linprog

from kelisim.model.interval import Interval
from kelisim.stats.effects.names import FloatArray

Step = tuple[int, int]


@dataclass(frozen=True, slots=True, eq=False)
class Box:
    """Stated values and the least and largest that each can be."""

    value: FloatArray
    low: FloatArray
    high: FloatArray

    @property
    def wide(self) -> bool:
        """Whether any value is known only between two others."""
        return bool((self.high > self.low).any())

    def range(self, weights: FloatArray) -> Interval:
        """Return what a weighted sum of the values can be."""
        up, down = np.maximum(weights, 0), np.minimum(weights, 0)
        return Interval(float(up @ self.low + down @ self.high), float(up @ self.high + down @ self.low))


def bounds_of_pace(box: Box, steps: Sequence[Step], times: FloatArray) -> Interval:
    """Return the least and the largest that the largest absolute change per unit of time can be."""
    rows = _rates(steps, times)
    ends = [box.range(row) for row in rows]
    most = max(max(abs(one.low), abs(one.high)) for one in ends)
    signed = np.vstack([rows, -rows])
    solved = linprog(
        np.r_[np.zeros(len(times)), 1.0],
        A_ub=np.column_stack([signed, -np.ones(len(signed))]),
        b_ub=np.zeros(len(signed)),
        bounds=[*zip(box.low, box.high, strict=True), (0, None)],
        method="highs",
    )
    return Interval(max(0.0, min(float(np.asarray(solved.x)[-1]), most)), most)


def bounds_of_fraction(box: Box, steps: Sequence[Step], times: FloatArray, base: int, at: int) -> Interval:
    """Return the least and the largest fraction of the pace that erases the effect in a period."""
    return Interval(_least(box, steps, times, base, at), _largest(box, steps, times, base, at))


def _rates(steps: Sequence[Step], times: FloatArray) -> FloatArray:
    rows = np.zeros((len(steps), len(times)))
    for row, (i, j) in zip(rows, steps, strict=True):
        row[j], row[i] = 1 / (times[j] - times[i]), -1 / (times[j] - times[i])
    return rows


def _least(box: Box, steps: Sequence[Step], times: FloatArray, base: int, at: int) -> float:
    """A ratio of linear functions is least in a corner; against the largest of several it is least against one."""
    effect = np.zeros(len(times))
    effect[at], effect[base] = 1, -1
    ends = box.range(effect)
    if ends.low <= 0 <= ends.high:
        return 0.0
    passed = float(times[at] - times[base])
    found = [math.inf]
    for step, rate in zip(steps, _rates(steps, times), strict=True):
        moved = sorted({at, base, *step})
        for corner in product(*((box.low[one], box.high[one]) for one in moved)):
            values = box.value.copy()
            values[moved] = corner
            pace = abs(float(rate @ values)) * passed
            if pace > 0:
                found.append(abs(float(effect @ values)) / pace)
    return min(found)


def _largest(box: Box, steps: Sequence[Step], times: FloatArray, base: int, at: int) -> float:
    """The largest ratio is one linear program a sign, with the pace scaled to one (Charnes and Cooper 1962)."""
    n = len(times)
    rates = _rates(steps, times) * float(times[at] - times[base])
    edges = np.column_stack([np.vstack([np.eye(n), -np.eye(n)]), np.r_[-box.high, box.low]])
    paces = np.column_stack([np.vstack([rates, -rates]), np.zeros(2 * len(rates))])
    found = []
    for sign in (1.0, -1.0):
        goal = np.zeros(n + 1)
        goal[at], goal[base] = -sign, sign
        solved = linprog(
            goal,
            A_ub=np.vstack([paces, edges]),
            b_ub=np.r_[np.ones(len(paces)), np.zeros(len(edges))],
            bounds=[(None, None)] * n + [(0, None)],
            method="highs",
        )
        found.append(-float(goal @ np.asarray(solved.x)) if solved.status == 0 else math.inf)
    return max(0.0, *found)
