"""Forked journals: joining them loses nothing, gives everybody the same bytes, and names what contradicts."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kelisim.coding.forks import Joined, join
from kelisim.errors import StudyError
from kelisim.model.journal import in_force, settled
from kelisim.study.journal import append, line_hash, parse

Act = tuple[str, dict[str, Any], dict[str, Any]]


def span(start: int = 0, document: str = "d") -> dict[str, Any]:
    return {"document": document, "start": start, "end": start + 9, "quote": "something"}


def written(base: bytes, acts: list[Act], hour: int = 0) -> bytes:
    """Return a journal after some acts, one a minute from an hour on."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "anna.jsonl"
        path.write_bytes(base)
        for minute, (act, target, body) in enumerate(acts):
            time = f"2026-03-01T{hour:02}:{minute:02}:00Z"
            append(path, act=act, actor="anna", target=target, body=body, time=time)
        return path.read_bytes()


def code(start: int, name: str = "c", **more: Any) -> Act:
    return "code", span(start), {"code": name, **more}


def uncode(start: int, name: str = "c") -> Act:
    return "uncode", span(start), {"code": name}


def joined(one: bytes, other: bytes, **options: Any) -> Joined:
    return join(one, other, "anna", "journals/anna.jsonl", **options)


def acts(data: bytes) -> set[str]:
    journal = parse(data, "anna", "j")
    assert not journal.problems
    return {entry.identity for entry in journal.entries}


def kept(data: bytes) -> list[tuple[str, int, str]]:
    entries = in_force(parse(data, "anna", "j").entries)
    return sorted((e.act, e.target["start"], e.body["code"]) for e in entries if e.act == "code")


BASE = written(b"", [code(0), code(10)])


def test_the_same_copy_twice_is_left_alone() -> None:
    found = joined(BASE, BASE)
    assert (found.content, found.outcome) == (BASE, "same")


def test_of_a_copy_and_its_continuation_the_longer_is_taken() -> None:
    longer = written(BASE, [code(20), uncode(0)], 1)
    first = joined(longer, BASE)
    assert (first.content, first.outcome, first.new_to_first, first.new_to_second) == (longer, "first is longer", 0, 2)
    second = joined(BASE, longer)
    assert (second.content, second.outcome, second.new_to_first) == (longer, "second is longer", 2)


def test_a_fork_is_chained_in_order_of_time_and_says_so() -> None:
    one, other = written(BASE, [code(20), code(30)], 2), written(BASE, [code(40)], 1)
    found = joined(one, other)
    assert found.outcome == "fork joined"
    assert (found.new_to_first, found.new_to_second) == (1, 2)
    journal = parse(found.content, "anna", "j")
    assert not journal.problems
    assert [entry.target.get("start") for entry in journal.entries] == [0, 10, 40, 20, 30, None]
    assert found.content.startswith(other), "the branch that began first stays as it was"
    note = journal.entries[-1]
    lines = one.splitlines()
    assert note.body == {
        "state": "fork joined",
        "after": line_hash(lines[1]),
        "branches": [line_hash(other.splitlines()[-1]), line_hash(lines[-1])],
        "moved": 2,
    }
    assert note.time == "2026-03-01T02:01:00Z"
    assert [entry.was for entry in journal.entries[3:5]] == [(line_hash(lines[2]),), (line_hash(lines[3]),)]


def test_whoever_merges_in_whatever_order_gets_the_same_bytes() -> None:
    one, other = written(BASE, [code(20)], 2), written(BASE, [code(40)], 1)
    assert joined(one, other).content == joined(other, one).content


def test_a_journal_begun_twice_is_joined_from_its_beginning() -> None:
    one, other = written(b"", [code(0)], 1), written(b"", [code(10)], 2)
    assert kept(joined(one, other).content) == [("code", 0, "c"), ("code", 10, "c")]


@pytest.mark.parametrize(
    ("here", "there", "about", "says"),
    [
        ([uncode(0), code(0)], [uncode(0)], "the code c on d [0, 9)", ("code", "not in force")),
        ([code(20)], [code(20), uncode(20)], "the code c on d [20, 29)", ("code", "not in force")),
        (
            [("rate", {"source": "S1"}, {"rating": "High", "reason": "a"})],
            [("rate", {"source": "S1"}, {"rating": "Medium", "reason": "b"})],
            'rate of "S1"',
            ("High", "Medium"),
        ),
        (
            [("note", {"document": "d"}, {"state": "done"})],
            [("note", {"document": "d"}, {"state": "open"})],
            'state of {"document": "d"}',
            ("done", "open"),
        ),
        (
            [("confirm", {"document": "d", "start": 1}, {})],
            [("reject", {"document": "d", "start": 1}, {})],
            "confirm of",
            ("confirm", "reject"),
        ),
    ],
)
def test_what_contradicts_is_named_and_nothing_is_joined(
    here: list[Act], there: list[Act], about: str, says: tuple[str, str]
) -> None:
    one, other = written(BASE, here, 1), written(BASE, there, 2)
    found = joined(one, other)
    assert found.outcome == "conflict"
    assert found.content == one
    (conflict,) = found.conflicts
    assert conflict.about.startswith(about)
    assert says[0] in conflict.first_says
    assert says[1] in conflict.second_says
    assert (conflict.first.line, conflict.second.line) == (2 + len(here), 2 + len(there))
    for which, winner in (("first", one), ("second", other)):
        chosen = joined(one, other, prefer=which)
        assert chosen.outcome == "fork joined"
        assert acts(chosen.content) >= acts(one) | acts(other), "the line that does not count stays too"
        assert settled(parse(chosen.content, "anna", "j").entries) == settled(parse(winner, "anna", "j").entries)


def test_alike_acts_on_one_thing_are_no_conflict() -> None:
    one, other = written(BASE, [uncode(0), code(20)], 1), written(BASE, [code(20), uncode(0)], 2)
    found = joined(one, other)
    assert found.outcome == "fork joined"
    assert kept(found.content) == [("code", 10, "c"), ("code", 20, "c")]


def test_undo_still_finds_its_line_after_the_line_was_chained_anew() -> None:
    branch = written(BASE, [code(20)], 2)
    name = line_hash(branch.splitlines()[-1])
    later = written(branch, [("undo", {"line": name}, {})], 3)
    merged = joined(branch, written(BASE, [code(40)], 1)).content
    assert kept(merged) == [("code", 0, "c"), ("code", 10, "c"), ("code", 20, "c"), ("code", 40, "c")]
    for again in (joined(merged, later), joined(later, merged)):
        assert again.outcome == "fork joined"
        assert kept(again.content) == [("code", 0, "c"), ("code", 10, "c"), ("code", 40, "c")]


def test_undone_in_one_branch_and_redone_in_the_other_is_a_conflict() -> None:
    name = line_hash(BASE.splitlines()[0])
    undone = written(BASE, [("undo", {"line": name}, {})], 1)
    found = joined(written(undone, [code(20)], 2), written(undone, [("redo", {"line": name}, {})], 3))
    assert found.outcome == "fork joined", "only one branch speaks of it"
    twice = [("redo", {"line": name}, {}), ("undo", {"line": name}, {})]
    assert joined(written(undone, twice, 2), written(undone, twice[:1], 3)).outcome == "conflict"


def test_a_broken_copy_is_refused_and_named() -> None:
    broken = written(BASE, [code(20)], 1).replace(b'"start":0', b'"start":5')
    with pytest.raises(StudyError, match=r"journals/anna\.jsonl of the second copy:2"):
        joined(BASE, broken)


def test_a_torn_line_costs_nothing_else_and_is_told() -> None:
    torn = BASE + b'{"v":1,"act":"co'
    longer = written(BASE, [code(20)], 1)
    found = joined(torn, longer)
    assert (found.content, found.torn) == (longer, ('{"v":1,"act":"co',))
    fork = joined(written(torn, [code(30)], 2), longer)
    assert kept(fork.content)[-2:] == [("code", 20, "c"), ("code", 30, "c")]
    assert fork.torn == ('{"v":1,"act":"co',)
    kept_torn = joined(written(torn, [code(30)], 1), written(BASE, [code(20)], 2))
    assert b'{"v":1,"act":"co\n' in kept_torn.content
    assert kept_torn.torn == ()


PLACES = st.integers(0, 3).map(lambda n: 10 * n)
ACT = st.one_of(
    st.tuples(st.just("code"), PLACES.map(span), st.sampled_from(["c", "k"]).map(lambda c: {"code": c})),
    st.tuples(st.just("uncode"), PLACES.map(span), st.sampled_from(["c", "k"]).map(lambda c: {"code": c})),
    st.tuples(st.just("memo"), PLACES.map(span), st.sampled_from("xyz").map(lambda t: {"text": t})),
    st.tuples(
        st.just("screen"),
        st.sampled_from(["S1", "S2"]).map(lambda s: {"source": s}),
        st.sampled_from(["include", "exclude"]).map(lambda d: {"decision": d}),
    ),
    st.tuples(st.sampled_from(["undo", "redo"]), st.integers(0, 9), st.just({})),
)


@st.composite
def journals(draw: st.DrawFn, base: bytes, hour: int) -> bytes:
    """A journal that goes on from another; undo and redo name one of its lines."""
    data = base
    for minute, (act, target, body) in enumerate(draw(st.lists(ACT, max_size=5))):
        lines = data.splitlines()
        if isinstance(target, int):
            if not lines:
                continue
            target = {"line": line_hash(lines[target % len(lines)])}  # noqa: PLW2901
        record = {
            "v": 1,
            "act": act,
            "actor": "anna",
            "time": f"2026-03-01T{hour:02}:{minute:02}:00Z",
            "target": target,
            **body,
            "prev": line_hash(lines[-1]) if lines else "",
        }
        data += json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
    return data


@st.composite
def forks(draw: st.DrawFn, branches: int = 2) -> list[bytes]:
    base = draw(journals(b"", 0))
    hours = draw(st.permutations(range(1, branches + 1)))
    return [draw(journals(base, hour)) for hour in hours]


@settings(max_examples=300, deadline=None)
@given(forks())
def test_joining_loses_nothing_and_does_not_depend_on_the_order(copies: list[bytes]) -> None:
    one, other = copies
    found, turned = joined(one, other), joined(other, one)
    assert found.outcome == turned.outcome or {found.outcome, turned.outcome} == {"first is longer", "second is longer"}
    if found.outcome == "conflict":
        assert found.content == one
        assert found.conflicts
        return
    assert found.content == turned.content
    notes = acts(found.content) - acts(one) - acts(other)
    assert acts(found.content) - notes == acts(one) | acts(other)
    assert len(notes) == (1 if found.outcome == "fork joined" else 0)


@settings(max_examples=300, deadline=None)
@given(forks())
def test_joining_again_changes_nothing(copies: list[bytes]) -> None:
    one, other = copies
    found = joined(one, other)
    if found.outcome == "conflict":
        return
    for again in (one, other, found.content):
        assert joined(found.content, again).content == found.content
        assert joined(again, found.content).content == found.content


@settings(max_examples=300, deadline=None)
@given(forks())
def test_each_branch_has_the_last_word_on_what_it_alone_speaks_of(copies: list[bytes]) -> None:
    one, other = copies
    found = joined(one, other)
    if found.outcome == "conflict":
        return
    result, first, second = (settled(parse(data, "anna", "j").entries) for data in (found.content, one, other))
    common = [line for line in one.splitlines() if line in other.splitlines()]
    base = settled(parse(b"\n".join(common) + b"\n" if common else b"", "anna", "j").entries)
    for key in {*result, *first, *second, *base}:
        changed = {data.get(key) for data in (first, second) if data.get(key) != base.get(key)}
        assert len(changed) <= 1
        assert result.get(key) == (changed.pop() if changed else base.get(key))


@settings(max_examples=150, deadline=None)
@given(forks(branches=3))
def test_three_copies_come_to_the_same_acts_whichever_are_joined_first(copies: list[bytes]) -> None:
    a, b, c = copies
    results = []
    for first, second, last in ((a, b, c), (b, c, a), (c, a, b)):
        step = joined(first, second)
        if step.outcome == "conflict":
            return
        end = joined(step.content, last)
        if end.outcome == "conflict":
            return
        results.append(end.content)
    everything = acts(a) | acts(b) | acts(c)
    for result in results:
        notes = {e.identity for e in parse(result, "anna", "j").entries if e.body.get("state") == "fork joined"}
        assert acts(result) - notes == everything
    states = [settled(parse(result, "anna", "j").entries) for result in results]
    assert states[0] == states[1] == states[2]
