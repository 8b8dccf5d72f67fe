"""What a sensitivity analysis of parallel trends comes to."""

from __future__ import annotations

import html
import math
from dataclasses import dataclass

from kelisim.model.interval import Interval
from kelisim.model.written import bracketed, signed, significant
from kelisim.stats.sensitivity.restrictions import Restriction, Sign, Trend

_BOUND = {"relative_magnitude": "M-bar", "smoothness": "M"}
_SAID = {
    "relative_magnitude": "changes of the violation after the start of up to M-bar times the largest one before it",
    "smoothness": "violations whose slope changes by up to M from one period to the next",
}


@dataclass(frozen=True, slots=True)
class RobustInterval:
    """The effects that remain possible under one bound on the violation.

    ``low`` and ``high`` allow for sampling error too, and are None where the data rule out the restriction itself.
    ``identified`` takes the coefficients as known; None where the periods before the start exceed the bound.
    """

    bound: float
    low: float | None
    high: float | None
    identified: Interval | None

    @property
    def holds_nought(self) -> bool:
        """Whether no effect at all remains possible."""
        return self.low is not None and self.high is not None and self.low <= 0 <= self.high


@dataclass(frozen=True, slots=True)
class ParallelTrendsSensitivity:
    """An effect under violations of parallel trends of growing size (Rambachan and Roth 2023).

    ``breakdown`` is the smallest bound at which the robust interval holds nought: 0 where it does without any
    violation, infinite where no bound tried does. ``identified_breakdown`` takes the coefficients as known.
    ``original`` is the interval under exactly parallel trends. ``method``: "C-LF" is the conditional
    least-favourable hybrid of Andrews, Roth and Pakes (2023), "FLCI" the shortest interval of fixed length.
    """

    restriction: Restriction
    sign: Sign | None
    trend: Trend | None
    method: str
    confidence: float
    effect: float
    original: Interval
    rows: tuple[RobustInterval, ...]
    breakdown: float
    identified_breakdown: float
    n_before: int
    n_after: int
    notes: tuple[str, ...] = ()

    @property
    def statement(self) -> str:
        """What the breakdown says, as a sentence."""
        symbol = _BOUND[self.restriction]
        said = _SAID[self.restriction]
        if self.breakdown == 0:
            return f"Nought lies in the {self.confidence:.0%} interval without any violation of parallel trends."
        if math.isinf(self.breakdown):
            return f"No bound tried on {said} brings nought into the {self.confidence:.0%} interval."
        return f"The {self.confidence:.0%} interval excludes nought under {said} while {symbol} < {self.breakdown:.3g}."

    def __repr__(self) -> str:
        symbol, extra = _BOUND[self.restriction], [one for one in (self.sign, self.trend) if one]
        head = f"ParallelTrendsSensitivity({', '.join([self.restriction.replace('_', ' '), *extra])}; {self.method}"
        lines = [
            f"{head}; effect {signed(self.effect)}, {self.confidence:.0%} [{significant(self.original.low)}, "
            f"{significant(self.original.high)}]; breakdown {symbol} = {self.breakdown:.3g})"
        ]
        lines += [f"  {symbol} = {significant(row.bound)}: {_ends(row)}" for row in self.rows]
        lines += [f"  note: {one}" for one in self.notes]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        symbol = _BOUND[self.restriction]
        body = "".join(
            f"<tr><td>{significant(row.bound)}</td><td>{html.escape(_ends(row))}</td>"
            f"<td>{html.escape(_set(row.identified))}</td></tr>"
            for row in self.rows
        )
        noted = "".join(f"<li>{html.escape(one)}</li>" for one in self.notes)
        return (
            f"<table><caption>{html.escape(self.statement)}</caption><thead><tr>"
            f'<th scope="col">{symbol}</th><th scope="col">{self.confidence:.0%} interval ({self.method})</th>'
            f'<th scope="col">coefficients taken as known</th></tr></thead>'
            f"<tbody>{body}</tbody></table><ul>{noted}</ul>"
        )


def _ends(row: RobustInterval) -> str:
    if row.low is None or row.high is None:
        return "empty: the data rule out the restriction"
    return bracketed(row.low, row.high)


def _set(interval: Interval | None) -> str:
    return "none: exceeded before the start" if interval is None else bracketed(interval.low, interval.high)
