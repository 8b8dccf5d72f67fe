"""What the stages make: the records that the report, the tables and the checks read.

One class a stage, in the order of the pipeline. All are plain frozen records that travel through JSON unchanged.
"""

from __future__ import annotations

from dataclasses import dataclass

from kelisim.model.results.claims import Claimed, ClaimVerdict, GridRow, IdentityTest, ReliabilityRow, Verdict, Verified
from kelisim.model.results.coding import AgreementRow, Coded
from kelisim.model.results.conclusions import (
    Concluded,
    IndicatorCell,
    IndicatorChange,
    PlanRow,
    RecommendationRow,
    SparseRow,
)
from kelisim.model.results.estimates import AssumptionRow, Estimated, EstimateRow, ProbeRow
from kelisim.model.results.governance import (
    GovernanceRow,
    GovernanceYear,
    Governed,
    LadderStep,
    LadderYear,
    RubricCoverage,
    Transition,
    TransitionTrigger,
    VariableScore,
)
from kelisim.model.results.history import (
    BoundaryTest,
    DivisionTest,
    Periodised,
    PhaseRow,
    PhaseTests,
    SeriesInTest,
    VariedTest,
)
from kelisim.model.results.sources import Collected, CredibilityRating, Rated, RowRating, Screened, ScreeningDecision

__all__ = [
    "AgreementRow",
    "AssumptionRow",
    "BoundaryTest",
    "ClaimVerdict",
    "Claimed",
    "Coded",
    "Collected",
    "Concluded",
    "CredibilityRating",
    "DivisionTest",
    "EstimateRow",
    "Estimated",
    "GovernanceRow",
    "GovernanceYear",
    "Governed",
    "GridRow",
    "IdentityTest",
    "IndicatorCell",
    "IndicatorChange",
    "LadderStep",
    "LadderYear",
    "Periodised",
    "PhaseRow",
    "PhaseTests",
    "PlanRow",
    "ProbeRow",
    "Rated",
    "RecommendationRow",
    "ReliabilityRow",
    "Results",
    "RowRating",
    "RubricCoverage",
    "Screened",
    "ScreeningDecision",
    "SeriesInTest",
    "SparseRow",
    "Transition",
    "TransitionTrigger",
    "VariableScore",
    "VariedTest",
    "Verdict",
    "Verified",
]


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
