"""Govern: the governance of each exchange by period, what the evidence implies, and transitions with triggers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kelisim.model.coding import Codebook
from kelisim.model.event import Event
from kelisim.model.ladder import Ladder
from kelisim.model.period import Period
from kelisim.model.phase import GovernanceState
from kelisim.model.protocol import StudyDescription
from kelisim.model.results import Claimed, Coded, Collected, GovernanceRow, Governed, LadderStep, LadderYear
from kelisim.model.rubric import Relationship, ScoringRule
from kelisim.stages.govern.dating import Pairs
from kelisim.stages.govern.evidence import gather
from kelisim.stages.govern.ladder import climb, place_on_ladder
from kelisim.stages.govern.scores import scores
from kelisim.stages.govern.transitions import computed_transitions, declared_transitions, precedence
from kelisim.stages.govern.typology import EXCLUDED, TYPOLOGY, expected_mode, modes_by_tie, possible_modes
from kelisim.stages.govern.years import years_by_mode

__all__ = ["EXCLUDED", "TYPOLOGY", "expected_mode", "modes_by_tie", "possible_modes", "precedence", "run"]


def run(
    *,
    description: StudyDescription,
    codebook: Codebook,
    governance: Sequence[GovernanceState],
    events: Sequence[Event],
    relationships: Sequence[Relationship],
    scoring: ScoringRule,
    ladders: Sequence[Ladder],
    collect: Collected,
    code: Coded,
    claim: Claimed,
) -> Governed:
    """Return the declared states and transitions, and what the rubric's evidence and the ladders show by year.

    The declared reading and the computed one stand side by side; neither corrects the other. Without a rubric nothing
    is scored, and without ladders nothing is placed on one.
    """
    ordered = sorted(governance, key=lambda state: (state.reading, state.period.start or date.min))
    by_id = {event.id: event for event in events}
    pairs = Pairs(relationships)
    window = description.window
    found = []
    years = []
    coverage = None
    if codebook.rubric:
        evidence, coverage = gather(
            rubric=codebook.rubric,
            code=code,
            events=events,
            claims=claim.claims,
            documents={one.source: one for one in collect.documents},
            pairs=pairs,
            window=window,
        )
        spoken = [year for one in evidence for year in one.years]
        found = list(scores(evidence, pairs.names, _span(window, spoken), scoring))
        years = list(years_by_mode(found, ordered, pairs))
    steps: list[LadderStep] = []
    climbed: list[LadderYear] = []
    for ladder in ladders:
        own = list(place_on_ladder(ladder, events, claim.claims, pairs))
        steps += own
        climbed += climb(ladder, own, window)
    return Governed(
        states=tuple(_row(state) for state in ordered),
        transitions=(
            *declared_transitions(ordered, by_id),
            *computed_transitions(years, found, events, pairs, scoring.lookback),
        ),
        scores=tuple(found),
        years=tuple(years),
        coverage=coverage,
        steps=tuple(steps),
        ladders=tuple(climbed),
    )


def _span(window: Period, years: Sequence[int]) -> range:
    """Return the years of the window, an open side closed by the evidence."""
    first = window.start.year if window.start else min(years, default=1)
    last = window.end.year if window.end else max(years, default=0)
    return range(first, last + 1)


def _row(state: GovernanceState) -> GovernanceRow:
    return GovernanceRow(
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
