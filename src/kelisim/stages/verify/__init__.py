"""Verify: every claim against the series and against the other claims, by overlap of intervals."""

from __future__ import annotations

from collections.abc import Sequence

from kelisim.model.independence import Graph
from kelisim.model.indicator import Indicator
from kelisim.model.protocol import MatrixRow, Protocol
from kelisim.model.results import Claimed, ClaimVerdict, Collected, Rated, Verdict, Verified
from kelisim.model.series import Series
from kelisim.stages.origins import count_origins
from kelisim.stages.verify.between import compare_claims
from kelisim.stages.verify.matrix import reliability_matrix
from kelisim.stages.verify.provenance import Provenance
from kelisim.stages.verify.with_series import compare_with_series


def run(
    *,
    series: Sequence[Series],
    indicators: Sequence[Indicator],
    matrix: Sequence[MatrixRow],
    protocol: Protocol,
    collect: Collected,
    rate: Rated,
    claim: Claimed,
) -> Verified:
    """Return every comparison with its arithmetic, the verdict a claim, and the Data Reliability Matrix.

    Two statements are compared only where indicator, place, subject, unit and period are the same; a plan is never
    compared with an outcome. "corroborated" is overlap with something independent in provenance, "compatible" overlap
    with a bound or hedge too wide to tell, "dependent" overlap within one provenance, "contradicted" disjoint beyond
    stated precision and the declared tolerance.
    """
    provenance = Provenance(Graph(collect.ties), claim.claims, collect.quotations)
    tolerance = protocol.cross_check.tolerance
    dated = {one.id for one in indicators if one.unit == "date"}
    comparisons = [
        *compare_with_series(claim.claims, series, indicators, provenance, tolerance),
        *compare_claims(claim.claims, dated, provenance, tolerance),
    ]
    by_claim: dict[str, list[Verdict]] = {one.id: [] for one in claim.claims}
    for comparison in comparisons:
        by_claim[comparison.claim].append(comparison)
    roots = {one.id: provenance.of_claim(one) for one in claim.claims}
    roots_of_series = {one.id: provenance.of_series(one) for one in series}
    verdicts = tuple(
        _conclude(
            identifier,
            found,
            count_origins(
                (roots if one.against_kind == "claim" else roots_of_series)[one.against]
                for one in found
                if one.independent and one.verdict != "not comparable"
            ),
        )
        for identifier, found in by_claim.items()
    )
    rows = reliability_matrix(matrix, claim.claims, verdicts, rate, protocol, provenance)
    return Verified(tuple(comparisons), verdicts, rows)


_REASONS = {
    "contradicted": "disjoint from {} beyond stated precision",
    "corroborated": "overlaps {}, independent in provenance",
    "compatible": "overlaps {}, which is too wide to corroborate it",
    "dependent": "agrees only with {}, which shares its provenance",
    "not comparable": "cannot be compared with {}",
}


def _conclude(identifier: str, found: Sequence[Verdict], independent: int) -> ClaimVerdict:
    for verdict, reason in _REASONS.items():
        those = [one for one in found if one.verdict == verdict]
        if those:
            names = dict.fromkeys(one.against for one in those)
            listed = ", ".join(list(names)[:4]) + (f" and {len(names) - 4} more" if len(names) > 4 else "")
            if verdict == "not comparable":
                listed += f" ({those[0].arithmetic})"
            if verdict == "dependent":
                return ClaimVerdict(
                    identifier, verdict, f"{reason.format(listed)}: {those[0].joined}", independent, len(found)
                )
            return ClaimVerdict(identifier, verdict, reason.format(listed), independent, len(found))
    return ClaimVerdict(identifier, "unchecked", "no series and no other claim speaks of the same thing", 0, 0)
