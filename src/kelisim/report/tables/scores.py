"""What the rubric and the ladders show by year: modes, the scores behind them, and the rungs reached."""

from __future__ import annotations

from kelisim.model.phase import GOVERNANCE_MODES
from kelisim.model.results import GovernanceYear, LadderYear, VariableScore
from kelisim.report import format as show
from kelisim.report.context import Context, reading_name
from kelisim.report.inlines import emphasis, joined, words
from kelisim.report.tables.build import column, names, table
from kelisim.report.tree import Inlines, Table

_VARIABLES = {
    "complexity": "complexity",
    "codifiability": "codifiability",
    "capability": "capability",
    "power_asymmetry": "power asymmetry",
    "equity": "equity",
}
_MOST = 5


def pair_name(context: Context, relationship: str) -> str:
    """Return the name of a relationship, "all actors" where the study declares none."""
    known = {one.id: one.name for one in context.data.relationships}
    return known.get(relationship, "all actors" if relationship in ("", "all") else relationship)


def governance_by_year(context: Context) -> Table:
    """Return the modes that the evidence of each year allows, beside the declared readings; print omits empty years."""
    found = context.results.govern.years
    scores = {(one.relationship, one.year, one.variable): one for one in context.results.govern.scores}
    several = len(context.data.relationships) > 1
    return table(
        "governance_by_year",
        "Governance by year: what the evidence allows beside what is declared",
        (
            column("year", "Year" if not several else "Pair, year", 0.9 if not several else 1.4),
            column("degrees", "Degrees that the evidence gives", 2.4),
            column("modes", "Computed reading", 1.6),
            column("declared", "Declared readings", 1.8),
            column("evidence", "Evidence", 1.3),
        ),
        (
            (
                f"{pair_name(context, one.relationship)}, {one.year}" if several else str(one.year),
                _degrees(one, scores),
                _computed(one),
                joined(
                    words(
                        f"{f'{named}: ' if (named := reading_name(reading)) else ''}{show.listed(modes)}",
                        f" ({stands})" if stands else "",
                    )
                    for reading, modes, stands in one.declared
                )
                or emphasis("none"),
                f"{show.count(one.items, 'piece')}, {show.count(one.documents, 'document')}"
                + (" (thin)" if one.thin else ""),
            )
            for one in found
            if one.items
        ),
        names(
            "relationship year complexity codifiability capability power_asymmetry equity modes modes_by_ties reading "
            "status excluded items documents thin declared agrees note"
        ),
        (
            (
                one.relationship,
                one.year,
                *(dict(one.degrees).get(name, "") for name in _VARIABLES),
                one.modes,
                one.ties,
                _either(one),
                one.status,
                one.excluded,
                one.items,
                one.documents,
                one.thin,
                [f"{reading}: {'/'.join(modes)}" for reading, modes, _ in one.declared],
                [stands or "no evidence" for _, _, stands in one.declared],
                one.note,
            )
            for one in found
        ),
        notes=_notes(context),
    )


def _degrees(one: GovernanceYear, scores: dict[tuple[str, int, str], VariableScore]) -> str:
    parts = []
    for name, degree in one.degrees:
        if degree:
            score = scores[one.relationship, one.year, name]
            bounds = f"{score.low:.2g}" if score.low == score.high else f"{score.low:.2g} to {score.high:.2g}"
            parts.append(f"{_VARIABLES[name]} {degree} ({bounds})")
    return "; ".join(parts)


def _computed(one: GovernanceYear) -> Inlines:
    if one.status == "excluded":
        return words(emphasis("no mode: the combination is excluded"))
    if one.modes and one.ties and not one.both:
        return words(
            f"two readings: {show.listed(one.modes, 'or')} by the three variables, ",
            f"{show.listed(one.ties, 'or')} by power and equity",
        )
    modes = "any mode" if len(one.reading) == len(GOVERNANCE_MODES) else show.listed(one.reading, "or")
    return words(modes, f" ({one.status})" if one.status != "decided" else "")


def _either(one: GovernanceYear) -> str:
    parted = one.modes and one.ties and not one.both
    return " | ".join("; ".join(modes) for modes in ((one.modes, one.ties) if parted else (one.reading,)))


def _notes(context: Context) -> Inlines:
    coverage = context.results.govern.coverage
    if coverage is None:
        return ()
    shown = " The rubric or its codings are a demonstration." if coverage.demonstration else ""
    return words(
        "A score is the share of the evidence that speaks for the high degree; where coders differ it is the interval "
        "over every way to settle them. Decided: one mode is left; mixed: several, though each variable has evidence; "
        "open: a deciding variable has none. Years without evidence are not printed. Of "
        f"{show.count(coverage.passages, 'coded passage')} that the rubric reads, {show.number(coverage.placed)} could "
        f"be tied to a year and a pair; of {show.count(coverage.events, 'event')}, "
        f"{show.number(coverage.events_placed)}.{shown}"
    )


def governance_scores(context: Context) -> Table:
    """Return the score of each variable in each year of each pair; not printed."""
    return table(
        "governance_scores",
        "Scores of the variables of governance by pair and year",
        (),
        (),
        names(
            "relationship year variable low high degree passages events documents contested coders interval thin "
            "evidence"
        ),
        (
            (
                one.relationship,
                one.year,
                one.variable,
                one.low,
                one.high,
                one.degree or "no evidence",
                one.passages,
                one.events,
                one.documents,
                one.contested,
                [f"{coder}: {high} high, {low} low" for coder, high, low in one.coders],
                one.interval,
                one.thin,
                one.evidence,
            )
            for one in context.results.govern.scores
        ),
    )


def ladder(context: Context) -> Table:
    """Return the rung reached by the end of each year; print has the years in which something changed."""
    found = context.results.govern.ladders
    rungs = {one.id: {rung.id: rung.name for rung in one.rungs} for one in context.data.ladders}
    titles = {one.id: one.name for one in context.data.ladders}
    shown: list[LadderYear] = []
    before: tuple[str, ...] = ()
    for one in found:
        here = (one.ladder, one.scope, one.low, one.high, one.planned)
        if here != before and any(here[2:]):
            shown.append(one)
        before = here
    return table(
        "ladder",
        "Rungs reached by the end of a year",
        (
            column("scope", "Ladder, whose", 1.6),
            column("year", "By the end of", 0.8),
            column("low", "For certain", 1.5),
            column("high", "Possibly", 1.5),
            column("planned", "Planned", 1.3),
            column("evidence", "Evidence of the year", 1.4),
        ),
        (
            (
                f"{titles[one.ladder]}: {pair_name(context, one.scope)}",
                str(one.year),
                rungs[one.ladder].get(one.low, "") or emphasis("none"),
                rungs[one.ladder].get(one.high, "") if one.high != one.low else "",
                rungs[one.ladder].get(one.planned, ""),
                context.to_all(one.evidence, at_most=_MOST),
            )
            for one in shown
        ),
        names("ladder scope year rung_low rung_high planned skipped evidence"),
        ((one.ladder, one.scope, one.year, one.low, one.high, one.planned, one.skipped, one.evidence) for one in found),
        notes=words(
            "For certain: the highest rung whose evidence was over by then. Possibly: the highest whose evidence may "
            "have begun. What was planned is kept apart and counts in the year it is meant for. Printed are the years "
            "in which something changed."
        )
        if shown
        else (),
    )
