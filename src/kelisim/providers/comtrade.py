"""UN Comtrade, API version 1.

Documented at https://uncomtrade.org/docs/un-comtrade-api. The places are the reporters. Without a key the preview is
asked, one year at a time, which stops at 500 records; with one, the full service. A quota that is used up is told with
status 403. With `mirror` each number carries what the partner reports of the same trade: the two hardly ever agree, as
imports are valued with freight and insurance, and countries of origin and of consignment differ.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from kelisim.errors import ProviderError, UsageError
from kelisim.model.query import Query
from kelisim.providers.decoding import items, json_of, table
from kelisim.providers.places import Scheme, codes_of
from kelisim.providers.shape import Answer, Ask, Hit, Params, Value
from kelisim.providers.values import number, period, plain

_PREVIEW_LIMIT, _KEYED_LIMIT = 500, 100_000
_PERIODS_A_REQUEST = 12
_OPPOSITE = {"M": "X", "X": "M"}
_MEASURES = ("primaryValue", "netWgt", "qty")
_NUMERIC: Scheme = "numeric"
Row = Mapping[str, Any]


class Comtrade:
    """The adapter; the vintage is the latest release of the reporters' data."""

    name = "comtrade"
    title = "UN Comtrade"
    base_url = "https://comtradeapi.un.org"
    key_header = "Ocp-Apim-Subscription-Key"
    searchable = False
    options: Mapping[str, str] = {
        "flow": "M for imports (the default), X for exports.",
        "partner": "The other country, by its ISO 3166 code or Comtrade's number; 0, the default, is the world.",
        "measure": "primaryValue (US dollars, the default), netWgt (kilograms) or qty.",
        "frequency": "A for years (the default), M for months.",
        "classification": "HS, the default, or another that Comtrade knows.",
        "mirror": "yes to note beside each number what the partner reports of the same trade.",
    }

    def read(self, query: Query, ask: Ask) -> Answer:
        """Return the reporters' values; raises ``ProviderError``, ``UsageError`` for an option out of its range."""
        flow, measure = query.options.get("flow", "M"), query.options.get("measure", "primaryValue")
        if flow not in _OPPOSITE or measure not in _MEASURES:
            raise UsageError(f"flow {flow!r} with measure {measure!r} cannot be asked for", "see the page of providers")
        reporters, partner = codes_of(query, _NUMERIC, comtrade=True), _partner(query)
        kind = f"C/{query.options.get('frequency', 'A')}/{query.options.get('classification', 'HS')}"
        times = _times(query)
        found = _Flow(kind, query.indicator, flow, ",".join(reporters), partner)
        rows, url, ignored = found.rows(ask, times)
        mirrored: dict[tuple[str, str], Decimal | None] = {}
        if query.options.get("mirror", "no") == "yes":
            if partner == "0":
                raise UsageError("the world reports nothing, so there is no mirror", "name a partner")
            other, _, _ = _Flow(kind, query.indicator, _OPPOSITE[flow], partner, ",".join(reporters)).rows(ask, times)
            mirrored = {(str(row["partnerCode"]), str(row["period"])): _measured(row, measure) for row in other}
        values, apart = [], []
        for row in rows:
            value, key = _measured(row, measure), (str(row["reporterCode"]), str(row["period"]))
            marks = [_estimated(row, measure)]
            if mirrored and (there := mirrored.get(key)) is not None:
                marks.append(f"mirror {plain(there)}")
                if value:
                    apart.append(abs(there - value) / value * 100)
            note = "; ".join(mark for mark in marks if mark)
            values.append(Value(_period(str(row["period"])), reporters.get(key[0], key[0]), value, note))
        remarks = [] if ask.keyed else ["asked without a key: the preview, which may lack records"]
        if apart:
            remarks.append(f"the mirror flow lies {max(apart):.1f}% away at most, in {len(apart)} comparisons")
        return Answer(
            tuple(values),
            _released(ask, kind, ",".join(reporters)),
            url,
            filtered=frozenset({"places", "period"}),
            ignored=tuple(ignored),
            remarks=tuple(remarks),
        )

    def search(self, words: str, ask: Ask) -> tuple[Hit, ...]:
        """Return nothing: codes of the Harmonized System are looked up elsewhere."""
        return ()


class _Flow:
    """One flow between reporters and partners, asked for period by period."""

    def __init__(self, kind: str, commodity: str, flow: str, reporters: str, partners: str) -> None:
        self._kind, self._commodity, self._flow = kind, commodity, flow
        self._reporters, self._partners = reporters, partners

    def rows(self, ask: Ask, times: list[str]) -> tuple[list[Row], str, list[str]]:
        """Return the totals over modes of transport and customs procedures, their address, and what was ignored."""
        path = f"/data/v1/get/{self._kind}" if ask.keyed else f"/public/v1/preview/{self._kind}"
        size = _PERIODS_A_REQUEST if ask.keyed else 1
        rows: list[Row] = []
        url = ""
        for start in range(0, len(times), size):
            reply = ask(path, self._params(",".join(times[start : start + size])))
            url = url or reply.url
            answer = table(json_of(reply), "object")
            if answer.get("error"):
                raise ProviderError("unreachable", f"it says: {answer['error']}", "check the query")
            data = [table(row, "row") for row in items(answer.get("data"), "data")]
            if len(data) >= (_KEYED_LIMIT if ask.keyed else _PREVIEW_LIMIT):
                hint = "ask for fewer commodities or places, or use a key"
                raise ProviderError("unreachable", f"the answer stops at {len(data)} records", hint)
            rows.extend(data)
        for name in ("reporterCode", "partnerCode", "period", "flowCode", "cmdCode"):
            if any(name not in row for row in rows):
                raise ProviderError("unreachable", f"a row has no {name}", "Comtrade may have changed its interface")
        wanted = [row for row in rows if row["flowCode"] == self._flow and str(row["cmdCode"]) == self._commodity]
        partners = self._partners.split(",")
        wanted = [row for row in wanted if str(row["partnerCode"]) in partners]
        ignored = [f"{len(rows) - len(wanted)} rows are of another flow, commodity or partner"] * (
            len(wanted) < len(rows)
        )
        return [row for row in wanted if _is_total(row)], url, ignored

    def _params(self, times: str) -> Params:
        return (
            ("reporterCode", self._reporters),
            ("period", times),
            ("partnerCode", self._partners),
            ("cmdCode", self._commodity),
            ("flowCode", self._flow),
            ("partner2Code", "0"),
            ("customsCode", "C00"),
            ("motCode", "0"),
        )


def _partner(query: Query) -> str:
    named = query.options.get("partner", "0")
    if named.isdigit():
        return named
    (code,) = codes_of(Query(query.provider, query.indicator, (named,)), _NUMERIC, comtrade=True)
    return code


def _times(query: Query) -> list[str]:
    if query.period is None or query.period.start is None or query.period.end is None:
        raise UsageError("UN Comtrade is asked period by period", 'say from when to when: period = "2013/2024"')
    first, last = query.period.start, query.period.end
    years = range(first.year, last.year + 1)
    if query.options.get("frequency", "A") == "A":
        return [str(year) for year in years]
    months = [(year, month) for year in years for month in range(1, 13)]
    return [f"{y}{m:02d}" for y, m in months if (first.year, first.month) <= (y, m) <= (last.year, last.month)]


def _period(text: str) -> Any:
    return period(f"{text[:4]}-{text[4:]}" if len(text) == 6 else text)


def _is_total(row: Row) -> bool:
    return (row.get("partner2Code") or 0) == 0 and row.get("customsCode", "C00") == "C00" and not row.get("motCode")


def _measured(row: Row, measure: str) -> Decimal | None:
    """Return a row's number; nought kilograms or pieces of a trade that has a value mean that they are not known."""
    value = number(row.get(measure))
    unknown = measure != "primaryValue" and not value and number(row.get("primaryValue"))
    return None if unknown or (measure == "qty" and row.get("qtyUnitCode") == -1) else value


def _estimated(row: Row, measure: str) -> str:
    flag = {"netWgt": "isNetWgtEstimated", "qty": "isQtyEstimated"}.get(measure, "")
    return "estimated" if row.get(flag) else ""


def _released(ask: Ask, kind: str, reporters: str) -> str:
    """Return the day of the latest release, "" where it is not told."""
    reply = ask(f"/public/v1/getDA/{kind}", (("reporterCode", reporters),), optional=True)
    if not reply.body:
        return ""
    answer = json_of(reply)
    rows = answer.get("data") if isinstance(answer, dict) else None
    rows = rows if isinstance(rows, list) else []
    return max((str(row.get("lastReleased") or "")[:10] for row in rows if isinstance(row, dict)), default="")
