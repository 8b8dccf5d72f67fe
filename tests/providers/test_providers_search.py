"""Looking for series: the catalogue, the providers' own searches, and what is told of each."""

from __future__ import annotations

import json
import tomllib
from importlib import resources

import jsonschema
import pytest
from provider_cases import Clock
from pytest_httpserver import HTTPServer
from typer.testing import CliRunner

from editing import ROOT
from kelisim.api import search_series
from kelisim.cli.main import app
from kelisim.errors import UsageError
from kelisim.providers import NAMES


@pytest.mark.parametrize(
    ("words", "provider", "indicator"),
    [
        ("research expenditure", "worldbank", "GB.XPD.RSDV.GD.ZS"),
        ("GERD", "uis", "EXPGDP.TOT"),
        ("r&d", "oecd", "OECD.STI.STP,DSD_MSTI@DF_MSTI,1.3"),
        ("电动汽车", "owid", "electric-car-sales"),
        ("патенты", "file", "WIPO PCT"),
        ("запчасти", "comtrade", "8708"),
        ("автокөлік сату", "", ""),
        ("gb.xpd", "worldbank", "GB.XPD.RSDV.GD.ZS"),
        ("exp", "worldbank", "NE.EXP.GNFS.ZS"),
        ("ospital", "", ""),
    ],
)
def test_the_catalogue_is_searched_by_beginnings_of_words(words: str, provider: str, indicator: str) -> None:
    found = search_series(words, offline=True)
    if not provider:
        assert found.hits == ()
    else:
        assert (provider, indicator) in [(hit.provider, hit.indicator) for hit in found.hits]
    assert [(one.place, one.hits) for one in found.searched] == [("kelisim's catalogue", len(found.hits))]


def test_titles_come_before_other_words() -> None:
    titles = [hit.title for hit in search_series("cars", offline=True).hits]
    assert ["cars" in title.casefold() for title in titles] == sorted(
        ("cars" in title.casefold() for title in titles), reverse=True
    )


def test_every_entry_is_of_a_provider_and_says_what_it_is() -> None:
    text = (resources.files("kelisim.providers") / "catalogue.toml").read_text(encoding="utf-8")
    entries = tomllib.loads(text)
    assert set(entries) <= set(NAMES)
    for codes in entries.values():
        for one in codes.values():
            assert one["title"]
            assert set(one) <= {"title", "unit", "words", "note"}


@pytest.fixture
def environment(httpserver: HTTPServer) -> dict[str, str]:
    """The World Bank answers, UNESCO does not, DBnomics finds a data set."""
    rows = [
        {"id": "GB.XPD.RSDV.GD.ZS", "name": "Research and development expenditure (% of GDP)", "unit": ""},
        {"id": "ZZ.RES.EXP", "name": "Expenditure on research <of> this test", "unit": ""},
    ]
    httpserver.expect_request("/source/2/indicator").respond_with_json([{"page": 1, "pages": 1}, rows])
    httpserver.expect_request("/api/public/definitions/indicators").respond_with_data("closed", 403)
    docs = [{"provider_code": "OECD", "code": "GERD", "name": "Gross expenditure", "nb_series": 12}]
    httpserver.expect_request("/search").respond_with_json({"results": {"docs": docs}})
    return {f"KELISIM_{name}_URL": httpserver.url_for("") for name in ("WORLDBANK", "UIS", "DBNOMICS")}


def test_providers_are_asked_and_what_each_gave_is_told(environment: dict[str, str], httpserver: HTTPServer) -> None:
    found = search_series("research expenditure", source=Clock().source(environment))
    new = [(hit.indicator, hit.found_in) for hit in found.hits if hit.found_in != "kelisim's catalogue"]
    assert new == [("ZZ.RES.EXP", "World Bank"), ("OECD/GERD/…", "DBnomics")]
    told = {one.place: (one.hits, one.shown) for one in found.searched}
    assert told["World Bank"] == (2, 1)
    assert told["DBnomics"] == (1, 1)
    assert "answered 403" in next(one.why for one in found.searched if "UNESCO" in one.place)
    assert "&lt;of&gt;" in found._repr_html_()
    asked = next(request for request, _ in httpserver.log if request.path == "/search")
    assert asked.args["q"] == "research expenditure"


def test_one_provider_may_be_chosen(environment: dict[str, str]) -> None:
    found = search_series("research expenditure", provider="worldbank", source=Clock().source(environment))
    assert {hit.provider for hit in found.hits} == {"worldbank"}
    assert [one.place for one in found.searched] == ["kelisim's catalogue", "World Bank"]
    with pytest.raises(UsageError, match="did you mean 'worldbank'"):
        search_series("research", provider="worldbnk", offline=True)
    with pytest.raises(UsageError, match="nothing to look for"):
        search_series("  ", offline=True)


def test_the_command_prints_codes_and_keeps_to_its_schema() -> None:
    plain = CliRunner().invoke(app, ["series", "search", "vehicles", "produced", "--offline"])
    assert plain.exit_code == 0
    assert "file  OICA production  vehicle  Motor vehicles produced by country, OICA\n" in plain.stdout
    assert "    spreadsheets at https://www.oica.net/category/production-statistics/\n" in plain.stdout
    assert "kelisim's catalogue: 2 found" in plain.stderr
    found = CliRunner().invoke(app, ["series", "search", "vehicles", "--offline", "--json"])
    schema = json.loads((ROOT / "docs/schemas/series-search.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(json.loads(found.stdout), schema)
    assert found.stderr == ""
