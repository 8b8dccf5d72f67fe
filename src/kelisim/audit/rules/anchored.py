"""A1: what stands right beside one and the same number in two places: "2.4 hours, or 7.6%" and "2.4 hours, or 6.7%"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kelisim.audit.paper import Paper, finding, short
from kelisim.audit.statements import Statement
from kelisim.audit.weighing import measure, words_of
from kelisim.model.finding import Finding

_FIGURES, _MOST, _MOST_APART = 2, 600, 2.0
_OR = re.compile(
    r"(?:,\s(?:or|that is|i\.e\.|which is)\s|\s\(|\s(?:over|in|within|for)\s)(?:(?:about|some|the|a|roughly)\s)?$"
)
_OVER = re.compile(r"^\W*(?:over|in|within)\s(?:the\s|these\s|those\s)?$", re.IGNORECASE)
_CLOSED = re.compile(r"[;:]|\b(?:while|whereas|but|against|compared)\b")
_NEVER = frozenset(("year", "month", "week", "day", "hour", "minute", "page", "percent"))


@dataclass(frozen=True, slots=True)
class _Beside:
    anchor: Statement
    told: Statement


def told_beside_one_number(paper: Paper) -> Iterator[Finding]:
    """Find two numbers of one kind told as the other way to say one number, or for how long it was spent."""
    if paper.language != "en":
        return
    groups: dict[tuple[float, str], list[_Beside]] = {}
    for pair in paper.first(list(_pairs(paper)), _MOST, "numbers told beside others"):
        key = pair.anchor.number, measure(pair.told)
        groups.setdefault(key, []).append(pair)
    for group in groups.values():
        for other in group[1:]:
            one = group[0]
            if one.told.sentence == other.told.sentence or _agree(one.told, other.told):
                continue
            if len({pair.anchor.claim.unit for pair in (one, other)} - {None}) > 1:
                continue
            low, high = sorted((abs(one.told.number), abs(other.told.number)))
            if high > _MOST_APART * low or any(_is_elsewhere(each, other, group) for each in group):
                continue
            words = [words_of(paper.topic_at(*each.anchor.claim.sentence)) for each in (one, other)]
            if not words[0] & words[1]:
                continue
            yield finding(
                "A115", "warning", "value_conflict", 0.66,
                f"Beside {short(one.anchor.claim.text, 30)!r} stands {short(one.told.claim.text, 30)!r} in one place "
                f"and {short(other.told.claim.text, 30)!r} in another.",
                "recompute the one from the other, and keep one",
                [paper.place(each.told.claim.start, each.told.claim.end) for each in (one, other)],
            )  # fmt: skip
            break


def _agree(one: Statement, other: Statement) -> bool:
    """Say whether two numbers are one; years and months are counted and not rounded."""
    return one.interval.overlaps(other.interval) if one.claim.unit == "percent" else one.number == other.number


def _is_elsewhere(each: _Beside, other: _Beside, group: list[_Beside]) -> bool:
    return each is not other and each is not group[0] and _agree(each.told, other.told)


def _pairs(paper: Paper) -> Iterator[_Beside]:
    """Give each number of two figures with the number of another kind that stands right behind it as its like."""
    last: Statement | None = None
    for one in paper.statements:
        before, last = last, one
        lead = paper.body[one.claim.sentence[0] : one.claim.start]
        follower = paper.statements_in(one.claim.sentence[0])
        following = next((each for each in follower if each.claim.start > one.claim.end), None)
        if one.claim.unit in ("year", "month") and _OVER.search(lead) and following and _is_anchor(paper, following):
            # "Over the four years the scheme cost 4.6 million".
            yield _Beside(following, one)
        if before is None or before.claim.sentence != one.claim.sentence or not _is_anchor(paper, before):
            continue
        between = paper.body[before.claim.end : one.claim.start]
        if len(between) > 60 or _CLOSED.search(between) or not _OR.search(between) or one.claim.kind == "ordinal":
            continue
        same = measure(one) == measure(before)
        if same or one.claim.comparator not in ("exact", "approx") or isinstance(one.claim.value, tuple):
            continue
        if one.claim.unit != "percent" and one.claim.unit not in ("year", "month"):
            continue
        yield _Beside(before, one)


def _is_anchor(paper: Paper, one: Statement) -> bool:
    claim = one.claim
    figures = re.sub(r"\D|^0+", "", claim.text)
    plain = claim.comparator in ("exact", "approx") and not isinstance(claim.value, tuple) and claim.kind != "ordinal"
    return plain and len(figures) >= _FIGURES and claim.unit not in _NEVER and not paper.in_references(claim.start)
