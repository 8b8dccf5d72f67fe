"""A1: one thing with two numbers where a time is named beside one of them only, or beside neither.

A summary leaves out what the body dates, and a number without a date is only compared where the words are the same,
where no time or case is hinted at, and where the paper holds no third number that it could be meant for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kelisim.audit.figures import told_again
from kelisim.audit.pairing import Index
from kelisim.audit.paper import Paper, finding, short
from kelisim.audit.rules.values import comparable, disclosed, far_apart, power_apart, same_thing, told_of_a_time
from kelisim.audit.statements import Statement, classifier, passed_first, vocabulary
from kelisim.audit.topic import contrast
from kelisim.audit.words import stem
from kelisim.model.finding import Finding

_LEAST = 0.68
_KIN = 0.5
_SURE, _CLOSE = 0.8, 0.2
# Neighbouring sentences go on about cases of one thing; what contradicts itself stands apart.
_APART = 3
_PAIR = 2
# "60 of the 171 are deleted": the second number is of all of them.
_OUT_OF = re.compile(r"\d\s(?:of|out of|из)\s(?:the\s|all\s|our\s)?$")


def one_number_undated(paper: Paper) -> Iterator[Finding]:
    """Find a thing with two numbers, a time being named beside one of them at most: "employs 980", "had 1,020"."""
    groups: dict[str, list[Statement]] = {}
    for one in paper.statements:
        claim = one.claim
        if comparable(one) and one.level and (claim.unit or classifier(one)) and claim.modality != "planned":
            groups.setdefault(claim.unit or classifier(one), []).append(one)
    told: set[int] = set()
    for group in groups.values():
        index = Index(paper)
        for one in group:
            index.add(one)
        for one in group:
            if one.period is not None or one.claim.start in told or not _is_plain(paper, one):
                continue
            other = _only_counterpart(paper, one, index)
            if other is None or other.claim.start in told:
                continue
            told |= {one.claim.start, other.claim.start}
            yield _finding(paper, one, other)


@dataclass(frozen=True, slots=True)
class _Kin:
    statement: Statement
    alike: float


def _only_counterpart(paper: Paper, one: Statement, index: Index) -> Statement | None:
    """Return the one other number of what a number without a time is of, where it excludes it."""
    if index.told_again(one):
        return None
    kin = [
        _Kin(other, alike)
        for other in index.like(one)
        if other is not one and not _of_other_names(one, other) and (alike := same_thing(paper, one, other)) >= _KIN
    ]
    if not kin or any(each.statement.interval.overlaps(one.interval) for each in kin):
        return None
    if told_again(paper, one):
        return None
    nearest = max(each.alike for each in kin)
    if nearest >= _SURE:
        # "回收1806份" and not "发放2100份": what is worded alike is meant before what is only like it.
        kin = [each for each in kin if each.alike > nearest - _CLOSE]
    if len({each.statement.number for each in kin}) != 1:
        kin = _latest(paper, one, kin)
        if not kin:
            return None
    best = max(kin, key=lambda each: each.alike)
    other = best.statement
    fits = best.alike >= _LEAST and _says_enough(one, other) and _is_plain(paper, other)
    if not fits or abs(one.sentence - other.sentence) < _APART or far_apart(one, other):
        return None
    return None if disclosed(paper, one) or disclosed(paper, other) else other


def _latest(paper: Paper, one: Statement, kin: list[_Kin]) -> list[_Kin]:
    """Return the latest of several dated numbers, where a number without a time is told as that of today."""
    if not paper.words.has("values", "present", paper.text[slice(*one.claim.sentence)]):
        return []
    years = {each.statement.period.whole_year if each.statement.period else None for each in kin}
    if None in years or len(years) < len(kin):
        return []
    return [max(kin, key=lambda each: each.statement.period.whole_year or 0 if each.statement.period else 0)]


def _of_other_names(one: Statement, other: Statement) -> bool:
    return bool(one.topic.names ^ other.topic.names) or bool(one.topic.places ^ other.topic.places)


def _says_enough(one: Statement, other: Statement) -> bool:
    """Say whether two statements share words enough to be of one thing without a time."""
    known = one.claim.indicator == other.claim.indicator and one.claim.indicator in vocabulary()
    shared = len(one.topic.stems & other.topic.stems) + len(one.topic.names & other.topic.names)
    return shared + known >= 2 and shared >= 1


def _is_plain(paper: Paper, one: Statement) -> bool:
    lead = paper.text[max(one.claim.sentence[0], one.claim.start - 12) : one.claim.start]
    if _OUT_OF.search(lead):
        return False
    return not (
        told_of_a_time(paper, one)
        or passed_first(paper, one)
        or paper.in_references(one.claim.start)
        or one.phase
        or "part" in one.topic.narrow
    )


def _finding(paper: Paper, one: Statement, other: Statement) -> Finding:
    both = f"{short(one.claim.text, 40)!r} and {short(other.claim.text, 40)!r}"
    power = power_apart(one, other)
    slip = f" They differ by a factor of {power:g}: a slip of unit, scale or decimal point?" if power else ""
    return finding(
        "A103", "warning", "unit_error" if power else "value_conflict",
        0.62 if other.period is not None else 0.66,
        f"{both} are given for what is worded as one thing, and no two times are named for them.{slip}",
        "name the time of each number, or keep one",
        (paper.place(one.claim.start, one.claim.end), paper.place(other.claim.start, other.claim.end)),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Sum:
    """A size, whether what has it is told of as known, and the words before its noun."""

    statement: Statement
    definite: bool
    kind: str


def sums_told_twice(paper: Paper) -> Iterator[Finding]:
    """Find "a fund of MYR 500 million" and "the fund of MYR 5 billion": what has one size, told with two."""
    own, text = paper.words, paper.text
    form = re.compile(
        r"(?<![^\W\d_])(?P<article>an?|the|this|that|its|their)\s(?P<kind>(?:[\w-]+\s){0,3}?)"
        rf"(?P<head>{own.source('values', 'sized')})\sof\s$",
        re.IGNORECASE,
    )
    groups: dict[tuple[str, str], list[_Sum]] = {}
    for one in paper.statements:
        claim = one.claim
        if claim.comparator != "exact" or claim.unit in (None, "percent", "year", "month", "day"):
            continue
        match = form.search(text, max(claim.sentence[0], claim.start - 60), claim.start)
        if match is not None and not paper.in_references(claim.start):
            key = stem(match["head"], paper.language), claim.unit or ""
            known = match["article"].lower() in ("the", "this", "that")
            groups.setdefault(key, []).append(_Sum(one, known, match["kind"].strip().lower()))
    for group in groups.values():
        kinds = {each.kind for each in group} - {""}
        if len({each.statement.number for each in group}) != _PAIR or len(kinds) > 1:
            continue
        if not any(each.definite for each in group):
            continue
        first = group[0].statement
        other = next(each.statement for each in group if each.statement.number != first.number)
        a, b = first.topic, other.topic
        parted = (a.names and b.names and not a.names & b.names) or (a.places and b.places and a.places != b.places)
        told = first.period and other.period and first.period != other.period
        if parted or told or first.sentence == other.sentence or contrast(a, b, paper.language):
            continue
        yield _finding(paper, first, other)
