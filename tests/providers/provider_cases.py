"""What the tests of providers share: a study whose series have a provider, and a client that never sleeps."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from werkzeug import Request, Response

from kelisim.engine.retrieval import Source
from kelisim.model.period import Period
from kelisim.model.query import Query
from kelisim.providers import adapter
from kelisim.providers.derive import Derived, derive
from kelisim.providers.http import Http, Limits
from kelisim.providers.sessions import Live

QUICK = Limits(timeout=2.0)


class Clock:
    """Takes the pauses without sleeping and remembers them."""

    def __init__(self) -> None:
        self.pauses: list[float] = []
        self.now = datetime(2026, 11, 24, 10, 15, tzinfo=UTC)

    def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)

    def client(self, limits: Limits = QUICK) -> Http:
        return Http(limits, sleep=self.sleep, now=lambda: self.now)

    def source(self, environment: Mapping[str, str], limits: Limits = QUICK) -> Source:
        return Source(http=lambda: self.client(limits), environment=environment, now=lambda: self.now)


def read(
    provider: str,
    url: str,
    clock: Clock | None = None,
    environment: Mapping[str, str] | None = None,
    period: str = "",
    **query: Any,
) -> Derived:
    """Return what an adapter makes of a server at ``url``."""
    chosen, clock = adapter(provider), clock or Clock()
    asked = Query(provider, **query, period=Period.parse(period) if period else None)
    name = f"KELISIM_{provider.upper()}_URL"
    http = clock.client()
    try:
        live = Live(chosen, asked, http, {name: url, **(environment or {})})
        return derive(asked, chosen.read(asked, live))
    finally:
        http.close()


def world_bank_rows(values: Mapping[tuple[str, int], float | None], indicator: str = "GB.XPD.RSDV.GD.ZS") -> list[Any]:
    """Return rows as the Indicators API writes them, from (alpha-3 code, year) → value."""
    return [
        {
            "indicator": {"id": indicator, "value": "Research and development expenditure (% of GDP)"},
            "country": {"id": code[:2], "value": code},
            "countryiso3code": code,
            "date": str(year),
            "value": value,
            "unit": "",
            "obs_status": "",
            "decimal": 2,
        }
        for (code, year), value in values.items()
    ]


class WorldBankServer:
    """Answers like the Indicators API: pages of ``per_page``, at most ``largest``, filtered as asked."""

    def __init__(self, values: Mapping[tuple[str, int], float | None], updated: str, largest: int = 1000) -> None:
        self.values, self.updated, self.largest = values, updated, largest
        self.requests: list[str] = []

    def __call__(self, request: Request) -> Response:
        self.requests.append(request.full_path)
        codes = request.path.split("/")[-3].split(";")
        first, _, last = request.args.get("date", "0:9999").partition(":")
        chosen = {
            key: value for key, value in self.values.items() if key[0] in codes and int(first) <= key[1] <= int(last)
        }
        rows = world_bank_rows(chosen, request.path.split("/")[-1])
        size, page = min(int(request.args["per_page"]), self.largest), int(request.args["page"])
        pages = -(-len(rows) // size)
        about = {
            "page": page,
            "pages": pages,
            "per_page": size,
            "total": len(rows),
            "sourceid": "2",
            "lastupdated": self.updated,
        }
        return as_json([about, rows[(page - 1) * size : page * size] or None])


def as_json(value: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """Return a JSON response."""
    return Response(json.dumps(value), status, headers, content_type="application/json;charset=utf-8")


DESCRIPTION = """\
# The council's own figure is to be checked by this one.
title = "Share of trips by bicycle, World Bank (invented)"
indicator = "cycling-share"
unit = "percent"
source = "counters"
step = 0.1

[fetch]
from = "worldbank"
indicator = "TR.CYC.ZS"
places = ["Northtown"]
period = "2018/2022"

[fetch.codes]
Northtown = "NTN"
"""


def describe(study: Path, name: str = "bank", text: str = DESCRIPTION) -> Path:
    """Describe a series of a study and return the description's path."""
    path = study / "series" / f"{name}.toml"
    path.write_text(text, encoding="utf-8")
    return path


NORTHTOWN = {("NTN", 2018): 6.1, ("NTN", 2019): 6.4, ("NTN", 2020): None, ("NTN", 2021): 9.4, ("NTN", 2022): 9.9}
REVISED = {**NORTHTOWN, ("NTN", 2021): 8.1, ("NTN", 2020): 7.7}
