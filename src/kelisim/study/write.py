"""Writing into a study folder: a file changes whole or not at all, and rows already in a register stay as they are."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from kelisim.errors import Problem, StudyError, UsageError
from kelisim.study.layout import Layout
from kelisim.study.registers import SOURCE_COLUMNS


def replace_file(path: Path, data: bytes) -> None:
    """Write a file beside its place, durably, and move it there; on failure the old file stays as it was."""
    beside = path.with_name(f".{path.name}.new")
    try:
        with beside.open("wb") as handle:
            handle.write(data)
            handle.flush()
            os.fsync(handle.fileno())
        os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)


def register_with(layout: Layout, rows: Sequence[Mapping[str, str]]) -> tuple[Path, bytes]:
    """Return the register of sources and what it holds with ``rows`` appended under its own header.

    What is there stays byte for byte. Raises ``UsageError`` for a register that is no UTF-8 CSV and ``StudyError``
    where its header has no column for what the rows hold.
    """
    path = layout.table("sources")
    if path.suffix != ".csv":
        raise UsageError(f"{path.name} is a workbook", "save it as sources.csv first")
    before = path.read_bytes()
    try:
        text = before.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"{path.name} is not in UTF-8", "save it as 'CSV UTF-8' first") from error
    delimiter = max(",;\t", key=text.split("\n", 1)[0].count)
    header = [name.strip() for name in next(csv.reader(io.StringIO(text), delimiter=delimiter))]
    missing = [name for name in SOURCE_COLUMNS if name not in header and any(row.get(name) for row in rows)]
    if missing:
        hint = f"add the column{'' if len(missing) == 1 else 's'} {', '.join(missing)} to the header"
        raise StudyError(Problem("column", "the register has no place for what the sources hold", hint, path.name, 1))
    added = io.StringIO(newline="")
    writer = csv.writer(added, delimiter=delimiter, lineterminator="\r\n" if b"\r\n" in before else "\n")
    writer.writerows([row.get(name, "") for name in header] for row in rows)
    joint = b"" if before.endswith(b"\n") or not before else b"\n"
    return path, before + joint + added.getvalue().encode("utf-8")
