"""The null of a test for phases: a trend with first-order autoregressive errors, fitted and simulated.

A permutation of the periods destroys the autocorrelation that nearly every annual series has, and then takes a slow
wander for phases. Here the wander is part of what is simulated.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from scipy import stats

from kelisim.stats.breaks.gain import fitted_means, smooth
from kelisim.stats.breaks.kinds import Line
from kelisim.stats.breaks.panel import Floats

LOWEST, HIGHEST = -0.9, 0.97
_PAIRS = 4
_TABULATED = 100_000


@dataclass(frozen=True, slots=True)
class Null:
    """A fitted history without phases.

    ``autocorrelation`` is that of each series, corrected; ``between`` the correlation of the series' innovations.
    ``fits`` holds the fitted values of each series and ``spread`` its standard deviation about them. ``dispersion`` is
    the negative binomial alpha of a count (variance = mean + alpha mean^2), 0 for Poisson.
    """

    lines: tuple[Line, ...]
    places: tuple[int, ...]
    autocorrelation: tuple[float, ...]
    between: Floats
    fits: tuple[Floats, ...]
    spread: tuple[float, ...]
    dispersion: tuple[float, ...]

    def simulate(self, draws: int, rng: np.random.Generator) -> list[Floats]:
        """Return histories without phases, an array (draws, periods) a series, with gaps where the series has them.

        The whole calendar is simulated and the missing periods are then lost, so that a gap counts as the time it is.
        """
        offsets = np.asarray(self.places) - self.places[0]
        noise = rng.standard_normal((draws, int(offsets[-1]) + 1, len(self.lines)))
        noise = noise @ np.linalg.cholesky(self.between).T
        found = []
        for index, line in enumerate(self.lines):
            path = autoregressive(noise[..., index], self.autocorrelation[index])[:, offsets]
            path = self._counts(index, path) if line.kind == "count" else self.fits[index] + self.spread[index] * path
            found.append(np.where(np.isnan(line.values), np.nan, path))
        return found

    def _counts(self, index: int, path: Floats) -> Floats:
        mean, alpha = self.fits[index], self.dispersion[index]
        chance = np.clip(stats.norm.cdf(path), 1e-12, 1 - 1e-12)
        table = _distribution(mean.tobytes(), alpha)
        if table is None:
            law = _law(mean, alpha)
            return np.asarray(law.ppf(chance))
        # A table of the distribution and a search in it are many times faster than the quantile function.
        found = [np.searchsorted(row, column) for row, column in zip(table, chance.T, strict=True)]
        return np.asarray(np.stack(found, axis=1), dtype=np.float64)


@lru_cache(maxsize=64)
def _distribution(means: bytes, alpha: float) -> Floats | None:
    """Return the distribution of counts for each mean, a row each from nought up; None where it is too long to keep."""
    law = _law(np.frombuffer(means)[:, None], alpha)
    highest = int(np.max(law.ppf(1 - 1e-12)))
    return None if highest > _TABULATED else np.asarray(law.cdf(np.arange(highest + 1)[None, :]))


def _law(mean: Floats, alpha: float) -> Any:
    return stats.nbinom(1 / alpha, 1 / (1 + alpha * mean)) if alpha > 0 else stats.poisson(mean)


def fit(lines: Sequence[Line], places: Sequence[int], *, trend: bool, correct: bool = True) -> Null:
    """Return the null fitted to series on a calendar.

    Autocorrelation is that of the residuals, corrected for the bias of few periods: its expectation falls short of the
    truth by (2 + 4 rho) / n with a trend and by (1 + 3 rho) / n without (Marriott and Pope 1954; Kendall 1954).
    ``correct=False`` leaves it as it is.
    """
    times = np.asarray(places, dtype=float)
    regressors = smooth(times, trend=trend)
    fits, spreads, rhos, alphas, innovations = [], [], [], [], []
    for line in lines:
        there = ~np.isnan(line.values)
        seen, basis = line.values[there], regressors[there]
        freedom = max(int(there.sum()) - basis.shape[1], 1)
        alpha = 0.0
        if line.kind == "count":
            fitted = fitted_means(seen, basis)
            excess = float(np.sum((seen - fitted) ** 2) * len(seen) / freedom - np.sum(fitted))
            alpha = max(excess / float(np.sum(fitted**2)), 0.0)
            alpha = 0.0 if alpha < 1e-6 else alpha
            residual = (seen - fitted) / np.sqrt(fitted + alpha * fitted**2)
            slope = np.linalg.lstsq(basis, np.log(fitted), rcond=None)[0]
            full = np.exp(regressors @ slope)
        else:
            slope = np.linalg.lstsq(basis, seen, rcond=None)[0]
            residual, full = seen - basis @ slope, regressors @ slope
        spread = float(np.sqrt(np.sum(residual**2) / freedom))
        whole = np.full(len(times), np.nan)
        whole[there] = residual / spread if spread > 0 else 0.0
        rho = float(neighbours(whole, times, trend=trend, correct=correct))
        fits.append(full)
        spreads.append(spread)
        rhos.append(rho)
        alphas.append(alpha)
        innovations.append(_innovations(whole, times, rho))
    return Null(
        tuple(lines), tuple(places), tuple(rhos), _between(innovations), tuple(fits), tuple(spreads), tuple(alphas)
    )


def neighbours(residual: Floats, times: Floats, *, trend: bool, correct: bool = True) -> Floats:
    """Return the autocorrelation of residuals (the last axis is time), 0 where too few neighbours are seen."""
    now, before = residual[..., 1:], residual[..., :-1]
    pairs = (np.diff(times) == 1) & ~np.isnan(now) & ~np.isnan(before)
    number = pairs.sum(axis=-1)
    above = np.where(pairs, now * before, 0.0).sum(axis=-1)
    below = np.where(pairs, before**2, 0.0).sum(axis=-1)
    raw = np.where(number >= _PAIRS, above / np.where(below > 0, below, 1.0), 0.0)
    n = number + 1
    shift, loss = (2, 4) if trend else (1, 3)
    mended = (n * raw + shift) / np.maximum(n - loss, 1) if correct else raw
    return np.asarray(np.clip(np.where(number >= _PAIRS, mended, 0.0), LOWEST, HIGHEST))


def autoregressive(noise: Floats, rho: float) -> Floats:
    """Return stationary first-order autoregressions of unit variance; ``noise`` is standard normal, time last."""
    path = np.empty_like(noise)
    path[..., 0] = noise[..., 0]
    scale = np.sqrt(1 - rho**2)
    for period in range(1, noise.shape[-1]):
        path[..., period] = rho * path[..., period - 1] + scale * noise[..., period]
    return path


def _innovations(residual: Floats, times: Floats, rho: float) -> Floats:
    found = np.full(len(residual), np.nan)
    found[1:] = residual[1:] - _power(rho, np.diff(times)) * residual[:-1]
    return found


def _power(rho: float, gaps: Floats) -> Floats:
    return np.asarray(np.sign(rho) ** gaps * abs(rho) ** gaps)


def _between(innovations: Sequence[Floats]) -> Floats:
    """Return the correlation of innovations, drawn towards none by series / (series + periods) so that it inverts."""
    number = len(innovations)
    found = np.eye(number)
    shared = np.inf
    for i in range(number):
        for j in range(i):
            both = ~np.isnan(innovations[i]) & ~np.isnan(innovations[j])
            shared = min(shared, int(both.sum()))
            one, other = innovations[i][both], innovations[j][both]
            if both.sum() >= _PAIRS and one.std() > 0 and other.std() > 0:
                found[i, j] = found[j, i] = float(np.corrcoef(one, other)[0, 1])
    if number > 1:
        weight = number / (number + max(shared, 1))
        found = (1 - weight) * found + weight * np.eye(number)
        values, vectors = np.linalg.eigh(found)
        found = vectors @ np.diag(np.maximum(values, 1e-6)) @ vectors.T
        size = np.sqrt(np.diag(found))
        found = found / np.outer(size, size)
    return np.asarray(found)
