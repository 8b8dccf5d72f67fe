"""The one overlap test, with its arithmetic in words."""

from __future__ import annotations

import math
from dataclasses import dataclass

from kelisim.model.interval import Interval
from kelisim.model.period import Period

_ARITHMETIC_DUST = 1e-12


@dataclass(frozen=True, slots=True)
class Overlap:
    """Whether two statements overlap, how far apart they are, and the arithmetic shown."""

    overlaps: bool
    gap: float
    gap_steps: float | None
    tells: bool
    arithmetic: str


def compare(
    said: Interval, other: Interval, *, tolerance: float, step: float | None, unit: str, other_name: str
) -> Overlap:
    """Compare what a claim asserts with what something else asserts, both already widened for stated precision.

    ``tolerance`` is relative to the larger of the two, so that the test is the same both ways. ``tells`` is False
    where the overlap says little: one of the two is unbounded, or the wider is over four times as wide as the narrower
    and over a tenth of its own middle.
    """
    sizes = [abs(one.middle) for one in (said, other) if math.isfinite(one.middle)]
    allowance = tolerance * max(sizes, default=0.0)
    widened = other.widen(allowance)
    gap = said.gap(widened)
    if gap <= _ARITHMETIC_DUST * max(sizes, default=0.0):
        # 1.15 and 1.2 - 0.05 are one number, whatever binary fractions make of them.
        gap = 0.0
    sign = "overlaps" if gap == 0 else "is disjoint from"
    shown = f"said {show(said)} {unit}; {other_name} says {show(other)} {unit}".replace(" ;", ";").rstrip()
    if allowance:
        shown += f", allowing {plain(allowance, 6)}"
    shown += f"; {show(said)} {sign} {show(widened)}"
    if gap:
        shown += f" by {plain(gap, 6)}"
    steps = gap / step if step else None
    if gap and steps:
        shown += f", {plain(steps, 3)} steps of stated precision"
    return Overlap(gap == 0, gap, steps, _tells(said, other), shown)


def occasion(period: Period) -> Period:
    """Return when a number holds: what was reached "by 2018" holds for 2018."""
    if period.start is None and period.end is not None and (period.end.month, period.end.day) == (12, 31):
        return Period.parse(f"{period.end.year:04d}")
    return period


def _tells(one: Interval, other: Interval) -> bool:
    if math.isinf(one.width) or math.isinf(other.width):
        return False
    narrow, wide = sorted((one, other), key=lambda interval: interval.width)
    return wide.width <= 4 * narrow.width or wide.width <= 0.1 * abs(wide.middle)


def plain(value: float, digits: int = 10) -> str:
    """Return a number to some significant digits, written out where it is large."""
    short = f"{value:.{digits}g}"
    return f"{float(short):.0f}" if "e+" in short else short


def show(interval: Interval) -> str:
    """Return an interval in its usual notation, one number where it is a point."""
    if interval.low == interval.high:
        return plain(interval.low)
    left = "(-∞" if math.isinf(interval.low) else f"[{plain(interval.low)}"
    right = "∞)" if math.isinf(interval.high) else f"{plain(interval.high)}]"
    return f"{left}, {right}"
