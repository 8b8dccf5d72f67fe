"""Claims, and what they were held against."""

from __future__ import annotations

from kelisim.model.claim import Claim
from kelisim.model.results import Verdict
from kelisim.report import format as show
from kelisim.report.context import Context
from kelisim.report.inlines import joined, words
from kelisim.report.tables.build import column, names, table
from kelisim.report.tree import Inline, Inlines, Table, Text


def about(context: Context, claim: Claim) -> str:
    """Return what a claim is about: indicator, subject where it says more, place and period."""
    indicator = context.indicator_name(claim.indicator)
    parts = (
        indicator,
        "" if claim.subject.casefold() == indicator.casefold() else claim.subject,
        show.place(claim.place),
        show.period(claim.period),
    )
    return ", ".join(part for part in parts if part)


def said(claim: Claim) -> str:
    """Return what a claim says: its quantity, or its own words where it gives none."""
    return show.quantity(claim) or claim.stated or show.period(claim.period)


def claims(context: Context) -> Table:
    """Return every claim with its interval, its passage and its verdict: one row a claim."""
    rows, records = [], []
    for one in context.claims.values():
        interval, rounded, passage = one.interval, one.allowing_rounding(), one.passage
        verdict = context.verdict_of(one.id)
        rows.append(
            (
                context.to(one.id, kind="claim"),
                about(context, one),
                said(one),
                one.modality,
                context.to_all(one.citations or ((one.source,) if one.source else ())),
                verdict,
            )
        )
        records.append(
            (
                one.id,
                one.source,
                one.indicator,
                one.subject,
                one.place,
                one.period,
                one.stated,
                one.value,
                interval.low if interval else None,
                interval.high if interval else None,
                rounded.low if rounded else None,
                rounded.high if rounded else None,
                one.step,
                one.unit,
                one.comparator,
                one.change or "",
                one.modality,
                one.section,
                one.citations,
                one.document,
                one.quote,
                passage.file if passage else "",
                passage.start if passage else None,
                passage.end if passage else None,
                verdict,
                one.note,
            )
        )
    return table(
        "claims",
        "Claims",
        (
            column("id", "Claim", 0.7),
            column("about", "About", 3),
            column("said", "Says", 1.3),
            column("modality", "Modality"),
            column("citations", "Rests on", 1.2),
            column("verdict", "Verdict"),
        ),
        rows,
        names(
            "id source indicator subject place period stated value low high low_with_rounding "
            "high_with_rounding step unit comparator change modality section citations document quote "
            "file start end verdict note"
        ),
        records,
        landscape=True,
    )


def verdicts(context: Context) -> Table:
    """Return the verdict on each claim over all its comparisons."""
    found = context.results.verify.verdicts
    return table(
        "verdicts",
        "Verdicts on claims",
        (
            column("claim", "Claim", 0.7),
            column("said", "Says", 2),
            column("verdict", "Verdict"),
            column("reason", "Reason", 3),
            column("independent", "Independent comparisons", right=True),
            column("comparisons", "Comparisons", right=True),
        ),
        (
            (
                context.to(one.claim, kind="claim"),
                said(context.claims[one.claim]) if one.claim in context.claims else "",
                one.verdict,
                one.reason,
                show.number(one.n_independent),
                show.number(one.n_comparisons),
            )
            for one in found
        ),
        ("claim", "verdict", "reason", "n_independent", "n_agreeing", "n_comparisons"),
        ((one.claim, one.verdict, one.reason, one.n_independent, one.n_agreeing, one.n_comparisons) for one in found),
    )


_COMPARISON = names("claim against against_kind verdict independent joined gap gap_steps vintage arithmetic")


def _record(one: Verdict) -> tuple[object, ...]:
    return (
        one.claim,
        one.against,
        one.against_kind,
        one.verdict,
        one.independent,
        one.joined,
        one.gap,
        one.gap_steps,
        one.vintage,
        one.arithmetic,
    )


def comparisons(context: Context) -> Table:
    """Return every comparison of a claim with a series or another claim, with its arithmetic."""
    found = context.results.verify.comparisons
    return table(
        "comparisons",
        "Comparisons of claims",
        (
            column("claim", "Claim", 0.7),
            column("against", "Held against", 1.2),
            column("verdict", "Verdict"),
            column("independent", "Independent", 1.4),
            column("arithmetic", "Arithmetic", 4),
        ),
        (
            (
                context.to(one.claim, kind="claim"),
                against(context, one),
                one.verdict,
                "yes" if one.independent else f"no: {one.joined}" if one.joined else "no",
                one.arithmetic,
            )
            for one in found
        ),
        _COMPARISON,
        (_record(one) for one in found),
        landscape=True,
    )


def contradictions(context: Context) -> Table:
    """Return the comparisons that contradict a claim; print shows a pair of claims once, CSV both its sides."""
    found = [one for one in context.results.verify.comparisons if one.verdict == "contradicted"]
    seen: set[frozenset[str]] = set()
    rows = []
    for one in found:
        pair = frozenset((one.claim, one.against))
        if one.against_kind == "claim" and pair in seen:
            continue
        seen.add(pair)
        claim = context.claims.get(one.claim)
        rows.append(
            (
                context.to(one.claim, kind="claim"),
                about(context, claim) if claim else "",
                said(claim) if claim else "",
                against(context, one),
                one.arithmetic,
            )
        )
    return table(
        "contradictions",
        "Claims that are contradicted, with the arithmetic",
        (
            column("claim", "Claim", 0.7),
            column("about", "About", 2),
            column("said", "Says", 1.2),
            column("against", "Contradicted by"),
            column("arithmetic", "Arithmetic", 3),
        ),
        rows,
        _COMPARISON,
        (_record(one) for one in found),
    )


def against(context: Context, one: Verdict) -> Inline:
    """Return what a claim was held against: a series, another claim, or an identity by its name."""
    if one.against_kind == "identity":
        return Text(f"identity {one.against}")
    return context.to(one.against, kind="series" if one.against_kind == "series" else "claim")


def identities(context: Context) -> Table:
    """Return the tests of the declared identities: what is stated, what the parts give, and whether they agree."""
    found = context.results.verify.identities
    formulas = {one.id: one.formula for one in context.data.identities}
    return table(
        "identities",
        "Declared identities, tested",
        (
            column("identity", "Identity", 1.6),
            column("where", "Place and period", 1),
            column("stated", "Stated by", 0.8),
            column("used", "Parts from", 1),
            column("verdict", "Verdict", 0.9),
            column("arithmetic", "Arithmetic", 3.4),
        ),
        (
            (
                formulas.get(one.identity, one.identity),
                f"{show.place(one.place.upper() if len(one.place) == 2 else one.place)}, {show.period(one.period)}",
                context.to(one.stated),
                context.to_all(one.used),
                one.verdict,
                one.arithmetic,
            )
            for one in found
        ),
        names("identity formula place period stated used verdict low high derived_low derived_high gap arithmetic"),
        (
            (
                one.identity,
                formulas.get(one.identity, ""),
                one.place,
                one.period,
                one.stated,
                one.used,
                one.verdict,
                one.said.low,
                one.said.high,
                one.derived.low,
                one.derived.high,
                one.gap,
                one.arithmetic,
            )
            for one in found
        ),
        landscape=True,
    )


def cited(context: Context, ids: tuple[str, ...]) -> Inlines:
    """Return references in round brackets, nothing where there are none."""
    return words(" (", joined(context.to(one) for one in ids), ")") if ids else ()
