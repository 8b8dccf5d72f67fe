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
    WIDTH,
    Canvas,
    span_of,
    wrapped,
    year_axis,
)
from kelisim.report.figures.lanes import (
    GAP,
    MODES,
    STRIP,
    UNKNOWN,
    evidence_lanes,
    heading,
    label,
    ladder_lanes,
    lanes_in_words,
)
from kelisim.report.figures.triggers import LINE, trigger_marks, within
from kelisim.report.inlines import words
from kelisim.report.tree import Figure

_MOST_TRIGGERS: Final = 24


@dataclass(frozen=True)
class _Row:
    reading: str
    lanes: tuple[tuple[GovernanceRow, ...], ...]


def governance(context: Context) -> Figure | None:
    """Return the timeline of governance: a row a reading, a bar a state, a mark a trigger; None without states."""
    states = context.results.govern.states
    if not states and not any(one.items for one in context.results.govern.years):
        return None
    window = _window(context)
    rows = _rows(states, window)
    triggers = _triggers(context)
    drawn = triggers[:_MOST_TRIGGERS]
    canvas = Canvas(WIDTH, 1.0, window, (0.0, 1.0), x_axis={**year_axis(*window, WIDTH), "orient": "bottom"})
    parts: dict[str, list[dict[str, Any]]] = {key: [] for key in ("strip", "dark", "light", "head", "plain", "right")}
    bands, top = _phases(context, canvas, window, parts)
    bottom = _bars(rows, canvas, window, parts, top + GAP)
    spans: list[dict[str, Any]] = []
    bottom = evidence_lanes(context, canvas, window, parts, spans, bottom)
    bottom = ladder_lanes(context, canvas, window, parts, bottom)
    marks, extents, bottom = trigger_marks(drawn, canvas, window, parts, bottom)
    extents = [*spans, *extents]
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
            f"where the date is a period. Shaded bands are the phases of the study.{_lanes_told(context)}",
            f" {show.count(len(triggers) - len(drawn), 'further trigger')} not drawn."
            if len(triggers) > len(drawn)
            else "",
        ),
        alternative_text=f"{_in_words(rows, drawn)} {lanes_in_words(context)}".strip(),
        spec=spec,
        record_columns=("kind", "id", "label", "period", "group"),
        records=(
            *(("phase", one.id, one.name, str(one.period), "") for one in context.data.phases),
            *(("state", one.id, "; ".join(one.modes), one.period, one.reading) for one in states),
            *(("trigger", one.id, one.title, str(one.period), one.trigger) for one in triggers),
            *(
                (
                    "evidence",
                    f"{one.relationship} {one.year}",
                    "; ".join(one.both or (*one.modes, *one.ties)),
                    str(one.year),
                    f"{one.items} pieces, {one.status}",
                )
                for one in context.results.govern.years
            ),
            *(
                ("change", one.reading, f"{one.before} to {one.after}", one.period, one.certainty)
                for one in context.results.govern.transitions
            ),
            *(
                (
                    "rung",
                    f"{one.ladder} {one.scope}",
                    one.low if one.low == one.high else f"{one.low} to {one.high}",
                    str(one.year),
                    one.planned,
                )
                for one in context.results.govern.ladders
            ),
        ),
    )


def _lanes_told(context: Context) -> str:
    told = ""
    if any(one.items for one in context.results.govern.years):
        told += (
            " Below them stand the modes that the evidence of each year allows, with the number of its pieces; a dash "
            "is a year without any, several modes in one year are all possible, and a line is the span in which a "
            "change fell."
        )
        if context.results.govern.coverage and context.results.govern.coverage.demonstration:
            told += " The rubric or its codings are a demonstration."
    if context.results.govern.ladders:
        told += " Green bars are the rung reached for certain, “a to b” where the higher one is possible only."
    return told


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
        top = heading(parts, canvas, window[0], top, f"Reading of {row.reading}" if row.reading else "Reading")
        for lane in row.lanes:
            below = False
            for state in lane:
                low, high = within(Period.parse(state.period), window)
                detail = f"{', '.join(state.modes)}: {state.actors}, {show.period(state.period)}"
                for index, mode in enumerate(state.modes):
                    fill, ink = MODES.get(mode, UNKNOWN)
                    place = top + index * STRIP
                    strip = {"x": low, "x2": high, "y": place, "y2": place + STRIP, "fill": fill, "detail": detail}
                    parts["strip"].append(strip)
                    if not label(parts, strip, ink, [mode], canvas.per_x()):
                        below = True
                        place = top + len(state.modes) * STRIP + (index + 0.5) * LINE
                        parts["dark"].append({"x": (low + high) / 2, "y": place, "text": mode})
            tallest = max(len(state.modes) for state in lane)
            top += tallest * STRIP + (tallest * LINE if below else 0) + 3
        top += GAP
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
