"""What every edition must hold: files, links that lead somewhere, the same text, and errors that say what to mend."""

from __future__ import annotations

import dataclasses
import re
import sys
from pathlib import Path

import pytest
from test_report_render_sample import chart, sample

from kelisim.errors import DataError, MissingExtra, UsageError
from kelisim.report.render import render, render_figures, unresolved_references
from kelisim.report.render.abridge import abridged
from kelisim.report.render.anchors import find_anchors, name
from kelisim.report.render.fonts import font_set, missing_glyphs
from kelisim.report.render.web_links import safe
from kelisim.report.tree import Column, EvidenceRecord, Figure, Heading, Paragraph, Reference, Report, Table, Text


def bare(*blocks: object, evidence: tuple[EvidenceRecord, ...] = (), language: str = "en") -> Report:
    return Report("Title", "", language, (), (), blocks, evidence)  # type: ignore[arg-type]


def test_every_format_is_written_where_it_is_promised(tmp_path: Path) -> None:
    made = render(sample(), tmp_path)
    assert {form: path.relative_to(tmp_path).as_posix() for form, path in made.items()} == {
        "html": "report/report.html",
        "pdf": "report/report.pdf",
        "docx": "report/report.docx",
        "latex": "report/report.tex",
    }
    files = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    pictures = {f"figures/output-{number}.{suffix}" for number in (1, 2) for suffix in ("svg", "png", "pdf")}
    assert files == pictures | {path.relative_to(tmp_path).as_posix() for path in made.values()}


def test_only_the_formats_asked_for_are_written(tmp_path: Path) -> None:
    made = render(sample(charts=0), tmp_path, formats=["latex", "latex"])
    assert list(made) == ["latex"]
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["report.tex"]


def test_a_report_of_a_title_alone_renders(tmp_path: Path) -> None:
    for path in render(bare(), tmp_path).values():
        assert path.stat().st_size > 0


def test_an_unknown_format_is_named_with_the_likely_one(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="did you mean 'docx'"):
        render(bare(), tmp_path, formats=["dcx"])  # type: ignore[list-item]


def test_references_that_lead_nowhere_are_found() -> None:
    assert unresolved_references(sample()) == (Reference("claim", "C999", "17"),)


def test_a_reference_may_lead_to_a_heading_named_for_its_record() -> None:
    block = Paragraph((Reference("recommendation", "R7", "R7"),))
    assert unresolved_references(bare(Heading(1, "Seven", "recommendation-R7"), block)) == ()
    assert unresolved_references(bare(Heading(1, "Seven", "seven"), block)) == (block.content[0],)


def test_clashing_anchors_are_refused() -> None:
    with pytest.raises(DataError, match="same anchor 'twice'"):
        find_anchors(bare(Heading(1, "One", "twice"), Heading(1, "Two", "twice")))


def test_a_table_with_a_short_row_is_refused() -> None:
    table = Table("t", "T", (Column("a", "A"), Column("b", "B")), (((Text("1"),),),), (), ())
    with pytest.raises(DataError, match="table t has rows of another length than its 2 columns"):
        find_anchors(bare(table))


def test_anchors_of_odd_names_are_short_plain_and_distinct() -> None:
    odd = ["a b", "a_b", "a-b", "a/b", "Қазақ", "年度", "x" * 60, "x" * 61, "9", ""]
    anchors = [name("series", part) for part in odd]
    assert len(set(anchors)) == len(odd)
    assert all(re.fullmatch(r"[A-Za-z][A-Za-z0-9._-]{0,39}", anchor) for anchor in anchors)
    assert name("claim", "C012") == "claim-C012"
    assert name("9") == "x9"


def test_uses_are_counted_in_reading_order_by_part() -> None:
    places = find_anchors(sample(sections=1)).places
    assert [place.name for place in places["claim-C001"]] == ["Title page", "Table 1", "Figure 1", "Figure 2"]
    assert [place.name for place in places["estimate-did"]] == ["Phases"] * 6


def test_beyond_the_limit_print_holds_what_the_text_cites_and_its_sources() -> None:
    report = sample(records=200, rows=5, sections=0)
    assert abridged(report, rows=None, records=None) == (report, ())
    assert abridged(report, rows=None, records=212) == (report, ())
    short, (notice,) = abridged(report, rows=None, records=50)
    assert "of 212 evidence records" in notice
    assert unresolved_references(short) == unresolved_references(report)
    printed = {record.id for record in short.evidence}
    assert printed == {"C001", "C002", "C003", "C004", "C005", "E1", *(f"S{n:02d}" for n in range(1, 8))}


def test_the_limit_is_said_in_print_and_html_holds_all(tmp_path: Path) -> None:
    made = render(sample(records=200, rows=5, charts=0), tmp_path, formats=["latex", "html"], evidence_limit=50)
    latex = made["latex"].read_text("utf-8")
    assert re.search(r"prints \d+ of 212 evidence records", latex)
    assert "claim-C001" in latex
    assert "claim-C150" not in latex
    assert 'id="claim-C150"' in made["html"].read_text("utf-8")


def test_long_tables_are_cut_and_say_where_the_rest_is() -> None:
    report = sample(records=5, rows=40, charts=0)
    longest = max((block for block in report.blocks if isinstance(block, Table)), key=lambda table: len(table.rows))
    short, _ = abridged(report, rows=3, records=None)
    cut = next(block for block in short.blocks if isinstance(block, Table) and block.id == longest.id)
    assert cut.rows == longest.rows[:3]
    assert cut.records == longest.records
    assert f"The first 3 of {len(longest.rows)} rows; tables/{longest.id}.csv" in cut.notes[-1].text


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.org/a?b#c", True),
        ("mailto:a@example.org", True),
        ("javascript:alert(1)", False),
        (" javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("file:///etc/passwd", False),
        ("//example.org", False),
        ("http://[", False),
    ],
)
def test_only_web_and_mail_addresses_become_links(url: str, expected: bool) -> None:
    assert safe(url) is expected


def test_the_fonts_have_the_scripts_of_the_field_and_say_what_they_lack() -> None:
    kazakh = "ӘәҒғҚқҢңӨөҰұҮүҺһІі"
    kyrgyz_uzbek_tajik = "ҢңӨөҮүЎўҚқҒғҲҳҶҷӢӣӮӯ"
    with font_set() as fonts:
        assert missing_glyphs(kazakh + kyrgyz_uzbek_tajik + "₸₽¥€≈≥≤−±×°№…→汽车产业合作本地化率圳", fonts) == set()
        assert missing_glyphs("aጀ汽한", fonts) == {"ጀ", "한"}


@pytest.mark.parametrize(
    "module", ["pymupdf_fonts", "pylopdf_fonts_zh_cn", "typst", "pypandoc", "vl_convert", "jinja2"]
)
def test_a_missing_part_names_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: str) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(MissingExtra, match=re.escape("pip install 'kelisim[report]'")):
        render(sample(charts=1, records=5, sections=0, rows=3), tmp_path)


def test_a_chart_that_vega_refuses_is_named(tmp_path: Path) -> None:
    broken = Figure("broken", "t", (), "a", {"mark": "no such mark", "data": {"values": []}})
    with pytest.raises(DataError, match="figure broken"):
        render_figures([broken], tmp_path)


def test_a_chart_may_fetch_nothing(tmp_path: Path) -> None:
    spec = {**chart("line"), "data": {"url": "https://example.org/data.json"}}
    with pytest.raises(DataError, match="figure remote"):
        render_figures([Figure("remote", "t", (), "a", spec)], tmp_path)


def test_pictures_have_the_chart_s_size(tmp_path: Path) -> None:
    picture = render_figures([Figure("a b", "t", (), "a", chart("line"))], tmp_path, pdf=True)["a b"]
    assert picture.svg.name == "a.20.b.svg"
    head = picture.png.read_bytes()[:24]
    size = (int.from_bytes(head[16:20], "big"), int.from_bytes(head[20:24], "big"))
    assert size == (round(3 * picture.width), round(3 * picture.height))
    assert picture.pdf is not None
    assert picture.pdf.read_bytes().startswith(b"%PDF-")
    assert picture.width > 420


def test_a_chart_s_own_look_wins_save_for_the_font(tmp_path: Path) -> None:
    spec = {**chart("line"), "config": {"font": "Impact", "background": "#eeeeee"}}
    before = dataclasses.replace(Figure("x", "t", (), "a", spec))
    drawing = render_figures([before], tmp_path)["x"].svg.read_text("utf-8")
    assert "Impact" not in drawing
    assert "FiraGO" in drawing
    assert "#eeeeee" in drawing or "rgb(238" in drawing
    assert spec["config"] == {"font": "Impact", "background": "#eeeeee"}


def test_words_of_the_renderer_follow_the_report_s_language(tmp_path: Path) -> None:
    record = EvidenceRecord("claim", "C1", "C1", quote="сан", language="kk")
    for language, word in (("ru", "Доказательства"), ("kk-KZ", "Дәлелдер"), ("zh-Hans", "证据"), ("fi", "Evidence")):
        report = bare(Paragraph((Text("x"), Reference("claim", "C1", "1"))), evidence=(record,), language=language)
        made = render(report, tmp_path, formats=["html", "latex"])
        assert word in made["html"].read_text("utf-8")
        assert word in made["latex"].read_text("utf-8")
