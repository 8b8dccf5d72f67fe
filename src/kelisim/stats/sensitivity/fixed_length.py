"""Intervals of fixed length under smoothness (Rambachan and Roth 2023, section 4; Armstrong and Kolesár 2018).

The interval is centred on a weighted sum of coefficients. Its worst bias under a bound M on the bends of the violation
is M times the sum of the absolute weights of the bends, its error that of the sum; the weights before the start trade
one against the other.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import optimize, special

from kelisim.stats.effects.names import FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class FixedLength:
    """The shortest interval of fixed length: its centre, half its length, worst bias and error, and the weights."""

    centre: float
    half_length: float
    bias: float
    error: float
    weights: FloatArray


def fixed_length(
    coefficients: FloatArray, covariance: FloatArray, weights: FloatArray, bound: float, level: float
) -> FixedLength:
    """Return the shortest interval of fixed length for the weighted mean of effects, given bends up to ``bound``."""
    n_after = len(weights)
    n_before = len(coefficients) - n_after
    start, directions, constant = _parametrised(n_before, weights)
    quadratic = directions.T @ covariance @ directions
    linear = directions.T @ covariance @ start
    floor = float(start @ covariance @ start)
    best, chosen = np.inf, np.zeros(n_before - 1)
    for one, other in _segments(quadratic, linear):

        def half(share: float, one: FloatArray = one, other: FloatArray = other) -> float:
            bends = one + share * (other - one)
            variance = max(floor + 2 * float(linear @ bends) + float(bends @ quadratic @ bends), 0.0)
            return half_length(bound * (constant + float(np.abs(bends).sum())), variance**0.5, level)

        inner = optimize.minimize_scalar(half, bounds=(0, 1), method="bounded", options={"xatol": 1e-10})
        for share in (0.0, 1.0, float(inner.x)):
            reached = half(share)
            if reached < best:
                best, chosen = reached, one + share * (other - one)
    whole = start + directions @ chosen
    error = max(float(whole @ covariance @ whole), 0.0) ** 0.5
    bias = bound * (constant + float(np.abs(chosen).sum()))
    return FixedLength(float(whole @ coefficients), best, bias, error, whole)


def half_length(bias: float, error: float, level: float) -> float:
    """Return the 1 - ``level`` quantile of the absolute value of a normal variable with this mean and deviation."""
    if error <= 0:
        return bias
    ratio = bias / error

    def excess(reach: float) -> float:
        return float(special.ndtr(reach - ratio) - special.ndtr(-reach - ratio)) - (1 - level)

    top = ratio + float(special.ndtri(1 - level / 2)) + 1e-9
    return error * float(optimize.brentq(excess, 0, top, xtol=1e-14))


def _parametrised(n_before: int, weights: FloatArray) -> tuple[FloatArray, FloatArray, float]:
    """Return start and directions of all weights that no linear trend biases, by the weights of the bends before.

    The constant is the sum of absolute weights of the bends from the reference on, which no choice changes.
    """
    n_after = len(weights)
    later = np.arange(1, n_after + 1)
    # A bend in the reference or s periods later moves the violation t periods after the start by t - s.
    after = [float(weights @ np.maximum(later - bend, 0)) for bend in range(n_after)]
    trend = float(weights @ later)
    # Row k holds what weights k + 1, k + 2, ... periods before pass on to a bend k periods before; row 0 the slope.
    distance = np.arange(1, n_before + 1)
    passed = np.array([np.maximum(distance - bend, 0) for bend in range(n_before)], dtype=float)
    inverse = np.linalg.inv(passed)
    # The slope before the start, sum of distance x weight, must equal that of the weights after it.
    order = slice(None, None, -1)
    start = np.concatenate([(inverse[:, 0] * trend)[order], weights])
    directions = np.vstack([inverse[order, 1:], np.zeros((n_after, n_before - 1))])
    return start, directions, float(np.abs(after).sum())


def _segments(quadratic: FloatArray, linear: FloatArray) -> list[tuple[FloatArray, FloatArray]]:
    """Return the path of minima of variance plus penalty x sum of absolute bends, as straight pieces from no bends on.

    Homotopy of the lasso (Osborne, Presnell and Turlach 2000): between knots the active bends move linearly.
    """
    n = len(linear)
    bends = np.zeros(n)
    if n == 0:
        return [(bends, bends)]
    penalty = float(np.abs(linear).max())
    signs = np.zeros(n)
    first = int(np.abs(linear).argmax())
    signs[first] = -np.sign(linear[first])
    pieces = []
    for _ in range(50 * n):
        if penalty <= 1e-14 * float(np.abs(linear).max(initial=1e-300)):
            break
        active = np.flatnonzero(signs)
        # Active gradients equal -penalty x sign: bends(p) = -(Q_AA)^-1 (linear_A + p sign_A).
        block = quadratic[np.ix_(active, active)]
        slope = np.zeros(n)
        slope[active] = np.linalg.solve(block, signs[active])
        gradient = linear + quadratic @ bends
        gradient_slope = quadratic @ slope
        step, event, sign = penalty, -1, 0.0
        for at in range(n):
            if signs[at]:
                if slope[at] * signs[at] < 0:
                    reach = -bends[at] / slope[at]
                    if 1e-14 * penalty < reach < step:
                        step, event, sign = reach, at, 0.0
                continue
            for side in (1.0, -1.0):
                # The gradient g + step x s meets side x (penalty - step).
                rate = gradient_slope[at] + side
                if rate * side > 1e-14:
                    reach = (side * penalty - gradient[at]) / rate
                    if 1e-12 * penalty < reach < step:
                        step, event, sign = reach, at, -side
        following = bends + step * slope
        pieces.append((bends, following))
        bends, penalty = following, penalty - step
        if event >= 0:
            signs[event] = sign
            if sign == 0.0:
                bends = bends.copy()
                bends[event] = 0.0
    return pieces or [(bends, bends)]
