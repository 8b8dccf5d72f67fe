"""Averages over cohorts and periods: against moderndid, statsmodels, diff-diff and simulation."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from kelisim.errors import DataError, UsageError
from kelisim.stats import Estimate, effect
from kelisim.stats.effects.averages import averaged
from kelisim.stats.effects.imputed import imputed_cells
from reference.estimates.panels import minimum_wage
from stats.effects.made_panels import names, noisy

WAGES: dict[str, Any] = {"outcome": "lemp", "unit": "countyreal", "period": "year", "start": "first"}
MADE: dict[str, Any] = {"outcome": "y", "unit": "unit", "period": "year", "start": "first"}


def wages(design: Any, frame: Any = None, **more: Any) -> Estimate:
    return effect(minimum_wage() if frame is None else frame, design=design, **WAGES, **more)


# Callaway, B. and Sant'Anna, P., did for R, "Getting started" and the help of aggte: the same panel without covariates
# gives by group -0.0310 (0.0124) and by calendar time -0.0417 (0.0160).
@pytest.mark.parametrize(("average", "printed"), [("group", (-0.0310, 0.0124)), ("calendar", (-0.0417, 0.0160))])
def test_averages_by_group_and_calendar_time_are_those_published(average: Any, printed: tuple[float, float]) -> None:
    found = wages("callaway_santanna", average=average)
    assert (found.effect, found.standard_error) == pytest.approx(printed, abs=5e-5)


# The vignette's table of group-time effects, and its errors without the bootstrap.
def test_effects_by_cohort_and_period_are_those_published() -> None:
    found = {(one.start, one.period): one for one in wages("callaway_santanna").by_cohort}
    printed = {
        (2004, 2004): (-0.0105, 0.0233),
        (2004, 2005): (-0.0704, 0.0310),
        (2004, 2006): (-0.1373, 0.0364),
        (2004, 2007): (-0.1008, 0.0344),
        (2006, 2006): (-0.0046, 0.0178),
        (2006, 2007): (-0.0412, 0.0202),
        (2007, 2007): (-0.0261, 0.0167),
    }
    assert {key: (round(one.effect, 4), round(one.standard_error or 0, 4)) for key, one in found.items()} == printed


@pytest.mark.parametrize("comparison", ["never_treated", "not_yet_treated"])
@pytest.mark.parametrize(
    ("covariates", "adjustment", "theirs"),
    [
        ((), "doubly_robust", "dr"),
        (("lpop",), "doubly_robust", "dr"),
        (("lpop",), "weighting", "ipw"),
        (("lpop",), "regression", "reg"),
    ],
)
def test_every_average_is_that_of_moderndid(
    comparison: Any, covariates: tuple[str, ...], adjustment: Any, theirs: str
) -> None:
    import moderndid

    cells = moderndid.att_gt(
        data=moderndid.load_mpdta(),
        yname="lemp",
        tname="year",
        idname="countyreal",
        gname="first.treat",
        control_group=comparison.replace("_", ""),
        est_method=theirs,
        boot=False,
        cband=False,
        **({"xformla": "~lpop"} if covariates else {}),
    )
    for average in ("simple", "dynamic", "group", "calendar"):
        peer = moderndid.aggte(cells, type=average, boot=False, cband=False)
        found = wages(
            "callaway_santanna",
            covariates=covariates,
            comparison=comparison,
            adjustment=adjustment,
            average=average,
        )
        # Their logistic regression stops a little earlier.
        assert found.effect == pytest.approx(peer.overall_att, abs=1e-6)
        assert found.standard_error == pytest.approx(peer.overall_se, abs=1e-6)


@pytest.mark.parametrize("missing", [[], [5, 77, 300, 1000, 1004, 2000]])
@pytest.mark.parametrize("covariate", [False, True])
def test_imputed_cells_are_those_of_diff_diff(missing: list[int], *, covariate: bool) -> None:
    import diff_diff

    frame = minimum_wage().drop(index=missing)
    frame["growth"] = frame.lpop * (frame.year - 2003) + np.random.default_rng(0).normal(size=len(frame))
    covariates = ["growth"] if covariate else []
    mine = wages("imputation", frame, covariates=covariates, unbalanced="keep")
    assert mine.plan is not None
    cells = imputed_cells(mine.plan.panel, 0)
    assert cells is not None
    peer = diff_diff.ImputationDiD().fit(
        frame, outcome="lemp", unit="countyreal", time="year", first_treat="first", covariates=covariates or None
    )
    assert averaged(cells, "simple") == pytest.approx((peer.att, peer.se), rel=1e-6)
    events = peer.aggregate("event_study")
    for time, value, error in zip(events.event_time, events.att, events.se, strict=True):
        if time >= 0:
            own = np.array([t - g == time for g, t in cells.keys]) * cells.sizes
            assert own @ cells.effects / own.sum() == pytest.approx(value, rel=1e-6)
            assert cells.error(own / own.sum()) == pytest.approx(error, rel=1e-6)


def regression(frame: pd.DataFrame, keep: Any, outcome: str = "lemp") -> tuple[Any, list[tuple[int, int]], Any]:
    """Return statsmodels' fit of effects by cohort and period beside those of unit and period, clustered by unit.

    ``keep`` says which cells of cohort and period have an effect of their own.
    """
    import statsmodels.api as sm

    frame = frame.reset_index(drop=True)
    cells = sorted({(g, t) for g, t in zip(frame["first"], frame.year, strict=True) if g and keep(g, t)})
    dummies = {cell: ((frame["first"] == cell[0]) & (frame.year == cell[1])).astype(float) for cell in cells}
    design = pd.concat([pd.DataFrame(dummies), pd.get_dummies(frame.year, dtype=float)], axis=1)
    design.columns = [str(one) for one in design.columns]
    within = design - design.groupby(frame.countyreal).transform("mean")
    response = frame[outcome] - frame[outcome].groupby(frame.countyreal).transform("mean")
    # Within units the periods sum to nought, so that one goes; unit effects are nested in clusters and not counted.
    within = within.drop(columns=str(frame.year.min()))
    made = sm.OLS(response, within).fit(
        cov_type="cluster", cov_kwds={"groups": frame.countyreal.to_numpy(), "use_correction": False}
    )
    groups, rows = frame.countyreal.nunique(), len(frame)
    counted = within.shape[1] + 1
    factor = groups / (groups - 1) * (rows - 1) / (rows - counted)
    first = len(cells)
    covariance = np.asarray(made.cov_params())[:first, :first] * factor
    return np.asarray(made.params)[:first], [(int(g), int(t)) for g, t in cells], covariance


def weighted(
    found: tuple[Any, list[tuple[int, int]], Any], weight: dict[tuple[int, int], float]
) -> tuple[float, float]:
    values, cells, covariance = found
    weights = np.array([float(weight.get(cell, 0)) for cell in cells])
    weights /= weights.sum()
    return float(weights @ values), float(np.sqrt(weights @ covariance @ weights))


def test_averages_of_etwfe_are_those_of_a_regression_in_statsmodels() -> None:
    frame = minimum_wage()
    found = regression(frame, lambda g, t: t >= g)
    size = frame.groupby("first").countyreal.nunique().to_dict()
    cells = found[1]
    at = {e: sum(size[g] for g, t in cells if t - g == e) for e in range(4)}
    on = {year: sum(size[g] for g, t in cells if t == year) for year in range(2004, 2008)}
    weights: dict[Any, dict[tuple[int, int], float]] = {
        "simple": {cell: size[cell[0]] for cell in cells},
        "dynamic": {cell: size[cell[0]] / at[cell[1] - cell[0]] for cell in cells},
        "group": {cell: size[cell[0]] / (2008 - cell[0]) for cell in cells},
        "calendar": {cell: size[cell[0]] / on[cell[1]] for cell in cells},
    }
    for average, weight in weights.items():
        mine = wages("etwfe", average=average)
        value, error = weighted(found, weight)
        assert mine.effect == pytest.approx(value, abs=1e-10)
        assert mine.standard_error == pytest.approx(error, rel=1e-6)


def test_the_error_of_sun_and_abraham_is_that_of_a_regression_in_statsmodels() -> None:
    frame = minimum_wage()
    found = regression(frame, lambda g, t: t != g - 1)
    size = frame.groupby("first").countyreal.nunique().to_dict()
    value, error = weighted(found, {(g, t): size[g] for g, t in found[1] if t >= g})
    mine = wages("sun_abraham")
    assert mine.effect == pytest.approx(value, abs=1e-10)
    assert mine.standard_error == pytest.approx(error, rel=1e-6)


def staggered(sizes: dict[int, int], periods: int = 8, seed: int = 0) -> pd.DataFrame:
    """Return a frame of cohorts whose effects differ: 3 for the first and 1 for the others, and a half more a year."""
    generator = np.random.default_rng(seed)
    rows = []
    for cohort, number in sizes.items():
        for _ in range(number):
            unit, level = len(rows), generator.normal(0, 2) + cohort
            gain = 3.0 if cohort == min(one for one in sizes if one) else 1.0
            for year in range(1, periods + 1):
                own = gain + (year - cohort) / 2 if cohort and year >= cohort else 0.0
                rows.append((unit, year, level + year / 3 + own + generator.normal(0, 0.5), cohort, own))
    return pd.DataFrame(rows, columns=["unit", "year", "y", "first", "gain"])


@pytest.mark.parametrize("design", ["callaway_santanna", "sun_abraham", "imputation", "etwfe"])
@pytest.mark.parametrize("average", ["simple", "dynamic", "group", "calendar"])
def test_known_effects_of_cohorts_are_found(design: Any, average: Any) -> None:
    frame = staggered({0: 60, 4: 40, 6: 50})
    late = frame[(frame["first"] > 0) & (frame.year >= frame["first"])]
    truth = {
        "simple": late.gain.mean(),
        "dynamic": late.groupby(late.year - late["first"]).gain.mean().mean(),
        "group": late.groupby("unit").gain.mean().mean(),
        "calendar": late.groupby("year").gain.mean().mean(),
    }[average]
    found = effect(frame, design=design, average=average, **MADE)
    assert found.effect == pytest.approx(truth, abs=0.3)
    if found.standard_error is None:
        assert design == "sun_abraham"
        assert repr(average) in found.why


@pytest.mark.parametrize("design", ["callaway_santanna", "sun_abraham", "imputation", "etwfe"])
def test_without_units_never_treated_those_treated_last_are_the_controls(design: Any) -> None:
    frame = staggered({4: 40, 6: 40, 7: 50})
    found = effect(frame, design=design, comparison="not_yet_treated", **MADE)
    late = frame[(frame.year >= frame["first"]) & (frame.year < 7)]
    assert found.effect == pytest.approx(late.gain.mean(), abs=0.35)
    if design == "sun_abraham":
        assert any("from 7 on no unit is untreated" in note for note in found.notes)


def test_the_last_to_be_treated_are_no_controls_while_they_anticipate() -> None:
    frame = staggered({4: 40, 6: 40, 7: 50})
    found = effect(frame, design="sun_abraham", comparison="not_yet_treated", anticipation=1, **MADE)
    assert found.n_periods == 5
    with pytest.raises(DataError, match="could be a control"):
        effect(frame, design="sun_abraham", comparison="not_yet_treated", anticipation=3, **MADE)


def test_an_adjustment_needs_something_to_adjust() -> None:
    with pytest.raises(UsageError, match="nothing to adjust"):
        wages("callaway_santanna", adjustment="weighting")


# Groups of as many placebos as there are treated units: an error of single controls over the root of their number left
# out what the donors add, and covered the effect of a mean of twenty in 281 of 500 draws.
def test_the_interval_of_several_treated_units_covers_their_effect() -> None:
    covered = 0
    for seed in range(40):
        frame = noisy(30, 10, treated=10, start=6, effect=2.0, seed=seed)
        asked: Any = {**MADE, "start": 2016, "treated": names(10)}
        found = effect(frame, design="synthetic_control", **asked)
        assert found.low is not None
        assert found.high is not None
        covered += found.low <= 2 <= found.high
    assert covered >= 34


def test_too_few_controls_for_placebo_groups_are_said() -> None:
    frame = noisy(9, 10, treated=5, start=6, seed=1)
    asked: Any = {**MADE, "start": 2016, "treated": names(5)}
    found = effect(frame, design="synthetic_did", **asked)
    assert found.standard_error is None
    assert "too few for placebos of 5 units" in found.why
    assert found.p_value is not None
    assert "126 groups of 5 units" in found.inference
