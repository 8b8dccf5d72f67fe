"""A4: a bound that the paper says nothing passes, or that was passed at one time only, and a number beyond it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from kelisim.audit.bounded import direction_of, limit_of, passed_from
from kelisim.audit.paper import Paper, finding, short
from kelisim.audit.rules.times import shown
from kelisim.audit.rules.values import likeness, same_indicator
from kelisim.audit.statements import Statement, same_unit
from kelisim.audit.tabled import agreement_of
from kelisim.audit.topic import QUOTED_NAME
from kelisim.audit.words import stem, words
from kelisim.model.finding import Finding, TextPlace
from kelisim.text.telling import bounded

_NEAR = 2
_FEW = 2
_MOST_APART = 2.0
_LEAST = 0.5
_LEAST_IN_TABLE = 0.75
_MOST = 60


@cache
def _form(language: str) -> re.Pattern[str]:
    own = words(language)
    none, above, below = (own.source("bounds", key) for key in ("none", "above", "below"))
    return re.compile(
        rf"(?<![\w-])(?:{none})\s(?:[^.;:]{{0,80}}?\s)?(?:(?P<above>{above})|(?P<below>{below}))\s(?:than\s)?$"
        rf"|(?<![\w-])(?:(?P<never_above>{own.source('bounds', 'never_above')})"
        rf"|(?P<never_below>{own.source('bounds', 'never_below')}))\s$",
        re.IGNORECASE,
    )


def broken_bounds(paper: Paper) -> Iterator[Finding]:
    """Find "no home had fewer than four beds; the smallest had three": a number beyond what nothing is beyond."""
    if "bounds" not in paper.words.tables:
        return
    marks = 0
    for bound in paper.statements:
        direction = _direction(paper, bound)
        if direction == 0:
            continue
        marks += 1
        if marks > _MOST:
            return
        broken = _breaker(paper, bound, direction)
        if broken is None:
            continue
        place, said = broken
        yield finding(
            "A406", "warning", "value_conflict", 0.66,
            f"The text says that nothing is {'above' if direction > 0 else 'below'} {short(bound.claim.text, 40)!r}, "
            f"and gives {said!r}.",
            "correct the bound, or say which case is the exception",
            (paper.place(bound.claim.start, bound.claim.end), place),
        )  # fmt: skip


def _direction(paper: Paper, bound: Statement) -> int:
    """Return 1 for what nothing is above, -1 for what nothing is below, 0 for what is no bound of all."""
    claim = bound.claim
    if claim.kind == "ordinal" or claim.unit in ("year", "percentage_point") or paper.in_references(claim.start):
        return 0
    if paper.language != "en":
        return direction_of(paper, bound) if passed_from(paper, bound) is None else 0
    # The words of the bound may be part of what was read as the number: "more than two days".
    figure = re.search(r"\d|(?<![^\W\d_])(?:one|two|three|four|five|six|seven|eight|nine|ten|half|a)\b", claim.text)
    at = claim.start + (figure.start() if figure else 0)
    lead = paper.body[max(claim.sentence[0], at - 130) : at]
    match = _form(paper.language).search(lead)
    if match is None or re.search(r"\b(?:until|till|before)\b", paper.body[claim.end : claim.sentence[1]]):
        return 0
    if re.search(r"\b(?:no|not) (?:more|less|fewer) than $", lead) and not re.search(r"\b(?:in|of) no\b", lead):
        # "No fewer than 40 came" counts those that came.
        return 0
    return 1 if match["above"] or match["never_above"] else -1


def _breaker(paper: Paper, bound: Statement, direction: int) -> tuple[TextPlace, str] | None:
    """Return the first number beyond a bound that is of what the bound is of."""
    limit = bound.number
    for other in paper.statements:
        if other is bound or not other.level or other.claim.modality == "planned" or other.claim.kind == "ordinal":
            continue
        beyond = other.interval.low > limit if direction > 0 else other.interval.high < limit
        if not beyond or other.claim.comparator not in ("exact", "approx"):
            continue
        near = abs(other.sentence - bound.sentence) <= _NEAR and _in_one_paragraph(paper, bound, other)
        if (near and _may_be_near(paper, bound, other)) or _is_same(paper, bound, other):
            return paper.place(other.claim.start, other.claim.end), short(other.claim.text, 40)
    for value in paper.table_values:
        one = value.statement
        beyond = one.interval.low > limit if direction > 0 else one.interval.high < limit
        timed = bound.period is None or one.period is None or bound.period.overlaps(one.period)
        if (
            beyond
            and timed
            and bound.claim.unit == one.claim.unit
            and agreement_of(paper, value, bound) > _LEAST_IN_TABLE
        ):
            return paper.exact(*one.scope), value.cell.text.strip()
    return None


def _may_be_near(paper: Paper, bound: Statement, other: Statement) -> bool:
    """Say whether the next number in the unit of the bound, or a bare one behind a verb, is of a case of it."""
    a, b = bound.claim.unit, other.claim.unit
    between = paper.body[bound.claim.end : other.claim.start]
    first, stop = bound.claim.sentence
    behind = other.claim.start > bound.claim.end
    pronoun = paper.words.pattern("bounds", "pronoun")
    goes_on = pronoun.search(paper.body, first, stop) if not behind else pronoun.search(between)
    if goes_on and abs(other.sentence - bound.sentence) > 0 and _apart(bound, other) < _MOST_APART:
        # "It recovered to 20.3%. Never was it below 19%": the pronoun stands for what was spoken of.
        alone = len(paper.statements_in(other.claim.sentence[0])) <= _FEW
        if (a is not None and _one_unit(paper, a, b)) or (behind and b is None and alone):
            return True
    if not behind:
        return paper.language != "en" and a is not None and a == b and _all_shared(paper, bound, other)
    runs = paper.words.runs
    if (a is not None and _one_unit(paper, a, b)) or (
        runs and a is None and paper.words.has("bounds", "extreme", between)
    ):
        exception = paper.words.has("bounds", "exception", between) or ";" in between or "；" in between
        return (
            exception
            or len(bound.topic.stems & other.topic.stems) > (0 if runs else 1)
            or _all_shared(paper, bound, other)
        )
    bare = b is None and paper.body[other.claim.end : other.claim.end + 1] in ".,;"
    return bare and paper.words.has("bounds", "extreme", between)


def _all_shared(paper: Paper, bound: Statement, other: Statement) -> bool:
    """Say whether all that a bound is told of is told of the other: little is left of "жылыту шығыны ешқашан"."""
    said = {word for word in bound.topic.stems if not re.match("ешқашан|ешбір|жоқ|никогда|ни$", word)}
    return paper.language != "en" and bool(said) and said <= other.topic.stems


def _one_unit(paper: Paper, one: str | None, other: str | None) -> bool:
    """Say whether two units are one, whatever case their nouns stand in."""
    return one == other or (
        None not in (one, other)
        and paper.language in ("ru", "kk")
        and stem(one or "", paper.language) == stem(other or "", paper.language)
    )


def _in_one_paragraph(paper: Paper, one: Statement, other: Statement) -> bool:
    first, last = sorted((one.claim.start, other.claim.start))
    return "\n\n" not in paper.body[first:last]


def _apart(one: Statement, other: Statement) -> float:
    """Return by how many times one number is larger than another."""
    low, high = sorted((abs(one.number), abs(other.number)))
    return high / low if low else float("inf")


def _is_same(paper: Paper, bound: Statement, other: Statement) -> bool:
    """Say whether a number elsewhere is of what the bound is of, at a time that the bound covers."""
    if not same_unit(bound, other) or bound.claim.unit is None or not same_indicator(bound, other):
        return False
    if bound.period and other.period and not bound.period.overlaps(other.period):
        return False
    own = stem(bound.claim.unit, paper.language)
    shared = (bound.topic.stems & other.topic.stems) - {own}
    return likeness(paper, bound, other) >= _LEAST and len(shared) > 1


_AT_LEAST = re.compile(
    r"\b(?:at least|no less than|not less than|never less than|always more than|always above)\s$", re.IGNORECASE
)
_AT_MOST = re.compile(
    r"\b(?:at most|no more than|not more than|never more than|always less than|always below)\s$", re.IGNORECASE
)


def bounds_of_lists(paper: Paper) -> Iterator[Finding]:
    """Find "at least 70% each year: 66% in 2018, 74% in 2019": a listed number beyond the bound of its list."""
    if "bounds" not in paper.words.tables:
        return
    text = paper.body
    for bound in paper.statements:
        claim = bound.claim
        figure = re.search(r"\d", claim.text)
        at = claim.start + (figure.start() if figure else 0)
        lead = text[max(claim.sentence[0], at - 24) : at]
        limit = limit_of(paper, bound) if paper.language != "en" else 0
        least, most = _AT_LEAST.search(lead) or limit < 0, _AT_MOST.search(lead) or limit > 0
        colon = max(text.find(mark, claim.end, claim.sentence[1]) for mark in ":：")
        if not (least or most) or colon < 0:
            continue
        listed = [
            one
            for one in paper.statements_in(claim.sentence[0])
            if one.claim.start > colon and one.claim.unit == claim.unit and one.level
        ]
        beyond = [
            one for one in listed if (one.interval.high < bound.number if least else one.interval.low > bound.number)
        ]
        if len(listed) < _FEW or not beyond or len(beyond) == len(listed):
            continue
        yield finding(
            "A406", "error", "value_conflict", 0.74,
            f"The list is told to be at {'least' if least else 'most'} {short(claim.text, 30)!r} and has "
            f"{short(beyond[0].claim.text, 30)!r}.",
            "correct the bound or the number",
            (paper.place(beyond[0].claim.start, beyond[0].claim.end),),
        )  # fmt: skip


def two_limits(paper: Paper) -> Iterator[Finding]:
    """Find "up to 3,000 euros" and "3,600 euros at most" for what is worded as one thing."""
    if "bounds" not in paper.words.tables:
        return
    limits = [
        one
        for one in paper.statements
        if one.claim.comparator == "le" and one.claim.unit not in (None, "percent", "year")
    ]
    told: set[int] = set()
    for index, one in enumerate(limits[:_MOST]):
        for other in limits[index + 1 : _MOST]:
            a, b = (each.claim.unit or "" for each in (one, other))
            same = a == b or a.startswith(f"{b}_per_") or b.startswith(f"{a}_per_")
            apart = one.number == other.number or one.sentence == other.sentence or _apart(one, other) > _MOST_APART
            if not same or apart or other.claim.start in told:
                continue
            said = [paper.topic_at(*each.claim.sentence) for each in (one, other)]
            names = [each.topic.names or each.topic.context for each in (one, other)]
            shared = len(one.topic.stems & other.topic.stems)
            quoted = [set(QUOTED_NAME.findall(paper.body[slice(*each.claim.sentence)])) for each in (one, other)]
            if paper.language != "en" and quoted[0] & quoted[1]:
                # A name in quotes that is none of its own in the wording: "«Ошақ» бағдарламасы".
                names = [frozenset(quoted[0] & quoted[1])] * 2
            if (
                not shared
                or not (names[0] and names[1] and (names[0] <= names[1] or names[1] <= names[0]))
                or (said[0].places and said[1].places and said[0].places != said[1].places)
            ):
                continue
            told.add(other.claim.start)
            yield finding(
                "A407", "warning", "value_conflict", 0.62,
                f"{short(one.claim.text, 40)!r} and {short(other.claim.text, 40)!r} are given as the most of what is "
                f"worded as one thing.",
                "give one limit, or say of which time or case each is",
                (paper.place(one.claim.start, one.claim.end), paper.place(other.claim.start, other.claim.end)),
            )  # fmt: skip


def passed_before(paper: Paper) -> Iterator[Finding]:
    """Find "did not exceed 0.5 million until 2017" against 0.53 million in 2015."""
    if "bounds" not in paper.words.tables:
        return
    form = re.compile(
        rf"{bounded(paper.words.source('bounds', 'until'), paper.language)}\s[^.;]{{0,12}}$", re.IGNORECASE
    )
    for mark in paper.statements:
        claim = mark.claim
        # "Exceed 0.5 million" may have been read as the number.
        figure = re.search(r"\d", claim.text)
        at = claim.start + (figure.start() if figure else 0)
        lead = paper.body[max(claim.sentence[0], at - 60) : at]
        until = re.match(
            r"[^.;]{0,40}?\b(?:until|before|till)\s(?:[A-Z][a-z]+\s)?(?P<year>(?:19|20)\d\d)",
            paper.body[claim.end : claim.sentence[1]],
        )
        if paper.language == "en":
            year = int(until["year"]) if until is not None and form.search(lead) is not None and mark.level else None
        else:
            year = passed_from(paper, mark)
        if year is None:
            continue
        for place, other in _levels(paper, mark):
            when = other.period
            early = when is not None and when.end is not None and when.end.year < year
            if early and other.interval.low > mark.number * 1.0001:
                assert when is not None
                yield finding(
                    "A401", "error", "value_conflict", 0.72,
                    f"What is said not to be above {short(claim.text, 40)!r} until {year} is given as "
                    f"{short(other.claim.text, 40)!r} for {shown(when)}.",
                    "put the series behind both sentences side by side, by month or year",
                    (paper.place(claim.start, claim.end), place),
                )  # fmt: skip
                break


def _levels(paper: Paper, mark: Statement) -> Iterator[tuple[TextPlace, Statement]]:
    """Give the dated numbers, in the text and in tables, of what a mark is of."""
    for other in paper.statements:
        if other is mark or not other.level or other.period is None:
            continue
        beside = abs(other.sentence - mark.sentence) <= _NEAR and not (other.topic.names - mark.topic.names)
        units = {mark.claim.unit, other.claim.unit}
        if not same_unit(mark, other) and not (beside and None in units and "percent" not in units):
            continue
        if (beside or same_indicator(mark, other)) and (beside or likeness(paper, mark, other) >= _LEAST):
            yield paper.place(other.claim.start, other.claim.end), other
    for value in paper.table_values:
        if agreement_of(paper, value, mark) >= _LEAST_IN_TABLE:
            yield paper.exact(*value.statement.scope), value.statement
