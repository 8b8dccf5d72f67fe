"""A2: what is still to come in one place and was done, at an earlier date, in another."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kelisim.audit.happened import Event
from kelisim.audit.paper import Paper, finding
from kelisim.audit.topic import QUOTED_NAME, Topic
from kelisim.model.finding import Finding

_MOST = 40
_DONE = frozenset(("launch", "adopt", "complete", "close", "sell", "sign", "found"))
_TELLING = re.compile(r"(?<![\d.,])(?:\d{1,3}(?:,\d{3})+|\d{3,}|\d+\.\d+)(?![\d,]*\d)")
_LEAST_SAID = 2
_YEAR = re.compile(r"(?:19|20)\d\d")
_APPOSED = re.compile(r"^[^,]{3,60},\s(?P<name>[A-Z][\w-]*\d?),\s*$")


def told_as_done(paper: Paper) -> Iterator[Finding]:
    """Find "T3 is under construction and will open in 2025" where "T3 went into operation in 2022"."""
    own, text = paper.words, paper.body
    if "to_come" not in own.tables["events"]:
        return
    done = [one for one in paper.events if not one.planned and one.kind in _DONE and one.period.end is not None]
    told: set[int] = set()
    for plan in list(own.pattern("events", "to_come").finditer(text))[:_MOST]:
        first, stop = paper.sentence_at(plan.start())
        if stop - first > 600 or first in told or paper.in_table(first):
            continue
        # Only English puts the year behind the verb for sure.
        years = [int(year) for year in _YEAR.findall(text[plan.start() if paper.language == "en" else first : stop])]
        if not years:
            continue
        lead = text[first : plan.start()]
        for event in done:
            assert event.period.end is not None
            assert event.period.start is not None
            here = paper.sentence_at(event.start)
            if event.period.end.year >= min(years) or here[0] == first:
                continue
            if not _is_of(paper, lead, event, text[slice(*here)]):
                continue
            told.add(first)
            yield finding(
                "A202", "warning", "date_conflict", 0.68,
                f"What is still to come in {min(years)} in one place is told as done in {event.period.start.year} in "
                f"another.",
                "say which of the two passages is out of date, or in what the two differ",
                (paper.exact(first, stop), paper.exact(event.start, event.end)),
            )  # fmt: skip
            break


def _is_of(paper: Paper, lead: str, event: Event, sentence: str) -> bool:
    """Say whether a plan's subject is what was done: by its name alone, or by a number that both tell of it."""
    subject = paper.speller.topic(lead, first=True)
    if paper.language != "en":
        near, said = event.near, event.near.stems | event.near.names
        quoted = [set(QUOTED_NAME.findall(one)) for one in (lead, sentence)]
        apart = quoted[0] ^ quoted[1] or near.names ^ subject.names or near.narrow ^ subject.narrow
        return not apart and len(said) >= _LEAST_SAID and said <= subject.stems | subject.names
    apposed = _APPOSED.match(lead + ("" if lead.rstrip().endswith(",") else ", "))
    if event.near.names:
        if apposed is not None and not event.near.stems:
            named = paper.speller.topic(apposed["name"], first=False).names
            return bool(named) and named == event.near.names
        whole = subject.names == event.near.names and subject.stems == event.near.stems
        return whole and bool(event.near.stems or any(map(str.isdigit, "".join(event.near.names))))
    return _share_a_number(lead, sentence) and _shares_words(subject, event)


def _share_a_number(lead: str, sentence: str) -> bool:
    numbers = {number for number in _TELLING.findall(lead) if not _YEAR.fullmatch(number)}
    return bool(numbers & set(_TELLING.findall(sentence)))


def _shares_words(subject: Topic, event: Event) -> bool:
    return bool(event.near.stems) and event.near.stems & subject.stems != frozenset()
