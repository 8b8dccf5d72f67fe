"""Marker tables and recommendations, as study.toml states them."""

from __future__ import annotations

from kelisim.model.event import EventStatus
from kelisim.study.schema.base import Section, Strings


class CellSection(Section):
    """A cell of a marker table."""

    phase: str
    text: str = ""
    claims: Strings = ()
    sources: Strings = ()
    series: str = ""
    status: EventStatus = "achieved"


class MarkerSection(Section):
    """[[markers]]: a row of a marker-by-phase table."""

    table: str
    row: str
    unit: str = ""
    cells: tuple[CellSection, ...] = ()


class RecommendationSection(Section):
    """[[recommendations]]: who should do what, on which evidence."""

    id: str
    title: str
    actor: str
    action: str
    claims: Strings = ()
    codes: Strings = ()
    sources: Strings = ()
    phase: str = ""
    section: str = ""
    measurable_target: str = ""
    status: str = "recommended"
