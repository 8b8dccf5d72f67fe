"""Jackknife and bootstrap over clusters, on sufficient sums.

Efron, B. and Tibshirani, R. J. (1993). An introduction to the bootstrap, chapters 11 and 13. Units of one document
are not independent; leaving out or drawing whole documents keeps their dependence.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy import stats

from kelisim.stats.reliability.names import FloatArray
from kelisim.stats.reliability.sums import Rows, Sums

# Draws up to this many cells (8 MB) are kept for the next call.
_KEPT = 1_000_000
# OpenBLAS takes products of more multiplications than this to several threads; fewer rows at once gain nothing.
_ONE_THREAD, _WORTH_CUTTING = 250_000, 4


@dataclass(frozen=True, slots=True)
class Bounds:
    """A standard error and interval; None with ``why`` where the data cannot support them."""

    standard_error: float | None
    low: float | None
    high: float | None
    why: str = ""


def student(value: float, error: float, degrees: int, confidence: float) -> tuple[float, float]:
    """Return value plus and minus the error times Student's quantile, cut at 1, which no coefficient exceeds."""
    reach = float(stats.t.ppf(0.5 + confidence / 2, degrees)) * error
    return value - reach, min(1.0, value + reach)


def jackknife(sums: Sums, value: float, confidence: float) -> Bounds:
    """Leave out each cluster once; the interval uses Student's t with one degree fewer than there are clusters."""
    number = sums.n_clusters
    if number < 2:
        return Bounds(None, None, None, "one cluster alone cannot be left out: no interval")
    totals = sums.totals
    parts = []
    for start in range(0, number, sums.block()):
        gone = _dense(sums.rows[start : start + sums.block()])
        parts.append(sums.estimate(totals - gone))
    return left_out(np.concatenate(parts), value, confidence, "clusters")


def left_out(without: FloatArray, value: float, confidence: float, what: str) -> Bounds:
    """Return the jackknife's interval from the coefficient without each of the things that can be left out."""
    number = len(without)
    if number < 2:
        return Bounds(None, None, None, f"fewer than two {what}: none can be left out, and there is no interval")
    if np.isnan(without).any():
        lost = int(np.isnan(without).sum())
        return Bounds(None, None, None, f"undefined without {lost} of the {number} {what}: no jackknife interval")
    spread = float(((without - without.mean()) ** 2).sum())
    error = float(np.sqrt((number - 1) / number * spread))
    return Bounds(error, *student(value, error, number - 1, confidence), flat(error, value))


def bootstrap(sums: Sums, value: float, confidence: float, replicates: int, seed: int) -> Bounds:
    """Draw clusters with replacement; percentile interval. Draws in which the coefficient is undefined are left out."""
    number = sums.n_clusters
    if number < 2:
        return Bounds(None, None, None, "one cluster alone cannot be drawn anew: no interval")
    rng = np.random.default_rng(seed)
    block = min(sums.block(), max(1, int(2e7 // number)))
    parts = []
    if block >= replicates and replicates * number <= _KEPT:
        if (seed, replicates) not in sums.drawn:
            sums.drawn[seed, replicates] = _product(_draws_of(seed, replicates, number), sums.rows)
        parts.append(sums.estimate(sums.drawn[seed, replicates]))
    else:
        for start in range(0, replicates, block):
            draws = _draws(rng, min(block, replicates - start), number)
            parts.append(sums.estimate(_product(draws, sums.rows)))
    drawn = np.concatenate(parts)
    kept = drawn[~np.isnan(drawn)]
    if len(kept) < max(2, replicates / 2):
        return Bounds(
            None, None, None, f"undefined in {replicates - len(kept)} of {replicates} draws: no bootstrap interval"
        )
    places = np.array([0.5 - confidence / 2, 0.5 + confidence / 2]) * (len(kept) - 1)
    low, high = np.interp(places, np.arange(len(kept)), np.sort(kept))
    error = float(kept.std(ddof=1))
    why = flat(error, value)
    if len(kept) < replicates:
        why = f"{replicates - len(kept)} of {replicates} draws were undefined and left out"
    return Bounds(error, float(low), float(high), why)


@lru_cache(maxsize=2)
def _draws_of(seed: int, size: int, number: int) -> FloatArray:
    """Return the draws of a seed, resamples x clusters; comparisons of the same documents share them."""
    draws = _draws(np.random.default_rng(seed), size, number)
    draws.setflags(write=False)
    return draws


def _draws(rng: np.random.Generator, size: int, number: int) -> FloatArray:
    """Return how often each cluster is drawn in each of ``size`` resamples."""
    chosen = rng.integers(0, number, size=(size, number))
    chosen += np.arange(size)[:, None] * number
    return np.bincount(chosen.ravel(), minlength=size * number).reshape(size, number).astype(np.float64)


def _product(draws: FloatArray, rows: Rows) -> FloatArray:
    """Return the sums of each resample.

    Products of this size are done in less time than it takes to wake a second thread, and on a busy machine many times
    faster: the library for linear algebra keeps those that stay below its limit on one.
    """
    if not isinstance(rows, np.ndarray):
        return _dense(draws @ rows)
    step = max(1, _ONE_THREAD // rows.size)
    if step < _WORTH_CUTTING:
        return draws @ rows
    found = np.empty((len(draws), rows.shape[1]))
    for start in range(0, len(draws), step):
        np.matmul(draws[start : start + step], rows, out=found[start : start + step])
    return found


def _dense(rows: Rows) -> FloatArray:
    return rows if isinstance(rows, np.ndarray) else np.asarray(rows.toarray(), dtype=np.float64)


def flat(error: float, value: float) -> str:
    """Return what is wrong with an interval without width, or ""."""
    if error > 1e-12:
        return ""
    what = "full agreement" if value > 1 - 1e-12 else "no variation between units"
    return f"{what}: the interval has no width and says nothing of the uncertainty"
