"""A1: one thing, one time, two numbers."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

from kelisim.audit.pairing import pairs
from kelisim.audit.paper import Paper, finding, short
from kelisim.audit.rules.times import shown
from kelisim.audit.statements import (
    Statement,
    classifier,
    held_for,
    indicator_stems,
    passed_first,
    same_unit,
    vocabulary,
)
from kelisim.audit.tabled import one_measure
from kelisim.audit.topic import Topic
from kelisim.audit.words import stem
from kelisim.model.finding import Finding
from kelisim.model.interval import Interval

_LEAST = 0.5
_LEAST_UNDATED = 0.8
_SAME_MEASURE = 20.0
_MOST_SLIPS = 20
# Intervals of rounding that meet in no more than this share of the narrower one, and numbers this near one another.
_MEETS = 0.1
_CLOSE = 0.05
_POWERS = (10.0, 100.0, 1000.0, 10_000.0, 1_000_000.0)


def same_indicator(one: Statement, other: Statement) -> bool:
    """Say whether two statements are of one indicator, or at least not known to be of two."""
    a, b, known = one.claim.indicator, other.claim.indicator, vocabulary()
    return a == b or a not in known or b not in known


def likeness(paper: Paper, one: Statement, other: Statement) -> float:
    """Return how surely two statements are of one thing, from 0 to 1, by their words alone."""
    known = [each.claim.indicator in vocabulary() for each in (one, other)]
    a, b = one.topic, other.topic
    if not (one.level or other.level) and a.context and b.context and not a.context & b.context:
        # "2,9 мың адамға көп": by how much more is told of whom the sentence named.
        return 0.0
    same = known[0] and one.claim.indicator == other.claim.indicator
    if known[0] != known[1]:
        # "Cars sold" may be told in words that the vocabulary does not know: those that it does are the indicator's.
        words = indicator_stems((one if known[0] else other).claim.indicator, paper.language)
        bare = b if known[0] else a
        same = bool(bare.stems & words)
        a, b = (a, _less(b, words)) if known[0] else (_less(a, words), b)
    alike = paper.speller.likeness(a, b, indicator=same)
    return alike or _named_by_section(paper, one, other, a, b, same)


def _less(topic: Topic, words: frozenset[str]) -> Topic:
    return replace(topic, stems=topic.stems - words)


def _named_by_section(paper: Paper, one: Statement, other: Statement, a: Topic, b: Topic, same: bool) -> float:
    """Return the likeness where a passage leaves the names of the other to its heading, or no third one needs them."""
    if bool(a.names) == bool(b.names):
        return 0.0
    named, bare = (one, other) if a.names else (other, one)
    if paper.words.has("topic", "whole", paper.text[slice(*bare.claim.sentence)]):
        # "The country's exports" are no town's.
        return 0.0
    headed = paper.heading_names(bare.claim.start)
    names = named.topic.names
    if headed:
        factor = 0.85 if names <= headed else 0.0
    else:
        factor = 0.0 if bare.topic.context or _told_apart_by_names(paper, named) or _listed(paper, named) else 0.75
    if not factor:
        return 0.0
    without = [replace(topic, names=frozenset(), context=frozenset()) for topic in (a, b)]
    return factor * paper.speller.likeness(without[0], without[1], indicator=same)


def _told_apart_by_names(paper: Paper, named: Statement) -> bool:
    """Say whether the paper gives such numbers for other names too: then the names tell them apart."""
    topic, unit = named.topic, named.claim.unit or ""
    return any(
        names - topic.names or places - topic.places
        for word in (*topic.stems, f"={named.claim.indicator}")
        for names, places in paper.names_told.get((unit, word), ())
    )


def _listed(paper: Paper, one: Statement) -> bool:
    """Say whether a number stands among others in its unit: a list, whose members lean on each other's words."""
    beside = [kin for kin in paper.statements_in(one.claim.sentence[0]) if kin is not one and same_unit(kin, one)]
    return len(beside) > 1


def same_thing(paper: Paper, one: Statement, other: Statement) -> float:
    """Return how surely two statements give one quantity of one thing (0 to 1), times left aside."""
    if not same_unit(one, other) or not same_indicator(one, other) or one.level != other.level:
        return 0.0
    if not one.level and one.claim.change != other.claim.change:
        return 0.0
    planned = (one.claim.modality == "planned", other.claim.modality == "planned")
    if planned[0] != planned[1]:
        return 0.0
    return likeness(paper, one, other)


def comparable(statement: Statement) -> bool:
    """Say whether a statement can contradict another: it is no rank, no bare small count and no upper bound."""
    claim = statement.claim
    if claim.kind == "ordinal" or claim.comparator in ("lt", "le"):
        return False
    if claim.comparator == "factor" or (not statement.level and claim.change is None and claim.unit != "percent"):
        # "2,900 more than": by how much, and not which way, is told of too much.
        return False
    return not (claim.unit is None and claim.kind == "count" and not classifier(statement))


def conflicting_values(paper: Paper) -> Iterator[Finding]:
    """Find numbers of one thing at one time that exclude each other, rounding and hedges allowed for."""
    groups: dict[tuple[object, object], list[Statement]] = {}
    for statement in paper.statements:
        if comparable(statement):
            period = statement.period
            if period is None and (statement.claim.unit is None or statement.claim.kind != "quantity"):
                # Without a time and a unit there is too little to know one thing by.
                continue
            # Bare numbers and counted things share a group: "fell to 61,000", "had 71,000 pupils".
            loose = statement.claim.unit is None or statement.claim.kind == "count"
            key = ("" if loose else statement.claim.unit, (period.start, period.end) if period else None)
            groups.setdefault(key, []).append(statement)
    for group in groups.values():
        told: set[int] = set()
        for one, other in pairs(paper, group):
            if one.sentence == other.sentence or other.claim.start in told:
                continue
            if far_apart(one, other) or _agree(_asserted(paper, one), _asserted(paper, other)):
                continue
            dated = held_for(one, other)
            if not dated and (one.period is not None or not (one.topic.names or one.topic.places)):
                continue
            alike = same_thing(paper, one, other)
            if alike < (_LEAST if dated else _LEAST_UNDATED):
                continue
            if disclosed(paper, one) or disclosed(paper, other) or _two_cells(paper, one, other):
                continue
            if not dated and (told_of_a_time(paper, one) or told_of_a_time(paper, other) or _cases(paper, one, other)):
                continue
            told.add(other.claim.start)
            yield _finding(paper, one, other, alike, dated)


def _two_cells(paper: Paper, one: Statement, other: Statement) -> bool:
    """Say whether a table gives both numbers for their time: it has two things of which the text has two."""
    if one.period is None:
        return False
    there = [value.statement for value in paper.values_at.get(one.period, ())]
    return all(any(cell.number == each.number and one_measure(cell, each) for cell in there) for each in (one, other))


def disclosed(paper: Paper, one: Statement) -> bool:
    """Say whether the text itself says that its numbers differ, were revised or are measured otherwise."""
    first = one.claim.sentence[0]
    if first not in paper.disclosed:
        paper.disclosed[first] = _disclosed(paper, one)
    return paper.disclosed[first]


def _disclosed(paper: Paper, one: Statement) -> bool:
    own, text = paper.words, paper.body
    first, stop = one.claim.sentence
    if own.has("disclosed", "differ", text[first:stop]):
        return True
    index = one.sentence
    if index < 0 or index + 1 >= len(paper.sentences):
        return False
    after, end = paper.sentences[index + 1]
    # The next sentence counts where it goes on about these numbers, and not about others.
    return (
        after - stop < 3
        and own.pattern("disclosed", "begins").match(text, after, end) is not None
        and own.has("disclosed", "differ", text[after:end])
    )


def told_of_a_time(paper: Paper, one: Statement) -> bool:
    """Say whether a sentence tells of a time without a date, or of a case: "now", "seven years ago", "if"."""
    first, stop = one.claim.sentence
    body, place = paper.body, one.claim.start
    first = max(first, body.rfind(";", first, place) + 1)
    end = body.find(";", one.claim.end, stop)
    return paper.words.has("values", "then", body[first : end if end > 0 else stop])


def _cases(paper: Paper, one: Statement, other: Statement) -> bool:
    """Say whether two sentences differ in another number too: "with $5,600 pays $185", "with $12,500 pays $1,260"."""
    beside = [
        {(kin.claim.unit, kin.number) for kin in paper.statements_in(it.claim.sentence[0]) if kin is not it}
        for it in (one, other)
    ]
    units = [{unit for unit, _ in there} for there in beside]
    return bool(units[0] & units[1]) and not beside[0] & beside[1]


def far_apart(one: Statement, other: Statement) -> bool:
    """Say whether two numbers are too far apart to be of one measure, unless a decimal point slipped."""
    low, high = sorted((abs(one.number), abs(other.number)))
    return high > _SAME_MEASURE * low and power_apart(one, other) is None


def _asserted(paper: Paper, one: Statement) -> Interval:
    """Return what a statement asserts; a threshold that was passed leaves the number open above."""
    key = one.claim.start, one.claim.end
    if key in paper.asserted:
        return paper.asserted[key]
    interval = one.interval
    open_above = passed_first(paper, one)
    asserted = paper.asserted[key] = Interval(interval.low, math.inf) if open_above else interval
    return asserted


def _agree(one: Interval, other: Interval) -> bool:
    """Say whether one number can have been rounded to both; "4,000" and "5,000" meet in 4,500 and are no such case."""
    if not one.overlaps(other) or math.isinf(one.width + other.width):
        return one.overlaps(other)
    shared = min(one.high, other.high) - max(one.low, other.low)
    apart = abs(one.middle - other.middle)
    meet_only = shared <= _MEETS * min(one.width, other.width) and apart >= 0.5 * max(one.width, other.width)
    return not (meet_only and apart > _CLOSE * max(abs(one.middle), abs(other.middle)))


def slips(paper: Paper) -> Iterator[Finding]:
    """Find the same figures a power of ten apart for one thing, where the wording alone would not make it one."""
    groups: dict[tuple[str, str], list[Statement]] = {}
    offices = {stem(word, paper.language) for word in paper.words.list("topic", "offices")}
    for one in paper.statements:
        digits = f"{abs(one.number):.10g}".replace(".", "").strip("0").split("e")[0]
        exact = one.claim.comparator == "exact"
        if exact and comparable(one) and len(digits) >= 2 and one.level and one.claim.unit is not None:
            groups.setdefault((digits, one.claim.unit or ""), []).append(one)
    for group in groups.values():
        for one, other in combinations(paper.first(group, _MOST_SLIPS, "numbers of the same figures"), 2):
            if (
                one.sentence == other.sentence
                or power_apart(one, other) is None
                or one.topic.narrow != other.topic.narrow
            ):
                continue
            if one.period and other.period and one.period != other.period:
                continue
            a, b = one.topic, other.topic
            shared = len(a.stems & b.stems) + len(a.names & b.names)
            same = one.claim.indicator == other.claim.indicator and one.claim.indicator in vocabulary()
            # Of two names of offices the word for "ministry" is one: that makes them no one name.
            named = (a.names & b.names) - offices
            apart = (a.names and b.names and not named) or (a.places and b.places and not a.places & b.places)
            if apart or shared + same < 2 or not shared:
                continue
            yield _finding(paper, one, other, min(0.8, 0.25 * (shared + same) + 0.15), held_for(one, other))


def _finding(paper: Paper, one: Statement, other: Statement, alike: float, dated: bool) -> Finding:
    power = power_apart(one, other)
    when = f" for {shown(one.period)}" if dated and one.period else ""
    both = f"{short(one.claim.text, 40)!r} and {short(other.claim.text, 40)!r}"
    confidence = min(0.95, 0.4 + 0.5 * alike + (0.05 if one.topic == other.topic else 0.0)) - (0.0 if dated else 0.2)
    if "approx" in (one.claim.comparator, other.claim.comparator):
        confidence -= 0.05
    places = (paper.place(one.claim.start, one.claim.end), paper.place(other.claim.start, other.claim.end))
    if power is not None:
        return finding(
            "A104", "error", "unit_error", confidence,
            f"{both} are given for one thing{when} and differ by a factor of {power:g}: a slip of unit, scale or "
            f"decimal point.",
            "look the number up in the source and correct the unit or the decimal point",
            places,
        )  # fmt: skip
    return finding(
        "A101", "error", "value_conflict", confidence,
        f"{both} are given for one thing{when} and cannot both be true, rounding and hedges allowed for.",
        "name the source of each number, keep one, or say how the two measures differ",
        places,
    )  # fmt: skip


def power_apart(one: Statement, other: Statement) -> float | None:
    """Return the power of ten by which two numbers differ with the same figures, else None."""
    low, high = sorted((abs(one.number), abs(other.number)))
    if low == 0 or math.isinf(high):
        return None
    for power in _POWERS:
        if abs(high / low / power - 1) < 1e-9:
            return power
    return None
