"""Errors and p-values against brute force and other programs."""

import math
import warnings
from itertools import combinations
from typing import Any

import numpy as np
import pytest

from kelisim.stats import effect
from kelisim.stats.effects.assignment import controls_needed, randomise
from kelisim.stats.effects.conformal import conformal_p_value, difference_residuals
from kelisim.stats.effects.few_treated import conley_taber, ferman_pinto
from stats.effects.made_panels import ARGUMENTS, names, noisy, panel


def run(frame: Any, treated: int, **more: Any) -> Any:
    return effect(frame, **{**ARGUMENTS, "treated": names(treated), "start": 2015, "design": "did", **more})


def brute_p_value(changes: np.ndarray, k: int) -> float:
    n = len(changes)
    own = abs(changes[:k].mean() - changes[k:].mean())
    every = [
        abs(changes[list(picked)].mean() - np.delete(changes, list(picked)).mean())
        for picked in combinations(range(n), k)
    ]
    return sum(one >= own - 1e-9 for one in every) / len(every)


@pytest.mark.parametrize(("units", "k"), [(3, 1), (10, 1), (8, 2), (9, 4)])
def test_randomisation_is_the_count_over_every_assignment(units: int, k: int) -> None:
    changes = np.random.default_rng(units).normal(size=units)
    treated = np.arange(units) < k
    found = randomise(changes, treated)
    assert found.exact
    assert found.n_assignments == math.comb(units, k)
    assert found.p_value == pytest.approx(brute_p_value(changes, k))
    assert found.p_floor == pytest.approx(1 / math.comb(units, k))
    assert found.p_value >= found.p_floor - 1e-12


@pytest.mark.parametrize(("units", "k", "confidence"), [(20, 1, 0.9), (21, 1, 0.95), (10, 3, 0.95), (9, 4, 0.8)])
def test_the_interval_holds_the_effects_that_randomisation_does_not_reject(
    units: int, k: int, confidence: float
) -> None:
    changes = np.random.default_rng(units + k).normal(size=units) + 3 * (np.arange(units) < k)
    treated = np.arange(units) < k
    found = randomise(changes, treated, confidence=confidence)
    assert found.low is not None
    assert found.high is not None
    for supposed, inside in (
        (found.low, True),
        (found.high, True),
        (found.low - 0.01, False),
        (found.high + 0.01, False),
    ):
        p_value = brute_p_value(changes - supposed * treated, k)
        assert bool(p_value > 1 - confidence + 1e-12) is inside, supposed


def test_drawn_assignments_come_near_to_all_of_them() -> None:
    frame = noisy(30, 8, treated=10, effect=0.5)
    changes = np.random.default_rng(4).normal(size=24) + 0.6 * (np.arange(24) < 4)
    treated = np.arange(24) < 4
    all_of_them = randomise(changes, treated)
    many = np.random.default_rng(5).normal(size=200) + 0.4 * (np.arange(200) < 60)
    drawn = randomise(many, np.arange(200) < 60, replicates=4000, seed=1)
    assert all_of_them.exact
    assert not drawn.exact
    # With many units randomisation comes to the test of two means of one variance.
    from scipy import stats

    assert drawn.p_value == pytest.approx(stats.ttest_ind(many[:60], many[60:]).pvalue, abs=0.02)
    low, high = stats.ttest_ind(many[:60], many[60:]).confidence_interval()
    assert (drawn.low, drawn.high) == (pytest.approx(low, abs=0.05), pytest.approx(high, abs=0.05))
    again = run(frame, 10, inference="randomisation", replicates=500)
    assert again.p_value == run(frame, 10, inference="randomisation", replicates=500).p_value


def test_three_units_cannot_do_better_than_a_third() -> None:
    found = run(panel({"u000": [1.0] * 5 + [9.0], "x": [2.0] * 6, "y": [3.0, 3, 3, 3, 3, 2]}), 1)
    assert found.p_floor == pytest.approx(1 / 3)
    assert found.p_value == pytest.approx(1 / 3)
    assert (found.low, found.high) == (None, None)
    assert found.needed == (
        "with 1 treated of 3 units the smallest attainable p is 1/3; needed: 9 controls for p = 0.10, "
        "19 controls for p = 0.05",
    )
    assert [controls_needed(k, 0.05) for k in (1, 2, 3)] == [19, 5, 3]


@pytest.mark.parametrize("design", ["did", "event_study", "synthetic_control"])
def test_controls_without_variance_carry_no_error(design: str) -> None:
    flat = {f"c{i}": [0.0] * 8 for i in range(6)}
    found = effect(
        panel({"u000": [17.0, 30, 40, 50, 60, 59, 66, 70], **flat}),
        **ARGUMENTS,
        treated=["u000"],
        start=2015,
        design=design,
    )
    assert found.standard_error is None
    assert "no variance" in found.why
    assert found.p_value == pytest.approx(1 / 7)


@pytest.mark.parametrize("design", ["callaway_santanna", "sun_abraham", "imputation", "etwfe"])
def test_staggered_designs_refuse_an_error_too(design: str) -> None:
    frame = noisy(20, 8, treated=10)
    frame.loc[frame.unit >= "u010", "y"] = 4.0
    frame["first"] = [0 if unit >= "u010" else 2014 if unit < "u005" else 2016 for unit in frame.unit]
    found = effect(frame, **ARGUMENTS, start="first", design=design)
    assert found.standard_error is None
    assert found.p_value is None
    assert "no variance" in found.why
    assert all(one.standard_error is None for one in found.by_period)


def test_the_clustered_error_is_that_of_statsmodels() -> None:
    import statsmodels.formula.api as smf

    frame = noisy(40, 8, treated=15)
    frame["d"] = ((frame.unit < "u015") & (frame.year >= 2015)).astype(int)
    fit = smf.ols("y ~ d + C(unit) + C(year)", frame).fit(
        cov_type="cluster", cov_kwds={"groups": frame.unit.astype("category").cat.codes}
    )
    rows, counted = len(frame), fit.df_model + 1
    found = run(frame, 15)
    assert found.effect == pytest.approx(fit.params["d"])
    # statsmodels counts the unit effects among the coefficients; nested in the clusters, they are not counted here.
    nested = math.sqrt((rows - counted) / (rows - 9))
    assert found.standard_error == pytest.approx(fit.bse["d"] * nested)
    assert found.inference == "cluster-robust"
    assert "G-1 = 39" in found.convention


def test_the_event_study_is_that_of_diff_diff() -> None:
    import diff_diff

    frame = noisy(40, 8, treated=15)
    frame["treated"] = (frame.unit < "u015").astype(int)
    with warnings.catch_warnings():
        # It says that the class is to be renamed, and that unit effects absorb the treated units' own.
        warnings.simplefilter("ignore")
        theirs = diff_diff.MultiPeriodDiD(cluster="unit").fit(
            frame,
            outcome="y",
            treatment="treated",
            time="year",
            post_periods=[2015, 2016, 2017],
            reference_period=2014,
            absorb=["unit"],
            unit="unit",
        )
    found = run(frame, 15, design="event_study")
    assert (found.effect, found.standard_error) == (pytest.approx(theirs.avg_att), pytest.approx(theirs.avg_se))
    for one in found.by_period:
        if not one.reference:
            assert one.effect == pytest.approx(theirs.period_effects[one.period].effect)
            assert one.standard_error == pytest.approx(theirs.period_effects[one.period].se)


def test_coarser_clusters_sum_scores() -> None:
    frame = noisy(40, 8, treated=16)
    frame["region"] = [f"r{int(unit[1:]) // 4}" for unit in frame.unit]
    import statsmodels.formula.api as smf

    frame["d"] = ((frame.unit < "u016") & (frame.year >= 2015)).astype(int)
    codes = frame.region.astype("category").cat.codes
    fit = smf.ols("y ~ d + C(unit) + C(year)", frame).fit(cov_type="cluster", cov_kwds={"groups": codes})
    rows, counted = len(frame), fit.df_model + 1
    found = run(frame, 16, cluster="region")
    assert found.standard_error == pytest.approx(fit.bse["d"] * math.sqrt((rows - counted) / (rows - 9)))
    assert "clustered by region" in found.convention


def test_with_few_treated_the_p_value_does_not_rest_on_the_clustered_error() -> None:
    found = run(noisy(40, 8, treated=3), 3)
    assert found.standard_error is not None
    assert "randomisation" in found.inference
    assert any("too small" in note for note in found.notes)


def test_conley_and_taber_by_hand() -> None:
    changes = np.array([5.0, 1, -1, 2, -2])
    found = conley_taber(changes, np.arange(5) < 1, confidence=0.6)
    assert found.effect == 5
    assert sorted(found.errors) == [-2, -1, 1, 2]
    assert found.p_value == pytest.approx(1 / 5)
    # With four placebos a tail of a fifth is the outermost on either side.
    assert (found.low, found.high) == (3, 7)
    assert conley_taber(changes, np.arange(5) < 1).low is None


def test_conley_and_taber_reject_as_often_as_they_say() -> None:
    generator = np.random.default_rng(8)
    rejected = 0
    for _ in range(1500):
        changes = generator.standard_t(4, size=62)
        rejected += conley_taber(changes, np.arange(62) < 2, replicates=400).p_value <= 0.1
    assert rejected / 1500 == pytest.approx(0.1, abs=0.03)


def test_ferman_and_pinto_keep_their_level_where_sizes_differ() -> None:
    generator = np.random.default_rng(9)
    plain, corrected = 0, 0
    sizes = np.concatenate([[20.0], generator.uniform(200, 2000, 80)])
    for _ in range(1500):
        changes = generator.normal(size=81) * np.sqrt(0.01 + 60 / sizes)
        treated = np.arange(81) < 1
        plain += conley_taber(changes, treated).p_value <= 0.1
        corrected += ferman_pinto(changes, treated, sizes).p_value <= 0.1
    # The treated unit is the smallest, so that its change varies most (Ferman and Pinto 2019, table 1).
    assert plain / 1500 > 0.4
    assert corrected / 1500 == pytest.approx(0.1, abs=0.06)


def test_sizes_that_are_all_alike_change_nothing() -> None:
    changes = np.random.default_rng(2).normal(size=30)
    treated = np.arange(30) < 1
    assert ferman_pinto(changes, treated, np.full(30, 7.0)).p_value == conley_taber(changes, treated).p_value


def test_conformal_inference_is_that_of_diff_diff() -> None:
    import diff_diff

    from reference.estimates.panels import proposition_99

    frame = proposition_99().copy()
    frame["d"] = ((frame.state == "California") & (frame.year >= 1989)).astype(int)
    fitted = diff_diff.SyntheticControl(v_method="inverse_variance").fit(
        frame, outcome="packs", treatment="d", unit="state", time="year", pre_period_outcomes=list(range(1970, 1989))
    )
    wide = frame.pivot_table(index="state", columns="year", values="packs")
    own, donors = wide.loc["California"].to_numpy(), wide.drop("California").to_numpy()
    for supposed in (0.0, -10.0, -20.0):
        theirs = fitted.conformal_test(effect=supposed)
        ours = conformal_p_value(own, donors, 19, supposed)
        assert ours == pytest.approx(theirs["p_value"] if isinstance(theirs, dict) else theirs.p_value), supposed


def test_conformal_keeps_its_level_on_noise() -> None:
    generator = np.random.default_rng(3)
    rejected = 0
    for _ in range(1000):
        series = generator.normal(size=(9, 20))
        rejected += conformal_p_value(series[0], series[1:], 16, model=difference_residuals) <= 0.1
    assert rejected / 1000 == pytest.approx(0.1, abs=0.03)


@pytest.mark.parametrize("k", [1, 2, 3])
def test_the_placebo_error_is_the_spread_over_every_choice_of_controls(k: int) -> None:
    frame = noisy(8 + k, 6, treated=k, start=3, seed=k)
    found = run(frame, k, start=2013, inference="placebo")
    wide = frame.pivot(index="unit", columns="year", values="y")
    changes = (wide[[2013, 2014, 2015]].mean(axis=1) - wide[[2010, 2011, 2012]].mean(axis=1)).to_numpy()[k:]
    every = [
        changes[list(one)].mean() - np.delete(changes, list(one)).mean() for one in combinations(range(len(changes)), k)
    ]
    assert found.standard_error == pytest.approx(np.std(every), rel=1e-9)
