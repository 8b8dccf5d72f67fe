"""A5, A6: two numbers beside each other, and by how much the one is said to be lower, or what share of the other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from kelisim.audit.paper import Paper, finding, short
from kelisim.audit.rules.growth import is_change, two_levels
from kelisim.audit.rules.shares import by_sentence
from kelisim.audit.statements import Statement, as_written
from kelisim.model.finding import Finding
from kelisim.model.interval import Interval
from kelisim.model.written import significant

_FEWEST, _LINK, _MOST_APART = 3, 24, 3.0


def compared_in_sentence(paper: Paper) -> Iterator[Finding]:
    """Find "1240 yuan and 1550 yuan, 25% lower": how much lower one of two numbers is, which both do not give."""
    own, text = paper.words, paper.text
    if "lower" not in own.tables["change"]:
        return
    for group in by_sentence(paper):
        first, stop = group[0].claim.sentence
        share = group[-1]
        if len(group) != _FEWEST or share.claim.unit != "percent" or two_levels(paper, group) is not None:
            continue
        one, other = group[0], group[1]
        unit = _base(one)
        plain = all(
            each.level and each.claim.comparator in ("exact", "approx") and each.number > 0 for each in group[:2]
        )
        if not plain or unit != _base(other) or unit in ("percent", "year") or stop - first > 300:
            continue
        around = text[max(other.claim.end, share.claim.start - _LINK) : min(stop, share.claim.end + _LINK)]
        lower, higher = own.has("change", "lower", around), own.has("change", "higher", around)
        if lower == higher:
            continue
        small, large = sorted((as_written(one).interval, as_written(other).interval), key=lambda each: each.middle)
        base = large if lower else small
        computed = (large - small) / base * Interval.point(100.0)
        if computed.overlaps(share.interval.widen(0.6)) or computed.middle > 100 * _MOST_APART:
            continue
        yield _finding(
            paper, "A601", group,
            f"{short(one.claim.text, 30)!r} and {short(other.claim.text, 30)!r} are {significant(computed.middle, 3)}% "
            f"apart, not {short(share.claim.text, 20)!r}.",
        )  # fmt: skip


def points_told_as_percent(paper: Paper) -> Iterator[Finding]:
    """Find "62% in 2022, ten years before 81%, that is a fall of 19%": points that are called percent."""
    own, text = paper.words, paper.text
    if paper.language == "en":
        return
    for group in by_sentence(paper):
        first, stop = group[0].claim.sentence
        shares = [one for one in group if one.claim.unit == "percent"]
        if len(shares) != _FEWEST or two_levels(paper, group) is not None or stop - first > 400:
            continue
        one, other, change = shares
        gap = abs(one.number - other.number)
        moved = is_change(change) or not change.level
        if not moved or not one.level or not other.level or abs(gap - change.number) > 1e-9 or not gap:
            continue
        base = max(one.number, other.number) if change.claim.change == "down" else min(one.number, other.number)
        told = own.has("change", "that_is", text[other.claim.end : change.claim.start])
        if told and base > 0 and abs(100 * gap / base - change.number) > 1:
            yield finding(
                "A602", "warning", "unit_error", 0.74,
                f"{short(change.claim.text, 20)!r} is the difference of {short(one.claim.text, 20)!r} and "
                f"{short(other.claim.text, 20)!r}: percentage points, not percent.",
                "write percentage points, or give the relative change",
                (paper.place(one.claim.start, change.claim.end),),
            )  # fmt: skip


def shares_behind_their_whole(paper: Paper) -> Iterator[Finding]:
    """Find "1180万，占全市2360万的58%": part, whole and share in a row, the share standing last."""
    own, text = paper.words, paper.text
    if "of_it" not in own.tables["shares"]:
        return
    takes, of_it = (re.compile(own.source("shares", key), re.IGNORECASE) for key in ("takes_of", "of_it"))
    for group in by_sentence(paper):
        for (part, whole), share in zip(pairwise(group), group[2:], strict=False):
            if share.claim.unit != "percent" or part.claim.unit != whole.claim.unit or part.claim.unit == "percent":
                continue
            between, after = text[part.claim.end : whole.claim.start], text[whole.claim.end : share.claim.start]
            if (
                takes.match(between) is None
                or of_it.fullmatch(text[whole.claim.end - 4 : whole.claim.end] + after) is None
            ):
                continue
            if (
                not (part.level and whole.level and share.level)
                or part.number > whole.number
                or whole.interval.low <= 0
            ):
                continue
            computed = as_written(part).interval / as_written(whole).interval * Interval.point(100.0)
            if computed.overlaps(share.interval.widen(0.5)):
                continue
            yield _finding(
                paper, "A501", [part, whole, share],
                f"{short(part.claim.text, 30)!r} of {short(whole.claim.text, 30)!r} is "
                f"{significant(computed.middle, 3)}%, not {short(share.claim.text, 20)!r}.",
            )  # fmt: skip


def _base(one: Statement) -> str | None:
    return (one.claim.unit or "").partition("_per_")[0] or None


def _finding(paper: Paper, rule: str, group: list[Statement], message: str) -> Finding:
    return finding(
        rule, "error", "arithmetic", 0.76, message, "recompute it from both numbers, or name what it is of",
        (paper.place(group[0].claim.start, group[-1].claim.end),),
    )  # fmt: skip


_OF_NAMED = re.compile(r"占(?P<what>[\u4e00-\u9fff]{2,6})的(?:约|近)?$")


def shares_of_what_is_named(paper: Paper) -> Iterator[Finding]:
    """Find "收入为29.6亿元，成本为51.2亿元，收入占成本的68%": a share of the one number in the other."""
    if not paper.words.runs:
        return
    for group in by_sentence(paper):
        share, first = group[-1], group[0].claim.sentence[0]
        lead = paper.text[first : share.claim.start]
        named = _OF_NAMED.search(lead)
        if len(group) != _FEWEST or share.claim.unit != "percent" or named is None or group[0].claim.unit == "percent":
            continue
        one, other = group[0], group[1]
        if (
            named["what"][-2:] not in lead[: named.start()]
            or one.claim.unit != other.claim.unit
            or one.claim.unit is None
        ):
            continue
        if not (one.level and other.level) or min(one.interval.low, other.interval.low) <= 0:
            continue
        low, high = sorted((as_written(one).interval, as_written(other).interval), key=lambda each: each.middle)
        computed = low / high * Interval.point(100.0)
        if computed.overlaps(share.interval.widen(0.6)):
            continue
        yield _finding(
            paper, "A501", group,
            f"{short(one.claim.text, 30)!r} and {short(other.claim.text, 30)!r} make "
            f"{significant(computed.middle, 3)}%, not {short(share.claim.text, 20)!r}.",
        )  # fmt: skip
