"""Randomisation over which units are treated: every assignment where they can be counted, a sample otherwise."""

from __future__ import annotations

import math
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from kelisim.stats.effects.names import BoolArray, FloatArray

# Up to this many assignments are enumerated.
MOST_ASSIGNMENTS = 50_000
# Sums that differ by less than this share are equal but for rounding.
_TIE = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Randomised:
    """A randomisation test of no effect, and the interval of constant effects that it does not reject.

    ``placebos``: the estimates under the assignments; ``exact`` where these are all of them. ``low`` and ``high`` are
    None where no effect whatever could be rejected at the level asked for.
    """

    effect: float
    p_value: float
    p_floor: float
    n_assignments: int
    exact: bool
    low: float | None
    high: float | None
    placebos: FloatArray


def floor(n_units: int, *cohorts: int) -> float:
    """Return one over the number of ways to assign treatment: the smallest p-value that any data could give.

    >>> round(floor(3, 1), 4), floor(20, 1)
    (0.3333, 0.05)
    """
    # With thousands of units the floor is below what a float can hold: the smallest one stands for it.
    return max(1 / ways(n_units, *cohorts), sys.float_info.min)


def ways(n_units: int, *cohorts: int) -> int:
    """Return the number of ways to choose cohorts of these sizes among units.

    >>> ways(10, 1), ways(6, 3), ways(5, 1, 1)
    (10, 20, 20)
    """
    number, left = 1, n_units
    for size in cohorts:
        number *= math.comb(left, size)
        left -= size
    return number


def counted(number: int) -> str:
    """Return a count in words that stay short: 816, 10^2650."""
    return f"{number}" if number < 10**7 else f"about 10^{math.floor(math.log10(number))}"


def controls_needed(n_treated: int, level: float) -> int:
    """Return how many controls a randomisation test needs before it can reach a level at all.

    >>> [controls_needed(1, level) for level in (0.10, 0.05)]
    [9, 19]
    """
    controls = 0
    # Counted in whole numbers, so that 1/20 is no more than .05 whatever its rounding.
    while math.comb(n_treated + controls, n_treated) * level < 1 - 1e-12:
        controls += 1
    return controls


def controls_missing(n_treated: int, smallest: float, level: float = 0.05) -> int | None:
    """Return how many controls it takes to reach a level, None where the smallest attainable p reaches it already."""
    return controls_needed(n_treated, level) if smallest > level + 1e-12 else None


def randomise(
    changes: FloatArray,
    treated: BoolArray,
    *,
    confidence: float = 0.95,
    replicates: int = 1999,
    seed: int = 0,
) -> Randomised:
    """Test no effect on any unit by assigning the treatment anew among units (Fisher 1935; Rosenbaum 2002, ch. 2).

    ``changes``: one change a unit. The statistic is the absolute difference of mean changes. With at most
    ``MOST_ASSIGNMENTS`` assignments all are enumerated and p = count / number, the actual one included; beyond,
    ``replicates`` are drawn and p = (1 + count) / (1 + replicates) (Phipson and Smyth 2010). The interval holds every
    constant effect with p above 1 - ``confidence``.
    """
    n, k = len(changes), int(treated.sum())
    number = ways(n, k)
    own = float(changes[treated].mean() - changes[~treated].mean())
    exact = number <= MOST_ASSIGNMENTS
    if exact:
        sums, overlaps = _every(changes, treated, k)
    else:
        sums, overlaps = _drawn(changes, treated, k, replicates, seed)
    total = float(changes.sum())
    placebos = sums / k - (total - sums) / (n - k)
    slack = _TIE * max(1.0, float(np.abs(changes).max()))
    at_least = int((np.abs(placebos) >= abs(own) - slack).sum())
    p_value = at_least / number if exact else (1 + at_least) / (1 + len(placebos))
    shares = overlaps / k - (k - overlaps) / (n - k)
    low, high = _inverted(own, placebos, shares, 1 - confidence, extra=0 if exact else 1)
    return Randomised(own, p_value, floor(n, k), number, exact, low, high, placebos)


def _every(changes: FloatArray, treated: BoolArray, k: int) -> tuple[FloatArray, FloatArray]:
    if k == 1:
        return changes.astype(float), treated.astype(float)
    chosen = np.array(list(combinations(range(len(changes)), k)), dtype=np.int64)
    return changes[chosen].sum(axis=1), treated[chosen].sum(axis=1).astype(float)


def _drawn(
    changes: FloatArray, treated: BoolArray, k: int, replicates: int, seed: int
) -> tuple[FloatArray, FloatArray]:
    generator = np.random.default_rng(seed)
    n = len(changes)
    # The smaller side is drawn: the sum of the other is what is left of the total.
    fewer = min(k, n - k)
    sums, overlaps = np.empty(replicates), np.empty(replicates)
    # One look-up gives both: the change as the real part, whether the unit is treated as the imaginary one.
    both = changes + 1j * treated
    for draw in range(replicates):
        total = both[generator.choice(n, fewer, replace=False, shuffle=False)].sum()
        sums[draw], overlaps[draw] = total.real, total.imag
    if fewer != k:
        sums, overlaps = changes.sum() - sums, k - overlaps
    return sums, overlaps


def _inverted(
    own: float, placebos: FloatArray, shares: FloatArray, level: float, *, extra: int
) -> tuple[float | None, float | None]:
    """Return the ends of the set of constant effects that are not rejected.

    Under an effect of x the assignment's estimate is placebo - x * share and the actual one own - x, so that it is the
    more extreme for x between (own - placebo) / (1 - share) and (own + placebo) / (1 + share).
    """
    same = shares >= 1 - _TIE
    opposite = shares <= -1 + _TIE
    always = int((same | opposite).sum()) + extra
    number = len(placebos) + extra
    rest = ~(same | opposite)
    if always > level * number * (1 + _TIE):
        return None, None
    one = (own - placebos[rest]) / (1 - shares[rest])
    other = (own + placebos[rest]) / (1 + shares[rest])
    begins, ends = np.sort(np.minimum(one, other)), np.sort(np.maximum(one, other))
    # An effect is kept while more than the level's share of assignments is at least as extreme.
    needed = math.floor(level * number * (1 + _TIE)) + 1 - always
    if needed <= 0:
        return None, None
    points = np.unique(np.concatenate([begins, ends]))
    covering = np.searchsorted(begins, points, side="right") - np.searchsorted(ends, points, side="left")
    kept = points[covering >= needed]
    if not len(kept):
        return own, own
    return float(kept[0]), float(kept[-1])


def compare(own: float, others: Sequence[float] | FloatArray) -> float:
    """Return the share of absolute values, the own one included, that are at least as large as the own one."""
    rivals = np.abs(np.asarray(others, dtype=float))
    slack = _TIE * max(1.0, abs(own))
    return (1 + int((rivals >= abs(own) - slack).sum())) / (1 + len(rivals))
