"""The statistical series, with query, vintage and hash."""

from __future__ import annotations

from kelisim.report import format as show
from kelisim.report.context import Context
from kelisim.report.tables.build import column, names, table
from kelisim.report.tree import Table


def series(context: Context) -> Table:
    """Return the statistical series with query, vintage, date of retrieval and hash."""
    found = context.data.series
    return table(
        "series",
        "Statistical series",
        (
            column("id", "Series", 1.2),
            column("provider", "Provider", 1.3),
            column("indicator", "Indicator", 1.8),
            column("vintage", "Vintage"),
            column("retrieved", "Retrieved"),
            column("observations", "Values", 0.6, right=True),
            column("source", "Source", 0.8),
        ),
        (
            (
                context.to(one.id, kind="series"),
                one.provider,
                context.indicator_name(one.indicator),
                one.vintage,
                show.period(one.retrieved),
                show.number(sum(value.value is not None for value in one.observations)),
                context.to(one.source, kind="source") if one.source in context.sources else one.source,
            )
            for one in found
        ),
        names(
            "id title provider indicator provider_indicator unit source query vintage retrieved sha256 "
            "licence step supersedes observations places note"
        ),
        (
            (
                one.id,
                one.title,
                one.provider,
                one.indicator,
                one.provider_indicator,
                one.unit,
                one.source,
                one.query,
                one.vintage,
                one.retrieved,
                one.sha256,
                one.licence,
                one.step,
                one.supersedes,
                len(one.observations),
                sorted({value.place for value in one.observations}),
                one.note,
            )
            for one in found
        ),
    )
