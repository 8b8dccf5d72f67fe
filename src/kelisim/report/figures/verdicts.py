"""Claims by verdict, those that the protocol wants checked apart from the others."""

from __future__ import annotations

from collections import Counter
from typing import Any, Final

from kelisim.report import format as show
from kelisim.report.context import VERDICT_ORDER, Context
from kelisim.report.figures.drawing import INK, PALETTE, WIDTH, Canvas, text_width
from kelisim.report.inlines import words
from kelisim.report.tree import Figure

_ROW: Final = 26.0
_DARK, _LIGHT = PALETTE[0], "#a9c4d6"


def verdicts(context: Context) -> Figure | None:
    """Return a bar a verdict; None where the study has no claims."""
    found = context.results.verify.verdicts
    if not found:
        return None
    sections = context.data.protocol.cross_check.sections
    must: Counter[str] = Counter()
    other: Counter[str] = Counter()
    for one in found:
        claim = context.claims.get(one.claim)
        bound = claim is not None and claim.quantitative and (not sections or claim.section in sections)
        (must if bound else other)[one.verdict] += 1
    kinds = [one for one in VERDICT_ORDER if must[one] or other[one]]
    kinds += sorted({*must, *other} - set(kinds))
    left = max(text_width(kind) for kind in kinds) + 14
    most = max(must[kind] + other[kind] for kind in kinds)
    numbers = {kind: _beside(must[kind], other[kind]) for kind in kinds}
    right = max(text_width(text) for text in numbers.values()) + 14
    canvas = Canvas(WIDTH - left - right, _ROW * len(kinds), (0.0, float(most)), (0.0, float(len(kinds))))
    canvas.x_axis = {"title": "Claims", "grid": False, "tickCount": 5, "format": "d", "tickMinStep": 1}
    bars: list[dict[str, Any]] = []
    for index, kind in enumerate(kinds):
        place = {"y": index + 0.15, "y2": index + 0.85, "detail": f"{kind}: {numbers[kind]}"}
        bars.append({**place, "x": 0.0, "x2": float(must[kind]), "fill": _DARK})
        bars.append({**place, "x": float(must[kind]), "x2": float(must[kind] + other[kind]), "fill": _LIGHT})
    canvas.rectangles([bar for bar in bars if bar["x2"] > bar["x"]])
    unit = canvas.per_x()
    canvas.texts([{"x": -10 / unit, "y": i + 0.5, "text": kind} for i, kind in enumerate(kinds)], align="right")
    ends = [(i, must[kind] + other[kind], numbers[kind]) for i, kind in enumerate(kinds)]
    canvas.texts([{"x": total + 6 / unit, "y": i + 0.5, "text": text} for i, total, text in ends], color=INK)
    _legend(canvas, len(kinds))
    where = f"in sections {show.listed(sections)}" if sections else "in the study"
    return Figure(
        id="verdicts",
        title="Claims by verdict",
        caption=words(
            f"Bound by the cross-check rule are the quantitative claims {where}; their number stands first, that of "
            "the others after it."
        ),
        alternative_text="; ".join(
            f"{kind}: {must[kind]} bound by the cross-check rule, {other[kind]} others" for kind in kinds
        )
        + ".",
        spec=canvas.spec(),
        record_columns=("verdict", "to_be_checked", "others"),
        records=tuple((kind, must[kind], other[kind]) for kind in kinds),
    )


def _legend(canvas: Canvas, rows: int) -> None:
    unit, place = canvas.per_x(), rows + 62 / _ROW
    left = 0.0
    for fill, text in ((_DARK, "bound by the cross-check rule"), (_LIGHT, "others")):
        square = {"x": left / unit, "x2": (left + 12) / unit, "y": place - 6 / _ROW, "y2": place + 6 / _ROW}
        canvas.rectangles([{**square, "fill": fill}])
        canvas.texts([{"x": (left + 18) / unit, "y": place, "text": text}])
        left += 18 + text_width(text) + 20


def _beside(must: int, other: int) -> str:
    return f"{show.number(must)} + {show.number(other)}"
