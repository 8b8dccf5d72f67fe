"""DBnomics, API version 22, which re-publishes some ninety providers.

Documented at https://db.nomics.world/docs/web-api. A series has one code of the form PROVIDER/DATASET/SERIES and as a
rule one place; where the code holds `{place}` it is asked for once for each place. Values that are not there are the
text NA.
"""

from __future__ import annotations

from collections.abc import Mapping

from kelisim.errors import ProviderError, UsageError
from kelisim.model.query import Query
from kelisim.providers.decoding import items, json_of, table
from kelisim.providers.places import Scheme, codes_of
from kelisim.providers.shape import Answer, Ask, Hit, Value
from kelisim.providers.values import number, period

_SLOT = "{place}"
_SCHEMES: dict[str, Scheme] = {"alpha-2": "alpha-2", "alpha-3": "alpha-3", "numeric": "numeric"}


class DBnomics:
    """The adapter; the vintage is the day on which DBnomics indexed the series."""

    name = "dbnomics"
    title = "DBnomics"
    base_url = "https://api.db.nomics.world/v22"
    key_header = ""
    searchable = True
    options: Mapping[str, str] = {
        "place_codes": "What takes the place of {place}: alpha-3 (the default), alpha-2 or numeric."
    }

    def read(self, query: Query, ask: Ask) -> Answer:
        """Return the values of one series a place; raises ``ProviderError``."""
        values: list[Value] = []
        vintage, url = "", ""
        for code, place in self._codes(query).items():
            wanted = query.indicator.replace(_SLOT, code)
            reply = ask(f"/series/{wanted}", (("observations", "1"), ("format", "json")))
            url = url or reply.url
            docs = items(table(table(json_of(reply), "object").get("series"), "series").get("docs"), "docs")
            if len(docs) != 1:
                status = "ignored" if docs else "withdrawn"
                raise ProviderError(status, f"{wanted} leads to {len(docs)} series", "name one series in full")
            one = table(docs[0], "series")
            said = f"{one.get('provider_code')}/{one.get('dataset_code')}/{one.get('series_code')}"
            if said != wanted and "None" not in said:
                raise ProviderError("ignored", f"it answered for {said} instead of {wanted}")
            times, numbers = items(one.get("period"), "periods"), items(one.get("value"), "values")
            if len(times) != len(numbers):
                raise ProviderError("unreachable", f"{len(times)} periods came with {len(numbers)} values", "try again")
            values.extend(Value(period(t), place, number(n)) for t, n in zip(times, numbers, strict=True))
            vintage = max(vintage, str(one.get("indexed_at") or "")[:10])
        remark = f"DBnomics re-publishes {query.indicator.split('/')[0]}: the two are one origin"
        return Answer(tuple(values), vintage, url, remarks=(remark,))

    def _codes(self, query: Query) -> dict[str, str]:
        if query.indicator.count("/") != 2:
            raise UsageError(f"{query.indicator!r} is no series of DBnomics", "name PROVIDER/DATASET/SERIES")
        if _SLOT in query.indicator:
            scheme = query.options.get("place_codes", "alpha-3")
            if scheme not in _SCHEMES:
                raise UsageError(f"place_codes is {scheme!r}", "one of: " + ", ".join(_SCHEMES))
            return codes_of(query, _SCHEMES[scheme])
        if len(query.places) != 1:
            raise UsageError(
                "the code names one series, so there is one place", f"name one, or put {_SLOT} in the code"
            )
        return {"": query.places[0]}

    def search(self, words: str, ask: Ask) -> tuple[Hit, ...]:
        """Return the data sets that DBnomics finds; each holds many series."""
        answer = table(json_of(ask("/search", (("q", words), ("limit", "20")))), "object")
        docs = [table(one, "data set") for one in items(table(answer.get("results"), "results").get("docs"), "docs")]
        return tuple(
            Hit(
                self.name,
                f"{one['provider_code']}/{one['code']}/…",
                str(one.get("name") or one["code"]),
                self.title,
                note=f"a data set of {one.get('nb_series', 'many')} series; its page shows their codes",
            )
            for one in docs
        )
