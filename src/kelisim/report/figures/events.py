"""Events by kind and phase: how many acts of each kind fall into each phase by date."""

from __future__ import annotations

from collections import Counter
from typing import Any

from kelisim.model.event import TRIGGERS
from kelisim.report import format as show
from kelisim.report.context import Context
from kelisim.report.figures.drawing import INK, MUTED, WIDTH, Canvas, text_width, wrapped
from kelisim.report.inlines import words
from kelisim.report.tree import Figure

_ROW, _LINE = 28.0, 15.0
_SHADES = ("#f4f6f8", "#d5e3ec", "#a9c9dd", "#6ea3c4", "#35789f", "#1f4e73")
_NONE = "in no phase"


def events(context: Context) -> Figure | None:
    """Return a tile for each kind of event in each phase; None without events."""
    if not context.data.events:
        return None
    dated = context.phase_of
    counts: Counter[tuple[str, str]] = Counter((one.trigger, dated.get(one.id, _NONE)) for one in context.data.events)
    kinds = [kind for kind in TRIGGERS if any(trigger == kind for trigger, _ in counts)]
    columns = [(phase.id, f"{phase.id}. {phase.name}", show.period(phase.period)) for phase in context.data.phases]
    if any(phase == _NONE for _, phase in counts):
        columns.append((_NONE, "In no phase", ""))
    left = max(text_width(kind) for kind in kinds) + 14
    width = WIDTH - left
    canvas = Canvas(width, _ROW * len(kinds), (0.0, float(len(columns))), (0.0, float(len(kinds))))
    most = max(counts.values())
    tiles: list[dict[str, Any]] = []
    dark: list[dict[str, Any]] = []
    light: list[dict[str, Any]] = []
    for column, (phase, name, _) in enumerate(columns):
        for row, kind in enumerate(kinds):
            n = counts[(kind, phase)]
            shade = 0 if n == 0 else min(5, 1 + 5 * (n - 1) // max(most, 1))
            detail = f"{kind}, {name}: {show.count(n, 'event')}"
            tiles.append(
                {"x": column, "x2": column + 1, "y": row, "y2": row + 1, "fill": _SHADES[shade], "detail": detail}
            )
            inside = {"x": column + 0.5, "y": row + 0.5, "text": show.number(n) if n else show.NOT_REPORTED}
            (light if shade >= 4 else dark).append(inside)
    canvas.rectangles(tiles, stroke="#ffffff", strokeWidth=2)
    canvas.texts(dark, align="center", color=INK)
    canvas.texts(light, align="center", color="#ffffff")
    rows = [{"x": -10 / canvas.per_x(), "y": row + 0.5, "text": kind} for row, kind in enumerate(kinds)]
    canvas.texts(rows, align="right")
    room = canvas.per_x() - 8
    heads: list[dict[str, Any]] = []
    whens: list[dict[str, Any]] = []
    for column, (_, name, when) in enumerate(columns):
        lines = [*wrapped(name, room, bold=True, at_most=3)]
        under = wrapped(when, room, at_most=2) if when else []
        whole = len(lines) + len(under)
        for line, text in enumerate([*lines, *under]):
            place = {"x": column + 0.5, "y": -((whole - line - 0.5) * _LINE + 4) / _ROW, "text": text}
            (heads if line < len(lines) else whens).append(place)
    canvas.texts(heads, align="center", fontWeight="bold")
    canvas.texts(whens, align="center", color=MUTED)
    return Figure(
        id="events",
        title="Events by kind and phase",
        caption=words("Numbers of dated events; an event belongs to a phase where its whole period lies in it."),
        alternative_text=" ".join(
            f"{name}: {show.listed([f'{kind} {counts[(kind, phase)]}' for kind in kinds if counts[(kind, phase)]])}."
            for phase, name, _ in columns
            if any(counts[(kind, phase)] for kind in kinds)
        ),
        spec=canvas.spec(),
        record_columns=("trigger", "phase", "n"),
        records=tuple((kind, phase, counts[(kind, phase)]) for kind in kinds for phase, _, _ in columns),
    )
