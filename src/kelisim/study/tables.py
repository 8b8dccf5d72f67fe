"""Tables with typed columns: CSV (comma or semicolon) or XLSX in, rows with their line numbers out."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from kelisim.errors import MissingExtra, Problem, StudyError, nearest
from kelisim.study.encoding import decode_table

Value = TypeVar("Value")
csv.field_size_limit(1 << 27)


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its cells by column name, stripped, and the line it starts on."""

    line: int
    cells: Mapping[str, str]


@dataclass(slots=True)
class Reader:
    """Reads the cells of one table into values and gathers every problem before giving up."""

    file: str
    problems: list[Problem]

    def problem(self, row: Row | int, what: str, hint: str = "", code: str = "cell") -> None:
        """Note a problem at a row."""
        line = row if isinstance(row, int) else row.line
        self.problems.append(Problem(code=code, file=self.file, line=line, what=what, hint=hint))

    def text(self, row: Row, column: str, *, required: bool = False) -> str:
        """Return a cell's text."""
        value = row.cells.get(column, "")
        if required and not value:
            self.problem(row, f"{column} is empty", f"fill in {column}", "missing")
        return value

    def items(self, row: Row, column: str) -> tuple[str, ...]:
        """Return the parts of a cell that holds a list separated by semicolons."""
        return tuple(part.strip() for part in row.cells.get(column, "").split(";") if part.strip())

    def choice(self, row: Row, column: str, allowed: Sequence[str], default: str = "") -> str:
        """Return a cell that must be one of ``allowed``."""
        value = row.cells.get(column, "") or default
        if value not in allowed:
            what = f"{column} is empty" if not value else f"{column} is {value!r}, which is not one of its values"
            self.problem(row, what, nearest(value, allowed) or "one of: " + ", ".join(allowed), "enum")
            return default or allowed[0]
        return value

    def number(self, row: Row, column: str) -> float | None:
        """Return a decimal number; a decimal comma or grouped digits are refused, never guessed."""
        value = row.cells.get(column, "")
        if not value:
            return None
        if not is_plain_number(value):
            self.problem(
                row, f"{column} is {value!r}, which is not a plain decimal number", mend_number(value), "number"
            )
            return None
        return float(value)

    def parsed(self, row: Row, column: str, parse: Callable[[str], Value]) -> Value | None:
        """Return a cell read by ``parse``, whose ``ValueError`` becomes a problem."""
        value = row.cells.get(column, "")
        if not value:
            return None
        try:
            return parse(value)
        except ValueError as error:
            self.problem(row, f"{column}: {error}", "", "value")
            return None


def is_plain_number(text: str) -> bool:
    """Say whether a cell is digits with at most one decimal point and a sign, and nothing else."""
    body = text[1:] if text[:1] in "+-" else text
    whole, point, decimals = body.partition(".")
    return (whole + decimals).isascii() and whole.isdigit() and (decimals.isdigit() if point else not decimals)


def mend_number(text: str) -> str:
    """Return how to write a number that has a comma or grouped digits."""
    compact = text.replace("\u00a0", "").replace("\u202f", "").replace(" ", "")
    if compact.count(",") == 1 and is_plain_number(compact.replace(",", ".")):
        whole, _, decimals = compact.partition(",")
        if len(decimals) == 3 and whole.lstrip("-") not in ("", "0"):
            return f"write {whole}{decimals} if the comma groups thousands, {whole}.{decimals} if it is a decimal comma"
        return f"write {whole}.{decimals}"
    if is_plain_number(compact.replace(",", "")):
        return f"write {compact.replace(',', '')}"
    return "write digits with a decimal point, the unit in its own column"


def read_rows(path: Path, file: str, columns: Sequence[str], required: Sequence[str]) -> Iterator[Row]:
    """Yield the rows of a table; raises ``StudyError`` for an unreadable file or an unknown or missing column."""
    grid = _sheet(path, file) if path.suffix.lower() == ".xlsx" else _delimited(path, file)
    header_line, header = next(grid, (1, []))
    names = [name.strip() for name in header]
    _check_header(file, header_line, names, columns, required)
    for line, cells in grid:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) > len(names) and any(cell.strip() for cell in cells[len(names) :]):
            hint = "put quotation marks around a cell that holds the delimiter"
            what = f"the row has {len(cells)} cells and the header {len(names)}"
            raise StudyError(Problem(code="cells", file=file, line=line, what=what, hint=hint))
        yield Row(line, {name: cell.strip() for name, cell in zip(names, cells, strict=False)})


def raw_rows(path: Path, file: str) -> tuple[tuple[str, ...], dict[int, tuple[str, ...]]]:
    """Return a table's header and its cells as they stand, by the line a row starts on; nothing is checked."""
    grid = _sheet(path, file) if path.suffix.lower() == ".xlsx" else _delimited(path, file)
    _, header = next(grid, (1, []))
    return tuple(name.strip() for name in header), {line: tuple(cells) for line, cells in grid}


def _check_header(file: str, line: int, names: list[str], columns: Sequence[str], required: Sequence[str]) -> None:
    problems = []
    if not any(names):
        problems.append(Problem("header", "the table is empty", "start it with: " + ",".join(columns), file, line))
        raise StudyError(problems)
    for name in names:
        if name and name not in columns:
            hint = nearest(name, columns) or "columns: " + ", ".join(columns)
            problems.append(Problem("column", f"unknown column {name!r}", hint, file, line))
        elif name and names.count(name) > 1:
            problems.append(Problem("column", f"column {name!r} stands twice", "keep one of them", file, line))
    missing = [name for name in required if name not in names]
    if missing:
        hint = "the header must have: " + ", ".join(required)
        problems.append(Problem("column", f"no column {', '.join(missing)}", hint, file, line))
    if problems:
        raise StudyError(problems)


def _read(path: Path, file: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise StudyError(Problem(code="unreadable", file=file, what=f"cannot be read: {error.strerror}")) from error


def _delimited(path: Path, file: str) -> Iterator[tuple[int, list[str]]]:
    text = decode_table(_read(path, file), file)
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            hint = "a quotation mark opens here and does not close" if "unexpected end" in str(error) else ""
            raise StudyError(Problem(code="csv", file=file, line=line, what=f"not CSV: {error}", hint=hint)) from error
        yield line, cells
        line = reader.line_num + 1


def _sheet(path: Path, file: str) -> Iterator[tuple[int, list[str]]]:
    try:
        import openpyxl
    except ImportError as error:
        raise MissingExtra(f"reading {file}", "read") from error
    import datetime
    import zipfile

    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (OSError, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise StudyError(Problem(code="xlsx", file=file, what=f"not a readable workbook: {error}")) from error
    try:
        for line, row in enumerate(book.worksheets[0].iter_rows(values_only=True), start=1):
            cells = []
            for value in row:
                if isinstance(value, datetime.datetime):
                    cells.append(value.date().isoformat())
                elif isinstance(value, float) and value.is_integer():
                    cells.append(str(int(value)))
                else:
                    cells.append("" if value is None else str(value))
            yield line, cells
    finally:
        book.close()
