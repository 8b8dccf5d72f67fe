"""Phases and their rivals, as study.toml states them."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from kelisim.model.event import Trigger
from kelisim.model.periodisation import SeriesKind, SeriesOrigin, TimeUnit
from kelisim.study.schema.base import PeriodText, Section, Strings

_NAMED_BY = {"series": "series", "claims": "indicator", "codes": "code"}


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


class PhaseSeriesSection(Section):
    """[[periodisation.series]]: a series that the phases are held against."""

    id: str
    of: SeriesOrigin
    kind: SeriesKind
    name: str = ""
    series: str = ""
    indicator: str = ""
    place: str = ""
    triggers: tuple[Trigger, ...] = ()
    code: str = ""
    whole: Literal[1, 100] | None = None

    @model_validator(mode="after")
    def _named(self) -> PhaseSeriesSection:
        needed = _NAMED_BY.get(self.of)
        if needed and not getattr(self, needed):
            raise ValueError(f'a series of = "{self.of}" names its {needed}')
        if self.of in ("series", "claims") and not self.place:
            raise ValueError(f'a series of = "{self.of}" names its place')
        if self.of in ("events", "codes") and self.kind != "count":
            raise ValueError(f'what is counted is of kind "count", not "{self.kind}"')
        return self


class PeriodisationSection(Section):
    """[periodisation]: how the phases are tested."""

    unit: TimeUnit = "year"
    minimum_length: int = Field(default=2, ge=1)
    null: Literal["trend", "level"] = "trend"
    draws: int = Field(default=999, ge=19)
    samples: int = Field(default=10, ge=1)
    level: float = Field(default=0.05, gt=0, lt=1)
    series: tuple[PhaseSeriesSection, ...] = ()

    @model_validator(mode="after")
    def _ids(self) -> PeriodisationSection:
        ids = [one.id for one in self.series]
        twice = next((one for one in ids if ids.count(one) > 1), "")
        if twice:
            raise ValueError(f"the id {twice!r} stands twice in periodisation.series")
        return self
