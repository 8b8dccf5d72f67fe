"""Power: how often a shift of a given size would be found with the periods and the autocorrelation at hand."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kelisim.stats.breaks.calibrate import estimate, scale_of
from kelisim.stats.breaks.gain import Gain, smooth
from kelisim.stats.breaks.kinds import Line
from kelisim.stats.breaks.null import Null

SHIFTS = (1.0, 2.0, 3.0, 4.0)


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
    another, so for counts this is the normal approximation. Each draw goes through the whole test.
    Nothing is returned where no series can be tested.
    """
    times = np.asarray(places, dtype=float)
    regressors = smooth(times, trend=trend)
    blanks = [Line(str(i), "gaussian", np.where(one, 0.0, np.nan), 1.0) for i, one in enumerate(seen)]
    gain = Gain(blanks, regressors, partition)
    series = len(seen)
    if not gain.possible:
        return {}
    width = len(places)
    null = Null(
        lines=tuple(blanks),
        places=tuple(places),
        autocorrelation=(autocorrelation,) * series,
        between=np.eye(series),
        fits=(np.zeros(width),) * series,
        spread=(1.0,) * series,
        dispersion=(0.0,) * series,
    )
    scale = scale_of(null, gain, regressors, trend=trend, draws=draws, seed=seed)
    paths = null.simulate(draws, np.random.default_rng([seed, 3]))
    turn = np.asarray(partition)[np.arange(draws) % len(partition)]
    shifted = (np.arange(width)[None, :] >= turn[:, None]).astype(float)
    found = {}
    for shift in shifts:
        values = [path + shift * shifted for path in paths]
        rho = estimate(blanks, values, regressors, times, gain, trend=trend)
        found[float(shift)] = float(np.mean(scale.chance(gain.of(values), rho) <= scale.critical(rho, level)))
    return found
