"""How much better phases fit than the history without them: the statistic that is tested."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.special import xlogy

from kelisim.stats.breaks.kinds import Line
from kelisim.stats.breaks.panel import Floats

FEWEST_FREEDOM = 2
_STEPS = 12
_TINY = 1e-300


def smooth(times: Floats, *, trend: bool) -> Floats:
    """Return the regressors of a history without phases: a constant, and time where there may be a trend."""
    centred = (times - times.mean()) / max(float(np.ptp(times)), 1.0)
    return np.stack([np.ones(len(times)), centred], axis=1) if trend else np.ones((len(times), 1))


def stepped(regressors: Floats, partition: Sequence[int]) -> Floats:
    """Return the regressors with a step at each boundary beside them."""
    rows = np.arange(len(regressors))
    return np.concatenate([regressors, *[(rows >= b).astype(float)[:, None] for b in partition]], axis=1)


class Gain:
    """The statistic for one partition: sum over the series of n log(misfit without phases / misfit with them).

    Misfit is the sum of squared residuals of numbers and logits, and the Poisson deviance of counts around a
    log-linear trend. For one series of numbers it is a monotone function of the F statistic of the phase steps, and
    does not depend on level, scale or trend: under the null only the autocorrelation matters. A series to which the
    phases leave fewer than two degrees of freedom is ``left_out``: they would fit anything.
    """

    def __init__(self, lines: Sequence[Line], regressors: Floats, partition: Sequence[int]) -> None:
        full = stepped(regressors, partition)
        self._parts = []
        left_out = []
        for index, line in enumerate(lines):
            there = ~np.isnan(line.values)
            basis = _basis(full[there])
            if int(there.sum()) - basis.shape[1] < FEWEST_FREEDOM:
                left_out.append(line.name)
            else:
                self._parts.append((index, line.kind, there, _basis(regressors[there]), basis))
        self.left_out = tuple(left_out)

    @property
    def possible(self) -> bool:
        """Say whether any series has enough values left to test the phases with."""
        return bool(self._parts)

    def of(self, values: Sequence[Floats]) -> Floats:
        """Return the statistic for each draw; ``values`` holds an array (draws, periods) a series."""
        total: Floats | float = 0.0
        for index, kind, there, null, full in self._parts:
            seen = values[index][..., there]
            if kind == "count":
                before, after = poisson_deviance(seen, null), poisson_deviance(seen, full)
            else:
                before, after = _squares(seen, null), _squares(seen, full)
            floor = 1e-12 * before + _TINY
            total = total + seen.shape[-1] * (np.log(before + floor) - np.log(np.maximum(after, 0) + floor))
        return np.asarray(total)


def _basis(regressors: Floats) -> Floats:
    """Return orthonormal columns with the span of the regressors, which may be of lower rank."""
    left, size, _ = np.linalg.svd(regressors, full_matrices=False)
    return np.asarray(left[:, size > 1e-9 * size[0]])


def _squares(values: Floats, basis: Floats) -> Floats:
    residual = values - (values @ basis) @ basis.T
    return np.asarray(np.sum(residual**2, axis=-1))


def fitted_means(counts: Floats, basis: Floats) -> Floats:
    """Return the means of Poisson regressions of many draws on one set of regressors, with a log link, by scoring."""
    linear = np.log(counts + 0.5)
    ridge = 1e-8 * np.eye(basis.shape[1])
    for _ in range(_STEPS):
        mean = np.exp(linear)
        working = linear + (counts - mean) / mean
        weighted = basis * mean[..., None]
        normal = np.swapaxes(weighted, -1, -2) @ basis + ridge
        right = np.swapaxes(weighted, -1, -2) @ working[..., None]
        # A phase without any event drives its mean to nothing; the bound keeps it a number.
        before, linear = linear, np.clip((basis @ np.linalg.solve(normal, right))[..., 0], -12.0, 25.0)
        if np.abs(linear - before).max() < 1e-6:
            break
    return np.asarray(np.exp(linear))


def poisson_deviance(counts: Floats, basis: Floats) -> Floats:
    """Return the deviance of Poisson regressions of many draws on one set of regressors."""
    mean = fitted_means(counts, basis)
    return np.asarray(np.maximum(2 * np.sum(xlogy(counts, counts / mean) - counts + mean, axis=-1), 0.0))
