"""E: estimates and what their data can carry."""

from __future__ import annotations

from collections.abc import Iterator

from kelisim.checks.places import in_plan, said
from kelisim.checks.registry import Rule, rule
from kelisim.model.finding import Finding
from kelisim.model.protocol import EstimatePlan
from kelisim.model.results import EstimateRow, Results
from kelisim.model.study import StudyData
from kelisim.model.written import difference_in, signed, significant
from kelisim.stages.telling import stated_p_values

# A p-value and its floor are the same fraction, whatever binary arithmetic makes of them.
_DUST = 1e-9


def _declared(results: Results) -> Iterator[EstimateRow]:
    return (row for row in results.estimate.rows if row.role == "as declared")


def _unit(data: StudyData, plan: str) -> str:
    """Return the unit of an estimate as it follows a number; nothing where its inputs have none or several."""
    declared = next(one for one in data.estimates if one.id == plan)
    named = {one.unit for one in data.claims if one.id in declared.inputs}
    named |= {one.unit for one in data.series if one.id in declared.series}
    return difference_in(named.pop()) if len(named) == 1 else ""


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
            change = f"{signed(row.effect)}{_unit(data, row.plan)}"
            message = f"{row.plan}: {change} is the treated place's own change; {row.why}"
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
                first, other = f"{signed(main.effect)}{_unit(data, main.plan)}", signed(row.effect)
                message = f"{main.plan}: {first} from {main.baseline}, {other} from {row.baseline}"
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
    for row in _declared(results):
        if row.controls_needed is not None and row.p_floor is not None:
            units, ways = row.n_treated + row.n_controls, round(1 / row.p_floor)
            message = f"{row.plan} has {row.n_treated} treated of {units} units: the smallest attainable p is 1/{ways}"
            hint = f"{row.controls_needed} controls are needed for .05; "
            hint += "report the estimate without a claim of significance"
            yield this.finding(message, hint, **in_plan(data, row.plan))


@rule(
    "E010",
    "p below what the design can reach",
    "error",
    "inference_unsupported",
    "A p-value or level of significance is stated with an estimate, and the smallest p that randomisation over its "
    "places can reach is larger; a warning where the p is the one computed here by an approximation.",
    "With so few places no result, however large, can be that improbable by chance.",
)
def below_the_floor(this: Rule, data: StudyData, results: Results) -> Iterator[Finding]:
    """Find p-values that the number of places cannot give."""
    plans = {plan.id: plan for plan in data.estimates}
    for row in _declared(results):
        if row.p_floor is None:
            continue
        smallest = f"over {row.n_treated + row.n_controls} places the smallest p is {row.p_floor:.3g}"
        hint = "say what was randomised over what, or leave the p out; places, and not rows of data, were treated"
        for about, words in _stated_with(data, results, plans[row.plan]):
            for stated in stated_p_values(words):
                if not stated.allows(row.p_floor):
                    message = f"{row.plan}: {about or 'study.toml'} states {stated.words!r}; {smallest}"
                    yield this.finding(message, hint, **in_plan(data, row.plan, about))
        if row.p_value is not None and row.p_value < row.p_floor - _DUST:
            message = f"{row.plan}: p = {row.p_value:.2g} rests on an approximation ({row.inference}); {smallest}"
            yield this.finding(message, hint, severity="warning", **in_plan(data, row.plan))


def _stated_with(data: StudyData, results: Results, plan: EstimatePlan) -> Iterator[tuple[str, str]]:
    """Yield the texts that may give the estimate's p, each with the id of its claim, "" for the study's own words."""
    yield "", plan.reported_p
    reported = next((one for one in data.claims if one.id == plan.reported_claim), None)
    if reported is None:
        return
    texts = {document.source: document.text for document in results.collect.documents}
    placed = {one.id: one.passage for one in results.claim.claims}
    told: set[str] = set()
    for claim in data.claims:
        if (claim.source, claim.indicator) != (reported.source, reported.indicator):
            continue
        words = "\n".join((claim.stated, claim.quote))
        passage = placed.get(claim.id)
        if passage is not None and passage.source in texts:
            # What is said of an estimate's chance stands in its paragraph, if not in its sentence.
            words = f"{claim.stated}\n{_paragraph(texts[passage.source], passage.start, passage.end)}"
        if words not in told:
            told.add(words)
            yield claim.id, words


def _paragraph(text: str, start: int, end: int) -> str:
    first, stop = text.rfind("\n\n", 0, start), text.find("\n\n", end)
    return text[first + 1 : stop if stop >= 0 else len(text)]


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
            given = f"{signed(row.effect)}" + (
                f", between {significant(row.low)} and {significant(row.high)}" if row.low < row.high else ""
            )
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
