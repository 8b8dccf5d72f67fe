"""Sensitivity by hand, without a covariance: how much of the pace before the start would erase an effect after it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, Literal, TypeAlias, get_args

import numpy as np

from kelisim.errors import Problem, UsageError
from kelisim.model.interval import Interval
from kelisim.stats.effects.names import FloatArray, data_error, known
from kelisim.stats.effects.reading import like
from kelisim.stats.sensitivity.pace_bounds import Box, bounds_of_fraction, bounds_of_pace
from kelisim.stats.sensitivity.pace_result import ErasedEffect, PaceSensitivity

Pace: TypeAlias = Literal["largest", "mean"]


def pace_sensitivity(
    differences: Mapping[Any, float],
    *,
    start: Any,
    bounds: Mapping[Any, Interval | tuple[float, float]] | None = None,
    pace: Pace = "largest",
    multiples: Sequence[float] = (0.0, 0.5, 1.0, 1.5, 2.0),
) -> PaceSensitivity:
    """Return for each period from ``start`` on the fraction of the earlier pace at which a violation erases its effect.

    ``differences``: period to treated less control, at the interval or ratio level, at least two periods before
    ``start``; periods are numbers such as years, and gaps between them count, or other values in order, one step apart.
    The effect in a period is its difference less that of the last period before the start. ``pace``: the "largest"
    absolute change per unit of time between periods that follow each other before the start, or the "mean" one, from
    the first to the last of them. A violation of fraction f moves the difference by f times the pace in every unit of
    time after the last period before the start, in either direction, as relative magnitudes do (Rambachan and Roth
    2023, section 2.4.1, with the coefficients taken as known). ``bounds``: period to the least and the largest that its
    difference can be; what follows from them is exact.

    Raises ``DataError`` for fewer than two periods before or none from the start on, and for numbers that are none.

    A rise from 10 to 40 in three years before the start, then 44 one year and 50 five years after the last of them:

    >>> found = pace_sensitivity({2001: 10, 2004: 40, 2005: 44, 2009: 50}, start=2005)
    >>> [(one.period, one.effect, round(one.breakdown, 2)) for one in found.effects]
    [(2005, 4.0, 0.4), (2009, 10.0, 0.2)]
    """
    known(pace, get_args(Pace), "pace")
    if any(not 0 <= one < math.inf for one in multiples):
        raise UsageError(Problem("multiples", f"{list(multiples)} are no multiples of a pace", "such as [0, 0.5, 1]"))
    periods, times = _in_time(differences)
    box = _box(periods, differences, bounds or {})
    before = _before(periods, start)
    after = [at for at in range(len(periods)) if at not in before]
    if len(before) < 2 or not after:
        raise data_error(
            "too-few-periods",
            f"{len(before)} periods before {start} and {len(after)} from it on",
            "a pace needs two periods before the start, an effect one from it on",
        )
    steps = list(pairwise(before)) if pace == "largest" else [(before[0], before[-1])]
    rates = {(i, j): (box.value[j] - box.value[i]) / (times[j] - times[i]) for i, j in steps}
    (first, last), rate = max(rates.items(), key=lambda item: abs(item[1]))
    base = before[-1]
    effects = tuple(
        _erased(periods, times, box, steps, base, at, float(rate), tuple(float(one) for one in multiples))
        for at in after
    )
    return PaceSensitivity(
        start=start,
        base=periods[base],
        pace=float(rate),
        pace_kind=pace,
        pace_from=periods[first],
        pace_to=periods[last],
        pace_bounds=bounds_of_pace(box, steps, times) if box.wide else None,
        effects=effects,
    )


def _erased(
    periods: Sequence[Any],
    times: FloatArray,
    box: Box,
    steps: Sequence[tuple[int, int]],
    base: int,
    at: int,
    rate: float,
    multiples: tuple[float, ...],
) -> ErasedEffect:
    passed = float(times[at] - times[base])
    effect = float(box.value[at] - box.value[base])
    most = abs(rate) * passed
    fraction = 0.0 if effect == 0 else abs(effect) / most if most else math.inf
    low, high = float(box.low[at] - box.high[base]), float(box.high[at] - box.low[base])
    rows = tuple((multiple, _possible(box, steps, times, base, at, multiple * passed)) for multiple in multiples)
    return ErasedEffect(
        period=periods[at],
        passed=passed,
        effect=effect,
        breakdown=fraction,
        along=effect * rate > 0,
        bounds=Interval(low, high) if box.wide else None,
        breakdown_bounds=bounds_of_fraction(box, steps, times, base, at) if box.wide else None,
        possible=rows,
    )


def _possible(
    box: Box, steps: Sequence[tuple[int, int]], times: FloatArray, base: int, at: int, reach: float
) -> Interval:
    """Return the effects that remain possible when a step's pace may go on for ``reach`` units of time."""
    lows, highs = [], []
    for (i, j), side in ((step, side) for step in steps for side in (1.0, -1.0)):
        weights = np.zeros(len(times))
        weights[at] += 1
        weights[base] -= 1
        share = side * reach / float(times[j] - times[i])
        weights[j] += share
        weights[i] -= share
        ends = box.range(weights)
        lows.append(ends.low)
        highs.append(ends.high)
    return Interval(min(lows), max(highs))


def _before(periods: Sequence[Any], start: Any) -> list[int]:
    try:
        began = like(periods[0], start) if periods else start
        return [at for at, period in enumerate(periods) if period < began]
    except TypeError:
        hint = f"periods look like {periods[0]!r}"
        raise UsageError(Problem("start", f"the start {start!r} is of another type than the periods", hint)) from None


def _in_time(differences: Mapping[Any, float]) -> tuple[list[Any], FloatArray]:
    try:
        periods = sorted(differences)
    except TypeError:
        raise data_error("mixed-types", "the periods are of several types", "write all alike, such as 2015") from None
    try:
        times = np.array([float(period) for period in periods])
    except (TypeError, ValueError):
        times = np.arange(len(periods), dtype=float)
    if len(np.unique(times)) < len(times):
        raise data_error("duplicate-rows", "two differences are of the same time", "keep one a period")
    return periods, times


def _box(periods: Sequence[Any], differences: Mapping[Any, float], bounds: Mapping[Any, Any]) -> Box:
    unknown = [period for period in bounds if period not in differences]
    if unknown:
        raise data_error("no-such-period", f"bounds are given for {unknown[0]}, which has no difference", "add it")
    try:
        value = np.array([float(differences[period]) for period in periods])
    except (TypeError, ValueError) as failed:
        raise data_error(
            "not-numeric", f"a difference is no number: {failed}", "leave out periods without one"
        ) from None
    ends = []
    for period, one in zip(periods, value, strict=True):
        given = bounds.get(period, (one, one))
        low, high = (given.low, given.high) if isinstance(given, Interval) else map(float, given)
        if not (math.isfinite(low) and math.isfinite(high) and low <= one <= high):
            raise data_error(
                "not-finite",
                f"the difference {one:g} in {period} does not lie between finite bounds [{low:g}, {high:g}]",
                "give finite numbers with low <= difference <= high, and leave out periods without one",
            )
        ends.append((low, high))
    return Box(value, np.array([low for low, _ in ends]), np.array([high for _, high in ends]))
