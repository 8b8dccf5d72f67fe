"""New references into a register, and one line a reference."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest

from kelisim.interop.bibliography import (
    examine_bibliography,
    find_duplicates,
    format_reference,
    import_into_register,
    read_bibliography,
    register_row,
    write_csl_json,
)
from kelisim.model.period import Period
from kelisim.model.source import Source
from kelisim.study.layout import Layout
from kelisim.study.registers import SOURCE_COLUMNS, read_sources

STUDY = Path(__file__).parents[2] / "studies" / "china-kazakhstan-auto"


def source(id: str, title: str, **fields: Any) -> Source:
    for name in ("published", "accessed"):
        if name in fields:
            fields[name] = Period.parse(fields[name])
    return Source(id=id, title=title, **{"publisher": "P", "publisher_kind": "news"} | fields)


THERE = (
    source("S01", "Governance of value chains", doi="10.1000/ABC", published="2005"),
    source("S02", "Annual report", published="2019"),
    source("S03", "Car assembly in Kostanay", url="https://a.kz"),
)
NEW = (
    source("gereffi", "The governance of value chains", doi="https://doi.org/10.1000/abc", pages="78–104"),
    source("S02", "A wholly different work", published="2020", lineage=("gereffi", "cars", "S02")),
    source("S03", "Car assembly in Kostanai", published="2021"),
    source("annual", "Annual Report.", published="2020"),
    source("annual2", "Annual report", published="2019-05"),
    source("cars", "Cars", published="2022", lineage=("S02",),
           note="x; publisher_kind 'news' is proposed from the item type: webpage (a person decides)"),
    source("cars-again", "CARS!", published="2022"),
)  # fmt: skip


def test_what_is_there_is_skipped_and_listed_and_the_rest_added() -> None:
    rows, report = import_into_register(THERE, NEW)
    assert [row["id"] for row in rows] == ["S02-2", "annual", "cars", "cars-again"]
    assert [(skip.id, skip.existing, skip.shared) for skip in report.skipped] == [
        ("gereffi", "S01", "doi"),
        ("S03", "S03", "id"),
        ("annual2", "S02", "title and year"),
    ]
    assert report.skipped[0].differs == ("title", "pages", "doi")
    assert [(name.wanted, name.given) for name in report.renamed] == [("S02", "S02-2")]
    assert rows[0]["lineage"] == "S01; cars; S02-2"
    assert rows[2]["lineage"] == "S02-2"
    assert [(pair.first, pair.second) for pair in report.duplicates] == [("cars", "cars-again")]
    assert report.undecided == ("cars",)
    text = str(report)
    assert text.startswith("4 added, 3 already there")
    for part in ("gereffi stands in the register as S01", "added as S02-2", "cars-again repeats cars", "decided: cars"):
        assert part in text


def test_the_rows_are_those_of_the_register(tmp_path: Path) -> None:
    rows, report = import_into_register(THERE, NEW)
    assert all(tuple(row) == SOURCE_COLUMNS for row in rows)
    out = io.StringIO()
    writer = csv.DictWriter(out, SOURCE_COLUMNS)
    writer.writeheader()
    writer.writerows([*(register_row(item) for item in THERE), *rows])
    (tmp_path / "sources.csv").write_text(out.getvalue(), encoding="utf-8")
    read = read_sources(Layout(tmp_path))
    assert [item.id for item in read] == [*(item.id for item in THERE), *(item.id for item in report.added)]
    assert read[5].lineage == ("S02-2",)


def test_importing_twice_adds_nothing() -> None:
    register = read_sources(Layout(STUDY))
    incoming = read_bibliography(write_csl_json(register).encode(), name="x.json")
    rows, report = import_into_register(register, incoming)
    assert rows == ()
    assert [skip.existing for skip in report.skipped] == [item.id for item in register]
    assert all(skip.differs == () for skip in report.skipped)
    rows, report = import_into_register((), incoming)
    assert [dict(row) for row in rows] == [register_row(item) for item in register]


def test_imported_sources_pass_the_loader(tmp_path: Path) -> None:
    text = "@misc{a/b, title = {Кино}, language = {klingon}, url = {http://x.kz}}\n@book{c, title = {D}, year = {n.d.}}"
    rows, _ = import_into_register((), examine_bibliography(text.encode(), name="x").sources)
    out = io.StringIO()
    writer = csv.DictWriter(out, SOURCE_COLUMNS)
    writer.writeheader()
    writer.writerows(rows)
    (tmp_path / "sources.csv").write_text(out.getvalue(), encoding="utf-8")
    first, second = read_sources(Layout(tmp_path))
    assert (first.id, first.publisher, first.language) == ("a-b", "x.kz", "")
    assert "language as written: klingon" in first.note
    assert "publisher taken from the web address" in first.note
    assert (second.publisher, second.published) == ("not stated", None)


def test_different_dois_or_years_keep_equal_titles_apart() -> None:
    apart = (
        source("a", "Report", doi="10.1000/1", published="2019"),
        source("b", "Report", doi="10.1000/2", published="2019"),
        source("c", "Report", published="2020"),
    )
    assert find_duplicates(apart) == ()
    together = (source("a", "Über  Café"), source("b", "uber cafe"))
    assert [pair.shared for pair in find_duplicates(together)] == ["title and year"]


ACADEMIC = {"publisher_kind": "academic", "category": "academic literature"}


@pytest.mark.parametrize(
    ("item", "line"),
    [
        (
            source("a", "A review", authors="Chen, Y.; Dai, X.; Fu, P.", container="J. Cars", publisher="J. Cars",
                   volume="11", issue="2", pages="867–895", doi="10.1000/182", published="2024", url="https://x",
                   **ACADEMIC),
            "Chen, Y., Dai, X. and Fu, P. (2024). A review. J. Cars, 11(2), pp. 867–895. https://doi.org/10.1000/182",
        ),
        (
            source("b", "Cars up?", publisher="Kolesa.kz", authors="Sukhorukov, V.", container="Kolesa.kz",
                   language="ru", published="2025-02-27", accessed="2025-09-18", url="https://kolesa.kz/1"),
            "Sukhorukov, V. (2025, 27 February). Cars up? Kolesa.kz. https://kolesa.kz/1 (accessed 18 September 2025). "
            "(In Russian).",
        ),
        (
            source("c", "Market share", publisher="AKAB", authors="AKAB", language="kk", published="2019-10",
                   accessed="2024-05"),
            "AKAB (2019, October). Market share. (In Kazakh).",
        ),
        (
            source("d", "Chapter", publisher="Praeger", authors="{Ministry of Trade, Astana}", container="Chains",
                   pages="95", published="1994", **ACADEMIC),
            "Ministry of Trade, Astana (1994). Chapter. In Chains, p. 95. Praeger.",
        ),
        (source("e", "Data", publisher="OICA", language="en"), "OICA (n.d.). Data."),
        (source("e", "Data", publisher="O", authors="Li; Wu, T.; et al."), "Li, Wu, T. et al. (n.d.). Data. O."),
        (source("f", "Data", publisher="OICA", published="2019-H2"), "OICA (2019, second half). Data."),
        (source("g", "Data", publisher="O", published="../2018", language="zh"), "O (by 2018). Data. (In Chinese)."),
        (source("h", "Data", publisher="OICA", published="2024-01/2024-05"), "OICA (January 2024 to May 2024). Data."),
    ],
)  # fmt: skip
def test_a_reference_in_one_line(item: Source, line: str) -> None:
    assert format_reference(item) == line


def test_references_of_the_study_are_whole() -> None:
    for item in read_sources(Layout(STUDY)):
        line = format_reference(item)
        assert item.title in line
        assert "\n" not in line
        assert ".." not in line.replace("...", "")
        assert not item.authors or item.authors.partition(",")[0].partition(";")[0] in line
