"""Codings as a table, one row a coding: CSV (RFC 4180, UTF-8) and XLSX, out and in."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from kelisim.errors import Problem, StudyError, nearest
from kelisim.interop.qda.loose import LooseCoding
from kelisim.interop.qda.view import StudyView
from kelisim.interop.qda.workbook import read_workbook
from kelisim.study.encoding import decode_table

COLUMNS = ("coder", "document", "start", "end", "quote", "code", "memo", "time")


def rows_of(view: StudyView) -> Iterator[tuple[str, ...]]:
    """Yield every coding in force, in the order of document, place, coder and code."""
    order = {source.id: position for position, source in enumerate(view.data.sources)}
    codings = [coding for coding, _, _ in view.codings()[0]]
    codings.sort(key=lambda one: (order[one.passage.source], one.passage.start, one.passage.end, one.coder, one.code))
    for one in codings:
        place = one.passage
        yield (
            one.coder,
            place.source,
            str(place.start),
            str(place.end),
            place.quote,
            one.code,
            one.memo,
            one.time,
        )


def write_csv(rows: Iterable[Sequence[str]]) -> bytes:
    """Return the table as CSV in UTF-8, with a byte order mark, by which spreadsheets know it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")


def read_table(data: bytes, file: str) -> list[LooseCoding]:
    """Return the codings of a CSV or XLSX table; raises ``StudyError`` with every row that is none."""
    grid = read_workbook(data, file) if data.startswith(b"PK") else _delimited(data, file)
    header = [name.strip().casefold() for name in next(grid, (1, []))[1]]
    problems = [
        Problem("column", f"no column {name}", "the header is: " + ",".join(COLUMNS), file, 1)
        for name in ("document", "code")
        if name not in header
    ]
    problems += [
        Problem("column", f"unknown column {name!r}", nearest(name, COLUMNS) or "take it out", file, 1)
        for name in header
        if name and name not in COLUMNS
    ]
    if problems:
        raise StudyError(problems)
    found = []
    for line, row in grid:
        if any(cell.strip() for cell in row):
            found.append(_coding(dict(zip(header, row, strict=False)), line, file, problems))
    if problems:
        raise StudyError(problems)
    return found


def _coding(cells: dict[str, str], line: int, file: str, problems: list[Problem]) -> LooseCoding:
    numbers: list[int | None] = []
    for column in ("start", "end"):
        value = cells.get(column, "").strip()
        if value and not value.isdecimal():
            hint = "offsets are whole numbers of Unicode code points from the beginning of the text"
            problems.append(Problem("number", f"{column} is {value!r}", hint, file, line))
        numbers.append(int(value) if value.isdecimal() else None)
    if not cells.get("quote") and None in numbers:
        what = "the row has neither a quote nor both offsets"
        problems.append(Problem("missing", what, "fill in quote, or start and end", file, line))
    return LooseCoding(
        coder=cells.get("coder", "").strip(),
        places=(cells.get("document", "").strip(),),
        codes=(cells.get("code", "").strip(),),
        start=numbers[0],
        end=numbers[1],
        quote=cells.get("quote", ""),
        memo=cells.get("memo", ""),
        time=cells.get("time", "").strip(),
        line=line,
    )


def _delimited(data: bytes, file: str) -> Iterator[tuple[int, list[str]]]:
    text = decode_table(data, file)
    delimiter = max(",;\t", key=text.split("\n", 1)[0].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise StudyError(Problem("csv", f"not CSV: {error}", "", file, line)) from error
