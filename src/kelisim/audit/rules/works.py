"""A2: what is still to be built in one place and stands and works in another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from babel import Locale

from kelisim.audit.paper import Paper, finding
from kelisim.audit.topic import Topic
from kelisim.audit.words import stem, words
from kelisim.model.finding import Finding
from kelisim.model.period import Period
from kelisim.text.extraction.places import place_matcher
from kelisim.text.telling import bounded

_AROUND, _LEAD = 110, 40
# The name of what is built stands before its noun; shorter ones are kinds and no names.
_HAN_BEFORE = re.compile(r"[\u4e00-\u9fff]{4}$")
_MOST = 60


@dataclass(frozen=True, slots=True)
class Work:
    """Something built or to be built: its kind, what the words around it say of it, and when it is due."""

    kind: str
    topic: Topic
    names: frozenset[str]
    start: int
    end: int
    due: int | None
    behind: bool = False


def plans_told_as_standing(paper: Paper) -> Iterator[Finding]:
    """Find a work that is due later than anything the paper reports, and told elsewhere as producing or carrying.

    What an older plan announced may well stand by now: a plan counts only where its date is not behind the latest
    date of which the paper tells what happened, or is after the date at which the work is told as at work.
    """
    planned, standing = _planned(paper), _standing(paper)
    told: set[int] = set()
    standing = paper.first(standing, _MOST, "works told as standing")
    for plan in paper.first(planned, _MOST, "works told as planned"):
        for work in standing:
            if work.kind != plan.kind or work.start in told or plan.start <= work.start < plan.end:
                continue
            alike = _alike(paper, plan, work)
            before = _worked_before(paper, work, plan.due)
            if not alike or (not before and plan.behind):
                continue
            told.add(work.start)
            yield finding(
                "A203", "warning", "date_conflict", alike,
                f"What is to be built or opened by {plan.due} in one place is told as standing and working in another.",
                "say what stands today and what is only planned",
                (paper.exact(plan.start, plan.end), paper.exact(work.start, work.end)),
            )  # fmt: skip


def planned_and_at_work(paper: Paper) -> Iterator[Finding]:
    """Find a plan and its earlier doing in one sentence: "the line, planned for 2026, has run since 2024"."""
    for match in paper.words.pattern("works", "planned_and_done").finditer(paper.body):
        if int(match["done"]) >= int(match["due"]) or paper.in_table(match.start()):
            continue
        first, stop = paper.sentence_at(match.start())
        yield finding(
            "A202", "warning", "date_conflict", 0.72,
            f"What is planned for {match['due']} is told in the same sentence as done in {match['done']}.",
            "say which of the two years is out of date", (paper.exact(first, stop),),
        )  # fmt: skip


def _worked_before(paper: Paper, work: Work, due: int | None) -> bool:
    """Say whether a work is told as at work at a time before the one for which it is planned."""
    years = [one.period.start.year for one in paper.dates_in(work.start, work.end) if one.period.start]
    return due is not None and bool(years) and max(years) < due


@cache
def _objects(language: str) -> re.Pattern[str]:
    return re.compile(bounded(words(language).source("works", "object"), language), re.IGNORECASE)


def _planned(paper: Paper) -> list[Work]:
    own, text = paper.words, paper.body
    found: list[Work] = []
    latest = _latest_told(paper)
    for match in own.pattern("works", "planned").finditer(text):
        first, stop = paper.sentence_at(match.start())
        if (found and found[-1].start == first) or stop - first > 700 or paper.paragraph_is_heading(first):
            continue
        due = [one.period for one in paper.dates_in(match.start(), stop)][:1] or [
            one.period for one in paper.dates_in(first, stop)
        ][-1:]
        if not due or due[0].end is None:
            continue
        behind = latest is not None and due[0].end.year < latest
        found += [replace(work, behind=behind) for work in _works(paper, first, stop, due[0].end.year)]
    return found


def _latest_told(paper: Paper) -> int | None:
    """Return the last year of which the paper tells what happened, the document's own date included."""
    own, years = paper.words, [paper.today.year] if paper.today else []
    grouped: dict[tuple[int, int], list[Period]] = {}
    for one in paper.dates:
        grouped.setdefault(paper.sentence_at(one.start), []).append(one.period)
    for (first, stop), periods in grouped.items():
        said = paper.body[first:stop]
        if own.has("events", "planned", said) or own.has("works", "planned", said) or own.has("works", "future", said):
            continue
        for period in periods:
            if period.end is not None:
                years.append(period.start.year if period.start else period.end.year - 1)
    return max(years, default=None)


def _standing(paper: Paper) -> list[Work]:
    own, text = paper.words, paper.body
    found: list[Work] = []
    for match in own.pattern("works", "working").finditer(text):
        first, stop = paper.sentence_at(match.start())
        if stop - first > 700 or own.has("works", "open", text[first:stop]) or (found and found[-1].start == first):
            continue
        found += _works(paper, first, stop, None)
    return found


def _works(paper: Paper, first: int, stop: int, due: int | None) -> list[Work]:
    text = paper.body
    for match in _objects(paper.language).finditer(text, first, stop):
        kind = match[0] if paper.words.runs else stem(match[0], paper.language)
        around = text[max(first, match.start() - _AROUND) : min(stop, match.end() + _AROUND)]
        topic = paper.speller.topic(around, first=paper.language == "ru" and match.start() - _AROUND <= first)
        named = _HAN_BEFORE.search(text, first, match.start()) if paper.words.runs else None
        own_name = frozenset((named[0] + match[0],)) if named and named.end() == match.start() else frozenset()
        # The first object of a sentence is what it is about.
        return [Work(kind, topic, topic.names | _towns(paper, around) | own_name, first, stop, due)]
    return []


def _towns(paper: Paper, around: str) -> frozenset[str]:
    """Return the names of towns: a work stands in one, and a country has many works."""
    countries = {name.lower()[:5] for name in Locale(paper.language).territories.values()}
    found = (around[start:end] for start, end, _ in place_matcher(paper.language).find(around))
    return frozenset(stem(name, paper.language) for name in found if name.lower()[:5] not in countries)


def _alike(paper: Paper, plan: Work, work: Work) -> float:
    """Return how surely a planned and a standing work are one, 0 where that is not known."""
    a, b = plan.topic, work.topic
    shared = (plan.names & work.names) - {paper.speller.actor}
    stems = (a.stems & b.stems) - {plan.kind}
    apart = a.places and b.places and not a.places & b.places
    if apart or not shared:
        return 0.0
    ordinal = _ordinals(paper, plan), _ordinals(paper, work)
    if ordinal[0] != ordinal[1] and ordinal[0] and ordinal[1]:
        return 0.0
    if len(shared) >= 2:
        return 0.65
    if ordinal == (set(), set()) and _is_definite(paper, work) and _narrowed(paper, plan) == _narrowed(paper, work):
        return 0.6
    if paper.language != "en" and len(stems) >= 1 and ordinal[0] == ordinal[1]:
        # "Мусоросжигательный завод в Твери": no article says that it is the same one, its kind and its town do.
        new = {stem(word, paper.language) for word in ("новый", "жаңа")} | {"新", "新建"}
        return 0.6 if _narrowed(paper, plan) - new == _narrowed(paper, work) - new else 0.0
    if paper.words.runs and any(name.endswith(plan.kind) for name in shared):
        return 0.6
    return 0.6 if ordinal[0] == ordinal[1] != set() or len(stems) >= 2 else 0.0


def _lead(paper: Paper, work: Work) -> str:
    """Return the words right before what is built: they say which one it is."""
    match = _objects(paper.language).search(paper.body, work.start, work.end)
    return paper.body[max(work.start, match.start() - _LEAD) : match.end()] if match else ""


def _is_definite(paper: Paper, work: Work) -> bool:
    """Say whether a standing work is told of as one that is known: "the plant in Fez" after "a plant in Fez"."""
    return paper.language == "en" and re.search(r"\b[Tt]he\s(?:[\w-]+\s){0,3}[\w-]+$", _lead(paper, work)) is not None


def _narrowed(paper: Paper, work: Work) -> frozenset[str]:
    return paper.speller.topic(_lead(paper, work), first=False).narrow


def _ordinals(paper: Paper, work: Work) -> set[str]:
    text = _lead(paper, work).lower()
    return {
        number
        for number, forms in paper.words.tables["phases"]["ordinals"].items()
        if re.search(bounded(forms, paper.language), text)
    }
