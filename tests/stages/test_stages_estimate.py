"""Declared differences-in-differences from stated numbers.

Card, D. and Krueger, A. B. (1994), "Minimum wages and employment", American Economic Review 84: table 3 prints full-
time equivalent employment per restaurant in New Jersey of 20.44 before and 21.03 after the rise, in Pennsylvania of
23.33 and 21.17. The printed means give 2.75; the paper's 2.76 is from unrounded ones.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stage_objects import between, claim, period

from kelisim.errors import StudyError
from kelisim.model.claim import Claim
from kelisim.model.interval import Interval
from kelisim.model.protocol import Assumption, EstimatePlan
from kelisim.model.results import Claimed, Estimated, EstimateRow
from kelisim.stages import estimate


def level(identifier: str, place: str, when: str, number: str, **more: Any) -> Claim:
    return claim(identifier, number, when, place=place, indicator="employment", unit="post", **more)


NJ_PA = (
    level("nj-92-02", "NJ", "1992-02", "20.44"),
    level("nj-92-11", "NJ", "1992-11", "21.03"),
    level("pa-92-02", "PA", "1992-02", "23.33"),
    level("pa-92-11", "PA", "1992-11", "21.17"),
)


def plan(claims: tuple[Claim, ...], **more: Any) -> EstimatePlan:
    return EstimatePlan(
        **{
            "id": "wage",
            "title": "The minimum wage",
            "design": "did",
            "indicator": "employment",
            "treated": ("NJ",),
            "controls": ("PA",),
            "pre": period("1992-02"),
            "post": period("1992-11"),
            "start": period("1992-04-01"),
            "inputs": tuple(one.id for one in claims),
            **more,
        }
    )


def estimated(claims: tuple[Claim, ...], **more: Any) -> Estimated:
    return estimate.run(estimates=[plan(claims, **more)], claim=Claimed(claims, ()))


def main(result: Estimated) -> EstimateRow:
    (row,) = [one for one in result.rows if one.role == "as declared"]
    return row


def test_the_printed_means_give_the_published_effect_but_for_rounding() -> None:
    row = main(estimated(NJ_PA))
    assert row.effect == pytest.approx(2.75)
    assert (row.treated_pre, row.treated_post, row.control_pre, row.control_post) == (20.44, 21.03, 23.33, 21.17)
    assert row.inputs == ("nj-92-02", "nj-92-11", "pa-92-02", "pa-92-11")


def test_the_bounds_hold_the_effect_of_the_unrounded_means() -> None:
    row = main(estimated(NJ_PA))
    # Four means to the hundredth, each half of it either way.
    assert (row.low, row.high) == (pytest.approx(2.73), pytest.approx(2.77))
    assert row.low <= 2.76 <= row.high


def test_one_observation_a_unit_and_period_has_no_standard_error_and_says_why() -> None:
    row = main(estimated(NJ_PA))
    assert row.standard_error is None
    assert row.why == (
        "one observation a unit and period; the smallest p that exact randomisation over 2 units can reach is 1/2"
    )


# The estimate of the reference study: an outcome that the controls do not have.
SHARES = (
    level("kz-15", "KZ", "2015", "17", comparator="approx"),
    level("kz-18", "KZ", "../2018", "60", comparator="approx", step=10.0),
    level("kz-24", "KZ", "2024", "70", comparator="approx", step=10.0),
    level("kg-15", "KG", "2015", "0"),
    level("tj-15", "TJ", "2015", "0"),
    level("kg-24", "KG", "2024", "0"),
    level("tj-24", "TJ", "2024", "0"),
)
PUSH = {
    "treated": ("KZ",),
    "controls": ("KG", "TJ"),
    "pre": period("2015"),
    "post": period("2024"),
    "start": period("2019"),
    "baselines": (period("2018"),),
}


def test_controls_without_variance_identify_nothing() -> None:
    result = estimated(SHARES, **PUSH)
    row = main(result)
    assert row.effect == 53
    assert row.why.startswith("the controls have no variance; ")
    assert any("the estimate is the treated place's own change" in words for _, words in result.remarks)


def test_hedged_inputs_bound_the_effect() -> None:
    row = main(estimated(SHARES, **PUSH))
    # 65 to 75 less 16.5 to 17.5, and zeros that may be anything that rounds to zero.
    assert (row.low, row.high) == (pytest.approx(65 - 17.5 - 1), pytest.approx(75 - 16.5 + 1))


def test_every_declared_baseline_has_its_row_and_the_range_is_told() -> None:
    result = estimated(SHARES, **PUSH)
    assert {(row.baseline, row.post, row.role): row.effect for row in result.rows} == {
        ("2015", "2024", "as declared"): 53,
        ("2018", "2024", "alternative"): 10,
    }
    assert ("wage", "by choice of baseline alone the estimate runs from +10 to +53 posts") in result.remarks


def test_change_before_the_treatment_is_told_where_it_is_a_part_of_the_whole() -> None:
    early = [words for _, words in estimated(SHARES, **PUSH).remarks if "before the treatment starts" in words]
    assert early == [
        "a change of 43 posts, against an estimate of 53, came before the treatment starts in 2019: "
        "kz-18 has 60.0 by the end of 2018"
    ]
    for number in ("17", "20", "10"):
        little = tuple(replace(one, value=float(number)) if one.id == "kz-18" else one for one in SHARES)
        assert not [w for _, w in estimated(little, **PUSH).remarks if "before the treatment starts" in w], number


def test_a_control_without_a_later_number_keeps_its_last_and_this_is_said() -> None:
    fewer = tuple(one for one in SHARES if one.id != "tj-24")
    result = estimated(fewer, **PUSH)
    assert main(result).effect == 53
    assert (
        "wage",
        "no input gives a number for TJ in 2024; the last stated one, of 2015, is carried forward",
    ) in result.remarks


def test_a_treated_place_is_never_carried_forward() -> None:
    fewer = tuple(one for one in SHARES if one.id != "kz-24")
    with pytest.raises(StudyError) as caught:
        estimated(fewer, **PUSH)
    (problem,) = caught.value.problems
    assert problem.what == "estimate wage: no input gives employment for KZ in 2024"
    assert "claims.csv" in problem.hint


def test_several_treated_places_are_averaged() -> None:
    claims = (*NJ_PA, level("ny-92-02", "NY", "1992-02", "30.00"), level("ny-92-11", "NY", "1992-11", "30.00"))
    row = main(estimated(claims, treated=("NJ", "NY")))
    # NJ: 2.75; NY: 0 - (21.17 - 23.33) = 2.16
    assert row.effect == pytest.approx((2.75 + 2.16) / 2)
    assert "1/3" in row.why


def test_later_numbers_of_the_treated_place_make_further_rows() -> None:
    claims = (*NJ_PA, level("nj-93", "NJ", "1993-11", "20.00"))
    rows = {row.post: row for row in estimated(claims).rows}
    assert set(rows) == {"1992-11", "1993-11"}
    assert rows["1993-11"].role == "alternative"
    # Pennsylvania's November number is carried forward.
    assert rows["1993-11"].effect == pytest.approx((20.00 - 20.44) - (21.17 - 23.33))


def test_a_change_of_sign_is_told() -> None:
    claims = (*NJ_PA, level("nj-91", "NJ", "1991-02", "25.00"), level("pa-91", "PA", "1991-02", "22.00"))
    result = estimated(claims, baselines=(period("1991-02"),))
    assert [row.effect > 0 for row in result.rows] == [True, False]
    assert ("wage", "the sign changes with the baseline and the end year") in result.remarks


def test_a_range_enters_by_its_middle_and_its_bounds() -> None:
    claims = (*NJ_PA[:1], between("nj-92-11", 20.0, 22.0, "1992-11", place="NJ", unit="post"), *NJ_PA[2:])
    row = main(estimated(claims))
    assert row.effect == pytest.approx(21.0 - 20.44 + 2.16)
    assert row.high - row.low == pytest.approx(2.0 + 3 * 0.01)


def test_assumptions_carry_what_speaks_for_and_against_them() -> None:
    assumption = Assumption("Pennsylvania raised no wage", ("C1",), ("E1", "E2"))
    (row,) = estimated(NJ_PA, assumptions=(assumption,)).assumptions
    assert (row.plan, row.text, row.supported_by, row.contradicted_by) == (
        "wage",
        "Pennsylvania raised no wage",
        ("C1",),
        ("E1", "E2"),
    )


LEVELS = st.integers(0, 10_000).map(lambda n: f"{n / 100:.2f}")


@given(LEVELS, LEVELS, LEVELS, LEVELS)
def test_the_bounds_are_the_extremes_over_all_corners(a: str, b: str, c: str, d: str) -> None:
    numbers = dict(zip(("nj-92-02", "nj-92-11", "pa-92-02", "pa-92-11"), (a, b, c, d), strict=True))
    claims = tuple(level(one.id, one.place, str(one.period), numbers[one.id]) for one in NJ_PA)
    row = main(estimated(claims))
    corners = [one.allowing_rounding() or Interval(0, 0) for one in claims]
    effects = [
        (post - pre) - (other_post - other_pre)
        for pre, post, other_pre, other_post in product(*((one.low, one.high) for one in corners))
    ]
    assert row.low == pytest.approx(min(effects))
    assert row.high == pytest.approx(max(effects))
    assert row.low <= row.effect <= row.high


@given(LEVELS, LEVELS, LEVELS, LEVELS, st.integers(-50, 50))
def test_a_shift_common_to_all_changes_nothing(a: str, b: str, c: str, d: str, shift: int) -> None:
    numbers = dict(zip(("nj-92-02", "nj-92-11", "pa-92-02", "pa-92-11"), (a, b, c, d), strict=True))
    plain = tuple(level(one.id, one.place, str(one.period), numbers[one.id]) for one in NJ_PA)
    shifted = tuple(
        replace(one, value=one.value + shift, interval=Interval.point(one.value + shift))
        for one in plain
        if one.value is not None
    )
    assert main(estimated(plain)).effect == pytest.approx(main(estimated(shifted)).effect)


def test_margins_bound_every_row_and_are_told() -> None:
    result = estimated(SHARES, **PUSH, margins=(3.0,), limits=(0.0, 100.0))
    bounds = {one.label: (one.low, one.high) for one in result.probes if one.kind == "margin"}
    assert bounds == {"2015 to 2024, ±3": (47, 59), "2018 to 2024, ±3": (4, 16)}
    assert any("lies in [47, 59] from 2015 and [4, 16] from 2018" in words for _, words in result.remarks)
    high = tuple(replace(one, value=99.0) if one.id == "kz-24" else one for one in SHARES)
    capped = estimated(high, **PUSH, margins=(3.0,), limits=(0.0, 100.0))
    # 99 can be no more than a hundred.
    assert [one.high for one in capped.probes if one.label == "2015 to 2024, ±3"] == [100 - 14]


def test_the_earlier_pace_is_set_against_each_later_effect() -> None:
    claims = (*SHARES, level("kz-20", "KZ", "../2020", "66", comparator="approx"))
    result = estimated(claims, **PUSH)
    shares = {one.label: one.effect for one in result.probes if one.kind == "violation"}
    # 43 points in three years; from 2018 to 2020 at that pace 28.7, of which 6 is a fifth.
    assert shares == {
        "2018 to 2020": pytest.approx(6 / (43 / 3 * 2), abs=0.001),
        "2018 to 2024": pytest.approx(10 / (43 / 3 * 6), abs=0.001),
    }
    assert any("21% erases the effect from 2018 to 2020, 12% erases" in words for _, words in result.remarks)
    falling = tuple(replace(one, value=80.0) if one.id == "kz-15" else one for one in SHARES)
    assert [one.effect for one in estimated(falling, **PUSH).probes] == [None]


def test_by_a_year_is_a_number_for_its_end_and_for_no_year_before() -> None:
    claims = (*(one for one in SHARES if one.id != "kz-15"), level("kz-16", "KZ", "../2016", "20"))
    with pytest.raises(StudyError, match="for KZ in 2015"):
        estimated(claims, **PUSH)
    rows = estimated((*SHARES, level("kz-20", "KZ", "../2020", "66")), **PUSH).rows
    assert {(one.baseline, one.post) for one in rows} >= {("2015", "2020"), ("2018", "2020")}


def test_what_would_settle_it_is_told() -> None:
    said = [words for _, words in estimated(SHARES, **PUSH).remarks]
    assert (
        "with 1 treated of 3 units the smallest attainable p is 1/3; needed: 9 controls for p = 0.10, "
        "19 controls for p = 0.05"
    ) in said


def test_change_before_the_treatment_is_averaged_over_the_treated_places() -> None:
    # One place rose by 30 before the start and the other had no number then: 15 of their mean change of 40.
    claims = (
        level("a-15", "A", "2015", "10.0"),
        level("a-18", "A", "2018", "40.0"),
        level("a-24", "A", "2024", "60.0"),
        level("b-15", "B", "2015", "20.0"),
        level("b-24", "B", "2024", "50.0"),
        level("c-15", "C", "2015", "5.0"),
        level("c-24", "C", "2024", "5.0"),
    )
    found = estimated(claims, **{**PUSH, "treated": ("A", "B"), "controls": ("C",), "baselines": ()})
    early = next(words for _, words in found.remarks if "before the treatment starts" in words)
    assert early.startswith("a change of 15 posts, against an estimate of 40,")


def test_numbers_of_one_day_show_no_pace() -> None:
    claims = (
        level("a-18", "A", "2018", "40.0"),
        level("a-18h", "A", "2018-H2", "44.0"),
        level("a-24", "A", "2024", "60.0"),
        level("c-18", "C", "2018", "5.0"),
        level("c-24", "C", "2024", "6.0"),
    )
    asked = {**PUSH, "treated": ("A",), "controls": ("C",), "pre": period("2018"), "baselines": ()}
    found = estimated(claims, **asked)
    assert not [one for one in found.probes if one.kind == "violation"]
