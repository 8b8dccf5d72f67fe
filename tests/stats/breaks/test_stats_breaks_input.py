from __future__ import annotations

import math

import numpy as np
import pandas as pd
import polars as pl
import pytest

from kelisim.errors import DataError, UsageError
from kelisim.model.interval import Interval
from kelisim.stats import break_points, periodisation
from kelisim.stats.breaks.kinds import lines_of
from kelisim.stats.breaks.panel import read_panel

YEARS = list(range(2014, 2025))
A = [1.0, 2.0, 1.5, 1.2, 5.0, 5.5, 4.8, 5.1, 9.0, 9.4, 8.8]
B = [3.0, 1.0, 2.0, 2.5, 2.0, 3.5, 1.8, 2.1, 2.2, 3.1, 2.4]


def test_every_table_is_read_alike():
    index = pd.Index(YEARS, name="year")
    forms = [
        pd.DataFrame({"a": A, "b": B}, index=index),
        pd.DataFrame({"year": YEARS, "a": A, "b": B}),
        pd.DataFrame({"a": A, "b": B}, index=pd.PeriodIndex([str(year) for year in YEARS], freq="Y")),
        pd.DataFrame({"a": A, "b": B}, index=pd.to_datetime([f"{year}-12-31" for year in YEARS])),
        pl.DataFrame({"period": YEARS, "a": A, "b": B}),
        pl.DataFrame({"period": [str(year) for year in YEARS], "a": A, "b": B}),
        {"period": YEARS, "a": A, "b": B},
    ]
    results = [periodisation(form, [2018, 2022], draws=39) for form in forms]
    results.append(periodisation(np.column_stack([A, B]), [2018, 2022], periods=YEARS, draws=39))
    assert {(one.rank, one.n_alternatives, one.p_value) for one in results} == {
        (results[0].rank, 21, results[0].p_value)
    }
    assert {str(one.boundaries[0]) for one in results} == {"2018"}


@pytest.mark.parametrize(
    "form",
    [A, np.array(A), pd.Series(A), pl.Series(A), tuple(A)],
)
def test_a_bare_series_is_counted_from_nought(form):
    assert periodisation(list(form) if isinstance(form, tuple) else form, [4, 8], draws=19).boundaries == (4, 8)


def test_a_series_by_period_is_read():
    assert periodisation(pd.Series(A, index=YEARS), [2018], draws=19).boundaries == (2018,)
    assert periodisation(dict(zip(YEARS, A, strict=True)), [2018], draws=19).boundaries == (2018,)
    assert periodisation(dict(zip(YEARS, A, strict=True)), 2018, draws=19).boundaries == (2018,)


@pytest.mark.parametrize(
    ("labels", "boundary", "shown"),
    [
        ([f"{y}Q{q}" for y in (2014, 2015, 2016) for q in (1, 2, 3, 4)], "2015-Q2", "2015Q2"),
        ([f"{y}-H{q}" for y in range(2014, 2020) for q in (1, 2)], "2015-H2", "2015-H2"),
        ([f"2014-{m:02d}" for m in range(1, 13)], "2014-05", "2014-05"),
        (list(pd.period_range("2014Q1", periods=12, freq="Q")), pd.Period("2015Q2"), "2015Q2"),
        (list(pd.period_range("2014-01", periods=12, freq="M")), "2014-05", "2014-05"),
        (list(pd.date_range("2014-01-01", periods=12, freq="MS")), "2014-05", "2014-05"),
        ([float(y) for y in range(2000, 2012)], 2005, 2005),
    ],
)
def test_quarters_halves_and_months_are_periods(labels, boundary, shown):
    found = periodisation({"period": labels, "a": [*A, 9.0]}, [boundary], draws=19)
    assert found.boundaries == (shown,)
    assert len(found.posterior) == 12


def test_order_is_mended_and_said():
    shuffled = pd.DataFrame({"year": YEARS[::-1], "a": A[::-1]})
    straight = periodisation(pd.DataFrame({"year": YEARS, "a": A}), [2018], draws=39)
    found = periodisation(shuffled, [2018], draws=39)
    assert found.p_value == straight.p_value
    assert any("put in order" in one for one in found.remarks)


def test_gaps_are_left_out_and_said():
    values = [*A]
    values[5] = math.nan
    found = periodisation({"year": YEARS, "a": values}, [2018], draws=39)
    dropped = {"year": [y for y in YEARS if y != 2019], "a": [a for a in values if not math.isnan(a)]}
    assert found.n == 10
    assert found.p_value == periodisation(dropped, [2018], draws=39).p_value
    assert any("hold no value" in one for one in found.remarks)
    pair = periodisation({"year": YEARS, "a": values, "b": B}, [2018], draws=39)
    assert pair.n == 11
    assert any("missing" in one for one in pair.remarks)


def test_a_boundary_in_a_gap_is_the_next_period():
    values = dict(zip(YEARS, A, strict=True))
    del values[2018]
    found = periodisation(values, [2018], draws=19)
    assert found.boundaries == (2019,)
    assert any("2018 holds no value" in one for one in found.remarks)


def test_intervals_are_sampled():
    wide = [(a - 0.5, a + 0.5) for a in A]
    found = periodisation({"year": YEARS, "a": wide}, [2018, 2022], draws=99, samples=8)
    exact = periodisation({"year": YEARS, "a": A}, [2018, 2022], draws=99)
    assert found.rank == exact.rank
    low, high = found.sampled["statistic"]
    assert low < exact.statistic < high
    assert abs(found.p_value - exact.p_value) < 0.2
    assert found.p_value >= found.p_floor
    assert exact.sampled == {}
    records = [Interval(a - 0.5, a + 0.5) for a in A]
    assert periodisation({"year": YEARS, "a": records}, [2018, 2022], draws=99, samples=8).p_value == found.p_value


def test_shares_become_logits_and_ends_are_drawn_in():
    panel = read_panel({"year": YEARS, "a": [0, 0.2, 0.1, 0.3, 0.2, 0.4, 0.5, 0.7, 0.9, 1, 1]})
    line = lines_of(panel, ("share",), whole=None)[0]
    share = (0.2 * 10 + 0.5) / 11
    assert line.values[1] == pytest.approx(math.log(share / (1 - share)))
    assert np.all(np.isfinite(line.values))
    found = periodisation(
        {"year": YEARS, "a": [0, 0.2, 0.1, 0.3, 0.2, 0.4, 0.5, 0.7, 0.9, 1, 1]}, [2019], kind="share", draws=19
    )
    assert any("none or all" in one for one in found.remarks)
    per_cent = {"year": YEARS, "a": [10 * a for a in A]}
    fractions = {"year": YEARS, "a": [a / 10 for a in A]}
    one, other = (periodisation(form, [2018], kind="share", draws=39) for form in (per_cent, fractions))
    assert one.p_value == other.p_value
    assert one.explained == pytest.approx(other.explained)


def test_kinds_are_given_by_series():
    counts = [1, 0, 2, 1, 6, 5, 7, 4, 9, 12, 8]
    found = periodisation({"year": YEARS, "a": A, "n": counts}, [2018, 2022], kind={"n": "count"}, draws=39)
    assert set(found.dispersion) == {"n"}
    assert "deviance" in found.standardised["n"]
    assert "variance" in found.standardised["a"]


def base(**change):
    return {"year": YEARS, "a": A, **change}


@pytest.mark.parametrize(
    ("series", "boundaries", "settings", "said"),
    [
        (base(), [2018, 2022], {"minimum_length": 4}, "11 periods are too few for 3 phases of at least 4"),
        (base(), [2018, 2022], {"minimum_length": 5}, "11 periods are too few"),
        (base(), [2023], {"minimum_length": 3}, "phase 2 has 2 periods"),
        (base(), [2030], {}, "outside the series, 2014 to 2024"),
        (base(), [2014], {}, "outside the series"),
        (base(), [2022, 2018], {}, "not in order"),
        (base(), [2018, 2018], {}, "not in order"),
        (base(), [], {}, "no boundary"),
        (base(), ["2018Q1"], {}, "is not a year"),
        (base(year=[*YEARS[:-1], 2014]), [2018], {}, "more than once: 2014"),
        (base(a=[*A[:-1], math.inf]), [2018], {}, "in 2024 is infinite"),
        (base(a=[*A[:-1], "many"]), [2018], {}, "not a number: 'many'"),
        (base(a=[*A[:-1], (3, 1)]), [2018], {}, "ends before it starts"),
        (base(a=[5.0] * 11), [2018], {}, "is constant"),
        (base(a=[None] * 11), [2018], {}, "no value at all"),
        (base(a=[-1, *[2] * 9, 3]), [2018], {"kind": "count"}, "less than nothing"),
        (base(a=A), [2018], {"kind": "count"}, "not made of whole counts"),
        (base(a=[0.1, 0.2, 0.3, 40, 50, 60, 10, 20, 30, 40, 50]), [2018], {"kind": "share"}, "both below and above 1"),
        (base(a=[a * 20 for a in A]), [2018], {"kind": "share"}, "leaves the bounds"),
        (base(a=[-0.1, *[a / 10 for a in A[1:]]]), [2018], {"kind": "share"}, "leaves the bounds"),
        (base(b=[b / 10 for b in B], a=[a * 10 for a in A]), [2018], {"kind": "share"}, "looks like per cent"),
        (base(), [2018], {"kind": "sharp"}, "not a kind"),
        (base(), [2018], {"kind": {"z": "share"}}, "no series"),
        (base(year=[*YEARS[:-1], "soon"]), [2018], {}, "'soon' is not a period"),
        (base(year=[*YEARS[:-1], "2024Q1"]), [2018], {}, "different lengths"),
        ({"year": YEARS}, [2018], {}, "no series"),
        (np.zeros((2, 2, 2)), [1], {}, "3 dimensions"),
        ({"year": [2014, 2015, 2016], "a": [1, 2, 3]}, [2015], {"minimum_length": 1}, "too few"),
    ],
)
def test_what_cannot_be_periodised_is_named(series, boundaries, settings, said):
    with pytest.raises(DataError, match=said):
        periodisation(series, boundaries, draws=19, **settings)


@pytest.mark.parametrize(
    ("settings", "said"), [({"null": "flat"}, "flat"), ({"draws": 5}, "5 draws"), ({"minimum_length": 0}, "0")]
)
def test_wrong_settings_are_named(settings, said):
    with pytest.raises(UsageError, match=said):
        periodisation(base(), [2018], **settings)


def test_per_cent_below_one_needs_the_whole():
    small = base(a=[0.1, 0.2, 0.3, 0.9, 1.5, 1.6, 2.0, 2.2, 2.3, 2.4, 2.5])
    assert periodisation(small, [2018], kind="share", whole=100, draws=19).n == 11


def test_results_tell_themselves():
    found = periodisation(base(b=B), [2018, 2022], draws=99)
    text = repr(found)
    assert f"rank {found.rank} of 21" in text
    assert "power" in text
    assert "<table>" in found._repr_html_()
    plain = found.to_dict()
    assert set(plain["posterior"]) == {str(year) for year in YEARS}
    assert plain["support"][0]["bayes_factor"] == found.support[0].bayes_factor
    assert "_vary" not in plain
    dated = break_points(base(), draws=39)
    assert "BIC" in repr(dated)
    assert "<table>" in dated._repr_html_()
    assert dated.to_dict()["boundaries"] == list(dated.boundaries)


def test_sensitivity_changes_one_thing_at_a_time():
    found = periodisation(base(b=B), [2018, 2022], draws=39)
    rows = found.sensitivity()
    assert {(row.changed, row.to) for row in rows} >= {
        ("minimum length", "1"),
        ("minimum length", "3"),
        ("series left out", "a"),
        ("period left out", "2018"),
    }
    assert sum(row.changed == "period left out" for row in rows) == 11
    alone = next(row for row in rows if (row.changed, row.to) == ("series left out", "b"))
    direct = periodisation(base(), [2018, 2022], draws=39)
    assert (alone.rank, alone.n_alternatives) == (direct.rank, direct.n_alternatives)
    assert alone.p_value == pytest.approx(direct.p_value, abs=0.15)
    short = periodisation(base(), [2016], draws=39, minimum_length=2).sensitivity()
    left = next(row for row in short if row.to == "2015" and row.changed == "period left out")
    assert left.p_value is None
    assert "fewer than 2 periods" in left.why


def test_intervals_for_dates_say_why_there_are_none():
    found = periodisation(base(), [2018, 2022], draws=19)
    assert "needs at least 10" in found.support[0].why
    assert found.support[0].low is None
    assert "one series" in periodisation(base(b=B), [2018], draws=19).support[0].why
