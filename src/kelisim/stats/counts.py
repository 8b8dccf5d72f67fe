"""Sparse counts: exact intervals for one count and the exact comparison of two."""

from __future__ import annotations

import math
from dataclasses import dataclass
from html import escape

from scipy.special import betaincinv, gammaincinv, gammaln

from kelisim.errors import UsageError
from kelisim.model.written import bracketed, significant


@dataclass(frozen=True, slots=True, repr=False)
class CountInterval:
    """A count with the exact interval of the rate behind it, per unit of exposure."""

    count: int
    exposure: float
    rate: float
    low: float
    high: float
    confidence: float

    def __repr__(self) -> str:
        return (
            f"CountInterval: {self.count} in {self.exposure:g}, rate {significant(self.rate)}, "
            f"{self.confidence:.0%} interval {bracketed(self.low, self.high)} (exact)"
        )

    def _repr_html_(self) -> str:
        return f"<p>{escape(repr(self))}</p>"


@dataclass(frozen=True, slots=True, repr=False)
class CountComparison:
    """Two counts compared: the second rate over the first, its exact interval and the exact two-sided p-value.

    ``ratio`` is None where neither count saw anything, infinite where only the first saw nothing. ``p_floor`` is the
    smallest p-value that this total can give: where it is above the level wanted, no split of so few could be told
    from chance.
    """

    first: int
    second: int
    ratio: float | None
    low: float
    high: float
    p_value: float
    p_floor: float
    confidence: float

    def __repr__(self) -> str:
        ratio = "undefined" if self.ratio is None else significant(self.ratio)
        return (
            f"CountComparison: {self.first} and {self.second}, ratio {ratio}, {self.confidence:.0%} interval "
            f"{bracketed(self.low, self.high)}, p = {self.p_value:.3g} (smallest attainable {self.p_floor:.3g})"
        )

    def _repr_html_(self) -> str:
        return f"<p>{escape(repr(self))}</p>"


def poisson_interval(count: int, *, exposure: float = 1.0, confidence: float = 0.95) -> CountInterval:
    """Return the exact (Garwood) interval for the rate of a Poisson count.

    ``count`` is a whole number, 0 or more; ``exposure`` the time or size over which it was counted. Both tails hold at
    most (1 - confidence) / 2, so that a count of 0 has the lower bound 0 and, at 95%, the upper bound 3.69. Raises
    ``UsageError`` for a count below 0 or not whole, an exposure that is not positive, a confidence outside 0 to 1.
    Garwood (1936), "Fiducial limits for the Poisson distribution", Biometrika 28.
    """
    _check(count, exposure, confidence)
    tail = (1 - confidence) / 2
    low = float(gammaincinv(count, tail)) if count else 0.0
    high = float(gammaincinv(count + 1, 1 - tail))
    return CountInterval(count, exposure, count / exposure, low / exposure, high / exposure, confidence)


def compare_counts(
    first: int, second: int, *, exposures: tuple[float, float] = (1.0, 1.0), confidence: float = 0.95
) -> CountComparison:
    """Return the exact conditional comparison of two Poisson counts.

    Given their sum, the second of two counts with equal rates is binomial with the second share of the exposure. The
    p-value adds up the splits that are no likelier than the one seen; the interval of the ratio of rates follows from
    that of Clopper and Pearson for the share. Raises ``UsageError`` as ``poisson_interval`` does. Przyborowski and
    Wilenski (1940), "Homogeneity of results in testing samples from Poisson series", Biometrika 31.
    """
    _check(first, exposures[0], confidence)
    _check(second, exposures[1], confidence)
    total = first + second
    share = exposures[1] / (exposures[0] + exposures[1])
    if total == 0:
        return CountComparison(first, second, None, 0.0, math.inf, 1.0, 1.0, confidence)
    likely = [_binomial(k, total, share) for k in range(total + 1)]
    # Equally likely splits differ in their last digits.
    values = [sum(other for other in likely if other <= one * (1 + 1e-7)) for one in likely]
    tail = (1 - confidence) / 2
    low = float(betaincinv(second, first + 1, tail)) if second else 0.0
    high = float(betaincinv(second + 1, first, 1 - tail)) if first else 1.0
    odds = exposures[0] / exposures[1]
    return CountComparison(
        first=first,
        second=second,
        ratio=second / first * odds if first else math.inf,
        low=low / (1 - low) * odds,
        high=high / (1 - high) * odds if high < 1 else math.inf,
        p_value=min(1.0, values[second]),
        p_floor=min(1.0, *values),
        confidence=confidence,
    )


def _binomial(k: int, n: int, share: float) -> float:
    ways = gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1)
    return math.exp(float(ways) + k * math.log(share) + (n - k) * math.log1p(-share))


def _check(count: int, exposure: float, confidence: float) -> None:
    if isinstance(count, bool) or int(count) != count or count < 0:
        raise UsageError(
            f"a count is a whole number of 0 or more, not {count!r}", "give the events themselves, unscaled"
        )
    if not (exposure > 0 and math.isfinite(exposure)):
        raise UsageError(f"an exposure is a positive number, not {exposure!r}", "give the years or units counted over")
    if not 0 < confidence < 1:
        raise UsageError(f"a confidence lies between 0 and 1, not {confidence!r}", "0.95 is usual")
