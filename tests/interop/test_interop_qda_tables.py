"""Codings as tables and as Web Annotations, out and in."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from qda_files import add_source, code, empty_study, journal, snapshot

from kelisim.errors import StudyError
from kelisim.interop.qda import export_codings, import_codings
from kelisim.interop.qda.workbook import LONGEST_CELL, write_workbook

TEXT = 'The council 🚲 opened "a lane"; yes.\nПарковки не было.\n=1+1 is a formula, 市议会 says _x0041_.\n'
BOOK = """version = "1"
level = "nominal"

[[codes]]
id = "b"
name = "Barrier"
definition = ""

[[codes]]
id = "m"
name = "Measure"
definition = ""
"""
SPANS = [((0, 13), "b"), ((12, 13), "m"), ((14, 35), "b"), ((36, 53), "m"), ((54, 90), "b"), ((54, 58), "m")]


def study_of(folder: Path, *, filled: bool) -> Path:
    study = empty_study(folder)
    (study / "codebook.toml").write_text(BOOK, encoding="utf-8")
    add_source(study, "S1", TEXT)
    for number, (span, name) in enumerate(SPANS if filled else []):
        coder = ("anna", "Бекзат")[number % 2]
        memo = ("", 'Line one\nline two; with, marks\tand "quotes"')[number % 2]
        code(study, coder, "S1", TEXT, span, name, memo=memo, time=f"2024-02-03T10:00:0{number}Z")
    return study


def codings(study: Path) -> list[tuple[Any, ...]]:
    return sorted(
        (line["actor"], line["code"], *line["target"].values(), line.get("memo", ""), line["time"])
        for path in (study / "journals").glob("*.jsonl")
        for line in journal(study, path.stem)
    )


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("to", ["csv", "xlsx", "web-annotation"])
def test_codings_go_out_and_come_back(tmp_path: Path, to: str) -> None:
    study, back = study_of(tmp_path / "a", filled=True), study_of(tmp_path / "b", filled=False)
    out = tmp_path / f"codings.{'json' if to == 'web-annotation' else to}"
    assert export_codings(study, to, out).carried["codings"] == 6
    report = import_codings(back, out)
    assert report.carried == {"codings": 6, "coders": 2}
    assert report.decisions == []
    assert codings(back) == codings(study)
    before = snapshot(back)
    assert import_codings(back, out).present == {"codings": 6}
    assert import_codings(study, out).present == {"codings": 6}
    assert snapshot(back) == before


def test_a_csv_has_one_row_a_coding(tmp_path: Path) -> None:
    export_codings(study_of(tmp_path / "a", filled=True), "csv", tmp_path / "c.csv")
    data = (tmp_path / "c.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbfcoder,document,start,end,quote,code,memo,time\r\n")
    found = rows(tmp_path / "c.csv")
    assert found[0] == {
        "coder": "anna",
        "document": "S1",
        "start": "0",
        "end": "13",
        "quote": "The council 🚲",
        "code": "b",
        "memo": "",
        "time": "2024-02-03T10:00:00Z",
    }
    assert all(TEXT[int(row["start"]) : int(row["end"])] == row["quote"] for row in found)


def test_openpyxl_reads_the_workbook_and_sees_no_formula(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    export_codings(study_of(tmp_path / "a", filled=True), "xlsx", tmp_path / "c.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "c.xlsx").worksheets[0]
    assert [cell.value for cell in sheet[1]] == [
        *("coder", "document", "start", "end", "quote", "code", "memo", "time"),
    ]
    assert sheet["C2"].value == 0
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "inlineStr"}
    assert any(str(row[4].value).startswith("=1+1") for row in sheet.iter_rows())


def test_what_a_workbook_cannot_hold_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StudyError, match="export to CSV"):
        write_workbook([["x" * (LONGEST_CELL + 1)]], "codings")


def test_rows_by_hand_are_placed_by_their_words(tmp_path: Path) -> None:
    study = study_of(tmp_path / "a", filled=False)
    (tmp_path / "c.csv").write_text(
        "document;code;coder;start;end;quote;time\n"
        "sources/S1.txt;barrier;New Person;999;;Парковки  не было;yesterday\n"
        "Title of S1;Measure;;0;3;;\n",
        encoding="utf-8",
    )
    report = import_codings(study, tmp_path / "c.csv")
    [line] = journal(study, "new-person")
    assert (line["code"], line["target"]["quote"], line["target"]["start"]) == ("b", "Парковки не было", 36)
    assert journal(study, "imported")[0]["target"]["quote"] == "The"
    assert any("1 coding stands where the words are" in one for one in report.decisions)
    assert any("'yesterday' is no time" in one for one in report.decisions)


def test_rows_that_cannot_be_placed_are_named(tmp_path: Path) -> None:
    study = study_of(tmp_path / "a", filled=False)
    before = snapshot(study)
    path = tmp_path / "c.csv"
    path.write_text(
        "document,code,start,end,quote\nS9,b,0,3,The\nS1,barier,0,3,The\nS1,b,0,3,Not there at all\nS1,b,0,300,\n"
        "S1,b,0,3,\n",
        encoding="utf-8",
    )
    with pytest.raises(StudyError) as caught:
        import_codings(study, path)
    assert [(problem.line, problem.what) for problem in caught.value.problems] == [
        (2, "no document is called 'S9'"),
        (3, "no code is called 'barier'"),
        (4, "the passage 'Not there at all' (0–3) is not in the text of S1"),
        (5, "the passage '' (0–300) is not in the text of S1"),
    ]
    assert snapshot(study) == before
    assert import_codings(study, path, keep_going=True).carried["codings"] == 1
    path.write_text("document,code,start,end,quot\nS1,b,x,3,\n", encoding="utf-8")
    with pytest.raises(StudyError, match="did you mean 'quote'"):
        import_codings(study, path)
    path.write_text("document,code,start,end\nS1,b,x,3\nS1,b,,\n", encoding="utf-8")
    with pytest.raises(StudyError, match="start is 'x'"):
        import_codings(study, path)


def test_annotations_have_the_shape_of_the_recommendation(tmp_path: Path) -> None:
    """The properties that the Web Annotation Data Model (W3C, 2017) requires of each part."""
    export_codings(study_of(tmp_path / "a", filled=True), "web-annotation", tmp_path / "a.json")
    collection = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    assert collection["@context"][0] == "http://www.w3.org/ns/anno.jsonld"
    assert collection["type"] == "AnnotationCollection"
    assert collection["total"] == len(collection["first"]["items"]) == 6
    assert collection["first"]["type"] == "AnnotationPage"
    sources = {one["id"] for one in collection["about"]}
    for one in collection["first"]["items"]:
        assert one["type"] == "Annotation"
        assert one["id"].startswith("urn:uuid:")
        assert one["target"]["source"] in sources
        quote, position = one["target"]["selector"]
        assert (quote["type"], position["type"]) == ("TextQuoteSelector", "TextPositionSelector")
        assert TEXT[position["start"] : position["end"]] == quote["exact"]
        assert TEXT[: position["start"]].endswith(quote["prefix"])
        assert TEXT[position["end"] :].startswith(quote["suffix"])
        assert [body["purpose"] for body in one["body"]][:2] == ["tagging", "classifying"]
    assert len({one["id"] for one in collection["first"]["items"]}) == 6


def test_annotations_of_other_tools_are_read(tmp_path: Path) -> None:
    """A quote alone, a source by address, several tags, a creator as text."""
    study = study_of(tmp_path / "a", filled=False)
    text = (study / "sources.csv").read_text(encoding="utf-8")
    (study / "sources.csv").write_text(text.replace(",en,,,", ",en,,,https://example.org/s1"), encoding="utf-8")
    annotation = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": "https://example.org/anno/1",
        "type": "Annotation",
        "creator": "Ann",
        "body": [
            {"type": "TextualBody", "purpose": "tagging", "value": "Barrier"},
            {"type": "TextualBody", "purpose": "tagging", "value": "Measure"},
            {"type": "TextualBody", "purpose": "commenting", "value": "Hm."},
        ],
        "target": {
            "source": "https://example.org/s1",
            "selector": [
                {"type": "RangeSelector"},
                {"type": "TextQuoteSelector", "exact": "не было", "prefix": "ки "},
                # Counted in UTF-16 units, as browsers do: the words decide.
                {"type": "TextPositionSelector", "start": 46, "end": 53},
            ],
        },
    }
    (tmp_path / "a.json").write_text(json.dumps([annotation]), encoding="utf-8")
    report = import_codings(study, tmp_path / "a.json")
    assert [(line["code"], line["memo"], line["target"]["start"]) for line in journal(study, "Ann")] == [
        ("b", "Hm.", 45),
        ("m", "Hm.", 45),
    ]
    assert any("2 codings stand where the words are" in one for one in report.decisions)
    assert import_codings(study, tmp_path / "a.json").present == {"codings": 2}
    annotation["target"] = {"source": "https://example.org/s1"}
    (tmp_path / "b.json").write_text(json.dumps(annotation), encoding="utf-8")
    with pytest.raises(StudyError, match="annotation 1 has no source, no passage, or no code"):
        import_codings(study, tmp_path / "b.json")
    for data in (b"{}", b"[1, 2", b'{"type": "AnnotationCollection"}'):
        (tmp_path / "c.json").write_bytes(data)
        with pytest.raises(StudyError, match=r"not JSON|no annotations"):
            import_codings(study, tmp_path / "c.json")
