"""R: what the report prints."""

from __future__ import annotations

from collections.abc import Iterator

from kelisim.checks.places import at_event, in_advice, in_matrix, in_study, in_table
from kelisim.checks.registry import Rule, rule
from kelisim.errors import nearest
from kelisim.model.certainty import CONFIDENCES
from kelisim.model.finding import Finding, Severity
from kelisim.model.results import Results
from kelisim.model.study import StudyData


@rule(
    "R001",
    "cell without a source",
    "warning",
    "citation_problem",
    "A cell of a marker table names no claim, source or series.",
    "A table is only as good as what its cells rest on.",
)
def cell_without_source(this: Rule, data: StudyData, results: Results) -> Iterator[Finding]:
    """Find cells that rest on nothing."""
    for cell in data.markers:
        # A dash says that there is nothing to show.
        says_something = any(character.isalnum() for character in cell.text)
        if says_something and not (cell.claims or cell.sources or cell.series):
            message = f"table {cell.table}, {cell.row!r}, phase {cell.phase}: no source for {cell.text!r}"
            yield this.finding(message, "name the claim, source or series of the cell", **in_table(data, cell))


@rule(
    "R002",
    "recommendation without evidence",
    "warning",
    "inference_unsupported",
    "A recommendation rests on no claim and on no coded passage.",
    "Advice that the evidence does not lead to is an opinion.",
)
def without_evidence(this: Rule, data: StudyData, results: Results) -> Iterator[Finding]:
    """Find advice that follows from nothing."""
    for row in results.conclude.recommendations:
        if row.strength == "no evidence":
            advice = row.recommendation
            message = f"{advice.id} ({advice.title}) rests on no claim and no coding"
            yield this.finding(message, "name the claims and codes it follows from", **in_advice(data, advice.id))


@rule(
    "R003",
    "rating off the scale",
    "error",
    "scale_violation",
    "A printed rating is not a value of the declared scale.",
    "A scale with unlisted values is no scale.",
)
def off_scale(this: Rule, data: StudyData, results: Results) -> Iterator[Finding]:
    """Find ratings that the scale does not have."""
    scale = data.protocol.scale.values
    for row in data.matrix:
        if row.reported_rating and row.reported_rating not in scale:
            message = f"{row.id} is rated {row.reported_rating!r}; the scale is {', '.join(scale)}"
            hint = nearest(row.reported_rating, scale) or "use a value of the scale"
            yield this.finding(message, hint, **in_matrix(data, row.id, *row.claims))


@rule(
    "R004",
    "row without a cross-check",
    "error",
    "missing_cross_check",
    "A row of the reliability matrix names no cross-check.",
    "The matrix is there to show the check.",
)
def row_without_check(this: Rule, data: StudyData, results: Results) -> Iterator[Finding]:
    """Find matrix rows that nothing checks."""
    for row in data.matrix:
        if not row.cross_check:
            message = f"{row.id} ({row.claim_text}) names no cross-check"
            yield this.finding(
                message,
                "name a source with another origin under cross_check",
                **in_matrix(data, row.id),
            )


@rule(
    "R005",
    "rating not by the rule",
    "warning",
    "scale_violation",
    "A printed rating differs from what the protocol's own rule gives.",
    "Either the rule or the rating is not the one that was used.",
)
def not_by_rule(this: Rule, data: StudyData, results: Results) -> Iterator[Finding]:
    """Find ratings that their rule does not give."""
    for row in results.verify.matrix:
        on_scale = row.reported_rating in data.protocol.scale.values
        if on_scale and row.rating and row.rating != row.reported_rating:
            message = f"{row.id} is rated {row.reported_rating}; by rule it is {row.rating}: {row.rating_reason}"
            yield this.finding(message, "rate by the rule, or record a reason", **in_matrix(data, row.id))


@rule(
    "R006",
    "cross-check of the same origin",
    "warning",
    "non_independence",
    "A cross-check in the reliability matrix goes back to the same origin as the primary source.",
    "It shows that the figure was copied correctly and no more.",
)
def same_origin(this: Rule, data: StudyData, results: Results) -> Iterator[Finding]:
    """Find cross-checks that check nothing."""
    roots = results.collect.roots
    for row in results.verify.matrix:
        origins = {root for source in row.sources for root in roots.get(source, (source,))}
        shared = [one for one in row.cross_check if not origins.isdisjoint(roots.get(one, (one,)))]
        if shared:
            goes = "goes" if len(shared) == 1 else "go"
            message = (
                f"{row.id} ({row.claim_text}): the cross-check {', '.join(shared)} {goes} back to the same origin as "
                f"{', '.join(row.sources)}"
            )
            # Where another check is independent, the row is checked all the same.
            severity: Severity | None = None if len(shared) == len(row.cross_check) else "note"
            yield this.finding(
                message,
                "name a check with another origin",
                severity=severity,
                **in_matrix(data, row.id),
            )


@rule(
    "R007",
    "recommendation on contested ground",
    "warning",
    "inference_unsupported",
    "A recommendation rests on a claim that is contradicted.",
    "If the claim falls, so does the advice.",
)
def contested(this: Rule, data: StudyData, results: Results) -> Iterator[Finding]:
    """Find advice that rests on contradicted claims."""
    for row in results.conclude.recommendations:
        if row.contested:
            advice = row.recommendation
            are = "is" if len(row.contested) == 1 else "are"
            message = f"{advice.id} ({advice.title}) rests on {', '.join(row.contested)}, which {are} contradicted"
            hint = "settle the contradiction first, or rest the advice on other evidence"
            yield this.finding(message, hint, **in_advice(data, advice.id, *row.contested))


@rule(
    "R008",
    "plan told as achieved",
    "error",
    "inference_unsupported",
    "A cell or event called achieved rests only on claims about plans.",
    "A plan is not a result.",
)
def plan_as_achieved(this: Rule, data: StudyData, results: Results) -> Iterator[Finding]:
    """Find plans that the report tells as results."""
    modality = {claim.id: claim.modality for claim in data.claims}
    for cell in data.markers:
        told = [modality[claim] for claim in cell.claims]
        if cell.status == "achieved" and told and all(one == "planned" for one in told):
            message = f"table {cell.table}, {cell.row!r}, phase {cell.phase} rests on plans: {', '.join(cell.claims)}"
            yield this.finding(message, 'write status = "planned", or add what was achieved', **in_table(data, cell))
    for event in data.events:
        told = [modality[claim] for claim in event.claims]
        if event.status == "achieved" and told and all(one == "planned" for one in told):
            message = f"{event.id} ({event.title}) is told as achieved and rests on plans: {', '.join(event.claims)}"
            yield this.finding(message, "write planned as its status, or add what was achieved", **at_event(event))


@rule(
    "R009",
    "no measurable target",
    "note",
    "inference_unsupported",
    "A recommendation names no measurable target.",
    "Nobody can tell later whether it was followed.",
)
def no_target(this: Rule, data: StudyData, results: Results) -> Iterator[Finding]:
    """Find advice whose success cannot be seen."""
    for advice in data.recommendations:
        if not advice.measurable_target:
            message = f"{advice.id} ({advice.title}) has no measurable target"
            yield this.finding(message, "name an indicator, a value and a date", **in_advice(data, advice.id))


@rule(
    "R013",
    "confidence above its components",
    "warning",
    "inference_unsupported",
    "A qualitative finding is given more confidence than its four components of GRADE-CERQual leave: one level less "
    "for a serious concern, and one less for two moderate ones.",
    "Concerns that lower nothing were not weighed.",
)
def above_components(this: Rule, data: StudyData, results: Results) -> Iterator[Finding]:
    """Find findings that are trusted more than their concerns allow."""
    for one in data.qualitative:
        if CONFIDENCES.index(one.confidence) < CONFIDENCES.index(one.most):
            concerns = [
                f"{assessment.level} on {name.replace('_', ' ')}"
                for name, assessment in one.components
                if assessment.level in ("moderate", "serious")
            ]
            message = (
                f"{one.id} is given {one.confidence} confidence; its concerns, {', '.join(concerns)}, leave {one.most}"
            )
            hint = "lower the confidence, or the level of a concern that its reason does not bear out"
            yield this.finding(message, hint, **in_study(data, "qualitative_findings", one.id))
