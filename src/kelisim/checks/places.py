"""Where the rows of a study stand, for findings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from kelisim.model.claim import Claim
from kelisim.model.event import Event
from kelisim.model.period import Period
from kelisim.model.phase import Marker
from kelisim.model.source import Source
from kelisim.model.study import StudyData

SOURCES, CLAIMS, EVENTS, STUDY, CODEBOOK = "sources.csv", "claims.csv", "events.csv", "study.toml", "codebook.toml"


def at_source(source: Source) -> dict[str, Any]:
    """Return where a source stands."""
    return {"file": SOURCES, "line": source.row, "about": (source.id,)}


def at_claim(claim: Claim) -> dict[str, Any]:
    """Return where a claim stands."""
    return {"file": CLAIMS, "line": claim.row, "about": (claim.id,)}


def at_event(event: Event) -> dict[str, Any]:
    """Return where an event stands."""
    return {"file": EVENTS, "line": event.row, "about": (event.id,)}


def in_study(data: StudyData, section: str, identifier: str = "", *about: str) -> dict[str, Any]:
    """Return where a section of study.toml stands, or the member of a list of sections that has an id."""
    line = data.lines.get(f"{section} {identifier}".strip())
    return {"file": STUDY, "line": line, "about": tuple(one for one in (identifier, *about) if one)}


def in_plan(data: StudyData, plan: str, *about: str) -> dict[str, Any]:
    """Return where the declaration of an estimate stands."""
    return in_study(data, "estimates", plan, *about)


def in_matrix(data: StudyData, row: str, *about: str) -> dict[str, Any]:
    """Return where a row of the reliability matrix stands."""
    return in_study(data, "reliability_matrix", row, *about)


def in_advice(data: StudyData, advice: str, *about: str) -> dict[str, Any]:
    """Return where a recommendation stands."""
    return in_study(data, "recommendations", advice, *about)


def in_codebook(data: StudyData, section: str, identifier: str) -> dict[str, Any]:
    """Return where a code or theme of codebook.toml stands."""
    return {**in_study(data, section, identifier), "file": CODEBOOK}


def in_table(data: StudyData, cell: Marker) -> dict[str, Any]:
    """Return where the row of a marker table stands."""
    return {**in_study(data, "markers", f"{cell.table} {cell.row}"), "about": cell.claims}


def said(claim: Claim) -> str:
    """Return what a claim states: its own words, or else its number or range with the unit."""
    if claim.stated:
        return claim.stated
    if claim.value is not None:
        return f"{claim.value:.10g} {claim.unit}".strip()
    if claim.interval is not None:
        return f"{claim.interval.low:.10g} to {claim.interval.high:.10g} {claim.unit}".strip()
    return str(claim.period or "no number")


def dated_sources(claim: Claim, published: Mapping[str, Period | None]) -> list[tuple[str, Period, date]]:
    """Return what a claim rests on with when each was published and the last day of that; nothing if one is undated."""
    found = []
    for cited in claim.citations or (claim.source,):
        when = published.get(cited)
        if when is None or when.end is None:
            return []
        found.append((cited, when, when.end))
    return found


def checked_sections(data: StudyData, claim: Claim) -> bool:
    """Say whether the protocol's cross-check rule covers a claim.

    It covers a number in a section named there, or in any where none is named. A plan has no outcome to be held
    against, so that no rule can ask for it.
    """
    sections = data.protocol.cross_check.sections
    return claim.quantitative and claim.modality != "planned" and (not sections or claim.section in sections)
