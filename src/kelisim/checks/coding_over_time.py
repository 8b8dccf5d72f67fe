"""C: codings and coefficients that do not say under which rules they came about."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from kelisim.checks.coding import speaks_of_agreement
from kelisim.checks.places import CODEBOOK, at_claim, in_study, said
from kelisim.checks.registry import Rule, rule
from kelisim.model.finding import Finding
from kelisim.model.results import AgreementRow, Results
from kelisim.model.results.coding import NO_ROUND, THIRDS
from kelisim.model.study import StudyData

_WHOLE = re.compile(r"(?<![\w.,])\d[\d\u00a0\u202f]*(?![\w.,]*\d)(?!\s?%)")


@rule(
    "C014",
    "agreement without its n",
    "warning",
    "inference_unsupported",
    "A source reports a coefficient of agreement and not over how many passages or documents.",
    "A kappa of .79 over twenty passages and over two thousand are different results.",
)
def without_n(this: Rule, data: StudyData, results: Results) -> Iterator[Finding]:
    """Find coefficients in whose sentence no number of anything stands."""
    for claim in data.claims:
        if claim.quantitative and speaks_of_agreement(claim):
            others = [one for one in _WHOLE.findall(claim.quote) if one not in claim.stated and not _is_year(one)]
            if not others:
                message = f"{claim.id} reports agreement of {said(claim)} and not over how many passages"
                yield this.finding(message, "give the number of passages, documents and coders", **at_claim(claim))


def _is_year(digits: str) -> bool:
    return digits.isdigit() and 1900 <= int(digits) <= 2100


@rule(
    "C015",
    "codebook changed midway",
    "warning",
    "scale_violation",
    "Codings in force were made under another version of the codebook than the one that stands now.",
    "The same code then means two things, and agreement between them measures the change.",
)
def codebook_changed(this: Rule, data: StudyData, results: Results) -> Iterator[Finding]:
    """Count the codings in force by the version of the codebook that their lines name."""
    in_force = {(coding.coder, coding.line) for coding in results.code.codings}
    versions = Counter(
        str(entry.body["codebook"])
        for entry in data.journal
        if entry.act == "code" and (entry.actor, entry.line) in in_force and entry.body.get("codebook")
    )
    older = {version: count for version, count in versions.items() if version != data.codebook.version}
    for version, count in sorted(older.items()):
        codings = f"{count} {'coding was' if count == 1 else 'codings were'}"
        message = f"{codings} made under version {version} of the codebook; the study has {data.codebook.version}"
        hint = "look at them again under the new definitions and code them anew, or say what did not change"
        yield this.finding(message, hint, file=CODEBOOK)


@rule(
    "C016",
    "agreement drifted",
    "warning",
    "inference_unsupported",
    "Agreement in the last round of coding, or the last third of the time, is another than in the first.",
    "One coefficient over all rounds then describes none of them, and some codes are less sure than others.",
)
def drifted(this: Rule, data: StudyData, results: Results) -> Iterator[Finding]:
    """Compare the first round with the last: intervals over documents that do not overlap."""
    rounds = [row for row in results.code.agreement if row.by == "round" and row.key != NO_ROUND]
    if len(rounds) < 2:
        return
    first, last = rounds[0], rounds[-1]
    if first.value is None or last.value is None or min(first.n_documents, last.n_documents) < 2:
        return
    fell = _below(last, first)
    if fell or _below(first, last):
        message = (
            f"agreement {'fell' if fell else 'rose'} from {_in_round(first)} to {_in_round(last)}; "
            "the intervals do not overlap"
        )
        where = "last" if fell else "first"
        hint = f"find what changed, code the documents of the {where} round again, and report agreement by round"
        yield this.finding(message, hint, **in_study(data, "coding"))


def _below(one: AgreementRow, other: AgreementRow) -> bool:
    return one.high is not None and other.low is not None and one.high < other.low


def _in_round(row: AgreementRow) -> str:
    where = f"the {row.key}" if row.key in THIRDS else f"round {row.key}"
    counted = "characters" if row.unit == "character" else f"{row.unit} decisions"
    n = f"n = {row.n_units} {counted} in {row.n_documents} documents"
    return f"{row.value:.2f} [{row.low:.2f}, {row.high:.2f}] in {where} ({n})"
