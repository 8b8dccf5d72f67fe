"""Two-period difference-in-differences on interval-valued inputs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kelisim.errors import DataError
from kelisim.model.interval import Interval


@dataclass(frozen=True, slots=True)
class TwoPeriodEffect:
    """A difference-in-differences and the bounds that its inputs' intervals allow, in the outcome's unit."""

    effect: float
    bounds: Interval
    treated_change: float
    control_change: float
    controls_vary: bool


def two_period(
    treated: tuple[float, float],
    controls: Sequence[tuple[float, float]],
    *,
    treated_intervals: tuple[Interval, Interval] | None = None,
    control_intervals: Sequence[tuple[Interval, Interval]] | None = None,
) -> TwoPeriodEffect:
    """Return (treated post - pre) - mean over controls of (post - pre).

    Each pair is (pre, post) of one unit, ratio or interval level, all in one unit; intervals default to the points.
    Bounds follow by interval arithmetic, every input free to lie anywhere in its own interval (Manski 2003, ch. 1).
    ``controls_vary`` is False where no control changes and none differs from another: the estimate is then the treated
    unit's own change. Raises ``DataError`` where there is no control.

    From the means printed by Card and Krueger (1994), table 3, which gives 2.76 before rounding:

    >>> round(two_period((20.44, 21.03), [(23.33, 21.17)]).effect, 2)
    2.75
    """
    if not controls:
        raise DataError("a difference-in-differences needs at least one control unit", "name a control")
    own = treated_intervals or (Interval.point(treated[0]), Interval.point(treated[1]))
    others = control_intervals or [(Interval.point(pre), Interval.point(post)) for pre, post in controls]
    control_change = sum(post - pre for pre, post in controls) / len(controls)
    low = sum((post - pre).low for pre, post in others) / len(others)
    high = sum((post - pre).high for pre, post in others) / len(others)
    treated_change = treated[1] - treated[0]
    levels = {level for pair in controls for level in pair}
    return TwoPeriodEffect(
        effect=treated_change - control_change,
        bounds=(own[1] - own[0]) - Interval(low, high),
        treated_change=treated_change,
        control_change=control_change,
        controls_vary=len(levels) > 1,
    )
