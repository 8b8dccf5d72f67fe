"""Estimates against the policy that they are meant to be the effect of."""

from __future__ import annotations

from pathlib import Path

import pytest

from kelisim.api import Study
from kelisim.model.event import Event
from kelisim.model.finding import Finding
from kelisim.model.period import Period
from kelisim.model.plan import Policy

STUDY = """schema = 1
[study]
title = "Fees for lakes"
question = "Did the fee bring fewer boats?"
window = "2008/2022"
[[indicators]]
id = "boats"
name = "Boats"
definition = "Boats let on the lake."
unit = "boat"
[[indicators]]
id = "cars"
name = "Cars"
definition = "Cars at the lake."
unit = "car"
[[policies]]
id = "fee"
title = "The fee"
{policy}
[[estimates]]
id = "lake"
title = "The fee and the boats"
design = "did"
indicator = "boats"
treated = ["North"]
controls = ["South", "West"]
pre = "{pre}"
post = "{post}"
start = "{start}"
inputs = ["C1", "C2", "C3", "C4", "C5", "C6"]
policies = ["fee"]
{more}
"""


def lake(
    folder: Path,
    *,
    pre: str = "2014",
    start: str = "2015",
    post: str = "2016",
    policy: str = 'in_force = "2015/.."',
    events: str = "",
    claims: str = "",
    more: str = "",
) -> list[Finding]:
    """Return the findings on the estimate of a small study of a fee at a lake."""
    rows = [
        f"C{number},office,boats,{place},{when},{value},boat"
        for number, (place, when, value) in enumerate(
            [(p, w, v) for p, v in (("North", 312), ("South", 287), ("West", 198)) for w in (pre, post)], start=1
        )
    ]
    (folder / "study.toml").write_text(STUDY.format(pre=pre, start=start, post=post, policy=policy, more=more))
    head = "id,source,indicator,place,period,value,unit,modality\n"
    (folder / "claims.csv").write_text(head + "\n".join(f"{row},achieved" for row in rows) + "\n" + claims)
    (folder / "sources.csv").write_text("id,title,publisher,publisher_kind\noffice,Yearbook,Office,government\n")
    (folder / "events.csv").write_text("id,period,title,trigger,place,status,claims\n" + events)
    chosen = ("E009", "E010", "E011", "E012")
    return [one for one in Study.open(folder).findings if one.rule in chosen]


def codes(found: list[Finding]) -> list[tuple[str, str]]:
    return [(one.rule, one.severity) for one in found]


def test_a_design_that_keeps_to_its_policy_has_no_finding(tmp_path: Path) -> None:
    assert lake(tmp_path) == []


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"policy": 'in_force = "2015/2015"'}, [("E009", "warning")]),
        ({"policy": 'in_force = "2015-03/2016-06"'}, [("E009", "note")]),
        ({"policy": 'in_force = "2016/.."'}, [("E009", "warning")]),
        ({"pre": "2013"}, [("E009", "warning")]),
        ({"pre": "2010", "policy": 'in_force = "2015/2015"'}, [("E009", "warning"), ("E009", "warning")]),
    ],
)
def test_a_window_beyond_the_policy_is_told(
    tmp_path: Path, change: dict[str, str], found: list[tuple[str, str]]
) -> None:
    assert codes(lake(tmp_path, **change)) == found


def test_the_events_tell_the_term_where_none_is_declared() -> None:
    def event(name: str, when: str, status: str = "achieved") -> Event:
        return Event(name, Period.parse(when), name, status=status)  # type: ignore[arg-type]

    policy = Policy("fee", "The fee", ("A", "B"))
    assert policy.term([]) is None
    assert str(policy.term([event("A", "2015-03-01")])) == "2015-03/.."
    assert str(policy.term([event("A", "2015-03-01"), event("B", "2015/2018")])) == "2015/2018"
    assert str(policy.term([event("A", "2015/2018"), event("B", "2016/..")])) == "2015/.."
    assert str(policy.term([event("A", "2015"), event("C", "2010/2012")])) == "2015/.."
    assert policy.term([event("A", "2015", "planned")]) is None


def test_an_outcome_that_the_policy_did_not_aim_at_is_told(tmp_path: Path) -> None:
    assert codes(lake(tmp_path, policy='targets = ["cars"]')) == [("E011", "warning")]
    assert codes(lake(tmp_path, policy='targets = ["cars", "boats"]')) == []


def test_the_plans_behind_a_policy_tell_its_target_where_none_is_declared(tmp_path: Path) -> None:
    made = {"policy": 'events = ["A"]', "events": "A,2015,The fee is charged,policy instrument,North,achieved,P1\n"}
    found = lake(tmp_path, claims="P1,office,cars,North,2016,500,car,planned\n", **made)
    assert codes(found) == [("E011", "note")]
    assert lake(tmp_path, claims="P1,office,boats,North,2016,500,boat,planned\n", **made) == []


def test_an_event_against_the_design_is_told_until_an_assumption_names_it(tmp_path: Path) -> None:
    events = (
        "A,2015,The fee is charged,policy instrument,North,achieved,\n"
        "S,2016-02,The south charges a fee,policy instrument,South,achieved,\n"
        "W,2016-02,The west thinks of a fee,policy instrument,West,planned,\n"
    )
    policy = 'events = ["A"]'
    (found,) = lake(tmp_path, policy=policy, events=events)
    assert (found.rule, found.about) == ("E012", ("lake", "S"))
    named = 'assumptions = [{ text = "Nobody else charged", contradicted_by = ["S"] }]'
    assert [one.rule for one in lake(tmp_path, policy=policy, events=events, more=named)] == []


def test_a_policy_known_before_it_began_is_told_unless_anticipation_is_declared(tmp_path: Path) -> None:
    made = {
        "pre": "2013",
        "policy": 'events = ["A", "B"]\nin_force = "2015/.."',
        "events": (
            "A,2014-05,The fee is decided,policy instrument,North,achieved,\n"
            "B,2015,The fee is charged,policy instrument,North,achieved,\n"
            "C,2014-06,A hotel is built,capability formation,North,achieved,\n"
            "D,2014-06,A hotel is built,capability formation,East,achieved,\n"
        ),
    }
    told = [one for one in lake(tmp_path, **made) if one.rule == "E012"]
    assert [one.about[1] for one in told] == ["C", "A"]
    told = [one for one in lake(tmp_path, more="anticipation = 1", **made) if one.rule == "E012"]
    assert [one.about[1] for one in told] == ["C"]


@pytest.mark.parametrize(
    ("words", "found"),
    [("p < .01", 1), ("significant at the 5% level", 1), ("p = 0.33", 0), ("p < 0.4", 0), ("an effect of 4", 0)],
)
def test_a_stated_p_below_what_three_places_can_give_is_told(tmp_path: Path, words: str, found: int) -> None:
    assert codes(lake(tmp_path, more=f'reported_p = "{words}"')) == [("E010", "error")] * found
