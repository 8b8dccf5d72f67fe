"""The three registers: sources, claims and events."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar, cast

from kelisim.errors import Problem, StudyError
from kelisim.model.claim import MODALITIES, Claim, Modality
from kelisim.model.event import EVENT_STATUSES, TRIGGERS, Event, EventStatus, Trigger
from kelisim.model.interval import Interval
from kelisim.model.period import Period
from kelisim.model.quantity import (
    COMPARATORS,
    Change,
    Comparator,
    interval_of,
    stated_step,
    step_in_words,
    step_to_the_point,
)
from kelisim.model.source import PUBLISHER_KINDS, PublisherKind, Source
from kelisim.study.layout import Layout
from kelisim.study.tables import Reader, Row, read_rows

SOURCE_COLUMNS = (
    "id",
    "title",
    "authors",
    "publisher",
    "publisher_kind",
    "category",
    "perspective",
    "country",
    "language",
    "published",
    "accessed",
    "url",
    "doi",
    "container",
    "volume",
    "issue",
    "pages",
    "licence",
    "lineage",
    "owner",
    "reports",
    "file",
    "text_kind",
    "number",
    "note",
)
CLAIM_COLUMNS = (
    "id",
    "source",
    "indicator",
    "subject",
    "place",
    "period",
    "stated",
    "value",
    "low",
    "high",
    "step",
    "unit",
    "comparator",
    "change",
    "modality",
    "section",
    "citations",
    "document",
    "quote",
    "note",
)
EVENT_COLUMNS = (
    "id",
    "period",
    "title",
    "actors",
    "trigger",
    "place",
    "status",
    "sources",
    "claims",
    "section",
    "phase",
    "document",
    "quote",
    "note",
)
TEXT_KINDS = ("full text", "extract", "case note", "translation")
REPORTS = ("statistic", "policy text")


class _Identified(Protocol):
    @property
    def id(self) -> str: ...


Record = TypeVar("Record", bound=_Identified)


def read_sources(layout: Layout) -> tuple[Source, ...]:
    """Read the register of sources; raises ``StudyError`` with every bad cell."""
    return _register(layout, "sources", SOURCE_COLUMNS, ("id", "title", "publisher", "publisher_kind"), _source)


def read_claims(layout: Layout) -> tuple[Claim, ...]:
    """Read the confirmed claims; raises ``StudyError`` with every bad cell."""
    return _register(layout, "claims", CLAIM_COLUMNS, ("id", "source", "indicator"), _claim)


def read_events(layout: Layout) -> tuple[Event, ...]:
    """Read the dated events; raises ``StudyError`` with every bad cell."""
    return _register(layout, "events", EVENT_COLUMNS, ("id", "period", "title", "trigger"), _event)


def _register(
    layout: Layout,
    name: str,
    columns: Sequence[str],
    required: Sequence[str],
    build: Callable[[Reader, Row], Record | None],
) -> tuple[Record, ...]:
    path = layout.table(name)
    if not path.exists():
        if name == "sources":
            hint = "a study needs a register of sources; its header is " + ",".join(columns[:8]) + ", …"
            raise StudyError(Problem("missing-file", "the file is not there", hint, path.name))
        return ()
    reader = Reader(path.name, [])
    records: list[Record] = []
    lines: dict[str, int] = {}
    for row in read_rows(path, path.name, columns, required):
        identifier = reader.text(row, "id", required=True)
        if identifier in lines:
            reader.problem(
                row,
                f"the id {identifier!r} stands already on line {lines[identifier]}",
                "give it an id of its own",
                "duplicate-id",
            )
        lines.setdefault(identifier, row.line)
        if any(mark in identifier for mark in "; ,\t\"'<>&#"):
            reader.problem(row, f"the id {identifier!r} holds a space or a mark", "use letters, digits, - and _", "id")
        record = build(reader, row)
        if record is not None:
            records.append(record)
    if reader.problems:
        raise StudyError(reader.problems)
    return tuple(records)


def _source(reader: Reader, row: Row) -> Source:
    for part in reader.items(row, "reports"):
        if part not in REPORTS:
            reader.problem(row, f"reports holds {part!r}", "one of: " + ", ".join(REPORTS), "enum")
    text_kind = row.cells.get("text_kind", "")
    if text_kind and text_kind not in TEXT_KINDS:
        reader.choice(row, "text_kind", TEXT_KINDS)
    language = reader.text(row, "language")
    if language and not (language.isascii() and language.replace("-", "").isalpha() and 2 <= len(language) <= 8):
        reader.problem(row, f"language is {language!r}", "write an ISO 639-1 code such as en, ru, zh or kk", "enum")
    return Source(
        id=reader.text(row, "id"),
        title=reader.text(row, "title", required=True),
        publisher=reader.text(row, "publisher", required=True),
        publisher_kind=cast("PublisherKind", reader.choice(row, "publisher_kind", PUBLISHER_KINDS)),
        published=reader.parsed(row, "published", Period.parse),
        accessed=reader.parsed(row, "accessed", Period.parse),
        lineage=reader.items(row, "lineage"),
        reports=reader.items(row, "reports"),
        row=row.line,
        origins=(),
        **{
            column: reader.text(row, column)
            for column in (
                "authors",
                "category",
                "perspective",
                "country",
                "language",
                "url",
                "doi",
                "container",
                "volume",
                "issue",
                "pages",
                "licence",
                "owner",
                "file",
                "text_kind",
                "number",
                "note",
            )
        },
    )


def _claim(reader: Reader, row: Row) -> Claim:
    change = row.cells.get("change", "")
    if change not in ("", "up", "down"):
        reader.choice(row, "change", ("up", "down"))
    comparator = cast("Comparator", reader.choice(row, "comparator", COMPARATORS, "exact"))
    value, interval, step = _stated_number(reader, row, comparator)
    return Claim(
        id=reader.text(row, "id"),
        source=reader.text(row, "source", required=True),
        indicator=reader.text(row, "indicator", required=True),
        subject=reader.text(row, "subject"),
        place=reader.text(row, "place"),
        period=reader.parsed(row, "period", Period.parse),
        stated=reader.text(row, "stated"),
        value=value,
        interval=interval,
        step=step,
        unit=reader.text(row, "unit"),
        comparator=comparator,
        change=cast("Change | None", change or None),
        modality=cast("Modality", reader.choice(row, "modality", MODALITIES, "reported")),
        section=reader.text(row, "section"),
        citations=reader.items(row, "citations"),
        document=reader.text(row, "document") or reader.text(row, "source"),
        quote=reader.text(row, "quote"),
        note=reader.text(row, "note"),
        row=row.line,
    )


def _stated_number(reader: Reader, row: Row, comparator: str) -> tuple[float | None, Interval | None, float | None]:
    value, low, high, step = (reader.number(row, column) for column in ("value", "low", "high", "step"))
    if value is None and low is None and high is None:
        if comparator not in ("exact", "approx"):
            reader.problem(
                row, f"the comparator is {comparator} but there is no number", "fill in value, or low and high"
            )
        return None, None, step
    if value is None and (low is None or high is None):
        reader.problem(
            row, "a range needs both low and high", "fill in the other bound, or give value and a comparator"
        )
        return None, None, step
    written = row.cells.get("value", "")
    if step is None and value is not None and not any(p.line == row.line for p in reader.problems):
        step = stated_step(written.lstrip("+-"))
        finer = step_in_words(row.cells.get("stated", ""), abs(value))
        step = step if finer is None else min(step, finer)
        if comparator == "exact":
            step = step_to_the_point(step, value, reader.text(row, "unit"))
    if value is not None and low is None and high is None:
        return value, interval_of(value, comparator, step or 0.0), step
    low = (value if low is None else low) if value is not None else low
    high = (value if high is None else high) if value is not None else high
    assert low is not None
    assert high is not None
    if low > high or math.isnan(low + high):
        reader.problem(row, f"low {low:g} is above high {high:g}", "swap the two", "range")
        return value, None, step
    if value is not None and not low <= value <= high:
        reader.problem(
            row, f"value {value:g} lies outside low {low:g} and high {high:g}", "mend one of the three", "range"
        )
    return value, Interval(low, high), step


def _event(reader: Reader, row: Row) -> Event | None:
    period = reader.parsed(row, "period", Period.parse)
    if period is None:
        if not row.cells.get("period"):
            reader.problem(row, "period is empty", "an event has a date", "missing")
        return None
    return Event(
        id=reader.text(row, "id"),
        period=period,
        title=reader.text(row, "title", required=True),
        actors=reader.items(row, "actors"),
        trigger=cast("Trigger", reader.choice(row, "trigger", TRIGGERS)),
        place=reader.text(row, "place"),
        status=cast("EventStatus", reader.choice(row, "status", EVENT_STATUSES, "achieved")),
        sources=reader.items(row, "sources"),
        claims=reader.items(row, "claims"),
        section=reader.text(row, "section"),
        phase=reader.text(row, "phase"),
        document=reader.text(row, "document"),
        quote=reader.text(row, "quote"),
        note=reader.text(row, "note"),
        row=row.line,
    )
