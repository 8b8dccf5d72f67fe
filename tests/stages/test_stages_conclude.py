"""Indicators by phase with their trends, and how strongly each recommendation is supported."""

from __future__ import annotations

from typing import Any

import pytest
from stage_objects import claim, indicator, period, series

from kelisim.model.claim import Claim
from kelisim.model.coding import Codebook, Coding, Theme
from kelisim.model.document import Passage
from kelisim.model.phase import Marker, Phase
from kelisim.model.protocol import Recommendation, StudyDescription
from kelisim.model.results import (
    Claimed,
    ClaimVerdict,
    Coded,
    Concluded,
    IndicatorCell,
    RecommendationRow,
    Verdict,
    Verified,
)
from kelisim.stages import conclude

PHASES = (Phase("1", "One", period("2014/2017")), Phase("2", "Two", period("2018/2021")))


def concluded(claims: list[Claim] | None = None, **more: Any) -> Concluded:
    verdicts = tuple(ClaimVerdict(one, verdict, "", 0, 0) for one, verdict in more.get("verdicts", {}).items())
    codings = tuple(
        Coding("ana", label, Passage("d", 0, 1, "x")) for label, n in more.get("passages", {}).items() for _ in range(n)
    )
    return conclude.run(
        indicators=[indicator("vehicle-production", "vehicle"), indicator("unused", "vehicle")],
        markers=more.get("markers", ()),
        phases=PHASES,
        recommendations=more.get("advice", ()),
        series=more.get("given", ()),
        description=StudyDescription("T", "Q", period("2013/2024"), places=more.get("places", ("KZ",))),
        code=Coded(codings, (), (), (), False),
        claim=Claimed(tuple(claims or ()), ()),
        verify=Verified(more.get("comparisons", ()), verdicts, ()),
        codebook=more.get("codebook", Codebook("1", "nominal")),
        events=more.get("events", ()),
        plans=more.get("links", ()),
        sparse_counts=more.get("counts", ()),
    )


def cells(result: Concluded) -> dict[str, IndicatorCell]:
    return {one.phase: one for one in result.indicators}


def test_a_cell_holds_the_dated_numbers_of_its_phase_in_the_order_of_their_dates() -> None:
    claims = [
        claim("C2", "9000", "2016", stated="9,000", subject="cars"),
        claim("C1", "2980", "2014", stated="2,980", subject="cars"),
        claim("C3", "30000", "2018"),
        claim("C4", "5000", "2017/2018"),
        claim("C5", "", "2015"),
        claim("C6", "5000", "2015", indicator="vehicle-exports"),
    ]
    found = cells(concluded(claims))
    assert found["1"].claims == ("C1", "C2")
    assert found["1"].text == "2,980 (cars, KZ, 2014); 9,000 (cars, KZ, 2016)"
    assert found["2"].claims == ("C3",)
    assert all(one.indicator == "vehicle-production" for one in found.values()), "no row without a number"


@pytest.mark.parametrize(
    ("numbers", "trend"),
    [
        ([("2014", "10"), ("2016", "30")], "rise"),
        ([("2014", "30"), ("2016", "10")], "fall"),
        ([("2014", "10"), ("2016", "10")], "undecided"),
        # 8000 is stated to the thousand, 8400 to the hundred: the first may have been the larger.
        ([("2014", "8000"), ("2016", "8400")], "undecided"),
        ([("2014", "8000"), ("2016", "8600")], "rise"),
        ([("2014", "10")], ""),
        ([("2014", "10"), ("2014", "12")], ""),
        ([("2014", "11"), ("2015", "50"), ("2016", "21")], "rise"),
        # Half a year of production is no year of it.
        ([("2014-H1", "11"), ("2016", "31")], ""),
        ([("2014", "11"), ("2016-H1", "13"), ("2016", "11.5")], "undecided"),
    ],
)
def test_a_trend_needs_two_dated_values(numbers: list[tuple[str, str]], trend: str) -> None:
    claims = [claim(f"C{i}", number, when) for i, (when, number) in enumerate(numbers)]
    assert cells(concluded(claims))["1"].trend == trend


@pytest.mark.parametrize(
    "other",
    [
        {"subject": "lorries"},
        {"place": "UZ"},
        {"unit": "percent"},
        {"modality": "planned"},
        {"comparator": "factor"},
    ],
)
def test_only_like_is_compared_with_like(other: dict[str, Any]) -> None:
    claims = [claim("C1", "10", "2014"), claim("C2", "30", "2016", **other)]
    assert cells(concluded(claims))["1"].trend == ""


def test_a_bound_is_an_interval_and_decides_where_it_can() -> None:
    claims = [claim("C1", "10", "2014"), claim("C2", "30", "2016", comparator="gt")]
    assert cells(concluded(claims))["1"].trend == "rise"
    claims = [claim("C1", "41", "2014"), claim("C2", "30", "2016", comparator="gt")]
    assert cells(concluded(claims))["1"].trend == "undecided"


def test_plans_are_kept_out_of_what_was_done() -> None:
    claims = [claim("C1", "10", "2014", stated="ten"), claim("C2", "30", "2016", stated="thirty", modality="planned")]
    found = cells(concluded(claims))["1"]
    assert (found.text, found.claims, found.planned) == ("ten (KZ, 2014)", ("C1",), ("C2",))


def test_a_change_runs_from_the_first_phase_with_a_value_to_the_last() -> None:
    claims = [
        claim("C1", "11", "2014"),
        claim("C2", "17", "2016"),
        claim("C3", "40", "2021", comparator="gt"),
        claim("C4", "5", "2013"),
        claim("C5", "7", "2021", place="UZ"),
    ]
    (change,) = concluded(claims).changes
    assert (change.first_phase, change.last_phase, change.first, change.last) == ("1", "2", "C1", "C3")
    assert (change.low, change.high, change.direction) == (28.5, float("inf"), "rise")


def test_pairs_that_disagree_are_mixed() -> None:
    claims = [
        claim(f"C{i}", number, when, subject=subject)
        for i, (subject, when, number) in enumerate(
            [("cars", "2014", "10"), ("cars", "2016", "30"), ("buses", "2014", "9"), ("buses", "2016", "3")]
        )
    ]
    assert cells(concluded(claims))["1"].trend == "mixed"


def test_series_fill_cells_where_their_place_is_studied_and_no_newer_vintage_stands_beside_them() -> None:
    old = series("old", {"2014": 1.0, "2016": 9.0}, of="x")
    new = series("new", {"2014": 3.0, "2015": None, "2016": 2.0, "2018": 7.0}, of="x", supersedes="old")
    abroad = series("abroad", {"2014": 3.0}, of="x", place="UZ")
    found = cells(concluded(given=[old, new, abroad]))
    assert found["1"].series == ("new",)
    assert found["1"].text == "3 (KZ 2014, new) to 2 (2016)"
    assert found["1"].trend == "fall"
    assert found["1"].pairs == ("new, KZ: 3 (2014) to 2 (2016), fall",)
    assert (found["2"].text, found["2"].trend) == ("7 (KZ 2018, new)", "")
    assert cells(concluded(given=[abroad], places=()))["1"].series == ("abroad",)


def test_markers_are_handed_on_as_declared() -> None:
    cell = Marker("innovation", "Assembly mode", "1", "kits", ("C1",))
    assert concluded(markers=(cell,)).markers == (cell,)


def advice(**more: Any) -> Recommendation:
    return Recommendation("R1", "Title", "Actor", "Action", **{"measurable_target": "ten by 2030", **more})


def row(given: Recommendation, **more: Any) -> RecommendationRow:
    (found,) = concluded(more.pop("claims", None), advice=(given,), **more).recommendations
    return found


@pytest.mark.parametrize(
    ("verdicts", "strength"),
    [
        ({"C1": "corroborated", "C2": "contradicted"}, "contested"),
        ({"C1": "corroborated", "C2": "unchecked"}, "supported"),
        ({"C1": "compatible", "C2": "dependent"}, "unverified"),
        ({"C1": "not comparable"}, "unverified"),
        ({}, "unverified"),
    ],
)
def test_strength_follows_from_the_verdicts_and_one_contradiction_contests_all(
    verdicts: dict[str, str], strength: str
) -> None:
    found = row(advice(claims=("C1", "C2")), verdicts=verdicts)
    assert found.strength == strength
    assert found.contested == tuple(one for one, verdict in verdicts.items() if verdict == "contradicted")
    assert found.supporting == tuple(one for one, verdict in verdicts.items() if verdict == "corroborated")


def test_advice_without_claims_may_rest_on_codings_and_says_what_it_lacks() -> None:
    coded = row(advice(codes=("risk", "trust")), passages={"risk": 2, "trust": 1, "other": 5})
    assert (coded.strength, coded.passages, coded.gap) == ("codings only", 3, "rests on no claim")
    nothing = row(advice(codes=("risk",), measurable_target=""), passages={"other": 5})
    assert (nothing.strength, nothing.gap) == ("no evidence", "rests on no claim; has no measurable target")


def test_advice_says_what_it_covers_and_what_speaks_against_it() -> None:
    given = advice(claims=("C1", "C2"), codes=("risk",), against=("C8",), against_codes=("praise",))
    claims = [claim("C1", "10", "2015"), claim("C2", "30", "2019"), claim("C7", "90", "2019"), claim("C8", "9", "2015")]
    book = Codebook("1", "nominal", themes=(Theme("t", "T", "", ("risk", "x")), Theme("u", "U", "", ("x",))))
    told = (
        Verdict("C2", "C7", "claim", "contradicted", True, ""),
        Verdict("C1", "C8", "claim", "contradicted", True, ""),
    )
    found = row(
        given,
        claims=claims,
        codebook=book,
        comparisons=told,
        verdicts={"C1": "corroborated", "C2": "contradicted"},
        passages={"risk": 2, "praise": 3},
    )
    assert (found.phases, found.themes, found.coders) == (("1", "2"), ("t",), ("ana",))
    assert (found.counter, found.counter_passages, found.strength) == (("C8", "C7"), 3, "contested")


def test_a_corroborated_claim_against_it_contests_advice() -> None:
    given = advice(claims=("C1",), against=("C8",))
    assert row(given, verdicts={"C1": "corroborated", "C8": "corroborated"}).strength == "contested"
    assert row(given, verdicts={"C1": "corroborated", "C8": "unchecked"}).strength == "supported"
