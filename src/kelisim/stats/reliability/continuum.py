"""Unitised continua: checked spans, each coder's partition into units and gaps, and the lengths that intersect.

Everything is measured in characters on the elementary stretches between two boundaries, of which there are at most
twice as many as spans, whatever the length of the text.
"""

from __future__ import annotations

import operator
from collections.abc import Hashable, Mapping, Sequence
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


def read_spans(spans: Any, lengths: Mapping[Hashable, int]) -> list[Span]:
    """Return checked spans; raises ``DataError`` for one that lies outside its document or is empty."""
    frame = nw.from_native(spans, pass_through=True)
    if isinstance(frame, nw.LazyFrame):
        frame = frame.collect()
    if isinstance(frame, nw.DataFrame):
        spans = frame.select(*_columns(frame.columns)).iter_rows()
    return [_checked(position, item, lengths) for position, item in enumerate(spans)]


@dataclass(frozen=True, slots=True)
class Units:
    """Units of several coders in several documents, as arrays with one entry a unit.

    ``coders`` and ``documents`` count from 0; ``codes`` from 1, 0 being the gap.
    """

    coders: IntArray
    documents: IntArray
    starts: IntArray
    ends: IntArray
    codes: IntArray

    @classmethod
    def of(cls, rows: Sequence[tuple[int, int, int, int, int]]) -> Units:
        """Return units from (coder, document, start, end, code)."""
        table = np.array(rows, dtype=np.int64).reshape(-1, 5)
        return cls(*table.T)


def document_sums(units: Units, coders: int, size: int, lengths: IntArray) -> tuple[FloatArray, bool]:
    """Return the sums of each document as a row, and whether spans of unlike codes of one coder overlap anywhere.

    Overlapping spans of the same code are one unit; spans that only touch stay apart. A row holds coincidences
    (size x size), corrections (size) and intersections (size). Coincidences are equation 1 of Krippendorff, Mathet,
    Bouvry and Widlöcher (2016); the corrections take out the pairs of a unit with itself in equation 4, squared lengths
    for units and plain lengths for gaps; the intersections are the squares in equation 10.

    Documents are laid end to end and cut at every boundary: what lies between two cuts has one value for each coder.
    """
    number = len(lengths)
    offsets = np.concatenate([[0], np.cumsum(lengths)])
    own = _merged(units, offsets, size)
    edges = np.unique(np.concatenate([offsets, own.starts, own.ends]))
    extent = np.diff(edges).astype(np.float64)
    document = np.searchsorted(offsets, edges[:-1], side="right") - 1
    in_force = np.zeros((coders, len(extent)), dtype=np.int64)
    valued = np.zeros((coders, len(edges)))
    clash = False
    for coder in range(coders):
        mine = own.coders == coder
        starts, ends = own.starts[mine], own.ends[mine]
        clash = clash or bool((starts[1:] < ends[:-1]).any())
        if len(starts):
            unit = np.searchsorted(starts, edges[:-1], side="right") - 1
            inside = (unit >= 0) & (edges[:-1] < ends[np.maximum(unit, 0)])
            in_force[coder] = np.where(inside, own.codes[mine][np.maximum(unit, 0)], 0)
        np.cumsum((in_force[coder] > 0) * extent, out=valued[coder, 1:])
    coincidences = _coincidences(in_force, document, extent, number, size)
    measure = (own.ends - own.starts).astype(np.float64)
    place = own.documents * size + own.codes
    corrections = np.bincount(place, weights=measure**2, minlength=number * size).reshape(number, size)
    corrections[:, 0] += coders * lengths - np.bincount(own.documents, weights=measure, minlength=number)
    first, last = np.searchsorted(edges, own.starts), np.searchsorted(edges, own.ends)
    shared = (valued[:, last] - valued[:, first]) ** 2
    shared[own.coders, np.arange(len(measure))] = 0
    intersections = np.bincount(place, weights=shared.sum(axis=0) / (coders - 1), minlength=number * size)
    rows = [coincidences.reshape(number, -1), corrections, intersections.reshape(number, size)]
    return np.concatenate(rows, axis=1), clash


def _coincidences(in_force: IntArray, document: IntArray, extent: FloatArray, number: int, size: int) -> FloatArray:
    """Return documents x values x values: the length on which two coders have two values, over all ordered pairs."""
    coders = len(in_force)
    found = np.zeros((number, size, size))
    for one in range(coders):
        for other in range(one + 1, coders):
            key = (document * size + in_force[one]) * size + in_force[other]
            both = np.bincount(key, weights=extent, minlength=number * size * size).reshape(number, size, size)
            found += both + both.transpose(0, 2, 1)
    return found / (coders - 1)


def _merged(units: Units, offsets: IntArray, size: int) -> Units:
    """Return the units on the documents laid end to end, joined where those of one code overlap, in order."""
    starts, ends = offsets[units.documents] + units.starts, offsets[units.documents] + units.ends
    group = units.coders * size + units.codes
    order = np.lexsort((ends, starts, group))
    starts, ends, group = starts[order], ends[order], group[order]
    # Groups lie apart on one axis, so that the furthest end so far never reaches into the next.
    room = int(offsets[-1]) + 1
    reach = np.maximum.accumulate(ends + group * room)
    begins = np.ones(len(starts), dtype=bool)
    begins[1:] = starts[1:] + group[1:] * room >= reach[:-1]
    first = np.flatnonzero(begins)
    joined = np.maximum.reduceat(ends, first) if len(first) else ends
    kept = order[first]
    coders, codes = units.coders[kept], units.codes[kept]
    sort = np.lexsort((codes, joined, starts[first], coders))
    return Units(coders[sort], units.documents[kept][sort], starts[first][sort], joined[sort], codes[sort])


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
