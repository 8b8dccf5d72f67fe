"""The events named as triggers: a row each, a mark typed by kind, and the words beside it."""

from __future__ import annotations

from typing import Any, Final

from kelisim.model.event import TRIGGERS, Event
from kelisim.model.period import Period
from kelisim.report import format as show
from kelisim.report.figures.drawing import PALETTE, WIDTH, Canvas, span_of, text_width, wrapped

_SHAPES: Final = dict(
    zip(
        TRIGGERS,
        ("square", "diamond", "triangle-up", "circle", "triangle-right", "cross", "triangle-down", "stroke"),
        strict=True,
    )
)
_COLOURS: Final = dict(zip(TRIGGERS, PALETTE, strict=True))
LINE: Final = 15.0
_INSET: Final = 5.0


def within(period: Period, window: tuple[float, float]) -> tuple[float, float]:
    """Return the years of a period, cut to the window."""
    low, high = (min(max(edge, window[0]), window[1]) for edge in span_of(period, window))
    return low, high


def trigger_marks(
    triggers: list[Event],
    canvas: Canvas,
    window: tuple[float, float],
    parts: dict[str, list[dict[str, Any]]],
    top: float,
) -> tuple[list[dict[str, Any]], list[dict[str, Any]], float]:
    """Add a row a trigger below ``top`` and return its marks, the lines of their periods, and where the rows end."""
    marks: list[dict[str, Any]] = []
    extents: list[dict[str, Any]] = []
    if not triggers:
        return marks, extents, top
    parts["head"].append({"x": window[0] + 5 / canvas.per_x(), "y": top + LINE / 2, "text": "Triggers"})
    top += LINE + 2
    unit = canvas.per_x()
    _legend(triggers, canvas, window, parts, marks, top)
    top += _legend_height(triggers) + 4
    for event in triggers:
        low, high = within(event.period, window)
        long = (high - low) * unit > 24
        at = low + 6 / unit if long or low == window[0] else min(max((low + high) / 2, low), window[1] - 6 / unit)
        end = max(high if long else at, at)
        right_room = (window[1] - end) * unit - 14
        left_room = (at - window[0]) * unit - 14
        to_right = right_room >= min(left_room, text_width(f"{event.title} ({event.id})"))
        room = right_room if to_right else left_room
        lines = wrapped(f"{event.title} ({event.id})", room, at_most=3)
        middle = top + len(lines) * LINE / 2
        shape, colour = _SHAPES[event.trigger], _COLOURS[event.trigger]
        detail = f"{event.id}: {event.title}, {show.period(event.period)} ({event.trigger})"
        marks.append({"x": at, "y": middle, "shape": shape, "colour": colour, "detail": detail})
        if long:
            extents.append({"x": low, "x2": high, "y": middle, "y2": middle, "colour": colour, "detail": detail})
        for line, text in enumerate(lines):
            place = {"y": top + (line + 0.5) * LINE, "text": text}
            if to_right:
                parts["plain"].append({**place, "x": end + 10 / unit})
            else:
                parts["right"].append({**place, "x": at - 10 / unit})
        top += len(lines) * LINE + 4
    return marks, extents, top


def _legend(
    triggers: list[Event],
    canvas: Canvas,
    window: tuple[float, float],
    parts: dict[str, list[dict[str, Any]]],
    marks: list[dict[str, Any]],
    top: float,
) -> None:
    unit = canvas.per_x()
    for kind, (left, line) in _legend_places(triggers).items():
        place = top + (line + 0.5) * (LINE + 3)
        marks.append({"x": window[0] + (left + 6) / unit, "y": place, "shape": _SHAPES[kind], "colour": _COLOURS[kind]})
        parts["plain"].append({"x": window[0] + (left + 15) / unit, "y": place, "text": kind})


def _legend_places(triggers: list[Event]) -> dict[str, tuple[float, int]]:
    places: dict[str, tuple[float, int]] = {}
    left, line = _INSET, 0
    used = {one.trigger for one in triggers}
    for kind in (one for one in TRIGGERS if one in used):
        width = 15 + text_width(kind) + 18
        if left > _INSET and left + width > WIDTH:
            left, line = _INSET, line + 1
        places[kind] = (left, line)
        left += width
    return places


def _legend_height(triggers: list[Event]) -> float:
    return (max(line for _, line in _legend_places(triggers).values()) + 1) * (LINE + 3)
