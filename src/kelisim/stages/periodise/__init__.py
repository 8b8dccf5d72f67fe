"""Periodise: what falls into each declared phase, where other divisions differ, and whether the data carry any."""

from __future__ import annotations

from collections.abc import Sequence

from kelisim.model.event import Event
from kelisim.model.periodisation import PeriodisationPlan
from kelisim.model.phase import GovernanceState, Phase
from kelisim.model.protocol import Protocol, RivalPeriodisation
from kelisim.model.results import Claimed, Coded, Periodised
from kelisim.model.series import Series
from kelisim.model.source import Source
from kelisim.stages.periodise.divide import divide
from kelisim.stages.periodise.observe import Evidence
from kelisim.stages.periodise.trial import tests_of


def run(
    *,
    phases: Sequence[Phase],
    rivals: Sequence[RivalPeriodisation],
    events: Sequence[Event],
    governance: Sequence[GovernanceState],
    periodisation: PeriodisationPlan,
    series: Sequence[Series],
    sources: Sequence[Source],
    protocol: Protocol,
    code: Coded,
    claim: Claimed,
) -> Periodised:
    """Return the phases with what is dated in each, defects of the division, its rivals, and the tests of both.

    An event or claim belongs to a phase where its whole period lies in it; what straddles a boundary belongs to none.
    Codings are those of the adjudicated layer where there is one, else those of all coders.
    """
    evidence = Evidence(
        series={one.id: one for one in series},
        claims=claim.claims,
        events=events,
        codings=code.adjudicated or code.codings,
        sources={one.id: one for one in sources},
    )
    tests = tests_of(periodisation, phases, rivals, evidence, protocol.window)
    return divide(phases=phases, rivals=rivals, events=events, governance=governance, claim=claim, tests=tests)
