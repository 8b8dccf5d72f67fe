"""UN Comtrade: preview and key, quotas told as 403, limits, totals, and mirror flows that disagree."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from provider_cases import Clock, as_json, describe, read
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from kelisim.api import Study
from kelisim.errors import ProviderError, UsageError

PREVIEW, FULL = "/public/v1/preview/C/A/HS", "/data/v1/get/C/A/HS"
KEY = "0123abcd4567"


def row(reporter: int, partner: int, flow: str, year: int, value: float | None, **more: Any) -> dict[str, Any]:
    return {
        "typeCode": "C",
        "freqCode": "A",
        "refYear": year,
        "period": str(year),
        "reporterCode": reporter,
        "flowCode": flow,
        "partnerCode": partner,
        "partner2Code": 0,
        "cmdCode": "TOTAL",
        "customsCode": "C00",
        "motCode": 0,
        "qtyUnitCode": -1,
        "qty": 0,
        "netWgt": 0,
        "isNetWgtEstimated": False,
        "primaryValue": value,
        **more,
    }


# What China and Kazakhstan report of one trade; the figures are invented, the distance is of the usual size.
TRADE = [
    row(156, 398, "X", 2021, 13.98e9),
    row(398, 156, "M", 2021, 8.24e9),
    row(156, 398, "X", 2022, 16.4e9),
    row(398, 156, "M", 2022, 11.0e9),
    row(398, 156, "X", 2022, 13.1e9),
]


class Service:
    """Answers from rows, filtered as asked."""

    def __init__(self, rows: list[dict[str, Any]]) -> None:
        self.rows = rows
        self.asked: list[dict[str, str]] = []

    def __call__(self, request: Request) -> Response:
        self.asked.append(dict(request.args.items()))

        def among(name: str, value: Any) -> bool:
            return str(value) in request.args[name].split(",")

        chosen = [
            one
            for one in self.rows
            if all(among(name, one[name]) for name in ("reporterCode", "partnerCode", "period", "flowCode", "cmdCode"))
        ]
        return as_json({"elapsedTime": "0.1 secs", "count": len(chosen), "data": chosen, "error": ""})


@pytest.fixture
def service(httpserver: HTTPServer) -> Service:
    one = Service(TRADE)
    httpserver.expect_request(PREVIEW).respond_with_handler(one)
    released = [{"reporterCode": 156, "lastReleased": "2026-06-30T00:00:00"}, {"lastReleased": "2025-01-31T00:00:00"}]
    httpserver.expect_request("/public/v1/getDA/C/A/HS").respond_with_json({"data": released})
    return one


def ask(server: HTTPServer, **more: Any) -> Any:
    query = {"indicator": "TOTAL", "places": ("CN",), "period": "2021/2022", **more}
    query.setdefault("options", {"flow": "X", "partner": "KZ"})
    return read("comtrade", server.url_for(""), **query)


def test_without_a_key_the_preview_is_asked_year_by_year(service: Service, httpserver: HTTPServer) -> None:
    found = ask(httpserver)
    assert found.rows == (("2021", "CN", "13980000000.0", ""), ("2022", "CN", "16400000000.0", ""))
    assert [one["period"] for one in service.asked] == ["2021", "2022"]
    assert found.vintage == "2026-06-30"
    assert found.remarks == ("asked without a key: the preview, which may lack records",)


def test_with_a_key_the_full_service_is_asked_at_once(httpserver: HTTPServer) -> None:
    service = Service(TRADE)
    httpserver.expect_request(FULL, headers={"Ocp-Apim-Subscription-Key": KEY}).respond_with_handler(service)
    found = ask(httpserver, environment={"KELISIM_COMTRADE_KEY": KEY})
    assert len(found.rows) == 2
    assert [one["period"] for one in service.asked] == ["2021,2022"]
    # Nobody answers when the data were released: the numbers are had all the same.
    assert (found.vintage, found.remarks) == ("", ())


def test_a_quota_used_up_is_told_as_such(httpserver: HTTPServer) -> None:
    said = {"statusCode": 403, "message": "Out of call volume quota. Quota will be replenished in 02:11:15."}
    httpserver.expect_request(PREVIEW).respond_with_handler(lambda request: as_json(said, 403))
    clock = Clock()
    with pytest.raises(ProviderError, match=r"Quota will be replenished in 02:11:15") as raised:
        ask(httpserver, clock=clock)
    assert (raised.value.status, clock.pauses) == ("unreachable", [])
    assert "quota" in raised.value.problems[0].hint


def test_a_quota_that_is_soon_filled_again_is_waited_for(service: Service, httpserver: HTTPServer) -> None:
    server = HTTPServer(port=0)
    with server:
        server.expect_ordered_request(PREVIEW).respond_with_data("quota", 403, {"Retry-After": "3"})
        for _ in range(3):
            server.expect_ordered_request(PREVIEW).respond_with_handler(service)
        clock = Clock()
        found = read(
            "comtrade",
            server.url_for(""),
            clock,
            indicator="TOTAL",
            places=("CN",),
            period="2022",
            options={"flow": "X", "partner": "KZ"},
        )
    assert found.rows == (("2022", "CN", "16400000000.0", ""),)
    assert clock.pauses[0] == 3.0


def test_a_full_preview_is_taken_for_cut_off(httpserver: HTTPServer) -> None:
    rows = [row(156, 398, "X", 2021, 1.0)] * 500
    httpserver.expect_request(PREVIEW).respond_with_json({"count": 500, "data": rows, "error": ""})
    with pytest.raises(ProviderError, match="stops at 500 records"):
        ask(httpserver)


def test_mirror_flows_are_set_side_by_side_and_never_averaged(service: Service, httpserver: HTTPServer) -> None:
    found = ask(httpserver, options={"flow": "X", "partner": "KZ", "mirror": "yes"})
    assert found.rows == (
        ("2021", "CN", "13980000000.0", "mirror 8240000000.0"),
        ("2022", "CN", "16400000000.0", "mirror 11000000000.0"),
    )
    # (13.98 - 8.24) / 13.98
    assert "the mirror flow lies 41.1% away at most, in 2 comparisons" in found.remarks
    with pytest.raises(UsageError, match="the world reports nothing"):
        ask(httpserver, options={"mirror": "yes"})


def test_parts_of_a_total_are_not_added_to_it(httpserver: HTTPServer) -> None:
    rows = [
        row(156, 398, "X", 2021, 10.0),
        row(156, 398, "X", 2021, 7.0, motCode=2100),
        row(156, 398, "X", 2021, 6.0, customsCode="C04"),
        row(156, 398, "X", 2021, 5.0, partner2Code=643),
    ]
    httpserver.expect_request(PREVIEW).respond_with_json({"data": rows, "error": ""})
    assert ask(httpserver, period="2021").rows == (("2021", "CN", "10.0", ""),)


def test_a_flow_that_was_not_asked_for_is_noticed(httpserver: HTTPServer) -> None:
    rows = [row(156, 398, "X", 2021, 10.0), row(156, 398, "M", 2021, 4.0), row(156, 0, "X", 2021, 99.0)]
    httpserver.expect_request(PREVIEW).respond_with_json({"data": rows, "error": ""})
    found = ask(httpserver, period="2021")
    assert found.rows == (("2021", "CN", "10.0", ""),)
    assert found.ignored == ("2 rows are of another flow, commodity or partner",)


def test_weights_that_are_not_known_are_gaps(httpserver: HTTPServer) -> None:
    rows = [
        row(156, 398, "X", 2021, 10.0),
        row(156, 398, "X", 2022, 10.0, netWgt=31.5, isNetWgtEstimated=True),
    ]
    httpserver.expect_request(PREVIEW).respond_with_json({"data": rows, "error": ""})
    found = ask(httpserver, options={"flow": "X", "partner": "398", "measure": "netWgt"})
    assert found.rows == (("2021", "CN", "", ""), ("2022", "CN", "31.5", "estimated"))


def test_an_error_inside_200_and_a_period_left_open(httpserver: HTTPServer) -> None:
    httpserver.expect_request(PREVIEW).respond_with_json({"data": [], "error": "Invalid cmdCode"})
    with pytest.raises(ProviderError, match="Invalid cmdCode"):
        ask(httpserver)
    with pytest.raises(UsageError, match="period by period"):
        ask(httpserver, period="2021/..")


@pytest.mark.parametrize(("place", "code"), [("US", "842"), ("IN", "699"), ("CH", "757"), ("AU", "36"), ("KZ", "398")])
def test_reporters_have_comtrade_s_own_numbers(httpserver: HTTPServer, place: str, code: str) -> None:
    service = Service([])
    httpserver.expect_request(PREVIEW).respond_with_handler(service)
    with pytest.raises(ProviderError):
        ask(httpserver, places=(place,), period="2021")
    assert service.asked[0]["reporterCode"] == code


def test_months_are_asked_for_one_by_one(httpserver: HTTPServer) -> None:
    service = Service([{**row(156, 398, "X", 2021, 1.5), "period": "202112"}])
    httpserver.expect_request("/public/v1/preview/C/M/HS").respond_with_handler(service)
    found = ask(httpserver, period="2021-11/2022-01", options={"flow": "X", "partner": "KZ", "frequency": "M"})
    assert [one["period"] for one in service.asked] == ["202111", "202112", "202201"]
    assert found.rows == (("2021-12", "CN", "1.5", ""),)


def test_the_key_never_reaches_the_study(
    small_study: Path, httpserver: HTTPServer, capsys: pytest.CaptureFixture[str]
) -> None:
    """Not even where the service echoes it in a body and in headers."""

    def echo(request: Request) -> Response:
        rows = [row(156, 398, "X", 2021, 7.5, you=request.headers["Ocp-Apim-Subscription-Key"])]
        return as_json({"data": rows, "error": ""}, headers={"ETag": KEY})

    httpserver.expect_request(FULL).respond_with_handler(echo)
    describe(
        small_study,
        "trade",
        'title = "Exports"\nindicator = "cycling-share"\nunit = "percent"\nsource = "counters"\n[fetch]\n'
        'from = "comtrade"\nindicator = "TOTAL"\nplaces = ["CN"]\nperiod = "2021"\n'
        '[fetch.options]\nflow = "X"\npartner = "KZ"\n',
    )
    environment = {"KELISIM_COMTRADE_URL": httpserver.url_for(""), "KELISIM_COMTRADE_KEY": KEY}
    study = Study.open(small_study)
    (fetched,) = study.fetch(source=Clock().source(environment), say=print)
    assert fetched.status == "new"
    written = b"".join(path.read_bytes() for path in small_study.rglob("*") if path.is_file())
    assert KEY.encode() not in written
    printed = capsys.readouterr()
    assert KEY not in printed.out + printed.err + repr(fetched)
    record = json.loads((small_study / "series/snapshots" / fetched.snapshot).read_text())
    assert record["keyed"] is True
    assert record["exchanges"][0]["request_headers"]["Ocp-Apim-Subscription-Key"] == "[key]"
    # Made again without the key in the environment.
    assert study.fetch(offline=True)[0].status == "remade"
