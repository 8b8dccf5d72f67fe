"""Bounds as Russian, Chinese and Kazakh word them: before the number, or behind it."""

from __future__ import annotations

import re
from functools import cache

from kelisim.audit.paper import Paper
from kelisim.audit.statements import Statement
from kelisim.audit.words import words
from kelisim.text.telling import bounded

_FIGURE = re.compile(r"\d")
_BEFORE, _BEHIND = 130, 48


@cache
def _forms(language: str, above: str, below: str, above_after: str, below_after: str) -> tuple[re.Pattern[str], ...]:
    own = words(language)
    blank = "" if own.runs else r"\s"
    filler = rf"(?:(?:{own.source('bounds', 'filler')}){blank}){{0,2}}"
    before = (rf"{bounded(own.source('bounds', key), language)}{blank}{filler}$" for key in (above, below))
    after = (
        rf"[\d.,\s]*[^.,;:]{{0,{_BEHIND}}}?{bounded(own.source('bounds', key), language)}"
        for key in (above_after, below_after)
    )
    return tuple(re.compile(form, re.IGNORECASE) for form in (*before, *after))


def direction_of(paper: Paper, one: Statement) -> int:
    """Return 1 for what nothing is told to be above, -1 for what nothing is below, 0 for neither."""
    return _direction(paper, one, ("above", "below", "above_after", "below_after"))


def limit_of(paper: Paper, one: Statement) -> int:
    """Return 1 for what is told as the most, -1 for the least, 0 for neither."""
    return _direction(paper, one, ("at_most", "at_least", "most_after", "least_after")) or direction_of(paper, one)


def _direction(paper: Paper, one: Statement, keys: tuple[str, str, str, str]) -> int:
    claim, text = one.claim, paper.body
    figure = _FIGURE.search(claim.text)
    # The words of the bound may be part of what was read as the number: "меньше четырёх мест".
    worded = paper.words.pattern("bounds", "comparison").match(claim.text + " ")
    at = claim.start + (figure.start() if figure else worded.end() + 1 if worded else 0)
    lead = text[max(claim.sentence[0], at - _BEFORE) : at]
    tail = text[at : min(claim.sentence[1], claim.end + _BEHIND)]
    above, below, above_after, below_after = _forms(paper.language, *keys)
    if above.search(lead) or above_after.match(tail):
        return 1
    return -1 if below.search(lead) or below_after.match(tail) else 0


def passed_from(paper: Paper, one: Statement) -> int | None:
    """Return the year before which nothing was above a number: "до 2017 года не превышала 50"."""
    if direction_of(paper, one) != 1:
        return None
    until = paper.words.pattern("bounds", "until").search(paper.body, *one.claim.sentence)
    return int(next(year for year in until.groups() if year)) if until else None
