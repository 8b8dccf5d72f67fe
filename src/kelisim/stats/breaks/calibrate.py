"""The scale on which a gain is judged, given how alike neighbouring periods look.

A history that looks divided also looks autocorrelated, so that a test at the estimated autocorrelation alone rejects
too seldom. The remedy is to bootstrap the p-value and not the statistic (prepivoting: Beran 1988): a statistic becomes
its chance at the autocorrelation estimated beside it, for the data and for every simulated history alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from kelisim.stats.breaks.gain import Gain, fitted_means
from kelisim.stats.breaks.kinds import Line
from kelisim.stats.breaks.null import HIGHEST, LOWEST, Null, neighbours
from kelisim.stats.breaks.panel import Floats

STEPS = np.linspace(LOWEST, HIGHEST, 11)


@dataclass(frozen=True, slots=True)
class Scale:
    """Sorted statistics of histories simulated at each step of autocorrelation, and the chances these have."""

    statistics: Floats
    chances: Floats

    def chance(self, statistic: Floats, autocorrelation: Floats) -> Floats:
        """Return how often as large a statistic comes about at an autocorrelation, interpolated between the steps."""
        return _interpolated(self.statistics, statistic, autocorrelation)

    def critical(self, autocorrelation: Floats, level: float) -> Floats:
        """Return the chance below which ``level`` of the histories at an autocorrelation lie."""
        return np.asarray(np.interp(autocorrelation, STEPS, np.quantile(self.chances, level, axis=1)))


def scale_of(null: Null, gain: Gain, regressors: Floats, *, trend: bool, draws: int, seed: int) -> Scale:
    """Return the scale for a fitted null: all series have the same autocorrelation in turn, and keep the rest."""
    times = np.asarray(null.places, dtype=float)
    parts = []
    for rho in STEPS:
        # The same noise at every step, so that the chances change smoothly from one to the next.
        alike = replace(null, autocorrelation=(float(rho),) * len(null.lines))
        parts.append(alike.simulate(draws, np.random.default_rng([seed, 2])))
    values = [np.concatenate(one) for one in zip(*parts, strict=True)]
    statistics = gain.of(values)
    estimates = estimate(null.lines, values, regressors, times, gain, trend=trend)
    ordered = np.sort(statistics.reshape(len(STEPS), draws), axis=1)
    return Scale(ordered, _interpolated(ordered, statistics, estimates).reshape(len(STEPS), draws))


def estimate(
    lines: Sequence[Line], values: Sequence[Floats], regressors: Floats, times: Floats, gain: Gain, *, trend: bool
) -> Floats:
    """Return the corrected autocorrelation of each history, the mean over the series that are tested."""
    found = []
    for line, one in zip(lines, values, strict=True):
        if line.name in gain.left_out:
            continue
        there = ~np.isnan(line.values)
        own, seen = regressors[there], one[..., there]
        if line.kind == "count":
            mean = fitted_means(seen, own)
            rest = (seen - mean) / np.sqrt(mean)
        else:
            rest = seen - (seen @ np.linalg.pinv(own).T) @ own.T
        whole = np.full(one.shape, np.nan)
        whole[..., there] = rest
        found.append(neighbours(whole, times, trend=trend))
    return np.asarray(np.mean(found, axis=0))


def _interpolated(ordered: Floats, statistic: Floats, autocorrelation: Floats) -> Floats:
    """Return chances between the steps; beyond the largest simulated the tail is taken to fall exponentially."""
    draws = ordered.shape[1]
    # Ties are part of "as large", which matters for counts.
    found = np.array([draws - np.searchsorted(row, statistic * (1 - 1e-9)) + 1 for row in ordered]) / (draws + 1)
    start = ordered[:, int(0.9 * draws)]
    fall = np.maximum(
        (ordered - start[:, None]).clip(0).sum(axis=1) / (ordered > start[:, None]).sum(axis=1).clip(1), 1e-9
    )
    found *= np.exp(-(statistic[None, :] - ordered[:, -1:]).clip(0) / fall[:, None])
    place = np.clip((autocorrelation - STEPS[0]) / (STEPS[1] - STEPS[0]), 0, len(STEPS) - 1)
    low = np.minimum(place.astype(int), len(STEPS) - 2)
    columns = np.arange(len(statistic))
    return np.asarray((low + 1 - place) * found[low, columns] + (place - low) * found[low + 1, columns])
