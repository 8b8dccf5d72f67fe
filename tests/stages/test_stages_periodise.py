"""What falls into a phase by its date, defects of a division, and rival divisions of the same history."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stage_objects import between, claim, event, period, protocol, source
from stage_objects import series as series_of

from kelisim.model.claim import Claim
from kelisim.model.coding import Coding
from kelisim.model.document import Passage
from kelisim.model.event import Event
from kelisim.model.period import Period
from kelisim.model.periodisation import PeriodisationPlan, PhaseSeries
from kelisim.model.phase import GovernanceState, Phase
from kelisim.model.protocol import RivalPeriodisation
from kelisim.model.results import Claimed, Coded, Periodised
from kelisim.model.series import Series
from kelisim.model.source import Source
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
    plan: PeriodisationPlan | None = None,
    series: Sequence[Series] = (),
    sources: Sequence[Source] = (),
    codings: Sequence[Coding] = (),
) -> Periodised:
    claimed = Claimed(tuple(claims), ())
    return periodise.run(
        phases=phases,
        rivals=rivals,
        events=events,
        governance=governance,
        periodisation=plan or PeriodisationPlan(),
        series=series,
        sources=sources,
        protocol=protocol(),
        code=Coded(tuple(codings), (), (), (), False),
        claim=claimed,
    )


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


# Whether the data carry the phases.
SHARES = dict(zip(range(2014, 2025), (10, 12, 11, 13, 40, 42, 41, 43, 70, 72, 71), strict=True))


def shares(values: dict[int, float] = SHARES) -> Series:  # type: ignore[assignment]
    return series_of("shares", {str(year): value for year, value in values.items()}, of="S1")


def plan(*series: PhaseSeries, **more: object) -> PeriodisationPlan:
    return PeriodisationPlan(series or (OF_SHARES,), draws=99, samples=4, **more)  # type: ignore[arg-type]


OF_SHARES = PhaseSeries("shares", "series", "share", series="shares", place="KZ", whole=100)
OF_EVENTS = PhaseSeries("events", "events", "count")


def test_nothing_is_tested_that_is_not_declared() -> None:
    found = periodised(series=[shares()]).tests
    assert found.declared is None
    assert found.divisions == ()


def test_the_declared_phases_are_ranked_and_tested() -> None:
    found = periodised(plan=plan(), series=[shares()]).tests
    own = found.declared
    assert own is not None
    assert own.boundaries == ("2018", "2022")
    assert (own.rank, own.alternatives) == (1, 21)
    assert own.p_value == own.p_floor == 0.01
    assert own.verdict == "supported"
    assert [(one.phase, one.period) for one in found.boundaries] == [("2", "2018"), ("3", "2022")]
    assert [label for label, _, _ in found.posterior] == [str(year) for year in range(2014, 2025)]
    assert found.power[0][0] == 1.0
    assert {one.changed for one in found.varied} == {"minimum length", "period left out"}
    assert found.series[0].n == 11


def rival(identifier: str, name: str, *periods: str) -> RivalPeriodisation:
    return RivalPeriodisation(identifier, name, tuple((str(i), "", period(one)) for i, one in enumerate(periods)))


def test_rivals_are_held_against_the_same_series() -> None:
    other = rival("r", "Otherwise", "2014/2019", "2020/..")
    same = rival("s", "The same", "2014/2017", "2018/2021", "2022/..")
    short = rival("t", "Too short", "2014/2023", "2024/..")
    found = periodised(plan=plan(), series=[shares()], rivals=[other, same, short]).tests.divisions
    assert [one.id for one in found] == ["declared", "r", "s", "t"]
    assert found[1].boundaries == ("2020",)
    assert found[1].explained is not None
    assert found[0].explained is not None
    assert found[1].explained < found[0].explained
    assert found[1].bic is not None
    assert found[0].bic is not None
    assert found[1].bic > found[0].bic
    assert (found[2].rank, found[2].p_value, found[2].name) == (found[0].rank, found[0].p_value, "The same")
    assert found[3].rank is None
    assert "fewer than the minimum length 2" in found[3].why


def test_events_are_counted_where_they_are_dated() -> None:
    dates = ["2014", "2015-03", "2015", "2018/2019", "2019-H1", "2020-05-03", "2022/..", "2023", "2023", "2013"]
    events = [event(f"E{i}", when) for i, when in enumerate(dates)]
    events.append(event("E98", "2016", status="planned"))
    events.append(event("E99", "2016", trigger="shock"))
    found = periodised(events=events, plan=plan(OF_EVENTS)).tests.series[0]
    assert (found.n, found.skipped, found.kind) == (11, 2, "count")
    shocks = PhaseSeries("shocks", "events", "count", triggers=("shock",))
    assert "constant" not in periodised(events=events, plan=plan(shocks)).tests.series[0].why


def test_claims_become_what_they_allow_between_them() -> None:
    of_claims = PhaseSeries("claimed", "claims", "gaussian", indicator="vehicle-production", place="KZ")
    claims = [claim(f"C{year}", str(10 + year % 7), str(year), step=1.0) for year in range(2014, 2025) if year != 2019]
    claims += [
        between("D1", 5, 30, "2020"),
        claim("D2", "5", "../2019"),
        claim("D3", "5", "2019", comparator="gt"),
        claim("D4", "99", "2019", modality="planned"),
        claim("D5", "99", "2019", place="UZ"),
    ]
    found = periodised(claims=claims, plan=plan(of_claims)).tests
    assert (found.series[0].n, found.series[0].skipped) == (10, 2)
    own = found.declared
    assert own is not None
    assert own.rank_low is not None
    assert own.rank is not None


def test_passages_under_a_code_are_counted_by_the_date_of_their_source() -> None:
    sources = [source(f"S{year}", published=period(f"{year}-06")) for year in range(2014, 2025)]
    codings = [
        Coding(coder, "barrier", Passage(f"S{2014 + i % 11}", i, i + 5, "words"))
        for i in range(30)
        for coder in ("a", "b")
    ]
    of_code = PhaseSeries("barriers", "codes", "count", code="barrier")
    found = periodised(sources=sources, codings=codings, plan=plan(of_code)).tests
    assert found.series[0].n == 11
    assert found.declared is not None
    assert found.declared.rank is not None


def test_what_cannot_take_part_says_why() -> None:
    constant = PhaseSeries("flat", "series", "gaussian", series="flat", place="KZ")
    few = PhaseSeries("few", "series", "gaussian", series="few", place="KZ")
    none = PhaseSeries("none", "series", "gaussian", series="few", place="UZ")
    data = [
        shares(),
        series_of("flat", {str(year): 5.0 for year in range(2014, 2025)}, of="S1"),
        series_of("few", {"2014": 1.0, "2015": 2.0, "2016-H1": 9.0}, of="S1"),
    ]
    found = periodised(plan=plan(OF_SHARES, constant, few, none), series=data).tests
    assert [one.why for one in found.series] == [
        "",
        "it is constant",
        "it has 2 values",
        "no value is dated to a single period of the phases",
    ]
    assert found.declared is not None
    assert found.declared.rank == 1
    alone = periodised(plan=plan(constant), series=data).tests
    assert alone.why == "no series can take part"
    assert alone.declared is not None
    assert alone.declared.rank is None


def test_phases_may_be_told_in_quarters_and_months() -> None:
    quarters = [f"{year}-Q{quarter}" for year in (2014, 2015, 2016) for quarter in (1, 2, 3, 4)]
    values = dict(zip(quarters, [1.0, 2, 1, 2, 1, 8, 9, 8, 9, 8, 9, 8], strict=True))
    phases = (phase("1", "2014-01/2015-03"), phase("2", "2015-04/2016-12"))
    of_quarters = PhaseSeries("q", "series", "gaussian", series="q", place="KZ")
    data = [series_of("q", values, of="S1")]  # type: ignore[arg-type]
    found = periodised(phases, plan=plan(of_quarters, unit="quarter"), series=data).tests
    assert found.declared is not None
    assert found.declared.boundaries == ("2015Q2",)
    assert found.declared.rank == 1
    assert found.periods == 12


def test_open_phases_end_with_the_window() -> None:
    phases = (phase("1", "2014/2017"), phase("2", "2018/.."))
    assert periodised(phases, plan=plan(), series=[shares()]).tests.periods == 11
    without = (phase("1", "../2017"), phase("2", "2018/.."))
    assert "no start or no end" in periodised(without, plan=plan(), series=[shares()]).tests.why
