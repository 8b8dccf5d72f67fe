"""PDF: text layer, pages, wrapped lines, divided words, and files without a usable text layer."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kelisim.errors import DataError
from kelisim.text.reading import read
from kelisim.text.reading.furniture import without_furniture
from kelisim.text.reading.unwrap import join_pages
from kelisim.text.sentences import sentences

pytest.importorskip("pypdfium2")

TEXTS = {
    "en": "The internationalisation of Kazakhstan's automotive manufacturing was accompanied by local content"
    " requirements and by long-term cooperation with well-known companies. Output rose to 4.91 million in 2013.",
    "ru": "Правительство Казахстана утвердило государственную программу индустриально-инновационного развития, в рамках"
    " которой завод в Костанае выпустил 38 тыс. автомобилей. Это составило две трети внутреннего рынка.",
    "kk": "Қостанайдағы зауыт былтыр отыз сегіз мың автомобиль шығарды, бұл ішкі нарықтың үштен екісін құрайды."
    " Үкімет жергілікті қамту бойынша жаңа талаптарды бекітті және өндірушілерге жеңілдіктер берді.",
}
ZH = "科斯塔奈工厂去年生产了三万八千辆汽车，占哈萨克斯坦国内市场的三分之二。双方计划继续扩大合作，并在当地培训工程师。"


def typeset(body: str, language: str = "en", width: str = "9cm") -> bytes:
    typst = pytest.importorskip("typst")
    source = (
        f'#set document(title: "The title")\n#set page(width: {width}, height: 12cm)\n'
        f'#set text(lang: "{language}", hyphenate: true, font: "Libertinus Serif")\n#set par(justify: true)\n{body}'
    )
    return bytes(typst.compile(source.encode()))


def handmade(pages: list[list[str]], *, mapped: bool = True, picture: bool = False, cut: int | None = None) -> bytes:
    """Return a PDF with one composite font whose glyph numbers are UTF-16 units, a text line an entry."""
    mapping = (
        b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange "
        b"1 beginbfrange <0020> <FFFD> <0020> endbfrange endcmap end"
    )
    if not mapped:
        mapping = mapping.replace(b"<0020> endbfrange", b"<E000> endbfrange").replace(
            b"<FFFD> <E000>", b"<0FFF> <E000>"
        )
    objects: dict[int, bytes] = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        3: b"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [4 0 R] "
        b"/ToUnicode 5 0 R >>",
        4: b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /DW 1000 /FontDescriptor 6 0 R "
        b"/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
        5: b"<< /Length %d >> stream\n%s\nendstream" % (len(mapping), mapping),
        6: b"<< /Type /FontDescriptor /FontName /X /Flags 4 /FontBBox [0 -200 1000 800] /Ascent 800 /Descent -200 "
        b"/ItalicAngle 0 /CapHeight 700 /StemV 80 >>",
        7: b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 "
        b"/Length 1 >> stream\n\0\nendstream",
    }
    kids = []
    for number, lines in enumerate(pages):
        content = b"BT /F1 10 Tf 14 TL 50 800 Td "
        content += b"".join(b"<%s> Tj T* " % line.encode("utf-16-be").hex().encode() for line in lines) + b"ET"
        if picture:
            content += b" q 500 0 0 700 50 50 cm /I1 Do Q"
        kids.append(b"%d 0 R" % (10 + 2 * number))
        objects[10 + 2 * number] = (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 1600 842] /Contents %d 0 R /Resources "
            b"<< /Font << /F1 3 0 R >> /XObject << /I1 7 0 R >> >> >>" % (11 + 2 * number)
        )
        objects[11 + 2 * number] = b"<< /Length %d >> stream\n%s\nendstream" % (len(content), content)
    objects[2] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(kids))
    data, offsets = b"%PDF-1.7\n", {}
    for number in sorted(objects):
        offsets[number] = len(data)
        data += b"%d 0 obj %s endobj\n" % (number, objects[number])
    table = len(data)
    data += b"xref\n"
    for number in sorted(offsets):
        data += b"%d 1\n%010d 00000 n \n" % (number, offsets[number])
    data += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (max(objects) + 1, table)
    return data[:cut]


@pytest.mark.parametrize("code", sorted(TEXTS))
def test_typeset_paragraphs_come_back_whole(code: str) -> None:
    text = TEXTS[code]
    heading = "An overview"
    reading = read(typeset(f"= {heading}\n{text}\n\n{text}\n#pagebreak()\n{text}", code), name="a.pdf")
    expected = text.replace("'", "’")
    assert reading.text == f"{heading}\n\n{expected}\n\n{expected}\n\n{expected}"
    assert reading.pages == (0, len(reading.text) - len(expected))
    assert (reading.title, reading.media_type, reading.warnings) == ("The title", "application/pdf", ())


def test_two_columns_are_read_one_after_the_other() -> None:
    body = (
        "#columns(2)[= A well-known case\n"
        + "\n\n".join(f"Paragraph {n}. " + TEXTS["en"] for n in ("one", "two", "three"))
        + "]"
    )
    text = read(typeset(body, width="15cm"), name="a.pdf").text
    assert text == "A well-known case\n\n" + "\n\n".join(
        f"Paragraph {n}. " + TEXTS["en"].replace("'", "’") for n in ("one", "two", "three")
    )


def test_table_rows_stay_lines() -> None:
    rows = "".join(f"[{year}],[{year - 1975} 000 vehicles],[{year - 1990}%]," for year in range(2013, 2023))
    body = f"{TEXTS['en']}\n#table(columns: 3, {rows})\n{TEXTS['en']}"
    text = read(typeset(body, width="14cm"), name="a.pdf").text
    assert "| 2014 | 39 000 vehicles | 24% |" in text.split("\n")


def test_chinese_lines_are_joined_without_blanks() -> None:
    lines = [ZH[start : start + 14] for start in range(0, len(ZH), 14)]
    reading = read(handmade([lines]), name="a.pdf")
    assert reading.text == ZH
    assert len(sentences(reading.text)) == 2


def test_a_sentence_goes_on_over_the_page() -> None:
    first = [
        "The plant in Kostanay produced more vehicles than in the",
        "year before, and its management decided to expand the",
    ]
    second = ["assembly hall, which was opened by both presidents in the", "same year."]
    reading = read(handmade([first, second]), name="a.pdf")
    assert reading.text == " ".join(first + second)
    assert reading.text[reading.pages[1] :].startswith("assembly")


def test_scanned_pages() -> None:
    with pytest.raises(DataError, match="page images without text") as caught:
        read(handmade([[], []], picture=True), name="a.pdf")
    assert "OCR" in caught.value.problems[0].hint
    with pytest.raises(DataError, match="holds no text"):
        read(handmade([[]]), name="a.pdf")
    reading = read(handmade([["Some text that is here"], []], picture=True), name="a.pdf")
    assert reading.warnings == ("page images without text: page 2; run OCR for them",)
    assert reading.pages == (0, len(reading.text))


def test_fonts_without_meaning() -> None:
    with pytest.raises(DataError, match="garbage"):
        read(handmade([["Some text that is here"]], mapped=False), name="a.pdf")


def test_broken_files() -> None:
    whole = handmade([["Some text that is here"]])
    assert read(whole, name="a.pdf").text == "Some text that is here"
    with pytest.raises(DataError, match="truncated or damaged"):
        read(whole[:200], name="a.pdf")
    with pytest.raises(DataError, match="truncated or damaged"):
        read(b"%PDF-1.7\n" + b"junk" * 100, name="a.pdf")
    assert any("truncated" in warning for warning in read(handmade([["Some text"]], cut=-5), name="a.pdf").warnings)


def test_a_password() -> None:
    whole = handmade([["Some text that is here"]])
    lock = b"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >> /ID [<00> <00>] " % (
        b"ab" * 32,
        b"cd" * 32,
    )
    with pytest.raises(DataError, match="password") as caught:
        read(whole.replace(b"trailer << ", b"trailer << " + lock), name="a.pdf")
    assert "without the password" in caught.value.problems[0].hint


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("inter\x02nationalisation", "internationalisation"),
        ("the Sino-\nKazakh commission", "the Sino-Kazakh commission"),
        ("a long-term plan; the long\x02term view", "a long-term plan; the long-term view"),
        ("terms for long or short, the long\x02term view", "terms for long or short, the longterm view"),
        ("a term for long or short, the long\x02term view", "a term for long or short, the long-term view"),
        ("soft\u00adware and co\u00ad\noperate", "software and cooperate"),
        ("COVID-19 and 2013-\n2014", "COVID-19 and 2013-\n\n2014"),
        ("индустриально-инновационный; индустри\x02ализация", "индустриально-инновационный; индустриализация"),
    ],
)
def test_divided_words(page: str, expected: str) -> None:
    assert join_pages([page])[0] == expected


def test_dashes_set_close_stay_close() -> None:
    lines = [
        "A line that is about as long as the lines of China–",
        "Kazakhstan cooperation, which is a longer line than it",
    ]
    assert join_pages(["\n".join(lines)])[0] == "".join(lines)
    lines = ["Строка, которая не короче других строк, и это —", "продолжение той же строки, не короче предыдущей"]
    assert join_pages(["\n".join(lines)])[0] == " ".join(lines)


@given(st.lists(st.text(alphabet="ab中。.\r\n-\x02\u00ad A1 •|", max_size=60), max_size=5))
def test_page_starts_are_in_order_and_letters_are_kept(pages: list[str]) -> None:
    text, starts = join_pages(pages)
    assert len(starts) == len(pages)
    assert list(starts) == sorted(starts)
    assert all(start <= len(text) for start in starts)
    # Numbers of pages, heads and feet may go; nothing else may.
    kept = [character for character in text if character in "ab中A。.•|"]
    own = without_furniture(pages)
    assert kept == [character for page in own for character in page if character in "ab中A。.•|"]
    for page, bare in zip(pages, own, strict=True):
        assert bare in page


@given(st.lists(st.text(alphabet="abcd1 \n.", max_size=40), max_size=2, unique_by=lambda page: page.strip()[:1]))
def test_lines_that_do_not_come_back_are_no_furniture(pages: list[str]) -> None:
    lines = [sorted(re.sub(r"[^a-d]", "", line) for line in page.split("\n")) for page in pages]
    if len(pages) < 2 or not set(lines[0]) & set(lines[1]) - {""}:
        letters = [re.sub("[^a-d]", "", page) for page in pages]
        assert [re.sub("[^a-d]", "", page) for page in without_furniture(pages)] == letters


@given(st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), max_size=8), st.floats(0.05, 1))
def test_damaged_files_are_read_or_refused(changes: list[tuple[int, int]], share: float) -> None:
    damaged = bytearray(handmade([["Some text that is here"], ["And more"]]))
    for position, byte in changes:
        damaged[position % len(damaged)] = byte
    try:
        text = read(bytes(damaged[: int(share * len(damaged))]), name="a").text
    except DataError as error:
        text = error.problems[0].hint
    assert text.strip()
