"""The flow of sources through screening, in the manner of PRISMA 2020."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any, Final

from kelisim.report import format as show
from kelisim.report.context import Context
from kelisim.report.figures.drawing import INK, MUTED, WIDTH, Canvas, wrapped
from kelisim.report.inlines import words
from kelisim.report.tree import Figure

_MAIN: Final = (0.0, 250.0)
_SIDE: Final = (310.0, float(WIDTH))
_LINE, _PADDING, _SPACE = 16.0, 9.0, 30.0
_REASONS: Final = 4


@dataclass(frozen=True)
class _Box:
    lines: tuple[str, ...]
    details: tuple[str, ...] = ()

    @property
    def height(self) -> float:
        return 2 * _PADDING + _LINE * (len(self.lines) + len(self.details))


def flow(context: Context) -> Figure | None:
    """Return the flow as boxes and arrows; None where nothing was screened."""
    boxes = context.results.screen.flow
    if not boxes or not any(n for _, n in boxes):
        return None
    main, side = _arranged(context)
    heights = [max(box.height, side[i].height if side.get(i) else 0.0) for i, box in enumerate(main)]
    total = sum(heights) + _SPACE * (len(main) - 1)
    canvas = Canvas(WIDTH, total, (0.0, float(WIDTH)), (0.0, total))
    rectangles, shafts, heads = [], [], []
    bold: list[dict[str, Any]] = []
    plain: list[dict[str, Any]] = []
    top = 0.0
    for index, box in enumerate(main):
        middle = top + heights[index] / 2
        placed = [(box, _MAIN, top + (heights[index] - box.height) / 2)]
        beside = side.get(index)
        if beside:
            placed.append((beside, _SIDE, top + (heights[index] - beside.height) / 2))
            shafts.append({"x": _MAIN[1], "x2": _SIDE[0] - 7, "y": middle, "y2": middle, "colour": MUTED})
            heads.append({"x": _SIDE[0] - 6, "y": middle, "shape": "triangle-right", "colour": MUTED})
        if index + 1 < len(main):
            centre = sum(_MAIN) / 2
            start = top + (heights[index] + box.height) / 2
            end = top + heights[index] + _SPACE + (heights[index + 1] - main[index + 1].height) / 2
            shafts.append({"x": centre, "x2": centre, "y": start, "y2": end - 7, "colour": MUTED})
            heads.append({"x": centre, "y": end - 6, "shape": "triangle-down", "colour": MUTED})
        for one, (left, right), place in placed:
            fill = "#ffffff" if one is box else "#f4f1e8"
            rectangles.append({"x": left, "x2": right, "y": place, "y2": place + one.height, "fill": fill})
            for line, text in enumerate((*one.lines, *one.details)):
                at = {"x": left + 10, "y": place + _PADDING + (line + 0.5) * _LINE, "text": text}
                (bold if line < len(one.lines) else plain).append(at)
        top += heights[index] + _SPACE
    canvas.rectangles(rectangles, stroke=INK, strokeWidth=1)
    canvas.lines(shafts, strokeWidth=1.3)
    canvas.points(heads, size=70)
    canvas.texts(bold, fontWeight="bold")
    canvas.texts(plain)
    return Figure(
        id="flow",
        title="Flow of sources through screening",
        caption=words(
            "Boxes give the number of sources at each step; on the right, what left the flow or why it stayed."
        ),
        alternative_text="; ".join(f"{box}: {show.number(n)}" for box, n in boxes) + ".",
        spec=canvas.spec(),
        record_columns=("box", "count"),
        records=boxes,
    )


def _arranged(context: Context) -> tuple[list[_Box], dict[int, _Box]]:
    main: list[_Box] = []
    names: list[str] = []
    side: dict[int, _Box] = {}
    kept: list[tuple[str, int]] = []
    for box, n in context.results.screen.flow:
        if box.startswith("included by "):
            kept.append((box.removeprefix("included by "), n))
        elif box in ("duplicates removed", "excluded"):
            details = _reasons(context) if box == "excluded" and n else ()
            if n and main:
                side[len(main) - 1] = _box(box, n, _SIDE, details)
        elif n or not names:
            main.append(_box(box, n, _MAIN))
            names.append(box)
    if kept and "included" in names:
        order = [f"clause {rule.id}" for rule in context.data.protocol.eligibility]
        kept.sort(key=lambda one: order.index(one[0]) if one[0] in order else len(order))
        room = _SIDE[1] - _SIDE[0] - 20
        lines = tuple(line for name, n in kept for line in wrapped(f"{name}: {show.number(n)}", room))
        side[names.index("included")] = _Box(("Included by",), lines)
    return main, side


def _box(name: str, n: int, edges: tuple[float, float], details: tuple[str, ...] = ()) -> _Box:
    room = edges[1] - edges[0] - 20
    head = wrapped(f"{name[:1].upper()}{name[1:]} (n = {show.number(n)})", room, bold=True)
    return _Box(tuple(head), tuple(line for text in details for line in wrapped(text, room)))


def _reasons(context: Context) -> tuple[str, ...]:
    out = [one for one in context.results.screen.decisions if not one.included and one.clause != "duplicate"]
    counts = Counter(one.reason for one in out).most_common()
    shown = [f"{reason}: {show.number(n)}" for reason, n in counts[:_REASONS]]
    rest = sum(n for _, n in counts[_REASONS:])
    return (*shown, f"other reasons: {show.number(rest)}") if rest else tuple(shown)
