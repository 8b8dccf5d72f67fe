"""Q: quantitative and dated claims."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from heapq import heapify, heappop, heappush

from kelisim.checks.places import at_claim, checked_sections, dated_sources, in_study, said
from kelisim.checks.registry import Rule, rule
from kelisim.checks.use import used_claims
from kelisim.model.finding import Finding
from kelisim.model.results import Results, Verdict
from kelisim.model.study import StudyData
from kelisim.stages.verify.growth import RELATIVE

_LEAD = 2


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
    "A number that the protocol's cross-check covers has nothing to be checked against.",
    "It rests on one witness. Plans are left out: they have no outcome yet to be held against.",
)
def no_cross_check(this: Rule, data: StudyData, results: Results) -> Iterator[Finding]:
    """Find claims that nothing was held against."""
    verdicts = {one.claim: one for one in results.verify.verdicts}
    for claim in data.claims:
        verdict = verdicts[claim.id]
        if checked_sections(data, claim) and verdict.verdict in ("unchecked", "not comparable"):
            message = f"{claim.id} ({said(claim)}) has no cross-check: {verdict.reason}"
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
            message = f"{claim.id} ({said(claim)}) {verdict.reason}"
            yield this.finding(message, "find a source with another origin", **at_claim(claim))


@rule(
    "Q003",
    "contradicted",
    "error",
    "value_conflict",
    "A claim and a series, or two claims about the same thing, give numbers that cannot both be true: they lie apart "
    "by more than their stated precision and the declared tolerance.",
    "One of them is wrong, or they do not measure the same thing, and a reader must be told which.",
)
def contradicted(this: Rule, data: StudyData, results: Results) -> Iterator[Finding]:
    """Find numbers that exclude each other; what several contradict is told once."""
    by_id = {claim.id: claim for claim in data.claims}
    told: dict[tuple[str, str], Verdict] = {}
    for identifier, found in _by_claim(results, "contradicted").items():
        if identifier in by_id and by_id[identifier].quantitative:
            # What contradicts an identity is told by a rule of its own.
            told.update({(identifier, one.against): one for one in found if one.against_kind != "identity"})
    for identifier, others in _hubs(told):
        claim, nearest = by_id[identifier], min(others, key=lambda one: told[identifier, one].gap or 0.0)
        message = f"{identifier} ({said(claim)}) is contradicted by {_listed(others)}"
        message += f"; the nearest is {nearest}" if len(others) > 1 else ""
        hint = "read both passages; keep the one whose origin is closer, and say what the other measures"
        if len(others) > 1:
            hint = f"read {identifier} first: if it is right, each of the others is wrong or measures something else"
        place = {**at_claim(claim), "about": (identifier, *others)}
        yield this.finding(f"{message}: {told[identifier, nearest].arithmetic}", hint, **place)


def _hubs(told: Mapping[tuple[str, str], Verdict]) -> Iterator[tuple[str, list[str]]]:
    """Yield claims with what contradicts them, the claim that most speak against first, each conflict once."""
    left: dict[str, dict[str, None]] = {}
    for one, other in told:
        left.setdefault(one, {})[other] = None
    order = {claim: at for at, claim in enumerate(left)}
    # An entry whose count has shrunk since it was queued is passed over: its claim was queued again.
    queue = [(-len(those), order[one], one) for one, those in left.items()]
    heapify(queue)
    hubs = []
    while queue:
        count, at, hub = heappop(queue)
        if not left[hub] or -count != len(left[hub]):
            continue
        others = list(left[hub])
        left[hub] = {}
        for other in others:
            if hub in left.get(other, {}):
                del left[other][hub]
                heappush(queue, (-len(left[other]), order[other], other))
        hubs.append((at, hub, others))
    for _, hub, others in sorted(hubs):
        yield hub, others


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


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
        if claim.change is not None and claim.unit in RELATIVE:
            # "Rose by 150%" in a column of shares is a change of the share, which the share's bounds do not bind.
            continue
        assert indicator.bounds is not None
        low, high = indicator.bounds
        stated = [b for b in (claim.interval.low, claim.interval.high) if math.isfinite(b)]
        if claim.value is not None:
            stated = [claim.value]
        if any(not low <= bound <= high for bound in stated):
            message = f"{claim.id} gives {said(claim)}; {indicator.id} lies between {low:g} and {high:g} {claim.unit}"
            yield this.finding(message, "check the decimal point and the unit against the source", **at_claim(claim))


@rule(
    "Q005",
    "another unit than its indicator's",
    "warning",
    "unit_error",
    "A claim is in another unit than its indicator. A change in percent or by a factor may have a unit of its own.",
    "It is then compared with nothing, or with the wrong thing.",
)
def other_unit(this: Rule, data: StudyData, results: Results) -> Iterator[Finding]:
    """Find claims in a unit of their own."""
    units = {one.id: one.unit for one in data.indicators}
    for claim in data.claims:
        unit = units.get(claim.indicator, "")
        changes = claim.comparator == "factor" or (claim.change is not None and claim.unit in RELATIVE)
        if claim.quantitative and unit and claim.unit != unit and not changes:
            own, due = (name.replace("_", " ") or "no unit" for name in (claim.unit, unit))
            message = f"{claim.id} is in {own}, {claim.indicator} in {due}"
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
            message = f"{claim.id} ({said(claim)}) cites nothing"
            yield this.finding(message, "name the source of the number in citations", **at_claim(claim))


@rule(
    "Q009",
    "older than what it reports",
    "error",
    "date_conflict",
    "A claim about what has happened rests on sources published before the period it speaks of began.",
    "They cannot have reported it. Plans and estimates are left out: they may look ahead.",
)
def older_than_reported(this: Rule, data: StudyData, results: Results) -> Iterator[Finding]:
    """Find citations that predate what they are cited for."""
    published = {source.id: source.published for source in data.sources}
    for claim in data.claims:
        if claim.modality in ("planned", "estimated") or claim.period is None or claim.period.start is None:
            continue
        # A law or programme sets the years it is meant for before they begin.
        first = claim.period.start
        if not claim.quantitative and claim.period.precision == "span":
            first = first.replace(year=first.year - _LEAD, day=min(first.day, 28))
        known = dated_sources(claim, published)
        if known and all(end < first for _, _, end in known):
            listed = ", ".join(f"{cited} ({date})" for cited, date, _ in known)
            message = f"{claim.id} speaks of {claim.period} but rests only on {listed}"
            yield this.finding(message, "cite what was published later, or mend the period", **at_claim(claim))


@rule(
    "Q010",
    "growth factor without its base",
    "warning",
    "arithmetic",
    "A factor of growth is stated, and neither a claim nor a series gives the level at either end.",
    "A factor of a small base says little, and without a level it cannot be checked.",
)
def factor_without_base(this: Rule, data: StudyData, results: Results) -> Iterator[Finding]:
    """Find factors that no level stands beside."""
    levels: set[tuple[str, str]] = set()
    for one in data.series:
        levels.update((one.indicator, observation.place) for observation in one.observations)
    for claim in data.claims:
        relative = claim.comparator == "factor" or (claim.change is not None and claim.unit in RELATIVE)
        if claim.quantitative and not relative and claim.unit:
            levels.add((claim.indicator, claim.place))
            if claim.subject:
                levels.add((claim.subject.casefold(), claim.place))
    for claim in data.claims:
        known = {(claim.indicator, claim.place), (claim.subject.casefold(), claim.place)}
        if claim.comparator == "factor" and levels.isdisjoint(known):
            message = f"{claim.id} ({said(claim)}) gives a factor and no level of {claim.subject or claim.indicator}"
            yield this.finding(message, "add the level at one end of the period", **at_claim(claim))


@rule(
    "Q011",
    "claim never used",
    "note",
    "citation_problem",
    "A claim is used by no phase, indicator, cell, row, estimate, event or recommendation, and checks none that is.",
    "Either the study leaves evidence aside, or the claim is not about its question.",
)
def unused_claim(this: Rule, data: StudyData, results: Results) -> Iterator[Finding]:
    """Find claims that nothing rests on."""
    used = used_claims(data, results)
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
    "The protocol has every number of some sections checked against independent sources, and some are not.",
    "A statement about the method is then not true of the study.",
)
def promise_not_kept(this: Rule, data: StudyData, results: Results) -> Iterator[Finding]:
    """Find a cross-check rule that the study does not keep."""
    promise = data.protocol.cross_check
    independent = {one.claim: one.n_independent for one in results.verify.verdicts}
    covered = [claim for claim in data.claims if checked_sections(data, claim)]
    short = [claim for claim in covered if independent[claim.id] < promise.at_least]
    if short and promise.sections:
        sections = f"section{'' if len(promise.sections) == 1 else 's'} {', '.join(promise.sections)}"
        what = "something independent" if promise.at_least == 1 else f"{promise.at_least} independent sources"
        few = ", ".join(claim.id for claim in short[:5]) + (" and others" if len(short) > 5 else "")
        message = (
            f"{len(covered) - len(short)} of {len(covered)} numbers in {sections} could be held against {what}; "
            f"the protocol says every one was (not {few})"
        )
        hint = "add series, or say in the protocol which claims are unchecked"
        place = in_study(data, "protocol cross_check")
        yield this.finding(message, hint, **{**place, "about": tuple(claim.id for claim in short)})
