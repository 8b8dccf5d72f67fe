"""A series whose numbers do not follow from its snapshot is a finding, and a build notices it."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from provider_cases import NORTHTOWN, REVISED, Clock, WorldBankServer, describe
from pytest_httpserver import HTTPServer

from kelisim.api import Study


@pytest.fixture
def fetched(small_study: Path, httpserver: HTTPServer) -> Path:
    httpserver.expect_request("/country/NTN/indicator/TR.CYC.ZS").respond_with_handler(
        WorldBankServer(dict(NORTHTOWN), "2025-07-01")
    )
    describe(small_study)
    Study.open(small_study).fetch(source=Clock().source({"KELISIM_WORLDBANK_URL": httpserver.url_for("")}))
    return small_study


def found(study: Path) -> list[str]:
    return [one.message for one in Study.open(study).check(select=["S016"])]


def test_a_whole_snapshot_is_silent(fetched: Path) -> None:
    assert found(fetched) == []


def test_an_altered_body_is_found(fetched: Path) -> None:
    (body,) = (fetched / "series/snapshots/bodies").iterdir()
    body.write_bytes(body.read_bytes().replace(b"9.9", b"9.8"))
    assert found(fetched) == [f"bank: the body {body.name[:12]} is not what was retrieved"]


def test_a_lost_record_and_another_query_are_found(fetched: Path) -> None:
    toml = fetched / "series/bank.toml"
    before = toml.read_text()
    toml.write_text(before.replace('"2018/2022"', '"2018/2021"'))
    assert "was taken with another query" in found(fetched)[0]
    toml.write_text(before)
    (fetched / "series/snapshots/bank/20261124T101500Z.json").unlink()
    assert found(fetched) == ["bank: the snapshot is not there"]


def test_numbers_changed_by_hand_with_their_hash_are_found(fetched: Path) -> None:
    table, toml = fetched / "series/bank.csv", fetched / "series/bank.toml"
    before = hashlib.sha256(table.read_bytes()).hexdigest()
    table.write_bytes(table.read_bytes().replace(b"9.9", b"9.8"))
    toml.write_text(toml.read_text().replace(before, hashlib.sha256(table.read_bytes()).hexdigest()))
    assert found(fetched) == ["bank: its numbers are not those of its snapshot"]


def test_a_vintage_that_was_kept_answers_for_its_snapshot_too(fetched: Path, httpserver: HTTPServer) -> None:
    httpserver.clear()
    httpserver.expect_request("/country/NTN/indicator/TR.CYC.ZS").respond_with_handler(
        WorldBankServer(dict(REVISED), "2026-07-01")
    )
    clock = Clock()
    clock.now = clock.now.replace(day=25)
    Study.open(fetched).fetch(keep=True, source=clock.source({"KELISIM_WORLDBANK_URL": httpserver.url_for("")}))
    assert found(fetched) == []
    (fetched / "series/snapshots/bank/20261124T101500Z.json").unlink()
    assert found(fetched) == ["bank-2025-07-01: the snapshot is not there"]


def test_a_build_that_has_nothing_else_to_do_notices(fetched: Path) -> None:
    study = Study.open(fetched)
    before = study.build(formats=("html",)).findings["error"]
    assert all(stage.status == "reused" for stage in study.build(formats=("html",)).stages)
    (body,) = (fetched / "series/snapshots/bodies").iterdir()
    body.write_bytes(b"[]")
    again = study.build(formats=("html",))
    assert again.findings["error"] == before + 1
