"""What effect a comparison over time could have found, and what data would settle a given one."""

from __future__ import annotations

import html
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from scipy import stats

from kelisim.errors import Problem, UsageError
from kelisim.model.written import significant
from kelisim.stats.effects.assignment import controls_needed, floor

_MOST_CONTROLS = 10_000
_MOST_PERIODS = 200
_LEVELS = (0.10, 0.05)


@dataclass(frozen=True, slots=True)
class DetectableEffect:
    """The smallest effect that a test would find with the power asked for, in units of the outcome.

    ``standard_error``: of the mean after less the mean before, treated less control; ``multiplier``: what it is
    multiplied by (Bloom 1995). ``p_floor``: the smallest p that exact randomisation over so many units can give.
    """

    effect: float
    standard_error: float
    multiplier: float
    degrees_of_freedom: int
    p_floor: float
    n_treated: int
    n_controls: int
    n_before: int
    n_after: int
    level: float
    power: float

    def __repr__(self) -> str:
        error = significant(self.standard_error)
        return (
            f"DetectableEffect({significant(self.effect)} = {self.multiplier:.3g} x {error}; "
            f"power {self.power:.0%} at {self.level:g}; {self.n_treated} treated, {self.n_controls} controls, "
            f"{self.n_before} periods before, {self.n_after} after; smallest exact p {self.p_floor:.3g})"
        )

    def _repr_html_(self) -> str:
        return f"<p>{html.escape(repr(self))}</p>"


@dataclass(frozen=True, slots=True)
class DataNeeded:
    """What would make an effect of this size detectable, each with everything else as it is; None where nothing would.

    ``exact_controls``: level to the controls that exact randomisation needs before it can reach it at all, whatever the
    effect.
    """

    effect: float
    detectable: DetectableEffect | None
    controls: int | None
    periods_before: int | None
    periods_after: int | None
    exact_controls: Mapping[float, int]

    @property
    def statements(self) -> tuple[str, ...]:
        """What is needed, as sentences."""
        now = (
            "With two units in all no error can be estimated."
            if self.detectable is None
            else f"As it stands an effect of {significant(self.detectable.effect)} could be found, not one below it."
        )
        told = [
            f"{_count(self.controls, 'controls')} would make an effect of {significant(self.effect)} detectable.",
            f"{_count(self.periods_before, 'periods before the start')} would.",
            f"{_count(self.periods_after, 'periods from the start on')} would.",
        ]
        exact = ", ".join(f"{n} controls for p = {level:.2f}" for level, n in self.exact_controls.items())
        return (now, *told, f"Exact randomisation needs {exact}.")

    def __repr__(self) -> str:
        return "\n".join(
            [f"DataNeeded(for an effect of {significant(self.effect)})", *(f"  {one}" for one in self.statements)]
        )

    def _repr_html_(self) -> str:
        items = "".join(f"<li>{html.escape(one)}</li>" for one in self.statements)
        return f"<p>For an effect of {significant(self.effect)}</p><ul>{items}</ul>"


def _count(number: int | None, what: str) -> str:
    return f"No number of {what}" if number is None else f"{number} {what}"


def minimum_detectable_effect(
    *,
    n_treated: int,
    n_controls: int,
    n_before: int,
    n_after: int,
    standard_deviation: float,
    autocorrelation: float = 0.0,
    level: float = 0.05,
    power: float = 0.8,
    two_sided: bool = True,
) -> DetectableEffect:
    """Return the smallest effect that a difference-in-differences of so many units and periods would find.

    ``standard_deviation``: of the residuals within units and periods, in the outcome's unit; ``autocorrelation``: of
    residuals one period apart, which falls off geometrically with distance. The effect is the standard error times the
    sum of Student's quantiles for ``level`` and ``power`` (Bloom 1995), the error robust to serial correlation (Burlig,
    Preonas and Woerman 2020, equation 2). It rests on many units or normal residuals: where ``p_floor`` is above the
    level no exact test could find anything, however large.

    Raises ``UsageError`` for numbers that are none of a design, and where two units leave no degree of freedom.

    Bloom's multiplier for many units, one-sided at .05 with power .80, is 2.49 (1995, p. 548):

    >>> found = minimum_detectable_effect(n_treated=500, n_controls=500, n_before=1, n_after=1,
    ...                                   standard_deviation=1, two_sided=False)
    >>> round(found.multiplier, 2)
    2.49
    """
    _check(n_treated, n_controls, n_before, n_after, standard_deviation, autocorrelation, level, power)
    freedom = n_treated + n_controls - 2
    if freedom < 1:
        hint = "add controls"
        raise UsageError(Problem("units", "one treated unit and one control leave no degree of freedom", hint))
    error = standard_deviation * math.sqrt(
        _spread(n_before, n_after, autocorrelation) * (1 / n_treated + 1 / n_controls)
    )
    tail = level / 2 if two_sided else level
    multiplier = float(stats.t.isf(tail, freedom) + stats.t.ppf(power, freedom))
    return DetectableEffect(
        effect=multiplier * error,
        standard_error=error,
        multiplier=multiplier,
        degrees_of_freedom=freedom,
        p_floor=floor(n_treated + n_controls, n_treated),
        n_treated=n_treated,
        n_controls=n_controls,
        n_before=n_before,
        n_after=n_after,
        level=level,
        power=power,
    )


def data_needed(
    effect: float,
    *,
    n_treated: int,
    n_controls: int,
    n_before: int,
    n_after: int,
    standard_deviation: float,
    autocorrelation: float = 0.0,
    level: float = 0.05,
    power: float = 0.8,
    two_sided: bool = True,
) -> DataNeeded:
    """Return how many controls, or periods before or after, would let a test find an effect of this size.

    Arguments as for ``minimum_detectable_effect``; each number is the smallest that does with all else as given, up to
    10,000 controls and 200 periods. More periods on one side cannot make up for few on the other, so that None is
    common. ``exact_controls`` is for levels .10 and .05.

    >>> data_needed(5, n_treated=1, n_controls=2, n_before=2, n_after=3, standard_deviation=3).exact_controls
    {0.1: 9, 0.05: 19}
    """
    if not (effect != 0 and math.isfinite(effect)):
        raise UsageError(Problem("effect", f"{effect} is no effect to look for", "give its size in the outcome's unit"))
    _check(n_treated, n_controls, n_before, n_after, standard_deviation, autocorrelation, level, power)

    def found(controls: int = n_controls, before: int = n_before, after: int = n_after) -> DetectableEffect | None:
        if n_treated + controls < 3:
            return None
        return minimum_detectable_effect(
            n_treated=n_treated,
            n_controls=controls,
            n_before=before,
            n_after=after,
            standard_deviation=standard_deviation,
            autocorrelation=autocorrelation,
            level=level,
            power=power,
            two_sided=two_sided,
        )

    def enough(one: DetectableEffect | None) -> bool:
        return one is not None and one.effect <= abs(effect)

    return DataNeeded(
        effect=effect,
        detectable=found(),
        controls=_smallest(lambda n: enough(found(controls=n)), _MOST_CONTROLS),
        periods_before=_smallest(lambda n: enough(found(before=n)), _MOST_PERIODS),
        periods_after=_smallest(lambda n: enough(found(after=n)), _MOST_PERIODS),
        exact_controls={one: controls_needed(n_treated, one) for one in _LEVELS},
    )


def _smallest(enough: Callable[[int], bool], most: int) -> int | None:
    """Return the smallest number that is enough, None where the most is not; more is never worse."""
    if not enough(most):
        return None
    low, high = 0, most
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high


def _spread(n_before: int, n_after: int, autocorrelation: float) -> float:
    """Return the variance of a unit's mean after less its mean before, for residuals of variance one."""
    weights = np.r_[np.full(n_before, -1 / n_before), np.full(n_after, 1 / n_after)]
    apart = np.abs(np.subtract.outer(np.arange(len(weights)), np.arange(len(weights))))
    return float(weights @ np.power(autocorrelation, apart) @ weights)


def _check(
    n_treated: int,
    n_controls: int,
    n_before: int,
    n_after: int,
    deviation: float,
    autocorrelation: float,
    level: float,
    power: float,
) -> None:
    for name, number in (
        ("n_treated", n_treated),
        ("n_controls", n_controls),
        ("n_before", n_before),
        ("n_after", n_after),
    ):
        if number < 1 or int(number) != number:
            raise UsageError(Problem(name, f"{name} = {number} is no number of units or periods", "1, 2, 3 ..."))
    if not 0 < deviation < math.inf:
        hint = "the standard deviation of residuals, in the outcome's unit"
        raise UsageError(Problem("standard_deviation", f"{deviation} is no standard deviation", hint))
    if not -1 < autocorrelation < 1:
        hint = "a number between -1 and 1"
        raise UsageError(Problem("autocorrelation", f"{autocorrelation} is no autocorrelation", hint))
    for name, share in (("level", level), ("power", power)):
        if not 0 < share < 1:
            raise UsageError(Problem(name, f"{name} = {share} is no share between 0 and 1", "such as 0.05 and 0.8"))
