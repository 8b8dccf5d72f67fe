"""Counts of people, which have no last place to be rounded to."""

from __future__ import annotations

from kelisim.audit.statements import Statement
from kelisim.model.interval import Interval


def as_counted(one: Statement) -> Interval:
    """Return the interval of a number, and of a count of few people the count alone."""
    few = one.claim.unit == "person" and one.claim.comparator == "exact" and one.number < 1000
    return Interval.point(one.number) if few and float(one.number).is_integer() else one.interval
