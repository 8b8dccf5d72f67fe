"""A drawing surface on Vega-Lite: marks with their own places, so that no label runs into another."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from kelisim.model.period import Period

# The renderer sets its own font; a chart shown elsewhere falls back on these.
FONT: Final = "FiraGO, Liberation Sans, Arial, sans-serif"
SIZE: Final = 12  # chart units: 9 points in print at 96 units an inch
WIDTH: Final = 568  # a little less than the 15.5 cm of a page's text
INK: Final = "#22252a"
MUTED: Final = "#5d6470"
FAINT: Final = "#b9bcc2"
GRID: Final = "#e4e4e0"
BANDS: Final = ("#f4f1e8", "#e9eef2")
# Apart for colour-blind eyes and in grey.
PALETTE: Final = ("#1f5a85", "#c2571a", "#3d7d4f", "#8a4f8f", "#8f7a1e", "#2b8c99", "#a63d57", "#5d6470")

_NARROW: Final = frozenset("iljtfrI.,:;'’|!()[]/- ")
_WIDE: Final = frozenset("mwMW%@—")


def text_width(text: str, size: float = SIZE, *, bold: bool = False) -> float:
    """Return about how wide a text is set, in chart units; a little too wide rather than too narrow."""
    total = 0.0
    for character in text:
        if character in _NARROW:
            total += 0.36
        elif character in _WIDE:
            total += 0.9
        elif ord(character) >= 0x2E80:
            total += 1.0
        elif character.isupper() or ord(character) > 0x0300:
            total += 0.68
        else:
            total += 0.57
    return total * size * (1.06 if bold else 1.0)


def wrapped(
    text: str, width: float, size: float = SIZE, *, bold: bool = False, at_most: int | None = None
) -> list[str]:
    """Return a text in lines no wider than ``width``; cut with an ellipsis where ``at_most`` lines do not hold it."""
    lines: list[str] = []
    for word in text.split():
        if lines and text_width(f"{lines[-1]} {word}", size, bold=bold) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    if at_most is not None and len(lines) > at_most:
        last = lines[at_most - 1]
        while last and text_width(f"{last}…", size, bold=bold) > width:
            last = last[:-1].rstrip()
        lines = [*lines[: at_most - 1], f"{last}…"]
    return lines or [""]


def decimal_year(day: date) -> float:
    """Return a day as a year with a fraction."""
    first = date(day.year, 1, 1).toordinal()
    length = date(day.year + 1, 1, 1).toordinal() - first if day.year < 9999 else 366
    return round(day.year + (day.toordinal() - first) / length, 4)


def span_of(period: Period, window: tuple[float, float]) -> tuple[float, float]:
    """Return the years from the first to past the last day of a period, an open end at the edge of the window."""
    low = decimal_year(period.start) if period.start else window[0]
    high = decimal_year(date.fromordinal(period.end.toordinal() + 1)) if period.end else window[1]
    return low, high


def slug(text: str) -> str:
    """Return a text as part of an id."""
    return re.sub(r"\W+", "_", text.casefold()).strip("_") or "unnamed"


@dataclass
class Canvas:
    """Marks in data coordinates.

    ``x`` and ``y`` are the domains; y grows downwards where ``down``. An axis is a Vega-Lite axis, or None.
    """

    width: float
    height: float
    x: tuple[float, float]
    y: tuple[float, float]
    down: bool = True
    x_axis: dict[str, Any] | None = None
    y_axis: dict[str, Any] | None = None
    layers: list[dict[str, Any]] = field(default_factory=list)

    def per_x(self) -> float:
        """Return chart units a unit of x."""
        return self.width / (self.x[1] - self.x[0])

    def per_y(self) -> float:
        """Return chart units a unit of y."""
        return self.height / (self.y[1] - self.y[0])

    def rectangles(self, values: Sequence[dict[str, Any]], **mark: Any) -> None:
        """Add rectangles: x, x2, y, y2 and fill."""
        self._add({"type": "rect", **mark}, values, ("x", "x2", "y", "y2"), {"fill": "fill"})

    def lines(self, values: Sequence[dict[str, Any]], **mark: Any) -> None:
        """Add straight lines: x, x2, y, y2 and colour."""
        self._add({"type": "rule", **mark}, values, ("x", "x2", "y", "y2"), {"color": "colour"})

    def path(self, values: Sequence[dict[str, Any]], **mark: Any) -> None:
        """Add lines through points: x, y, group and colour."""
        self._add({"type": "line", **mark}, values, ("x", "y"), {"color": "colour", "detail": "group"})

    def points(self, values: Sequence[dict[str, Any]], **mark: Any) -> None:
        """Add points: x, y, shape and colour."""
        settings = {"type": "point", "filled": True, "opacity": 1, "size": 70, **mark}
        self._add(settings, values, ("x", "y"), {"color": "colour", "shape": "shape"})

    def texts(self, values: Sequence[dict[str, Any]], **mark: Any) -> None:
        """Add texts: x, y and text, with a colour."""
        settings = {"type": "text", "fontSize": SIZE, "align": "left", "baseline": "middle", "color": INK, **mark}
        self._add(settings, values, ("x", "y"), {"text": "text"})

    def halo(self, values: Sequence[dict[str, Any]], **mark: Any) -> None:
        """Add texts on a white edge, so that they can be read across a line."""
        self.texts(values, **{**mark, "stroke": "#ffffff", "strokeWidth": 3, "strokeOpacity": 0.85})
        self.texts(values, **mark)

    def _add(
        self, mark: dict[str, Any], values: Sequence[dict[str, Any]], places: Iterable[str], looks: dict[str, str]
    ) -> None:
        if not values:
            return
        encoding: dict[str, Any] = {}
        for name in places:
            encoding[name] = {"field": name} if name.endswith("2") else self._position(name)
        for channel, key in looks.items():
            if all(key in value for value in values):
                own = {"scale": None} if channel in ("fill", "color", "shape") else {}
                encoding[channel] = {"field": key, "type": "nominal", **own}
        if any("detail" in value for value in values):
            encoding["tooltip"] = {"field": "detail", "type": "nominal"}
        self.layers.append({"mark": mark, "data": {"values": list(values)}, "encoding": encoding})

    def _position(self, name: str) -> dict[str, Any]:
        domain, axis = (self.x, self.x_axis) if name == "x" else (self.y, self.y_axis)
        scale: dict[str, Any] = {"domain": list(domain), "nice": False, "zero": False}
        if name == "y" and self.down:
            scale["reverse"] = True
        return {"field": name, "type": "quantitative", "scale": scale, "axis": axis}

    def spec(self) -> dict[str, Any]:
        """Return the drawing as Vega-Lite."""
        return {
            "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
            "width": round(self.width, 1),
            "height": round(self.height, 1),
            "layer": self.layers,
            "config": look(),
        }


def look() -> dict[str, Any]:
    """Return the settings that every chart shares: letters of nine points in print, no frame."""
    return {
        "font": FONT,
        "view": {"stroke": None},
        "axis": {
            "labelFontSize": SIZE,
            "titleFontSize": SIZE,
            "titleFontWeight": "normal",
            "labelColor": INK,
            "titleColor": INK,
            "gridColor": GRID,
            "domainColor": FAINT,
            "tickColor": FAINT,
        },
        "legend": {"labelFontSize": SIZE, "titleFontSize": SIZE, "titleFontWeight": "normal", "labelLimit": 320},
    }


def year_axis(first: float, last: float, width: float) -> dict[str, Any]:
    """Return an axis of whole years, as many as fit."""
    years = range(int(-(-first // 1)), int(last) + 1)
    step = next((s for s in (1, 2, 5, 10, 20, 50, 100) if len(years) / s * 42 <= width), 200)
    values = [year for year in years if year % step == 0 or step == 1]
    return {"values": values, "format": "d", "title": None, "grid": False, "labelOverlap": False, "labelFlush": False}
