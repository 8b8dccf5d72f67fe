"""Declared boundaries and settings, held against the series before anything is computed."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any, Literal, TypeAlias, get_args

from kelisim.errors import DataError, UsageError, nearest
from kelisim.stats.breaks.panel import Panel

NullName: TypeAlias = Literal["trend", "level", "permutation"]
NULLS: tuple[str, ...] = get_args(NullName)


def check_settings(null: str, draws: int, minimum_length: int) -> None:
    """Raise ``UsageError`` for a null that does not exist, no draws, or no length."""
    if null not in NULLS:
        raise UsageError(f"no null is called {null!r}", nearest(null, NULLS))
    if draws < 19:
        raise UsageError(f"{draws} draws cannot show a p-value of .05", "draw at least 19, better 999")
    if minimum_length < 1:
        raise UsageError(f"a phase of at least {minimum_length} periods is none", "minimum_length is 1 or more")


def check_length(panel: Panel, phases: int, minimum: int) -> None:
    """Raise ``DataError`` where the series are too short for so many phases."""
    n = len(panel.labels)
    if n < max(phases * minimum, 4):
        what = f"{n} periods are too few for {phases} phases of at least {minimum}"
        raise DataError(what, "declare fewer phases or a shorter minimum length, or add periods")


def partition_of(panel: Panel, boundaries: Any, minimum: int) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """Return the positions of declared boundaries, with remarks.

    A boundary in a period without any value is that of the next period with one. Raises ``DataError`` for boundaries
    out of order, outside the series, or closer than the minimum length.
    """
    named: Sequence[Any] = [boundaries] if isinstance(boundaries, str | int) else list(boundaries)
    if not named:
        raise DataError("no boundary is declared", "name the first period of the second and of each later phase")
    places = [panel.calendar.place(one) for one in named]
    if any(late <= early for early, late in itertools.pairwise(places)):
        listed = ", ".join(str(one) for one in named)
        raise DataError(f"the boundaries are not in order: {listed}", "name each once, the earliest first")
    first, last = panel.places[0], panel.places[-1]
    found, remarks = [], []
    for label, place in zip(named, places, strict=True):
        if not first < place <= last:
            what = f"the boundary {label} is outside the series, {panel.labels[0]} to {panel.labels[-1]}"
            raise DataError(what, "a boundary is the first period of a later phase")
        position = next(index for index, one in enumerate(panel.places) if one >= place)
        if panel.places[position] != place:
            remarks.append(f"{label} holds no value, so the boundary is taken at {panel.labels[position]}")
        found.append(position)
    check_length(panel, len(found) + 1, minimum)
    edges = [0, *found, len(panel.labels)]
    for index, (start, end) in enumerate(itertools.pairwise(edges), start=1):
        if end - start < minimum:
            what = f"phase {index} has {end - start} periods with values, fewer than the minimum length {minimum}"
            raise DataError(what, f"move the boundary or declare minimum_length={max(end - start, 1)}")
    return tuple(found), tuple(remarks)
