"""An effect that a paper opens and closes with has one number, and stars fit their errors in small tables too."""

from __future__ import annotations

import pytest

from kelisim.audit import audit

PAPER = """# Abstract

We study free bus passes in 48 towns. Ridership rises by {opening} percentage points, and most among pensioners.

# Results

The main estimate is 4.2 points, with a standard error of 1.1. {extra}

# Conclusion

{closing}
"""


def rules(opening: str, closing: str, extra: str = "") -> list[str]:
    result = audit(PAPER.format(opening=opening, closing=closing, extra=extra), language="en")
    return [one.rule for one in result.findings if one.rule == "A116"]


def test_a_headline_that_closes_with_another_number_is_found() -> None:
    assert rules("4.2", "Free passes raised ridership by 4.9 percentage points.") == ["A116"]


@pytest.mark.parametrize(
    ("closing", "extra"),
    [
        ("Free passes raised ridership by 4.2 percentage points.", ""),
        ("Free passes raised ridership by about 4 percentage points.", ""),
        ("Free passes lowered ridership by 4.9 percentage points elsewhere.", ""),
        ("Free passes raised ridership by 4.9 percentage points.", "With trends it is 4.9 points."),
        ("By 2021 free passes had raised ridership by 4.9 percentage points.", ""),
        ("Free passes raised the ridership of pensioners by 4.9 percentage points, and all ridership by 4.2.", ""),
    ],
)
def test_what_is_the_same_another_or_told_elsewhere_is_no_contradiction(closing: str, extra: str) -> None:
    assert rules("4.2", closing, extra) == []


def test_one_star_too_many_is_found_among_three_estimates_and_not_among_two() -> None:
    table = (
        "| | (1) | (2) | (3) |\n|---|---|---|---|\n"
        "| Passes | 4.20*** | 4.01*** | 2.92*** |\n| | (1.10) | (1.05) | (1.43) |\n"
    )
    note = "\nNotes: standard errors in brackets. * p<0.10, ** p<0.05, *** p<0.01.\n"
    result = audit(f"# Results\n\nTable 1. Effects\n\n{table}{note}", language="en")
    assert [one.places[0].text for one in result.findings if one.rule == "A1305"] == ["2.92***"]
    short = table
    for cell in (" 4.01*** |", " (1.05) |", " (3) |", "---|"):
        short = short.replace(cell, "", 1)
    assert not [one for one in audit(f"# Results\n\n{short}{note}", language="en").findings if one.rule == "A1305"]


def test_the_course_before_a_policy_is_none_of_its_effect() -> None:
    text = "The effect grows over time after the reform. The gap in effects remained stable over the {} years."
    told = [[one.rule for one in audit(text.format(when), language="en").findings] for when in ("later", "pre-reform")]
    assert "A409" not in told[1]
