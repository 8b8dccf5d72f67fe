"""DBnomics, Our World in Data and taldau: texts for numbers, "NA", day-first dates, and what comes beyond the query."""

from __future__ import annotations

from typing import Any

import pytest
from provider_cases import read
from pytest_httpserver import HTTPServer

from kelisim.errors import ProviderError, UsageError


def docs(*found: dict[str, Any]) -> dict[str, Any]:
    return {"_meta": {"version": "22.1.17"}, "series": {"docs": list(found), "num_found": len(found), "offset": 0}}


def doc(code: str, periods: list[str], values: list[Any], **more: Any) -> dict[str, Any]:
    return {
        "provider_code": "WB",
        "dataset_code": "WDI",
        "series_code": code,
        "indexed_at": "2026-09-30T21:10:00.123Z",
        "period": periods,
        "value": values,
        **more,
    }


def test_dbnomics_is_asked_once_a_place_and_na_is_a_gap(httpserver: HTTPServer) -> None:
    path = "/series/WB/WDI/A-GB.XPD.RSDV.GD.ZS-"
    for code, values in (("KAZ", ["NA", 0.13]), ("CHN", [2.40666, 2.43281])):
        one = doc(f"A-GB.XPD.RSDV.GD.ZS-{code}", ["2020", "2021"], values)
        httpserver.expect_request(path + code, query_string="observations=1&format=json").respond_with_json(docs(one))
    found = read(
        "dbnomics", httpserver.url_for(""), indicator="WB/WDI/A-GB.XPD.RSDV.GD.ZS-{place}", places=("KZ", "CN")
    )
    assert found.rows == (
        ("2020", "KZ", "", ""),
        ("2021", "KZ", "0.13", ""),
        ("2020", "CN", "2.40666", ""),
        ("2021", "CN", "2.43281", ""),
    )
    assert found.vintage == "2026-09-30"
    assert found.remarks == ("DBnomics re-publishes WB: the two are one origin",)


@pytest.mark.parametrize(
    ("answer", "status", "what"),
    [
        (docs(), "withdrawn", "leads to 0 series"),
        (docs(doc("A", ["2020"], [1]), doc("B", ["2020"], [2])), "ignored", "leads to 2 series"),
        (docs(doc("ANOTHER", ["2020"], [1])), "ignored", "answered for WB/WDI/ANOTHER"),
        (docs(doc("A", ["2020", "2021"], [1])), "unreachable", "2 periods came with 1 values"),
        ({"errors": [{"message": "down"}]}, "unreachable", "has no series"),
    ],
)
def test_dbnomics_must_answer_with_the_one_series(
    httpserver: HTTPServer, answer: dict[str, Any], status: str, what: str
) -> None:
    httpserver.expect_request("/series/WB/WDI/A").respond_with_json(answer)
    with pytest.raises(ProviderError, match=what) as raised:
        read("dbnomics", httpserver.url_for(""), indicator="WB/WDI/A", places=("KZ",))
    assert raised.value.status == status


def test_dbnomics_quarters_and_months_are_read(httpserver: HTTPServer) -> None:
    one = doc("Q", ["2020-Q1", "2020-Q2"], [1, 2])
    httpserver.expect_request("/series/WB/WDI/Q").respond_with_json(docs(one))
    found = read("dbnomics", httpserver.url_for(""), indicator="WB/WDI/Q", places=("KZ",), period="2020-04/2020-12")
    assert [row[0] for row in found.rows] == ["2020-Q2"]
    with pytest.raises(UsageError, match="is no series of DBnomics"):
        read("dbnomics", httpserver.url_for(""), indicator="WDI", places=("KZ",))
    with pytest.raises(UsageError, match="so there is one place"):
        read("dbnomics", httpserver.url_for(""), indicator="WB/WDI/Q", places=("KZ", "CN"))


CARS = "Entity,Code,Year,ev_stocks\nChina,CHN,2022,5900000\nChina,CHN,2023,8100000\nWorld,OWID_WRL,2023,13800000\n"
ABOUT = {
    "chart": {"title": "Electric cars sold"},
    "columns": {
        "Electric cars sold": {
            "shortName": "ev_stocks",
            "lastUpdated": "2026-05-20",
            "citationShort": "International Energy Agency. Global EV Outlook 2026. – processed by Our World in Data",
        }
    },
}


def ask_owid(server: HTTPServer, **more: Any) -> Any:
    query = {"indicator": "electric-car-sales", "places": ("CN", "World"), "period": "2022/2023", **more}
    return read("owid", server.url_for(""), **{"codes": {"World": "OWID_WRL"}, **query})


def test_owid_is_asked_for_places_and_years_and_says_whose_figures_they_are(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/electric-car-sales.csv").respond_with_data(CARS, content_type="text/csv")
    httpserver.expect_request("/electric-car-sales.metadata.json").respond_with_json(ABOUT)
    found = ask_owid(httpserver)
    asked = httpserver.log[0][0]
    assert dict(asked.args) == {
        "csvType": "filtered",
        "useColumnShortNames": "true",
        "country": "CHN~OWID_WRL",
        "time": "2022..2023",
    }
    assert found.rows == (
        ("2022", "CN", "5900000", ""),
        ("2023", "CN", "8100000", ""),
        ("2023", "World", "13800000", ""),
    )
    assert (found.vintage, found.ignored) == ("2026-05-20", ())
    assert "International Energy Agency" in found.remarks[0]


def test_owid_without_its_description_has_no_vintage_but_numbers(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/electric-car-sales.csv").respond_with_data(CARS, content_type="text/csv")
    found = ask_owid(httpserver)
    assert (len(found.rows), found.vintage) == (3, "")


def test_owid_that_sends_the_whole_chart_is_found_out(httpserver: HTTPServer) -> None:
    more = CARS + "Norway,NOR,2022,138000\nChina,CHN,2010,1440\n"
    httpserver.expect_request("/electric-car-sales.csv").respond_with_data(more, content_type="text/csv")
    found = ask_owid(httpserver)
    assert len(found.rows) == 3
    assert found.ignored == (
        "1 values came beyond the places asked for, such as NO",
        "1 values came beyond the period asked for, such as 2010",
    )


def test_owid_rows_that_break_off_and_columns_to_choose_from(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/cut.csv").respond_with_data(CARS[:-20], content_type="text/csv")
    with pytest.raises(ProviderError, match="line 4 of the answer has 2 cells and its header 4"):
        ask_owid(httpserver, indicator="cut")
    two = "Entity,Code,Year,battery,hybrid\nChina,CHN,2022,4,1\n"
    httpserver.expect_request("/two.csv").respond_with_data(two, content_type="text/csv")
    with pytest.raises(UsageError, match="has 2 columns"):
        ask_owid(httpserver, indicator="two")
    assert ask_owid(httpserver, indicator="two", options={"column": "hybrid"}).rows == (("2022", "CN", "1", ""),)


# Rows as the bureau sends them: texts, decimal commas, days first. 741880 is the country, 741917 cars.
BUREAU = [
    {
        "terms": ["741880", "741917"],
        "termNames": ["РЕСПУБЛИКА КАЗАХСТАН", "Автомобили легковые"],
        "periods": [
            {"name": "2020 год", "date": "31.12.2020", "value": "64 790"},
            {"name": "2021 год", "date": "31.12.2021", "value": "80679,5"},
            {"name": "2022 год", "date": "31.12.2022", "value": "-"},
            {"name": "2023 год", "date": "31.12.2023", "value": "x"},
        ],
    },
    {
        "terms": ["741880", "741918"],
        "termNames": ["РЕСПУБЛИКА КАЗАХСТАН", "Автомобили грузовые"],
        "periods": [{"name": "2020 год", "date": "31.12.2020", "value": "4 000"}],
    },
    {
        "terms": [247783, 741917],
        "termNames": ["АКМОЛИНСКАЯ ОБЛАСТЬ", "Автомобили легковые"],
        "periods": [{"name": "2020 год", "date": "31.12.2020", "value": "0"}],
    },
]


def ask_taldau(server: HTTPServer, **options: str) -> Any:
    terms = {"terms": "741917", "dictionaries": "67,848", **options}
    return read("taldau", server.url_for(""), indicator="701592", places=("KZ",), options=terms)


def test_taldau_texts_commas_and_signs_are_read(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/ru/Api/GetIndexData/701592", query_string="period=7&dics=67,848").respond_with_json(
        BUREAU
    )
    found = ask_taldau(httpserver)
    assert found.rows == (
        ("2020", "KZ", "64790", ""),
        ("2021", "KZ", "80679.5", ""),
        ("2022", "KZ", "", ""),
        ("2023", "KZ", "", ""),
    )


def test_taldau_regions_have_the_bureaus_numbers(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/ru/Api/GetIndexData/701592").respond_with_json(BUREAU)
    query = {"indicator": "701592", "places": ("Akmola", "KZ"), "codes": {"Akmola": "247783"}}
    found = read("taldau", httpserver.url_for(""), **query, options={"terms": "741917"}, period="2020")
    assert found.rows == (("2020", "Akmola", "0", ""), ("2020", "KZ", "64790", ""))


def test_taldau_without_enough_terms_does_not_mix_series(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/ru/Api/GetIndexData/701592").respond_with_json(BUREAU)
    with pytest.raises(ProviderError, match="KZ has two values for 2020: 64790 and 4000") as raised:
        ask_taldau(httpserver, terms="")
    assert raised.value.status == "ignored"


@pytest.mark.parametrize(
    ("period", "options", "date", "read_as"),
    [
        ("5", {}, "30.09.2021", "2021-Q3"),
        ("4", {}, "05.02.2021", "2021-02"),
        ("9", {}, "30.09.2021", "2021-01/2021-09"),
        ("6", {}, "31.12.2021", "2021-H2"),
        ("12", {"span": "year"}, "01.02.2021", "2021"),
    ],
)
def test_taldau_days_are_read_day_first(
    httpserver: HTTPServer, period: str, options: dict[str, str], date: str, read_as: str
) -> None:
    rows = [{"terms": ["741880"], "periods": [{"date": date, "value": "1"}]}]
    httpserver.expect_request("/ru/Api/GetIndexData/701592").respond_with_json(rows)
    assert ask_taldau(httpserver, terms="", period=period, **options).rows == ((read_as, "KZ", "1", ""),)


def test_taldau_says_what_it_cannot_know(httpserver: HTTPServer) -> None:
    with pytest.raises(UsageError, match="what period 12 means is not known"):
        ask_taldau(httpserver, period="12")
    with pytest.raises(UsageError, match="Akmola has no number"):
        read("taldau", httpserver.url_for(""), indicator="1", places=("Akmola",))
    httpserver.expect_request("/ru/Api/GetIndexData/701592").respond_with_json([])
    with pytest.raises(ProviderError, match="has no rows"):
        ask_taldau(httpserver)
