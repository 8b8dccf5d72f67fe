"""HTML, LaTeX and RTF: the text without its markup, with title and date."""

from __future__ import annotations

import contextlib
import json
import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kelisim.errors import DataError, MissingExtra
from kelisim.text.reading import is_latex, read

PARAGRAPHS = {
    "en": "The plant in Kostanay produced 38,000 vehicles in 2019, which is two thirds of the domestic market. " * 3,
    "ru": "Завод в Костанае выпустил 38 тыс. автомобилей в 2019 г., что составляет две трети внутреннего рынка. " * 3,
    "kk": "Қостанайдағы зауыт 2019 жылы 38 мың автомобиль шығарды, бұл ішкі нарықтың үштен екісін құрайды. " * 3,
    "zh": "科斯塔奈工厂2019年生产了3.8万辆汽车，占国内市场的三分之二。双方计划继续扩大合作。" * 4,
}


def page(text: str, head: str = "") -> bytes:
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>Site &amp; News</title>{head}</head><body>'
        "<nav><ul><li><a href='/'>Home</a></li><li><a href='/x'>Contacts of the editors</a></li></ul></nav>"
        f"<article><h1>Headline</h1><p>{text}</p><p>{text}</p>"
        "<table><tr><th>Year</th><th>Output</th></tr><tr><td>2019</td><td>38 000</td></tr></table></article>"
        "<footer>All rights reserved</footer><script>var x = 'hidden';</script></body></html>"
    ).encode()


@pytest.mark.parametrize("code", sorted(PARAGRAPHS))
def test_html_keeps_the_article_and_leaves_the_frame(code: str) -> None:
    reading = read(page(PARAGRAPHS[code]), name="news")
    assert reading.text.count(PARAGRAPHS[code].strip()) == 2
    assert "| Year | Output |\n| 2019 | 38 000 |" in reading.text
    for frame in ("Contacts", "rights", "hidden"):
        assert frame not in reading.text
    assert (reading.media_type, reading.title, reading.encoding) == ("text/html", "Site & News", "utf-8")


@pytest.mark.parametrize(("opening", "closing"), [("<main>", "</main>"), ("<div>", "</div>")])
def test_html_keeps_lists_and_captions_within_the_article(opening: str, closing: str) -> None:
    paragraph = f"<p>{PARAGRAPHS['en']}</p>"
    source = (
        f"<html><body><nav><a href=/>Home</a></nav>{opening}<h1>Title</h1>{paragraph}<ul><li>Cars: 44,876</li>"
        f"<li>Trucks: 3,000</li></ul><figure><figcaption>Caption of 2019</figcaption></figure>{paragraph}{closing}"
        "<footer>Imprint</footer></body></html>"
    )
    text = read(source.encode(), name="a").text
    for kept in ("Title", "44,876", "3,000", "Caption of 2019"):
        assert kept in text
    assert "Home" not in text
    assert "Imprint" not in text


@pytest.mark.parametrize(
    ("head", "published"),
    [
        ('<meta property="article:published_time" content="2019-05-01T10:00:00+06:00">', "2019-05-01"),
        ('<meta name="citation_publication_date" content="2019/05/01">', "2019-05-01"),
        ('<meta name="DC.date" content="2019">', "2019"),
        (
            f'<script type="application/ld+json">{json.dumps({"@graph": [{"datePublished": "2019-05-01"}]})}</script>',
            "2019-05-01",
        ),
        ('<script type="application/ld+json">{broken</script>', ""),
        ('<meta name="date" content="2019-13-45">', ""),
        ("", ""),
    ],
)
def test_html_date_of_publication(head: str, published: str) -> None:
    assert read(page(PARAGRAPHS["en"], head), name="a.html").published == published


def test_html_in_a_declared_encoding() -> None:
    source = page(PARAGRAPHS["ru"]).decode().replace("utf-8", "windows-1251").encode("cp1251")
    reading = read(source, name="a.html")
    assert reading.encoding == "cp1251"
    assert PARAGRAPHS["ru"].strip() in reading.text
    chinese = page(PARAGRAPHS["zh"]).decode().replace("utf-8", "gb2312").encode("gb18030")
    assert read(chinese, name="a.html").encoding == "gb18030"


def test_a_bad_byte_does_not_spoil_a_page() -> None:
    source = page(PARAGRAPHS["ru"]).replace("Завод".encode(), "Зав".encode() + b"\xd0" + "од".encode(), 1)
    reading = read(source, name="a.html")
    assert reading.encoding == "utf-8"
    assert PARAGRAPHS["ru"].strip() in reading.text
    assert any("replaced" in warning for warning in reading.warnings)


def test_html_that_has_no_article_is_read_whole() -> None:
    reading = read(b"<html><body><div>Output: 38 000</div><ul><li>one</li><li>two</li></ul></body></html>", name="a")
    assert "38 000" in reading.text
    assert "two" in reading.text
    assert any("whole body" in warning for warning in reading.warnings)


def test_html_without_text_and_truncated_html() -> None:
    with pytest.raises(DataError, match="filled in by a script"):
        read(b"<html><head><script>load()</script></head><body><div id=root></div></body></html>", name="a.html")
    whole = page(PARAGRAPHS["en"])
    assert any("truncated" in warning for warning in read(whole[: len(whole) * 2 // 3], name="a.html").warnings)


def test_markdown_that_speaks_of_tags_stays_markdown() -> None:
    text = "# How to write <p>text</p>\n\nUse `<div>`."
    assert read(text.encode(), name="a.md").text == text


LATEX = r"""
\documentclass{article} % preamble
\usepackage[T2A]{fontenc}
\title{Cars \& co-operation}
\date{2021-03-04}
\begin{document}
\maketitle
\section{Output of \emph{plants}}
Output rose by 5\% in 2019~\cite{oica}, i.e.\ to \textbf{38\,000} vehicles --- ``two thirds''. % a remark
It cost \$4.91~million, see Table~\ref{tab:x}\footnote{Estimate.}

\begin{itemize}
\item caf\'e and \"Uber, Kostana\u{\i}
\item second
\end{itemize}
\begin{tabular}{lr}
Year & Output \\ \hline
2019 & 38\,000 \\
\end{tabular}
\begin{tikzpicture}\draw (0,0) -- (1,1);\end{tikzpicture}
Share of $x \approx 59$\%.
\input{other}
\end{document}
ignored
"""


def test_latex() -> None:
    reading = read(LATEX.encode(), name="paper.tex")
    assert reading.text.split("\n\n") == [
        "# Output of plants",
        "Output rose by 5% in 2019, i.e. to 38 000 vehicles — “two thirds”. "
        "It cost $4.91\xa0million, see Table Estimate.",
        "- café and Über, Kostanaĭ",
        "- second",
        "| Year | Output |\n| 2019 | 38 000 |",
        "Share of x ≈59%.",
    ]
    assert (reading.title, reading.published) == ("Cars & co-operation", "2021-03-04")
    assert reading.media_type == "application/x-latex"
    assert any("not read" in warning for warning in reading.warnings)
    assert any("tikzpicture" in warning for warning in reading.warnings)


def test_latex_that_breaks_off_or_has_no_text() -> None:
    reading = read(LATEX[: LATEX.index("\\input")].encode(), name="a.tex")
    assert any("truncated" in warning for warning in reading.warnings)
    with pytest.raises(DataError, match="no text of its own"):
        read(rb"\documentclass{article}\begin{document}\input{a}\end{document}", name="a.tex")


@given(st.text(alphabet="\\{}[]$%&~`'-abc \nbegindtu*^\"", max_size=120))
def test_any_latex_is_read(body: str) -> None:
    assert "kept" in read(rf"\documentclass{{a}}\begin{{document}} kept {body}".encode(), name="a.tex").text


def rtf(text: str) -> bytes:
    escaped = "".join(c if c < "\x7f" else f"\\u{ord(c)}?" for c in text)
    return (
        r"{\rtf1\ansi\ansicpg1251{\fonttbl{\f0\fcharset204 Arial;}}{\info{\title X}}\f0 " + escaped + r"\par}"
    ).encode()


@pytest.mark.parametrize("code", sorted(PARAGRAPHS))
def test_rtf_in_unicode_escapes(code: str) -> None:
    reading = read(rtf(PARAGRAPHS[code]), name="a.rtf")
    assert reading.text == PARAGRAPHS[code].strip()
    assert reading.media_type == "application/rtf"


def test_rtf_in_code_page_bytes() -> None:
    body = "".join(f"\\'{byte:02x}" for byte in "Завод".encode("cp1251"))
    source = r"{\rtf1\ansi\ansicpg1251\b " + body + r" 5\b0\par next\line line{\*\bkmkstart x}{\pict 00ff}"
    reading = read(source.encode(), name="a.rtf")
    assert reading.text == "Завод 5\n\nnext\nline"
    assert any("truncated" in warning for warning in reading.warnings)


@pytest.mark.parametrize(
    "unit", ["{", "\\begin{", "[", "\\title{", "\\'", "\\section{", "\\\\", "<p>", "<!--", "$", "\\item["]
)
def test_time_is_linear_in_hostile_markup(unit: str) -> None:
    def seconds(length: int) -> float:
        prefix = "<html>" if unit.startswith("<") else "\\documentclass{a}\\begin{document} x "
        start = time.perf_counter()
        with contextlib.suppress(DataError):
            read((prefix + unit * (length // len(unit))).encode(), name="a.tex")
        return time.perf_counter() - start

    seconds(2_000)
    # The best of three, as the machine may be busy with other work.
    long, short = (min(seconds(length) for _ in range(3)) for length in (160_000, 20_000))
    assert long < 24 * max(short, 0.02)


@pytest.mark.parametrize(
    ("module", "data", "what"),
    [("pypdfium2", b"%PDF-1.7\n", "reading PDF files"), ("resiliparse.parse.html", page("text"), "reading HTML files")],
)
def test_a_missing_library_is_named(module: str, data: bytes, what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(MissingExtra, match=what) as caught:
        read(data, name="a")
    assert "kelisim[read]" in caught.value.problems[0].hint


SEEDS = [page(PARAGRAPHS["ru"]), LATEX.encode(), rtf(PARAGRAPHS["zh"])]


@given(st.sampled_from(SEEDS), st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), max_size=8), st.data())
def test_damaged_files_are_read_or_refused(source: bytes, changes: list[tuple[int, int]], data: st.DataObject) -> None:
    damaged = bytearray(source)
    for position, byte in changes:
        damaged[position % len(damaged)] = byte
    cut = data.draw(st.integers(1, len(damaged)))
    try:
        text = read(bytes(damaged[:cut]), name="a").text
    except DataError as error:
        text = error.problems[0].hint
    assert text.strip()


NUMBERED = r"""
\documentclass{article}
\begin{document}
\section{Herds}\label{sec:herds}
Milk is dear~\cite{adler}, cheese dearer \citep[p.~3]{bauer,adler}; whey is cheap~\cite{nobody}.
\subsection{Prices}\label{sec:prices}
Table~\ref{tab:milk} and Section~\ref{sec:prices} agree with Figure~\ref{fig:whey}, not with~\ref{elsewhere}.
\begin{figure}\includegraphics{a}\caption{Whey}\label{fig:whey}\end{figure}
\begin{table}\caption[Short]{Milk by year}\label{tab:milk}
\begin{tabular}{lr}Year & Litres \\ 2019 & 5 \\ \end{tabular}\end{table}
\begin{thebibliography}{9}
\bibitem{bauer} Bauer, C. \emph{Whey}. 2020.
\bibitem[Adler]{adler} Adler, B. Milk.
  2019.
\end{thebibliography}
\end{document}
"""


def test_latex_shows_the_numbers_of_the_set_page() -> None:
    assert read(NUMBERED.encode(), name="a.tex").text.split("\n\n") == [
        "# Herds",
        "Milk is dear\xa0[2], cheese dearer [1, 2]; whey is cheap\xa0[?].",
        "# Prices",
        "Table\xa01 and Section\xa01.1 agree with Figure\xa01, not with.",
        "Figure 1. Whey",
        "Table 1. Milk by year",
        "| Year | Litres |\n| 2019 | 5 |",
        "# References",
        "[1] Bauer, C. Whey. 2020.",
        "[2] Adler, B. Milk. 2019.",
    ]


@pytest.mark.parametrize(
    ("preamble", "caption"),
    [
        (r"\usepackage[english,russian]{babel}", "Таблица 1. Удой"),
        (r"\usepackage[kazakh]{babel}", "1-кесте. Удой"),
        (r"\usepackage{ctex}", "表1 Удой"),
        ("", "Table 1. Удой"),
    ],
)
def test_latex_names_its_tables_in_the_language_of_the_text(preamble: str, caption: str) -> None:
    source = (
        rf"\documentclass{{article}}{preamble}\begin{{document}}\begin{{table}}\caption{{Удой}}\end{{table}}"
        r"\end{document}"
    )
    assert read(source.encode(), name="a.tex").text == caption


@pytest.mark.parametrize(
    ("data", "name", "expected"),
    [
        (b"\\documentclass{article}\n\\begin{document}\nx\n\\end{document}\n", "paper.tex", True),
        (b"% a comment first\n\\section{Results}\nText.\n", "part", True),
        (b"# Notes on LaTeX\n\n\\section{Results}\n", "notes.md", False),
        (b"<html><body><pre>\n\\section{Results}\n</pre></body></html>", "page", False),
        (b"%PDF-1.7\n\\section{Results}", "paper.pdf", False),
        (b"{\\rtf1 \n\\section{Results}}", "paper.rtf", False),
        (b"Figures without a command.\n", "paper.tex", False),
        ("\\documentclass{article}".encode("utf-16"), "paper.tex", True),
    ],
)
def test_a_latex_source_is_told_before_it_is_read(data: bytes, name: str, expected: bool) -> None:
    assert is_latex(data, name=name) is expected
