"""The audit of a file, whatever its format."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kelisim.audit.result import AuditResult
from kelisim.audit.run import audit
from kelisim.errors import DataError, Problem
from kelisim.text.reading import read


def audit_file(path: Path | str, *, language: str | None = None, confidence: float = 0.5) -> AuditResult:
    """Return the audit of a PDF, DOCX, HTML, text, Markdown or LaTeX file; offsets are of the text read from it.

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
    reading = read(data, name=str(path))
    return audit(
        reading.text,
        language=language,
        name=str(path),
        document_date=reading.published or None,
        confidence=confidence,
    )


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
