"""Two copies of a study folder: journals merge, everything else that differs is listed, and nothing is overwritten."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from editing import ROOT, edit
from kelisim.coding.merge import merge
from kelisim.errors import StudyError, UsageError
from kelisim.study.journal import append, read_acts
from kelisim.study.layout import Layout

KELISIM = Path(sys.executable).parent / "kelisim"
TARGET = {"document": "survey", "start": 209, "end": 300, "quote": "The council opened the first protected lane"}


def act(folder: Path, actor: str, name: str, time: str, kind: str = "code") -> None:
    path = folder / "journals" / f"{actor}.jsonl"
    append(path, act=kind, actor=actor, target=TARGET, body={"code": name}, time=time)


@pytest.fixture
def copies(small_study: Path, tmp_path: Path) -> tuple[Path, Path]:
    other = tmp_path / "copy"
    shutil.copytree(small_study, other)
    return small_study, other


def kelisim(*words: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([KELISIM, "merge", *map(str, words)], capture_output=True, text=True, check=False)


def test_each_persons_work_comes_together(copies: tuple[Path, Path]) -> None:
    one, other = copies
    act(one, "anna", "measure", "2026-01-01T00:00:00Z")
    act(other, "bekzat", "barrier", "2026-01-02T00:00:00Z")
    act(other, "cora", "barrier", "2026-01-03T00:00:00Z")
    before = len(read_acts(Layout(one))[0])
    found = merge(Layout(one), Layout(other))
    assert found.written
    assert {item.file: item.outcome for item in found.journals} == {
        "journals/anna.jsonl": "first is longer",
        "journals/bekzat.jsonl": "second is longer",
        "journals/cora.jsonl": "second is longer",
    }
    assert len(read_acts(Layout(one))[0]) == before + 2
    assert (other / "journals" / "anna.jsonl").read_bytes() != (one / "journals" / "anna.jsonl").read_bytes()
    assert merge(Layout(other), Layout(one)).written
    for name in ("anna", "bekzat", "cora"):
        path = Path("journals") / f"{name}.jsonl"
        assert (one / path).read_bytes() == (other / path).read_bytes()


def test_a_fork_is_joined_in_place_and_both_sides_end_alike(copies: tuple[Path, Path]) -> None:
    one, other = copies
    act(one, "anna", "measure", "2026-01-02T00:00:00Z")
    act(other, "anna", "barrier", "2026-01-01T00:00:00Z")
    copied = (one / "journals" / "anna.jsonl").read_bytes()
    assert merge(Layout(one), Layout(other)).written
    (other.parent / "third" / "journals").mkdir(parents=True)
    shutil.copy(one / "study.toml", other.parent / "third")
    (other.parent / "third" / "journals" / "anna.jsonl").write_bytes(copied)
    assert merge(Layout(other), Layout(other.parent / "third")).written
    assert (one / "journals" / "anna.jsonl").read_bytes() == (other / "journals" / "anna.jsonl").read_bytes()


def test_into_a_new_folder_leaves_both_copies_alone(copies: tuple[Path, Path], tmp_path: Path) -> None:
    one, other = copies
    act(other, "anna", "measure", "2026-01-01T00:00:00Z")
    (one / "build").mkdir()
    (one / "build" / "old.html").write_text("derived")
    edit(other / "study.toml", 'title = "', 'title = "Another ')
    (other / "sources" / "more.md").write_text("More.")
    before = {path: path.read_bytes() for root in copies for path in root.rglob("*") if path.is_file()}
    into = tmp_path / "merged"
    found = merge(Layout(one), Layout(other), into=into)
    assert {path: path.read_bytes() for path in before} == before
    assert (into / "journals" / "anna.jsonl").read_bytes() == (other / "journals" / "anna.jsonl").read_bytes()
    assert (into / "study.toml").read_bytes() == (one / "study.toml").read_bytes()
    assert not (into / "build").exists()
    assert found.differing == (("sources/more.md", "second only"), ("study.toml", "differs"))


def test_a_conflict_in_one_journal_leaves_all_as_they_were(copies: tuple[Path, Path]) -> None:
    one, other = copies
    target, body = {"source": "survey"}, {"rating": "High", "reason": "a"}
    for root, rating in ((one, "High"), (other, "Medium")):
        append(
            root / "journals" / "anna.jsonl",
            act="rate",
            actor="anna",
            target=target,
            body={**body, "rating": rating},
        )
    act(other, "bekzat", "barrier", "2026-01-01T00:00:00Z")
    before = {path.name: path.read_bytes() for path in (one / "journals").iterdir()}
    ended = kelisim(one, other, "--json")
    assert ended.returncode == 1
    result = json.loads(ended.stdout)
    jsonschema.validate(result, json.loads((ROOT / "docs/schemas/merge.schema.json").read_text(encoding="utf-8")))
    assert not result["written"]
    assert [one["about"] for one in result["conflicts"]] == ['rate of "survey"']
    assert {path.name: path.read_bytes() for path in (one / "journals").iterdir()} == before
    told = kelisim(one, other)
    assert 'rate of "survey"' in told.stdout
    assert "--prefer" in told.stdout
    assert kelisim(one, other, "--prefer", "second").returncode == 0
    ratings = [entry.body["rating"] for entry in read_acts(Layout(one))[0] if entry.act == "rate"]
    assert ratings == ["Medium"]


def test_a_broken_chain_is_refused_with_its_place(copies: tuple[Path, Path]) -> None:
    one, other = copies
    edit(other / "journals" / "anna.jsonl", '"start":209', '"start":210')
    with pytest.raises(StudyError, match="lost or altered"):
        merge(Layout(one), Layout(other))
    ended = kelisim(one, other)
    assert ended.returncode == 2
    assert "second copy:2" in ended.stderr


def test_folders_that_cannot_be_merged_are_refused(copies: tuple[Path, Path], tmp_path: Path) -> None:
    one, other = copies
    with pytest.raises(UsageError, match="same folder"):
        merge(Layout(one), Layout(one))
    with pytest.raises(UsageError, match="not empty"):
        merge(Layout(one), Layout(other), into=tmp_path)
    with pytest.raises(UsageError, match="lies inside"):
        merge(Layout(one), Layout(other), into=one / "merged")
    assert kelisim(one, tmp_path / "nowhere").returncode == 2
    assert kelisim(one, other, "--prefer", "mine").returncode == 2


def test_the_command_says_what_came_from_where(copies: tuple[Path, Path]) -> None:
    one, other = copies
    act(other, "bekzat", "barrier", "2026-01-01T00:00:00Z")
    (other / "notes.txt").write_text("mine")
    ended = kelisim(one, other)
    assert ended.returncode == 0
    assert "journals/bekzat.jsonl" in ended.stdout
    assert "1 line" in ended.stdout
    assert "notes.txt" in ended.stdout
    result = json.loads(kelisim(one, other, "--json").stdout)
    jsonschema.validate(result, json.loads((ROOT / "docs/schemas/merge.schema.json").read_text(encoding="utf-8")))
    assert {item["outcome"] for item in result["journals"]} == {"same"}


def test_two_journals_of_one_name_without_a_line_in_common_are_pointed_out(copies: tuple[Path, Path]) -> None:
    one, other = copies
    act(one, "cora", "measure", "2026-01-01T00:00:00Z")
    act(other, "cora", "barrier", "2026-01-02T00:00:00Z")
    found = merge(Layout(one), Layout(other))
    assert found.written
    (remark,) = [remark for remark in found.remarks if "no line in common" in remark]
    assert remark.startswith("journals/cora.jsonl has no line in common with the other copy")
    assert not [remark for remark in merge(Layout(one), Layout(other)).remarks if "no line" in remark]


def test_a_fork_with_lines_in_common_is_nobody_elses(copies: tuple[Path, Path]) -> None:
    one, other = copies
    act(one, "anna", "measure", "2026-01-01T00:00:00Z")
    act(other, "anna", "barrier", "2026-01-02T00:00:00Z")
    assert not [remark for remark in merge(Layout(one), Layout(other)).remarks if "no line" in remark]
