"""RIS as Zotero, EndNote, publishers and people write it."""

from __future__ import annotations

import json
import subprocess

import pypandoc
import pytest

from kelisim.errors import StudyError
from kelisim.interop.bibliography import examine_bibliography, read_bibliography

ZOTERO = (
    "TY  - JOUR\r\n"
    "TI  - The Chinese automobile industry\r\n"
    "AU  - Chen, Yuan\r\n"
    "AU  - Lawell, Cynthia\r\n"
    "T2  - Research in Transportation Economics\r\n"
    "DA  - 2021/05/28/\r\n"
    "PY  - 2021\r\n"
    "DO  - 10.1016/j.retrec.2020.100849\r\n"
    "VL  - 84\r\n"
    "SP  - 100849\r\n"
    "LA  - en\r\n"
    "UR  - https://example.org/a?b=c\r\n"
    "Y2  - 2025/07/09/10:20:30\r\n"
    "KW  - cars\r\n"
    "KW  - policy, China\r\n"
    "AB  - An abstract.\r\n"
    "ER  - \r\n"
    "\r\n"
    "TY  - CHAP\r\n"
    "TI  - Commodity chains\r\n"
    "T2  - Commodity Chains and Global Capitalism\r\n"
    "A2  - Korzeniewicz, Miguel\r\n"
    "AU  - Gereffi, Gary, Jr.\r\n"
    "CY  - Westport\r\n"
    "PB  - Praeger\r\n"
    "PY  - 1994///\r\n"
    "SP  - 95\r\n"
    "EP  - 122\r\n"
    "ER  - \r\n"
)
LOOSE = (
    "\ufeff\n"
    "TY - NEWS\n"
    "T1 - Доля автомобилей\n"
    "  казахстанской сборки\n"
    "A1 - Ассоциация казахстанского автобизнеса\n"
    "A1 - Ministry of Trade, Integration and Industry\n"
    "  JF  -  Kursiv\n"
    "Y1 - 2019/10//autumn\n"
    "N2 - An abstract that goes on\n"
    "SE-based words are no tag\n"
    "N1 - First note\n"
    "N1 - kelisim-perspective: KZ\n"
    "L1 - file:///home/me/a.pdf\n"
    "ER -\n"
    "TY  - GOVDOC\n"
    "TI  - 道路机动车辆生产企业\n"
    "PB  - 工业和信息化部\n"
    "PY  - 2018\n"
    "LA  - 中文\n"
    "ER  -\n"
)
BROKEN = """AU  - Nobody
TY  - JOUR
TI  - One
PY  - 2019
TY  - BOOK
TI  - Two
ER  -
TY  - XYZ
TI  - Three
ER  -
ER  -
TY  - RPRT
AU  - Li, Na
ER  -
TY  - RPRT
TI  - Four
"""


def test_zotero() -> None:
    article, chapter = read_bibliography(ZOTERO.encode(), name="z.ris")
    assert article.id == "Chen2021"
    assert article.authors == "Chen, Yuan; Lawell, Cynthia"
    assert article.container == article.publisher == "Research in Transportation Economics"
    assert (article.volume, article.pages, article.doi) == ("84", "100849", "10.1016/j.retrec.2020.100849")
    assert (str(article.published), str(article.accessed)) == ("2021-05-28", "2025-07-09")
    assert article.language == "en"
    assert article.note == "keywords: cars, policy, China"
    assert article.publisher_kind == "academic"
    assert chapter.authors == "Gereffi, Gary, Jr."
    assert (chapter.container, chapter.publisher) == ("Commodity Chains and Global Capitalism", "Praeger")
    assert (chapter.pages, str(chapter.published)) == ("95–122", "1994")
    assert "editors: Korzeniewicz, Miguel" in chapter.note
    assert chapter.row == 19


def test_loose_spacing_continued_lines_and_other_scripts() -> None:
    news, document = read_bibliography(LOOSE.encode(), name="x.txt")
    assert news.title == "Доля автомобилей казахстанской сборки"
    assert news.authors == "Ассоциация казахстанского автобизнеса; {Ministry of Trade, Integration and Industry}"
    assert news.container == "Kursiv"
    assert str(news.published) == "2019-10"
    assert "date as written: 2019/10//autumn" in news.note
    assert news.perspective == "KZ"
    assert news.note.startswith("First note; ")
    assert "publisher_kind 'news' is proposed" in news.note
    assert document.title == "道路机动车辆生产企业"
    assert (document.publisher_kind, document.language) == ("government", "zh")
    assert "proposed" not in document.note


def test_every_problem_at_its_line_and_the_rest_read() -> None:
    with pytest.raises(StudyError) as caught:
        read_bibliography(BROKEN.encode(), name="b.ris")
    assert [(problem.line, problem.code) for problem in caught.value.problems] == [
        (1, "ris-syntax"),
        (2, "ris-syntax"),
        (8, "ris-type"),
        (11, "ris-syntax"),
        (12, "bibliography-title"),
        (15, "ris-syntax"),
    ]
    sources = examine_bibliography(BROKEN.encode(), name="b.ris").sources
    assert [source.title for source in sources] == ["One", "Two", "Three", "Four"]


def test_pandoc_reads_the_same() -> None:
    """Pandoc's own RIS reader is the other program."""
    command = [pypandoc.get_pandoc_path(), "-f", "ris", "-t", "csljson"]
    text = ZOTERO.replace("\r\n", "\n")
    theirs = json.loads(subprocess.run(command, input=text, capture_output=True, text=True, check=True).stdout)
    ours = read_bibliography(ZOTERO.encode(), name="z.ris")
    assert len(theirs) == len(ours) == 2
    for item, source in zip(theirs, ours, strict=True):
        assert item["title"].casefold() == source.title.casefold()
        assert item["container-title"] == source.container
        assert [name["family"] for name in item["author"]] == [
            name.partition(",")[0] for name in source.authors.split("; ")
        ]
        assert item.get("DOI", "") == source.doi
        assert str(item["issued"]["date-parts"][0][0]) == str(source.published)[:4]
