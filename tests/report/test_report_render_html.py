"""The HTML edition: whole, self-contained, with every link inside it leading somewhere."""

from __future__ import annotations

import itertools
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from test_report_render_sample import sample

from kelisim.report.render import render
from kelisim.report.tree import Column, EvidenceRecord, Paragraph, Reference, Report, Table, Text, WebLink

VOID = {"meta", "col", "br", "img", "input", "link", "hr", "wbr"}


class Page(HTMLParser):
    """Collects elements and holds that every tag is closed in its turn."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.feed(source)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {key: value or "" for key, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {key: value or "" for key, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.elements if name == tag]


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> str:
    return render(sample(), tmp_path_factory.mktemp("html"), formats=["html"])["html"].read_text("utf-8")


@pytest.fixture(scope="module")
def page(source: str) -> Page:
    return Page(source)


def test_every_anchor_is_there_once_and_every_link_finds_one(page: Page) -> None:
    identifiers = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(identifiers) == len(set(identifiers))
    targets = {link["href"][1:] for link in page.all("a") if link["href"].startswith("#")}
    assert targets <= set(identifiers)
    described = {a[key] for _, a in page.elements for key in ("aria-labelledby", "aria-describedby") if key in a}
    assert described <= set(identifiers)


def test_every_record_is_an_article_that_leads_back(page: Page, source: str) -> None:
    articles = {attributes["id"] for attributes in page.all("article")}
    assert len(articles) == len(sample().evidence)
    assert 'href="#claim-C002~1"' in source
    assert 'id="claim-C002~1">4,910 vehicles</a>' in source


def test_nothing_is_fetched(page: Page, source: str) -> None:
    outside = [
        (tag, key)
        for tag, attributes in page.elements
        for key in ("src", "href", "xlink:href", "srcset", "data", "poster", "action")
        if re.match(r"(?:https?:)?//", attributes.get(key, "")) and attributes.get("class") != "web"
    ]
    assert outside == []
    style = re.search(r"<style>(.*?)</style>", source, re.DOTALL)
    assert style is not None
    assert "url(" not in style.group(1)
    assert "@import" not in style.group(1)
    assert "default-src 'none'" in source


def test_landmarks_and_names_for_screen_readers(page: Page) -> None:
    assert page.all("html")[0]["lang"] == "en-GB"
    assert len(page.all("main")) == 1
    assert page.all("nav")[0]["aria-label"] == "Contents"
    assert page.all("a")[0]["class"] == "skip"
    assert all("scope" in attributes for attributes in page.all("th"))
    drawings = [attributes for attributes in page.all("svg") if attributes.get("role") == "img"]
    assert len(drawings) == 2
    assert all(drawing["aria-label"].startswith("Three rising lines") for drawing in drawings)
    assert len(page.all("h1")) == 1
    ranks = [int(tag[1]) for tag, _ in page.elements if re.fullmatch(r"h[1-6]", tag)]
    assert all(below - above <= 1 for above, below in itertools.pairwise(ranks)), "no rank is skipped"


def test_foreign_words_say_their_language(source: str) -> None:
    assert '<q lang="ru">«локализация производства»</q>' in source
    assert '<span lang="zh">本地化率</span>' in source
    assert re.search(r'<blockquote lang="kk">Зауыт мәліметінше, <mark>', source)


def test_a_figure_s_data_unfold_as_a_table(source: str) -> None:
    assert source.count('<details class="data">') == 2
    assert "<td>Қазақстан</td><td>–</td>" in source
    assert '<td class="right">3.1</td>' in source


def test_the_page_stays_small(source: str) -> None:
    assert len(source.encode()) < 1_500_000


def test_without_figures_or_when_asked_vega_stays_out(tmp_path: Path) -> None:
    plain = render(sample(charts=0), tmp_path / "a", formats=["html"])["html"].read_text("utf-8")
    still = render(sample(), tmp_path / "b", formats=["html"], interactive=False)["html"].read_text("utf-8")
    for text in (plain, still):
        assert "report-vega" not in re.sub(r"<script>.*?</script>", "", text, flags=re.DOTALL)
        assert len(text) < 300_000
    assert still.count("<figure ") == 2


def test_words_cannot_become_markup(tmp_path: Path) -> None:
    evil = "</script><script>alert(1)</script><img src=x onerror=alert(1)>\"'&"
    record = EvidenceRecord("claim", evil, evil, ((evil, (Text(evil),)),), evil, evil, evil, evil, evil)
    table = Table(evil, evil, (Column(evil, evil),), (((Text(evil),),),), (), (), (Text(evil),), evil)
    content = (Text(evil, "quote", evil), Reference("claim", evil, evil), WebLink("javascript:alert(1)", evil))
    report = Report(evil, evil, evil, (evil,), content, (Paragraph(content), table), (record,), (evil,), evil)
    page = Page(render(report, tmp_path, formats=["html"])["html"].read_text("utf-8"))
    assert len(page.all("script")) == 1
    assert page.all("img") == []
    assert not any(key.startswith("on") for _, attributes in page.elements for key in attributes)
    assert not any(link["href"].startswith("javascript") for link in page.all("a"))
