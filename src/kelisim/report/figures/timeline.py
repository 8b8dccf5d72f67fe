"""Figure 1: how governance is read to have changed, with the triggers named for it, over the phases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from kelisim.model.event import TRIGGERS, Event
from kelisim.model.period import Period
from kelisim.model.results import GovernanceRow
from kelisim.report import format as show
from kelisim.report.context import Context, reading_name
from kelisim.report.figures.drawing import (
    BANDS,
    INK,
    WIDTH,
    Canvas,
    span_of,
    text_width,
    wrapped,
    year_axis,
)
from kelisim.report.figures.triggers import LINE, trigger_marks, within
from kelisim.report.inlines import words
from kelisim.report.tree import Figure

# From loose to tight coordination, light to dark; the names stand in the bars, so that colour is never alone.
_MODES: Final = {
    "market": ("#efe6c8", INK),
    "modular": ("#cfe0ea", INK),
    "relational": ("#93bfd8", INK),
    "captive": ("#4c86ab", "#ffffff"),
    "hierarchy": ("#1f4e73", "#ffffff"),
}
_STRIP, _GAP = 20.0, 8.0
_MOST_TRIGGERS: Final = 24


@dataclass(frozen=True)
class _Row:
    reading: str
    lanes: tuple[tuple[GovernanceRow, ...], ...]


def governance(context: Context) -> Figure | None:
    """Return the timeline of governance: a row a reading, a bar a state, a mark a trigger; None without states."""
    states = context.results.govern.states
    if not states:
        return None
    window = _window(context)
    rows = _rows(states, window)
    triggers = _triggers(context)
    drawn = triggers[:_MOST_TRIGGERS]
    canvas = Canvas(WIDTH, 1.0, window, (0.0, 1.0), x_axis={**year_axis(*window, WIDTH), "orient": "bottom"})
    parts: dict[str, list[dict[str, Any]]] = {key: [] for key in ("strip", "dark", "light", "head", "plain", "right")}
    bands, top = _phases(context, canvas, window, parts)
    bottom = _bars(rows, canvas, window, parts, top + _GAP)
    marks, extents, bottom = trigger_marks(drawn, canvas, window, parts, bottom + _GAP)
    canvas.height = bottom + 4
    canvas.y = (0.0, canvas.height)
    canvas.rectangles([{**band, "y": 0.0, "y2": canvas.height} for band in bands])
    canvas.rectangles(parts["strip"], stroke="#ffffff", strokeWidth=1.5)
    canvas.lines(extents, strokeWidth=2.5)
    canvas.points(marks, size=85)
    canvas.texts(parts["dark"], align="center")
    canvas.texts(parts["light"], align="center", color="#ffffff")
    canvas.texts(parts["head"], fontWeight="bold")
    canvas.texts(parts["plain"])
    canvas.texts(parts["right"], align="right")
    spec = canvas.spec()
    return Figure(
        id="governance",
        title="Evolution of governance, with the triggers named for it",
        caption=words(
            f"Bars are states of governance as each reading has them, from loose (light) to tight (dark); two modes in "
            f"one bar are read at the same time. Marks are the events named as triggers ({_kinds(drawn)}), with a line "
            f"where the date is a period. Shaded bands are the phases of the study.",
            f" {show.count(len(triggers) - len(drawn), 'further trigger')} not drawn."
            if len(triggers) > len(drawn)
            else "",
        ),
        alternative_text=_in_words(rows, drawn),
        spec=spec,
        record_columns=("kind", "id", "label", "period", "group"),
        records=(
            *(("phase", one.id, one.name, str(one.period), "") for one in context.data.phases),
            *(("state", one.id, "; ".join(one.modes), one.period, one.reading) for one in states),
            *(("trigger", one.id, one.title, str(one.period), one.trigger) for one in triggers),
        ),
    )


def _window(context: Context) -> tuple[float, float]:
    days: list[date] = []
    periods = [Period.parse(one.period) for one in context.results.govern.states]
    periods += [one.period for one in context.data.phases]
    for period in periods:
        days += [day for day in (period.start, period.end) if day]
    if not days:
        days = [day for day in (context.data.protocol.window.start, context.data.protocol.window.end) if day]
    years = [day.year for day in days] or [2000]
    return float(min(years)), float(max(years) + 1)


def _rows(states: tuple[GovernanceRow, ...], window: tuple[float, float]) -> list[_Row]:
    groups: dict[str, list[GovernanceRow]] = {}
    for state in states:
        groups.setdefault(reading_name(state.reading), []).append(state)
    rows = []
    for reading, members in groups.items():
        lanes: list[list[GovernanceRow]] = []
        for state in sorted(members, key=lambda one: (span_of(Period.parse(one.period), window), one.id)):
            low = span_of(Period.parse(state.period), window)[0]
            free = next((lane for lane in lanes if span_of(Period.parse(lane[-1].period), window)[1] <= low), None)
            if free is None:
                lanes.append([state])
            else:
                free.append(state)
        rows.append(_Row(reading, tuple(tuple(lane) for lane in lanes)))
    return rows


def _triggers(context: Context) -> list[Event]:
    ids = dict.fromkeys(event for state in context.results.govern.states for event in state.triggers)
    found = [context.events[one] for one in ids if one in context.events]
    return sorted(found, key=lambda one: (str(one.period.start or one.period.end), one.id))


def _phases(
    context: Context, canvas: Canvas, window: tuple[float, float], parts: dict[str, list[dict[str, Any]]]
) -> tuple[list[dict[str, Any]], float]:
    bands, height = [], 0.0
    for index, phase in enumerate(context.data.phases):
        low, high = within(phase.period, window)
        bands.append({"x": low, "x2": high, "fill": BANDS[index % 2], "detail": f"{phase.id}. {phase.name}"})
        room = (high - low) * canvas.per_x() - 10
        lines = wrapped(f"{phase.id}. {phase.name}", room, bold=True, at_most=3)
        for line, text in enumerate(lines):
            parts["head"].append({"x": low + 5 / canvas.per_x(), "y": 12 + line * LINE, "text": text})
        when = wrapped(show.period(phase.period), room, at_most=2)
        for line, text in enumerate(when):
            place = 12 + (len(lines) + line) * LINE
            parts["plain"].append({"x": low + 5 / canvas.per_x(), "y": place, "text": text})
        height = max(height, 12 + (len(lines) + len(when) - 1) * LINE + 8)
    return bands, height


def _bars(
    rows: list[_Row], canvas: Canvas, window: tuple[float, float], parts: dict[str, list[dict[str, Any]]], top: float
) -> float:
    for row in rows:
        left = window[0] + 5 / canvas.per_x()
        for text in wrapped(f"Reading of {row.reading}", WIDTH - 10, bold=True, at_most=2):
            parts["head"].append({"x": left, "y": top + LINE / 2, "text": text})
            top += LINE
        top += 3
        for lane in row.lanes:
            below = False
            for state in lane:
                low, high = within(Period.parse(state.period), window)
                detail = f"{', '.join(state.modes)}: {state.actors}, {show.period(state.period)}"
                for index, mode in enumerate(state.modes):
                    fill, ink = _MODES.get(mode, ("#d9dbe0", INK))
                    place = top + index * _STRIP
                    strip = {"x": low, "x2": high, "y": place, "y2": place + _STRIP, "fill": fill, "detail": detail}
                    parts["strip"].append(strip)
                    room = (high - low) * canvas.per_x() - 4
                    fits = text_width(mode) <= room
                    name = {"x": (low + high) / 2, "y": place + _STRIP / 2, "text": mode}
                    if fits:
                        parts["light" if ink == "#ffffff" else "dark"].append(name)
                    else:
                        below = True
                        place = top + len(state.modes) * _STRIP + (index + 0.5) * LINE
                        parts["dark"].append({**name, "y": place})
            tallest = max(len(state.modes) for state in lane)
            top += tallest * _STRIP + (tallest * LINE if below else 0) + 3
        top += _GAP
    return top


def _kinds(triggers: list[Event]) -> str:
    counts = {kind: sum(one.trigger == kind for one in triggers) for kind in TRIGGERS}
    return show.listed([f"{kind} {n}" for kind, n in counts.items() if n]) or "none"


def _in_words(rows: list[_Row], triggers: list[Event]) -> str:
    sentences = []
    for row in rows:
        states = [state for lane in row.lanes for state in lane]
        told = "; ".join(f"{show.listed(one.modes)}, {show.period(one.period)}" for one in states)
        sentences.append(f"{row.reading}: {told}.")
    if triggers:
        told = "; ".join(f"{one.title}, {show.period(one.period)} ({one.trigger})" for one in triggers)
        sentences.append(f"Triggers: {told}.")
    return " ".join(sentences)
