"""Who, what, when and where English sentences of reports tell their numbers of."""

from __future__ import annotations

import pytest

from kelisim.text import claims


@pytest.mark.parametrize(
    ("text", "subjects"),
    [
        ("The smelter, opened in March 2016 in Portree, employs 730 people.", ["The smelter"]),
        ("Norvik, the state railway, accounted for 38% of freight in 2022.", ["Norvik"]),
        ("The firm plans to build a mill in West Carlow with a capacity of 90,000 tonnes.", ["The firm"]),
        ("Peru's fishing fleet employs 41,000 people.", ["Peru's fishing fleet"]),
        ("The industry's exports fell to USD 3.1 billion in FY2021.", ["The industry"]),
        ("By May 2019 the estates had created 12,000 jobs.", ["the estates"]),
        ("According to Statbel, the ports handled 3 million tonnes in 2020.", ["the ports"]),
        ("Orlen bought 40% of Tamsa Group in 2018. It paid 210 million euros.", ["Orlen", "Orlen"]),
        ("Tartu, home to 210 software firms, earns well.", ["Tartu"]),
        ("The Peruvian fruit sector is young. In 2020 it earned 3 billion dollars.", ["Peruvian fruit sector"]),
        ("The project, valued at 90 million euros, should create 700 jobs.", ["The project", "The project"]),
        ("Operators charge about $5,200 per container.", ["Operators"]),
        ("The share of coal in the mix dropped to 31% in 2020.", [""]),
        ("Lindt, which set up its Aachen works in 2002, makes 8,000 tonnes a year there.", ["Lindt"]),
    ],
)
def test_the_subject_opens_the_clause_of_its_number(text: str, subjects: list[str]) -> None:
    assert [one.subject for one in claims(text, language="en")] == subjects


def test_an_aside_dates_only_what_stands_in_it() -> None:
    (claim,) = claims("The smelter, opened in March 2016 in Portree, employs 730 people.", language="en")
    assert (claim.period_start, claim.period_end) == (None, None)
    (claim,) = claims("The smelter, opened in March 2016 in Portree, made 730 tonnes in 2019.", language="en")
    assert claim.period_start == "2019-01-01"
    (claim,) = claims("The fund, launched in 2014 with 60 million euros, lends to farmers.", language="en")
    assert claim.period_start == "2014-01-01"


@pytest.mark.parametrize(
    ("text", "indicators"),
    [
        ("GDP per capita in Fiji reached $5,900 in 2022.", ["gdp_per_capita"]),
        ("Emissions of methane fell by 12% in 2020.", ["emissions"]),
        ("Farming shrank by 2% while services grew by 3.1% on gains in trade.", ["farming", "services"]),
        ("The sown area grew by 4%, and yields by 1.2%.", ["sown area", "yields"]),
        ("The mill grinds 5 million tonnes of wheat and employs 900 people.", ["wheat", "employment"]),
        ("Output rose 4% a year, with a capacity utilisation rate of 71%.", ["production", "capacity"]),
        ("The ministry invested 3 billion euros in eleven rail depots.", ["investment", "rail depots"]),
        ("Unemployment stood at 9% in 2020. The bank expects it to reach 11% in 2021.", ["unemployment"] * 2),
        ("The local content rate was 40% in 2020. The group will raise that rate to 55%.", ["localisation_rate"] * 2),
        ("Trade grew by 3%, reversing an average decline of 2% in 2015.", ["trade", "trade"]),
        ("The employment rate for the population aged 20-64 was 68%.", ["employment"]),
        ("Aurex delivered 7,100 electric cars in 2023.", ["sales"]),
        ("Real wages grew by 8%, while labour productivity rose by 5%.", ["wages", "labour productivity"]),
        ("Gas use was 3 billion cubic metres, of which homes took 35%.", ["gas use", "gas use"]),
        ("Tea exports earned $3 billion.", ["exports"]),
        ("Crete drew 5 million tourists, 30% more than in 2021.", ["tourists", "tourists"]),
        ("Emissions fell by 3% in 2020. Since then they have fallen by 22%.", ["emissions", "emissions"]),
        ("Average yields climbed from 12 to 16 sacks per hectare.", ["average yields", "average yields"]),
        ("At 1.3 children per woman, Malta's fertility rate is low.", ["fertility rate"]),
        ("The cabinet approved a 40-billion-crown stimulus, equal to 0.6% of GDP.", ["stimulus", "stimulus"]),
        ("The works added 90 km of track.", ["track"]),
        ("Some 41% of village schools in Laos lack water.", ["village schools"]),
        ("Norway spent 6.1% of GDP on schooling in 2018.", ["public_expenditure"]),
        ("The sector counts 1,400 companies and 30,000 jobs.", ["companies", "employment"]),
        ("Makers turn out 90 lorries per 1,000 inhabitants.", ["production"]),
    ],
)
def test_the_indicator_is_that_of_the_numbers_own_clause(text: str, indicators: list[str]) -> None:
    assert [one.indicator for one in claims(text, language="en")] == indicators


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Remittances to Nepal reached 25% of GDP in 2022.", "NP"),
        ("The Peruvian government spent 4 billion dollars on roads. By 2020 the roads carried 300,000 lorries.", "PE"),
        ("Investment in Myanmar fell to $2 billion.", "MM"),
        ("Pakistani women earn less. Their wage was 13,800 rupees.", "PK"),
        ("The Danish Ministry of Roads spent 9 billion kroner. Of this, bridges took 21%.", "DK"),
        ("The Danish cheese industry is small. It sells 80% of its output abroad.", "DK"),
        ("In 2021 the EU imported 6% less timber from Chile.", "EU"),
    ],
)
def test_the_place_is_whose_number_it_is(text: str, place: str) -> None:
    assert {one.place for one in claims(text, language="en")} == {place}


def test_who_estimates_may_close_the_sentence_and_a_plan_goes_on() -> None:
    (claim,) = claims("Grain losses came to 18% in 2022, the Food Agency estimates.", language="en")
    assert claim.modality == "estimated"
    plan = claims("The group will build 20,000 lorries a year, employing 1,500 people.", language="en")
    assert [one.modality for one in plan] == ["planned", "planned"]


def test_a_body_with_small_words_is_cited() -> None:
    (claim,) = claims("Tea exports earned $1.2 billion (Bank of the Republic of Malawi, 2021).", language="en")
    assert claim.citations == ("(Bank of the Republic of Malawi, 2021)",)


@pytest.mark.parametrize(
    "text",
    [
        "The survey covered people aged 18-24.",
        "Kenya is among the top 10 producers of tea.",
        "Three commitments stand out.",
    ],
)
def test_what_only_describes_claims_nothing(text: str) -> None:
    assert claims(text, language="en") == []


@pytest.mark.parametrize(
    ("text", "periods"),
    [
        ("Between March and June 2021 the ports handled 2 million tonnes.", [("2021-03-01", "2021-06-30")]),
        ("Filings came to 1,082 in 2020, the lowest number since 2004.", [("2020-01-01", "2020-12-31")]),
        ("The target is 60 GW of capacity by the year 2030.", [(None, "2030-12-31")]),
        ("Tariffs are 19.3%, up from 3.1% in 2017.", [(None, None), ("2017-01-01", "2017-12-31")]),
        ("Arrivals came to 4 million, 3% short of the 2019 record.", [(None, None), (None, None)]),
        (
            "Tourism earned $4 billion in 2018. A year later the figure had slipped to $3 billion.",
            [("2018-01-01", "2018-12-31"), ("2019-01-01", "2019-12-31")],
        ),
    ],
)
def test_a_number_takes_the_date_that_is_told_of_it(text: str, periods: list[tuple[str | None, str | None]]) -> None:
    assert [(one.period_start, one.period_end) for one in claims(text, language="en")] == periods


@pytest.mark.parametrize(
    ("text", "dated"),
    [
        ("Since the sale of the yard, the new boats reached other ports: in 2020, 8,200 boats were sold.", ["2020"]),
        ("After the sale of the yard, the new owner sold 900 boats in 2020, up from 700.", ["2020", "2020"]),
        ("In 2020, a new owner, who came in 2018, sold 900 boats.", ["2020"]),
        ("The yard, opened in May 2019 in Orsa, employs 1,100 people.", [None]),
    ],
)
def test_what_an_opening_phrase_leads_to_is_no_aside(text: str, dated: list[str | None]) -> None:
    found = claims(text, language="en")
    assert [(one.period_start or "")[:4] or None for one in found] == dated


def test_an_adverb_before_the_verb_is_no_part_of_the_subject() -> None:
    (one,) = claims("By early 2023, Norwegian brands collectively accounted for 15% of sales.", language="en")
    assert one.subject == "Norwegian brands"
