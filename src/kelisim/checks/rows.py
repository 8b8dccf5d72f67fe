"""The rows that fail: for each rule a table of its findings beside the rows of the registers they stand on."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

from kelisim.errors import Problem, UsageError
from kelisim.model.finding import Finding
from kelisim.study.layout import Layout
from kelisim.study.tables import raw_rows

_COLUMNS = ("severity", "message", "mend", "about", "suppressed", "until", "file", "line")


def failing_rows(layout: Layout, findings: Sequence[Finding]) -> dict[str, str]:
    """Return the rows that fail as CSV, by the code of the rule.

    A row gives the finding and, where it stands in a register of sources, claims or events or in the table of a series,
    the cells of that row as they are written, under the names of their columns with the register's name before them
    ("claims: value").
    """
    registers: dict[str, tuple[tuple[str, ...], dict[int, tuple[str, ...]]]] = {}
    of_rule: dict[str, list[Finding]] = {}
    for one in findings:
        of_rule.setdefault(one.rule, []).append(one)
        path = layout.root / one.file
        if one.line is not None and one.file not in registers and path.suffix in (".csv", ".xlsx"):
            registers[one.file] = raw_rows(path, one.file)
    return {rule: _table(found, registers) for rule, found in sorted(of_rule.items())}


def write_failing_rows(layout: Layout, findings: Sequence[Finding], folder: Path) -> None:
    """Write the rows that fail into a folder, one CSV a rule; what it held for other rules is left there.

    Raises ``UsageError`` where the folder cannot be written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for rule, text in failing_rows(layout, findings).items():
            (folder / f"{rule}.csv").write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        hint = "name a folder that can be written to, or a new one"
        raise UsageError(Problem("write", f"cannot be written: {error.strerror}", hint, str(folder))) from error


def _table(
    found: Sequence[Finding], registers: Mapping[str, tuple[tuple[str, ...], Mapping[int, tuple[str, ...]]]]
) -> str:
    files = [name for name in dict.fromkeys(one.file for one in found) if name in registers]
    header = [*_COLUMNS, *(f"{Path(name).stem}: {column}" for name in files for column in registers[name][0])]
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    for one in found:
        cells: list[str] = []
        for name in files:
            columns, rows = registers[name]
            there = rows.get(one.line or 0, ()) if one.file == name else ()
            cells.extend((*there, *[""] * len(columns))[: len(columns)])
        line = "" if one.line is None else one.line
        about = "; ".join(one.about)
        writer.writerow([one.severity, one.message, one.hint, about, one.suppressed, one.until, one.file, line, *cells])
    return out.getvalue()
