"""The rules a study declares before it looks at its evidence."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from kelisim.model.coding import Level
from kelisim.model.period import Period
from kelisim.model.scale import Scale

# What independent agreement adds to a row of the matrix, and what contradiction takes from it, in steps of the scale.
SHIFTS = (("corroborated", 1), ("contradicted", -1))
VERDICTS = ("corroborated", "compatible", "dependent", "not comparable", "contradicted", "unchecked")

EstimateDesign = Literal[
    "did",
    "event_study",
    "callaway_santanna",
    "sun_abraham",
    "imputation",
    "etwfe",
    "synthetic_control",
    "synthetic_did",
]
EligibilityKind = Literal["reports", "publisher_kind", "independent_outlets"]


@dataclass(frozen=True, slots=True)
class EligibilityRule:
    """One clause of eligibility: a source that satisfies any clause is retained."""

    id: str
    text: str
    rule: EligibilityKind
    values: tuple[str, ...] = ()
    at_least: int = 2


@dataclass(frozen=True, slots=True)
class CredibilityRule:
    """A rating and the kinds of publisher (and, where given, of content) that earn it; the first match counts."""

    rating: str
    publisher_kind: tuple[str, ...]
    reports: tuple[str, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class CrossCheckRule:
    """Which sections' quantitative claims must be checked, against how many independent series or sources.

    ``tolerance`` is relative to the larger of the two values, 0 for none beyond stated precision. ``rates`` are the
    series by which amounts in one currency are held against amounts in another.
    """

    sections: tuple[str, ...] = ()
    at_least: int = 1
    tolerance: float = 0.0
    providers_named: tuple[str, ...] = ()
    rates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CodingRule:
    """How codings are compared: unit of analysis, coefficient, level, who codes, and the threshold declared.

    ``consensus`` says which codings enter the adjudicated layer without a person's decision: none, those of all coders,
    or those of more than the share ``consensus_share`` of them. ``reads`` lists the languages that a coder reads.
    """

    unit: Literal["sentence", "paragraph", "character"]
    coefficient: str
    level: Level
    coders: tuple[str, ...] = ()
    threshold: float | None = None
    reads: dict[str, tuple[str, ...]] = field(default_factory=dict)
    confidence: float = 0.95
    replicates: int = 1000
    consensus: Literal["none", "unanimous", "majority"] = "none"
    consensus_share: float = 0.5


@dataclass(frozen=True, slots=True)
class Protocol:
    """Eligibility, credibility, cross-check and coding, as declared.

    ``shifts`` says by how many steps of the scale a verdict moves the credibility of a row of the matrix. ``letters``
    maps ratings to the letters of the Admiralty grid; empty where the study does not use it.
    """

    window: Period
    eligibility: tuple[EligibilityRule, ...]
    scale: Scale
    credibility: tuple[CredibilityRule, ...]
    cross_check: CrossCheckRule
    coding: CodingRule
    note: str = ""
    shifts: tuple[tuple[str, int], ...] = SHIFTS
    letters: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class RivalPeriodisation:
    """Another division of the same history, and where it is found."""

    id: str
    name: str
    phases: tuple[tuple[str, str, Period], ...]
    source: str = ""
    section: str = ""


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A declared row of the Data Reliability Matrix, with the rating a reviewed paper printed, if any."""

    id: str
    claim_text: str
    claims: tuple[str, ...] = ()
    evidence_type: str = ""
    sources: tuple[str, ...] = ()
    cross_check: tuple[str, ...] = ()
    reported_rating: str = ""


@dataclass(frozen=True, slots=True)
class Assumption:
    """An assumption of an estimate and what in the study supports or contradicts it."""

    text: str
    supported_by: tuple[str, ...] = ()
    contradicted_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EstimatePlan:
    """A declared estimate: design, indicator, treated and control places, periods, and the numbers it is made from.

    ``inputs`` are claims. Where ``series`` are named the numbers are theirs, ``pre`` and ``post`` are the first and the
    last period used, and ``starts`` holds places that start at another period than ``start``. ``policies`` are those
    whose effect it is, ``reported_p`` the p-value that a text gives with it. ``margins`` are supposed
    errors of the treated places' stated numbers, ``limits`` the range that the outcome can have by its nature.
    """

    id: str
    title: str
    design: EstimateDesign
    indicator: str
    treated: tuple[str, ...]
    controls: tuple[str, ...]
    pre: Period
    post: Period
    start: Period
    inputs: tuple[str, ...] = ()
    baselines: tuple[Period, ...] = ()
    reported_claim: str = ""
    assumptions: tuple[Assumption, ...] = ()
    series: tuple[str, ...] = ()
    starts: dict[str, Period] = field(default_factory=dict)
    margins: tuple[float, ...] = ()
    limits: tuple[float, float] | None = None
    scale: Literal["level", "log", "logit"] = "level"
    anticipation: int = 0
    comparison: str = ""
    same_scale: bool = False
    policies: tuple[str, ...] = ()
    reported_p: str = ""


@dataclass(frozen=True, slots=True)
class Recommendation:
    """What the study advises: who should do what, on which evidence, and which claims and codes speak against it."""

    id: str
    title: str
    actor: str
    action: str
    claims: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    phase: str = ""
    section: str = ""
    measurable_target: str = ""
    status: str = "recommended"
    against: tuple[str, ...] = ()
    against_codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StudyDescription:
    """The title page of a study."""

    title: str
    question: str
    window: Period
    places: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    licence: str = ""
    about: str = ""
    report_title: str = ""
    report_subtitle: str = ""
    abbreviations: tuple[tuple[str, str], ...] = ()
