"""Indicators: what a number is a number of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

OverTime = Literal["", "sum", "mean", "last"]


@dataclass(frozen=True, slots=True)
class Indicator:
    """An indicator: definition, unit, numerator and denominator, and the series that may check it.

    ``bounds`` are the lowest and highest value that can be meant, in ``unit``. ``over_time`` says what a year is to its
    months: their sum (a flow), their mean, or the last (a stock); without it nothing is derived from parts of a year.
    """

    id: str
    name: str
    definition: str
    unit: str
    numerator: str = ""
    denominator: str = ""
    bounds: tuple[float, float] | None = None
    aliases: tuple[str, ...] = ()
    series: tuple[str, ...] = ()
    over_time: OverTime = ""


@dataclass(frozen=True, slots=True)
class Identity:
    """An equation between indicators: "share = domestic_sales / total_sales" (see ``kelisim.model.formula``)."""

    id: str
    formula: str
    note: str = ""
