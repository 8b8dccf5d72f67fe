"""fetch --verify: how a series stands to its provider, and what a revision would do to verdicts."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from provider_cases import DESCRIPTION, NORTHTOWN, REVISED, WorldBankServer, describe, world_bank_rows
from pytest_httpserver import HTTPServer
from typer.testing import CliRunner

from editing import ROOT
from kelisim.api import Study
from kelisim.cli.main import app

PATH = "/country/NTN/indicator/TR.CYC.ZS"


@pytest.fixture
def bank(httpserver: HTTPServer, small_study: Path, monkeypatch: pytest.MonkeyPatch) -> WorldBankServer:
    """A provider whose numbers the study has."""
    monkeypatch.setenv("KELISIM_WORLDBANK_URL", httpserver.url_for(""))
    server = WorldBankServer(dict(NORTHTOWN), "2025-07-01")
    httpserver.expect_request(PATH).respond_with_handler(server)
    describe(small_study)
    Study.open(small_study).fetch()
    return server


def test_identical_and_by_hand(small_study: Path, bank: WorldBankServer) -> None:
    states = Study.open(small_study).compare_series()
    assert [(one.series, one.status) for one in states] == [("bank", "identical"), ("cycling-share", "by hand")]
    assert all(one.holds for one in states)


def test_a_new_edition_of_the_same_numbers_is_identical(small_study: Path, bank: WorldBankServer) -> None:
    bank.updated = "2026-10-01"
    (state,) = Study.open(small_study).compare_series("bank")
    assert (state.status, state.vintage, state.vintage_now) == ("identical", "2025-07-01", "2026-10-01")


def test_revised_which_points_by_how_much_and_whose_verdicts(small_study: Path, bank: WorldBankServer) -> None:
    bank.values, bank.updated = REVISED, "2026-10-01"
    before = {path: path.read_bytes() for path in small_study.rglob("*") if path.is_file()}
    (state,) = Study.open(small_study).compare_series("bank")
    assert (state.status, state.holds) == ("revised", False)
    assert [(p.kind, p.period, p.difference) for p in state.points] == [
        ("added", "2020", None),
        ("changed", "2021", -1.3),
    ]
    # 8.1 bears out neither 9.4 nor the range from 9 to 10; the claim about 2018 stays as it was.
    assert state.verdicts is not None
    assert {one.claim: one.now for one in state.verdicts} == {
        "C2": "contradicted",
        "C3": "contradicted",
        "C4": "contradicted",
    }
    assert all(one.was != "contradicted" for one in state.verdicts)
    assert {path: path.read_bytes() for path in small_study.rglob("*") if path.is_file()} == before


def test_what_is_foretold_is_what_happens(small_study: Path, bank: WorldBankServer) -> None:
    bank.values = REVISED
    study = Study.open(small_study)
    was = {one.claim: one.verdict for one in study.results.verify.verdicts}
    (state,) = study.compare_series("bank")
    study.fetch("bank")
    now = {one.claim: one.verdict for one in study.results.verify.verdicts}
    assert state.verdicts is not None
    assert {one.claim: (one.was, one.now) for one in state.verdicts} == {
        claim: (was[claim], now[claim]) for claim in was if was[claim] != now[claim]
    }


def test_withdrawn(small_study: Path, bank: WorldBankServer, httpserver: HTTPServer) -> None:
    httpserver.clear()
    httpserver.expect_request(PATH).respond_with_json([{"message": [{"id": "175", "value": "deleted or archived"}]}])
    (state,) = Study.open(small_study).compare_series("bank")
    assert (state.status, state.holds) == ("withdrawn", False)


def test_unreachable(small_study: Path, bank: WorldBankServer, httpserver: HTTPServer) -> None:
    httpserver.clear()
    httpserver.expect_request(PATH).respond_with_data("Sorry", 400)
    (state,) = Study.open(small_study).compare_series("bank")
    assert (state.status, state.holds) == ("unreachable", False)
    assert "answered 400: Sorry" in state.why


def test_query_silently_ignored(small_study: Path, bank: WorldBankServer, httpserver: HTTPServer) -> None:
    httpserver.clear()
    rows = world_bank_rows({**NORTHTOWN, ("NTN", 1999): 1.0, ("STN", 2020): 2.0}, "TR.CYC.ZS")
    about = {"page": 1, "pages": 1, "per_page": 1000, "total": len(rows), "lastupdated": "2025-07-01"}
    httpserver.expect_request(PATH).respond_with_json([about, rows])
    (state,) = Study.open(small_study).compare_series("bank")
    assert (state.status, state.points, state.holds) == ("ignored", (), False)
    assert "beyond the places asked for" in state.why
    assert "beyond the period asked for, such as 1999" in state.why


def test_a_series_not_yet_fetched_and_a_study_that_cannot_be_read(small_study: Path, bank: WorldBankServer) -> None:
    describe(small_study, "later", DESCRIPTION)
    bank.values = REVISED
    states = {one.series: one for one in Study.open(small_study).compare_series()}
    assert states["later"].status == "not fetched"
    assert states["bank"].verdicts is None
    assert "verdicts not compared" in states["bank"].why


def command(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, list(arguments))
    return result.exit_code, result.stdout


def test_the_command_tells_it_and_exits_by_it(small_study: Path, bank: WorldBankServer) -> None:
    folder = str(small_study)
    assert command("fetch", "--verify", folder) == (
        0,
        "bank: identical (World Bank, 2025-07-01)\ncycling-share: by hand (Regional Transport Institute, 2023-01)\n",
    )
    bank.values, bank.updated = REVISED, "2026-10-01"
    code, printed = command("fetch", "bank", folder, "--verify")
    assert code == 1
    assert "bank: revised (World Bank, 2025-07-01 → 2026-10-01)\n" in printed
    assert "    changed Northtown 2021: 9.4 → 8.1 (-1.3)\n" in printed
    assert "    verdict on C2: corroborated → contradicted (" in printed
    code, printed = command("fetch", folder)
    assert (code, printed.splitlines()[0]) == (0, "bank: revised, vintage 2026-10-01")


@pytest.mark.parametrize(("arguments", "schema"), [(["--verify"], "fetch-verify"), ([], "fetch")])
def test_json_keeps_to_its_schema(
    small_study: Path, bank: WorldBankServer, arguments: list[str], schema: str, httpserver: HTTPServer
) -> None:
    published = json.loads((ROOT / "docs" / "schemas" / f"{schema}.schema.json").read_text(encoding="utf-8"))
    bank.values = REVISED
    for broken in (False, True):
        if broken:
            httpserver.clear()
            httpserver.expect_request(PATH).respond_with_data("", 404)
        code, printed = command("fetch", str(small_study), "--json", *arguments)
        jsonschema.validate(json.loads(printed), published)
        assert code == (1 if arguments or broken else 0)


def test_what_is_stored_in_other_digits_is_not_revised(small_study: Path, bank: WorldBankServer) -> None:
    """As the World Bank stores 9.4 in single precision; with a declared rounding, as far as that goes."""
    bank.values = {**NORTHTOWN, ("NTN", 2021): 9.39999961853027}
    describe(small_study, text=(small_study / "series/bank.toml").read_text().replace("step = 0.1\n", ""))
    (state,) = Study.open(small_study).compare_series("bank")
    assert (state.status, state.points) == ("identical", ())
    assert state.why == "1 number differs by less than the provider rounds to"
    bank.values = {**NORTHTOWN, ("NTN", 2021): 9.41}
    (state,) = Study.open(small_study).compare_series("bank")
    assert [(one.was, one.now) for one in state.points] == [("9.4", "9.41")]


def test_a_declared_rounding_hides_what_it_cannot_tell(small_study: Path, bank: WorldBankServer) -> None:
    bank.values = {**NORTHTOWN, ("NTN", 2021): 9.44}
    (state,) = Study.open(small_study).compare_series("bank")
    assert state.status == "identical"
    bank.values = {**NORTHTOWN, ("NTN", 2021): 9.46}
    (state,) = Study.open(small_study).compare_series("bank")
    assert state.status == "revised"


def test_a_real_revision_beside_real_noise() -> None:
    """WDI on research in China and Kazakhstan (% of GDP), vintages 2013 and 2025, CC BY 4.0, the World Bank."""
    from kelisim.engine.points import changes

    was = [("2009", "CN", "1.70198"), ("2010", "CN", "1.75899"), ("2009", "KZ", "0.22924"), ("2010", "KZ", "0.15341")]
    now = [
        ("2009", "CN", "1.66480004787445"),
        ("2010", "CN", "1.7137199640274"),
        ("2009", "KZ", "0.229240000247955"),
        ("2010", "KZ", "0.153410002589226"),
    ]
    points, stored = changes(was, now)
    assert [(one.place, one.period) for one in points] == [("CN", "2009"), ("CN", "2010")]
    assert stored == 2
