"""A1: one change told twice, from one number to two others: "from 17 to 24 minutes" and "from 17 minutes to 26"."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, pairwise

from kelisim.audit.paper import Paper, finding, short
from kelisim.audit.rules.growth import two_levels
from kelisim.audit.rules.shares import by_sentence
from kelisim.audit.rules.values import disclosed
from kelisim.audit.statements import Statement
from kelisim.audit.topic import contrast
from kelisim.model.finding import Finding
from kelisim.model.written import significant

_MOST = 60
_Change = tuple[Statement, Statement]


def changes_told_twice(paper: Paper) -> Iterator[Finding]:
    """Find two changes of one thing that share one of their ends and not the other."""
    changes = [ends for group in by_sentence(paper) for ends in changes_in(paper, group) if _is_whole(group, ends)]
    told: set[int] = set()
    for one, other in combinations(paper.first(changes, _MOST, "changes told by both ends"), 2):
        if one[0].claim.sentence == other[0].claim.sentence or one[0].claim.start in told:
            continue
        shared = [at for at in (0, 1) if one[at].number == other[at].number and _one_unit(one[at], other[at])]
        if len(shared) != 1 or not _is_one(paper, one, other):
            continue
        a, b = one[1 - shared[0]], other[1 - shared[0]]
        if a.interval.overlaps(b.interval) or not _one_time(a, b):
            continue
        told.add(one[0].claim.start)
        yield finding(
            "A101", "warning", "value_conflict", 0.66,
            f"One change is told as from {_number(one[0])} to {_number(one[1])} and as from {_number(other[0])} to "
            f"{_number(other[1])}.",
            "keep the end that the source bears out, or name the two times",
            [paper.place(min(each[at].claim.start for at in (0, 1)), max(each[at].claim.end for at in (0, 1)))
             for each in (one, other)],
        )  # fmt: skip


def changes_in(paper: Paper, group: list[Statement]) -> list[_Change]:
    """Return both ends of every "from a to b" of a sentence."""
    whole = two_levels(paper, group)
    if whole is not None:
        return [whole]
    return [ends for pair in pairwise(group) if (ends := two_levels(paper, list(pair))) is not None]


def _is_whole(group: list[Statement], ends: _Change) -> bool:
    """Say whether a sentence gives no third level in the unit of its two ends: a change with a turn has more."""
    unit = ends[0].claim.unit or ends[1].claim.unit
    return sum(one.level and one.claim.unit == unit for one in group) <= len(ends)


def _number(one: Statement) -> str:
    return short(one.claim.text, 20) if one.claim.text else significant(one.number, 4)


def _one_unit(one: Statement, other: Statement) -> bool:
    units = {(each.claim.unit or "").partition("_per_")[0] for each in (one, other)} - {""}
    return len(units) < 2


def _one_time(one: Statement, other: Statement) -> bool:
    return one.period is None or other.period is None or one.period == other.period


def _is_one(paper: Paper, one: _Change, other: _Change) -> bool:
    """Say whether two changes are of one thing: their sentences share words, and nothing parts them."""
    said = [paper.topic_at(each[0].claim.sentence[0], each[1].claim.end) for each in (one, other)]
    if not all(_one_unit(one[at], other[at]) and _one_time(one[at], other[at]) for at in (0, 1)):
        return False
    if contrast(said[0], said[1], paper.language) or any(disclosed(paper, each[0]) for each in (one, other)):
        return False
    if said[0].names and said[1].names and not said[0].names & said[1].names:
        return False
    near = [paper.topic_at(*each[0].scope) for each in (one, other)]
    apart = near[0].narrow ^ near[1].narrow
    told = [each.stems | each.names for each in near]
    shared = told[0] & told[1]
    return not apart and (len(shared) > 1 or (bool(shared) and shared in told))
