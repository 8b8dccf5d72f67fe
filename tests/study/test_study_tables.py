"""Tables as people save them: delimiters, encodings, workbooks, and what is wrong with a line."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from kelisim.errors import StudyError
from kelisim.study.tables import Reader, Row, mend_number, read_rows

COLUMNS = ("id", "title", "value")


def _write(folder: Path, data: bytes, name: str = "t.csv") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def _read(path: Path) -> list[Row]:
    return list(read_rows(path, path.name, COLUMNS, ("id",)))


@pytest.mark.parametrize(
    "data",
    [
        'id,title,value\na,Алматы,1\nb,"x, y",2\n'.encode(),
        '\ufeffid,title,value\na,Алматы,1\nb,"x, y",2\n'.encode(),
        "id;title;value\r\na;Алматы;1\r\nb;x, y;2\r\n".encode(),
        "id\ttitle\tvalue\na\tАлматы\t1\nb\tx, y\t2\n".encode("utf-16"),
        b"\r".join([b"id,title,value", "a,Алматы,1".encode(), b'b,"x, y",2']),
    ],
    ids=["utf-8", "byte-order mark", "semicolon and CRLF", "UTF-16 from a spreadsheet", "old line ends"],
)
def test_every_way_of_saving_gives_the_same_rows(tmp_path: Path, data: bytes) -> None:
    rows = _read(_write(tmp_path, data))
    assert [dict(row.cells) for row in rows] == [
        {"id": "a", "title": "Алматы", "value": "1"},
        {"id": "b", "title": "x, y", "value": "2"},
    ]
    assert [row.line for row in rows] == [2, 3]


def test_a_workbook_gives_the_same_rows(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["id", "title", "value"], ["a", "Алматы", 1], ["b", "x, y", 2.0]):
        book.active.append(row)
    book.save(tmp_path / "t.xlsx")
    assert [dict(row.cells) for row in _read(tmp_path / "t.xlsx")] == [
        {"id": "a", "title": "Алматы", "value": "1"},
        {"id": "b", "title": "x, y", "value": "2"},
    ]


def test_a_row_knows_its_line_after_a_cell_of_several_lines(tmp_path: Path) -> None:
    rows = _read(_write(tmp_path, b'id,title,value\na,"one\ntwo",1\nb,x,2\n'))
    assert [row.line for row in rows] == [2, 4]


def _problem(path: Path) -> tuple[int | None, str, str]:
    with pytest.raises(StudyError) as caught:
        _read(path)
    problem = caught.value.problems[0]
    assert problem.file == path.name
    return problem.line, problem.what, problem.hint


def test_a_legacy_code_page_is_refused_with_line_and_mend(tmp_path: Path) -> None:
    data = "id,title,value\na,plain,1\nb,Производство автомобилей в Казахстане выросло,2\n".encode("cp1251")
    line, what, hint = _problem(_write(tmp_path, data))
    assert line == 3
    assert "cp1251" in what
    assert "UTF-8" in hint


def test_a_broken_workbook_is_refused(tmp_path: Path) -> None:
    _, what, _ = _problem(_write(tmp_path, b"PK\x03\x04 not a workbook", "t.xlsx"))
    assert "workbook" in what


@pytest.mark.parametrize(
    ("data", "line", "what", "hint"),
    [
        (b"", 1, "empty", "id"),
        (b"id,titel,value\n", 1, "'titel'", "'title'"),
        (b"title,value\n", 1, "no column id", "id"),
        (b"id,id,value\n", 1, "twice", "one"),
        (b"id,title,value\na,b,1,2\n", 2, "4 cells", "quotation"),
        (b'id,title,value\na,"open,1\n', 2, "not CSV", "quotation"),
    ],
)
def test_what_is_wrong_with_a_table_is_said_with_its_line(
    tmp_path: Path, data: bytes, line: int, what: str, hint: str
) -> None:
    found = _problem(_write(tmp_path, data))
    assert found[0] == line
    assert what in found[1]
    assert hint in found[2]


@pytest.mark.parametrize(
    ("text", "mend"),
    [
        ("12,5", "write 12.5"),
        ("1,234", "1234 if the comma groups thousands, 1.234"),
        ("0,145", "write 0.145"),
        ("1 234 567", "write 1234567"),
        ("1\u00a0234,5", "write 1234.5"),
        ("1,234,567", "write 1234567"),
        ("59%", "unit in its own column"),
        ("4.91 million", "unit in its own column"),
    ],
)
def test_a_number_with_another_separator_is_refused_and_never_guessed(text: str, mend: str) -> None:
    reader = Reader("t.csv", [])
    assert reader.number(Row(7, {"value": text}), "value") is None
    assert reader.problems[0].line == 7
    assert mend in reader.problems[0].hint
    assert mend in mend_number(text)
