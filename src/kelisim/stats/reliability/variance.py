"""Published large-sample standard errors.

Cohen's kappa without missing ratings: Fleiss, J. L., Cohen, J. and Everitt, B. S. (1969). Large sample standard errors
of kappa and weighted kappa. Psychological Bulletin 72, 323-327. Everything else: the linearised variances of Gwet,
K. L. (2014), Handbook of inter-rater reliability, 4th ed., chapter 5, which take units as the sample, coders as
fixed, and the number of units with two ratings or more as given.
"""

from __future__ import annotations

import numpy as np

from kelisim.stats.reliability.counts import Units
from kelisim.stats.reliability.differences import Difference
from kelisim.stats.reliability.kappas import BY_CODER, UnitTable, expected_agreement, unit_table
from kelisim.stats.reliability.names import CodeArray, FloatArray


def kappa_error(coefficient: str, coded: Units, weights: FloatArray, value: float) -> float:
    """Return the standard error of a percent agreement or kappa; NaN with fewer than two units."""
    codes, units = coded.codes, coded.n_units
    if units < 2:
        return float("nan")
    if coefficient == "cohen_kappa" and (codes >= 0).all():
        return _fleiss_cohen_everitt(codes, weights, value)
    table = unit_table(coded, weights)
    chance = expected_agreement(coefficient, coded, weights)
    # Units with one rating inform chance agreement only; the others stand for them in observed agreement.
    scale = units / table.pairable.sum()
    parts = scale * (table.agreement - chance * table.pairable) / (1 - chance)
    drift = _chance_drift(coefficient, codes, weights, table)
    return _error_of_mean(parts - 2 * (1 - value) * drift / (1 - chance) - value)


def alpha_error(coded: Units, difference: Difference) -> float:
    """Return the standard error of alpha with a fixed difference; every unit must be pairable."""
    if coded.n_units < 2:
        return float("nan")
    ratings = coded.number
    mean = ratings.mean()
    within = coded.disagreement(difference) / (ratings - 1)
    shares = coded.totals / ratings.sum()
    typical = difference.apply(shares[None, :])[0]
    chance = float(shares @ typical)
    observed = within.mean() / mean
    typical_of_unit = np.append(typical, 0.0)[coded.codes].sum(axis=0)
    # Gwet takes the observed agreement with its small-sample term as the mean from which longer units depart.
    observed_part = (within - observed * ratings) / mean + observed * (ratings / mean - 1) / ratings.sum()
    chance_part = 2 * (typical_of_unit - chance * ratings) / mean
    return _error_of_mean(-observed_part / chance + observed / chance**2 * chance_part)


def _error_of_mean(parts: FloatArray) -> float:
    units = len(parts)
    return float(np.sqrt((parts**2).sum() / (units * (units - 1))))


def _chance_drift(coefficient: str, codes: CodeArray, weights: FloatArray, table: UnitTable) -> FloatArray:
    """Return how far each unit pulls chance agreement from its mean, halved."""
    size = len(weights)
    if coefficient in ("percent", "brennan_prediger"):
        return np.zeros(codes.shape[1])
    if coefficient in BY_CODER:
        return _drift_by_coder(codes, weights)
    share = table.shares.mean(axis=0)
    pull = weights @ share
    if coefficient in ("gwet_ac1", "gwet_ac2"):
        pull = weights.sum() / (size * (size - 1)) * (1 - share)
    drift: FloatArray = table.shares @ pull
    centred: FloatArray = drift - drift.mean()
    return centred


def _drift_by_coder(codes: CodeArray, weights: FloatArray) -> FloatArray:
    coders, units = codes.shape
    size = len(weights)
    rated = (codes >= 0).sum(axis=1)
    share = np.stack([np.bincount(row[row >= 0], minlength=size) / n for row, n in zip(codes, rated, strict=True)])
    drift = np.zeros(units)
    for coder, row in enumerate(codes):
        pull = weights @ (share.sum(axis=0) - share[coder]) / (coders * (coders - 1))
        departure = np.append(pull - share[coder] @ pull, 0.0)[row]
        drift += units / rated[coder] * departure
    return drift


def _fleiss_cohen_everitt(codes: CodeArray, weights: FloatArray, value: float) -> float:
    size, units = len(weights), codes.shape[1]
    table = np.bincount(codes[0].astype(np.int64) * size + codes[1], minlength=size * size).reshape(size, size) / units
    rows, columns = table.sum(axis=1), table.sum(axis=0)
    chance = float(rows @ weights @ columns)
    spread = weights - (1 - value) * ((weights @ columns)[:, None] + (weights @ rows)[None, :])
    variance = (table * spread**2).sum() - (value - chance * (1 - value)) ** 2
    return float(np.sqrt(max(0.0, variance) / units) / (1 - chance))
