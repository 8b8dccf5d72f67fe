"""Read a bibliography, whichever of the three formats it is in."""

from __future__ import annotations

import re

from kelisim.errors import Problem, StudyError
from kelisim.interop.bibliography.bibtex_read import read_bibtex
from kelisim.interop.bibliography.build import build_reading
from kelisim.interop.bibliography.csl_read import read_csl_json
from kelisim.interop.bibliography.item import Reading
from kelisim.interop.bibliography.ris import TYPE_LINE, read_ris
from kelisim.model.source import Source
from kelisim.study.encoding import decode_table

_BIBTEX_ENTRY = re.compile(r"^[^%\n]*@\s*[A-Za-z]+\s*[{(]", re.MULTILINE)
_READERS = {"bibtex": read_bibtex, "ris": read_ris, "csl-json": read_csl_json}


def read_bibliography(data: bytes, *, name: str) -> tuple[Source, ...]:
    """Return the sources of a BibTeX or BibLaTeX, RIS or CSL-JSON file, told apart by content.

    Ids are the citation keys, made safe and unique; likely duplicates stay in (``find_duplicates`` lists them). A
    publisher's kind that the item type does not settle is proposed, and the note says so. ``name`` is the file's name
    for messages. Raises ``StudyError`` with every problem, each at the line of its entry; ``examine_bibliography``
    returns what can be read all the same.
    """
    reading = examine_bibliography(data, name=name)
    if reading.problems:
        raise StudyError(reading.problems)
    return reading.sources


def examine_bibliography(data: bytes, *, name: str) -> Reading:
    """Return all that can be read of a bibliography together with its problems and likely duplicates.

    Raises ``StudyError`` only where the whole file cannot be read: wrong encoding, or none of the three formats.
    """
    text = _decode(data, name)
    format = _format(text, name)
    items, problems = _READERS[format](text, name)
    return build_reading(format, items, problems, name)


def _decode(data: bytes, name: str) -> str:
    try:
        return decode_table(data, name).removeprefix("\ufeff")
    except StudyError as error:
        hint = "export the bibliography again as UTF-8"
        raise StudyError(
            [Problem(problem.code, problem.what, hint, name, problem.line) for problem in error.problems]
        ) from error


def _format(text: str, name: str) -> str:
    start = text.lstrip()
    ris, bibtex = TYPE_LINE.search(text), _BIBTEX_ENTRY.search(text)
    if re.match(r"\[\s*(?:[{\]]|$)|\{\s*[\"}]", start):
        return "csl-json"
    if ris and (not bibtex or ris.start() < bibtex.start()):
        return "ris"
    if bibtex:
        return "bibtex"
    if start.startswith(("[", "{")):
        return "csl-json"
    what = "the file is empty" if not start else "the file is neither BibTeX nor RIS nor CSL-JSON"
    if start.startswith("<"):
        what += " (it looks like XML)"
    hint = "export it from the reference manager as BibTeX or BibLaTeX (.bib), RIS (.ris) or CSL JSON (.json)"
    raise StudyError(Problem("bibliography-format", what, hint, name))
