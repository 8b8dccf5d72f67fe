"""Logistic regression with an L2 penalty, one code against the rest, all codes in step.

Each code has its own problem, C times the summed log loss plus half the squared length of its weights, which is
strictly convex, so that its solution does not depend on how it was found. It is found by L-BFGS (Liu and Nocedal, 1989,
"On the limited memory BFGS method for large scale optimization"). Every vector that L-BFGS meets here is a combination
of the training rows (the representer theorem: Kimeldorf and Wahba, 1971), and is kept as the coefficients of that
combination: a table has far fewer rows than n-grams. The codes run in step because one pass over the sparse table
serves them all.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.special import expit

Floats = NDArray[np.float64]

STRENGTH = 10.0
TOLERANCE = 0.05
MOST_STEPS = 1000
_MEMORY = 8
_NEWTON_STEPS = 4


@dataclass(frozen=True, slots=True)
class Linear:
    """``weights``: columns by codes; ``intercepts``: one a code; ``steps`` taken by the slowest code."""

    weights: Floats
    intercepts: Floats
    steps: int

    def probabilities(self, table: csr_array) -> Floats:
        """Return the probability of each code: rows by codes."""
        return np.asarray(expit(np.asarray(table @ self.weights) + self.intercepts))


def fit(table: csr_array, labels: NDArray[np.int8], strength: float = STRENGTH, tolerance: float = TOLERANCE) -> Linear:
    """Fit every code: ``labels`` is rows by codes, 1 applied, 0 not applied, -1 not known and left out for that code.

    ``strength`` is C, the weight of the data against the penalty; the intercept is not penalised. The search ends for
    a code where the length of its gradient is at most ``tolerance``: as the penalty curves every direction by one,
    its weights then lie within about that distance of the solution, and so does the log odds of any row of unit
    length. A code without a labelled 1 or a labelled 0 gets no weights and an intercept that keeps to what was seen.
    """
    applied, known = (labels == 1).sum(axis=0), (labels >= 0).sum(axis=0)
    weights = np.zeros((table.shape[1], labels.shape[1]))
    # Half a case on either side keeps the log odds of an all or nothing code finite.
    intercepts = np.log((applied + 0.5) / (known - applied + 0.5))
    codes = np.flatnonzero((applied > 0) & (applied < known))
    if not len(codes):
        return Linear(weights, intercepts, 0)
    transposed = csr_array(table.T.tocsr())
    search = _Search(table, transposed, labels[:, codes], intercepts[codes], strength)
    steps = search.run(tolerance)
    weights[:, codes] = transposed @ search.found
    intercepts[codes] = search.found_intercepts
    return Linear(weights, intercepts, steps)


@dataclass(slots=True)
class _Vectors:
    """One vector of the weights for each code: X'``rows`` with X X'``rows`` beside it, and the intercept's entry."""

    rows: Floats
    seen: Floats
    own: Floats

    def dot(self, other: _Vectors) -> Floats:
        return _dots(self.rows, other.seen) + self.own * other.own

    def plus(self, factor: Floats, other: _Vectors) -> None:
        self.rows += factor * other.rows
        self.seen += factor * other.seen
        self.own += factor * other.own

    def times(self, factor: Floats) -> _Vectors:
        return _Vectors(self.rows * factor, self.seen * factor, self.own * factor)

    def minus(self, other: _Vectors) -> _Vectors:
        return _Vectors(self.rows - other.rows, self.seen - other.seen, self.own - other.own)

    def of(self, which: NDArray[np.bool_]) -> _Vectors:
        return _Vectors(self.rows[:, which], self.seen[:, which], self.own[which])


@dataclass(slots=True)
class _Search:
    """L-BFGS for codes side by side; a code that has arrived leaves the others to go on."""

    table: csr_array
    transposed: csr_array
    labels: NDArray[np.int8]
    start: Floats
    strength: float
    found: Floats = field(init=False)
    found_intercepts: Floats = field(init=False)
    _target: Floats = field(init=False)
    _cost: Floats = field(init=False)

    def run(self, tolerance: float) -> int:
        shape = self.labels.shape
        self.found, self.found_intercepts = np.zeros(shape), self.start.copy()
        self._target = np.where(self.labels == 1, 1.0, 0.0)
        self._cost = np.where(self.labels >= 0, self.strength, 0.0)
        active = np.arange(shape[1])
        point = _Vectors(np.zeros(shape), np.zeros(shape), self.start.copy())
        slope = self._gradient(point)
        history: list[tuple[_Vectors, _Vectors, Floats]] = []
        for step in range(MOST_STEPS):
            going = slope.dot(slope) > tolerance**2
            if not going.all():
                self._keep(active[~going], point.of(~going))
                if not going.any():
                    return step
                active, point, slope = active[going], point.of(going), slope.of(going)
                history = [(move.of(going), change.of(going), inverse[going]) for move, change, inverse in history]
                self._target, self._cost = self._target[:, going], self._cost[:, going]
            direction = _direction(slope, history)
            move = direction.times(self._step_length(point, direction))
            point.plus(np.ones(len(active)), move)
            steeper = self._gradient(point)
            change = steeper.minus(slope)
            curvature = move.dot(change)
            history.append((move, change, np.divide(1, curvature, out=np.zeros_like(curvature), where=curvature > 0)))
            del history[:-_MEMORY]
            slope = steeper
        self._keep(active, point)
        return MOST_STEPS

    def _keep(self, codes: NDArray[np.int64], point: _Vectors) -> None:
        self.found[:, codes], self.found_intercepts[codes] = point.rows, point.own

    def _gradient(self, point: _Vectors) -> _Vectors:
        residual = self._cost * (expit(point.seen + point.own) - self._target)
        rows = point.rows + residual
        seen = np.asarray(self.table @ (self.transposed @ rows.astype(self.table.dtype)), dtype=np.float64)
        return _Vectors(rows, seen, residual.sum(axis=0))

    def _step_length(self, point: _Vectors, direction: _Vectors) -> Floats:
        """Return for each code a step near the minimum along its direction: Newton's method on one number a code.

        Along a direction the loss needs no pass over the table.
        """
        flat = _dots(point.rows, direction.seen)
        bent = _dots(direction.rows, direction.seen)
        start, along = point.seen + point.own, direction.seen + direction.own
        low, high = np.zeros_like(flat), np.full_like(flat, np.inf)
        length = np.ones_like(flat)
        for _ in range(_NEWTON_STEPS):
            share = expit(start + length * along)
            weighted = self._cost * along
            slope = flat + length * bent + _dots(weighted, share - self._target)
            bend = bent + _dots(weighted * along, share * (1 - share))
            # The minimum lies where the slope changes its sign; a step that leaves the bracket is cut to its middle.
            low, high = np.where(slope < 0, length, low), np.where(slope >= 0, length, high)
            proposed = length - slope / bend
            middle = np.where(np.isinf(high), 2 * length, (low + high) / 2)
            length = np.where((proposed > low) & (proposed < high), proposed, middle)
        return length


def _dots(one: Floats, other: Floats) -> Floats:
    """Return the inner products of columns; einsum adds in one fixed order, whatever the number of threads."""
    return np.asarray(np.einsum("ij,ij->j", one, other), dtype=np.float64)


def _direction(slope: _Vectors, history: list[tuple[_Vectors, _Vectors, Floats]]) -> _Vectors:
    """Return the quasi-Newton direction by the two-loop recursion."""
    if not history:
        return slope.times(-1 / np.sqrt(slope.dot(slope)))
    direction = slope.times(-np.ones_like(slope.own))
    alphas = []
    for move, change, inverse in reversed(history):
        alpha = inverse * direction.dot(move)
        direction.plus(-alpha, change)
        alphas.append(alpha)
    _, change, inverse = history[-1]
    squared = change.dot(change) * inverse
    direction = direction.times(np.divide(1, squared, out=np.ones_like(squared), where=squared > 0))
    for (move, change, inverse), alpha in zip(history, reversed(alphas), strict=True):
        direction.plus(alpha - inverse * direction.dot(change), move)
    return direction
