"""The stage model, its rivals, and what happened in each phase."""

from __future__ import annotations

from collections import Counter

from kelisim.model.event import TRIGGERS
from kelisim.model.phase import Phase
from kelisim.model.results import PhaseRow
from kelisim.report import format as show
from kelisim.report.context import Context
from kelisim.report.inlines import Piece, emphasis, joined, words
from kelisim.report.tables.build import column, names, table
from kelisim.report.tree import Table

_KEY_EVENTS = 5


def phase_heading(phase: Phase) -> str:
    """Return a phase as a heading: "Phase 1: Export and Assembly, 2014–2017"."""
    return f"Phase {phase.id}: {phase.name}, {show.period(phase.period)}" + (" (ongoing)" if phase.ongoing else "")


def key_events(context: Context, row: PhaseRow) -> list[str]:
    """Return the events of a phase that the study itself leans on.

    These are triggers of a governance state first, then events that rest on a claim of the phase, by date.
    """
    triggers = {event for state in context.data.governance for event in state.triggers}
    declared = set(context.phases[row.id].claims) if row.id in context.phases else set()
    leaned = [
        identifier
        for identifier in row.events
        if identifier in triggers or declared & set(context.events[identifier].claims)
    ]
    chosen = leaned or list(row.events)
    return sorted(chosen, key=lambda one: (str(context.events[one].period.start), one))[:_KEY_EVENTS]


def phases(context: Context) -> Table:
    """Return the stage model: one row a phase, with what falls into it by date."""
    rows, records = [], []
    for row in context.results.periodise.phases:
        key = key_events(context, row)
        rest = len(row.events) - len(key)
        told = joined(words(context.events[one].title, " (", context.to(one, kind="event"), ")") for one in key)
        counts: Counter[str] = Counter(context.events[one].trigger for one in row.events)
        rows.append(
            (
                f"Phase {row.id}: {row.name}",
                show.period(row.period) + (", ongoing" if row.ongoing else ""),
                row.mode,
                row.technology,
                show.listed(row.governance),
                words(told, f"; {rest} more" if rest and key else "", _dated(len(row.claims))),
            )
        )
        records.append(
            (
                row.id,
                row.name,
                row.period,
                row.ongoing,
                row.mode,
                row.technology,
                row.governance,
                key,
                row.events,
                [f"{trigger} ({counts[trigger]})" for trigger in TRIGGERS if counts[trigger]],
                row.claims,
                row.sources,
            )
        )
    count = len(rows)
    spelled = {1: "One", 2: "Two", 3: "Three", 4: "Four", 5: "Five", 6: "Six", 7: "Seven"}
    title = f"{spelled.get(count, str(count))}-stage model" if count else "Stage model"
    return table(
        "phases",
        title,
        (
            column("phase", "Phase", 1.2),
            column("period", "Period", 1.1),
            column("mode", "Mode of cooperation", 1.5),
            column("technology", "Technology transfer", 1.5),
            column("governance", "Governance", 1),
            column("events", "Key events", 2.6),
        ),
        rows,
        names("id name period ongoing mode technology governance key_events events events_by_trigger claims sources"),
        records,
        notes=words(
            "An event or claim belongs to a phase where its whole period lies in it. Key events are those that the "
            "study names as triggers of a governance state or that rest on a claim of the phase."
        )
        if rows
        else (),
    )


def _dated(claims: int) -> str:
    return f" ({show.count(claims, 'claim')} dated in it)" if claims else ""


def rivals(context: Context) -> Table:
    """Return every other division of the same history beside the declared one, phase by phase."""
    found = context.results.periodise.rivals
    origin = {one.id: one for one in context.data.rivals}
    rows: list[tuple[Piece, ...]] = []
    before = ""
    for rival, name, phase, period, declared, agrees in found:
        where: Piece = ""
        if rival in origin and rival != before:
            source, section = origin[rival].source, origin[rival].section
            where = joined(
                [*([context.to(source)] if source else []), *([f"section {section}"] if section else [])], ", "
            )
        rows.append(
            (
                name if rival != before else "",
                where,
                phase,
                show.period(period),
                show.period(declared) or emphasis("absent"),
                "yes" if agrees else "no",
            )
        )
        before = rival
    return table(
        "rivals",
        "Rival periodisations",
        (
            column("rival", "Periodisation", 2.2),
            column("origin", "Found in", 1),
            column("phase", "Phase", 1.4),
            column("period", "There"),
            column("declared", "Here"),
            column("agrees", "Agrees", 0.7),
        ),
        rows,
        names("rival name phase period declared agrees"),
        found,
    )


def events(context: Context) -> Table:
    """Return the dated events with actors, trigger, status and the phase by date and as told."""
    dated = context.phase_of
    found = sorted(context.data.events, key=lambda one: (str(one.period.start or one.period.end), one.row, one.id))
    return table(
        "events",
        "Events",
        (
            column("id", "Event", 0.6),
            column("period", "When", 1.1),
            column("title", "What", 3),
            column("actors", "Actors", 1.5),
            column("trigger", "Kind", 1.2),
            column("status", "Status", 0.9),
            column("phase", "Phase by date", 0.7),
            column("sources", "Sources", 0.9),
        ),
        (
            (
                context.to(one.id, kind="event"),
                show.period(one.period),
                one.title,
                "; ".join(one.actors),
                one.trigger,
                one.status,
                dated.get(one.id, show.NOT_REPORTED),
                context.to_all(one.sources) if one.sources else emphasis("none named"),
            )
            for one in found
        ),
        names("id period title actors trigger place status sources claims section phase_told phase_dated quote note"),
        (
            (
                one.id,
                one.period,
                one.title,
                one.actors,
                one.trigger,
                one.place,
                one.status,
                one.sources,
                one.claims,
                one.section,
                one.phase,
                dated.get(one.id, ""),
                one.quote,
                one.note,
            )
            for one in found
        ),
        landscape=True,
    )
