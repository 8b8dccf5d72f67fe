"""Sentences about results, made from the values that they tell: nothing here is typed by hand for one study."""

from __future__ import annotations

from kelisim.report.context import Context
from kelisim.report.inlines import sentences, words
from kelisim.report.narrative import claims, coding, conclusions, estimates, history, periodisation, plans, sources
from kelisim.report.tree import Inlines

__all__ = ["abstract", "summary"]


def summary(context: Context) -> list[Inlines]:
    """Return the lead of a report, a paragraph a step, the empty ones left out."""
    paragraphs = (
        sentences([sources.kept(context), sources.ratings(context), sources.provenance(context)]),
        sentences([claims.counted(context), claims.verdicts(context), claims.cross_check(context)]),
        sentences([coding.codings(context), coding.agreement(context), coding.reported(context)]),
        sentences(
            [
                history.phases(context),
                history.rivals(context),
                periodisation.verdict(context),
                history.governance(context),
            ]
        ),
        estimates.short(context),
        sentences([plans.tracked(context), conclusions.recommendations(context), conclusions.targets(context)]),
        sentences([conclusions.findings(context), conclusions.kinds(context)]),
    )
    return [paragraph for paragraph in paragraphs if paragraph]


def abstract(context: Context) -> Inlines:
    """Return the abstract: the question, what was read, what holds, and what does not."""
    question = context.data.description.question
    row = coding.overall(context)
    return sentences(
        [
            words(question) if question else (),
            sources.kept(context),
            claims.counted(context),
            claims.verdicts(context),
            coding.pooled(context) if row is not None and row.value is not None else (),
            coding.demonstration(context),
            history.phases(context),
            estimates.short(context),
            conclusions.findings(context),
        ]
    )
