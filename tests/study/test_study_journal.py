"""Journals: nothing acknowledged is lost, and what was altered shows."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from kelisim.errors import StudyError, UsageError
from kelisim.study.journal import Journal, append, append_all, journal_path, line_hash, read_acts, read_journal, replace
from kelisim.study.layout import Layout


def _write(path: Path, count: int) -> None:
    for number in range(count):
        append(path, act="code", actor=path.stem, target={"document": "d", "start": number}, body={"code": "c"})


def _read(path: Path) -> Journal:
    return read_journal(path, path.name)


def _starts(path: Path) -> list[int]:
    return [entry.target["start"] for entry in _read(path).entries]


def test_lines_come_back_in_order_and_the_chain_holds(tmp_path: Path) -> None:
    path = tmp_path / "anna.jsonl"
    _write(path, 5)
    found = _read(path)
    assert not found.problems
    assert not found.torn
    assert _starts(path) == [0, 1, 2, 3, 4]
    assert found.entries[0].body == {"code": "c"}
    lines = path.read_bytes().splitlines()
    assert [entry.hash for entry in found.entries] == [line_hash(line) for line in lines]
    assert found.head == line_hash(lines[-1])
    assert json.loads(lines[3])["prev"] == line_hash(lines[2])


def test_the_line_format_is_that_of_the_shipped_journals(repository: Path, tmp_path: Path) -> None:
    shipped = (repository / "src/kelisim/study/template/journals/anna.jsonl").read_bytes().splitlines()
    path = tmp_path / "anna.jsonl"
    for line in shipped:
        record = json.loads(line)
        body = {key: value for key, value in record.items() if key in ("code", "memo", "state")}
        named = {key: record[key] for key in ("act", "actor", "target", "time")}
        append(path, **named, body=body, demonstration=record["demonstration"])
    assert path.read_bytes().splitlines() == shipped


def test_a_lost_line_and_an_altered_line_show(tmp_path: Path) -> None:
    path = tmp_path / "anna.jsonl"
    _write(path, 4)
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:1] + lines[2:]))
    assert [p.line for p in _read(path).problems] == [2]
    path.write_bytes(b"".join([lines[0], lines[1].replace(b'"start":1', b'"start":9'), *lines[2:]]))
    assert [p.line for p in _read(path).problems] == [3]
    path.write_bytes(b"".join([lines[0], lines[1][:30] + b"\n", *lines[2:]]))
    assert [p.line for p in _read(path).problems] == [2, 3]


def test_the_rest_of_a_journal_and_that_of_another_chain_are_refused(tmp_path: Path) -> None:
    path, other = tmp_path / "anna.jsonl", tmp_path / "other" / "anna.jsonl"
    _write(path, 3)
    _write(other, 2)
    append(other, act="note", actor="anna", target={}, body={"text": "another study"})
    whole = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(whole[1:]))
    assert "beginning of the journal is missing" in _read(path).problems[0].what
    path.write_bytes(b"".join(whole) + other.read_bytes().splitlines(keepends=True)[2])
    assert [(p.code, p.line) for p in _read(path).problems] == [("journal-chain", 4)]


@pytest.mark.parametrize("damage", ["utf-16", "spreadsheet", "zip"])
def test_a_file_that_is_no_journal_is_refused_and_not_written_to(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "anna.jsonl"
    _write(path, 3)
    text = path.read_text(encoding="utf-8")
    damaged = {
        "utf-16": text.encode("utf-16"),
        "spreadsheet": b"act,actor\ncode,anna\n",
        "zip": b"PK\x03\x04" + bytes(range(256)),
    }[damage]
    path.write_bytes(damaged)
    assert _read(path).problems
    with pytest.raises(StudyError, match="does not end in a line of a journal"):
        _write(path, 1)
    assert path.read_bytes() == damaged


def test_a_torn_last_line_is_skipped_and_reported_and_the_next_act_still_lands(tmp_path: Path) -> None:
    path = tmp_path / "anna.jsonl"
    _write(path, 2)
    with path.open("ab") as handle:
        handle.write(b'{"v":1,"act":"co')
    found = _read(path)
    assert _starts(path) == [0, 1]
    assert not found.problems
    assert "torn" in found.torn[0].what
    _write(path, 1)
    found = _read(path)
    assert _starts(path) == [0, 1, 0]
    assert not found.problems
    assert [p.line for p in found.torn] == [3]


def test_a_line_torn_at_any_byte_costs_that_line_alone(tmp_path: Path) -> None:
    path = tmp_path / "anna.jsonl"
    _write(path, 3)
    whole = path.read_bytes()
    first = len(b"\n".join(whole.splitlines()[:2])) + 1
    for cut in range(first, len(whole)):
        path.write_bytes(whole[:cut])
        _write(path, 1)
        found = _read(path)
        assert not found.problems, cut
        complete = cut == len(whole) - 1
        assert _starts(path) == ([0, 1, 2, 0] if complete else [0, 1, 0])
        assert len(found.torn) == (0 if complete or cut == first else 1)


def test_crash_after_crash_leaves_every_whole_line(tmp_path: Path) -> None:
    path = tmp_path / "anna.jsonl"
    _write(path, 1)
    fragments = [
        b'{"v":1,"act":"memo"',
        b"\n" + b'{"v":1,"ac',
        b"\n",
        b"\0" * 600,
        b'\n{"',
        b"\n" + b'{"v":1,' + b"x" * 9000,
    ]
    for fragment in fragments:
        with path.open("ab") as handle:
            handle.write(fragment)
        assert not _read(path).problems
    _write(path, 2)
    found = _read(path)
    assert not found.problems
    assert _starts(path) == [0, 0, 1]
    assert len(found.torn) == 5


def test_a_torn_line_is_a_remark_on_a_study_that_can_be_read(small_study: Path) -> None:
    from kelisim.study.load import load_study

    path = small_study / "journals" / "anna.jsonl"
    before = load_study(Layout(small_study)).journal
    with path.open("ab") as handle:
        handle.write(b'{"v":1,"act":"co')
    data = load_study(Layout(small_study))
    assert data.journal == before
    assert [(one.code, one.file) for one in data.remarks] == [("journal-torn", "journals/anna.jsonl")]


def test_converted_line_ends_leave_the_chain_whole(tmp_path: Path) -> None:
    path = tmp_path / "anna.jsonl"
    _write(path, 3)
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n") + b"\r\n")
    _write(path, 1)
    assert not _read(path).problems
    assert _starts(path) == [0, 1, 2, 0]


def test_another_persons_line_is_refused_in_writing_and_in_reading(tmp_path: Path) -> None:
    path = tmp_path / "anna.jsonl"
    with pytest.raises(UsageError, match="'bekzat' cannot write into the journal of 'anna'"):
        append(path, act="code", actor="bekzat", target={})
    assert not path.exists()
    _write(tmp_path / "bekzat.jsonl", 1)
    (tmp_path / "bekzat.jsonl").rename(path)
    assert "'anna'" in _read(path).problems[0].what


def test_what_no_journal_can_hold_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    good = {"act": "note", "actor": "a", "target": {}}
    for wrong, words in [
        ({"act": "erase"}, "unknown act"),
        ({"body": {"prev": "x"}}, "may not hold prev"),
        ({"body": {"weight": float("nan")}}, "JSON"),
        ({"body": {"text": "\ud800"}}, "UTF-8"),
        ({"body": {"when": object()}}, "JSON"),
    ]:
        with pytest.raises(UsageError, match=words):
            append_all(path, [good, {**good, **wrong}])
    assert not path.exists()


def test_a_line_of_a_later_version_says_to_upgrade(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"v":2,"act":"code","actor":"a","time":"","target":{},"prev":""}\n')
    assert "upgrade" in _read(path).problems[0].hint


def test_a_full_disk_adds_nothing_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    program = (
        "import resource, signal, sys; from pathlib import Path; from kelisim.study.journal import append\n"
        "from kelisim.errors import StudyError\n"
        "path = Path(sys.argv[1]); append(path, act='note', actor='a', target={})\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size + 50, -1))\n"
        "try: append(path, act='note', actor='a', target={}, body={'text': 'x' * 500})\n"
        "except StudyError as error: print(error)"
    )
    assert resource.RLIMIT_FSIZE is not None
    told = subprocess.run([sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=True)
    assert "could not be written: File too large" in told.stdout
    found = _read(path)
    assert len(found.entries) == 1
    assert not found.torn
    assert path.read_bytes().endswith(b"\n")


def test_twenty_writers_at_once_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "anna.jsonl"
    program = (
        "import sys; from pathlib import Path; from kelisim.study.journal import append\n"
        "for n in range(25): append(Path(sys.argv[1]), act='note', actor='anna', target={'who': sys.argv[2], 'n': n})"
    )
    writers = [subprocess.Popen([sys.executable, "-c", program, str(path), str(who)]) for who in range(20)]
    assert all(writer.wait() == 0 for writer in writers)
    found = _read(path)
    assert not found.problems
    assert not found.torn
    assert len(found.entries) == 500
    for who in range(20):
        assert [e.target["n"] for e in found.entries if e.target["who"] == str(who)] == list(range(25))


def test_a_journal_replaced_while_writers_wait_keeps_their_lines(tmp_path: Path) -> None:
    path = tmp_path / "anna.jsonl"
    _write(path, 2)
    stop = threading.Event()
    promised: list[str] = []

    def keep_writing() -> None:
        while not stop.is_set():
            promised.append(append(path, act="note", actor="anna", target={"n": len(promised)}))

    writers = [threading.Thread(target=keep_writing) for _ in range(4)]
    for writer in writers:
        writer.start()
    replaced = 0
    while replaced < 20:
        before = path.read_bytes()
        if not before.endswith(b"\n"):
            continue
        # Blank lines carry nothing: the same journal in another file.
        fresh = b"\n" + before.lstrip(b"\n") if not before.startswith(b"\n") else before.lstrip(b"\n")
        try:
            replace(path, before, fresh)
            replaced += 1
        except StudyError:
            continue
    stop.set()
    for writer in writers:
        writer.join()
    found = _read(path)
    assert not found.problems
    assert {entry.hash for entry in found.entries} >= set(promised)


@pytest.mark.parametrize("seed", range(4))
def test_a_writer_killed_at_random_loses_nothing_that_was_acknowledged(tmp_path: Path, seed: int) -> None:
    # Four times 250 kills make a thousand.
    path = tmp_path / "anna.jsonl"
    script = Path(__file__).with_name("kill_writers.py")
    run = subprocess.run(
        [sys.executable, script, str(path), "250", str(seed)], capture_output=True, text=True, check=True
    )
    promised = run.stdout.split()
    found = _read(path)
    assert not found.problems
    assert len(promised) > 150
    held = [entry.hash for entry in found.entries]
    assert set(promised) <= set(held)
    order = {name: place for place, name in enumerate(held)}
    assert [order[name] for name in promised] == sorted(order[name] for name in promised)
    # Between two promises at most the one line stands whose promise the kill cut off.
    assert len(held) - len(promised) <= 250


def test_a_line_is_one_json_object_in_utf8(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    append(path, act="memo", actor="a", target={"document": "d"}, body={"text": "жергіліктендіру\n本地化\u2028"})
    raw = path.read_bytes()
    assert raw.count(b"\n") == 1
    assert json.loads(raw)["text"] == "жергіліктендіру\n本地化\u2028"
    assert _read(path).entries[0].body["text"] == "жергіліктендіру\n本地化\u2028"


@pytest.mark.parametrize("name", ["", " ", "../anna", ".anna", "a/b", "a\\b", "a\nb", "C:anna"])
def test_a_name_that_cannot_be_a_file_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match="name"):
        journal_path(Layout(tmp_path), name)
    assert journal_path(Layout(tmp_path), "Айгүл К.").name == "Айгүл К..jsonl"


def test_all_journals_are_read_and_every_problem_of_each_is_told(tmp_path: Path) -> None:
    for name in ("anna", "bekzat"):
        _write(tmp_path / "journals" / f"{name}.jsonl", 3)
    assert len(read_acts(Layout(tmp_path))[0]) == 6
    for name in ("anna", "bekzat"):
        path = tmp_path / "journals" / f"{name}.jsonl"
        path.write_bytes(path.read_bytes().replace(b'"start":0', b'"start":7'))
    with pytest.raises(StudyError) as raised:
        read_acts(Layout(tmp_path))
    assert [(p.file, p.line) for p in raised.value.problems] == [
        ("journals/anna.jsonl", 2),
        ("journals/bekzat.jsonl", 2),
    ]


def test_a_byte_order_mark_of_an_editor_leaves_the_chain_whole(tmp_path: Path) -> None:
    path = tmp_path / "anna.jsonl"
    _write(path, 1)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    _write(path, 2)
    found = _read(path)
    assert not found.problems
    assert _starts(path) == [0, 0, 1]


def test_a_journal_in_another_encoding_is_one_problem_and_says_which(tmp_path: Path) -> None:
    path = tmp_path / "anna.jsonl"
    _write(path, 30)
    path.write_bytes(path.read_bytes().decode().encode("utf-16"))
    (problem,) = _read(path).problems
    assert (problem.file, problem.line) == ("anna.jsonl", 1)
    assert "UTF-16" in problem.what
    assert "UTF-8" in problem.hint


def test_the_journal_of_somebody_else_is_one_problem_however_long(tmp_path: Path) -> None:
    _write(tmp_path / "boris.jsonl", 30)
    (tmp_path / "boris.jsonl").rename(tmp_path / "anna.jsonl")
    (problem,) = _read(tmp_path / "anna.jsonl").problems
    assert problem.line == 1
    assert "by 'boris', but this is the journal of 'anna'" in problem.what
    assert problem.what.endswith("the same in each line to 30")
