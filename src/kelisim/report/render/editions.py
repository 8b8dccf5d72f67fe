"""Renders a report to files: the pictures first, then every edition side by side."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Literal, get_args

from kelisim.errors import UsageError, nearest
from kelisim.report.render.abridge import abridged
from kelisim.report.render.anchors import Anchors, find_anchors, inlines_of
from kelisim.report.render.charts import Picture, file_name, render_figures
from kelisim.report.render.dialects import DOCX, LATEX, TYPST, Dialect
from kelisim.report.render.document import print_document
from kelisim.report.render.document_inlines import PrintEdition
from kelisim.report.render.docx_file import write_docx
from kelisim.report.render.fonts import FontSet, font_set, missing_glyphs
from kelisim.report.render.html_page import html_page
from kelisim.report.render.latex_file import latex_source
from kelisim.report.render.pandoc_run import pandoc
from kelisim.report.render.pandoc_tree import clean, document, paragraph, text
from kelisim.report.render.typst_file import compile_pdf, typst_source
from kelisim.report.render.words import code_points, words
from kelisim.report.tree import Figure, Heading, Paragraph, Report, Table, Text

Format = Literal["html", "pdf", "docx", "latex"]
DEFAULT_FORMATS: Final[tuple[Format, ...]] = ("html", "pdf", "docx", "latex")
_FILES: Final[Mapping[Format, str]] = {
    "html": "report.html",
    "pdf": "report.pdf",
    "docx": "report.docx",
    "latex": "report.tex",
}
# The ZIP format's first day: what an archive says that has no date of its own.
EPOCH: Final = 315_532_800
_FOLDER: Final = "report"
# What a browser still scrolls smoothly; the rest stands in the tables beside the page.
_SCREEN_ROWS: Final = 1000
_SCREEN_RECORDS: Final = 5000


@dataclass(frozen=True, slots=True)
class _Job:
    """What every edition needs."""

    report: Report
    anchors: Anchors
    pictures: Callable[[], Mapping[str, Picture]]
    names: Mapping[str, str]
    fonts: FontSet
    folder: Path
    out: Path
    figures_dir: str
    notices: tuple[str, ...]
    timestamp: int


def render(
    report: Report,
    out: Path,
    *,
    formats: Iterable[Format] = DEFAULT_FORMATS,
    figures_dir: str = "figures",
    evidence_limit: int | None = 800,
    row_limit: int | None = 150,
    interactive: bool = True,
    timestamp: int = EPOCH,
) -> dict[str, Path]:
    """Write a report's editions and pictures; return the file of each format.

    The documents go to ``out/report/report.{html,pdf,docx,tex}``, the pictures to ``out/<figures_dir>/<id>.svg`` and
    ``.png`` (with LaTeX also ``.pdf``). The same report gives the same bytes on any machine: fonts come from Python
    packages, and the only time in any file is ``timestamp`` (seconds since 1970). PDF, DOCX and LaTeX print
    ``row_limit`` rows of a table, and of a report with more than ``evidence_limit`` records only those that the text
    cites and the sources and series they rest on, and say so; None prints all. The HTML has limits of its own,
    1,000 rows and 5,000 records. ``interactive`` embeds Vega in the HTML (0.9 MB) so that charts answer to
    the pointer.

    Raises UsageError for an unknown format, DataError for anchors that clash or charts that Vega-Lite refuses, and
    MissingExtra without the ``report`` extra. References that lead nowhere are marked in every edition; see
    ``unresolved_references``.
    """
    wanted = list(dict.fromkeys(formats))
    for form in wanted:
        if form not in get_args(Format):
            raise UsageError(f"no report format {form!r}", hint=nearest(str(form), get_args(Format)))
    figures = [block for block in report.blocks if isinstance(block, Figure)]
    folder = out / _FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    makers: dict[Format, Callable[[_Job], bytes]] = {
        "pdf": _pdf,
        "docx": _docx,
        "latex": _latex,
        "html": lambda job: _html(job, interactive=interactive),
    }
    with font_set() as fonts, ThreadPoolExecutor(max_workers=5) as pool:
        drawn = pool.submit(render_figures, figures, out / figures_dir, pdf="latex" in wanted, fonts=fonts)
        names = {figure.id: file_name(figure) for figure in figures}

        def job_of(short: Report, notices: tuple[str, ...]) -> _Job:
            anchors = find_anchors(short)
            return _Job(short, anchors, drawn.result, names, fonts, folder, out, figures_dir, notices, timestamp)

        in_print = job_of(*abridged(report, rows=row_limit, records=evidence_limit))
        on_screen = (
            job_of(*abridged(report, rows=_SCREEN_ROWS, records=_SCREEN_RECORDS)) if "html" in wanted else in_print
        )
        editions: dict[Format, Future[bytes]] = {
            form: pool.submit(makers[form], on_screen if form == "html" else in_print)
            for form in makers
            if form in wanted
        }
        drawn.result()
        result: dict[str, Path] = {}
        for form in wanted:
            path = folder / _FILES[form]
            path.write_bytes(editions[form].result())
            result[form] = path
    return result


def _edition(job: _Job, dialect: Dialect, notices: Sequence[str] = ()) -> Mapping[str, object]:
    relative = Path(os.path.relpath(job.out / job.figures_dir, job.folder)).as_posix()
    edition = PrintEdition(
        dialect=dialect,
        anchors=job.anchors,
        picture_path=lambda figure: f"{relative}/{job.names[figure]}{dialect.picture}",
        picture_width={key: picture.print_width for key, picture in job.pictures().items()},
        notices=(*notices, *job.notices),
    )
    return print_document(job.report, edition)


def _html(job: _Job, *, interactive: bool) -> bytes:
    notices = tuple(Paragraph((Text(notice),), role="note") for notice in job.notices)
    report = replace(job.report, blocks=(*notices, *job.report.blocks))
    return html_page(report, job.anchors, job.pictures(), interactive=interactive)


def _pdf(job: _Job) -> bytes:
    unset = missing_glyphs(_characters(job.report), job.fonts)
    notices = [words(job.report.language)["unset"].format(characters=code_points(unset))] if unset else []
    body = pandoc(_edition(job, TYPST, notices), "typst").decode("utf-8")
    source = typst_source(job.report, body)
    for character in unset:
        source = source.replace(character, f"\u2039U+{ord(character):04X}\u203a")
    path = job.folder / "report.typ"
    path.write_text(source, encoding="utf-8", newline="\n")
    try:
        return compile_pdf(path, job.out, job.fonts, job.timestamp)
    finally:
        path.unlink()


def _docx(job: _Job) -> bytes:
    return write_docx(job.report, _edition(job, DOCX), job.folder, job.timestamp)


def _latex(job: _Job) -> bytes:
    body = pandoc(_edition(job, LATEX), "latex").decode("utf-8")
    title, authors = (
        pandoc(document([paragraph(text(line))]), "latex").decode("utf-8").strip()
        for line in (job.report.title, ", ".join(job.report.authors))
    )
    return latex_source(job.report, body, title, authors).encode("utf-8")


def _characters(report: Report) -> set[str]:
    """Return every character of a report."""
    found: set[str] = set()
    for text_ in (report.title, report.subtitle, report.licence, *report.authors, *report.keywords):
        found.update(text_)
    for label, value in report.facts:
        found.update(label, value)
    contents = [report.abstract]
    for block in report.blocks:
        contents += inlines_of(block)
        if isinstance(block, Heading):
            found.update(block.text)
        elif isinstance(block, Table):
            found.update(block.title, *(column.heading for column in block.columns))
        elif isinstance(block, Figure):
            found.update(block.title)
    for record in report.evidence:
        found.update(record.id, record.title, record.prefix, record.quote, record.suffix, record.file)
        for label, facts in record.facts:
            found.update(label)
            contents.append(facts)
    for content in contents:
        for inline in content:
            found.update(inline.text)
    return set(clean("".join(found)))
