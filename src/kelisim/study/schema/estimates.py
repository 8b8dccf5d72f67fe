"""Estimates and their assumptions, as study.toml states them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from kelisim.study.schema.base import PeriodText, Section, Strings


class AssumptionSection(Section):
    """An assumption of an estimate."""

    text: str
    supported_by: Strings = ()
    contradicted_by: Strings = ()


class EstimateSection(Section):
    """[[estimates]]: a declared estimate."""

    id: str
    title: str
    design: Literal["did"]
    indicator: str
    treated: Annotated[Strings, Field(min_length=1)]
    controls: Annotated[Strings, Field(min_length=1)]
    pre: PeriodText
    post: PeriodText
    start: PeriodText
    inputs: Strings = ()
    baselines: tuple[PeriodText, ...] = ()
    reported_claim: str = ""
    assumptions: tuple[AssumptionSection, ...] = ()
