"""Indicators: what a number is a number of."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Indicator:
    """An indicator: definition, unit, numerator and denominator, and the series that may check it.

    ``bounds`` are the lowest and highest value that can be meant, in ``unit``.
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
