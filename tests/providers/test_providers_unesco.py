"""UNESCO: versions, parameters that are passed over, and unknown codes answered with 200 and nothing."""

from __future__ import annotations

from typing import Any

import pytest
from provider_cases import as_json, read
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from kelisim.errors import ProviderError

PINNED, CURRENT = "20250911-aaaa1111", "20260507-bbbb2222"


def record(place: str, year: int, value: Any, **more: Any) -> dict[str, Any]:
    marks = {"magnitude": None, "qualifier": None, **more}
    return {"indicatorId": "EXPGDP.TOT", "geoUnit": place, "year": year, "value": value, **marks}


RECORDS = [
    record("CHN", 2021, 2.43281),
    record("CHN", 2022, 2.55516, qualifier="UIS_EST"),
    record("KAZ", 2021, 0.13),
    record("KAZ", 2022, None, magnitude="NA"),
]


@pytest.fixture
def institute(httpserver: HTTPServer) -> HTTPServer:
    """A server with the habits of the service: it heeds the parameters it knows and passes over the rest."""

    def data(request: Request) -> Response:
        chosen = [
            one
            for one in RECORDS
            if one["geoUnit"] in request.args.getlist("geoUnit")
            and one["indicatorId"] in request.args.getlist("indicator")
            and int(request.args.get("start", 0)) <= one["year"] <= int(request.args.get("end", 9999))
        ]
        unknown = [code for code in request.args.getlist("geoUnit") if code not in ("CHN", "KAZ")]
        hints = [{"code": "UIS::HINT::003", "message": f"The geoUnit could not be found, {code}"} for code in unknown]
        return as_json({"hints": hints, "records": chosen, "indicatorMetadata": []})

    versions = [{"version": CURRENT, "publicationDate": "2026-05-08T16:58:36.233Z"}, {"version": PINNED}]
    httpserver.expect_request("/api/public/data/indicators").respond_with_handler(data)
    httpserver.expect_request("/api/public/versions").respond_with_json(versions)
    httpserver.expect_request("/api/public/versions/default").respond_with_json(versions[0])
    return httpserver


def ask(server: HTTPServer, **more: Any) -> Any:
    query = {"indicator": "EXPGDP.TOT", "places": ("KZ", "CN"), "period": "2021/2022", **more}
    return read("uis", server.url_for(""), **query)


def asked(server: HTTPServer) -> dict[str, list[str]]:
    request = next(one for one, _ in server.log if one.path == "/api/public/data/indicators")
    return {name: request.args.getlist(name) for name in request.args}


def test_the_current_version_is_asked_for_by_its_name(institute: HTTPServer) -> None:
    found = ask(institute)
    assert found.vintage == CURRENT
    assert found.rows == (
        ("2021", "KZ", "0.13", ""),
        ("2022", "KZ", "", "magnitude NA"),
        ("2021", "CN", "2.43281", ""),
        ("2022", "CN", "2.55516", "qualifier UIS_EST"),
    )
    assert asked(institute) == {
        "indicator": ["EXPGDP.TOT"],
        "geoUnit": ["KAZ", "CHN"],
        "start": ["2021"],
        "end": ["2022"],
        "version": [CURRENT],
    }


def test_a_pinned_version_is_kept_to(institute: HTTPServer) -> None:
    assert ask(institute, version=PINNED).vintage == PINNED
    assert asked(institute)["version"] == [PINNED]


def test_a_pinned_version_that_is_gone_is_told(institute: HTTPServer) -> None:
    with pytest.raises(ProviderError, match="version 2019 is served no longer") as raised:
        ask(institute, version="2019")
    assert raised.value.status == "withdrawn"
    assert CURRENT in raised.value.problems[0].hint


def test_an_unknown_place_among_known_ones_is_told(institute: HTTPServer) -> None:
    found = ask(institute, places=("KZ", "Atlantis"), codes={"Atlantis": "ATL"})
    assert [row[1] for row in found.rows] == ["KZ", "KZ"]
    assert found.remarks == ("The geoUnit could not be found, ATL",)


def test_unknown_codes_alone_are_no_empty_series(institute: HTTPServer) -> None:
    with pytest.raises(ProviderError, match="geoUnit could not be found, ATL") as raised:
        ask(institute, places=("Atlantis",), codes={"Atlantis": "ATL"})
    assert raised.value.status == "withdrawn"
    with pytest.raises(ProviderError, match=r"NO\.SUCH has no records in version 20260507"):
        ask(institute, indicator="NO.SUCH")


def test_a_filter_that_is_passed_over_is_noticed(httpserver: HTTPServer) -> None:
    """As happens with startYear and endYear: the whole series comes, and it looks like an answer."""
    everything = [record("KAZ", year, year / 1e4) for year in range(2006, 2022)]
    httpserver.expect_request("/api/public/versions/default").respond_with_json({"version": CURRENT})
    httpserver.expect_request("/api/public/data/indicators").respond_with_json({"hints": [], "records": everything})
    found = ask(httpserver, places=("KZ",), period="2015/2018")
    assert [row[0] for row in found.rows] == ["2015", "2016", "2017", "2018"]
    assert found.ignored == ("12 values came beyond the period asked for, such as 2006",)


def test_a_full_answer_is_taken_for_cut_off(httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch) -> None:
    from kelisim.providers import unesco

    monkeypatch.setattr(unesco, "_MOST_RECORDS", 4)
    httpserver.expect_request("/api/public/versions/default").respond_with_json({"version": CURRENT})
    httpserver.expect_request("/api/public/data/indicators").respond_with_json({"hints": [], "records": RECORDS})
    with pytest.raises(ProviderError, match="stops at 4 records"):
        ask(httpserver)
