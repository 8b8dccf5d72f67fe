"""What is derived before a comparison, each step in words: units, currencies, growth, parts of a year, identities."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from stage_objects import claim, indicator, protocol, series, source, verified

from kelisim.model.claim import Claim
from kelisim.model.indicator import Identity, Indicator
from kelisim.model.protocol import MatrixRow
from kelisim.model.results import Verdict, Verified

OFFICE = {"of": "office", "provider": "Statistics Office"}
ENERGY = series(
    "energy", {"2021": 12.4, "2022": 13.1}, indicator="generation", unit="terawatt_hour", step=0.1, **OFFICE
)  # fmt: skip
COUNTED = {"2019": 9.36e6, "2020": 1.75e6, "2022-H1": 1.5e6, "2022-H2": 3.9e6}
VISITS = series("visits", COUNTED, indicator="visits", unit="visit", **OFFICE)


def one(said: Claim, *given: Any, **more: Any) -> Verdict:
    (found,) = verified([said], given=given, **more).comparisons
    return found


def generation(number: str, unit: str, when: str = "2022", **more: Any) -> Claim:
    return claim("C", number, when, indicator="generation", unit=unit, **more)


def visits(number: str, when: str, unit: str = "visit", **more: Any) -> Claim:
    return claim("C", number, when, indicator="visits", unit=unit, **more)


def test_physical_units_are_converted_and_the_factor_is_told() -> None:
    found = one(generation("13100", "gigawatt_hour"), ENERGY)
    assert found.verdict == "corroborated"
    assert "1 terawatt_hour = 1000 gigawatt_hour" in found.arithmetic
    # 13.05 TWh is 13,050 GWh; 12,900 is stated to the hundred, so that 12,950 is the most it can be.
    low = one(generation("12900", "gigawatt_hour"), ENERGY)
    assert (low.verdict, low.gap, low.gap_steps) == ("contradicted", pytest.approx(100), pytest.approx(1))


@pytest.mark.parametrize(
    ("unit", "into", "number"),
    [
        # Exact by the international agreement of 1959 and the definition of the barrel as 42 US gallons of 231 in³.
        ("mile", "kilometre", "1.609344"),
        ("pound", "kilogram", "0.45359237"),
        ("barrel", "litre", "158.987294928"),
        ("acre", "hectare", "0.40468564224"),
        ("gigawatt_hour", "terajoule", "3.6"),
        ("percent", "share", "0.01"),
        ("thousand tonne", "million kilogram", "1"),
        ("billion USD", "USD", "1000000000"),
    ],
)
def test_factors_are_those_of_the_definitions(unit: str, into: str, number: str) -> None:
    given = series("s", {"2022": 1.0}, indicator="generation", unit=unit, **OFFICE)
    assert one(generation(number, into, step=1e-12), given).verdict == "corroborated"


def test_units_of_different_kinds_are_not_compared() -> None:
    found = one(generation("13.1", "gigawatt"), ENERGY)
    assert found.verdict == "not comparable"
    assert found.arithmetic == "other unit: the claim is in gigawatt, the series in terawatt_hour"


MONEY = series("trade", {"2022": 24.1e9}, indicator="generation", unit="USD", **OFFICE)
RATE = series("rate", {"2022": 460.5}, indicator="exchange-rate", unit="KZT/USD", of="bank", vintage="2023")


def test_a_currency_needs_a_declared_rate_of_the_same_period() -> None:
    said = generation("11100000000000", "KZT")
    without = one(said, MONEY, RATE)
    assert (without.verdict, without.arithmetic) == (
        "not comparable",
        "other unit: the claim is in KZT, the series in USD",
    )
    rules = protocol()
    rules = replace(rules, cross_check=replace(rules.cross_check, rates=("rate",)))
    found = one(said, MONEY, RATE, protocol=rules)
    # 24.1 billion at 460.5 is 11.098 trillion.
    assert found.verdict == "corroborated"
    assert "1 USD = 460.5 KZT by rate (2023) for 2022" in found.arithmetic
    assert (
        one(replace(said, period=claim("x", "", "2021").period), MONEY, RATE, protocol=rules).verdict
        == "not comparable"
    )


def test_growth_is_derived_from_the_levels_at_both_ends() -> None:
    # 1.75 / 9.36 = 0.18697: a fall of 81.3%.
    fall = one(visits("81", "2020", "percent", change="down"), VISITS)
    assert fall.verdict == "corroborated"
    assert "the growth from 9360000 in 2019 to 1750000 in 2020" in fall.arithmetic
    wrong = one(visits("75", "2020", "percent", change="down"), VISITS)
    assert wrong.verdict == "contradicted"
    assert wrong.gap == pytest.approx(100 * (1.75 / 9.36 - 1) * -1 - 75.5)
    factor = one(visits("5", "2019/2020", "factor", change="down", comparator="factor"), VISITS)
    assert factor.verdict == "corroborated"
    missing = one(visits("10", "2019", "percent", change="up"), VISITS)
    assert missing.arithmetic == "growth needs the level of 2018, which the series does not have"


@pytest.mark.parametrize(
    ("number", "unit", "when", "verdict"),
    [
        # 18.5 to 20.6 is 2.1 points and 11.35%.
        ("2.1", "percentage_point", "2021", "corroborated"),
        ("11.35", "percent", "2021", "corroborated"),
        ("20.6", "percent", "2021", "corroborated"),
        ("2.1", "percent", "2021", "contradicted"),
        ("11.35", "percentage_point", "2021", "contradicted"),
        ("1.1135", "factor", "2020/2021", "corroborated"),
        ("2", "factor", "2020/2021", "contradicted"),
    ],
)
def test_a_rise_of_a_rate_in_percent_is_no_rise_in_points(number: str, unit: str, when: str, verdict: str) -> None:
    rate = series("rate", {"2020": 18.5, "2021": 20.6}, indicator="visits", unit="percent", **OFFICE)
    comparator = "factor" if unit == "factor" else "exact"
    found = one(visits(number, when, unit, change="up", comparator=comparator), rate)
    assert found.verdict == verdict


def test_growth_told_of_an_indicator_of_growth_is_its_level() -> None:
    growth = Indicator("visits", "Growth", "Growth", "percent", bounds=(-100.0, 100.0))
    rates = series("rate", {"2020": 2.5, "2021": 5.0}, indicator="visits", unit="percent", **OFFICE)
    assert one(visits("100", "2021", "percent", change="up"), rates, indicators=(growth,)).verdict == "contradicted"
    assert one(visits("5.0", "2021", "percent", change="up"), rates, indicators=(growth,)).verdict == "corroborated"


def test_a_change_in_percentage_points_is_the_difference_of_two_shares() -> None:
    shares = series("share", {"2015": 22.0, "2019": 59.0}, indicator="visits", unit="percent", **OFFICE)
    assert one(visits("37", "2015/2019", "percentage_point", change="up"), shares).verdict == "corroborated"
    assert one(visits("27", "2015/2019", "percentage_point", change="up"), shares).verdict == "contradicted"


FLOW = Indicator("visits", "Visits", "Visits", "visit", bounds=(0, 1e12), over_time="sum")


def test_a_year_is_the_sum_of_its_parts_only_where_the_indicator_says_so() -> None:
    said = visits("5400000", "2022")
    undeclared = one(said, VISITS, indicators=(indicator("visits", "visit"),))
    assert undeclared.verdict == "not comparable"
    assert "does not say how it adds up over time" in undeclared.arithmetic
    found = one(said, VISITS, indicators=(FLOW,))
    assert found.verdict == "corroborated"
    assert "the sum of 2 periods, 2022-H1 to 2022-H2" in found.arithmetic
    stock = one(visits("3900000", "2022"), VISITS, indicators=(replace(FLOW, over_time="last"),))
    mean = one(visits("2700000", "2022"), VISITS, indicators=(replace(FLOW, over_time="mean"),))
    assert [stock.verdict, mean.verdict] == ["corroborated", "corroborated"]


def test_half_a_year_is_no_year() -> None:
    half = replace(VISITS, observations=VISITS.observations[:3])
    assert one(visits("1500000", "2022"), half, indicators=(FLOW,)).verdict == "not comparable"


def test_a_part_of_a_year_cannot_exceed_the_whole() -> None:
    assert one(visits("9000000", "2019-H1"), VISITS, indicators=(FLOW,)).verdict == "compatible"
    more = one(visits("9500000", "2019-H1"), VISITS, indicators=(FLOW,))
    assert more.verdict == "contradicted"
    assert "no more than 9360000 for the whole of 2019" in more.arithmetic


# Revisions


def test_the_span_over_vintages_widens_the_comparison_openly() -> None:
    old = series("old", {"2020": 1.70e6}, indicator="visits", unit="visit", vintage="2021", **OFFICE)
    new = series("new", {"2020": 1.80e6}, indicator="visits", unit="visit", vintage="2023", supersedes="old", **OFFICE)
    between = verified([visits("1750000", "2020")], given=[old, new]).comparisons
    assert {one.verdict for one in between} == {"compatible"}
    assert all("span [1700000, 1800000]" in one.arithmetic for one in between)
    beyond = verified([visits("1900000", "2020", step=1000.0)], given=[old, new]).comparisons
    assert {one.verdict for one in beyond} == {"contradicted"}
    assert {one.gap for one in beyond} == {99_500.0}, "the gap is that to the span"
    assert all("beyond known revisions" in one.arithmetic for one in beyond)


# Mixing of indicators


def test_a_share_that_is_checked_by_plant_output_is_not_comparable() -> None:
    share = claim("share", "59", "2019", indicator="share", unit="percent", by="paper")
    output = series("output", {"2019": 44_077}, indicator="output", unit="vehicle", of="association")
    row = MatrixRow("M1", "Share", ("share",), "", ("paper",), ("association",))
    found = verified([share], given=[output], matrix=(row,), sources=(source("paper"), source("association")))
    (made,) = found.comparisons
    assert (made.verdict, made.against) == ("not comparable", "output")
    assert made.arithmetic == "other indicator: the cross-check association is on output, the claim on share"
    assert found.verdicts[0].verdict == "not comparable"


def test_indicators_of_one_name_are_told_apart_by_what_they_are() -> None:
    parts = replace(indicator("parts", "percent"), name="Localisation")
    sales = replace(indicator("sales", "percent"), name="Home share", aliases=("localisation",))
    said = claim("a", "50", "2022", indicator="parts", unit="percent", by="a")
    other = claim("b", "70", "2022", indicator="sales", unit="percent", by="b")
    found = verified([said, other], indicators=(parts, sales))
    assert {one.verdict for one in found.verdicts} == {"not comparable"}
    assert "other indicator: both are called “localisation”" in found.comparisons[0].arithmetic


# Identities

SHARE, HOME, ALL = (indicator("home-share", "percent"), indicator("home", "vehicle"), indicator("all", "vehicle"))
IDENTITY = Identity("share", "home_share = home / all")


def held(*claims: Claim, given: Any = (), identities: Any = (IDENTITY,), **more: Any) -> Verified:
    found: Verified = verified(claims, given=given, identities=identities, indicators=(SHARE, HOME, ALL), **more)
    return found


def stated(name: str, number: str, of: str, when: str = "2022", **more: Any) -> Claim:
    return claim(name, number, when, indicator=of, unit="percent" if of == "home-share" else "vehicle", **more)


def test_a_share_is_tested_by_its_parts_with_their_rounding() -> None:
    home, every = stated("h", "59000", "home", by="office"), stated("a", "100000", "all", by="union", step=1.0)
    # 58,500 to 59,500 by 99,999.5 to 100,000.5.
    good = held(stated("s", "59", "home-share"), home, every)
    (test,) = good.identities
    assert (test.verdict, test.stated, test.used) == ("agrees", "s", ("h", "a"))
    assert test.derived.low == pytest.approx(100 * 58_500 / 100_000.5)
    assert test.derived.high == pytest.approx(100 * 59_500 / 99_999.5)
    assert {one.claim: one.verdict for one in good.verdicts}["s"] == "corroborated"
    bad = held(stated("s", "71", "home-share"), home, every)
    assert bad.identities[0].verdict == "contradicted"
    assert bad.comparisons[0].gap == pytest.approx(70.5 - 100 * 59_500 / 99_999.5)
    assert bad.comparisons[0].against_kind == "identity"


def test_parts_of_the_own_origin_make_the_result_dependent() -> None:
    home, every = stated("h", "59000", "home"), stated("a", "100000", "all", by="union", step=1.0)
    found = held(stated("s", "59", "home-share"), home, every)
    assert {one.claim: one.verdict for one in found.verdicts}["s"] == "dependent"


def test_other_places_and_periods_and_plans_are_no_parts() -> None:
    share, every = stated("s", "70", "home-share"), stated("a", "100000", "all", by="union")
    for wrong in ({"place": "UZ"}, {"when": "2021"}, {"modality": "planned"}):
        assert held(share, every, stated("h", "59000", "home", **wrong)).identities == ()  # type: ignore[arg-type]


def test_one_combination_that_agrees_is_enough() -> None:
    homes = [stated("h1", "59000", "home", by="a"), stated("h2", "70000", "home", by="b")]
    every = series("all", {"2022": 100_000}, indicator="all", of="c")
    (test,) = held(stated("s", "70", "home-share"), *homes, given=[every]).identities
    assert (test.verdict, test.used) == ("agrees", ("h2", "all"))


def test_growth_and_sums_of_subjects_are_identities_too() -> None:
    kinds = [stated(name, number, "home", subject=name) for name, number in (("cars", "80679"), ("lorries", "10647"))]
    total = stated("total", "93500", "home", subject="all vehicles", by="minister")
    identity = Identity("kinds", "home[all vehicles] = home[cars] + home[lorries]")
    (test,) = held(total, *kinds, identities=(identity,)).identities
    # 80,679 + 10,647 = 91,326, each to half a unit; 93,450 less 91,327.
    assert (test.verdict, test.gap) == ("contradicted", 2_123.0)
    grew = Identity("grew", "home_share = growth(all)")
    levels = [stated("a1", "80000", "all", "2021", step=1.0, by="x"), stated("a2", "100000", "all", step=1.0, by="x")]
    (test,) = held(stated("s", "25", "home-share"), *levels, identities=(grew,)).identities
    assert test.verdict == "agrees"


@pytest.mark.parametrize(
    ("head", "units", "formula", "wanted"),
    [
        ("8.838", ("kilogram", "thousand tonne", "thousand person"), "r = p / q", "agrees"),
        ("8.838", ("kilogram per person", "thousand tonne", "thousand person"), "r = p / q", "agrees"),
        ("0.008838", ("tonne per person", "thousand tonne", "thousand person"), "r = p / q", "agrees"),
        ("8.838", ("tonne", "thousand tonne", "thousand person"), "r = p / q", "contradicted"),
        # The unit of a rate may be left out: then the numbers are taken as they stand.
        ("0.008838", ("", "thousand tonne", "thousand person"), "r = p / q", "agrees"),
        # Who multiplies by a number says how the units go together.
        ("8.838", ("kilogram", "tonne", "person"), "r = 1000 * p / q", "agrees"),
        ("3749.750", ("tonne", "thousand tonne", "thousand kilogram"), "r = p + q", "contradicted"),
        ("36566.900", ("tonne", "thousand tonne", "thousand kilogram"), "r = p + q", "agrees"),
        ("-29133.1", ("tonne", "thousand tonne", "thousand kilogram"), "r = - p + q", "agrees"),
    ],
)
def test_units_of_an_identity_are_brought_together(
    head: str, units: tuple[str, str, str], formula: str, wanted: str
) -> None:
    # 32,850 tonnes and 3,716.9 thousand people are 8.838 kg a head; 32,850 t and 3,716.9 t are 36,566.9 t.
    every = tuple(indicator(name, unit) for name, unit in zip("rpq", units, strict=True))
    said = claim("c", head, "2022", indicator="r", unit=units[0], by="a")
    plain = "thousand" not in units[1]
    given = [
        series("p", {"2022": 32850.0 if plain else 32.85}, indicator="p", unit=units[1], of="b"),
        series("q", {"2022": 3716900.0 if plain else 3716.9}, indicator="q", unit=units[2], of="c"),
    ]
    (test,) = verified([said], given=given, identities=(Identity("i", formula),), indicators=every).identities
    assert (test.verdict, "thousand" in test.arithmetic) == (wanted, bool(units[0]) and not plain)


def test_a_divisor_that_may_be_zero_tests_nothing() -> None:
    every = stated("a", "0", "all", step=1.0)
    assert held(stated("s", "59", "home-share"), stated("h", "5", "home"), every).identities == ()


# What a revision touches


class _Memo:
    """Remembers parts and counts those it had to compute."""

    def __init__(self) -> None:
        self.known: dict[str, Any] = {}
        self.computed = 0

    def __call__(self, key: str, compute: Any) -> Any:
        if key not in self.known:
            self.computed += 1
            self.known[key] = compute()
        return self.known[key]


def test_a_revised_series_redoes_only_what_depends_on_it() -> None:
    places = [f"P{i}" for i in range(20)]
    claims = [claim(f"C{one}", "100", "2022", place=one, by="paper") for one in places]
    given = [series(f"s{one}", {"2022": 100.0}, of="office", place=one) for one in places]
    memo = _Memo()
    before = verified(claims, given=given, memo=memo)
    assert memo.computed == 20
    revised = [*given[:7], series("sP7", {"2022": 430.0}, of="office", place="P7"), *given[8:]]
    after = verified(claims, given=revised, memo=memo)
    assert memo.computed == 21
    changed = [one.claim for one, two in zip(before.verdicts, after.verdicts, strict=True) if one != two]
    assert changed == ["CP7"]
    assert after == verified(claims, given=revised), "what was remembered is what is computed afresh"
    verified(claims, given=revised, memo=memo, sources=(source("paper", lineage=("office",)), source("office")))
    assert memo.computed == 41, "a tie that joins the paper to the office concerns every claim"


# Claims on a year and on its parts


def halves(*numbers: str, by: str = "union") -> list[Claim]:
    return [replace(visits(n, f"2022-H{i}", step=1.0), id=f"{by}-H{i}", source=by) for i, n in enumerate(numbers, 1)]


def test_the_parts_that_one_source_states_are_held_against_anothers_year() -> None:
    year = replace(visits("5400000", "2022", step=1.0), id="year", source="office")
    found = verified([year, *halves("1500000", "3900000")], indicators=(FLOW,))
    (one,) = (one for one in found.comparisons if one.claim == "year")
    assert (one.claim, one.verdict, one.gap) == ("year", "corroborated", 0)
    assert "the sum of claims union-H1, union-H2 says [5399999, 5400001]" in one.arithmetic
    wrong = verified([year, *halves("1500000", "3700000")], indicators=(FLOW,))
    # 5,399,999.5 less 5,200,001.
    assert [(one.verdict, one.gap) for one in wrong.comparisons if one.claim == "year"] == [("contradicted", 199_998.5)]
    mixed = [halves("1500000", "1")[0], halves("1", "3900000", by="paper")[1]]
    told = {one.verdict for one in verified([year, *mixed], indicators=(FLOW,)).comparisons}
    assert told == {"not comparable"}, "halves of two counts make no year"
    undeclared = verified([year, *halves("1", "2")], indicators=(indicator("visits", "visit"),))
    assert {one.verdict for one in undeclared.comparisons} == {"not comparable"}


def test_a_half_that_exceeds_its_year_contradicts_it() -> None:
    year = replace(visits("1400000", "2022", step=1.0), id="year", source="office")
    found = verified([year, *halves("1500000")], indicators=(FLOW,))
    assert [(one.claim, one.against, one.verdict, one.gap) for one in found.comparisons] == [
        ("year", "union-H1", "contradicted", 99_999),
        ("union-H1", "year", "contradicted", 99_999),
    ]
