"""Plain text and Markdown in the encodings of the region, and files that are no text."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kelisim.errors import DataError
from kelisim.text.reading import Reading, read

RUSSIAN = "Правительство Казахстана в 2013 году утвердило программу «Алюр» — 4,91 млн долларов. Завод № 5 открыт."
KAZAKH = "Қостанай облысында жаңа зауыт ашылды, өндіріс көлемі үш есе өсті және жұмысшылар саны артты."
CHINESE = "2013年，中国企业在哈萨克斯坦投资建厂，年产量达到4.91万辆。双方签署了《合作协议》！"
ENGLISH = "Output rose to 4.91 million vehicles in 2013."


@pytest.mark.parametrize("text", [RUSSIAN, KAZAKH, CHINESE, ENGLISH])
@pytest.mark.parametrize(
    ("encoding", "mark", "stated"),
    [
        ("utf-8", b"", "utf-8"),
        ("utf-8", codecs.BOM_UTF8, "utf-8"),
        ("utf-16-le", codecs.BOM_UTF16_LE, "utf-16-le"),
        ("utf-16-be", codecs.BOM_UTF16_BE, "utf-16-be"),
        ("utf-32-le", codecs.BOM_UTF32_LE, "utf-32-le"),
    ],
)
def test_unicode_encodings_carry_every_language(text: str, encoding: str, mark: bytes, stated: str) -> None:
    reading = read(mark + text.encode(encoding), name="a.txt")
    assert (reading.text, reading.encoding) == (text, stated)
    assert bool(reading.warnings) == bool(mark)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (RUSSIAN, "cp1251"),
        ("Экспорт вырос", "cp1251"),
        ("Завод в Костанае выпустил машины", "koi8_r"),
        ("Завод в Костанае выпустил машины", "cp866"),
        (KAZAKH, "kz1048"),
        (CHINESE, "gb18030"),
        ("中国汽车出口", "gb18030"),
        ("JAC 与 Allur 签署协议 (2014), growth 51%", "gb18030"),
    ],
)
def test_undeclared_legacy_encodings_are_told_by_their_letters(text: str, encoding: str) -> None:
    reading = read(text.encode(encoding), name="a.txt")
    assert reading.text == text
    assert reading.encoding == encoding
    assert any(encoding in warning for warning in reading.warnings)


def test_utf16_without_a_mark() -> None:
    assert read(ENGLISH.encode("utf-16-le"), name="a.txt").text == ENGLISH
    assert read((RUSSIAN + "\n" + RUSSIAN).encode("utf-16-be"), name="a.txt").encoding == "utf-16-be"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Les ventes de véhicules ont triplé en 2019 à Almaty, où l'usine a été agrandie.", "cp1252"),
        ("Die Ausfuhren stiegen um 5 % – für Kasachstan ein Größenwachstum.", "cp1252"),
        ("Türkiye'nin otomotiv ihracatı geçen yıl büyük ölçüde arttı, şirketler değişti.", "cp1254"),
    ],
)
def test_western_european_and_turkish(text: str, encoding: str) -> None:
    reading = read(text.encode(encoding), name="a.txt")
    assert (reading.text, reading.encoding) == (text, encoding)


def test_other_encodings_are_left_to_statistics() -> None:
    text = "Οι εξαγωγές αυτοκινήτων αυξήθηκαν πέρυσι και τα εργοστάσια αύξησαν την απασχόληση. " * 5
    reading = read(text.encode("cp1253"), name="a.txt")
    assert reading.text == text
    assert any("statistics" in warning for warning in reading.warnings)


def test_line_ends_become_lf_and_that_is_noted() -> None:
    reading = read(b"one\r\ntwo\r\n", name="a.txt")
    assert reading.text == "one\ntwo\n"
    assert reading.warnings == ("line ends CRLF were made LF",)
    assert read(b"one\rtwo", name="a.txt").text == "one\ntwo"


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n\t"), min_size=1))
def test_no_code_point_of_utf8_text_is_altered(text: str) -> None:
    # A visible letter first, so that no sample is blank or begins like another format.
    text = "x " + text
    assert read(text.encode(), name="a.txt") == Reading(text=text, encoding="utf-8")


def test_decomposed_letters_stay_decomposed() -> None:
    text = "Kostanai\u0306 и\u0306"
    assert read(text.encode(), name="a.txt").text == text


def test_markdown_title_and_date() -> None:
    front = "---\ntitle: 'Cars of 2019'\ndate: 2019-05-01\n---\n# Other\n\nText"
    reading = read(front.encode(), name="a.md")
    assert (reading.title, reading.published, reading.text) == ("Cars of 2019", "2019-05-01", front)
    assert reading.media_type == "text/markdown"
    assert read(b"intro\n\n# Heading #\ntext", name="a.MD").title == "Heading"
    assert read(b"# not a title", name="a.txt").title == ""


PNG = b"\x89PNG\r\n\x1a\n" + bytes(50)


@pytest.mark.parametrize(
    ("data", "what", "mend"),
    [
        (b"", "empty", "collect it again"),
        (b" \n\t ", "empty", "collect it again"),
        (codecs.BOM_UTF16_LE + b" \0\n\0", "white space only", "collect it again"),
        (PNG, "PNG image", "OCR"),
        (b"\xff\xd8\xff\xe0" + bytes(60), "JPEG image", "OCR"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1" + bytes(60), "old Word file", "DOCX"),
        (b"\x1f\x8b\x08" + bytes(60), "gzip", "unpack"),
        (bytes(range(256)) * 20, "binary data", "UTF-8"),
        (b"\x00\x01\x02\x03" * 100, "binary data", "UTF-8"),
        (b"\x07\x08abc\x01\x02\x03" * 30, "binary data", "UTF-8"),
        (RUSSIAN.encode()[:-4] + b"\xd0", "breaks off", "collect it again"),
        ((RUSSIAN * 3).encode()[:101] + b"\xff" + RUSSIAN.encode(), "damaged at byte", "mend"),
        (codecs.BOM_UTF16_LE + ENGLISH.encode("utf-16-le")[:-1], "truncated", "collect it again"),
    ],
)
def test_what_is_no_text_is_refused_with_a_mend(data: bytes, what: str, mend: str) -> None:
    with pytest.raises(DataError) as caught:
        read(data, name="sources/a.txt")
    problem = caught.value.problems[0]
    assert what in problem.what
    assert mend in problem.hint
    assert problem.file == "sources/a.txt"


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        text = read(data, name="a.bin").text
    except DataError as error:
        text = error.problems[0].hint
    assert text.strip()
