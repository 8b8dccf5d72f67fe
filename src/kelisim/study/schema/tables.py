"""The schema of codebook.toml and of the descriptions of series."""

from __future__ import annotations

from pydantic import Field

from kelisim.model.coding import Level
from kelisim.model.event import Trigger
from kelisim.model.phase import Degree
from kelisim.model.rubric import Variable
from kelisim.study.schema.base import PeriodText, Section, Strings


class CodeSection(Section):
    """[[codes]]: a code of the codebook."""

    id: str
    name: str
    definition: str
    inclusion: str = ""
    exclusion: str = ""
    examples: Strings = ()
    parent: str = ""
    keywords: dict[str, Strings] = Field(default_factory=dict)


class ThemeSection(Section):
    """[[themes]]: a theme and the codes that feed it."""

    id: str
    name: str
    definition: str = ""
    codes: Strings = ()


class MappingSection(Section):
    """[[mappings]]: what became of a code; to = "" says that its codings count no more."""

    old: str = Field(alias="from")
    new: str = Field(alias="to")
    since_version: str


class RubricSection(Section):
    """[[rubric]]: what is evidence that a variable of governance is low or high."""

    variable: Variable
    degree: Degree
    criterion: str
    codes: Strings = ()
    words: dict[str, Strings] = Field(default_factory=dict)
    triggers: tuple[Trigger, ...] = ()
    events: Strings = ()
    demonstration: bool = False
    note: str = ""


class CodebookFile(Section):
    """The whole of codebook.toml."""

    version: str
    level: Level
    codes: tuple[CodeSection, ...] = ()
    themes: tuple[ThemeSection, ...] = ()
    mappings: tuple[MappingSection, ...] = ()
    rubric: tuple[RubricSection, ...] = ()


class FetchSection(Section):
    """[fetch]: how kelisim fetch gets the numbers."""

    provider: str = Field(alias="from")
    indicator: str = ""
    places: Strings = ()
    period: PeriodText | None = None
    version: str = ""
    multiply: float | None = None
    base_url: str = ""
    codes: dict[str, str] = Field(default_factory=dict)
    options: dict[str, str] = Field(default_factory=dict)


class SeriesPlan(Section):
    """series/<id>.toml before its numbers are fetched: what fetching fills in may still be missing."""

    title: str
    provider: str = ""
    indicator: str
    unit: str
    source: str
    query: str = ""
    vintage: str = ""
    retrieved: str = ""
    sha256: str = ""
    provider_indicator: str = ""
    subject: str = ""
    licence: str = ""
    note: str = ""
    step: float | None = Field(default=None, gt=0)
    supersedes: str = ""
    lineage: Strings = ()
    snapshot: str = ""
    fetch: FetchSection | None = None


class SeriesFile(SeriesPlan):
    """series/<id>.toml: where the numbers of series/<id>.csv come from."""

    provider: str
    query: str
    vintage: str
    retrieved: str
    sha256: str
