"""Converts charts in a process of its own, so that the fonts and the time zone of the machine leave no trace.

Reads a JSON object ``{"figures": [{"id", "name", "spec"}], "folder", "scale"}`` on standard input and writes
``<name>.svg`` and ``<name>.png``; answers with ``[{"id", "error"}]`` for the charts that Vega-Lite refuses.
Imports nothing of kelisim: it is started as a plain file, which saves half a second.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any


def _convert(order: dict[str, Any]) -> list[dict[str, str]]:
    import vl_convert

    folder, refused = Path(order["folder"]), []
    for figure in order["figures"]:
        try:
            # No address is allowed: a chart carries its data, and a build reaches for nothing outside.
            drawing = vl_convert.vegalite_to_svg(figure["spec"], allowed_base_urls=[])
            picture = vl_convert.svg_to_png(drawing, scale=order["scale"])
        except Exception as error:
            first = str(error).strip().splitlines() or [type(error).__name__]
            refused.append({"id": figure["id"], "error": first[0]})
            continue
        (folder / f"{figure['name']}.svg").write_text(drawing, encoding="utf-8", newline="\n")
        (folder / f"{figure['name']}.png").write_bytes(picture)
    return refused


if __name__ == "__main__":
    json.dump(_convert(json.load(sys.stdin.buffer)), sys.stdout)
