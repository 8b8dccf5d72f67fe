"""What claiming and verifying make."""

from __future__ import annotations

from dataclasses import dataclass

from kelisim.model.claim import Candidate, Claim
from kelisim.model.interval import Interval


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
    """One comparison of a claim with a series, another claim, or an identity (``against_kind``).

    ``verdict``: corroborated, compatible, contradicted, not comparable or dependent. ``gap`` is in the claim's unit,
    ``gap_steps`` in steps of stated precision. ``arithmetic`` shows what was said, what the other says, and the test.
    ``joined`` says how the two depend on each other ("both quote AKAB"), "" where they are independent.
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
    joined: str = ""


@dataclass(frozen=True, slots=True)
class ClaimVerdict:
    """The verdict on a claim over all comparisons; "unchecked" where none was possible.

    ``n_independent`` counts origins, not comparisons: a figure and its reprint are one. ``n_agreeing`` counts those of
    them that corroborate the claim or are compatible with it.
    """

    claim: str
    verdict: str
    reason: str
    n_independent: int
    n_comparisons: int
    n_agreeing: int = 0


@dataclass(frozen=True, slots=True)
class IdentityTest:
    """One test of an identity: whether what is stated for its left side (``stated``, a claim or series) agrees.

    ``said`` is that number in the unit of its indicator, ``derived`` what the parts (``used``) give, as intervals.
    ``verdict`` is "agrees" or "contradicted".
    """

    identity: str
    place: str
    period: str
    stated: str
    used: tuple[str, ...]
    verdict: str
    said: Interval
    derived: Interval
    gap: float
    arithmetic: str


@dataclass(frozen=True, slots=True)
class ReliabilityRow:
    """A row of the Data Reliability Matrix: declared parts, computed verdict and rating, and the printed rating.

    ``rating`` is that of its best-rated primary source. ``credibility`` is what the protocol proposes for the row from
    that, the independence of what it was held against, and the verdict, or what a person (``credibility_by``) says
    instead. ``grade`` is that of the Admiralty grid, "" where the study does not declare it.
    """

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
    credibility: str = ""
    credibility_reason: str = ""
    credibility_by: str = "rule"
    grade: str = ""


@dataclass(frozen=True, slots=True)
class GridRow:
    """A claim on the Admiralty grid: the letter of the source it rests on, the digit of its verdict, and why."""

    claim: str
    source: str
    letter: str
    digit: int
    reason: str


@dataclass(frozen=True, slots=True)
class Verified:
    """Comparisons, the verdict a claim, the Data Reliability Matrix, tests of identities, and the Admiralty grid."""

    comparisons: tuple[Verdict, ...]
    verdicts: tuple[ClaimVerdict, ...]
    matrix: tuple[ReliabilityRow, ...]
    identities: tuple[IdentityTest, ...] = ()
    grid: tuple[GridRow, ...] = ()
