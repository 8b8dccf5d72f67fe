"""Reported tests against published critical values and the worked example of statcheck."""

from __future__ import annotations

import pytest

from kelisim.audit import audit
from kelisim.audit.rules.reported_tests import reported_tests


@pytest.mark.parametrize(
    ("written", "p"),
    [
        # Two-sided 5 and 1 per cent points: Fisher and Yates (1963), Statistical Tables, tables III, IV, V and VII.
        ("t(10) = 2.228, p = .05", 0.05),
        ("t(10) = 3.169, p = .01", 0.01),
        ("χ2(1) = 3.841, p = .05", 0.05),
        ("χ2(10) = 18.307, p = .05", 0.05),
        ("F(2, 10) = 4.10, p = .05", 0.05),
        ("F(5, 20) = 2.71, p = .05", 0.05),
        ("r(98) = .1966, p = .05", 0.05),
        ("z = 1.960, p = .05", 0.05),
        ("z = 2.576, p = .01", 0.01),
        # The example of the R package statcheck (Epskamp and Nuijten), whose computed p is 0.3197 for t = 1.
        ("t(100)=1.000, p < 0.001", 0.3197),
    ],
)
def test_p_follows_from_the_statistic(written: str, p: float) -> None:
    (test,) = reported_tests(f"The effect was ({written}).")
    assert test.low <= p * 1.005
    assert test.high >= p * 0.995
    assert test.high - test.low < 0.01


@pytest.mark.parametrize(
    "written",
    [
        "t(28) = 2.20, p = .036",
        "t(28) = 2.20, p < .05",
        "t(28) = 2.20, p > .01",
        "F(1, 45) = 3.10, ns",
        "χ2(1, N = 90) = 3.84, p = .05",
        "r(40) = -.35, p = .02",
        "z = 0.50, p = .617",
    ],
)
def test_what_is_consistent_is_not_reported(written: str) -> None:
    assert not audit(f"The difference was tested, {written}, in both samples.", language="en").findings


def test_the_example_of_statcheck_is_a_decision_error() -> None:
    (one,) = audit("The effect was very significant (t(100)=1, p < 0.001).", language="en").findings
    assert (one.kind, one.severity) == ("arithmetic", "error")
    assert "other side of .05" in one.message


def test_a_one_sided_test_that_the_text_names_is_allowed_for() -> None:
    text = "We used a {} test: t(40) = 1.80, p = .040."
    assert audit(text.format("two-sided"), language="en").findings[0].severity == "warning"
    assert not audit(text.format("one-sided"), language="en").findings


def test_kappa_needs_its_units_and_says_what_else_is_missing() -> None:
    (one,) = audit("Two coders worked apart. Cohen's κ was 0.79.", language="en").findings
    assert one.kind == "inference_unsupported"
    assert "nor an interval" in one.message
    assert not audit("Two coders worked apart on 120 passages. Cohen's κ was 0.79.", language="en").findings
