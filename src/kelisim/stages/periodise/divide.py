"""What falls into each declared phase, and where other divisions of the same history differ."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from kelisim.model.event import Event
from kelisim.model.period import Period
from kelisim.model.phase import GovernanceState, Phase
from kelisim.model.protocol import RivalPeriodisation
from kelisim.model.results import Claimed, Periodised, PhaseRow, PhaseTests


def divide(
    *,
    phases: Sequence[Phase],
    rivals: Sequence[RivalPeriodisation],
    events: Sequence[Event],
    governance: Sequence[GovernanceState],
    claim: Claimed,
    tests: PhaseTests,
) -> Periodised:
    """Return the phases with the events and claims dated in each, defects of the division, and its rivals.

    An event or claim belongs to a phase where its whole period lies in it; what straddles a boundary belongs to none.
    """
    rows = [
        PhaseRow(
            id=phase.id,
            name=phase.name,
            period=str(phase.period),
            mode=phase.mode,
            technology=phase.technology,
            governance=tuple(dict.fromkeys(m for s in governance if s.period.overlaps(phase.period) for m in s.modes)),
            ongoing=phase.ongoing,
            events=tuple(event.id for event in events if phase.period.contains(event.period)),
            claims=tuple(one.id for one in claim.claims if one.period and phase.period.contains(one.period)),
            sources=phase.sources,
        )
        for phase in phases
    ]
    displaced = []
    for event in events:
        dated = next((phase.id for phase in phases if phase.period.contains(event.period)), "")
        if event.phase and dated != event.phase and not _straddles(event, phases):
            displaced.append((event.id, event.phase, dated))
    return Periodised(tuple(rows), tuple(displaced), _compare(phases, rivals), tuple(_defects(phases)), tests)


def _straddles(event: Event, phases: Sequence[Phase]) -> bool:
    return any(phase.id == event.phase and phase.period.overlaps(event.period) for phase in phases)


def _compare(
    phases: Sequence[Phase], rivals: Sequence[RivalPeriodisation]
) -> tuple[tuple[str, str, str, str, str, bool], ...]:
    declared = {phase.id: phase.period for phase in phases}
    rows = []
    for rival in rivals:
        for identifier, _, period in rival.phases:
            here = declared.get(identifier)
            said = str(here) if here else ""
            rows.append((rival.id, rival.name, identifier, str(period), said, here == period))
    return tuple(rows)


def _defects(phases: Sequence[Phase]) -> list[str]:
    defects = []
    ordered = sorted(phases, key=lambda phase: phase.period.start or date.min)
    for position, after in enumerate(ordered[1:], start=1):
        # The phase that reaches furthest, which need not be the last to start.
        before = max(ordered[:position], key=lambda phase: phase.period.end or date.max)
        if before.period.end is None or after.period.start is None:
            defects.append(f"phase {before.id} has no end before phase {after.id} starts")
            continue
        apart = (after.period.start - before.period.end) / timedelta(days=1)
        if apart < 1:
            defects.append(f"phases {before.id} and {after.id} overlap")
        elif apart > 1:
            between = Period(before.period.end + timedelta(days=1), after.period.start - timedelta(days=1), "span")
            first, _, last = str(between).partition("/")
            missing = first if first == last else str(between)
            defects.append(f"no phase covers {missing}, between phases {before.id} and {after.id}")
    defects.extend(
        f"phase {phase.id} is called ongoing but its period {phase.period} is closed"
        for phase in ordered
        if phase.ongoing and phase.period.end is not None
    )
    return defects
