"""Ladders of capability: which rung had been reached by the end of each year, for certain and possibly."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from kelisim.model.claim import Claim
from kelisim.model.event import Event
from kelisim.model.ladder import Ladder, Rung
from kelisim.model.period import Period
from kelisim.model.results import LadderStep, LadderYear
from kelisim.stages.govern.dating import Pairs
from kelisim.text.matching import Matcher

Status = Literal["achieved", "under way", "planned"]
# What the study as a whole shows, of whomever.
ALL = "all"


def place_on_ladder(
    ladder: Ladder, events: Sequence[Event], claims: Sequence[Claim], pairs: Pairs
) -> Iterator[LadderStep]:
    """Yield the dated events and claims that stand on a rung, for the whole study and for each pair that they name.

    A rung takes the events and claims named for it, and those whose title, subject or quote holds one of its words.
    What is advised is no step; what is planned is kept apart from what was done.
    """
    matcher = Matcher({rung.id: rung.words for rung in ladder.rungs if rung.words})
    for rung in ladder.rungs:
        for event in events:
            if event.status != "recommended" and _stands(
                rung, event.id, rung.events, matcher, event.title, event.quote
            ):
                status: Status = event.status
                for scope in _scopes(pairs, (event.title, *event.actors)):
                    yield LadderStep(ladder.id, scope, rung.id, event.id, "event", str(event.period), status)
        for claim in claims:
            if claim.period and _stands(rung, claim.id, rung.claims, matcher, claim.subject, claim.stated, claim.quote):
                status = "planned" if claim.modality == "planned" else "achieved"
                for scope in _scopes(pairs, (claim.subject, claim.quote)):
                    yield LadderStep(ladder.id, scope, rung.id, claim.id, "claim", str(claim.period), status)


def climb(ladder: Ladder, steps: Sequence[LadderStep], window: Period) -> Iterator[LadderYear]:
    """Yield the rung reached by the end of each year of the window, in each scope that has any step.

    For certain: the highest whose evidence was over by then, or had begun where no end is told. Possibly: the highest
    whose evidence may have begun, or was under way. Of "by 2018" only 2018 is known to be meant. A rung once reached is
    not lost. A plan counts in the year for which it is meant; years after the window hold plans alone.
    """
    order = {rung.id: place for place, rung in enumerate(ladder.rungs)}
    names = [rung.id for rung in ladder.rungs]
    for scope in dict.fromkeys(one.scope for one in steps):
        own = [(one, Period.parse(one.period)) for one in steps if one.scope == scope]
        edges = [edge.year for _, period in own for edge in (period.start, period.end) if edge]
        first = window.start.year if window.start else min(edges)
        last = window.end.year if window.end else max(edges)
        due = [_over(period) for one, period in own if one.status == "planned"]
        for year in range(first, max([last, *due]) + 1):
            sure = [one for one, period in own if one.status == "achieved" and _over(period) <= min(year, last)]
            maybe = [one for one, period in own if one.status != "planned" and _begun(period) <= min(year, last)]
            plans = [one for one, period in own if one.status == "planned" and _over(period) <= year]
            low = max((order[one.rung] for one in sure), default=-1)
            high = max((order[one.rung] for one in (*sure, *maybe)), default=-1)
            plan = max((order[one.rung] for one in plans), default=-1)
            reached = {one.rung for one in sure}
            yield LadderYear(
                ladder=ladder.id,
                scope=scope,
                year=year,
                low=names[low] if low >= 0 and year <= last else "",
                high=names[high] if high >= 0 and year <= last else "",
                planned=names[plan] if plan >= 0 else "",
                skipped=tuple(name for name in names[: max(low, 0)] if name not in reached and year <= last),
                evidence=tuple(
                    dict.fromkeys(one.evidence for one, period in own if _begun(period) <= year <= _over(period))
                ),
            )


def _over(period: Period) -> int:
    edge = period.end or period.start
    assert edge is not None
    return edge.year


def _begun(period: Period) -> int:
    edge = period.start or period.end
    assert edge is not None
    return edge.year


def _stands(rung: Rung, identifier: str, named: Sequence[str], matcher: Matcher, *texts: str) -> bool:
    return identifier in named or any(match.code == rung.id for text in texts for match in matcher.find(text))


def _scopes(pairs: Pairs, texts: Sequence[str]) -> tuple[str, ...]:
    return (ALL, *(one for one in pairs.within(texts) if one))
