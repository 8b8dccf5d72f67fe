"""The typology of Gereffi, Humphrey and Sturgeon (2005), table 1, and transitions with what came before them."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from stage_objects import event, period

from kelisim.model.event import Event
from kelisim.model.phase import GOVERNANCE_MODES, GovernanceState
from kelisim.stages import govern
from kelisim.stages.govern import EXCLUDED, expected_mode

# Review of International Political Economy 12(1), p. 87: complexity of transactions, ability to codify transactions,
# capabilities in the supply-base.
TABLE_1 = {
    ("low", "high", "high"): "market",
    ("high", "high", "high"): "modular",
    ("high", "low", "high"): "relational",
    ("high", "high", "low"): "captive",
    ("high", "low", "low"): "hierarchy",
}


@pytest.mark.parametrize("degrees", list(product(("low", "high"), repeat=3)))
def test_the_eight_combinations_are_those_of_the_table(degrees: tuple[str, str, str]) -> None:
    assert expected_mode(*degrees) == TABLE_1.get(degrees, EXCLUDED)


def test_the_table_holds_every_mode_once() -> None:
    assert sorted(TABLE_1.values()) == sorted(GOVERNANCE_MODES)


@pytest.mark.parametrize("missing", range(3))
def test_without_one_variable_nothing_is_implied(missing: int) -> None:
    degrees: list[str | None] = ["high", "high", "high"]
    degrees[missing] = None
    assert expected_mode(*degrees) == ""


def state(identifier: str, when: str, *modes: Any, **more: Any) -> GovernanceState:
    return GovernanceState(identifier, "JAC and Allur", period(when), modes, **more)


def test_states_carry_what_their_variables_imply() -> None:
    early = state("early", "2014/2018", "modular", complexity="high", codifiability="high", capability="low")
    (row,) = govern.run(governance=[early], events=[]).states
    assert (row.modes, row.expected, row.period) == (("modular",), "captive", "2014/2018")


def test_transitions_run_in_time_within_one_reading() -> None:
    states = [
        state("c", "2019/..", "captive", "hierarchy", reading="discussion"),
        state("a", "2014/2016", "modular", reading="discussion"),
        state("b", "2017/2018", "modular", reading="discussion"),
        state("x", "2014/2018", "market", reading="methods"),
    ]
    found = govern.run(governance=states, events=[])
    assert [row.id for row in found.states] == ["a", "b", "c", "x"]
    assert [(t.reading, t.before, t.after, t.when) for t in found.transitions] == [
        ("discussion", "modular", "captive/hierarchy", "2019")
    ]


@pytest.mark.parametrize(
    ("trigger", "start", "precedes"),
    [
        ("2018-11", "2019/..", True),
        ("2019-05", "2019/..", True),
        ("2019-05", "2019-05/..", True),
        ("2020-01", "2019/..", False),
        ("2019-05-28", "2019-05-28", True),
        ("2019-05-29", "2019-05-28", False),
        ("2019", "2019-05-28", True),
        ("2020", "2019-05-28", False),
        ("../2019", "2018/..", True),
        ("../2016", "2018/..", True),
    ],
)
def test_a_trigger_must_have_begun_when_the_state_begins(trigger: str, start: str, precedes: bool) -> None:
    states = [state("a", "2014/2017", "modular"), state("b", start, "captive", triggers=("E",))]
    events: list[Event] = [event("E", trigger, trigger="equity tie")]
    (transition,) = govern.run(governance=states, events=events).transitions
    assert transition.triggers == (("E", "equity tie", precedes),)
