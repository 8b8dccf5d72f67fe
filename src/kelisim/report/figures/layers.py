"""Draws a graph in columns so that no line runs through a mark it does not belong to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import mean
from typing import Final

_SWEEPS: Final = 6


@dataclass(frozen=True, slots=True)
class Bend:
    """A place in a column that a line to a farther column keeps free for itself."""

    end: str
    kind: str
    column: int


Slot = str | Bend


@dataclass(frozen=True, slots=True)
class Layers:
    """Columns from left to right, each from top to bottom, and the slots each line runs through in between."""

    columns: tuple[tuple[Slot, ...], ...]
    bends: Mapping[tuple[str, str, str], tuple[Bend, ...]]


def layers(nodes: Sequence[str], lines: Sequence[tuple[str, str, str]], depth: Mapping[str, int]) -> Layers:
    """Return an arrangement of a graph's nodes in their columns with few crossings.

    ``lines`` are start, end and kind; lines of one kind to one end share their bends. The order is that of the means
    of neighbours, swept to and fro (Sugiyama, Tagawa and Toda 1981), from the order given.
    """
    bends = {
        (start, end, kind): tuple(Bend(end, kind, column) for column in range(depth[start] + 1, depth[end]))
        for start, end, kind in lines
    }
    columns: list[list[Slot]] = [[] for _ in range(max((depth[node] for node in nodes), default=-1) + 1)]
    for node in nodes:
        columns[depth[node]].append(node)
    for bend in dict.fromkeys(bend for through in bends.values() for bend in through):
        columns[bend.column].append(bend)
    left: dict[Slot, list[Slot]] = {}
    right: dict[Slot, list[Slot]] = {}
    for (start, end, _), through in bends.items():
        path: list[Slot] = [start, *through, end]
        for one, other in pairwise(path):
            right.setdefault(one, []).append(other)
            left.setdefault(other, []).append(one)
    for sweep in range(_SWEEPS):
        onward = sweep % 2 == 0
        for column in columns if onward else columns[::-1]:
            _sort(column, left if onward else right, _places(columns))
    return Layers(tuple(tuple(column) for column in columns), bends)


def _places(columns: Sequence[Sequence[Slot]]) -> dict[Slot, float]:
    return {slot: (row + 0.5) / len(column) for column in columns for row, slot in enumerate(column)}


def _sort(column: list[Slot], neighbours: Mapping[Slot, Sequence[Slot]], places: Mapping[Slot, float]) -> None:
    pull = {slot: mean(places[other] for other in neighbours.get(slot, [slot])) for slot in column}
    column.sort(key=lambda slot: pull[slot])
