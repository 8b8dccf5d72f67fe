"""Effects against published values, each with its source."""

from typing import Any

import pytest

from kelisim.stats import Estimate, effect
from reference.estimates.panels import german_reunification, minimum_wage, proposition_99

WAGES: dict[str, Any] = {
    "outcome": "lemp",
    "unit": "countyreal",
    "period": "year",
    "treated": "treat",
    "start": "first",
}
TOBACCO: dict[str, Any] = {
    "outcome": "packs",
    "unit": "state",
    "period": "year",
    "treated": ["California"],
    "start": 1989,
}


def wages(design: Any, **more: Any) -> Estimate:
    return effect(minimum_wage(), design=design, **WAGES, **more)


def tobacco(design: Any, **more: Any) -> Estimate:
    return effect(proposition_99(), design=design, **TOBACCO, **more)


def by_time(estimate: Estimate) -> dict[int, tuple[float, float | None]]:
    return {one.event_time: (one.effect, one.standard_error) for one in estimate.by_period}


# Callaway, B. and Sant'Anna, P., did for R, "Getting started": aggte(type = "simple") gives -0.0400 (0.0120), as the
# unrounded output -0.03995 and 0.01203; type = "dynamic" gives -0.0772 (0.0200).
def test_callaway_and_santanna_simple() -> None:
    found = wages("callaway_santanna")
    assert found.effect == pytest.approx(-0.03995, abs=5e-6)
    assert found.standard_error == pytest.approx(0.01203, abs=5e-6)
    assert (len(found.treated), found.n_controls, found.start) == (191, 309, (2004, 2006, 2007))


def test_callaway_and_santanna_dynamic() -> None:
    found = wages("callaway_santanna", average="dynamic")
    assert found.effect == pytest.approx(-0.07724, abs=5e-6)
    assert found.standard_error == pytest.approx(0.0200, abs=5e-5)
    # The vignette's event study.
    after = {e: round(value, 4) for e, (value, _) in by_time(found).items() if e >= 0}
    assert after == {0: -0.0199, 1: -0.0510, 2: -0.1373, 3: -0.1008}


def test_sun_and_abraham_agrees_with_callaway_and_santanna_after_the_start() -> None:
    # Without covariates and with never treated controls both are means of the same comparisons (Sun and Abraham 2021,
    # section 4; Callaway and Sant'Anna 2021, remark 3); errors differ by the small-sample factor alone.
    one, other = by_time(wages("sun_abraham")), by_time(wages("callaway_santanna"))
    for e in (0, 1, 2, 3):
        assert one[e][0] == pytest.approx(other[e][0], abs=1e-12)
        assert one[e][1] == pytest.approx(other[e][1] or 0.0, rel=0.01)
    assert wages("sun_abraham").standard_error == pytest.approx(0.01180, abs=5e-6)


# McDermott, G., etwfe for R, "Introduction": etwfe(lemp ~ lpop, cgroup = "notyet"), emfx() gives -0.0506 (0.0125), by
# time since the start -0.0332 (0.0134), -0.0573 (0.0172), -0.1379 (0.0308), -0.1095 (0.0323).
def test_etwfe_with_population() -> None:
    found = wages("etwfe", covariates=["lpop"])
    assert found.effect == pytest.approx(-0.0506, abs=5e-5)
    assert found.standard_error == pytest.approx(0.0125, abs=5e-5)
    printed = {0: (-0.0332, 0.0134), 1: (-0.0573, 0.0172), 2: (-0.1379, 0.0308), 3: (-0.1095, 0.0323)}
    for e, (value, error) in printed.items():
        assert by_time(found)[e][0] == pytest.approx(value, abs=5e-5)
        # The vignette counts the fixed effects otherwise, which moves an error by less than one per cent.
        assert by_time(found)[e][1] == pytest.approx(error, rel=0.01)


def test_imputation_is_the_mean_of_residuals_from_untreated_cells() -> None:
    # Borusyak, Jaravel and Spiess (2024), theorem 2, by statsmodels: unit and period effects from untreated cells.
    import statsmodels.formula.api as smf

    frame = minimum_wage().copy()
    untreated = (frame["first"] == 0) | (frame.year < frame["first"])
    fit = smf.ols("lemp ~ C(countyreal) + C(year)", frame[untreated]).fit()
    gaps = frame.lemp[~untreated] - fit.predict(frame[~untreated])
    found = wages("imputation")
    assert found.effect == pytest.approx(gaps.mean(), abs=1e-9)
    # ETWFE without covariates is the same estimator (Wooldridge 2025, theorem 3.2).
    assert wages("etwfe").effect == pytest.approx(found.effect, abs=1e-9)


# Arkhangelsky et al. (2021), table 1: synthetic difference-in-differences -15.6, synthetic control -19.6 and
# difference-in-differences -27.3 (with placebo errors of 8.4, 9.9 and 17.7 from random draws); synthdid for R prints
# -15.604, -19.620 and -27.349. Its synthetic control stops a Frank-Wolfe search early; the exact optimum is -19.51.
def test_proposition_99() -> None:
    assert tobacco("synthetic_did").effect == pytest.approx(-15.604, abs=5e-4)
    assert tobacco("did").effect == pytest.approx(-27.349, abs=5e-4)
    assert tobacco("synthetic_control").effect == pytest.approx(-19.5, abs=0.05)


def test_the_placebo_error_of_the_difference_is_that_published_but_for_its_random_draws() -> None:
    found = tobacco("did", inference="placebo")
    assert found.standard_error == pytest.approx(17.7, rel=0.05)
    assert tobacco("did").standard_error is None


# Abadie, Diamond and Hainmueller (2010), table 2: Utah .334, Nevada .234, Montana .199, Colorado .164, Connecticut .069
# with predictors; on outcomes alone the same five states and New Hampshire.
def test_the_donors_are_those_published() -> None:
    weights = tobacco("synthetic_control").weights
    kept = [state for state, share in weights.items() if share > 0.01]
    assert set(kept) == {"Utah", "Nevada", "Montana", "Colorado", "Connecticut", "New Hampshire"}
    assert sum(weights.values()) == pytest.approx(1)


# Card, D. and Krueger, A. (1994), table 3: means of 20.44, 21.03, 23.33 and 21.17 give 2.76 before rounding.
def test_card_and_krueger() -> None:
    means = [("NJ", 1, 20.44), ("NJ", 2, 21.03), ("PA", 1, 23.33), ("PA", 2, 21.17)]
    frame = {"state": [a for a, _, _ in means], "wave": [b for _, b, _ in means], "jobs": [c for _, _, c in means]}
    half = 0.005
    frame["low"] = [c - half for _, _, c in means]
    frame["high"] = [c + half for _, _, c in means]
    found = effect(
        frame,
        outcome="jobs",
        unit="state",
        period="wave",
        treated=["NJ"],
        start=2,
        design="did",
        interval=("low", "high"),
    )
    assert found.effect == pytest.approx(2.75)
    assert found.bounds is not None
    assert found.bounds.low <= 2.76 <= found.bounds.high
    assert found.standard_error is None
    assert "one control" in found.why


REUNIFICATION: dict[str, Any] = {
    "outcome": "gdp",
    "unit": "country",
    "period": "year",
    "treated": ["West Germany"],
    "start": 1991,
    "design": "synthetic_control",
}


# Abadie, Diamond and Hainmueller (2015), table 1: Austria .42, USA .22, Japan .16, Switzerland .11, Netherlands .09.
# The importances are those that the authors found by cross-validation on 1971-1990.
def test_german_reunification_with_the_published_importances() -> None:
    eighties = range(1981, 1991)
    found = effect(
        german_reunification(),
        **REUNIFICATION,
        predictors=[
            ("gdp", eighties),
            ("trade", eighties),
            ("inflation", eighties),
            ("industry", eighties),
            ("schooling", [1980, 1985]),
            ("investment", 1980),
        ],
        predictor_weights=[0.442, 0.134, 0.072, 0.001, 0.107, 0.245],
    )
    printed = {"Austria": 0.42, "USA": 0.22, "Japan": 0.16, "Switzerland": 0.11, "Netherlands": 0.09}
    for country, share in printed.items():
        assert found.weights[country] == pytest.approx(share, abs=0.01), country
    assert sum(share for country, share in found.weights.items() if country not in printed) < 1e-6
    # Ibid., section on the effect: about 1600 dollars a year on average; in 2003 synthetic West Germany is 12% richer.
    assert found.effect == pytest.approx(-1600, rel=0.08)
    last = found.by_period[-1]
    assert last.counterfactual == pytest.approx(1.12 * (last.treated or 0.0), rel=0.005)
    # Ibid., figure 5: West Germany's ratio of gaps is the largest of all 17.
    assert found.p_value == pytest.approx(1 / 17)


# Cattaneo, Feng, Palomba and Titiunik, scpi, simplex weights on product alone: Austria .291, USA .273, Italy .191,
# Netherlands .133, Switzerland .081, France .030.
def test_german_reunification_on_outcomes_alone() -> None:
    found = effect(german_reunification(), **REUNIFICATION)
    assert {country: round(share, 3) for country, share in found.weights.items() if share > 1e-6} == {
        "Austria": 0.291,
        "USA": 0.273,
        "Italy": 0.191,
        "Netherlands": 0.133,
        "Switzerland": 0.081,
        "France": 0.030,
    }
