"""Growth against its levels: what contradicts, and all that must not be held against a claim."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kelisim.checks import RULES
from kelisim.model.claim import Claim
from kelisim.model.finding import Finding
from kelisim.model.indicator import Indicator
from kelisim.model.period import Period
from kelisim.model.protocol import CrossCheckRule
from kelisim.model.quantity import interval_of, stated_step
from kelisim.model.series import Observation, Series
from kelisim.model.study import StudyData
from kelisim.study.layout import Layout
from kelisim.study.load import load_study

DATA = load_study(Layout(Path(__file__).resolve().parent.parent / "rules" / "Q013" / "good"))


def claim(
    identifier: str, number: str, when: str, *, unit: str = "tonne", comparator: str = "exact", **more: Any
) -> Claim:
    step = stated_step(number)
    return Claim(
        id=identifier,
        source="stat",
        **{"indicator": "freight", "subject": "grain", "place": "KZ-AKT", **more},
        period=Period.parse(when),
        value=float(number),
        interval=interval_of(float(number), comparator, step),
        step=step,
        unit=unit,
        comparator=comparator,  # type: ignore[arg-type]
    )


def findings(*claims: Claim, **parts: Any) -> list[Finding]:
    data: StudyData = replace(DATA, claims=claims, **parts)
    rule = RULES["Q013"]
    return list(rule.check(rule, data, None))  # type: ignore[arg-type]


def factor(number: str, when: str = "2018/2022", **more: Any) -> Claim:
    return claim("G", number, when, unit="factor", comparator="factor", change="up", **more)


def percent(number: str, when: str = "2022", **more: Any) -> Claim:
    return claim("G", number, when, unit="percent", **{"change": "up", **more})


LOW, HIGH = claim("A", "91000", "2018"), claim("B", "1100000", "2022")


def test_a_factor_is_held_to_the_levels_at_both_ends_of_its_span() -> None:
    # 1,050,000 to 1,150,000 over 90,500 to 91,500.
    assert findings(factor("12"), LOW, HIGH) == []
    (one,) = findings(factor("36"), LOW, HIGH)
    assert one.about == ("G", "A", "B")
    assert "a factor of 11.5 to 12.7" in one.message


def test_a_change_in_per_cent_is_held_to_the_year_before() -> None:
    before, after = claim("A", "80000", "2021", subject="cars"), claim("B", "92417", "2022", subject="cars")
    assert findings(percent("15.5", subject="cars"), replace(before, step=1.0), after) == []
    (one,) = findings(percent("23", subject="cars"), replace(before, step=1.0), after)
    assert "a change of +15.5% to +15.5%" in one.message
    assert findings(percent("15.5", when="2021/2022", subject="cars"), replace(before, step=1.0), after) == []


def test_a_fall_is_a_fall() -> None:
    before, after = claim("A", "200", "2021", subject="mills"), claim("B", "151", "2022", subject="mills")
    assert findings(percent("24.5", change="down", subject="mills"), replace(before, step=1.0), after) == []
    assert len(findings(percent("24.5", change="up", subject="mills"), replace(before, step=1.0), after)) == 1


def test_halves_are_held_to_the_half_of_the_year_before() -> None:
    before, after = claim("A", "2981", "2015-H1"), claim("B", "3772", "2016-H1")
    assert findings(percent("26.5", when="2016-H1"), before, after) == []
    assert len(findings(percent("50", when="2016-H1"), before, after)) == 1
    assert findings(percent("50", when="2016-H1"), replace(before, period=Period.parse("2015")), after) == []


@pytest.mark.parametrize(
    "change",
    [
        {"place": "KZ-KAR"},
        {"subject": "coal"},
        {"modality": "planned"},
        {"period": Period.parse("2019")},
        {"unit": "percent"},
    ],
)
def test_levels_of_something_else_say_nothing(change: dict[str, Any]) -> None:
    assert findings(factor("36"), replace(LOW, **change), HIGH) == []


@pytest.mark.parametrize("when", ["2018/..", "../2022", "2018-03/2022-05", "2022-05-04"])
def test_growth_without_two_clear_ends_is_left_alone(when: str) -> None:
    assert findings(factor("36", when), LOW, HIGH) == []


def test_a_plan_to_grow_is_no_growth() -> None:
    assert findings(factor("36", modality="planned"), LOW, HIGH) == []


def test_any_pair_that_bears_the_growth_out_is_enough() -> None:
    other = replace(LOW, id="A2", value=30_000, interval=LOW.interval and replace(LOW.interval, low=3e4, high=3e4))
    assert findings(factor("36"), LOW, other, HIGH) == []


def test_growth_under_an_indicator_of_its_own_is_held_to_what_its_subject_counts() -> None:
    own = factor("36", indicator="freight-growth")
    assert len(findings(own, LOW, HIGH)) == 1
    assert findings(replace(own, subject=""), LOW, HIGH) == []
    # Two things counted under one name leave open which of them grew.
    exported = claim("X", "5000", "2022", indicator="exports")
    assert findings(own, LOW, HIGH, exported) == []


@pytest.mark.parametrize(("bounds", "n"), [((0, 100), 0), (None, 0), ((-100, 10_000), 1)])
def test_a_share_that_rose_to_a_level_is_no_growth(bounds: tuple[float, float] | None, n: int) -> None:
    of_percent = Indicator("share", "Share", "Share", "percent", bounds=bounds)
    indicators = (*DATA.indicators, of_percent)
    levels = claim("A", "91000", "2021"), claim("B", "1100000", "2022")
    assert len(findings(percent("59", indicator="share"), *levels, indicators=indicators)) == n


def test_series_give_levels_for_growth_of_the_whole() -> None:
    observed = tuple(
        Observation(Period.parse(when), "KZ-AKT", value) for when, value in [("2018", 91e3), ("2022", 1.1e6)]
    )
    series = Series("s", "S", "P", "freight", "tonne", "stat", "", "", "", "", observations=observed)
    assert len(findings(factor("36", subject=""), series=(series,))) == 1
    assert findings(factor("12", subject=""), series=(series,)) == []
    assert findings(factor("36"), series=(series,)) == [], "the series is not of grain alone"


def test_the_declared_tolerance_counts() -> None:
    loose = replace(DATA.protocol, cross_check=CrossCheckRule(tolerance=0.3))
    assert len(findings(factor("16"), LOW, HIGH)) == 1
    assert findings(factor("16"), LOW, HIGH, protocol=loose) == []


@given(st.integers(1, 10**6), st.integers(1, 10**6), st.integers(0, 3))
def test_growth_worked_out_from_its_levels_and_rounded_never_contradicts_them(a: int, b: int, digits: int) -> None:
    first, last = claim("A", str(a), "2018"), claim("B", str(b), "2022")
    assert findings(factor(f"{b / a:.{digits}f}"), first, last) == []
    change = round(100 * (b / a - 1), digits)
    told = percent(f"{abs(change):.{digits}f}", "2018/2022", change="down" if b < a else "up")
    assert findings(told, first, last) == []


@given(st.integers(100, 10**6), st.integers(100, 10**6))
def test_growth_twice_as_large_as_its_levels_give_always_does(a: int, b: int) -> None:
    first, last = (
        replace(claim(name, str(n), when), step=1.0) for name, n, when in (("A", a, "2018"), ("B", b, "2022"))
    )
    assert len(findings(factor(f"{2 * b / a:.6f}"), first, last)) == 1
