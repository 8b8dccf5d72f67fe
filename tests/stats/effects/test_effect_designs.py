"""Synthetic comparisons, interval-valued and bounded outcomes, and what becomes of an estimate."""

import math
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from kelisim.errors import DataError, UsageError
from kelisim.stats import effect
from kelisim.stats.effects.donors import match
from kelisim.stats.effects.synthetic import difference_in_synthetic, simplex_weights
from stats.effects.made_panels import ARGUMENTS, names, noisy, panel

PLAIN = {"A": [10.0, 11, 15, 16], "B": [8.0, 9, 10, 12], "C": [20.0, 19, 22, 23]}


def run(frame: Any, **more: Any) -> Any:
    return effect(frame, **{**ARGUMENTS, "treated": ["A"], "start": 2012, "design": "did", **more})


@pytest.mark.parametrize("ridge", [0.0, 3.0])
def test_simplex_weights_are_the_minimum_that_a_general_solver_finds(ridge: float) -> None:
    generator = np.random.default_rng(7)
    for _ in range(10):
        matrix, target = generator.normal(size=(6, 9)), generator.normal(size=6)

        def loss(w: np.ndarray, matrix: np.ndarray = matrix, target: np.ndarray = target) -> float:
            return float(((matrix @ w - target) ** 2).sum() + ridge * (w @ w))

        found = simplex_weights(matrix, target, ridge=ridge)
        theirs = minimize(
            loss,
            np.full(9, 1 / 9),
            method="SLSQP",
            bounds=[(0, 1)] * 9,
            constraints={"type": "eq", "fun": lambda w: w.sum() - 1},
            options={"ftol": 1e-12, "maxiter": 500},
        )
        assert found.min() >= 0
        assert found.sum() == pytest.approx(1)
        assert loss(found) <= theirs.fun + 1e-7


def test_a_unit_that_is_a_mixture_of_donors_is_found_again() -> None:
    frame = noisy(8, 20, treated=0, seed=3)
    wide = frame.pivot_table(index="unit", columns="year", values="y").to_numpy()
    mixed = 0.6 * wide[1] + 0.4 * wide[4]
    mixed[15:] += 5
    rows = {"A": mixed.tolist(), **{f"d{i}": wide[i].tolist() for i in range(8)}}
    found = effect(panel(rows), **ARGUMENTS, treated=["A"], start=2025, design="synthetic_control")
    assert found.effect == pytest.approx(5)
    assert {unit: round(share, 6) for unit, share in found.weights.items() if share > 1e-6} == {"d1": 0.6, "d4": 0.4}
    assert [one.supported_by != () for one in found.assumptions if one.name == "fit before"] == [True]


def test_synthetic_difference_is_near_the_librarys_search() -> None:
    from reference.estimates.panels import proposition_99

    wide = proposition_99().pivot_table(index="state", columns="year", values="packs")
    own, donors = wide.loc["California"].to_numpy(), wide.drop("California").to_numpy()
    exact, units, times = difference_in_synthetic(own, donors, 19)
    # The published -15.604 stops the search early; the optimum lies within a hundredth of it.
    assert exact == pytest.approx(-15.604, abs=0.01)
    assert units.sum() == pytest.approx(1)
    assert times.sum() == pytest.approx(1)


def test_predictors_replace_outcomes_and_importances_may_be_given() -> None:
    frame = noisy(10, 12, seed=5, start=8)
    frame["x"] = frame.groupby("unit").y.transform("mean") + 0.3
    common: dict[str, Any] = {**ARGUMENTS, "treated": names(1), "start": 2018, "design": "synthetic_control"}
    asked = [("y", [2010, 2011]), ("y", 2017), "x"]
    nested = effect(frame, **common, predictors=asked)
    equal = effect(frame, **common, predictors=asked, predictor_weights="equal")
    given_ones = effect(frame, **common, predictors=asked, predictor_weights=[1, 1, 1])
    assert equal.effect == pytest.approx(given_ones.effect)

    def misfit(found: Any) -> float:
        return sum(one.effect**2 for one in found.by_period if one.event_time < 0)

    # The search can do no worse than the equal weights that it starts from.
    assert misfit(nested) <= misfit(equal) + 1e-9
    with pytest.raises(DataError, match="no value"):
        effect(frame.assign(x=[None] * 12 + frame.x.tolist()[12:]), **common, predictors=["x", "y"])


BOUND = st.floats(0, 5).map(lambda value: round(value, 3))


@settings(max_examples=40, deadline=None)
@given(st.lists(BOUND, min_size=9, max_size=9), st.lists(BOUND, min_size=9, max_size=9))
def test_bounds_are_the_extremes_over_all_corners(below: list[float], above: list[float]) -> None:
    frame = panel({"A": [10.0, 11, 15], "B": [8.0, 9, 10], "C": [20.0, 19, 22]})
    frame["low"], frame["high"] = frame.y - below, frame.y + above
    found = run(frame, interval=("low", "high"))
    lows, highs = frame.low.to_numpy().reshape(3, 3), frame.high.to_numpy().reshape(3, 3)
    effects = []
    for corner in product((0, 1), repeat=9):
        y = np.where(np.array(corner).reshape(3, 3) == 1, highs, lows)
        change = y[:, 2] - y[:, :2].mean(axis=1)
        effects.append(change[0] - change[1:].mean())
    assert found.bounds.low == pytest.approx(min(effects))
    assert found.bounds.high == pytest.approx(max(effects))
    assert found.bounds.low <= found.effect + 1e-9 <= found.bounds.high + 2e-9


def test_staggered_designs_carry_bounds_through_as_well() -> None:
    frame = noisy(24, 7, treated=12)
    frame["first"] = [0 if unit >= "u012" else 2013 if unit < "u006" else 2015 for unit in frame.unit]
    frame["low"], frame["high"] = frame.y - 0.5, frame.y + 0.5
    for design in ("callaway_santanna", "imputation"):
        found = effect(frame, **ARGUMENTS, start="first", design=design, interval=("low", "high"))
        # Shifting every treated cell up and every other down by a half is one of the admissible panels.
        treated = (frame["first"] > 0) & (frame.year >= frame["first"])
        extreme = frame.assign(y=frame.y + np.where(treated, 0.5, -0.5))
        other = effect(extreme, **ARGUMENTS, start="first", design=design)
        assert found.bounds.low < found.effect < found.bounds.high
        assert found.bounds.high >= other.effect - 1e-9


def test_a_synthetic_control_of_intervals_says_how_its_bounds_were_found() -> None:
    frame = noisy(10, 12, start=8)
    frame["low"], frame["high"] = frame.y - 0.2, frame.y + 0.2
    found = effect(
        frame, **ARGUMENTS, treated=names(1), start=2018, design="synthetic_control", interval=("low", "high")
    )
    assert found.bounds.low < found.effect < found.bounds.high
    assert "draws" in found.bounds_by


def test_an_effect_cannot_leave_the_room_that_is_left() -> None:
    rows = {"A": [88.0, 90, 97, 98], **{f"c{i:02d}": [50.0 + i, 60 - i, 60 + 2 * i, 58 - i / 2] for i in range(24)}}
    found = run(panel(rows), limits=(0, 100))
    assert (found.room.low, found.room.high) == (97.5 - 100, 97.5)
    assert found.low >= found.room.low
    assert found.high <= found.room.high
    assert any("cut to possible effects" in note for note in found.notes)


def test_an_impossible_counterfactual_is_said() -> None:
    rows = {"A": [80.0, 85, 92, 95], "B": [40.0, 45, 70, 75], "C": [30.0, 35, 60, 66]}
    found = run(panel(rows), limits=(0, 100))
    assert any("without the treatment the design expects" in note and "logit" in note for note in found.notes)


def test_the_logit_scale_keeps_the_counterfactual_within_the_limits() -> None:
    rows = {"A": [80.0, 85, 92, 95], "B": [40.0, 45, 70, 75], "C": [30.0, 35, 60, 66]}
    found = run(panel(rows), scale="logit", limits=(0, 100))

    def logit(value: float) -> float:
        return math.log(value / (100 - value))

    def change(values: list[float]) -> float:
        after = (logit(values[2]) + logit(values[3])) / 2
        return after - (logit(values[0]) + logit(values[1])) / 2

    expected = change(rows["A"]) - (change(rows["B"]) + change(rows["C"])) / 2
    assert found.effect == pytest.approx(expected)
    # On levels the gap is what is left of the last two values once each is taken back by its effect.
    assert -20 < found.effect_on_level < 0
    with pytest.raises(DataError, match="logit"):
        run(panel({**rows, "C": [0.0, 35, 60, 66]}), scale="logit")
    ratio = run(panel(rows), scale="log")
    assert ratio.effect == pytest.approx(
        np.log([92, 95]).mean()
        - np.log([80, 85]).mean()
        - np.mean([np.log(r[2:]).mean() - np.log(r[:2]).mean() for r in (rows["B"], rows["C"])])
    )


def test_leaving_units_out_and_false_starts() -> None:
    found = run(panel(PLAIN)).sensitivity()
    left = {one.label: one.effect for one in found.leave_one_out}
    assert left["B (control)"] == pytest.approx(5 - 3)
    assert left["C (control)"] == pytest.approx(5 - 2.5)
    assert left["A (treated)"] is None
    (false_start,) = found.placebo_in_time
    assert (false_start.label, false_start.effect) == ("2011", pytest.approx(1 - (1 - 1) / 2))
    places = {one.label: one.effect for one in found.placebo_in_space}
    assert places == {"B": pytest.approx(2.5 - (5 + 3) / 2), "C": pytest.approx(3 - (5 + 2.5) / 2)}
    assert found.space_p_value == pytest.approx(1 / 3)


def test_the_specification_curve_holds_every_baseline_and_end() -> None:
    curve = run(panel(PLAIN)).specification_curve()
    found = {one.label: one.effect for one in curve.rows if one.kind == "baseline and end"}
    changes = dict(PLAIN)

    def gap(before: int, after: int) -> float:
        moved = {unit: values[after] - values[before] for unit, values in changes.items()}
        return moved["A"] - (moved["B"] + moved["C"]) / 2

    assert found == {
        f"{2010 + before} to {2010 + after}": pytest.approx(gap(before, after)) for before in (0, 1) for after in (2, 3)
    }
    assert curve.effects == tuple(sorted(curve.effects))
    assert not curve.changes_sign


def test_a_trend_before_the_start_speaks_against_parallel_trends() -> None:
    steady = [10.0, 14, 18, 22, 26, 30]
    found = run(panel({"A": steady, "B": [5.0, 5, 6, 5, 6, 5], "C": [8.0, 9, 8, 8, 9, 8]}), start=2013)
    (trends,) = [one for one in found.assumptions if one.name == "parallel trends"]
    assert trends.contradicted_by
    assert not trends.supported_by


def test_results_show_themselves() -> None:
    found = run(panel(PLAIN))
    assert "Estimate(did: +2.25; standard error none" in repr(found)
    assert "<table>" in found._repr_html_()
    assert "assumes:" in found.summary()
    assert "would settle it:" in found.summary()
    assert "<table>" in found.sensitivity()._repr_html_()
    assert "specifications" in found.specification_curve()._repr_html_()
    assert effect.__doc__


def with_predictors() -> Any:
    """Return donors whose outcomes follow one of two predictors; the other, which lies closer, leads astray."""
    generator = np.random.default_rng(4)
    frame = noisy(8, 20, treated=1, start=12, effect=3.0, seed=4)
    level = {unit: generator.normal() for unit in frame.unit.unique()}
    frame["follows"] = frame.y + generator.normal(0, 0.2, len(frame))
    frame["astray"] = [level[unit] for unit in frame.unit]
    return frame


def test_cross_validated_importances_are_the_best_for_the_validation_periods() -> None:
    frame = with_predictors()
    asked: Any = {
        **ARGUMENTS,
        "treated": names(1),
        "start": 2022,
        "design": "synthetic_control",
        "predictors": ["follows", "astray"],
        "inference": "none",
    }
    found = effect(frame, predictor_weights="cross_validated", **asked)
    assert found.plan is not None
    assert found.plan.validation == (6, 7, 8, 9, 10, 11)
    # By hand: predictors over the first six years, every importance on a fine grid, outcomes of the next six.
    wide = {one: frame.pivot(index="unit", columns="year", values=one) for one in ("y", "follows", "astray")}
    earlier = np.column_stack([wide[one].iloc[:, :6].mean(axis=1) for one in ("follows", "astray")])
    earlier = earlier / earlier.std(axis=0, ddof=1)
    outcomes = wide["y"].to_numpy()[:, 6:12]

    def misfit(share: float) -> float:
        root = np.sqrt([share, 1 - share])
        weights = simplex_weights((earlier[1:] * root).T, earlier[0] * root)
        return float(((outcomes[0] - weights @ outcomes[1:]) ** 2).sum())

    least = min(misfit(float(share)) for share in np.linspace(0, 1, 2001))
    matched = match(found.plan, found.plan.panel.outcome, found.plan.panel.treated)
    assert matched.importance is not None
    assert misfit(float(matched.importance[0])) == pytest.approx(least, rel=1e-3)
    fixed = effect(frame, predictor_weights=matched.importance.tolist(), **asked)
    assert found.effect == pytest.approx(fixed.effect)


@pytest.mark.parametrize(
    ("more", "error", "said"),
    [
        ({"predictor_weights": "crossvalidated"}, UsageError, "cross_validated"),
        ({"validation": [2010, 2011]}, UsageError, "cannot be used"),
        ({"validation": [2019, 2021]}, UsageError, "cannot be used"),
        ({"validation": [2021, 2022]}, UsageError, "cannot be used"),
        ({"predictors": [("follows", [2011])]}, DataError, "cannot be moved back by 6 periods"),
    ],
)
def test_a_validation_that_cannot_be_is_refused(more: dict[str, Any], error: type[Exception], said: str) -> None:
    asked = {**ARGUMENTS, "treated": names(1), "start": 2022, "design": "synthetic_control", "predictors": ["follows"]}
    with pytest.raises(error, match=said):
        effect(with_predictors(), **{**asked, "predictor_weights": "cross_validated", **more})
