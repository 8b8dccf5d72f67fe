"""R: what the study promises and does not give, and causes told where only order was shown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kelisim.checks.places import at_event, in_advice, in_codebook, in_plan, in_study, in_table
from kelisim.checks.registry import Rule, rule
from kelisim.model.finding import Finding
from kelisim.model.results import Results
from kelisim.model.study import StudyData
from kelisim.stages.telling import tells


@rule(
    "R010",
    "promised analysis missing",
    "warning",
    "inference_unsupported",
    "A marker, count, estimate, rubric or ladder is declared, and nothing in the study fills it.",
    "A protocol that announces an analysis owes its result, or the statement that it could not be made.",
)
def promised_and_missing(this: Rule, data: StudyData, results: Results) -> Iterator[Finding]:
    """Find analyses that are announced and never given."""
    for count in data.sparse_counts:
        rows = [one for one in results.conclude.counts if one.id == count.id]
        if rows and all(one.presence == "not counted" for one in rows):
            message = f"{count.id} ({count.name}) is a promised marker, and no phase has a count of it"
            hint = "run its query and add the series, or say why it cannot be counted"
            yield this.finding(message, hint, **in_study(data, "sparse_counts", count.id))
    for table, row in dict.fromkeys((one.table, one.row) for one in data.markers):
        cells = [one for one in data.markers if (one.table, one.row) == (table, row)]
        if all(one.status == "planned" and one.text and not one.claims and not one.series for one in cells):
            message = f"table {table}, {row!r} is announced in every phase and filled in none"
            yield this.finding(message, "fill the row, or take it out", **in_table(data, cells[0]))
    estimated = {one.plan for one in results.estimate.rows}
    for plan in data.estimates:
        if plan.id not in estimated:
            message = f"{plan.id} ({plan.title}) is declared, and nothing could be estimated"
            yield this.finding(message, "add claims for its periods to its inputs", **in_plan(data, plan.id))
    coverage = results.govern.coverage
    if coverage is not None and not coverage.placed and not coverage.events_placed:
        message = "the codebook holds a rubric of governance, and no passage or event could be scored by it"
        hint = "code passages that name a year and the pair, or date and name the actors of events"
        yield this.finding(message, hint, **in_codebook(data, "rubric", ""))
    climbed = {one.ladder for one in results.govern.steps}
    for ladder in data.ladders:
        if ladder.id not in climbed:
            message = f"{ladder.id} ({ladder.name}) is a declared ladder, and nothing stands on it"
            hint = "name events or claims on its rungs, or words by which they are found"
            yield this.finding(message, hint, **in_study(data, "ladders", ladder.id))


@rule(
    "R011",
    "cause told where only order was shown",
    "warning",
    "inference_unsupported",
    "The study's own words tell a cause, while no estimate with an error stands behind it; a note in an event's title.",
    "That one thing came before another does not show that it brought it about.",
)
def cause_from_order(this: Rule, data: StudyData, results: Results) -> Iterator[Finding]:
    """Find causes that the study tells and does not test."""
    if any(one.standard_error is not None for one in results.estimate.rows):
        return
    hint = "say that one came after the other, or show what would have happened without it"
    order = {one.id: _order(one.triggers, results) for one in data.governance}
    for state in data.governance:
        found = tells(state.note, "cause")
        if found:
            shown = f"; of its triggers {order[state.id]}" if order[state.id] else ""
            message = f"{state.id} tells a cause ({found!r}), and no estimate tests it{shown}"
            yield this.finding(message, hint, confidence=0.6, **in_study(data, "governance", state.id))
    for advice in data.recommendations:
        found = tells(advice.action, "cause")
        if found:
            message = f"{advice.id} ({advice.title}) rests on a cause ({found!r}) that no estimate tests"
            yield this.finding(message, hint, confidence=0.5, **in_advice(data, advice.id))
    for event in data.events:
        found = tells(event.title, "cause")
        if found:
            message = f"{event.id} ({event.title}) tells a cause ({found!r}), and no estimate tests it"
            place: dict[str, Any] = at_event(event)
            yield this.finding(message, hint, severity="note", confidence=0.5, **place)


def _order(triggers: tuple[str, ...], results: Results) -> str:
    """Return how many of a state's triggers came before it, and how surely."""
    seen = {
        one.event: one.precedence
        for change in results.govern.transitions
        if change.certainty == "declared"
        for one in change.triggers
        if one.event in triggers
    }
    counts = [(list(seen.values()).count(word), word) for word in ("certainly", "possibly", "not")]
    return ", ".join(f"{n} came {word} before" for n, word in counts if n)
