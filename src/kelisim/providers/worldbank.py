"""World Bank, Indicators API, version 2.

Documented at https://datahelpdesk.worldbank.org/knowledgebase/topics/125589. Errors come with status 200 as a list with
one ``message``; an indicator that was taken away is message 175. Pages must be asked for one by one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kelisim.errors import ProviderError
from kelisim.model.query import Query
from kelisim.providers.decoding import count, items, json_of, table
from kelisim.providers.places import codes_of
from kelisim.providers.shape import Answer, Ask, Hit, Params, Reply, Value
from kelisim.providers.values import number, period

_PER_PAGE = "1000"
_MOST_PAGES = 100
_DELETED = "175"


class WorldBank:
    """The adapter; the place of a value is its ISO 3166 code."""

    name = "worldbank"
    title = "World Bank"
    base_url = "https://api.worldbank.org/v2"
    key_header = ""
    searchable = True
    options: Mapping[str, str] = {
        "source": "The database's number, such as 2 for WDI; the provider's default if absent."
    }

    def read(self, query: Query, ask: Ask) -> Answer:
        """Return all pages' values; raises ``ProviderError``."""
        codes = codes_of(query, "alpha-3")
        path = f"/country/{';'.join(codes) or 'all'}/indicator/{query.indicator}"
        params: list[tuple[str, str]] = [("format", "json")]
        if query.period and query.period.start and query.period.end:
            params.append(("date", f"{query.period.start.year}:{query.period.end.year}"))
        if "source" in query.options:
            params.append(("source", query.options["source"]))
        rows, vintage, url = self._pages(ask, path, (*params, ("per_page", _PER_PAGE)))
        ignored = sorted({code for row in rows if (code := str(row["indicator"]["id"])) != query.indicator})
        values = tuple(
            Value(
                period(row["date"]),
                codes.get(str(row["countryiso3code"]), "") or str(row["country"]["id"]),
                number(row["value"]),
                _status(row),
            )
            for row in rows
            if row["indicator"]["id"] == query.indicator
        )
        return Answer(
            values,
            vintage,
            url,
            filtered=frozenset(({"places"} if codes else set()) | ({"period"} if len(params) > 1 else set())),
            ignored=(f"it answered for {', '.join(ignored)} instead of {query.indicator}",) if ignored else (),
        )

    def _pages(self, ask: Ask, path: str, params: Params) -> tuple[list[dict[str, Any]], str, str]:
        rows: list[dict[str, Any]] = []
        pages, page, vintage, total, url = 1, 1, "", 0, ""
        while page <= pages:
            reply = ask(path, (*params, ("page", str(page))))
            about, data = _page(reply, path)
            url = url or reply.url
            pages, total = count(about.get("pages"), "number of pages"), count(about.get("total"), "total")
            if pages > _MOST_PAGES:
                raise ProviderError("unreachable", f"the answer has {pages} pages", "ask for fewer places or years")
            updated = str(about.get("lastupdated") or "")
            if page > 1 and updated != vintage:
                what = f"the numbers were renewed while they were read ({vintage}, then {updated})"
                raise ProviderError("unreachable", what, "try again")
            vintage = updated
            rows.extend(data)
            page += 1
        if len(rows) != total:
            what = f"{len(rows)} of {total} values came"
            raise ProviderError("unreachable", what, "try again later")
        return rows, vintage, url

    def search(self, words: str, ask: Ask) -> tuple[Hit, ...]:
        """Return the indicators of WDI that have every word in their name."""
        rows: list[Any] = []
        page, pages = 1, 1
        while page <= min(pages, _MOST_PAGES):
            answer = items(
                json_of(ask("/source/2/indicator", (("format", "json"), ("per_page", _PER_PAGE), ("page", str(page))))),
                "list",
            )
            pages = count(table(answer[0] if answer else None, "head").get("pages"), "number of pages")
            rows.extend(items(answer[1] if len(answer) > 1 else [], "rows"))
            page += 1
        wanted = words.casefold().split()
        return tuple(
            Hit(self.name, str(row["id"]), str(row["name"]), self.title, str(row.get("unit") or ""))
            for row in rows
            if all(word in f"{row.get('name')} {row.get('id')}".casefold() for word in wanted)
        )


def _status(row: Mapping[str, Any]) -> str:
    status = str(row.get("obs_status") or "").strip()
    return f"status {status}" if status else ""


def _page(reply: Reply, path: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    answer = items(json_of(reply), "list")
    about = table(answer[0] if answer else None, "head")
    if "message" in about:
        said = table((about["message"] or [None])[0], "message")
        what = f"{path}: {said.get('value') or said.get('key') or 'it refuses the query'}"
        if str(said.get("id")) == _DELETED:
            raise ProviderError("withdrawn", what, "look for what took its place: kelisim series search")
        raise ProviderError("unreachable", what, "check the indicator's code and the places")
    data = answer[1] if len(answer) > 1 else None
    rows = [table(row, "row") for row in items(data if data is not None else [], "rows")]
    for row in rows:
        if any(not isinstance(row.get(part), dict) or "id" not in row[part] for part in ("indicator", "country")):
            raise ProviderError("unreachable", "a row has no indicator or no country")
        if "value" not in row or "date" not in row:
            raise ProviderError("unreachable", "a row has no value or no date")
        row.setdefault("countryiso3code", "")
    return about, rows
