"""What concluding makes."""

from __future__ import annotations

from dataclasses import dataclass

from kelisim.model.phase import Marker
from kelisim.model.protocol import Recommendation


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
