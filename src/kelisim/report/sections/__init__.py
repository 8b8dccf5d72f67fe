"""The sections of a report, in order."""

from __future__ import annotations

from collections.abc import Mapping

from kelisim.report.layout import Layout
from kelisim.report.sections import closing, main, opening, steps
from kelisim.report.tree import Figure, Table

__all__ = ["body", "order_of"]


def body(layout: Layout) -> None:
    """Lay down the whole body."""
    opening.lay(layout)
    main.lay(layout)
    steps.lay(layout)
    closing.lay(layout)


def order_of(tables: Mapping[str, Table], figures: Mapping[str, Figure]) -> dict[tuple[str, str], str]:
    """Return the number of each table and figure that is printed, in the order in which they stand."""
    markers = sorted(
        (key for key in tables if key.startswith("markers_")),
        key=lambda key: (main.MARKERS.index(key) if key in main.MARKERS else len(main.MARKERS), key),
    )
    printed = [*main.TABLES, *markers, *steps.TABLES, *closing.TABLES]
    present = [key for key in printed if key in tables and tables[key].rows]
    drawn = [key for pattern in (*main.FIGURES, *steps.FIGURES) for key in figures if key == pattern]
    drawn += [key for pattern in steps.FAMILIES for key in figures if key.startswith(pattern)]
    numbers = {("table", key): str(place) for place, key in enumerate(present, 1)}
    return numbers | {("figure", key): str(place) for place, key in enumerate(drawn, 1)}
