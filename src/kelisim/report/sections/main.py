"""The main results: the customary tables and the figure on governance, each led in by what it shows."""

from __future__ import annotations

from typing import Final

from kelisim.report.inlines import words
from kelisim.report.layout import Layout
from kelisim.report.narrative import claims, history, periodisation

TABLES: Final = ("reliability_matrix", "focus", "phases", "periodisation")
MARKERS: Final = ("markers_innovation", "markers_performance")
FIGURES: Final = ("periodisation", "governance")


def lay(layout: Layout) -> None:
    """Lay down the main results."""
    context = layout.context
    layout.heading(1, "Main results", "results")
    layout.heading(2, "Reliability of the claims", "results-reliability")
    layout.paragraph(claims.matrix(context), claims.cross_check(context))
    layout.table("reliability_matrix")
    layout.heading(2, "Sources and what they were read for", "results-sources")
    if ("table", "focus") in context.labels:
        layout.paragraph(words(context.label("table", "focus"), " groups the register by kind of material."))
    layout.table("focus")
    layout.heading(2, "Stages", "results-stages")
    if context.results.periodise.phases:
        layout.paragraph(history.phases(context), history.rivals(context))
    layout.table("phases")
    layout.paragraph(periodisation.tested(context))
    layout.figure("periodisation")
    layout.table("periodisation")
    layout.heading(2, "Evolution of governance", "results-governance")
    layout.paragraph(history.governance(context))
    layout.figure("governance")
    others = sorted(key for key in layout.tables if key.startswith("markers_") and key not in MARKERS)
    for key in (*MARKERS, *others):
        table = layout.tables.get(key)
        if table is None or not table.number:
            continue
        layout.heading(2, table.title, f"results-{key.replace('_', '-')}")
        layout.paragraph(
            words(
                context.label("table", key),
                " sets the declared markers against the phases; a cell without evidence is marked as not reported.",
            )
        )
        layout.table(key)
