"""`kelisim build` on the reference study and the small one: whole, repeatable, and unharmed by interruption."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from editing import edit

KELISIM = Path(sys.executable).parent / "kelisim"
FILES = ("html", "pdf", "docx", "latex")


def build(folder: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [KELISIM, "build", folder, *words],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **environment},
        cwd=environment.get("PWD", "."),
    )


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def rows(folder: Path, table: str) -> list[dict[str, str]]:
    with (folder / "build" / "tables" / f"{table}.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The reference study, built once."""
    folder = tmp_path_factory.mktemp("reference") / "study"
    source = Path(__file__).resolve().parent.parent / "studies" / "china-kazakhstan-auto"
    shutil.copytree(source, folder, ignore=shutil.ignore_patterns("build", ".build-*"))
    result = build(folder, "--json")
    assert result.returncode == 0, result.stderr
    assert set(json.loads(result.stdout)["report"]) == set(FILES)
    return folder


def test_the_reference_study_is_complete(built: Path) -> None:
    sources = rows(built, "sources")
    assert sum(bool(source["number"]) for source in sources) == 83
    assert len(rows(built, "claims")) > 170
    assert len(rows(built, "events")) >= 70
    for table in ("reliability_matrix", "focus", "phases", "markers_innovation", "markers_performance", "governance"):
        assert rows(built, table), table


def test_the_declared_estimate_is_reproduced_beside_its_other_baseline(built: Path) -> None:
    """+53 from 2015 to 2024; -1, +10 from 2018: the arithmetic of the numbers that the paper states."""
    found = {(row["baseline"], row["post"]): float(row["effect"]) for row in rows(built, "estimates")}
    assert found["2015", "2024"] == pytest.approx(53)
    assert found["2018", "2019"] == pytest.approx(-1)
    assert found["2018", "2024"] == pytest.approx(10)
    text = (built / "build" / "report" / "report.html").read_text(encoding="utf-8")
    assert "Not an identified effect" in text or "not an identified effect" in text.lower()


def test_every_claim_of_the_report_leads_to_its_quote(built: Path) -> None:
    page = (built / "build" / "report" / "report.html").read_text(encoding="utf-8")
    anchors = set(re.findall(r'id="(claim-[^"]+)"', page))
    links = set(re.findall(r'href="#(claim-[^"]+)"', page))
    assert links <= anchors
    for claim in rows(built, "claims"):
        assert f"claim-{claim['id']}" in anchors
    documents = {path.name: path.read_text(encoding="utf-8") for path in (built / "sources").iterdir()}
    for claim in rows(built, "claims"):
        assert any(claim["quote"] in text for text in documents.values()), claim["id"]


def test_no_statistic_of_agreement_is_printed_without_n_and_interval(built: Path) -> None:
    for row in rows(built, "agreement"):
        if row["value"]:
            assert int(row["n_units"]) > 0
            assert row["unit"]
            assert row["low"] or row["why"], row


def test_no_inner_link_of_the_page_is_broken(built: Path) -> None:
    page = (built / "build" / "report" / "report.html").read_text(encoding="utf-8")
    targets = set(re.findall(r'href="#([^"]+)"', page))
    assert targets <= set(re.findall(r'id="([^"]+)"', page))
    assert not re.findall(r'(?:src|href)="https?://[^"]+\.(?:js|css|woff2?|png)"', page)


def test_two_builds_give_the_same_bytes_whatever_the_machine_says(built: Path, tmp_path: Path) -> None:
    other = tmp_path / "somewhere else" / "Студия"
    other.parent.mkdir()
    shutil.copytree(built, other, ignore=shutil.ignore_patterns("build"))
    for path in sorted(other.rglob("*")):
        os.utime(path, (1_000_000_000, 1_000_000_000))
    environment = {"TZ": "Asia/Almaty", "LANG": "ru_RU.UTF-8", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "77"}
    result = build(other, "--quiet", **environment, OMP_NUM_THREADS="1", PWD=str(tmp_path))
    assert result.returncode == 0, result.stderr
    one, two = contents(built / "build"), contents(other / "build")
    assert list(one) == list(two)
    assert [name for name in one if one[name] != two[name]] == []


def test_nothing_changed_is_quick_and_touches_nothing(built: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in (built / "build").rglob("*")}
    result = build(built)
    assert result.stdout.startswith("nothing has changed")
    assert {path: path.stat().st_mtime_ns for path in (built / "build").rglob("*")} == before


def test_ctrl_c_in_mid_build_leaves_the_previous_report(small_study: Path) -> None:
    assert build(small_study, "--quiet").returncode == 0
    before = contents(small_study / "build")
    edit(small_study / "study.toml", "Keep counting", "Go on counting")
    running = subprocess.Popen([KELISIM, "build", small_study], stderr=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 60
    while not (small_study / ".build-new" / "tables").exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    running.send_signal(signal.SIGINT)
    _, errors = running.communicate(timeout=60)
    assert running.returncode == 2
    assert "Traceback" not in errors
    assert contents(small_study / "build") == before
    assert not list(small_study.glob(".build-*"))


@pytest.mark.skipif(os.geteuid() != 0, reason="mounting a small file system needs root")
def test_a_full_disk_is_said_and_leaves_the_previous_report(small_study: Path, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", disk], check=False, capture_output=True)
    if mounted.returncode:
        pytest.skip("this machine does not let tests mount a file system")
    try:
        study = disk / "study"
        shutil.copytree(small_study, study)
        assert build(study, "--quiet", "--format", "latex").returncode == 0
        before = contents(study / "build")
        edit(study / "study.toml", "Keep counting", "Go on counting")
        free = os.statvfs(disk)
        (disk / "filler").write_bytes(bytes(free.f_bavail * free.f_frsize - 200_000))
        result = build(study, "--quiet", "--format", "latex")
        assert result.returncode == 2, result.stderr
        assert "No space left" in result.stderr
        assert "Traceback" not in result.stderr
        assert contents(study / "build") == before
        assert not list(study.glob(".build-*"))
    finally:
        subprocess.run(["umount", disk], check=False)
