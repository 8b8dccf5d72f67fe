"""Unitised continua: checked spans, each coder's partition into units and gaps, and the lengths that intersect.

Everything is measured in characters on the elementary stretches between two boundaries, of which there are at most
twice as many as spans, whatever the length of the text.
"""

from __future__ import annotations

import operator
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import narwhals as nw
import numpy as np

from kelisim.stats.reliability.names import FloatArray, IntArray, data_error

ONE_DOCUMENT = ""


class Span(NamedTuple):
    """One unit of one coder: characters from ``start`` up to, not including, ``end``."""

    coder: Hashable
    start: int
    end: int
    code: Hashable
    document: Hashable = ONE_DOCUMENT


@dataclass(frozen=True, slots=True)
class Partition:
    """One coder's units in one document, in order and without overlap; ``codes`` index the codes, 0 being the gap."""

    starts: IntArray
    ends: IntArray
    codes: IntArray

    def at(self, positions: IntArray) -> IntArray:
        """Return the code in force at each position."""
        if not len(self.starts):
            return np.zeros(len(positions), dtype=np.int64)
        unit = np.searchsorted(self.starts, positions, side="right") - 1
        inside = (unit >= 0) & (positions < self.ends[np.maximum(unit, 0)])
        return np.where(inside, self.codes[np.maximum(unit, 0)], 0)


def read_spans(spans: Any, lengths: Mapping[Hashable, int]) -> list[Span]:
    """Return checked spans; raises ``DataError`` for one that lies outside its document or is empty."""
    frame = nw.from_native(spans, pass_through=True)
    if isinstance(frame, nw.LazyFrame):
        frame = frame.collect()
    if isinstance(frame, nw.DataFrame):
        spans = frame.select(*_columns(frame.columns)).iter_rows()
    return [_checked(position, item, lengths) for position, item in enumerate(spans)]


def partition(spans: Iterable[Span], index: Mapping[Hashable, int]) -> tuple[Partition, bool]:
    """Return one coder's partition of one document, and whether spans of unlike codes overlap.

    Overlapping spans of the same code are one unit; spans that only touch stay apart.
    """
    ordered = sorted(spans, key=lambda span: (index[span.code], span.start, span.end))
    merged: list[tuple[int, int, int]] = []
    for span in ordered:
        code = index[span.code]
        if merged and merged[-1][2] == code and span.start < merged[-1][1]:
            start, end, _ = merged[-1]
            merged[-1] = (start, max(end, span.end), code)
        else:
            merged.append((span.start, span.end, code))
    merged.sort()
    table = np.array(merged, dtype=np.int64).reshape(-1, 3)
    clash = bool((table[1:, 0] < table[:-1, 1]).any())
    return Partition(table[:, 0], table[:, 1], table[:, 2]), clash


def document_sums(partitions: list[Partition], size: int, length: int) -> FloatArray:
    """Return one document's sums as a row: coincidences (size x size), corrections (size) and intersections (size).

    Coincidences are equation 1 of Krippendorff, Mathet, Bouvry and Widlöcher (2016); the corrections take out the pairs
    of a unit with itself in equation 4, squared lengths for units and plain lengths for gaps; the intersections are
    the squares in equation 10.
    """
    coders = len(partitions)
    if not any(len(units.starts) for units in partitions):
        empty = np.zeros(size * size + 2 * size)
        empty[0] = empty[size * size] = coders * length
        return empty
    edges = np.unique(np.concatenate([[0, length], *(np.concatenate([p.starts, p.ends]) for p in partitions)]))
    extent = np.diff(edges).astype(np.float64)
    in_force = np.stack([p.at(edges[:-1]) for p in partitions])
    counts = np.stack([(in_force == code).sum(axis=0) for code in range(size)]).astype(np.float64)
    coincidences = (counts * extent) @ counts.T
    np.fill_diagonal(coincidences, coincidences.diagonal() - counts @ extent)
    coincidences /= coders - 1
    corrections = np.zeros(size)
    intersections = np.zeros(size)
    valued = np.concatenate([np.zeros((coders, 1)), np.cumsum((in_force > 0) * extent, axis=1)], axis=1)
    for coder, units in enumerate(partitions):
        measure = (units.ends - units.starts).astype(np.float64)
        corrections += np.bincount(units.codes, weights=measure**2, minlength=size)
        corrections[0] += length - measure.sum()
        first, last = np.searchsorted(edges, units.starts), np.searchsorted(edges, units.ends)
        shared = (valued[:, last] - valued[:, first]) ** 2
        shared[coder] = 0
        intersections += np.bincount(units.codes, weights=shared.sum(axis=0), minlength=size) / (coders - 1)
    return np.concatenate([coincidences.ravel(), corrections, intersections])


def _whole(position: Any) -> int:
    if isinstance(position, float) and position.is_integer():
        return int(position)
    return operator.index(position)


def _columns(names: list[str]) -> list[str]:
    needed = ["coder", "start", "end", "code"]
    lacking = [name for name in needed if name not in names]
    if lacking:
        raise data_error(
            "span-columns", f"the frame of spans lacks {', '.join(lacking)}", "columns are coder, start, end, code"
        )
    return [*needed, "document"] if "document" in names else needed


def _checked(position: int, item: Any, lengths: Mapping[Hashable, int]) -> Span:
    try:
        span = Span(*item)
        start, end = _whole(span.start), _whole(span.end)
    except (TypeError, ValueError):
        raise data_error(
            "span-shape",
            f"span {position + 1} is {item!r}",
            "a span is (coder, start, end, code), with the document as a fifth entry where there are several",
        ) from None
    if span.document not in lengths:
        raise data_error(
            "span-document",
            f"span {position + 1} is in document {span.document!r}, whose length is not given",
            "pass length={document: characters, ...} and name the document as the fifth entry of each span",
        )
    if not 0 <= start < end <= lengths[span.document]:
        raise data_error(
            "span-bounds",
            f"span {position + 1} of coder {span.coder!r} runs from {start} to {end}",
            f"0 <= start < end <= {lengths[span.document]}, the length of the text, in characters",
        )
    return Span(span.coder, start, end, span.code, span.document)
