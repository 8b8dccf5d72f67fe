"""The schema of study.toml, version 1: every key, its type, and what an unknown key should be."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from kelisim.model.event import EventStatus
from kelisim.model.period import Period
from kelisim.model.phase import Degree, GovernanceMode
from kelisim.model.protocol import EligibilityKind

SCHEMA_VERSION = 1
Strings = tuple[str, ...]


def _period(value: Any) -> Any:
    if isinstance(value, Period):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        raise ValueError('a period is a text such as "2014/2017"')
    return Period.parse(value)


PeriodText = Annotated[Period, BeforeValidator(_period)]


class Section(BaseModel):
    """A table of the file; keys it does not know are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class StudySection(Section):
    """[study]: what is studied."""

    title: str
    question: str
    window: PeriodText
    places: Strings = ()
    languages: Strings = ()
    authors: Strings = ()
    licence: str = ""
    about: str = ""


class EligibilitySection(Section):
    """[[protocol.eligibility]]: one clause."""

    id: str
    text: str
    rule: EligibilityKind
    values: Strings = ()
    at_least: int = Field(default=2, ge=1)


class CredibilityRuleSection(Section):
    """[[protocol.credibility.rules]]: a rating and what earns it."""

    rating: str
    publisher_kind: Strings
    reports: Strings = ()
    text: str = ""


class CredibilitySection(Section):
    """[protocol.credibility]: the scale, lowest first, and its rules."""

    scale: Annotated[Strings, Field(min_length=2)]
    rules: tuple[CredibilityRuleSection, ...] = ()


class CrossCheckSection(Section):
    """[protocol.cross_check]: which claims need a cross-check."""

    sections: Strings = ()
    at_least: int = Field(default=1, ge=1)
    tolerance: float = Field(default=0.0, ge=0, lt=1)
    providers_named: Strings = ()


class ProtocolSection(Section):
    """[protocol]: the rules."""

    window_note: str = ""
    eligibility: tuple[EligibilitySection, ...] = ()
    credibility: CredibilitySection = CredibilitySection(scale=("Exploratory", "Medium", "High"))
    cross_check: CrossCheckSection = CrossCheckSection()


class MachineSection(Section):
    """[coding.machine]: the chat endpoint that codes when asked; its key stands in the environment only."""

    base_url: str = ""
    model: str = ""
    key_variable: str = Field(default="KELISIM_MACHINE_KEY", pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")
    batch: int = Field(default=10, ge=1, le=200)
    timeout: float = Field(default=120.0, gt=0, le=3600)
    attempts: int = Field(default=5, ge=1, le=20)
    answers: int = Field(default=2, ge=1, le=10)
    temperature: float | None = Field(default=0.0, ge=0, le=2)
    seed: int | None = None
    json_mode: bool = False
    instructions: str = ""


class CodingSection(Section):
    """[coding]: how codings are compared; the level stands in the codebook."""

    unit: Literal["sentence", "paragraph", "character"]
    coefficient: Literal[
        "percent",
        "scott_pi",
        "cohen_kappa",
        "fleiss_kappa",
        "conger_kappa",
        "brennan_prediger",
        "gwet_ac1",
        "krippendorff_alpha",
    ]
    coders: Strings = ()
    threshold: float | None = None
    confidence: float = Field(default=0.95, gt=0, lt=1)
    replicates: int = Field(default=1000, ge=100, le=100_000)
    consensus: Literal["none", "unanimous", "majority"] = "none"
    consensus_share: float = Field(default=0.5, ge=0.5, lt=1)
    machine: MachineSection = MachineSection()


class IndicatorSection(Section):
    """[[indicators]]: what a number is a number of."""

    id: str
    name: str
    definition: str
    unit: str = ""
    numerator: str = ""
    denominator: str = ""
    bounds: tuple[float, float] | None = None
    aliases: Strings = ()
    series: Strings = ()


class PhaseSection(Section):
    """[[phases]]: a declared phase."""

    id: str
    name: str
    period: PeriodText
    mode: str = ""
    technology: str = ""
    ongoing: bool = False
    claims: Strings = ()
    sources: Strings = ()


class RivalPhaseSection(Section):
    """A phase of a rival periodisation."""

    id: str
    name: str = ""
    period: PeriodText


class RivalSection(Section):
    """[[rival_periodisations]]: another division of the same history."""

    id: str
    name: str
    section: str = ""
    source: str = ""
    phases: tuple[RivalPhaseSection, ...]


class GovernanceSection(Section):
    """[[governance]]: how an exchange was governed over a period."""

    id: str
    actors: str
    period: PeriodText
    modes: Annotated[tuple[GovernanceMode, ...], Field(min_length=1)]
    complexity: Degree | None = None
    codifiability: Degree | None = None
    capability: Degree | None = None
    triggers: Strings = ()
    claims: Strings = ()
    sources: Strings = ()
    reading: str = ""
    note: str = ""


class CellSection(Section):
    """A cell of a marker table."""

    phase: str
    text: str = ""
    claims: Strings = ()
    sources: Strings = ()
    series: str = ""
    status: EventStatus = "achieved"


class MarkerSection(Section):
    """[[markers]]: a row of a marker-by-phase table."""

    table: str
    row: str
    unit: str = ""
    cells: tuple[CellSection, ...] = ()


class MatrixSection(Section):
    """[[reliability_matrix]]: a declared row of the Data Reliability Matrix."""

    id: str
    claim_text: str
    claims: Strings = ()
    evidence_type: str = ""
    sources: Strings = ()
    cross_check: Strings = ()
    reported_rating: str = ""


class AssumptionSection(Section):
    """An assumption of an estimate."""

    text: str
    supported_by: Strings = ()
    contradicted_by: Strings = ()


class EstimateSection(Section):
    """[[estimates]]: a declared estimate."""

    id: str
    title: str
    design: Literal["did"]
    indicator: str
    treated: Annotated[Strings, Field(min_length=1)]
    controls: Annotated[Strings, Field(min_length=1)]
    pre: PeriodText
    post: PeriodText
    start: PeriodText
    inputs: Strings = ()
    baselines: tuple[PeriodText, ...] = ()
    reported_claim: str = ""
    assumptions: tuple[AssumptionSection, ...] = ()


class RecommendationSection(Section):
    """[[recommendations]]: who should do what, on which evidence."""

    id: str
    title: str
    actor: str
    action: str
    claims: Strings = ()
    codes: Strings = ()
    sources: Strings = ()
    phase: str = ""
    section: str = ""
    measurable_target: str = ""
    status: str = "recommended"


class AbbreviationSection(Section):
    """[[abbreviations]]: short and long form."""

    short: str
    long: str


class ReportSection(Section):
    """[report]: title page."""

    title: str = ""
    subtitle: str = ""


class StudyFile(Section):
    """The whole of study.toml."""

    schema_: int = Field(alias="schema")
    study: StudySection
    protocol: ProtocolSection = ProtocolSection()
    coding: CodingSection = CodingSection(unit="sentence", coefficient="cohen_kappa")
    indicators: tuple[IndicatorSection, ...] = ()
    phases: tuple[PhaseSection, ...] = ()
    rival_periodisations: tuple[RivalSection, ...] = ()
    governance: tuple[GovernanceSection, ...] = ()
    markers: tuple[MarkerSection, ...] = ()
    reliability_matrix: tuple[MatrixSection, ...] = ()
    estimates: tuple[EstimateSection, ...] = ()
    recommendations: tuple[RecommendationSection, ...] = ()
    abbreviations: tuple[AbbreviationSection, ...] = ()
    report: ReportSection = ReportSection()
