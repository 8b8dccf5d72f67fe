"""Whatever a provider answers, a reader is told in words: each part of each answer replaced by something else."""

from __future__ import annotations

import contextlib
import copy
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from provider_cases import world_bank_rows
from test_providers_sdmx import GENERIC, JSON, generic

from kelisim.errors import ProviderError, UsageError
from kelisim.model.period import Period
from kelisim.model.query import Query
from kelisim.providers import adapter
from kelisim.providers.derive import derive
from kelisim.providers.shape import Params, Reply

ODD: tuple[Any, ...] = (None, [], {}, "", "odd", 0, True, -1.5, [None], [[]], [{}], {"odd": None})
BANK = [
    {"page": 1, "pages": 1, "per_page": 1000, "total": 2, "lastupdated": "2025-07-01"},
    world_bank_rows({("KAZ", 2020): 0.13, ("KAZ", 2021): None}),
]
INSTITUTE = {
    "hints": [{"message": "a hint"}],
    "records": [
        {"indicatorId": "EXPGDP.TOT", "geoUnit": "KAZ", "year": 2020, "value": 0.13, "magnitude": None, "qualifier": ""}
    ],
}
TRADE = {
    "error": "",
    "data": [
        {
            "reporterCode": 398,
            "partnerCode": 0,
            "period": "2020",
            "flowCode": "X",
            "cmdCode": "TOTAL",
            "partner2Code": 0,
            "customsCode": "C00",
            "motCode": 0,
            "primaryValue": 4.1e9,
            "netWgt": 12.0,
            "isNetWgtEstimated": False,
        }
    ],
}
DOCS = {
    "series": {
        "docs": [
            {
                "provider_code": "WB",
                "dataset_code": "WDI",
                "series_code": "A",
                "indexed_at": "2026-09-30T21:10:00Z",
                "period": ["2020", "2021"],
                "value": ["NA", 0.13],
            }
        ]
    }
}
BUREAU = [
    {
        "terms": ["741880", "741917"],
        "termNames": ["РЕСПУБЛИКА КАЗАХСТАН", "Автомобили легковые"],
        "periods": [{"name": "2020 год", "date": "31.12.2020", "value": "64 790"}],
    }
]
CHART = {
    "chart": {"title": "Cars"},
    "columns": {"Cars": {"shortName": "cars", "citationShort": "IEA", "lastUpdated": "2025-05-14"}},
}


@dataclass
class Replies:
    """Answers by a part of the path, and counts nothing."""

    by_path: Mapping[str, Any]
    keyed: bool = False

    def __call__(self, path: str, params: Params = (), *, form: str = "json", optional: bool = False) -> Reply:
        value = next(value for part, value in self.by_path.items() if part in path)
        body = value if isinstance(value, bytes) else json.dumps(value).encode()
        return Reply(body, {"content-type": "application/json"}, f"https://example.org{path}")


CASES: dict[str, tuple[Query, dict[str, Any]]] = {
    "worldbank": (Query("worldbank", "GB.XPD.RSDV.GD.ZS", ("KZ",)), {"/indicator/": BANK}),
    "uis": (
        Query("uis", "EXPGDP.TOT", ("KZ",)),
        {"/data/indicators": INSTITUTE, "/versions/default": {"version": "20260507-b"}},
    ),
    "comtrade": (
        Query("comtrade", "TOTAL", ("KZ",), period=Period.parse("2020"), options={"flow": "X"}),
        {"/preview/": TRADE, "/getDA/": {"data": [{"reporterCode": 398, "lastReleased": "2026-06-30T00:00:00"}]}},
    ),
    "dbnomics": (Query("dbnomics", "WB/WDI/A", ("KZ",)), {"/series/": DOCS}),
    "taldau": (
        Query("taldau", "701592", ("KZ",), options={"terms": "741917", "dictionaries": "67,848"}),
        {"/GetIndexData/": BUREAU},
    ),
    "owid": (
        Query("owid", "cars", ("KZ",)),
        {".csv": b"Entity,Code,Year,cars\nKazakhstan,KAZ,2020,12\n", ".metadata.json": CHART},
    ),
}


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the path of every part of a JSON value, itself among them."""
    yield path
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in inner:
        yield from places(part, (*path, key))


def changed(value: Any, path: tuple[Any, ...], change: Callable[[Any, Any], None], whole: Any) -> Any:
    if not path:
        return whole
    made = copy.deepcopy(value)
    inner = made
    for key in path[:-1]:
        inner = inner[key]
    change(inner, path[-1])
    return made


def read(provider: str, replies: Mapping[str, Any]) -> None:
    query = CASES[provider][0]
    found = derive(query, adapter(provider).read(query, Replies(replies)))
    assert all(isinstance(cell, str) for row in found.rows for cell in row)


@pytest.mark.parametrize("provider", sorted(CASES))
def test_the_answer_as_it_should_be_is_read(provider: str) -> None:
    read(provider, CASES[provider][1])


@pytest.mark.parametrize("provider", sorted(CASES))
def test_no_part_of_an_answer_breaks_the_reader(provider: str) -> None:
    replies = CASES[provider][1]
    tried = 0
    for name, value in replies.items():
        if isinstance(value, bytes):
            continue
        for path in places(value):
            for odd in ODD:

                def put(inner: Any, key: Any, odd: Any = odd) -> None:
                    inner[key] = odd

                answer = {**replies, name: changed(value, path, put, odd)}
                tried += 1
                try:
                    read(provider, answer)
                except (ProviderError, UsageError):
                    pass
                except Exception as error:
                    raise AssertionError(f"{name} with {odd!r} at {path}: {error!r}") from error
    assert tried > 50


@pytest.mark.parametrize("provider", sorted(CASES))
def test_no_part_that_is_missing_or_comes_twice_breaks_the_reader(provider: str) -> None:
    replies = CASES[provider][1]

    def lose(inner: Any, key: Any) -> None:
        del inner[key]

    def double(inner: Any, key: Any) -> None:
        if isinstance(inner, list):
            inner.insert(key, copy.deepcopy(inner[key]))

    for name, value in replies.items():
        if isinstance(value, bytes):
            continue
        for path in places(value):
            for change in (lose, double):
                try:
                    read(provider, {**replies, name: changed(value, path, change, None)})
                except (ProviderError, UsageError):
                    pass
                except Exception as error:
                    raise AssertionError(f"{name}, {change.__name__} at {path}: {error!r}") from error


@pytest.mark.parametrize(
    "body",
    [b"", b"\xef\xbb\xbf", b"[", b"null", b"\xff\xfe\x00", b"NaN", b'"text"', b"[[[[[]]]]]", "Страна".encode("cp1251")],
)
@pytest.mark.parametrize("provider", sorted(CASES))
def test_what_is_no_such_answer_at_all_is_told(provider: str, body: bytes) -> None:
    with pytest.raises(ProviderError):
        read(provider, dict.fromkeys(CASES[provider][1], body))


OECD = Query("oecd", "OECD.STI,DSD_MSTI,1.3", ("KZ", "CN"), options={"key": "{place}.A"})


def read_sdmx(body: bytes) -> None:
    with contextlib.suppress(ProviderError, UsageError):
        derive(OECD, adapter("oecd").read(OECD, Replies({"": body})))


def test_no_part_of_an_sdmx_message_breaks_the_reader() -> None:
    pytest.importorskip("sdmx")
    xml = GENERIC.format(series=generic("KAZ", {"2021": "0.13"}, multiple="3"))
    read_sdmx(xml.encode())
    for mark in re.finditer(r'"[^"]*"', xml):
        for odd in ('""', '"odd"', '"é"', '"-1"', '"NaN"', '"1e400"'):
            read_sdmx((xml[: mark.start()] + odd + xml[mark.end() :]).encode())
    for mark in re.finditer(r"<generic:[A-Za-z]+[^>]*/>", xml):
        for instead in ("", mark[0] * 2):
            read_sdmx((xml[: mark.start()] + instead + xml[mark.end() :]).encode())
    for end in range(0, len(xml), 37):
        read_sdmx(xml[:end].encode())
    for path in places(JSON):
        for odd in (None, [], {}, "odd", 7):

            def put(inner: Any, key: Any, odd: Any = odd) -> None:
                inner[key] = odd

            read_sdmx(json.dumps(changed(JSON, path, put, odd)).encode())
