"""Each declared estimate from every baseline, with what a source reports for it."""

from __future__ import annotations

from typing import Any

from kelisim.model.protocol import EstimatePlan
from kelisim.model.results import EstimateRow
from kelisim.model.written import units
from kelisim.report import format as show
from kelisim.report.context import Context
from kelisim.report.figures.agreement import dot_labels
from kelisim.report.figures.drawing import INK, MUTED, PALETTE, WIDTH, Canvas, slug, text_width
from kelisim.report.inlines import words
from kelisim.report.narrative.identification import caveat, design_name
from kelisim.report.tables.estimates import difference_unit, effect
from kelisim.report.tree import Figure

_ROW = 30.0


def estimates(context: Context) -> list[Figure]:
    """Return one figure a declared estimate."""
    plans = {plan.id: plan for plan in context.data.estimates}
    return [_figure(context, plans[key], rows) for key, rows in context.estimate_rows.items() if rows]


def _figure(context: Context, plan: EstimatePlan, rows: list[EstimateRow]) -> Figure:
    unit = context.indicators[plan.indicator].unit if plan.indicator in context.indicators else ""
    names = [f"{show.period(row.baseline)} to {show.period(row.post)}" for row in rows]
    sides = [effect(row, unit) for row in rows]
    left = max(text_width(name, bold=True) for name in names) + 14
    right = max(text_width(text) for text in sides) + 14
    claim = context.claims.get(plan.reported_claim)
    reported = claim.interval if claim else None
    values = [edge for row in rows for edge in (row.low, row.high, 0.0)]
    if reported:
        values += [reported.low, reported.high]
    finite = [one for one in values if abs(one) != float("inf")]
    margin = (max(finite) - min(finite)) * 0.05 or 1.0
    domain = (min(finite) - margin, max(finite) + margin)
    canvas = Canvas(WIDTH - left - right, _ROW * len(rows), domain, (0.0, float(len(rows))))
    words_of_unit = units(difference_unit(unit).replace("_", " ")) if unit else ""
    canvas.x_axis = {"title": f"Change in treated less change in controls{_bracketed(words_of_unit)}", "grid": True}
    if reported and claim:
        low, high = max(reported.low, domain[0]), min(reported.high, domain[1])
        if low == high:
            low, high = low - margin / 20, high + margin / 20
        canvas.rectangles(
            [{"x": low, "x2": high, "y": 0.0, "y2": float(len(rows)), "fill": "#f3d9c6", "detail": claim.stated}]
        )
        text = f"reported: {show.quantity(claim)} ({claim.id})"
        middle = (low + high) / 2
        # The label hangs over the plot's edge less when it is set from the side with more room.
        align = "right" if middle > sum(domain) / 2 else "left"
        anchor = high if align == "right" else low
        canvas.texts([{"x": anchor, "y": -0.3, "text": text}], align=align, color=PALETTE[1])
    canvas.lines([{"x": 0.0, "x2": 0.0, "y": 0.0, "y2": float(len(rows)), "colour": MUTED}], strokeWidth=1.2)
    whiskers: list[dict[str, Any]] = []
    dots: list[dict[str, Any]] = []
    for index, row in enumerate(rows):
        colour = INK if row.role == "as declared" else PALETTE[0]
        shape = "diamond" if row.role == "as declared" else "circle"
        place = {"y": index + 0.5, "colour": colour, "detail": f"{names[index]}: {sides[index]} ({row.role})"}
        whiskers.append({**place, "x": max(row.low, domain[0]), "x2": min(row.high, domain[1]), "y2": index + 0.5})
        dots.append({**place, "x": row.effect, "shape": shape})
    canvas.lines(whiskers, strokeWidth=2)
    canvas.points(dots, size=90)
    dot_labels(canvas, names, sides, left, bold=[row.role == "as declared" for row in rows])
    return Figure(
        id=f"estimate_{slug(plan.id)}",
        title=f"{_capital(design_name(plan))} {plan.id}, by baseline and end",
        caption=words(
            "Whiskers are bounds from the stated precision of the inputs, not confidence intervals. The diamond is the "
            "estimate as declared. ",
            f"n = {len(plan.treated)} treated and {show.count(len(plan.controls), 'control place')}. ",
            caveat(context, plan),
        ),
        alternative_text=" ".join(
            f"{name}: {side} ({row.role})." for name, side, row in zip(names, sides, rows, strict=True)
        )
        + (f" Reported: {show.quantity(claim)}." if reported and claim else ""),
        spec=canvas.spec(),
        record_columns=("plan", "baseline", "post", "role", "effect", "low", "high"),
        records=tuple((row.plan, row.baseline, row.post, row.role, row.effect, row.low, row.high) for row in rows),
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _bracketed(text: str) -> str:
    return f" ({text})" if text else ""
