"""Findings that a study accepts, as study.toml states them."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import StringConstraints, model_validator

from kelisim.model.suppression import Suppression
from kelisim.study.schema.base import Section, Strings


class SuppressionSection(Section):
    """[[suppressions]]: one rule accepted for some ids or one file, with the reason and the last day it holds."""

    rule: Annotated[str, StringConstraints(pattern=r"^[A-Z]\d{3}$")]
    reason: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
    expires: date
    about: Strings = ()
    file: str = ""

    @property
    def id(self) -> str:
        """What tells it from the others."""
        return Suppression(self.rule, self.reason, self.expires, self.about, self.file).id

    @model_validator(mode="after")
    def _says_of_what(self) -> SuppressionSection:
        if not self.about and not self.file:
            raise ValueError("name the ids in about, or the file: a whole rule is left out by check --ignore")
        return self
