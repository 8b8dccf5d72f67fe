"""Findings for other programs: SARIF 2.1.0, GitHub's workflow commands, JUnit XML."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from kelisim.api import Study
from kelisim.checks import RULES
from kelisim.cli.main import app
from kelisim.errors import UsageError
from kelisim.interop.findings import to_github, to_junit, to_sarif
from kelisim.model.finding import Finding

RULE = RULES["Q003"]
ONE = Finding("Q003", "error", "value_conflict", "C1: 5%, a\nlong\rtale", "see C2: 7%", "claims.csv", 4, about=("C1",))


def sarif(*findings: Finding, folder: str = "") -> dict[str, Any]:
    (run,) = json.loads(to_sarif(findings, [RULES["Q001"], RULE], version="9", folder=folder))["runs"]
    return dict(run)


def test_sarif_names_rule_level_place_and_subject() -> None:
    run = sarif(ONE, folder="studies/two words")
    (result,) = run["results"]
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == "Q003"
    assert result["level"] == "error"
    (place,) = result["locations"]
    assert place["physicalLocation"]["artifactLocation"]["uri"] == "studies/two%20words/claims.csv"
    assert place["physicalLocation"]["region"] == {"startLine": 4}


def test_sarif_gives_no_line_where_a_finding_has_none_and_no_place_where_it_has_no_file() -> None:
    whole, nowhere = sarif(replace(ONE, line=None), replace(ONE, file="", line=None))["results"]
    assert "region" not in whole["locations"][0]["physicalLocation"]
    assert "locations" not in nowhere


def test_a_fingerprint_stays_when_the_line_moves_and_tells_twins_apart() -> None:
    def prints(*found: Finding) -> list[str]:
        return [one["partialFingerprints"]["kelisimSubject/v1"] for one in sarif(*found)["results"]]

    assert prints(ONE) == prints(replace(ONE, line=40, message="said otherwise"))
    assert prints(ONE) != prints(replace(ONE, about=("C9",)))
    assert len(set(prints(ONE, replace(ONE, line=9)))) == 2


def test_sarif_gives_the_reason_of_what_is_accepted() -> None:
    (result,) = sarif(replace(ONE, suppressed="Two censuses.", until="2030-01-01"))["results"]
    assert result["suppressions"] == [{"kind": "external", "status": "accepted", "justification": "Two censuses."}]


def test_an_annotation_is_one_line_whatever_the_message_holds() -> None:
    # The escapes are those of GitHub's toolkit: % CR LF in a message, and colon and comma in a property besides.
    odd = replace(ONE, file="a,b:c.csv")
    assert to_github([odd], folder="s") == (
        "::error file=s/a%2Cb%3Ac.csv,line=4,title=kelisim Q003::C1: 5%25, a%0Along%0Dtale%0Amend: see C2: 7%25\n"
    )
    assert to_github([replace(ONE, severity="note")]).startswith("::notice ")
    assert to_github([replace(ONE, suppressed="Known.", until="2030-01-01")]) == ""


def cases(text: str) -> dict[str, ET.Element]:
    return {one.get("name", "").split()[0]: one for one in ET.fromstring(text.encode()).iter("testcase")}


def test_junit_has_a_case_a_rule_and_fails_those_as_severe_as_asked() -> None:
    text = to_junit([ONE, replace(ONE, severity="note", message="a bell \x07")], [RULES["Q001"], RULE])
    found = cases(text)
    assert list(found["Q001"]) == []
    failure, output = found["Q003"]
    assert (failure.tag, failure.get("type"), output.tag) == ("failure", "error", "system-out")
    assert "claims.csv:4" in (failure.text or "")
    assert "\x07" not in (output.text or "")
    top = ET.fromstring(text.encode())
    assert (top.get("tests"), top.get("failures")) == ("2", "1")
    assert "failure" not in to_junit([ONE], [RULE], fail_on="never").replace("failures", "")


def test_junit_skips_a_rule_whose_findings_are_all_accepted() -> None:
    (skipped,) = cases(to_junit([replace(ONE, suppressed="Known.", until="2030-01-01")], [RULE]))["Q003"]
    assert (skipped.tag, skipped.get("message")) == ("skipped", "Known.")


@pytest.mark.parametrize("form", ["sarif", "github", "junit"])
def test_check_prints_every_form_with_files_seen_from_the_working_folder(
    small_study: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    monkeypatch.chdir(small_study.parent)
    run = CliRunner().invoke(app, ["check", small_study.name, "--format", form, "--select", "S002"])
    assert run.exit_code == 0
    assert ("sources.csv" if form == "junit" else f"{small_study.name}/sources.csv") in run.stdout
    assert run.stdout == Study.open(small_study).findings_as(form, select=["S002"])


def test_a_form_that_does_not_exist_names_those_that_do(small_study: Path) -> None:
    with pytest.raises(UsageError, match="sariff"):
        Study.open(small_study).findings_as("sariff")
    run = CliRunner().invoke(app, ["check", str(small_study), "--format", "sariff"])
    assert isinstance(run.exception, UsageError)
    assert "sarif" in run.exception.problems[0].hint
