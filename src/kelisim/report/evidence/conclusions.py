"""Records of estimates, findings and recommendations."""

from __future__ import annotations

from kelisim.model.finding import Finding
from kelisim.model.protocol import EstimatePlan
from kelisim.model.results import RecommendationRow
from kelisim.report import format as show
from kelisim.report.context import Context
from kelisim.report.evidence.facts import facts
from kelisim.report.inlines import words
from kelisim.report.narrative.identification import caveat, design_name
from kelisim.report.tables.estimates import effect, speaks
from kelisim.report.tree import EvidenceRecord


def estimate(context: Context, plan: EstimatePlan) -> EvidenceRecord:
    """Return the record of an estimate, with how it may be read first."""
    unit = context.indicators[plan.indicator].unit if plan.indicator in context.indicators else ""
    rows = context.estimate_rows.get(plan.id, [])
    assumptions = [one for one in context.results.estimate.assumptions if one.plan == plan.id]
    return EvidenceRecord(
        kind="estimate",
        id=plan.id,
        title=f"Declared under the title “{plan.title}”",
        facts=(
            *facts(
                ("Read it so", caveat(context, plan)),
                ("Design", design_name(plan)),
                ("Indicator", context.indicator_name(plan.indicator)),
                ("Treated", show.listed([show.place(one) for one in plan.treated])),
                ("Controls", show.listed([show.place(one) for one in plan.controls])),
                ("Declared start", show.period(plan.start)),
                ("Reported elsewhere", context.to(plan.reported_claim) if plan.reported_claim else ""),
            ),
            *(
                (
                    f"{show.period(one.baseline)} to {show.period(one.post)}, {one.role}",
                    words(effect(one, unit), ", from ", context.to_all(one.inputs), f". {_no_error(one.why)}"),
                )
                for one in rows
            ),
            *facts(
                ("Remarks", ". ".join(_capital(one) for one in context.remarks.get(plan.id, []))),
            ),
            *(
                (
                    f"Assumption {number}",
                    words(
                        one.text,
                        words(" Supported by ", speaks(context, one.supported_by, one.numbers_for), ".")
                        if one.supported_by or one.numbers_for
                        else "",
                        words(" Contradicted by ", speaks(context, one.contradicted_by, one.numbers_against), ".")
                        if one.contradicted_by or one.numbers_against
                        else "",
                    ),
                )
                for number, one in enumerate(assumptions, 1)
            ),
        ),
    )


def _theme(context: Context, identifier: str) -> str:
    return next((one.name for one in context.data.codebook.themes if one.id == identifier), identifier)


def _no_error(why: str) -> str:
    return f"No standard error: {why}." if why else ""


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def finding(context: Context, identifier: str, finding: Finding) -> EvidenceRecord:
    """Return the record of a finding."""
    where = finding.file + (f", line {finding.line}" if finding.line is not None else "")
    return EvidenceRecord(
        kind="finding",
        id=identifier,
        title=finding.message,
        facts=facts(
            ("Rule", finding.rule),
            ("Severity", finding.severity),
            ("Kind", finding.kind.replace("_", " ")),
            ("Confidence", "" if finding.confidence == 1 else show.percentage(round(finding.confidence * 100), 100)),
            ("What would mend it", finding.hint),
            ("Accepted", f"Until {finding.until}: {finding.suppressed}" if finding.suppressed else ""),
            ("Where", where),
            ("About", context.to_all(finding.about, at_most=20)),
        ),
    )


def recommendation(context: Context, row: RecommendationRow) -> EvidenceRecord:
    """Return the record of a recommendation."""
    advice = row.recommendation
    return EvidenceRecord(
        kind="recommendation",
        id=advice.id,
        title=advice.title,
        facts=facts(
            ("Actor", advice.actor),
            ("Action", advice.action),
            ("Strength of the evidence", row.strength),
            ("Claims", context.to_all(advice.claims)),
            ("Corroborated among them", context.to_all(row.supporting)),
            ("Contradicted among them", context.to_all(row.contested)),
            ("Against it", context.to_all(row.counter)),
            ("Passages against it", str(row.counter_passages) if row.counter_passages else ""),
            ("Independently checked", f"{row.independent} of {len(advice.claims)}" if advice.claims else ""),
            ("Phases of its claims", show.listed(row.phases)),
            ("Themes", show.listed([_theme(context, one) for one in row.themes])),
            (
                "Codes",
                f"{show.listed([context.code_name(one) for one in advice.codes])} "
                f"({show.count(row.passages, 'coded passage')})"
                if advice.codes
                else "",
            ),
            ("Sources", context.to_all(advice.sources)),
            ("Phase", advice.phase),
            ("Section", advice.section),
            ("Measurable target", advice.measurable_target),
            ("Gaps", row.gap),
        ),
    )
