"""A1: the effect that a paper opens with, and closes with as another number."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kelisim.audit.figures import first_written
from kelisim.audit.paper import Paper, finding, short
from kelisim.audit.statements import Statement
from kelisim.audit.topic import contrast
from kelisim.model.finding import Finding
from kelisim.text.extraction.indicators import GENERIC

_EFFECTS = ("percentage_point", "percent")
_OPENING = 2_500


def closed_otherwise(paper: Paper) -> Iterator[Finding]:
    """Find "attendance rises by 1.3 points" in the abstract and "attendance rose by 1.6 points" in the conclusion.

    The closing number stands nowhere else, in the text or in a table, and each part tells one such change of the thing.
    """
    last = next(
        (one for one in reversed(paper.headings) if paper.words.has("structure", "conclusion", one.title)), None
    )
    if last is None:
        return
    stop = next((one.start for one in paper.headings if one.start > last.start), len(paper.body))
    effects = [one for one in paper.statements if _is_effect(one)]
    opening = [one for one in effects if one.claim.start < min(_OPENING, last.start)]
    closing = [one for one in effects if last.start < one.claim.start < stop]
    for end in closing:
        figures = first_written(end.claim.text)
        if not figures or figures in paper.numbers_in_tables or paper.times_written(figures) > 1:
            continue
        begins = [one for one in opening if _same(paper, one, end)]
        if len(begins) != 1 or sum(_same(paper, begins[0], one) for one in closing) != 1:
            continue
        begin = begins[0]
        told = first_written(begin.claim.text)
        again = told and re.search(rf"(?<![\d.,]){re.escape(told)}(?![\d]|[.,]\d)", paper.body[last.end : stop])
        if again or begin.interval.overlaps(end.interval):
            # A conclusion that has the opening number too tells something else with the other.
            continue
        yield finding(
            "A116", "error", "value_conflict", 0.72,
            f"{short(begin.claim.text, 40)!r} at the beginning is {short(end.claim.text, 40)!r} in the conclusion, "
            f"where it stands for the only time.",
            "take the number from the table of results in both places",
            (paper.place(begin.claim.start, begin.claim.end), paper.place(end.claim.start, end.claim.end)),
        )  # fmt: skip


def _is_effect(one: Statement) -> bool:
    claim = one.claim
    return (
        claim.unit in _EFFECTS
        and claim.change is not None
        and claim.comparator in ("exact", "approx")
        and claim.indicator not in GENERIC
        and claim.indicator != ""
        and claim.modality != "planned"
    )


def _same(paper: Paper, one: Statement, other: Statement) -> bool:
    a, b = one.claim, other.claim
    if (a.indicator, a.unit, a.change, one.period) != (b.indicator, b.unit, b.change, other.period):
        return False
    return one.topic.narrow == other.topic.narrow and not contrast(one.topic, other.topic, paper.language)
