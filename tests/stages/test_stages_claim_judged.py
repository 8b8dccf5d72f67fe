"""A person's word on quantities found in documents: confirmed ones are claims, rejected ones are offered no more."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from typer.testing import CliRunner

from editing import ROOT
from kelisim.api import Study
from kelisim.cli.main import app
from kelisim.errors import StudyError, UsageError
from kelisim.study.journal import append


def waiting(folder: Path) -> dict[str, Any]:
    return {one.text: one for one in Study.open(folder).results.claim.candidates if not one.claim}


def claims(folder: Path) -> dict[str, Any]:
    return {one.id: one for one in Study.open(folder).results.claim.claims}


def test_a_confirmed_quantity_is_a_claim_in_every_table(small_study: Path) -> None:
    before = claims(small_study)
    found = waiting(small_study)["1.2 million pounds"]
    study = Study.open(small_study)
    study.person("anna").confirm("survey", "1.2 million pounds", indicator="cost of the lane", period="2020")
    ((identifier, claim),) = [(name, one) for name, one in claims(small_study).items() if name not in before]
    assert identifier == f"survey-{found.start}"
    assert (claim.value, claim.interval.low, claim.interval.high) == (1_200_000, found.low, found.high)
    assert (claim.indicator, str(claim.period), claim.place) == ("cost of the lane", "2020", found.place)
    assert claim.passage is not None
    assert "1.2 million pounds" in claim.passage.quote
    assert identifier in set(study.table("claims", backend="pandas")["id"])
    assert identifier in {one.claim for one in study.results.verify.verdicts}
    assert "1.2 million pounds" not in waiting(small_study)
    study.person("anna").undo()
    assert claims(small_study) == before
    assert "1.2 million pounds" in waiting(small_study)


def test_a_rejected_quantity_is_offered_no_more_until_someone_confirms_it(small_study: Path) -> None:
    study = Study.open(small_study)
    study.person("anna").reject("survey", "2,400 households", reason="The size of the sample.")
    assert "2,400 households" not in waiting(small_study)
    assert not any(one.stated == "2,400 households" for one in claims(small_study).values())
    entry = {"act": "confirm", "actor": "bekzat", "body": {"indicator": "sample size"}, "time": "2999-01-01T00:00:00Z"}
    start = next(one for one in study.data.journal if one.act == "reject").target["start"]
    target = {"document": "survey", "start": start, "end": start + 16, "quote": "2,400 households"}
    append(small_study / "journals" / "bekzat.jsonl", target=target, **entry)
    assert claims(small_study)[f"survey-{start}"].value == 2400


def test_a_machine_confirms_nothing(small_study: Path) -> None:
    target = {"document": "survey", "start": 64, "end": 80, "quote": "2,400 households"}
    path = small_study / "journals" / "machine-x.jsonl"
    append(path, act="confirm", actor="machine-x", target=target, body={"indicator": "sample size"})
    assert "2,400 households" in waiting(small_study)


@pytest.mark.parametrize(
    ("quote", "said", "message"),
    [
        ("The council asked", {"indicator": "x"}, "no quantity is found"),
        ("Four in ten", {}, "without an indicator"),
        ("Four in ten", {"indicator": "x", "period": "soon"}, "not a period"),
        ("Four in ten", {"indicator": "x", "modality": "hoped"}, "modality"),
    ],
)
def test_what_cannot_be_a_claim_is_named_with_its_line(
    small_study: Path, quote: str, said: dict[str, str], message: str
) -> None:
    written = Study.open(small_study).person("clara").confirm("survey", quote, **said)
    with pytest.raises(StudyError, match=message) as caught:
        claims(small_study)
    (problem,) = caught.value.problems
    assert (problem.file, problem.line) == ("journals/clara.jsonl", written.lines[0].line)
    assert "undo" in problem.hint or "one of" in problem.hint
    with pytest.raises(UsageError, match="has no 'colour'"):
        Study.open(small_study).person("clara").confirm("survey", quote, colour="red")


def test_the_commands_keep_to_their_schemas(small_study: Path) -> None:
    def run(*words: str) -> dict[str, Any]:
        ended = CliRunner().invoke(app, [*words, "--json"], catch_exceptions=False)
        assert ended.exit_code == 0
        return dict(json.loads(ended.stdout))

    def schema(name: str) -> Any:
        return json.loads((ROOT / "docs" / "schemas" / f"{name}.schema.json").read_text(encoding="utf-8"))

    listed = run("claims", "list", str(small_study), "--document", "survey")
    jsonschema.validate(listed, schema("claims"))
    assert {one["source"] for one in listed["candidates"]} == {"survey"}
    who = ("--actor", "anna", "--document", "survey", "--quote", "2,400 households")
    jsonschema.validate(run("claims", "reject", str(small_study), *who), schema("code-act"))
    more = ("--indicator", "sample size", "--period", "2022")
    jsonschema.validate(run("claims", "confirm", str(small_study), *who, *more), schema("code-act"))
    assert any(one.indicator == "sample size" for one in claims(small_study).values())
