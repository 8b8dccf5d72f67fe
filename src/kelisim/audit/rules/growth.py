"""A6: growth against its two ends in its own sentence: percentages, factors, percent taken for percentage points."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterator
from dataclasses import replace

from kelisim.audit.paper import Paper, finding, short
from kelisim.audit.rules.shares import by_sentence
from kelisim.audit.statements import Statement, as_written, same_unit
from kelisim.model.finding import Finding, TextPlace
from kelisim.model.interval import Interval
from kelisim.model.written import significant

# The verb of a change stands this near before its first number.
_VERB = 48
_GROWTH_RATE = re.compile("(?:增长|下降)[率额量]|增[速幅]|降幅")
# What stands between the ends of a change in languages that read them as one number.
_FROM_TO = {
    "zh": re.compile(
        "(?:增加|增长|上升|提高|扩大|减少|下降|降低|缩小|缩短|延长|压缩|攀升|回落|上涨|下跌|增|升|降|减|涨|跌)(?:到|至|为)"
    ),
    "kk": re.compile(r"-?(?:дан|ден|тан|тен|нан|нен)\s(?=\d)"),
}
# A factor told in whole numbers is as wide as that; one told to a figure more is hedged.
_STEP = 0.5


def growth_in_sentence(paper: Paper) -> Iterator[Finding]:
    """Find "from 70 to 120, an increase of 50%": a change that the two numbers of the sentence do not give."""
    for group in by_sentence(paper):
        ends = two_levels(paper, group)
        if ends is None:
            continue
        low, high = ends
        changes = [
            one
            for one in group
            if one is not low
            and one is not high
            and (is_change(one) or _is_told_by(paper, one) or _is_equated(paper, low, one) or _is_named(paper, one))
        ]
        if paper.language != "en" and len(changes) > 1:
            # "由4.2分钟缩短至2.8分钟，缩短了1.4分钟，降幅为50%": the difference says nothing of the percentage.
            changes = (
                [one for one in changes if one.claim.unit == "percent"] if low.claim.unit != "percent" else changes
            )
        if len(changes) != 1 or _of_another(paper, low, high, changes[0]):
            continue
        yield from judge(paper, as_written(low), as_written(high), changes[0], 0.82)


def _of_another(paper: Paper, low: Statement, high: Statement, change: Statement) -> bool:
    """Say whether a change has a subject of its own: "cut from 84 to 53, and staff fell by 15%"."""
    own, text = paper.words, paper.text
    clause = re.split(r"[,;，；]", text[high.claim.end : change.claim.start])
    if (
        own.language == "en"
        or change.claim.start < high.claim.end
        or len(clause) < 2
        or own.has("change", "that_is", clause[-1])
    ):
        return False
    said = paper.speller.topic(
        re.sub(own.source("change", "increase") + "|" + own.source("change", "decrease"), " ", clause[-1]), first=False
    )
    head = paper.topic_at(low.claim.sentence[0], low.claim.start)
    return bool((said.stems | said.names) - head.stems - head.names)


def turned_round(paper: Paper) -> Iterator[Finding]:
    """Find a rise to a smaller number, or a fall to a larger one: "rose from 12,000 to 9,000 tonnes"."""
    own, text = paper.words, paper.text
    for group in by_sentence(paper):
        ends = two_levels(paper, group)
        if ends is None or any(math.isinf(one.interval.width) for one in ends):
            continue
        low, high = (as_written(one) for one in ends)
        first = min(low.claim.start, high.claim.start)
        lead = text[max(low.claim.sentence[0], first - _VERB) : first]
        clause = re.split(r"[,;:()，；：]", lead)[-1]
        if own.runs:
            # The verb of a change stands between its ends, and "rate of growth" is a noun.
            clause = _GROWTH_RATE.sub("", clause + text[first : max(low.claim.start, high.claim.start)])
        elif own.language == "kk":
            # In Kazakh the verb stands behind both ends.
            clause = re.split(r"[,;:()]", text[high.claim.end : high.claim.end + _VERB])[0]
        up, down = own.has("change", "increase", clause), own.has("change", "decrease", clause)
        turned = up != down and (high.interval.high < low.interval.low if up else high.interval.low > low.interval.high)
        if not turned or low.number < 0 or high.number < 0 or (down and _is_range(paper, low, high)):
            continue
        yield finding(
            "A603", "error", "arithmetic", 0.8,
            f"{short(high.claim.text, 30)!r} is {'less' if up else 'more'} than {short(low.claim.text, 30)!r}, "
            f"and the text tells a {'rise' if up else 'fall'}.",
            "correct the direction, or the number that was mistaken",
            (paper.place(first, max(low.claim.end, high.claim.end)),),
        )  # fmt: skip


def _is_range(paper: Paper, low: Statement, high: Statement) -> bool:
    """Say whether "fall from 3 to 5 percent" tells how far it falls, not from where to where."""
    one_sign = high.claim.unit == "percent" and not re.search(r"[^\d.,\s]", low.claim.text)
    return one_sign and not paper.dates_in(low.claim.end, high.claim.start)


def _is_told_by(paper: Paper, one: Statement) -> bool:
    """Say whether a percentage follows the word for "by"."""
    lead = paper.text[max(one.claim.sentence[0], one.claim.start - 6) : one.claim.start].rstrip()
    return (
        one.claim.unit == "percent"
        and re.search(rf"(?:{paper.words.source('change', 'by')})$", lead, re.IGNORECASE) is not None
    )


def _is_equated(paper: Paper, low: Statement, one: Statement) -> bool:
    """Say whether a percentage is what "the rise from a to b" is said to be."""
    own, text = paper.words, paper.text
    subject = text[low.claim.sentence[0] : low.claim.start]
    lead = text[max(low.claim.end, one.claim.start - 14) : one.claim.start]
    rise = own.has("change", "increase", subject) or own.has("change", "decrease", subject)
    return (
        rise
        and one.claim.unit == "percent"
        and re.search(r"(?:\b(?:is|was|equals|makes|составля\w+|составил\w*)|为|—)\s$", lead) is not None
    )


def _is_named(paper: Paper, one: Statement) -> bool:
    """Say whether a percentage stands behind the noun of a change and a dash: "прирост — 6%"."""
    own = paper.words
    lead = paper.text[max(one.claim.sentence[0], one.claim.start - 16) : one.claim.start]
    return (
        "named" in own.tables["change"]
        and one.claim.unit == "percent"
        and re.search(rf"(?:{own.source('change', 'named')})\s?(?:[—–-]\s|为|达)$", lead) is not None
    )


def _ends_of_range(paper: Paper, one: Statement) -> tuple[Statement, Statement] | None:
    """Return both ends of a change that is read as one number: "由200个增加到260个", "200-ден 260-қа дейін"."""
    claim, form = one.claim, _FROM_TO.get(paper.language)
    joint = form.search(claim.text) if form is not None and claim.comparator == "range" else None
    if joint is None or not isinstance(claim.value, tuple):
        return None
    figures = [re.search(r"\d+(?:[.,]\d+)?", part) for part in (claim.text[: joint.start()], claim.text[joint.end() :])]
    if figures[0] is None or figures[1] is None:
        return None
    first, last = sorted(claim.value)
    if float(figures[0][0].replace(",", ".")) > float(figures[1][0].replace(",", ".")):
        first, last = last, first
    ends = ((first, claim.start, claim.start + joint.start()), (last, claim.start + joint.end(), claim.end))
    low, high = (
        replace(
            one,
            claim=replace(
                claim, start=start, end=end, text=paper.text[start:end], low=value, high=value, value=value,
                comparator="exact", change=None,
            ),
        )
        for value, start, end in ends
    )  # fmt: skip
    return low, high


def two_levels(paper: Paper, group: list[Statement]) -> tuple[Statement, Statement] | None:
    """Return the two levels of "from a to b" in a sentence, where there is one such pair."""
    own, text = paper.words, paper.text
    told = [ends for one in group if (ends := _ends_of_range(paper, one)) is not None]
    if told:
        return told[0] if len(told) == 1 else None
    pairs = []
    for one, other in itertools.pairwise(group):
        between = text[one.claim.end : other.claim.start]
        lead = text[max(one.claim.sentence[0], one.claim.start - 16) : one.claim.start]
        if len(between) > 60 or not _one_unit(one, other) or is_change(one) or one.claim.kind == "ordinal":
            continue
        if own.language == "kk":
            fits = own.has("change", "from_after", text[one.claim.start : one.claim.end + 12]) and own.has(
                "change", "to_after", text[other.claim.start : other.claim.end + 12]
            )
        elif own.runs:
            lead = text[max(one.claim.sentence[0], one.claim.start - 10) : one.claim.start]
            fits = own.has("change", "from", lead) and own.has("change", "to", between[-12:])
        else:
            fits = bool(own.pattern("change", "from").search(lead)) and bool(
                re.search(rf"(?:{own.source('change', 'to')})\W*(?:\w+\W+){{0,1}}$", between + " ", re.IGNORECASE)
            )
        if fits:
            pairs.append((one, other))
        elif own.has("change", "reversed", between):
            pairs.append((other, one))
    return pairs[0] if len(pairs) == 1 else _dated_pair(paper, group) if not pairs else None


def _dated_pair(paper: Paper, group: list[Statement]) -> tuple[Statement, Statement] | None:
    """Return the levels of "a in 2015 and b in 2022, that is p% less": two times, and their change right after."""
    if len(group) != 3:
        return None
    one, other, change = group
    text = paper.text
    between, after = text[one.claim.end : other.claim.start], text[other.claim.end : change.claim.start]
    named = _is_named(paper, change)
    if not (one.level and other.level and (is_change(change) or named)) or len(between) > 50 or len(after) > 60:
        return None
    years = [part.period.whole_year if part.period else None for part in (one, other)]
    if years[0] is None or years[1] is None or years[0] >= years[1] or not _one_unit(one, other):
        return None
    told = re.search(
        rf"[,;，；(（]\s?(?:{paper.words.source('change', 'that_is')})(?![^\W\d_])", f"{after} ", re.IGNORECASE
    )
    return (one, other) if told and (named or one.claim.unit != "percent") else None


def _one_unit(one: Statement, other: Statement) -> bool:
    """Say whether two ends are in one unit; the first may leave it to the second ("from 20 to 30 thousand tonnes")."""
    a, b = one.claim.unit, other.claim.unit
    return (
        same_unit(one, other)
        or (None in (a, b) and "percent" not in (a, b))
        or (a is not None and b is not None and (b.startswith(f"{a}_per_") or a.startswith(f"{b}_per_")))
    )


def is_change(one: Statement) -> bool:
    """Say whether a statement tells by how much something changed: a factor, percentage points, a rise in percent."""
    claim = one.claim
    if claim.comparator == "factor" or claim.unit == "percentage_point":
        return True
    return claim.unit == "percent" and not one.level


def judge(
    paper: Paper,
    low: Statement,
    high: Statement,
    change: Statement,
    confidence: float,
    passages: list[TextPlace] | None = None,
) -> Iterator[Finding]:
    """Give the finding that is due where two levels do not make a change."""
    if low.interval.low <= 0 or math.isinf(change.interval.low):
        return
    text = paper.text
    after = text[change.claim.end : change.claim.end + 22]
    if told_a_year(paper, change):
        return
    points = (
        change.claim.unit == "percentage_point"
        or paper.words.pattern("change", "percent_point").match(after.lstrip("% ")) is not None
    )
    ratio = high.interval / low.interval
    both = f"{short(low.claim.text, 30)!r} to {short(high.claim.text, 30)!r}"
    if passages is not None:
        places = passages
    elif low.sentence == change.sentence == high.sentence:
        places = [paper.place(min(low.claim.start, change.claim.start), max(high.claim.end, change.claim.end))]
    else:
        places = [paper.place(one.claim.start, one.claim.end) for one in (low, high, change)]
    said = change.interval
    if change.claim.comparator == "factor":
        lower = _open_below(paper, change)
        if not any(figure.isdigit() for figure in change.claim.text) and math.isfinite(said.width):
            # "Doubled" is a figure of its own, not a number rounded to whole ones.
            said = Interval(change.number, change.number).widen(0.04 * change.number)
        elif change.claim.step and change.claim.comparator == "factor" and not change.claim.text.startswith(("≈", "~")):
            said = Interval(change.number, change.number).widen(change.claim.step / 2)
        slack = 0.06 if said.width < _STEP else 0.02
        said = Interval(change.number * 0.98, math.inf) if lower else said.widen(slack * said.middle)
        target = ratio if high.number >= low.number or change.number < 1 else Interval(1 / ratio.high, 1 / ratio.low)
        if target.overlaps(said) or (_grew_by_times(paper, change) and (target - Interval(1.0, 1.0)).overlaps(said)):
            return
        computed = f"a factor of {significant(target.middle, 3)}"
    elif points:
        if low.claim.unit != "percent":
            return
        difference = high.interval - low.interval
        target = difference if difference.middle >= 0 else Interval(-difference.high, -difference.low)
        if target.overlaps(said):
            return
        computed = f"{significant(target.middle, 3)} percentage points"
    else:
        grown = (ratio - Interval(1.0, 1.0)) * Interval(100.0, 100.0)
        target = grown if grown.middle >= 0 else Interval(-grown.high, -grown.low)
        points_apart = abs(high.number - low.number)
        # What is the difference to the last figure, and no rounding of the growth, was meant as points.
        exact = abs(points_apart - change.number) < 0.05 and abs(target.middle - change.number) > 1.0
        allowed = said.widen(0.5 + 0.06 * abs(said.middle)) if math.isfinite(said.width) else said
        if target.overlaps(allowed) and not (exact and low.claim.unit == "percent"):
            return
        if low.claim.unit == "percent" and Interval(points_apart, points_apart).overlaps(said.widen(0.3)):
            yield finding(
                "A602", "warning", "unit_error", 0.8,
                f"From {both} is a change of {significant(points_apart, 3)} percentage points, or "
                f"{significant(target.middle, 3)}%; "
                f"{short(change.claim.text, 20)!r} takes one for the other.",
                "write percentage points", places,
            )  # fmt: skip
            return
        computed = f"{significant(target.middle, 3)}%"
    yield finding(
        "A601", "error", "arithmetic", confidence,
        f"From {both} is {computed}, not {short(change.claim.text, 30)!r}.",
        "recompute the change from both ends, or name the base it was computed on", places,
    )  # fmt: skip


def _grew_by_times(paper: Paper, change: Statement) -> bool:
    """Say whether "增长4.3倍" may tell the growth itself, as careful authors mean it, and not the ratio."""
    lead = paper.text[max(change.claim.sentence[0], change.claim.start - 8) : change.claim.end]
    return (
        paper.words.runs
        and re.search("(?:增长|增加|上升|提高|扩大|多)了?(?:约|近|超过|逾)?[^，。至到]{1,8}倍$", lead) is not None
    )


def told_a_year(paper: Paper, change: Statement) -> bool:
    """Say whether a change is told as that of one year among many: "by 4% a year", "on average 4% annually"."""
    text, (first, stop) = paper.text, change.claim.sentence
    after = text[change.claim.end : min(stop, change.claim.end + 22)].lstrip(" )")
    lead = text[max(first, change.claim.start - 44) : change.claim.start]
    clause = re.split(r"[,;:()]|\d", lead)[-1]
    return paper.words.pattern("rates", "yearly").match(after) is not None or paper.words.has("rates", "mean", clause)


def _open_below(paper: Paper, change: Statement) -> bool:
    lead = paper.text[max(0, change.claim.start - 12) : change.claim.end]
    return paper.words.has("change", "more_than", lead)
