"""Atoms: one number each, with what stands right around it; the raw material of quantities."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from kelisim.model.period import Period
from kelisim.model.quantity import Change, Comparator, Quantity, QuantityKind, interval_of, step_to_the_point
from kelisim.text.extraction.numerals import Number
from kelisim.text.extraction.phrases import Token


@dataclass(slots=True)
class Atom:
    """A number with its immediate surroundings; mutable while the scanner collects them.

    ``start`` and ``end`` bound the number with scale, unit and comparator words; ``bare_end`` ends the number with
    its scale, so that a range can hand the unit of its second half to its first. A ``name`` is a number that names
    something (Phase 2) and states no quantity; it is kept until lists and ranges are read ("Phases 2 and 3").
    A ``vague`` one tells a power of ten only ("hundreds").
    ``core`` is where the atom began before ``hedge_words`` were taken: in "от 15 до 20%" they join and bound nothing.
    """

    number: Number
    start: int
    end: int
    bare_end: int
    unit: str | None = None
    comparator: Comparator = "exact"
    change: Change | None = None
    kind: QuantityKind = "quantity"
    negative: bool = False
    scaled: bool = False
    prefixed: bool = False
    name: bool = False
    classified: bool = False
    summed: bool = False
    vague: bool = False
    hedged: bool = False
    hedge: Comparator = "approx"
    core: int = 0
    hedge_words: str = ""
    upper: Number | None = None
    period: Period | None = None
    left: list[Token] = field(default_factory=list)

    @property
    def value(self) -> float:
        """The number after scale and sign."""
        return -self.number.value if self.negative else self.number.value


def to_quantity(text: str, atom: Atom) -> Quantity | None:
    """Return the record of an atom; None where it states no finite number."""
    number = atom.number
    value, step = atom.value, number.step
    if not math.isfinite(value) or not math.isfinite(step):
        return None
    start, end = atom.start, atom.end
    if atom.period is not None:
        low, high = _years(atom.period)
        stated: float | tuple[float, float] = low if math.isfinite(low) else high
        comparator = atom.comparator
        if low < high and math.isfinite(high - low):
            stated = (low, high)
            comparator = "range"
        return Quantity(
            start, end, text[start:end], low, high, stated, atom.period.precision, comparator, None, "date", 1.0
        )
    if atom.upper is not None:
        high = -atom.upper.value if atom.negative else atom.upper.value
        if not math.isfinite(high):
            return None
        low, high = min(value, high), max(value, high)
        # The finer of the two steps is the precision of the range.
        step = step_to_the_point(min(step, atom.upper.step), high, atom.unit)
        return Quantity(
            start, end, text[start:end], low, high, (low, high), atom.unit, "range", atom.change, atom.kind, step
        )
    if atom.comparator == "factor" and atom.hedged:
        # A hedged factor stays a factor; its interval carries the hedge.
        low, high = _hedged_factor(atom)
        return Quantity(
            start, end, text[start:end], low, high, value, atom.unit, "factor", atom.change, atom.kind, step
        )
    if atom.comparator in ("exact", "factor"):
        low = high = value
        step = step_to_the_point(step, value, atom.unit)
    else:
        interval = interval_of(value, atom.comparator, step)
        low, high = interval.low, interval.high
    return Quantity(
        start,
        end,
        text[start:end],
        low,
        high,
        value,
        atom.unit,
        atom.comparator,
        atom.change,
        atom.kind,
        step,
    )


def _hedged_factor(atom: Atom) -> tuple[float, float]:
    interval = interval_of(atom.value, atom.hedge, atom.number.step)
    return interval.low, interval.high


def _years(period: Period) -> tuple[float, float]:
    if period.start is not None and period.start.year < 1000:
        # A day whose year the text does not name counts by its number in the month.
        return float(period.start.day), float(period.start.day)
    low = float(period.start.year) if period.start else -math.inf
    high = float(period.end.year) if period.end else math.inf
    return low, high
