"""The sensitivity that an estimate chooses for itself, and why."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from kelisim.stats import effect, parallel_trends_sensitivity
from kelisim.stats.sensitivity.event_study import event_study
from reference.estimates.panels import minimum_wage
from stats.effects.made_panels import ARGUMENTS, noisy, panel

SHARES = {2015: (17.0, 0, 0), 2018: (60.0, 0, 0), 2019: (59.0, 0, 0), 2020: (66.0, 0, 0), 2024: (70.0, 0, 0)}


def shares(wide: float = 0.0) -> dict[str, list[Any]]:
    rows = [(u, year, v) for year, several in SHARES.items() for u, v in zip("ABC", several, strict=True)]
    reach = [wide if u == "A" else 0.0 for u, _, _ in rows]
    return {
        "unit": [u for u, _, _ in rows],
        "year": [year for _, year, _ in rows],
        "y": [float(v) for _, _, v in rows],
        "low": [v - r for (_, _, v), r in zip(rows, reach, strict=True)],
        "high": [v + r for (_, _, v), r in zip(rows, reach, strict=True)],
    }


def run(frame: Any, **more: Any) -> Any:
    return effect(frame, **{**ARGUMENTS, "treated": ["A"], "start": 2019, "design": "did", **more})


def test_a_handful_of_points_by_hand() -> None:
    found = run(shares(3.0), interval=("low", "high")).sensitivity().violations
    assert found.relative_magnitude is None
    assert "by hand" in found.why
    assert "variance" in found.why
    assert [round(one.breakdown, 2) for one in found.by_hand.effects] == [0.07, 0.21, 0.12]
    assert (found.by_hand.effects[-1].bounds.low, found.by_hand.effects[-1].bounds.high) == (4, 16)
    assert "12% of the pace before 2019" in repr(run(shares()).sensitivity())
    assert "by hand" in run(shares()).sensitivity()._repr_html_()


def test_anticipated_periods_are_not_the_base() -> None:
    frame = panel({"A": [1.0, 2, 4, 9, 11], "B": [0.0, 0, 0, 0, 0], "C": [0.0, 0, 0, 0, 1]})
    start = sorted(set(frame["year"]))[3]
    found = run(frame, start=start, anticipation=1).sensitivity().violations.by_hand
    assert (found.base, found.pace) == (start - 2, 1)


def test_an_event_study_with_enough_units_has_both_restrictions() -> None:
    frame = noisy(30, 8, treated=12, seed=1)
    units = sorted(set(frame["unit"]))
    years = sorted(set(frame["year"]))
    found = effect(frame, **ARGUMENTS, treated=units[:12], start=years[5], design="event_study")
    study = event_study(found)
    before = {one.period: one for one in found.by_period}
    assert study.n_before == 4
    for period, coefficient, variance in zip(study.periods, study.coefficients, np.diag(study.covariance), strict=True):
        assert coefficient == pytest.approx(before[period].effect)
        assert variance**0.5 == pytest.approx(before[period].standard_error)
    # The covariance is that of the whole estimate too: of the mean over the periods from the start on.
    whole = study.covariance[4:, 4:]
    assert float(study.weights @ study.coefficients[4:]) == pytest.approx(found.effect)
    assert float(study.weights @ whole @ study.weights) ** 0.5 == pytest.approx(found.standard_error)
    violated = found.sensitivity().violations
    assert violated.by_hand is None
    assert "covariance" in violated.why
    assert violated.relative_magnitude.effect == pytest.approx(found.effect)
    assert (violated.relative_magnitude.method, violated.smoothness.method) == ("C-LF", "FLCI")
    assert "relative magnitude" in repr(violated)


@pytest.mark.parametrize("design", ["callaway_santanna", "sun_abraham"])
def test_several_starts_take_the_covariance_of_their_library(design: Any) -> None:
    found = effect(minimum_wage(), outcome="lemp", unit="countyreal", period="year", start="first", design=design)
    study = event_study(found)
    path = {one.event_time: one for one in found.by_period}
    assert study.periods == (-4, -3, -2, 0, 1, 2, 3)
    assert study.n_before == 3
    for time, coefficient, variance in zip(study.periods, study.coefficients, np.diag(study.covariance), strict=True):
        assert coefficient == pytest.approx(path[time].effect)
        assert variance**0.5 == pytest.approx(path[time].standard_error)
    row = parallel_trends_sensitivity(
        study.coefficients, study.covariance, n_before=3, weights=study.weights, bounds=[0]
    )
    # R's did prints -0.07724 for the mean over times since the start on this panel (Callaway and Sant'Anna 2021).
    if design == "callaway_santanna":
        assert row.effect == pytest.approx(-0.07724, abs=5e-5)


def test_designs_without_either_say_why() -> None:
    frame = noisy(8, 8, treated=1, seed=2)
    units, years = sorted(set(frame["unit"])), sorted(set(frame["year"]))
    found = effect(frame, **ARGUMENTS, treated=units[:1], start=years[6], design="synthetic_control")
    assert "donors are weighed" in found.sensitivity().violations.why
    short = panel({"A": [1.0, 2], "B": [0.0, 0], "C": [0.0, 1]})
    late = run(short, start=sorted(set(short["year"]))[1])
    assert "one period before" in late.sensitivity().violations.why
