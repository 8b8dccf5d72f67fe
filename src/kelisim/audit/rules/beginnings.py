"""A2: what begins in one place and was there before in another: "first required in 2021", "in force since 2019"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kelisim.audit.paper import Paper, finding
from kelisim.audit.topic import Topic, contrast
from kelisim.model.finding import Finding

_MOST = 80
_LONGEST = 600
_LEAST = 0.6
_CUT = re.compile(r"[,;:()，；：（）。]|\s[–—]\s")
_PREPOSITION = re.compile(r"\s(?:in|at|by|with|for|as|from|on|when|after|в|на|с|для|по)\s")


@dataclass(frozen=True, slots=True)
class _Mark:
    """A year from which, or by which, something is told to be there: what it is, and whether its kind is qualified."""

    year: int
    topic: Topic
    qualified: bool
    sentence: tuple[int, int]


def told_before_its_beginning(paper: Paper) -> Iterator[Finding]:
    """Find what is told as beginning in a year, or in a phase, before which it is told as there already."""
    starts, there = _starts(paper), _there(paper)
    told: set[int] = set()
    there = paper.first(there, _MOST, "things told as there already")
    for start in paper.first(starts, _MOST, "beginnings"):
        for mark in there:
            if mark.sentence == start.sentence or mark.year >= start.year or start.sentence[0] in told:
                continue
            alike = _alike(paper, start.topic, mark.topic)
            if alike < _LEAST or mark.qualified:
                continue
            told.add(start.sentence[0])
            yield finding(
                "A204", "warning", "date_conflict", 0.35 + 0.4 * alike - (0.2 if start.qualified else 0.0),
                f"What is told as beginning in {start.year} or later in one place is told as there in {mark.year} in "
                f"another.",
                "say what began when, or what each was the first of",
                (paper.exact(*start.sentence), paper.exact(*mark.sentence)),
            )  # fmt: skip


def _starts(paper: Paper) -> list[_Mark]:
    own, text = paper.words, paper.body
    found = []
    for match in own.pattern("beginnings", "start").finditer(text):
        first, stop = paper.sentence_at(match.start())
        if stop - first > _LONGEST or paper.in_table(match.start()) or paper.paragraph_is_heading(first):
            continue
        year = _year_of(paper, match.start(), first, stop)
        if year is None:
            continue
        topic, piece = _object(paper, match, first, stop)
        if len(topic.stems) + len(topic.names) >= (1 if own.runs else 2):
            found.append(_Mark(year, topic, own.has("beginnings", "qualified", piece), (first, stop)))
    return found


def _year_of(paper: Paper, place: int, first: int, stop: int) -> int | None:
    """Return the year of a beginning: the one date of its sentence, or the first year of the one phase named in it."""
    dates = [one for one in paper.dates_in(first, stop) if one.period.start and one.period.end]
    years = {one.period.start.year for one in dates if one.period.start}
    if len(years) == 1 and all(one.period.start and one.period.end for one in dates):
        (one, *_) = dates
        assert one.period.start
        assert one.period.end
        return one.period.start.year if one.period.start.year == one.period.end.year else None
    if paper.dates_in(first, stop):
        return None
    named = re.compile(rf"(?:{paper.words.source('phases', 'word')})\s?(?P<digit>[1-9])(?!\w)", re.IGNORECASE)
    keys = {match["digit"] for match in named.finditer(paper.body, first, place)}
    phases = {one.first for one in paper.phases if one.key in keys}
    return max(phases) if len(keys) == 1 and phases else None


def _object(paper: Paper, match: re.Match[str], first: int, stop: int) -> tuple[Topic, str]:
    """Return what begins, and the words around it: what follows the verb, or else stands before it."""
    text = paper.body
    cut = _CUT.search(text, match.end(), stop)
    after = text[match.end() : cut.start() if cut else stop]
    lead = [one.end() for one in _CUT.finditer(text, first, match.start())]
    before = text[lead[-1] if lead else first : match.start()]
    if paper.language != "en":
        # What begins may stand on either side of the verb.
        return _topic(paper, before + " " + after), before + after
    passive = re.search(r"\b(?:was|were|is|are)\b", match[0]) is not None
    near = _PREPOSITION.split(f" {after.strip()} ")[0]
    if passive or not re.search(r"[^\W\d_]{3}|[\u4e00-\u9fff]{2}", near):
        return _topic(paper, before), before + after
    if re.fullmatch(r"\s*,?\s*", after) and "first time" in match[0]:
        return _topic(paper, before), before
    return _topic(paper, near), after


def _topic(paper: Paper, piece: str) -> Topic:
    return paper.speller.topic(re.sub(r"[12][0-9]{3}", " ", piece).strip())


def _there(paper: Paper) -> list[_Mark]:
    own, text = paper.words, paper.body
    found = []
    for match in own.pattern("beginnings", "there").finditer(text):
        years = re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", match[0])
        first, stop = paper.sentence_at(match.start())
        if len(years) != 1 or stop - first > _LONGEST or paper.in_table(match.start()):
            continue
        piece = text[first:stop]
        found.append(_Mark(int(years[0]), _topic(paper, piece), False, (first, stop)))
    for match in own.pattern("milestones", "first_time").finditer(text):
        first, stop = paper.sentence_at(match.start())
        dates = [one for one in paper.dates_in(first, stop) if one.period.start and one.period.end]
        ends = {one.period.end.year for one in dates if one.period.end}
        if len(ends) == 1 and stop - first <= _LONGEST and not paper.in_table(match.start()):
            clause = text[max(first, match.start() - 120) : min(stop, match.end() + 160)]
            found.append(_Mark(ends.pop(), _topic(paper, clause), False, (first, stop)))
    return sorted(found, key=lambda one: one.sentence)


def _alike(paper: Paper, start: Topic, there: Topic) -> float:
    """Return how much of what begins is told as there, 0 where something parts the two."""
    shared = len(start.stems & there.stems) + len(start.names & there.names)
    size = len(start.stems) + len(start.names)
    if start.names - there.names and there.names - start.names:
        return 0.0
    if start.narrow - there.narrow - {"new"} or contrast(start, there, paper.language):
        return 0.0
    full = shared == size and size > 2
    if start.places and there.places and not start.places & there.places and not full:
        return 0.0
    return shared / size if shared >= (1 if paper.words.runs else 2) else 0.0
