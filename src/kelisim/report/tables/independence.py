"""What sources go back to: one row a tie of the graph of independence."""

from __future__ import annotations

from kelisim.model.independence import is_organisation, name_of
from kelisim.report.context import Context
from kelisim.report.inlines import Piece
from kelisim.report.tables.build import column, table
from kelisim.report.tree import Table

_TOLD = {
    "lineage": "re-reports",
    "ownership": "belongs to",
    "quotation": "quotes",
    "duplicate": "carries the text of",
}


def independence(context: Context) -> Table:
    """Return the ties that make sources depend on one another, each with how it is known."""
    found = context.results.collect.ties
    return table(
        "independence",
        "What sources go back to",
        (
            column("start", "Source", 1.6),
            column("relation", "Tie", 1),
            column("end", "Goes back to", 1.6),
            column("evidence", "Known from", 2.4),
        ),
        ((_node(context, one.start), _TOLD[one.relation], _node(context, one.end), one.evidence) for one in found),
        ("start", "start_kind", "relation", "end", "end_kind", "evidence"),
        (
            (name_of(one.start), _kind(one.start), one.relation, name_of(one.end), _kind(one.end), one.evidence)
            for one in found
        ),
    )


def _node(context: Context, node: str) -> Piece:
    return (
        name_of(node) if is_organisation(node) else context.to(node, kind="source" if node in context.sources else None)
    )


def _kind(node: str) -> str:
    return "organisation" if is_organisation(node) else "source"
