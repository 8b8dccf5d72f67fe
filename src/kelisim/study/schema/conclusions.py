"""Marker tables and recommendations, as study.toml states them."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

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
    against: Strings = ()
    against_codes: Strings = ()


class PlanSection(Section):
    """[[plans]]: what a person takes for the outcome of a plan."""

    plan: str
    outcomes: Annotated[Strings, Field(min_length=1)]
    note: str = ""


class SparseCountSection(Section):
    """[[sparse_counts]]: a marker of presence or absence, counted with few events a year."""

    id: str
    name: str
    indicator: str = ""
    series: str = ""
    place: str = ""
    query: str = ""
    masked_below: int = Field(default=0, ge=0)
    confidence: float = Field(default=0.95, gt=0, lt=1)
    note: str = ""
