"""What is in force: undo, redo, taking back and stating anew, read in one place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from kelisim.model.journal import effect, in_force
from kelisim.model.study import JournalEntry
from kelisim.study.journal import append, read_journal


def _line(number: int, act: str, target: dict[str, Any], actor: str = "anna", **body: Any) -> JournalEntry:
    return JournalEntry(actor, act, f"2026-01-01T00:00:{number:02}Z", target, body, "j", number, hash=f"h{number}")


def _span(start: int = 0) -> dict[str, Any]:
    return {"document": "d", "start": start, "end": start + 9, "quote": "something"}


def _lines(*acts: tuple[str, dict[str, Any], dict[str, Any]]) -> list[JournalEntry]:
    return [_line(number, act, target, **body) for number, (act, target, body) in enumerate(acts, start=1)]


def _kept(*acts: tuple[str, dict[str, Any], dict[str, Any]]) -> list[int]:
    return [entry.line for entry in in_force(_lines(*acts))]


CODE = ("code", _span(), {"code": "c"})
UNCODE = ("uncode", _span(), {"code": "c"})


def test_a_coding_can_be_taken_back_and_made_again() -> None:
    assert _kept(CODE, UNCODE) == []
    assert _kept(CODE, UNCODE, CODE) == [3]
    assert _kept(UNCODE, CODE) == [2]


def test_taking_back_needs_the_same_person_span_and_code() -> None:
    for act in [
        ("uncode", _span(1), {"code": "c"}),
        ("uncode", {**_span(), "document": "e"}, {"code": "c"}),
        ("uncode", _span(), {"code": "k"}),
    ]:
        assert _kept(CODE, act) == [1]
    lines = [_line(1, "code", _span(), code="c"), _line(2, "uncode", _span(), actor="bekzat", code="c")]
    assert [entry.line for entry in in_force(lines)] == [1]
    assert effect(lines).standings == ("in force", "without effect")


def test_a_coding_can_be_taken_back_by_its_line_wherever_its_passage_went() -> None:
    assert _kept(CODE, ("uncode", {"line": "h1"}, {})) == []
    assert _kept(CODE, UNCODE, CODE, ("uncode", {"line": "h1"}, {})) == [3]


def test_undo_and_redo_name_the_line() -> None:
    undo, redo = ("undo", {"line": "h1"}, {}), ("redo", {"line": "h1"}, {})
    assert _kept(CODE, undo) == []
    assert _kept(CODE, undo, redo) == [1]
    assert _kept(CODE, undo, redo, undo) == []
    assert _kept(CODE, redo) == [1]
    assert effect(_lines(CODE, undo, undo, redo, redo)).standings == (
        "in force",
        "done",
        "without effect",
        "done",
        "without effect",
    )


def test_to_undo_a_taking_back_restores_the_coding() -> None:
    assert _kept(CODE, UNCODE, ("undo", {"line": "h2"}, {})) == [1]
    assert _kept(CODE, UNCODE, ("undo", {"line": "h2"}, {}), ("redo", {"line": "h2"}, {})) == []


def test_nobody_undoes_the_line_of_another() -> None:
    lines = [_line(1, "code", _span(), code="c"), _line(2, "undo", {"line": "h1"}, actor="bekzat")]
    assert [entry.line for entry in in_force(lines)] == [1]


def test_of_two_decisions_on_one_target_the_later_counts_and_undo_brings_the_earlier_back() -> None:
    first = ("rate", {"source": "S1"}, {"rating": "High", "reason": "a"})
    second = ("rate", {"source": "S1"}, {"rating": "Medium", "reason": "b"})
    other = ("rate", {"source": "S2"}, {"rating": "High", "reason": "c"})
    assert _kept(first, second, other) == [2, 3]
    assert _kept(first, second, other, ("undo", {"line": "h2"}, {})) == [1, 3]
    candidate = {"document": "d", "start": 1, "end": 5}
    assert _kept(("confirm", candidate, {}), ("reject", candidate, {})) == [2]


def test_memos_and_plain_notes_add_up_and_states_do_not() -> None:
    memo, note = ("memo", _span(), {"text": "a"}), ("note", {"document": "d"}, {"text": "b"})
    done, again = ("note", {"document": "d"}, {"state": "done"}), ("note", {"document": "d"}, {"state": "open"})
    assert _kept(memo, memo, note, note) == [1, 2, 3, 4]
    assert _kept(done, note, again) == [2, 3]


def test_that_the_blind_was_broken_cannot_be_undone() -> None:
    assert _kept(("note", {"queue": ["d"]}, {"state": "blind broken"}), ("undo", {"line": "h1"}, {})) == [1]


def test_a_line_keeps_the_names_it_had() -> None:
    moved = JournalEntry("anna", "code", "", _span(), {"code": "c"}, "j", 1, hash="new", was=("old", "older"))
    for name in ("new", "old", "older"):
        assert in_force([moved, _line(2, "undo", {"line": name})]) == ()
        assert in_force([moved, _line(2, "uncode", {"line": name})]) == ()


ACT = st.one_of(
    st.tuples(st.sampled_from(["code", "uncode", "adjudicate"]), st.integers(0, 2).map(_span)),
    st.tuples(st.sampled_from(["undo", "redo", "uncode"]), st.integers(1, 12).map(lambda n: {"line": f"h{n}"})),
    st.tuples(st.sampled_from(["screen", "confirm", "reject", "memo"]), st.just({"source": "S1"})),
)


@given(st.lists(ACT, max_size=12))
def test_undoing_any_line_is_as_if_it_had_not_been_written(acts: list[tuple[str, dict[str, Any]]]) -> None:
    lines = [_line(number, act, target, code="c") for number, (act, target) in enumerate(acts, start=1)]
    before = in_force(lines)
    for entry in lines:
        if entry.act in ("undo", "redo"):
            continue
        undone = [*lines, _line(40, "undo", {"line": entry.hash})]
        already = entry.hash in {
            one.hash for one, standing in zip(lines, effect(lines).standings, strict=True) if standing == "undone"
        }
        without = [one for one in lines if one is not entry]
        if already:
            assert in_force(undone) == before
        else:
            assert in_force(undone) == in_force(without)
            assert in_force([*undone, _line(41, "redo", {"line": entry.hash})]) == before


@given(st.lists(ACT, max_size=12))
def test_what_is_in_force_stays_so_when_read_again(acts: list[tuple[str, dict[str, Any]]]) -> None:
    lines = [_line(number, act, target, code="c") for number, (act, target) in enumerate(acts, start=1)]
    assert in_force(in_force(lines)) == in_force(lines)


def test_acts_written_to_disk_are_read_alike(tmp_path: Path) -> None:
    path = tmp_path / "anna.jsonl"
    coded = append(path, act="code", actor="anna", target=_span(), body={"code": "c"})
    append(path, act="undo", actor="anna", target={"line": coded})
    assert in_force(read_journal(path, "j").entries) == ()
    append(path, act="redo", actor="anna", target={"line": coded})
    assert [entry.hash for entry in in_force(read_journal(path, "j").entries)] == [coded]


def test_codings_known_by_their_quote_alone_do_not_take_each_others_place() -> None:
    first = ("code", {"document": "d", "quote": "one passage"}, {"code": "c"})
    second = ("code", {"document": "d", "quote": "another passage"}, {"code": "c"})
    again = ("code", {"document": "d", "start": 4, "quote": "another passage"}, {"code": "c"})
    assert _kept(first, second, again) == [1, 2, 3]
    assert _kept(first, second, ("uncode", {"document": "d", "quote": "one passage"}, {"code": "c"})) == [2]
