"""Units of analysis: codings on spans become present/absent decisions on sentences or paragraphs."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from kelisim.model.coding import Coding
from kelisim.model.document import Document
from kelisim.text.sentences import paragraphs, sentences


@dataclass(frozen=True, slots=True)
class Decisions:
    """For each code, one row a coder of 0/1 over the units; ``documents`` names the document of each unit."""

    unit: str
    coders: tuple[str, ...]
    documents: tuple[str, ...]
    marks: dict[str, tuple[tuple[int, ...], ...]]

    def by_document(self) -> Iterator[tuple[str, Decisions]]:
        """Yield the decisions on each document; its units stand side by side."""
        start = 0
        for document, units in groupby(self.documents):
            end = start + sum(1 for _ in units)
            marks = {code: tuple(row[start:end] for row in rows) for code, rows in self.marks.items()}
            yield document, Decisions(self.unit, self.coders, self.documents[start:end], marks)
            start = end


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
            spans = paragraphs(document.text) if unit == "paragraph" else sentences(document.text, document.language)
            offsets[name] = (len(names), spans)
            names.extend([name] * len(spans))
    marks = {code: [[0] * len(names) for _ in coders] for code in codes}
    position = {coder: i for i, coder in enumerate(coders)}
    for coding in codings:
        if coding.coder in position and coding.passage.source in offsets:
            first, spans = offsets[coding.passage.source]
            for i in _units_of(coding.passage.start, coding.passage.end, spans):
                marks[coding.code][position[coding.coder]][first + i] = 1
    frozen = {code: tuple(tuple(row) for row in rows) for code, rows in marks.items()}
    return Decisions(unit, tuple(coders), tuple(names), frozen)


def _units_of(start: int, end: int, spans: Sequence[tuple[int, int]]) -> list[int]:
    units = []
    index = max(0, bisect_right(spans, (start, 1 << 62)) - 1)
    while index < len(spans) and spans[index][0] < end:
        low, high = spans[index]
        shared = min(end, high) - max(start, low)
        if shared > 0 and 2 * shared >= min(high - low, end - start):
            units.append(index)
        index += 1
    return units
