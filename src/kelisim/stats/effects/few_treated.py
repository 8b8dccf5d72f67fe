"""Inference with one or few treated units from the spread of the controls."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from kelisim.model.written import significant
from kelisim.stats.effects.names import BoolArray, FloatArray, data_error

_MOST = 50_000
_TIE = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class FromControls:
    """A p-value and interval from placebo errors; ``p_floor`` is one over their number plus one."""

    effect: float
    p_value: float
    p_floor: float
    low: float | None
    high: float | None
    errors: FloatArray
    note: str = ""


def conley_taber(
    changes: FloatArray, treated: BoolArray, *, confidence: float = 0.95, replicates: int = 1999, seed: int = 0
) -> FromControls:
    """Test and bound an effect with few treated and many control units (Conley and Taber 2011, section II).

    The treated units' error is not estimated from them but taken to be distributed as the deviations of the controls'
    changes from their mean; with several treated units it is the mean of that many independent draws, all of them
    where they can be counted. Valid as the number of controls grows and only where the errors of treated and controls
    have one distribution. ``changes``: one change a unit.
    """
    deviations: FloatArray = changes[~treated] - changes[~treated].mean()
    effect = float(changes[treated].mean() - changes[~treated].mean())
    errors = _means_of_draws(deviations, int(treated.sum()), replicates, seed)
    return _concluded(effect, errors, confidence)


def ferman_pinto(
    changes: FloatArray,
    treated: BoolArray,
    sizes: FloatArray,
    *,
    confidence: float = 0.95,
    replicates: int = 1999,
    seed: int = 0,
) -> FromControls:
    """As ``conley_taber``, with errors whose variance falls with the size of a unit (Ferman and Pinto 2019, section 3).

    ``sizes``: the number of persons, firms or observations behind each unit's value. The variance of a unit's change is
    modelled as A + B / size, fitted by least squares to squared deviations of the controls, with A and B not below
    nought; deviations are then brought to the treated units' variance.
    """
    controls = ~treated
    deviations = changes[controls] - changes[controls].mean()
    effect = float(changes[treated].mean() - changes[controls].mean())
    constant, slope = _variance_by_size(deviations, sizes[controls])
    fitted = constant + slope / sizes[controls]
    wanted = constant + slope / sizes[treated]
    if not (fitted > 0).all():
        raise data_error("no-variance", "the controls have no variance to model by size", "use randomisation")
    standard = deviations / np.sqrt(fitted)
    # Each treated unit keeps a variance of its own; their mean error is that of draws scaled one by one.
    errors = _scaled_draws(standard, np.sqrt(wanted), replicates, seed)
    note = f"the variance of a change is modelled as {significant(constant)} + {significant(slope)} / size"
    found = _concluded(effect, errors, confidence)
    return FromControls(found.effect, found.p_value, found.p_floor, found.low, found.high, found.errors, note)


def _variance_by_size(deviations: FloatArray, sizes: FloatArray) -> tuple[float, float]:
    squares, inverse = deviations**2, 1 / sizes
    if float(np.ptp(inverse)) <= 1e-15:
        return float(squares.mean()), 0.0
    slope, constant = np.polyfit(inverse, squares, 1)
    if slope < 0:
        return float(squares.mean()), 0.0
    if constant < 0:
        return 0.0, float((inverse @ squares) / (inverse @ inverse))
    return float(constant), float(slope)


def _means_of_draws(deviations: FloatArray, k: int, replicates: int, seed: int) -> FloatArray:
    n = len(deviations)
    if k == 1:
        return deviations
    if n**k <= _MOST:
        # Ordered draws are equally likely, so each unordered one counts as often as it can be ordered.
        grids = np.meshgrid(*[deviations] * k, indexing="ij")
        return np.asarray(sum(grids) / k).ravel()
    generator = np.random.default_rng(seed)
    return np.asarray(deviations[generator.integers(0, n, size=(replicates, k))].mean(axis=1))


def _scaled_draws(standard: FloatArray, scales: FloatArray, replicates: int, seed: int) -> FloatArray:
    n, k = len(standard), len(scales)
    if k == 1:
        return np.asarray(standard * scales[0])
    if n**k <= _MOST:
        grids = np.meshgrid(*[standard * scale for scale in scales], indexing="ij")
        return np.asarray(sum(grids) / k).ravel()
    generator = np.random.default_rng(seed)
    drawn = standard[generator.integers(0, n, size=(replicates, k))] * scales
    return np.asarray(drawn.mean(axis=1))


def _concluded(effect: float, errors: FloatArray, confidence: float) -> FromControls:
    count = len(errors)
    slack = _TIE * max(1.0, float(np.abs(errors).max()), abs(effect))
    p_value = (1 + int((np.abs(errors) >= abs(effect) - slack).sum())) / (1 + count)
    tail = (1 - confidence) / 2
    # The k-th from either end, so that with too few controls there is no interval rather than a narrow one.
    rank = math.floor(tail * (count + 1) + 1e-9)
    if rank < 1:
        return FromControls(effect, p_value, 1 / (1 + count), None, None, errors)
    ordered = np.sort(errors)
    return FromControls(effect, p_value, 1 / (1 + count), effect - ordered[-rank], effect - ordered[rank - 1], errors)
