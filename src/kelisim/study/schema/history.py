"""Phases and their rivals, as study.toml states them."""

from __future__ import annotations

from kelisim.study.schema.base import PeriodText, Section, Strings


class PhaseSection(Section):
    """[[phases]]: a declared phase."""

    id: str
    name: str
    period: PeriodText
    mode: str = ""
    technology: str = ""
    ongoing: bool = False
    claims: Strings = ()
    sources: Strings = ()


class RivalPhaseSection(Section):
    """A phase of a rival periodisation."""

    id: str
    name: str = ""
    period: PeriodText


class RivalSection(Section):
    """[[rival_periodisations]]: another division of the same history."""

    id: str
    name: str
    section: str = ""
    source: str = ""
    phases: tuple[RivalPhaseSection, ...]
