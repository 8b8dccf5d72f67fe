"""Bureau of National Statistics of Kazakhstan, the database taldau.

The address of an indicator shows its number, and its table the numbers of the period and of the dictionaries it is
divided by (https://taldau.stat.gov.kz/ru/NewIndex/GetIndex/704447). Dates are written day first, numbers are texts with
a decimal comma, and what is not there is a hyphen or an x. The service names no edition, so that the day of retrieval
stands for it.
"""

from __future__ import annotations

from collections.abc import Mapping

from kelisim.errors import ProviderError, UsageError
from kelisim.model.period import Period
from kelisim.model.query import Query
from kelisim.providers.decoding import items, json_of, table
from kelisim.providers.shape import Answer, Ask, Hit, Value
from kelisim.providers.values import day_first, number

_COUNTRY = {"KZ": "741880"}
_MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}
# What the bureau's numbers of periods mean; 8 and 9 run from January on.
_KNOWN = {"4": "month", "5": "quarter", "6": "half", "7": "year", "8": "to-date", "9": "to-date"}


class Taldau:
    """The adapter; places are regions by the bureau's number, the country's is known."""

    name = "taldau"
    title = "Bureau of National Statistics of Kazakhstan"
    base_url = "https://taldau.stat.gov.kz"
    key_header = ""
    searchable = False
    options: Mapping[str, str] = {
        "period": "The bureau's number of the period: 7 for years (the default), 5 quarters, 4 months.",
        "span": "year, quarter, half, month or to-date (from January on), where the number of the period is another.",
        "dictionaries": "Numbers of the dictionaries, separated by commas; 67, the regions, is the default.",
        "terms": "Numbers of the terms that a row must have besides the region, separated by commas.",
    }

    def read(self, query: Query, ask: Ask) -> Answer:
        """Return the rows of the regions asked for; raises ``ProviderError``."""
        number_of_period = query.options.get("period", "7")
        span = query.options.get("span") or _KNOWN.get(number_of_period, "")
        if span not in _MONTHS and span != "to-date":
            raise UsageError(f"what period {number_of_period} means is not known", "say it as span")
        regions = {query.codes.get(place) or _COUNTRY.get(place, ""): place for place in query.places}
        if "" in regions or not regions:
            raise UsageError(
                f"{regions.get('', 'no place')} has no number", "give the bureau's own under [fetch.codes]"
            )
        reply = ask(
            f"/ru/Api/GetIndexData/{query.indicator}",
            (("period", number_of_period), ("dics", query.options.get("dictionaries", "67"))),
        )
        needed = {one.strip() for one in query.options.get("terms", "").split(",")} - {""}
        rows = [table(row, "row") for row in items(json_of(reply), "rows")]
        if not rows:
            raise ProviderError("withdrawn", f"indicator {query.indicator} has no rows", "look its number up again")
        values = []
        for row in rows:
            terms = {str(term) for term in items(row.get("terms"), "terms")}
            region = next((code for code in regions if code in terms), None)
            if region is None or not needed <= terms:
                continue
            for one in (table(each, "period") for each in items(row.get("periods"), "periods")):
                values.append(
                    Value(
                        _period(day_first(str(one.get("date"))), span),
                        regions[region],
                        number(one.get("value"), decimal="," if "," in str(one.get("value")) else "."),
                    )
                )
        return Answer(tuple(values), "", reply.url)

    def search(self, words: str, ask: Ask) -> tuple[Hit, ...]:
        """Return nothing: its search is made for browsers."""
        return ()


def _period(day: Period, span: str) -> Period:
    """Return the period that ends on a day."""
    assert day.end is not None
    end = day.end
    if span == "to-date":
        return Period.parse(f"{end.year}-01/{end.year}-{end.month:02d}")
    if span == "year":
        return Period.parse(str(end.year))
    if span == "month":
        return Period.parse(f"{end.year}-{end.month:02d}")
    return Period.parse(f"{end.year}-{'Q' if span == 'quarter' else 'H'}{-(-end.month // _MONTHS[span])}")
