"""Estimates that a study declares on series: panels of places and periods, and what is said of them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from stage_objects import period

from kelisim.errors import StudyError
from kelisim.model.event import Event
from kelisim.model.protocol import EstimatePlan
from kelisim.model.results import Claimed, Estimated
from kelisim.model.series import Observation, Series
from kelisim.stages import estimate
from kelisim.stats import effect

PLACES = ("AA", "BB", "CC", "DD", "EE", "FF", "GG", "HH", "II", "JJ", "KK", "LL")
YEARS = range(2010, 2020)


def values() -> dict[tuple[str, int], float]:
    generator = np.random.default_rng(11)
    common = generator.normal(0.5, 0.3, len(YEARS)).cumsum()
    found = {}
    for place in PLACES:
        own = 20 + 4 * generator.normal() + common + generator.normal(0, 0.4, len(YEARS))
        found |= {(place, year): float(round(value, 3)) for year, value in zip(YEARS, own, strict=True)}
    for year in range(2015, 2020):
        found["AA", year] += 6
    return found


def a_series(numbers: dict[tuple[str, int], float | None] | None = None, step: float | None = None) -> Series:
    given = numbers if numbers is not None else values()
    seen = tuple(Observation(period(str(year)), place, value) for (place, year), value in given.items())
    return Series("output", "Output", "office", "output", "percent", "", "", "", "", "", step=step, observations=seen)


def plan(**more: Any) -> EstimatePlan:
    base: dict[str, Any] = {
        "id": "law",
        "title": "The law",
        "design": "did",
        "indicator": "output",
        "treated": ("AA",),
        "controls": PLACES[1:],
        "pre": period("2010"),
        "post": period("2019"),
        "start": period("2015"),
        "series": ("output",),
    }
    return EstimatePlan(**{**base, **more})


def estimated(given: Series | None = None, events: tuple[Event, ...] = (), **more: Any) -> Estimated:
    one = given or a_series()
    return estimate.run(estimates=[plan(**more)], claim=Claimed((), ()), series=[one], events=events)


def frame() -> dict[str, list[Any]]:
    rows = [(place, year, value) for (place, year), value in values().items()]
    return dict(zip(("place", "year", "value"), map(list, zip(*rows, strict=True)), strict=True))


@pytest.mark.parametrize("design", ["did", "event_study", "synthetic_control", "synthetic_did"])
def test_a_design_on_series_is_the_function_on_the_same_frame(design: Any) -> None:
    found = effect(frame(), outcome="value", unit="place", period="year", treated=["AA"], start=2015, design=design)
    row = estimated(design=design).rows[0]
    assert row.effect == pytest.approx(found.effect)
    assert row.p_value == found.p_value
    assert row.p_floor == pytest.approx(1 / 12)
    assert (row.n_treated, row.n_controls, row.role) == (1, 11, "as declared")
    assert row.inputs == ("output",)
    assert row.effect > 3


def test_places_may_start_at_different_periods() -> None:
    numbers = values()
    for year in range(2017, 2020):
        numbers["BB", year] += 6
    result = estimated(
        a_series(numbers),  # type: ignore[arg-type]
        design="callaway_santanna",
        treated=("AA", "BB"),
        controls=PLACES[2:],
        starts={"BB": period("2017")},
    )
    assert result.rows[0].effect == pytest.approx(6, abs=1.5)
    assert result.rows[0].p_floor == pytest.approx(1 / (12 * 11))


def test_declared_baselines_make_rows_of_their_own() -> None:
    rows = estimated(baselines=(period("2012"), period("2014"))).rows
    assert [(one.baseline, one.role) for one in rows] == [
        ("2010", "as declared"),
        ("2012", "alternative"),
        ("2014", "alternative"),
    ]


def test_every_assumption_of_the_design_says_what_the_numbers_say() -> None:
    found = {one.text: one for one in estimated().assumptions}
    (trends,) = [one for text, one in found.items() if "would have changed as the controls' did" in text]
    assert trends.numbers_for or trends.numbers_against
    assert any("spread" not in one and "changed by" in one for row in found.values() for one in row.numbers_for)


def test_probes_hold_every_place_start_and_window() -> None:
    probes = estimated().probes
    kinds = {one.kind for one in probes}
    assert kinds == {
        "period",
        "violation",
        "leave one out",
        "placebo in time",
        "placebo in space",
        "baseline and end",
        "window",
    }
    assert {one.label for one in probes if one.kind == "placebo in space"} == set(PLACES[1:])
    assert sum(one.kind == "baseline and end" for one in probes) == 5 * 5


def test_a_control_that_was_treated_itself_is_left_out_and_named() -> None:
    event = Event("E1", period("2016"), "The same law", trigger="policy instrument", place="CC")
    result = estimated(events=(event,))
    assert result.rows[0].n_controls == 10
    said = [text for _, text in result.remarks]
    assert "control CC was itself treated: The same law (E1), 2016; it is left out" in said
    planned = Event("E1", period("2016"), "The same law", trigger="policy instrument", place="CC", status="planned")
    assert estimated(events=(planned,)).rows[0].n_controls == 11


def test_a_providers_rounding_bounds_the_effect() -> None:
    row = estimated(a_series(step=0.2)).rows[0]
    # Each of the four means may be off by a tenth.
    assert (row.low, row.high) == (pytest.approx(row.effect - 0.4), pytest.approx(row.effect + 0.4))


def test_what_is_missing_is_said_with_its_estimate() -> None:
    for more, words in (
        ({"series": ()}, "none is named"),
        ({"controls": ("XX",)}, "no observation of output for XX"),
        ({"start": period("2010")}, "treated from the first period"),
    ):
        design = {"design": "event_study"} if "series" in more else {}
        with pytest.raises(StudyError, match=words) as caught:
            estimated(**more, **design)
        assert all("estimate law" in one.what and one.file == "study.toml" for one in caught.value.problems)


def test_places_with_gaps_are_left_out_by_name() -> None:
    numbers: dict[tuple[str, int], float | None] = dict(values())
    numbers["DD", 2013] = None
    result = estimated(a_series(numbers))
    assert result.rows[0].n_controls == 10
    assert ("law", "units without a value in every period are left out: DD") in result.remarks


def test_a_series_without_movement_in_the_controls_carries_no_error() -> None:
    numbers = {key: (value if key[0] == "AA" else 0.0) for key, value in values().items()}
    result = estimated(a_series(numbers), limits=(0.0, 100.0))  # type: ignore[arg-type]
    assert result.rows[0].standard_error is None
    assert "no variance" in result.rows[0].why
    assert any("the controls do not vary" in text for _, text in result.remarks)


def test_with_many_places_the_violation_that_an_interval_bears_is_told() -> None:
    generator = np.random.default_rng(4)
    numbers: dict[tuple[str, int], float | None] = {}
    places = [f"P{i:02d}" for i in range(40)]
    for i, place in enumerate(places):
        level = 30 + 3 * generator.normal()
        for year in YEARS:
            numbers[place, year] = round(level + generator.normal() + (8 if i < 15 and year >= 2015 else 0), 3)
    result = estimated(a_series(numbers), design="event_study", treated=tuple(places[:15]), controls=tuple(places[15:]))
    assert result.rows[0].standard_error is not None
    assert any("interval excludes nought under" in text for _, text in result.remarks)


def test_fractions_among_percentages_are_refused_unless_declared_to_be_meant() -> None:
    numbers = values()
    numbers |= {("CC", year): round(numbers["CC", year] / 100, 4) for year in YEARS}
    with pytest.raises(StudyError, match="declare same_scale = true"):
        estimated(a_series(dict(numbers)))
    assert estimated(a_series(dict(numbers)), same_scale=True).rows[0].effect == pytest.approx(6, abs=2)


def test_a_gap_in_the_only_treated_place_is_said_as_such() -> None:
    numbers: dict[tuple[str, int], float | None] = dict(values())
    numbers["AA", 2012] = None
    with pytest.raises(StudyError, match="no treated unit has a value in every period: 1 unit-periods"):
        estimated(a_series(numbers))
    assert estimated(a_series(numbers), design="imputation").rows[0].effect == pytest.approx(6, abs=1)
