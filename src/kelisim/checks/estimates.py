"""E: estimates and what their data can carry."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import count

from kelisim.checks.places import in_plan, said
from kelisim.checks.registry import Rule, rule
from kelisim.model.finding import Finding
from kelisim.model.results import EstimateRow, Results
from kelisim.model.study import StudyData

_CUSTOMARY = 0.05


def _declared(results: Results) -> Iterator[EstimateRow]:
    return (row for row in results.estimate.rows if row.role == "as declared")


def _remarked(results: Results, words: str) -> Iterator[tuple[str, str]]:
    return ((plan, remark) for plan, remark in results.estimate.remarks if words in remark)


@rule(
    "E001",
    "controls that do not vary",
    "error",
    "inference_unsupported",
    "The control units of a difference-in-differences have no variance.",
    "The estimate is then the treated unit's own change: no control speaks to what would have happened without it.",
)
def no_variance(this: Rule, data: StudyData, results: Results) -> Iterator[Finding]:
    """Find estimates whose controls say nothing."""
    for row in _declared(results):
        if "no variance" in row.why:
            message = f"{row.plan}: {row.effect:+.4g} is the treated place's own change; {row.why}"
            hint = "add control places in which the outcome could have moved, or report a change and not an effect"
            yield this.finding(message, hint, **in_plan(data, row.plan))


@rule(
    "E002",
    "depends on the baseline",
    "error",
    "inference_unsupported",
    "Another baseline that the study itself documents changes the estimate's sign, or halves or doubles it, by more "
    "than the stated precision of the inputs can account for.",
    "The estimate then measures the choice of baseline.",
)
def depends_on_baseline(this: Rule, data: StudyData, results: Results) -> Iterator[Finding]:
    """Find estimates that the baseline makes."""
    for main in _declared(results):
        same_end = [r for r in results.estimate.rows if r.plan == main.plan and r.post == main.post and r is not main]
        for row in same_end:
            # Compared by multiplication, so that an estimate of zero is no special case.
            near = row.effect * main.effect > 0 and abs(main.effect) / 2 <= abs(row.effect) <= 2 * abs(main.effect)
            told_apart = row.high < main.low or main.high < row.low
            if told_apart and not near:
                message = f"{main.plan}: {main.effect:+.4g} from {main.baseline}, {row.effect:+.4g} from {row.baseline}"
                hint = "report every baseline that the data have, and why one is preferred"
                yield this.finding(message, hint, **in_plan(data, main.plan))


@rule(
    "E003",
    "change before treatment",
    "error",
    "inference_unsupported",
    "A good part of the change that an estimate counts came before the treatment began.",
    "What came before cannot have been caused by it.",
)
def before_treatment(this: Rule, data: StudyData, results: Results) -> Iterator[Finding]:
    """Find estimates that count earlier change."""
    for plan, remark in _remarked(results, "before the treatment starts"):
        hint = "start from the last value before the treatment"
        yield this.finding(f"{plan}: {remark}", hint, **in_plan(data, plan))


@rule(
    "E004",
    "control data end early",
    "warning",
    "inference_unsupported",
    "The control units have no number for the period after treatment.",
    "The comparison assumes what it should observe.",
)
def controls_end_early(this: Rule, data: StudyData, results: Results) -> Iterator[Finding]:
    """Find estimates whose controls are not observed to the end."""
    for plan, remark in _remarked(results, "no input gives a number"):
        yield this.finding(f"{plan}: {remark}", "add the controls' values, or end earlier", **in_plan(data, plan))


@rule(
    "E005",
    "assumption contradicted",
    "error",
    "inference_unsupported",
    "A dated fact of the study contradicts an assumption of an estimate.",
    "The estimate is valid only if its assumptions are.",
)
def assumption_contradicted(this: Rule, data: StudyData, results: Results) -> Iterator[Finding]:
    """Find assumptions that the study's own facts contradict."""
    for row in results.estimate.assumptions:
        against = (*row.contradicted_by, *row.numbers_against)
        if against:
            message = f"{row.plan} assumes: {row.text.rstrip('.')}; this is contradicted by {', '.join(against)}"
            hint = "answer the contradiction in the report, or drop the estimate"
            yield this.finding(message, hint, **in_plan(data, row.plan, *row.contradicted_by))


@rule(
    "E006",
    "no attainable significance",
    "warning",
    "inference_unsupported",
    "With this many units, exact randomisation cannot reach a p-value of .05 whatever the data say.",
    "A test that cannot reject tests nothing.",
)
def no_attainable_p(this: Rule, data: StudyData, results: Results) -> Iterator[Finding]:
    """Find designs too small for any test."""
    for plan in data.estimates:
        treated, units = len(plan.treated), len(plan.treated) + len(plan.controls)
        ways = math.comb(units, treated)
        if 1 / ways > _CUSTOMARY:
            needed = next(n for n in count(1) if math.comb(treated + n, treated) * _CUSTOMARY >= 1)
            message = f"{plan.id} has {treated} treated of {units} units: the smallest attainable p is 1/{ways}"
            hint = f"{needed} controls are needed for .05; report the estimate without a claim of significance"
            yield this.finding(message, hint, **in_plan(data, plan.id))


@rule(
    "E007",
    "reported estimate not reproduced",
    "error",
    "arithmetic",
    "The estimate that a source reports does not follow from the inputs it gives.",
    "Either an input or the arithmetic is not as stated.",
)
def not_reproduced(this: Rule, data: StudyData, results: Results) -> Iterator[Finding]:
    """Find reported estimates that their inputs do not give."""
    claims = {claim.id: claim for claim in data.claims}
    plans = {plan.id: plan for plan in data.estimates}
    units = {plan.id: {claims[one].unit for one in plan.inputs} for plan in data.estimates}
    for row in _declared(results):
        claim = claims.get(plans[row.plan].reported_claim)
        reported = claim.allowing_rounding() if claim else None
        if claim is None or reported is None or not _same_unit(claim.unit, units[row.plan]):
            continue
        if row.high < reported.low or reported.high < row.low:
            given = f"{row.effect:+.4g}" + (f", between {row.low:.4g} and {row.high:.4g}" if row.low < row.high else "")
            message = f"{row.plan}: {claim.id} reports {said(claim)}; the inputs give {given}"
            yield this.finding(message, "check the inputs against the source", **in_plan(data, row.plan, claim.id))


def _same_unit(unit: str, of_inputs: set[str]) -> bool:
    """Say whether an effect can be in ``unit``: a difference of percentages is in percentage points."""
    return not unit or unit in of_inputs or (unit == "percentage_point" and "percent" in of_inputs)


@rule(
    "E008",
    "assumption without evidence",
    "note",
    "inference_unsupported",
    "Nothing in the study supports or contradicts an assumption of an estimate.",
    "An assumption that nobody looked at is a hope.",
)
def untested_assumption(this: Rule, data: StudyData, results: Results) -> Iterator[Finding]:
    """Find assumptions that nobody tested."""
    for row in results.estimate.assumptions:
        if not (row.contradicted_by or row.supported_by or row.numbers_for or row.numbers_against):
            message = f"{row.plan} assumes: {row.text.rstrip('.')}; nothing in the study speaks to it"
            yield this.finding(message, "name the events or claims that do", **in_plan(data, row.plan))
