"""Verify: every claim against the series, the other claims and the declared identities, by overlap of intervals."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from kelisim.model.claim import Claim
from kelisim.model.independence import Graph
from kelisim.model.indicator import Identity, Indicator
from kelisim.model.protocol import MatrixRow, Protocol
from kelisim.model.results import Claimed, ClaimVerdict, Collected, IdentityTest, Rated, Verdict, Verified
from kelisim.model.series import Observation, Series
from kelisim.stages.memo import Memo, compute_afresh
from kelisim.stages.origins import count_origins
from kelisim.stages.verify.between import compare_claims
from kelisim.stages.verify.identities import Statements, test_identities
from kelisim.stages.verify.matrix import grid, reliability_matrix
from kelisim.stages.verify.nearest import Nearest
from kelisim.stages.verify.provenance import Provenance
from kelisim.stages.verify.units import Units
from kelisim.stages.verify.with_series import REVISED, compare_with_series, vintages_of
from kelisim.stages.verify.years import compare_with_parts

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Part:
    """The comparisons within one indicator and place: what a revised series can change, and nothing else can."""

    comparisons: tuple[Verdict, ...]


def run(
    *,
    series: Sequence[Series],
    indicators: Sequence[Indicator],
    matrix: Sequence[MatrixRow],
    protocol: Protocol,
    collect: Collected,
    rate: Rated,
    claim: Claimed,
    identities: Sequence[Identity] = (),
    memo: Memo = compute_afresh,
) -> Verified:
    """Return every comparison with its arithmetic, the verdict a claim, and the Data Reliability Matrix.

    Two statements are compared only where indicator, place, subject and period are the same and their units convert; a
    plan is never compared with an outcome. "corroborated" is overlap with something that no path of provenance joins
    to the claim, "compatible" overlap with a bound or hedge too wide to tell, "dependent" overlap within one
    provenance, "contradicted" disjoint beyond stated precision, the declared tolerance and known revisions. "not
    comparable" names the nearest statement and what sets it apart.
    """
    provenance = Provenance(Graph(collect.ties), claim.claims, collect.quotations)
    rates = set(protocol.cross_check.rates)
    units = Units([one for one in series if one.id in rates])
    tolerance = protocol.cross_check.tolerance
    comparisons = _in_groups(claim.claims, series, indicators, protocol, provenance, units, memo)
    tests: list[IdentityTest] = []
    if identities:
        statements = Statements(claim.claims, series, indicators, units)
        for test, verdict in test_identities(identities, indicators, statements, provenance, tolerance):
            tests.append(test)
            if verdict is not None:
                comparisons.append(verdict)
    by_claim: dict[str, list[Verdict]] = {one.id: [] for one in claim.claims}
    for comparison in comparisons:
        by_claim[comparison.claim].append(comparison)
    _add_nearest(by_claim, claim.claims, series, indicators, matrix, provenance)
    comparisons = [one for found in by_claim.values() for one in found]
    nodes: dict[str, frozenset[str]] = {one.id: provenance.of_claim(one) for one in claim.claims}
    nodes_of_series = {one.id: provenance.of_series(one) for one in series}
    used = {(test.stated, test.identity): test.used for test in tests}

    def origin(one: Verdict) -> frozenset[str]:
        if one.against_kind != "identity":
            return (nodes if one.against_kind == "claim" else nodes_of_series)[one.against]
        parts = used[one.claim, one.against]
        return frozenset(node for part in parts for node in nodes.get(part) or nodes_of_series[part])

    verdicts = tuple(
        _conclude(
            identifier,
            found,
            count_origins(origin(one) for one in found if one.independent and one.verdict != "not comparable"),
            count_origins(origin(one) for one in found if one.verdict in ("corroborated", "compatible")),
        )
        for identifier, found in by_claim.items()
    )
    rows = reliability_matrix(matrix, claim.claims, verdicts, rate, protocol, provenance)
    placed = grid(claim.claims, verdicts, rate, protocol)
    return Verified(tuple(comparisons), verdicts, rows, tuple(tests), placed)


def _in_groups(
    claims: Sequence[Claim],
    series: Sequence[Series],
    indicators: Sequence[Indicator],
    protocol: Protocol,
    provenance: Provenance,
    units: Units,
    memo: Memo,
) -> list[Verdict]:
    """Compare within each indicator and place, and remember each group under all that decides its comparisons."""
    values: dict[Key, list[tuple[Series, list[Observation]]]] = {}
    for one in series:
        places: dict[str, list[Observation]] = {}
        for seen in one.observations:
            if seen.value is not None:
                places.setdefault(seen.place.casefold(), []).append(seen)
        for place, observations in places.items():
            values.setdefault((one.indicator, place), []).append((one, observations))
    groups: dict[Key, list[Claim]] = {}
    for claim in claims:
        groups.setdefault((claim.indicator, claim.place.casefold()), []).append(claim)
    by_id = {one.id: one for one in indicators}
    rates = [one for one in series if one.id in protocol.cross_check.rates]
    family = vintages_of(series)
    tolerance = protocol.cross_check.tolerance
    found: list[Verdict] = []
    for key, members in groups.items():
        held = values.get(key, [])
        known = by_id.get(key[0])
        state: list[object] = [
            known,
            tolerance,
            rates if any(units.kind(one.unit) == "money" for one in members) else (),
        ]
        state += [(_about(one), sorted(provenance.ascent_of_claim(one).reached.items())) for one in members]
        state += [
            (_described(one), family[one.id], seen, sorted(provenance.ascent_of_series(one).reached.items()))
            for one, seen in held
        ]
        name = hashlib.sha256(repr(state).encode()).hexdigest()
        part: Part = memo(name, partial(_group, members, held, known, provenance, tolerance, units, family))
        found.extend(part.comparisons)
    return found


def _group(
    claims: Sequence[Claim],
    held: Sequence[tuple[Series, Sequence[Observation]]],
    indicator: Indicator | None,
    provenance: Provenance,
    tolerance: float,
    units: Units,
    family: Mapping[str, str],
) -> Part:
    dated = {indicator.id} if indicator is not None and indicator.unit == "date" else set()
    with_series = compare_with_series(claims, held, indicator, provenance, tolerance, units, family)
    with_parts = compare_with_parts(claims, indicator, provenance, tolerance)
    return Part((*with_series, *compare_claims(claims, dated, provenance, tolerance, units), *with_parts))


def _about(claim: Claim) -> tuple[object, ...]:
    """Return what of a claim decides its comparisons."""
    stated = (claim.value, claim.interval, claim.step, claim.unit, claim.comparator, claim.change, claim.modality)
    return (claim.id, claim.indicator, claim.subject, claim.place, claim.period, *stated)


def _described(series: Series) -> tuple[object, ...]:
    """Return what of a series, its observations aside, decides what it is held against."""
    return (series.id, series.provider, series.indicator, series.unit, series.subject, series.vintage, series.step)


def _add_nearest(
    by_claim: dict[str, list[Verdict]],
    claims: Sequence[Claim],
    series: Sequence[Series],
    indicators: Sequence[Indicator],
    matrix: Sequence[MatrixRow],
    provenance: Provenance,
) -> None:
    """Add, for each claim that nothing was held against, what comes nearest to it and why the two do not compare."""
    nearest = Nearest(claims, series, indicators)
    named = nearest.named_checks(matrix, {one.id: one for one in claims}, provenance)
    for verdict in named:
        if all((one.against, one.verdict) != (verdict.against, verdict.verdict) for one in by_claim[verdict.claim]):
            by_claim[verdict.claim].append(verdict)
    for claim in claims:
        if not by_claim[claim.id] and claim.quantitative:
            by_claim[claim.id].extend(nearest.of(claim, provenance))


_REASONS = {
    "contradicted": "disjoint from {} beyond stated precision",
    "corroborated": "overlaps {}, independent in provenance",
    "compatible": "overlaps {}, which {is} too wide to corroborate it",
    "dependent": "agrees only with {}, which {shares} its provenance",
    "not comparable": "cannot be compared with {}",
}


def _conclude(identifier: str, found: Sequence[Verdict], independent: int, agreeing: int) -> ClaimVerdict:
    for verdict, reason in _REASONS.items():
        those = [one for one in found if one.verdict == verdict]
        if those:
            names = dict.fromkeys(one.against for one in those)
            listed = ", ".join(list(names)[:4]) + (f" and {len(names) - 4} more" if len(names) > 4 else "")
            if verdict == "not comparable":
                listed += f" ({those[0].arithmetic})"
            if verdict == "compatible" and all(REVISED in one.arithmetic for one in those):
                return ClaimVerdict(
                    identifier,
                    verdict,
                    f"lies within the known revisions of {listed}",
                    independent,
                    len(found),
                    agreeing,
                )
            one_only = len(names) == 1
            told = reason.format(
                listed, **{"is": "is" if one_only else "are", "shares": "shares" if one_only else "share"}
            )
            why = told + (f": {those[0].joined}" if verdict == "dependent" else "")
            return ClaimVerdict(identifier, verdict, why, independent, len(found), agreeing)
    return ClaimVerdict(identifier, "unchecked", "no series and no other claim speaks of the same thing", 0, 0)
