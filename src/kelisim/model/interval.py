"""Closed intervals of real numbers: what rounding, hedges, ranges and revisions all become."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """The closed interval [low, high]; either bound may be infinite, neither may be NaN.

    Raises ``ValueError`` where low > high or a bound is NaN.
    """

    # Infinite bounds survive a journey through JSON.
    __pydantic_config__: ClassVar[dict[str, Any]] = {"ser_json_inf_nan": "constants"}

    low: float
    high: float

    def __post_init__(self) -> None:
        if math.isnan(self.low) or math.isnan(self.high) or self.low > self.high:
            raise ValueError(f"not an interval: [{self.low}, {self.high}]")

    @classmethod
    def point(cls, value: float) -> Interval:
        """Return the interval that holds one number."""
        return cls(value, value)

    @property
    def width(self) -> float:
        """High minus low."""
        return self.high - self.low

    @property
    def middle(self) -> float:
        """The midpoint; the finite bound where the other is infinite."""
        if math.isinf(self.low) or math.isinf(self.high):
            return self.low if math.isinf(self.high) and not math.isinf(self.low) else self.high
        return (self.low + self.high) / 2

    def overlaps(self, other: Interval) -> bool:
        """Say whether the two intervals share a number."""
        return self.low <= other.high and other.low <= self.high

    def contains(self, other: Interval) -> bool:
        """Say whether ``other`` lies wholly inside this interval."""
        return self.low <= other.low and other.high <= self.high

    def gap(self, other: Interval) -> float:
        """Return the distance between the intervals, 0 where they overlap."""
        return max(0.0, other.low - self.high, self.low - other.high)

    def widen(self, by: float) -> Interval:
        """Return the interval with ``by`` (not negative) added on both sides."""
        return Interval(self.low - by, self.high + by)

    def __add__(self, other: Interval) -> Interval:
        return Interval(self.low + other.low, self.high + other.high)

    def __sub__(self, other: Interval) -> Interval:
        return Interval(self.low - other.high, self.high - other.low)

    def __mul__(self, other: Interval) -> Interval:
        products = [_times(a, b) for a in (self.low, self.high) for b in (other.low, other.high)]
        return Interval(min(products), max(products))

    def __truediv__(self, other: Interval) -> Interval:
        """Divide; raises ``ZeroDivisionError`` where the divisor holds zero."""
        if other.low <= 0 <= other.high:
            raise ZeroDivisionError(f"the divisor [{other.low}, {other.high}] holds zero")
        return self * Interval(1 / other.high, 1 / other.low)


def _times(a: float, b: float) -> float:
    # Zero times an open bound is zero here, as in interval arithmetic, not NaN.
    return 0.0 if 0 in (a, b) else a * b
