"""Estimates from series: a panel of places and periods, and the design that a plan declares."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from kelisim.errors import DataError, Problem, StudyError, UsageError
from kelisim.model.event import Event
from kelisim.model.period import Period
from kelisim.model.protocol import EstimatePlan
from kelisim.model.results import AssumptionRow, EstimateRow, ProbeRow
from kelisim.model.series import Series
from kelisim.model.written import signed
from kelisim.stats.effects.assignment import controls_missing
from kelisim.stats.effects.effect import effect
from kelisim.stats.effects.names import DIFFERENCES, STAGGERED
from kelisim.stats.effects.probes import Sensitivity, SpecificationCurve
from kelisim.stats.effects.result import Estimate


@dataclass(frozen=True, slots=True)
class Made:
    """What a plan on series comes to."""

    rows: tuple[EstimateRow, ...]
    assumptions: tuple[AssumptionRow, ...]
    probes: tuple[ProbeRow, ...]
    remarks: list[str]


def estimate(plan: EstimatePlan, series: Sequence[Series], treated_controls: Mapping[str, Event]) -> Made:
    """Return the estimate of a plan from the series it names; raise ``StudyError`` where they give no panel."""
    frame = _frame(plan, series)
    others = {
        place: _label(event.period, frame["period"])
        for place, event in treated_controls.items()
        if place in frame["place"]
    }
    main = _estimated(plan, frame, others, None)
    rows = [_row(plan, main, None)]
    if plan.design in DIFFERENCES:
        for baseline in plan.baselines:
            rows.append(_row(plan, _estimated(plan, frame, others, str(baseline)), str(baseline)))
    assumptions = tuple(
        AssumptionRow(plan.id, one.text, (), (), one.supported_by, one.contradicted_by) for one in main.assumptions
    )
    tried, curve = main.sensitivity(), main.specification_curve()
    return Made(tuple(rows), assumptions, tuple(_probes(plan, main, tried, curve)), _remarks(main, tried, curve))


def _frame(plan: EstimatePlan, series: Sequence[Series]) -> dict[str, list[Any]]:
    named = [one for one in series if one.id in plan.series] if plan.series else []
    if not named:
        hint = 'series = ["id"], with a value a place and period'
        what = f"estimate {plan.id}: design {plan.design} is computed from series, and none is named"
        raise StudyError(Problem("estimate", what, hint, "study.toml", section=f"estimates {plan.id}"))
    places = {*plan.treated, *plan.controls}
    frame: dict[str, list[Any]] = {name: [] for name in ("place", "period", "value", "low", "high", "first")}
    for one in named:
        for seen in one.observations:
            if seen.place not in places or seen.value is None or not _within(seen.period, plan):
                continue
            half = (one.step or 0.0) / 2
            start = plan.starts.get(seen.place, plan.start) if seen.place in plan.treated else None
            frame["place"].append(seen.place)
            frame["period"].append(str(seen.period))
            frame["value"].append(seen.value)
            frame["low"].append(seen.value - half)
            frame["high"].append(seen.value + half)
            frame["first"].append(None if start is None else str(start))
    missing = [place for place in (*plan.treated, *plan.controls) if place not in frame["place"]]
    if missing:
        what = f"estimate {plan.id}: no observation of {', '.join(plan.series)} for {', '.join(missing)}"
        hint = f"name series that cover {plan.pre} to {plan.post} in every treated and control place"
        raise StudyError(Problem("estimate", what, hint, "study.toml", section=f"estimates {plan.id}"))
    return frame


def _within(period: Period, plan: EstimatePlan) -> bool:
    return (
        period.end is not None
        and period.start is not None
        and (plan.pre.start is None or period.start >= plan.pre.start)
        and (plan.post.end is None or period.end <= plan.post.end)
    )


def _label(period: Period, written: Sequence[str]) -> str:
    """Return the first period of the panel that ends on or after a period's beginning."""
    begins = period.start or period.end
    later = [one for one in sorted(set(written)) if begins and (Period.parse(one).end or begins) >= begins]
    return later[0] if later else str(period)


def _estimated(
    plan: EstimatePlan, frame: Mapping[str, list[Any]], others: Mapping[str, str], baseline: str | None
) -> Estimate:
    known: dict[str, Any] = {"comparison": plan.comparison or None}
    bounded = plan.scale == "level"
    try:
        return effect(
            dict(frame),
            outcome="value",
            unit="place",
            period="period",
            start="first",
            design=plan.design,
            baseline=baseline,
            anticipation=plan.anticipation,
            limits=plan.limits,
            scale=plan.scale,
            interval=("low", "high") if bounded and frame["low"] != frame["high"] else None,
            other_treatments=others,
            same_scale=plan.same_scale,
            unbalanced="keep" if plan.design in STAGGERED else "drop_units",
            **known,
        )
    except (DataError, UsageError) as error:
        problems = [
            Problem(
                "estimate",
                f"estimate {plan.id}: {one.what}",
                one.hint.replace("pass same_scale=True", "declare same_scale = true"),
                "study.toml",
                section=f"estimates {plan.id}",
            )
            for one in error.problems
        ]
        raise StudyError(problems) from error


def _row(plan: EstimatePlan, made: Estimate, baseline: str | None) -> EstimateRow:
    assert made.plan is not None
    panel = made.plan.panel
    start = panel.cohorts[0]
    before = list(made.plan.baseline or range(start))
    after = list(range(start, panel.n_periods))
    value = made.effect if made.effect_on_level is None else made.effect_on_level
    bounds = made.bounds
    levels = panel.outcome if made.effect_on_level is None else np.full(panel.outcome.shape, math.nan)
    own, others = levels[panel.treated], levels[~panel.treated]
    return EstimateRow(
        plan=plan.id,
        baseline=baseline or str(plan.pre),
        post=str(plan.post),
        treated_pre=_mean(own[:, before]),
        treated_post=_mean(own[:, after]),
        control_pre=_mean(others[:, before]),
        control_post=_mean(others[:, after]),
        effect=value,
        low=bounds.low if bounds else value,
        high=bounds.high if bounds else value,
        standard_error=made.standard_error,
        why=made.why,
        inputs=plan.series,
        role="as declared" if baseline is None else "alternative",
        interval_low=made.low,
        interval_high=made.high,
        p_value=made.p_value,
        p_floor=made.p_floor,
        inference="; ".join(one for one in (made.inference, made.convention) if one),
        n_treated=len(made.treated),
        n_controls=made.n_controls,
        controls_needed=None if made.p_floor is None else controls_missing(len(made.treated), made.p_floor),
    )


def _mean(values: Any) -> float:
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else 0.0


def _probes(plan: EstimatePlan, made: Estimate, tried: Sensitivity, curve: SpecificationCurve) -> list[ProbeRow]:
    found = [
        ProbeRow(
            plan.id,
            "period",
            str(one.period if one.period is not None else f"{one.event_time:+d}"),
            one.effect,
            one.low,
            one.high,
        )
        for one in made.by_period
    ]
    by_hand = tried.violations.by_hand if tried.violations else None
    if by_hand is not None:
        found.extend(
            ProbeRow(
                plan.id,
                "violation",
                str(one.period),
                one.breakdown if math.isfinite(one.breakdown) else None,
                note=said,
            )
            for one, said in zip(by_hand.effects, by_hand.statements, strict=True)
        )
    for one in (*tried.leave_one_out, *tried.placebo_in_time, *tried.placebo_in_space, *curve.rows):
        found.append(ProbeRow(plan.id, one.kind, one.label, one.effect, note=one.why))
    return found


def _remarks(made: Estimate, tried: Sensitivity, curve: SpecificationCurve) -> list[str]:
    found = [*made.notes, *made.needed]
    if "no variance" in made.why:
        found.insert(
            0, "the controls do not vary, so the estimate is the treated place's own change, whatever caused it"
        )
    if made.effect_on_level is not None:
        found.append(f"estimated as {signed(made.effect)} on another scale and brought back to the outcome's own unit")
    span = tried.leave_one_out_range
    if span:
        found.append(f"without any one place the estimate lies between {signed(span[0])} and {signed(span[1])}")
    if tried.space_p_value is not None:
        found.append(
            f"put on each control in turn, the share of places with as large an effect is {tried.space_p_value:.3g}"
        )
    if tried.violations:
        both = (tried.violations.relative_magnitude, tried.violations.smoothness)
        found.extend(one.statement.rstrip(".") for one in both if one is not None)
    effects = curve.effects
    if len(effects) > 1:
        ends = f"{signed(effects[0])} to {signed(effects[-1])}"
        found.append(f"over {len(effects)} baselines, ends and windows it runs from {ends}")
    return found
