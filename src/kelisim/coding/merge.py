"""Two copies of a study folder merged by their journals; what else differs is listed and left alone."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kelisim.coding.forks import Conflict, Joined, Prefer, join
from kelisim.engine.fingerprint import of_file
from kelisim.errors import Problem, StudyError, UsageError
from kelisim.study.journal import parse, replace
from kelisim.study.layout import Layout

_DERIVED = ("build", ".build-new", ".build-old", ".git")


@dataclass(frozen=True, slots=True)
class JournalMerge:
    """What became of one journal: the outcome, and how many lines are new to each copy."""

    file: str
    outcome: str
    new_to_first: int
    new_to_second: int

    def to_dict(self) -> dict[str, Any]:
        """Return the published JSON shape."""
        return {
            "file": self.file,
            "outcome": self.outcome,
            "new_to_first": self.new_to_first,
            "new_to_second": self.new_to_second,
        }


@dataclass(frozen=True, slots=True)
class Merge:
    """The outcome of a merge. Where there are conflicts that nobody settled, nothing was written."""

    into: Path
    written: bool
    journals: tuple[JournalMerge, ...]
    conflicts: tuple[Conflict, ...]
    differing: tuple[tuple[str, str], ...]
    remarks: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the published JSON shape."""
        return {
            "into": str(self.into),
            "written": self.written,
            "journals": [one.to_dict() for one in self.journals],
            "conflicts": [one.to_dict() for one in self.conflicts],
            "differing": [{"file": file, "where": where} for file, where in self.differing],
            "remarks": list(self.remarks),
        }


def merge(first: Layout, second: Layout, *, into: Path | None = None, prefer: Prefer = "") -> Merge:
    """Merge the journals of two copies of a study, into the first or into a new folder ``into``.

    A journal that goes on from the other's copy of it is taken as it is, one that only one copy has is added, a fork is
    joined (``kelisim.coding.forks``). All journals are written or, where a conflict stands that ``prefer`` does not
    settle, none. Every other file that differs is listed; a new folder has the first copy's. Raises ``StudyError`` for
    a broken chain and ``UsageError`` where the folders cannot be merged.
    """
    _check_folders(first, second, into)
    joined: dict[str, Joined] = {}
    remarks: list[str] = []
    for name in sorted({path.name for one in (first, second) for path in one.journals.glob("*.jsonl")}):
        file = f"journals/{name}"
        one, other = (_bytes(layout.journals / name) for layout in (first, second))
        joined[name] = _join(one, other, name.removesuffix(".jsonl"), file, prefer)
        remarks += [f"a torn line of {file} was not carried over: {line}" for line in joined[name].torn]
        if joined[name].strange:
            remarks.append(
                f"{file} has no line in common with the other copy: if it is by two people of one name, restore the "
                "first copy and let one of them take another name"
            )
    conflicts = tuple(conflict for one in joined.values() for conflict in one.conflicts)
    stuck = any(one.outcome == "conflict" for one in joined.values())
    target = first.root if into is None else into
    if not stuck:
        _write(first, into, joined)
    return Merge(
        into=target,
        written=not stuck,
        journals=tuple(
            JournalMerge(f"journals/{name}", one.outcome, one.new_to_first, one.new_to_second)
            for name, one in joined.items()
        ),
        conflicts=conflicts,
        differing=tuple(_differing(first.root, second.root)),
        remarks=tuple(remarks),
    )


def _check_folders(first: Layout, second: Layout, into: Path | None) -> None:
    if first.root.resolve() == second.root.resolve():
        raise UsageError("both are the same folder", "name two copies of the study")
    if into is None:
        return
    if into.exists() and (not into.is_dir() or any(into.iterdir())):
        raise UsageError(f"{into} is there already and not empty", "name a new folder; kelisim never writes over files")
    for root in (first.root, second.root):
        if into.resolve().is_relative_to(root.resolve()):
            raise UsageError(f"{into} lies inside {root}", "name a folder outside both copies")


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise StudyError(Problem("unreadable", f"cannot be read: {error.strerror}", "", str(path))) from error


def _join(one: bytes | None, other: bytes | None, owner: str, file: str, prefer: Prefer) -> Joined:
    if one is not None and other is not None:
        return join(one, other, owner, file, prefer=prefer)
    alone = one if one is not None else other
    assert alone is not None
    journal = parse(alone, owner, file)
    if journal.problems:
        raise StudyError(journal.problems)
    lines = len(journal.entries)
    if other is None:
        return Joined(alone, "first is longer", 0, lines)
    return Joined(alone, "second is longer", lines, 0)


def _write(first: Layout, into: Path | None, joined: dict[str, Joined]) -> None:
    if into is None:
        for name, one in joined.items():
            path = first.journals / name
            present = _bytes(path)
            if present != one.content:
                replace(path, present, one.content)
        return
    try:
        shutil.copytree(first.root, into, dirs_exist_ok=True, ignore=shutil.ignore_patterns(*_DERIVED))
    except OSError as error:
        raise UsageError(
            f"{into} cannot be made: {error.strerror or error}", "free some space or mend the permissions"
        ) from error
    layout = Layout(into)
    for name, one in joined.items():
        replace(layout.journals / name, _bytes(layout.journals / name), one.content)


def _differing(first: Path, second: Path) -> Iterator[tuple[str, str]]:
    """Yield every file that is no journal and is not alike in both folders, and where it is."""
    files = [dict(_files(root)) for root in (first, second)]
    for name in sorted(set(files[0]) | set(files[1])):
        if name not in files[1]:
            yield name, "first only"
        elif name not in files[0]:
            yield name, "second only"
        elif of_file(files[0][name]) != of_file(files[1][name]):
            yield name, "differs"


def _files(root: Path) -> Iterator[tuple[str, Path]]:
    for folder, inner, names in os.walk(root):
        place = Path(folder).relative_to(root)
        inner[:] = sorted(one for one in inner if not (place == Path() and one in _DERIVED))
        for name in names:
            relative = (place / name).as_posix()
            is_journal = place == Path("journals") and name.endswith(".jsonl")
            if not is_journal:
                yield relative, root / relative
