"""Estimates from every baseline, with their bounds, inputs and assumptions."""

from __future__ import annotations

from kelisim.model.results import EstimateRow
from kelisim.report import format as show
from kelisim.report.context import Context
from kelisim.report.inlines import emphasis, link, words
from kelisim.report.tables.build import column, names, table
from kelisim.report.tree import Inlines, Table

_INPUTS = 8


def estimates(context: Context) -> Table:
    """Return each difference-in-differences from every baseline, with bounds, inputs and why there is no error."""
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
                link("estimate", one.plan, effect(one, unit)),
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
            )
        )
    return table(
        "estimates",
        "Differences-in-differences by baseline and end",
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
            "n_places"
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


def _move(before: float, after: float, unit: str) -> str:
    return f"{show.significant(before)} to {show.with_unit(show.significant(after), unit)}"


def _estimate_notes(context: Context) -> Inlines:
    if not context.results.estimate.rows:
        return ()
    why = dict.fromkeys(one.why for one in context.results.estimate.rows if one.standard_error is None and one.why)
    parts = [
        "Bounds follow from the stated precision of the inputs; they are not confidence intervals and say nothing "
        "about cause. One observation a place and period."
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
                context.to_all(one.supported_by) if one.supported_by else emphasis("nothing"),
                context.to_all(one.contradicted_by) if one.contradicted_by else emphasis("nothing"),
            )
            for one in found
        ),
        ("plan", "text", "supported_by", "contradicted_by"),
        ((one.plan, one.text, one.supported_by, one.contradicted_by) for one in found),
    )
