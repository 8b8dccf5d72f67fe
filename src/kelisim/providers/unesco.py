"""UNESCO Institute for Statistics, data API.

Documented at https://api.uis.unesco.org/api/public/documentation. Each answer belongs to a version of the database;
without `version` the one that is current is asked for by its name, so that the answer can be told from later ones. The
service passes over parameters it does not know and answers unknown codes with status 200, no records and a hint.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kelisim.errors import ProviderError
from kelisim.model.query import Query
from kelisim.providers.decoding import field, items, json_of, table
from kelisim.providers.places import codes_of
from kelisim.providers.shape import Answer, Ask, Hit, Value
from kelisim.providers.values import number, period

_MOST_RECORDS = 100_000


class Unesco:
    """The adapter; the version is the vintage."""

    name = "uis"
    title = "UNESCO Institute for Statistics"
    base_url = "https://api.uis.unesco.org"
    key_header = ""
    searchable = True
    options: Mapping[str, str] = {}

    def read(self, query: Query, ask: Ask) -> Answer:
        """Return the values of one version; raises ``ProviderError``."""
        version = self._version(query, ask)
        codes = codes_of(query, "alpha-3")
        params = [("indicator", query.indicator), *(("geoUnit", code) for code in codes)]
        if query.period and query.period.start:
            params.append(("start", str(query.period.start.year)))
        if query.period and query.period.end:
            params.append(("end", str(query.period.end.year)))
        reply = ask("/api/public/data/indicators", (*params, ("version", version)))
        answer = table(json_of(reply), "object")
        records = [table(row, "record") for row in items(answer.get("records"), "records")]
        hints = tuple(str(table(hint, "hint").get("message", "")) for hint in items(answer.get("hints") or [], "hints"))
        if not records:
            what = "; ".join(hints) or f"{query.indicator} has no records in version {version}"
            raise ProviderError("withdrawn", what, "look the code up again: kelisim series search")
        if len(records) >= _MOST_RECORDS:
            raise ProviderError("unreachable", f"the answer stops at {len(records)} records", "ask for fewer places")
        others = sorted({str(row.get("indicatorId")) for row in records} - {query.indicator})
        values = tuple(
            Value(
                period(row.get("year")),
                codes.get(str(row.get("geoUnit"))) or str(row.get("geoUnit")),
                number(row.get("value")),
                _marks(row),
            )
            for row in records
            if str(row.get("indicatorId")) == query.indicator
        )
        return Answer(
            values,
            version,
            reply.url,
            filtered=frozenset(({"places"} if codes else set()) | ({"period"} if query.period else set())),
            ignored=(f"it answered for {', '.join(others)} besides {query.indicator}",) if others else (),
            remarks=hints,
        )

    def _version(self, query: Query, ask: Ask) -> str:
        """Return the version pinned, which must be one that is served, or the current one."""
        if not query.version:
            return str(field(table(json_of(ask("/api/public/versions/default")), "version"), "version"))
        served = [
            str(table(one, "version").get("version")) for one in items(json_of(ask("/api/public/versions")), "list")
        ]
        if query.version not in served:
            what = f"version {query.version} is served no longer"
            raise ProviderError("withdrawn", what, f"the newest is {served[0]}" if served else "")
        return query.version

    def search(self, words: str, ask: Ask) -> tuple[Hit, ...]:
        """Return the indicators that have every word in their name."""
        wanted = words.casefold().split()
        found = [table(row, "indicator") for row in items(json_of(ask("/api/public/definitions/indicators")), "list")]
        return tuple(
            Hit(self.name, str(row["indicatorCode"]), str(row["name"]), self.title)
            for row in found
            if all(word in f"{row.get('name')} {row.get('indicatorCode')}".casefold() for word in wanted)
        )


def _marks(row: Mapping[str, Any]) -> str:
    marks = (f"{name} {row[name]}" for name in ("magnitude", "qualifier") if row.get(name))
    return "; ".join(marks)
