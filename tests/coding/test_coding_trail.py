"""kelisim log: the trail in order of time, filtered, blind, and honest about broken chains."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from editing import ROOT, edit
from kelisim.coding.trail import trail
from kelisim.coding.undo import undo
from kelisim.errors import UsageError
from kelisim.study.journal import append
from kelisim.study.layout import Layout

KELISIM = Path(sys.executable).parent / "kelisim"


def kelisim(*words: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([KELISIM, "log", *map(str, words)], capture_output=True, text=True, check=False)


def test_lines_stand_in_order_of_time_with_what_became_of_them(small_study: Path) -> None:
    layout = Layout(small_study)
    append(small_study / "journals" / "anna.jsonl", act="memo", actor="anna", target={"document": "survey"})
    undo(layout, "anna")
    found = trail(layout)
    assert [step.entry.time for step in found.steps] == sorted(step.entry.time for step in found.steps)
    assert len(found.steps) == 20
    assert [(step.entry.act, step.standing) for step in found.steps[-2:]] == [("memo", "undone"), ("undo", "done")]
    assert not found.problems


def test_filters_narrow_the_trail(small_study: Path) -> None:
    layout = Layout(small_study)
    everything = trail(layout).steps
    assert {step.entry.actor for step in trail(layout, actors=["anna"]).steps} == {"anna"}
    assert {step.entry.act for step in trail(layout, acts=["note"]).steps} == {"note"}
    about = trail(layout, documents=["gazette"]).steps
    assert 0 < len(about) < len(everything)
    assert {step.entry.target["document"] for step in about} == {"gazette"}
    later = everything[9].entry.time
    assert [step.entry for step in trail(layout, since=later).steps] == [
        step.entry for step in everything if step.entry.time >= later
    ]
    assert trail(layout, since="2099-01-01").steps == ()
    assert len(trail(layout, since="2023-03-01T15:04:00+05:00").steps) == len(
        trail(layout, since="2023-03-01T10:04:00").steps
    )
    assert len(trail(layout, since="2023-03-01T10:04:00+00:00").steps) < len(everything)


@pytest.mark.parametrize(
    ("asked", "message"),
    [({"actors": ["ana"]}, "'anna'"), ({"acts": ["cod"]}, "'code'"), ({"since": "yesterday"}, "no date")],
)
def test_unknown_words_name_the_nearest(small_study: Path, asked: dict[str, object], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        trail(Layout(small_study), **asked)  # type: ignore[arg-type]


def test_codes_are_hidden_until_all_are_done_but_for_ones_own_trail(small_study: Path) -> None:
    target = {"document": "gazette"}
    append(small_study / "journals" / "anna.jsonl", act="note", actor="anna", target=target, body={"state": "open"})
    steps = trail(Layout(small_study)).steps
    hidden = {step.entry.target["document"] for step in steps if step.hidden}
    assert hidden == {"gazette"}
    shown = json.dumps([step.to_dict() for step in steps if step.hidden])
    assert "barrier" not in shown
    assert "measure" not in shown
    assert not any(step.hidden for step in trail(Layout(small_study), actors=["anna"]).steps)
    printed = kelisim(small_study, "--document", "gazette").stdout
    assert "hidden until all coders are done" in printed
    assert "barrier" not in printed


def test_the_command_verifies_the_chains(small_study: Path) -> None:
    whole = kelisim(small_study, "--json")
    assert whole.returncode == 0
    schema = json.loads((ROOT / "docs/schemas/log.schema.json").read_text(encoding="utf-8"))
    result = json.loads(whole.stdout)
    jsonschema.validate(result, schema)
    assert [(one["file"], one["lines"], one["holds"]) for one in result["journals"]] == [
        ("journals/anna.jsonl", 9, True),
        ("journals/bekzat.jsonl", 9, True),
    ]
    edit(small_study / "journals" / "anna.jsonl", '"start":209', '"start":210')
    with (small_study / "journals" / "bekzat.jsonl").open("ab") as handle:
        handle.write(b'{"v":1,"ac')
    broken = kelisim(small_study, "--json")
    assert broken.returncode == 1
    result = json.loads(broken.stdout)
    jsonschema.validate(result, schema)
    assert [one["holds"] for one in result["journals"]] == [False, True]
    assert result["journals"][0]["problems"][0]["line"] == 2
    assert len(result["journals"][1]["torn"]) == 1
    assert len(result["steps"]) == 18, "what can be read is shown all the same"
    printed = kelisim(small_study)
    assert printed.returncode == 1
    assert "journals/anna.jsonl: 9 lines, broken in 1 place" in printed.stdout


def test_a_study_that_cannot_be_read_still_has_its_trail(small_study: Path) -> None:
    edit(small_study / "study.toml", "[coding]", "[codings]")
    assert kelisim(small_study).returncode == 0
