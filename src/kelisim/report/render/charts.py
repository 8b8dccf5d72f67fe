"""Figures: from Vega-Lite to SVG, PNG and PDF files whose bytes depend on the chart alone."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from kelisim.errors import DataError, Problem
from kelisim.report.render.anchors import name
from kelisim.report.render.fonts import SANS as SANS_FAMILIES
from kelisim.report.render.fonts import FontSet, font_set, load, typst_list
from kelisim.report.tree import Figure

SCALE: Final = 3  # PNG pixels a chart unit: 288 dots an inch at the natural size
_UNITS_A_CENTIMETRE: Final = 96 / 2.54
_WIDEST: Final = 15.5  # centimetres: the text's width on A4
_FONT: Final = "FiraGO, Noto Sans, Noto Sans SC, Arial, sans-serif"

# Colours that stay apart for colour-blind eyes and in grey, dark enough on white for lines and text.
_PALETTE: Final = ["#1f5a85", "#c2571a", "#3d7d4f", "#8a4f8f", "#8f7a1e", "#2b8c99", "#a63d57", "#5d6470"]
_THEME: Final[dict[str, Any]] = {
    "background": "#ffffff",
    "view": {"stroke": None},
    "axis": {
        "labelColor": "#3b3f46",
        "titleColor": "#22252a",
        "gridColor": "#e4e4e0",
        "domainColor": "#8d9097",
        "tickColor": "#8d9097",
        "labelFontSize": 11,
        "titleFontSize": 11.5,
        "titleFontWeight": "normal",
        "labelLimit": 240,
    },
    "legend": {"labelFontSize": 11, "titleFontSize": 11.5, "titleFontWeight": "normal", "labelLimit": 260},
    "header": {"labelFontSize": 11, "titleFontSize": 11.5, "labelColor": "#22252a"},
    "title": {"fontSize": 13, "fontWeight": "bold", "color": "#22252a", "anchor": "start"},
    "range": {"category": _PALETTE},
    "bar": {"color": _PALETTE[0]},
    "line": {"strokeWidth": 2},
}


@dataclass(frozen=True, slots=True)
class Picture:
    """A converted figure: its files, and its natural size in chart units (96 an inch)."""

    id: str
    svg: Path
    png: Path
    pdf: Path | None
    width: float
    height: float

    @property
    def print_width(self) -> float:
        """The width in print, in centimetres: the natural one, at most the text's."""
        return min(self.width / _UNITS_A_CENTIMETRE, _WIDEST)


def themed(spec: dict[str, Any]) -> dict[str, Any]:
    """Return a chart in the report's look: what the chart says itself wins, save for the font."""
    chart = deepcopy(spec)
    chart.pop("$schema", None)
    config = chart.get("config") or {}
    merged = _merge(_THEME, config)
    merged["font"] = _FONT
    chart["config"] = merged
    return chart


def _merge(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    merged = deepcopy(below)
    for key, value in above.items():
        lower = merged.get(key)
        merged[key] = _merge(lower, value) if isinstance(value, dict) and isinstance(lower, dict) else value
    return merged


def render_figures(
    figures: Sequence[Figure], out_dir: Path, *, pdf: bool = False, fonts: FontSet | None = None
) -> dict[str, Picture]:
    """Convert figures to ``<id>.svg`` and ``<id>.png`` in a folder, and to ``<id>.pdf`` if asked.

    The result leads from a figure's id to its Picture. The charts are drawn with fonts from Python packages alone, in
    UTC, and may fetch nothing. Raises DataError for a chart that Vega-Lite refuses and MissingExtra without the
    ``report`` extra.
    """
    if not figures:
        return {}
    if fonts is None:
        with font_set() as own:
            return render_figures(figures, out_dir, pdf=pdf, fonts=own)
    load("vl_convert", "Drawing figures (the package vl-convert-python)")
    out_dir.mkdir(parents=True, exist_ok=True)
    names = {figure.id: file_name(figure) for figure in figures}
    order = {
        "figures": [{"id": f.id, "name": names[f.id], "spec": themed(f.spec)} for f in figures],
        "folder": str(out_dir.resolve()),
        "scale": SCALE,
    }
    _report_refused(_run_worker(json.dumps(order, allow_nan=False).encode(), fonts))
    pictures = {}
    for figure in figures:
        svg = out_dir / f"{names[figure.id]}.svg"
        width, height = _size(svg.read_text(encoding="utf-8"))
        vector = _to_pdf(svg, width, height, fonts) if pdf else None
        pictures[figure.id] = Picture(figure.id, svg, svg.with_suffix(".png"), vector, width, height)
    return pictures


def file_name(figure: Figure) -> str:
    """Return the file name of a figure, without suffix."""
    return name(figure.id)


def _run_worker(order: bytes, fonts: FontSet) -> list[dict[str, str]]:
    environment = {
        **os.environ,
        "FONTCONFIG_FILE": str(fonts.fontconfig),
        "TZ": "UTC",
        "LC_ALL": "C.UTF-8",
        "PYTHONIOENCODING": "utf-8",
    }
    worker = Path(__file__).with_name("charts_worker.py")
    done = subprocess.run(
        [sys.executable, "-P", str(worker)], input=order, capture_output=True, env=environment, check=False
    )
    if done.returncode != 0:
        reason = done.stderr.decode("utf-8", "replace").strip().splitlines() or ["no reason given"]
        raise DataError(f"the charts could not be drawn: {reason[-1]}", hint="reinstall vl-convert-python")
    answer: list[dict[str, str]] = json.loads(done.stdout)
    return answer


def _report_refused(refused: list[dict[str, str]]) -> None:
    if refused:
        raise DataError(
            Problem(
                code="figure-refused",
                what=f"figure {item['id']}: {item['error']}",
                hint="check the Vega-Lite chart; it must carry its data and fetch nothing",
            )
            for item in refused
        )


def _size(drawing: str) -> tuple[float, float]:
    head = drawing[: drawing.index(">")]
    width, height = (re.search(rf'\b{side}="([0-9.]+)"', head) for side in ("width", "height"))
    if width is None or height is None:
        raise DataError("a chart has no size", hint="give the Vega-Lite chart a width and a height in numbers")
    return float(width.group(1)), float(height.group(1))


def _to_pdf(svg: Path, width: float, height: float, fonts: FontSet) -> Path:
    typst = load("typst", "The PDF edition (the package typst)")
    # 96 chart units are 72 points.
    source = (
        f"#set page(width: {width * 0.75:.3f}pt, height: {height * 0.75:.3f}pt, margin: 0pt)\n"
        f"#set text(font: {typst_list(SANS_FAMILIES)})\n"
        f'#image("{svg.name}", width: 100%, height: 100%)\n'
    )
    path = svg.with_suffix(".typ")
    path.write_text(source, encoding="utf-8")
    try:
        compiler = typst.Compiler(str(path), root=str(svg.parent), font_paths=fonts.typst)
        data: bytes = compiler.compile(format="pdf", timestamp=0)
    finally:
        path.unlink()
    pdf = svg.with_suffix(".pdf")
    pdf.write_bytes(data)
    return pdf
