"""Sensitivity by hand: shares of the earlier pace that erase an effect, with intervals carried through."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kelisim.errors import DataError, KelisimError, UsageError
from kelisim.model.interval import Interval
from kelisim.stats import pace_sensitivity, parallel_trends_sensitivity

SHARES = {2015: 17.0, 2018: 60.0, 2019: 59.0, 2020: 66.0, 2024: 70.0}


def test_a_case_by_hand() -> None:
    # (60 - 17) / 3 a year before; 6 in two years and 10 in six: 6 / 28.67 and 10 / 86.
    found = pace_sensitivity(SHARES, start=2019)
    assert found.pace == pytest.approx(43 / 3)
    assert {one.period: round(one.breakdown, 2) for one in found.effects} == {2019: 0.07, 2020: 0.21, 2024: 0.12}
    assert {one.period: one.effect for one in found.effects} == {2019: -1, 2020: 6, 2024: 10}
    assert [one.along for one in found.effects] == [False, True, True]
    assert "12% of the pace before 2019 erases the effect of +10 in 2024" in repr(found)
    assert dict(found.effects[2].possible)[0.5] == Interval(-33, 53)


def test_bounds_follow_inputs() -> None:
    around = {period: (value - 3, value + 3) for period, value in SHARES.items()}
    found = pace_sensitivity(SHARES, start=2019, bounds=around)
    last = found.effects[-1]
    assert last.bounds == Interval(4, 16)
    # Least: 67 - 63 over 6 x (63 - 14) / 3. Most: 73 - 57 over 6 x (57 - 20) / 3.
    assert last.breakdown_bounds is not None
    assert (last.breakdown_bounds.low, last.breakdown_bounds.high) == pytest.approx((4 / 98, 16 / 74))
    assert found.pace_bounds is not None
    assert (found.pace_bounds.low, found.pace_bounds.high) == pytest.approx((37 / 3, 49 / 3))
    assert "<table>" in found._repr_html_()


def test_the_same_breakdown_as_relative_magnitudes_with_known_coefficients() -> None:
    # With even periods this is the identified set of Rambachan and Roth, solved there by linear programs.
    series = {2010: 3.0, 2011: 1.0, 2012: 4.0, 2013: 4.5, 2014: 9.0}
    found = pace_sensitivity(series, start=2013, multiples=(1.0,))
    coefficients = [series[year] - series[2012] for year in (2010, 2011, 2013, 2014)]
    for weights, one in zip(np.eye(2), found.effects, strict=True):
        theirs = parallel_trends_sensitivity(coefficients, np.eye(4), n_before=2, weights=weights, bounds=[1])
        assert theirs.identified_breakdown == pytest.approx(one.breakdown, rel=2e-4)
        identified = theirs.rows[0].identified
        assert identified is not None
        assert (one.possible[0][1].low, one.possible[0][1].high) == pytest.approx((identified.low, identified.high))


values = st.floats(-50, 50).map(lambda value: round(value, 1))


@settings(max_examples=25, deadline=None)
@given(st.lists(values, min_size=4, max_size=5), st.floats(0.5, 4), st.sampled_from(["largest", "mean"]))
def test_no_sample_of_the_inputs_leaves_the_bounds(numbers: list[float], wide: float, pace: Any) -> None:
    years = [2000, 2003, 2004, 2006, 2010][: len(numbers)]
    series = dict(zip(years, numbers, strict=True))
    around = {year: (value - wide, value + wide) for year, value in series.items()}
    found = pace_sensitivity(series, start=years[-1], bounds=around, pace=pace).effects[0]
    assert found.breakdown_bounds is not None
    generator = np.random.default_rng(0)
    for _ in range(40):
        # Corners as well as inner points: extremes lie at the former.
        drawn = generator.choice([-wide, wide, 0, wide / 3], size=len(numbers))
        moved = {year: value + shift for (year, value), shift in zip(series.items(), drawn, strict=True)}
        one = pace_sensitivity(moved, start=years[-1], pace=pace).effects[0]
        assert found.breakdown_bounds.low <= one.breakdown + 1e-6
        assert one.breakdown <= found.breakdown_bounds.high * (1 + 1e-6) + 1e-6
        for (_, possible), (_, outer) in zip(one.possible, found.possible, strict=True):
            assert outer.low <= possible.low + 1e-6
            assert possible.high <= outer.high + 1e-6


def test_mean_pace_is_that_from_first_to_last() -> None:
    series = {2000: 0.0, 2001: 10.0, 2004: 4.0, 2005: 6.0}
    assert pace_sensitivity(series, start=2005).pace == 10
    assert pace_sensitivity(series, start=2005, pace="mean").pace == 1
    assert pace_sensitivity(series, start=2005, pace="mean").effects[0].breakdown == 2


def test_periods_written_as_text_and_quarters() -> None:
    assert pace_sensitivity({"2015": 1.0, "2018": 4.0, "2020": 8.0}, start=2019).effects[0].breakdown == 2
    quarters = pace_sensitivity({2019.0: 1.0, 2019.25: 2.0, 2019.5: 3.0}, start=2019.5)
    assert quarters.pace == 4
    named = pace_sensitivity({"2019Q1": 1.0, "2019Q2": 2.0, "2019Q3": 3.0}, start="2019Q3")
    assert named.effects[0].breakdown == 1


def test_no_pace_and_no_effect() -> None:
    still = pace_sensitivity({2000: 5.0, 2001: 5.0, 2002: 7.0}, start=2002)
    assert math.isinf(still.effects[0].breakdown)
    assert "which is nought" in still.statements[0]
    none = pace_sensitivity({2000: 5.0, 2001: 7.0, 2002: 7.0}, start=2002)
    assert none.effects[0].breakdown == 0
    assert "no effect" in none.statements[0]
    loose = pace_sensitivity({2000: 5.0, 2001: 5.5, 2002: 9.0}, start=2002, bounds={2001: (5.0, 6.0)})
    assert loose.effects[0].breakdown_bounds is not None
    assert math.isinf(loose.effects[0].breakdown_bounds.high)
    assert "any share" in loose.statements[0]


@pytest.mark.parametrize(
    ("series", "more", "error"),
    [
        ({2018: 1.0, 2019: 2.0}, {}, DataError),
        ({2017: 1.0, 2018: 2.0}, {}, DataError),
        ({}, {}, DataError),
        ({2017: 1.0, "2018": 2.0, 2019: 3.0}, {}, DataError),
        ({2017: 1.0, 2018: "two", 2019: 3.0}, {}, DataError),
        ({2017: 1.0, 2018: math.nan, 2019: 3.0}, {}, DataError),
        ({2017: 1.0, 2018: 2.0, 2019: 3.0}, {"bounds": {2018: (3, 4)}}, DataError),
        ({2017: 1.0, 2018: 2.0, 2019: 3.0}, {"bounds": {2030: (3, 4)}}, DataError),
        ({2017: 1.0, 2018: 2.0, 2019: 3.0}, {"pace": "fastest"}, UsageError),
        ({2017: 1.0, 2018: 2.0, 2019: 3.0}, {"multiples": [-1]}, UsageError),
        ({2017: 1.0, 2018: 2.0, 2019: 3.0}, {"start": "later"}, UsageError),
    ],
)
def test_input_that_cannot_be_used_is_named(
    series: dict[Any, Any], more: dict[str, Any], error: type[KelisimError]
) -> None:
    with pytest.raises(error) as raised:
        pace_sensitivity(series, **{"start": 2019, **more})
    assert raised.value.problems[0].hint
