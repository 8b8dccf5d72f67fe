"""States of governance and the transitions between them."""

from __future__ import annotations

from kelisim.report import format as show
from kelisim.report.context import Context, reading_name
from kelisim.report.inlines import emphasis, joined, strong, words
from kelisim.report.tables.build import column, names, table
from kelisim.report.tree import Table


def governance(context: Context) -> Table:
    """Return the states of each reading with the three variables and the mode that they imply."""
    states = context.results.govern.states
    return table(
        "governance",
        "Governance by reading and period",
        (
            column("reading", "Reading, actors", 1.7),
            column("period", "Period", 1.2),
            column("modes", "Mode", 1.1),
            column("variables", "Complexity, codifiability, capability", 1.5),
            column("expected", "Implied mode", 1.2),
            column("triggers", "Triggers", 1),
            column("evidence", "Evidence", 1),
        ),
        (
            (
                words(strong(reading_name(one.reading)), f": {one.actors}" if one.actors else ""),
                show.period(one.period),
                show.listed(one.modes),
                ", ".join(value or "not stated" for value in (one.complexity, one.codifiability, one.capability)),
                one.expected or emphasis("not decided"),
                context.to_all(one.triggers),
                context.to_all((*one.claims, *one.sources)),
            )
            for one in states
        ),
        names(
            "id reading actors period modes complexity codifiability capability expected agrees triggers claims sources"
        ),
        (
            (
                one.id,
                one.reading,
                one.actors,
                one.period,
                one.modes,
                one.complexity,
                one.codifiability,
                one.capability,
                one.expected,
                (one.expected in one.modes) if one.expected else None,
                one.triggers,
                one.claims,
                one.sources,
            )
            for one in states
        ),
        notes=words(
            "The implied mode follows from the three variables after Gereffi, Humphrey and Sturgeon (2005); it is not "
            "decided where the evidence speaks to fewer than three of them."
        )
        if states
        else (),
    )


def transitions(context: Context) -> Table:
    """Return the changes of mode within each reading, and whether each named trigger came before."""
    found = context.results.govern.transitions
    return table(
        "transitions",
        "Transitions of governance and their triggers",
        (
            column("reading", "Reading"),
            column("before", "From"),
            column("after", "To"),
            column("when", "When", 0.9),
            column("triggers", "Triggers, and whether each came before", 3.5),
        ),
        (
            (
                reading_name(one.reading),
                one.before.replace("/", " and "),
                one.after.replace("/", " and "),
                show.period(one.when),
                joined(
                    words(
                        context.events[event].title if event in context.events else event,
                        " (",
                        context.to(event, kind="event"),
                        f", {trigger}, {'before' if earlier else 'after'})",
                    )
                    for event, trigger, earlier in one.triggers
                )
                or words(emphasis("none named")),
            )
            for one in found
        ),
        names("reading before after when trigger_events trigger_kinds trigger_came_before"),
        (
            (
                one.reading,
                one.before,
                one.after,
                one.when,
                [event for event, _, _ in one.triggers],
                [kind for _, kind, _ in one.triggers],
                ["true" if earlier else "false" for _, _, earlier in one.triggers],
            )
            for one in found
        ),
    )
