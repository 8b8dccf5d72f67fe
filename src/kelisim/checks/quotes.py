"""Q: quotations against the documents they stand in."""

from __future__ import annotations

from collections.abc import Iterator

from kelisim.checks.places import at_claim
from kelisim.checks.registry import Rule, rule
from kelisim.model.finding import Finding
from kelisim.model.results import Results
from kelisim.model.study import StudyData
from kelisim.stages.passages import word_for_word

_SHOWN = 200


@rule(
    "Q019",
    "quote not word for word",
    "warning",
    "citation_problem",
    "The quote of a claim has other words than the passage it was found at: up to one word in ten of a longer quote "
    "may differ before the study is refused, and its figures never may.",
    "A quotation is what the source says. One other word can turn it round.",
)
def not_word_for_word(this: Rule, data: StudyData, results: Results) -> Iterator[Finding]:
    """Find quotes that were not copied."""
    for claim in results.claim.claims:
        passage = claim.passage
        if passage is None or not claim.row or word_for_word(claim.quote, passage.quote):
            continue
        found = " ".join(passage.quote.split())
        short = found if len(found) <= _SHOWN else found[: _SHOWN - 1] + "…"
        message = f"{claim.id} is not quoted as line {passage.line} of {passage.file} reads: {short!r}"
        yield this.finding(message, "copy the passage as it stands there", **at_claim(claim))
