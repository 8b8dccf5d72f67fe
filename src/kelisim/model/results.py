"""What the stages make: the records that the report, the tables and the checks read.

One class a stage, in the order of the pipeline. All are plain frozen records that travel through JSON unchanged.
"""

from __future__ import annotations

from dataclasses import dataclass

from kelisim.model.claim import Candidate, Claim
from kelisim.model.coding import Coding
from kelisim.model.document import Document
from kelisim.model.phase import Marker
from kelisim.model.protocol import Recommendation


@dataclass(frozen=True, slots=True)
class Collected:
    """Documents read, pairs of near-duplicates (source, source, Jaccard), and each source's provenance roots."""

    documents: tuple[Document, ...]
    duplicates: tuple[tuple[str, str, float], ...]
    roots: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class ScreeningDecision:
    """One source in or out: which clause it satisfied, or why none did; ``by`` is the rule or a person."""

    source: str
    included: bool
    clause: str
    reason: str
    by: str = "rule"


@dataclass(frozen=True, slots=True)
class Screened:
    """Decisions in register order, and the flow as ordered (box, count) pairs."""

    decisions: tuple[ScreeningDecision, ...]
    flow: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class CredibilityRating:
    """A source's rating on the declared scale with the rule that gave it; "" where no rule does."""

    source: str
    rating: str
    reason: str
    by: str = "rule"


@dataclass(frozen=True, slots=True)
class Rated:
    """Ratings in register order."""

    ratings: tuple[CredibilityRating, ...]


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """One coefficient over one set of units; ``value`` is None where it is undefined and ``why`` says so.

    ``by`` is "all", "code", "pair", "document" or "round"; ``key`` which one. ``interval`` names how the bounds were
    made. ``uncoded`` says whether text that nobody coded is counted. ``prevalence`` and ``bias`` are the indices of
    Byrt, Bishop and Carlin (1993) for two coders and one code, None elsewhere.
    """

    by: str
    key: str
    coefficient: str
    value: float | None
    standard_error: float | None
    low: float | None
    high: float | None
    interval: str
    confidence: float
    n_units: int
    n_documents: int
    n_coders: int
    unit: str
    level: str
    why: str = ""
    uncoded: bool = True
    prevalence: float | None = None
    bias: float | None = None


@dataclass(frozen=True, slots=True)
class Coded:
    """Codings in force, agreement rows, confusion counts (code, a, b, n), counts (code, coder, n) and themes.

    ``unanchored`` names the journal lines whose passage is gone, ``mapped`` those whose code a later codebook maps, as
    (line, old code, new code). ``adjudicated`` is the layer that stands beside the coders' own: decisions by a person
    under that person's name, and those of the declared rule under the name "consensus". ``settled`` compares the coders
    once those decisions replace their own, and each of them with the layer.
    """

    codings: tuple[Coding, ...]
    agreement: tuple[AgreementRow, ...]
    confusion: tuple[tuple[str, str, str, int], ...]
    counts: tuple[tuple[str, str, int], ...]
    demonstration: bool
    unanchored: tuple[str, ...] = ()
    mapped: tuple[tuple[str, str, str], ...] = ()
    adjudicated: tuple[Coding, ...] = ()
    settled: tuple[AgreementRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Claimed:
    """Claims with their passages, candidates nobody has confirmed, and documents in a language without a lexicon.

    ``unscanned`` holds (document, language) pairs: no candidates were looked for there.
    """

    claims: tuple[Claim, ...]
    candidates: tuple[Candidate, ...]
    unscanned: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """One comparison of a claim with a series or another claim.

    ``verdict``: corroborated, compatible, contradicted, not comparable or dependent. ``gap`` is in the claim's unit,
    ``gap_steps`` in steps of stated precision. ``arithmetic`` shows what was said, what the other says, and the test.
    """

    claim: str
    against: str
    against_kind: str
    verdict: str
    independent: bool
    arithmetic: str
    gap: float | None = None
    gap_steps: float | None = None
    vintage: str = ""


@dataclass(frozen=True, slots=True)
class ClaimVerdict:
    """The verdict on a claim over all comparisons; "unchecked" where none was possible.

    ``n_independent`` counts origins, not comparisons: a figure and its reprint are one.
    """

    claim: str
    verdict: str
    reason: str
    n_independent: int
    n_comparisons: int


@dataclass(frozen=True, slots=True)
class ReliabilityRow:
    """A row of the Data Reliability Matrix: declared parts, computed verdict and rating, and the printed rating."""

    id: str
    claim_text: str
    claims: tuple[str, ...]
    evidence_type: str
    sources: tuple[str, ...]
    cross_check: tuple[str, ...]
    verdict: str
    rating: str
    rating_reason: str
    reported_rating: str


@dataclass(frozen=True, slots=True)
class Verified:
    """Comparisons, the verdict a claim, and the Data Reliability Matrix."""

    comparisons: tuple[Verdict, ...]
    verdicts: tuple[ClaimVerdict, ...]
    matrix: tuple[ReliabilityRow, ...]


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


@dataclass(frozen=True, slots=True)
class EstimateRow:
    """One difference-in-differences from stated numbers, with bounds from the inputs' stated precision.

    Values are in the indicator's unit. ``standard_error`` is None where the data cannot support one; ``why`` says so.
    """

    plan: str
    baseline: str
    post: str
    treated_pre: float
    treated_post: float
    control_pre: float
    control_post: float
    effect: float
    low: float
    high: float
    standard_error: float | None
    why: str
    inputs: tuple[str, ...]
    role: str


@dataclass(frozen=True, slots=True)
class AssumptionRow:
    """An assumption of an estimate with what supports and contradicts it."""

    plan: str
    text: str
    supported_by: tuple[str, ...]
    contradicted_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Estimated:
    """Every estimate under every declared baseline, the assumptions, and what the numbers say about identification."""

    rows: tuple[EstimateRow, ...]
    assumptions: tuple[AssumptionRow, ...]
    remarks: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class IndicatorCell:
    """An indicator in a phase: the claim or observation values that fall into it, and a trend where two compare."""

    indicator: str
    phase: str
    text: str
    claims: tuple[str, ...]
    series: tuple[str, ...]
    trend: str = ""


@dataclass(frozen=True, slots=True)
class RecommendationRow:
    """A recommendation with its evidence: strength from the verdicts of the claims it rests on, and gaps."""

    recommendation: Recommendation
    strength: str
    supporting: tuple[str, ...]
    contested: tuple[str, ...]
    passages: int
    gap: str = ""


@dataclass(frozen=True, slots=True)
class Concluded:
    """Indicators by phase, declared marker tables, and recommendations tied to evidence."""

    indicators: tuple[IndicatorCell, ...]
    markers: tuple[Marker, ...]
    recommendations: tuple[RecommendationRow, ...]


@dataclass(frozen=True, slots=True)
class Results:
    """What every stage made, in the order of the pipeline."""

    collect: Collected
    screen: Screened
    rate: Rated
    code: Coded
    claim: Claimed
    verify: Verified
    periodise: Periodised
    govern: Governed
    estimate: Estimated
    conclude: Concluded
