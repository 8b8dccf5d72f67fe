"""The register, what was let in, and how it is rated."""

from __future__ import annotations

from kelisim.report import format as show
from kelisim.report.context import Context
from kelisim.report.inlines import emphasis, web
from kelisim.report.references import issued
from kelisim.report.tables.build import column, names, table
from kelisim.report.tree import Table


def sources(context: Context) -> Table:
    """Return the register with provenance, screening and rating: one row a source."""
    rows, records = [], []
    roots = context.results.collect.roots
    documents = context.documents
    for one in context.data.sources:
        decision, rating = context.decisions.get(one.id), context.ratings.get(one.id)
        document = documents.get(one.id)
        included = None if decision is None else decision.included
        state = "" if decision is None else "in" if decision.included else "out"
        rows.append(
            (
                context.to(one.id, kind="source"),
                one.title,
                issued(one),
                one.category,
                one.perspective,
                context.to_all(one.lineage),
                state,
                rating.rating if rating else "",
                web(one.url) if one.url else "",
            )
        )
        records.append(
            (
                one.id,
                one.number,
                one.title,
                one.authors,
                one.publisher,
                one.publisher_kind,
                one.category,
                one.perspective,
                one.country,
                one.language,
                one.published,
                one.accessed,
                one.url,
                one.doi,
                one.container,
                one.volume,
                one.issue,
                one.pages,
                one.licence,
                one.lineage,
                one.owner,
                roots.get(one.id, ()),
                one.reports,
                one.file,
                one.text_kind,
                document.sha256 if document else "",
                included,
                rating.rating if rating else "",
                one.note,
            )
        )
    return table(
        "sources",
        "Sources",
        (
            column("id", "Source", 0.7),
            column("title", "Title", 3),
            column("publisher", "Published", 2),
            column("category", "Category", 1.3),
            column("perspective", "Perspective", 0.9),
            column("lineage", "Re-reports", 0.9),
            column("included", "Screening", 0.8),
            column("rating", "Credibility", 1),
            column("url", "Address", 1.6),
        ),
        rows,
        names(
            "id number title authors publisher publisher_kind category perspective country language "
            "published accessed url doi container volume issue pages licence lineage owner roots reports file "
            "text_kind sha256 included rating note"
        ),
        records,
        landscape=True,
    )


def screening(context: Context) -> Table:
    """Return the screening log: each source in or out, by which clause, for which reason, by whom."""
    decisions = context.results.screen.decisions
    return table(
        "screening",
        "Screening of sources",
        (
            column("source", "Source", 0.7),
            column("title", "Title", 3),
            column("included", "Decision", 0.8),
            column("clause", "Clause", 0.8),
            column("reason", "Reason", 2),
            column("by", "Decided by", 0.8),
        ),
        (
            (
                context.to(one.source, kind="source"),
                context.sources[one.source].title if one.source in context.sources else "",
                "in" if one.included else "out",
                one.clause,
                one.reason,
                one.by,
            )
            for one in decisions
        ),
        ("source", "included", "clause", "reason", "by"),
        ((one.source, one.included, one.clause, one.reason, one.by) for one in decisions),
    )


def credibility(context: Context) -> Table:
    """Return the rating of each source with the rule or person that gave it."""
    ratings = context.results.rate.ratings
    return table(
        "credibility",
        "Credibility of sources",
        (
            column("source", "Source", 0.7),
            column("title", "Title", 3),
            column("rating", "Rating"),
            column("reason", "Reason", 2.5),
            column("by", "Rated by", 0.8),
        ),
        (
            (
                context.to(one.source, kind="source"),
                context.sources[one.source].title if one.source in context.sources else "",
                one.rating or emphasis("not rated"),
                one.reason,
                one.by,
            )
            for one in ratings
        ),
        ("source", "rating", "reason", "by"),
        ((one.source, one.rating, one.reason, one.by) for one in ratings),
    )


def flow(context: Context) -> Table:
    """Return the flow of sources through screening: one row a box."""
    boxes = context.results.screen.flow
    return table(
        "flow",
        "Flow of sources through screening",
        (column("box", "Step", 3), column("count", "Sources", right=True)),
        ((box, show.number(n)) for box, n in boxes),
        ("box", "count"),
        boxes,
    )
