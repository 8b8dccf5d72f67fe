"""The grammar of identities: what it understands, what it refuses, and interval arithmetic on it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kelisim.model.formula import Term, parse_formula
from kelisim.model.interval import Interval


def value(text: str, **values: float) -> float:
    formula = parse_formula(text)
    return formula.evaluate({term: Interval.point(values[term.name]) for term in formula.parts}).low


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("x = a + b * 2", 11.0),
        ("x = (a + b) * 2", 16.0),
        ("x = a - b - 1", 1.0),
        ("x = a / b / 2", 5 / 6),
        ("x = -a + b", -2.0),
        ("x = 0.5*(a-b)/(a+b)", 0.125),
        ("доля = a / b", 5 / 3),
    ],
)
def test_signs_bind_as_they_do_in_arithmetic(text: str, result: float) -> None:
    assert value(text, a=5.0, b=3.0) == pytest.approx(result)


def test_terms_have_subjects_and_the_year_before() -> None:
    formula = parse_formula("growth_rate = growth(sales) + previous(output[passenger  cars])")
    assert formula.parts == (Term("sales"), Term("sales", "", 1), Term("output", "passenger cars", 1))
    assert [str(one) for one in formula.parts] == ["sales", "previous(sales)", "previous(output[passenger cars])"]
    values = {Term("sales"): 125.0, Term("sales", "", 1): 100.0, Term("output", "passenger cars", 1): 2.0}
    assert formula.evaluate({k: Interval.point(v) for k, v in values.items()}).low == pytest.approx(2.25)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("share domestic / total", "'=' is missing before 'domestic'"),
        ("share = domestic / ", "a name is missing before the end"),
        ("share = (domestic / total", "')' is missing before the end"),
        ("share = domestic total", "'total' is out of place"),
        ("share = domestic ** total", "a name is missing before '*'"),
        ("share = __import__('os')", "'(' is out of place"),
        ("share = a; b", "';' has no meaning in an identity"),
        ("share = share * 2", "share stands on both sides"),
        ("share = 2", "the right side names no indicator"),
        ("x = " + "(" * 30 + "a" + ")" * 30, "the brackets are nested too deeply"),
        ("x = " + "a + " * 200 + "a", "longer than 400 characters"),
        ("", "a name is missing before the end"),
    ],
)
def test_what_cannot_be_understood_is_said(text: str, what: str) -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the words are compared below
        parse_formula(text)
    assert what in str(caught.value)


@given(st.text(alphabet="abc_12+-*/()=[]. ж", max_size=40))
def test_any_text_is_understood_or_refused_in_words(text: str) -> None:
    refused = ""
    try:
        formula = parse_formula(text)
    except ValueError as error:
        refused = str(error)
    assert refused or formula.parts


BOUNDS = st.tuples(st.floats(1, 100), st.floats(0, 5))


@given(BOUNDS, BOUNDS, st.floats(0, 1), st.floats(0, 1))
def test_the_result_holds_every_value_that_the_parts_can_give(
    a: tuple[float, float], b: tuple[float, float], p: float, q: float
) -> None:
    formula = parse_formula("x = (a - b) / (a + b)")
    intervals = {Term("a"): Interval(a[0], a[0] + a[1]), Term("b"): Interval(b[0], b[0] + b[1])}
    result = formula.evaluate(intervals)
    one, other = a[0] + p * a[1], b[0] + q * b[1]
    exact = (one - other) / (one + other)
    assert result.low - 1e-9 <= exact <= result.high + 1e-9
