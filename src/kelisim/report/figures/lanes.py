"""Lanes below the declared readings: what the evidence of each year allows, when modes changed, and rungs reached."""

from __future__ import annotations

from itertools import groupby
from typing import Any, Final

from kelisim.model.phase import GOVERNANCE_MODES
from kelisim.model.results import GovernanceYear, LadderYear
from kelisim.report import format as show
from kelisim.report.context import Context
from kelisim.report.figures.drawing import INK, WIDTH, Canvas, text_width, wrapped
from kelisim.report.tables.scores import pair_name

# From loose to tight coordination, light to dark; the names stand in the bars, so that colour is never alone.
MODES: Final = {
    "market": ("#efe6c8", INK),
    "modular": ("#cfe0ea", INK),
    "relational": ("#93bfd8", INK),
    "captive": ("#4c86ab", "#ffffff"),
    "hierarchy": ("#1f4e73", "#ffffff"),
}
UNKNOWN: Final = ("#d9dbe0", INK)
STRIP, GAP, LINE = 20.0, 8.0, 15.0
_SHORT: Final = {"market": "mark.", "modular": "mod.", "relational": "rel.", "captive": "capt.", "hierarchy": "hier."}
_RUNGS: Final = ("#eef0ea", "#d5dfcf", "#b3c8a8", "#8aab7c", "#5f8a53", "#3d6b35")
_MOST_PAIRS: Final = 3
Parts = dict[str, list[dict[str, Any]]]


def label(parts: Parts, strip: dict[str, Any], ink: str, names: list[str], unit: float) -> bool:
    """Write the first of some names that fits into a strip; return whether any does."""
    room = (strip["x2"] - strip["x"]) * unit - 4
    text = next((one for one in names if text_width(one) <= room), "")
    if text:
        place = {"x": (strip["x"] + strip["x2"]) / 2, "y": (strip["y"] + strip["y2"]) / 2, "text": text}
        parts["light" if ink == "#ffffff" else "dark"].append(place)
    return bool(text)


def heading(parts: Parts, canvas: Canvas, left: float, top: float, text: str) -> float:
    """Write a heading and return where it ends."""
    for line in wrapped(text, WIDTH - 10, bold=True, at_most=2):
        parts["head"].append({"x": left + 5 / canvas.per_x(), "y": top + LINE / 2, "text": line})
        top += LINE
    return top + 3


def evidence_lanes(
    context: Context, canvas: Canvas, window: tuple[float, float], parts: Parts, spans: list[dict[str, Any]], top: float
) -> float:
    """Add a lane a pair: the modes possible by year, how much evidence there is, and the span of each change."""
    years = [one for one in context.results.govern.years if window[0] <= one.year < window[1]]
    for position, (pair, group) in enumerate(groupby(years, key=lambda one: one.relationship)):
        own = list(group)
        if position >= _MOST_PAIRS or not any(one.items for one in own):
            continue
        name = pair_name(context, pair)
        top = heading(parts, canvas, window[0], top, f"What the evidence allows, {name}; pieces of evidence a year")
        tallest = 1
        for modes, run in groupby(own, key=_modes):
            held = list(run)
            tallest = max(tallest, len(modes))
            _stack(held, modes, canvas, parts, top)
        top += tallest * STRIP + 2
        for one in own:
            place = {"x": one.year + 0.5, "y": top + LINE / 2}
            if canvas.per_x() >= text_width("000"):
                parts["dark"].append({**place, "text": str(one.items) if one.items else "–"})
        top += LINE + 2
        top = _changes(context, pair, canvas, window, parts, spans, top)
        top += GAP
    return top


def _modes(one: GovernanceYear) -> tuple[str, ...]:
    if not one.items:
        return ()
    if one.status == "excluded":
        return ("none",)
    found = one.both or tuple(mode for mode in GOVERNANCE_MODES if mode in (*one.modes, *one.ties))
    return ("any",) if len(found) == len(GOVERNANCE_MODES) else found


def _stack(held: list[GovernanceYear], modes: tuple[str, ...], canvas: Canvas, parts: Parts, top: float) -> None:
    low, high = float(held[0].year), float(held[-1].year + 1)
    told = str(held[0].year) if len(held) == 1 else f"{held[0].year}–{held[-1].year}"
    for index, mode in enumerate(modes):
        fill, ink = MODES.get(mode, UNKNOWN)
        place = top + index * STRIP
        detail = f"{told}: {mode}, {held[0].status}"
        strip = {"x": low, "x2": high, "y": place, "y2": place + STRIP, "fill": fill, "detail": detail}
        parts["strip"].append(strip)
        label(parts, strip, ink, [mode, _SHORT.get(mode, mode)], canvas.per_x())


def _changes(
    context: Context,
    pair: str,
    canvas: Canvas,
    window: tuple[float, float],
    parts: Parts,
    spans: list[dict[str, Any]],
    top: float,
) -> float:
    drawn: set[str] = set()
    for one in context.results.govern.transitions:
        mine = one.certainty == "certain" and one.reading.partition(": ")[2] == pair
        if not mine or one.period in drawn:
            continue
        drawn.add(one.period)
        first, _, last = one.period.partition("/")
        low, high = max(float(first), window[0]), min(float(last or first) + 1, window[1])
        y = top + LINE / 2
        spans.append({"x": low, "x2": high, "y": y, "y2": y, "colour": INK, "detail": f"change of mode, {one.period}"})
        text = f"change of mode in {show.period(one.period)}"
        unit = canvas.per_x()
        if (window[1] - high) * unit >= text_width(text) + 10:
            parts["plain"].append({"x": high + 6 / unit, "y": y, "text": text})
        elif (low - window[0]) * unit >= text_width(text) + 10:
            parts["right"].append({"x": low - 6 / unit, "y": y, "text": text})
        else:
            top += LINE
            parts["plain"].append({"x": window[0] + 5 / unit, "y": top + LINE / 2, "text": text})
        top += LINE + 2
    return top


def ladder_lanes(context: Context, canvas: Canvas, window: tuple[float, float], parts: Parts, top: float) -> float:
    """Add a lane a ladder, of each pair where pairs are declared: the rung reached by the end of each year."""
    pairs = {one.id for one in context.data.relationships}
    for one in context.data.ladders:
        rows = [row for row in context.results.govern.ladders if row.ladder == one.id]
        scopes = [scope for scope in dict.fromkeys(row.scope for row in rows if row.high) if scope in pairs]
        order = {rung.id: place for place, rung in enumerate(one.rungs)}
        for scope in scopes[:_MOST_PAIRS] or ["all"]:
            own = [row for row in rows if row.scope == scope and row.high and window[0] <= row.year < window[1]]
            if not own:
                continue
            who = f", {pair_name(context, scope)}" if scope in pairs else ""
            top = heading(parts, canvas, window[0], top, f"{one.name}{who}: rung by the end of the year")
            for (low, high), run in groupby(own, key=_reached):
                held = list(run)
                shade = _RUNGS[min(len(_RUNGS) - 1, order.get(low, 0))]
                ink = "#ffffff" if shade in _RUNGS[4:] else INK
                told = low if low == high else f"{low or 'none'} to {high}"
                left, right = float(held[0].year), float(held[-1].year + 1)
                strip = {"x": left, "x2": right, "y": top, "y2": top + STRIP, "fill": shade if low else UNKNOWN[0]}
                strip["detail"] = f"{held[0].year}–{held[-1].year}: {told}"
                parts["strip"].append(strip)
                label(parts, strip, ink if low else INK, [told, f"≥ {low}" if low else f"≤ {high}"], canvas.per_x())
            top += STRIP + GAP
    return top


def _reached(row: LadderYear) -> tuple[str, str]:
    return row.low, row.high


def lanes_in_words(context: Context) -> str:
    """Return what the lanes show, for those who cannot see them."""
    sentences = []
    for one in context.results.govern.years:
        if one.items:
            modes = _modes(one)
            told = "any mode" if modes == ("any",) else show.listed(modes, "or")
            pieces = show.count(one.items, "piece")
            sentences.append(f"{pair_name(context, one.relationship)}, {one.year}: {told} ({one.status}, {pieces})")
    lead = "By the evidence: " if sentences else ""
    return f"{lead}{'; '.join(sentences)}." if sentences else ""
