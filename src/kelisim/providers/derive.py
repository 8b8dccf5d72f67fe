"""An answer to the two files of a series: only what was asked, in one order, in plain digits."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from kelisim.errors import ProviderError, UsageError
from kelisim.model.query import Query
from kelisim.providers.shape import Answer, Value
from kelisim.providers.values import plain


@dataclass(frozen=True, slots=True)
class Derived:
    """The rows of a series' CSV as (period, place, value, note); what the provider sent beyond the query, in words."""

    rows: tuple[tuple[str, str, str, str], ...]
    vintage: str
    url: str
    ignored: tuple[str, ...]
    remarks: tuple[str, ...]

    def csv(self) -> bytes:
        """Return the file."""
        written = io.StringIO(newline="")
        writer = csv.writer(written, lineterminator="\n")
        writer.writerow(("period", "place", "value", "note"))
        writer.writerows(self.rows)
        return written.getvalue().encode("utf-8")


def derive(query: Query, answer: Answer) -> Derived:
    """Return what an answer says of what was asked; raises ``ProviderError`` where that is nothing at all.

    Values are multiplied exactly, in decimal arithmetic. A place and period that come twice with different numbers are
    an answer to another question than was asked, and refused.
    """
    asked = [one for one in answer.values if _is_asked(query, one)]
    ignored = list(answer.ignored)
    for part, inside in (("places", _of_place), ("period", _of_period)):
        beyond = [one for one in answer.values if not inside(query, one)]
        if beyond and part in answer.filtered:
            example = beyond[0].place if part == "places" else str(beyond[0].period)
            ignored.append(f"{len(beyond)} values came beyond the {part} asked for, such as {example}")
    if not any(one.value is not None for one in asked):
        if ignored:
            raise ProviderError("ignored", "; ".join(ignored), "check the query, and the provider's news")
        what = f"{query.indicator} has no value for the places and period asked for"
        raise ProviderError("withdrawn", what, "check the code, the places and the period")
    factor = _factor(query)
    found: dict[tuple[str, str], tuple[str, str]] = {}
    for one in asked:
        key = (one.place, str(one.period))
        number = "" if one.value is None else plain(one.value if factor is None else one.value * factor)
        if key in found and found[key][0] != number:
            what = f"{one.place} has two values for {one.period}: {found[key][0] or 'none'} and {number or 'none'}"
            raise ProviderError("ignored", what, "narrow the query, so that it leads to one number a place and period")
        found[key] = (number, one.note)
    starts = {(one.place, str(one.period)): (one.period.start, one.period.end) for one in asked}
    order = {place: at for at, place in enumerate(query.places)}
    keys = sorted(found, key=lambda key: (order.get(key[0], len(order)), key[0], *map(str, starts[key])))
    rows = tuple((period, place, *found[(place, period)]) for place, period in keys)
    return Derived(rows, answer.vintage or query.version, answer.url, tuple(ignored), answer.remarks)


def _is_asked(query: Query, one: Value) -> bool:
    return _of_place(query, one) and _of_period(query, one)


def _of_place(query: Query, one: Value) -> bool:
    return not query.places or one.place in query.places


def _of_period(query: Query, one: Value) -> bool:
    return query.period is None or query.period.contains(one.period)


def _factor(query: Query) -> Decimal | None:
    if not query.multiply:
        return None
    try:
        return Decimal(query.multiply)
    except InvalidOperation as error:
        raise UsageError(f"multiply is {query.multiply!r}, which is no number", "write digits, such as 1000") from error


def places_without(query: Query, rows: Sequence[tuple[str, str, str, str]]) -> tuple[str, ...]:
    """Return the places asked for that no number came for."""
    there = {place for _, place, value, _ in rows if value}
    return tuple(place for place in query.places if place not in there)
