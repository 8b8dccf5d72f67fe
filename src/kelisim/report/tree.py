"""The report as a tree: built once, rendered to every format.

Text that rests on evidence carries ``Reference`` inlines; a renderer turns each into a link to the record of the
claim, source, event, series, estimate or finding, so that a reader can follow every number to its quote.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

ReferenceKind = Literal[
    "claim", "source", "event", "series", "estimate", "finding", "table", "figure", "recommendation"
]


@dataclass(frozen=True, slots=True)
class Text:
    """Plain words, perhaps emphasised; ``language`` where it differs from the report's."""

    text: str
    style: Literal["plain", "emphasis", "strong", "quote"] = "plain"
    language: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """Words that lead to a record: the number itself, or a short label such as "C012"."""

    kind: ReferenceKind
    id: str
    text: str


@dataclass(frozen=True, slots=True)
class WebLink:
    """Words that lead to a page on the web."""

    url: str
    text: str


Inline = Text | Reference | WebLink
Inlines = tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: machine name (the CSV header), heading in print, alignment, relative width."""

    name: str
    heading: str
    align: Literal["left", "right", "center"] = "left"
    width: float = 1.0


@dataclass(frozen=True, slots=True)
class Table:
    """A table: rows of cells for print and, as ``records``, the plain values for CSV.

    ``records`` holds one tuple of plain values a row under ``record_columns``; print may show fewer columns.
    """

    id: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Inlines, ...], ...]
    record_columns: tuple[str, ...]
    records: tuple[tuple[str | int | float | bool | None, ...], ...]
    notes: Inlines = ()
    number: str = ""
    landscape: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart as Vega-Lite, with its data, a caption and words for those who cannot see it."""

    id: str
    title: str
    caption: Inlines
    alternative_text: str
    spec: dict[str, Any]
    record_columns: tuple[str, ...] = ()
    records: tuple[tuple[str | int | float | bool | None, ...], ...] = ()
    number: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; ``id`` is its anchor."""

    level: int
    text: str
    id: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; ``role`` "warning" sets it off from the text."""

    content: Inlines
    role: Literal["text", "lead", "warning", "note"] = "text"


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of paragraphs."""

    items: tuple[Inlines, ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class EvidenceRecord:
    """What a reference leads to: an anchored entry with labelled facts and, where there is one, the quote in context.

    ``prefix``, ``quote`` and ``suffix`` are the words of the document ``file`` from code point ``start`` on.
    """

    kind: ReferenceKind
    id: str
    title: str
    facts: tuple[tuple[str, Inlines], ...] = ()
    prefix: str = ""
    quote: str = ""
    suffix: str = ""
    language: str = ""
    file: str = ""
    start: int | None = None
    end: int | None = None


Block = Heading | Paragraph | Bullets | Table | Figure


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report: body blocks, and the evidence that its references lead to."""

    title: str
    subtitle: str
    language: str
    authors: tuple[str, ...]
    abstract: Inlines
    blocks: tuple[Block, ...]
    evidence: tuple[EvidenceRecord, ...]
    keywords: tuple[str, ...] = ()
    licence: str = ""
    facts: tuple[tuple[str, str], ...] = field(default_factory=tuple)
