"""The audit of a file, whatever its format."""

from __future__ import annotations

from pathlib import Path

from kelisim.audit.result import AuditResult
from kelisim.audit.run import audit
from kelisim.errors import DataError, Problem
from kelisim.text.reading import read


def audit_file(path: Path | str, *, language: str | None = None, confidence: float = 0.5) -> AuditResult:
    """Return the audit of a PDF, DOCX, HTML, text, Markdown or LaTeX file; offsets are of the text read from it.

    Raises ``DataError`` where the file cannot be read, and otherwise as ``audit``.
    """
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
