"""What the data say of each boundary: its posterior, alone and with its neighbours, and an interval for its date."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from kelisim.stats.breaks.bayes import Posterior
from kelisim.stats.breaks.intervals import FEWEST, break_interval, stretch_of
from kelisim.stats.breaks.kinds import Line
from kelisim.stats.breaks.panel import Panel
from kelisim.stats.breaks.result import Boundary, Label


def windows_of(partition: Sequence[int]) -> list[tuple[int, ...]]:
    """Return each boundary with the positions next to it."""
    return [(b - 1, b, b + 1) for b in partition]


def boundaries_of(
    panel: Panel, lines: Sequence[Line], partition: Sequence[int], after: Posterior, confidence: float
) -> tuple[Boundary, ...]:
    """Return what the data say of each boundary; ``after`` was asked for the windows of these boundaries."""
    found = []
    edges = [0, *partition, len(panel.labels)]
    for index, position in enumerate(partition):
        why = _no_interval(panel, lines, edges, index)
        ends: list[tuple[Label, Label]] = []
        if not why:
            values = lines[0].values
            stretch = stretch_of([values[start:end] for start, end in pairwise(edges)])
            for one in (1.0, stretch):
                below, above = break_interval(
                    values[edges[index] : position], values[position : edges[index + 2]], confidence, stretch=one
                )
                last = len(panel.labels) - 1
                ends.append((panel.labels[max(position - below, 0)], panel.labels[min(position + above, last)]))
        found.append(
            Boundary(
                period=panel.labels[position],
                probability=float(after.boundary[position]),
                near=float(after.windows[index]),
                near_prior=float(after.windows_prior[index]),
                low=ends[0][0] if ends else None,
                high=ends[0][1] if ends else None,
                why=why,
                robust_low=ends[1][0] if ends else None,
                robust_high=ends[1][1] if ends else None,
            )
        )
    return tuple(found)


def _no_interval(panel: Panel, lines: Sequence[Line], edges: Sequence[int], index: int) -> str:
    if len(lines) > 1:
        return "the limit distribution is that of one series"
    if lines[0].kind == "count":
        return "the limit distribution is that of numbers, not of counts"
    sides = np.diff(edges)[index : index + 2]
    if sides.min() < FEWEST:
        return f"a phase beside it has {int(sides.min())} periods; the limit distribution needs at least {FEWEST}"
    if np.isnan(lines[0].values).any() or panel.places[-1] - panel.places[0] + 1 != len(panel.places):
        return "the series has gaps"
    return ""
