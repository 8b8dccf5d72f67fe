"""Sentences on the methods, from the protocol as declared."""

from __future__ import annotations

from kelisim.model.protocol import EligibilityRule
from kelisim.report import format as show
from kelisim.report import statistics
from kelisim.report.context import Context
from kelisim.report.inlines import emphasis, strong, words
from kelisim.report.tree import Inlines


def scope(context: Context) -> Inlines:
    """Return the window, places and languages of the study."""
    about = context.data.description
    window = context.data.protocol.window
    parts = [f"The study covers {show.period(window)}"]
    if about.places:
        parts.append(f" in {show.listed([show.place(one) for one in about.places])}")
    if about.languages:
        parts.append(f", from material in {show.listed([show.language(one) for one in about.languages])}")
    note = context.data.protocol.note
    return words("".join(parts), f". {note}" if note else ".")


def eligibility(context: Context) -> list[Inlines]:
    """Return the clauses of eligibility, one item each."""
    return [
        words(strong(f"Clause {rule.id}."), f" {rule.text} ", emphasis(f"Applied as: {_applied(rule)}."))
        for rule in context.data.protocol.eligibility
    ]


def _applied(rule: EligibilityRule) -> str:
    values = show.listed(rule.values, "or")
    if rule.rule == "reports":
        return f"the item offers a {values}"
    if rule.rule == "publisher_kind":
        return f"the publisher is of the kind {values}"
    return f"at least {show.count(rule.at_least, 'origin')} independent in provenance"


def credibility(context: Context) -> Inlines:
    """Return the scale of credibility."""
    scale = context.data.protocol.scale.values
    if not scale:
        return words("No scale of credibility is declared.")
    return words(f"Sources are rated, from the lowest, {show.listed(scale)}; the first rule that fits counts.")


def credibility_rules(context: Context) -> list[Inlines]:
    """Return the rules of rating, one item each."""
    items = []
    for rule in context.data.protocol.credibility:
        offers = f" that offer a {show.listed(rule.reports, 'or')}" if rule.reports else ""
        applied = f"publishers of the kind {show.listed(rule.publisher_kind, 'or')}{offers}"
        items.append(
            words(
                strong(f"{rule.rating}."), f" {rule.text} " if rule.text else " ", emphasis(f"Applied to: {applied}.")
            )
        )
    return items


def cross_check(context: Context) -> Inlines:
    """Return the cross-check rule and how two statements are compared."""
    rule = context.data.protocol.cross_check
    where = f" in sections {show.listed(rule.sections)}" if len(rule.sections) > 1 else ""
    if len(rule.sections) == 1:
        where = f" in section {rule.sections[0]}"
    named = f" ({show.listed(rule.providers_named)} are named)" if rule.providers_named else ""
    checks = show.count(rule.at_least, "independent series or source", "independent series or sources")
    tolerance = "no tolerance beyond stated precision"
    if rule.tolerance:
        tolerance = f"a relative tolerance of {100 * rule.tolerance:g}%"
    return words(
        f"Every quantitative claim{where} is to be held against at least {checks}{named}, with {tolerance}. A claim is "
        "an interval: its number, hedge or bound with what its stated precision allows. Two statements are compared "
        "only where indicator, place, subject, unit and period are the same, and they are independent only where they "
        "share no origin."
    )


def coding(context: Context) -> Inlines:
    """Return unit, codebook, coefficient and threshold of the coding."""
    rule = context.data.protocol.coding
    book = context.data.codebook
    if not book.codes:
        return words("No codebook is declared.")
    coders = f" by {show.listed(rule.coders)}, each without sight of the other" if len(rule.coders) > 1 else ""
    themes = f" and {show.count(len(book.themes), 'theme')} that they feed" if book.themes else ""
    threshold = f" The declared threshold is {show.fixed(rule.threshold)}." if rule.threshold is not None else ""
    layer = {
        "unanimous": " Codings that all coders share enter the adjudicated layer by rule.",
        "majority": f" Codings of more than {100 * rule.consensus_share:g}% of the coders are adjudicated by rule.",
    }.get(rule.consensus, "")
    measured = f"with {statistics.coefficient(rule.coefficient)} at the {rule.level} level"
    level = f"{100 * rule.confidence:g}%"
    return words(
        f"The codebook (version {book.version}) has {show.count(len(book.codes), 'code')}{themes}. Passages are coded"
        f"{coders}, and compared by {rule.unit} {measured}; "
        f"{level} intervals resample documents ({show.count(rule.replicates, 'replicate')}).{threshold}{layer}"
    )


READING = (
    "Each number that rests on evidence is a link to its record, and each record holds the passage that it rests on, "
    "with the words around it, the file and the place in it.",
    "The verdicts: corroborated (overlaps something independent in provenance), compatible (overlaps a statement too "
    "wide to confirm it), dependent (agrees only with what shares its origin), not comparable (the same indicator, but "
    "no value for that period, place or unit), contradicted (disjoint beyond stated precision), unchecked (nothing "
    "speaks of the same thing). Unchecked does not mean wrong.",
    "Signs: ≈ about; > more than; ≥ at least; × a factor; pp percentage points; [a, b] an interval, with ∞ for an open "
    "bound. Bounds of estimates come from the stated precision of their inputs and are not confidence intervals; "
    "intervals of agreement are.",
    "The tables are also files: tables/<name>.csv holds every row, unrounded, including those that print leaves out.",
)
