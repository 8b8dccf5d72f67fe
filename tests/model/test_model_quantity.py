from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kelisim.model.interval import Interval
from kelisim.model.quantity import interval_of, stated_step, step_in_words, step_to_the_point

numbers = st.floats(-1e9, 1e9, allow_nan=False)


@pytest.mark.parametrize(
    ("number", "step"), [("4.91", 0.01), ("50000", 10000), ("765", 1), ("0.145", 0.001), ("0.10", 0.01), ("8000", 1000)]
)
def test_the_precision_a_number_carries(number: str, step: float) -> None:
    assert stated_step(number) == pytest.approx(step)


@pytest.mark.parametrize("number", ["", "about 5", "5,1", "inf"])
def test_no_precision_of_what_is_no_number(number: str) -> None:
    with pytest.raises(ValueError, match="number"):
        stated_step(number)


def test_what_a_comparator_asserts() -> None:
    assert interval_of(59, "approx", 1) == Interval(58.5, 59.5)
    assert interval_of(8000, "gt", 1000) == Interval(8000, math.inf)
    assert interval_of(5, "lt", 1) == Interval(-math.inf, 5)
    assert interval_of(765, "exact", 1) == Interval(765, 765)


@given(numbers, numbers, numbers, numbers)
def test_interval_arithmetic_holds_every_combination(a: float, b: float, c: float, d: float) -> None:
    one, other = Interval(min(a, b), max(a, b)), Interval(min(c, d), max(c, d))
    for x in (one.low, one.high):
        for y in (other.low, other.high):
            assert (one + other).low <= x + y <= (one + other).high
            assert (one - other).low <= x - y <= (one - other).high
            assert (one * other).low <= x * y <= (one * other).high
    assert one.overlaps(other) == other.overlaps(one) == (one.gap(other) == 0)


def test_division_by_an_interval_that_holds_zero_is_refused() -> None:
    with pytest.raises(ZeroDivisionError):
        Interval(1, 2) / Interval(-1, 1)
    quotient = Interval(1, 2) / Interval(4, 8)
    assert (quotient.low, quotient.high) == (0.125, 0.5)


@given(numbers, numbers)
def test_no_interval_runs_backwards(a: float, b: float) -> None:
    if a > b:
        with pytest.raises(ValueError, match="not an interval"):
            Interval(a, b)


@pytest.mark.parametrize(
    ("words", "value", "step"),
    [
        ("33.0 thousand t", 33_000.0, 100.0),
        ("33,0 тыс. т", 33_000.0, 100.0),
        ("33,000 t", 33_000.0, 1_000.0),
        ("4 203 117 т", 4_203_117.0, 1.0),
        ("in 2020 some 46.50 thousand", 46_500.0, 10.0),
        ("12.10万辆", 121_000.0, 100.0),
        ("2.345.678,50", 2_345_678.5, 0.01),
        ("1.500 billion", 1.5e9, 1e6),
        ("0.0%", 0.0, 0.1),
        ("two-thirds", 66.7, None),
        ("7 of 9", 46_500.0, None),
    ],
)
def test_the_words_of_a_number_tell_how_finely_it_is_stated(words: str, value: float, step: float | None) -> None:
    found = step_in_words(words, value)
    assert found == (None if step is None else pytest.approx(step))


@pytest.mark.parametrize(
    ("number", "unit", "step"),
    [
        ("70", "percent", 1.0),
        ("100", "percent", 1.0),
        ("-20", "percentage_point", 1.0),
        ("71", "percent", 1.0),
        ("70.0", "percent", 0.1),
        ("0.5", "percent", 0.1),
        ("300", "percent", 10.0),
        ("2000", "percent", 100.0),
        ("2350", "percent", 10.0),
        ("50", "basis_point", 1.0),
        ("200", "permille", 1.0),
        ("70", "lorry", 10.0),
        ("300", None, 100.0),
    ],
)
def test_a_percentage_is_stated_to_the_point(number: str, unit: str | None, step: float) -> None:
    # Whole percentages up to a hundred are printed to the point; the rule of trailing zeros is for other numbers.
    assert step_to_the_point(stated_step(number.lstrip("-")), float(number), unit) == pytest.approx(step)
