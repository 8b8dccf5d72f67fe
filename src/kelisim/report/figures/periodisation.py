"""Where the data would have a phase begin, under the phases as declared and the rivals that divide otherwise."""

from __future__ import annotations

from typing import Any, Final

from kelisim.model.period import Period
from kelisim.model.results import DivisionTest
from kelisim.report import format as show
from kelisim.report.context import Context
from kelisim.report.figures.drawing import (
    BANDS,
    INK,
    MUTED,
    PALETTE,
    WIDTH,
    Canvas,
    decimal_year,
    span_of,
    wrapped,
    year_axis,
)
from kelisim.report.figures.triggers import within
from kelisim.report.inlines import words
from kelisim.report.tables.periodisation import chance
from kelisim.report.tree import Figure

_LEFT: Final = 62.0
_HEIGHT: Final = 210.0
_HEAD: Final = 36.0
_ROW: Final = 20.0


def periodisation(context: Context) -> Figure | None:
    """Return the posterior of a boundary by period over the declared phases; None where nothing was tested."""
    tests = context.results.periodise.tests
    if not tests.posterior:
        return None
    spans = [span_of(_period(label), (0.0, 0.0)) for label, _, _ in tests.posterior]
    window = (spans[0][0], spans[-1][1])
    rivals = [one for one in tests.divisions if one.id != "declared" and one.boundaries]
    canvas = Canvas(WIDTH - _LEFT, _HEIGHT, window, (0.0, 1.0), down=False)
    top = max(1.0, *(max(after, before) for _, after, before in tests.posterior)) / (1 - _HEAD / _HEIGHT)
    canvas.y = (0.0, top)
    canvas.x_axis = year_axis(*window, WIDTH - _LEFT)
    canvas.y_axis = {"title": "Probability", "grid": True, "values": [0, 0.2, 0.4, 0.6, 0.8, 1.0]}
    _phases(context, canvas, window)
    bars: list[dict[str, Any]] = []
    ticks: list[dict[str, Any]] = []
    for (label, after, before), (low, high) in zip(tests.posterior, spans, strict=True):
        margin = (high - low) * 0.14
        told = f"{show.period(label)}: {chance(after)}, before the data {chance(before)}"
        bars.append({"x": low + margin, "x2": high - margin, "y": 0.0, "y2": after, "fill": PALETTE[0], "detail": told})
        ticks.append({"x": low + margin, "x2": high - margin, "y": before, "y2": before, "colour": INK})
    canvas.rectangles(bars)
    canvas.lines([one for one in ticks if one["y"] > 0], strokeWidth=1.6)
    starts = [
        {"x": decimal_year(day), "x2": decimal_year(day), "y": 0.0, "y2": top, "colour": PALETTE[1]}
        for day in (_period(one.period).start for one in tests.boundaries)
        if day is not None
    ]
    canvas.lines(starts, strokeWidth=1.8, strokeDash=[6, 4])
    _rivals(canvas, rivals, window)
    return Figure(
        id="periodisation",
        title="Where a phase begins, by the data and as declared",
        caption=words(
            f"Bars: probability that a phase begins in the {tests.unit}, given the series; the line across each is the "
            "probability before the data. Broken lines are the declared boundaries, shaded bands the declared phases."
            + (" Marks below are the boundaries of rival divisions." if rivals else "")
        ),
        alternative_text=" ".join(
            f"{show.period(label)}: {chance(after)} (before the data {chance(before)})."
            for label, after, before in tests.posterior
        )
        + f" Declared: {', '.join(one.period for one in tests.boundaries)}."
        + "".join(f" {one.name}: {', '.join(one.boundaries)}." for one in rivals),
        spec=canvas.spec(),
        record_columns=("period", "probability", "prior"),
        records=tests.posterior,
    )


def _period(label: str) -> Period:
    """Return a label of the calendar as a period: quarters are written 2014Q1 there."""
    return Period.parse(label.replace("Q", "-Q"))


def _phases(context: Context, canvas: Canvas, window: tuple[float, float]) -> None:
    bands, heads = [], []
    for index, phase in enumerate(context.data.phases):
        low, high = within(phase.period, window)
        bands.append({"x": low, "x2": high, "y": 0.0, "y2": canvas.y[1], "fill": BANDS[index % 2]})
        lines = wrapped(f"{phase.id}. {phase.name}", (high - low) * canvas.per_x() - 10, bold=True, at_most=2)
        heads += [
            {"x": low + 5 / canvas.per_x(), "y": canvas.y[1] - (10 + line * 15) / canvas.per_y(), "text": text}
            for line, text in enumerate(lines)
        ]
    canvas.rectangles(bands)
    canvas.texts(heads, fontWeight="bold")


def _rivals(canvas: Canvas, rivals: list[DivisionTest], window: tuple[float, float]) -> None:
    """Draw a row below the years for each rival: its name at the left edge, a mark a boundary."""
    names, marks = [], []
    for row, one in enumerate(rivals):
        y = -(34 + row * _ROW) / canvas.per_y()
        places = [decimal_year(day) for day in (_period(start).start for start in one.boundaries) if day is not None]
        marks += [{"x": x, "y": y, "shape": "triangle-up", "colour": MUTED, "detail": one.name} for x in places]
        before, after = ((min(places) - window[0]), (window[1] - max(places)))
        left = before > after
        text = wrapped(one.name, max(before, after) * canvas.per_x() - 14, at_most=1)[0]
        names.append({"x": window[0] if left else max(places) + 10 / canvas.per_x(), "y": y, "text": text})
    canvas.points(marks, size=60)
    canvas.texts(names, color=MUTED)
