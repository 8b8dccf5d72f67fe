"""A5, A6: rates of growth a year, amounts per head and rankings, against the numbers that they are made from."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterator

from kelisim.audit.paper import Paper, finding, short
from kelisim.audit.rules.growth import two_levels
from kelisim.audit.rules.growth_elsewhere import ends_of_span, levels_by_year
from kelisim.audit.rules.shares import by_sentence
from kelisim.audit.statements import Statement, as_written, same_unit
from kelisim.audit.words import stem
from kelisim.model.finding import Finding, TextPlace
from kelisim.model.interval import Interval
from kelisim.model.written import significant

_LEAST_YEARS, _MOST_YEARS = 3, 60


def average_growth(paper: Paper) -> Iterator[Finding]:
    """Find "on average by 13.5% a year between 2016 and 2022" where the levels of both years give another rate.

    Told are rates that neither compound growth nor the plain mean of the whole growth gives.
    """
    own, text = paper.words, paper.body
    levels = levels_by_year(paper)
    for one in paper.statements:
        claim = one.claim
        if (
            not (claim.unit or "").startswith("percent")
            or math.isinf(one.interval.width)
            or claim.modality == "planned"
        ):
            continue
        first, stop = claim.sentence
        near = text[max(first, claim.start - 60) : min(stop, claim.end + 40)]
        if not own.has("rates", "yearly", near):
            continue
        ends = _ends_beside(paper, one) or _ends_elsewhere(paper, one, levels)
        if ends is None:
            continue
        low, high, span, places = ends
        years = span[1] - span[0]
        if not _LEAST_YEARS <= years <= _MOST_YEARS:
            continue
        if low.interval.low <= 0 or high.interval.low <= 0:
            continue
        ratio = high.interval / low.interval
        said = one.interval.widen(0.1 + 0.03 * abs(one.number))
        rates = list(_rates(ratio, years))
        beside = [other for other in paper.statements_in(first) if other is not one and other.claim.unit == claim.unit]
        if any(told.overlaps(rate) for told in (said, *(other.interval for other in beside)) for rate in rates):
            # "Rose by 22.6% a year, faster than the 15.9% of all trade": the first rate is theirs, and right.
            continue
        yield finding(
            "A604", "error", "arithmetic", 0.75,
            f"From {short(low.claim.text, 30)!r} in {span[0]} to {short(high.claim.text, 30)!r} in {span[1]} is "
            f"{significant(abs(100 * (ratio.middle ** (1 / years) - 1)), 3)}% a year, not {short(claim.text, 20)!r}.",
            "recompute the rate from both ends, or name the series it was computed on", places,
        )  # fmt: skip


def _rates(ratio: Interval, years: int) -> Iterator[Interval]:
    """Give the yearly rates that a growth may be told as: compound, with both years counted, and the plain mean."""
    for exponent in (1 / years, 1 / (years + 1)):
        yield _percent(ratio.low**exponent, ratio.high**exponent)
    yield _percent(1 + (ratio.low - 1) / years, 1 + (ratio.high - 1) / years)


def _percent(low: float, high: float) -> Interval:
    ends = sorted((abs(100 * (low - 1)), abs(100 * (high - 1))))
    return Interval(*ends)


_Ends = tuple[Statement, Statement, tuple[int, int], list[TextPlace]]


def _ends_beside(paper: Paper, one: Statement) -> _Ends | None:
    """Return the two dated levels of a rate's own sentence: "from 12 in 2015 to 19 in 2021, or 8% a year"."""
    pair = two_levels(paper, paper.statements_in(one.claim.sentence[0]))
    if pair is None:
        return None
    low, high = (as_written(end) for end in pair)
    if one in pair or re.search(r"(?:,|;)\s(?:and|but|while)\s|;", paper.text[one.claim.end : low.claim.start]):
        # "The economy grew by 7% a year, and poverty fell from 59 to 38%": each clause is of its own.
        return None
    years = [end.period.whole_year if end.period else None for end in pair]
    if years[0] is None or years[1] is None or years[0] >= years[1]:
        spans = list(paper.words.pattern("change", "spans").finditer(paper.text, *one.claim.sentence))
        if len(spans) != 1:
            return None
        years = [int(spans[0]["low"]), int(spans[0]["high"])]
    first, last = years
    assert first
    assert last
    return (
        low,
        high,
        (first, last),
        [paper.place(min(low.claim.start, one.claim.start), max(high.claim.end, one.claim.end))],
    )


def _ends_elsewhere(paper: Paper, one: Statement, levels: dict[int, list[Statement]]) -> _Ends | None:
    """Return the levels of both years that a rate is told between, given elsewhere."""
    own, (first, stop) = paper.words, one.claim.sentence
    spans = list(own.pattern("change", "spans").finditer(paper.text, first, stop))
    if len(spans) != 1 or not own.has("rates", "mean", paper.text[first:stop]):
        return None
    span = int(spans[0]["low"]), int(spans[0]["high"])
    ends = ends_of_span(paper, one, span, levels)
    return None if ends is None else (ends[0], ends[1], span, ends[2])


def broken_order(paper: Paper) -> Iterator[Finding]:
    """Find "the largest was A with 12%, followed by B with 15%": a ranking that its own values do not follow."""
    own, text = paper.words, paper.text
    for group in by_sentence(paper):
        first, stop = group[0].claim.sentence
        follows = own.pattern("rates", "followed").search(text, first, stop)
        if follows is None:
            continue
        clause = next(
            (text.find(mark, follows.end(), stop) for mark in ";" if mark in text[follows.end() : stop]), stop
        )
        start = max(text.rfind(";", first, follows.start()), first)
        before = [one for one in group if start <= one.claim.start and one.claim.end <= follows.start()][-1:]
        after = [one for one in group if follows.end() <= one.claim.start and one.claim.end <= clause]
        ranked = before + [one for one in after if before and same_unit(before[0], one)]
        lead = text[start : follows.start()]
        most, least = own.has("rates", "most", lead), own.has("rates", "fewest", lead)
        plain = all(one.level and one.claim.kind != "ordinal" and one.claim.comparator == "exact" for one in ranked)
        if len(ranked) < 2 or len(after) + 1 != len(ranked) or not plain or most == least:
            continue
        if len({one.period for one in ranked}) > 1 or text[before[0].claim.end : follows.start()].count(".") > 0:
            continue
        if len(text[before[0].claim.end : follows.start()]) > 40:
            continue
        wrong = next(
            (
                (one, other)
                for one, other in itertools.pairwise(ranked)
                if (other.interval.low > one.interval.high if most else other.interval.high < one.interval.low)
            ),
            None,
        )
        if wrong is None:
            continue
        one, other = wrong
        yield finding(
            "A506", "warning", "arithmetic", 0.75,
            f"{short(other.claim.text, 30)!r} is said to follow {short(one.claim.text, 30)!r} in a ranking, and is "
            f"{'more' if most else 'less'}.",
            "correct the order or one of the numbers",
            (paper.place(one.claim.start, other.claim.end),),
        )  # fmt: skip


def amounts_per_head(paper: Paper) -> Iterator[Finding]:
    """Find an amount per head that total and number of heads, in the same sentence, do not give."""
    own, text = paper.words, paper.text
    for group in by_sentence(paper):
        rates = [one for one in group if _per(paper, one) is not None]
        if len(rates) != 1 or len(group) not in (3, 4):
            continue
        rate = rates[0]
        per = _per(paper, rate)
        assert per is not None
        others = [one for one in group if one is not rate and one.level and one.claim.comparator in ("exact", "approx")]
        base = rate.claim.unit.partition("_per_")[0] if rate.claim.unit else ""
        totals = [one for one in others if one.claim.unit == base]
        heads = [one for one in others if one.claim.unit != base and _counts(paper, one, per)]
        if len(totals) != 1 or len(heads) != 1 or len(group) != 3:
            continue
        first, stop = group[0].claim.sentence
        if not own.has("rates", "that_is", text[first:stop]) or heads[0].interval.low <= 0:
            continue
        computed = as_written(totals[0]).interval / as_written(heads[0]).interval
        if computed.overlaps(as_written(rate).interval.widen(0.02 * abs(rate.number))):
            continue
        yield finding(
            "A507", "error", "arithmetic", 0.75,
            f"{short(totals[0].claim.text, 30)!r} over {short(heads[0].claim.text, 30)!r} is "
            f"{significant(computed.middle)} each, not {short(rate.claim.text, 30)!r}.",
            "recompute the amount from total and number, or name the heads it was divided by",
            (paper.place(group[0].claim.start, group[-1].claim.end),),
        )  # fmt: skip


def _per(paper: Paper, one: Statement) -> str | None:
    """Return what an amount is told per: "person" of a head, else the noun; None where it is no such amount."""
    unit = one.claim.unit or ""
    base, _, per = unit.partition("_per_")
    if per and per not in ("hour", "day", "week", "month", "year", "second", "minute"):
        return per
    after = paper.text[one.claim.end : one.claim.end + 24]
    match = paper.words.pattern("rates", "per").match(after.lstrip(" ,(")) if base else None
    if match is None and base and "per_before" in paper.words.tables["rates"]:
        # "на каждого жителя приходится 3 000 рублей"
        lead = paper.text[max(one.claim.sentence[0], one.claim.start - 40) : one.claim.start]
        before = re.search(rf"(?:{paper.words.source('rates', 'per_before')})\s?$", lead, re.IGNORECASE)
        return "person" if before and not before["noun"] else before["noun"].lower() if before else None
    return match[0].split()[-1].lower() if match else None


def _counts(paper: Paper, one: Statement, per: str) -> bool:
    """Say whether a statement counts the heads that an amount is told per."""
    unit = one.claim.unit or ""
    people = per in ("person", "capita", "head", "inhabitant", "resident", "citizen")
    people = people or (paper.words.language != "en" and paper.words.has("rates", "population", per))
    if people:
        return unit in ("person", "people", "inhabitant", "resident", "citizen")
    return stem(unit, paper.language) == stem(per, paper.language)
