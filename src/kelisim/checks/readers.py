"""S: where a source or series has its numbers from, and who can read it."""

from __future__ import annotations

from collections.abc import Iterator

from kelisim.checks.places import at_source, in_study
from kelisim.checks.registry import Rule, rule
from kelisim.model.finding import Finding
from kelisim.model.results import Results
from kelisim.model.study import StudyData

# Those who count themselves: a statistical office, an association of producers, a company of its own sales.
_RETELLING = ("news", "analyst")


@rule(
    "S014",
    "unknown lineage",
    "note",
    "non_independence",
    "A press or analyst source that is cited for a number does not say whose figures it re-reports.",
    "Press and analysts seldom count themselves. Without an origin the number passes for one that nobody else has.",
)
def unknown_lineage(this: Rule, data: StudyData, results: Results) -> Iterator[Finding]:
    """Find sources of numbers that have no origin."""
    numbers: dict[str, list[str]] = {}
    for claim in data.claims:
        if claim.quantitative:
            for cited in claim.citations or (claim.source,):
                numbers.setdefault(cited, []).append(claim.id)
    for source in data.sources:
        if source.publisher_kind in _RETELLING and source.id in numbers and not source.lineage and not source.origins:
            listed = ", ".join(numbers[source.id][:3]) + (" and others" if len(numbers[source.id]) > 3 else "")
            message = f"{source.id} is cited for {listed} and names no lineage"
            hint = "fill in lineage: whose figures are they? Its own id if it counted itself"
            yield this.finding(message, hint, **at_source(source))


@rule(
    "S015",
    "language that no coder reads",
    "error",
    "missing_cross_check",
    "A document is in a language that no declared coder reads, or a coder has coded one that he or she does not read.",
    "A coding of a text that was not understood is a guess.",
)
def unread_language(this: Rule, data: StudyData, results: Results) -> Iterator[Finding]:
    """Find documents that the declared coders cannot read; silent where the study does not say what they read."""
    reads = {coder: set(languages) for coder, languages in data.protocol.coding.reads.items()}
    if not reads:
        return
    coded: dict[str, set[str]] = {}
    for coding in results.code.codings:
        coded.setdefault(coding.passage.source, set()).add(coding.coder)
    sources = {source.id: source for source in data.sources}
    unread: dict[str, list[str]] = {}
    for document in results.collect.documents:
        language = document.language
        if language and not any(language in known for known in reads.values()):
            unread.setdefault(language, []).append(document.source)
            continue
        for coder in sorted(coded.get(document.source, ())):
            if language and coder in reads and language not in reads[coder]:
                message = f"{document.source} is in {language}, which {coder} has coded and does not read"
                hint = "let somebody who reads it code it, or mend [coding.reads]"
                yield this.finding(message, hint, **at_source(sources[document.source]))
    for language, documents in unread.items():
        listed = ", ".join(documents[:5]) + (" and others" if len(documents) > 5 else "")
        message = f"{language}: no coder reads it, and {listed} {'is' if len(documents) == 1 else 'are'} in it"
        place = {**in_study(data, "coding"), "about": (language, *documents)}
        yield this.finding(message, "name a coder who reads it in [coding.reads]", **place)


@rule(
    "S016",
    "snapshot altered",
    "error",
    "citation_problem",
    "The numbers of a series that was fetched cannot be had from its snapshot: the snapshot is missing or altered, or "
    "the numbers or the query were changed by hand since.",
    "The snapshot is the proof that the provider said so, on that day. Without it the numbers are somebody's word.",
)
def altered_snapshot(this: Rule, data: StudyData, results: Results) -> Iterator[Finding]:
    """Find series whose numbers do not follow from what the provider answered."""
    for series in data.series:
        if series.flaw:
            message = f"{series.id}: {series.flaw}"
            hint = (
                f"make the numbers again from the snapshot: kelisim fetch --offline {series.id}; where that is gone, "
                f"restore it from a copy or retrieve it anew: kelisim fetch {series.id}"
            )
            yield this.finding(message, hint, file=f"series/{series.id}.toml", about=(series.id,))
