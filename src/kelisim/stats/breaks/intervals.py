"""Intervals for the date of a break, from the limit distribution of its least-squares estimate."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from scipy.optimize import brentq
from scipy.stats import norm

from kelisim.stats.breaks.panel import Floats

FEWEST = 10
_HIGHEST = 0.9


def argmax_chance(x: float, drift: float, variance: float) -> float:
    """Return P(V <= x) for the place V at which a two-sided Brownian motion with falling drift is highest.

    Left of nought it has variance 1 and drift 1/2, right of it ``variance`` and ``drift`` / 2 a unit of time (Bai 1997,
    proposition 3 and appendix B). The left side follows from the right by reversing and rescaling time.
    """
    if x < 0:
        stretch = variance / drift**2
        return 1 - argmax_chance(-x / stretch, 1 / drift, 1 / variance)
    steepness = drift**2 / variance
    root = math.sqrt(x)
    bell = math.sqrt(steepness) * root * math.exp(-steepness * x / 8) / math.sqrt(2 * math.pi)
    both = variance + drift
    # The exponential grows as fast as the normal tail falls, so the two are joined before they are taken.
    tail = math.exp(both * x / 2 + float(norm.logcdf(-(variance + drift / 2) * root / math.sqrt(variance))))
    rising = drift * (2 * variance + drift) / (variance * both) * tail
    level = (2 * variance + drift) ** 2 / (both * variance) - 2 + steepness * x / 2
    return 1 + bell + rising - level * float(norm.cdf(-math.sqrt(steepness) * root / 2))


def quantile(chance: float, drift: float, variance: float) -> float:
    """Return the quantile of that place."""
    edge = 8.0
    while argmax_chance(-edge, drift, variance) > chance or argmax_chance(edge, drift, variance) < chance:
        edge *= 2
    return float(brentq(lambda x: argmax_chance(x, drift, variance) - chance, -edge, edge, xtol=1e-10))


def break_interval(before: Floats, after: Floats, confidence: float, *, stretch: float = 1.0) -> tuple[int, int]:
    """Return how many positions below and above its estimate the first position after a break may lie.

    ``before`` and ``after`` are the values of the two phases that meet there, with variances of their own (Bai and
    Perron 1998, 2003). These are taken as independent in time, as R strucchange's ``confint`` does by default, or with
    a long-run variance of ``stretch`` times their own. Rounded outwards.
    """
    shift = float(after.mean() - before.mean())
    first, second = float(np.mean((before - before.mean()) ** 2)), float(np.mean((after - after.mean()) ** 2))
    if shift == 0 or first == 0 or second == 0:
        return 0, 0
    unit = stretch * first / shift**2
    low = quantile((1 - confidence) / 2, 1.0, second / first) * unit
    high = quantile((1 + confidence) / 2, 1.0, second / first) * unit
    return math.ceil(high), -math.floor(low)


def stretch_of(phases: Sequence[Floats]) -> float:
    """Return the long-run variance of errors over their variance, (1 + rho) / (1 - rho) for a first-order rho.

    ``phases`` hold values without gaps. rho is that of the residuals from the phases' means, shared by all and
    corrected for the bias that a mean a phase brings (Kendall 1954), but at least 0 and at most .9 (Andrews and Monahan
    1992).
    """
    residuals = [one - one.mean() for one in phases]
    pairs = sum(len(one) - 1 for one in residuals)
    below = sum(float(one[:-1] @ one[:-1]) for one in residuals)
    if pairs < 1 or below == 0:
        return 1.0
    raw = sum(float(one[1:] @ one[:-1]) for one in residuals) / below
    lost = len(residuals)
    rho = (pairs * raw + lost) / max(pairs - 3 * lost, 1)
    rho = min(max(rho, 0.0), _HIGHEST)
    return (1 + rho) / (1 - rho)
