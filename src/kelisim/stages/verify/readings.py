"""What a series says of the thing a claim is about: as it stands, or derived, with every step in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from kelisim.model.claim import Claim
from kelisim.model.indicator import Indicator
from kelisim.model.interval import Interval
from kelisim.model.period import Period
from kelisim.model.series import Observation, Series
from kelisim.stages.verify.arithmetic import occasion, show
from kelisim.stages.verify.growth import RELATIVE, ends, ratio
from kelisim.stages.verify.units import Units

Observed = Mapping[Period, Observation]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a claim and a series say in one unit.

    ``said`` is the claim, widened for stated precision, ``says`` the series; ``steps`` tells in words how the two were
    brought together, "" where nothing was needed. ``bound`` says that the series gives a bound and no value.
    """

    said: Interval
    says: Interval
    unit: str
    steps: str = ""
    bound: bool = False


def read(claim: Claim, series: Series, observed: Observed, indicator: Indicator | None, units: Units) -> Reading | str:
    """Return what a series says of what a claim is about, or why the two cannot be compared.

    Derived are: another unit (by an exact factor, or by a declared series of exchange rates), growth from two levels,
    a period from the shorter periods that make it up (for an indicator that declares how it adds up over time), and a
    bound for a part of a year from the whole.
    """
    said = claim.allowing_rounding()
    assert said is not None
    if claim.modality == "planned":
        return "a plan is not compared with an outcome"
    if series.subject and claim.subject and series.subject.casefold() != claim.subject.casefold():
        return f"other coverage: the claim is about {claim.subject}, the series about {series.subject}"
    if claim.period is None:
        return "the claim states no period"
    times = claim.comparator == "factor" or claim.unit == "factor"
    relative = times or (claim.change is not None and claim.unit in RELATIVE)
    level_told = (
        series.unit in RELATIVE and claim.unit != "percentage_point" and not (times and series.unit != "factor")
    )
    if relative and not level_told:
        return _grown(claim, said, series, observed)
    level = _level(claim, said, series, observed, indicator, units)
    if relative and not is_of_growth(indicator):
        return _nearer(level, _grown(claim, said, series, observed))
    return level


def is_of_growth(indicator: Indicator | None) -> bool:
    """Say whether what an indicator measures is growth itself: a factor, or a percentage that can be negative."""
    return indicator is not None and (
        indicator.unit == "factor" or (indicator.bounds is not None and indicator.bounds[0] < 0)
    )


def _nearer(level: Reading | str, grown: Reading | str) -> Reading | str:
    """Return how a percentage with a direction is read beside a series in percent: "up 11%" is a level or a change.

    The level goes first; the change is taken where it comes nearer, and the words of the reading say so.
    """
    if isinstance(level, str) or isinstance(grown, str):
        return level if isinstance(grown, str) else grown
    return level if level.said.gap(level.says) <= grown.said.gap(grown.says) else grown


def _level(
    claim: Claim, said: Interval, series: Series, observed: Observed, indicator: Indicator | None, units: Units
) -> Reading | str:
    assert claim.period is not None
    when = occasion(claim.period)
    found = _in_period(series, observed, when, indicator)
    if isinstance(found, str):
        return found
    says, steps, bound = found
    conversion = units.convert(series.unit, claim.unit, when)
    if conversion is None:
        return f"other unit: the claim is in {claim.unit or 'no unit'}, the series in {series.unit}"
    steps = "; ".join(part for part in (steps, conversion.words) if part)
    return Reading(said, conversion.apply(says), claim.unit, steps, bound)


def _value(series: Series, observation: Observation) -> Interval:
    assert observation.value is not None
    half = (series.step or 0.0) / 2
    return Interval(observation.value - half, observation.value + half)


def _in_period(
    series: Series, observed: Observed, when: Period, indicator: Indicator | None
) -> tuple[Interval, str, bool] | str:
    exact = observed.get(when)
    if exact is not None:
        return _value(series, exact), "", False
    over_time = indicator.over_time if indicator is not None else ""
    parts = [observed[period] for period in tile(observed, when)]
    if parts:
        listed = f"{parts[0].period} to {parts[-1].period}"
        if not over_time:
            return f"part-year: the series has {listed}, and {series.indicator} does not say how it adds up over time"
        total = sum((_value(series, one) for one in parts), Interval.point(0.0))
        if over_time == "mean":
            total = total * Interval.point(1 / len(parts))
        elif over_time == "last":
            total = _value(series, parts[-1])
        told = {"sum": "the sum", "mean": "the mean", "last": "the last"}[over_time]
        return total, f"{told} of {len(parts)} periods, {listed}", False
    whole = next((one for period, one in observed.items() if period.contains(when)), None)
    if whole is not None:
        reason = f"part-year: the claim covers {when}, the series the whole of {whole.period}"
        bounds = indicator.bounds if indicator is not None else None
        if over_time == "sum" and bounds is not None and bounds[0] >= 0:
            value = _value(series, whole)
            return Interval(0.0, value.high), f"no more than {show(value)} for the whole of {whole.period}", True
        return reason
    return f"the series has no value for {when}"


def tile(periods: Iterable[Period], when: Period) -> list[Period]:
    """Return the shorter periods that make up a period without gap or overlap, in their order; none where they do not.

    Of periods that begin on one day the longest is taken, so that months do not stand in the way of quarters.
    """
    if when.start is None or when.end is None:
        return []
    inside = [period for period in periods if period != when and when.contains(period)]
    inside.sort(key=lambda one: (one.start or date.min, -(one.end or date.min).toordinal()))
    next_day, used = when.start, []
    for period in inside:
        if period.start == next_day and period.end is not None:
            used.append(period)
            next_day = period.end + timedelta(days=1)
    return used if next_day == when.end + timedelta(days=1) else []


def _grown(claim: Claim, said: Interval, series: Series, observed: Observed) -> Reading | str:
    periods = ends(claim.period)
    if periods is None:
        return "growth between periods that the claim does not state"
    first, last = (observed.get(period) for period in periods)
    if first is None or last is None:
        missing = periods[0] if first is None else periods[1]
        return f"growth needs the level of {missing}, which the series does not have"
    before, after = _value(series, first), _value(series, last)
    told = f"from {show(before)} in {first.period} to {show(after)} in {last.period}"
    if claim.unit == "percentage_point":
        if series.unit != "percent":
            return f"other unit: the claim is in percentage points, the series in {series.unit}"
        signed = said * Interval.point(-1.0) if claim.change == "down" else said
        return Reading(signed, after - before, claim.unit, f"the change {told}")
    stated = ratio(claim)
    if stated is None or before.low <= 0:
        return "growth from a level that is not above zero"
    grown = after / before
    if claim.unit == "percent":
        hundred, one = Interval.point(100.0), Interval.point(1.0)
        return Reading((stated - one) * hundred, (grown - one) * hundred, "percent", f"the growth {told}")
    return Reading(stated, grown, "factor", f"the ratio {told}")
