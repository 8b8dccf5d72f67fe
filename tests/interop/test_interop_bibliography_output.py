"""The files written: their shape, and that pandoc's citation processor renders every entry of them."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pypandoc
import pytest

from kelisim.interop.bibliography import write_bibtex, write_csl_json
from kelisim.interop.bibliography.types import CSL_TYPES, TO_BIBTEX
from kelisim.model.period import Period
from kelisim.model.source import Source
from kelisim.study.layout import Layout
from kelisim.study.registers import read_sources

STUDY = Path(__file__).parents[2] / "studies" / "china-kazakhstan-auto"


def source(id: str, title: str, publisher: str = "Publisher", kind: Any = "analyst", **fields: Any) -> Source:
    for name in ("published", "accessed"):
        if name in fields:
            fields[name] = Period.parse(fields[name])
    return Source(id=id, title=title, publisher=publisher, publisher_kind=kind, **fields)


REGISTER = (
    source("A1", "R&D at 100% of #1: a {braced} ~ title_x", "Journal", "academic", container="Journal", volume="3",
           issue="2", pages="5–9", category="academic literature",
           authors="Chen, Y.; Dai, X.", published="2024-05", doi="10.1000/a_b", language="en"),
    source("A2", "Доля автомобилей", "Kursiv", "news", published="2019-05-28", accessed="2024-05-01",
           url="https://k.kz/a_b?c=%20~d", language="ru", category="industry news and media", authors="Иванов, И."),
    source("A3", "汽车产业发展政策", "国务院", "government", category="policy document", published="2014/2017",
           language="zh", authors="国务院; {Ministry of Industry, Astana}"),
    source("a3", "Statistics", "OICA", "industry association", category="statistics", published="2019-Q3"),
    source("A5", "By then", "Praeger", "academic", published="../2018", authors="Gereffi, G.; et al."),
    source("A6", "Thesis", "KAZGUU", "academic", note="item type: thesis", published="2021"),
    source("A7", "Chapter", "INStET", "academic", container="STAGE", pages="21–38", published="2023"),
    source("A 8,{x}", "Odd id", "B", published="2022/.."),
)  # fmt: skip


def test_bibtex_as_written() -> None:
    entries = write_bibtex(REGISTER).split("\n\n")
    assert entries[0] == (
        "@article{A1,\n"
        "  author = {Chen, Y. and Dai, X.},\n"
        "  title = {{R\\&D at 100\\% of \\#1: a \\textbraceleft{}braced\\textbraceright{} "
        "\\textasciitilde{} title\\_x}},\n"
        "  journal = {Journal},\n"
        "  volume = {3},\n"
        "  number = {2},\n"
        "  pages = {5--9},\n"
        "  year = {2024},\n"
        "  month = may,\n"
        "  doi = {10.1000/a_b},\n"
        "  langid = {english},\n"
        "  language = {english},\n"
        "  kelisim-publisher-kind = {academic},\n"
        "  kelisim-category = {academic literature},\n"
        "}"
    )
    assert "  date = {2019-05-28},\n  url = {https://k.kz/a_b?c=%20~d},\n  urldate = {2024-05-01}," in entries[1]
    assert "entrysubtype = {newspaper}" in entries[1]
    assert "author = {{国务院} and {Ministry of Industry, Astana}}" in entries[2]
    assert "date = {2014/2017}" in entries[2]
    assert entries[3].startswith("@dataset{a3-2,")
    assert "kelisim-id = {a3}" in entries[3]
    assert "date = {2019-07/2019-09}" in entries[3]
    assert "kelisim-published = {2019-Q3}" in entries[3]
    assert "author = {Gereffi, G. and others}" in entries[4]
    assert [re.match(r"@(\w+)", entry)[1] for entry in entries] == [
        "article", "article", "techreport", "dataset", "book", "thesis", "incollection", "misc",
    ]  # type: ignore[index]  # fmt: skip
    keys = [re.match(r"@\w+\{([^,]+),", entry)[1].casefold() for entry in entries]  # type: ignore[index]
    assert len(set(keys)) == len(REGISTER)


def test_csl_json_as_written() -> None:
    written = json.loads(write_csl_json(REGISTER))
    check_csl(written)
    assert written[0]["author"] == [{"family": "Chen", "given": "Y."}, {"family": "Dai", "given": "X."}]
    assert written[0]["issued"] == {"date-parts": [[2024, 5]]}
    assert written[1]["accessed"] == {"date-parts": [[2024, 5, 1]]}
    assert written[2]["author"] == [{"literal": "国务院"}, {"literal": "Ministry of Industry, Astana"}]
    assert written[2]["issued"] == {"date-parts": [[2014], [2017]]}
    assert written[3]["issued"] == {"date-parts": [[2019, 7], [2019, 9]]}
    assert written[4]["issued"] == {"literal": "by 2018"}
    assert [item["type"] for item in written] == [
        "article-journal", "article-newspaper", "report", "dataset", "book", "thesis", "chapter", "document",
    ]  # fmt: skip
    assert "国务院" in write_csl_json(REGISTER)


STRINGS = {"title", "container-title", "publisher", "volume", "issue", "page", "URL", "DOI", "language", "note"}


def check_csl(items: list[dict[str, Any]]) -> None:
    """Hold the items against the parts of the CSL-JSON 1.0.2 schema that they use."""
    assert len({item["id"] for item in items}) == len(items)
    for item in items:
        assert set(item) <= STRINGS | {"id", "type", "author", "issued", "accessed"}
        assert item["type"] in CSL_TYPES
        assert isinstance(item["id"], str)
        assert all(isinstance(item[name], str) and item[name] for name in STRINGS & set(item))
        for name in item.get("author", []):
            assert set(name) in ({"literal"}, {"family", "given"}, {"family", "given", "suffix"})
            assert all(isinstance(part, str) and part for part in name.values())
        for role in ("issued", "accessed"):
            date = item.get(role, {"literal": "none"})
            assert set(date) in ({"date-parts"}, {"literal"})
            parts = date.get("date-parts", [[1]])
            assert 1 <= len(parts) <= 2
            assert all(1 <= len(part) <= 3 and all(isinstance(number, int) for number in part) for part in parts)


@pytest.mark.parametrize(("suffix", "write"), [("bib", write_bibtex), ("json", write_csl_json)])
@pytest.mark.parametrize("which", ["small", "reference"])
def test_pandoc_renders_every_entry(
    tmp_path: Path, suffix: str, write: Callable[[Iterable[Source]], str], which: str
) -> None:
    register = REGISTER if which == "small" else read_sources(Layout(STUDY))
    if which == "reference" and suffix == "json":
        check_csl(json.loads(write_csl_json(register)))
    (tmp_path / f"library.{suffix}").write_text(write(register), encoding="utf-8")
    page = f"---\nbibliography: {tmp_path / f'library.{suffix}'}\nnocite: '@*'\n---\n"
    command = [pypandoc.get_pandoc_path(), "--citeproc", "-t", "html", "--wrap=none"]
    run = subprocess.run(command, input=page, capture_output=True, text=True, check=True)
    assert run.stderr == ""
    assert run.stdout.count('class="csl-entry"') == len(register)
    plain = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", run.stdout)).replace("&amp;", "&")
    assert "kelisim" not in plain
    if which == "small":
        assert "R&D at 100% of #1" in plain
        assert "Доля автомобилей" in plain
        assert "汽车产业发展政策" in plain


def test_every_type_comes_back(tmp_path: Path) -> None:
    register = [source(kind, f"A {kind}", note=f"item type: {kind}", url="http://x.kz") for kind in sorted(CSL_TYPES)]
    assert [item["type"] for item in json.loads(write_csl_json(register))] == sorted(CSL_TYPES)
    assert set(TO_BIBTEX) <= CSL_TYPES


def test_an_empty_register_is_an_empty_file() -> None:
    assert write_bibtex([]) == ""
    assert json.loads(write_csl_json([])) == []
