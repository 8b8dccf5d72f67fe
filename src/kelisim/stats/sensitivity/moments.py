"""Confidence sets from moment inequalities: the conditional least-favourable hybrid of Andrews, Roth and Pakes (2023).

Under a restriction {path: matrix @ path <= limit} an effect is possible if some path of effects with that weighted mean
leaves a violation within it. By duality the statistic is the largest of finitely many combinations of inequalities
without the nuisance, so that it, and the range in which the same combination stays largest, are had in closed form.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

import numpy as np
from scipy import special, stats

from kelisim.stats.effects.names import BoolArray, FloatArray
from kelisim.stats.sensitivity.rays import extreme_rays
from kelisim.stats.sensitivity.restrictions import Polyhedron

# Share of the level that the least-favourable first stage takes (Rambachan and Roth 2023, section 3.3).
FIRST_STAGE = 0.1
_GRID = 400
_DRAWS_LOG2 = 14
_ZERO = 1e-9
_STEPS = 101
_ROUNDS = 4


@dataclass(frozen=True, slots=True, eq=False)
class Inequalities:
    """The combinations of inequalities without nuisance, as linear functions of an effect.

    The value of one at an effect is ``value - slope * effect``, in its own units of standard deviation; ``covariance``
    is that of the values and ``critical`` the least-favourable critical value of their maximum.
    """

    value: FloatArray
    slope: FloatArray
    covariance: FloatArray
    critical: float
    level: float

    def accepts(self, effects: FloatArray) -> BoolArray:
        """Say of each effect whether the hybrid test does not reject it."""
        values = self.value[None, :] - np.outer(effects, self.slope)
        top = values.argmax(axis=1)
        largest = values[np.arange(len(effects)), top]
        variance = np.diag(self.covariance)
        error = np.sqrt(np.maximum(variance[top], 0))
        certain = error <= _ZERO
        safe = np.where(certain, 1.0, error)
        # Given what is independent of the largest one, it is largest only between these limits.
        ratio = self.covariance[top] / np.where(certain, 1.0, variance[top])[:, None]
        rest = values - ratio * largest[:, None]
        gap = 1 - ratio
        with np.errstate(divide="ignore", invalid="ignore"):
            limit = rest / gap
        low = np.where(gap > _ZERO, limit, -np.inf).max(axis=1)
        high = np.minimum(np.where(gap < -_ZERO, limit, np.inf).min(axis=1), self.critical)
        critical = np.maximum(0.0, _truncated_quantile(1 - self.level, low / safe, high / safe))
        outside = (largest < low) | (largest > high)
        kept = np.where(certain, largest <= _ZERO, outside | (largest / safe <= critical))
        return np.asarray(kept & (largest <= self.critical))

    def kept(self) -> tuple[FloatArray, FloatArray] | None:
        """Return effects that the first stage does not reject, evenly spread, and those of them kept by the second."""
        if ((self.slope == 0) & (self.value > self.critical)).any():
            return None
        ends = (self.value - self.critical) / np.where(self.slope == 0, 1.0, self.slope)
        low = float(ends[self.slope > 0].max(initial=-np.inf))
        high = float(ends[self.slope < 0].min(initial=np.inf))
        if not low <= high:
            return None
        grid = np.linspace(low, high, _GRID)
        kept = grid[self.accepts(grid)]
        return (grid, kept) if len(kept) else None

    def bounds(self) -> tuple[float, float] | None:
        """Return the least and the largest effect that is not rejected, or None where every one is."""
        found = self.kept()
        if found is None:
            return None
        grid, kept = found
        cell = (grid[-1] - grid[0]) / (_GRID - 1)
        return self._edge(kept[0], max(kept[0] - cell, grid[0])), self._edge(kept[-1], min(kept[-1] + cell, grid[-1]))

    def _edge(self, inside: float, outside: float) -> float:
        """Return the last effect on the way outside that is kept, to a hundred-millionth of the way."""
        for _ in range(_ROUNDS):
            steps = np.linspace(inside, outside, _STEPS)
            rejected = np.flatnonzero(~self.accepts(steps[1:]))
            if not len(rejected):
                return float(outside)
            inside, outside = steps[rejected[0]], steps[rejected[0] + 1]
        return float(inside)


def inequalities(
    polyhedron: Polyhedron,
    coefficients: FloatArray,
    covariance: FloatArray,
    weights: FloatArray,
    *,
    level: float,
    seed: int,
) -> Inequalities:
    """Return the combinations of a polyhedron's inequalities that bear on the weighted mean of effects.

    With several periods after the start only inequalities that speak of these are used, as in R's HonestDiD.
    """
    n_after = len(weights)
    matrix, limit = polyhedron.matrix, polyhedron.limit
    if n_after > 1:
        speaking = np.abs(matrix[:, -n_after:]).max(axis=1) > 0
        matrix, limit = matrix[speaking], limit[speaking]
    unit, others = _directions(weights)
    after = matrix[:, -n_after:]
    rays = _rays_of((after @ others).tobytes(), after.shape[0])
    root = _root(covariance)
    own = np.sqrt(((matrix @ root) ** 2).sum(axis=1))
    size = rays @ own
    # What is known without error must hold exactly: any excess of it becomes beyond every critical value.
    rays = rays / np.maximum(size, _ZERO * float(size.max()))[:, None]
    spread = rays @ matrix @ root
    first = FIRST_STAGE * level
    return Inequalities(
        value=rays @ (matrix @ coefficients - limit),
        slope=_cleared(rays @ after @ unit),
        covariance=spread @ spread.T,
        critical=least_favourable(spread, first, seed),
        level=(level - first) / (1 - first),
    )


def least_favourable(spread: FloatArray, level: float, seed: int) -> float:
    """Return the 1 - ``level`` quantile of the largest of normal variables ``spread @ z``.

    Computed from a scrambled Sobol sequence, so that the same input gives the same value.
    """
    draws = _normal(spread.shape[1], seed).T
    largest = np.full(draws.shape[1], -np.inf)
    for rows in np.array_split(spread, max(1, len(spread) // 50)):
        largest = np.maximum(largest, (rows @ draws).max(axis=0))
    return float(np.quantile(largest, 1 - level))


@lru_cache(maxsize=64)
def _rays_of(nuisance: bytes, rows: int) -> FloatArray:
    # The bound changes no entry that belongs to periods after the start, so that all its values share their rays.
    return extreme_rays(np.frombuffer(nuisance).reshape(rows, -1))


@cache
def _normal(dimensions: int, seed: int) -> FloatArray:
    uniform = stats.qmc.Sobol(dimensions, scramble=True, rng=np.random.default_rng(seed)).random_base2(_DRAWS_LOG2)
    return np.asarray(special.ndtri(np.clip(uniform, 1e-12, 1 - 1e-12)))


def _directions(weights: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return a path of effects whose weighted mean is one, and a basis of those for which it is nought."""
    n = len(weights)
    used = np.flatnonzero(weights)
    unit = np.zeros(n)
    unit[used[0]] = 1 / weights[used[0]]
    columns = [np.eye(n)[at] for at in range(n) if weights[at] == 0]
    for one, other in pairwise(used):
        column = np.zeros(n)
        column[one], column[other] = 1 / weights[one], -1 / weights[other]
        columns.append(column / np.abs(column).max())
    return unit, np.array(columns).reshape(len(columns), n).T


def _root(covariance: FloatArray) -> FloatArray:
    values, vectors = np.linalg.eigh(covariance)
    return np.asarray(vectors * np.sqrt(np.maximum(values, 0)))


def _cleared(values: FloatArray) -> FloatArray:
    return np.where(np.abs(values) <= _ZERO * np.abs(values).max(initial=0.0), 0.0, values)


def _truncated_quantile(share: float, low: FloatArray, high: FloatArray) -> FloatArray:
    """Return the quantile of the standard normal distribution between two limits, exact far into its tails."""
    upper_low, upper_high = special.log_ndtr(-low), special.log_ndtr(-np.maximum(high, low))
    left = upper_low + np.log1p(-share * -np.expm1(upper_high - upper_low))
    return np.asarray(-special.ndtri_exp(np.minimum(left, 0.0)))
