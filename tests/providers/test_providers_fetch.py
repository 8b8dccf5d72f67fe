"""Fetching into a study: snapshots, the two files made from them, vintages, and providers that fail."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import pytest
from provider_cases import DESCRIPTION, NORTHTOWN, REVISED, Clock, WorldBankServer, describe
from pytest_httpserver import HTTPServer

from kelisim.api import Study
from kelisim.errors import StudyError, UsageError

PATH = "/country/NTN/indicator/TR.CYC.ZS"


@pytest.fixture
def bank(httpserver: HTTPServer) -> WorldBankServer:
    server = WorldBankServer(dict(NORTHTOWN), "2025-07-01")
    httpserver.expect_request(PATH).respond_with_handler(server)
    return server


@pytest.fixture
def environment(httpserver: HTTPServer) -> dict[str, str]:
    return {"KELISIM_WORLDBANK_URL": httpserver.url_for("")}


def files(study: Path) -> dict[str, bytes]:
    folder = study / "series"
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_series_is_fetched_and_the_study_built_from_it(
    small_study: Path, bank: WorldBankServer, environment: dict[str, str]
) -> None:
    describe(small_study)
    study, clock = Study.open(small_study), Clock()
    with pytest.raises(StudyError, match="kelisim fetch bank"):
        _ = study.data
    told: list[str] = []
    (fetched,) = study.fetch(source=clock.source(environment), say=told.append)
    assert (fetched.status, fetched.vintage, fetched.failed) == ("new", "2025-07-01", False)
    assert told == ["bank: asking World Bank"]
    series = next(one for one in study.data.series if one.id == "bank")
    assert [(str(one.period), one.value) for one in series.observations] == [
        ("2018", 6.1),
        ("2019", 6.4),
        ("2020", None),
        ("2021", 9.4),
        ("2022", 9.9),
    ]
    assert (series.provider, series.vintage, series.retrieved) == ("World Bank", "2025-07-01", "2026-11-24")
    assert series.query.endswith("/country/NTN/indicator/TR.CYC.ZS?format=json&date=2018:2022&per_page=1000&page=1")
    verdicts = [one for one in study.results.verify.comparisons if (one.claim, one.against) == ("C2", "bank")]
    assert [one.verdict for one in verdicts] == ["corroborated"]


def test_what_a_person_wrote_in_the_description_stays(
    small_study: Path, bank: WorldBankServer, environment: dict[str, str]
) -> None:
    path = describe(small_study)
    Study.open(small_study).fetch(source=Clock().source(environment))
    text = path.read_text(encoding="utf-8")
    assert text.startswith("# The council's own figure is to be checked by this one.\n")
    assert text.index("sha256") < text.index("[fetch]")
    assert DESCRIPTION[DESCRIPTION.index("[fetch]") :].strip() in text


def test_a_snapshot_is_the_body_by_its_hash_and_a_record(
    small_study: Path, bank: WorldBankServer, environment: dict[str, str]
) -> None:
    describe(small_study)
    (fetched,) = Study.open(small_study).fetch(source=Clock().source(environment))
    folder = small_study / "series" / "snapshots"
    assert fetched.snapshot == "bank/20261124T101500Z.json"
    record = json.loads((folder / fetched.snapshot).read_text(encoding="utf-8"))
    assert (record["vintage"], record["retrieved"], record["keyed"]) == ("2025-07-01", "2026-11-24T10:15:00Z", False)
    (exchange,) = record["exchanges"]
    assert exchange["request_headers"]["User-Agent"].startswith("kelisim/")
    body = (folder / "bodies" / exchange["sha256"]).read_bytes()
    assert hashlib.sha256(body).hexdigest() == exchange["sha256"]
    assert json.loads(body)[0]["lastupdated"] == "2025-07-01"


def test_offline_the_files_are_made_again_byte_for_byte(
    small_study: Path, bank: WorldBankServer, environment: dict[str, str]
) -> None:
    describe(small_study)
    study = Study.open(small_study)
    study.fetch(source=Clock().source(environment))
    before, asked = files(small_study), len(bank.requests)
    (small_study / "series" / "bank.csv").unlink()
    with pytest.raises(StudyError, match="kelisim fetch --offline bank"):
        _ = Study.open(small_study).data
    (remade,) = study.fetch("bank", offline=True)
    assert (remade.status, len(bank.requests)) == ("remade", asked)
    assert files(small_study) == before


def test_a_second_fetch_of_the_same_numbers_changes_nothing(
    small_study: Path, bank: WorldBankServer, environment: dict[str, str]
) -> None:
    describe(small_study)
    study, clock = Study.open(small_study), Clock()
    study.fetch(source=clock.source(environment))
    before = files(small_study)
    clock.now = clock.now.replace(year=2027)
    (again,) = study.fetch(source=clock.source(environment))
    assert again.status == "unchanged"
    assert files(small_study) == before


def test_a_revision_is_taken_over_and_the_old_snapshot_stays(
    small_study: Path, bank: WorldBankServer, environment: dict[str, str]
) -> None:
    describe(small_study)
    study, clock = Study.open(small_study), Clock()
    study.fetch(source=clock.source(environment))
    bank.values, bank.updated = REVISED, "2026-10-01"
    clock.now = clock.now.replace(day=25)
    (again,) = study.fetch("bank", source=clock.source(environment))
    assert (again.status, again.vintage) == ("revised", "2026-10-01")
    assert [(p.kind, p.period, p.was, p.now) for p in again.points] == [
        ("added", "2020", "", "7.7"),
        ("changed", "2021", "9.4", "8.1"),
    ]
    assert again.points[1].difference == -1.3
    records = sorted(path.name for path in (small_study / "series/snapshots/bank").iterdir())
    assert records == ["20261124T101500Z.json", "20261125T101500Z.json"]


def test_the_earlier_vintage_can_be_kept_as_a_series(
    small_study: Path, bank: WorldBankServer, environment: dict[str, str]
) -> None:
    describe(small_study)
    study, clock = Study.open(small_study), Clock()
    study.fetch(source=clock.source(environment))
    bank.values, bank.updated = REVISED, "2026-10-01"
    clock.now = clock.now.replace(day=25)
    (again,) = study.fetch(keep=True, source=clock.source(environment))
    assert again.kept == "bank-2025-07-01"
    series = {one.id: one for one in study.data.series}
    assert series["bank"].supersedes == "bank-2025-07-01"
    assert series["bank-2025-07-01"].observations[3].value == 9.4
    # What the earlier vintage bears out is not contradicted by the later one.
    found = {one.against: one.verdict for one in study.results.verify.comparisons if one.claim == "C2"}
    assert (found["bank"], found["bank-2025-07-01"]) == ("compatible", "corroborated")
    assert [one.series for one in study.fetch(offline=True)] == ["bank"]


def test_one_provider_that_fails_stops_no_other(
    small_study: Path, bank: WorldBankServer, environment: dict[str, str], httpserver: HTTPServer
) -> None:
    describe(small_study, "a-gone", DESCRIPTION.replace("TR.CYC.ZS", "TR.OLD.ZS"))
    describe(small_study)
    httpserver.expect_request("/country/NTN/indicator/TR.OLD.ZS").respond_with_json(
        [{"message": [{"id": "175", "key": "", "value": "deleted or archived"}]}]
    )
    gone, there = Study.open(small_study).fetch(source=Clock().source(environment))
    assert (gone.series, gone.status, gone.failed) == ("a-gone", "withdrawn", True)
    assert (there.series, there.status) == ("bank", "new")
    assert not (small_study / "series" / "a-gone.csv").exists()


def test_a_failed_fetch_leaves_the_series_as_it_was(
    small_study: Path, bank: WorldBankServer, environment: dict[str, str], httpserver: HTTPServer
) -> None:
    describe(small_study)
    study = Study.open(small_study)
    study.fetch(source=Clock().source(environment))
    before = files(small_study)
    httpserver.clear()
    httpserver.expect_request(PATH).respond_with_data("", 503)
    (again,) = study.fetch(source=Clock().source(environment))
    assert again.status == "unreachable"
    assert files(small_study) == before


def test_a_snapshot_that_was_altered_or_lost_is_refused(
    small_study: Path, bank: WorldBankServer, environment: dict[str, str]
) -> None:
    describe(small_study)
    study = Study.open(small_study)
    study.fetch(source=Clock().source(environment))
    (body,) = (small_study / "series/snapshots/bodies").iterdir()
    body.write_bytes(body.read_bytes().replace(b"9.4", b"9.5"))
    with pytest.raises(StudyError, match="is not what was retrieved"):
        study.fetch(offline=True)
    body.unlink()
    with pytest.raises(StudyError, match="is not there"):
        study.fetch(offline=True)
    shutil.rmtree(small_study / "series/snapshots")
    with pytest.raises(StudyError, match="the snapshot is not there"):
        study.fetch(offline=True)


def test_a_changed_query_is_not_answered_from_the_old_snapshot(
    small_study: Path, bank: WorldBankServer, environment: dict[str, str]
) -> None:
    path = describe(small_study)
    study = Study.open(small_study)
    study.fetch(source=Clock().source(environment))
    path.write_text(path.read_text().replace('"2018/2022"', '"2018/2023"'))
    with pytest.raises(StudyError, match="taken with another query"):
        study.fetch(offline=True)


def test_numbers_are_multiplied_exactly(small_study: Path, bank: WorldBankServer, environment: dict[str, str]) -> None:
    describe(small_study, text=DESCRIPTION.replace("\n[fetch.codes]", "multiply = 0.1\n\n[fetch.codes]"))
    Study.open(small_study).fetch(source=Clock().source(environment))
    rows = (small_study / "series/bank.csv").read_text().splitlines()
    assert rows[1:3] == ["2018,Northtown,0.61,", "2019,Northtown,0.64,"]


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ('from = "worldbank"', 'from = "wordbank"', "did you mean 'worldbank'"),
        ('indicator = "TR.CYC.ZS"\n', "", "names no indicator"),
        ('Northtown = "NTN"', 'Southtown = "STN"', "Southtown"),
        ("[fetch.codes]", '[fetch.options]\nsourse = "2"\n[fetch.codes]', "did you mean 'source'"),
    ],
)
def test_a_wrong_description_is_told_with_its_place(small_study: Path, old: str, new: str, what: str) -> None:
    describe(small_study, text=DESCRIPTION.replace(old, new))
    with pytest.raises(StudyError, match=what) as raised:
        Study.open(small_study).fetch(source=Clock().source({}))
    assert (raised.value.problems[0].file, raised.value.problems[0].line) == ("series/bank.toml", 8)


def test_series_by_hand_and_unknown_ones_are_told(small_study: Path) -> None:
    study = Study.open(small_study)
    with pytest.raises(UsageError, match="cycling-share has no provider to be asked"):
        study.fetch("cycling-share")
    with pytest.raises(UsageError, match="did you mean 'cycling-share'"):
        study.fetch("cycling-shar")
    assert study.fetch() == ()


def test_an_address_in_the_study_gets_no_key(httpserver: HTTPServer) -> None:
    from kelisim.model.query import Query
    from kelisim.providers.sessions import Live
    from kelisim.providers.worldbank import WorldBank

    class Keyed(WorldBank):
        key_header = "X-Key"

    http, keys = Clock().client(), {"KELISIM_WORLDBANK_KEY": "hush"}
    here = httpserver.url_for("")
    assert Live(Keyed(), Query("worldbank", "X"), http, keys).keyed
    assert not Live(Keyed(), Query("worldbank", "X", base_url=here), http, keys).keyed
    assert Live(Keyed(), Query("worldbank", "X", base_url=here), http, {**keys, "KELISIM_WORLDBANK_URL": here}).keyed
    http.close()


def test_the_missing_part_is_named_with_its_command(small_study: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    from kelisim.errors import MissingExtra

    describe(small_study)
    monkeypatch.setitem(sys.modules, "httpx2", None)
    with pytest.raises(MissingExtra, match=r"pip install 'kelisim\[fetch\]'"):
        Study.open(small_study).fetch()
