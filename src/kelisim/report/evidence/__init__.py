"""What every reference leads to: claims with their quotes, sources, events, series, estimates, findings, advice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kelisim.model.finding import Finding
from kelisim.model.results import Results
from kelisim.model.study import StudyData
from kelisim.report.context import Context
from kelisim.report.evidence import claims, conclusions, sources
from kelisim.report.tree import EvidenceRecord

__all__ = ["evidence_records", "records_of"]


def evidence_records(data: StudyData, results: Results, findings: Sequence[Finding]) -> tuple[EvidenceRecord, ...]:
    """Return a record for every claim, source, event, series, estimate, finding and recommendation, in that order."""
    return records_of(Context(data, results, tuple(findings)))


def records_of(context: Context) -> tuple[EvidenceRecord, ...]:
    """Return the records of a study from its context."""
    return tuple(_records(context))


def _records(context: Context) -> Iterator[EvidenceRecord]:
    for claim in context.claims.values():
        yield claims.claim(context, claim)
    for source in context.data.sources:
        yield sources.source(context, source)
    for event in context.data.events:
        yield claims.event(context, event)
    for series in context.data.series:
        yield sources.series(context, series)
    for plan in context.data.estimates:
        yield conclusions.estimate(context, plan)
    for identifier, finding in zip(context.finding_ids, context.findings, strict=True):
        yield conclusions.finding(context, identifier, finding)
    for row in context.results.conclude.recommendations:
        yield conclusions.recommendation(context, row)
