"""Rules under stable codes: chosen by code or family, applied in a fixed order, worst findings first."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from kelisim.api import Study
from kelisim.checks import RULES, choose
from kelisim.checks.registry import rule
from kelisim.errors import UsageError
from kelisim.model.finding import SEVERITIES


def test_all_rules_are_chosen_by_default_in_the_order_of_their_codes() -> None:
    assert choose() == tuple(sorted(RULES))


def test_a_family_or_a_code_is_a_choice_and_can_be_left_out() -> None:
    assert choose(["Q"]) == tuple(code for code in sorted(RULES) if code[0] == "Q")
    assert choose(["S002", "E"], ["E0"]) == ("S002",)
    assert choose(["S002, E001"], ["E0"]) == choose(["S002"]) == ("S002",)
    assert "S003" not in choose(ignore=["S003"])


def test_a_choice_that_fits_no_rule_names_the_nearest() -> None:
    with pytest.raises(UsageError, match="S012") as caught:
        choose(["SO12"])
    assert "did you mean" in caught.value.problems[0].hint
    with pytest.raises(UsageError, match="no rule"):
        choose(ignore=["Z"])


def test_a_code_is_given_once() -> None:
    with pytest.raises(AssertionError, match="S001"):
        rule("S001", "again", "note", "arithmetic", "Again.", "Again.")(lambda this, data, results: ())


def test_findings_come_worst_first_and_the_same_each_time(reference_study: Path) -> None:
    first, second = (Study.open(reference_study).findings for _ in range(2))
    assert first == second
    ranks = [(SEVERITIES.index(one.severity), one.rule, one.file, one.line or 0, one.message) for one in first]
    assert ranks == sorted(ranks)


def test_every_finding_of_the_reference_study_leads_somewhere(reference_study: Path) -> None:
    for one in Study.open(reference_study).findings:
        place = reference_study / one.file
        assert place.exists()
        assert one.hint
        if one.line is not None:
            assert one.line <= len(place.read_text(encoding="utf-8").splitlines())


def test_the_findings_of_a_study_kept_in_workbooks_name_them(small_study: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    import csv

    book = openpyxl.Workbook()
    with (small_study / "sources.csv").open(encoding="utf-8", newline="") as handle:
        for row in csv.reader(handle):
            book.active.append(row)
    book.save(small_study / "sources.xlsx")
    (small_study / "sources.csv").unlink()
    found = Study.open(small_study).check(select=["S002"])
    assert [(one.file, one.line) for one in found] == [("sources.xlsx", 3)]


def test_rules_are_loaded_without_what_stages_compute_with() -> None:
    # Where every result is at hand, a check is over before a library of statistics would have been loaded.
    heavy = ("numpy", "scipy", "pandas")
    code = f"import sys, kelisim.checks; print([one for one in {heavy} if one in sys.modules])"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ended.stdout == "[]\n"
