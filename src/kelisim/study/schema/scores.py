"""Whose governance is scored, how, and the ladders of capability, as study.toml states them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from kelisim.study.schema.base import Section, Strings


class RelationshipSection(Section):
    """[[relationships]]: a pair of actors whose exchange is governed."""

    id: str
    name: str
    lead: Annotated[Strings, Field(min_length=1)]
    supplier: Annotated[Strings, Field(min_length=1)]
    match: Literal["both", "either"] = "both"


class ScoringSection(Section):
    """[scoring]: how degrees are scored from evidence."""

    thin_below: int = Field(default=2, ge=1)
    resample_from: int = Field(default=5, ge=2)
    replicates: int = Field(default=1000, ge=100, le=100_000)
    confidence: float = Field(default=0.95, gt=0, lt=1)
    lookback: int = Field(default=3, ge=0, le=50)


class RungSection(Section):
    """A rung of a ladder."""

    id: str
    name: str
    events: Strings = ()
    claims: Strings = ()
    words: dict[str, Strings] = Field(default_factory=dict)


class LadderSection(Section):
    """[[ladders]]: an ordered scale of capability, lowest rung first."""

    id: str
    name: str
    rungs: Annotated[tuple[RungSection, ...], Field(min_length=2)]
    note: str = ""
