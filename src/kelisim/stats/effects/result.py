"""What an estimate comes to: effect, what is known of its error, its path over time, and its assumptions."""

from __future__ import annotations

import html
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kelisim.model.interval import Interval
from kelisim.model.written import bracketed, signed, significant

if TYPE_CHECKING:
    from kelisim.stats.effects.plan import Plan
    from kelisim.stats.effects.probes import Sensitivity, SpecificationCurve


@dataclass(frozen=True, slots=True)
class PeriodEffect:
    """The effect in one period (``event_time`` counted from the start), in the outcome's unit or on its scale.

    ``period`` is None where an event time averages over cohorts. ``treated`` and ``counterfactual`` are the treated
    units' mean and what the design puts in its place; None where the design gives none.
    """

    event_time: int
    effect: float
    period: Any = None
    standard_error: float | None = None
    low: float | None = None
    high: float | None = None
    p_value: float | None = None
    treated: float | None = None
    counterfactual: float | None = None
    bounds: Interval | None = None
    reference: bool = False


@dataclass(frozen=True, slots=True)
class CohortEffect:
    """The effect on the units that started together (``start``) in one period, in the outcome's unit."""

    start: Any
    period: Any
    effect: float
    standard_error: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Assumption:
    """An assumption of a design and what in the numbers speaks for it or against it; empty where nothing does."""

    name: str
    text: str
    supported_by: tuple[str, ...] = ()
    contradicted_by: tuple[str, ...] = ()

    def __str__(self) -> str:
        speaks = [f"for: {one}" for one in self.supported_by] + [f"against: {one}" for one in self.contradicted_by]
        return f"{self.text} {'; '.join(speaks) if speaks else 'nothing in these data speaks to it'}"


@dataclass(frozen=True, slots=True, eq=False)
class Estimate:
    """An estimated effect with everything it must be read with.

    ``effect`` averages over treated units and the periods from the start on, in the outcome's unit (on a log or logit
    scale in its units, with ``effect_on_level`` beside it). ``standard_error``, ``low``, ``high`` and ``p_value`` are
    None where the data cannot support one; ``why`` says so. ``p_floor`` is the smallest p-value that randomisation
    over the units could give. ``by_cohort`` is filled by designs of several starts. ``bounds`` follow from
    interval-valued outcomes. ``inference`` names how p-value and interval were found, ``convention`` how errors were
    clustered.
    """

    design: str
    outcome: str
    effect: float
    standard_error: float | None
    why: str
    low: float | None
    high: float | None
    p_value: float | None
    p_floor: float | None
    inference: str
    convention: str
    confidence: float
    by_period: tuple[PeriodEffect, ...]
    assumptions: tuple[Assumption, ...]
    n_units: int
    n_periods: int
    treated: tuple[Any, ...]
    n_controls: int
    start: tuple[Any, ...]
    by_cohort: tuple[CohortEffect, ...] = ()
    weights: Mapping[Any, float] = field(default_factory=dict)
    bounds: Interval | None = None
    bounds_by: str = ""
    effect_on_level: float | None = None
    room: Interval | None = None
    notes: tuple[str, ...] = ()
    needed: tuple[str, ...] = ()
    plan: Plan | None = field(default=None, repr=False)

    def sensitivity(self) -> Sensitivity:
        """Return what becomes of the estimate without each unit, at false starts, elsewhere and under violations."""
        from kelisim.stats.effects.probes import sensitivity

        return sensitivity(self)

    def specification_curve(self) -> SpecificationCurve:
        """Return the estimate from every baseline and over every window that the panel allows."""
        from kelisim.stats.effects.probes import specification_curve

        return specification_curve(self)

    def __repr__(self) -> str:
        error = "none" if self.standard_error is None else significant(self.standard_error)
        parts = [f"{self.design}: {signed(self.effect, 5)}", f"standard error {error}"]
        if self.low is not None and self.high is not None:
            parts.append(f"{self.confidence:.0%} {bracketed(self.low, self.high)}")
        if self.p_value is not None:
            parts.append(f"p = {self.p_value:.3g}")
        if self.p_floor is not None:
            parts.append(f"smallest attainable p = {self.p_floor:.3g}")
        if self.bounds is not None:
            parts.append(f"bounds {bracketed(self.bounds.low, self.bounds.high)}")
        controls = "1 control" if self.n_controls == 1 else f"{self.n_controls} controls"
        return f"Estimate({'; '.join(parts)}; {len(self.treated)} treated, {controls})"

    def summary(self) -> str:
        """Return the estimate with its path, assumptions and notes, as text."""
        lines = [repr(self)]
        if self.why:
            lines.append(f"  no standard error: {self.why}")
        lines += [f"  {self.inference}; {self.convention}".rstrip("; ")]
        for one in self.by_period:
            label = f"{one.period}" if one.period is not None else f"{one.event_time:+d}"
            error = "" if one.standard_error is None else f" ({significant(one.standard_error)})"
            lines.append(f"  {label}: {signed(one.effect)}{error}{' (reference)' if one.reference else ''}")
        lines += [f"  assumes: {one}" for one in self.assumptions]
        lines += [f"  note: {one}" for one in self.notes]
        lines += [f"  would settle it: {one}" for one in self.needed]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td>{html.escape(str(one.period if one.period is not None else one.event_time))}</td>"
            f"<td>{signed(one.effect)}</td>"
            f"<td>{'' if one.standard_error is None else significant(one.standard_error)}</td></tr>"
            for one in self.by_period
        )
        assumed = "".join(f"<li>{html.escape(str(one))}</li>" for one in self.assumptions)
        noted = "".join(f"<li>{html.escape(one)}</li>" for one in (*self.notes, *self.needed))
        return (
            f"<p>{html.escape(repr(self))}</p><p>{html.escape(self.why)}</p><table><thead><tr>"
            '<th scope="col">period</th><th scope="col">effect</th><th scope="col">standard error</th></tr></thead>'
            f"<tbody>{rows}</tbody></table><p>Assumptions</p><ul>{assumed}</ul><p>Notes</p><ul>{noted}</ul>"
        )
