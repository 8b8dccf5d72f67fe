"""What the report says of phases against the data: it follows the values, for any study."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from report_cases import solar_case

from kelisim.model.results import BoundaryTest, DivisionTest, PhaseTests, SeriesInTest
from kelisim.report.context import Context
from kelisim.report.figures.periodisation import periodisation as figure
from kelisim.report.inlines import plain
from kelisim.report.narrative import periodisation as narrative
from kelisim.report.tables import periodisation as tables

OWN = DivisionTest(
    "declared", "As declared", ("2018", "2022"), 3, 21, 0.4, 0.001, 0.5, ("2016", "2021"), 0.6, 20.0, "not supported"
)
RIVAL = DivisionTest("r", "Another", ("2019",), 1, 8, 0.01, 0.001, 0.4, ("2019",), 0.4, 15.0, "supported")
TESTS = PhaseTests(
    series=(SeriesInTest("a", "Share of sales", "share", 11, "2014", "2024", "logits"),),
    divisions=(OWN, RIVAL),
    boundaries=(
        BoundaryTest("2", "2018", 0.1, 0.3, 0.4, 0.64),
        BoundaryTest("3", "2022", 0.004, 0.7, 0.4, 3.5),
    ),
    posterior=tuple((str(year), 0.1, 0.2) for year in range(2014, 2025)),
    power=((1.0, 0.1), (2.0, 0.3), (3.0, 0.6), (4.0, 0.85)),
    periods=11,
    null="trend with AR(1) errors",
    draws=999,
    none=0.25,
)


def context(tests: PhaseTests) -> Context:
    case = solar_case()
    results = replace(case.results, periodise=replace(case.results.periodise, tests=tests))
    return Context(case.data, results, ())


def told(**change: Any) -> str:
    own = {name: change.pop(name) for name in list(change) if hasattr(OWN, name) and not hasattr(TESTS, name)}
    divisions = (replace(OWN, **own), *change.pop("rivals", (RIVAL,)))
    return plain(narrative.tested(context(replace(TESTS, divisions=divisions, **change))))


def test_it_says_that_the_data_do_not_carry_the_phases_and_what_could_have_been_found() -> None:
    text = told()
    assert text.startswith("The data do not carry the declared phases")
    assert "p = 0.40; 1 series over 11 years" in text
    assert "Among the 21 divisions" in text
    assert "at rank 3" in text
    assert "1 in 21" in text
    assert "0.30 for phase 2 in 2018 (0.40 before the data)" in text
    assert "2 standard deviations is found in 30% of such histories" in text
    assert "no proof of a history without phases" in text
    assert "1 of 1 rival division on the same series fits better; the data carry Another" in text


@pytest.mark.parametrize(
    ("change", "start"),
    [
        ({"verdict": "supported", "p_value": 0.001, "rank": 1}, "The data carry the declared phases (p < 0.01"),
        (
            {"verdict": "partly supported", "p_value": 0.02},
            "The data carry a division, but not every declared boundary",
        ),
        ({"verdict": "not testable", "p_value": None}, "The data are too few to test the declared phases"),
        (
            {"rank": None, "why": "2 periods are too few"},
            "The declared phases could not be held against",
        ),
    ],
)
def test_it_says_what_the_verdict_is(change: dict[str, Any], start: str) -> None:
    text = told(**change)
    assert text.startswith(start)
    if change["verdict" if "verdict" in change else "why"] != "not supported":
        assert "no proof" not in text


def test_power_is_told_as_it_is() -> None:
    assert "no shift of up to 4 is found four times in five" in told(power=((2.0, 0.1), (4.0, 0.5)))
    strong = told(power=((1.0, 0.5), (2.0, 0.9)))
    assert "in 90% of such histories." in strong
    assert "no proof" not in strong


def test_rivals_that_are_not_scored_are_not_counted() -> None:
    assert "Schwarz" not in told(rivals=(replace(RIVAL, bic=None),))
    assert "none of 1 rival division" in told(rivals=(replace(RIVAL, bic=30.0, verdict="not supported"),))


def test_what_takes_no_part_is_named() -> None:
    out = SeriesInTest("b", "Output", "gaussian", 2, why="it has 2 values")
    assert "Taking no part: Output (it has 2 values)." in told(series=(*TESTS.series, out))


def test_without_a_test_nothing_is_said_or_drawn() -> None:
    empty = context(PhaseTests())
    assert narrative.tested(empty) == ()
    assert narrative.verdict(empty) == ()
    assert figure(empty) is None
    for table in (tables.periodisation, tables.boundaries, tables.series, tables.sensitivity):
        assert table(empty).rows == ()


def test_the_figure_shows_every_period_and_boundary() -> None:
    drawn = figure(context(TESTS))
    assert drawn is not None
    assert [record[0] for record in drawn.records] == [str(year) for year in range(2014, 2025)]
    assert "2018: 0.10 (before the data 0.20)." in drawn.alternative_text
    assert "Declared: 2018, 2022." in drawn.alternative_text
    assert "Another: 2019." in drawn.alternative_text
    kinds = [layer["mark"]["type"] for layer in drawn.spec["layer"]]
    assert {"rect", "rule", "point", "text"} <= set(kinds)


def test_the_table_keeps_the_floor_of_a_rank() -> None:
    made = tables.periodisation(context(TESTS))
    row = dict(zip(made.record_columns, made.records[0], strict=True))
    assert row["rank_floor"] == pytest.approx(1 / 21)
    assert plain(made.rows[0][2]) == "3 of 21"
    assert plain(tables.boundaries(context(TESTS)).rows[1][2]) == "<0.01"
