"""A6: growth against its two ends where these stand elsewhere, in the text or in a row of a table."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from kelisim.audit.paper import Paper, finding, short
from kelisim.audit.rules.growth import is_change, judge, two_levels
from kelisim.audit.rules.values import likeness, same_indicator
from kelisim.audit.statements import Statement, as_written
from kelisim.audit.tabled import TableValue, at_time, best_value, one_measure, same_number
from kelisim.model.finding import Finding, TextPlace
from kelisim.model.period import Period

_NEAR = 40
_MOST_LEVELS = 100
_PAIR = 2


_CALLED = re.compile(
    r"[,;]\s[^.;\d]{0,14}(?:the|a|an)\s(?:loss|fall|drop|decline|decrease|reduction|growth|increase|rise|gain|change)"
    r"\s(?:was|is|of|came to|amounts to|amounted to)\s(?:about\s|some\s)?$"
)


def growth_across(paper: Paper) -> Iterator[Finding]:
    """Find a change between two years that the levels of the two years, given elsewhere, do not give."""
    levels = levels_by_year(paper)
    for change in paper.statements:
        if not is_change(change) or change.claim.modality == "planned" or math.isinf(change.interval.width):
            continue
        span = _years(paper, change)
        if span is None:
            continue
        told = ends_of_span(paper, change, span, levels)
        if told is None:
            continue
        low, high, places = told
        if low.sentence == high.sentence == change.sentence and two_levels(paper, [low, high]):
            continue
        if two_levels(paper, paper.statements_in(change.claim.sentence[0])) is not None:
            # Its own sentence tells from where to where, and was judged by that.
            continue
        factor = change.claim.comparator == "factor"
        wrong_way = change.claim.change is not None and (high.number < low.number) == (change.claim.change == "up")
        if wrong_way and not factor and high.interval.gap(low.interval) > 0:
            yield finding(
                "A603", "error", "arithmetic", 0.7,
                f"{short(change.claim.text, 30)!r} {change.claim.change} is told of {span[1]}, and the levels of "
                f"{span[0]} and {span[1]} move the other way.",
                "check the two levels and the direction against one series", places,
            )  # fmt: skip
            continue
        yield from judge(paper, low, high, change, 0.7 if factor else 0.66, places)


def levels_by_year(paper: Paper) -> dict[int, list[Statement]]:
    """Return the levels of the text by the whole year that each is told of, at most 100 a year."""
    found: dict[int, list[Statement]] = {}
    for one in paper.statements:
        year = one.period.whole_year if one.period else None
        counts = one.level and one.claim.modality != "planned" and one.claim.unit != "percent"
        here = found.setdefault(year, []) if year and counts and math.isfinite(one.interval.width) else None
        if here is not None and len(here) < _MOST_LEVELS:
            here.append(one)
    return found


def _years(paper: Paper, change: Statement) -> tuple[int, int] | None:
    """Return the years of both ends of a change, as its sentence tells them."""
    own, text = paper.words, paper.body
    first, stop = change.claim.sentence
    near = text[max(first, change.claim.start - 90) : min(stop, change.claim.end + 60)]
    spans = list(own.pattern("change", "spans").finditer(near))
    if len(spans) == 1 and spans[0]["low"] < spans[0]["high"]:
        return int(spans[0]["low"]), int(spans[0]["high"])
    after = text[change.claim.end : min(stop, change.claim.end + 60)]
    against = own.pattern("change", "against").search(after)
    years = [one.period.whole_year for one in paper.dates_in(first, stop) if one.period.whole_year]
    if against is not None:
        later = {year for year in years if year > int(against["low"])}
        return (int(against["low"]), later.pop()) if len(later) == 1 else None
    year = change.period.whole_year if change.period else None
    if not year:
        return None
    if change.claim.comparator == "factor":
        before = own.has("change", "year_before", text[first:stop])
        return (year - 1, year) if before and set(years) <= {year} else None
    return (year - 1, year) if change.claim.unit == "percent" and change.claim.change is not None else None


def ends_of_span(
    paper: Paper, change: Statement, span: tuple[int, int], levels: dict[int, list[Statement]]
) -> tuple[Statement, Statement, list[TextPlace]] | None:
    """Return the levels at both ends of a change with their passages: from the text, or from one row of a table."""
    ends = [_best(paper, change, levels.get(year, [])) for year in span]
    places = [paper.place(change.claim.start, change.claim.end)]
    cells = [None, None] if ends[0] and ends[1] else _cell_ends(paper, change, span, ends)
    found: list[Statement] = []
    for end, value in zip(ends, cells, strict=True):
        if end is not None:
            found.append(end)
            places.append(paper.place(end.claim.start, end.claim.end))
        elif value is not None:
            found.append(value.statement)
            places.append(paper.exact(*value.statement.scope))
    units = {one.claim.unit for one in found} - {None}
    counts = len(units) == 2 and all(one.claim.kind == "count" for one in found)
    if len(found) != 2 or counts or not (one_measure(*found) or one_measure(*reversed(found))):
        return None
    return found[0], found[1], places


def _cell_ends(
    paper: Paper, change: Statement, span: tuple[int, int], ends: list[Statement | None]
) -> list[TableValue | None]:
    periods = [Period.parse(str(year)) for year in span]
    for end, other in zip(ends, reversed(periods), strict=True):
        # A number of the text that stands in the table tells which row it is of.
        known = same_number(paper, end) if end is not None else None
        if known is not None:
            there = at_time(paper, known, other)
            return [there if period == other else None for period in periods]
    if ends[0] is not None or ends[1] is not None:
        return [None, None]
    found = [best_value(paper, change, period, units=False) for period in periods]
    if found[0] is None or found[1] is None or found[0][1].series != found[1][1].series:
        return [None, None]
    return [one[1] for one in found if one is not None]


def _best(paper: Paper, change: Statement, levels: list[Statement]) -> Statement | None:
    here = [one for one in levels if one.sentence == change.sentence and one.claim.kind != "ordinal"]
    if len(here) == 1 and change.claim.comparator == "factor":
        return here[0]
    scored = [
        (likeness(paper, change, one), -one.claim.start, one)
        for one in levels
        if same_indicator(change, one) and one.claim.kind != "ordinal"
    ]
    scored = [item for item in scored if item[0] >= 0.5]
    return max(scored, key=lambda item: item[:2])[2] if scored else None


def growth_on_from_before(paper: Paper) -> Iterator[Finding]:
    """Find "In 2010 they heard 61,000. In 2016 they heard 38,000, that is 48% fewer": two sentences, one change."""
    own, text = paper.words, paper.text
    that_is = re.compile(
        rf"[,(（，—–-]\s?(?:{own.source('change', 'that_is')})\s?(?:by\s|about\s|на\s)?$", re.IGNORECASE
    )
    for change in paper.statements:
        if change.claim.unit != "percent" or change.sentence == 0 or math.isinf(change.interval.width):
            continue
        beside = paper.statements_in(change.claim.sentence[0])
        if len(beside) != _PAIR or beside[1] is not change or not _tells_difference(paper, change):
            continue
        high = beside[0]
        lead = text[high.claim.end : change.claim.start]
        if not (that_is.search(lead) or _CALLED.search(lead)) or len(lead) > _NEAR or not high.level:
            continue
        before, stop = paper.sentences[change.sentence - 1]
        levels = [one for one in paper.statements_in(before) if one.level and one.claim.unit != "percent"]
        if len(levels) != 1 or "\n\n" in text[stop : change.claim.sentence[0]]:
            continue
        low = levels[0]
        years = [one.period.whole_year if one.period else None for one in (low, high)]
        if years[0] is None or years[1] is None or years[0] == years[1] or not _one_measure(low, high):
            continue
        if years[0] > years[1]:
            # "Throughput fell to 1.09 million. It had been 1.21 million in 2014": the earlier level comes second.
            low, high = high, low
        yield from judge(paper, as_written(low), as_written(high), change, 0.72)


def _one_measure(low: Statement, high: Statement) -> bool:
    """Say whether two levels may be of one thing: in one unit, or one of them leaving it to the other."""
    units = {low.claim.unit, high.claim.unit}
    return (len(units) == 1 or None in units) and low.claim.kind != "ordinal" and high.claim.kind != "ordinal"


def _tells_difference(paper: Paper, change: Statement) -> bool:
    """Say whether a percentage is that of a difference: "48% fewer", "on 12% больше"."""
    after = paper.text[change.claim.end : change.claim.end + 14].lstrip()
    lead = paper.text[max(change.claim.sentence[0], change.claim.start - 24) : change.claim.start]
    return (
        is_change(change)
        or _CALLED.search(f", so {lead}") is not None
        or paper.words.pattern("change", "differs").match(after) is not None
    )
