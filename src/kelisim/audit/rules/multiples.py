"""A5: multiples and sums that a sentence tells of its own amounts: "three times as much", "and 17 more, so 35"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kelisim.audit.paper import Paper, finding, short
from kelisim.audit.rules.shares import by_sentence
from kelisim.audit.statements import Statement, as_written
from kelisim.model.finding import Finding
from kelisim.model.written import significant

_NUMBERS = {
    "twice": 2, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
}  # fmt: skip
_TIMES = re.compile(
    r"\b(?P<hedge>more than|over|at least|almost|nearly|about|roughly|some|up to|less than)?\s?"
    r"(?:(?P<number>two|three|four|five|six|seven|eight|nine|ten|\d{1,3}(?:\.\d+)?)\stimes|(?P<twice>twice))\s(?:as|the)\s"
    r"(?P<what>many|much|high|large|big|long|old|fast|often|expensive|likely|number|amount|rate|share|size|level)\b",
    re.IGNORECASE,
)
_SLACK, _HEDGED_SLACK, _RELEVANT = 0.1, 0.2, 3.0
_ADDED = re.compile(r"\b(?:more|further|another|additional|added)\b", re.IGNORECASE)
_SO = re.compile(
    r"\b(?:so that (?:there (?:were|are)|it (?:had|has)|they (?:had|have))|making|which makes?|that makes?|bringing"
    r"|in all|altogether|for a total of|a total of)\b",
    re.IGNORECASE,
)
_NEVER = frozenset(("percent", "percentage_point"))


def multiples_in_sentence(paper: Paper) -> Iterator[Finding]:
    """Find "212 terabytes, three times as much as before (94 terabytes)": a multiple that two amounts do not make."""
    if paper.language != "en":
        return
    for group in by_sentence(paper):
        first, stop = group[0].claim.sentence
        said = list(_TIMES.finditer(paper.body, first, stop))
        if len(said) != 1 or stop - first > 400:
            continue
        match = said[0]
        amounts = [
            one for one in group
            if one.level and one.claim.kind == "quantity" and one.claim.comparator in ("exact", "approx")
            and not isinstance(one.claim.value, tuple) and not _within(one, match) and one.number > 0
        ]  # fmt: skip
        pair = _one_pair(amounts)
        if pair is None:
            continue
        low, high = sorted(pair, key=lambda one: one.number)
        times = 2.0 if match["twice"] else float(_NUMBERS.get(match["number"].lower()) or match["number"])
        made = as_written(high).interval / as_written(low).interval
        hedge = (match["hedge"] or "").lower()
        slack = (
            _HEDGED_SLACK if hedge or not match["number"] or not match["number"].replace(".", "").isdigit() else _SLACK
        )
        lowest, highest = times * (1 - slack), times * (1 + slack)
        if hedge in ("more than", "over", "at least"):
            highest = times * _RELEVANT
        if (made.high >= lowest and made.low <= highest) or not times / _RELEVANT <= made.middle <= times * _RELEVANT:
            continue
        yield finding(
            "A512", "error", "arithmetic", 0.72,
            f"{short(high.claim.text, 30)!r} is {significant(made.middle, 2)} times {short(low.claim.text, 30)!r}, not "
            f"{match[0].strip()!r}.",
            "recompute the multiple from both amounts",
            (paper.place(min(low.claim.start, match.start()), max(high.claim.end, match.end())),),
        )  # fmt: skip


_FOLD = re.compile(
    r"\b(?:(?P<hedge>nearly|almost|more than|over|about|roughly|at least)\s)?"
    r"(?P<fold>doubl|tripl|trebl|quadrupl|quintupl|halv)(?:ed|ing|es|e)\b(?:\s[a-z]+){0,3}?\sfrom\s[$€£]?"
    r"(?P<low>\d[\d,]*(?:\.\d+)?)\s?(?:%|per ?cent|percent|million|billion|thousand)?(?:\s[a-z]+)?(?:\sin\s\d{4})?"
    r"\sto\s[$€£]?(?P<high>\d[\d,]*(?:\.\d+)?)(?![\d,]*\d)",
    re.IGNORECASE,
)
_FOLDS = {"doubl": 2.0, "tripl": 3.0, "trebl": 3.0, "quadrupl": 4.0, "quintupl": 5.0, "halv": 0.5}


def folds_from_to(paper: Paper) -> Iterator[Finding]:
    """Find "the standard error quadrupling from 0.020 to 0.094"."""
    if paper.language != "en":
        return
    for match in _FOLD.finditer(paper.body):
        low, high = (float(match[end].replace(",", "")) for end in ("low", "high"))
        times, hedge = _FOLDS[match["fold"].lower()], (match["hedge"] or "").lower()
        if low <= 0 or high <= 0:
            continue
        ratio = high / low
        highest = times * (_RELEVANT if hedge in ("more than", "over", "at least") else 1 + _FOLD_SLACK)
        lowest = times * (1 - (_HEDGED_SLACK if hedge else _FOLD_SLACK))
        if lowest <= ratio <= highest or not times / _RELEVANT <= ratio <= times * _RELEVANT:
            continue
        yield finding(
            "A601", "error", "arithmetic", 0.7,
            f"From {match['low']} to {match['high']} is a factor of {significant(ratio, 3)}, not {times:g}.",
            "recompute the factor from both ends",
            (paper.place(match.start(), match.end()),),
        )  # fmt: skip


_FOLD_SLACK = 0.15


def _within(one: Statement, match: re.Match[str]) -> bool:
    return one.claim.start < match.end() and match.start() < one.claim.end


def _one_pair(amounts: list[Statement]) -> tuple[Statement, Statement] | None:
    """Return the two amounts of a sentence that are in one unit, where no unit has more than two."""
    units: dict[str, list[Statement]] = {}
    for one in amounts:
        units.setdefault(one.claim.unit or "", []).append(one)
    pairs = [kin for unit, kin in units.items() if len(kin) == 2 and unit not in ("year", "percent")]
    crowded = any(len(kin) > 2 for unit, kin in units.items() if unit not in ("year", "percent"))
    return (pairs[0][0], pairs[0][1]) if len(pairs) == 1 and not crowded else None


def sums_in_sentence(paper: Paper) -> Iterator[Finding]:
    """Find "seventeen designs, and seventeen more later, so that there were 35"."""
    if paper.language != "en":
        return
    for group in by_sentence(paper):
        counts = [
            one for one in group
            if one.level and one.claim.unit not in (*_NEVER, "year") and one.claim.kind in ("count", "quantity")
            and one.claim.comparator == "exact" and one.number == int(one.number)
        ]  # fmt: skip
        if len(counts) != 3:
            continue
        a, b, made = counts
        between = paper.body[b.claim.end : made.claim.start]
        after = re.split(r"[,;.]", paper.body[made.claim.end : made.claim.end + 20])[0]
        added = _ADDED.search(paper.body, b.claim.start - 16, b.claim.end + 10)
        so = _SO.search(between) or re.match(r"\s(?:\w+\s)?(?:in all|altogether|in total)\b", after)
        units = {one.claim.unit for one in counts} - {None, "unit"}
        if added is None or so is None or len(between) > 60 or len(units) > 1 or a.number + b.number == made.number:
            continue
        if not max(a.number, b.number) < made.number < 2 * (a.number + b.number):
            continue
        yield finding(
            "A502", "error", "arithmetic", 0.72,
            f"{short(a.claim.text, 30)!r} and {short(b.claim.text, 30)!r} more make "
            f"{significant(a.number + b.number, 6)}, not {short(made.claim.text, 30)!r}.",
            "correct a part or the total",
            (paper.place(a.claim.start, made.claim.end),),
        )  # fmt: skip
