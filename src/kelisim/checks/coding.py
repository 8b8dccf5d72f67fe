"""C: coding and agreement."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from kelisim.checks.places import at_claim, in_codebook, in_study, said
from kelisim.checks.registry import Rule, rule
from kelisim.errors import nearest
from kelisim.model.claim import Claim
from kelisim.model.finding import Finding, Severity
from kelisim.model.journal import BLIND_BROKEN, is_machine
from kelisim.model.results import Results
from kelisim.model.study import StudyData

_NAMES = {
    "percent": "percent agreement",
    "scott_pi": "Scott's pi",
    "cohen_kappa": "Cohen's kappa",
    "fleiss_kappa": "Fleiss' kappa",
    "conger_kappa": "Conger's kappa",
    "brennan_prediger": "Brennan and Prediger's coefficient",
    "gwet_ac1": "Gwet's AC1",
    "krippendorff_alpha": "Krippendorff's alpha",
    "u_alpha": "Krippendorff's u-alpha",
}
# How texts in the languages of the lexicons, and some neighbours, speak of agreement between coders.
_AGREEMENT = re.compile(
    r"\bkappas?\b|κ|\bkrippendorff|\binter-?\s?(?:coder|rater|judge|observer)\b|\bcoder agreement\b"
    r"|\binter-?(?:kod|cod|rater|juge|évaluateur|beurteiler)|каппа|криппендорф|межкод|кодировщик"
    r"|编码[者员].{0,8}(?:一致|信度)|(?:评分者|评判者|编码者间)(?:间)?(?:信度|一致)|信度系数",
    re.IGNORECASE,
)
_WORDS = re.compile(r"[^\W_]+")


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
    # Whoever says that a document is done has coded it, though nothing in it earned a code.
    active = {coding.coder for coding in results.code.codings} | {actor for actor, _ in _said_done(data)}
    declared = data.protocol.coding.coders
    for coder in declared:
        if coder not in active:
            hint = f"let {coder} code into journals/{coder}.jsonl, or change [coding] coders"
            yield this.finding(f"{coder} has coded nothing", hint, **{**in_study(data, "coding"), "about": (coder,)})
    # A machine may be named to be compared; it is nobody's second reading.
    compared = [coder for coder in declared or sorted(active) if not is_machine(coder)]
    if data.codebook.codes and len(compared) < 2 and active.issuperset(compared):
        who = f"only {compared[0]}" if compared else "nobody"
        message = f"{who} has coded by the protocol; agreement needs two coders"
        hint = "let a second person code, and name both in [coding] coders"
        yield this.finding(message, hint, **in_study(data, "coding"))


def _said_done(data: StudyData) -> Iterator[tuple[str, str]]:
    for entry in data.journal:
        counts = not is_machine(entry.actor) or entry.actor in data.protocol.coding.coders
        if counts and entry.act == "note" and entry.body.get("state") == "done":
            yield entry.actor, str(entry.target.get("document", ""))


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
    for actor, name in _said_done(data):
        seen.setdefault(name, set()).add(actor)
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
            place = in_codebook(data, "codes", code.id)
            yield this.finding(f"the code {code.id} was never applied", "say so in the report, or drop it", **place)


@rule(
    "C017",
    "code without a definition",
    "warning",
    "undefined_reference",
    "The definition of a code is empty, or says no more than its name.",
    "Two coders who read a bare word apply two codes. Agreement on it measures luck.",
)
def undefined_code(this: Rule, data: StudyData, results: Results) -> Iterator[Finding]:
    """Find codes whose meaning is left to the coder."""
    for code in data.codebook.codes:
        told = set(_WORDS.findall(code.definition.casefold())) - set(_WORDS.findall(code.name.casefold()))
        if not told - {code.id.casefold()}:
            message = f"the code {code.id} has no definition" + (" beyond its name" if code.definition.strip() else "")
            hint = "say what belongs under it, what does not, and give an example"
            yield this.finding(message, hint, **in_codebook(data, "codes", code.id))


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
            place = in_codebook(data, "themes", theme.id)
            yield this.finding(f"the theme {theme.id} has no code", "name the codes that feed it", **place)


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
        if row.by not in ("all", "code") or row.value is None or row.key in ("sets of codes", "coded or not"):
            continue
        bounds = "" if row.low is None or row.high is None else f" [{row.low:.2f}, {row.high:.2f}]"
        counted = "characters" if row.unit == "character" else f"{row.unit} decisions"
        n = f"n = {row.n_units} {counted} in {row.n_documents} documents"
        what = f"{_NAMES.get(row.coefficient, row.coefficient)} for {row.key} is {row.value:.2f}{bounds}, {n}"
        place = in_codebook(data, "codes", row.key) if row.by == "code" else in_study(data, "coding")
        hint = "discuss the disagreements, sharpen the definition, code again"
        if row.value < threshold:
            yield this.finding(f"{what}: below {threshold:g}", hint, **place)
        elif row.low is not None and row.low < threshold:
            message = f"{what}: its interval reaches below {threshold:g}"
            yield this.finding(message, "code more documents", severity="note", **place)


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
        if not genuine and speaks_of_agreement(claim):
            message = f"{claim.id} reports agreement of {said(claim)}; the codings behind it are not in the study"
            hint = "ask for the raw codings; print n, the unit of analysis and an interval"
            yield this.finding(message, hint, **at_claim(claim))


def speaks_of_agreement(claim: Claim) -> bool:
    """Say whether a claim states a coefficient of agreement between coders."""
    words = f"{claim.indicator} {claim.subject} {claim.quote}"
    is_coefficient = claim.value is not None and abs(claim.value) <= 1 and claim.unit in ("", "coefficient")
    return is_coefficient and _AGREEMENT.search(words) is not None


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
    for coding in (*results.code.codings, *results.code.adjudicated):
        if coding.code not in known and coding.journal:
            message = f"{coding.coder} applies {coding.code!r}, which the codebook does not define"
            hint = nearest(coding.code, known) or "define it, or map it to a code under [[mappings]]"
            yield this.finding(message, hint, file=coding.journal, line=coding.line, about=(coding.code,))


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
    entries = {f"{entry.journal}:{entry.line}": entry for entry in data.journal}
    for place in results.code.unanchored:
        entry = entries[place]
        document, words = str(entry.target.get("document", "")), str(entry.target.get("quote", ""))
        short = words if len(words) <= 60 else words[:59] + "…"
        message = f"what {entry.actor} coded in {document} does not stand there any more: {short!r}"
        hint = "restore the document as it was coded, or code the passage again"
        yield this.finding(message, hint, file=entry.journal, line=entry.line, about=(document,))


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
        coders = ", ".join(sorted({coding.coder for coding in results.code.codings if coding.demonstration}))
        what = "coding is a demonstration" if count == 1 else "codings are demonstrations"
        message = f"{count} {what} ({coders}); agreement between them measures nobody's study"
        yield this.finding(message, "replace them by the coders' own journals", file="journals")


@rule(
    "C010",
    "blind broken",
    "warning",
    "non_independence",
    "Somebody opened the queue of disagreements before all coders were done.",
    "What that person coded afterwards is not independent of the others' codes, and agreement on it shows nothing.",
)
def blind_broken(this: Rule, data: StudyData, results: Results) -> Iterator[Finding]:
    """Find looks at others' codes before all were done, and count the looker's codings since."""
    for entry in data.journal:
        if entry.act != "note" or entry.body.get("state") != BLIND_BROKEN:
            continue
        named = entry.body.get("documents")
        documents = [str(one) for one in named] if isinstance(named, list) else []
        since = sum(
            coding.coder == entry.actor and coding.line > entry.line and coding.passage.source in documents
            for coding in results.code.codings
        )
        shown = ", ".join(documents[:5]) + (" and others" if len(documents) > 5 else "")
        message = f"{entry.actor} saw all codes on {shown} before every coder was done, and has since coded "
        message += f"{since or 'no'} {'passage' if since == 1 else 'passages'} there"
        hint = f"let somebody who has not looked code them, or say so in the report ({entry.body.get('reason', '')})"
        severity: Severity = "warning" if since else "note"
        yield this.finding(message, hint, severity=severity, file=entry.journal, line=entry.line, about=(entry.actor,))


@rule(
    "C011",
    "torn journal line",
    "warning",
    "undefined_reference",
    "A line of a journal was cut off while it was written, and is skipped.",
    "The act was never confirmed to the person who made it, and may have to be made again.",
)
def torn_line(this: Rule, data: StudyData, results: Results) -> Iterator[Finding]:
    """Find what crashes left in the journals."""
    for remark in data.remarks:
        if remark.code == "journal-torn":
            owner = remark.file.removeprefix("journals/").removesuffix(".jsonl")
            message = f"{owner}'s journal holds a line that was cut off while it was written; it is skipped"
            hint = "nothing before it is lost; look whether the act is missing and make it again"
            yield this.finding(message, hint, file=remark.file, line=remark.line, about=(owner,))


@rule(
    "C012",
    "coder outside the protocol",
    "warning",
    "undefined_reference",
    "Somebody whom the protocol does not name as a coder has coded.",
    "Those codings enter neither the agreement nor the consensus.",
)
def unknown_coder(this: Rule, data: StudyData, results: Results) -> Iterator[Finding]:
    """Find codings by people who are not declared; a machine coder is never one of them."""
    declared = data.protocol.coding.coders
    if not declared:
        return
    numbers = Counter(coding.coder for coding in results.code.codings if not is_machine(coding.coder))
    for coder, number in sorted(numbers.items()):
        if coder not in declared:
            passages = f"{number} {'passage' if number == 1 else 'passages'}"
            message = f"{coder} has coded {passages} and is not among the coders of the protocol"
            like = nearest(coder, declared)
            hint = like if like.startswith("did") else "name the coder in [coding] coders"
            yield this.finding(message, hint, file=f"journals/{coder}.jsonl", about=(coder,))


@rule(
    "C013",
    "coding under an older code",
    "note",
    "undefined_reference",
    "Codings were made under a code that a later codebook maps to another, or to none.",
    "They were made under another definition than the one that the report prints.",
)
def mapped_code(this: Rule, data: StudyData, results: Results) -> Iterator[Finding]:
    """Count the codings that mappings of the codebook carry over, and those that they leave out."""
    for (old, new), number in Counter((old, new) for _, old, new in results.code.mapped).items():
        what = f"{number} {'coding' if number == 1 else 'codings'} under {old!r}"
        counted = f"count as {new!r}" if new else "count no more"
        if number == 1:
            counted = counted.replace("count", "counts", 1)
        hint = "code them again under the new definition, or say in the report that they were carried over"
        yield this.finding(f"{what} {counted}", hint, **in_codebook(data, "mappings", old))
