"""The command line as a user meets it: whole processes, exit codes, stdout for data and stderr for the rest."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from editing import ROOT, edit

KELISIM = Path(sys.executable).parent / "kelisim"
TABLES = {
    *("sources", "screening", "credibility", "agreement", "claims", "verdicts", "reliability_matrix", "phases"),
    *("governance", "indicators", "estimates", "recommendations", "findings"),
}


def kelisim(*words: str | Path, folder: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run([KELISIM, *map(str, words)], capture_output=True, text=True, cwd=folder, check=False)


def schema(name: str) -> dict[str, object]:
    return json.loads((ROOT / "docs" / "schemas" / f"{name}.schema.json").read_text(encoding="utf-8"))


def test_help_names_every_command_and_each_has_its_own() -> None:
    overview = kelisim("--help").stdout
    for command in ("new", "build", "check", "config", "sources"):
        assert command in overview
        one = kelisim(command, "--help")
        assert one.returncode == 0
        assert len(one.stdout) > 100
    assert kelisim("--version").stdout.startswith("kelisim ")


def test_new_makes_a_study_that_builds_with_one_deliberate_warning(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    made = kelisim("new", folder)
    assert made.returncode == 0
    built = kelisim("build", folder, "--json")
    assert built.returncode == 0, built.stderr
    assert built.stderr == ""
    result = json.loads(built.stdout)
    jsonschema.validate(result, schema("build"))
    assert result["findings"]["error"] == 0
    assert result["findings"]["warning"] == 1
    assert set(result["report"]) == {"html", "pdf", "docx", "latex"}
    assert set(result["tables"]) >= TABLES
    for group in ("report", "tables", "figures"):
        assert all(Path(path).stat().st_size > 0 for path in result[group].values())
    again = kelisim("build", folder / "sources")
    assert again.stdout.startswith("nothing has changed")


def test_new_never_writes_over_files(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("mine")
    refused = kelisim("new", tmp_path)
    assert refused.returncode == 2
    assert "not empty" in refused.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["note.txt"]


def test_check_prints_findings_and_exits_by_severity(small_study: Path) -> None:
    clean = kelisim("check", small_study)
    assert clean.returncode == 0
    assert "sources.csv:3: warning S002" in clean.stdout
    assert "mend:" in clean.stdout
    assert kelisim("check", small_study, "--fail-on", "warning").returncode == 1
    assert kelisim("check", small_study, "--fail-on", "warning", "--ignore", "S002").returncode == 0
    assert kelisim("check", small_study, "--fail-on", "never", "--quiet").stdout == ""


def test_check_as_json_keeps_to_its_schema(small_study: Path) -> None:
    result = json.loads(kelisim("check", small_study, "--json").stdout)
    jsonschema.validate(result, schema("check"))
    assert result["counts"]["warning"] == 1
    assert result["findings"][0]["where"] == {"file": "sources.csv", "line": 3}


def test_check_explains_a_rule_and_names_the_nearest() -> None:
    assert "bare domain" in kelisim("check", "--explain", "S002").stdout
    assert "S002" in kelisim("check", "--list").stdout
    wrong = kelisim("check", "--explain", "S0002")
    assert wrong.returncode == 2
    assert "S002" in wrong.stderr


def test_dry_run_as_json_keeps_to_its_schema(small_study: Path) -> None:
    result = json.loads(kelisim("build", small_study, "--dry-run", "--json").stdout)
    jsonschema.validate(result, schema("plan"))
    assert {stage["status"] for stage in result["stages"]} == {"would run"}
    assert not (small_study / "build").exists()


def test_config_prints_written_and_default_values(small_study: Path) -> None:
    text = kelisim("config", small_study).stdout
    assert "coding.unit = 'sentence'  # line" in text
    assert "protocol.cross_check.sections = []  # default" in text
    values = json.loads(kelisim("config", "--json", folder=small_study / "series").stdout)
    assert values["study"]["window"] == "2018/2023"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("build", "nowhere"), "no such folder"),
        (("build", "."), "kelisim new"),
        (("build", ".", "--format", "word"), "kelisim new"),
        (("frobnicate",), "No such command"),
    ],
)
def test_wrong_usage_exits_with_2_and_one_clear_message(tmp_path: Path, words: tuple[str, ...], message: str) -> None:
    result = kelisim(*words, folder=tmp_path)
    assert result.returncode == 2
    assert result.stdout == ""
    assert message in result.stderr
    assert "Traceback" not in result.stderr


def test_a_wrong_study_exits_with_2_and_names_file_line_and_mend(small_study: Path) -> None:
    edit(small_study / "claims.csv", "9.4%,9.4,", '9.4%,"9,4",')
    result = kelisim("build", small_study)
    assert result.returncode == 2
    assert "error: claims.csv:3: value is '9,4'" in result.stderr
    assert "mend: write 9.4" in result.stderr
    assert "Traceback" not in result.stderr


def test_an_unknown_format_names_the_nearest(small_study: Path) -> None:
    result = kelisim("build", small_study, "--format", "htm")
    assert result.returncode == 2
    assert "'html'" in result.stderr


def test_bibliography_comes_in_and_goes_out(small_study: Path, tmp_path: Path) -> None:
    entry = tmp_path / "more.bib"
    entry.write_text(
        "@article{pucher2010, author={Pucher, John and Dill, Jennifer and Handy, Susan}, year={2010},"
        " title={Infrastructure, programs, and policies to increase bicycling}, journal={Preventive Medicine},"
        " volume={50}, doi={10.1016/j.ypmed.2009.07.028}}",
        encoding="utf-8",
    )
    before = (small_study / "sources.csv").read_bytes()
    refused = kelisim("sources", "import", entry, small_study)
    assert refused.returncode == 2
    assert "column" in refused.stderr
    assert (small_study / "sources.csv").read_bytes() == before
    header = before.decode().split("\n", 1)[0]
    edit(small_study / "sources.csv", header, header + ",authors,container,volume,doi,category")
    added = kelisim("sources", "import", entry, small_study)
    assert added.stdout.startswith("added 1 source"), added.stderr
    assert kelisim("sources", "import", entry, small_study).stdout.startswith("added 0 sources")
    csl = json.loads(kelisim("sources", "export", small_study).stdout)
    assert any(item.get("DOI") == "10.1016/j.ypmed.2009.07.028" for item in csl)
    assert "Preventive Medicine" in kelisim("sources", "export", small_study, "--to", "bibtex").stdout


def test_no_output_is_written_over_a_file_of_the_study(small_study: Path) -> None:
    for name in ("study.toml", "sources.csv", "sources/survey.md"):
        before = (small_study / name).read_bytes()
        refused = kelisim("code", "export", small_study, "--to", "csv", "--out", small_study / name)
        assert refused.returncode == 2
        assert "a file of the study itself" in refused.stderr
        assert (small_study / name).read_bytes() == before
    again = kelisim("code", "export", small_study, "--to", "csv", "--out", small_study / "codings.csv")
    assert again.returncode == 0, again.stderr


def test_failing_rows_go_into_a_folder_and_not_over_a_file(small_study: Path) -> None:
    before = (small_study / "study.toml").read_bytes()
    refused = kelisim("check", small_study, "--rows", small_study / "study.toml")
    assert refused.returncode == 2
    assert "cannot be written" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert (small_study / "study.toml").read_bytes() == before
