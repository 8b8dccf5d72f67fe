"""What classifying the governance makes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class GovernanceRow:
    """Governance of one actor pair in one reading over a period; ``expected`` is what the three variables imply."""

    id: str
    actors: str
    period: str
    modes: tuple[str, ...]
    complexity: str
    codifiability: str
    capability: str
    expected: str
    triggers: tuple[str, ...]
    claims: tuple[str, ...]
    sources: tuple[str, ...]
    reading: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Transition:
    """A change of mode between two successive states of one reading, and each trigger with whether it came before."""

    reading: str
    before: str
    after: str
    when: str
    triggers: tuple[tuple[str, str, bool], ...]


@dataclass(frozen=True, slots=True)
class Governed:
    """States and transitions, in order of time within each reading."""

    states: tuple[GovernanceRow, ...]
    transitions: tuple[Transition, ...]
