"""Records of sources and of statistical series."""

from __future__ import annotations

from kelisim.model.series import Series
from kelisim.model.source import Source
from kelisim.report import format as show
from kelisim.report.context import Context
from kelisim.report.evidence.facts import facts
from kelisim.report.inlines import web, words
from kelisim.report.references import reference
from kelisim.report.tree import EvidenceRecord

_CLAIMS = 20


def source(context: Context, source: Source) -> EvidenceRecord:
    """Return the record of a source: its bibliography, lineage, screening and rating."""
    decision, rating = context.decisions.get(source.id), context.ratings.get(source.id)
    roots = context.results.collect.roots.get(source.id, ())
    document = context.documents.get(source.id)
    screened = ""
    if decision is not None:
        clause = f" by clause {decision.clause}" if decision.clause and decision.included else ""
        by = "" if decision.by == "rule" else f", decided by {decision.by}"
        screened = f"{'in' if decision.included else 'out'}{clause}: {decision.reason}{by}"
    rated = ""
    if rating is not None:
        by = "" if rating.by == "rule" else f", rated by {rating.by}"
        rated = f"{rating.rating or 'not rated'}: {rating.reason}{by}"
    return EvidenceRecord(
        kind="source",
        id=source.id,
        title=source.title,
        facts=facts(
            ("Reference", reference(source)),
            ("Published by", f"{source.publisher} ({source.publisher_kind})"),
            ("Kind of material", source.category),
            (
                "Perspective, country, language",
                ", ".join(
                    part
                    for part in (
                        show.place(source.perspective),
                        show.place(source.country),
                        show.language(source.language) if source.language else "",
                    )
                    if part
                ),
            ),
            ("Number in the reviewed list", source.number),
            ("Re-reports", context.to_all(source.lineage)),
            ("Goes back to", context.to_all(roots) if tuple(roots) != (source.id,) else ""),
            ("Offers", show.listed(source.reports)),
            ("Screening", screened),
            ("Credibility", rated),
            ("Document", f"{document.file} ({source.text_kind or 'text'})" if document else ""),
            ("SHA-256 of the document", document.sha256 if document else ""),
            ("Claims that cite it", context.to_all(context.citing.get(source.id, ()), at_most=_CLAIMS)),
            ("Licence", source.licence),
            ("Note", source.note),
        ),
        language="",
    )


def series(context: Context, series: Series) -> EvidenceRecord:
    """Return the record of a series: query, vintage, hash and values."""
    by_place: dict[str, list[str]] = {}
    for one in series.observations:
        value = "no value" if one.value is None else show.observed(one.value, series.step)
        by_place.setdefault(one.place, []).append(f"{show.period(one.period)}: {value}")
    values = tuple(
        (f"Values, {show.place(place)}" if place else "Values", words("; ".join(found)))
        for place, found in by_place.items()
    )
    return EvidenceRecord(
        kind="series",
        id=series.id,
        title=series.title,
        facts=(
            *facts(
                ("Provider", series.provider),
                ("Indicator", f"{context.indicator_name(series.indicator)} ({series.provider_indicator or 'no code'})"),
                ("Unit", series.unit.replace("_", " ")),
                ("Source", context.to(series.source) if series.source else ""),
                ("Query", web(series.query) if series.query.startswith("http") else series.query),
                ("Vintage", series.vintage),
                ("Retrieved", show.period(series.retrieved)),
                ("SHA-256", series.sha256),
                ("Rounded to", show.number(series.step) if series.step else ""),
                ("Supersedes", context.to(series.supersedes) if series.supersedes else ""),
                ("Licence", series.licence),
                ("Note", series.note),
            ),
            *values,
        ),
    )
