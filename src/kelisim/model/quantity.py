"""Quantities: never a bare number, always an interval with its unit, comparator and stated precision."""

from __future__ import annotations

import math
import re
from dataclasses import asdict, dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

from kelisim.model.interval import Interval

Comparator = Literal["exact", "approx", "gt", "ge", "lt", "le", "range", "factor"]
Change = Literal["up", "down"]
QuantityKind = Literal["quantity", "date", "ordinal", "count"]
COMPARATORS: tuple[str, ...] = ("exact", "approx", "gt", "ge", "lt", "le", "range", "factor")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity as a text states it.

    ``start`` and ``end`` are Unicode code points into the text given, end exclusive, and ``text`` is that slice.
    ``low`` and ``high`` are after scale: equal for an exact number, infinite for an open bound, and for a hedged value
    the interval that the stated precision allows. ``value`` is the number as stated, after scale, or the pair
    (low, high) of a stated range. ``unit`` is canonical and singular ("percent", "vehicle", "KZT"), None if bare.
    ``step`` is the stated precision after scale: 10,000 for "4.91 million".
    """

    start: int
    end: int
    text: str
    low: float
    high: float
    value: float | tuple[float, float]
    unit: str | None
    comparator: Comparator
    change: Change | None = None
    kind: QuantityKind = "quantity"
    step: float | None = None

    @property
    def interval(self) -> Interval:
        """The numbers the statement asserts."""
        return Interval(self.low, self.high)

    def allowing_rounding(self) -> Interval:
        """Return the interval with half a stated step on each side: what an exact-looking number may have been."""
        return allowing_rounding(self.interval, self.comparator, self.step)

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON-ready dictionary; infinite bounds become None."""
        record = asdict(self)
        for bound in ("low", "high"):
            if math.isinf(record[bound]):
                record[bound] = None
        if isinstance(self.value, tuple):
            record["value"] = list(self.value)
        return record


_WRITTEN = re.compile(r"(?<![^\W_])(?:\d{1,3}(?:[.,'\s\u00a0\u202f]\d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)?)")
# Units counted in points, and up to where they are counted one by one.
_IN_POINTS = {"percent": 100.0, "percentage_point": 100.0, "permille": 1000.0, "basis_point": 1000.0}
_SCALES = frozenset(Decimal(10) ** power for power in (2, 3, 4, 6, 8, 9, 12))


def allowing_rounding(interval: Interval, comparator: str, step: float | None) -> Interval:
    """Widen an exactly stated number by half of its stated step; a hedge, a range or a bound is already an interval."""
    return interval.widen(step / 2) if step and comparator in ("exact", "factor") else interval


def stated_step(number: str) -> float:
    """Return the precision a written decimal number carries: "4.91" gives 0.01, "50000" gives 10000, "765" gives 1.

    Trailing zeros of a whole number count as not stated: "8000" carries a step of 1000. Raises ``ValueError`` for
    anything but digits with one decimal point.
    """
    try:
        exponent = Decimal(number).normalize().as_tuple().exponent
        written = Decimal(number).as_tuple().exponent
    except InvalidOperation as error:
        raise ValueError(f"not a decimal number: {number!r}") from error
    if not isinstance(exponent, int) or not isinstance(written, int):
        raise ValueError(f"not a finite number: {number!r}")
    # Zeros written after a decimal point are stated ("0.10"); those before it are not ("8000").
    return float(Decimal(1).scaleb(written if written < 0 else exponent))


def step_to_the_point(step: float, value: float, unit: str | None) -> float:
    """Return the step of an unhedged number in its unit: a percentage is stated to the point, zeros and all.

    "70%" and "100%" carry a step of 1, not of ten or a hundred as 70 and 100 lorries do: nobody who has counted 66 of
    a hundred writes 70%. Beyond a hundred a percentage has two figures at least: 10 for "300%", 100 for "2,000%".
    Other units keep the step they have.
    """
    if unit not in _IN_POINTS or step <= 1:
        return step
    if abs(value) <= _IN_POINTS[unit]:
        return 1.0
    return min(step, float(Decimal(1).scaleb(Decimal(repr(value)).adjusted() - 1)))


def step_in_words(words: str, value: float) -> float | None:
    """Return the precision with which words state a value: "33.0 thousand" gives 100 for 33,000.

    None where no number in the words is the value in some power of ten: it may be spelt out, or another number.
    """
    for match in _WRITTEN.finditer(words):
        compact = re.sub(r"[\s\u00a0\u202f']", "", match[0])
        grouped = re.sub(r"[.,](?=\d{3}(?:[.,]|$))", "", compact)
        for text in dict.fromkeys((grouped, compact)):
            try:
                number = Decimal(text.replace(",", "."))
            except InvalidOperation:
                continue
            scale = Decimal(repr(value)) / number if number else Decimal(1)
            # "33,000" is thirty-three thousand before it is thirty-three with three decimals.
            if scale == 1 or (scale in _SCALES and text == compact):
                return stated_step(str(number)) * float(scale)
    return None


def interval_of(value: float, comparator: str, step: float) -> Interval:
    """Return what a stated number asserts: a half-step either way for a hedge, an open bound for over and under."""
    if comparator == "approx":
        return Interval(value - step / 2, value + step / 2)
    if comparator in ("gt", "ge"):
        return Interval(value, math.inf)
    if comparator in ("lt", "le"):
        return Interval(-math.inf, value)
    return Interval.point(value)
