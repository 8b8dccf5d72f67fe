"""Asking again with one thing changed: another minimum length, a series or a period left out."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace

from kelisim.errors import DataError
from kelisim.stats.breaks.calibrate import Scale
from kelisim.stats.breaks.panel import Panel
from kelisim.stats.breaks.result import Sensitivity
from kelisim.stats.breaks.score import Settings, score

_DRAWS = 199


def vary(panel: Panel, partition: tuple[int, ...], settings: Settings, scale: Scale | None) -> tuple[Sensitivity, ...]:
    """Return rank and p-value under each variation; intervals are taken at their middles, with at most 199 draws.

    ``scale`` is that of the whole panel. It only says how a gain and an autocorrelation are weighed together, for the
    data and for the histories alike, so that one made for nearly the same series serves.
    """
    found = []
    fewer = replace(settings, draws=min(settings.draws, _DRAWS))
    for changed, to, other, moved, changed_settings in _variations(panel, partition, fewer):
        if isinstance(other, str):
            found.append(Sensitivity(changed, to, None, None, None, why=other))
            continue
        try:
            one = score(changed_settings.lines(other), other.places, moved, changed_settings, scale)
        except DataError as error:
            found.append(Sensitivity(changed, to, None, None, None, why=error.problems[0].what))
            continue
        best = tuple(other.labels[b] for b in one.best)
        found.append(Sensitivity(changed, to, one.rank, one.alternatives, one.test.p_value, best, one.test.why))
    return tuple(found)


def _variations(
    panel: Panel, partition: tuple[int, ...], settings: Settings
) -> Iterator[tuple[str, str, Panel | str, tuple[int, ...], Settings]]:
    n = len(panel.labels)
    edges = [0, *partition, n]
    shortest = min(end - start for start, end in itertools.pairwise(edges))
    for minimum in range(1, shortest + 1):
        if minimum != settings.minimum:
            yield "minimum length", str(minimum), panel, partition, replace(settings, minimum=minimum)
    if len(panel.names) > 1:
        for index, name in enumerate(panel.names):
            kinds = tuple(kind for i, kind in enumerate(settings.kinds) if i != index)
            left = panel.without_series(index)
            yield (
                "series left out",
                name,
                *_moved(panel, left, partition, settings.minimum),
                replace(settings, kinds=kinds),
            )
    for index in range(n):
        left = panel.without_period(index)
        yield "period left out", str(panel.labels[index]), *_moved(panel, left, partition, settings.minimum), settings


def _moved(panel: Panel, left: Panel, partition: tuple[int, ...], minimum: int) -> tuple[Panel | str, tuple[int, ...]]:
    """Return the panel with the positions of the same boundaries in it, or why they do not fit it."""
    moved = tuple(sum(place < panel.places[boundary] for place in left.places) for boundary in partition)
    edges = [0, *moved, len(left.places)]
    if min(end - start for start, end in itertools.pairwise(edges)) < minimum:
        return f"a phase then has fewer than {minimum} periods", moved
    return left, moved
