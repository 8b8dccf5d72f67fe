"""What estimating makes."""

from __future__ import annotations

from dataclasses import dataclass


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
