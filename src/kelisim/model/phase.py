"""Phases of a history and the governance of a value chain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from kelisim.model.period import Period

GovernanceMode = Literal["market", "modular", "relational", "captive", "hierarchy"]
GOVERNANCE_MODES: tuple[str, ...] = get_args(GovernanceMode)
Degree = Literal["low", "high"]


@dataclass(frozen=True, slots=True)
class Phase:
    """A named stretch of a history; rival periodisations are kept beside it, never merged."""

    id: str
    name: str
    period: Period
    mode: str = ""
    technology: str = ""
    ongoing: bool = False
    claims: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GovernanceState:
    """How an actor pair's exchange was governed over a period, by the three variables that decide it.

    Gereffi, Humphrey and Sturgeon (2005): complexity of transactions, ability to codify them, capabilities in the
    supply base. ``modes`` holds one mode, or several that were read at the same time. ``reading`` names whose account
    the state belongs to: transitions are sought between the successive states of one reading.
    """

    id: str
    actors: str
    period: Period
    modes: tuple[GovernanceMode, ...]
    complexity: Degree | None = None
    codifiability: Degree | None = None
    capability: Degree | None = None
    triggers: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    reading: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Marker:
    """One cell of an indicator-by-phase or marker-by-phase table, with what it rests on."""

    table: str
    row: str
    phase: str
    text: str = ""
    claims: tuple[str, ...] = ()
    series: str = ""
    sources: tuple[str, ...] = ()
    status: str = "achieved"
    unit: str = ""
