"""Which sources and claims of a study something rests on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from kelisim.model.results import Results
from kelisim.model.study import StudyData


class _Citing(Protocol):
    @property
    def sources(self) -> tuple[str, ...]: ...


class _Resting(Protocol):
    @property
    def claims(self) -> tuple[str, ...]: ...


def used_sources(data: StudyData, results: Results) -> set[str]:
    """Return the ids of the sources that a claim, event, series, coding, phase, cell, row or recommendation names."""
    used: set[str] = set()

    def add(*groups: Iterable[str]) -> None:
        for group in groups:
            used.update(group)

    for source in data.sources:
        add(source.lineage)
    for claim in data.claims:
        add((claim.source, claim.document), claim.citations)
    for event in data.events:
        add(event.sources, (event.document,))
    add((one.source for one in data.series), (rival.source for rival in data.rivals))
    citing: tuple[_Citing, ...] = (*data.phases, *data.governance, *data.markers, *data.recommendations)
    for item in citing:
        add(item.sources)
    for row in data.matrix:
        add(row.sources, row.cross_check)
    add(coding.passage.source for coding in results.code.codings)
    return used


def used_claims(data: StudyData, results: Results) -> set[str]:
    """Return the ids of the claims that something else of the study rests on.

    A claim is also used where it fills a cell of the table of indicators, and where it was held against a used one.
    """
    used: set[str] = set()
    resting: tuple[_Resting, ...] = (
        *data.events,
        *data.phases,
        *data.governance,
        *data.markers,
        *data.recommendations,
        *data.matrix,
    )
    for item in resting:
        used.update(item.claims)
    for plan in data.estimates:
        used.update((*plan.inputs, plan.reported_claim))
        for assumption in plan.assumptions:
            used.update((*assumption.supported_by, *assumption.contradicted_by))
    for cell in results.conclude.indicators:
        used.update((*cell.claims, *cell.planned))
    told = [
        one for one in results.verify.comparisons if one.against_kind == "claim" and one.verdict != "not comparable"
    ]
    return used | {one.against for one in told if one.claim in used}
