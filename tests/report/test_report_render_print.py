"""The print editions, read back with other programs: python-docx, PDFium and TeX."""

from __future__ import annotations

import ctypes
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

import docx
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from test_report_render_sample import QUOTES, sample

from kelisim.report.render import render
from kelisim.report.tree import EvidenceRecord, Paragraph, Reference, Report, Text

TEXT = "Words with \x00\x0b control \ud800 marks & <b> ]]> -- \u2028 and \ufffe"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    out = tmp_path_factory.mktemp("print")
    return dict(render(sample(), out, formats=["pdf", "docx", "latex"]))


def pages(path: Path) -> list[str]:
    with pypdfium2.PdfDocument(path) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


def pdf_text(path: Path) -> str:
    return " ".join(" ".join(pages(path)).split())


def test_pdf_has_the_words_of_four_languages(made: dict[str, Path]) -> None:
    text = pdf_text(made["pdf"]).replace("\ufffe", "")
    for _, quote, _ in QUOTES.values():
        # PDFium writes a space between Chinese and digits, where the setter leaves a gap.
        assert quote.replace(" ", "") in text.replace(" ", "")
    assert "ӘәҒғҚқҢңӨөҰұҮүҺһІі" in text.replace(" ", "")
    assert "₸" in text
    assert "$x$ ~ \\ {a} [b] *c* `d` @e" in text


def test_pdf_says_what_it_is(made: dict[str, Path]) -> None:
    with pypdfium2.PdfDocument(made["pdf"]) as document:
        assert document.get_metadata_value("Title") == "Vehicles across a border: a demonstration"
        outline = [item.get_title() for item in document.get_toc()]
        wide = [page.get_width() > page.get_height() for page in document]
        assert pdfium.FPDFCatalog_IsTagged(document)
    assert outline[:2] == ["Question and protocol", "Ratings"]
    assert "Evidence" in outline
    assert wide.count(True) == 1


def links(document: pypdfium2.PdfDocument) -> Iterator[tuple[int, int]]:
    """Yield (page, page led to) of every internal link."""
    for number, page in enumerate(document):
        position, link = ctypes.c_int(0), pdfium.FPDF_LINK()
        while pdfium.FPDFLink_Enumerate(page, position, link):
            target = pdfium.FPDFLink_GetDest(document, link)
            if target:
                yield number, pdfium.FPDFDest_GetDestPageIndex(document, target)


def test_pdf_references_lead_to_the_evidence(made: dict[str, Path]) -> None:
    texts = pages(made["pdf"])
    evidence = next(n for n, text in enumerate(texts) if text.startswith("Evidence"))
    with pypdfium2.PdfDocument(made["pdf"]) as document:
        found = list(links(document))
    assert sum(start < evidence <= end for start, end in found) > 50, "from the text to the records"
    assert sum(end < evidence <= start for start, end in found) > 50, "and back"


def test_pdf_never_prints_an_empty_box(tmp_path: Path) -> None:
    record = EvidenceRecord("claim", "C1", "አማርኛ", quote="汽车", language="zh")
    report = Report("한", "", "en", (), (), (Paragraph((Text("ok 汽车"), Reference("claim", "C1", "1"))),), (record,))
    text = pdf_text(render(report, tmp_path, formats=["pdf"])["pdf"])
    assert "‹U+12A0›" in text
    assert "No font at hand has these characters" in text
    assert "U+D55C" in text
    assert "汽车" in text


def test_docx_has_real_headings_tables_captions_and_sections(made: dict[str, Path]) -> None:
    document = docx.Document(str(made["docx"]))
    styles = [(p.style.name, p.text) for p in document.paragraphs if p.style is not None]
    assert ("Title", "Vehicles across a border: a demonstration") in styles
    assert ("Heading 1", "Question and protocol") in styles
    assert ("Heading 2", "Ratings") in styles
    assert ("Table Caption", "Table 1. Claims and their verdicts") in styles
    assert ("Image Caption", "Figure 1. Vehicles assembled by country. Made-up values; see C001.") in styles
    assert any(style == "Caution" for style, _ in styles)
    assert len(document.tables) == 2
    assert [len(table.rows) for table in document.tables] == [41, 8]
    for table in document.tables:
        assert "tblHeader" in table.rows[0]._tr.xml
        assert all("cantSplit" in row._tr.xml for row in table.rows)
    turned = [section.page_width > section.page_height for section in document.sections]  # type: ignore[operator]
    assert turned == [False, True, False]
    assert [len(section.footer.paragraphs) for section in document.sections] == [1, 1, 1]
    assert document.core_properties.title == "Vehicles across a border: a demonstration"
    assert document.core_properties.created is not None
    assert document.core_properties.created.year == 1980


def test_docx_links_lead_to_bookmarks(made: dict[str, Path]) -> None:
    with zipfile.ZipFile(made["docx"]) as archive:
        main = archive.read("word/document.xml").decode()
        assert all(entry.date_time == (1980, 1, 1, 0, 0, 0) for entry in archive.infolist())
    bookmarks = re.findall(r'<w:bookmarkStart [^>]*w:name="([^"]+)"', main)
    anchors = set(re.findall(r'<w:hyperlink [^>]*w:anchor="([^"]+)"', main))
    assert len(anchors) > 60
    assert anchors <= set(bookmarks)
    assert len(bookmarks) == len(set(bookmarks))
    assert "kelisim-contents" not in main
    assert main.count("descr=") >= 2
    assert 'descr="Three rising lines' in main
    assert '<w:lang w:val="kk"' in main


def test_docx_leads_to_the_title_page_even_without_an_abstract(tmp_path: Path) -> None:
    record = EvidenceRecord("claim", "C1", "C1")
    report = Report("T", "", "en", (), (), (Paragraph((Reference("claim", "C1", "1"),)),), (record,))
    made = render(report, tmp_path, formats=["docx"])
    with zipfile.ZipFile(made["docx"]) as archive:
        main = archive.read("word/document.xml").decode()
    assert 'w:anchor="report-front"' in main
    assert re.search(r'<w:bookmarkStart [^>]*w:name="report-front"', main)


def test_latex_is_whole_and_its_links_and_pictures_are_there(made: dict[str, Path]) -> None:
    source = made["latex"].read_text("utf-8")
    labels = set(re.findall(r"\\label\{([^}]+)\}", source))
    references = set(re.findall(r"\\hyperref\[([^\]]+)\]", source))
    assert len(references) > 60
    assert references <= labels
    pictures = re.findall(r"\\includegraphics(?:\[[^\]]*\])?\{([^}]+)\}", source)
    assert pictures == ["../figures/output-1.pdf", "../figures/output-2.pdf"]
    assert all((made["latex"].parent / picture).is_file() for picture in pictures)
    assert source.count(r"\begin{longtable}") == 2
    assert r"\toprule" in source
    assert r"\begin{landscape}" in source
    assert source.rstrip().endswith(r"\end{document}")


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["xelatex", "lualatex"])
def test_latex_compiles(made: dict[str, Path], tmp_path: Path, engine: str) -> None:
    if shutil.which(engine) is None:
        pytest.skip(f"no {engine} here: apt-get install texlive-xetex texlive-luatex texlive-lang-cyrillic")
    shutil.copytree(made["latex"].parents[1], tmp_path / "build")
    folder = tmp_path / "build" / "report"
    for _ in range(2):
        done = subprocess.run(
            [engine, "-interaction=nonstopmode", "-halt-on-error", "report.tex"],
            cwd=folder,
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout.decode("utf-8", "replace")[-1500:]
    log = (folder / "report.log").read_text("utf-8", "replace")
    assert "undefined references" not in log
    assert "ӘәҒғҚқҢң" in pdf_text(folder / "report.pdf").replace(" ", "")


def test_characters_that_no_format_can_hold_do_no_harm(tmp_path: Path) -> None:
    record = EvidenceRecord("claim", "C\x001", TEXT, prefix=TEXT, quote=TEXT, suffix=TEXT, file=TEXT)
    report = Report(TEXT, TEXT, "en", (TEXT,), (Text(TEXT),), (Paragraph((Text(TEXT),)),), (record,), (TEXT,))
    for path in render(report, tmp_path).values():
        assert path.stat().st_size > 0
    docx.Document(str(tmp_path / "report" / "report.docx"))
