"""The queue of disagreements, adjudicating from it, and blindness until all are done."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from editing import ROOT, edit
from kelisim.api import Study
from kelisim.coding.adjudicate import adjudicate
from kelisim.coding.blind import break_blind, finish, visible, waiting
from kelisim.coding.open import Opened, open_coding
from kelisim.coding.queue import Disagreement, disagreements
from kelisim.errors import UsageError
from kelisim.study.journal import append, read_journal
from kelisim.study.layout import Layout

KELISIM = Path(sys.executable).parent / "kelisim"
TEXT = "The mill closed in March. Two hundred people lost their work. The town bought the site. Rents fell at first.\n"
MILL, WORK, SITE, RENTS = (f"{one}." for one in TEXT.strip().rstrip(".").split(". "))
STUDY = """schema = 1
[study]
title = "A town after its mill (invented)"
question = "What changed?"
window = "2015/2023"
[coding]
unit = "sentence"
coefficient = "cohen_kappa"
coders = ["ines", "tomas"]
replicates = 200
"""
CODEBOOK = """version = "1"
level = "nominal"
[[codes]]
id = "loss"
name = "Loss"
definition = "Something lost."
[[codes]]
id = "response"
name = "Response"
definition = "Something done about it."
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "mill"
    (root / "sources").mkdir(parents=True)
    (root / "study.toml").write_text(STUDY, encoding="utf-8")
    (root / "codebook.toml").write_text(CODEBOOK, encoding="utf-8")
    rows = ["id,title,publisher,publisher_kind,language,file,text_kind"]
    for name in ("one", "two"):
        (root / "sources" / f"{name}.md").write_text(TEXT, encoding="utf-8")
        rows.append(f"{name},Title of {name},Town,government,en,sources/{name}.md,full text")
    (root / "sources.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return root


def code(folder: Path, who: str, quote: str, name: str = "loss", of: str = "one") -> str:
    start = TEXT.index(quote)
    target = {"document": of, "start": start, "end": start + len(quote), "quote": quote}
    return append(folder / "journals" / f"{who}.jsonl", act="code", actor=who, target=target, body={"code": name})


def finished(folder: Path, *documents: str) -> None:
    for who in ("ines", "tomas"):
        finish(Layout(folder), who, documents or ("one",))


def opened(folder: Path) -> Opened:
    return open_coding(Layout(folder))


def queue(folder: Path, **options: Any) -> list[Disagreement]:
    return disagreements(opened(folder), **options)


def kinds(found: Sequence[Disagreement]) -> list[tuple[str, str, str, str]]:
    return [(one.kind, one.severity, one.code, one.quote) for one in found]


def kelisim(*words: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([KELISIM, *map(str, words)], capture_output=True, text=True, check=False)


def test_agreement_makes_no_queue(folder: Path) -> None:
    for who in ("ines", "tomas"):
        code(folder, who, WORK)
    code(folder, "tomas", f"{WORK} ", "response", of="two")
    finished(folder)
    assert queue(folder) == []


def test_missing_code_and_boundary_are_told_apart_and_graded(folder: Path) -> None:
    code(folder, "ines", WORK)  # missing
    code(folder, "ines", SITE, "loss")  # another code
    code(folder, "tomas", SITE, "response")
    code(folder, "ines", MILL)  # a boundary that changes no sentence
    code(folder, "tomas", MILL.removesuffix(" March."))
    code(folder, "ines", f"{SITE} {RENTS}", "loss", of="two")  # a boundary that changes one
    code(folder, "tomas", RENTS, "loss", of="two")
    finished(folder, "one", "two")
    found = queue(folder)
    assert kinds(found) == [
        ("code", "high", "loss", SITE),
        ("code", "high", "response", SITE),
        ("missing", "medium", "loss", WORK),
        ("boundary", "medium", "loss", f"{SITE} {RENTS}"),
        ("boundary", "low", "loss", MILL),
    ]
    first = found[0]
    assert first.applied == (("ines", ((TEXT.index(SITE), TEXT.index(SITE) + len(SITE)),)),)
    assert first.instead == (("tomas", ("response",)),)
    assert [one.extent for one in found[:3]] == [1, 1, 1]
    assert found[4].extent == pytest.approx(len(" March.") / len(MILL))
    assert (first.file, first.line) == ("sources/one.md", 1)


def test_a_code_that_both_gave_is_not_given_instead(folder: Path) -> None:
    code(folder, "ines", WORK, "loss")
    code(folder, "ines", WORK, "response")
    code(folder, "tomas", WORK, "response")
    finished(folder)
    assert kinds(queue(folder)) == [("missing", "medium", "loss", WORK)]


def test_white_space_and_cuts_between_sentences_are_no_disagreement(folder: Path) -> None:
    code(folder, "ines", MILL)
    code(folder, "ines", WORK)
    code(folder, "tomas", f"{MILL} {WORK} ")
    finished(folder)
    assert queue(folder) == []


def test_documents_that_one_coder_has_not_worked_through_are_not_in_the_queue(folder: Path) -> None:
    code(folder, "ines", WORK)
    finish(Layout(folder), "ines", ["one"])
    assert queue(folder) == []


def test_what_was_decided_leaves_the_queue_and_can_be_shown(folder: Path) -> None:
    code(folder, "ines", WORK)
    code(folder, "ines", RENTS)
    finished(folder)
    document = opened(folder).work.documents["one"]
    start = TEXT.index(WORK)
    made = adjudicate(
        Layout(folder),
        opened(folder).data.codebook,
        document,
        actor="clara",
        start=start,
        end=start + len(WORK),
        decisions={"loss": True, "response": False},
        reason="Work is what they lost.",
    )
    assert len(made) == 2
    assert [one.quote for one in queue(folder)] == [RENTS]
    assert [(one.quote, one.decided) for one in queue(folder, settled=True)] == [(WORK, "apply"), (RENTS, "")]
    layer = Study.open(folder).results.code.adjudicated
    assert [(one.coder, one.code, one.passage.quote, one.memo) for one in layer] == [
        ("clara", "loss", WORK, "Work is what they lost.")
    ]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"reason": "  "}, "needs a reason"),
        ({"decisions": {"los": True}}, "no code 'los'"),
        ({"start": 50, "end": 5000}, "no passage"),
        ({"start": 9, "end": 9}, "no passage"),
        ({"actor": "machine-keywords"}, "is a machine"),
        ({"actor": "../clara"}, "cannot be a person"),
    ],
)
def test_an_adjudication_that_cannot_stand_is_refused_and_nothing_is_written(
    folder: Path, change: dict[str, Any], message: str
) -> None:
    code(folder, "ines", WORK)
    study = opened(folder)
    good = {"actor": "clara", "start": 0, "end": 25, "decisions": {"loss": True}, "reason": "x"}
    with pytest.raises(UsageError, match=message):
        adjudicate(Layout(folder), study.data.codebook, study.work.documents["one"], **{**good, **change})
    assert sorted(path.name for path in (folder / "journals").iterdir()) == ["ines.jsonl"]


def test_nobody_sees_anothers_codes_before_all_are_done(folder: Path) -> None:
    code(folder, "ines", WORK)
    code(folder, "tomas", SITE)
    code(folder, "ines", WORK, of="two")
    finish(Layout(folder), "ines", ["one", "two"])
    work = opened(folder).work
    assert waiting(work) == {"one": ("tomas",), "two": ("tomas",)}
    assert [one.coder for one in visible(work, "ines")] == ["ines", "ines"]
    assert [one.coder for one in visible(work, "tomas")] == ["tomas"]
    assert visible(work, "a reader") == ()
    finish(Layout(folder), "tomas", ["one"])
    work = opened(folder).work
    assert waiting(work) == {"two": ("tomas",)}
    assert [(one.coder, one.passage.source) for one in visible(work, "tomas")] == [("ines", "one"), ("tomas", "one")]
    append(
        folder / "journals/tomas.jsonl", act="note", actor="tomas", target={"document": "one"}, body={"state": "open"}
    )
    assert waiting(opened(folder).work) == {"one": ("tomas",), "two": ("tomas",)}


def test_a_coding_alone_does_not_say_that_a_document_is_done(folder: Path) -> None:
    code(folder, "ines", WORK)
    code(folder, "tomas", WORK)
    assert waiting(opened(folder).work) == {"one": ("ines", "tomas")}


def test_the_command_refuses_the_queue_until_all_are_done(folder: Path) -> None:
    code(folder, "ines", WORK)
    code(folder, "tomas", SITE, of="two")
    finish(Layout(folder), "ines", ["one", "two"])
    finish(Layout(folder), "tomas", ["two"])
    before = {path: path.read_bytes() for path in (folder / "journals").iterdir()}
    refused = kelisim("code", "queue", folder)
    assert refused.returncode == 2
    assert refused.stdout == ""
    assert "not all coders are done: tomas with one" in refused.stderr
    assert kelisim("code", "queue", folder, "--document", "two").returncode == 0
    for words in (["--break-blind"], ["--break-blind", "--actor", "ines"], ["--break-blind", "--reason", "late"]):
        assert kelisim("code", "queue", folder, *words).returncode == 2
    assert {path: path.read_bytes() for path in (folder / "journals").iterdir()} == before


def test_breaking_the_blind_is_a_line_and_a_finding(folder: Path) -> None:
    code(folder, "ines", WORK)
    code(folder, "tomas", SITE)
    finish(Layout(folder), "ines", ["one"])
    looked = kelisim("code", "queue", folder, "--break-blind", "--actor", "tomas", "--reason", "A deadline.", "--json")
    assert looked.returncode == 0, looked.stderr
    result = json.loads(looked.stdout)
    jsonschema.validate(result, json.loads((ROOT / "docs/schemas/queue.schema.json").read_text(encoding="utf-8")))
    assert result["blind_broken"] == {"one": ["tomas"]}
    assert [item["code"] for item in result["queue"]] == ["loss", "loss"]
    line = read_journal(folder / "journals" / "tomas.jsonl", "j").entries[-1]
    assert (line.act, line.body["state"], line.body["documents"]) == ("note", "blind broken", ["one"])
    assert line.body["reason"] == "A deadline."
    (finding,) = Study.open(folder).check(select=["C010"])
    assert finding.severity == "note"
    code(folder, "tomas", WORK)
    (finding,) = Study.open(folder).check(select=["C010"])
    assert (finding.severity, finding.file, finding.line) == ("warning", "journals/tomas.jsonl", 2)
    assert "1 passage" in finding.message


def test_a_look_needs_a_name_and_a_reason(folder: Path) -> None:
    with pytest.raises(UsageError, match="name"):
        break_blind(Layout(folder), "", ["one"], "x")
    with pytest.raises(UsageError, match="reason"):
        break_blind(Layout(folder), "ines", ["one"], " ")


def test_the_command_shows_the_queue(folder: Path) -> None:
    code(folder, "ines", SITE, "loss")
    code(folder, "tomas", SITE, "response")
    finished(folder)
    shown = kelisim("code", "queue", folder).stdout
    assert "1. high code: loss? sources/one.md:1 [62, 87)" in shown
    assert "tomas: no, but response" in shown
    assert shown.endswith("2 high, 0 medium, 0 low\n")
    unknown = kelisim("code", "queue", folder, "--document", "onne")
    assert unknown.returncode == 2
    assert "'one'" in unknown.stderr


def test_a_boundary_by_characters_is_graded_by_its_extent(folder: Path) -> None:
    edit(folder / "study.toml", '"sentence"', '"character"')
    code(folder, "ines", MILL)
    code(folder, "tomas", MILL.removesuffix(" March."))
    code(folder, "ines", f"{SITE} {RENTS}")
    code(folder, "tomas", "Rents")
    finished(folder)
    assert [(one.severity, one.quote) for one in queue(folder)] == [("medium", f"{SITE} {RENTS}"), ("low", MILL)]
