"""The plan tracker: what was announced, for when, and what the study knows to have come of it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kelisim.model.claim import Claim
from kelisim.model.event import Event
from kelisim.model.interval import Interval
from kelisim.model.period import Period
from kelisim.model.plan import PlanLink
from kelisim.model.results import PlanRow
from kelisim.model.results.conclusions import PlanVerdict
from kelisim.stages.conclude.values import head

# Of these a part cannot be measured from nothing.
_NOT_COUNTED = ("percent", "percentage_point", "rank", "factor", "coefficient", "index", "date", "")


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What came: ``stated`` is what it says, ``interval`` what an exact-looking number may have been."""

    id: str
    period: Period | None
    interval: Interval | None = None
    stated: Interval | None = None


def study_end(window: Period, claims: Iterable[Claim], events: Iterable[Event]) -> date | None:
    """Return the day up to which plans are judged: the end of the window, else the last day that is told of."""
    if window.end:
        return window.end
    told = [one.period for one in claims if one.modality != "planned" and one.period]
    told += [one.period for one in events if one.status == "achieved"]
    return max((one.end for one in told if one.end), default=None)


def track(
    claims: Sequence[Claim], events: Sequence[Event], links: Sequence[PlanLink], end: date | None
) -> Iterator[PlanRow]:
    """Yield a row for each planned claim, and for each planned event or event under way that no such claim tells.

    Outcomes are the claims and events that a person linked, and the achieved claims of the same indicator, place, unit
    and subject (up to a comma) dated to the plan's period or later; where the plan is "by" a date, also before it.
    """
    by_claim = {one.id: one for one in claims}
    by_event = {one.id: one for one in events}
    linked = {one.plan: one.outcomes for one in links}
    telling = {name: event for event in events if event.status in ("planned", "under way") for name in event.claims}
    covered: set[str] = set()
    for claim in claims:
        if claim.modality != "planned":
            continue
        event = telling.get(claim.id)
        if event:
            covered.add(event.id)
        named = (*linked.get(claim.id, ()), *(linked.get(event.id, ()) if event else ()))
        outcomes = _outcomes(named, by_claim, by_event)
        found = [*outcomes, *(one for one in _alike(claim, claims) if one.id not in {known.id for known in outcomes})]
        verdict, reason, share = _judge(claim.period, found, end, claim, claims)
        yield PlanRow(
            id=claim.id,
            kind="claim",
            status="under way" if event and event.status == "under way" else "planned",
            what=claim.subject or claim.stated,
            indicator=claim.indicator,
            place=claim.place,
            target=claim.stated if claim.quantitative else "",
            due=_due(claim.period),
            verdict=verdict,
            reason=reason,
            outcomes=tuple(one.id for one in found),
            linked=named,
            share=share,
            event=event.id if event else "",
        )
    for event in events:
        if event.status in ("planned", "under way") and event.id not in covered:
            named = linked.get(event.id, ())
            found = _outcomes(named, by_claim, by_event)
            verdict, reason, _ = _judge(event.period, found, end, None, claims)
            yield PlanRow(
                id=event.id,
                kind="event",
                status="under way" if event.status == "under way" else "planned",
                what=event.title,
                indicator="",
                place=event.place,
                target="",
                due=_due(event.period),
                verdict=verdict,
                reason=reason,
                outcomes=tuple(one.id for one in found),
                linked=named,
                event=event.id,
            )


def _due(period: Period | None) -> str:
    return period.end.isoformat() if period and period.end else ""


def _outcomes(names: Iterable[str], claims: Mapping[str, Claim], events: Mapping[str, Event]) -> list[_Outcome]:
    found = []
    for name in names:
        if name in claims:
            found.append(_of_claim(claims[name]))
        elif name in events and events[name].status == "achieved":
            found.append(_Outcome(name, events[name].period))
    return found


def _of_claim(claim: Claim) -> _Outcome:
    return _Outcome(claim.id, claim.period, claim.allowing_rounding(), claim.interval)


def _alike(plan: Claim, claims: Sequence[Claim]) -> list[_Outcome]:
    """Return the achieved claims of the same thing that may tell the plan's outcome, in the order of their dates."""
    found = []
    for claim in claims:
        same = (claim.indicator, claim.place, claim.unit, head(claim.subject)) == (
            plan.indicator,
            plan.place,
            plan.unit,
            head(plan.subject),
        )
        if same and claim.modality != "planned" and _may_fulfil(claim.period, plan.period):
            found.append(claim)
    return [_of_claim(one) for one in sorted(found, key=lambda one: (str(one.period and one.period.end), one.id))]


def _may_fulfil(outcome: Period | None, plan: Period | None) -> bool:
    if outcome is None or plan is None or plan.start is None:
        return True
    return outcome.end is None or outcome.end >= plan.start


def _judge(
    plan: Period | None, found: Sequence[_Outcome], end: date | None, claim: Claim | None, claims: Sequence[Claim]
) -> tuple[PlanVerdict, str, tuple[float, float] | None]:
    due = plan.end if plan else None
    parts = [(one, *_came_of(one, due, claim, claims)) for one in found]
    shares = [share for _, _, share in parts if share is not None]
    share = (shares[-1][0], shares[-1][1]) if shares else None
    by_kind: dict[str, list[str]] = {}
    for one, kind, _ in parts:
        by_kind.setdefault(kind, []).append(one.id)
    kept, late = by_kind.get("kept", []), by_kind.get("late", [])
    short = [*by_kind.get("partly", []), *by_kind.get("short", [])]
    pending = due is not None and end is not None and due > end
    if kept and (late or (short and not pending)):
        return "unknown", f"{_told(kept)} tell that it was kept, {_told([*late, *short])} that it was not", share
    if kept:
        return "kept", f"told by {_told(kept)}", share
    if late:
        return "missed", f"reached only after the date: {_told(late)}", share
    if pending:
        coarse = by_kind.get("undecided", [])
        progress = f"; so far {_told(short)}" if short else ""
        progress += f"; {_told(coarse)} may tell of it" if coarse else ""
        return "not yet due", f"due {due}, and the study ends {end}{progress}", share
    if due is None:
        named = f"; {_told([one.id for one in found])} may tell of it" if found else ""
        return "unknown", f"no date is told for it{named}", share
    if by_kind.get("partly"):
        return "partly", f"less than planned by {due}: {_told(by_kind['partly'])}", share
    if by_kind.get("short"):
        return "missed", f"not reached by {due}: {_told(by_kind['short'])}", share
    if found:
        return "unknown", f"the dates or numbers of {_told([one.id for one in found])} are too coarse to tell", share
    if end is None:
        return "unknown", "the study has no end by which to judge", share
    return "overdue", f"due {due}; up to {end} nothing in the study tells of it", share


def _told(names: Sequence[str]) -> str:
    return ", ".join(names)


def _came_of(
    outcome: _Outcome, due: date | None, plan: Claim | None, claims: Sequence[Claim]
) -> tuple[str, tuple[float, float] | None]:
    """Return what one outcome says: kept, late, partly, short or undecided, and the share of the target reached."""
    target = plan.interval if plan else None
    if plan is None or target is None or outcome.interval is None or outcome.stated is None:
        return _by_date(outcome.period, due), None
    down = plan.change == "down" or plan.comparator in ("lt", "le")
    goal = target.high if down else target.low
    if math.isinf(goal):
        return "undecided", None
    share = _share(outcome.interval, goal)
    # A plan for 50,000 is kept by what is told as 50,000; that it failed must survive the rounding.
    reached = outcome.stated.high <= goal if down else outcome.stated.low >= goal
    failed = outcome.interval.low > goal if down else outcome.interval.high < goal
    if reached:
        return _by_date(outcome.period, due), share
    if not failed:
        return "undecided", share
    before = _before(outcome, plan, claims)
    if before is not None:
        moved = outcome.interval.high < before.low if down else outcome.interval.low > before.high
        return ("partly" if moved else "short"), share
    counted = plan.unit not in _NOT_COUNTED and not down and outcome.interval.low > 0
    return ("partly" if counted else "short"), share


def _by_date(period: Period | None, due: date | None) -> str:
    if period is None or due is None:
        return "undecided"
    if period.end is not None and period.end <= due:
        return "kept"
    return "late" if period.start is not None and period.start > due else "undecided"


def _share(reached: Interval, goal: float) -> tuple[float, float] | None:
    if goal <= 0 or math.isinf(reached.low) or math.isinf(reached.high):
        return None
    return reached.low / goal, reached.high / goal


def _before(outcome: _Outcome, plan: Claim, claims: Sequence[Claim]) -> Interval | None:
    """Return the last value of the same thing dated before the outcome, None where there is none."""
    start = outcome.period.start if outcome.period else None
    if start is None:
        return None
    found = [
        (one.period.end, interval)
        for one in claims
        if one.id != outcome.id
        and one.modality != "planned"
        and one.period
        and one.period.end
        and one.period.end < start
        and (one.indicator, one.place, one.unit, head(one.subject))
        == (plan.indicator, plan.place, plan.unit, head(plan.subject))
        and (interval := one.allowing_rounding()) is not None
    ]
    return max(found, key=lambda pair: pair[0])[1] if found else None
