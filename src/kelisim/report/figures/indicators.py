"""The indicator of each estimate over time, as the claims and series state it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from kelisim.model.protocol import EstimatePlan
from kelisim.model.written import units
from kelisim.report import format as show
from kelisim.report.context import Context
from kelisim.report.figures.drawing import (
    BANDS,
    INK,
    MUTED,
    PALETTE,
    SIZE,
    WIDTH,
    Canvas,
    slug,
    span_of,
    text_width,
    wrapped,
    year_axis,
)
from kelisim.report.figures.stated import StatedPoint, of_claim, of_series, window_of
from kelisim.report.inlines import words
from kelisim.report.tree import Figure

_HEIGHT: Final = 300.0
_LEFT: Final = 62.0
_HEAD: Final = 40.0
_DOT: Final = 70.0
_GREYS: Final = ("#8d9097", "#22252a", "#5d6470", "#b9bcc2")
_SHAPES: Final = ("circle", "square", "triangle-up", "diamond", "triangle-down", "cross")


@dataclass(frozen=True)
class _Look:
    colour: str
    shape: str
    size: float
    control: bool


def indicators(context: Context) -> list[Figure]:
    """Return one figure for each indicator that an estimate is about, where any number is stated for it."""
    made: dict[str, Figure] = {}
    for plan in context.data.estimates:
        if plan.indicator not in made:
            figure = _figure(context, plan)
            if figure is not None:
                made[plan.indicator] = figure
    return list(made.values())


def _figure(context: Context, plan: EstimatePlan) -> Figure | None:
    places = {*plan.treated, *plan.controls}
    claims = [
        one
        for one in context.claims.values()
        if one.interval is not None
        and one.period is not None
        and (one.id in plan.inputs or (one.indicator == plan.indicator and one.place in places))
    ]
    if not claims:
        return None
    window = window_of(context, claims)
    unit = context.indicators[plan.indicator].unit if plan.indicator in context.indicators else ""
    limits = context.indicators[plan.indicator].bounds if plan.indicator in context.indicators else None
    points = [of_claim(one, window, limits, plan) for one in claims]
    points += of_series(context, plan, window)
    top = max(point.high for point in points)
    low = min(0.0, *(point.low for point in points))
    span = (low, top + ((top - low) * (_HEAD + 4) / (_HEIGHT - _HEAD - 4) or 1.0))
    canvas = Canvas(WIDTH - _LEFT, _HEIGHT, window, span, down=False)
    canvas.x_axis = year_axis(*window, WIDTH - _LEFT)
    axis_title = {"percent": "%", "percentage_point": "pp"}.get(unit) or units(unit.replace("_", " "))
    canvas.y_axis = {"title": axis_title, "grid": True, "tickCount": 6}
    _background(context, plan, canvas, window, span)
    looks = _looks(points)
    _marks(canvas, points, looks)
    _legend(canvas, looks)
    _point_labels(canvas, [point for point in points if point.label and not point.control], points)
    name = context.indicator_name(plan.indicator)
    return Figure(
        id=f"indicator_{slug(plan.indicator)}",
        title=f"{name}, as stated",
        caption=words(
            "Points are stated values at the middle of their period, or of the year that ends or begins it where it is "
            "open. Upright whiskers are what the stated precision allows, broken where the bound is open; level ones "
            "are periods longer than a year. Lines join the values of one origin in one place; grey marks are the "
            "control places. Shaded bands are the phases.",
        ),
        alternative_text=" ".join(f"{point.detail}." for point in points),
        spec=canvas.spec(),
        record_columns=("id", "group", "place", "value", "low", "high", "first_year", "last_year"),
        records=tuple((p.id, p.group, p.place, p.value, p.low, p.high, p.first, p.last) for p in points),
    )


def _background(
    context: Context, plan: EstimatePlan, canvas: Canvas, window: tuple[float, float], span: tuple[float, float]
) -> None:
    bands, heads = [], []
    for index, phase in enumerate(context.data.phases):
        low, high = (min(max(edge, window[0]), window[1]) for edge in span_of(phase.period, window))
        bands.append({"x": low, "x2": high, "y": span[0], "y2": span[1], "fill": BANDS[index % 2]})
        lines = wrapped(f"Phase {phase.id}", (high - low) * canvas.per_x() - 8, at_most=1)
        heads.append({"x": low + 5 / canvas.per_x(), "y": span[1] - 10 / canvas.per_y(), "text": lines[0]})
    canvas.rectangles(bands)
    canvas.texts(heads, color=MUTED)
    if plan.start.start is not None:
        start = span_of(plan.start, window)[0]
        top = span[1] - 22 / canvas.per_y()
        canvas.lines(
            [{"x": start, "x2": start, "y": span[0], "y2": top, "colour": PALETTE[1]}],
            strokeDash=[6, 4],
            strokeWidth=1.6,
        )
        text = f"declared start, {show.period(plan.start)}"
        right = (window[1] - start) * canvas.per_x() > text_width(text) + 8
        place = {"x": start + (5 if right else -5) / canvas.per_x(), "y": span[1] - 29 / canvas.per_y(), "text": text}
        canvas.halo([place], align="left" if right else "right", color=PALETTE[1])


def _marks(canvas: Canvas, points: list[StatedPoint], looks: dict[str, _Look]) -> None:
    paths: list[dict[str, Any]] = []
    upright: list[dict[str, Any]] = []
    open_ended: list[dict[str, Any]] = []
    level: dict[float, list[dict[str, Any]]] = {}
    dots: dict[float, list[dict[str, Any]]] = {}
    for point in sorted(points, key=lambda one: (one.group, one.at, one.value)):
        look = looks[point.group]
        drawn = {"colour": look.colour, "detail": point.detail}
        if not look.control and not point.open_ended:
            paths.append({"x": point.at, "y": point.value, "group": point.group, "colour": look.colour})
        if point.high > point.low:
            line = {**drawn, "x": point.at, "x2": point.at, "y": point.low, "y2": point.high}
            (open_ended if point.open_ended else upright).append(line)
        if point.last - point.first > 1.01:
            line = {**drawn, "x": point.first, "x2": point.last, "y": point.value, "y2": point.value}
            level.setdefault(look.size, []).append(line)
        dots.setdefault(look.size, []).append({**drawn, "x": point.at, "y": point.value, "shape": look.shape})
    canvas.path(paths, strokeWidth=1.3, opacity=0.6)
    canvas.lines(open_ended, strokeWidth=1.3, strokeDash=[3, 3])
    canvas.lines(upright, strokeWidth=1.6)
    # Controls often state the same number: the larger lies below, so that each stays in sight.
    for size in sorted(dots, reverse=True):
        canvas.lines(level.get(size, []), strokeWidth=max(1.6, size / 30))
        canvas.points(dots[size], size=size, stroke="#ffffff", strokeWidth=0.6)


def _looks(points: list[StatedPoint]) -> dict[str, _Look]:
    looks: dict[str, _Look] = {}
    controls = list(dict.fromkeys(point.group for point in points if point.control))
    others = list(dict.fromkeys(point.group for point in points if not point.control))
    for index, group in enumerate(others):
        looks[group] = _Look(PALETTE[index % len(PALETTE)], _SHAPES[index % len(_SHAPES)], _DOT, control=False)
    for index, group in enumerate(controls):
        grey = _GREYS[index % len(_GREYS)]
        size = _DOT + 75.0 * (len(controls) - 1 - index) + 5
        looks[group] = _Look(grey, _SHAPES[(index + 1) % len(_SHAPES)], min(size, 320.0), control=True)
    return looks


def _legend(canvas: Canvas, looks: dict[str, _Look]) -> None:
    """Place the legend below the years, as many entries a line as fit."""
    texts: list[dict[str, Any]] = []
    left, line = 0.0, 0
    for group, look in looks.items():
        width = 16 + text_width(group) + 18
        if left and left + width > canvas.width:
            left, line = 0.0, line + 1
        place = canvas.y[0] - (44 + line * 19) / canvas.per_y()
        at = canvas.x[0] + (left + 6) / canvas.per_x()
        canvas.points([{"x": at, "y": place, "shape": look.shape, "colour": look.colour}], size=min(look.size, 120.0))
        texts.append({"x": at + 10 / canvas.per_x(), "y": place, "text": group})
        left += width
    canvas.texts(texts)


_PLACES: Final = (
    *((9, -12, "left"), (9, 12, "left"), (-9, -12, "right"), (-9, 12, "right")),
    *((10, 0, "left"), (-10, 0, "right"), (0, -18, "center"), (0, 18, "center")),
)


def _point_labels(canvas: Canvas, points: list[StatedPoint], everything: list[StatedPoint]) -> None:
    """Label what finds room beside its point; a value that is stated twice at one place is labelled once."""
    taken = []
    for point in everything:
        taken.append(_box(canvas, point.at, point.value, 10, 10))
        if point.last - point.first > 1.01:
            width = (point.last - point.first) * canvas.per_x()
            taken.append(_box(canvas, (point.first + point.last) / 2, point.value, width, 3))
        if not point.open_ended:
            height = (point.high - point.low) * canvas.per_y()
            taken.append(_box(canvas, point.at, (point.low + point.high) / 2, 3, height))
    by_align: dict[str, list[dict[str, Any]]] = {"left": [], "right": [], "center": []}
    seen: set[tuple[str, int]] = set()
    for point in sorted(points, key=lambda one: (one.at, -one.value, one.id)):
        key = (point.label, round(point.at))
        if key in seen:
            continue
        width = text_width(point.label)
        for dx, dy, align in _PLACES:
            shift = {"left": width / 2, "right": -width / 2, "center": 0.0}[align]
            x, y = point.at + (dx + shift) / canvas.per_x(), point.value - dy / canvas.per_y()
            box = _box(canvas, x, y, width, SIZE + 1)
            inside = box[0] >= 0 and box[1] <= canvas.width and box[2] >= 0 and box[3] <= canvas.height - _HEAD
            if inside and not any(_meet(box, other) for other in taken):
                by_align[align].append({"x": point.at + dx / canvas.per_x(), "y": y, "text": point.label})
                taken.append(box)
                seen.add(key)
                break
    for align, texts in by_align.items():
        canvas.halo(texts, align=align, color=INK)


def _box(canvas: Canvas, x: float, y: float, width: float, height: float) -> tuple[float, float, float, float]:
    middle, level = (x - canvas.x[0]) * canvas.per_x(), (y - canvas.y[0]) * canvas.per_y()
    return middle - width / 2, middle + width / 2, level - height / 2, level + height / 2


def _meet(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[1] and other[0] < one[1] and one[2] < other[3] and other[2] < one[3]
