"""The close: limitations from the findings, appendices, abbreviations and references."""

from __future__ import annotations

from typing import Final

from kelisim.report.inlines import link, strong, words
from kelisim.report.layout import Layout
from kelisim.report.narrative import conclusions
from kelisim.report.references import reference

TABLES: Final = ("findings", "events", "codebook")


def lay(layout: Layout) -> None:
    """Lay down limitations, appendices, abbreviations and references."""
    context = layout.context
    layout.heading(1, "Limitations", "limitations")
    layout.paragraph(conclusions.findings(context), conclusions.kinds(context))
    items = conclusions.worst(context)
    if items:
        layout.paragraph(words("The gravest of each kind, worst first:"))
        layout.bullets(items)
    layout.table("findings")
    layout.heading(1, "Appendix: events and codebook", "appendix")
    layout.table("events")
    layout.table("codebook")
    layout.heading(1, "Abbreviations", "abbreviations")
    layout.bullets(words(strong(short), f" {long}") for short, long in sorted(context.data.description.abbreviations))
    layout.heading(1, "References", "references")
    layout.bullets(words(link("source", one.id, f"[{one.id}]"), " ", reference(one)) for one in context.data.sources)
