"""The cells of a CSV file or a workbook, as text, by line."""

from __future__ import annotations

import csv
import datetime
import io
import zipfile
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from kelisim.errors import MissingExtra, ProviderError


def grid(body: bytes, name: str, options: Mapping[str, str]) -> Iterator[tuple[int, list[str]]]:
    """Yield (line, cells), cells stripped; ``options`` may name sheet, delimiter and encoding.

    Raises ``ProviderError`` for what is no such file, ``MissingExtra`` where workbooks cannot be read.
    """
    if name.lower().endswith((".xlsx", ".xlsm")):
        return _sheet(body, name, options.get("sheet", ""))
    return _lines(body, name, options.get("delimiter", ","), options.get("encoding", "utf-8-sig"))


def _lines(body: bytes, name: str, delimiter: str, encoding: str) -> Iterator[tuple[int, list[str]]]:
    try:
        text = body.decode(encoding).removeprefix("\ufeff")
    except (UnicodeDecodeError, LookupError) as error:
        hint = "name it as encoding in [fetch.options], such as windows-1251"
        raise ProviderError("unreachable", f"{name} is not in {encoding}", hint) from error
    reader = csv.reader(io.StringIO(text, newline=""), delimiter="\t" if delimiter == "tab" else delimiter)
    line = 1
    for cells in reader:
        yield line, [cell.strip() for cell in cells]
        line = reader.line_num + 1


def _sheet(body: bytes, name: str, wanted: str) -> Iterator[tuple[int, list[str]]]:
    try:
        import openpyxl
    except ImportError as error:
        raise MissingExtra(f"reading {name}", "read") from error
    try:
        book = openpyxl.load_workbook(io.BytesIO(body), data_only=True)
    except (OSError, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise ProviderError("unreachable", f"{name} is no readable workbook: {error}") from error
    if wanted and wanted not in book.sheetnames:
        raise ProviderError("unreachable", f"{name} has no sheet {wanted!r}", "sheets: " + ", ".join(book.sheetnames))
    sheet = book[wanted] if wanted else book.worksheets[0]
    # A merged cell stands for each of the cells that it covers.
    merged = {
        (row, column): sheet.cell(span.min_row, span.min_col).value
        for span in sheet.merged_cells.ranges
        for row, column in span.cells
    }
    for line, row in enumerate(sheet.iter_rows(values_only=True), start=1):
        yield line, [_text(merged.get((line, column), value)) for column, value in enumerate(row, start=1)]


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime.datetime | datetime.date):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, float):
        # A workbook stores every number as a binary fraction; 2022.0 is the year 2022.
        return format(Decimal(repr(value)).normalize(), "f")
    return str(value).strip()
