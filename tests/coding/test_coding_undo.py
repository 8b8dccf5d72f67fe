"""Undo and redo as a person presses them."""

from __future__ import annotations

from pathlib import Path

import pytest

from kelisim.coding.undo import redo, undo
from kelisim.errors import StudyError, UsageError
from kelisim.model.journal import in_force
from kelisim.study.journal import append, read_journal
from kelisim.study.layout import Layout


def write(root: Path, start: int) -> None:
    target = {"document": "d", "start": start, "end": start + 1, "quote": "x"}
    append(root / "journals" / "anna.jsonl", act="code", actor="anna", target=target, body={"code": "c"})


def starts(root: Path) -> list[int]:
    entries = read_journal(root / "journals" / "anna.jsonl", "j").entries
    return [entry.target["start"] for entry in in_force(entries)]


def test_undo_goes_back_act_by_act_and_redo_forward(tmp_path: Path) -> None:
    layout = Layout(tmp_path)
    for start in (1, 2, 3):
        write(tmp_path, start)
    assert undo(layout, "anna").target["start"] == 3
    assert undo(layout, "anna").target["start"] == 2
    assert starts(tmp_path) == [1]
    assert redo(layout, "anna").target["start"] == 2
    assert starts(tmp_path) == [1, 2]
    undo(layout, "anna")
    undo(layout, "anna")
    assert starts(tmp_path) == []
    with pytest.raises(UsageError, match="nothing to undo"):
        undo(layout, "anna")
    for _ in range(3):
        redo(layout, "anna")
    assert starts(tmp_path) == [1, 2, 3]
    with pytest.raises(UsageError, match="nothing to redo"):
        redo(layout, "anna")


def test_after_a_new_act_nothing_is_put_back(tmp_path: Path) -> None:
    layout = Layout(tmp_path)
    write(tmp_path, 1)
    undo(layout, "anna")
    write(tmp_path, 2)
    with pytest.raises(UsageError, match="nothing to redo"):
        redo(layout, "anna")
    assert starts(tmp_path) == [2]


def test_that_somebody_looked_is_passed_over(tmp_path: Path) -> None:
    layout = Layout(tmp_path)
    write(tmp_path, 1)
    body = {"state": "blind broken", "documents": ["d"]}
    append(tmp_path / "journals" / "anna.jsonl", act="note", actor="anna", target={"queue": "coding"}, body=body)
    assert undo(layout, "anna").act == "code"
    with pytest.raises(UsageError, match="nothing to undo"):
        undo(layout, "anna")


def test_without_a_journal_or_with_a_broken_one_nothing_is_written(tmp_path: Path) -> None:
    layout = Layout(tmp_path)
    with pytest.raises(UsageError, match="no journal"):
        undo(layout, "anna")
    for start in (1, 2):
        write(tmp_path, start)
    path = tmp_path / "journals" / "anna.jsonl"
    path.write_bytes(path.read_bytes().replace(b'"start":1', b'"start":7'))
    before = path.read_bytes()
    with pytest.raises(StudyError, match="lost or altered"):
        undo(layout, "anna")
    assert path.read_bytes() == before
