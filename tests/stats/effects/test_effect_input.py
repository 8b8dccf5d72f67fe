"""What is wrong with a panel is named, or handled where it can be seen."""

import math
from typing import Any

import numpy as np
import polars as pl
import pyarrow as pa
import pytest

from kelisim.errors import DataError, KelisimError, UsageError
from kelisim.stats import effect
from stats.effects.made_panels import ARGUMENTS, names, noisy, panel

PLAIN = {"A": [10.0, 11, 15, 16], "B": [8.0, 9, 10, 12], "C": [20.0, 19, 22, 23]}


def run(frame: Any, **more: Any) -> Any:
    return effect(frame, **{**ARGUMENTS, "treated": ["A"], "start": 2012, "design": "did", **more})


def code(frame: Any, **more: Any) -> str:
    with pytest.raises(KelisimError) as caught:
        run(frame, **more)
    (problem,) = caught.value.problems
    assert problem.what
    return problem.code


def test_any_frame_gives_the_same() -> None:
    frame = panel(PLAIN)
    expected = (15.5 - 10.5) - ((11 - 8.5) + (22.5 - 19.5)) / 2
    columns = frame.to_dict(orient="list")
    for one in (frame, pl.from_pandas(frame), pl.from_pandas(frame).lazy(), pa.table(columns), columns):
        assert run(one).effect == pytest.approx(expected)


def test_the_order_of_rows_does_not_matter() -> None:
    frame = panel(PLAIN)
    assert run(frame.sample(frac=1, random_state=3)).effect == pytest.approx(run(frame).effect)


def test_treated_and_start_may_be_columns_or_values() -> None:
    frame = panel(PLAIN)
    frame["ever"] = frame.unit == "A"
    frame["now"] = ((frame.unit == "A") & (frame.year >= 2012)).astype(int)
    frame["first"] = [2012 if unit == "A" else 0 for unit in frame.unit]
    frame["infinite"] = [2012 if unit == "A" else math.inf for unit in frame.unit]
    frame["nothing"] = [2012 if unit == "A" else None for unit in frame.unit]
    expected = run(frame).effect
    for more in (
        {"treated": "ever"},
        {"treated": "now", "start": None},
        {"treated": "now"},
        {"treated": None, "start": "first"},
        {"treated": None, "start": "infinite"},
        {"treated": "ever", "start": "nothing"},
        {"treated": ["A"], "start": "first"},
        {"start": "2012"},
    ):
        assert run(frame, **more).effect == pytest.approx(expected), more


def test_one_treated_unit_needs_no_list() -> None:
    frame = panel(PLAIN)
    numbered = frame.assign(unit=frame.unit.map({"A": 1, "B": 2, "C": 3}))
    expected = run(frame).effect
    assert run(frame, treated="A").effect == pytest.approx(expected)
    for one in (1, np.int64(1), np.array([1])):
        assert run(numbered, treated=one).effect == pytest.approx(expected)


def test_periods_may_be_words_in_order() -> None:
    frame = panel(PLAIN)
    frame["year"] = frame.year.astype(str) + "-Q1"
    found = run(frame, start="2012-Q1")
    assert found.effect == pytest.approx(run(panel(PLAIN)).effect)
    assert [one.event_time for one in found.by_period] == [-2, -1, 0, 1]


def test_what_is_not_a_panel_is_refused() -> None:
    frame = panel(PLAIN)
    assert code([1, 2, 3]) == "frame"
    assert code(frame, outcome="z") == "column"
    assert code(frame.iloc[:0]) == "empty"
    assert code(frame.assign(y=["x"] * 12)) == "not-numeric"
    assert code(frame.assign(unit=[None, *frame.unit[1:]])) == "no-key"
    assert code(frame.assign(unit=[1, *frame.unit[1:]])) == "mixed-types"


def test_a_wrong_name_is_answered_by_the_nearest() -> None:
    with pytest.raises(UsageError, match="did you mean 'year'"):
        run(panel(PLAIN), period="yaer")
    with pytest.raises(UsageError, match="did you mean 'did'"):
        run(panel(PLAIN), design="did2")
    with pytest.raises(DataError, match="not in the frame"):
        run(panel(PLAIN), treated=["Z"])


def test_one_period_has_no_change() -> None:
    frame = panel(PLAIN)
    assert code(frame[frame.year == 2012]) == "one-period"


def test_two_rows_of_one_unit_and_period_are_named() -> None:
    frame = panel(PLAIN)
    twice = frame._append(frame.iloc[5]) if hasattr(frame, "_append") else frame.iloc[[*range(12), 5]]
    with pytest.raises(DataError, match="B in 2011"):
        run(twice)


def test_a_start_outside_the_periods_is_refused() -> None:
    assert code(panel(PLAIN), start=2030) == "start-outside"
    assert code(panel(PLAIN), start=1990) == "start-outside"


def test_treated_from_the_first_period_on() -> None:
    assert code(panel(PLAIN), start=2010) == "treated-from-start"
    frame = panel(PLAIN)
    frame["first"] = frame.unit.map({"A": 2012, "B": 2010, "C": 0})
    found = run(frame, treated=None, start="first")
    assert found.treated == ("A",)
    assert any("B: treated from the first period" in note for note in found.notes)


def test_nobody_is_left_to_compare_with() -> None:
    assert code(panel(PLAIN), treated=["A", "B", "C"]) == "no-control"
    frame = noisy(30, 8, treated=30)
    frame["first"] = [2013 if unit < "u015" else 2015 for unit in frame.unit]
    with pytest.raises(DataError, match="not_yet_treated"):
        run(frame, treated=None, start="first", design="callaway_santanna")
    found = run(frame, treated=None, start="first", design="callaway_santanna", comparison="not_yet_treated")
    assert math.isfinite(found.effect)
    assert code(panel(PLAIN), treated=[], start=2012) == "treated"


def test_missing_and_infinite_values() -> None:
    frame = panel(PLAIN)
    for gap in (None, float("nan")):
        with pytest.raises(DataError, match="first B in 2011"):
            run(frame.assign(y=[*frame.y[:5], gap, *frame.y[6:]]))
    assert code(frame.assign(y=[*frame.y[:5], math.inf, *frame.y[6:]])) == "infinite"
    assert code(frame.drop(index=5)) == "unbalanced"


def test_incomplete_units_are_dropped_where_asked_and_named() -> None:
    found = run(panel(PLAIN).drop(index=5), unbalanced="drop_units")
    assert found.effect == pytest.approx(5 - 3)
    assert "units without a value in every period are left out: B" in found.notes
    assert code(panel(PLAIN).drop(index=5), unbalanced="keep") == "unbalanced"


def test_gaps_are_kept_by_designs_that_can() -> None:
    frame = noisy(40, 8, treated=15)
    frame["first"] = [2015 if unit < "u015" else 0 for unit in frame.unit]
    found = run(frame.drop(index=[7, 200]), treated=None, start="first", design="imputation", unbalanced="keep")
    assert any("2 unit-periods have no value" in note for note in found.notes)
    assert found.effect == pytest.approx(2, abs=1)


def test_percentages_beside_fractions_are_refused_unless_meant() -> None:
    frame = panel({"A": [17.0, 60, 70, 72], "B": [12.0, 20, 25, 30], "C": [0.15, 0.2, 0.26, 0.3]})
    assert code(frame) == "mixed-scales"
    assert math.isfinite(run(frame, same_scale=True).effect)
    within = panel({"A": [0.17, 0.18, 70, 72], "B": [12.0, 20, 25, 30], "C": [15.0, 20, 26, 30]})
    assert code(within) == "mixed-scales"
    slip = panel({"A": [17.0, 0.18, 20, 72], "B": [12.0, 20, 25, 30], "C": [15.0, 20, 26, 30]})
    assert code(slip) == "mixed-scales"


@pytest.mark.parametrize(
    "outcomes",
    [
        {"A": [0.2, 0.4, 8, 20], "B": [0.1, 0.3, 0.9, 2.0], "C": [0.1, 0.1, 0.2, 0.4]},
        {"A": [17.0, 60, 70, 72], "B": [0.0, 0, 0, 0], "C": [0.0, 0, 0, 1]},
        {"A": [0.17, 0.6, 0.7, 0.72], "B": [0.1, 0.1, 0.2, 0.2], "C": [0.0, 0.1, 0.2, 0.3]},
        {"A": [12.0, 2.0, 0.04, 2.0], "B": [9.0, 3, 6, 8], "C": [4.0, 9, 7, 3]},
        {"A": [-3.0, 2, 5, 6], "B": [0.5, 0.4, 0.2, 0.2], "C": [1.0, 1, 2, 3]},
    ],
)
def test_small_and_growing_shares_are_no_mixture(outcomes: dict[str, list[float]]) -> None:
    assert math.isfinite(run(panel(outcomes)).effect)


def test_several_starts_need_a_design_for_them() -> None:
    frame = panel(PLAIN)
    frame["first"] = frame.unit.map({"A": 2012, "B": 2013, "C": 0})
    with pytest.raises(UsageError, match="callaway_santanna"):
        run(frame, treated=None, start="first")


def test_a_treatment_that_ends_is_refused() -> None:
    frame = panel(PLAIN)
    frame["now"] = ((frame.unit == "A") & (frame.year == 2012)).astype(int)
    assert code(frame, treated="now", start=None) == "treatment-ends"


def test_a_start_that_contradicts_the_treated_column_is_refused() -> None:
    frame = panel(PLAIN)
    frame["now"] = ((frame.unit == "A") & (frame.year >= 2011)).astype(int)
    assert code(frame, treated="now", start=2012) == "start-differs"


def test_units_treated_by_something_else_are_left_out_or_said() -> None:
    frame = panel(PLAIN)
    without = run(frame, other_treatments={"B": 2013})
    assert without.effect == pytest.approx(5 - 3)
    assert any("left out: B from 2013" in note for note in without.notes)
    kept = run(frame, other_treatments={"B": 2013}, treated_donors="warn")
    assert kept.effect == pytest.approx(run(frame).effect)
    assert any(one.contradicted_by for one in kept.assumptions if one.name == "untreated controls")
    later = run(frame, other_treatments={"B": 2020})
    assert later.n_controls == 2


def test_baselines_and_ends_are_checked_against_the_start() -> None:
    frame = panel(PLAIN)
    assert run(frame, baseline=2011, post=2013).effect == pytest.approx((16 - 11) - ((12 - 9) + (23 - 19)) / 2)
    assert code(frame, baseline=2012) == "baseline-treated"
    assert code(frame, post=2011) == "post-untreated"
    assert code(frame, anticipation=2) == "no-baseline"
    assert run(frame, anticipation=1).effect == pytest.approx((15.5 - 10) - ((11 - 8) + (22.5 - 20)) / 2)


def test_arguments_that_do_not_go_with_a_design_are_refused() -> None:
    frame = noisy(12, 8)
    for more in (
        {"covariates": ["y"]},
        {"average": "dynamic"},
        {"predictors": ["y"]},
        {"confidence": 1.5},
        {"limits": (3, 1)},
        {"anticipation": -1},
    ):
        with pytest.raises(UsageError):
            run(frame, treated=names(1), start=2015, **more)
    with pytest.raises(DataError, match="size"):
        run(frame, treated=names(1), start=2015, inference="ferman_pinto")
    with pytest.raises(DataError, match="does not go"):
        run(frame, treated=names(1), start=2015, inference="conformal")


def test_a_fraction_at_either_end_among_percentages_is_noted() -> None:
    plain = {"B": [12.0, 20, 25, 30], "C": [15.0, 20, 26, 30]}
    last = run(panel({"A": [17.0, 18, 20, 0.22], **plain}))
    assert "A in 2013 is 0.22, beside 18: a fraction among percentages?" in last.notes
    first = run(panel({"A": [0.17, 18, 20, 40], **plain}))
    assert "A in 2010 is 0.17, beside 18: a fraction among percentages?" in first.notes
    assert not any("fraction" in note for note in run(panel({"A": [0.9, 18, 40, 60], **plain})).notes)


def test_the_mend_for_missing_controls_fits_the_design() -> None:
    frame = panel({"A": [1.0, 2, 3, 4], "B": [2.0, 3, 4, 6], "C": [1.0, 1, 2, 2]})
    frame["first"] = frame.unit.map({"A": 2011, "B": 2012, "C": 2013})
    with pytest.raises(DataError, match="of design 'callaway_santanna'"):
        run(frame, treated=None, start="first")


def test_gaps_in_every_treated_unit_or_control_are_said_as_such() -> None:
    plain = {"A": [1.0, 2, 3, 4], "B": [2.0, 3, 4, 6], "C": [1.0, 1, 2, 2]}
    treated = panel(plain).drop(index=[1])
    with pytest.raises(DataError, match="no treated unit has a value in every period"):
        run(treated, unbalanced="drop_units")
    controls = panel(plain).drop(index=[5, 9])
    with pytest.raises(DataError, match="no control has a value in every period"):
        run(controls, unbalanced="drop_units")
