"""The plan tracker: kept, partly, missed, overdue, not yet due, unknown."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from stage_objects import between, claim, event, period

from kelisim.model.claim import Claim
from kelisim.model.plan import PlanLink
from kelisim.model.results import PlanRow
from kelisim.stages.conclude.plans import study_end, track

END = date(2025, 12, 31)


def tracked(*claims: Claim, end: date | None = END, **more: Any) -> PlanRow:
    (found,) = track(claims, more.get("events", ()), more.get("links", ()), end)
    return found


def plan(number: str, when: str, **more: Any) -> Claim:
    return claim("P", number, when, modality="planned", subject="Plant, as announced", **more)


def done(identifier: str, number: str, when: str, **more: Any) -> Claim:
    return claim(identifier, number, when, **{"subject": "plant", "modality": "achieved", **more})


@pytest.mark.parametrize(
    ("outcome", "verdict"),
    [
        (("60000", "2025"), "kept"),
        (("60000", "2024"), "kept"),
        (("31000", "2025"), "partly"),
        (("60000", "2026"), "missed"),
        (("50000", "2025"), "kept"),
        # 48,000 stated to the thousand fell short; 40,000 stated to the ten thousand did as well.
        (("48000", "2025"), "partly"),
        (("40000", "2025"), "partly"),
        (("50000", "2025-06/2026-03"), "unknown"),
    ],
)
def test_a_number_is_held_against_its_target_and_its_date(outcome: tuple[str, str], verdict: str) -> None:
    found = tracked(plan("50000", "../2025"), done("C1", *outcome))
    assert found.verdict == verdict
    assert found.outcomes == ("C1",)


def test_a_hedged_outcome_around_the_target_decides_nothing() -> None:
    found = tracked(plan("50000", "2025"), done("C1", "50000", "2025", comparator="approx"))
    assert found.verdict == "unknown"
    met = tracked(plan("50000", "2025"), done("C1", "50001", "2025"))
    assert (met.verdict, met.share) == ("kept", (50000.5 / 50000, 50001.5 / 50000))


def test_a_year_asks_for_that_year_and_by_a_year_for_any_before_it() -> None:
    early = done("C1", "60000", "2022")
    assert tracked(plan("50000", "../2025"), early).verdict == "kept"
    assert tracked(plan("50000", "2025"), early).verdict == "overdue"


def test_a_share_of_the_target_is_measured_from_the_value_before() -> None:
    share = {"unit": "percent"}
    target = plan("70", "2025", **share)
    before, after = done("C1", "31", "2020", **share), done("C2", "52", "2025", **share)
    assert tracked(target, before, after).verdict == "partly"
    assert tracked(target, done("C1", "55", "2020", **share), after).verdict == "missed"
    assert tracked(target, after).verdict == "missed", "a share is not measured from nothing"


def test_what_was_to_fall_is_held_from_above() -> None:
    target = plan("5", "2025", unit="percent", change="down")
    assert tracked(target, done("C1", "4.2", "2025", unit="percent")).verdict == "kept"
    assert tracked(target, done("C1", "7", "2025", unit="percent")).verdict == "missed"


def test_a_range_is_kept_from_its_lower_end() -> None:
    target = between("P", 10000, 100000, "../2025", modality="planned", subject="plant")
    assert tracked(target, done("C1", "12000", "2025")).verdict == "kept"
    assert tracked(target, done("C1", "7000", "2025")).verdict == "partly"


@pytest.mark.parametrize(
    ("when", "verdict"),
    [
        ("2024-11", "kept"),
        ("2024", "kept"),
        ("2025-01/2025-02", "missed"),
        ("2024-06/2025-06", "unknown"),
        ("", "unknown"),
    ],
)
def test_a_dated_plan_is_held_against_the_date_of_what_came(when: str, verdict: str) -> None:
    found = tracked(plan("", "2024"), done("C1", "", when))
    assert found.verdict == verdict


@pytest.mark.parametrize(
    ("when", "end", "verdict"),
    [
        ("2024", END, "overdue"),
        ("2025", END, "overdue"),
        ("2025", date(2025, 12, 30), "not yet due"),
        ("2026/..", END, "unknown"),
        ("", END, "unknown"),
        ("2024", None, "unknown"),
    ],
)
def test_without_an_outcome_the_end_of_the_study_decides(when: str, end: date | None, verdict: str) -> None:
    assert tracked(plan("", when), end=end).verdict == verdict


def test_before_the_date_less_than_the_target_is_progress() -> None:
    found = tracked(plan("50000", "../2030"), done("C1", "21000", "2025"))
    assert found.verdict == "not yet due"
    assert "so far C1" in found.reason
    assert tracked(plan("50000", "../2030"), done("C1", "61000", "2025")).verdict == "kept"


def test_sources_that_differ_decide_nothing() -> None:
    found = tracked(plan("", "2024"), done("C1", "", "2024-05"), done("C2", "", "2025-03"))
    assert found.verdict == "unknown"
    assert found.reason == "C1 tell that it was kept, C2 that it was not"


@pytest.mark.parametrize(
    "other",
    [{"place": "UZ"}, {"indicator": "exports"}, {"unit": "percent"}, {"modality": "planned"}, {"subject": "bus depot"}],
)
def test_only_like_is_taken_for_an_outcome(other: dict[str, Any]) -> None:
    found = next(track([plan("50000", "2024"), done("C1", "60000", "2024", **other)], (), (), END))
    assert (found.verdict, found.outcomes) == ("overdue", ())


def test_a_person_may_link_a_plan_to_its_outcome() -> None:
    events = [event("E1", "2024", status="planned"), event("E2", "2025-02"), event("E3", "2026", status="planned")]
    links = [PlanLink("E1", ("E2",))]
    found = {one.id: one for one in track((), events, links, END)}
    assert (found["E1"].verdict, found["E1"].linked, found["E1"].kind) == ("missed", ("E2",), "event")
    assert found["E3"].verdict == "not yet due"


def test_an_event_that_a_planned_claim_tells_is_one_plan_with_it() -> None:
    events = [event("E1", "2024", status="under way", claims=("P",)), event("E2", "2024-03")]
    found = tracked(plan("", "2024"), events=events, links=[PlanLink("E1", ("E2",))])
    assert (found.id, found.event, found.status, found.verdict) == ("P", "E1", "under way", "kept")


def test_the_study_ends_with_its_window_or_with_what_it_last_tells() -> None:
    claims = [claim("C1", "1", "2019-05"), claim("C2", "1", "2030", modality="planned")]
    assert study_end(period("2013/2024"), claims, []) == date(2024, 12, 31)
    assert study_end(period("2013/.."), claims, [event("E1", "2020"), event("E2", "2028", status="planned")]) == date(
        2020, 12, 31
    )
    assert study_end(period("2013/.."), [], []) is None
