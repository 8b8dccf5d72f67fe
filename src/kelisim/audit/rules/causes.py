"""A14: cause told from order alone."""

from __future__ import annotations

from collections.abc import Iterator

from kelisim.audit.paper import Paper, finding
from kelisim.model.finding import Finding

_MOST = 8


def cause_from_order(paper: Paper) -> Iterator[Finding]:
    """Find cause claimed of a number, without a citation, in a paper that holds nothing against the alternative.

    The words alone decide, so the confidence is low and the finding is left out unless asked for.
    """
    if paper.words.has("causes", "design", paper.body):
        return
    told = 0
    for match in paper.words.pattern("causes", "order").finditer(paper.body):
        first, stop = paper.sentence_at(match.start())
        numbers = [one for one in paper.statements_in(first) if one.claim.change is not None]
        if numbers and not numbers[0].claim.citations and told < _MOST:
            told += 1
            yield finding(
                "A1401", "note", "inference_unsupported", 0.35,
                "A cause is told of a change, and what is shown is that one came after the other.",
                "name the evidence for the mechanism, or what would have happened without it",
                (paper.exact(first, stop),),
            )  # fmt: skip
