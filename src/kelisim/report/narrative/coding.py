"""Sentences on the coding and the agreement of the coders."""

from __future__ import annotations

from collections import Counter

from kelisim.model.results import AgreementRow
from kelisim.report import format as show
from kelisim.report import statistics
from kelisim.report.context import Context
from kelisim.report.inlines import joined, link, sentences, words
from kelisim.report.tree import Inlines


def overall(context: Context) -> AgreementRow | None:
    """Return the agreement over all codes, None where nothing was compared."""
    return next((row for row in context.results.code.agreement if row.by == "all"), None)


def codings(context: Context) -> Inlines:
    """Return how many passages were coded, by how many coders."""
    found = context.results.code.codings
    if not found:
        return words("No passage has been coded yet.")
    coders = list(dict.fromkeys(one.coder for one in found))
    documents = {one.passage.source for one in found}
    codes = {one.code for one in found}
    return words(
        f"In force {show.verb(len(found), 'is', 'are')} ",
        link("table", "codings", show.count(len(found), "coding")),
        f" by {show.count(len(coders), 'coder')}, with {show.count(len(codes), 'code')} in "
        f"{show.count(len(documents), 'document')}.",
    )


def pooled(context: Context) -> Inlines:
    """Return the agreement over all codes, with n, unit and interval."""
    row = overall(context)
    if row is None:
        return words("Fewer than two coders are declared, so that agreement cannot be measured.")
    return words("Over all codes, ", link("table", "agreement", statistics.agreement(row)), _interval(row), ".")


def agreement(context: Context) -> Inlines:
    """Return the agreement over all codes and the range over single codes, each with n, unit and interval."""
    row = overall(context)
    parts = [pooled(context)]
    of_codes = [one for one in context.results.code.agreement if one.by == "code" and one.value is not None]
    if len(of_codes) > 1:
        low = min(of_codes, key=lambda one: one.value or 0.0)
        high = max(of_codes, key=lambda one: one.value or 0.0)
        parts.append(
            words(
                f"By code it runs from {context.code_name(low.key)} (",
                link("table", "agreement", statistics.agreement(low)),
                f") to {context.code_name(high.key)} (",
                link("table", "agreement", statistics.agreement(high)),
                ").",
            )
        )
    return sentences([*parts, _threshold(context, row) if row else (), demonstration(context)])


def _interval(row: AgreementRow) -> str:
    return f" ({100 * row.confidence:g}% interval, {row.interval})" if row.low is not None else ""


def _threshold(context: Context, row: AgreementRow) -> Inlines:
    threshold = context.data.protocol.coding.threshold
    if threshold is None or row.value is None:
        return ()
    of_codes = [one for one in context.results.code.agreement if one.by == "code"]
    below = [one for one in of_codes if one.value is None or one.value < threshold]
    unsure = [one for one in of_codes if one not in below and (one.low is None or one.low < threshold)]
    reached = "reached" if row.value >= threshold else "missed"
    sentence = f"The declared threshold of {show.fixed(threshold)} is {reached}"
    if row.value >= threshold and row.low is not None and row.low < threshold:
        sentence += ", though the interval reaches below it"
    if below:
        names = show.listed([context.code_name(one.key) for one in below])
        short = show.verb(len(below), "falls short of it or is undefined", "fall short of it or are undefined")
        sentence += f"; of the codes, {names} {short}"
    elif unsure:
        names = show.listed([context.code_name(one.key) for one in unsure])
        sentence += f"; the {show.verb(len(unsure), 'interval', 'intervals')} of {names} "
        sentence += show.verb(len(unsure), "reaches below it", "reach below it")
    return words(f"{sentence}.")


def demonstration(context: Context) -> Inlines:
    """Return what demonstration codings can and cannot show, nothing where there are none."""
    if not context.results.code.demonstration:
        return ()
    return words(
        "The codings were made to demonstrate the procedure: their agreement says how alike these codings are and "
        "nothing about those of any reviewed paper."
    )


def reported(context: Context) -> Inlines:
    """Return coefficients that a source reports without its codings: claims, never results."""
    found = [one for one in context.claims.values() if one.unit == "coefficient" and one.interval is not None]
    if not found:
        return ()
    parts = [
        words(
            context.to(one.source),
            f" reports {one.subject or context.indicator_name(one.indicator)} of ",
            link("claim", one.id, show.quantity(one)),
        )
        for one in found
    ]
    n = len(found)
    return words(
        joined(parts, "; "),
        f". {show.verb(n, 'That figure is', 'Those figures are')} kept as {show.verb(n, 'a claim', 'claims')} only: "
        "without the codings themselves a coefficient can be neither recomputed nor given an interval.",
    )


def lost(context: Context) -> Inlines:
    """Return how many codings no longer find their passage."""
    n = len(context.results.code.unanchored)
    if not n:
        return ()
    return words(
        f"Left out {show.verb(n, 'is', 'are')} {show.count(n, 'coding')} whose passage is no longer in the text: "
        f"{', '.join(context.results.code.unanchored[:10])}{' and others' if n > 10 else ''}."
    )


def mapped(context: Context) -> Inlines:
    """Return how many codings were carried over from an older codebook."""
    found = context.results.code.mapped
    if not found:
        return ()
    n = len(found)
    dropped = sum(not new for _, _, new in found)
    tail = f", of which {show.number(dropped)} no longer {show.verb(dropped, 'counts', 'count')}" if dropped else ""
    return words(f"Carried over from an older codebook {show.verb(n, 'is', 'are')} {show.count(n, 'coding')}{tail}.")


def adjudicated(context: Context) -> Inlines:
    """Return how many decisions were adjudicated, by whom, and that agreement after it is no reliability."""
    found = context.results.code.adjudicated
    if not found:
        return ()
    by = Counter("the declared rule" if one.coder == "consensus" else one.coder for one in found)
    told = show.listed([f"{show.number(n)} by {who}" for who, n in by.most_common()])
    return words(
        f"Adjudicated {show.verb(len(found), 'is', 'are')} {show.count(len(found), 'coding')} ({told}). Agreement "
        "after adjudication shows what was settled; how reliably the codebook can be applied shows only before it."
    )
