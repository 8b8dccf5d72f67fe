"""What collecting, screening and rating make."""

from __future__ import annotations

from dataclasses import dataclass

from kelisim.model.document import Document


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
