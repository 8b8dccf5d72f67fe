"""Q: declared identities against the numbers that are stated."""

from __future__ import annotations

from collections.abc import Iterator

from kelisim.checks.places import CLAIMS, in_study, said
from kelisim.checks.registry import Rule, rule
from kelisim.model.finding import Finding
from kelisim.model.results import Results
from kelisim.model.study import StudyData


@rule(
    "Q030",
    "identity that does not hold",
    "error",
    "arithmetic",
    "A number does not follow from its own parts: a declared identity, such as a share that is one number by another, "
    "is broken beyond stated precision and the declared tolerance.",
    "One of the numbers is wrong, or one of them measures something else than the identity takes it for.",
)
def broken_identity(this: Rule, data: StudyData, results: Results) -> Iterator[Finding]:
    """Find identities that the stated numbers break."""
    claims = {claim.id: claim for claim in data.claims}
    for test in results.verify.identities:
        if test.verdict != "contradicted":
            continue
        claim = claims.get(test.stated)
        stated = f"{test.stated} ({said(claim)})" if claim is not None else test.stated
        message = f"{stated} does not follow from {', '.join(test.used)}: {test.arithmetic}"
        hint = "check each number against its source, and that all measure what the identity means"
        about = (test.stated, *test.used, test.identity)
        place = in_study(data, "identities", test.identity)
        if claim is not None:
            place = {"file": CLAIMS, "line": claim.row}
        elif any(one.id == test.stated for one in data.series):
            place = {"file": f"series/{test.stated}.csv", "line": None}
        yield this.finding(message, hint, **{**place, "about": about})
