"""Screen: each source in or out by the protocol's clauses, with the reason, and the flow that falls out of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kelisim.model.claim import Claim
from kelisim.model.event import Event
from kelisim.model.independence import Graph
from kelisim.model.protocol import EligibilityRule, MatrixRow, Protocol
from kelisim.model.results import Collected, Screened, ScreeningDecision
from kelisim.model.source import Source
from kelisim.model.study import JournalEntry
from kelisim.stages.origins import count_origins


def run(
    *,
    sources: Sequence[Source],
    protocol: Protocol,
    journal: Sequence[JournalEntry],
    claims: Sequence[Claim],
    events: Sequence[Event],
    matrix: Sequence[MatrixRow],
    collect: Collected,
) -> Screened:
    """Return a decision a source: the first clause it satisfies, a person's decision where one is recorded.

    Clause kinds: ``reports`` (the item offers a statistic or a policy text), ``publisher_kind``, and
    ``independent_outlets`` (of the sources named together for one claim, event or row of the matrix, itself among
    them, at least that many are joined by no path of lineage, ownership, quotation or near-duplicate text).
    """
    together = [
        *(claim.citations for claim in claims),
        *(event.sources for event in events),
        *((*row.sources, *row.cross_check) for row in matrix),
    ]
    support = _independent_support(sources, together, collect.roots)
    joined = _joined(together, Graph(collect.ties))
    overrides = _overrides(journal)
    duplicates = _copies(sources, collect)
    decisions = []
    for source in sources:
        decision = _decide(source, protocol.eligibility, support, joined)
        if source.id in duplicates:
            reason = f"the same text as {duplicates[source.id]}"
            decision = ScreeningDecision(source.id, False, "duplicate", reason)
        if source.id in overrides:
            entry = overrides[source.id]
            included = entry.body.get("decision") == "include"
            reason = str(entry.body.get("reason", ""))
            decision = ScreeningDecision(source.id, included, decision.clause, reason, by=entry.actor)
        decisions.append(decision)
    return Screened(tuple(decisions), _flow(sources, decisions))


def _decide(
    source: Source, rules: Sequence[EligibilityRule], support: Mapping[str, int], joined: Mapping[str, str]
) -> ScreeningDecision:
    failed, why = [], ""
    for rule in rules:
        if rule.rule == "reports":
            met = [value for value in rule.values if value in source.reports]
            reason = f"reports a {' and a '.join(met)}"
        elif rule.rule == "publisher_kind":
            met = [value for value in rule.values if value == source.publisher_kind]
            reason = f"published by: {source.publisher_kind}"
        else:
            count = support[source.id]
            met = ["met"] if count >= rule.at_least else []
            reason = f"reported by {count} independent outlets"
            why = f": {joined[source.id]}" if not met and source.id in joined else ""
        if met:
            return ScreeningDecision(source.id, True, rule.id, reason)
        failed.append(rule.id)
    reason = "no clause of eligibility is declared" if not rules else f"satisfies none of {', '.join(failed)}{why}"
    return ScreeningDecision(source.id, not rules, "", reason)


def _independent_support(
    sources: Sequence[Source], together: Sequence[tuple[str, ...]], roots: Mapping[str, tuple[str, ...]]
) -> dict[str, int]:
    """Count, for each source, the independent origins among the sources that are named for the same thing."""
    support = {source.id: 1 for source in sources}
    for group in dict.fromkeys(together):
        origins = count_origins(frozenset(roots.get(name, (name,))) for name in group)
        for name in group:
            support[name] = max(support.get(name, 1), origins)
    return support


def _joined(together: Sequence[tuple[str, ...]], graph: Graph) -> dict[str, str]:
    """Say, for each source, how one that is named beside it depends on it."""
    told: dict[str, str] = {}
    for group in dict.fromkeys(together):
        for one in group:
            for other in group:
                path = graph.path(one, other) if one != other and one not in told else ""
                if path:
                    told[one] = f"with {other}, {path}"
    return told


def _overrides(journal: Sequence[JournalEntry]) -> dict[str, JournalEntry]:
    return {str(entry.target.get("source", "")): entry for entry in journal if entry.act == "screen"}


def _copies(sources: Sequence[Source], collect: Collected) -> dict[str, str]:
    order = {source.id: position for position, source in enumerate(sources)}
    copies: dict[str, str] = {}
    by_text: dict[str, str] = {}
    for document in sorted(collect.documents, key=lambda one: order[one.source]):
        first = by_text.setdefault(document.text_sha256, document.source)
        if first != document.source:
            copies[document.source] = first
    return copies


def _flow(sources: Sequence[Source], decisions: Sequence[ScreeningDecision]) -> tuple[tuple[str, int], ...]:
    duplicates = sum(decision.clause == "duplicate" and not decision.included for decision in decisions)
    included = sum(decision.included for decision in decisions)
    boxes = [
        ("identified", len(sources)),
        ("duplicates removed", duplicates),
        ("screened", len(sources) - duplicates),
        ("excluded", len(sources) - duplicates - included),
        ("included", included),
    ]
    clauses: dict[str, int] = {}
    for decision in decisions:
        if decision.included:
            label = f"clause {decision.clause}" if decision.by == "rule" and decision.clause else "a person's decision"
            clauses[label] = clauses.get(label, 0) + 1
    boxes.extend((f"included by {label}", count) for label, count in clauses.items())
    with_text = sum(d.included and bool(s.file) for s, d in zip(sources, decisions, strict=True))
    boxes.append(("included with a document", with_text))
    return tuple(boxes)
