"""The typology of Gereffi, Humphrey and Sturgeon (2005), table 1, and transitions with what came before them."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from stage_objects import event, period

from kelisim.model.coding import Codebook
from kelisim.model.event import Event
from kelisim.model.phase import GOVERNANCE_MODES, GovernanceState
from kelisim.model.protocol import StudyDescription
from kelisim.model.results import Claimed, Coded, Collected, Governed, TransitionTrigger
from kelisim.model.rubric import ScoringRule
from kelisim.stages import govern
from kelisim.stages.govern import expected_mode, modes_by_tie, possible_modes

# Review of International Political Economy 12(1), p. 87: complexity of transactions, ability to codify transactions,
# capabilities in the supply-base.
TABLE_1 = {
    ("low", "high", "high"): "market",
    ("high", "high", "high"): "modular",
    ("high", "low", "high"): "relational",
    ("high", "high", "low"): "captive",
    ("high", "low", "low"): "hierarchy",
}
# The note below it: low complexity with low codifiability is unlikely to occur, which excludes two combinations; and
# where complexity is low and codifiability high, low capability excludes the supplier from the chain.
UNLIKELY = {("low", "low", "low"), ("low", "low", "high")}
OUT_OF_THE_CHAIN = ("low", "high", "low")


@pytest.mark.parametrize("degrees", list(product(("low", "high"), repeat=3)))
def test_the_eight_combinations_are_those_of_the_table(degrees: tuple[str, str, str]) -> None:
    found = expected_mode(*degrees)
    if degrees in TABLE_1:
        assert found == TABLE_1[degrees]
    elif degrees in UNLIKELY:
        assert found == "none: simple and yet not to be codified, which the theory excludes"
    else:
        assert degrees == OUT_OF_THE_CHAIN
        assert found == "none: a supplier so weak falls out of the chain"


def test_the_table_holds_every_mode_once() -> None:
    assert sorted(TABLE_1.values()) == sorted(GOVERNANCE_MODES)


@pytest.mark.parametrize("missing", range(3))
def test_without_one_variable_nothing_is_implied(missing: int) -> None:
    degrees: list[str | None] = ["high", "high", "high"]
    degrees[missing] = None
    assert expected_mode(*degrees) == ""


@pytest.mark.parametrize(
    ("degrees", "modes", "n_excluded"),
    [
        ({}, GOVERNANCE_MODES, 3),
        ({"complexity": ("low",)}, ("market",), 3),
        ({"complexity": ("high",)}, ("modular", "relational", "captive", "hierarchy"), 0),
        ({"complexity": ("high",), "codifiability": ("low",)}, ("relational", "hierarchy"), 0),
        ({"complexity": ("high",), "capability": ("high",)}, ("modular", "relational"), 0),
        (
            {"complexity": ("low", "high"), "codifiability": ("high",), "capability": ("high",)},
            ("market", "modular"),
            0,
        ),
        ({"complexity": ("low",), "codifiability": ("low",)}, (), 2),
        ({"complexity": ("low",), "codifiability": ("high",), "capability": ("low",)}, (), 1),
    ],
)
def test_what_is_not_known_leaves_several_modes(
    degrees: dict[str, tuple[str, ...]], modes: tuple[str, ...], n_excluded: int
) -> None:
    found, excluded = possible_modes(degrees)
    assert found == modes
    assert len(excluded) == n_excluded


@pytest.mark.parametrize(
    ("power", "equity", "modes"),
    [
        ((), (), GOVERNANCE_MODES),
        (("high",), (), ("captive", "hierarchy")),
        (("high",), ("low",), ("captive",)),
        (("low",), ("high",), ()),
        (("low", "high"), ("high",), ("hierarchy",)),
    ],
)
def test_power_and_equity_narrow_the_modes(
    power: tuple[str, ...], equity: tuple[str, ...], modes: tuple[str, ...]
) -> None:
    assert modes_by_tie(power, equity) == modes


def state(identifier: str, when: str, *modes: Any, **more: Any) -> GovernanceState:
    return GovernanceState(identifier, "JAC and Allur", period(when), modes, **more)


def governed(states: list[GovernanceState], events: list[Event] | None = None) -> Governed:
    return govern.run(
        description=StudyDescription("T", "Q", period("2013/2024")),
        codebook=Codebook("1", "nominal"),
        governance=states,
        events=events or [],
        relationships=(),
        scoring=ScoringRule(),
        ladders=(),
        collect=Collected((), (), {}),
        code=Coded((), (), (), (), False),
        claim=Claimed((), ()),
    )


def test_states_carry_what_their_variables_imply() -> None:
    early = state("early", "2014/2018", "modular", complexity="high", codifiability="high", capability="low")
    (row,) = governed([early]).states
    assert (row.modes, row.expected, row.period) == (("modular",), "captive", "2014/2018")


def test_transitions_run_in_time_within_one_reading() -> None:
    states = [
        state("c", "2019/..", "captive", "hierarchy", reading="discussion"),
        state("a", "2014/2016", "modular", reading="discussion"),
        state("b", "2017/2018", "modular", reading="discussion"),
        state("x", "2014/2018", "market", reading="methods"),
    ]
    found = governed(states)
    assert [row.id for row in found.states] == ["a", "b", "c", "x"]
    assert [(t.reading, t.before, t.after, t.when) for t in found.transitions] == [
        ("discussion", "modular", "captive/hierarchy", "2019")
    ]


@pytest.mark.parametrize(
    ("before", "after", "span"),
    [
        ("2014/2018", "2019/..", "2019"),
        ("2014/2018", "2019-05/..", "2019-01/2019-05"),
        ("2014/2015", "2019-Q2/..", "2016-01/2019-04"),
        ("2014/2015", "2019-05-28/2024-01-02", "2016-01-01/2019-05-28"),
        ("2014/2016", "2016/2019", "2016"),
        ("2014/2018", "2016/2019", "2016/2018"),
        ("2014/..", "2016/2019", "2016"),
    ],
)
def test_a_transition_falls_in_a_span_as_wide_as_the_dates_allow(before: str, after: str, span: str) -> None:
    (found,) = governed([state("a", before, "modular"), state("b", after, "captive")]).transitions
    assert found.period == span
    assert found.certainty == "declared"


@pytest.mark.parametrize(
    ("trigger", "start", "precedence"),
    [
        ("2018-11", "2019/..", "certainly"),
        ("2019-05", "2019/..", "possibly"),
        ("2019-05", "2019-05/..", "possibly"),
        ("2020-01", "2019/..", "not"),
        ("2019-05-28", "2019-05-28", "possibly"),
        ("2019-05-29", "2019-05-28", "not"),
        ("2019", "2019-05-28", "possibly"),
        ("2020", "2019-05-28", "not"),
        ("../2019", "2018/..", "possibly"),
        ("../2017", "2018/..", "certainly"),
        ("2017/..", "2018/..", "possibly"),
        ("2019/..", "2018/..", "not"),
    ],
)
def test_a_trigger_came_before_certainly_possibly_or_not(trigger: str, start: str, precedence: str) -> None:
    first = "2014/2017" if start.startswith("2018") else f"2014/{start}" if len(start) == 10 else "2014/2018"
    if len(start) == 10:
        first = "2014-01-01/2019-05-27"
    if start == "2019-05/..":
        first = "2014-01/2019-04"
    states = [state("a", first, "modular"), state("b", start, "captive", triggers=("E",))]
    events: list[Event] = [event("E", trigger, trigger="equity tie")]
    (transition,) = governed(states, events).transitions
    assert transition.triggers == (TransitionTrigger("E", "equity tie", precedence),)  # type: ignore[arg-type]
    seen = precedence != "not"
    assert transition.absent == ("policy instrument", *(() if seen else ("equity tie",)), "capability formation")
