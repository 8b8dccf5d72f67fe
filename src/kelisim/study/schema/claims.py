"""Indicators and the Data Reliability Matrix, as study.toml states them."""

from __future__ import annotations

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


class MatrixSection(Section):
    """[[reliability_matrix]]: a declared row of the Data Reliability Matrix."""

    id: str
    claim_text: str
    claims: Strings = ()
    evidence_type: str = ""
    sources: Strings = ()
    cross_check: Strings = ()
    reported_rating: str = ""
