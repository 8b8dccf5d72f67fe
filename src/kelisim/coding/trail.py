"""The trail: every line of every journal in the order of time, what became of it, and whether the chains hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from kelisim.errors import Problem, StudyError, UsageError, nearest
from kelisim.model.journal import effect, is_machine
from kelisim.model.study import JournalEntry
from kelisim.stages.code.force import documents_done
from kelisim.study.config import read_study_file
from kelisim.study.journal import ACTS, Journal, read_all
from kelisim.study.layout import Layout

HIDDEN = "hidden until all coders are done"
_TELLING = ("code", "uncode", "memo")


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a journal, and what became of it; ``hidden`` where showing its code would break the blind."""

    entry: JournalEntry
    standing: str
    hidden: bool = False

    def to_dict(self) -> dict[str, Any]:
        """Return the published JSON shape."""
        entry = self.entry
        target = {key: value for key, value in entry.target.items() if key not in ("prefix", "suffix")}
        return {
            "time": entry.time,
            "actor": entry.actor,
            "act": entry.act,
            "target": target,
            "body": {"hidden": HIDDEN} if self.hidden else entry.body,
            "standing": self.standing,
            "file": entry.journal,
            "line": entry.line,
            "hash": entry.hash,
        }


@dataclass(frozen=True, slots=True)
class Trail:
    """The steps asked for, and each journal with what is wrong with it."""

    steps: tuple[Step, ...]
    journals: tuple[Journal, ...]

    @property
    def problems(self) -> list[Problem]:
        """What breaks a chain."""
        return [problem for journal in self.journals for problem in journal.problems]

    def to_dict(self) -> dict[str, Any]:
        """Return the published JSON shape."""
        return {
            "steps": [step.to_dict() for step in self.steps],
            "journals": [
                {
                    "file": journal.file,
                    "lines": len(journal.entries),
                    "head": journal.head,
                    "holds": not journal.problems,
                    "problems": [_plain(problem) for problem in journal.problems],
                    "torn": [_plain(problem) for problem in journal.torn],
                }
                for journal in self.journals
            ],
        }


def _plain(problem: Problem) -> dict[str, Any]:
    return {"code": problem.code, "what": problem.what, "hint": problem.hint, "line": problem.line}


def trail(
    layout: Layout,
    *,
    actors: Sequence[str] = (),
    acts: Sequence[str] = (),
    documents: Sequence[str] = (),
    since: str = "",
) -> Trail:
    """Return the lines by some actors, of some acts, on some documents, since a time; all where nothing is asked.

    Codes on documents that not every declared coder has finished are hidden, unless one actor's trail is asked for.
    Reads journals whose chain is broken too, and says where. Raises ``UsageError`` for unknown words.
    """
    journals = read_all(layout)
    known = {journal.file.removeprefix("journals/").removesuffix(".jsonl") for journal in journals}
    for actor in actors:
        if actor not in known:
            raise UsageError(f"nobody called {actor!r} has a journal", nearest(actor, known))
    for act in acts:
        if act not in ACTS:
            raise UsageError(f"no act is called {act!r}", nearest(act, ACTS))
    start = _time(since)
    closed = _closed(layout, journals, known) if len(actors) != 1 else {}
    steps = []
    for journal in journals:
        standings = effect(journal.entries).standings
        lines = {name: entry for entry in journal.entries for name in (entry.hash, *entry.was)}
        for entry, standing in zip(journal.entries, standings, strict=True):
            about = _documents(entry, lines)
            if (
                (actors and entry.actor not in actors)
                or (acts and entry.act not in acts)
                or (documents and not about & set(documents))
                or entry.time < start
            ):
                continue
            hidden = entry.act in _TELLING and any(closed.get(name, bool(closed)) for name in about)
            steps.append(Step(entry, standing, hidden))
    steps.sort(key=lambda step: (step.entry.time, step.entry.journal, step.entry.line))
    return Trail(tuple(steps), tuple(journals))


def _documents(entry: JournalEntry, lines: Mapping[str, JournalEntry]) -> set[str]:
    """Return the documents an entry is about, following a line that it names."""
    named = lines.get(str(entry.target.get("line", "")))
    target = named.target if named is not None else entry.target
    found = {str(target.get(key)) for key in ("document", "source") if target.get(key)}
    more = entry.body.get("documents")
    return found | ({str(one) for one in more} if isinstance(more, list) else set())


def _closed(layout: Layout, journals: Sequence[Journal], owners: set[str]) -> dict[str, bool]:
    """Return, for each document with a line, whether some coder has not finished it."""
    people = {owner for owner in owners if not is_machine(owner)}
    try:
        coders = set(read_study_file(layout.study, "study.toml")[0].coding.coders) or people
    except StudyError:
        coders = people
    entries = [entry for journal in journals for entry in journal.entries]
    done = documents_done(entries)
    names = {str(entry.target["document"]) for entry in entries if "document" in entry.target}
    return {name: any(name not in done.get(coder, ()) for coder in coders) for name in names}


def _time(since: str) -> str:
    if not since:
        return ""
    try:
        moment = datetime.fromisoformat(since)
    except ValueError:
        raise UsageError(f"{since!r} is no date", "such as 2026-03-01 or 2026-03-01T09:30:00+05:00") from None
    if moment.tzinfo is not None:
        moment = moment.astimezone(UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
