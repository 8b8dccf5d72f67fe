"""Indicators and the Data Reliability Matrix, as study.toml states them."""

from __future__ import annotations

from pydantic import field_validator

from kelisim.model.formula import parse_formula
from kelisim.model.indicator import OverTime
from kelisim.study.schema.base import Section, Strings


class IndicatorSection(Section):
    """[[indicators]]: what a number is a number of."""

    id: str
    name: str
    definition: str
    unit: str = ""
    numerator: str = ""
    denominator: str = ""
    bounds: tuple[float, float] | None = None
    aliases: Strings = ()
    series: Strings = ()
    over_time: OverTime = ""


class IdentitySection(Section):
    """[[identities]]: an equation between indicators, tested wherever its parts are stated."""

    id: str
    formula: str
    note: str = ""

    @field_validator("formula")
    @classmethod
    def _understood(cls, text: str) -> str:
        parse_formula(text)
        return text


class MatrixSection(Section):
    """[[reliability_matrix]]: a declared row of the Data Reliability Matrix."""

    id: str
    claim_text: str
    claims: Strings = ()
    evidence_type: str = ""
    sources: Strings = ()
    cross_check: Strings = ()
    reported_rating: str = ""
