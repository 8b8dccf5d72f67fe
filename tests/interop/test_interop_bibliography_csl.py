"""CSL-JSON as Zotero, Mendeley, Crossref and pandoc write it, and files that are no bibliography."""

from __future__ import annotations

import json
from typing import Any

import pytest

from kelisim.errors import StudyError
from kelisim.interop.bibliography import examine_bibliography, read_bibliography
from kelisim.model.source import Source

ZOTERO: list[dict[str, Any]] = [
    {
        "id": "http://zotero.org/users/12345/items/AB12CD34",
        "type": "article-journal",
        "title": "Automobile industry <i>in</i> China &amp; its <span class=\"nocase\">Prospects</span>",
        "container-title": "RUDN Journal of Economics",
        "volume": "31",
        "issue": 4,
        "page": "723-739",
        "source": "Zotero",
        "DOI": "https://doi.org/10.22363/2313-2329",
        "language": "ru-RU",
        "author": [
            {"family": "Kiryukhina", "given": "S. E."},
            {"family": "Berg", "given": "Jan", "non-dropping-particle": "van der"},
            {"literal": "Ministry of Industry, Astana"},
            {"family": "King", "given": "M. L.", "suffix": "Jr."},
        ],
        "issued": {"date-parts": [["2023", "12"]]},
        "accessed": {"date-parts": [["2025", 7, 9]]},
        "abstract": "…",
        "note": "PMID: 1\nkelisim-country: RU",
    },
    {
        "id": 12,
        "type": "webpage",
        "title": "Казахстан: рынок автомобилей",
        "URL": "https://www.kolesa.kz/content/",
        "issued": {"raw": "3 March 2025"},
        "author": [{"family": "Редакция", "given": ""}],
    },
    {
        "id": "law2015",
        "type": "legislation",
        "title": "Law on Public Procurement",
        "issued": {"literal": "in force"},
        "note": "DOI: 10.1000/182\nread it",
    },
    {"id": "span", "type": "report", "title": "A span", "publisher": "AKAB", "number": 7, "citation-key": "akabSpan",
     "issued": {"date-parts": [[2023], [2024]], "circa": True}},
    {"id": "crossref", "type": "journal-article", "title": ["From Crossref"], "container-title": ["China Brief"],
     "ISSN": ["1234-5678", "8765-4321"], "issued": {"date-parts": [[2024, 5, 28]]}},
    {"id": "data", "type": "dataset", "title": "Vehicles", "publisher": "OICA", "issued": {"date-parts": [[2022]]}},
]  # fmt: skip


def read(value: object) -> dict[str, Source]:
    return {source.id: source for source in read_bibliography(json.dumps(value).encode(), name="x.json")}


@pytest.mark.parametrize("wrap", [lambda items: items, lambda items: {"a": [1, {"]": "}"}], "items": items}])
def test_exports(wrap: Any) -> None:
    sources = read(wrap(ZOTERO))
    assert list(sources) == ["AB12CD34", "12", "law2015", "akabSpan", "crossref", "data"]
    article = sources["AB12CD34"]
    assert article.title == "Automobile industry in China & its Prospects"
    assert article.authors == "Kiryukhina, S. E.; van der Berg, Jan; {Ministry of Industry, Astana}; King, M. L., Jr."
    assert (article.volume, article.issue, article.pages) == ("31", "4", "723–739")
    assert (article.doi, article.language, article.country) == ("10.22363/2313-2329", "ru", "RU")
    assert (str(article.published), str(article.accessed)) == ("2023-12", "2025-07-09")
    assert article.note == "PMID: 1"
    page = sources["12"]
    assert (page.authors, page.publisher, str(page.published)) == ("Редакция", "Редакция", "2025-03-03")
    assert page.publisher_kind == "analyst"
    law = sources["law2015"]
    assert (law.publisher_kind, law.category) == ("government", "policy document")
    assert law.doi == "10.1000/182"
    assert law.published is None
    assert law.publisher == "not stated"
    assert law.note.startswith("read it; date as written: in force; publisher not stated")
    span = sources["akabSpan"]
    assert str(span.published) == "2023/2024"
    assert "report number: 7" in span.note
    assert "circa" in span.note
    assert sources["crossref"].container == "China Brief"
    assert "ISSN: 1234-5678, 8765-4321" in sources["crossref"].note
    assert sources["data"].category == "statistics"


def test_one_object_is_a_bibliography_of_one() -> None:
    assert list(read(ZOTERO[4])) == ["crossref"]


BROKEN = """[
  {"id": "good", "type": "book", "title": "One"},
  {"id": "comma", "type": "book",
   "title": "Two" "publisher": "P {"},
  17,
  {"id": "names", "type": "book", "title": "Three", "author": "Li, Na"},
  {"id": "type", "type": "buch", "title": "Four"},
  {"id": "title", "type": "book"},
  {"id": "parts", "type": "book", "title": "Five", "issued": {"date-parts": [["May"]]}},
  {"id": "list", "type": "book", "title": {"en": "Six"}},
  {"id": "last", "type": "book", "title": "Seven"}
]
"""


def test_every_problem_at_its_line_and_the_rest_read() -> None:
    with pytest.raises(StudyError) as caught:
        read_bibliography(BROKEN.encode(), name="b.json")
    assert [(problem.line, problem.code) for problem in caught.value.problems] == [
        (3, "json-syntax"),
        (5, "csl-item"),
        (6, "csl-item"),
        (7, "csl-type"),
        (8, "bibliography-title"),
        (9, "csl-item"),
        (10, "csl-item"),
    ]
    reading = examine_bibliography(BROKEN.encode(), name="b.json")
    assert [source.id for source in reading.sources] == ["good", "type", "last"]


@pytest.mark.parametrize(
    "cut", ['[{"id": "a", "type": "book", "title": "T"}', '[{"id": "a", "type": "book", "title": "T"']
)
def test_a_file_that_is_cut_off_is_said_to_be(cut: str) -> None:
    reading = examine_bibliography(cut.encode(), name="b.json")
    assert any("cut off" in problem.what for problem in reading.problems)
    assert all(problem.line == 1 for problem in reading.problems)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "bibliography-format"),
        (b"  \n", "bibliography-format"),
        (b"Dear colleague, see the list.", "bibliography-format"),
        (b"<xml><records/></xml>", "bibliography-format"),
        (b"id,title\nS01,One\n", "bibliography-format"),
        ("@misc{a, title = {Müller}}".encode("cp1252"), "encoding"),
        (b"TY  - JOUR\x00\nER  - \n", "encoding"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "encoding"),
    ],
)
def test_what_is_no_bibliography_is_refused_with_a_hint(data: bytes, code: str) -> None:
    with pytest.raises(StudyError) as caught:
        read_bibliography(data, name="odd.bib")
    (problem,) = caught.value.problems
    assert problem.code == code
    assert problem.file == "odd.bib"
    assert "export" in problem.hint


@pytest.mark.parametrize(
    "data", [b"[" * 100_000, b'[{"a":' * 50_000, b"@misc{a, title = " + b"{" * 100_000, b"[]", b"[1]"]
)
def test_hostile_nesting_ends_in_problems_not_in_a_crash(data: bytes) -> None:
    reading = examine_bibliography(data, name="x")
    assert reading.sources == ()
    assert bool(reading.problems) == (data != b"[]")
