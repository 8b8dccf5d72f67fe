"""Records of claims, with the quote in its context, and of events."""

from __future__ import annotations

import math

from kelisim.model.claim import Claim
from kelisim.model.event import Event
from kelisim.report import format as show
from kelisim.report.context import Context
from kelisim.report.evidence.facts import facts, language
from kelisim.report.inlines import joined, words
from kelisim.report.tables.claims import about, against, said
from kelisim.report.tree import EvidenceRecord

_CONTEXT = 160
_COMPARISONS = 8


def claim(context: Context, claim: Claim) -> EvidenceRecord:
    """Return the record of a claim: what it says, what it rests on, its verdict, and its passage in context."""
    interval = claim.allowing_rounding()
    asserted = ""
    if claim.interval is not None and interval is not None:
        asserted = _interval(interval.low, interval.high, claim.unit)
    verdict = context.verdicts.get(claim.id)
    comparisons = context.comparisons.get(claim.id, [])
    compared = joined(
        words(
            against(context, one),
            f", {one.verdict}{' (independent)' if one.independent else ''}: {one.arithmetic}",
        )
        for one in comparisons[:_COMPARISONS]
    )
    rest = len(comparisons) - _COMPARISONS
    passage = claim.passage
    prefix, suffix = _around(context, claim)
    return EvidenceRecord(
        kind="claim",
        id=claim.id,
        title=about(context, claim),
        facts=facts(
            ("Says", said(claim)),
            ("In its words", claim.stated),
            ("Asserts, with rounding", asserted),
            ("Made by", words(context.to(claim.source), f", section {claim.section}" if claim.section else "")),
            ("Rests on", context.to_all(claim.citations)),
            ("Modality", claim.modality),
            ("Quoted from", context.to(claim.document) if claim.document else ""),
            ("Verdict", f"{verdict.verdict}: {verdict.reason}" if verdict else ""),
            (
                "Compared with",
                words(compared, f"; {rest} more" if rest > 0 else ""),
            ),
            ("Note", claim.note),
        ),
        prefix=prefix,
        quote=passage.quote if passage else claim.quote,
        suffix=suffix,
        language=language(context, claim.document),
        file=passage.file if passage else "",
        start=passage.start if passage else None,
        end=passage.end if passage else None,
    )


def _around(context: Context, claim: Claim) -> tuple[str, str]:
    """Return the words before and after a claim's passage, from the document where it is at hand."""
    passage = claim.passage
    if passage is None:
        return "", ""
    document = context.documents.get(passage.source)
    if document is None or document.text[passage.start : passage.end] != passage.quote:
        return passage.prefix, passage.suffix
    before = document.text[max(0, passage.start - _CONTEXT) : passage.start]
    after = document.text[passage.end : passage.end + _CONTEXT]
    # Words that the cut goes through are left out, but not a text that is written without spaces.
    if passage.start > _CONTEXT and " " in before.strip():
        before = before[before.index(" ") + 1 :]
    if passage.end + _CONTEXT < len(document.text) and " " in after.strip():
        after = after[: after.rindex(" ")]
    return before, after


def _interval(low: float, high: float, unit: str) -> str:
    if low == high:
        return show.with_unit(show.number(low), unit, one=low == 1)
    left = "(−∞" if math.isinf(low) else f"[{show.number(low)}"
    right = "∞)" if math.isinf(high) else f"{show.number(high)}]"
    return show.with_unit(f"{left}, {right}", unit)


def event(context: Context, event: Event) -> EvidenceRecord:
    """Return the record of an event."""
    dated = context.phases.get(context.phase_of.get(event.id, ""))
    states = [one for one in context.results.govern.states if event.id in one.triggers]
    return EvidenceRecord(
        kind="event",
        id=event.id,
        title=event.title,
        facts=facts(
            ("When", show.period(event.period)),
            ("Actors", show.listed(event.actors)),
            ("Kind", event.trigger),
            ("Place", show.place(event.place)),
            ("Status", event.status),
            ("Phase by date", f"{dated.id}. {dated.name}" if dated else "none"),
            ("Told in phase", event.phase),
            (
                "Named as trigger of",
                "; ".join(f"{show.listed(one.modes)}, {show.period(one.period)}" for one in states),
            ),
            ("Sources", context.to_all(event.sources)),
            ("Claims", context.to_all(event.claims)),
            ("Note", event.note),
        ),
        quote=event.quote,
        language=language(context, event.document) if event.quote else "",
        file=context.sources[event.document].file if event.quote and event.document in context.sources else "",
    )
