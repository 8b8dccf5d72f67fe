"""Journals: one append-only file of JSON lines a person, each line naming the hash of the one before."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kelisim.errors import Problem, StudyError, UsageError
from kelisim.model.study import JournalEntry
from kelisim.study.layout import Layout

ACTS = ("screen", "rate", "code", "uncode", "memo", "adjudicate", "confirm", "reject", "note")
_ENVELOPE = ("v", "act", "actor", "time", "target", "prev", "demonstration")


def line_hash(line: bytes) -> str:
    """Return the hash by which the next line names this one: SHA-256 of its bytes without the line end."""
    return hashlib.sha256(line).hexdigest()


def append(
    path: Path,
    *,
    act: str,
    actor: str,
    target: Mapping[str, Any],
    body: Mapping[str, Any] | None = None,
    time: str | None = None,
    demonstration: bool = False,
) -> str:
    """Append one act to a person's journal, durably, and return the new line's hash.

    The file is locked against other writers, flushed and synchronised before the call returns. A torn last line left
    by a crash is closed with a line end first; it stays in the file and is reported when the journal is read. Raises
    ``UsageError`` for an act that is not one of ``ACTS``.
    """
    if act not in ACTS:
        raise UsageError(f"unknown act {act!r}", "one of: " + ", ".join(ACTS))
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        previous, torn = _last_line(handle)
        record: dict[str, Any] = {
            "v": 1,
            "act": act,
            "actor": actor,
            "time": time or datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "target": dict(target),
            **dict(body or {}),
            "prev": line_hash(previous) if previous else "",
        }
        if demonstration:
            record["demonstration"] = True
        line = json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
        handle.write((b"\n" if torn else b"") + line + b"\n")
        handle.flush()
        os.fsync(handle.fileno())
    return line_hash(line)


def _last_line(handle: Any) -> tuple[bytes, bool]:
    size = handle.seek(0, os.SEEK_END)
    if size == 0:
        return b"", False
    reach = 4096
    while True:
        start = max(0, size - reach)
        handle.seek(start)
        tail = handle.read(size - start)
        torn = not tail.endswith(b"\n")
        lines = tail.rstrip(b"\n").split(b"\n")
        if len(lines) > 1 or start == 0:
            return lines[-1], torn
        reach *= 4


def read_journals(layout: Layout) -> tuple[JournalEntry, ...]:
    """Return the entries of every journal, file by file; raises ``StudyError`` where a chain is broken."""
    if not layout.journals.is_dir():
        return ()
    entries: list[JournalEntry] = []
    problems: list[Problem] = []
    for path in sorted(layout.journals.glob("*.jsonl")):
        found, wrong = read_journal(path, f"journals/{path.name}")
        entries.extend(found)
        problems.extend(wrong)
    if problems:
        raise StudyError(problems)
    return tuple(entries)


def read_journal(path: Path, file: str) -> tuple[list[JournalEntry], list[Problem]]:
    """Return the entries of one journal and everything that is wrong with it; nothing is dropped silently."""
    entries: list[JournalEntry] = []
    problems: list[Problem] = []
    previous = ""
    data = path.read_bytes()
    lines = data.split(b"\n")
    if lines and not lines[-1]:
        lines.pop()
    for number, line in enumerate(lines, start=1):
        try:
            record = json.loads(line)
            if not isinstance(record, dict):
                raise ValueError("not an object")
        except (ValueError, UnicodeDecodeError):
            torn = number == len(lines) and not data.endswith(b"\n")
            what = "the last line is torn: writing it was interrupted" if torn else "the line is not a JSON object"
            hint = "nothing before it is lost; delete the torn line" if torn else "restore the line from a copy"
            problems.append(Problem("journal", what, hint, file, number))
            previous = line_hash(line)
            continue
        problems.extend(_faults(record, previous, path.stem, file, number))
        previous = line_hash(line)
        target = record.get("target")
        entries.append(
            JournalEntry(
                actor=str(record.get("actor", "")),
                act=str(record.get("act", "")),
                time=str(record.get("time", "")),
                target=target if isinstance(target, dict) else {},
                body={key: value for key, value in record.items() if key not in _ENVELOPE},
                journal=file,
                line=number,
                demonstration=bool(record.get("demonstration", False)),
            )
        )
    return entries, problems


def _faults(record: dict[str, Any], previous: str, owner: str, file: str, number: int) -> list[Problem]:
    faults = []
    if record.get("prev") != previous:
        what = "the line does not name the line before it: a line was lost or altered"
        hint = "compare with another copy of this journal and restore the missing or altered line"
        faults.append(Problem("journal-chain", what, hint, file, number))
    if record.get("act") not in ACTS:
        faults.append(
            Problem("journal", f"unknown act {record.get('act')!r}", "one of: " + ", ".join(ACTS), file, number)
        )
    if record.get("actor") != owner:
        what = f"the line is by {record.get('actor')!r}, but this is the journal of {owner!r}"
        faults.append(Problem("journal", what, "each person writes only the file of that name", file, number))
    if not isinstance(record.get("target"), dict):
        faults.append(Problem("journal", "the line has no target", "restore the line from a copy", file, number))
    return faults
