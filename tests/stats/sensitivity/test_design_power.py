"""Power of comparisons over time: against published formulas, statsmodels, and simulated panels."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from scipy import stats

from kelisim.errors import UsageError
from kelisim.stats import data_needed, minimum_detectable_effect

DESIGN: dict[str, Any] = {"n_treated": 20, "n_controls": 30, "n_before": 4, "n_after": 6, "standard_deviation": 2.0}


def test_multipliers_of_bloom() -> None:
    # Bloom (1995), Minimum detectable effects, Evaluation Review 19(5): power .80 at .05 takes 2.49 standard errors
    # one-sided and 2.80 two-sided, with many units.
    many = {**DESIGN, "n_treated": 5000, "n_controls": 5000}
    assert round(minimum_detectable_effect(**many, two_sided=False).multiplier, 2) == 2.49
    assert round(minimum_detectable_effect(**many).multiplier, 2) == 2.80


@pytest.mark.parametrize("autocorrelation", [0.0, 0.5, -0.3, 0.9])
def test_formula_of_burlig_preonas_and_woerman(autocorrelation: float) -> None:
    # Burlig, Preonas and Woerman (2020), equation 2: m periods before, r after, J units, share P treated; psi are mean
    # covariances of residuals before, after and across, here of a stationary first-order process.
    m, r, units, share, variance = 4, 6, 50, 0.4, 4.0

    def covariance(i: int, j: int) -> float:
        return variance * autocorrelation ** abs(i - j)

    before, after = range(m), range(m, m + r)
    psi_b = np.mean([covariance(i, j) for i in before for j in before if i != j])
    psi_a = np.mean([covariance(i, j) for i in after for j in after if i != j])
    psi_x = np.mean([covariance(i, j) for i in before for j in after])
    inner = (m + r) / (m * r) * variance + (m - 1) / m * psi_b + (r - 1) / r * psi_a - 2 * psi_x
    expected = math.sqrt(inner / (share * (1 - share) * units))
    found = minimum_detectable_effect(**DESIGN, autocorrelation=autocorrelation)
    assert found.standard_error == pytest.approx(expected)
    assert found.effect == pytest.approx(expected * (stats.t.isf(0.025, 48) + stats.t.ppf(0.8, 48)))


def test_two_periods_agree_with_the_power_of_a_t_test_in_statsmodels() -> None:
    power = pytest.importorskip("statsmodels.stats.power")
    found = minimum_detectable_effect(n_treated=20, n_controls=30, n_before=1, n_after=1, standard_deviation=1.0)
    # The change of a unit has variance 2; statsmodels has the exact noncentral t, Bloom's sum is close to it.
    reached = power.TTestIndPower().power(found.effect / math.sqrt(2), nobs1=20, ratio=1.5, alpha=0.05)
    assert reached == pytest.approx(0.8, abs=0.005)


def test_simulated_panels_reach_the_power_promised() -> None:
    design = {**DESIGN, "autocorrelation": 0.6}
    found = minimum_detectable_effect(**design)
    generator = np.random.default_rng(1)
    draws, units, periods = 4000, 50, 10
    noise = np.empty((draws, units, periods))
    noise[:, :, 0] = generator.normal(size=(draws, units))
    for t in range(1, periods):
        noise[:, :, t] = 0.6 * noise[:, :, t - 1] + 0.8 * generator.normal(size=(draws, units))
    change = 2.0 * (noise[:, :, 4:].mean(axis=2) - noise[:, :, :4].mean(axis=2))
    change[:, :20] += found.effect
    p = stats.ttest_ind(change[:, :20], change[:, 20:], axis=1).pvalue
    assert float((p < 0.05).mean()) == pytest.approx(0.8, abs=0.02)
    assert float((change[:, :20].mean(axis=1) - change[:, 20:].mean(axis=1)).std()) == pytest.approx(
        found.standard_error, rel=0.03
    )


def test_controls_that_exact_randomisation_needs() -> None:
    # One treated among n units can reach 1/n at best: 10 units for .10, 20 for .05.
    found = data_needed(5, n_treated=1, n_controls=2, n_before=2, n_after=3, standard_deviation=3)
    assert found.exact_controls == {0.10: 9, 0.05: 19}
    assert found.detectable is not None
    assert found.detectable.p_floor == pytest.approx(1 / 3)
    assert "19 controls for p = 0.05" in repr(found)


def test_numbers_needed_are_the_smallest() -> None:
    design = {**DESIGN, "n_treated": 3, "n_controls": 4, "autocorrelation": 0.3}
    now = minimum_detectable_effect(**design).effect
    found = data_needed(0.8 * now, **design)
    for key, number in (
        ("n_controls", found.controls),
        ("n_before", found.periods_before),
        ("n_after", found.periods_after),
    ):
        if number is None:
            assert minimum_detectable_effect(**{**design, key: 200}).effect > 0.8 * now
            continue
        assert minimum_detectable_effect(**{**design, key: number}).effect <= 0.8 * now
        assert minimum_detectable_effect(**{**design, key: number - 1}).effect > 0.8 * now
    assert found.controls is not None
    none = data_needed(0.01 * now, **design)
    assert (none.periods_after, none.periods_before) == (None, None)
    assert "No number of periods" in repr(none)


def test_two_units_have_no_error() -> None:
    two = {"n_treated": 1, "n_controls": 1, "n_before": 2, "n_after": 2, "standard_deviation": 1.0}
    with pytest.raises(UsageError):
        minimum_detectable_effect(**two)
    assert data_needed(5, **two).detectable is None
    assert data_needed(5, **two).controls is not None
    assert "No error" in repr(data_needed(5, **two)) or "no error" in repr(data_needed(5, **two))


@pytest.mark.parametrize(
    "change",
    [
        {"n_treated": 0},
        {"n_before": 1.5},
        {"standard_deviation": 0.0},
        {"autocorrelation": 1.0},
        {"level": 5},
        {"power": 80},
    ],
)
def test_numbers_of_no_design_are_named(change: dict[str, Any]) -> None:
    with pytest.raises(UsageError) as raised:
        minimum_detectable_effect(**{**DESIGN, **change})
    assert raised.value.problems[0].hint
    with pytest.raises(UsageError):
        data_needed(0, **DESIGN)
