"""Sensitivity of parallel trends: the test against linear programs, its shapes, and input that cannot be used."""

from __future__ import annotations

import math
from itertools import product
from typing import Any

import numpy as np
import pytest
from scipy import stats
from scipy.optimize import linprog

from kelisim.errors import DataError, UsageError
from kelisim.stats import parallel_trends_sensitivity
from kelisim.stats.sensitivity.fixed_length import fixed_length, half_length
from kelisim.stats.sensitivity.moments import inequalities, least_favourable
from kelisim.stats.sensitivity.rays import extreme_rays
from kelisim.stats.sensitivity.restrictions import Shape


def made(n_before: int, n_after: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    generator = np.random.default_rng(seed)
    n = n_before + n_after
    root = generator.normal(size=(n, n)) * 0.05
    covariance = root @ root.T + 0.004 * np.eye(n)
    return np.linspace(-0.1, 0.4, n) + generator.normal(size=n) * 0.1, covariance


def by_programs(polyhedron, beta, covariance, weights, effect, critical, level) -> bool:
    """Say whether the hybrid test keeps an effect, from linear programs alone and without its dual's corners."""
    n_after = len(weights)
    matrix, limit = polyhedron.matrix, polyhedron.limit
    if n_after > 1:
        used = (matrix[:, -n_after:] != 0).any(axis=1)
        matrix, limit = matrix[used], limit[used]
    wide = matrix @ covariance @ matrix.T
    own = np.sqrt(np.diag(wide))
    after = matrix[:, -n_after:]
    # Variables: the effects by period and the excess; the effects have the weighted mean that is tested.
    rows = np.column_stack([-after, -own])
    moments = matrix @ beta - limit
    goal = np.r_[np.zeros(n_after), 1.0]
    equal = np.r_[weights, 0.0][None, :]
    solved = linprog(goal, A_ub=rows, b_ub=-moments, A_eq=equal, b_eq=[effect], bounds=(None, None))
    excess, dual = solved.fun, -np.asarray(solved.ineqlin.marginals)
    if excess > critical:
        return False
    error = math.sqrt(max(dual @ wide @ dual, 0.0))
    if error < 1e-9:
        return excess <= 1e-9
    direction = wide @ dual / error**2
    own_value = float(dual @ moments) - float(dual @ after @ (weights / (weights @ weights))) * effect
    rest = moments - direction * own_value
    # The values at which the same dual stays best, the rest of the moments held.
    columns = np.column_stack([-after, -own + direction])
    ends = [
        linprog(side * goal, A_ub=columns, b_ub=-rest, A_eq=equal, b_eq=[effect], bounds=(None, None))
        for side in (1, -1)
    ]
    low = ends[0].fun if ends[0].status == 0 else -np.inf
    high = min(-ends[1].fun if ends[1].status == 0 else np.inf, critical)
    bottom, top = stats.norm.cdf(low / error), stats.norm.cdf(high / error)
    quantile = stats.norm.ppf(bottom + (1 - level) * (top - bottom))
    return excess / error <= max(0.0, quantile)


@pytest.mark.parametrize(
    ("shape", "bound"),
    [
        (("relative_magnitude",), 0.7),
        (("relative_magnitude", "positive"), 1.0),
        (("smoothness",), 0.05),
        (("smoothness", None, "increasing"), 0.1),
    ],
)
def test_hybrid_test_equals_one_by_linear_programs(shape: tuple[Any, ...], bound: float) -> None:
    compared = set()
    for seed, weights in product(range(2), (np.array([1.0, 0, 0]), np.array([0.2, 0.3, 0.5]))):
        beta, covariance = made(3, 3, seed)
        for one in list(Shape(shape[0], 3, 3, *shape[1:]).polyhedra(bound))[:3]:
            tests = inequalities(one, beta, covariance, weights, level=0.05, seed=0)
            effects = float(weights @ beta[3:]) + np.linspace(-0.6, 0.6, 9)
            ours = tests.accepts(effects)
            for effect, kept in zip(effects, ours, strict=True):
                theirs = by_programs(one, beta, covariance, weights, effect, tests.critical, tests.level)
                assert bool(kept) == theirs
                compared.add(theirs)
    assert compared == {True, False}


def test_rays_are_those_of_a_cone_known_in_closed_form() -> None:
    # Weights of +d1, -d1, +d2, -d2 that leave no d2: each of the d1 alone, and both of the d2 together.
    rays = extreme_rays(np.array([[0.0], [0], [1], [-1]]))
    assert sorted(map(tuple, rays)) == [(0, 0, 1, 1), (0, 1, 0, 0), (1, 0, 0, 0)]


def test_least_favourable_value_of_one_normal_is_its_quantile() -> None:
    assert least_favourable(np.eye(1), 0.005, 0) == pytest.approx(stats.norm.ppf(0.995), abs=0.01)
    # Of three independent ones, the quantile of the cube root.
    assert least_favourable(np.eye(3), 0.05, 0) == pytest.approx(stats.norm.ppf(0.95 ** (1 / 3)), abs=0.01)


@pytest.mark.parametrize(("bias", "error"), [(0.0, 1.0), (0.3, 0.2), (5.0, 0.1)])
def test_half_length_is_the_quantile_of_a_folded_normal(bias: float, error: float) -> None:
    expected = stats.foldnorm.ppf(0.95, bias / error, scale=error)
    assert half_length(bias, error, 0.05) == pytest.approx(expected, rel=1e-6)


def test_fixed_length_is_no_longer_than_any_weights_found_at_random() -> None:
    beta, covariance = made(4, 2, 3)
    weights = np.array([0.5, 0.5])
    generator = np.random.default_rng(0)
    for bound in (0.0, 0.02, 0.2):
        best = fixed_length(beta, covariance, weights, bound, 0.05)
        lags = np.array([4.0, 3, 2, 1])
        assert best.weights[:4] @ lags == pytest.approx(1.5)
        for _ in range(300):
            trial = best.weights[:4] + generator.normal(size=4) * generator.choice([0.01, 0.1, 1])
            trial = trial + lags * (1.5 - trial @ lags) / (lags @ lags)
            whole = np.r_[trial, weights]
            bends = [sum(w * max(lag - k, 0) for w, lag in zip(trial, lags, strict=True)) for k in (1, 2, 3)]
            bias = bound * (1.5 + 0.5 + float(np.abs(bends).sum()))
            assert best.half_length <= half_length(bias, math.sqrt(whole @ covariance @ whole), 0.05) + 1e-9


def test_identified_set_of_relative_magnitudes_in_closed_form() -> None:
    # The largest change before is .3 (from -.3 to the reference); the second period moves by twice the bound of it.
    found = parallel_trends_sensitivity(
        [-0.1, -0.3, 0.5, 1.2], np.eye(4) * 1e-4, n_before=2, weights=[0, 1], bounds=[0.5, 1]
    )
    assert [(round(r.identified.low, 9), round(r.identified.high, 9)) for r in found.rows] == [(0.9, 1.5), (0.6, 1.8)]
    assert found.identified_breakdown == pytest.approx(2, rel=1e-3)
    assert found.breakdown < found.identified_breakdown


def test_identified_set_of_smoothness_in_closed_form() -> None:
    # A slope of .1 goes on: no effect of .1 is left of .2 without bends, and the bound is added to each side.
    found = parallel_trends_sensitivity(
        [-0.2, -0.1, 0.2], np.eye(3) * 1e-4, n_before=2, restriction="smoothness", bounds=[0, 0.03]
    )
    assert [(round(r.identified.low, 9), round(r.identified.high, 9)) for r in found.rows] == [(0.1, 0.1), (0.07, 0.13)]
    bent = parallel_trends_sensitivity(
        [-0.3, -0.1, 0.2], np.eye(3) * 1e-4, n_before=2, restriction="smoothness", bounds=[0.01]
    )
    assert bent.rows[0].identified is None


def test_sign_and_trend_narrow_the_set() -> None:
    beta, covariance = made(3, 2, 5)
    plain, positive, rising = (
        parallel_trends_sensitivity(beta, covariance, n_before=3, bounds=[1.0], **more).rows[0]
        for more in ({}, {"sign": "positive"}, {"trend": "increasing"})
    )
    # A violation that can only have raised the outcome leaves no room for an effect above the estimate.
    assert positive.identified.high == pytest.approx(beta[3])
    assert positive.identified.low == pytest.approx(plain.identified.low)
    assert positive.high < plain.high
    assert rising.high < plain.high


def test_coverage_of_the_largest_violation_allowed() -> None:
    # The violation moves by .2 a period before and after, so that M-bar = 1 just holds; the true effect is nought.
    generator = np.random.default_rng(0)
    covariance = 0.01 * (np.eye(4) + 0.5)
    truth = np.array([-0.4, -0.2, 0.2, 0.4])
    draws = generator.multivariate_normal(truth, covariance, size=200)
    shape = Shape("relative_magnitude", 2, 2)
    covered = 0
    for beta in draws:
        kept = [
            inequalities(one, beta, covariance, np.array([1.0, 0]), level=0.05, seed=0).accepts(np.zeros(1))[0]
            for one in shape.polyhedra(1.0)
        ]
        covered += any(kept)
    assert covered >= 185


def test_same_input_gives_the_same_result() -> None:
    beta, covariance = made(3, 2, 1)
    one, other = (repr(parallel_trends_sensitivity(beta, covariance, n_before=3)) for _ in range(2))
    assert one == other
    assert "breakdown M-bar" in one
    assert "<table>" in parallel_trends_sensitivity(beta, covariance, n_before=3, bounds=[1])._repr_html_()


def test_effect_that_is_nought_anyway_breaks_down_at_once() -> None:
    found = parallel_trends_sensitivity([0.1, 0.05], np.eye(2) * 0.01, n_before=1)
    assert found.breakdown == 0
    assert "without any violation" in found.statement
    assert found.notes


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"covariance": np.eye(3)}, DataError),
        ({"covariance": np.zeros((4, 4))}, DataError),
        ({"covariance": -np.eye(4)}, DataError),
        ({"covariance": np.triu(np.ones((4, 4)))}, DataError),
        ({"coefficients": [0.1, math.nan, 0.2, 0.3]}, DataError),
        ({"n_before": 0}, DataError),
        ({"n_before": 4}, DataError),
        ({"weights": [1.0]}, DataError),
        ({"weights": [0.0, 0.0]}, DataError),
        ({"bounds": [-1]}, UsageError),
        ({"method": "FLCI"}, UsageError),
        ({"restriction": "magnitude"}, UsageError),
        ({"sign": "up"}, UsageError),
        ({"confidence": 95}, UsageError),
    ],
)
def test_input_that_cannot_be_used_is_named(change: dict[str, Any], error: type[Exception]) -> None:
    arguments: dict[str, Any] = {"coefficients": [0.1, 0.0, 0.3, 0.4], "covariance": np.eye(4) * 0.01, "n_before": 2}
    with pytest.raises(error) as raised:
        parallel_trends_sensitivity(**{**arguments, **change})
    assert raised.value.problems[0].hint
