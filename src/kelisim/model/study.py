"""A study as read from its folder: everything a person wrote, nothing computed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from kelisim.errors import Problem
from kelisim.model.certainty import QualitativeFinding
from kelisim.model.claim import Claim
from kelisim.model.coding import Codebook
from kelisim.model.event import Event
from kelisim.model.independence import Publisher
from kelisim.model.indicator import Identity, Indicator
from kelisim.model.ladder import Ladder
from kelisim.model.periodisation import PeriodisationPlan
from kelisim.model.phase import GovernanceState, Marker, Phase
from kelisim.model.place import Place
from kelisim.model.plan import PlanLink, Policy, SparseCount
from kelisim.model.protocol import (
    EstimatePlan,
    MatrixRow,
    Protocol,
    Recommendation,
    RivalPeriodisation,
    StudyDescription,
)
from kelisim.model.rubric import Relationship, ScoringRule
from kelisim.model.series import Series
from kelisim.model.source import Source
from kelisim.model.suppression import Suppression


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """One line of a person's journal: an act of judgement on a target, with its place in the file.

    ``hash`` is that of the line; ``was`` holds those it had before branches of a forked journal were joined, the first
    one first.
    """

    actor: str
    act: str
    time: str
    target: dict[str, Any]
    body: dict[str, Any]
    journal: str
    line: int
    demonstration: bool = False
    hash: str = ""
    was: tuple[str, ...] = ()

    @property
    def identity(self) -> str:
        """The hash of the line when it was first written, by which all copies of a journal know it."""
        return self.was[0] if self.was else self.hash


@dataclass(frozen=True, slots=True)
class StudyData:
    """The parts of a study, each in the order of its file.

    ``journal`` holds the acts in force, ``remarks`` what reading noticed and could put up with. ``lines`` says on which
    line of study.toml or codebook.toml a section stands, by "section id" ("phases 1", "codes barrier") or by the
    section alone. No stage reads it, so that moving a section recomputes nothing.
    """

    description: StudyDescription
    protocol: Protocol
    sources: tuple[Source, ...]
    codebook: Codebook
    claims: tuple[Claim, ...]
    events: tuple[Event, ...]
    series: tuple[Series, ...]
    indicators: tuple[Indicator, ...]
    phases: tuple[Phase, ...]
    rivals: tuple[RivalPeriodisation, ...]
    governance: tuple[GovernanceState, ...]
    markers: tuple[Marker, ...]
    matrix: tuple[MatrixRow, ...]
    estimates: tuple[EstimatePlan, ...]
    recommendations: tuple[Recommendation, ...]
    journal: tuple[JournalEntry, ...]
    publishers: tuple[Publisher, ...] = ()
    identities: tuple[Identity, ...] = ()
    qualitative: tuple[QualitativeFinding, ...] = ()
    suppressions: tuple[Suppression, ...] = ()
    lines: dict[str, int] = field(default_factory=dict)
    remarks: tuple[Problem, ...] = ()
    relationships: tuple[Relationship, ...] = ()
    scoring: ScoringRule = field(default_factory=ScoringRule)
    ladders: tuple[Ladder, ...] = ()
    plans: tuple[PlanLink, ...] = ()
    sparse_counts: tuple[SparseCount, ...] = ()
    periodisation: PeriodisationPlan = field(default_factory=PeriodisationPlan)
    policies: tuple[Policy, ...] = ()
    places: tuple[Place, ...] = ()
