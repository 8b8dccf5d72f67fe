"""Journals: nothing acknowledged is lost, and what was altered shows."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from kelisim.errors import UsageError
from kelisim.study.journal import append, read_journal


def _write(path: Path, count: int) -> None:
    for number in range(count):
        append(path, act="code", actor=path.stem, target={"document": "d", "start": number}, body={"code": "c"})


def test_lines_come_back_in_order_and_the_chain_holds(tmp_path: Path) -> None:
    path = tmp_path / "anna.jsonl"
    _write(path, 5)
    entries, problems = read_journal(path, "anna.jsonl")
    assert not problems
    assert [entry.target["start"] for entry in entries] == [0, 1, 2, 3, 4]
    assert entries[0].body["code"] == "c"


def test_a_lost_line_and_an_altered_line_show(tmp_path: Path) -> None:
    path = tmp_path / "anna.jsonl"
    _write(path, 4)
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:1] + lines[2:]))
    assert [p.line for p in read_journal(path, "j")[1]] == [2]
    path.write_bytes(b"".join([lines[0], lines[1].replace(b'"start":1', b'"start":9'), *lines[2:]]))
    assert [p.line for p in read_journal(path, "j")[1]] == [3]


def test_a_torn_last_line_is_reported_and_the_next_act_still_lands(tmp_path: Path) -> None:
    path = tmp_path / "anna.jsonl"
    _write(path, 2)
    with path.open("ab") as handle:
        handle.write(b'{"v":1,"act":"co')
    entries, problems = read_journal(path, "j")
    assert len(entries) == 2
    assert "torn" in problems[0].what
    _write(path, 1)
    entries, problems = read_journal(path, "j")
    assert len(entries) == 3
    assert [p.line for p in problems] == [3]


def test_another_persons_line_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "anna.jsonl"
    append(path, act="code", actor="bekzat", target={})
    assert "'anna'" in read_journal(path, "j")[1][0].what


def test_an_unknown_act_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="unknown act"):
        append(tmp_path / "a.jsonl", act="erase", actor="a", target={})
    assert not (tmp_path / "a.jsonl").exists()


def test_many_writers_at_once_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "anna.jsonl"
    program = (
        "import sys; from pathlib import Path; from kelisim.study.journal import append\n"
        "for n in range(25): append(Path(sys.argv[1]), act='note', actor='anna', target={'who': sys.argv[2], 'n': n})"
    )
    writers = [subprocess.Popen([sys.executable, "-c", program, str(path), str(who)]) for who in range(6)]
    assert all(writer.wait() == 0 for writer in writers)
    entries, problems = read_journal(path, "j")
    assert not problems
    assert len(entries) == 150
    for who in range(6):
        assert [e.target["n"] for e in entries if e.target["who"] == str(who)] == list(range(25))


def test_a_line_is_one_json_object_in_utf8(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    append(path, act="memo", actor="a", target={"document": "d"}, body={"text": "жергіліктендіру\n本地化"})
    raw = path.read_bytes()
    assert raw.count(b"\n") == 1
    assert json.loads(raw)["text"] == "жергіліктендіру\n本地化"
