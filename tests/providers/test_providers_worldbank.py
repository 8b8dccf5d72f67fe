"""World Bank: errors inside 200, null as gap, paging, and what it sends beyond the query."""

from __future__ import annotations

from typing import Any

import pytest
from provider_cases import Clock, WorldBankServer, as_json, read, world_bank_rows
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from kelisim.errors import ProviderError

CHINA_KAZAKHSTAN = {("CHN", 2019): 2.24, ("CHN", 2020): 2.41, ("KAZ", 2019): 0.12, ("KAZ", 2020): None}
ABOUT = {"page": 1, "pages": 1, "per_page": 1000, "total": 1, "sourceid": "2", "lastupdated": "2025-07-01"}


def ask(server: HTTPServer, **more: Any) -> Any:
    query = {"indicator": "GB.XPD.RSDV.GD.ZS", "places": ("KZ", "CN"), "period": "2019/2020", **more}
    return read("worldbank", server.url_for(""), **query)


def test_null_is_a_gap_and_places_come_in_the_order_of_the_query(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/country/KAZ;CHN/indicator/GB.XPD.RSDV.GD.ZS").respond_with_handler(
        WorldBankServer(CHINA_KAZAKHSTAN, "2025-07-01")
    )
    found = ask(httpserver)
    assert found.rows == (
        ("2019", "KZ", "0.12", ""),
        ("2020", "KZ", "", ""),
        ("2019", "CN", "2.24", ""),
        ("2020", "CN", "2.41", ""),
    )
    assert (found.vintage, found.ignored) == ("2025-07-01", ())


def test_every_page_is_asked_for(httpserver: HTTPServer) -> None:
    server = WorldBankServer(CHINA_KAZAKHSTAN, "2025-07-01", largest=3)
    httpserver.expect_request("/country/KAZ;CHN/indicator/GB.XPD.RSDV.GD.ZS").respond_with_handler(server)
    assert len(ask(httpserver).rows) == 4
    assert [one.split("page=")[-1] for one in server.requests] == ["1", "2"]


def test_pages_of_two_vintages_are_not_put_together(httpserver: HTTPServer) -> None:
    server = WorldBankServer(CHINA_KAZAKHSTAN, "2025-07-01", largest=3)

    def renewed_between(request: Request) -> Response:
        server.updated = "2025-07-01" if request.args["page"] == "1" else "2025-10-07"
        return server(request)

    httpserver.expect_request("/country/KAZ;CHN/indicator/GB.XPD.RSDV.GD.ZS").respond_with_handler(renewed_between)
    with pytest.raises(ProviderError, match=r"renewed while they were read \(2025-07-01, then 2025-10-07\)") as raised:
        ask(httpserver)
    assert raised.value.status == "unreachable"


def test_fewer_values_than_announced_are_refused(httpserver: HTTPServer) -> None:
    rows = world_bank_rows({("KAZ", 2019): 0.12})
    httpserver.expect_request("/country/KAZ;CHN/indicator/GB.XPD.RSDV.GD.ZS").respond_with_handler(
        lambda request: as_json([{**ABOUT, "total": 4}, rows])
    )
    with pytest.raises(ProviderError, match="1 of 4 values came"):
        ask(httpserver)


@pytest.mark.parametrize(
    ("number", "value", "status"),
    [
        ("120", "The provided parameter value is not valid", "unreachable"),
        ("175", "The indicator was not found. It may have been deleted or archived.", "withdrawn"),
    ],
)
def test_errors_inside_status_200_are_errors(httpserver: HTTPServer, number: str, value: str, status: str) -> None:
    message = [{"message": [{"id": number, "key": "Invalid value", "value": value}]}]
    httpserver.expect_request("/country/KAZ;CHN/indicator/GB.XPD.RSDV.GD.ZS").respond_with_handler(
        lambda request: as_json(message)
    )
    with pytest.raises(ProviderError, match=value) as raised:
        ask(httpserver)
    assert raised.value.status == status


def test_a_502_is_met_with_patience(httpserver: HTTPServer) -> None:
    clock, path = Clock(), "/country/KAZ;CHN/indicator/GB.XPD.RSDV.GD.ZS"
    httpserver.expect_ordered_request(path).respond_with_data("<html>Bad Gateway</html>", status=502)
    httpserver.expect_ordered_request(path).respond_with_data("<html>Bad Gateway</html>", status=502)
    httpserver.expect_ordered_request(path).respond_with_handler(WorldBankServer(CHINA_KAZAKHSTAN, "2025-07-01"))
    assert len(ask(httpserver, clock=clock).rows) == 4
    assert clock.pauses == [1.0, 2.0]


def test_what_comes_beyond_the_query_is_left_out_and_told(httpserver: HTTPServer) -> None:
    rows = world_bank_rows({("KAZ", 2018): 0.1, ("KAZ", 2019): 0.12, ("UZB", 2019): 0.13})
    httpserver.expect_request("/country/KAZ;CHN/indicator/GB.XPD.RSDV.GD.ZS").respond_with_handler(
        lambda request: as_json([{**ABOUT, "total": 3}, rows])
    )
    found = ask(httpserver)
    assert found.rows == (("2019", "KZ", "0.12", ""),)
    assert found.ignored == (
        "1 values came beyond the places asked for, such as UZ",
        "1 values came beyond the period asked for, such as 2018",
    )


def test_another_indicator_in_its_place_is_no_answer(httpserver: HTTPServer) -> None:
    rows = world_bank_rows({("KAZ", 2019): 44.0}, "SP.POP.TOTL")
    httpserver.expect_request("/country/KAZ;CHN/indicator/GB.XPD.RSDV.GD.ZS").respond_with_handler(
        lambda request: as_json([ABOUT, rows])
    )
    with pytest.raises(ProviderError, match=r"answered for SP\.POP\.TOTL") as raised:
        ask(httpserver)
    assert raised.value.status == "ignored"


def test_an_empty_answer_is_told_as_no_value(httpserver: HTTPServer) -> None:
    about = {"page": 0, "pages": 0, "per_page": 0, "total": 0, "sourceid": None, "lastupdated": None}
    httpserver.expect_request("/country/KAZ;CHN/indicator/GB.XPD.RSDV.GD.ZS").respond_with_handler(
        lambda request: as_json([about, None])
    )
    with pytest.raises(ProviderError, match="no value for the places and period") as raised:
        ask(httpserver)
    assert raised.value.status == "withdrawn"


def test_digits_come_as_delivered(httpserver: HTTPServer) -> None:
    body = (
        '[{"page":1,"pages":1,"per_page":"1000","total":2,"lastupdated":"2025-07-01"},['
        '{"indicator":{"id":"X.Y"},"country":{"id":"KZ"},"countryiso3code":"KAZ","date":"2019","value":0.25246000289917},'
        '{"indicator":{"id":"X.Y"},"country":{"id":"KZ"},"countryiso3code":"KAZ","date":"2020","value":1.5e-7}]]'
    )
    httpserver.expect_request("/country/KAZ/indicator/X.Y").respond_with_data(body, content_type="application/json")
    found = read("worldbank", httpserver.url_for(""), indicator="X.Y", places=("KZ",))
    assert [row[2] for row in found.rows] == ["0.25246000289917", "0.00000015"]


def test_its_own_search_finds_indicators_by_all_words(httpserver: HTTPServer) -> None:
    from kelisim.model.query import Query
    from kelisim.providers import adapter
    from kelisim.providers.sessions import Live

    rows = [
        {"id": "GB.XPD.RSDV.GD.ZS", "name": "Research and development expenditure (% of GDP)", "unit": ""},
        {"id": "SP.POP.SCIE.RD.P6", "name": "Researchers in R&D (per million people)", "unit": ""},
    ]
    httpserver.expect_request("/source/2/indicator").respond_with_json([{"page": 1, "pages": 1}, rows])
    bank, http = adapter("worldbank"), Clock().client()
    live = Live(bank, Query("worldbank", ""), http, {"KELISIM_WORLDBANK_URL": httpserver.url_for("")})
    assert [hit.indicator for hit in bank.search("research expenditure", live)] == ["GB.XPD.RSDV.GD.ZS"]
    http.close()
