"""Sentences on phases, their rivals, governance and its triggers."""

from __future__ import annotations

from collections import Counter

from kelisim.report import format as show
from kelisim.report.context import UNNAMED, Context, reading_name
from kelisim.report.inlines import Piece, joined, link, words
from kelisim.report.tree import Inlines

_SHOWN = 6


def phases(context: Context) -> Inlines:
    """Return the declared phases with their periods."""
    rows = context.results.periodise.phases
    if not rows:
        return words("No phases are declared.")
    parts = [
        link("table", "phases", f"{row.name} ({show.period(row.period)}{', ongoing' if row.ongoing else ''})")
        for row in rows
    ]
    lead = "The history is told in one phase: " if len(rows) == 1 else f"The history is told in {len(rows)} phases: "
    return words(lead, joined(parts, ", ", " and "), ".")


def filling(context: Context) -> Inlines:
    """Return how many events and claims fall into each phase by date."""
    rows = context.results.periodise.phases
    if not rows or not context.data.events:
        return ()
    parts = [f"{show.count(len(row.events), 'event')} in phase {row.id}" for row in rows]
    outside = len(context.data.events) - len(context.phase_of)
    tail = f"; {show.count(outside, 'event')} {show.verb(outside, 'falls', 'fall')} into none" if outside else ""
    return words("By date there ", show.verb(len(rows[0].events), "is", "are"), f" {show.listed(parts)}{tail}.")


def rivals(context: Context) -> Inlines:
    """Return how many other divisions of the same history there are, and how far they agree."""
    rows = context.results.periodise.rivals
    if not rows:
        return ()
    names = list(dict.fromkeys(row[0] for row in rows))
    full = [name for name in names if all(row[5] for row in rows if row[0] == name)]
    n = len(names)
    told = "none agrees" if not full else f"{show.number(len(full))} {show.verb(len(full), 'agrees', 'agree')}"
    if n == 1:
        told = "it agrees" if full else "it does not agree"
    return words(
        f"The material holds {show.count(n, 'other division')} of the same history; {told} with the declared one in "
        "every phase that it names (",
        context.label("table", "rivals"),
        ").",
    )


def displaced(context: Context) -> Inlines:
    """Return the events that are told in another phase than their date's."""
    found = context.results.periodise.displaced
    if not found:
        return ()
    parts = [
        words(context.to(event, kind="event"), f" (told in phase {told}, dated in {dated or 'none'})")
        for event, told, dated in found
    ]
    n = len(found)
    return words(
        f"Told in another phase than {show.verb(n, 'its date gives is', 'their dates give are')} "
        f"{show.count(n, 'event')}: ",
        joined(parts, ", "),
        ".",
    )


def defects(context: Context) -> Inlines:
    """Return what is wrong with the division itself."""
    found = context.results.periodise.defects
    return words(f"Defects of the division: {'; '.join(found)}.") if found else ()


def governance(context: Context) -> Inlines:
    """Return the sequence of modes in each reading."""
    states = context.results.govern.states
    if not states:
        return ()
    readings: dict[str, list[str]] = {}
    for state in sorted(states, key=lambda one: one.period):
        told = f"{show.listed(state.modes)} ({show.period(state.period)})"
        readings.setdefault(reading_name(state.reading), []).append(told)
    n = len(readings)
    parts = [
        f"{'' if n == 1 and not named else f'by {named or UNNAMED}: '}{', then '.join(found)}"
        for named, found in readings.items()
    ]
    return words(
        "Governance is read ",
        "in one way" if n == 1 else f"in {n} ways",
        " (",
        context.label("figure", "governance"),
        f"){', ' if n > 1 or next(iter(readings)) else ': '}{'; '.join(parts)}.",
    )


def implied(context: Context) -> Inlines:
    """Return how far the declared modes follow from the three variables that decide them."""
    states = context.results.govern.states
    if not states:
        return ()
    decided = [one for one in states if one.expected]
    against = [one for one in decided if one.expected not in one.modes]
    n = len(states)
    sentence = (
        f"The three variables that decide a mode are all stated for {show.number_or_none(len(decided))} of "
        f"{show.count(n, 'state')}"
    )
    if against:
        sentence += f"; for {show.number(len(against))} they imply another mode than the one read"
    elif decided:
        sentence += " and imply the mode read"
    return words(f"{sentence}.")


def transitions(context: Context) -> Inlines:
    """Return the transitions, and how many named triggers came before them."""
    found = [one for one in context.results.govern.transitions if one.certainty == "declared"]
    if not found:
        return (
            words("No reading holds two successive modes, so no transition can be dated.")
            if (context.results.govern.states)
            else ()
        )
    triggers = [trigger for one in found for trigger in one.triggers]
    before = sum(trigger.precedence == "certainly" for trigger in triggers)
    possibly = sum(trigger.precedence == "possibly" for trigger in triggers)
    kinds = Counter(trigger.kind for trigger in triggers)
    n = len(found)
    sentence: list[Piece] = [
        "The readings hold ",
        link("table", "transitions", show.count(n, "transition")),
        f" with {show.count(len(triggers), 'trigger')} named",
    ]
    if triggers:
        told = show.listed([f"{kind} {count}" for kind, count in kinds.most_common(_SHOWN)])
        sentence.append(
            f" ({told}); before the change that {show.verb(len(triggers), 'it is', 'they are')} said to have brought "
            f"{show.number_or_none(before)} certainly came, {show.number_or_none(possibly)} possibly and "
            f"{show.number_or_none(len(triggers) - before - possibly)} not"
        )
    return words(*sentence, ". To come before is not to have caused.")
