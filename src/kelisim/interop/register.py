"""The register of sources of a study folder, in from and out to bibliography files."""

from __future__ import annotations

import csv
import io
import os
from pathlib import Path

from kelisim.errors import Problem, StudyError, UsageError, nearest
from kelisim.interop.bibliography import (
    import_into_register,
    read_bibliography,
    write_bibtex,
    write_csl_json,
)
from kelisim.study.layout import Layout
from kelisim.study.registers import SOURCE_COLUMNS, read_sources

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
    path = layout.table("sources")
    if path.suffix != ".csv":
        raise UsageError(f"{path.name} is a workbook", "save it as sources.csv first")
    try:
        data = file.read_bytes()
    except OSError as error:
        raise StudyError(Problem("unreadable", f"cannot be read: {error.strerror}", "", str(file))) from error
    existing = read_sources(layout)
    added, report = import_into_register(existing, read_bibliography(data, name=file.name))
    before = path.read_bytes()
    text = before.decode("utf-8-sig")
    delimiter = max(",;\t", key=text.split("\n", 1)[0].count)
    header = [name.strip() for name in next(csv.reader(io.StringIO(text), delimiter=delimiter))]
    missing = [name for name in SOURCE_COLUMNS if name not in header and any(row.get(name) for row in added)]
    if missing:
        hint = f"add the column{'' if len(missing) == 1 else 's'} {', '.join(missing)} to the header"
        raise StudyError(Problem("column", "the register has no place for what the items hold", hint, path.name, 1))
    rows = io.StringIO(newline="")
    writer = csv.writer(rows, delimiter=delimiter, lineterminator="\r\n" if b"\r\n" in before else "\n")
    for row in added:
        writer.writerow([row.get(name, "") for name in header])
    joint = b"" if before.endswith(b"\n") or not before else b"\n"
    beside = path.with_name(f".{path.name}.new")
    beside.write_bytes(before + joint + rows.getvalue().encode("utf-8"))
    os.replace(beside, path)
    return len(added), [str(line) for line in (*report.skipped, *report.renamed)]
