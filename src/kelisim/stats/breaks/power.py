"""Power: how often a shift of a given size would be found with the periods and the autocorrelation at hand."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kelisim.stats.breaks.gain import Gain, smooth
from kelisim.stats.breaks.kinds import Line
from kelisim.stats.breaks.null import HIGHEST, LOWEST, autoregressive, neighbours
from kelisim.stats.breaks.panel import Floats

SHIFTS = (1.0, 2.0, 3.0, 4.0)
_STEP = 0.1


def power(
    places: Sequence[int],
    partition: Sequence[int],
    *,
    seen: Sequence[NDArray[np.bool_]],
    autocorrelation: float,
    trend: bool,
    level: float,
    draws: int,
    seed: int,
    shifts: Sequence[float] = SHIFTS,
) -> dict[float, float]:
    """Return how often the test at ``level`` finds a lasting shift at one boundary, by its size.

    ``seen`` says for each series in which of the periods it has a value. Sizes are in standard deviations of the noise;
    all series shift together, and the boundaries of the partition take turns. Series are normal and independent of one
    another, so for counts this is the normal approximation. Each draw goes through the whole test: its autocorrelation
    is estimated and its null simulated anew. Nothing is returned where no series can be tested.
    """
    rng = np.random.default_rng(seed)
    offsets = np.asarray(places) - places[0]
    times = np.asarray(places, dtype=float)
    regressors = smooth(times, trend=trend)
    blanks = [Line(str(i), "gaussian", np.where(one, 0.0, np.nan), 1.0) for i, one in enumerate(seen)]
    gain = Gain(blanks, regressors, partition)
    series = len(seen)
    if not gain.possible:
        return {}
    steps = np.arange(LOWEST, HIGHEST + _STEP, _STEP).clip(LOWEST, HIGHEST)
    critical = []
    for rho in steps:
        noise = rng.standard_normal((series, draws, int(offsets[-1]) + 1))
        critical.append(float(np.quantile(gain.of(list(autoregressive(noise, float(rho))[..., offsets])), 1 - level)))
    noise = rng.standard_normal((series, draws, int(offsets[-1]) + 1))
    paths = autoregressive(noise, autocorrelation)[..., offsets]
    turn = np.asarray(partition)[np.arange(draws) % len(partition)]
    shifted = (np.arange(len(places))[None, :] >= turn[:, None]).astype(float)
    found = {}
    for shift in shifts:
        values = paths + shift * shifted
        residuals = [_residual(one, there, regressors) for one, there in zip(values, seen, strict=True)]
        rho = np.mean([neighbours(one, times, trend=trend) for one in residuals], axis=0)
        limit = np.interp(rho, steps, critical)
        found[float(shift)] = float(np.mean(gain.of(list(values)) > limit))
    return found


def _residual(values: Floats, seen: NDArray[np.bool_], regressors: Floats) -> Floats:
    """Return what the regressors leave of the values that are seen, NaN elsewhere."""
    own = regressors[seen]
    found = np.full(values.shape, np.nan)
    found[:, seen] = values[:, seen] @ (np.eye(len(own)) - own @ np.linalg.pinv(own))
    return found
