"""SDMX services, versions 2.1 and 3.0 of the standard (https://sdmx.org).

Answers are read by `sdmx1`, which is the optional part `sdmx`. The indicator is the data flow: AGENCY,FLOW,VERSION or
what the service takes for short. `key` selects within it, dimension by dimension, with `{place}` where the places go.
Multiples that a service states with its numbers (UNIT_MULT: 3 for thousands) are multiplied out, and told.
"""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

from kelisim.errors import MissingExtra, ProviderError, UsageError
from kelisim.model.query import Query
from kelisim.providers.places import Scheme, alpha_2, codes_of
from kelisim.providers.shape import Answer, Ask, Hit, Params, Reply, Value
from kelisim.providers.values import number, period

_SLOT = "{place}"
_PLACES = ("REF_AREA", "GEO", "geo", "COUNTRY", "LOCATION", "BORROWERS_CTY")
_TIMES = ("TIME_PERIOD", "TIME")
_SCHEMES: dict[str, Scheme] = {"alpha-2": "alpha-2", "alpha-3": "alpha-3", "numeric": "numeric"}


class Sdmx:
    """The adapter of any service; those that are known by name differ in address and codes of places."""

    name = "sdmx"
    title = "SDMX service"
    base_url = ""
    key_header = ""
    searchable = False
    place_codes = "alpha-3"
    options: Mapping[str, str] = {
        "key": "The key within the data flow, such as {place}.A.G_GDP; all series if absent.",
        "standard": "2.1 (the default) or 3.0.",
        "place": "The dimension of the places, if it is none of REF_AREA, GEO, COUNTRY and LOCATION.",
        "place_codes": "How places are coded: alpha-3, alpha-2 or numeric.",
        "where": "Values to take: DIMENSION=CODE, several separated by semicolons.",
    }

    def read(self, query: Query, ask: Ask) -> Answer:
        """Return the values of the places; raises ``ProviderError``, ``MissingExtra`` without ``sdmx1``."""
        codes = self._codes(query)
        path, params = self._path(query, "+".join(codes))
        reply = ask(path, params, form="xml")
        wanted = dict(part.split("=", 1) for part in query.options.get("where", "").split(";") if "=" in part)
        values, multiples, renewed = [], set(), ""
        for key, attributes, written in _observations(reply):
            if any(key.get(name.strip()) != code.strip() for name, code in wanted.items()):
                continue
            multiple = str(attributes.get("UNIT_MULT") or key.get("UNIT_MULT") or "0")
            value = number(written)
            if value is not None and multiple not in ("", "0"):
                multiples.add(multiple)
                value *= Decimal(10) ** _power(multiple)
            renewed = max(renewed, str(attributes.get("LAST_UPDATE") or "")[:10])
            status = str(attributes.get("OBS_STATUS") or "")
            note = f"status {status}" if status not in ("", "A") else ""
            values.append(Value(period(_one_of(key, _TIMES)), self._place(query, key, codes), value, note))
        if not values:
            raise ProviderError("withdrawn", f"{query.indicator} has no values for the key", "check the key")
        filtered = {"period"} if params else set()
        return Answer(
            tuple(values),
            renewed,
            reply.url,
            filtered=frozenset(filtered | ({"places"} if _SLOT in query.options.get("key", "") else set())),
            remarks=tuple(f"numbers were stated in units of 10^{one} and multiplied out" for one in sorted(multiples)),
        )

    def _codes(self, query: Query) -> dict[str, str]:
        scheme = query.options.get("place_codes", self.place_codes)
        if scheme not in _SCHEMES:
            raise UsageError(f"place_codes is {scheme!r}", "one of: " + ", ".join(_SCHEMES))
        return codes_of(query, _SCHEMES[scheme])

    def _path(self, query: Query, places: str) -> tuple[str, Params]:
        key = query.options.get("key", "").replace(_SLOT, places)
        start = query.period.start.year if query.period and query.period.start else None
        end = query.period.end.year if query.period and query.period.end else None
        standard = query.options.get("standard", "2.1")
        if standard == "2.1":
            bounds = (("startPeriod", start), ("endPeriod", end))
            return f"/data/{query.indicator}/{key or 'all'}", tuple((n, str(year)) for n, year in bounds if year)
        if standard != "3.0":
            raise UsageError(f"standard is {standard!r}", "one of: 2.1, 3.0")
        parts = query.indicator.split(",")
        if len(parts) != 3:
            raise UsageError(f"{query.indicator!r} is no data flow of SDMX 3.0", "name AGENCY,FLOW,VERSION")
        limits = "+".join(f"{sign}:{year}" for sign, year in (("ge", start), ("le", end)) if year)
        return f"/data/dataflow/{'/'.join(parts)}/{key or '*'}", (("c[TIME_PERIOD]", limits),) if limits else ()

    def _place(self, query: Query, key: Mapping[str, str], codes: Mapping[str, str]) -> str:
        named = query.options.get("place", "")
        code = key.get(named) if named else next((key[name] for name in _PLACES if name in key), None)
        if code is None:
            if len(query.places) == 1 and not named:
                return query.places[0]
            raise UsageError("which dimension holds the places is not known", "place = one of: " + ", ".join(key))
        return codes.get(code) or alpha_2(code)

    def search(self, words: str, ask: Ask) -> tuple[Hit, ...]:
        """Return nothing: services describe data flows, not series."""
        return ()


class Oecd(Sdmx):
    """OECD."""

    name, title, base_url = "oecd", "OECD", "https://sdmx.oecd.org/public/rest"


class Imf(Sdmx):
    """IMF."""

    name, title, base_url = "imf", "International Monetary Fund", "https://api.imf.org/external/sdmx/2.1"


class Eurostat(Sdmx):
    """Eurostat."""

    name, title = "eurostat", "Eurostat"
    base_url = "https://ec.europa.eu/eurostat/api/dissemination/sdmx/2.1"
    place_codes = "alpha-2"


class Ilo(Sdmx):
    """ILO."""

    name, title, base_url = "ilo", "International Labour Organization", "https://sdmx.ilo.org/rest"


class Bis(Sdmx):
    """BIS."""

    name, title, base_url = "bis", "Bank for International Settlements", "https://stats.bis.org/api/v1"
    place_codes = "alpha-2"


def _power(multiple: str) -> int:
    """Return the power of ten that numbers are stated in; raises ``ProviderError`` for what is none."""
    if not re.fullmatch(r"[+-]?\d{1,2}", multiple, re.ASCII):
        raise ProviderError("unreachable", f"the answer's UNIT_MULT is {multiple!r}", "see the provider's notes on it")
    return int(multiple)


def _one_of(key: Mapping[str, str], names: tuple[str, ...]) -> str:
    for name in names:
        if name in key:
            return key[name]
    raise ProviderError("unreachable", "the answer has no dimension of time", "dimensions: " + ", ".join(key))


def _observations(reply: Reply) -> Iterator[tuple[dict[str, str], dict[str, str], Any]]:
    """Yield key, attributes and value of each observation, the value in its own digits where the message is XML."""
    try:
        import sdmx
    except ImportError as error:
        raise MissingExtra("reading SDMX", "sdmx") from error
    form = "JSON" if reply.body.lstrip()[:1] == b"{" else "XML"
    try:
        with _quiet():
            message = sdmx.read_sdmx(io.BytesIO(reply.body), format=form)
    except Exception as error:
        # The library raises whatever its parsers raise.
        what = f"the answer is no SDMX that can be read ({type(error).__name__}: {error})"
        raise ProviderError("unreachable", what, "try again later, or check the data flow and the key") from error
    for data in getattr(message, "data", ()):
        for seen in data.obs:
            key = {name: str(value.value) for name, value in seen.key.values.items()}
            yield key, {name: str(value.value) for name, value in seen.attrib.items()}, seen.value


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep the library from warning about structures that are not needed to read values."""
    log = logging.getLogger("sdmx")
    before = log.level
    log.setLevel(logging.ERROR)
    try:
        yield
    finally:
        log.setLevel(before)
