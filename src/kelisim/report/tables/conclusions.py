"""Indicators by phase, recommendations and findings."""

from __future__ import annotations

from kelisim.model.results import IndicatorCell, RecommendationRow
from kelisim.report import format as show
from kelisim.report.context import Context
from kelisim.report.inlines import Piece, emphasis, joined, link, words
from kelisim.report.tables.build import column, names, table
from kelisim.report.tables.phases import phase_heading
from kelisim.report.tree import Inlines, Table

_EVIDENCE = 6
_OF_A_RULE = 3


def indicators(context: Context) -> Table:
    """Return each indicator in each phase from the claims and series dated in it; print has a column a phase."""
    cells = {(one.indicator, one.phase): one for one in context.results.conclude.indicators}
    known = list(dict.fromkeys(one.indicator for one in context.results.conclude.indicators))
    phases = context.data.phases
    rows = []
    for name in known:
        row: list[Piece] = [context.indicator_name(name)]
        for phase in phases:
            cell = cells.get((name, phase.id))
            row.append(_indicator_cell(context, cell) if cell else show.NOT_REPORTED)
        rows.append(row)
    return table(
        "indicators",
        "Indicators by phase, from claims and series",
        (
            column("indicator", "Indicator", 1.3),
            *(column(f"phase_{one.id}", phase_heading(one), 2) for one in phases),
        ),
        rows,
        names("indicator phase period text claims series trend pairs planned"),
        (
            (
                one.indicator,
                one.phase,
                context.phases[one.phase].period if one.phase in context.phases else "",
                one.text,
                one.claims,
                one.series,
                one.trend,
                one.pairs,
                one.planned,
            )
            for one in context.results.conclude.indicators
        ),
        notes=words(
            "Periods are those of the phase model. A trend is given where two dated values of one subject, place and "
            "unit can be compared: rise or fall where the intervals lie apart, undecided where they share a number, "
            "mixed where pairs differ. Plans are kept apart and left out of it."
        )
        if rows
        else (),
    )


def _indicator_cell(context: Context, cell: IndicatorCell) -> Inlines:
    parts = [_stated(context, one) for one in cell.claims]
    shown, rest = parts[:_EVIDENCE], len(parts) - _EVIDENCE
    parts = shown + ([words(f"{rest} more")] if rest > 0 else [])
    if cell.series:
        parts.append(words("series: ", joined((context.to(one, kind="series") for one in cell.series), ", ")))
    planned = joined(_stated(context, one) for one in cell.planned)
    return words(
        joined(parts),
        f". Trend: {cell.trend}" if cell.trend else "",
        words(". " if parts else "", emphasis("Planned:"), " ", planned) if planned else "",
    )


def _stated(context: Context, identifier: str) -> Inlines:
    claim = context.claims[identifier]
    where = ", ".join(part for part in (claim.subject, show.place(claim.place), show.period(claim.period)) if part)
    return words(link("claim", identifier, show.quantity(claim) or claim.stated), f" ({where})")


def recommendations(context: Context) -> Table:
    """Return the advice with actor, action, the evidence under it, its strength and its gaps."""
    found = context.results.conclude.recommendations
    return table(
        "recommendations",
        "Recommendations and what they rest on",
        (
            column("id", "No.", 0.5),
            column("title", "Recommendation", 1.3),
            column("action", "Who should do what", 2.4),
            column("evidence", "Evidence", 1.4),
            column("strength", "Strength", 0.9),
            column("target", "Measurable target", 1.5),
        ),
        (
            (
                link("recommendation", one.recommendation.id),
                one.recommendation.title,
                words(
                    emphasis(one.recommendation.actor),
                    ": " if one.recommendation.actor else "",
                    one.recommendation.action,
                ),
                words(
                    context.to_all(one.recommendation.claims) if one.recommendation.claims else emphasis("no claim"),
                    f"; {show.count(one.passages, 'coded passage')}" if one.passages else "",
                    f"; {_coverage(one)}",
                ),
                words(one.strength, _counter(context, one)),
                one.recommendation.measurable_target or emphasis("none"),
            )
            for one in found
        ),
        names(
            "id title actor action phase section status strength claims supporting contested codes "
            "passages sources measurable_target gap phases themes counter counter_passages independent coders findings"
        ),
        (
            (
                one.recommendation.id,
                one.recommendation.title,
                one.recommendation.actor,
                one.recommendation.action,
                one.recommendation.phase,
                one.recommendation.section,
                one.recommendation.status,
                one.strength,
                one.recommendation.claims,
                one.supporting,
                one.contested,
                one.recommendation.codes,
                one.passages,
                one.recommendation.sources,
                one.recommendation.measurable_target,
                one.gap,
                one.phases,
                one.themes,
                one.counter,
                one.counter_passages,
                one.independent,
                one.coders,
                findings_about(context, one),
            )
            for one in found
        ),
        notes=words(
            "Strength follows from the verdicts of the claims: contested where one is contradicted or a claim against "
            "it is corroborated, supported where one is corroborated by something independent, unverified else. "
            "Findings that touch a recommendation or its claims are listed in the CSV file."
        )
        if found
        else (),
    )


def findings_about(context: Context, one: RecommendationRow) -> tuple[str, ...]:
    """Return the findings, notes left out, about a recommendation, its claims or its estimates."""
    advice = one.recommendation
    mine = {advice.id, *advice.claims, *one.counter}
    found = zip(context.finding_ids, context.findings, strict=True)
    return tuple(key for key, finding in found if finding.severity != "note" and mine & set(finding.about))


def _coverage(one: RecommendationRow) -> str:
    phases = f"phases {show.listed(one.phases)}" if len(one.phases) > 1 else f"phase {''.join(one.phases)}"
    parts = [
        f"claims dated in {phases}" if one.phases else "no claim dated in a phase",
        f"{show.count(len(one.themes), 'theme')}",
        f"{show.number(one.independent)} of {show.count(len(one.recommendation.claims), 'claim')} independently checked"
        if one.recommendation.claims
        else "",
    ]
    return "; ".join(part for part in parts if part)


def _counter(context: Context, one: RecommendationRow) -> Inlines:
    if not one.counter and not one.counter_passages:
        return ()
    passages = f"{show.count(one.counter_passages, 'passage')}" if one.counter_passages else ""
    return words(
        "; against it: ", joined([*(context.to(each) for each in one.counter), *([passages] if passages else [])])
    )


def findings(context: Context) -> Table:
    """Return what does not hold, worst first; print shows a few of each rule and no notes, CSV has them all."""
    found = list(zip(context.finding_ids, context.findings, strict=True))
    of_rule: dict[tuple[str, str], int] = {}
    for _, one in found:
        of_rule[(one.rule, one.severity)] = of_rule.get((one.rule, one.severity), 0) + 1
    rows: list[list[Piece]] = []
    shown: dict[tuple[str, str], int] = {}
    for key, one in found:
        kind = (one.rule, one.severity)
        shown[kind] = shown.get(kind, 0) + 1
        if one.severity == "note" or shown[kind] > _OF_A_RULE:
            continue
        rest = of_rule[kind] - shown[kind] if shown[kind] == _OF_A_RULE else 0
        more = words(" ", emphasis(f"And {rest} more of rule {one.rule}.")) if rest else ""
        accepted = f" Accepted until {one.until}: {_stopped(one.suppressed)}" if one.suppressed else ""
        rows.append([link("finding", key), one.severity, words(_stopped(one.message), accepted, more), one.hint])
    notes = sum(one.severity == "note" for one in context.findings)
    return table(
        "findings",
        "Findings, worst first",
        (
            column("id", "Finding", 0.8),
            column("severity", "Severity", 0.8),
            column("message", "What does not hold", 4),
            column("hint", "What would mend it", 2.2),
        ),
        rows,
        names("id rule severity kind confidence message hint file line about suppressed until"),
        (
            (
                key,
                one.rule,
                one.severity,
                one.kind,
                one.confidence,
                one.message,
                one.hint,
                one.file,
                one.line,
                one.about,
                one.suppressed,
                one.until,
            )
            for key, one in found
        ),
        notes=words(
            f"At most {_OF_A_RULE} findings of a rule are printed, and no notes ({show.number(notes)}); "
            "tables/findings.csv has them all."
        )
        if len(rows) < len(found)
        else (),
    )


def _stopped(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."
