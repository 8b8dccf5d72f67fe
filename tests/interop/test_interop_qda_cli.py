"""kelisim code as a user meets it: whole processes, exit codes, and JSON that keeps to its schema."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
from qda_files import ForeignProject, ForeignSource, Marked, empty_study, snapshot

from editing import ROOT

KELISIM = Path(sys.executable).parent / "kelisim"
SCHEMA = json.loads((ROOT / "docs" / "schemas" / "code-exchange.schema.json").read_text(encoding="utf-8"))


def kelisim(*words: str | Path, folder: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run([KELISIM, *map(str, words)], capture_output=True, text=True, cwd=folder, check=False)


@pytest.fixture
def foreign(tmp_path: Path) -> Path:
    source = ForeignSource("Interview", b"One two three.", [Marked(0, 14), Marked(0, 500)])
    return ForeignProject([source]).write(tmp_path / "f.qdpx")


@pytest.mark.parametrize("to", ["qdpx", "qdc", "csv", "xlsx", "web-annotation"])
def test_export_writes_the_file_and_reports(small_study: Path, tmp_path: Path, to: str) -> None:
    out = tmp_path / "out"
    result = kelisim("code", "export", small_study, "--to", to, "-o", out, "--json")
    assert (result.returncode, result.stderr) == (0, "")
    report = json.loads(result.stdout)
    jsonschema.validate(report, SCHEMA)
    assert report["format"] == to
    assert out.stat().st_size > 100
    back = kelisim("code", "import", out, small_study, "--json")
    assert (back.returncode, back.stderr) == (0, "")
    jsonschema.validate(json.loads(back.stdout), SCHEMA)
    assert sum(json.loads(back.stdout)["carried"].values()) == 0


def test_export_has_a_name_by_default(small_study: Path, tmp_path: Path) -> None:
    result = kelisim("code", "export", small_study, folder=tmp_path)
    assert result.stdout.startswith("wrote codings.qdpx\ncarried: 2 coders, 2 codes, 12 codings")
    assert "not carried: 4 × claims of the study" in result.stdout
    assert (tmp_path / "codings.qdpx").is_file()


def test_import_refuses_whole_what_is_wrong_in_part(tmp_path: Path, foreign: Path) -> None:
    study = empty_study(tmp_path / "study")
    before = snapshot(study)
    refused = kelisim("code", "import", foreign, study)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "project.qde:8: the selection 0–500 in 'Interview'" in refused.stderr
    assert "--keep-going" in refused.stderr
    assert snapshot(study) == before
    going = kelisim("code", "import", foreign, "--keep-going", "--json", folder=study)
    assert going.returncode == 1
    report = json.loads(going.stdout)
    jsonschema.validate(report, SCHEMA)
    assert report["problems"][0]["where"] == {"file": "project.qde", "line": 8}
    assert report["carried"]["codings"] == 1


def test_a_study_with_imported_work_is_read(small_study: Path, tmp_path: Path) -> None:
    source = ForeignSource("Interview", b"One two three.", [Marked(0, 14)])
    path = ForeignProject([source]).write(tmp_path / "f.qdpx")
    result = kelisim("code", "import", path, small_study)
    assert result.returncode == 0
    assert "to be decided: publisher and publisher_kind in sources.csv of interview" in result.stdout
    assert kelisim("check", small_study, "--fail-on", "never").returncode == 0


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("code", "import", "nowhere.qdpx", "."), "cannot be read"),
        (("code", "export", ".", "--to", "nvivo"), "no exchange format is called 'nvivo'"),
        (("code", "export", "nowhere"), "no such folder"),
        (("code", "export", ".", "-o", "no/such/folder/x.qdpx"), "cannot be written"),
    ],
)
def test_wrong_usage_exits_with_2(small_study: Path, words: tuple[str, ...], message: str) -> None:
    result = kelisim(*words, folder=small_study)
    assert result.returncode == 2
    assert result.stdout == ""
    assert message in result.stderr
