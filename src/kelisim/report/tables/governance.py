"""States of governance and the transitions between them."""

from __future__ import annotations

from kelisim.model.results import GovernanceRow, Transition
from kelisim.report import format as show
from kelisim.report.context import UNNAMED, Context, reading_name
from kelisim.report.inlines import emphasis, joined, strong, words
from kelisim.report.tables.build import column, names, table
from kelisim.report.tree import Inlines, Table

_BESIDE = 6
_PRECEDENCE = {"certainly": "certainly before", "possibly": "possibly before", "not": "not before"}


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
                _whose(one),
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
            column("when", "In the span", 0.9),
            column("triggers", "Triggers, and whether each came before", 3.5),
        ),
        (
            (
                reading_name(one.reading) or UNNAMED,
                one.before.replace("/", " and "),
                one.after.replace("/", " and "),
                words(show.period(one.period or one.when), *_certainty(one)),
                _beside(context, one),
            )
            for one in found
        ),
        names(
            "reading before after when period certainty trigger_events trigger_kinds trigger_came_before "
            "constitutive kinds_absent"
        ),
        (
            (
                one.reading,
                one.before,
                one.after,
                one.when,
                one.period,
                one.certainty,
                [trigger.event for trigger in one.triggers],
                [trigger.kind for trigger in one.triggers],
                [trigger.precedence for trigger in one.triggers],
                [trigger.event for trigger in one.triggers if trigger.constitutive],
                one.absent,
            )
            for one in found
        ),
        notes=words(
            "Whether an event came before is told from the days that both dates allow: certainly, where its last day "
            "is before the first of the span; not, where its first day is after the last; possibly otherwise. To come "
            "before is not to have caused. What is evidence for the later state itself cannot have caused it either."
        )
        if found
        else (),
    )


def _certainty(one: Transition) -> tuple[str, ...]:
    return () if one.certainty == "declared" else (f" ({one.certainty})",)


def _beside(context: Context, one: Transition) -> Inlines:
    """Return the triggers, in computed changes a few of each precedence and how many more there are."""
    shown = one.triggers if one.certainty == "declared" else one.triggers[:_BESIDE]
    parts = [
        words(
            context.events[trigger.event].title if trigger.event in context.events else trigger.event,
            " (",
            context.to(trigger.event, kind="event"),
            f", {trigger.kind}, {_PRECEDENCE[trigger.precedence]}",
            ", part of the later state" if trigger.constitutive else "",
            ")",
        )
        for trigger in shown
    ]
    rest = len(one.triggers) - len(shown)
    if rest:
        parts.append(words(f"{rest} more"))
    if one.absent:
        parts.append(words(emphasis(f"before it no {show.listed(one.absent, 'or')}")))
    return joined(parts) or words(emphasis("none named"))


def _whose(one: GovernanceRow) -> Inlines:
    named = reading_name(one.reading)
    if not named:
        return words(one.actors or UNNAMED)
    return words(strong(named), f": {one.actors}" if one.actors else "")
