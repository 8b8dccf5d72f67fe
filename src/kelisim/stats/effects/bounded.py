"""Outcomes that cannot leave a range: the room that an effect has, and effects on a logit or log scale brought back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from kelisim.model.interval import Interval
from kelisim.model.written import bracketed, significant
from kelisim.stats.effects.names import FloatArray
from kelisim.stats.effects.panel import NEVER
from kelisim.stats.effects.plan import Plan
from kelisim.stats.effects.result import PeriodEffect


def _treated_cells(plan: Plan) -> tuple[FloatArray, FloatArray]:
    """Return treated outcomes and, for each, the time since its unit's start."""
    panel = plan.panel
    outcomes, since = [], []
    for unit, start in enumerate(panel.start):
        if start == NEVER:
            continue
        for at in plan.since(int(start)):
            if not np.isnan(panel.outcome[unit, at]):
                outcomes.append(panel.outcome[unit, at])
                since.append(float(panel.times[at] - panel.times[start]))
    return np.array(outcomes), np.array(since)


def room(plan: Plan, path: Sequence[PeriodEffect]) -> Interval | None:
    """Return the effects that are possible at all: treated outcomes less what the limits allow."""
    if plan.limits is None or plan.scale != "level":
        return None
    outcomes, _ = _treated_cells(plan)
    if not len(outcomes):
        return None
    low, high = plan.limits
    middle = float(outcomes.mean())
    return Interval(middle - high, middle - low)


def within_room(
    low: float | None, high: float | None, left: Interval | None
) -> tuple[float | None, float | None, tuple[str, ...]]:
    """Return an interval cut to the possible effects, and a note where anything was cut."""
    if left is None or low is None or high is None or (low >= left.low and high <= left.high):
        return low, high, ()
    cut = max(low, left.low), min(high, left.high)
    possible = f"{significant(left.low)} to {significant(left.high)}"
    note = f"the interval {bracketed(low, high)} is cut to possible effects, {possible}"
    return (*cut, (note,)) if cut[0] <= cut[1] else (low, high, (note.replace("is cut", "could not be cut"),))


def on_level(plan: Plan, path: Sequence[PeriodEffect]) -> float | None:
    """Return the effect in the outcome's own unit, over treated cells, where it was estimated on another scale."""
    if plan.scale == "level":
        return None
    back = inverse(plan)
    by_time = {one.event_time: one.effect for one in path}
    outcomes, since = _treated_cells(plan)
    known = [i for i, one in enumerate(since) if int(one) in by_time]
    effects = np.array([by_time[int(since[i])] for i in known])
    picked = outcomes[known]
    return float((back(picked) - back(picked - effects)).mean())


def inverse(plan: Plan) -> Callable[[Any], Any]:
    """Return the function from a plan's scale back to the outcome's own."""
    if plan.scale == "log":
        return np.exp
    low, high = plan.limits or (0.0, 100.0)
    return lambda values: low + (high - low) / (1 + np.exp(-values))
