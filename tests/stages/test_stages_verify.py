"""Claims against series and against each other, on figures for Kazakhstan that disagree in print.

Vehicle output of 2021: 92,417 by OICA (world motor vehicle production statistics 2022), 93,500 as the Prime Minister
said on the statistics bureau's word, and 91,703 as the parts of the bureau's own release add up (80,679 cars, 10,647
lorries, 377 buses). Output of the first half of 2016: 2,980 or 3,772. Trade with China in 2022: 31.2 or 24.1 billion
USD. Spending on research in 2011: 0.157% of GDP in the World Bank's vintage of 2013, 0.153% in that of 2025.
"""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stage_objects import between, claim, indicator, protocol, series, source, verified

from kelisim.model.claim import Claim
from kelisim.model.interval import Interval
from kelisim.model.protocol import MatrixRow
from kelisim.model.results import Verdict
from kelisim.stages.verify.arithmetic import compare

BUREAU = source("bureau")
MINISTER = source("minister", lineage=("bureau",))
OICA = source("oica", "industry association")
CEIC = source("ceic", "analyst", lineage=("oica",))
SOURCES = (BUREAU, MINISTER, OICA, CEIC)
OUTPUT_2021 = claim("minister-2021", "93500", "2021", citations=("minister",), stated="93,500")
PARTS_2021 = claim("parts-2021", str(80_679 + 10_647 + 377), "2021", citations=("bureau",), stated="91,703")
OICA_SERIES = series("oica-output", {"2020": 74_831, "2021": 92_417, "2022": 112_540}, of="oica", provider="OICA")


def verdicts(*claims: Claim, **more: Any) -> dict[str, str]:
    return {one.claim: one.verdict for one in verified(claims, sources=more.pop("sources", SOURCES), **more).verdicts}


def only(*claims: Claim, **more: Any) -> Verdict:
    found = verified(claims, sources=more.pop("sources", SOURCES), **more).comparisons
    assert len({one.claim for one in found}) == len(found) or len(claims) == 1
    return found[0]


# Against series


def test_the_ministers_figure_is_contradicted_by_oica() -> None:
    found = only(OUTPUT_2021, given=[OICA_SERIES])
    # Stated to the hundred: 93,450 to 93,550. The gap is 93,450 - 92,417 = 1,033, ten steps of a hundred.
    assert found.verdict == "contradicted"
    assert found.independent
    assert found.gap == 1_033
    assert found.gap_steps == pytest.approx(10.33)
    assert "[93450, 93550]" in found.arithmetic
    assert "92417" in found.arithmetic


def test_a_tolerance_of_two_per_cent_reconciles_them_and_one_does_not() -> None:
    assert verdicts(OUTPUT_2021, given=[OICA_SERIES], tolerance=0.02) == {"minister-2021": "corroborated"}
    assert verdicts(OUTPUT_2021, given=[OICA_SERIES], tolerance=0.01) == {"minister-2021": "contradicted"}


@pytest.mark.parametrize(
    ("number", "step", "verdict"),
    [
        ("92417", None, "corroborated"),
        ("92400", None, "corroborated"),
        ("92000", None, "corroborated"),
        ("92000", 100.0, "contradicted"),
        ("92000", 1.0, "contradicted"),
        ("93000", 1_000.0, "contradicted"),
    ],
)
def test_a_number_is_held_to_the_precision_with_which_it_was_stated(
    number: str, step: float | None, verdict: str
) -> None:
    assert verdicts(claim("C", number, "2021", step=step), given=[OICA_SERIES]) == {"C": verdict}


def test_the_providers_own_rounding_counts_as_well() -> None:
    rounded = replace(OICA_SERIES, step=1_000.0)
    said = claim("C", "91950", "2021", step=1.0)
    assert verdicts(said, given=[OICA_SERIES]) == {"C": "contradicted"}
    assert verdicts(said, given=[rounded]) == {"C": "corroborated"}


def test_numbers_that_touch_at_half_a_step_are_not_set_apart_by_binary_fractions() -> None:
    # 1.2 to one decimal may have been 1.15; 1.2 - 0.05 is a little more than 1.15 in binary.
    for number, observed in [("1.2", 1.15), ("8.1", 8.05), ("0.6", 0.55), ("4.7", 4.75), ("2.3", 2.35)]:
        shares = series("s", {"2021": observed}, of="oica", unit="percent")
        assert verdicts(claim("C", number, "2021", unit="percent"), given=[shares]) == {"C": "corroborated"}, number


def test_a_bound_is_compatible_and_not_corroborated() -> None:
    assert verdicts(claim("C", "90000", "2021", comparator="gt"), given=[OICA_SERIES]) == {"C": "compatible"}
    assert verdicts(claim("C", "95000", "2021", comparator="gt"), given=[OICA_SERIES]) == {"C": "contradicted"}
    assert verdicts(claim("C", "95000", "2021", comparator="lt"), given=[OICA_SERIES]) == {"C": "compatible"}


def test_a_range_holds_what_lies_in_it() -> None:
    assert verdicts(between("C", 90_000, 95_000, "2021"), given=[OICA_SERIES]) == {"C": "corroborated"}
    assert verdicts(between("C", 80_000, 90_000, "2021"), given=[OICA_SERIES]) == {"C": "contradicted"}


def test_agreement_with_the_own_origin_is_dependent() -> None:
    said = claim("C", "92417", "2021", citations=("ceic",))
    found = verified([said], given=[OICA_SERIES], sources=SOURCES)
    assert found.verdicts[0].verdict == "dependent"
    assert found.verdicts[0].n_independent == 0
    assert found.verdicts[0].reason == "agrees only with oica-output, which shares its provenance: ceic re-reports oica"


def test_a_series_and_its_reprint_are_one_independent_witness() -> None:
    reprint = replace(OICA_SERIES, id="ceic-output", source="ceic")
    third = replace(OICA_SERIES, id="bureau-output", source="bureau")
    said = claim("C", "92417", "2021", by="paper")
    assert verified([said], given=[OICA_SERIES, reprint], sources=SOURCES).verdicts[0].n_independent == 1
    assert verified([said], given=[OICA_SERIES, reprint, third], sources=SOURCES).verdicts[0].n_independent == 2


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (claim("C", "93500", "2021", modality="planned"), "a plan is not compared with an outcome"),
        (claim("C", "24", "2021", unit="percent"), "other unit: the claim is in percent, the series in vehicle"),
        (claim("C", "93500"), "the claim states no period"),
        (claim("C", "46000", "2021-H1"), "part-year: the claim covers 2021-H1, the series the whole of 2021"),
        (claim("C", "93500", "2019"), "the series has no value for 2019"),
        (
            claim("C", "2", "2020", comparator="factor", change="up"),
            "growth needs the level of 2019, which the series does not have",
        ),
    ],
)
def test_what_cannot_be_compared_says_why(said: Claim, why: str) -> None:
    found = only(said, given=[OICA_SERIES])
    assert (found.verdict, found.arithmetic) == ("not comparable", why)
    (one,) = verified([said], given=[OICA_SERIES], sources=SOURCES).verdicts
    assert (one.verdict, one.reason) == ("not comparable", f"cannot be compared with oica-output ({why})")


def test_another_place_is_named_and_another_indicator_is_no_comparison_at_all() -> None:
    elsewhere = only(claim("C", "93500", "2021", place="UZ"), given=[OICA_SERIES])
    assert (elsewhere.verdict, elsewhere.against) == ("not comparable", "oica-output")
    assert elsewhere.arithmetic == "other place: the claim is about UZ, the series about KZ"
    found = verified([claim("C", "93500", "2021", indicator="vehicle-exports")], given=[OICA_SERIES], sources=SOURCES)
    assert found.comparisons == ()
    assert found.verdicts[0].verdict == "unchecked"


def test_a_gap_in_the_series_checks_nothing() -> None:
    assert verdicts(OUTPUT_2021, given=[series("s", {"2021": None}, of="oica")]) == {"minister-2021": "unchecked"}


def test_what_was_reached_by_a_year_holds_for_that_year() -> None:
    assert verdicts(claim("C", "92400", "../2021"), given=[OICA_SERIES]) == {"C": "corroborated"}


# Vintages and revisions

WDI_2013 = series("wdi-2013", {"2011": 0.15723}, of="wdi13", vintage="2013", unit="percent", indicator="gerd")
WDI_2025 = series(
    "wdi-2025", {"2011": 0.153490006923676}, of="wdi25", vintage="2025", unit="percent", indicator="gerd",
    supersedes="wdi-2013",
)  # fmt: skip
GERD_2011 = claim("C", "0.157", "2011", unit="percent", indicator="gerd")


def test_a_revision_does_not_contradict_what_an_earlier_vintage_bears_out() -> None:
    assert verdicts(GERD_2011, given=[WDI_2025]) == {"C": "contradicted"}
    found = verified([GERD_2011], given=[WDI_2013, WDI_2025])
    by_series = {one.against: one for one in found.comparisons}
    assert by_series["wdi-2013"].verdict == "corroborated"
    assert by_series["wdi-2025"].verdict == "compatible"
    span = "the vintages 2013 (wdi-2013) 0.15723, 2025 (wdi-2025) 0.1534900069 span [0.1534900069, 0.15723]"
    assert f"within known revisions: {span}" in by_series["wdi-2025"].arithmetic
    assert by_series["wdi-2025"].vintage == "2025"
    assert found.verdicts[0].verdict == "corroborated"


def test_two_series_that_are_no_vintages_of_one_another_are_not_forgiven() -> None:
    assert verdicts(GERD_2011, given=[WDI_2013, replace(WDI_2025, supersedes="")]) == {"C": "contradicted"}


def test_a_number_that_no_vintage_bears_out_is_contradicted_by_all() -> None:
    found = verified([replace(GERD_2011, interval=Interval.point(0.17), value=0.17)], given=[WDI_2013, WDI_2025])
    assert {one.verdict for one in found.comparisons} == {"contradicted"}


def test_a_revision_of_the_own_provider_stays_dependent() -> None:
    own = (source("wdi13", lineage=("wdi",)), source("wdi25", lineage=("wdi",)), source("wdi"))
    said = replace(GERD_2011, citations=("wdi13",))
    assert verdicts(said, given=[WDI_2013, WDI_2025], sources=own) == {"C": "dependent"}


# Claims against claims


def test_the_ministers_figure_and_the_sum_of_the_bureaus_parts_exclude_each_other() -> None:
    found = verified([OUTPUT_2021, PARTS_2021], sources=SOURCES)
    assert [one.verdict for one in found.comparisons] == ["contradicted", "contradicted"]
    assert not any(one.independent for one in found.comparisons), "both go back to the bureau"
    # 93,450 less 91,703.5
    assert [one.gap for one in found.comparisons] == [1_746.5, 1_746.5]


def test_the_first_half_of_2016_was_told_twice() -> None:
    claims = [claim("low", "2980", "2016-H1", citations=("minister",)), claim("high", "3772", "2016-H1", by="ceic")]
    found = verified(claims, sources=SOURCES)
    assert {one.verdict for one in found.verdicts} == {"contradicted"}
    # 2,980 is stated to the ten: 3,771.5 less 2,985.
    assert [one.gap for one in found.comparisons] == [786.5, 786.5]


def test_trade_with_china_in_2022_was_told_twice() -> None:
    def said(name: str, number: str) -> Claim:
        return claim(name, number, "2022", by=name, indicator="trade", unit="USD", subject="trade with China")

    found = verified([said("a", "31200000000"), said("b", "24100000000")])
    assert {one.verdict for one in found.verdicts} == {"contradicted"}
    assert found.comparisons[0].gap == pytest.approx(7.0e9)


def test_independent_claims_that_overlap_corroborate_each_other_where_both_are_sharp() -> None:
    one, other = claim("a", "92400", "2021", by="oica"), claim("b", "92417", "2021", by="bureau")
    assert set(verdicts(one, other).values()) == {"corroborated"}
    wide = between("c", 50_000, 150_000, "2021", by="bureau")
    assert set(verdicts(one, wide).values()) == {"compatible"}
    reprint = replace(one, id="d", source="ceic")
    assert set(verdicts(one, reprint).values()) == {"dependent"}


@pytest.mark.parametrize(
    "change",
    [
        {"subject": "lorries"},
        {"place": "UZ"},
        {"unit": "percent"},
        {"indicator": "vehicle-exports"},
        {"change": "up"},
        {"modality": "planned"},
        {"period": claim("x", "", "2020").period},
        {"period": None},
    ],
)
def test_claims_about_different_things_are_not_compared(change: dict[str, Any]) -> None:
    other = replace(PARTS_2021, **change)
    assert {one.verdict for one in verified([OUTPUT_2021, other], sources=SOURCES).comparisons} <= {"not comparable"}


def test_subjects_and_places_are_compared_without_regard_to_case() -> None:
    one, other = replace(OUTPUT_2021, subject="Cars ", place="kz"), replace(PARTS_2021, subject="cars")
    assert len(verified([one, other], sources=SOURCES).comparisons) == 2


DATED = (indicator("opening", "date"),)


def dated(name: str, when: str, **more: Any) -> Claim:
    return claim(name, "", when, by=name, indicator="opening", subject="plant in Kostanay", unit="", **more)


def test_one_event_is_dated_once() -> None:
    assert set(verdicts(dated("a", "2015"), dated("b", "2016"), indicators=DATED).values()) == {"contradicted"}
    assert set(verdicts(dated("a", "2016"), dated("b", "2016-05-04"), indicators=DATED).values()) == {"corroborated"}
    assert set(verdicts(dated("oica", "2016"), dated("ceic", "2016"), indicators=DATED).values()) == {"dependent"}


def test_only_dates_are_compared_as_dates() -> None:
    assert set(verdicts(dated("a", "2015"), dated("b", "2016")).values()) == {"unchecked"}


# The verdict on a claim, and the matrix


def test_the_worst_comparison_decides_except_that_silence_is_no_verdict() -> None:
    good = series("good", {"2021": 93_500}, of="ceic")
    assert verdicts(OUTPUT_2021, given=[good]) == {"minister-2021": "corroborated"}
    assert verdicts(OUTPUT_2021, given=[good, replace(OICA_SERIES, source="other")]) == {
        "minister-2021": "contradicted"
    }
    silent = series("silent", {"1999": 1}, of="x")
    assert verdicts(OUTPUT_2021, given=[good, silent]) == {"minister-2021": "corroborated"}


def test_long_lists_of_what_was_compared_are_cut() -> None:
    many = [series(f"s{i}", {"2021": 93_500}, of=f"x{i}") for i in range(6)]
    (one,) = verified([OUTPUT_2021], given=many, sources=SOURCES).verdicts
    assert one.reason == "overlaps s0, s1, s2, s3 and 2 more, independent in provenance"


def test_a_declared_row_takes_the_worst_verdict_and_the_best_rating() -> None:
    ratings = {"minister": "Exploratory", "bureau": "Medium", "oica": "High"}
    row = MatrixRow("M1", "Output", ("minister-2021", "parts-2021"), "", ("minister", "bureau"), ("oica",), "High")
    found = verified([OUTPUT_2021, PARTS_2021], given=[OICA_SERIES], sources=SOURCES, matrix=(row,), ratings=ratings)
    (made,) = found.matrix
    assert (made.verdict, made.rating, made.reported_rating) == ("contradicted", "Medium", "High")
    assert made.rating_reason == "bureau is the best-rated primary source"


def test_a_cross_check_of_the_same_origin_and_a_missing_one_are_named() -> None:
    shared = MatrixRow("M1", "Output", (), "", ("minister",), ("bureau", "oica"))
    missing = MatrixRow("M2", "Output", (), "", ("minister",))
    first, second = verified([], sources=SOURCES, matrix=(shared, missing)).matrix
    assert "the cross-check bureau shares its provenance" in first.rating_reason
    assert "no cross-check is named" in second.rating_reason
    assert first.verdict == second.verdict == "unchecked"


def test_without_declared_rows_there_is_one_a_number_of_the_sections_to_check() -> None:
    claims = [replace(OUTPUT_2021, section="3.1"), replace(PARTS_2021, section="1"), dated("a", "2015", section="3.1")]
    rows = verified(claims, sources=SOURCES, protocol=protocol(sections=("3.1",))).matrix
    assert [row.id for row in rows] == ["minister-2021"]
    assert rows[0].sources == ("minister",)


# Properties

NUMBERS = st.integers(1, 400).map(lambda n: str(n * 25))
CLAIMS = st.lists(
    st.builds(
        lambda number, comparator, when, by, place: (number, comparator, when, by, place),
        NUMBERS,
        st.sampled_from(["exact", "approx", "gt", "lt"]),
        st.sampled_from(["2020", "2021"]),
        st.sampled_from(["minister", "bureau", "oica", "ceic"]),
        st.sampled_from(["KZ", "UZ"]),
    ),
    max_size=6,
)


def made(parts: list[tuple[str, str, str, str, str]]) -> list[Claim]:
    return [
        claim(f"C{i}", number, when, by=by, comparator=comparator, place=place)
        for i, (number, comparator, when, by, place) in enumerate(parts)
    ]


@given(CLAIMS, st.sampled_from([0.0, 0.05, 0.3]))
def test_comparisons_between_claims_are_the_same_both_ways(
    parts: list[tuple[str, str, str, str, str]], tolerance: float
) -> None:
    found = verified(made(parts), sources=SOURCES, tolerance=tolerance).comparisons
    found = [one for one in found if one.verdict != "not comparable"]
    by_pair = {(one.claim, one.against): one for one in found}
    assert len(by_pair) == len(found)
    for (one, other), verdict in by_pair.items():
        back = by_pair[other, one]
        assert (verdict.verdict, verdict.independent) == (back.verdict, back.independent)
        assert verdict.gap == pytest.approx(back.gap)


@given(CLAIMS, st.randoms())
def test_the_order_of_the_table_changes_nothing_but_the_order(
    parts: list[tuple[str, str, str, str, str]], order: random.Random
) -> None:
    claims = made(parts)
    shuffled = list(claims)
    order.shuffle(shuffled)
    one, other = (verified(rows, given=[OICA_SERIES], sources=SOURCES) for rows in (claims, shuffled))
    assert sorted(map(repr, one.comparisons)) == sorted(map(repr, other.comparisons))
    assert {v.claim: (v.verdict, v.n_independent, v.n_comparisons) for v in one.verdicts} == {
        v.claim: (v.verdict, v.n_independent, v.n_comparisons) for v in other.verdicts
    }


def test_the_tolerance_is_a_share_of_the_larger_number() -> None:
    said = claim("a", "100", "2021", by="oica", step=1.0), claim("b", "111", "2021", by="bureau")
    # 110.5 less 100.5 is 10; a tenth of 100 is as much, 0.095 of 111 is more, 0.085 of 111 is less.
    assert set(verdicts(*said, tolerance=0.095).values()) == {"corroborated"}
    assert set(verdicts(*said, tolerance=0.085).values()) == {"contradicted"}


BOUNDS = st.floats(-1e6, 1e6)


@given(BOUNDS, BOUNDS, BOUNDS, BOUNDS, st.floats(0, 0.5), st.floats(0, 0.5))
def test_a_wider_tolerance_never_sets_apart_what_a_narrower_one_joins(
    a: float, b: float, c: float, d: float, narrow: float, wide: float
) -> None:
    one, other = Interval(min(a, b), max(a, b)), Interval(min(c, d), max(c, d))
    results = [
        compare(one, other, tolerance=t, step=None, unit="", other_name="the other") for t in sorted((narrow, wide))
    ]
    assert results[0].gap >= results[1].gap
    assert not (results[0].overlaps and not results[1].overlaps)
    assert one.overlaps(other) <= results[0].overlaps
