"""The Data Reliability Matrix."""

from __future__ import annotations

from kelisim.model.results import ReliabilityRow
from kelisim.report import format as show
from kelisim.report.context import Context
from kelisim.report.inlines import Piece, emphasis, words
from kelisim.report.tables.build import column, names, table
from kelisim.report.tree import Column, Inlines, Table


def reliability_matrix(context: Context) -> Table:
    """Return the Data Reliability Matrix, with the ratings that were printed elsewhere beside those by rule."""
    found = context.results.verify.matrix
    reported = any(one.reported_rating for one in found)
    columns: list[Column] = [
        column("claim", "Claim used", 2.4),
        column("evidence_type", "Evidence type", 1.3),
        column("sources", "Primary sources", 1.1),
        column("cross_check", "Cross-check", 1.1),
        column("verdict", "Verdict", 1.1),
        column("credibility", "Credibility", 1.2),
    ]
    if reported:
        columns.append(column("reported_rating", "As printed", 1.1))
    differing = [one.id for one in found if one.reported_rating and one.reported_rating != one.rating]
    return table(
        "reliability_matrix",
        "Data Reliability Matrix",
        columns,
        (_matrix_cells(context, one, reported=reported) for one in found),
        names(
            "id claim_text claims evidence_type sources cross_check verdict rating rating_reason "
            "credibility credibility_reason credibility_by grade reported_rating agrees"
        ),
        (
            (
                one.id,
                one.claim_text,
                one.claims,
                one.evidence_type,
                one.sources,
                one.cross_check,
                one.verdict,
                one.rating,
                one.rating_reason,
                one.credibility,
                one.credibility_reason,
                one.credibility_by,
                one.grade,
                one.reported_rating,
                (one.rating == one.reported_rating) if one.reported_rating else None,
            )
            for one in found
        ),
        notes=_matrix_notes(context, reported=reported, differing=len(differing)),
    )


def _matrix_cells(context: Context, one: ReliabilityRow, *, reported: bool) -> list[Piece]:
    same = one.reported_rating == one.rating
    cells: list[Piece] = [
        words(one.claim_text, " (", context.to_all(one.claims), ")") if one.claims else one.claim_text,
        one.evidence_type,
        context.to_all(one.sources) if one.sources else emphasis("none named"),
        context.to_all(one.cross_check) if one.cross_check else emphasis("none named"),
        one.verdict,
        _credibility(one),
    ]
    if reported:
        cells.append(one.reported_rating if same or not one.reported_rating else emphasis(one.reported_rating))
    return cells


def _credibility(one: ReliabilityRow) -> Inlines:
    """Return the credibility of a row, what its sources alone would earn where that differs, and its grade."""
    told: list[Piece] = [one.credibility or emphasis("not rated")]
    if one.rating and one.credibility != one.rating:
        told.append(f" (source: {one.rating})")
    if one.credibility_by != "rule":
        told.append(f", by {one.credibility_by}")
    if one.grade:
        told.append(f"; {one.grade}")
    return words(*told)


def _matrix_notes(context: Context, *, reported: bool, differing: int) -> Inlines:
    scale = context.data.protocol.scale.values
    parts = [
        "Verdict: the worst over the row's claims. Credibility: proposed by rule from the rating of the best-rated "
        f"primary source{f', on the scale {show.listed(scale)}' if scale else ''}, and from the verdict: raised where "
        "enough independent origins corroborate the row, lowered where it is contradicted; “source” is the rating of "
        "the source alone."
    ]
    persons = [one for one in context.results.verify.matrix if one.credibility_by != "rule"]
    if persons:
        told = "; ".join(f"{one.id} by {one.credibility_by}: {one.credibility_reason}" for one in persons)
        parts.append(f"Set by a person, with the reason: {told}.")
    if any(one.grade for one in context.results.verify.matrix):
        parts.append("Letter and digit are those of the Admiralty grid.")
    if reported:
        parts.append(
            "“As printed” is the rating in the paper under review, in italics where it differs from that of the source "
            f"by rule ({show.count(differing, 'row')})."
        )
    return words(" ".join(parts))
