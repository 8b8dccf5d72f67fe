"""C: coding and agreement."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kelisim.checks.places import CODEBOOK, STUDY, at_claim
from kelisim.checks.registry import Rule, rule
from kelisim.model.finding import Finding
from kelisim.model.results import Results
from kelisim.model.study import StudyData

_AGREEMENT = re.compile(r"\bkappa\b|κ|\bkrippendorff|\binter-?(?:coder|rater)\b|\bcoder agreement\b", re.IGNORECASE)


@rule(
    "C001",
    "a coder is missing",
    "error",
    "missing_cross_check",
    "Fewer than two coders have coded, or a coder that the protocol names has not.",
    "Agreement cannot be measured on one person's word.",
)
def missing_coder(this: Rule, data: StudyData, results: Results) -> Iterator[Finding]:
    """Find declared coders without codings."""
    active = {coding.coder for coding in results.code.codings}
    for coder in data.protocol.coding.coders:
        if coder not in active:
            hint = f"let {coder} code into journals/{coder}.jsonl, or change [coding] coders"
            yield this.finding(f"{coder} has coded nothing", hint, file=STUDY, about=(coder,))
    if data.codebook.codes and not data.protocol.coding.coders and len(active) < 2:
        message = f"{len(active)} coder{'' if len(active) == 1 else 's'} coded; agreement needs two"
        yield this.finding(message, "let a second person code, or say in [coding] who codes", file=STUDY)


@rule(
    "C002",
    "coded by one coder only",
    "warning",
    "missing_cross_check",
    "A document was coded by one of the declared coders but not by another.",
    "Its codings are outside the measured agreement.",
)
def coded_once(this: Rule, data: StudyData, results: Results) -> Iterator[Finding]:
    """Find documents that not every coder worked through."""
    seen: dict[str, set[str]] = {}
    for coding in results.code.codings:
        seen.setdefault(coding.passage.source, set()).add(coding.coder)
    for entry in data.journal:
        if entry.act == "note" and entry.body.get("state") == "done":
            seen.setdefault(str(entry.target.get("document", "")), set()).add(entry.actor)
    for document in results.collect.documents:
        coders = seen.get(document.source, set())
        absent = [coder for coder in data.protocol.coding.coders if coder not in coders]
        if coders and absent:
            message = f"{document.source} was not coded by {', '.join(absent)}"
            hint = "code it, or mark it done where nothing applies"
            yield this.finding(message, hint, file=document.file, about=(document.source,))


@rule(
    "C003",
    "code never used",
    "note",
    "undefined_reference",
    "A code of the codebook was applied by nobody.",
    "Either the phenomenon is absent, which is a result to report, or the code does not fit.",
)
def unused_code(this: Rule, data: StudyData, results: Results) -> Iterator[Finding]:
    """Find codes without a coding."""
    used = {coding.code for coding in results.code.codings}
    for code in data.codebook.codes:
        if results.code.codings and code.id not in used:
            yield this.finding(
                f"the code {code.id} was never applied", "say so in the report, or drop it", file=CODEBOOK
            )


@rule(
    "C004",
    "theme without a code",
    "warning",
    "undefined_reference",
    "A theme of the write-up is fed by no code.",
    "What the report says under that theme then rests on no coded passage.",
)
def theme_without_code(this: Rule, data: StudyData, results: Results) -> Iterator[Finding]:
    """Find themes that no code feeds."""
    for theme in data.codebook.themes:
        if not theme.codes:
            yield this.finding(f"the theme {theme.id} has no code", "name the codes that feed it", file=CODEBOOK)


@rule(
    "C005",
    "agreement below the threshold",
    "warning",
    "inference_unsupported",
    "Agreement on a code is below the threshold that the study declared, or its interval reaches below it.",
    "Results that rest on the code rest on one coder's reading.",
)
def low_agreement(this: Rule, data: StudyData, results: Results) -> Iterator[Finding]:
    """Find codes that coders do not agree on."""
    threshold = data.protocol.coding.threshold
    if threshold is None:
        return
    for row in results.code.agreement:
        if row.by not in ("all", "code") or row.value is None or row.key == "sets of codes":
            continue
        bounds = "" if row.low is None or row.high is None else f" [{row.low:.2f}, {row.high:.2f}]"
        n = f"n = {row.n_units} {row.unit} decisions in {row.n_documents} documents"
        what = f"{row.coefficient} for {row.key} is {row.value:.2f}{bounds}, {n}"
        hint = "discuss the disagreements, sharpen the definition, code again"
        if row.value < threshold:
            yield this.finding(f"{what}: below {threshold:g}", hint, file=CODEBOOK, about=(row.key,))
        elif row.low is not None and row.low < threshold:
            message = f"{what}: its interval reaches below {threshold:g}"
            yield this.finding(message, "code more documents", severity="note", file=CODEBOOK, about=(row.key,))


@rule(
    "C006",
    "reported agreement without data",
    "error",
    "inference_unsupported",
    "A coefficient of agreement is reported, and the codings it was computed from are not there.",
    "Without n, unit of analysis and interval the figure says nothing that can be checked.",
)
def reported_agreement(this: Rule, data: StudyData, results: Results) -> Iterator[Finding]:
    """Find reported coefficients that no codings bear out."""
    genuine = any(not coding.demonstration for coding in results.code.codings)
    for claim in data.claims:
        words = f"{claim.indicator} {claim.subject} {claim.quote}"
        is_coefficient = claim.value is not None and abs(claim.value) <= 1 and not claim.unit
        if is_coefficient and not genuine and _AGREEMENT.search(words):
            message = f"{claim.id} reports agreement of {claim.stated or claim.value} without n, unit or codings"
            yield this.finding(message, "ask for the raw codings; print n and an interval", **at_claim(claim))


@rule(
    "C007",
    "code not in the codebook",
    "error",
    "undefined_reference",
    "A journal applies a code that the codebook does not define.",
    "The coding cannot be counted under a definition.",
)
def unknown_code(this: Rule, data: StudyData, results: Results) -> Iterator[Finding]:
    """Find codings under undefined codes."""
    known = {code.id for code in data.codebook.codes}
    for coding in results.code.codings:
        if coding.code not in known:
            message = f"{coding.coder} applies {coding.code!r}, which the codebook does not define"
            yield this.finding(message, "define it, or map it to a code", file=coding.journal, line=coding.line)


@rule(
    "C008",
    "coding lost its passage",
    "error",
    "undefined_reference",
    "A coding's quote no longer stands in the document.",
    "The document changed after it was coded; the coding is kept in the journal but counts nowhere.",
)
def lost_passage(this: Rule, data: StudyData, results: Results) -> Iterator[Finding]:
    """Find codings that could not be re-anchored."""
    for place in results.code.unanchored:
        file, _, line = place.rpartition(":")
        message = "the quote of this coding does not stand in the document any more"
        yield this.finding(
            message, "restore the document as it was coded, or code the passage again", file=file, line=int(line)
        )


@rule(
    "C009",
    "demonstration codings",
    "note",
    "inference_unsupported",
    "Codings are labelled as made for demonstration.",
    "They show the tool at work and are no evidence about the corpus.",
)
def demonstration(this: Rule, data: StudyData, results: Results) -> Iterator[Finding]:
    """Say that codings are demonstrations."""
    count = sum(coding.demonstration for coding in results.code.codings)
    if count:
        message = f"{count} codings are demonstrations; agreement between them measures nobody's study"
        yield this.finding(message, "replace them by the coders' own journals", file="journals")
