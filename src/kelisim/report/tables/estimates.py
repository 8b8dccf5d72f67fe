"""Estimates from every baseline, with their bounds, inputs, assumptions and what becomes of them."""

from __future__ import annotations

from collections.abc import Sequence

from kelisim.model.protocol import EstimatePlan
from kelisim.model.results import EstimateRow, ProbeRow
from kelisim.report import format as show
from kelisim.report.context import Context
from kelisim.report.inlines import emphasis, link, words
from kelisim.report.tables.build import column, names, table
from kelisim.report.tree import Inlines, Table

_INPUTS = 8
# Kinds of supposition that are too many to print.
_CSV_ONLY = ("baseline and end", "window", "placebo in space")


def estimates(context: Context) -> Table:
    """Return each estimate from every baseline, with bounds, error, p-value, inputs and why there is no error."""
    rows, records = [], []
    plans = {one.id: one for one in context.data.estimates}
    for one in context.results.estimate.rows:
        plan = plans[one.plan]
        unit = context.indicators[plan.indicator].unit if plan.indicator in context.indicators else ""
        places = f"{len(plan.treated)} treated, {show.count(len(plan.controls), 'control')}"
        rows.append(
            (
                words(
                    context.to(one.plan, kind="estimate"),
                    f", {show.period(one.baseline)} to {show.period(one.post)}, {one.role}",
                ),
                _move(one.treated_pre, one.treated_post, unit),
                _move(one.control_pre, one.control_post, unit),
                words(link("estimate", one.plan, effect(one, unit)), inference(one)),
                places,
                context.to_all(one.inputs, at_most=_INPUTS),
            )
        )
        records.append(
            (
                one.plan,
                plan.design,
                plan.indicator,
                plan.treated,
                plan.controls,
                one.baseline,
                one.post,
                one.role,
                one.treated_pre,
                one.treated_post,
                one.control_pre,
                one.control_post,
                one.effect,
                one.low,
                one.high,
                difference_unit(unit),
                one.standard_error,
                one.why,
                one.inputs,
                plan.reported_claim,
                len(plan.treated) + len(plan.controls),
                one.interval_low,
                one.interval_high,
                one.p_value,
                one.p_floor,
                one.inference,
            )
        )
    return table(
        "estimates",
        "Estimates by baseline and end",
        (
            column("plan", "Estimate, periods, role", 1.5),
            column("treated", "Treated, before to after", 1.3),
            column("controls", "Controls, before to after", 1.3),
            column("effect", "Difference [bounds]", 1.4),
            column("places", "Places (n)", 1),
            column("inputs", "Inputs", 1.3),
        ),
        rows,
        names(
            "plan design indicator treated controls baseline post role treated_pre treated_post "
            "control_pre control_post effect low high unit standard_error why inputs reported_claim "
            "n_places interval_low interval_high p_value p_floor inference"
        ),
        records,
        notes=_estimate_notes(context),
    )


def difference_unit(unit: str) -> str:
    """Return the unit of a difference of two levels: percentage points for per cent."""
    return "percentage_point" if unit == "percent" else unit


def effect(row: EstimateRow, unit: str) -> str:
    """Return a difference with its bounds and unit: "+53 pp [47, 59]"."""
    return f"{show.with_unit(show.signed(row.effect), difference_unit(unit))} {show.bounds(row.low, row.high)}"


def inference(row: EstimateRow) -> str:
    """Return error, interval and p-value in words where an estimate has them: "; s.e. 1.2, [0.4, 5.2], p = .03"."""
    parts = []
    if row.standard_error is not None:
        parts.append(f"s.e. {show.significant(row.standard_error, 3)}")
    if row.interval_low is not None and row.interval_high is not None:
        parts.append(f"95% {show.bounds(row.interval_low, row.interval_high)}")
    if row.p_value is not None:
        parts.append(f"p = {show.significant(row.p_value, 2)}")
    return f"; {', '.join(parts)}" if parts else ""


def _move(before: float, after: float, unit: str) -> str:
    return f"{show.significant(before)} to {show.with_unit(show.significant(after), unit)}"


def _estimate_notes(context: Context) -> Inlines:
    if not context.results.estimate.rows:
        return ()
    why = dict.fromkeys(one.why for one in context.results.estimate.rows if one.standard_error is None and one.why)
    parts = [
        "Bounds follow from the stated precision of the inputs; they are not confidence intervals and say nothing "
        "about cause."
    ]
    parts.extend(f"No standard error: {one}." for one in why)
    return words(" ".join(parts))


def assumptions(context: Context) -> Table:
    """Return the assumptions of each estimate with what supports and what contradicts them."""
    found = context.results.estimate.assumptions
    return table(
        "assumptions",
        "Assumptions of the estimates",
        (
            column("plan", "Estimate", 0.8),
            column("text", "Assumption", 3),
            column("supported_by", "Supported by", 1.4),
            column("contradicted_by", "Contradicted by", 1.4),
        ),
        (
            (
                context.to(one.plan, kind="estimate"),
                one.text,
                speaks(context, one.supported_by, one.numbers_for) or emphasis("nothing"),
                speaks(context, one.contradicted_by, one.numbers_against) or emphasis("nothing"),
            )
            for one in found
        ),
        ("plan", "text", "supported_by", "contradicted_by", "numbers_for", "numbers_against"),
        (
            (one.plan, one.text, one.supported_by, one.contradicted_by, one.numbers_for, one.numbers_against)
            for one in found
        ),
    )


def speaks(context: Context, records: Sequence[str], numbers: Sequence[str]) -> Inlines:
    """Return what speaks for or against an assumption: records of the study, and what the estimate's numbers say."""
    return words(context.to_all(records), "; " if records and numbers else "", "; ".join(numbers))


def probes(context: Context) -> Table:
    """Return what becomes of each estimate when one thing is supposed otherwise."""
    found = context.results.estimate.probes
    units = {plan.id: _unit(context, plan) for plan in context.data.estimates}
    return table(
        "estimate_probes",
        "Estimates under other suppositions",
        (
            column("plan", "Estimate", 0.8),
            column("kind", "Supposed otherwise", 1.2),
            column("label", "Which", 1.4),
            column("effect", "Effect [bounds]", 1.4),
            column("note", "Note", 2),
        ),
        (
            (
                context.to(one.plan, kind="estimate"),
                one.kind,
                one.label,
                _supposed(one, units.get(one.plan, "")),
                one.note,
            )
            for one in found
            if one.kind not in _CSV_ONLY
        ),
        names("plan kind label effect low high note"),
        ((one.plan, one.kind, one.label, one.effect, one.low, one.high, one.note) for one in found),
        notes=words(
            "A violation is given as a share of the pace before the start, everything else in the estimate's unit. "
            "Every window, baseline and placebo place is in the file."
        )
        if found
        else (),
    )


def _unit(context: Context, plan: EstimatePlan) -> str:
    return context.indicators[plan.indicator].unit if plan.indicator in context.indicators else ""


def _supposed(row: ProbeRow, unit: str) -> str:
    if row.effect is None:
        return show.NOT_REPORTED
    if row.kind == "violation":
        return f"{row.effect:.0%} of the pace"
    shown = show.with_unit(show.signed(row.effect), difference_unit(unit))
    return shown if row.low is None or row.high is None else f"{shown} {show.bounds(row.low, row.high)}"
