"""How a study's phases are to be tested: which series take part, and by which rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

SeriesOrigin = Literal["series", "claims", "events", "codes"]
SeriesKind = Literal["gaussian", "share", "count"]
TimeUnit = Literal["year", "quarter", "month"]


@dataclass(frozen=True, slots=True)
class PhaseSeries:
    """One series that phases are held against.

    ``of`` says what it is made of: a statistical ``series`` at a ``place``; the ``claims`` on an ``indicator`` at a
    place, as intervals; ``events`` that happened, counted, of the kinds in ``triggers`` or of all; or passages under a
    ``code``, counted by the date of their source. ``whole`` is 1 or 100 for a share.
    """

    id: str
    of: SeriesOrigin
    kind: SeriesKind
    name: str = ""
    series: str = ""
    indicator: str = ""
    place: str = ""
    triggers: tuple[str, ...] = ()
    code: str = ""
    whole: float | None = None


@dataclass(frozen=True, slots=True)
class PeriodisationPlan:
    """The test of declared phases: its series, the unit of time, the least length of a phase, and its null."""

    series: tuple[PhaseSeries, ...] = ()
    unit: TimeUnit = "year"
    minimum_length: int = 2
    null: Literal["trend", "level"] = "trend"
    draws: int = 999
    samples: int = 10
    level: float = 0.05
