"""Q: quantitative and dated claims."""

from __future__ import annotations

import math
from collections.abc import Iterator

from kelisim.checks.places import STUDY, at_claim, checked_sections
from kelisim.checks.registry import Rule, rule
from kelisim.checks.use import used_claims
from kelisim.model.finding import Finding
from kelisim.model.results import Results, Verdict
from kelisim.model.study import StudyData


def _by_claim(results: Results, verdict: str) -> dict[str, list[Verdict]]:
    found: dict[str, list[Verdict]] = {}
    for comparison in results.verify.comparisons:
        if comparison.verdict == verdict:
            found.setdefault(comparison.claim, []).append(comparison)
    return found


@rule(
    "Q001",
    "no cross-check",
    "warning",
    "missing_cross_check",
    "A quantitative claim in a section that the protocol says is cross-checked has nothing to be checked against.",
    "The protocol promises a check that was not made.",
)
def no_cross_check(this: Rule, data: StudyData, results: Results) -> Iterator[Finding]:
    """Find claims that nothing was held against."""
    verdicts = {one.claim: one for one in results.verify.verdicts}
    for claim in data.claims:
        verdict = verdicts[claim.id]
        if checked_sections(data, claim) and verdict.verdict in ("unchecked", "not comparable"):
            message = f"{claim.id} ({claim.stated or claim.value}) has no cross-check: {verdict.reason}"
            yield this.finding(message, f"add a series or an independent claim on {claim.indicator}", **at_claim(claim))


@rule(
    "Q002",
    "dependent cross-check",
    "warning",
    "non_independence",
    "A claim agrees only with what goes back to the same origin.",
    "Two prints of one figure are one figure.",
)
def dependent(this: Rule, data: StudyData, results: Results) -> Iterator[Finding]:
    """Find claims whose only support shares their provenance."""
    verdicts = {one.claim: one for one in results.verify.verdicts}
    for claim in data.claims:
        verdict = verdicts[claim.id]
        if checked_sections(data, claim) and verdict.verdict == "dependent":
            message = f"{claim.id} ({claim.stated or claim.value}) {verdict.reason}"
            yield this.finding(message, "find a source with another origin", **at_claim(claim))


@rule(
    "Q003",
    "contradicted",
    "error",
    "value_conflict",
    "A claim and a series, or two claims about the same thing, give numbers that cannot both be true.",
    "Their intervals are disjoint beyond stated precision and the declared tolerance.",
)
def contradicted(this: Rule, data: StudyData, results: Results) -> Iterator[Finding]:
    """Find numbers that exclude each other."""
    by_id = {claim.id: claim for claim in data.claims}
    told: set[frozenset[str]] = set()
    for identifier, found in _by_claim(results, "contradicted").items():
        claim = by_id[identifier]
        if not claim.quantitative:
            continue
        for comparison in found:
            pair = frozenset((identifier, comparison.against))
            if pair in told:
                continue
            told.add(pair)
            message = f"{identifier} ({claim.stated or claim.value}) is contradicted by {comparison.against}"
            hint = "read both passages; keep the one whose origin is closer, and say what the other measures"
            yield this.finding(
                f"{message}: {comparison.arithmetic}",
                hint,
                **{**at_claim(claim), "about": (identifier, comparison.against)},
            )


@rule(
    "Q004",
    "outside its bounds",
    "error",
    "unit_error",
    "A value lies outside the bounds that its indicator can have.",
    "Most often a slip of the decimal point, or a percentage mixed with a fraction.",
)
def outside_bounds(this: Rule, data: StudyData, results: Results) -> Iterator[Finding]:
    """Find values that cannot be meant."""
    bounds = {one.id: one for one in data.indicators if one.bounds is not None}
    for claim in data.claims:
        indicator = bounds.get(claim.indicator)
        if indicator is None or claim.interval is None or claim.unit != indicator.unit:
            continue
        assert indicator.bounds is not None
        low, high = indicator.bounds
        stated = [b for b in (claim.interval.low, claim.interval.high) if math.isfinite(b)]
        if claim.value is not None:
            stated = [claim.value]
        if any(not low <= bound <= high for bound in stated):
            said = f"{claim.id} gives {claim.stated or claim.value} {claim.unit}"
            message = f"{said}; {indicator.id} lies in [{low:g}, {high:g}]"
            yield this.finding(message, "check the decimal point and the unit against the source", **at_claim(claim))


@rule(
    "Q005",
    "another unit than its indicator's",
    "warning",
    "unit_error",
    "A claim is in another unit than its indicator.",
    "It is then compared with nothing, or with the wrong thing.",
)
def other_unit(this: Rule, data: StudyData, results: Results) -> Iterator[Finding]:
    """Find claims in a unit of their own."""
    units = {one.id: one.unit for one in data.indicators}
    for claim in data.claims:
        unit = units.get(claim.indicator, "")
        if claim.quantitative and unit and claim.unit != unit:
            message = f"{claim.id} is in {claim.unit or 'no unit'}, {claim.indicator} in {unit}"
            yield this.finding(message, "convert the value, or give it an indicator of its own", **at_claim(claim))


@rule(
    "Q006",
    "two dates for one event",
    "error",
    "date_conflict",
    "Two claims date the same thing to periods that share no day.",
    "It happened once.",
)
def two_dates(this: Rule, data: StudyData, results: Results) -> Iterator[Finding]:
    """Find events dated twice."""
    by_id = {claim.id: claim for claim in data.claims}
    told: set[frozenset[str]] = set()
    for identifier, found in _by_claim(results, "contradicted").items():
        claim = by_id[identifier]
        for comparison in found:
            pair = frozenset((identifier, comparison.against))
            if claim.quantitative or pair in told:
                continue
            told.add(pair)
            other = by_id[comparison.against]
            message = f"{claim.subject} is dated {claim.period} by {claim.id} and {other.period} by {other.id}"
            place = {**at_claim(claim), "about": (claim.id, other.id)}
            yield this.finding(message, "find the document that dates it", **place)


@rule(
    "Q007",
    "no passage",
    "error",
    "undefined_reference",
    "A claim has no quote in any document.",
    "Its number cannot be traced.",
)
def no_passage(this: Rule, data: StudyData, results: Results) -> Iterator[Finding]:
    """Find claims without a passage."""
    for claim in results.claim.claims:
        if claim.passage is None:
            yield this.finding(f"{claim.id} leads to no passage", "fill in document and quote", **at_claim(claim))


@rule(
    "Q008",
    "no citation",
    "warning",
    "citation_problem",
    "A quantitative claim in a section that the protocol says is cross-checked cites nothing.",
    "Nobody can tell where the number comes from.",
)
def no_citation(this: Rule, data: StudyData, results: Results) -> Iterator[Finding]:
    """Find numbers without a source of their own."""
    # Where a study's claims are made by its sources themselves, the source is the citation.
    citing = {claim.source for claim in data.claims if claim.citations}
    for claim in data.claims:
        if checked_sections(data, claim) and not claim.citations and claim.source in citing:
            message = f"{claim.id} ({claim.stated or claim.value}) cites nothing"
            yield this.finding(message, "name the source of the number in citations", **at_claim(claim))


@rule(
    "Q009",
    "older than what it reports",
    "error",
    "date_conflict",
    "A claim about the past cites a source published before the period it speaks of.",
    "The source cannot have reported it.",
)
def older_than_reported(this: Rule, data: StudyData, results: Results) -> Iterator[Finding]:
    """Find citations that predate what they are cited for."""
    published = {source.id: source.published for source in data.sources}
    for claim in data.claims:
        if claim.modality == "planned" or claim.period is None or claim.period.start is None:
            continue
        dates = [(cited, published.get(cited)) for cited in claim.citations]
        known = [(cited, date) for cited, date in dates if date is not None and date.end is not None]
        if known and len(known) == len(dates) and all(date.end < claim.period.start for _, date in known):  # type: ignore[operator]
            listed = ", ".join(f"{cited} ({date})" for cited, date in known)
            message = f"{claim.id} speaks of {claim.period} but cites only {listed}"
            yield this.finding(message, "cite what was published later, or mend the period", **at_claim(claim))


@rule(
    "Q010",
    "growth factor without its base",
    "warning",
    "arithmetic",
    "A factor of growth is stated and no claim gives the level at either end.",
    "A factor of a small base says little, and without a level it cannot be checked.",
)
def factor_without_base(this: Rule, data: StudyData, results: Results) -> Iterator[Finding]:
    """Find factors that no level stands beside."""
    levels = {
        (claim.subject.casefold(), claim.place)
        for claim in data.claims
        if claim.quantitative and claim.comparator != "factor" and claim.unit not in ("percent", "factor", "")
    }
    for claim in data.claims:
        if claim.comparator == "factor" and (claim.subject.casefold(), claim.place) not in levels:
            message = f"{claim.id} ({claim.stated}) gives a factor and no level of {claim.subject or claim.indicator}"
            yield this.finding(message, "add the level at one end of the period", **at_claim(claim))


@rule(
    "Q011",
    "claim never used",
    "note",
    "citation_problem",
    "A claim is used by no phase, cell, row, estimate, event or recommendation.",
    "Either the study leaves evidence aside, or the claim is not about its question.",
)
def unused_claim(this: Rule, data: StudyData, results: Results) -> Iterator[Finding]:
    """Find claims that nothing rests on."""
    used = used_claims(data)
    for claim in data.claims:
        if claim.id not in used and used:
            yield this.finding(
                f"{claim.id} is used nowhere", "tie it to what it supports, or remove it", **at_claim(claim)
            )


@rule(
    "Q012",
    "promised checks were not made",
    "error",
    "missing_cross_check",
    "The protocol says that every claim of some sections is cross-checked, and for some nothing independent was found.",
    "A statement about the method is then not true of the study.",
)
def promise_not_kept(this: Rule, data: StudyData, results: Results) -> Iterator[Finding]:
    """Find a cross-check rule that the study does not keep."""
    verdicts = {one.claim: one.verdict for one in results.verify.verdicts}
    covered = [claim for claim in data.claims if checked_sections(data, claim)]
    kept = [claim for claim in covered if verdicts[claim.id] in ("corroborated", "compatible", "contradicted")]
    if covered and len(kept) < len(covered) and data.protocol.cross_check.sections:
        sections = ", ".join(data.protocol.cross_check.sections)
        message = (
            f"{len(kept)} of {len(covered)} quantitative claims in sections {sections} could be held against "
            "something independent; the protocol says every one was"
        )
        yield this.finding(message, "add series, or say in the protocol which claims are unchecked", file=STUDY)
