"""Sparse counts by phase: presence, exact intervals, masked counts, and comparisons."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from scipy import stats
from stage_objects import period, series

from kelisim.model.phase import Phase
from kelisim.model.plan import SparseCount
from kelisim.model.results import SparseRow
from kelisim.stages.conclude.sparse import sparse_rows

PHASES = (Phase("1", "One", period("2014/2017")), Phase("2", "Two", period("2018/..")))
END = date(2021, 12, 31)


def rows(values: dict[str, float | None], **more: Any) -> tuple[SparseRow, SparseRow]:
    given = [series("s", values, of="x", unit="application")]
    count = SparseCount("c", "C", series="s", query="by priority year", **more)
    first, second = sparse_rows([count], PHASES, given, ("KZ",), END)
    return first, second


FOUR_ZEROS = dict.fromkeys(("2014", "2015", "2016", "2017"), 0.0)


def test_nothing_in_every_year_is_absence_with_an_upper_bound() -> None:
    first, second = rows({**FOUR_ZEROS, "2018": 2, "2019": 0, "2020": 1, "2021": 3})
    assert (first.presence, first.count_low, first.years, first.of_years) == ("absent", 0, 4.0, 4.0)
    # 3.689 in four years (Garwood 1936).
    assert (first.rate_low, first.rate_high) == (0.0, pytest.approx(3.689 / 4, abs=1e-3))
    assert (second.presence, second.count_low, second.years) == ("present", 6, 4.0)
    assert second.p_low == second.p_high == pytest.approx(stats.binomtest(6, 6, 0.5).pvalue)
    assert (second.against, second.p_floor) == ("1", pytest.approx(2 / 64))


def test_years_that_nobody_counted_are_not_absence() -> None:
    first, second = rows({"2014": 0, "2015": 0})
    assert (first.presence, first.years) == ("absent where counted", 2.0)
    assert (second.presence, second.rate_high, second.against) == ("not counted", None, "")
    assert rows({"2014": 0, "2015": None, "2016": 0, "2017": 0})[0].presence == "absent where counted"


def test_masked_counts_are_bounds() -> None:
    first, second = rows({**FOUR_ZEROS, "2018": None, "2019": 7, "2020": None, "2021": 0}, masked_below=5)
    assert (second.count_low, second.count_high, second.masked, second.years) == (9, 15, 2, 4.0)
    assert second.rate_low == pytest.approx(4.1154 / 4, abs=1e-4)
    assert second.rate_high == pytest.approx(float(stats.chi2.ppf(0.975, 32)) / 8)
    assert second.p_low == pytest.approx(stats.binomtest(15, 15, 0.5).pvalue)
    assert second.p_high == pytest.approx(stats.binomtest(9, 9, 0.5).pvalue)
    assert first.presence == "absent"


def test_without_a_series_nothing_is_counted_and_the_query_stands() -> None:
    (first, _) = sparse_rows([SparseCount("c", "C", query="ask")], PHASES, [], (), END)
    assert (first.presence, first.query, first.years) == ("not counted", "ask", 0.0)


def test_another_place_does_not_count() -> None:
    assert rows(FOUR_ZEROS, place="UZ")[0].presence == "not counted"
