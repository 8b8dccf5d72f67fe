"""What estimating makes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EstimateRow:
    """One estimated effect, with bounds from its inputs' stated precision.

    Values are in the indicator's unit. ``standard_error`` is None where the data cannot support one; ``why`` says so.
    ``interval_low``, ``interval_high`` and ``p_value`` are what ``inference`` gives, None where it gives none, and
    ``p_floor`` the smallest p-value that randomisation over the places could give;
    where that is above .05, ``controls_needed`` is how many controls would bring it there.
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
    interval_low: float | None = None
    interval_high: float | None = None
    p_value: float | None = None
    p_floor: float | None = None
    inference: str = ""
    n_treated: int = 0
    n_controls: int = 0
    controls_needed: int | None = None


@dataclass(frozen=True, slots=True)
class ProbeRow:
    """What becomes of an estimate when one thing is supposed otherwise.

    ``kind``: margin (inputs off by so much), violation (the share of the earlier pace that erases the effect),
    leave one out, placebo in time, placebo in space, baseline and end, window, period. ``effect`` is None where it
    cannot be computed; ``note`` says why, or what the number is.
    """

    plan: str
    kind: str
    label: str
    effect: float | None
    low: float | None = None
    high: float | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class AssumptionRow:
    """An assumption of an estimate with what in the study and in its own numbers supports and contradicts it."""

    plan: str
    text: str
    supported_by: tuple[str, ...]
    contradicted_by: tuple[str, ...]
    numbers_for: tuple[str, ...] = ()
    numbers_against: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Estimated:
    """Estimates under every baseline, their assumptions, what the numbers say, and what was supposed otherwise."""

    rows: tuple[EstimateRow, ...]
    assumptions: tuple[AssumptionRow, ...]
    remarks: tuple[tuple[str, str], ...] = ()
    probes: tuple[ProbeRow, ...] = ()
