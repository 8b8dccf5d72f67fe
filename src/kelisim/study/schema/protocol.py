"""The question, the window and the protocol, as study.toml states them."""

from __future__ import annotations

from typing import Annotated, Literal, cast

from pydantic import Field

from kelisim.model.certainty import Letter
from kelisim.model.protocol import SHIFTS, EligibilityKind
from kelisim.study.schema.base import PeriodText, Section, Strings


class StudySection(Section):
    """[study]: what is studied."""

    title: str
    question: str
    window: PeriodText
    places: Strings = ()
    languages: Strings = ()
    authors: Strings = ()
    licence: str = ""
    about: str = ""


class PublisherSection(Section):
    """[[publishers]]: an organisation, the other names that texts give it, and who owns it."""

    name: str
    aliases: Strings = ()
    owner: str = ""


class PlaceSection(Section):
    """[[places]]: a place that no list of countries holds, and the names that texts give it."""

    id: str
    name: str
    aliases: Strings = ()


class EligibilitySection(Section):
    """[[protocol.eligibility]]: one clause."""

    id: str
    text: str
    rule: EligibilityKind
    values: Strings = ()
    at_least: int = Field(default=2, ge=1)


VerdictName = Literal["corroborated", "compatible", "dependent", "not comparable", "contradicted", "unchecked"]


class CredibilityRuleSection(Section):
    """[[protocol.credibility.rules]]: a rating and what earns it."""

    rating: str
    publisher_kind: Strings
    reports: Strings = ()
    text: str = ""


def _shifts() -> dict[VerdictName, int]:
    return cast("dict[VerdictName, int]", dict(SHIFTS))


class CredibilitySection(Section):
    """[protocol.credibility]: the scale, lowest first, and its rules."""

    scale: Annotated[Strings, Field(min_length=2)]
    rules: tuple[CredibilityRuleSection, ...] = ()
    shifts: dict[VerdictName, int] = Field(default_factory=_shifts)
    admiralty: dict[str, Letter] = Field(default_factory=dict)


class CrossCheckSection(Section):
    """[protocol.cross_check]: which claims need a cross-check."""

    sections: Strings = ()
    at_least: int = Field(default=1, ge=1)
    tolerance: float = Field(default=0.0, ge=0, lt=1)
    providers_named: Strings = ()
    rates: Strings = ()


class ProtocolSection(Section):
    """[protocol]: the rules."""

    window_note: str = ""
    eligibility: tuple[EligibilitySection, ...] = ()
    credibility: CredibilitySection = CredibilitySection(scale=("Exploratory", "Medium", "High"))
    cross_check: CrossCheckSection = CrossCheckSection()
