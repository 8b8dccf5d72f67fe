"""Alternative scales: the Admiralty grid for claims, and GRADE-CERQual for qualitative findings."""

from __future__ import annotations

from kelisim.model.certainty import COMPONENTS, QualitativeFinding
from kelisim.report import format as show
from kelisim.report.context import Context
from kelisim.report.inlines import words
from kelisim.report.tables.build import column, names, table
from kelisim.report.tree import Table
from kelisim.stages.origins import count_origins

_LEVELS = {
    "none": "no or very minor concerns",
    "minor": "minor concerns",
    "moderate": "moderate concerns",
    "serious": "serious concerns",
}
_HEADS = ("Methodological limitations", "Coherence", "Adequacy of data", "Relevance")


def admiralty(context: Context) -> Table:
    """Return the claims on the Admiralty grid: a letter for the source, a digit for what the verdict makes of it."""
    found = context.results.verify.grid
    return table(
        "admiralty",
        "Claims on the Admiralty grid",
        (
            column("claim", "Claim", 0.8),
            column("source", "Source", 0.8),
            column("grade", "Grade", 0.6),
            column("reason", "Reason", 5),
        ),
        (
            (
                context.to(one.claim, kind="claim"),
                context.to(one.source) if one.source else "none rated",
                f"{one.letter}{one.digit}",
                one.reason,
            )
            for one in found
        ),
        ("claim", "source", "letter", "digit", "reason"),
        ((one.claim, one.source, one.letter, one.digit, one.reason) for one in found),
    )


def cerqual(context: Context) -> Table:
    """Return the qualitative findings with the four components of GRADE-CERQual, reasons and overall confidence."""
    found = context.data.qualitative
    return table(
        "cerqual",
        "Confidence in qualitative findings (GRADE-CERQual)",
        (
            column("finding", "Finding", 2),
            *(column(name, head, 1.6) for name, head in zip(COMPONENTS, _HEADS, strict=True)),
            column("confidence", "Confidence", 1.6),
            column("sources", "Rests on", 1),
        ),
        (
            (
                one.text,
                *(f"{_LEVELS[part.level].capitalize()}: {part.reason}" for _, part in one.components),
                words(f"{one.confidence.capitalize()}: {one.explanation}", _beside(one)),
                words(
                    context.to_all((*one.sources, *one.claims)),
                    f" ({show.count(_origins(context, one), 'origin')})" if one.sources else "",
                ),
            )
            for one in found
        ),
        names(
            "id finding methodological_limitations methodological_limitations_reason coherence coherence_reason "
            "adequacy adequacy_reason relevance relevance_reason confidence explanation by_levels sources origins "
            "claims codes"
        ),
        (
            (
                one.id,
                one.text,
                *(value for _, part in one.components for value in (part.level, part.reason)),
                one.confidence,
                one.explanation,
                one.most,
                one.sources,
                _origins(context, one),
                one.claims,
                one.codes,
            )
            for one in found
        ),
        notes=words(
            "Confidence starts at high and is lowered for concerns; how far is a person's judgement. Where it is above "
            "what one level less a serious concern, and one less two moderate ones, would leave, that is said."
        ),
        landscape=True,
    )


def _beside(one: QualitativeFinding) -> str:
    order = ("high", "moderate", "low", "very low")
    if order.index(one.confidence) >= order.index(one.most):
        return ""
    return f" (the levels alone would leave {one.most})"


def _origins(context: Context, one: QualitativeFinding) -> int:
    roots = context.results.collect.roots
    return count_origins(frozenset(roots.get(source, (source,))) for source in one.sources)
