"""DOCX: order of paragraphs, tables and notes, and hostile packages."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kelisim.errors import DataError
from kelisim.text.reading import read

docx = pytest.importorskip("docx")

TEXTS = {
    "en": "The plant in Kostanay produced 38,000 vehicles.",
    "ru": "Завод в Костанае выпустил 38 тыс. автомобилей.",
    "kk": "Қостанайдағы зауыт 38 мың автомобиль шығарды.",
    "zh": "科斯塔奈工厂生产了3.8万辆汽车。",
}
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"


def package(parts: dict[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def document(body: str, namespace: str = W) -> str:
    return f'<?xml version="1.0"?><w:document xmlns:w="{namespace}"><w:body>{body}</w:body></w:document>'


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


@pytest.mark.parametrize("code", sorted(TEXTS))
def test_what_python_docx_writes(code: str) -> None:
    word = docx.Document()
    word.core_properties.title = f"Title {TEXTS[code]}"
    word.add_heading("Heading", 1)
    word.add_paragraph(TEXTS[code])
    table = word.add_table(2, 2)
    for row, cells in zip(table.rows, [("Year", "Output"), ("2019", TEXTS[code])], strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    last = word.add_paragraph("before ")
    last.add_run(TEXTS[code]).bold = True
    buffer = io.BytesIO()
    word.save(buffer)
    reading = read(buffer.getvalue(), name="a.bin")
    assert reading.text == (
        f"Heading\n\n{TEXTS[code]}\n\n| Year | Output |\n| 2019 | {TEXTS[code]} |\n\nbefore {TEXTS[code]}"
    )
    assert reading.title == f"Title {TEXTS[code]}"
    assert reading.media_type.endswith("wordprocessingml.document")


@pytest.mark.parametrize("namespace", [W, STRICT])
def test_notes_follow_the_paragraph_or_table_that_calls_them(namespace: str) -> None:
    call = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    notes = (
        f'<w:footnotes xmlns:w="{namespace}"><w:footnote w:type="separator" w:id="1"><w:p><w:r><w:t>x</w:t></w:r></w:p>'
        '</w:footnote><w:footnote w:id="2"><w:p><w:r><w:t>An estimate.</w:t></w:r></w:p></w:footnote></w:footnotes>'
    )
    cell = f"<w:tbl><w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r>{call}</w:p></w:tc></w:tr></w:tbl>"
    body = f"<w:p><w:r><w:t>Output rose.</w:t></w:r>{call}</w:p>{cell}{paragraph('After')}"
    reading = read(
        package({"word/document.xml": document(body, namespace), "word/footnotes.xml": notes}), name="a.docx"
    )
    assert reading.text == ("Output rose.[^1]\n\n[^1]: An estimate.\n\n| a[^2] |\n\n[^2]: An estimate.\n\nAfter")


def test_tracked_changes_fields_and_alternatives() -> None:
    alternatives = (
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f"<mc:Choice><w:txbxContent>{paragraph('box')}</w:txbxContent></mc:Choice>"
        f"<mc:Fallback><w:txbxContent>{paragraph('box')}</w:txbxContent></mc:Fallback></mc:AlternateContent>"
    )
    body = (
        "<w:p><w:r><w:t xml:space='preserve'>kept </w:t></w:r><w:del><w:r><w:delText>old</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>new</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>moved</w:t></w:r></w:moveFrom>"
        "<w:r><w:instrText>PAGE</w:instrText><w:tab/><w:t>x</w:t><w:br/><w:t>y</w:t></w:r></w:p>"
        f"<w:p><w:r>{alternatives}</w:r></w:p>"
    )
    reading = read(package({"word/document.xml": document(body)}), name="a.docx")
    assert reading.text == "kept new\tx\ny\n\nbox"
    assert reading.warnings == ("1 tracked deletions were left out, insertions taken in",)


def test_nested_tables_lie_flat_in_their_cell() -> None:
    inner = f"<w:tbl><w:tr><w:tc>{paragraph('i')}</w:tc><w:tc>{paragraph('j')}</w:tc></w:tr></w:tbl>"
    body = f"<w:tbl><w:tr><w:tc>{paragraph('a')}{inner}</w:tc><w:tc>{paragraph('b')}</w:tc></w:tr></w:tbl>"
    assert read(package({"word/document.xml": document(body)}), name="a").text == "| a | i | j | | b |"


ENTITIES = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e {}>]><w:document xmlns:w="{}"><w:body>{}</w:body></w:document>'
CASES: list[tuple[Callable[[], bytes], str, str]] = [
    (lambda: package({"word/document.xml": document(paragraph("text"))})[:-60], "truncated", "collect"),
    (lambda: package({"word/document.xml": document(paragraph("text"))[:-30]}), "XML is damaged", "save it anew"),
    (lambda: package({"word/document.xml": document("<w:p/>")}), "no text", "OCR"),
    (lambda: package({"word/document.xml": document("<w:p><w:r><w:drawing/></w:r></w:p>")}), "pictures", "OCR"),
    (lambda: package({"xl/workbook.xml": "<x/>"}), "spreadsheet", "CSV"),
    (lambda: package({"ppt/presentation.xml": "<x/>"}), "presentation", "PDF"),
    (lambda: package({"a.txt": "x"}), "archive", "unpack"),
    (
        lambda: package({"word/document.xml": ENTITIES.format('SYSTEM "file:///etc/hostname"', W, paragraph("&e;"))}),
        "declares entities",
        "do not trust",
    ),
    (
        lambda: package({"word/document.xml": ENTITIES.format(f'"{"x" * 99}"', W, paragraph("&e;" * 99))}),
        "declares entities",
        "do not trust",
    ),
    (
        lambda: package({"word/document.xml": document(paragraph(" " * 30_000_000))}),
        "zip bomb",
        "do not trust",
    ),
]


@pytest.mark.parametrize(("make", "what", "mend"), CASES)
def test_damaged_and_hostile_packages(make: Callable[[], bytes], what: str, mend: str) -> None:
    with pytest.raises(DataError) as caught:
        read(make(), name="a.docx")
    problem = caught.value.problems[0]
    assert what in problem.what
    assert mend in problem.hint


def test_a_lying_size_does_not_unpack_more() -> None:
    data = bytearray(package({"word/document.xml": document(paragraph("word " * 100_000))}))
    # The stated size stands in the central directory too; there zipfile reads it.
    position = data.rindex(b"PK\x01\x02") + 24
    data[position : position + 4] = (1000).to_bytes(4, "little")
    with pytest.raises(DataError):
        read(bytes(data), name="a.docx")


@given(st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), max_size=8), st.floats(0.05, 1))
def test_damaged_files_are_read_or_refused(changes: list[tuple[int, int]], share: float) -> None:
    damaged = bytearray(package({"word/document.xml": document(paragraph("text") * 20)}))
    for position, byte in changes:
        damaged[position % len(damaged)] = byte
    try:
        text = read(bytes(damaged[: int(share * len(damaged))]), name="a").text
    except DataError as error:
        text = error.problems[0].hint
    assert text.strip()
