"""Exact intervals for sparse counts and the exact comparison of two, against published tables and other programs."""

from __future__ import annotations

import math

import pytest
from scipy import stats

from kelisim.errors import UsageError
from kelisim.stats import compare_counts, poisson_interval

# Garwood (1936), Biometrika 28, and as reprinted by Gehrels (1986), Astrophysical Journal 303, and by the Office for
# National Statistics, to four digits: count, lower and upper limit at 95%.
GARWOOD_95 = {
    0: (0.0, 3.689),
    1: (0.0253, 5.572),
    2: (0.2422, 7.225),
    3: (0.6187, 8.767),
    4: (1.0899, 10.242),
    5: (1.6235, 11.668),
    6: (2.2019, 13.059),
    7: (2.8144, 14.423),
    8: (3.4538, 15.763),
    9: (4.1154, 17.085),
    10: (4.7954, 18.390),
    20: (12.2165, 30.888),
}


@pytest.mark.parametrize("count", GARWOOD_95)
def test_intervals_are_those_of_the_published_table(count: int) -> None:
    low, high = GARWOOD_95[count]
    found = poisson_interval(count)
    assert found.low == pytest.approx(low, abs=6e-5)
    assert found.high == pytest.approx(high, abs=6e-4)


@pytest.mark.parametrize(("confidence", "low", "high"), [(0.9, 17.38, 34.92), (0.95, 16.18, 36.90), (0.99, 14.0, 41.0)])
def test_the_worked_example_of_graphpad_at_three_levels(confidence: float, low: float, high: float) -> None:
    # https://graphpad.com/support/faq/how-quickcalcs-computes-the-confidence-interval-of-a-count: a count of 25.
    found = poisson_interval(25, confidence=confidence)
    assert (round(found.low, 2), round(found.high, 2)) == (low, high)


def test_exposure_turns_counts_into_rates() -> None:
    whole, yearly = poisson_interval(4), poisson_interval(4, exposure=8)
    assert (yearly.rate, yearly.low, yearly.high) == pytest.approx((0.5, whole.low / 8, whole.high / 8))


def test_the_tails_hold_what_they_promise() -> None:
    for count in (0, 1, 7, 300):
        found = poisson_interval(count, confidence=0.9)
        assert stats.poisson.cdf(count, found.high) == pytest.approx(0.05)
        if count:
            assert stats.poisson.sf(count - 1, found.low) == pytest.approx(0.05)


def test_two_rates_as_r_compares_them() -> None:
    # The second example of ?poisson.test in R: 11 cases in 800 person-years against 21 in 3011; R prints p = 0.07967,
    # ratio 1.971488, interval 0.8584264 to 4.2772659.
    found = compare_counts(6 + 8 + 7, 11, exposures=(1083 + 1050 + 878, 800))
    assert found.ratio == pytest.approx(1.971488, abs=5e-7)
    assert (found.low, found.high) == pytest.approx((0.8584264, 4.2772659), abs=5e-7)
    assert found.p_value == pytest.approx(0.07967, abs=5e-6)


@pytest.mark.parametrize("pair", [(0, 1), (0, 5), (0, 6), (3, 4), (9, 2), (1, 14), (40, 60)])
@pytest.mark.parametrize("exposures", [(1.0, 1.0), (4.0, 3.0)])
def test_p_values_are_those_of_scipy(pair: tuple[int, int], exposures: tuple[float, float]) -> None:
    found = compare_counts(*pair, exposures=exposures)
    test = stats.binomtest(pair[1], sum(pair), exposures[1] / sum(exposures))
    assert found.p_value == pytest.approx(test.pvalue)
    share = test.proportion_ci(0.95, method="exact")
    odds = exposures[0] / exposures[1]
    assert found.low == pytest.approx(share.low / (1 - share.low) * odds)
    assert found.high == (math.inf if pair[0] == 0 else pytest.approx(share.high / (1 - share.high) * odds))


def test_the_floor_says_when_so_few_could_never_be_told_from_chance() -> None:
    assert compare_counts(1, 4).p_floor == pytest.approx(2 / 32)
    assert compare_counts(0, 6).p_floor == pytest.approx(2 / 64)
    nothing = compare_counts(0, 0)
    assert (nothing.ratio, nothing.p_value, nothing.p_floor) == (None, 1.0, 1.0)
    assert compare_counts(0, 3).ratio == math.inf


@pytest.mark.parametrize(
    "wrong",
    [{"count": -1}, {"count": 1.5}, {"count": 1, "exposure": 0}, {"count": 1, "exposure": math.inf}]
    + [{"count": 1, "confidence": one} for one in (0, 1, 95, math.nan)],
)
def test_what_is_no_count_is_refused_in_one_line(wrong: dict[str, float]) -> None:
    with pytest.raises(UsageError):
        poisson_interval(**wrong)  # type: ignore[arg-type]


def test_results_show_themselves() -> None:
    assert repr(poisson_interval(3)) == "CountInterval: 3 in 1, rate 3, 95% interval [0.6187, 8.767] (exact)"
    shown = compare_counts(0, 6)._repr_html_()
    assert "ratio inf" in shown
    assert "smallest attainable 0.0313" in shown
