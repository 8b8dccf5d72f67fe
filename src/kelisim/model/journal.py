"""What is in force in a journal: the one reading of undo, redo, taking back and stating anew."""

from __future__ import annotations

import json
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from kelisim.model.study import JournalEntry

# What became of a line: it counts; a later line of the same person says otherwise; it was undone; it steers others.
Standing = Literal["in force", "superseded", "taken back", "undone", "done", "without effect"]
# Acts of which the last on the same target counts; the others add up.
_LAST_COUNTS = {"code", "screen", "rate", "adjudicate", "confirm", "reject"}
_STATES = ("done", "open")
BLIND_BROKEN = "blind broken"


@dataclass(frozen=True, slots=True)
class Effect:
    """The entries in force in the order of their lines, and what became of every line, by the position given."""

    entries: tuple[JournalEntry, ...]
    standings: tuple[Standing, ...]


def effect(entries: Iterable[JournalEntry]) -> Effect:
    """Return what journals amount to: the one function that decides which acts count.

    Each person's lines are read in order. ``undo`` names the hash of one of the person's own earlier lines
    (``target.line``) and takes it out of force; ``redo`` puts it back. ``uncode`` takes back the same person's coding
    of the same span under the same code, or the line it names. Of two acts of one person on one target the later
    counts, memos and plain notes add up, and a note that the blind was broken cannot be undone. An act that meets
    nothing to act on is without effect.
    """
    lines = list(entries)
    standings: list[Standing] = ["in force"] * len(lines)
    undone = _undone(lines, standings)
    holder: dict[Hashable, int] = {}
    by_hash: dict[tuple[str, str], int] = {}
    for position, entry in enumerate(lines):
        if entry.act in ("undo", "redo"):
            continue
        if position in undone:
            standings[position] = "undone"
            continue
        if entry.act == "uncode":
            taken = _taken_back(entry, lines, holder, by_hash)
            standings[position] = "without effect" if taken is None else "done"
            if taken is not None:
                standings[taken] = "taken back"
                del holder[key_of(lines[taken])]
            continue
        key = key_of(entry)
        if key is None:
            continue
        if key in holder:
            standings[holder[key]] = "superseded"
        holder[key] = position
        if entry.act == "code":
            for name in (entry.hash, *entry.was):
                by_hash[entry.actor, name] = position
    kept = tuple(entry for entry, standing in zip(lines, standings, strict=True) if standing == "in force")
    return Effect(kept, tuple(standings))


def in_force(entries: Iterable[JournalEntry]) -> tuple[JournalEntry, ...]:
    """Return the entries that count, without those that only steer others."""
    return effect(entries).entries


def key_of(entry: JournalEntry) -> Hashable | None:
    """Return what an act settles, None where it settles nothing and adds to what is there.

    Two acts with the same key speak of the same thing, so that only the later can count.
    """
    if entry.act in ("code", "uncode", "adjudicate"):
        target = entry.target
        span = (str(target.get("document")), *_span(target))
        kind = "adjudicate" if entry.act == "adjudicate" else "code"
        return kind, entry.actor, span, str(entry.body.get("code", ""))
    if entry.act == "note":
        state = entry.body.get("state")
        return ("state", entry.actor, _plain(entry.target)) if state in _STATES else None
    if entry.act in _LAST_COUNTS:
        kind = "confirm" if entry.act == "reject" else entry.act
        return kind, entry.actor, _plain(entry.target.get("source", entry.target))
    return None


def _span(target: Mapping[str, Any]) -> tuple[str, ...]:
    start, end = target.get("start"), target.get("end")
    if start is not None and end is not None:
        return str(start), str(end)
    # Without both offsets only the quote with its context tells one passage from another.
    return ("quoted", *(str(target.get(part, "")) for part in ("start", "quote", "prefix", "suffix")))


def settled(entries: Iterable[JournalEntry]) -> dict[Hashable, Any]:
    """Return what the entries in force settle: for each key the act and what it says."""
    found = {}
    for entry in in_force(entries):
        key = key_of(entry)
        if key is not None:
            found[key] = (entry.act, _plain(entry.body))
    return found


def _plain(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)


def _undone(lines: list[JournalEntry], standings: list[Standing]) -> set[int]:
    """Return the positions of the lines that are undone at the end, marking each undo and redo as it takes effect."""
    if not any(entry.act in ("undo", "redo") for entry in lines):
        return set()
    places: dict[tuple[str, str], int] = {}
    undone: set[int] = set()
    for position, entry in enumerate(lines):
        if entry.act in ("undo", "redo"):
            place = places.get((entry.actor, str(entry.target.get("line", ""))))
            meets = place is not None and (place in undone) == (entry.act == "redo")
            standings[position] = "done" if meets else "without effect"
            if place is not None and meets:
                (undone.add if entry.act == "undo" else undone.remove)(place)
            continue
        if entry.act == "note" and entry.body.get("state") == BLIND_BROKEN:
            continue
        for name in (entry.hash, *entry.was):
            if name:
                places[entry.actor, name] = position
    return undone


def _taken_back(
    entry: JournalEntry,
    lines: list[JournalEntry],
    holder: dict[Hashable, int],
    by_hash: dict[tuple[str, str], int],
) -> int | None:
    """Return the position of the coding that an entry takes back, None where none is in force."""
    named = entry.target.get("line")
    if named is None:
        return holder.get(key_of(entry))
    place = by_hash.get((entry.actor, str(named)))
    return place if place is not None and holder.get(key_of(lines[place])) == place else None


def is_machine(actor: str) -> bool:
    """Say whether an actor is a machine coder: its journal's name begins with "machine-".

    A machine coder is measured like any other and never decides: it enters no consensus and adjudicates nothing.
    """
    return actor == "machine" or actor.startswith("machine-")
