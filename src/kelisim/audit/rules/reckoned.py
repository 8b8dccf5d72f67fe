"""A5: sums, shares and products that follow right behind the numbers they are made from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations, pairwise

from kelisim.audit.paper import Paper, finding, short
from kelisim.audit.rules.shares import by_sentence
from kelisim.audit.statements import Statement, as_written
from kelisim.audit.weighing import measure
from kelisim.model.finding import Finding
from kelisim.model.written import significant

_TOGETHER = re.compile(r"\W*(?:together|in all|altogether|combined|in total|in sum)\b", re.IGNORECASE)
_NEAR, _MOST_PARTS = 0.15, 6
_THAN = re.compile(
    r"\s(?P<more>more|higher|larger|greater|longer|above|over)?(?P<less>less|lower|smaller|fewer|shorter|below)?\b"
    r"[^.;:()\d]{0,40}?\bthan\b|\s(?P<above>above)?(?P<below>below)?\s"
)
_MAKES = re.compile(
    r"\b(?:that|which|this) (?:makes|is|comes to|adds up to|amounts to)\s(?:about\s|some\s|roughly\s)?$"
)
_SHARE_OF = re.compile(
    r"(?P<name>[A-Z][\w-]+)[’']s\s(?:(?:share|part)\s(?:was|is|came to|stood at)\s(?:thus\s|therefore\s|then\s)?)?"
    r"(?:about\s|some\s)?(?P<share>\d{1,3}(?:\.\d)?)\s?(?:%|per ?cent)"
)


def sums_of_the_sentence_before(paper: Paper) -> Iterator[Finding]:
    """Find "A has 1,950 and B 1,100. Together they employ 2,950": a total near a sum, and not the sum."""
    if paper.language != "en":
        return
    for group in by_sentence(paper):
        first, index = group[0].claim.sentence[0], group[0].sentence
        if not _TOGETHER.match(paper.body, first) or index < 1:
            continue
        totals = [one for one in group if _is_amount(one)]
        before = paper.sentences[index - 1]
        parts = [one for one in paper.statements_in(before[0]) if _is_amount(one)]
        if len(totals) != 1 or "\n\n" in paper.body[before[1] : first] or not 2 <= len(parts) <= _MOST_PARTS:
            continue
        total = totals[0]
        parts = [one for one in parts if measure(one) == measure(total)]
        sums = [
            sum(one.number for one in some) for size in range(2, len(parts) + 1) for some in combinations(parts, size)
        ]
        given = as_written(total).interval
        slack = 0.02 * total.number if total.claim.comparator == "approx" else 0.0
        if not sums or any(
            given.low - slack <= each <= given.high + slack for each in (*sums, *(one.number for one in parts))
        ):
            continue
        nearest = min(sums, key=lambda each: abs(each - total.number))
        if abs(nearest - total.number) > _NEAR * total.number:
            continue
        yield finding(
            "A502", "error", "arithmetic", 0.7,
            f"The numbers of the sentence before make {significant(nearest, 6)}, not {short(total.claim.text, 40)!r}.",
            "correct a part or the total",
            (paper.place(parts[0].claim.start, parts[-1].claim.end), paper.place(total.claim.start, total.claim.end)),
        )  # fmt: skip


def _is_amount(one: Statement) -> bool:
    claim = one.claim
    plain = one.level and claim.kind in ("count", "quantity") and not isinstance(claim.value, tuple)
    return (
        plain and claim.comparator in ("exact", "approx") and claim.unit not in ("percent", "year") and one.number > 0
    )


def percent_more_than(paper: Paper) -> Iterator[Finding]:
    """Find "190 litres a second, 40 per cent more than it was allowed (240 litres)"."""
    if paper.language != "en":
        return
    for group in by_sentence(paper):
        shares = [one for one in group if one.claim.unit == "percent"]
        amounts = [one for one in group if _is_amount(one)]
        if (
            len(shares) != 1
            or len(amounts) != 2
            or measure(amounts[0]) != measure(amounts[1])
            or not measure(amounts[0])
        ):
            continue
        share, (one, other) = shares[0], amounts
        than = _THAN.match(paper.body, share.claim.end)
        if (
            than is None
            or not (than["more"] or than["less"])
            or not one.claim.end <= share.claim.start < other.claim.start
        ):
            continue
        if (
            len(paper.body[one.claim.end : share.claim.start]) > 40
            or len(paper.body[than.end() : other.claim.start]) > 60
        ):
            continue
        ratio = as_written(one).interval / as_written(other).interval
        made = ratio.middle * 100 - 100
        said = share.number if than["more"] else -share.number
        slack = max(1.0, 0.08 * abs(said)) + 50 * ratio.width
        if abs(made - said) <= slack or abs(made) > 400:
            continue
        yield finding(
            "A601", "error", "arithmetic", 0.72,
            f"{short(one.claim.text, 30)!r} is {significant(abs(made), 3)}% {'more' if made > 0 else 'less'} than "
            f"{short(other.claim.text, 30)!r}, not {short(share.claim.text, 20)!r} {than['more'] or than['less']}.",
            "recompute the difference from both amounts",
            (paper.place(one.claim.start, other.claim.end),),
        )  # fmt: skip


_LONGER = re.compile(r"\s(?:more|higher|larger|greater|longer|older|heavier|dearer)\b(?!\sthan)", re.IGNORECASE)
_SO_THAT = re.compile(r"\b(?:so that|that is|i\.e\.|thus|hence|which makes)\b[^.;\d]*$", re.IGNORECASE)


def percent_longer(paper: Paper) -> Iterator[Finding]:
    """Find "412 words on average, others 288, so that they are 53 per cent longer"."""
    if paper.language != "en":
        return
    for group in by_sentence(paper):
        for one, other, share in zip(group, group[1:], group[2:], strict=False):
            if share.claim.unit != "percent" or not (_is_amount(one) and _is_amount(other)):
                continue
            same = one.claim.unit == other.claim.unit or None in (one.claim.unit, other.claim.unit)
            if not same or not _LONGER.match(paper.body, share.claim.end):
                continue
            if _SO_THAT.search(paper.body[other.claim.end : share.claim.start]) is None:
                continue
            low, high = sorted((one.number, other.number))
            made = 100 * high / low - 100
            if abs(made - share.number) <= max(1.0, 0.08 * share.number) or made > 400:
                continue
            yield finding(
                "A601", "error", "arithmetic", 0.74,
                f"{short(one.claim.text, 30)!r} and {short(other.claim.text, 30)!r} are {significant(made, 3)}% apart, "
                f"not {short(share.claim.text, 20)!r}.",
                "recompute the difference from both amounts",
                (paper.place(one.claim.start, share.claim.end),),
            )  # fmt: skip


_REST = re.compile(r"\W*the (?:rest|others|remainder|remaining)\b", re.IGNORECASE)


def shares_left_over(paper: Paper) -> Iterator[Finding]:
    """Find "7 per cent are large, 34 per cent small. The rest, 69 per cent, ...": what is left is 59."""
    if paper.language != "en":
        return
    for group in by_sentence(paper):
        first, index = group[0].claim.sentence[0], group[0].sentence
        if not _REST.match(paper.body, first) or index < 1 or group[0].claim.unit != "percent":
            continue
        before = [one for one in paper.statements_in(paper.sentences[index - 1][0]) if one.claim.unit == "percent"]
        if "\n\n" in paper.body[paper.sentences[index - 1][1] : first] or not 1 <= len(before) <= _MOST_PARTS:
            continue
        some = [each for size in range(1, len(before) + 1) for each in combinations(before, size)]
        left = [100 - sum(one.number for one in each) for each in some]
        said = group[0].number
        nearest = min(left, key=lambda each: abs(each - said))
        if abs(nearest - said) <= 1.5 or abs(nearest - said) > 15 or nearest <= 0:
            continue
        yield finding(
            "A502", "error", "arithmetic", 0.68,
            f"What the shares of the sentence before leave is {significant(nearest, 3)}%, not {group[0].claim.text!r}.",
            "correct a share",
            [
                paper.place(before[0].claim.start, before[-1].claim.end),
                paper.place(group[0].claim.start, group[0].claim.end),
            ],
        )  # fmt: skip


_REMAINING = re.compile(r"\bthe (?:remaining|other|last)\s(?:[A-Z$€£]{0,4}\s?)?$", re.IGNORECASE)


def parts_with_what_remains(paper: Paper) -> Iterator[Finding]:
    """Find "it cost 30 million. Ships took 12 million of it and crews 16 million; the remaining 4 million went ..."."""
    if paper.language != "en":
        return
    for group in by_sentence(paper):
        first, index = group[0].claim.sentence[0], group[0].sentence
        amounts = [one for one in group if _is_amount(one)]
        if not 2 <= len(amounts) <= _MOST_PARTS or index < 1:
            continue
        last = amounts[-1]
        if _REMAINING.search(paper.body[first : last.claim.start]) is None:
            continue
        before = paper.sentences[index - 1]
        wholes = [one for one in paper.statements_in(before[0]) if _is_amount(one) and one.number > last.number]
        same = all(one.claim.unit in (last.claim.unit, None) or last.claim.unit is None for one in (*amounts, *wholes))
        if len(wholes) != 1 or not same or "\n\n" in paper.body[before[1] : first]:
            continue
        made, whole = sum(one.number for one in amounts), wholes[0]
        given = as_written(whole).interval.widen(0.005 * whole.number)
        if given.low <= made <= given.high or not 0.7 < made / whole.number < 1.4:
            continue
        yield finding(
            "A502", "error", "arithmetic", 0.72,
            f"With what remains the parts make {significant(made, 6)}, and the whole is given as "
            f"{short(whole.claim.text, 30)!r}.",
            "correct a part or the whole",
            [paper.place(whole.claim.start, whole.claim.end), paper.place(amounts[0].claim.start, last.claim.end)],
        )  # fmt: skip


def totals_over_years(paper: Paper) -> Iterator[Finding]:
    """Find "together 60 million a year; over twenty years that makes 900 million"."""
    if paper.language != "en":
        return
    for group in by_sentence(paper):
        for years, total in pairwise(group):
            if years.claim.unit != "year" or _MAKES.search(paper.body, years.claim.end, total.claim.start) is None:
                continue
            rates = [one for one in group if one.claim.start < years.claim.start and _is_amount(one)]
            known = [one for one in rates if measure(one) in (measure(total), "") or measure(total) == ""]
            if not known or not _is_amount(total):
                continue
            made = [one.number * years.number for one in known]
            given = as_written(total).interval.widen(0.03 * total.number)
            if any(given.low <= each <= given.high for each in made):
                continue
            if not 0.4 < made[-1] / total.number < 2.5:
                continue
            yield finding(
                "A507", "error", "arithmetic", 0.7,
                f"{short(known[-1].claim.text, 30)!r} over {short(years.claim.text, 20)!r} is "
                f"{significant(made[-1], 4)}, not {short(total.claim.text, 30)!r}.",
                "recompute the total from the rate and the years",
                (paper.place(known[-1].claim.start, total.claim.end),),
            )  # fmt: skip


def shares_of_the_sentence_before(paper: Paper) -> Iterator[Finding]:
    """Find "Of 690,000 tonnes B made 325,000 and C 207,000. B's share was thus 47% and C's 36%"."""
    if paper.language != "en":
        return
    for index, (first, stop) in enumerate(paper.sentences):
        said = list(_SHARE_OF.finditer(paper.body, first, stop))
        if not said or not index or "share" not in paper.body[first:stop]:
            continue
        before = paper.sentences[index - 1]
        amounts = [one for one in paper.statements_in(before[0]) if _is_amount(one)]
        if len(amounts) < 2 or "\n\n" in paper.body[before[1] : first]:
            continue
        whole = max(amounts, key=lambda one: one.number)
        for match in said:
            named = [
                one for one in amounts
                if one is not whole
                and re.search(rf"\b{re.escape(match['name'])}\b[^\d]{{0,24}}$", paper.body[before[0] : one.claim.start])
            ]  # fmt: skip
            if len(named) != 1:
                continue
            made = 100 * named[0].number / whole.number
            if abs(made - float(match["share"])) <= 1.0:
                continue
            yield finding(
                "A501", "error", "arithmetic", 0.74,
                f"{short(named[0].claim.text, 30)!r} of {short(whole.claim.text, 30)!r} is {significant(made, 3)}%, "
                f"not {match['share']}%.",
                "recompute the share from part and whole",
                (paper.place(match.start(), match.end()), paper.place(named[0].claim.start, named[0].claim.end)),
            )  # fmt: skip


def shares_behind_their_sum(paper: Paper) -> Iterator[Finding]:
    """Find "four fifths goes to three countries: A takes 52 per cent, B 21 per cent and C 14 per cent"."""
    if paper.language != "en":
        return
    for group in by_sentence(paper):
        shares = [one for one in group if one.claim.unit == "percent" and one.level]
        if len(shares) < 3:
            continue
        whole, parts = shares[0], shares[1:]
        colon = paper.body.find(":", whole.claim.end, parts[0].claim.start)
        plain = all(one.claim.comparator in ("exact", "approx") for one in parts)
        if colon < 0 or not plain or re.search(r"[;]", paper.body[colon : parts[-1].claim.end]):
            continue
        made = sum(one.number for one in parts)
        figures = any(map(str.isdigit, whole.claim.text))
        slack = 0.5 * len(parts) + (1.0 if figures else 3.0) + (2.0 if whole.claim.comparator != "exact" else 0.0)
        if abs(made - whole.number) <= slack or not 0.7 < made / whole.number < 1.4 or made > 100:
            continue
        yield finding(
            "A502", "error", "arithmetic", 0.68,
            f"The shares listed make {significant(made, 3)}%, and {short(whole.claim.text, 30)!r} is told of all.",
            "correct a share, or what they make together",
            (paper.place(whole.claim.start, parts[-1].claim.end),),
        )  # fmt: skip
