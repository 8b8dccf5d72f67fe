"""The evidence step by step, in the order of the pipeline."""

from __future__ import annotations

from typing import Final

from kelisim.report.inlines import words
from kelisim.report.layout import Layout
from kelisim.report.narrative import claims, coding, conclusions, estimates, history, plans, scores, sources
from kelisim.report.tree import Inlines

TABLES: Final = (
    *(
        "series",
        "codings",
        "agreement",
        "agreement_settled",
        "confusion",
        "contradictions",
        "identities",
        "cerqual",
        "rivals",
        "periodisation_series",
        "boundaries",
        "periodisation_sensitivity",
        "governance",
        "governance_by_year",
        "transitions",
        "ladder",
    ),
    *(
        "estimates",
        "assumptions",
        "estimate_probes",
        "indicators",
        "indicator_changes",
        "sparse_counts",
        "plan_tracker",
    ),
    "recommendations",
)
FIGURES: Final = ("independence", "flow", "agreement", "verdicts", "events")
FAMILIES: Final = ("indicator_", "estimate_")


def lay(layout: Layout) -> None:
    """Lay down the steps."""
    layout.heading(1, "The evidence, step by step", "steps")
    _gather(layout)
    _code(layout)
    _verify(layout)
    _history(layout)
    _estimate(layout)
    _conclude(layout)


def _gather(layout: Layout) -> None:
    context = layout.context
    layout.heading(2, "Collecting", "steps-collect")
    layout.paragraph(sources.documents(context), sources.provenance(context), sources.series(context))
    layout.paragraph(sources.joined_by(context), _listed_in(layout, "independence"))
    layout.figure("independence")
    layout.table("series")
    layout.heading(2, "Screening", "steps-screen")
    layout.paragraph(sources.kept(context), sources.clauses(context), sources.reasons(context))
    layout.figure("flow")
    layout.heading(2, "Rating", "steps-rate")
    layout.paragraph(sources.ratings(context), _listed_in(layout, "credibility"))


def _code(layout: Layout) -> None:
    context = layout.context
    layout.heading(2, "Coding", "steps-code")
    layout.paragraph(coding.codings(context), coding.lost(context), coding.mapped(context))
    layout.table("codings")
    if context.data.codebook.codes:
        layout.paragraph(coding.agreement(context))
    layout.paragraph(coding.reported(context))
    layout.figure("agreement")
    layout.table("agreement")
    layout.paragraph(coding.adjudicated(context))
    layout.table("agreement_settled")
    layout.table("confusion")


def _verify(layout: Layout) -> None:
    context = layout.context
    layout.heading(2, "Claims and their verification", "steps-verify")
    layout.paragraph(claims.counted(context), claims.unscanned(context))
    layout.paragraph(claims.verdicts(context), claims.cross_check(context))
    layout.figure("verdicts")
    layout.paragraph(_listed_in(layout, "claims"))
    layout.table("contradictions")
    layout.paragraph(claims.identities(context))
    layout.table("identities")
    layout.paragraph(claims.grid(context), _listed_in(layout, "admiralty"))
    layout.paragraph(claims.qualitative(context))
    layout.table("cerqual")


def _history(layout: Layout) -> None:
    context = layout.context
    layout.heading(2, "Phases and their rivals", "steps-periodise")
    layout.paragraph(history.filling(context), history.displaced(context), history.defects(context))
    layout.figure("events")
    layout.paragraph(history.rivals(context))
    layout.table("rivals")
    layout.table("periodisation_series")
    layout.table("boundaries")
    layout.table("periodisation_sensitivity")
    layout.heading(2, "Governance and its triggers", "steps-govern")
    layout.paragraph(history.implied(context), history.transitions(context))
    layout.table("governance")
    layout.paragraph(scores.scored(context))
    layout.table("governance_by_year")
    layout.paragraph(scores.computed(context))
    layout.table("transitions")
    layout.paragraph(scores.climbed(context))
    layout.table("ladder")


def _estimate(layout: Layout) -> None:
    context = layout.context
    layout.heading(2, "Estimates", "steps-estimate")
    for key in layout.figures:
        if key.startswith("indicator_"):
            layout.figure(key)
    for plan in context.data.estimates:
        layout.paragraph(estimates.estimate(context, plan))
        layout.bullets(estimates.remarks(context, plan))
    for key in layout.figures:
        if key.startswith("estimate_"):
            layout.figure(key)
    layout.table("estimates")
    layout.table("assumptions")
    layout.table("estimate_probes")


def _conclude(layout: Layout) -> None:
    context = layout.context
    layout.heading(2, "Indicators by phase", "steps-indicators")
    if ("table", "indicators") in context.labels:
        layout.paragraph(
            words(context.label("table", "indicators"), " sets out what claims and series state for each indicator.")
        )
    layout.table("indicators")
    layout.paragraph(plans.changes(context))
    layout.table("indicator_changes")
    layout.paragraph(plans.counted(context))
    layout.table("sparse_counts")
    layout.heading(2, "Plans and their outcomes", "steps-plans")
    layout.paragraph(plans.tracked(context))
    layout.table("plan_tracker")
    layout.heading(2, "Recommendations", "steps-conclude")
    layout.paragraph(conclusions.recommendations(context), conclusions.targets(context))
    layout.table("recommendations")


def _listed_in(layout: Layout, table: str) -> Inlines:
    """Return where a table that print leaves out can be read in full."""
    kept = layout.tables.get(table)
    return words(f"The file tables/{table}.csv lists them one by one.") if kept and kept.records else ()
