from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kelisim.model.period import Period


@pytest.mark.parametrize(
    ("text", "start", "end", "precision"),
    [
        ("2019", date(2019, 1, 1), date(2019, 12, 31), "year"),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), "month"),
        ("2024-02-29", date(2024, 2, 29), date(2024, 2, 29), "day"),
        ("2019-H2", date(2019, 7, 1), date(2019, 12, 31), "half"),
        ("2019-Q3", date(2019, 7, 1), date(2019, 9, 30), "quarter"),
        ("2014/2017", date(2014, 1, 1), date(2017, 12, 31), "span"),
        ("2024-01/2024-05", date(2024, 1, 1), date(2024, 5, 31), "span"),
        ("../2018", None, date(2018, 12, 31), "span"),
        ("2022/..", date(2022, 1, 1), None, "span"),
    ],
)
def test_the_forms_of_the_tables(text: str, start: date | None, end: date | None, precision: str) -> None:
    period = Period.parse(text)
    assert (period.start, period.end, period.precision) == (start, end, precision)
    assert str(period) == text


@pytest.mark.parametrize("text", ["", "19", "2019-13", "2023-02-29", "2019-Q5", "01.05.2019", "2018/2017", "../.."])
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"period|no such day"):
        Period.parse(text)


@given(st.dates(), st.dates())
def test_a_span_of_two_days_comes_back(one: date, other: date) -> None:
    first, last = sorted((one, other))
    period = Period.parse(f"{first}/{last}")
    assert (period.start, period.end) == (first, last)
    assert Period.parse(str(period)) == period


@given(st.integers(1900, 2100), st.integers(1, 12))
def test_a_year_contains_its_months_and_not_the_reverse(year: int, month: int) -> None:
    whole, part = Period.parse(f"{year}"), Period.parse(f"{year}-{month:02d}")
    assert whole.contains(part)
    assert whole.overlaps(part)
    assert not part.contains(whole)
    assert whole.whole_year == year
    assert part.whole_year is None
