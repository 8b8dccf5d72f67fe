"""What an English number measures by the grammar of its clause, in sentences from many fields."""

from __future__ import annotations

import pytest

from kelisim.text import claims
from kelisim.text.extraction.carried import STEPS


@pytest.mark.parametrize(
    ("text", "indicators"),
    [
        # The subject of a verb of level or change.
        ("The number of caesarean sections in the province fell by 9 per cent.", ["caesarean sections"]),
        ("Overall, the share of pupils who repeat a year dropped to 4.2%.", ["market_share"]),
        ("The maternal mortality ratio is expected to fall to 70 by 2030.", ["maternal mortality ratio"]),
        ("Reservoir levels, which had been low for years, recovered to 81%.", ["reservoir levels"]),
        ("Peru and Chile's copper tailings were below 30%.", ["copper tailings"]),
        ("The orchard area grew by 3%, and is projected to expand by 5%.", ["orchard area", "orchard area"]),
        ("The French market registered a modest growth of 2.8%.", ["market"]),
        ("The number reported as homeless rose by 6%.", ["reported homeless"]),
        ("The rate of school dropout was 11%.", ["school dropout"]),
        # The object of a verb of change.
        ("The law cut the retirement age to 60 years.", ["retirement age"]),
        ("The dam reduced siltation by 40%.", ["siltation"]),
        # What a noun of change changes, and what the number describes.
        ("The city saw a 5% rise in evictions.", ["evictions"]),
        ("Nurses reported a reduction of 20% in waiting times.", ["waiting times"]),
        ("A 43% grain shortfall was feared.", ["grain shortfall"]),
        ("The bank granted 14% more credit lines and booked 8% fee growth.", None),
        # Nouns that "of" and commas join.
        ("The lender set a provision for bad debts of $2.3 million.", ["provision"]),
        ("The scheme had an impact on attendance of 8 percentage points.", ["attendance"]),
        ("The pilot had a large effect on anaemia, about 12 percentage points.", ["anaemia"]),
        ("A modest stipend, equivalent to 2% of the household budget, was paid.", ["modest stipend"]),
        ("The region has the lowest vaccination rate of all (56%).", ["vaccination rate"]),
        ("The fund now exceeds $10 billion in total assets.", ["total assets"]),
        # What a bare number counts.
        ("The clinics recorded 3.16 million outpatient visits.", ["outpatient visits"]),
        ("The treaty covers exports to 30 countries.", ["countries"]),
        # What only changes, repeats or goes on with the number before.
        ("There were 650 admissions, an increase of 2.6 per cent.", ["admissions", "admissions"]),
        ("Some 8,793 hikers visited the park, up 12% on 2021.", ["hikers", "hikers"]),
        ("Literacy is 71% in the north, 62% in the centre and 26% in the south.", ["literacy"] * 3),
        ("The bank set a fee of $2.3 million, compared with $2.9 million for 2022.", ["fee", "fee"]),
        ("Net income was $136 million, or $4.07 per share.", ["profit", "profit"]),
    ],
)
def test_the_head_of_the_noun_phrase_is_measured(text: str, indicators: list[str] | None) -> None:
    found = [one.indicator for one in claims(text, language="en", document_date="2024-06-01")]
    if indicators is None:
        assert "nurses" not in found
        return
    assert found == indicators


@pytest.mark.parametrize(
    ("text", "periods"),
    [
        ("There are 15 million pupils, a 53% rise since 2000.", [None, "2000-01-01"]),
        ("Deaths fell by 12% from 2,538 in 2008 to 2,222 in 2009.", ["2009-01-01", "2008-01-01", "2009-01-01"]),
        ("In 2009 there were 143 floods. Damage was 4% down on 2008.", ["2009-01-01", "2009-01-01"]),
        ("In 2009 there were 143 floods. The floods destroyed 12,000 homes.", ["2009-01-01", "2009-01-01"]),
        ("In 2009 there were 143 floods. A flood may destroy 12,000 homes.", ["2009-01-01", None]),
    ],
)
def test_a_number_takes_the_date_that_is_its_own(text: str, periods: list[str | None]) -> None:
    assert [one.period_start for one in claims(text, language="en")] == periods


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Kenya grew 5%. Studies show that each additional year of school raises wages by 9%.", ["KE", None]),
        ("Netherlands-based Brouwer sold 12,000 bikes.", [None]),
        ("Growth was uneven in Peru, Chile and Bolivia. The fund lent $30 million.", [None]),
        ("European countries paid one-fifth of the bill.", ["Europe"]),
        ("The firm has a big hold on the US market, where volumes dropped by 9%.", ["US"]),
    ],
)
def test_a_place_holds_only_where_it_is_told_of(text: str, places: list[str | None]) -> None:
    assert [one.place for one in claims(text, language="en")] == places


def test_the_order_of_the_rules_is_data() -> None:
    names = [name for name, _ in STEPS]
    assert (
        names.index("change of the number before")
        < names.index("own words")
        < names.index("a head that measures nothing")
    )


@pytest.mark.parametrize(
    ("text", "indicators"),
    [
        ("Although the number of burglaries showed a slight fall of 8%, fear grew.", ["burglaries"]),
        ("Rain failed; as a result the average per capita maize supply fell to 61 kg.", ["average maize supply"]),
        ("Bed occupancy rose to a peak of 96 percent.", ["bed occupancy"]),
        ("The fleet comprised 4,300 barges.", ["barges"]),
        ("Only about one-third of the wooden barges were insured.", ["wooden barges"]),
        ("Coal provided at least 20 percent of their winter heating fuel.", ["winter heating fuel"]),
        ("The ban cut the number of people at sea, which declined by 13 percent.", ["people"]),
        ("The law halved the levy, and traffic is set to double.", ["levy", "traffic"]),
        ("The mine hired 220 welders, of whom 35 are women.", ["welders", "welders"]),
    ],
)
def test_the_head_is_found_behind_openings_and_in_turns_of_phrase(text: str, indicators: list[str]) -> None:
    assert [one.indicator for one in claims(text, language="en")] == indicators


def test_a_place_before_its_number_in_brackets_is_the_place() -> None:
    text = "Most ferries were in Asia; the rest were run by Europe (7.8 percent) and Africa (1.3 percent)."
    assert [one.place for one in claims(text, language="en")] == ["Europe", "Africa"]


def test_what_is_left_out_is_no_place() -> None:
    (claim,) = claims("Outside China, the herd grew by 4%.", language="en")
    assert claim.place is None


def test_a_year_before_leans_on_the_year_that_is_told() -> None:
    text = "The port handled 57 ships in 2021, up from 36 ships the previous year."
    found = claims(text, language="en", document_date="2024-11-15")
    assert [one.period_start for one in found] == ["2021-01-01", "2020-01-01"]


def test_an_age_is_no_claim() -> None:
    assert [one.text for one in claims("Cases among children under five dropped by 31%.", language="en")] == ["31%"]


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("Preliminary estimates indicate that world cocoa output fell by 1 percent.", ""),
        ("Studies show that 4 in 10 renters moved.", ""),
        ("The agency says Nordic firms paid 30% of the fees.", "Nordic firms"),
        ("A recent analysis of tolls reveals that hauliers paid $3 million.", "hauliers"),
        ("If all goes well, the global installed fleet will be 40,000 vessels.", "the global installed fleet"),
        ("Gwet’s coefficient for the two raters was 0.71.", "Gwet’s coefficient"),
    ],
)
def test_nobody_is_named_by_an_adjective_or_by_the_evidence(text: str, subject: str) -> None:
    assert claims(text, language="en")[0].subject == subject


def test_a_rank_that_is_taken_is_a_claim() -> None:
    (claim,) = claims("By 2015 the mill had climbed into the top 15 exporters of pulp.", language="en")
    assert (claim.indicator, claim.value) == ("rank", 15)
    assert not claims("Kenya is among the top 10 producers of tea.", language="en")


def test_the_date_of_what_a_number_grew_from_is_not_that_of_the_number() -> None:
    text = "The dairy grew its herd by 102 per cent to 15,100 cows from 7,480 cows in 2019."
    assert [one.period_start for one in claims(text, language="en")] == [None, None, "2019-01-01"]
    text = "Fares brought in $69 million in 2021, up 45 per cent from $48 million in the corresponding period of 2020."
    assert [one.period_start for one in claims(text, language="en")] == ["2021-01-01", "2021-01-01", "2020-01-01"]


def test_names_with_their_numbers_go_on_with_the_number_before() -> None:
    text = "Some 60% of the reef lies within Belize, followed by Mexico with 13% and Honduras with 10%."
    found = claims(text, language="en")
    assert [one.place for one in found] == ["BZ", "MX", "HN"]
    assert len({one.indicator for one in found}) == 1


@pytest.mark.parametrize(
    ("text", "indicator"),
    [
        ("By 1995, 70% of formerly grazed land was fenced.", "grazed land"),
        ("A new line increases ridership by about 4 percent.", "ridership"),
        ("There were 18,974 first visits to the clinic.", "visits"),
        ("The crop loss was put at 31 tonnes.", "crop loss"),
    ],
)
def test_the_head_is_read_behind_adverbs_and_words_of_order(text: str, indicator: str) -> None:
    assert claims(text, language="en")[0].indicator == indicator


def test_a_city_stands_for_its_country_and_what_is_compared_with_for_nothing() -> None:
    found = claims("The tramway of Rabat opened in 2011. It carries 160,000 passengers.", language="en")
    assert found[-1].place == "MA"
    text = "In Austria the dropout rate is 16 per cent, two points above that of Germany. Firms spend 4,900 euros."
    assert claims(text, language="en")[-1].place == "AT"
