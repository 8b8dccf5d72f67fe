"""XLSX with one sheet of texts (ECMA-376, inline strings), the same table the same bytes; and its reading."""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Iterable, Iterator, Sequence

from kelisim.errors import MissingExtra, Problem, StudyError
from kelisim.interop.qda.archive import Archive, pack
from kelisim.interop.qda.xml import clean

LONGEST_CELL = 32_767
MOST_ROWS = 1_048_576
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def write_workbook(rows: Iterable[Sequence[str]], sheet: str, numbers: Sequence[int] = ()) -> bytes:
    """Return a workbook; the columns in ``numbers`` hold numbers where their cells do, all others text, never formulas.

    Raises ``StudyError`` where a cell or the table is larger than a workbook can hold.
    """
    lines = []
    for place, row in enumerate(rows, start=1):
        if place > MOST_ROWS or any(len(cell) > LONGEST_CELL for cell in row):
            what = f"row {place} does not fit: a workbook holds {LONGEST_CELL:,} characters a cell, {MOST_ROWS:,} rows"
            raise StudyError(Problem("xlsx", what, "export to CSV, which has no such bounds"))
        cells = "".join(_cell(cell, column in numbers) for column, cell in enumerate(row))
        lines.append(f'<row r="{place}">{cells}</row>')
    body = f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetData>{"".join(lines)}</sheetData></worksheet>'
    entries = {
        "[Content_Types].xml": f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/></Types>',
        "_rels/.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        f'<sheet name="{_escape(sheet)}" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": body,
    }
    return pack({name: text.encode("utf-8") for name, text in entries.items()})


def _cell(text: str, number: bool) -> str:
    if number and text.isdecimal() and text.isascii():
        return f"<c><v>{text}</v></c>"
    return f'<c t="inlineStr"><is><t xml:space="preserve">{_escape(text)}</t></is></c>'


def _escape(text: str) -> str:
    # A carriage return and what already looks like an escape are written as escapes of the format.
    marked = _ESCAPED.sub(r"_x005F_x\1_", clean(text)).replace("\r", "_x000D_")
    return marked.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def _unescape(text: str) -> str:
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)


def read_workbook(data: bytes, file: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of the first sheet as texts, with their numbers."""
    try:
        import openpyxl
    except ImportError as error:
        raise MissingExtra(f"reading {file}", "read") from error
    Archive(data, file)
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheet = book.worksheets[0]
    except (OSError, KeyError, ValueError, IndexError) as error:
        raise StudyError(Problem("xlsx", f"not a readable workbook: {error}", "", file)) from error
    for place, row in enumerate(sheet.iter_rows(values_only=True), start=1):
        yield place, [_text(value) for value in row]


def _text(value: object) -> str:
    if isinstance(value, datetime.datetime):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else _unescape(str(value))
