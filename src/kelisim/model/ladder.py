"""Ladders: ordered scales of capability, each rung with what places evidence on it."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Rung:
    """A rung: named events and claims stand on it, and whatever holds one of its words, by language."""

    id: str
    name: str
    events: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    words: dict[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ladder:
    """An ordinal scale, its rungs from the lowest to the highest."""

    id: str
    name: str
    rungs: tuple[Rung, ...]
    note: str = ""
