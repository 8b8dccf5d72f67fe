"""From rows to a table: print and CSV made side by side, so that neither forgets a row of the other."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Sequence
from enum import Enum
from pathlib import Path

from kelisim.report.inlines import Piece, words
from kelisim.report.tree import Column, Inlines, Table

Plain = str | int | float | bool | None
Cells = Sequence[Piece]


def names(text: str) -> tuple[str, ...]:
    """Return the names of columns from one line of words."""
    return tuple(text.split())


def column(name: str, heading: str, width: float = 1.0, *, right: bool = False) -> Column:
    """Return a column; ``right`` aligns numbers."""
    return Column(name, heading, "right" if right else "left", width)


def table(
    identifier: str,
    title: str,
    columns: Sequence[Column],
    rows: Iterable[Cells],
    record_columns: Sequence[str],
    records: Iterable[Sequence[object]],
    *,
    notes: Inlines = (),
    landscape: bool = False,
) -> Table:
    """Return a table; raise ``ValueError`` where a row does not fit its columns."""
    printed = tuple(tuple(words(cell) for cell in row) for row in rows)
    kept = tuple(tuple(plain(value) for value in record) for record in records)
    for row in printed:
        if len(row) != len(columns):
            raise ValueError(f"table {identifier}: {len(row)} cells in {len(columns)} columns")
    for record in kept:
        if len(record) != len(record_columns):
            raise ValueError(f"table {identifier}: {len(record)} values under {len(record_columns)} names")
    return Table(
        identifier, title, tuple(columns), printed, tuple(record_columns), kept, notes=notes, landscape=landscape
    )


def plain(value: object) -> Plain:
    """Return a value as CSV holds it: lists joined by "; ", periods and the like as text, numbers unrounded."""
    if value is None or isinstance(value, bool | int | str):
        return value.value if isinstance(value, Enum) else value
    if isinstance(value, float):
        return float(value)
    if isinstance(value, tuple | list):
        return "; ".join(str(part) for part in value)
    return str(value)


def written(value: Plain) -> str:
    """Return a plain value as a field of CSV: true and false in lower case, a whole float without ".0"."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        if math.isinf(value):
            return "inf" if value > 0 else "-inf"
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return str(value)


def write_csv(table: Table, path: Path) -> None:
    """Write a table's records as CSV: UTF-8 without a mark, LF, a header row, the same bytes every time."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(table.record_columns)
    for record in table.records:
        writer.writerow([written(value) for value in record])
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(buffer.getvalue().encode("utf-8"))
