"""What each possible phase of a series weighs by itself: the marginal likelihood of its values, on a grid of noises."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from scipy.special import gammaln, logsumexp

from kelisim.stats.breaks.kinds import Kind
from kelisim.stats.breaks.panel import Floats

WANDERING = tuple(round(0.1 * i, 1) for i in range(11))
DIFFERENCES = (0.5, 2.0, 8.0, 32.0)
NOISES = tuple(float(x) for x in np.geomspace(0.03, 2.0, 10))
SHAPES = (0.5, 1.0, 2.0, 4.0)
OVERDISPERSIONS = (0.0, 0.05, 0.2, 1.0)
_RATES = 160
# Long series are summed in smaller blocks, which stay in the processor's cache.
_SHORT = 60


def grid(kind: Kind, values: Floats, times: Floats, *, wandering: bool) -> Iterator[Floats]:
    """Yield blocks (members, n + 1, n + 1) of log marginal likelihoods of phases, a member a point of the grid.

    All points are equally likely before the data: for numbers and logits the autocorrelation rho in 0, .1, ..., 1, the
    variance of the phases' levels over that of the noise in 1/2, 2, 8, 32, and the variance of the noise log-uniform
    between .03 and 2 times that of the series; for counts the shape of the gamma prior of the phases' rates in 1/2, 1,
    2, 4 about the mean count, and the negative binomial alpha in 0 (Poisson), .05, .2, 1.
    """
    if kind == "count":
        yield from _counts(values)
        return
    seen = np.flatnonzero(~np.isnan(values))
    for rho in WANDERING if wandering else (0.0,):
        yield from _normal(values, times, seen, rho, first=not wandering)


def _normal(values: Floats, times: Floats, seen: np.ndarray, rho: float, *, first: bool) -> Iterator[Floats]:
    """Yield the blocks of a normal series; its first value is given where the series may wander.

    Over a gap of k periods the regression is iterated k times, with the mean and the variance that this gives.
    """
    n = len(values)
    weight, innovation, size = np.zeros(n), np.zeros(n), np.ones(n)
    there = np.zeros(n, dtype=bool)
    for position, before in zip(seen[1:], seen[:-1], strict=True):
        powers = rho ** np.arange(int(times[position] - times[before]))
        weight[position], size[position] = powers.sum(), (powers**2).sum()
        innovation[position] = values[position] - rho ** len(powers) * values[before]
        there[position] = True
    if first:
        weight[seen[0]], innovation[seen[0]], there[seen[0]] = 1.0, values[seen[0]], True
    centre = float(np.sum((innovation * weight / size)[there]) / np.sum((weight**2 / size)[there]))
    rest = np.where(there, innovation - centre * weight, 0.0)
    variance = float(np.sum(rest**2 / size) / there.sum())
    number, squares = _between(there.astype(float)), _between(rest**2 / size)
    cross, load = _between(rest * weight / size), _between(np.where(there, weight**2 / size, 0.0))
    logs = _between(np.where(there, np.log(2 * np.pi * size), 0.0))
    noise = np.array(NOISES)[:, None, None] * max(variance, 1e-300)
    for ratios in [DIFFERENCES] if n <= _SHORT else [(one,) for one in DIFFERENCES]:
        parts = []
        for ratio in ratios:
            inflated = 1 + ratio * np.maximum(load, 0.0)
            misfit = squares - ratio * cross**2 / inflated
            parts.append(-0.5 * (number * np.log(noise) + logs + np.log(inflated) + misfit / noise))
        yield np.concatenate(parts)


def _counts(values: Floats) -> Iterator[Floats]:
    there = ~np.isnan(values)
    clean = np.where(there, values, 0.0)
    mean = max(float(clean[there].mean()), 1e-6)
    # Quantile midpoints of the gamma prior would miss the rates of long phases: an even grid of logs does not.
    rates = np.geomspace(min(0.02, mean / 50), max(clean.max() * 2.0, mean * 4.0), _RATES)
    for alpha in OVERDISPERSIONS:
        each = _log_chance(clean[:, None], rates[None, :], alpha) * there[:, None]
        phases = _between(each.T)
        for shape in SHAPES:
            prior = shape * np.log(rates) - shape * rates / mean
            yield logsumexp(phases + (prior - logsumexp(prior))[:, None, None], axis=0)[None]


def _log_chance(counts: Floats, rates: Floats, alpha: float) -> Floats:
    if alpha == 0:
        return np.asarray(counts * np.log(rates) - rates - gammaln(counts + 1))
    size = 1 / alpha
    chance = size / (size + rates)
    return np.asarray(
        gammaln(counts + size)
        - gammaln(size)
        - gammaln(counts + 1)
        + size * np.log(chance)
        + counts * np.log1p(-chance)
    )


def _between(values: Floats) -> Floats:
    """Return the sum over i to j - 1 at ``[i, j]``, nothing where j <= i."""
    sums = np.concatenate([np.zeros((*values.shape[:-1], 1)), np.cumsum(values, axis=-1)], axis=-1)
    found = sums[..., None, :] - sums[..., :, None]
    return np.asarray(np.where(np.tri(found.shape[-1], dtype=bool), 0.0, found))
