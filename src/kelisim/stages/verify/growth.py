"""Growth: the ratio of levels that a claim asserts, and the periods it runs between."""

from __future__ import annotations

from kelisim.model.claim import Claim
from kelisim.model.interval import Interval
from kelisim.model.period import Period

# Units that tell a relation between numbers and no level.
RELATIVE = ("percent", "percentage_point", "factor")
ONE = Interval.point(1.0)


def ratio(claim: Claim) -> Interval | None:
    """Return the ratio of the last level to the first that a claim of growth asserts, None for any other claim."""
    interval = claim.allowing_rounding()
    if interval is None:
        return None
    if claim.comparator == "factor" or claim.unit == "factor":
        if claim.change == "down":
            return ONE / interval if interval.low > 0 else None
        return interval
    if claim.unit == "percent" and claim.change is not None:
        part = interval * Interval.point(0.01)
        return ONE - part if claim.change == "down" else ONE + part
    return None


def ends(period: Period | None) -> tuple[Period, Period] | None:
    """Return the periods that growth runs between: the years at both ends of a span, or a period and the year before.

    None for a span within a year and for an open period.
    """
    if period is None or period.start is None or period.end is None:
        return None
    first, last = period.start.year, period.end.year
    if period.precision == "span":
        whole = (period.start.month, period.start.day, period.end.month, period.end.day) == (1, 1, 12, 31)
        return (Period.parse(str(first)), Period.parse(str(last))) if whole and first < last else None
    if period.precision == "day":
        return None
    return year_before(period), period


def year_before(period: Period) -> Period:
    """Return the same part of the year before; raises ``ValueError`` for an open period and for a day or span."""
    if period.start is None or period.precision in ("day", "span"):
        raise ValueError(f"no year before {period}")
    year = period.start.year
    return Period.parse(str(period).replace(f"{year:04d}", f"{year - 1:04d}", 1))
