"""The schema of study.toml, version 1: every key, its type, and what an unknown key should be."""

from __future__ import annotations

from pydantic import Field

from kelisim.study.schema.base import Section
from kelisim.study.schema.certainty import QualitativeFindingSection
from kelisim.study.schema.checks import SuppressionSection
from kelisim.study.schema.claims import IdentitySection, IndicatorSection, MatrixSection
from kelisim.study.schema.coding import CodingSection
from kelisim.study.schema.conclusions import (
    MarkerSection,
    PlanSection,
    RecommendationSection,
    SparseCountSection,
)
from kelisim.study.schema.document import AbbreviationSection, ReportSection
from kelisim.study.schema.estimates import EstimateSection, PolicySection
from kelisim.study.schema.governance import GovernanceSection
from kelisim.study.schema.history import PeriodisationSection, PhaseSection, RivalSection
from kelisim.study.schema.protocol import PlaceSection, ProtocolSection, PublisherSection, StudySection
from kelisim.study.schema.scores import LadderSection, RelationshipSection, ScoringSection

SCHEMA_VERSION = 1

__all__ = ["SCHEMA_VERSION", "StudyFile"]


class StudyFile(Section):
    """The whole of study.toml."""

    schema_: int = Field(alias="schema")
    study: StudySection
    protocol: ProtocolSection = ProtocolSection()
    publishers: tuple[PublisherSection, ...] = ()
    places: tuple[PlaceSection, ...] = ()
    coding: CodingSection = CodingSection(unit="sentence", coefficient="cohen_kappa")
    indicators: tuple[IndicatorSection, ...] = ()
    identities: tuple[IdentitySection, ...] = ()
    qualitative_findings: tuple[QualitativeFindingSection, ...] = ()
    phases: tuple[PhaseSection, ...] = ()
    rival_periodisations: tuple[RivalSection, ...] = ()
    periodisation: PeriodisationSection = PeriodisationSection()
    governance: tuple[GovernanceSection, ...] = ()
    relationships: tuple[RelationshipSection, ...] = ()
    scoring: ScoringSection = ScoringSection()
    ladders: tuple[LadderSection, ...] = ()
    markers: tuple[MarkerSection, ...] = ()
    plans: tuple[PlanSection, ...] = ()
    sparse_counts: tuple[SparseCountSection, ...] = ()
    reliability_matrix: tuple[MatrixSection, ...] = ()
    policies: tuple[PolicySection, ...] = ()
    estimates: tuple[EstimateSection, ...] = ()
    recommendations: tuple[RecommendationSection, ...] = ()
    abbreviations: tuple[AbbreviationSection, ...] = ()
    report: ReportSection = ReportSection()
    suppressions: tuple[SuppressionSection, ...] = ()
