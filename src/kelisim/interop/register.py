"""The register of sources of a study folder, in from and out to bibliography files."""

from __future__ import annotations

from pathlib import Path

from kelisim.errors import Problem, StudyError, UsageError, nearest
from kelisim.interop.bibliography import (
    import_into_register,
    read_bibliography,
    write_bibtex,
    write_csl_json,
)
from kelisim.study.layout import Layout
from kelisim.study.registers import read_sources
from kelisim.study.write import register_with, replace_file

EXPORTS = {"csl-json": write_csl_json, "bibtex": write_bibtex}


def export_text(root: Path, to: str) -> str:
    """Return the register as CSL-JSON or BibTeX; raises ``UsageError`` for another format."""
    if to not in EXPORTS:
        raise UsageError(f"no bibliography format is called {to!r}", nearest(to, EXPORTS))
    return EXPORTS[to](read_sources(Layout(root)))


def import_file(root: Path, file: Path) -> tuple[int, list[str]]:
    """Add the items of a bibliography to sources.csv; return how many, and what was not added or needs a decision.

    Rows already there are left byte for byte as they are; new rows are appended under the same header. Raises
    ``StudyError`` where the bibliography or the register cannot be read, and then writes nothing.
    """
    layout = Layout(root)
    try:
        data = file.read_bytes()
    except OSError as error:
        raise StudyError(Problem("unreadable", f"cannot be read: {error.strerror}", "", str(file))) from error
    added, report = import_into_register(read_sources(layout), read_bibliography(data, name=file.name))
    replace_file(*register_with(layout, added))
    return len(added), [str(line) for line in (*report.skipped, *report.renamed)]
