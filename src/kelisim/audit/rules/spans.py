"""A3: spans of time that end before they begin, and lengths of time that their two ends do not give."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from kelisim.audit.paper import DateMention, Paper, finding
from kelisim.audit.statements import Statement
from kelisim.model.finding import Finding
from kelisim.model.period import Period

_DAYS = {"day": 1.0, "week": 7.0, "month": 30.4375, "year": 365.25}
# What may stand between a length and its span: "84 months (from January 2016 to December 2022)".
_LINK = 26
_SHORT_LINK = 12
# What joins a length to the span before it: "2013年1月至2022年12月共110个月".
_JOINED_TO = {"zh": re.compile(r"[，,]?(?:共计?|历时|为期|总计)"), "kk": re.compile(r"(?:гі)?\s?")}


_FALLS_FROM = re.compile(
    r"\b(?:de(?:crease|cline)[sd]?|fall(?:s|en)?|fell|drop(?:s|ped)?|reduce[sd]?|shr[aiu]nk|went down|goes down"
    r"|from a (?:value|score|total|figure) of)\s(?:\w+\s){0,2}from\s$"
)


def backward_spans(paper: Paper) -> Iterator[Finding]:
    """Find "from 3 May 2018 to 28 April 2018": a span of dates that ends before it begins."""
    own, text = paper.words, paper.body
    phases = {one.start for one in paper.phases}
    for one, other in zip(paper.dates, paper.dates[1:], strict=False):
        start, end = one.period.start, other.period.end
        if start is None or end is None or end >= start or other.start - one.end > 16 or paper.in_table(one.start):
            continue
        first, stop = paper.sentence_at(one.start)
        if other.end > stop or any(first <= place < stop for place in phases):
            continue
        if _FALLS_FROM.search(text[max(first, one.start - 40) : one.start]):
            # "It fell from 1917 to 1887" tells of numbers.
            continue
        if not _is_span(paper, one, other) or own.has("spans", "moved", text[first:stop]):
            continue
        yield finding(
            "A306", "error", "period_conflict", 0.85,
            f"What is said to begin in “{text[one.start:one.end]}” ends in “{text[other.start:other.end]}”, which is "
            f"earlier.",
            "correct one of the two dates", (paper.place(one.start, other.end),),
        )  # fmt: skip


def _is_span(paper: Paper, one: DateMention, other: DateMention) -> bool:
    own, text = paper.words, paper.body
    lead, between = text[max(paper.sentence_at(one.start)[0], one.start - 16) : one.start], text[one.end : other.start]
    dash = re.fullmatch(r"\s?[–—-]\s?", between) is not None and re.search(r"[(（]\s?(?:\w+\s)?$", lead) is not None
    years = own.tables["phases"].get("year_word")
    if years and re.fullmatch(r"\s?[–—-]\s?", between) and re.search(years, text[other.start : other.end + 6]):
        # "в 2015–2011 гг."
        return True
    if "from_ends" in own.tables["spans"]:
        # Kazakh says from and to by the endings of both dates.
        ends = own.source("spans", "from_ends"), own.source("spans", "to_ends")
        return dash or (
            re.search(rf"(?:{ends[0]})\s?$", text[one.start : one.end] + between) is not None
            and re.search(ends[1], text[other.start : other.end + 10], re.IGNORECASE) is not None
        )
    opens = re.search(rf"(?:{own.source('spans', 'opens')})\s?$", lead, re.IGNORECASE) is not None
    return dash or (
        opens and re.fullmatch(rf"\W*(?:{own.source('spans', 'joins')})\s?", between, re.IGNORECASE) is not None
    )


def lengths_of_spans(paper: Paper) -> Iterator[Finding]:
    """Find "72 months, from January 2016 to December 2022": a length that the two ends do not give."""
    own, text = paper.words, paper.body
    for one in paper.statements:
        claim = one.claim
        unit = claim.unit or ""
        if (
            unit not in _DAYS
            or claim.comparator != "exact"
            or claim.kind == "ordinal"
            or isinstance(claim.value, tuple)
        ):
            continue
        lead = text[max(claim.sentence[0], claim.start - 12) : claim.start]
        if own.has("spans", "repeated", lead):
            continue
        span = _span_beside(paper, one)
        if span is None:
            continue
        shortest, longest = _lengths(span.period, unit)
        if shortest <= one.number <= longest:
            continue
        yield finding(
            "A307", "error", "period_conflict", 0.75,
            f"“{text[span.start:span.end]}” is {longest:.0f} {unit}s with both ends, not {claim.text!r}.",
            "correct the length, or one of its two ends",
            (paper.place(min(claim.start, span.start), max(claim.end, span.end)),),
        )  # fmt: skip


def _span_beside(paper: Paper, one: Statement) -> DateMention | None:
    """Return the span of dates that a length of time is set beside, behind it or in brackets before it."""
    claim, text = one.claim, paper.body
    opens = paper.words.source("spans", "opens")
    near = list(paper.dates_in(claim.start - 60, min(claim.sentence[1], claim.end + _LINK)))
    pairs = [
        DateMention(a.start, b.end, Period(a.period.start, b.period.end, a.period.precision))
        for a, b in pairwise(paper.dates_in(claim.sentence[0], claim.sentence[1]))
        if paper.language != "en" and b.start - a.end < _SHORT_LINK and _is_run(paper, a, b)
    ]
    for mention in [*pairs, *near]:
        if not mention.period.start or not mention.period.end or mention.period.whole_year:
            continue
        if mention.start >= claim.end:
            link = text[claim.end : mention.start]
            fits = re.fullmatch(rf"\s?[,(（:：—–]?\s?(?:(?:{opens})\s?)?[(（]?", link, re.IGNORECASE) is not None
        else:
            link = text[mention.end : claim.start]
            closed = re.fullmatch(r"\s?[(（]", link) is not None and text[claim.end : claim.end + 1] in (")", "）")
            joined = _JOINED_TO.get(paper.language)
            fits = closed or (joined is not None and joined.fullmatch(link) is not None)
        if fits and re.search(
            r"[–—-]|[到至]|\s(?:to|until|till|through|and|по|до)\s|дейін", text[mention.start : mention.end]
        ):
            return mention if _has_two_ends(mention.period) else None
    return None


def _is_run(paper: Paper, one: DateMention, other: DateMention) -> bool:
    """Say whether two dates are the ends of one span, whichever comes first."""
    between = paper.body[one.end : other.start]
    return re.fullmatch(r"\s?(?:[–—-]{1,2}|[到至])\s?", between) is not None or _is_span(paper, one, other)


def _has_two_ends(period: Period) -> bool:
    """Say whether a period runs from one month, day or year to another, and is no single one of them."""
    start, end = period.start, period.end
    assert start
    assert end
    return (start.year, start.month) != (end.year, end.month)


def _lengths(period: Period, unit: str) -> tuple[float, float]:
    """Return the shortest and the longest that a span may be said to be: without its last part and with it, rounded."""
    start, end = period.start, period.end
    assert start
    assert end
    days = (end - start).days + 1
    whole_years = (start.month, start.day, end.month, end.day) == (1, 1, 12, 31)
    whole_months = start.day == 1 and (date.fromordinal(end.toordinal() + 1)).day == 1
    length = days / _DAYS[unit]
    if unit == "year":
        return length - (1.05 if whole_years else 0.6), length + (0.05 if whole_years else 0.6)
    if unit == "month":
        return length - 1.1, length + (0.1 if whole_months else 0.6)
    return length - (1.01 if unit == "day" else 1.1), length + (0.01 if unit == "day" else 0.6)
