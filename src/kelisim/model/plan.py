"""Plans with what became of them, and counts so sparse that only exact intervals fit."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PlanLink:
    """A claim or event that tells a plan, and the claims or events that a person takes for its outcome."""

    plan: str
    outcomes: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class SparseCount:
    """A marker of presence or absence: a count of few events a year, from a series or not yet counted.

    ``query`` is how it is, or would be, counted. A provider that hides small counts prints none below
    ``masked_below``; 0 where it hides none.
    """

    id: str
    name: str
    indicator: str = ""
    series: str = ""
    place: str = ""
    query: str = ""
    masked_below: int = 0
    confidence: float = 0.95
    note: str = ""
