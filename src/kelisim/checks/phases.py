"""P: phases and governance."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from kelisim.checks.places import at_event, in_study
from kelisim.checks.registry import Rule, rule
from kelisim.model.finding import Finding, Severity
from kelisim.model.phase import GOVERNANCE_MODES
from kelisim.model.results import Results
from kelisim.model.study import StudyData

_ONGOING = "is called ongoing but its period"


@rule(
    "P001",
    "gap or overlap",
    "error",
    "period_conflict",
    "The declared phases leave a gap or overlap.",
    "An event can then belong to no phase, or to two.",
)
def gap_or_overlap(this: Rule, data: StudyData, results: Results) -> Iterator[Finding]:
    """Find phases that do not follow on each other."""
    for defect in results.periodise.defects:
        if _ONGOING not in defect:
            yield this.finding(defect, "mend the periods of [[phases]]", **_at_phase(data, defect))


@rule(
    "P002",
    "closed yet ongoing",
    "warning",
    "period_conflict",
    "A phase is called ongoing but its period has an end.",
    "It is one or the other.",
)
def closed_yet_ongoing(this: Rule, data: StudyData, results: Results) -> Iterator[Finding]:
    """Find phases that are both over and not."""
    for defect in results.periodise.defects:
        if _ONGOING in defect:
            hint = "leave the end of the period open, as in 2022/.., or write ongoing = false"
            yield this.finding(defect, hint, **_at_phase(data, defect))


def _at_phase(data: StudyData, defect: str) -> dict[str, Any]:
    """Return where the later of the phases that a defect names stands."""
    named = [phase.id for phase in data.phases if re.search(rf"phases? (?:\S+ and )?{re.escape(phase.id)}\b", defect)]
    return in_study(data, "phases", *reversed(named)) if named else in_study(data, "phases")


@rule(
    "P003",
    "two periodisations",
    "error",
    "period_conflict",
    "The same history is divided in another way elsewhere in the same text; a note where another source divides it so.",
    "Results by phase then depend on which of the two is meant.",
)
def two_periodisations(this: Rule, data: StudyData, results: Results) -> Iterator[Finding]:
    """Find rival divisions of the same history."""
    for rival in data.rivals:
        rows = [row for row in results.periodise.rivals if row[0] == rival.id and not row[5]]
        if rows:
            parts = "; ".join(f"phase {row[2]} is {row[3]} there, {row[4] or 'absent'} here" for row in rows)
            where = f", section {rival.section}" if rival.section else ""
            message = f"{rival.id} ({rival.name}{where}) divides otherwise: {parts}"
            hint = "use one division throughout, or report what changes under the other"
            elsewhere = bool(rival.source) and not rival.section
            place = in_study(data, "rival_periodisations", rival.id)
            yield this.finding(message, hint, severity="note" if elsewhere else None, **place)


@rule(
    "P004",
    "event outside its phase",
    "warning",
    "period_conflict",
    "An event is told in one phase and dated in another; a note where it is a plan.",
    "The phase then owes its character to what happened at another time.",
)
def outside_its_phase(this: Rule, data: StudyData, results: Results) -> Iterator[Finding]:
    """Find events told in the wrong phase."""
    by_id = {event.id: event for event in data.events}
    for identifier, told, dated in results.periodise.displaced:
        event = by_id[identifier]
        there = f"falls into phase {dated}" if dated else "falls into no phase"
        message = f"{identifier} ({event.title}) is told in phase {told} but {event.period} {there}"
        hint = "tell it where it belongs, or move the boundary"
        # A plan is often told when it was made and not for when it was meant.
        severity: Severity | None = "note" if event.status in ("planned", "recommended") else None
        yield this.finding(message, hint, severity=severity, **at_event(event))


@rule(
    "P005",
    "phase outside the window",
    "error",
    "period_conflict",
    "A phase reaches beyond the study's window.",
    "The corpus cannot speak of what lies outside it.",
)
def outside_window(this: Rule, data: StudyData, results: Results) -> Iterator[Finding]:
    """Find phases that the corpus does not cover."""
    window = data.description.window
    for phase in data.phases:
        period = phase.period
        late = window.end and period.start and period.start > window.end
        early = window.start and period.start and period.start < window.start
        after = window.end and period.end and period.end > window.end
        if late or early or after:
            message = f"phase {phase.id} ({period}) reaches beyond the window {window}"
            yield this.finding(message, "widen the window or shorten the phase", **in_study(data, "phases", phase.id))


@rule(
    "P006",
    "mode against its variables",
    "warning",
    "inference_unsupported",
    "A governance state is given another mode than its complexity, codifiability and capability imply.",
    "The mode follows from the three variables (Gereffi, Humphrey and Sturgeon 2005, table 1).",
)
def mode_against_variables(this: Rule, data: StudyData, results: Results) -> Iterator[Finding]:
    """Find modes that their variables do not imply."""
    for state in results.govern.states:
        place = in_study(data, "governance", state.id)
        if state.expected and state.expected not in GOVERNANCE_MODES:
            _, _, why = state.expected.partition(": ")
            message = f"{state.id}: {_degrees(state)} is no mode: {why}"
            yield this.finding(message, "look at the evidence for each variable again", **place)
        elif state.expected and state.expected not in state.modes:
            message = f"{state.id} is called {'/'.join(state.modes)}; {_degrees(state)} implies {state.expected}"
            yield this.finding(message, "mend the mode or the variables, with evidence", **place)


def _degrees(state: object) -> str:
    parts = {name: getattr(state, name) for name in ("complexity", "codifiability", "capability")}
    return ", ".join(f"{value} {name}" for name, value in parts.items())


@rule(
    "P007",
    "trigger after its transition",
    "warning",
    "inference_unsupported",
    "An event is named as the trigger of a transition that had begun before it.",
    "A cause comes before its effect.",
)
def late_trigger(this: Rule, data: StudyData, results: Results) -> Iterator[Finding]:
    """Find triggers that came too late."""
    by_id = {event.id: event for event in data.events}
    for transition in results.govern.transitions:
        if transition.certainty != "declared":
            # Computed ones list what lies near; nobody has called it a cause.
            continue
        for trigger in transition.triggers:
            if trigger.precedence == "not":
                event = by_id[trigger.event]
                change = f"{transition.before} to {transition.after} in {transition.when}"
                message = f"{event.id} ({event.title}, {event.period}) comes after the transition from {change}"
                yield this.finding(message, "name another trigger, or date the transition later", **at_event(event))


@rule(
    "P008",
    "event without a source",
    "warning",
    "citation_problem",
    "An event names no source and no claim.",
    "Nobody can check that it happened.",
)
def event_without_source(this: Rule, data: StudyData, results: Results) -> Iterator[Finding]:
    """Find events that rest on nothing."""
    for event in data.events:
        if not (event.sources or event.claims or event.quote):
            yield this.finding(
                f"{event.id} ({event.title}) has no source", "name its source or claim", **at_event(event)
            )


@rule(
    "P009",
    "plan whose time has come",
    "note",
    "inference_unsupported",
    "An event is called planned though the time it was planned for lies inside the window, and nothing is noted of it.",
    "The study can know whether the plan was kept, and a reader will ask.",
)
def plan_past_its_time(this: Rule, data: StudyData, results: Results) -> Iterator[Finding]:
    """Find plans of which the study could say what became of them."""
    closed = data.description.window.end
    for event in data.events:
        due = event.period.end
        if event.status == "planned" and not event.note and due and closed and due <= closed:
            message = (
                f"{event.id} ({event.title}) was planned for {event.period}; the study does not say what came of it"
            )
            yield this.finding(message, "say in note what came of it, or change its status", **at_event(event))


@rule(
    "P010",
    "phases not supported",
    "warning",
    "inference_unsupported",
    "The declared phases gain no more on the declared series than they would on histories without phases.",
    "A division that chance draws as well tells more of its author than of the history.",
)
def phases_not_supported(this: Rule, data: StudyData, results: Results) -> Iterator[Finding]:
    """Find declared phases that the data do not carry."""
    tests = results.periodise.tests
    own = tests.declared
    if own is None or own.p_value is None or own.p_value <= tests.level:
        return
    often = dict(tests.power).get(2.0)
    blind = (
        f"; a lasting shift of 2 standard deviations would be found in {often:.0%} of such histories"
        if often is not None
        else ""
    )
    message = (
        f"the data do not carry the {len(own.boundaries) + 1} declared phases: p = {own.p_value:.2f}, rank {own.rank} "
        f"of {own.alternatives} divisions{blind}"
    )
    hint = "say that the phases are the author's own, add series, or divide where the data do"
    yield this.finding(message, hint, **in_study(data, "periodisation"))


@rule(
    "P011",
    "boundary not supported",
    "warning",
    "inference_unsupported",
    "A declared boundary is less likely than not to lie in its period or beside it, given the declared series.",
    "What is said to differ before and after it may differ elsewhere, or nowhere.",
)
def boundary_not_supported(this: Rule, data: StudyData, results: Results) -> Iterator[Finding]:
    """Find boundaries that the data place elsewhere or nowhere."""
    tests = results.periodise.tests
    for one in tests.boundaries:
        if one.near < 0.5:
            message = (
                f"that phase {one.phase} begins in {one.period} or one {tests.unit} beside it has probability "
                f"{one.near:.2f} given the series ({one.near_prior:.2f} before them)"
            )
            yield this.finding(
                message, "move the boundary, or give what else speaks for it", **in_study(data, "phases", one.phase)
            )
