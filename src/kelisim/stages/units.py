"""Units of analysis: codings on spans become present/absent decisions on sentences or paragraphs."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import compress, groupby
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kelisim.model.coding import Coding
from kelisim.model.document import Document
from kelisim.text.sentences import paragraphs, sentences

Marks = NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class Decisions:
    """For each code an array, coders x units, of 0/1; ``documents`` names the document of each unit."""

    unit: str
    coders: tuple[str, ...]
    documents: tuple[str, ...]
    marks: dict[str, Marks]

    def by_document(self) -> Iterator[tuple[str, Decisions]]:
        """Yield the decisions on each document; its units stand side by side."""
        start = 0
        for document, units in groupby(self.documents):
            end = start + sum(1 for _ in units)
            marks = {code: rows[:, start:end] for code, rows in self.marks.items()}
            yield document, replace(self, documents=self.documents[start:end], marks=marks)
            start = end

    def of_coders(self, who: Sequence[int]) -> Decisions:
        """Return the decisions of some coders, named by their positions."""
        marks = {code: rows[list(who)] for code, rows in self.marks.items()}
        return replace(self, coders=tuple(self.coders[i] for i in who), marks=marks)

    def only(self, kept: NDArray[Any]) -> Decisions:
        """Return the decisions on the units that a mask keeps."""
        documents = tuple(compress(self.documents, kept.tolist()))
        return replace(self, documents=documents, marks={code: rows[:, kept] for code, rows in self.marks.items()})

    def coded(self, codes: Sequence[str]) -> Decisions:
        """Return the decisions on the units to which some coder gave one of the codes."""
        touched = np.zeros(len(self.documents), dtype=bool)
        for code in codes:
            touched |= self.marks[code].any(axis=0)
        return self.only(touched)


def decisions_of(
    codings: Sequence[Coding],
    coders: Sequence[str],
    codes: Sequence[str],
    documents: Mapping[str, Document],
    read: Mapping[str, set[str]],
    unit: str,
) -> Decisions:
    """Return the decisions of ``coders`` on every unit of the documents that all of them have worked through.

    A code counts as applied to a unit that its span overlaps by at least half of the unit or half of the span, so that
    a boundary set a word too far does not spill the code into the next unit.
    """
    common = set(documents)
    for coder in coders:
        common &= read.get(coder, set())
    names: list[str] = []
    offsets: dict[str, tuple[int, list[tuple[int, int]]]] = {}
    for name, document in documents.items():
        if name in common:
            spans = units_in(document, unit)
            offsets[name] = (len(names), spans)
            names.extend([name] * len(spans))
    position = {coder: i for i, coder in enumerate(coders)}
    marked: dict[tuple[str, int], list[int]] = {(code, i): [] for code in codes for i in range(len(coders))}
    touched: dict[tuple[str, int, int], list[int]] = {}
    for coding in codings:
        row, passage = position.get(coding.coder), coding.passage
        if row is None or passage.source not in offsets:
            continue
        # Several codes, and several coders, often mark the same passage.
        place = (passage.source, passage.start, passage.end)
        cells = touched.get(place)
        if cells is None:
            first, spans = offsets[passage.source]
            cells = touched[place] = [first + i for i in units_of(passage.start, passage.end, spans)]
        marked[coding.code, row].extend(cells)
    marks = {code: np.zeros((len(coders), len(names)), dtype=np.uint8) for code in codes}
    for (code, row), cells in marked.items():
        marks[code][row, cells] = 1
    return Decisions(unit, tuple(coders), tuple(names), marks)


def units_in(document: Document, unit: str) -> list[tuple[int, int]]:
    """Return the spans of the units of a document, in code points."""
    return list(_units_of_text(document.text, document.language, unit))


@lru_cache(maxsize=4096)
def _units_of_text(text: str, language: str, unit: str) -> tuple[tuple[int, int], ...]:
    # Coding, scoring and every view of the agreement ask for the units of the same texts, one after another.
    return tuple(paragraphs(text) if unit == "paragraph" else sentences(text, language))


def units_of(start: int, end: int, spans: Sequence[tuple[int, int]]) -> list[int]:
    """Return the positions of the units to which a coding of [start, end) counts."""
    units = []
    index = max(0, bisect_right(spans, (start, 1 << 62)) - 1)
    if spans and spans[index] == (start, end):
        return [index]
    while index < len(spans) and spans[index][0] < end:
        low, high = spans[index]
        shared = min(end, high) - max(start, low)
        if shared > 0 and 2 * shared >= min(high - low, end - start):
            units.append(index)
        index += 1
    return units
