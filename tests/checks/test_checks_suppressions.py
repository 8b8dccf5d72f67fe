"""Suppressions: accepted with a reason up to a day, counted apart, and never lost from the report."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from editing import edit
from kelisim.api import Study
from kelisim.cli.main import app
from kelisim.errors import StudyError

SUPPRESSION = """
[[suppressions]]
rule = "S002"
about = ["gazette"]
reason = "The gazette has no page of its own for an article."
expires = 2027-03-31
"""


def suppressed_study(study: Path, text: str = SUPPRESSION) -> Path:
    path = study / "study.toml"
    path.write_text(path.read_text("utf-8") + text, "utf-8")
    return study


def of_gazette(study: Path, day: date) -> str:
    (found,) = Study.open(study).check(select=["S002"], day=day)
    return found.suppressed


def test_a_suppression_holds_up_to_its_last_day(small_study: Path) -> None:
    suppressed_study(small_study)
    assert of_gazette(small_study, date(2027, 3, 31)) == "The gazette has no page of its own for an article."
    assert of_gazette(small_study, date(2027, 4, 1)) == ""


def test_check_leaves_out_what_is_suppressed_and_says_how_many(small_study: Path) -> None:
    suppressed_study(small_study)
    run = CliRunner().invoke(app, ["check", str(small_study), "--select", "S002", "--on", "2026-01-01"])
    assert (run.exit_code, run.stdout) == (0, "0 errors, 0 warnings, 0 notes; 1 suppressed\n")
    run = CliRunner().invoke(app, ["check", str(small_study), "--select", "S002", "--on", "2028-01-01"])
    assert "its suppression lapsed on 2027-03-31" in run.stdout
    assert "0 errors, 1 warning, 0 notes\n" in run.stdout
    told = json.loads(CliRunner().invoke(app, ["check", str(small_study), "--json", "--on", "2026-01-01"]).stdout)
    assert [(one["rule"], one["until"]) for one in told["suppressed"]] == [("S002", "2027-03-31")]
    assert "S002" not in [one["rule"] for one in told["findings"]]


def test_fail_on_does_not_see_what_is_suppressed(small_study: Path) -> None:
    arguments = ["check", str(small_study), "--select", "S002", "--fail-on", "warning", "--on", "2026-01-01", "--quiet"]
    assert CliRunner().invoke(app, arguments).exit_code == 1
    suppressed_study(small_study)
    assert CliRunner().invoke(app, arguments).exit_code == 0


def test_the_build_keeps_the_finding_with_its_reason_and_does_not_count_it(small_study: Path) -> None:
    before = Study.open(small_study).build(formats=["html"])
    suppressed_study(small_study)
    after = Study.open(small_study).build(formats=["html"])
    assert after.findings["warning"] == before.findings["warning"] - 1
    with after.tables["findings"].open(encoding="utf-8", newline="") as handle:
        rows = [row for row in csv.DictReader(handle) if row["rule"] == "S002"]
    assert [(row["suppressed"], row["until"]) for row in rows] == [
        ("The gazette has no page of its own for an article.", "2027-03-31")
    ]
    assert "Accepted until 2027-03-31" in after.report["html"].read_text("utf-8")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ('reason = "The gazette has no page of its own for an article."', "reason"),
        ("expires = 2027-03-31", "expires"),
        ('about = ["gazette"]', "name the ids in about, or the file"),
    ],
)
def test_a_suppression_needs_a_subject_a_reason_and_a_last_day(small_study: Path, wrong: str, said: str) -> None:
    suppressed_study(small_study, SUPPRESSION.replace(wrong, ""))
    with pytest.raises(StudyError, match=said) as caught:
        Study.open(small_study).check()
    assert caught.value.problems[0].file == "study.toml"
    assert caught.value.problems[0].line is not None


def test_no_reason_is_no_reason(small_study: Path) -> None:
    suppressed_study(small_study)
    edit(small_study / "study.toml", "The gazette has no page of its own for an article.", "  ")
    with pytest.raises(StudyError, match="reason"):
        Study.open(small_study).check()


def test_the_file_can_be_named_instead_of_ids(small_study: Path) -> None:
    suppressed_study(small_study, SUPPRESSION.replace('about = ["gazette"]', 'file = "sources.csv"'))
    assert of_gazette(small_study, date(2026, 1, 1))
    edit(small_study / "study.toml", 'file = "sources.csv"', 'file = "claims.csv"')
    assert not of_gazette(small_study, date(2026, 1, 1))


def test_the_rows_that_fail_are_stored_with_the_cells_of_the_register(small_study: Path, tmp_path: Path) -> None:
    run = CliRunner().invoke(app, ["check", str(small_study), "--rows", str(tmp_path / "rows"), "--quiet"])
    assert run.exit_code == 0
    with (tmp_path / "rows" / "S002.csv").open(encoding="utf-8", newline="") as handle:
        (row,) = csv.DictReader(handle)
    with (small_study / "sources.csv").open(encoding="utf-8", newline="") as handle:
        (stands,) = [one for one in csv.DictReader(handle) if one["id"] == "gazette"]
    assert {name: row[f"sources: {name}"] for name in stands} == stands
    assert (row["file"], row["line"]) == ("sources.csv", "3")
    built = Study.open(small_study).build(formats=["html"]).root / "build" / "failing" / "S002.csv"
    assert built.read_bytes() == (tmp_path / "rows" / "S002.csv").read_bytes()
