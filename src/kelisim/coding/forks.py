"""Two copies of one person's journal joined: no line is lost, and what contradicts is named.

A journal that was written to on two machines forks. The branch that began later is chained anew after the other: each
of its lines keeps the hashes it had (``was``), so that undo finds it and a further merge knows it again. A note at the
end says what was joined. Everything in the result follows from the two copies, so that whoever merges them, in
whichever order, gets the same bytes.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from kelisim.errors import StudyError
from kelisim.model.journal import effect, key_of, settled
from kelisim.model.study import JournalEntry
from kelisim.study.journal import line_hash, parse
from kelisim.study.journal.lines import decode, encode, record_of, split

Outcome = Literal["same", "first is longer", "second is longer", "fork joined", "conflict"]
Prefer = Literal["", "first", "second"]
FORK = "fork joined"


@dataclass(frozen=True, slots=True)
class Conflict:
    """Something that the two branches settle differently: the last line on it in each copy, and what each says."""

    file: str
    about: str
    first: JournalEntry
    second: JournalEntry
    first_says: str
    second_says: str

    def to_dict(self) -> dict[str, Any]:
        """Return the published JSON shape."""
        return {
            "file": self.file,
            "about": self.about,
            "first": {"line": self.first.line, "time": self.first.time, "says": self.first_says},
            "second": {"line": self.second.line, "time": self.second.time, "says": self.second_says},
        }


@dataclass(frozen=True, slots=True)
class Joined:
    """The joined journal, how many lines each copy lacked, the conflicts, and torn lines that were not carried over.

    ``strange`` says that the copies have no line in common: they may be by two people of one name.
    """

    content: bytes
    outcome: Outcome
    new_to_first: int = 0
    new_to_second: int = 0
    conflicts: tuple[Conflict, ...] = ()
    torn: tuple[str, ...] = ()
    strange: bool = False


@dataclass(frozen=True, slots=True)
class _Copy:
    data: bytes
    entries: tuple[JournalEntry, ...]
    extra: tuple[JournalEntry, ...]
    torn: tuple[str, ...]


def join(first: bytes, second: bytes, owner: str, file: str, *, prefer: Prefer = "") -> Joined:
    """Return two copies of a person's journal joined.

    A copy that holds every act of the other is the result. Of a fork, acts on different things are put one after the
    other, and alike acts on one thing stand. Where the branches settle one thing differently (coded in one and taken
    back in the other, two decisions about one source) the outcome is "conflict" and nothing is joined, unless
    ``prefer`` names the branch whose word counts: its lines then come last. Raises ``StudyError`` for a copy whose
    chain is broken.
    """
    if first == second:
        return Joined(first, "same")
    one, other = _copies(first, second, owner, file)
    if not one.extra and not other.extra:
        # The same acts in another order or beside other torn lines: either will do, but it must always be the same one.
        kept, dropped = sorted((one, other), key=lambda copy: (-len(copy.data), line_hash(copy.data)))
        return Joined(kept.data, "same", torn=_lacking(dropped, kept))
    if not other.extra:
        return Joined(first, "first is longer", 0, len(one.extra), torn=_lacking(other, one))
    if not one.extra:
        return Joined(second, "second is longer", len(other.extra), 0, torn=_lacking(one, other))
    counts = (len(other.extra), len(one.extra))
    conflicts = tuple(_conflicts(one, other, file))
    if conflicts and not prefer:
        return Joined(first, "conflict", *counts, conflicts)
    ordered = sorted((one, other), key=lambda copy: (copy.extra[0].time, copy.extra[0].hash))
    if prefer:
        ordered = [other, one] if prefer == "first" else [one, other]
    content = _chained(ordered[0], ordered[1], owner)
    if not _as_expected(content, owner, one, other, conflicts, prefer):
        return Joined(first, "conflict", *counts, conflicts or (_unordered(one, other, file),))
    strange = len(one.extra) == len(one.entries)
    return Joined(content, "fork joined", *counts, conflicts, _lacking(ordered[1], ordered[0]), strange)


def _copies(first: bytes, second: bytes, owner: str, file: str) -> tuple[_Copy, _Copy]:
    journals = [parse(data, owner, file) for data in (first, second)]
    problems = [
        replace(problem, file=f"{file} of the {which} copy")
        for which, journal in zip(("first", "second"), journals, strict=True)
        for problem in journal.problems
    ]
    if problems:
        raise StudyError(problems)
    known = [{entry.identity for entry in journal.entries} for journal in journals]
    copies = []
    for data, journal, elsewhere in zip((first, second), journals, reversed(known), strict=True):
        extra = tuple(entry for entry in journal.entries if entry.identity not in elsewhere)
        lines = split(data)
        torn = tuple(lines[remark.line - 1].decode("utf-8", "replace") for remark in journal.torn if remark.line)
        copies.append(_Copy(data, tuple(journal.entries), extra, torn))
    return copies[0], copies[1]


def _lacking(dropped: _Copy, kept: _Copy) -> tuple[str, ...]:
    return tuple(line for line in dropped.torn if line not in kept.torn)


def _chained(first: _Copy, second: _Copy, owner: str) -> bytes:
    """Return the first copy with the lines that only the second has chained after it, and a note of the fork."""
    lines = split(second.data)
    head = first.entries[-1].hash
    added = []
    names = {name: entry.identity for entry in second.entries for name in (entry.hash, *entry.was)}
    for entry in second.extra:
        record = decode(lines[entry.line - 1])
        assert record is not None
        named = record["target"].get("line")
        if named in names:
            record["target"] = {**record["target"], "line": names[named]}
        added.append(encode(record, head, (*entry.was, entry.hash)))
        head = line_hash(added[-1])
    own = {entry.identity for entry in second.entries}
    common = [entry for entry in first.entries if entry.identity in own]
    note = record_of(
        act="note",
        actor=owner,
        target={"journal": owner},
        body={
            "state": FORK,
            "after": common[-1].identity if common else "",
            "branches": [first.entries[-1].hash, second.entries[-1].hash],
            "moved": len(added),
        },
        time=max(entry.time for entry in (*first.extra, *second.extra)),
        demonstration=all(entry.demonstration for entry in (*first.extra, *second.extra)),
    )
    added.append(encode(note, head))
    start = first.data if first.data.endswith(b"\n") else first.data + b"\n"
    return start + b"\n".join(added) + b"\n"


def _states(entries: Sequence[JournalEntry]) -> dict[Hashable, Any]:
    """Return all that entries settle, and of those that settle nothing whether they stand."""
    found: dict[Hashable, Any] = dict(settled(entries))
    for entry, standing in zip(entries, effect(entries).standings, strict=True):
        if key_of(entry) is None and entry.act not in ("undo", "redo"):
            found["line", entry.identity] = ("stands", standing == "in force")
    return found


def _touched(copy: _Copy) -> dict[Hashable, JournalEntry]:
    """Return what the lines of a branch speak of, each with the last line on it."""
    lines = {name: entry for entry in copy.entries for name in (entry.hash, *entry.was)}
    found: dict[Hashable, JournalEntry] = {}
    for entry in copy.extra:
        meant = lines.get(str(entry.target.get("line", "")), entry)
        key = key_of(meant)
        found[("line", meant.identity) if key is None else key] = entry
    return found


def _conflicts(one: _Copy, other: _Copy, file: str) -> list[Conflict]:
    first, second = _states(one.entries), _states(other.entries)
    touched, touched_too = _touched(one), _touched(other)
    found = []
    for key, entry in touched.items():
        if key in touched_too and first.get(key) != second.get(key):
            about = _about(key, {line.hash: line for line in (*one.entries, *other.entries)})
            says = (_says(first.get(key)), _says(second.get(key)))
            found.append(Conflict(file, about, entry, touched_too[key], *says))
    return found


def _as_expected(
    content: bytes, owner: str, one: _Copy, other: _Copy, conflicts: Sequence[Conflict], prefer: Prefer
) -> bool:
    """Say whether the joined journal settles everything as the branch does that speaks of it."""
    journal = parse(content, owner, "")
    if journal.problems or {e.identity for e in journal.entries} < {e.identity for e in (*one.entries, *other.entries)}:
        return False
    result, first, second = _states(journal.entries), _states(one.entries), _states(other.entries)
    touched, touched_too = _touched(one), _touched(other)
    for key in {*result, *first, *second}:
        if key[0] == "line" and key not in first and key not in second:  # type: ignore[index]
            continue
        in_second = key in touched_too and (key not in touched or prefer != "first")
        expected = second.get(key) if in_second else first.get(key)
        if result.get(key) != expected:
            return False
    return True


def _unordered(one: _Copy, other: _Copy, file: str) -> Conflict:
    says = "acts that cannot be put one after the other without changing what they mean"
    return Conflict(file, "the order of the branches", one.extra[0], other.extra[0], says, says)


def _about(key: Any, lines: dict[str, JournalEntry]) -> str:
    kind = key[0]
    if kind in ("code", "adjudicate"):
        document, start, end = key[2]
        return f"the code {key[3]} on {document} [{start}, {end})"
    if kind == "line":
        entry = lines.get(key[1])
        return f"the {entry.act if entry else 'line'} {key[1][:12]}"
    return f"{kind} of {key[2]}"


def _says(value: Any) -> str:
    if value is None:
        return "not in force"
    act, body = value
    if act == "stands":
        return "stands" if body else "undone"
    return f"{act} {body}" if body != "{}" else str(act)
