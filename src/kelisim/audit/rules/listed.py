"""A5: a number announced, and a list behind it that adds up to another one or has another number of members."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kelisim.audit.paper import Paper, finding, short
from kelisim.audit.rules.shares import by_sentence
from kelisim.audit.statements import Statement, as_written
from kelisim.model.finding import Finding
from kelisim.model.written import significant

_FEWEST = 3
_MOST_OVER = 1.35
_IN_BRACKETS = re.compile(
    r"(?P<label>[^\W\d][^,;:()\d]{0,70}?)\s\((?P<number>\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)"
    r"(?P<percent>\s?%| per ?cent)?\)"
)
_NEXT = re.compile(r"(?:[,;]\s(?:and\s)?|\sand\s)$")
_WORDS_OF_LIST = re.compile(r"^\s*(?:(?:and|with|in|from|were|was)\s)*")


@dataclass(frozen=True, slots=True)
class _List:
    """A list of things with a number in brackets behind each."""

    start: int
    end: int
    numbers: tuple[float, ...]
    percent: bool
    lead: str


def numbers_in_brackets(paper: Paper) -> Iterator[Finding]:
    """Find "31 villages in four regions: Lindi (9), Morogoro (8) and Kigoma (7)", whose numbers make another sum."""
    own, text = paper.words, paper.body
    for first, stop in paper.sentences:
        if "(" not in text[first:stop] or stop - first > 900 or paper.in_table(first):
            continue
        for one in _lists(text, first, stop):
            if one.percent:
                yield from _shares(paper, one)
                continue
            if own.has("shares", "parts_open", one.lead) or own.has("shares", "overlap", one.lead):
                continue
            total = sum(one.numbers)
            before = [
                each for each in paper.statements_in(first) if each.claim.end <= one.start and _is_exact_count(each)
            ]
            wholes = [each for each in before if each.number != len(one.numbers) and each.number > max(one.numbers)]
            if len(wholes) != 1 or _near_enough(total, wholes[0]) or _too_far(total, wholes[0].number):
                continue
            yield _finding(paper, total, wholes[0], (one.start, one.end))


def _lists(text: str, first: int, stop: int) -> Iterator[_List]:
    group: list[re.Match[str]] = []
    for match in [*_IN_BRACKETS.finditer(text, first, stop), None]:
        joined = match is not None and bool(group) and _joined(text, group[-1], match)
        if match is not None and (joined or not group):
            group.append(match)
            continue
        if len(group) >= _FEWEST and len({each["percent"] is None for each in group}) == 1:
            numbers = tuple(float(each["number"].replace(",", "")) for each in group)
            years = all(1900 <= number <= 2100 for number in numbers) and "," not in group[0]["number"]
            # "(1), (2), (3)" count the members.
            counted = numbers == tuple(range(1, len(numbers) + 1))
            if not years and not counted:
                opened = group[0].start("number") - 1
                yield _List(
                    opened, group[-1].end(), numbers, group[0]["percent"] is not None, text[first : group[0].end()]
                )
        group = [match] if match is not None else []


def _joined(text: str, one: re.Match[str], other: re.Match[str]) -> bool:
    """Say whether nothing but a comma or "and" stands between two members of a list."""
    between = text[one.end() : other.start()]
    return re.fullmatch(r"[,;]?\s?(?:and\s)?", between) is not None


def _shares(paper: Paper, one: _List) -> Iterator[Finding]:
    """Find shares in brackets of what consists of them that do not make a hundred."""
    own, total = paper.words, sum(one.numbers)
    closed = own.has("shares", "parts", one.lead) or own.has("shares", "covers", one.lead)
    if not closed or own.has("shares", "overlap", one.lead) or own.has("shares", "parts_open", one.lead):
        return
    slack = 0.5 * len(one.numbers) + 0.6
    others = own.has("shares", "others", paper.body[one.start : one.end])
    if slack < abs(total - 100) < 30 and (total > 100 or others or own.has("shares", "parts", one.lead)):
        yield finding(
            "A502", "error", "arithmetic", 0.72,
            f"The shares listed make {significant(total)}% of what is one whole.",
            "correct a share, or say of what each is a share", (paper.place(one.start, one.end),),
        )  # fmt: skip


def _is_exact_count(one: Statement) -> bool:
    claim = one.claim
    plain = one.level and claim.comparator == "exact" and claim.kind in ("count", "quantity")
    return plain and claim.unit not in ("percent", "percentage_point", "year", "month", "day") and one.number >= 3


def _near_enough(total: float, whole: Statement) -> bool:
    interval = as_written(whole).interval
    return interval.low - 1e-9 <= total <= interval.high + 1e-9


def _too_far(one: float, other: float) -> bool:
    low, high = sorted((one, other))
    return high > _MOST_OVER * low


def _finding(paper: Paper, total: float, whole: Statement, span: tuple[int, int]) -> Finding:
    places = [paper.place(whole.claim.start, whole.claim.end)]
    if not places[0].start <= span[0] < places[0].end:
        places.append(paper.place(*span))
    return finding(
        "A510", "error", "arithmetic", 0.78,
        f"The numbers listed make {significant(total, 6)}, and {short(whole.claim.text, 40)!r} is announced.",
        "correct a number of the list or the one announced, or say what else belongs to it", places,
    )  # fmt: skip


_PLACE = r"(?:in|at|from|for|near|with)\s(?:the\s)?[A-Z][^\W\d_]+(?:[\s-][A-Z][^\W\d_]+)*"
_PLACED = re.compile(
    rf"(?P<whole>\d{{1,3}}(?:,\d{{3}})+|\d+)\s(?P<noun>[^\W\d_][^,;:().\d]{{1,60}}?)\s?[,:(–]\s?"
    rf"(?P<parts>(?:(?:\d{{1,3}}(?:,\d{{3}})+|\d+)\s(?:of them\s|were\s)?{_PLACE}(?:,\s(?:and\s)?|\sand\s)?){{2,8}})"
    r"(?=[\s,.;)])"
)
_COUNT = re.compile(r"(?<![\d.])(?:\d{1,3}(?:,\d{3})+|\d+)(?=\s(?:of them\s|were\s)?(?:in|at|from|for|near|with)\s)")


def counts_by_place(paper: Paper) -> Iterator[Finding]:
    """Find "26 coordinators, 17 in Croatia and 8 in Slovenia": counts by place that make another whole."""
    text = paper.body
    for match in _PLACED.finditer(text):
        if paper.in_table(match.start()) or "\n\n" in match[0]:
            continue
        whole = int(match["whole"].replace(",", ""))
        parts = [int(part.replace(",", "")) for part in _COUNT.findall(match["parts"])]
        total = sum(parts)
        around = text[max(0, match.start() - 24) : match.start()]
        closed = " and " in match["parts"]
        goes_on = re.match(r"[,;]?\s(?:and|but)\s", text[match.end() : match.end() + 8])
        partial = goes_on or paper.words.has("shares", "parts_open", match[0])
        hedged = re.search(r"(?:about|some|over|nearly|almost|than|around|[.\d,–-])\s?$", around)
        if not closed or partial or hedged or total == whole or any(part >= whole for part in parts):
            continue
        if _too_far(total, whole) or (1900 <= whole <= 2100 and "," not in match["whole"]):
            continue
        yield finding(
            "A510", "error", "arithmetic", 0.74,
            f"The numbers listed make {total:,}, and {short(match['whole'] + ' ' + match['noun'], 40)!r} told.",
            "correct a number of the list or the one announced, or say what else belongs to it",
            (paper.place(match.start(), match.end()),),
        )  # fmt: skip


def asked_and_listed(paper: Paper) -> Iterator[Finding]:
    """Find "18 interviews" where the method lists nine, four, two and one of those interviewed."""
    own = paper.words
    if "listed" not in own.tables:
        return
    lists = []
    for group in by_sentence(paper):
        first, stop = group[0].claim.sentence
        if not own.has("listed", "asked", paper.text[first:stop]) or paper.in_references(first):
            continue
        members = _members(paper, group)
        if len(members) >= _FEWEST or (members and _asks_two(paper, members)):
            lists.append(members)
    if len(lists) != 1:
        return
    members = lists[0]
    total = sum(one.number for one in members) + _one_more(paper, members[-1])
    here = members[0].sentence
    announced = [one for one in paper.statements if one.sentence != here and _is_announced(paper, one)]
    if any(one.number == total for one in announced if own.has("listed", "whole", _noun_after(paper, one))):
        announced = [one for one in announced if one.number != total]
    own_whole = [one.number for one in paper.statements_in(members[0].claim.sentence[0]) if one not in members]
    for one in announced:
        if one.number == total or _too_far(total, one.number) or one.number in own_whole:
            continue
        yield _finding(paper, total, one, (members[0].claim.start, members[-1].claim.end))
        return


def _members(paper: Paper, group: list[Statement]) -> list[Statement]:
    """Return the counts of people that a sentence lists, up to its end."""
    best: list[Statement] = []
    run: list[Statement] = []
    for one in group:
        small = one.claim.kind == "count" and one.claim.comparator == "exact" and one.number < 200 and one.level
        small = small and one.claim.unit not in ("year", "month", "day", "hour", "minute", "percent", "interview")
        linked = not run or re.search(r",|;|\band\b", paper.text[run[-1].claim.end : one.claim.start]) is not None
        if small and linked and (not run or one.claim.start - run[-1].claim.end < 60):
            run.append(one)
        else:
            run = [one] if small else []
        best = run if len(run) > len(best) else best
    if len(best) > 1 and re.search(r"[:(]|\b(?:of whom|of which|including)\b", _between(paper, best[0], best[1])):
        # "40 people: 9 of these, 8 of those": the first of a run is the whole.
        return best[1:]
    return best


def _between(paper: Paper, one: Statement, other: Statement) -> str:
    return paper.text[one.claim.end : other.claim.start]


def _asks_two(paper: Paper, members: list[Statement]) -> bool:
    """Say whether a sentence tells of all those asked as two groups: "we interviewed 24 students and 10 officials"."""
    lead = paper.text[max(members[0].claim.sentence[0], members[0].claim.start - 16) : members[0].claim.start]
    own = re.search(r"\b(?:interviewed|spoke (?:to|with)|talked to|interviews with)\s$", lead) is not None
    return len(members) == 2 and own and paper.text[members[0].claim.end : members[1].claim.start].strip() == "and"


def _one_more(paper: Paper, last: Statement) -> int:
    """Return 1 where a list ends in a single one: "and one adviser", "and a mayor"."""
    after = paper.text[last.claim.end : last.claim.sentence[1]]
    return int(re.match(r"[^,.;]{0,40},?\sand\s(?:one|an?)\s[a-z]", after) is not None)


def _is_announced(paper: Paper, one: Statement) -> bool:
    """Say whether a number is that of all interviews: "18 interviews", "the sixteen interviews"."""
    claim = one.claim
    if claim.comparator != "exact" or claim.kind != "count" or one.number < 4 or paper.in_references(claim.start):
        return False
    lead = paper.text[max(claim.sentence[0], claim.start - 24) : claim.start]
    part = paper.words.has("samples", "some", lead) or paper.words.has("listed", "part", lead)
    return paper.words.has("listed", "whole", _noun_after(paper, one)) and not part


def _noun_after(paper: Paper, one: Statement) -> str:
    return paper.text[one.claim.start : one.claim.end + 2]
