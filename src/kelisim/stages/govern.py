"""Govern: the governance of each exchange by period, what the three variables imply, and transitions with triggers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from kelisim.model.event import Event
from kelisim.model.phase import GovernanceMode, GovernanceState
from kelisim.model.results import GovernanceRow, Governed, Transition

# Gereffi, Humphrey and Sturgeon (2005), table 1: complexity, ability to codify, capabilities in the supply base.
TYPOLOGY: dict[tuple[str, str, str], GovernanceMode] = {
    ("low", "high", "high"): "market",
    ("high", "high", "high"): "modular",
    ("high", "low", "high"): "relational",
    ("high", "high", "low"): "captive",
    ("high", "low", "low"): "hierarchy",
}
EXCLUDED = "none: the theory excludes this combination"


def expected_mode(complexity: str | None, codifiability: str | None, capability: str | None) -> str:
    """Return the mode that the three variables imply, "" where one of them is not stated.

    Gereffi, Humphrey and Sturgeon (2005), "The governance of global value chains", table 1. Of the eight combinations
    five are modes; the three others are said to be unlikely to occur or to exclude the supplier from the chain.
    """
    if complexity is None or codifiability is None or capability is None:
        return ""
    return TYPOLOGY.get((complexity, codifiability, capability), EXCLUDED)


def run(*, governance: Sequence[GovernanceState], events: Sequence[Event]) -> Governed:
    """Return the declared states with the mode their variables imply, and the transitions within each reading."""
    dates = {event.id: event for event in events}
    ordered = sorted(governance, key=lambda state: (state.reading, state.period.start or date.min))
    rows = tuple(
        GovernanceRow(
            id=state.id,
            actors=state.actors,
            period=str(state.period),
            modes=state.modes,
            complexity=state.complexity or "",
            codifiability=state.codifiability or "",
            capability=state.capability or "",
            expected=expected_mode(state.complexity, state.codifiability, state.capability),
            triggers=state.triggers,
            claims=state.claims,
            sources=state.sources,
            reading=state.reading,
            note=state.note,
        )
        for state in ordered
    )
    transitions = [
        Transition(
            reading=after.reading,
            before="/".join(before.modes),
            after="/".join(after.modes),
            when=str(after.period).split("/", maxsplit=1)[0],
            triggers=tuple(
                (event.id, event.trigger, _precedes(event, after)) for event in map(dates.__getitem__, after.triggers)
            ),
        )
        for before, after in pairwise(ordered)
        if before.reading == after.reading and before.modes != after.modes
    ]
    return Governed(rows, tuple(transitions))


def _precedes(event: Event, state: GovernanceState) -> bool:
    """Say whether an event had begun by the time the state starts, to the precision of both dates."""
    if event.period.start is None or state.period.start is None:
        # Of "by 2018" nothing is later than a state for certain, unless the state is over by then.
        return event.period.start is None or event.period.start <= (state.period.end or date.max)
    return event.period.start <= state.period.start or (
        state.period.precision in ("year", "span") and event.period.start.year <= state.period.start.year
    )
