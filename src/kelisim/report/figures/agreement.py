"""Agreement by code: a dot a coefficient, a whisker its interval, and n beside it."""

from __future__ import annotations

from typing import Any

from kelisim.model.results import AgreementRow
from kelisim.model.written import plural
from kelisim.report import format as show
from kelisim.report import statistics
from kelisim.report.context import Context
from kelisim.report.figures.drawing import FAINT, GRID, INK, MUTED, PALETTE, WIDTH, Canvas, text_width, wrapped
from kelisim.report.inlines import words
from kelisim.report.tables.coding import agreement_notes
from kelisim.report.tree import Figure

_ROW, _LINE = 30.0, 14.0


def agreement(context: Context) -> Figure | None:
    """Return agreement over all codes and by code; None where no coefficient is defined."""
    rows = [row for row in context.results.code.agreement if row.by in ("all", "code")]
    if not any(row.value is not None for row in rows):
        return None
    names = [_name(context, row) for row in rows]
    left = min(190.0, max(text_width(name) for name in names) + 14)
    sides = [_beside(row) for row in rows]
    right = max(text_width(text) for text in sides) + 14
    values = [one for row in rows for one in (row.low, row.value) if one is not None]
    low = min(0.0, -(-min(values) * 5 // 1) / 5 - 0.2) if min(values) < 0 else 0.0
    canvas = Canvas(WIDTH - left - right, _ROW * len(rows), (low, 1.0), (0.0, float(len(rows))))
    canvas.x_axis = {"title": "Coefficient", "grid": True, "tickCount": 5, "orient": "bottom"}
    threshold = context.data.protocol.coding.threshold
    if threshold is not None:
        canvas.lines([_rule(threshold, len(rows), PALETTE[1])], strokeDash=[5, 3], strokeWidth=1.5)
        canvas.texts(
            [{"x": threshold, "y": -0.25, "text": f"declared threshold {show.fixed(threshold)}"}],
            align="center" if threshold < 0.8 else "right",
            color=PALETTE[1],
        )
    if low < 0:
        canvas.lines([_rule(0.0, len(rows), FAINT)])
    whiskers, dots = [], []
    for index, row in enumerate(rows):
        middle, colour = index + 0.5, PALETTE[0] if row.by == "code" else INK
        detail = statistics.agreement(row)
        if row.low is not None and row.high is not None:
            whiskers.append(
                {"x": row.low, "x2": row.high, "y": middle, "y2": middle, "colour": colour, "detail": detail}
            )
        if row.value is not None:
            shape = "circle" if row.by == "code" else "diamond"
            dots.append({"x": row.value, "y": middle, "shape": shape, "colour": colour, "detail": detail})
    canvas.lines(whiskers, strokeWidth=2)
    canvas.points(dots, size=90)
    _labels(canvas, names, sides, left, bold=[row.by == "all" for row in rows])
    return Figure(
        id="agreement",
        title="Agreement between coders, by code",
        caption=words(
            "Dots are coefficients, whiskers their intervals; diamonds are over all codes. ",
            agreement_notes(context, rows),
        ),
        alternative_text=" ".join(
            f"{name}: {statistics.agreement(row)}." for name, row in zip(names, rows, strict=True)
        ),
        spec=canvas.spec(),
        record_columns=("by", "key", "coefficient", "value", "low", "high", "n_units", "unit_of_analysis"),
        records=tuple(
            (
                row.by,
                row.key,
                row.coefficient,
                row.value,
                row.low,
                row.high,
                row.n_units,
                statistics.unit_of_analysis(row),
            )
            for row in rows
        ),
    )


def _name(context: Context, row: AgreementRow) -> str:
    return context.code_name(row.key) if row.by == "code" else row.key[:1].upper() + row.key[1:]


def _beside(row: AgreementRow) -> str:
    unit = row.unit if row.by == "code" or row.level == "set" else "decision"
    n = f"n = {show.number(row.n_units)} {unit if row.n_units == 1 else plural(unit)}"
    return n if row.value is not None else f"undefined; {n}"


def _rule(at: float, rows: int, colour: str) -> dict[str, Any]:
    return {"x": at, "x2": at, "y": 0.0, "y2": float(rows), "colour": colour}


def _labels(canvas: Canvas, names: list[str], sides: list[str], left: float, *, bold: list[bool]) -> None:
    unit = canvas.per_x()
    plain: list[dict[str, Any]] = []
    strong: list[dict[str, Any]] = []
    for index, name in enumerate(names):
        lines = wrapped(name, left - 12, at_most=2)
        for line, text in enumerate(lines):
            shift = (line - (len(lines) - 1) / 2) * _LINE / _ROW
            target = strong if bold[index] else plain
            target.append({"x": canvas.x[0] - 10 / unit, "y": index + 0.5 + shift, "text": text})
    canvas.texts(plain, align="right")
    canvas.texts(strong, align="right", fontWeight="bold")
    beside = [{"x": canvas.x[1] + 10 / unit, "y": i + 0.5, "text": text} for i, text in enumerate(sides)]
    canvas.texts(beside, color=MUTED)
    grid = [
        {"x": canvas.x[0], "x2": canvas.x[1], "y": float(i), "y2": float(i), "colour": GRID}
        for i in range(1, len(names))
    ]
    canvas.lines(grid)


dot_labels = _labels
