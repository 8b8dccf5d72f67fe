"""What falls into a phase by its date, defects of a division, and rival divisions of the same history."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stage_objects import claim, event, period

from kelisim.model.claim import Claim
from kelisim.model.event import Event
from kelisim.model.period import Period
from kelisim.model.phase import GovernanceState, Phase
from kelisim.model.protocol import RivalPeriodisation
from kelisim.model.results import Claimed, Periodised
from kelisim.stages import periodise


def phase(identifier: str, when: str, **more: object) -> Phase:
    return Phase(identifier, f"Phase {identifier}", period(when), **more)  # type: ignore[arg-type]


# As the reference study declares them.
THREE = (phase("1", "2014/2017"), phase("2", "2018/2021"), phase("3", "2022/2024"))


def periodised(
    phases: Sequence[Phase] = THREE,
    *,
    events: Sequence[Event] = (),
    claims: Sequence[Claim] = (),
    rivals: Sequence[RivalPeriodisation] = (),
    governance: Sequence[GovernanceState] = (),
) -> Periodised:
    claimed = Claimed(tuple(claims), ())
    return periodise.run(phases=phases, rivals=rivals, events=events, governance=governance, claim=claimed)


def test_events_and_claims_fall_into_the_phase_that_holds_their_whole_period() -> None:
    found = periodised(
        events=[event("visit", "2014-12"), event("stake", "2019-05"), event("bridge", "2017-12/2018-01")],
        claims=[
            claim("C1", "1", "2017-12-31"),
            claim("C2", "1", "2018"),
            claim("C3", "1"),
            claim("C4", "1", "../2021"),
        ],
    )
    assert [row.events for row in found.phases] == [("visit",), ("stake",), ()]
    assert [row.claims for row in found.phases] == [("C1",), ("C2",), ()]


def test_modes_of_governance_are_those_of_the_states_that_touch_a_phase() -> None:
    states = [
        GovernanceState("a", "x", period("2014/2018"), ("modular",)),
        GovernanceState("b", "x", period("2019/.."), ("relational", "captive")),
    ]
    rows = periodised(governance=states).phases
    assert [row.governance for row in rows] == [
        ("modular",),
        ("modular", "relational", "captive"),
        ("relational", "captive"),
    ]


def test_an_event_told_in_another_phase_than_its_date_is_displaced() -> None:
    found = periodised(
        events=[
            event("right", "2019", phase="2"),
            event("early", "2022-03", phase="2"),
            event("outside", "2010/2013", phase="1"),
            event("straddling", "2017/2018", phase="1"),
            event("untold", "2022"),
        ]
    )
    assert found.displaced == (("early", "2", "3"), ("outside", "1", ""))


@pytest.mark.parametrize(
    ("phases", "defects"),
    [
        (THREE, ()),
        ((phase("1", "2014/2016"), phase("2", "2018/2021")), ("no phase covers 2017, between phases 1 and 2",)),
        (
            (phase("1", "2014/2016"), phase("2", "2019/2021")),
            ("no phase covers 2017/2018, between phases 1 and 2",),
        ),
        (
            (phase("1", "2014/2017-05"), phase("2", "2017-08/2021")),
            ("no phase covers 2017-06/2017-07, between phases 1 and 2",),
        ),
        ((phase("1", "2014/2018"), phase("2", "2018/2021")), ("phases 1 and 2 overlap",)),
        ((phase("2", "2018/2021"), phase("1", "2014/2017")), ()),
        ((phase("1", "2014/.."), phase("2", "2018/2021")), ("phase 1 has no end before phase 2 starts",)),
        ((phase("1", "../2017"), phase("2", "2018/2021")), ()),
        ((phase("1", "2014-01-01/2017-06-30"), phase("2", "2017-07-01/2021-12-31")), ()),
        (
            (phase("long", "2010/2020"), phase("short", "2012/2013"), phase("next", "2021/2022")),
            ("phases long and short overlap",),
        ),
        (
            (phase("3", "2022/2024", ongoing=True),),
            ("phase 3 is called ongoing but its period 2022/2024 is closed",),
        ),
        ((phase("3", "2022/..", ongoing=True),), ()),
        ((), ()),
    ],
)
def test_defects_of_a_division(phases: tuple[Phase, ...], defects: tuple[str, ...]) -> None:
    assert periodised(phases).defects == defects


def test_a_rival_is_compared_phase_by_phase() -> None:
    rival = RivalPeriodisation(
        "table-5",
        "Performance table",
        (("1", "", period("2014/2016")), ("2", "", period("2018/2021")), ("4", "", period("2025/.."))),
    )
    assert periodised(rivals=[rival]).rivals == (
        ("table-5", "Performance table", "1", "2014/2016", "2014/2017", False),
        ("table-5", "Performance table", "2", "2018/2021", "2018/2021", True),
        ("table-5", "Performance table", "4", "2025/..", "", False),
    )


def test_one_period_written_in_two_ways_is_no_rival() -> None:
    rival = RivalPeriodisation("r", "R", (("1", "", period("2014-01-01/2017-12-31")),))
    assert periodised(rivals=[rival]).rivals[0][5]


@given(st.lists(st.integers(1, 900), min_size=1, max_size=6), st.randoms())
def test_phases_that_follow_on_each_other_have_no_defect_in_any_order(lengths: list[int], order: object) -> None:
    day, phases = date(2010, 1, 1), []
    for i, length in enumerate(lengths):
        end = day + timedelta(days=length - 1)
        phases.append(Phase(str(i), str(i), Period(day, end, "span")))
        day = end + timedelta(days=1)
    order.shuffle(phases)  # type: ignore[attr-defined]
    assert periodised(phases).defects == ()


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 30)), min_size=2, max_size=5))
def test_gaps_and_overlaps_are_those_of_the_days(spans: list[tuple[int, int]]) -> None:
    start = date(2010, 1, 1)
    phases = [
        Phase(str(i), "", Period(start + timedelta(days=a), start + timedelta(days=a + n - 1), "span"))
        for i, (a, n) in enumerate(spans)
    ]
    days = [set(range(a, a + n)) for a, n in spans]
    covered = set.union(*days)
    twice = sum(map(len, days)) > len(covered)
    gap = len(covered) < max(covered) - min(covered) + 1
    defects = periodised(phases).defects
    assert any("overlap" in defect for defect in defects) == twice
    assert any("no phase covers" in defect for defect in defects) == gap
