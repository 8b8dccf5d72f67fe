"""The test of declared boundaries against a history without phases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from kelisim.stats.breaks.calibrate import Scale, estimate, scale_of
from kelisim.stats.breaks.gain import FEWEST_FREEDOM, Gain, smooth
from kelisim.stats.breaks.kinds import Line
from kelisim.stats.breaks.null import fit
from kelisim.stats.breaks.panel import Floats

_FEWEST = 99
DESCRIBED = {
    "trend": "trend with AR(1) errors",
    "level": "level with AR(1) errors",
    "permutation": "exchangeable periods",
}


@dataclass(frozen=True, slots=True)
class Tested:
    """A p-value (None where ``why`` says), its statistic, and what the null was fitted to be.

    ``reached`` counts the draws that gain at least as much; ``left_out`` names the series with too few values to take
    part in the test.
    """

    p_value: float | None
    reached: int
    statistic: float
    autocorrelation: tuple[float, ...]
    dispersion: tuple[float, ...]
    left_out: tuple[str, ...] = ()
    why: str = ""
    scale: Scale | None = field(default=None, repr=False, compare=False)


def bootstrap_test(
    lines: Sequence[Line],
    places: Sequence[int],
    partition: Sequence[int],
    *,
    null: str,
    draws: int,
    seed: int,
    scale: Scale | None = None,
) -> Tested:
    """Return how often a history without phases gains as much from these boundaries, by parametric bootstrap.

    p = (1 + number of draws that gain at least as much) / (draws + 1) (Davison and Hinkley 1997, section 4.2), where
    gains are compared on the scale of ``calibrate``; ``scale`` is one made for the same series and boundaries.
    """
    trend = null == "trend"
    fitted = fit(lines, places, trend=trend)
    times = np.asarray(places, dtype=float)
    regressors = smooth(times, trend=trend)
    gain = Gain(lines, regressors, partition)
    own = float(gain.of([line.values for line in lines]))
    rhos, alphas = fitted.autocorrelation, fitted.dispersion
    if not gain.possible:
        why = f"the phases leave fewer than {FEWEST_FREEDOM} degrees of freedom, too few to test them"
        return Tested(None, 0, own, rhos, alphas, gain.left_out, why)
    rng = np.random.default_rng(seed)
    if null == "permutation":
        reached = int(np.sum(gain.of(_permuted(lines, draws, rng)) >= own - 1e-9 * max(1.0, abs(own))))
        return Tested((1 + reached) / (draws + 1), reached, own, rhos, alphas, gain.left_out)
    scale = scale or scale_of(fitted, gain, regressors, trend=trend, draws=max(draws // 2, _FEWEST), seed=seed)

    def chances(values: Sequence[Floats]) -> Floats:
        return scale.chance(gain.of(values), estimate(lines, values, regressors, times, gain, trend=trend))

    mine = float(chances([line.values[None] for line in lines])[0])
    reached = int(np.sum(chances(fitted.simulate(draws, rng)) <= mine * (1 + 1e-9)))
    return Tested((1 + reached) / (draws + 1), reached, own, rhos, alphas, gain.left_out, scale=scale)


def _permuted(lines: Sequence[Line], draws: int, rng: np.random.Generator) -> list[Floats]:
    n = len(lines[0].values)
    orders = np.argsort(rng.random((draws, n)), axis=1)
    found = []
    for line in lines:
        there = np.flatnonzero(~np.isnan(line.values))
        values = np.full((draws, n), np.nan)
        ranks = np.argsort(np.argsort(orders[:, there], axis=1), axis=1)
        values[:, there] = line.values[there][ranks]
        found.append(values)
    return found
