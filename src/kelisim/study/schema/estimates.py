"""Estimates and their assumptions, as study.toml states them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from kelisim.model.protocol import EstimateDesign
from kelisim.study.schema.base import PeriodText, Section, Strings


class PolicySection(Section):
    """[[policies]]: a policy whose effect is estimated."""

    id: str
    title: str
    events: Strings = ()
    in_force: PeriodText | None = None
    targets: Strings = ()


class AssumptionSection(Section):
    """An assumption of an estimate."""

    text: str
    supported_by: Strings = ()
    contradicted_by: Strings = ()


class EstimateSection(Section):
    """[[estimates]]: a declared estimate, from claims (``inputs``) or from series.

    ``margins``: how far the treated places' numbers are supposed to be off, one row of bounds each. The designs other
    than did, and did where ``series`` are named, are computed from series with a value a place and period.
    """

    id: str
    title: str
    design: EstimateDesign
    indicator: str
    treated: Annotated[Strings, Field(min_length=1)]
    controls: Annotated[Strings, Field(min_length=1)]
    pre: PeriodText
    post: PeriodText
    start: PeriodText
    inputs: Strings = ()
    series: Strings = ()
    starts: dict[str, PeriodText] = Field(default_factory=dict)
    margins: tuple[Annotated[float, Field(gt=0)], ...] = ()
    limits: tuple[float, float] | None = None
    scale: Literal["level", "log", "logit"] = "level"
    anticipation: Annotated[int, Field(ge=0)] = 0
    comparison: Literal["", "never_treated", "not_yet_treated"] = ""
    same_scale: bool = False
    baselines: tuple[PeriodText, ...] = ()
    reported_claim: str = ""
    reported_p: str = ""
    policies: Strings = ()
    assumptions: tuple[AssumptionSection, ...] = ()
