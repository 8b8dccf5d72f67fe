"""A4: a threshold first passed, a record, a first time, against what the paper says of an earlier time."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from kelisim.audit.paper import DateMention, Paper, finding, short
from kelisim.audit.rules.times import shown
from kelisim.audit.rules.values import likeness, same_indicator
from kelisim.audit.statements import Statement, passed_first, same_unit
from kelisim.audit.tabled import agreement_of
from kelisim.model.finding import Finding, TextPlace
from kelisim.model.period import Period

_LEAST = 0.4
_NEW = frozenset(("new",))
_LEAST_IN_TABLE = 0.75
_MOST_MARKS = 60
_MOST_LEVELS = 2000


def first_exceeded(paper: Paper) -> Iterator[Finding]:
    """Find a threshold that is said to be first passed at one time and was passed before by the paper's own numbers."""
    marks = [one for one in paper.statements if passed_first(paper, one) and one.period and one.period.start]
    marks += _told_in_titles(paper)
    told = _dated_levels(paper)
    for mark in paper.first(marks, _MOST_MARKS, "thresholds told as passed first"):
        threshold = mark.claim.low if math.isfinite(mark.claim.low) else mark.number
        for other in told:
            if other is mark or not same_unit(mark, other):
                continue
            if other.claim.comparator in ("lt", "le") or not same_indicator(mark, other):
                continue
            alike = likeness(paper, *_without_new(mark, other))
            if alike < _LEAST and _set_against(paper, mark, other):
                alike = _LEAST
            if alike < _LEAST:
                continue
            assert other.period
            assert other.period.end
            assert mark.period
            assert mark.period.start
            if passed_first(paper, other):
                same = other.claim.low == mark.claim.low and other.claim.start > mark.claim.start
                if same and not other.period.overlaps(mark.period):
                    yield _finding(paper, mark, other, 0.45 + 0.45 * alike, True)
                continue
            if other.period.end < mark.period.start and other.interval.low > threshold * 1.0001:
                yield _finding(paper, mark, other, 0.4 + 0.5 * alike, False)
                break
        else:
            yield from _passed_in_table(paper, mark, threshold)


def _set_against(paper: Paper, mark: Statement, other: Statement) -> bool:
    """Say whether the same sentence sets an earlier number against a threshold: "first passed, though already"."""
    between = paper.text[mark.claim.end : other.claim.start]
    beside = len(paper.statements_in(mark.claim.sentence[0]))
    return beside == 2 and mark.sentence == other.sentence and paper.words.has("milestones", "already", between)


def _told_in_titles(paper: Paper) -> list[Statement]:
    """Return the thresholds that headlines among the references tell as passed: at the time they were printed."""
    found = []
    for one in paper.statements:
        claim = one.claim
        if claim.period_start and claim.period_end and paper.in_references(claim.start) and one.level:
            lead = paper.text[max(claim.sentence[0], claim.start - 24) : claim.start]
            if paper.words.has("milestones", "headline", lead) and claim.comparator not in ("lt", "le", "approx"):
                start, end = (date.fromisoformat(day) for day in (claim.period_start, claim.period_end))
                found.append(replace(one, period=Period(start, end, "span")))
    return found


def _without_new(mark: Statement, other: Statement) -> tuple[Statement, Statement]:
    """Return two statements without "new" where one alone has it: "new cars" are the cars of a year's market."""
    if mark.topic.narrow ^ other.topic.narrow != _NEW:
        return mark, other
    plain = (replace(one, topic=replace(one.topic, narrow=one.topic.narrow - _NEW)) for one in (mark, other))
    return next(plain), next(plain)


def _passed_in_table(paper: Paper, mark: Statement, threshold: float) -> Iterator[Finding]:
    """Find a threshold that a table shows as passed before the time at which the text has it first passed."""
    assert mark.period
    assert mark.period.start
    for value in paper.table_values:
        other = value.statement
        assert other.period
        if (
            other.period.end is None
            or other.period.end >= mark.period.start
            or not other.interval.low > threshold * 1.0001
        ):
            continue
        alike = agreement_of(paper, value, mark)
        if alike >= _LEAST_IN_TABLE:
            yield _finding(paper, mark, other, 0.3 + 0.6 * alike, False, paper.exact(*other.scope))
            return


def _dated_levels(paper: Paper) -> list[Statement]:
    """Return the levels with a time that lies behind, at most as many as a paper can hold and a list of data cannot."""
    kept = [
        one
        for one in paper.statements
        if one.level and one.claim.modality != "planned" and one.period is not None and one.period.end is not None
    ]
    return paper.first(kept, _MOST_LEVELS, "levels, held against records and thresholds,")


def _finding(
    paper: Paper, mark: Statement, other: Statement, confidence: float, twice: bool, there: TextPlace | None = None
) -> Finding:
    assert mark.period
    assert other.period
    if paper.in_references(mark.claim.start):
        confidence -= 0.15
    if twice:
        message = f"One threshold is said to be first passed in {shown(mark.period)} and in {shown(other.period)}."
    else:
        message = (
            f"A threshold said to be first passed in {shown(mark.period)} ({short(mark.claim.text, 40)!r}) lies below "
            f"the "
            f"number given for {shown(other.period)} ({short(other.claim.text, 40)!r})."
        )
    return finding(
        "A401", "error", "date_conflict" if twice else "value_conflict", min(confidence, 0.92), message,
        "put the series behind both sentences side by side, by month or year",
        (paper.place(mark.claim.start, mark.claim.end), there or paper.place(other.claim.start, other.claim.end)),
    )  # fmt: skip


def broken_records(paper: Paper) -> Iterator[Finding]:
    """Find a record that an earlier number of the paper already beats."""
    told, marks = _dated_levels(paper), 0
    for mark in paper.statements:
        first, stop = mark.scope
        if not mark.level or mark.period is None or mark.period.start is None or mark.claim.comparator in ("lt", "le"):
            continue
        said = paper.text[first:stop]
        if len(paper.statements_in(mark.claim.sentence[0])) == 1:
            said = paper.text[slice(*mark.claim.sentence)]
        if not paper.words.has("milestones", "record", said) or mark.claim.kind == "ordinal":
            continue
        if paper.words.has("milestones", "record_low", said):
            continue
        marks += 1
        if marks > _MOST_MARKS:
            return
        for other in told:
            assert other.period
            assert other.period.end
            if other.sentence == mark.sentence or other.period.end >= mark.period.start:
                continue
            if (
                not same_unit(mark, other)
                or not same_indicator(mark, other)
                or other.interval.low <= mark.interval.high
            ):
                continue
            alike = likeness(paper, mark, other)
            if alike >= _LEAST:
                yield finding(
                    "A402", "error", "value_conflict", min(0.9, 0.4 + 0.5 * alike),
                    f"The record of {shown(mark.period)} ({short(mark.claim.text, 40)!r}) is below the number given "
                    f"for "
                    f"{shown(other.period)} ({short(other.claim.text, 40)!r}).",
                    "check both numbers against one series, or say within what the record holds",
                    (paper.place(mark.claim.start, mark.claim.end), paper.place(other.claim.start, other.claim.end)),
                )  # fmt: skip
                break


def first_times(paper: Paper) -> Iterator[Finding]:
    """Find what happened "for the first time" twice."""
    marks = []
    for match in paper.words.pattern("milestones", "first_time").finditer(paper.body):
        first, stop = paper.sentence_at(match.start())
        dates = [_by_year(one) for one in paper.dates_in(first, stop)]
        dates = [one for one in dates if one.period.start and one.period.end]
        if not dates or any(
            first <= one.claim.start < stop and passed_first(paper, one) for one in paper.statements_in(first)
        ):
            continue
        nearest = min(dates, key=lambda one: max(one.start - match.end(), match.start() - one.end))
        marks.append((paper.speller.topic(paper.text[first:stop]), nearest, first, stop))
    marks = paper.first(marks, _MOST_MARKS, "first times")
    for index, (topic, when, first, stop) in enumerate(marks):
        for other_topic, other_when, other_first, other_stop in marks[index + 1 :]:
            alike = paper.speller.likeness(topic, other_topic)
            if other_first != first and alike >= 0.5 and not when.period.overlaps(other_when.period):
                yield finding(
                    "A403", "warning", "date_conflict", 0.35 + 0.5 * alike,
                    f"The same first time is placed in {shown(when.period)} and in {shown(other_when.period)}.",
                    "find which came first, or say what each was the first of",
                    (paper.exact(first, stop), paper.exact(other_first, other_stop)),
                )  # fmt: skip


def _by_year(one: DateMention) -> DateMention:
    """Read "not until 2013" as 2013."""
    end = one.period.end
    if one.period.start is None and end is not None and (end.month, end.day) == (12, 31):
        return DateMention(one.start, one.end, Period.parse(f"{end.year:04d}"))
    return one
