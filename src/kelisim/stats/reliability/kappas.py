"""Percent agreement and the kappa family, for any number of coders and with missing ratings.

Gwet, K. L. (2014). Handbook of inter-rater reliability, 4th ed., chapters 2 to 5: observed agreement is averaged over
units with two ratings or more, chance agreement uses every unit with a rating.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace

import numpy as np

from kelisim.stats.reliability.counts import Units, by_cluster
from kelisim.stats.reliability.names import FloatArray, IntArray
from kelisim.stats.reliability.sums import Sums, corrected, quotient

# Coefficients whose chance agreement keeps the coders' own distributions apart.
BY_CODER = ("cohen_kappa", "conger_kappa")


@dataclass(frozen=True, slots=True)
class UnitTable:
    """What a kappa needs to know of each unit; all arrays have one entry (or row) a unit."""

    number: FloatArray  # ratings
    pairable: FloatArray  # one where there are two ratings or more
    agreement: FloatArray  # weighted share of agreeing pairs; nought where not pairable
    shares: FloatArray  # share of ratings in each category


def unit_table(units: Units, weights: FloatArray) -> UnitTable:
    """Return the table of the units under a matrix of weights."""
    counts, number = units.counts, units.number
    pairs = number * (number - 1)
    agreeing = np.einsum("uc,uc->u", counts @ weights, counts) - number
    agreement = np.divide(agreeing, pairs, out=np.zeros_like(pairs), where=pairs > 0)
    return UnitTable(number, (number >= 2).astype(np.float64), agreement, counts / np.maximum(number, 1)[:, None])


def kappa_sums(
    coefficient: str,
    units: Units,
    weights: FloatArray,
    clusters: IntArray,
    number: int,
    held: dict[Hashable, Sums] | None = None,
) -> Sums:
    """Return the sums of a percent agreement or kappa over clusters (one label a unit, 0 to ``number`` - 1).

    ``held`` keeps the sums of these units, which most kappas share, for the next of them.
    """
    chance = _chance(coefficient, len(units.codes), weights)

    def estimate(totals: FloatArray) -> FloatArray:
        observed = quotient(totals[:, 1], totals[:, 0])
        return corrected(observed, chance(totals[:, 2], totals[:, 3:]))

    apart = coefficient in BY_CODER
    key = (apart, number, weights.tobytes())
    if held is not None and key in held:
        return replace(held[key], estimate=estimate)
    table = unit_table(units, weights)
    heads = np.stack([table.pairable, table.agreement, np.ones_like(table.number)], axis=1)
    parts = [by_cluster(units.weighed(heads), clusters, number)]
    if apart:
        parts += units.by_coder(clusters, number)
    else:
        parts.append(by_cluster(units.weighed(table.shares), clusters, number))
    sums = Sums(np.concatenate(parts, axis=1), estimate)
    if held is not None:
        held[key] = sums
    return sums


def expected_agreement(coefficient: str, units: Units, weights: FloatArray) -> float:
    """Return the chance agreement over all units."""
    sums = kappa_sums(coefficient, units, weights, np.zeros(0, dtype=np.int64), 1)
    totals = sums.totals[None, :]
    return float(_chance(coefficient, len(units.codes), weights)(totals[:, 2], totals[:, 3:])[0])


def _chance(coefficient: str, coders: int, weights: FloatArray) -> Callable[[FloatArray, FloatArray], FloatArray]:
    """Return chance agreement as a function of the number of units and the totals by category (or coder, category)."""
    size = len(weights)

    def none(units: FloatArray, totals: FloatArray) -> FloatArray:
        return np.zeros_like(units)

    def uniform(units: FloatArray, totals: FloatArray) -> FloatArray:
        return np.full_like(units, weights.sum() / size**2 if size else np.nan)

    def pooled(units: FloatArray, totals: FloatArray) -> FloatArray:
        share = quotient(totals, np.repeat(units[:, None], size, axis=1))
        chance: FloatArray = ((share @ weights) * share).sum(axis=1)
        return chance

    def gwet(units: FloatArray, totals: FloatArray) -> FloatArray:
        share = quotient(totals, np.repeat(units[:, None], size, axis=1))
        if size < 2:
            return np.full_like(units, np.nan)
        chance: FloatArray = weights.sum() / (size * (size - 1)) * (share * (1 - share)).sum(axis=1)
        return chance

    def apart(units: FloatArray, totals: FloatArray) -> FloatArray:
        counts = totals.reshape(len(totals), coders, size)
        rated = counts.sum(axis=2)
        active = (rated > 0).sum(axis=1).astype(np.float64)
        share = counts / np.maximum(rated, 1)[:, :, None]
        every = share.sum(axis=1)
        own = (share @ weights * share).sum(axis=(1, 2))
        return quotient((every @ weights * every).sum(axis=1) - own, active * (active - 1))

    if coefficient == "percent":
        return none
    if coefficient == "brennan_prediger":
        return uniform
    if coefficient in BY_CODER:
        return apart
    return gwet if coefficient in ("gwet_ac1", "gwet_ac2") else pooled
