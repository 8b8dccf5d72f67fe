"""Where the rows of a study stand, for findings."""

from __future__ import annotations

from typing import Any

from kelisim.model.claim import Claim
from kelisim.model.event import Event
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


def checked_sections(data: StudyData, claim: Claim) -> bool:
    """Say whether the protocol's cross-check rule covers a claim: it is quantitative and in a section named there."""
    sections = data.protocol.cross_check.sections
    return claim.quantitative and (not sections or claim.section in sections)
