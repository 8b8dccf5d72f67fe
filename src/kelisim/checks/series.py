"""Q: statistical series against each other."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations

from kelisim.checks.registry import Rule, rule
from kelisim.model.finding import Finding, Severity
from kelisim.model.independence import Graph
from kelisim.model.interval import Interval
from kelisim.model.quantity import stated_step, step_to_the_point
from kelisim.model.results import Results
from kelisim.model.series import Observation, Series
from kelisim.model.study import StudyData

# Storing a number in single precision changes it by less than this share of itself.
_STORAGE = 1e-6


@rule(
    "Q014",
    "series that disagree",
    "warning",
    "value_conflict",
    "Two series of one indicator give numbers for the same place and period that lie apart by more than their decimals "
    "and the declared tolerance; a note where both go back to one origin.",
    "A claim that one of them bears out the other contradicts, so that the choice of the series decides.",
)
def series_disagree(this: Rule, data: StudyData, results: Results) -> Iterator[Finding]:
    """Find series that cannot both be right."""
    graph = Graph(results.collect.ties)
    versions = _families(data.series)
    for one, other in combinations(data.series, 2):
        if one.indicator != other.indicator or one.unit != other.unit or versions[one.id] == versions[other.id]:
            continue
        apart = list(_apart(one, other, data.protocol.cross_check.tolerance))
        if not apart:
            continue
        here, there = apart[0]
        more = f", and differ {_times(len(apart) - 1)} more" if len(apart) > 1 else ""
        message = (
            f"{other.id} and {one.id} give different numbers on {one.indicator} for {here.place} in {here.period}: "
            f"{_plain(there)} and {_plain(here)}{more}"
        )
        here_from, there_from = (graph.ascend((each.source,), also=each.ties).nodes for each in (one, other))
        shared = not here_from.isdisjoint(there_from)
        severity: Severity | None = "note" if shared else None
        hint = (
            "say what each counts and which the study follows; give one an indicator of its own if they differ in that"
        )
        if shared:
            hint = "name the older in the newer's supersedes if it was revised, or mend the copy"
        yield this.finding(
            message,
            hint,
            severity=severity,
            file=f"series/{other.id}.csv",
            line=there.row or None,
            about=(other.id, one.id),
        )


def _apart(one: Series, other: Series, tolerance: float) -> Iterator[tuple[Observation, Observation]]:
    """Yield the pairs of observations of one place and period that exclude each other."""
    known = {(seen.place.casefold(), seen.period): seen for seen in one.observations if seen.value is not None}
    for there in other.observations:
        here = known.get((there.place.casefold(), there.period))
        if here is None or here.value is None or there.value is None:
            continue
        allowance = max(tolerance, _STORAGE) * max(abs(here.value), abs(there.value))
        if _may_be(here, one).gap(_may_be(there, other)) > allowance:
            yield here, there


def _may_be(seen: Observation, series: Series) -> Interval:
    assert seen.value is not None
    step = series.step or step_to_the_point(stated_step(_plain(seen).lstrip("-")), seen.value, series.unit)
    return Interval.point(seen.value).widen(step / 2)


def _plain(seen: Observation) -> str:
    number = format(Decimal(repr(seen.value)), "f")
    return number.rstrip("0").rstrip(".") if "." in number else number


def _families(series: tuple[Series, ...]) -> dict[str, str]:
    """Map each series to the oldest it supersedes, so that vintages of one series carry one name."""
    older = {one.id: one.supersedes for one in series}
    oldest = {}
    for one in series:
        here, seen = one.id, {one.id}
        while older.get(here) and older[here] not in seen:
            here = older[here]
            seen.add(here)
        oldest[one.id] = here
    return oldest


def _times(n: int) -> str:
    return "once" if n == 1 else f"{n} times"
