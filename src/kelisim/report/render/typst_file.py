"""The PDF edition: Typst source from pandoc, set with the fonts that the installation brings."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from kelisim.errors import KelisimError, Problem
from kelisim.report.render.fonts import SANS, SERIF, FontSet, load, typst_list
from kelisim.report.render.pandoc_tree import clean
from kelisim.report.render.words import primary, words
from kelisim.report.tree import Report

_TEMPLATES: Final = Path(__file__).with_name("templates")


def typst_source(report: Report, body: str) -> str:
    """Return a complete Typst document around the body that pandoc wrote."""
    values: Mapping[str, str] = {
        "SERIF_FAMILIES": typst_list(SERIF),
        "SANS_FAMILIES": typst_list(SANS),
        "DOCUMENT_TITLE": _string(report.title),
        "DOCUMENT_AUTHORS": "(" + "".join(f"{_string(author)}, " for author in report.authors) + ")",
        "DOCUMENT_KEYWORDS": "(" + "".join(f"{_string(word)}, " for word in report.keywords) + ")",
        "DOCUMENT_LANGUAGE": _string(primary(report.language) or "en"),
        "CONTENTS_WORD": _string(words(report.language)["contents"]),
    }
    preamble = (_TEMPLATES / "preamble.typ").read_text(encoding="utf-8")
    for key, value in values.items():
        preamble = preamble.replace(key, value)
    return preamble + body


def compile_pdf(source: Path, root: Path, fonts: FontSet, timestamp: int) -> bytes:
    """Return the PDF of a Typst file; the bytes depend on the source, the pictures and the timestamp alone."""
    typst = load("typst", "The PDF edition (the package typst)")
    try:
        compiler = typst.Compiler(str(source), root=str(root), font_paths=fonts.typst)
        data: bytes = compiler.compile(format="pdf", timestamp=timestamp)
    except typst.TypstError as error:
        raise KelisimError(
            Problem(
                code="pdf-failed",
                what=f"the PDF edition could not be set: {error}",
                hint="render the other formats meanwhile with formats=('html', 'docx', 'latex'), and report this",
            )
        ) from error
    return data


def _string(words_: str) -> str:
    # Typst's strings escape as JSON's do, save for \b, \f and \uXXXX, which clean() and ensure_ascii leave no room for.
    return json.dumps(" ".join(clean(words_).split()), ensure_ascii=False)
