"""Undo and redo: a further line that takes a person's last act out of force, or puts it back."""

from __future__ import annotations

from kelisim.errors import StudyError, UsageError
from kelisim.model.journal import BLIND_BROKEN, effect
from kelisim.model.study import JournalEntry
from kelisim.study.journal import append, journal_path, read_journal
from kelisim.study.layout import Layout

_STEERING = ("undo", "redo")


def undo(layout: Layout, actor: str) -> JournalEntry:
    """Undo a person's latest act that is not undone yet and return it; raises ``UsageError`` where there is none."""
    entries, standings = _read(layout, actor)
    for entry, standing in zip(reversed(entries), reversed(standings), strict=True):
        if entry.act in _STEERING or standing == "undone" or entry.body.get("state") == BLIND_BROKEN:
            continue
        _steer(layout, "undo", entry)
        return entry
    raise UsageError(f"there is nothing to undo in the journal of {actor}", "every act is undone already")


def redo(layout: Layout, actor: str) -> JournalEntry:
    """Put back what a person undid last and return it; raises ``UsageError`` where another act has come since."""
    entries, _ = _read(layout, actor)
    undone: list[str] = []
    for entry in entries:
        named = str(entry.target.get("line", ""))
        if entry.act == "undo":
            undone.append(named)
        elif entry.act == "redo":
            if named in undone:
                undone.remove(named)
        else:
            undone.clear()
    for entry in entries:
        if undone and undone[-1] in (entry.hash, *entry.was):
            _steer(layout, "redo", entry)
            return entry
    raise UsageError(f"there is nothing to redo in the journal of {actor}", "only what was undone last can be put back")


def _read(layout: Layout, actor: str) -> tuple[list[JournalEntry], list[str]]:
    path = journal_path(layout, actor)
    if not path.exists():
        raise UsageError(f"{actor} has no journal", "nothing was written yet")
    journal = read_journal(path, f"journals/{path.name}")
    if journal.problems:
        raise StudyError(journal.problems)
    return journal.entries, list(effect(journal.entries).standings)


def _steer(layout: Layout, act: str, entry: JournalEntry) -> None:
    append(journal_path(layout, entry.actor), act=act, actor=entry.actor, target={"line": entry.identity})
