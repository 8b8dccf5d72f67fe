"""Changes of mode, the span in which each fell, and what came before it; declared ones and computed ones."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby, pairwise

from kelisim.model.event import Event
from kelisim.model.period import Period
from kelisim.model.phase import GOVERNANCE_MODES, GovernanceState
from kelisim.model.results import GovernanceYear, Transition, TransitionTrigger, VariableScore
from kelisim.model.results.governance import Precedence
from kelisim.stages.govern.dating import Pairs

COMPUTED, COMPUTED_BY_TIES = "computed", "computed by power and equity"
_Read = tuple[GovernanceYear, tuple[str, ...]]
# The kinds of trigger that can carry a chain from one mode to another.
KINDS = ("policy instrument", "equity tie", "capability formation")


def precedence(event: Period, change: Period) -> Precedence:
    """Say whether something came before a change, each known to a span of days.

    Certainly, where its last possible day is before the first of the change; not, where its first possible day is after
    the last of the change; possibly otherwise. An open bound leaves the day unknown on that side.
    """
    if event.end is not None and change.start is not None and event.end < change.start:
        return "certainly"
    if event.start is not None and change.end is not None and event.start > change.end:
        return "not"
    return "possibly"


def declared_transitions(states: Sequence[GovernanceState], events: Mapping[str, Event]) -> Iterator[Transition]:
    """Yield the changes between successive states of one reading, with the triggers that the later state names.

    The change falls between the end of the earlier state and the first day, month or year that the later one names;
    where the two overlap, it lasts until the earlier one is over.
    """
    for before, after in pairwise(states):
        if before.reading == after.reading and before.modes != after.modes:
            period = _between(before.period, after.period)
            named = [events[one] for one in after.triggers]
            yield Transition(
                reading=after.reading,
                before="/".join(before.modes),
                after="/".join(after.modes),
                when=str(after.period).split("/", maxsplit=1)[0],
                triggers=tuple(TransitionTrigger(e.id, e.trigger, precedence(e.period, period)) for e in named),
                period=written(period),
                absent=_absent(named, period),
            )


def written(period: Period) -> str:
    """Return a span as text, a single year, month or day once."""
    first, _, last = str(period).partition("/")
    return first if first == last else str(period)


def _between(before: Period, after: Period) -> Period:
    first = after.start or before.end
    if first is None:
        return Period(None, after.end, "span") if after.end else before
    last = _end_of_unit(first, after)
    if before.end is None:
        return Period(first, last, "span")
    # States that overlap pass into each other until the earlier one is over; between others there may be a gap.
    return Period(min(first, before.end + timedelta(days=1)), max(last, before.end), "span")


def _end_of_unit(day: date, period: Period) -> date:
    """Return the last day of the year, month or day by which a period's beginning is written."""
    written = str(period).split("/", maxsplit=1)[0]
    if len(written) == 4:
        return date(day.year, 12, 31)
    if len(written) == 7 and written[5] in "QH":
        month = day.month + (2 if written[5] == "Q" else 5)
        return date(day.year, month, monthrange(day.year, month)[1])
    return date(day.year, day.month, monthrange(day.year, day.month)[1]) if len(written) == 7 else day


def computed_transitions(
    years: Sequence[GovernanceYear],
    scores: Sequence[VariableScore],
    events: Sequence[Event],
    pairs: Pairs,
    lookback: int,
) -> Iterator[Transition]:
    """Yield the changes that the evidence shows, from the last year of the old modes to the first of the new.

    A change is certain where no mode is possible in both years, and no shorter span within shows one; possible where
    of two successive years with evidence each allows a mode that the other does not, and they share one. Beside each
    stand the events of the three kinds that passed between the pair, and policy instruments of anybody, from
    ``lookback`` years before it on.
    """
    parts = {
        (pair, year): {item for one in group for item in one.evidence}
        for (pair, year), group in groupby(scores, key=lambda one: (one.relationship, one.year))
    }
    for pair, group in groupby(years, key=lambda one: one.relationship):
        own = list(group)
        changes = list(_changes([(one, one.reading) for one in own], both_readings=True))
        # Where power and equity speak for another mode than the three variables do, they are a reading of their own.
        split = {year.year for year in own if year.modes and year.ties and not year.both}
        changes += [
            (before, after, certain)
            for before, after, certain in _changes([(year, year.ties) for year in own])
            if any(before[0].year <= year <= after[0].year for year in split)
        ]
        for (before, was), (after, became), certain in changes:
            period = Period(date(before.year, 1, 1), date(after.year, 12, 31), "span")
            near = [one for one in events if _is_near(one, pair, pairs, period, lookback)]
            by_ties = (was, became) != (before.reading, after.reading)
            yield Transition(
                reading=f"{COMPUTED_BY_TIES if by_ties else COMPUTED}{f': {pair}' if pair else ''}",
                before="/".join(was),
                after="/".join(became),
                when=str(after.year),
                triggers=tuple(
                    TransitionTrigger(
                        one.id, one.trigger, precedence(one.period, period), one.id in parts[pair, after.year]
                    )
                    for one in near
                ),
                period=written(period),
                certainty="certain" if certain else "possible",
                absent=_absent(near, period),
            )


def _changes(years: Sequence[_Read], *, both_readings: bool = False) -> Iterator[tuple[_Read, _Read, bool]]:
    told = [(year, kept) for year, kept in years if kept and len(kept) < len(GOVERNANCE_MODES)]
    # Of a year with two readings, what power and equity leave is possible too.
    modes = [{*kept, *(year.ties if both_readings and not year.both else ())} for year, kept in told]
    spans: list[tuple[int, int]] = []
    for j in range(len(told)):
        i = next((i for i in range(j - 1, -1, -1) if not modes[i] & modes[j]), -1)
        # A pair that holds another pair within it says nothing more.
        if i >= 0 and (not spans or i > spans[-1][0]):
            spans.append((i, j))
    found = [(i, j, True) for i, j in spans]
    found += [
        (i, i + 1, False)
        for i in range(len(told) - 1)
        if modes[i] - modes[i + 1]
        and modes[i + 1] - modes[i]
        and not any(low <= i and i + 1 <= high for low, high in spans)
    ]
    for i, j, certain in sorted(found):
        yield told[i], told[j], certain


def _is_near(event: Event, pair: str, pairs: Pairs, period: Period, lookback: int) -> bool:
    if event.trigger not in KINDS or event.status not in ("achieved", "under way"):
        return False
    if event.trigger != "policy instrument" and pair not in pairs.within((event.title, *event.actors)):
        return False
    assert period.start is not None
    assert period.end is not None
    first, last = event.period.start or event.period.end, event.period.end or event.period.start
    assert first is not None
    assert last is not None
    return last.year >= period.start.year - lookback and first <= period.end


def _absent(events: Sequence[Event], period: Period) -> tuple[str, ...]:
    """Return the kinds of trigger of which no event, certainly or possibly, came before."""
    seen = {one.trigger for one in events if precedence(one.period, period) != "not"}
    return tuple(kind for kind in KINDS if kind not in seen)
