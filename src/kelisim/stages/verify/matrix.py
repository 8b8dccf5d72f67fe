"""The Data Reliability Matrix: a view of the verdicts, with a rating on the declared scale."""

from __future__ import annotations

from collections.abc import Sequence

from kelisim.errors import Problem, StudyError, nearest
from kelisim.model.certainty import DIGITS, LETTERS, digit_of
from kelisim.model.claim import Claim
from kelisim.model.protocol import MatrixRow, Protocol
from kelisim.model.results import ClaimVerdict, CredibilityRating, GridRow, Rated, ReliabilityRow, RowRating
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

    ``rating`` is that of the best-rated primary source of the row, as the protocol rates sources by kind. The
    credibility proposed for the row starts there and moves along the scale by the protocol's shifts: up for what enough
    independent origins corroborate, down for what is contradicted. A person's rating of a row replaces it. Cross-checks
    that share an origin with the primary sources are named. Raises ``StudyError`` for a rated row that is not there.
    """
    declared = rows or one_row_a_claim(claims, protocol)
    verdict_of = {verdict.claim: verdict for verdict in verdicts}
    rating_of = {rating.source: rating for rating in rate.ratings}
    by_person = {one.row: one for one in rate.rows}
    known = [row.id for row in declared]
    problems = [
        Problem(
            "row",
            f"the row {one.row!r} that {one.by} rates is not in the matrix",
            nearest(one.row, known) or "rate a row by its id, or undo the rating",
            one.file,
            one.line,
        )
        for one in rate.rows
        if one.row not in known
    ]
    if problems:
        raise StudyError(problems)
    return tuple(_row(row, verdict_of, rating_of, by_person.get(row.id), protocol, provenance) for row in declared)


def one_row_a_claim(claims: Sequence[Claim], protocol: Protocol) -> list[MatrixRow]:
    """Return the rows of a matrix that no study declares: one for each number that the protocol has checked."""
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
    by_person: RowRating | None,
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
    origins = min((one.n_agreeing for one in found), default=0)
    credibility, why = _proposed(rating, verdict, origins, protocol)
    by = "rule"
    if by_person is not None:
        why = f"{by_person.reason} (by rule: {credibility or 'not rated'}, {why})"
        credibility, by = by_person.rating, by_person.by
    letters = dict(protocol.letters)
    grade = f"{letters.get(rating, 'F')}{digit_of(verdict, independent=origins)}" if letters else ""
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
        credibility=credibility,
        credibility_reason=why,
        credibility_by=by,
        grade=grade,
    )


def _proposed(rating: str, verdict: str, origins: int, protocol: Protocol) -> tuple[str, str]:
    """Return the credibility that source kind, independence and verdict give together, and the steps to it in words."""
    if not rating:
        return "", "none of its primary sources is rated"
    shift = dict(protocol.shifts).get(verdict, 0)
    wanted = protocol.cross_check.at_least
    told = f"{rating} by the kind of its source"
    if verdict == "corroborated" and origins < wanted:
        few = f"{origins} independent origin{'' if origins == 1 else 's'} of {wanted} wanted"
        return rating, f"{told}; corroborated, but by {few}"
    rank = protocol.scale.rank(rating)
    moved = min(max(rank + shift, 0), len(protocol.scale.values) - 1)
    direction = "raised" if moved > rank else "lowered" if moved < rank else "not moved"
    return protocol.scale.values[moved], f"{told}; {verdict}: {direction}"


def grid(
    claims: Sequence[Claim], verdicts: Sequence[ClaimVerdict], rate: Rated, protocol: Protocol
) -> tuple[GridRow, ...]:
    """Return each quantitative claim on the Admiralty grid, () where the protocol declares no letters.

    The letter is that of the best-rated source the claim rests on, F where none is rated.
    """
    letters = dict(protocol.letters)
    if not letters:
        return ()
    rating_of = {one.source: one.rating for one in rate.ratings}
    rows = []
    for claim, found in zip(claims, verdicts, strict=True):
        if not claim.quantitative:
            continue
        rated = [one for one in claim.citations or (claim.source,) if rating_of.get(one)]
        best = max(rated, key=lambda one: protocol.scale.rank(rating_of[one]), default="")
        letter = letters.get(rating_of.get(best, ""), "F")
        digit = digit_of(found.verdict, independent=found.n_agreeing)
        reason = f"{LETTERS[letter]}; {DIGITS[digit]}: {found.verdict}, {found.reason}"
        rows.append(GridRow(claim.id, best, letter, digit, reason))
    return tuple(rows)
