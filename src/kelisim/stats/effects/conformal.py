"""Conformal inference on one treated series (Chernozhukov, Wüthrich and Zhu 2021)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from kelisim.stats.effects.names import FloatArray
from kelisim.stats.effects.synthetic import simplex_weights

_GRID = 241
_TIE = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Conformal:
    """The p-value of no effect in any period, and the constant effects that are not rejected (None where all are)."""

    p_value: float
    p_floor: float
    low: float | None
    high: float | None


def synthetic_residuals(own: FloatArray, donors: FloatArray) -> FloatArray:
    """Return the gap to the convex combination of donors that fits all periods best."""
    return own - simplex_weights(donors.T, own) @ donors


def difference_residuals(own: FloatArray, donors: FloatArray) -> FloatArray:
    """Return the gap to the donors' mean, less its mean over all periods."""
    gap = own - donors.mean(axis=0)
    return np.asarray(gap - gap.mean())


def conformal_p_value(
    own: FloatArray,
    donors: FloatArray,
    before: int,
    effect: float | FloatArray = 0.0,
    *,
    model: Callable[[FloatArray, FloatArray], FloatArray] = synthetic_residuals,
    power: float = 1.0,
    scheme: Literal["moving_block", "iid"] = "moving_block",
    replicates: int = 5000,
    seed: int = 0,
) -> float:
    """Return the p-value of an effect in the periods from ``before`` on, by permuting residuals over time.

    The model is fitted to all periods with the supposed effect taken off, so that under it residuals are exchangeable
    ("iid") or stationary ("moving_block": the T shifts of the series on a circle, the smallest p being 1/T). The
    statistic is (sum of |residual|^power after the start / root of their number)^(1/power), ibid., section 2.2.
    """
    adjusted = own.astype(float).copy()
    adjusted[before:] -= effect
    residuals = np.abs(model(adjusted, donors)) ** power
    periods, after = len(own), len(own) - before
    if scheme == "moving_block":
        doubled = np.concatenate([residuals, residuals])
        sums = np.convolve(doubled, np.ones(after), mode="valid")[:periods]
    else:
        generator = np.random.default_rng(seed)
        sums = np.array([generator.permutation(residuals)[:after].sum() for _ in range(replicates)])
    actual = residuals[before:].sum()
    slack = _TIE * max(1.0, float(actual))
    at_least = int((sums >= actual - slack).sum())
    return at_least / periods if scheme == "moving_block" else (1 + at_least) / (1 + replicates)


def conformal(
    own: FloatArray,
    donors: FloatArray,
    before: int,
    *,
    model: Callable[[FloatArray, FloatArray], FloatArray] = synthetic_residuals,
    confidence: float = 0.95,
) -> Conformal:
    """Test no effect and invert the test for a constant one, by the shifts of the series.

    The interval is searched on a grid as wide as the data allow and its ends are refined by halving.
    """
    periods = len(own)
    p_value = conformal_p_value(own, donors, before, model=model)
    level = 1 - confidence
    if 1 / periods > level * (1 + _TIE):
        return Conformal(p_value, 1 / periods, None, None)

    def kept(effect: float) -> bool:
        return conformal_p_value(own, donors, before, effect, model=model) > level * (1 + _TIE)

    middle = float((own - donors.mean(axis=0))[before:].mean() - (own - donors.mean(axis=0))[:before].mean())
    reach = 2 * float(np.ptp(np.vstack([own, donors]))) or 1.0
    grid = np.linspace(middle - reach, middle + reach, _GRID)
    inside = [kept(float(one)) for one in grid]
    if not any(inside):
        return Conformal(p_value, 1 / periods, middle, middle)
    first, last = inside.index(True), _GRID - 1 - inside[::-1].index(True)
    if first == 0 or last == _GRID - 1:
        return Conformal(p_value, 1 / periods, None, None)
    return Conformal(
        p_value,
        1 / periods,
        _edge(kept, float(grid[first - 1]), float(grid[first])),
        _edge(kept, float(grid[last + 1]), float(grid[last])),
    )


def _edge(kept: Callable[[float], bool], outside: float, inside: float) -> float:
    for _ in range(30):
        middle = (outside + inside) / 2
        if kept(middle):
            inside = middle
        else:
            outside = middle
    return inside
