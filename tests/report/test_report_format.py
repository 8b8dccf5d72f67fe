"""How numbers, quantities, periods and statistics are written."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from report_cases import agreement_row, claim

from kelisim.model.interval import Interval
from kelisim.model.period import Period
from kelisim.model.results import AgreementRow
from kelisim.report import format as show
from kelisim.report import statistics


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (8000, "8,000"),
        (0.145, "0.145"),
        (-7.0, "−7"),
        (1e-7, "0.0000001"),
        (1234567.5, "1,234,567.5"),
        (0, "0"),
        (math.inf, "∞"),
        (0.1 + 0.2, "0.30000000000000004"),
    ],
)
def test_numbers_are_written_in_full(value: float, written: str) -> None:
    assert show.number(value) == written


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (4_910_000, "4.91 million"),
        (88e9, "88 billion"),
        (999_999, "999,999"),
        (1_234_567, "1,234,567"),
        (2e12, "2 trillion"),
    ],
)
def test_a_scale_in_words_loses_nothing(value: float, written: str) -> None:
    assert show.scaled(value) == written


@pytest.mark.parametrize(
    ("changes", "written"),
    [
        ({}, "59%"),
        ({"comparator": "approx"}, "≈59%"),
        ({"comparator": "gt", "value": 8000.0, "unit": "vehicle"}, ">8,000 vehicles"),
        ({"comparator": "range", "value": None, "interval": Interval(15, 20)}, "15–20%"),
        ({"comparator": "range", "value": None, "interval": Interval(-5, 2)}, "−5 to 2%"),
        ({"value": 53.0, "unit": "percentage_point", "change": "up"}, "+53 pp"),
        ({"value": 3.0, "unit": "percentage_point", "change": "down"}, "−3 pp"),
        ({"value": 26.3, "change": "up"}, "26.3%"),
        ({"value": 36.0, "unit": "factor", "comparator": "factor"}, "×36"),
        ({"value": 88e9, "unit": "KZT"}, "KZT 88 billion"),
        ({"value": 1.0, "unit": "country"}, "1 country"),
        ({"value": 2.0, "unit": "country"}, "2 countries"),
        ({"value": 3.0, "unit": "rank"}, "rank 3"),
        ({"value": None, "interval": Interval(50, math.inf), "comparator": "ge"}, "≥50%"),
        ({"value": None, "interval": None}, ""),
    ],
)
def test_quantities_keep_hedge_bound_and_unit(changes: dict[str, object], written: str) -> None:
    assert show.quantity(replace(claim("C", "2019", 59.0), **changes)) == written  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("period", "written"),
    [
        ("2019", "2019"),
        ("2014/2017", "2014–2017"),
        ("../2018", "by 2018"),
        ("2022/..", "since 2022"),
        ("2019-05", "May 2019"),
        ("2019-05-28", "28 May 2019"),
        ("2019-Q3", "Q3 2019"),
        ("2019-H1", "H1 2019"),
        ("2024-01/2024-05", "January–May 2024"),
        ("2015/2019-04", "January 2015 to April 2019"),
        ("2019-05-01/2019-05-28", "1 May 2019 to 28 May 2019"),
    ],
)
def test_periods_are_written_in_words(period: str, written: str) -> None:
    assert show.period(period) == show.period(Period.parse(period)) == written


def test_what_is_no_period_stays_as_it_is() -> None:
    assert show.period("as quoted") == "as quoted"
    assert show.period(None) == ""


@pytest.mark.parametrize(
    ("n", "written"), [(0, "no source"), (1, "1 source"), (2, "2 sources"), (1200, "1,200 sources")]
)
def test_counts_agree_with_their_noun(n: int, written: str) -> None:
    assert show.count(n, "source") == written


def test_observations_are_written_to_the_providers_step() -> None:
    assert show.observed(0.167219996452332, 0.00001) == "0.16722"
    assert show.observed(49400.0, 100.0) == "49,400"
    assert show.observed(0.25, None) == "0.25"


def test_rounding_to_zero_leaves_no_minus() -> None:
    assert show.fixed(-0.001) == "0.00"
    assert show.fixed(-0.015) == "−0.01"


def test_places_and_languages_have_english_names() -> None:
    assert (show.place("KZ"), show.place("Central Asia"), show.language("kk")) == (
        "Kazakhstan",
        "Central Asia",
        "Kazakh",
    )


def test_an_agreement_names_n_unit_documents_coders_and_interval() -> None:
    row = agreement_row("code", "policy", 0.61)
    assert statistics.agreement(row) == "Cohen's κ = 0.61 [0.51, 0.66], n = 240 sentences in 2 documents, 2 coders"


def test_pooled_agreement_counts_decisions_and_not_sentences() -> None:
    assert "n = 240 sentence-by-code decisions" in statistics.agreement(agreement_row("all", "pooled decisions", 0.5))
    assert "n = 240 sentences" in statistics.agreement(agreement_row("all", "sets of codes", 0.5, level="set"))


def test_an_undefined_agreement_says_why_and_a_bare_one_why_it_has_no_interval() -> None:
    undefined = statistics.agreement(agreement_row("code", "policy", None))
    assert undefined.startswith("Cohen's κ is undefined (neither coder applied it); n = 240 sentences")
    bare = agreement_row("code", "policy", 0.5, low=None, high=None, why="one document")
    assert "no interval: one document" in statistics.agreement(bare)


def test_what_n_counts_is_named_for_every_kind_of_row() -> None:
    def counted(by: str, level: str, unit: str) -> str:
        row = AgreementRow(by, "x", "cohen_kappa", 0.5, None, None, None, "none", 0.95, 9, 2, 2, unit, level)
        return statistics.unit_of_analysis(row)

    assert counted("all", "nominal", "sentence") == "sentence-by-code decision"
    assert counted("code", "nominal", "sentence") == "sentence"
    assert counted("all", "set", "sentence") == "sentence"
    assert counted("all", "interval", "sentence") == "sentence"
    assert counted("all", "nominal", "character") == "character"


@pytest.mark.parametrize(
    ("unit", "told"),
    [
        ("MW", "MW"),
        ("GW", "GW"),
        ("km", "km"),
        ("kWh", "kWh"),
        ("MtCO2e", "MtCO2e"),
        ("kg", "kg"),
        ("vehicle", "vehicles"),
        ("vehicles", "vehicles"),
        ("persons", "persons"),
        ("people", "people"),
        ("bus", "buses"),
        ("factory", "factories"),
        ("patent family", "patent families"),
        ("car per year", "cars per year"),
        ("cars per 1,000 inhabitants", "cars per 1,000 inhabitants"),
        ("tonne/year", "tonnes/year"),
    ],
)
def test_units_take_the_plural_only_where_they_are_words_in_the_singular(unit: str, told: str) -> None:
    assert show.with_unit("7", unit) == f"7 {told}"


def test_one_of_a_unit_written_in_the_plural_is_told_in_the_singular() -> None:
    assert show.with_unit("1", "persons", one=True) == "1 person"
    assert show.with_unit("1", "factories", one=True) == "1 factory"
    assert show.with_unit("1", "MW", one=True) == "1 MW"
    assert show.with_unit("3", "count") == "3"


def test_days_in_a_sentence_are_written_as_elsewhere() -> None:
    assert show.days("due 2025-12-31, and the study ends 2023-12-31") == (
        "due 31 December 2025, and the study ends 31 December 2023"
    )
