"""Size and power of the test, by simulation. Bounds are some four standard errors wide."""

from __future__ import annotations

import numpy as np
import pytest

from kelisim.errors import UsageError
from kelisim.stats import break_points, periodisation
from kelisim.stats.breaks.gain import Gain, poisson_deviance, smooth
from kelisim.stats.breaks.kinds import Line
from kelisim.stats.breaks.null import autoregressive, fit
from kelisim.stats.breaks.power import power
from kelisim.stats.breaks.testing import bootstrap_test

PLACES = tuple(range(2000, 2020))


def rejections(histories, null, partition=(7, 13), draws=99) -> float:
    found = []
    # A seed of its own for each: the error of one set of draws would be shared by all.
    for seed, values in enumerate(histories):
        line = Line("a", "gaussian", values, 1.0)
        found.append(bootstrap_test([line], PLACES, partition, null=null, draws=draws, seed=seed).p_value <= 0.05)
    return float(np.mean(found))


def histories(number: int, rho: float, trend: float = 0.0) -> np.ndarray:
    noise = np.random.default_rng(11).standard_normal((number, len(PLACES)))
    return autoregressive(noise, rho) + trend * np.arange(len(PLACES))


def test_the_size_is_near_nominal_under_autocorrelation_and_that_of_a_permutation_is_not():
    wandering = histories(400, 0.5)
    assert 0.02 <= rejections(wandering, "trend") <= 0.085
    assert 0.22 <= rejections(wandering, "permutation") <= 0.65


def test_the_permutation_is_right_only_where_periods_do_not_resemble_their_neighbours():
    assert 0.02 <= rejections(histories(600, 0.0), "permutation") <= 0.085


def test_a_trend_is_not_taken_for_phases():
    # Only a trend in the null makes the statistic blind to one.
    assert rejections(histories(250, 0.3, trend=1.0), "trend") <= 0.09


def test_the_size_holds_for_several_correlated_series():
    rng = np.random.default_rng(5)
    found = []
    for seed in range(150):
        shared = rng.standard_normal(len(PLACES))
        noise = [0.7 * shared + 0.7 * rng.standard_normal(len(PLACES)) for _ in range(3)]
        lines = [Line(str(i), "gaussian", autoregressive(one, 0.5), 1.0) for i, one in enumerate(noise)]
        found.append(bootstrap_test(lines, PLACES, (7, 13), null="trend", draws=99, seed=seed).p_value <= 0.05)
    assert 0.01 <= np.mean(found) <= 0.10


def test_the_size_holds_for_overdispersed_counts():
    rng = np.random.default_rng(6)
    found = []
    for seed in range(100):
        counts = rng.negative_binomial(4, 4 / (4 + 6.0), len(PLACES)).astype(float)
        line = Line("a", "count", counts, 1.0)
        found.append(bootstrap_test([line], PLACES, (7, 13), null="trend", draws=99, seed=seed).p_value <= 0.05)
    assert 0.0 <= np.mean(found) <= 0.12


def test_a_search_is_tested_as_a_search():
    rng = np.random.default_rng(2)
    found = []
    for _ in range(100):
        values = autoregressive(rng.standard_normal(20), 0.5)
        one = break_points(values, draws=39, most=2, minimum_length=3, autocorrelated=False)
        found.append(one.p_value <= 0.05)
    assert np.mean(found) <= 0.12


def test_phases_that_are_there_are_found():
    found = []
    for values in histories(150, 0.2):
        shifted = values + 4.0 * ((np.arange(20) >= 7) & (np.arange(20) < 13))
        found.append(shifted)
    assert rejections(found, "trend") > 0.8


def test_power_is_what_simulation_finds():
    rho, shift = 0.2, 3.0
    settings = {"autocorrelation": rho, "trend": True, "level": 0.05, "draws": 600, "seed": 0, "shifts": [shift]}
    told = power(PLACES, (7, 13), seen=[np.ones(20, dtype=bool)], **settings)[shift]
    rng = np.random.default_rng(21)
    found = []
    for number in range(200):
        at = (7, 13)[number % 2]
        found.append(autoregressive(rng.standard_normal(20), rho) + shift * (np.arange(20) >= at))
    assert told == pytest.approx(rejections(found, "trend"), abs=0.11)


def test_power_rises_with_the_shift_and_with_the_periods():
    short = periodisation(np.random.default_rng(0).standard_normal(11), [4, 8], draws=39).power
    assert list(short) == [1.0, 2.0, 3.0, 4.0]
    assert short[1.0] < short[2.0] < short[4.0]
    settings = {"autocorrelation": 0.0, "trend": True, "level": 0.05, "draws": 600, "seed": 0}
    few = power(tuple(range(11)), (4, 8), seen=[np.ones(11, dtype=bool)], **settings)[2.0]
    many = power(tuple(range(40)), (13, 26), seen=[np.ones(40, dtype=bool)], **settings)[2.0]
    assert many > few + 0.2


def test_the_statistic_is_that_of_the_f_test():
    rng = np.random.default_rng(4)
    y = rng.standard_normal(15)
    line = Line("a", "gaussian", y, 1.0)
    times = np.arange(15.0)
    gain = float(Gain([line], smooth(times, trend=True), (5, 10)).of([y]))
    null = np.column_stack([np.ones(15), times])
    full = np.column_stack([null, times >= 5, times >= 10])
    rss = [float(np.linalg.lstsq(x, y, rcond=None)[1][0]) for x in (null, full)]
    assert gain == pytest.approx(15 * np.log(rss[0] / rss[1]))


def test_the_deviance_is_that_of_a_generalised_linear_model():
    import statsmodels.api as sm

    counts = np.array([3, 0, 5, 4, 9, 12, 7, 15, 11.0])
    design = np.column_stack([np.ones(9), np.arange(9), np.arange(9) >= 4])
    expected = sm.GLM(counts, design, family=sm.families.Poisson()).fit().deviance
    assert float(poisson_deviance(counts, design)) == pytest.approx(expected, rel=1e-6)


def test_the_bias_of_the_autocorrelation_is_mended():
    # At n = 20 with a trend the plain estimate of .5 is about .2 too low (Marriott and Pope 1954).
    found, plain = [], []
    for values in histories(500, 0.5):
        line = Line("a", "gaussian", values, 1.0)
        found.append(fit([line], PLACES, trend=True).autocorrelation[0])
        plain.append(fit([line], PLACES, trend=True, correct=False).autocorrelation[0])
    assert np.mean(plain) < 0.35
    assert np.mean(found) == pytest.approx(0.5, abs=0.05)


def test_simulated_counts_have_the_fitted_mean_and_spread():
    rng = np.random.default_rng(8)
    counts = rng.negative_binomial(2, 2 / 12.0, 40).astype(float)
    null = fit([Line("a", "count", counts, 1.0)], range(40), trend=False)
    drawn = null.simulate(4000, np.random.default_rng(1))[0]
    mean, alpha = null.fits[0][0], null.dispersion[0]
    assert alpha > 0.1
    assert drawn.mean() == pytest.approx(mean, rel=0.05)
    assert drawn.var(axis=0).mean() == pytest.approx(mean + alpha * mean**2, rel=0.15)


def test_p_values_do_not_change_between_runs_and_respect_their_floor():
    values = np.random.default_rng(9).standard_normal(12)
    one, other = (periodisation(values, [6], draws=99) for _ in range(2))
    assert one.to_dict() == other.to_dict()
    assert one.p_value >= one.p_floor == 0.01


def test_a_test_without_degrees_of_freedom_says_so():
    found = periodisation([1.0, 3.0, 2.0, 5.0], [2], draws=19)
    assert found.p_value is None
    assert found.verdict == "not testable"
    assert any("degrees of freedom" in one for one in found.remarks)


def test_a_search_refuses_a_permutation():
    with pytest.raises(UsageError, match="permutation"):
        break_points(np.arange(12.0), null="permutation")
