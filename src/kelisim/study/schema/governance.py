"""States of governance, as study.toml states them."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from kelisim.model.phase import Degree, GovernanceMode
from kelisim.study.schema.base import PeriodText, Section, Strings


class GovernanceSection(Section):
    """[[governance]]: how an exchange was governed over a period."""

    id: str
    actors: str
    period: PeriodText
    modes: Annotated[tuple[GovernanceMode, ...], Field(min_length=1)]
    complexity: Degree | None = None
    codifiability: Degree | None = None
    capability: Degree | None = None
    triggers: Strings = ()
    claims: Strings = ()
    sources: Strings = ()
    reading: str = ""
    note: str = ""
