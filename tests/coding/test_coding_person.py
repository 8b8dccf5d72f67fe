"""A person's acts of judgement, from the command line and from Python."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from typer.testing import CliRunner

from editing import ROOT
from kelisim.api import Study
from kelisim.cli.main import app
from kelisim.coding.desk import passage_of
from kelisim.coding.open import open_coding
from kelisim.errors import UsageError
from kelisim.model.document import Document
from kelisim.study.journal import append
from kelisim.study.layout import Layout

SHOPS = "Shopkeepers on Mill Street are not convinced."
SCHEMA = json.loads((ROOT / "docs" / "schemas" / "code-act.schema.json").read_text(encoding="utf-8"))


def run(*words: str | Path) -> dict[str, object]:
    ended = CliRunner().invoke(app, [*map(str, words), "--json"], catch_exceptions=False)
    assert ended.exit_code == 0
    result = json.loads(ended.stdout)
    jsonschema.validate(result, SCHEMA)
    return result


def journals(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (folder / "journals").iterdir()}


def codes_of(folder: Path, who: str) -> set[tuple[str, int, int]]:
    found = open_coding(Layout(folder)).work.codings
    return {(one.code, one.passage.start, one.passage.end) for one in found if one.coder == who}


def document(text: str) -> Document:
    return Document("d", "sources/d.md", "0" * 64, text, "0" * 64, "en", (), ())


def test_a_passage_is_coded_taken_back_undone_and_put_back(small_study: Path) -> None:
    me = ("--actor", "anna", "--document", "gazette")
    run("code", "reopen", small_study, *me)
    passage = (*me, "--code", "barrier", "--quote", SHOPS)
    (line,) = run("code", "add", small_study, *passage, "--memo", "Asked.")["lines"]
    assert (line["act"], line["body"]["memo"], line["body"]["codebook"]) == ("code", "Asked.", "1")
    assert line["target"]["quote"] == SHOPS
    here = ("barrier", line["target"]["start"], line["target"]["end"])
    assert here in codes_of(small_study, "anna")
    run("code", "remove", small_study, *passage)
    assert here not in codes_of(small_study, "anna")
    undone = run("code", "undo", small_study, "--actor", "anna")
    assert undone["about"]["act"] == "uncode"
    assert here in codes_of(small_study, "anna")
    assert run("code", "redo", small_study, "--actor", "anna")["about"]["act"] == "uncode"
    assert here not in codes_of(small_study, "anna")
    run("code", "done", small_study, *me)
    assert Study.open(small_study).disagreements("gazette").counts == {"high": 0, "medium": 1, "low": 0}


def test_a_coding_is_taken_back_where_its_passage_stands_now(small_study: Path) -> None:
    anna = Study.open(small_study).person("anna")
    anna.reopen("gazette")
    anna.code("gazette", "barrier", SHOPS)
    file = small_study / "sources" / "gazette.md"
    file.write_text("A new first line.\n\n" + file.read_text(encoding="utf-8"), encoding="utf-8")
    anna.uncode("gazette", "barrier", SHOPS)
    assert not any(
        code == "barrier" and end - start == len(SHOPS) for code, start, end in codes_of(small_study, "anna")
    )


def test_an_adjudication_enters_the_layer_and_leaves_the_codings(small_study: Path) -> None:
    study = Study.open(small_study)
    before = codes_of(small_study, "bekzat")
    study.person("clara").adjudicate("gazette", SHOPS, apply=["measure"], drop=["barrier"], reason="It is a plan.")
    assert codes_of(small_study, "bekzat") == before
    assert [(one.code, one.coder, one.memo) for one in study.results.code.adjudicated] == [
        ("measure", "clara", "It is a plan.")
    ]
    assert study.disagreements("gazette").items == ()
    (settled,) = study.disagreements("gazette", settled=True).items
    assert settled.decided == "drop"


def test_nobody_adjudicates_before_all_are_done_unless_they_broke_the_blind(small_study: Path) -> None:
    study = Study.open(small_study)
    study.person("bekzat").reopen("gazette")
    clara = study.person("clara")
    before = journals(small_study)
    with pytest.raises(UsageError, match="bekzat"):
        clara.adjudicate("gazette", SHOPS, drop=["barrier"], reason="No.")
    with pytest.raises(UsageError, match="not all coders are done"):
        study.disagreements()
    assert journals(small_study) == before
    clara.break_blind("gazette", reason="The report is due.")
    clara.adjudicate("gazette", SHOPS, drop=["barrier"], reason="No.")
    assert [one.rule for one in study.check(select=["C010"])] == ["C010"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("add", "-a", "anna", "-d", "gazete", "-c", "barrier", "--quote", SHOPS), "did you mean 'gazette'"),
        (("add", "-a", "anna", "-d", "survey", "-c", "barrier", "--quote", "x"), "done with survey"),
        (("add", "-a", "ana", "-d", "gazette", "-c", "barrier", "--quote", SHOPS), "did you mean 'anna'"),
        (("add", "-a", "machine-x", "-d", "gazette", "-c", "barrier", "--quote", SHOPS), "names no coder"),
        (("add", "-a", "../anna", "-d", "gazette", "-c", "barrier", "--quote", SHOPS), "person's name"),
        (("remove", "-a", "anna", "-d", "gazette", "-c", "barrier", "--quote", SHOPS), "done with gazette"),
        (("done", "-a", "anna", "-d", "gazette"), "already"),
        (("reopen", "-a", "anna", "-d", "nothing"), "no document is called 'nothing'"),
        (("undo", "-a", "clara"), "no journal"),
        (("adjudicate", "-a", "clara", "-d", "gazette", "--quote", SHOPS, "--reason", "x"), "no code is decided on"),
        (
            ("adjudicate", "-a", "clara", "-d", "gazette", "--quote", SHOPS, "--drop", "barrier", "--reason", " "),
            "needs a reason",
        ),
        (
            ("adjudicate", "-a", "machine-x", "-d", "gazette", "--quote", SHOPS, "--drop", "barrier", "--reason", "x"),
            "machine coder",
        ),
        (
            ("adjudicate", "-a", "c", "-d", "gazette", "--span", "9:99999", "--drop", "barrier", "--reason", "x"),
            "no passage of gazette",
        ),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    small_study: Path, words: tuple[str, ...], message: str
) -> None:
    before = journals(small_study)
    with pytest.raises(UsageError) as caught:
        CliRunner().invoke(app, ["code", words[0], str(small_study), *words[1:]], catch_exceptions=False)
    assert message in str(caught.value)
    assert journals(small_study) == before


def test_sources_are_rated_and_screened_with_a_reason(small_study: Path) -> None:
    who = ("--actor", "anna", "--source", "gazette", "--reason", "She had the table before her.")
    run("sources", "rate", small_study, *who, "--rating", "Medium")
    run("sources", "screen", small_study, *who, "--exclude")
    results = Study.open(small_study).results
    assert {one.source: (one.rating, one.by) for one in results.rate.ratings}["gazette"] == ("Medium", "anna")
    assert not {one.source: one.included for one in results.screen.decisions}["gazette"]
    anna = Study.open(small_study).person("anna")
    for wrong in (("gazette", "Midium", "x"), ("gazete", "Medium", "x"), ("gazette", "Medium", "")):
        with pytest.raises(UsageError):
            anna.rate(*wrong)


def test_a_quote_that_stands_several_times_needs_its_place() -> None:
    text = document("It rose. Then it fell. It rose.\n")
    with pytest.raises(UsageError, match=r"2 times in d.md: at 0 \(line 1\), 23 \(line 1\)"):
        passage_of(text, "It rose.")
    assert passage_of(text, "It rose.", near=23) == (23, 31)
    assert passage_of(text, "Then  it\nfell.") == (9, 22)
    for wrong in ({"quote": "It sank."}, {"quote": " "}, {"span": (5, 5)}, {"span": (0, 99)}):
        with pytest.raises(UsageError):
            passage_of(text, **wrong)
    with pytest.raises(UsageError, match="reads 'It '"):
        passage_of(text, "Then", span=(0, 3))


def test_a_torn_line_is_closed_by_the_next_act(small_study: Path) -> None:
    path = small_study / "journals" / "anna.jsonl"
    path.write_bytes(path.read_bytes() + b'{"v":1,"act":"co')
    Study.open(small_study).person("anna").reopen("gazette")
    append(path, act="memo", actor="anna", target={"document": "gazette"}, body={"text": "On."})
    assert [one.rule for one in Study.open(small_study).check(select=["C011"])] == ["C011"]


def test_a_row_of_the_matrix_is_rated_against_the_rules(small_study: Path) -> None:
    run("claims", "rate", small_study, "--actor", "anna", "--row", "C1", "--rating", "Low", "--reason", "  Few asked. ")
    row = next(one for one in Study.open(small_study).results.verify.matrix if one.id == "C1")
    assert (row.credibility, row.credibility_by) == ("Low", "anna")
    assert row.credibility_reason.startswith("Few asked. (by rule: ")


@pytest.mark.parametrize(
    ("row", "rating", "reason", "what"),
    [
        ("C9", "Low", "Few asked.", "no row 'C9'"),
        ("C1", "Lowly", "Few asked.", "not on the declared scale"),
        ("C1", "Low", " ", "needs a reason"),
    ],
)
def test_a_rating_of_a_row_that_cannot_be_is_refused(
    small_study: Path, row: str, rating: str, reason: str, what: str
) -> None:
    before = journals(small_study)
    with pytest.raises(UsageError, match=what):
        Study.open(small_study).person("anna").rate_row(row, rating, reason)
    assert journals(small_study) == before
