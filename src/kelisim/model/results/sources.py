"""What collecting, screening and rating make."""

from __future__ import annotations

from dataclasses import dataclass

from kelisim.model.document import Document
from kelisim.model.independence import Quotation, Tie


@dataclass(frozen=True, slots=True)
class Collected:
    """Documents read, pairs of near-duplicates (source, source, Jaccard), and what each source goes back to.

    ``ties`` are the steps of the graph of independence and ``quotations`` the places in documents that gave some of
    them. ``roots`` holds the heads that each source goes back to along them: two sources are independent where they
    share none.
    """

    documents: tuple[Document, ...]
    duplicates: tuple[tuple[str, str, float], ...]
    roots: dict[str, tuple[str, ...]]
    ties: tuple[Tie, ...] = ()
    quotations: tuple[Quotation, ...] = ()


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
class RowRating:
    """A person's rating of a row of the Data Reliability Matrix, with the reason and the line of the journal."""

    row: str
    rating: str
    reason: str
    by: str
    file: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Rated:
    """Ratings in register order, and the ratings that persons gave to rows of the Data Reliability Matrix."""

    ratings: tuple[CredibilityRating, ...]
    rows: tuple[RowRating, ...] = ()
