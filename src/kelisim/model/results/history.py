"""What periodising makes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PhaseRow:
    """A phase with what falls into it by date: events by trigger, claims, and mean change of the tracked series."""

    id: str
    name: str
    period: str
    mode: str
    technology: str
    governance: tuple[str, ...]
    ongoing: bool
    events: tuple[str, ...]
    claims: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Periodised:
    """Phases, events told in another phase than their date's (event, told, dated), and rival periodisations.

    A rival row is (rival id, name, phase id, period as declared there, declared period here, agrees).
    """

    phases: tuple[PhaseRow, ...]
    displaced: tuple[tuple[str, str, str], ...]
    rivals: tuple[tuple[str, str, str, str, str, bool], ...]
    defects: tuple[str, ...] = ()
