"""Every rule speaks up in its bad mini-study, at the place expected, and is silent in the good one."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

import pytest

from kelisim.api import Study
from kelisim.checks import RULES
from kelisim.model.finding import Finding

HERE = Path(__file__).resolve().parent

# What a reader who has never seen a line of code would stumble over.
CODE_SPEAK = re.compile(
    r"\b(?:None|True|False|nan|inf|NaN|null|dict|tuple|str|int|bool|Exception|Traceback)\b"
    r"|\b[a-z]+_[a-z_]+\b|[{}`]|\(\)|::|==|\.py\b|<[a-z]"
)


@cache
def findings(code: str, which: str) -> tuple[Finding, ...]:
    return Study.open(HERE / code / which).findings


def of_rule(code: str, which: str) -> list[Finding]:
    return [one for one in findings(code, which) if one.rule == code]


def test_every_rule_has_both_mini_studies_and_no_other_stands_here() -> None:
    folders = {path.name for path in HERE.iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert folders == set(RULES)
    for code in RULES:
        assert (HERE / code / "bad" / "study.toml").is_file()
        assert (HERE / code / "good" / "study.toml").is_file()


@pytest.mark.parametrize("code", sorted(RULES))
def test_the_bad_study_gives_the_finding_where_it_is_expected(code: str) -> None:
    expected = json.loads((HERE / code / "expected.json").read_text(encoding="utf-8"))
    assert expected, "a bad study without a finding shows nothing"
    found = [
        {"file": one.file, "line": one.line, "severity": one.severity, "about": list(one.about)}
        for one in of_rule(code, "bad")
    ]
    assert found == expected


@pytest.mark.parametrize("code", sorted(RULES))
def test_the_worst_finding_has_the_severity_of_its_rule(code: str) -> None:
    assert of_rule(code, "bad")[0].severity == RULES[code].severity


@pytest.mark.parametrize("code", sorted(RULES))
def test_the_good_study_gives_none(code: str) -> None:
    assert [one.message for one in of_rule(code, "good")] == []


@pytest.mark.parametrize("code", sorted(RULES))
def test_the_line_is_a_row_that_names_it_or_the_head_of_a_section(code: str) -> None:
    for one in of_rule(code, "bad"):
        place = HERE / code / "bad" / one.file
        assert place.exists(), "a finding leads to a file or folder of the study"
        if one.line is None:
            continue
        line = place.read_text(encoding="utf-8").splitlines()[one.line - 1]
        assert line.startswith("[") if place.suffix == ".toml" else one.about[0] in f"{one.file} {line}"


@pytest.mark.parametrize("code", sorted(RULES))
def test_messages_name_what_they_are_about_and_say_how_to_mend_it(code: str) -> None:
    for one in of_rule(code, "bad"):
        assert not one.about or one.about[0] in one.message
        assert one.hint.strip(), "say how to mend it"
        assert one.message.strip() == one.message
        assert not one.message.endswith("."), "a message is read in a list"
        assert len(one.message) < 400


@pytest.mark.parametrize("code", sorted(RULES))
@pytest.mark.parametrize("which", ["bad", "good"])
def test_no_message_of_any_rule_speaks_code(code: str, which: str) -> None:
    for one in findings(code, which):
        assert not CODE_SPEAK.search(one.message), one.message


@pytest.mark.parametrize("code", sorted(RULES))
def test_a_rule_says_what_it_looks_for_and_why(code: str) -> None:
    rule = RULES[code]
    assert re.fullmatch(r"[SCQPER]\d{3}", code)
    assert rule.name == rule.name.strip()
    assert not rule.name.endswith(".")
    for sentence in (rule.summary, rule.why):
        assert sentence.endswith(".")
        assert sentence[0].isupper()
        assert not CODE_SPEAK.search(sentence)
