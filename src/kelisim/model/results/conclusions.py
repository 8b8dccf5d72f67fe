"""What concluding makes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from kelisim.model.phase import Marker
from kelisim.model.protocol import Recommendation

Direction = Literal["rise", "fall", "undecided"]
PlanVerdict = Literal["kept", "partly", "missed", "overdue", "not yet due", "unknown"]
Presence = Literal["present", "absent", "absent where counted", "not counted"]


@dataclass(frozen=True, slots=True)
class IndicatorCell:
    """An indicator in a phase: what claims state and series show, what was only planned, and the trend within it.

    ``trend`` is "rise", "fall" or "undecided" where every comparable pair of dated values says so, "mixed" where they
    differ, "" where there is no pair; ``pairs`` tells each. ``planned`` are claims about plans, kept out of ``text``,
    ``claims`` and the trend.
    """

    indicator: str
    phase: str
    text: str
    claims: tuple[str, ...]
    series: tuple[str, ...]
    trend: str = ""
    planned: tuple[str, ...] = ()
    pairs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IndicatorChange:
    """A change between two phases: the first and last dated value of one subject, place and unit.

    ``low`` and ``high`` bound the difference, last less first, to the precision of both.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = {"ser_json_inf_nan": "constants"}

    indicator: str
    subject: str
    place: str
    unit: str
    first_phase: str
    last_phase: str
    first: str
    first_period: str
    last: str
    last_period: str
    low: float
    high: float
    direction: Direction


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A plan and what became of it by the end of the study.

    ``id`` names the claim, or the event without a claim of its own, that tells the plan. ``due`` is its last day, ""
    where none is told. ``outcomes`` are the claims and events taken for its outcome, ``linked`` those of them that a
    person named. ``share`` bounds how much of the target was reached, None where there is no number.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = {"ser_json_inf_nan": "constants"}

    id: str
    kind: Literal["claim", "event"]
    status: Literal["planned", "under way"]
    what: str
    indicator: str
    place: str
    target: str
    due: str
    verdict: PlanVerdict
    reason: str
    outcomes: tuple[str, ...] = ()
    linked: tuple[str, ...] = ()
    share: tuple[float, float] | None = None
    event: str = ""


@dataclass(frozen=True, slots=True)
class SparseRow:
    """A sparse count in a phase: the count, or its bounds where small counts are masked, and the exact interval.

    ``years`` is how long was counted, ``of_years`` how long the phase lasts; rates are a year. ``p_low`` and ``p_high``
    bound the p-value of the comparison with the phase ``against``, over what masked counts may be.
    """

    id: str
    phase: str
    presence: Presence
    count_low: int
    count_high: int
    masked: int
    years: float
    of_years: float
    rate_low: float | None
    rate_high: float | None
    confidence: float
    query: str
    against: str = ""
    p_low: float | None = None
    p_high: float | None = None
    p_floor: float | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class RecommendationRow:
    """A recommendation with its evidence: strength from the verdicts of the claims it rests on, and gaps.

    ``phases`` are those in which its claims are dated, ``themes`` those that its codes feed. ``counter`` are the claims
    that contradict those it rests on or are named against it, ``counter_passages`` the passages under codes named
    against it. ``independent`` counts its claims with a check of another origin, ``coders`` who marked its passages.
    """

    recommendation: Recommendation
    strength: str
    supporting: tuple[str, ...]
    contested: tuple[str, ...]
    passages: int
    gap: str = ""
    phases: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    counter: tuple[str, ...] = ()
    counter_passages: int = 0
    independent: int = 0
    coders: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Concluded:
    """Indicators by phase, marker tables, advice tied to evidence, plans with their outcomes, and sparse counts.

    ``study_end`` is the day up to which plans are judged.
    """

    indicators: tuple[IndicatorCell, ...]
    markers: tuple[Marker, ...]
    recommendations: tuple[RecommendationRow, ...]
    changes: tuple[IndicatorChange, ...] = ()
    plans: tuple[PlanRow, ...] = ()
    counts: tuple[SparseRow, ...] = ()
    study_end: str = ""
