"""Writing to a journal: locked, synchronised, all or nothing, and never by two hands at once."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kelisim.errors import Problem, StudyError, UsageError
from kelisim.study.journal.lines import decode, encode, is_fragment, line_hash, record_of, split
from kelisim.study.layout import Layout

_TAIL = 4096


def journal_path(layout: Layout, actor: str) -> Path:
    """Return a person's journal; raises ``UsageError`` for a name that cannot be that of a file."""
    if not actor.strip() or actor.startswith(".") or any(mark in actor for mark in '/\\:*?"<>|\0\n\r\t'):
        raise UsageError(f"{actor!r} cannot be a person's name here", "a journal is a file of that name; use letters")
    return layout.journals / f"{actor}.jsonl"


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

    The file is locked against other writers, written and synchronised before the call returns. A torn last line left
    by a crash is closed with a line end first; it stays in the file and is reported when the journal is read. Raises
    ``UsageError`` for an act that is not one of ``ACTS`` or is not the owner's, ``StudyError`` where the disk refuses:
    then nothing was added.
    """
    act_ = {"act": act, "actor": actor, "target": target, "body": body, "time": time, "demonstration": demonstration}
    return append_all(path, [act_])[0]


def append_all(path: Path, acts: Sequence[Mapping[str, Any]]) -> list[str]:
    """Append several acts together, with one synchronisation, and return the hashes of their lines.

    Each act has the arguments of ``append``. They are written in one piece: no line of another writer comes between.
    """
    records = [record_of(**act) for act in acts]
    for record in records:
        if record["actor"] != path.stem:
            what = f"{record['actor']!r} cannot write into the journal of {path.stem!r}"
            raise UsageError(what, "each person writes only the file of that name")
    if not records:
        return []
    try:
        with locked(path) as handle:
            head, torn = _head(handle, path)
            lines, hashes = [], []
            for record in records:
                lines.append(encode(record, head))
                head = line_hash(lines[-1])
                hashes.append(head)
            _write(handle, (b"\n" if torn else b"") + b"\n".join(lines) + b"\n")
    except OSError as error:
        raise _refused(path, error) from error
    return hashes


def replace(path: Path, expected: bytes | None, content: bytes) -> None:
    """Put ``content`` in a journal's place, at once and durably, if it still is what was read.

    ``expected`` is None where there was none. Where ``content`` goes on from what is there, it is appended. Raises
    ``StudyError`` where the journal has changed in between.
    """
    try:
        with locked(path) as handle:
            handle_size = os.fstat(handle).st_size
            present = os.pread(handle, handle_size, 0)
            if present != (expected or b""):
                hint = "start again; this journal was left as it is, and no line is lost"
                raise StudyError(Problem("journal-changed", "the journal was written to meanwhile", hint, str(path)))
            if content.startswith(present):
                if content != present:
                    _write(handle, content[len(present) :])
                return
            beside = path.with_name(f".{path.name}.new")
            with beside.open("wb") as fresh:
                fresh.write(content)
                fresh.flush()
                os.fsync(fresh.fileno())
            beside.replace(path)
            _synchronise(path.parent)
    except OSError as error:
        raise _refused(path, error) from error


@contextmanager
def locked(path: Path) -> Iterator[int]:
    """Hold a journal against all other writers, and yield its descriptor, open for reading and appending."""
    fresh = not path.exists()
    path.parent.mkdir(parents=True, exist_ok=True)
    while True:
        handle = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            if _is_at(handle, path):
                if fresh:
                    _synchronise(path.parent)
                yield handle
                return
        finally:
            os.close(handle)


def _is_at(handle: int, path: Path) -> bool:
    """Say whether the open file is still the one at the path: it may have been replaced while we waited."""
    try:
        there = path.stat()
    except FileNotFoundError:
        return False
    here = os.fstat(handle)
    return (here.st_dev, here.st_ino) == (there.st_dev, there.st_ino)


def _write(handle: int, data: bytes) -> None:
    """Write all of the data and synchronise, or leave the file as it was."""
    size = os.fstat(handle).st_size
    try:
        written = 0
        while written < len(data):
            written += os.write(handle, data[written:])
        os.fsync(handle)
    except OSError:
        # What was never acknowledged must not stand there as a fragment.
        os.ftruncate(handle, size)
        raise


def _synchronise(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _head(handle: int, path: Path) -> tuple[str, bool]:
    """Return the hash of the last record and whether the file lacks a last line end; torn fragments are passed over.

    Raises ``StudyError`` where what follows the last record is no fragment of a line.
    """
    size = os.fstat(handle).st_size
    reach = _TAIL
    while True:
        start = max(0, size - reach)
        tail = os.pread(handle, size - start, start)
        lines = split(tail)
        for line in reversed(lines[1:] if start else lines):
            if line and decode(line) is not None:
                return line_hash(line), not tail.endswith(b"\n")
            if line and not is_fragment(line):
                what = "the journal does not end in a line of a journal"
                hint = "kelisim log shows which lines were altered; restore them from a copy"
                raise StudyError(Problem("journal", what, hint, f"journals/{path.name}"))
        if start == 0:
            return "", bool(tail) and not tail.endswith(b"\n")
        reach *= 4


def _refused(path: Path, error: OSError) -> StudyError:
    what = f"the act could not be written: {error.strerror}"
    hint = "free some space or mend the permissions; nothing was added"
    return StudyError(Problem("journal-write", what, hint, f"journals/{path.name}"))
