"""Sentences on the estimates, with everything that keeps them from being read as effects."""

from __future__ import annotations

from kelisim.model.protocol import EstimatePlan
from kelisim.model.results import EstimateRow
from kelisim.report import format as show
from kelisim.report.context import Context
from kelisim.report.inlines import Piece, joined, link, sentences, words
from kelisim.report.narrative.identification import caveat, design_name
from kelisim.report.tables.estimates import effect, inference
from kelisim.report.tree import Inlines


def estimate(context: Context, plan: EstimatePlan) -> Inlines:
    """Return an estimate as declared, beside what is reported for it and what other baselines give."""
    rows = context.estimate_rows.get(plan.id, [])
    main = next((row for row in rows if row.role == "as declared"), None)
    if main is None:
        return words("Estimate ", context.to(plan.id, kind="estimate"), " could not be computed.")
    unit = context.indicators[plan.indicator].unit if plan.indicator in context.indicators else ""
    return sentences(
        [
            _declared(context, plan, main, unit),
            _reported(context, plan, main),
            _others(context, plan, rows, main, unit),
            words(caveat(context, plan)),
        ]
    )


def _declared(context: Context, plan: EstimatePlan, main: EstimateRow, unit: str) -> Inlines:
    treated = show.listed([show.place(one) for one in plan.treated])
    controls = show.listed([show.place(one) for one in plan.controls])
    return words(
        f"The declared {design_name(plan)} ",
        context.to(plan.id, kind="estimate"),
        f" sets {treated} against {controls}: for “{context.indicator_name(plan.indicator)}” {_numbers(plan)} give ",
        words(link("estimate", plan.id, effect(main, unit)), inference(main)),
        f" from {show.period(main.baseline)} to {show.period(main.post)} (bounds from stated precision; "
        f"{_places(plan)}, {show.count(len(main.inputs), 'series' if plan.series else 'input claim')}).",
    )


def _numbers(plan: EstimatePlan) -> str:
    return "the series" if plan.series else "the stated numbers"


def _places(plan: EstimatePlan) -> str:
    return f"n = {len(plan.treated)} treated and {show.count(len(plan.controls), 'control place')}"


def _reported(context: Context, plan: EstimatePlan, main: EstimateRow) -> Inlines:
    claim = context.claims.get(plan.reported_claim)
    interval = claim.allowing_rounding() if claim else None
    if claim is None or interval is None:
        return ()
    follows = main.low <= interval.high and interval.low <= main.high
    return words(
        context.to(claim.source),
        " reports ",
        link("claim", claim.id, show.quantity(claim)),
        ", which the arithmetic reproduces." if follows else ", which does not follow from these inputs.",
    )


def _others(context: Context, plan: EstimatePlan, rows: list[EstimateRow], main: EstimateRow, unit: str) -> Inlines:
    others = [row for row in rows if row is not main]
    if not others:
        return words("No other baseline is declared, so its dependence on the baseline is unknown.")
    what = "series" if plan.series else "claims"
    parts: list[Piece] = [
        words(
            link("estimate", plan.id, effect(row, unit)),
            f" from {show.period(row.baseline)} to {show.period(row.post)}",
        )
        for row in others
    ]
    return words(f"From other baselines and to other ends the same {what} give ", joined(parts, ", ", " and "), ".")


def remarks(context: Context, plan: EstimatePlan) -> list[Inlines]:
    """Return what the numbers themselves say about an estimate, one item each."""
    return [words(f"{one[:1].upper()}{one[1:]}.") for one in context.remarks.get(plan.id, [])]


def short(context: Context) -> Inlines:
    """Return one sentence or two on every estimate, for the summary."""
    found = []
    for plan in context.data.estimates:
        rows = context.estimate_rows.get(plan.id, [])
        main = next((row for row in rows if row.role == "as declared"), None)
        if main is None:
            continue
        unit = context.indicators[plan.indicator].unit if plan.indicator in context.indicators else ""
        rival = next((row for row in rows if row.post == main.post and row is not main), None)
        pieces: list[Piece] = [
            f"The declared {design_name(plan)} comes to ",
            link("estimate", plan.id, effect(main, unit)),
            f" from {show.period(main.baseline)}",
        ]
        if rival is not None:
            pieces += [" and to ", link("estimate", plan.id, effect(rival, unit))]
            pieces.append(f" from {show.period(rival.baseline)}")
        pieces.append(f" (bounds from stated precision; {_places(plan)}). ")
        found.append(words(*pieces, caveat(context, plan)))
    return sentences(found)
