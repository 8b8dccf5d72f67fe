"""Our World in Data, charts as CSV.

Documented at https://docs.owid.io/projects/etl/api. The indicator is the last part of a chart's address. Our World in
Data prepares what others publish; whose figures they are is told with each retrieval.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kelisim.errors import ProviderError, UsageError, nearest
from kelisim.model.query import Query
from kelisim.providers.decoding import json_of, rows_of, table
from kelisim.providers.places import alpha_2, codes_of
from kelisim.providers.shape import Answer, Ask, Hit, Params, Value
from kelisim.providers.values import number, period

_ABOUT = ("Entity", "Code", "Year", "Day", "entity", "code", "year", "day")


class OurWorldInData:
    """The adapter; the vintage is the day on which the column was last updated."""

    name = "owid"
    title = "Our World in Data"
    base_url = "https://ourworldindata.org/grapher"
    key_header = ""
    searchable = False
    options: Mapping[str, str] = {"column": "The column, by its short name, where a chart has several."}

    def read(self, query: Query, ask: Ask) -> Answer:
        """Return one column of a chart; raises ``ProviderError``, ``UsageError`` where several columns are there."""
        codes = {**codes_of(query, "alpha-3")}
        params: list[tuple[str, str]] = [("csvType", "filtered"), ("useColumnShortNames", "true")]
        if codes:
            params.append(("country", "~".join(codes)))
        if query.period and query.period.start and query.period.end:
            params.append(("time", f"{query.period.start.year}..{query.period.end.year}"))
        reply = ask(f"/{query.indicator}.csv", tuple(params), form="csv")
        rows = list(rows_of(reply))
        column = _column(rows[0], query) if rows else ""
        values = tuple(
            Value(period(_first(row, "Year", "year", "Day", "day")), _place(row, codes), number(row[column]))
            for row in rows
        )
        about = self._about(ask, query, column, tuple(params[:2]))
        shown = str(about.get("citationShort") or about.get("citationLong") or "")
        return Answer(
            values,
            str(about.get("lastUpdated") or "")[:10],
            reply.url,
            filtered=frozenset(
                ({"places"} if codes else set()) | ({"period"} if len(params) > 2 + bool(codes) else set())
            ),
            remarks=(f"to be cited as: {shown}",) if shown else (),
        )

    def _about(self, ask: Ask, query: Query, column: str, params: Params) -> dict[str, Any]:
        reply = ask(f"/{query.indicator}.metadata.json", params, optional=True)
        if not reply.body:
            return {}
        columns = table(table(json_of(reply), "object").get("columns"), "columns")
        known = [one for one in columns.values() if isinstance(one, dict)]
        named = columns.get(column) or next((one for one in known if one.get("shortName") == column), None)
        return named if isinstance(named, dict) else known[0] if len(known) == 1 else {}

    def search(self, words: str, ask: Ask) -> tuple[Hit, ...]:
        """Return nothing: its search is made for browsers."""
        return ()


def _column(row: Mapping[str, str], query: Query) -> str:
    columns = [name for name in row if name not in _ABOUT]
    chosen = query.options.get("column", "")
    if chosen in columns:
        return chosen
    if chosen or len(columns) != 1:
        hint = nearest(chosen, columns) or "name one as column: " + ", ".join(columns)
        raise UsageError(f"the chart {query.indicator} has {len(columns)} columns, none called {chosen!r}", hint)
    return columns[0]


def _first(row: Mapping[str, str], *names: str) -> str:
    for name in names:
        if name in row:
            return row[name]
    raise ProviderError("unreachable", f"the answer has no column {names[0]}", "the chart may have no years")


def _place(row: Mapping[str, str], codes: Mapping[str, str]) -> str:
    code, entity = _first(row, "Code", "code"), _first(row, "Entity", "entity")
    return codes.get(code) or codes.get(entity) or (alpha_2(code) if code else entity)
