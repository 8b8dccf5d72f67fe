"""A5: amounts each and multiples, against the total and the heads of the sentence before, or against both amounts."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from kelisim.audit.paper import Paper, finding, short
from kelisim.audit.rules.shares import by_sentence
from kelisim.audit.statements import Statement, as_written
from kelisim.model.finding import Finding
from kelisim.model.interval import Interval
from kelisim.model.written import significant

_EACH = re.compile(
    r"\s?(?:each\b|apiece\b|a head\b|per head\b|per capita\b|per (?P<noun>[a-z]+)|for each(?: of them)?\b)"
)
_MAKES = re.compile(
    r"(?:\bthat (?:makes|is|comes to)|,\sor|\bwhich (?:makes|is)|\bthus|\bi\.e\.)\s(?:about\s|some\s|roughly\s)?$"
)
_TIMES_OF = re.compile(r"\s(?:the|its|their|a)\s[^.;:()\d]{3,60}?\s(?:of|which was|which is|\()\s?$")
_SLACK = 0.03


def amounts_each_across(paper: Paper) -> Iterator[Finding]:
    """Find "It cost 1.9 million in 2019. With 131 donors that makes 19,500 per donor": two sentences, one division."""
    for group in by_sentence(paper):
        index = group[0].sentence
        if not 2 <= len(group) <= 3 or index == 0:
            continue
        rate = group[-1]
        first = rate.claim.sentence[0]
        each = _EACH.match(paper.body, rate.claim.end) or re.search(r" per (?P<noun>[a-z]+)$", rate.claim.text)
        lead = paper.body[max(first, rate.claim.start - 30) : rate.claim.start]
        # "some 1.1 million each": the hedge may be part of what was read as the number.
        if each is None or _MAKES.search(lead) is None or rate.claim.unit == "percent" or not rate.level:
            continue
        before = paper.statements_in(paper.sentences[index - 1][0])
        if "\n\n" in paper.body[paper.sentences[index - 1][1] : first] or not 1 <= len(before) <= 2:
            continue
        beside = group[0]
        for other in before:
            total, heads = (beside, other) if beside.number > other.number else (other, beside)
            if not _divides(total, heads, rate):
                continue
            computed = as_written(total).interval / as_written(heads).interval
            given = as_written(rate).interval.widen(_SLACK * abs(rate.number))
            if computed.overlaps(given) or not 0.4 < computed.middle / rate.number < 2.5:
                continue
            yield finding(
                "A507", "error", "arithmetic", 0.72,
                f"{short(total.claim.text, 30)!r} over {short(heads.claim.text, 30)!r} is "
                f"{significant(computed.middle, 3)} each, not {short(rate.claim.text, 30)!r}.",
                "recompute the amount from total and number, or name the heads it was divided by",
                (paper.place(rate.claim.start, rate.claim.end), paper.place(other.claim.start, other.claim.end)),
            )  # fmt: skip
            break


def _divides(total: Statement, heads: Statement, rate: Statement) -> bool:
    """Say whether a total of money or goods is divided by a count of heads."""
    base = (rate.claim.unit or "").partition("_per_")[0]
    count = heads.claim.kind == "count" or heads.claim.unit in ("person", "employee", "household")
    plain = all(one.level and math.isfinite(one.interval.width) and one.interval.low > 0 for one in (total, heads))
    unit = total.claim.unit is not None and base in ("", total.claim.unit)
    return (
        plain
        and unit
        and count
        and total.claim.unit not in ("percent", "year")
        and heads.claim.unit != total.claim.unit
    )


def multiples_of_amounts(paper: Paper) -> Iterator[Finding]:
    """Find "400,000, which was 3.2 times the minimum wage of 93,000": a multiple that two amounts do not make."""
    for group in by_sentence(paper):
        if paper.language != "en":
            yield from _multiple_of_two(paper, group)
            continue
        for position, times in enumerate(group[1:-1], start=1):
            one, other = group[position - 1], group[position + 1]
            if times.claim.comparator != "factor" or "times" not in times.claim.text:
                continue
            if _TIMES_OF.fullmatch(paper.body, times.claim.end, other.claim.start) is None:
                continue
            amounts = [one] if one.claim.unit == other.claim.unit else []
            amounts = amounts or [each for each in group[:position] if each.claim.unit == other.claim.unit]
            if len(amounts) != 1 or other.claim.unit is None or other.interval.low <= 0 or not amounts[0].level:
                continue
            computed = as_written(amounts[0]).interval / as_written(other).interval
            said = Interval(times.number, times.number).widen((times.claim.step or 1) / 2 + _SLACK * times.number)
            if computed.overlaps(said) or math.isinf(computed.width):
                continue
            yield finding(
                "A512", "error", "arithmetic", 0.74,
                f"{short(amounts[0].claim.text, 30)!r} is {significant(computed.middle, 2)} times "
                f"{short(other.claim.text, 30)!r}, not {short(times.claim.text, 24)!r}.",
                "recompute the multiple from both amounts",
                (paper.place(min(amounts[0].claim.start, times.claim.start), other.claim.end),),
            )  # fmt: skip


def _multiple_of_two(paper: Paper, group: list[Statement]) -> Iterator[Finding]:
    """Find "40 000, в 3,2 раза больше 16 000" where two amounts in one unit and one multiple make the sentence."""
    factors = [one for one in group if one.claim.comparator == "factor" and one.claim.unit is None]
    amounts = [one for one in group if one not in factors and one.level and one.claim.comparator == "exact"]
    if len(group) != 3 or len(factors) != 1 or len(amounts) != 2:
        return
    (times,), (one, other) = factors, amounts
    unit = one.claim.unit
    compared = paper.words.has("rates", "multiple", paper.body[slice(*times.claim.sentence)])
    if unit is None or unit != other.claim.unit or unit in ("percent", "year") or not compared:
        return
    low, high = sorted((one, other), key=lambda each: each.number)
    if low.interval.low <= 0 or (one.period and other.period and one.period != other.period):
        return
    computed = as_written(high).interval / as_written(low).interval
    said = Interval(times.number, times.number).widen((times.claim.step or 1) / 2 + _SLACK * times.number)
    if computed.overlaps(said) or math.isinf(computed.width):
        return
    yield finding(
        "A512", "error", "arithmetic", 0.74,
        f"{short(high.claim.text, 30)!r} is {significant(computed.middle, 2)} times {short(low.claim.text, 30)!r}, not "
        f"{short(times.claim.text, 24)!r}.",
        "recompute the multiple from both amounts",
        (paper.place(min(each.claim.start for each in group), max(each.claim.end for each in group)),),
    )  # fmt: skip
