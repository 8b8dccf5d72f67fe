"""Reading a journal: every line, what is wrong with it, and what can be put up with."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from kelisim.errors import Problem, StudyError
from kelisim.model.journal import in_force
from kelisim.model.study import JournalEntry
from kelisim.study.journal.lines import ACTS, ENVELOPE, VERSION, decode, is_fragment, line_hash, split
from kelisim.study.layout import Layout

_TOLD_EACH = 3
_HEADED = frozenset(ENVELOPE)
_KNOWN = frozenset(ACTS)


@dataclass(slots=True)
class Journal:
    """One journal: its entries, what is wrong with it, and the torn lines that a crash left and reading skips.

    ``head`` is the hash of the last line: whoever knows it can tell that nothing before it was changed.
    """

    file: str
    entries: list[JournalEntry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    torn: list[Problem] = field(default_factory=list)
    head: str = ""


def read_journals(layout: Layout) -> tuple[JournalEntry, ...]:
    """Return the acts in force of every journal, file by file; raises ``StudyError`` where a chain is broken."""
    return read_acts(layout)[0]


def read_acts(layout: Layout) -> tuple[tuple[JournalEntry, ...], tuple[Problem, ...]]:
    """Return the acts in force of every journal, and a remark on each torn line that was skipped.

    Raises ``StudyError`` with every line that was lost, altered or never belonged there.
    """
    journals = read_all(layout)
    problems = [problem for journal in journals for problem in journal.problems]
    if problems:
        raise StudyError(problems)
    entries = tuple(entry for journal in journals for entry in in_force(journal.entries))
    return entries, tuple(remark for journal in journals for remark in journal.torn)


def read_all(layout: Layout) -> list[Journal]:
    """Return every journal of a study as it stands, in the order of their names."""
    if not layout.journals.is_dir():
        return []
    return [read_journal(path, f"journals/{path.name}") for path in sorted(layout.journals.glob("*.jsonl"))]


def read_journal(path: Path, file: str) -> Journal:
    """Return one journal; nothing is dropped silently."""
    try:
        data = path.read_bytes()
    except OSError as error:
        return Journal(file, problems=[Problem("unreadable", f"cannot be read: {error.strerror}", "", file)])
    return parse(data, path.stem, file)


def parse(data: bytes, owner: str, file: str) -> Journal:
    """Return the journal of ``owner`` from its bytes.

    The chain runs from record to record. A line that is no record but can be the beginning of one is torn if the chain
    holds across it; otherwise it was altered. Blank lines carry nothing.
    """
    found = Journal(file)
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        what = "the journal is in UTF-16: another program has saved it anew"
        found.problems.append(Problem("journal", what, "save it as UTF-8 and change nothing else", file, 1))
        return found
    doubtful: list[tuple[int, str]] = []
    for number, line in enumerate(split(data), start=1):
        if not line:
            continue
        name = line_hash(line)
        record = decode(line)
        if record is None:
            if is_fragment(line):
                doubtful.append((number, name))
            else:
                found.problems.append(_altered(file, number))
            continue
        previous = found.head
        if doubtful:
            # Other writers may chain to the fragment itself.
            if record.get("prev") == doubtful[-1][1]:
                previous = doubtful[-1][1]
            holds = record.get("prev") == previous
            (found.torn if holds else found.problems).extend(
                (_torn if holds else _altered)(file, place) for place, _ in doubtful
            )
            doubtful.clear()
        found.problems.extend(_faults(record, previous, owner, file, number))
        found.entries.append(_entry(record, file, number, name))
        found.head = name
    found.torn.extend(_torn(file, place) for place, _ in doubtful)
    found.problems = list(_gathered(found.problems))
    return found


def _gathered(problems: list[Problem]) -> Iterator[Problem]:
    """Yield problems, one for each run of lines that have the same: a journal of somebody else is one mistake."""
    runs: list[list[Problem]] = []
    for problem in problems:
        last = runs[-1][-1] if runs else None
        follows = last is not None and problem == replace(last, line=(last.line or 0) + 1)
        if follows:
            runs[-1].append(problem)
        else:
            runs.append([problem])
    for run in runs:
        if len(run) <= _TOLD_EACH:
            yield from run
        else:
            yield replace(run[0], what=f"{run[0].what}; the same in each line to {run[-1].line}")


def _entry(record: dict[str, Any], file: str, number: int, name: str) -> JournalEntry:
    target, was = record.get("target"), record.get("was")
    return JournalEntry(
        actor=str(record.get("actor", "")),
        act=str(record.get("act", "")),
        time=str(record.get("time", "")),
        target=target if isinstance(target, dict) else {},
        body={key: value for key, value in record.items() if key not in _HEADED},
        journal=file,
        line=number,
        demonstration=bool(record.get("demonstration", False)),
        hash=name,
        was=tuple(map(str, was)) if isinstance(was, list) else (),
    )


def _torn(file: str, number: int) -> Problem:
    what = "the line is torn: writing it was interrupted before it was acknowledged"
    return Problem("journal-torn", what, "nothing before it is lost; repeat the act if it is missing", file, number)


def _altered(file: str, number: int) -> Problem:
    return Problem("journal", "the line is not a JSON object", "restore the line from a copy", file, number)


def _faults(record: dict[str, Any], previous: str, owner: str, file: str, number: int) -> list[Problem]:
    if (
        record.get("prev") == previous
        and record.get("act") in _KNOWN
        and record.get("actor") == owner
        and record.get("v") == VERSION
        and isinstance(record.get("target"), dict)
    ):
        return []
    faults = []
    if record.get("prev") != previous:
        if previous:
            what = "the line does not name the line before it: a line was lost or altered"
            hint = "compare with another copy of this journal and restore the missing or altered line"
        else:
            what = "the first line names a line before it: the beginning of the journal is missing"
            hint = "restore the whole journal from a copy; a part of one cannot be checked"
        faults.append(Problem("journal-chain", what, hint, file, number))
    version = record.get("v")
    if version != VERSION:
        newer = isinstance(version, int) and version > VERSION
        hint = "upgrade kelisim: pip install -U kelisim" if newer else "restore the line from a copy"
        faults.append(Problem("journal", f"a line of version {version!r} cannot be read", hint, file, number))
    if record.get("act") not in ACTS:
        what = f"unknown act {record.get('act')!r}"
        faults.append(Problem("journal", what, "one of: " + ", ".join(ACTS), file, number))
    if record.get("actor") != owner:
        what = f"the line is by {record.get('actor')!r}, but this is the journal of {owner!r}"
        faults.append(Problem("journal", what, "each person writes only the file of that name", file, number))
    if not isinstance(record.get("target"), dict):
        faults.append(Problem("journal", "the line has no target", "restore the line from a copy", file, number))
    return faults
