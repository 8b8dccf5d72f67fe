"""The audit of a file, whatever its format."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from kelisim.audit.latex_project import whole_source
from kelisim.audit.result import AuditResult
from kelisim.audit.run import audit
from kelisim.errors import DataError, Problem
from kelisim.text.reading import is_latex, read
from kelisim.text.reading.decode import LINE_ENDS


def audit_file(path: Path | str, *, language: str | None = None, confidence: float = 0.5) -> AuditResult:
    """Return the audit of a PDF, DOCX, HTML, text, Markdown or LaTeX file; offsets are of the text read from it.

    A LaTeX paper is read with the files that it takes in and with its bibliography. The ``limits`` of the result say
    what of a file could not be read, such as pages that are pictures.

    Raises ``DataError`` where the file cannot be read, and otherwise as ``audit``.
    """
    if Path(path).is_dir():
        raise DataError(
            Problem("unreadable", "this is a folder", "name the files in it, as in FOLDER/*.pdf", str(path))
        )
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        raise DataError(
            Problem("unreadable", f"the file cannot be read: {reason}", "check the path", str(path))
        ) from error
    missing: list[str] = []
    if is_latex(data, name=str(path)):
        data, missing = whole_source(Path(path), data)
    reading = read(data, name=str(path))
    result = audit(
        reading.text,
        language=language,
        name=str(path),
        document_date=reading.published or None,
        confidence=confidence,
    )
    warnings = (one for one in reading.warnings if not one.startswith(LINE_ENDS))
    return replace(result, limits=(*warnings, *missing, *result.limits))


def write_output(path: Path, text: str, papers: Sequence[Path] = ()) -> None:
    """Write a page or a log; raises ``DataError`` where that cannot be done, or would replace a paper that was read."""
    if path.resolve() in [paper.resolve() for paper in papers]:
        raise DataError(Problem("unwritable", "this is a paper that was read", "name another file", str(path)))
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        reason = error.strerror or str(error)
        raise DataError(
            Problem("unwritable", f"the file cannot be written: {reason}", "name a folder that exists", str(path))
        ) from error
