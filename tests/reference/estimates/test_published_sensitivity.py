"""Sensitivity of parallel trends against what R's HonestDiD printed."""

from dataclasses import replace

import numpy as np
import pytest

from kelisim.stats import effect, parallel_trends_sensitivity
from kelisim.stats.sensitivity.event_study import event_study
from kelisim.stats.sensitivity.fixed_length import fixed_length
from kelisim.stats.sensitivity.moments import inequalities
from kelisim.stats.sensitivity.restrictions import Shape
from reference.estimates.event_studies import PROFITS, PROFITS_COVARIANCE, medicaid

FIRST = np.array([1.0, 0, 0, 0])


@pytest.fixture(scope="module")
def expansion():
    found = effect(
        medicaid(),
        outcome="dins",
        unit="stfips",
        period="year",
        start="first",
        design="event_study",
        inference="cluster",
    )
    return event_study(found)


def test_event_study_of_the_medicaid_expansion(expansion) -> None:
    # README of Stata's honestdid 0.5.3: original interval of 2014 [.029, .064]; of 2014 and 2015 [.040, .075].
    assert (expansion.n_before, len(expansion.coefficients)) == (5, 7)
    for weights, low, high in (([1, 0], 0.029, 0.064), ([0.5, 0.5], 0.040, 0.075)):
        found = parallel_trends_sensitivity(
            expansion.coefficients, expansion.covariance, n_before=5, weights=weights, bounds=[0]
        )
        assert (round(found.original.low, 3), round(found.original.high, 3)) == (low, high)


def test_relative_magnitudes_of_the_medicaid_expansion(expansion) -> None:
    # README of R's HonestDiD (Medicaid expansion, effect of 2014, C-LF, DeltaRM). R reports the outermost of 1000 grid
    # points that it keeps, so that its ends lie inside the exact ones by less than a step, .0004.
    printed = {0.5: (0.0240, 0.0672), 1.0: (0.0170, 0.0720), 1.5: (0.00824, 0.0797), 2.0: (-0.000916, 0.0881)}
    found = parallel_trends_sensitivity(expansion.coefficients, expansion.covariance, n_before=5, bounds=list(printed))
    for row in found.rows:
        low, high = printed[row.bound]
        assert -0.0001 <= low - row.low <= 0.0005
        assert -0.0001 <= row.high - high <= 0.0005
    assert 1.5 < found.breakdown < 2
    assert not found.rows[2].holds_nought
    assert found.rows[3].holds_nought


def test_relative_magnitudes_of_the_mean_of_two_years(expansion) -> None:
    # README of Stata's honestdid 0.5.3 (l_vec = .5, .5; C-LF, DeltaRM), three decimals.
    printed = {0.0: (0.041, 0.075), 0.5: (0.033, 0.080), 1.0: (0.020, 0.090), 1.5: (0.006, 0.103), 2.0: (-0.008, 0.117)}
    found = parallel_trends_sensitivity(
        expansion.coefficients, expansion.covariance, n_before=5, weights=[0.5, 0.5], bounds=list(printed)
    )
    for row in found.rows:
        assert (row.low, row.high) == pytest.approx(printed[row.bound], abs=0.0011)


def test_smoothness_of_the_medicaid_expansion(expansion) -> None:
    # README of R's HonestDiD (FLCI, DeltaSD); its folded normal quantile is simulated, hence the tolerance.
    printed = {
        0.0: (0.0259, 0.0607),
        0.01: (0.0132, 0.0787),
        0.02: (0.00286, 0.0907),
        0.03: (-0.00714, 0.101),
        0.04: (-0.0171, 0.111),
        0.05: (-0.0271, 0.121),
    }
    found = parallel_trends_sensitivity(
        expansion.coefficients, expansion.covariance, n_before=5, restriction="smoothness", bounds=list(printed)
    )
    assert found.method == "FLCI"
    for row in found.rows:
        assert (row.low, row.high) == pytest.approx(printed[row.bound], abs=5e-4)
    assert 0.02 < found.breakdown < 0.03


def conditional(bound: float, weights: np.ndarray, *shape: object) -> tuple[float, float]:
    """Return the hull of the conditional sets without a first stage: its critical value set beyond reach."""
    sets = []
    for one in Shape(shape[0], 4, 4, *shape[1:]).polyhedra(bound):
        tests = inequalities(one, PROFITS, PROFITS_COVARIANCE, weights, level=0.05, seed=0)
        sets.append(replace(tests, critical=8.0, level=0.05).bounds())
    kept = [one for one in sets if one is not None]
    return min(low for low, _ in kept), max(high for _, high in kept)


# R's HonestDiD on BCdata_EventStudy, as the tests of HonestDiD.jl record it: bound, method "Conditional", ends of the
# grid points kept and the step of the grid, which spans the identified set and 20 standard errors to each side.
@pytest.mark.parametrize(
    ("shape", "bound", "low", "high", "step"),
    [
        (("smoothness",), 0.0, 0.2100501789, 0.3277998271, 0.001),
        (("smoothness",), 0.1, 0.1195044811, 0.4180257149, 0.001),
        (("smoothness",), 0.2, 0.02030132213, 0.5179737331, 0.0012),
        (("smoothness", "positive"), 0.1, 0.1191803207, 0.2232912874, 0.0098),
        (("smoothness", None, "increasing"), 0.1, 0.1191803207, 0.2232912874, 0.0098),
        (("relative_magnitude",), 1.0, 0.07055244362, 0.3184394077, 0.0047),
        (("relative_magnitude", "positive"), 1.0, 0.07282522231, 0.33346286, 0.0094),
        (("relative_magnitude", None, "increasing"), 1.0, 0.07282522231, 0.33346286, 0.0094),
    ],
)
def test_conditional_sets_of_the_profits_of_restaurants(shape, bound, low, high, step) -> None:
    found = conditional(bound, FIRST, *shape)
    assert 0 <= low - found[0] <= step
    assert 0 <= found[1] - high <= step


def test_conditional_set_of_the_mean_of_four_years() -> None:
    # R keeps -.181 on its grid of 100 points; its upper end, .853, is where its grid stops.
    low, high = conditional(0.1, np.full(4, 0.25), "smoothness")
    assert 0 <= -0.1809607769 - low <= 0.0172
    assert high > 0.8531008055


def test_fixed_length_of_the_profits_of_restaurants() -> None:
    # R's findOptimalFLCI as the tests of HonestDiD.jl record it: M, ends, half of the length; quantiles simulated.
    for bound, low, high, half in (
        (0.0, 0.131411316, 0.2161696482, 0.04237916612),
        (0.1, 0.1194440001, 0.4185082143, 0.1495321071),
        (0.2, 0.01944400015, 0.5185082143, 0.2495321071),
    ):
        found = fixed_length(PROFITS, PROFITS_COVARIANCE, FIRST, bound, 0.05)
        assert (found.centre - found.half_length, found.centre + found.half_length) == pytest.approx(
            (low, high), abs=1e-3
        )
        assert found.half_length == pytest.approx(half, abs=1e-3)
    assert found.weights == pytest.approx([0, 0, 0, 1, 1, 0, 0, 0], abs=1e-6)


def test_original_interval_of_the_profits_of_restaurants() -> None:
    found = parallel_trends_sensitivity(PROFITS, PROFITS_COVARIANCE, n_before=4, bounds=[0])
    assert (found.original.low, found.original.high) == pytest.approx((0.15877494280765, 0.233147292681241), abs=1e-9)


def test_intervals_that_take_the_largest_change_before_for_known_are_too_narrow(expansion) -> None:
    # diff-diff 3.13 adds a normal margin to the set for the estimated change before the start: at M-bar = 2 it still
    # finds an effect of 2014 where R's HonestDiD, which allows for that estimate's error, finds none: [-.0009, .0881].
    library = pytest.importorskip("diff_diff")
    fit = library.CallawaySantAnna(control_group="never_treated", base_period="universal").fit(
        medicaid(), outcome="dins", unit="stfips", time="year", first_treat="first"
    )
    weights = np.array([1.0, 0.0])
    theirs = library.HonestDiD(method="relative_magnitude", M=2.0, l_vec=weights).fit(fit.aggregate("event_study"))
    ours = parallel_trends_sensitivity(expansion.coefficients, expansion.covariance, n_before=5, bounds=[2]).rows[0]
    assert theirs.ci_lb > 0.01
    assert ours.low < 0
    assert theirs.ci_ub < ours.high - 0.005
