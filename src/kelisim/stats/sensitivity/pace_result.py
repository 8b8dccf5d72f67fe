"""What a sensitivity by hand comes to."""

from __future__ import annotations

import html
import math
from dataclasses import dataclass
from typing import Any

from kelisim.model.interval import Interval
from kelisim.model.written import bracketed, signed


@dataclass(frozen=True, slots=True)
class ErasedEffect:
    """The effect in a period and the fraction of the earlier pace at which a violation erases it.

    ``passed``: time since the last period before the start. ``breakdown``: infinite where the difference did not move
    before the start. ``along``: whether the violation that erases goes the way that the difference went before.
    ``bounds`` and ``breakdown_bounds`` follow from interval-valued inputs, None where these are exact. ``possible``:
    multiples of the pace with the effects that they leave possible.
    """

    period: Any
    passed: float
    effect: float
    breakdown: float
    along: bool
    bounds: Interval | None
    breakdown_bounds: Interval | None
    possible: tuple[tuple[float, Interval], ...]


@dataclass(frozen=True, slots=True)
class PaceSensitivity:
    """Effects against the last period before the start, and what share of the pace until then would erase each.

    ``pace``: the change of the difference per unit of time, with its sign, from ``pace_from`` to ``pace_to``;
    ``pace_bounds``: the sizes that interval-valued inputs allow it.
    """

    start: Any
    base: Any
    pace: float
    pace_kind: str
    pace_from: Any
    pace_to: Any
    pace_bounds: Interval | None
    effects: tuple[ErasedEffect, ...]

    @property
    def statements(self) -> tuple[str, ...]:
        """What each breakdown says, as a sentence."""
        return tuple(_statement(self.start, one) for one in self.effects)

    def __repr__(self) -> str:
        ranged = f", in size {bracketed(self.pace_bounds.low, self.pace_bounds.high)}" if self.pace_bounds else ""
        lines = [
            f"PaceSensitivity({self.pace_kind} pace before {self.start}: {signed(self.pace)} a period from "
            f"{self.pace_from} to {self.pace_to}{ranged}; effects against {self.base})"
        ]
        return "\n".join([*lines, *(f"  {one}" for one in self.statements)])

    def _repr_html_(self) -> str:
        multiples = [multiple for multiple, _ in self.effects[0].possible]
        head = "".join(f'<th scope="col">possible at {one:g} x pace</th>' for one in multiples)
        body = "".join(
            f"<tr><td>{html.escape(str(one.period))}</td><td>{signed(one.effect)}</td><td>{_percent(one.breakdown)}</td>"
            + "".join(f"<td>{bracketed(span.low, span.high)}</td>" for _, span in one.possible)
            + "</tr>"
            for one in self.effects
        )
        return (
            f"<table><caption>{html.escape(repr(self).splitlines()[0])}</caption><thead><tr>"
            '<th scope="col">period</th><th scope="col">effect</th><th scope="col">share of the pace that erases it'
            f"</th>{head}</tr></thead><tbody>{body}</tbody></table>"
        )


def _percent(share: float) -> str:
    return "none" if math.isinf(share) else f"{share:.0%}"


def _statement(start: Any, one: ErasedEffect) -> str:
    effect = f"the effect of {signed(one.effect)} in {one.period}"
    span = ""
    if one.breakdown_bounds is not None:
        least, most = one.breakdown_bounds.low, one.breakdown_bounds.high
        span = f" (inputs allow {_percent(least)} to {'any share' if math.isinf(most) else _percent(most)})"
    if one.effect == 0:
        return f"There is no effect in {one.period} to erase{span}."
    if math.isinf(one.breakdown):
        return f"No share of the pace before {start}, which is nought, erases {effect}{span}."
    way = "" if one.along else ", turned the other way,"
    return f"A violation of {_percent(one.breakdown)} of the pace before {start}{way} erases {effect}{span}."
