"""The opening: what was found in short, how to read the report, and the protocol as declared."""

from __future__ import annotations

from kelisim.report.inlines import words
from kelisim.report.layout import Layout
from kelisim.report.narrative import methods, summary
from kelisim.report.narrative.identification import caveat, objections


def lay(layout: Layout) -> None:
    """Lay down summary, reading notes and methods."""
    context = layout.context
    layout.heading(1, "Summary", "summary")
    for paragraph in summary(context):
        layout.paragraph(paragraph, role="lead")
    if context.results.code.demonstration:
        layout.paragraph(
            words(
                "The codings in this report were made to demonstrate the procedure. Every statistic that rests on them "
                "is a demonstration too."
            ),
            role="warning",
        )
    for plan in context.data.estimates:
        if context.estimate_rows.get(plan.id) and objections(context, plan):
            layout.paragraph(
                words("Estimate ", context.to(plan.id, kind="estimate"), f". {caveat(context, plan)}"), role="warning"
            )
    layout.heading(1, "How to read this report", "reading")
    layout.bullets([words(text) for text in methods.READING])
    layout.heading(1, "Question and protocol", "protocol")
    layout.paragraph(words(context.data.description.question), methods.scope(context))
    layout.heading(2, "Eligibility", "protocol-eligibility")
    layout.paragraph(
        words("A source that satisfies any of these clauses is kept.") if context.data.protocol.eligibility else ()
    )
    layout.bullets(methods.eligibility(context))
    layout.heading(2, "Credibility", "protocol-credibility")
    layout.paragraph(methods.credibility(context))
    layout.bullets(methods.credibility_rules(context))
    layout.heading(2, "Cross-verification", "protocol-cross-check")
    layout.paragraph(methods.cross_check(context))
    layout.heading(2, "Coding", "protocol-coding")
    layout.paragraph(methods.coding(context))
