"""The Data Reliability Matrix: a view of the verdicts, with a rating on the declared scale."""

from __future__ import annotations

from collections.abc import Sequence

from kelisim.model.claim import Claim
from kelisim.model.protocol import MatrixRow, Protocol
from kelisim.model.results import ClaimVerdict, CredibilityRating, Rated, ReliabilityRow
from kelisim.stages.verify.provenance import Provenance

# The worst verdict of a row's claims is the row's verdict, in this order.
_WORST_FIRST = ("contradicted", "unchecked", "not comparable", "dependent", "compatible", "corroborated")


def reliability_matrix(
    rows: Sequence[MatrixRow],
    claims: Sequence[Claim],
    verdicts: Sequence[ClaimVerdict],
    rate: Rated,
    protocol: Protocol,
    provenance: Provenance,
) -> tuple[ReliabilityRow, ...]:
    """Return the declared rows, or one row a claim in the cross-check's sections where none is declared.

    The rating is that of the best-rated primary source of the row, as the protocol rates sources by kind; the verdict
    stands beside it and is never folded into it. Cross-checks that share a root with the primary sources are named.
    """
    declared = rows or _one_row_a_claim(claims, protocol)
    verdict_of = {verdict.claim: verdict for verdict in verdicts}
    rating_of = {rating.source: rating for rating in rate.ratings}
    return tuple(_row(row, verdict_of, rating_of, protocol, provenance) for row in declared)


def _one_row_a_claim(claims: Sequence[Claim], protocol: Protocol) -> list[MatrixRow]:
    sections = protocol.cross_check.sections
    return [
        MatrixRow(
            id=claim.id,
            claim_text=f"{claim.subject or claim.indicator} {claim.place}: {claim.stated} ({claim.period})",
            claims=(claim.id,),
            evidence_type=claim.modality,
            sources=claim.citations or (claim.source,),
        )
        for claim in claims
        if claim.quantitative and (not sections or claim.section in sections)
    ]


def _row(
    row: MatrixRow,
    verdict_of: dict[str, ClaimVerdict],
    rating_of: dict[str, CredibilityRating],
    protocol: Protocol,
    provenance: Provenance,
) -> ReliabilityRow:
    found = [verdict_of[claim] for claim in row.claims if claim in verdict_of]
    verdict = min((one.verdict for one in found), key=_WORST_FIRST.index, default="unchecked")
    rated = [(one, rating_of[one].rating) for one in row.sources if one in rating_of and rating_of[one].rating]
    if rated:
        source, rating = max(rated, key=lambda pair: protocol.scale.rank(pair[1]))
        reason = f"{source} is the best-rated primary source"
    else:
        rating, reason = "", "none of its primary sources is rated"
    primary = frozenset(root for source in row.sources for root in provenance.of_source(source))
    shared = [source for source in row.cross_check if not primary.isdisjoint(provenance.of_source(source))]
    if not row.cross_check:
        reason += "; no cross-check is named"
    elif shared:
        reason += f"; the cross-check {', '.join(shared)} shares its provenance"
    return ReliabilityRow(
        id=row.id,
        claim_text=row.claim_text,
        claims=row.claims,
        evidence_type=row.evidence_type,
        sources=row.sources,
        cross_check=row.cross_check,
        verdict=verdict,
        rating=rating,
        rating_reason=reason,
        reported_rating=row.reported_rating,
    )
