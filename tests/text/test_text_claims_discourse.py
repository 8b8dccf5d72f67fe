"""What a sentence leaves to the text before it: places, periods and indicators that lean on others."""

from __future__ import annotations

import pytest

from kelisim.text import claims

DAY = "2024-11-15"


def got(field: str, text: str, language: str = "en") -> list[object]:
    return [getattr(one, field) for one in claims(text, language=language, document_date=DAY)]


def periods(text: str, language: str = "en") -> list[tuple[str | None, str | None]]:
    return [(one.period_start, one.period_end) for one in claims(text, language=language, document_date=DAY)]


@pytest.mark.parametrize(
    ("language", "text", "places"),
    [
        ("en", "Armenia reformed its customs. Freight traffic rose by 12%.", ["AM"]),
        ("en", "Mongolia's herds shrank.\n\nIn 2023 mining output fell by 4%.", ["MN"]),
        ("en", "Vietnam grew fast. Shipments to Laos and Cambodia came to 900 tonnes.", ["VN"]),
        ("en", "Bread cost $2 in Moldova, against $3 in Romania and $4 in Hungary.", ["MD", "RO", "HU"]),
        ("ru", "Монголия провела реформу. Добыча угля выросла на 12%.", ["MN"]),
        ("ru", "Армения закупает зерно. Поставки из России и Ирана составили 40 тыс. тонн.", ["AM"]),
        ("zh", "越南经济增长较快。去年纺织品产量增长12%。", ["VN"]),
        ("zh", "老挝道路建设加快。去年向泰国出口了3000吨大米。", ["LA"]),
        ("kk", "Моңғолия реформа жүргізді. Көмір өндіру 12 пайызға өсті.", ["MN"]),
        ("kk", "Арменияда баға өсті. Былтыр Ираннан 40 мың тонна астық әкелінді.", ["AM"]),
        # Two countries in equal parts: the text is about neither.
        ("en", "Peru and Chile signed a treaty.\n\nChile ratified. Peru waited.\n\nPoverty fell by 3%.", [None]),
        ("en", "The survey covers rural households. Poverty fell by 3%.", [None]),
        # A code counts where the text spells the country out, and not in brackets, where it names a language.
        ("en", "Norway and Sweden trade.\n\nSE imports rose by 3%.", ["SE"]),
        ("en", "Imports rose by 3% in SE.", [None]),
        ("en", "Norway and Sweden trade. A daily (SE) wrote for Norway. Poverty fell by 3%.", ["NO"]),
    ],
)
def test_a_place_stays_in_force(language: str, text: str, places: list[str | None]) -> None:
    assert got("place", text, language) == places


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "Rents rose by 4% in 2022 and by 6% in the second half.", ("2022-07-01", "2022-12-31")),
        ("en", "Rents rose by 4% in 2022. Wages were up 6% in October.", ("2022-10-01", "2022-10-31")),
        ("en", "Rents rose by 4% in 2022, following 9% a year earlier.", ("2021-01-01", "2021-12-31")),
        ("en", "Rents rose by 4% in 2022. Over the same period wages fell by 1%.", ("2022-01-01", "2022-12-31")),
        ("en", "Rents rose by 4% in 2022. Of these, 300 flats stood empty.", ("2022-01-01", "2022-12-31")),
        ("en", "Rents rose by 4% in 2022. Wages were 2% lower than in 2021.", ("2022-01-01", "2022-12-31")),
        ("en", "Wages rose by 6% in the first half.", ("2024-01-01", "2024-06-30")),
        ("ru", "В 2022 году продано 900 тракторов, в январе–марте – 200 тракторов.", ("2022-01-01", "2022-03-31")),
        (
            "ru",
            "В 2022 году продано 900 тракторов. За тот же период ввезено 300 тракторов.",
            ("2022-01-01", "2022-12-31"),
        ),
        ("ru", "В 2022 году продано 900 тракторов, что на 5% больше, чем годом ранее.", ("2022-01-01", "2022-12-31")),
        (
            "ru",
            "В 2022 году продано 900 тракторов. За пять месяцев ввезено 300 тракторов.",
            ("2022-01-01", "2022-05-31"),
        ),
        ("zh", "2022年销售拖拉机900台。同期进口300台。", ("2022-01-01", "2022-12-31")),
        ("zh", "2022年销售拖拉机900台。第三季度进口300台。", ("2022-07-01", "2022-09-30")),
        ("kk", "2022 жылы 900 трактор сатылды. Осы кезеңде 300 трактор әкелінді.", ("2022-01-01", "2022-12-31")),
    ],
)
def test_a_date_may_lean_on_another(language: str, text: str, expected: tuple[str, str]) -> None:
    assert periods(text, language)[-1] == expected


@pytest.mark.parametrize(
    "text",
    [
        # A month with a small letter is a verb; a month without a preposition dates nothing.
        "Rents rose by 4% in 2022. They may rise by 6% more.",
        # A new paragraph leans on nothing.
        "Rents rose by 4% in 2022.\n\nWages are 6% of the total.",
        "Rents rose by 4% in 2022. Wages make up 6% of the total.",
    ],
)
def test_a_number_without_a_date_stays_without_one(text: str) -> None:
    assert periods(text)[-1] == (None, None)


def test_months_that_are_a_date_count_nothing() -> None:
    text = "В 2022 году продано 900 тракторов. За пять месяцев ввезено 300 тракторов."
    assert [one.value for one in claims(text, language="ru")] == [900, 300]


@pytest.mark.parametrize(
    ("language", "text", "indicators"),
    [
        ("en", "Over 700 tractors built in Minsk were sold abroad.", ["sales"]),
        ("en", "Sales (and not the production that some expect) rose by 20%.", ["sales"]),
        ("en", "The fiscal deficit widened to 3.1 percent of GDP.", ["budget_balance"]),
        ("en", "Foreign debt stood at 41% of the gross domestic product.", ["public_debt"]),
        ("en", "Reserves cover 4.5 months of imports.", ["reserves"]),
        ("en", "Joblessness is rare: unemployment fell to 4.1%.", ["unemployment"]),
        ("en", "Bank staff see remittances of $2 billion.", ["remittances"]),
        ("en", "The plant assembles five models.", ["models"]),
        ("en", "Exports reached 500 tonnes, three-quarters of output.", ["exports", "market_share"]),
        ("en", "The firm is ranked 7th.", ["rank"]),
        (
            "ru",
            "В 2022 году собрано 900 тракторов. Из них 200 единиц приходится на Минск.",
            ["production", "production"],
        ),
        ("ru", "Госдолг составил 24% ВВП.", ["public_debt"]),
        ("zh", "财政赤字占GDP的3.1%。", ["budget_balance"]),
        ("kk", "Зауытта 900 адам жұмыс істейді.", ["employment"]),
    ],
)
def test_indicators_are_named_by_what_the_sentence_says_of_them(
    language: str, text: str, indicators: list[str]
) -> None:
    assert got("indicator", text, language) == indicators


@pytest.mark.parametrize(
    ("language", "text", "modalities"),
    [
        ("en", "Output could reach 900 tonnes by 2030.", ["planned"]),
        ("en", "Output reportedly reached 900 tonnes.", ["reported"]),
        ("en", "Output was 900 tonnes according to the revised methodology.", ["achieved"]),
        ("en", "Output was 900 tonnes according to the ministry.", ["reported"]),
        ("en", "The share is expected to climb from 30% to 45%.", ["planned", "planned"]),
        ("ru", "Выпуск может вырасти до 900 тонн.", ["planned"]),
        ("zh", "到2030年占比应不低于45%。", ["planned"]),
    ],
)
def test_modality(language: str, text: str, modalities: list[str]) -> None:
    assert got("modality", text, language) == modalities


def test_a_report_holds_no_further_than_its_neighbourhood() -> None:
    text = "Output was 900 tonnes, " + "and the harvest was long and dry in the valleys " * 6 + "as the mayor said."
    assert got("modality", text) == ["achieved"]


@pytest.mark.parametrize(
    ("text", "indicators"),
    [
        ("Tax revenue from exported timber reached $40 million.", ["tax_revenue"]),
        ("Employment in manufacturing came to 3,000 people.", ["employment"]),
        ("Investment in production amounted to $7 million.", ["investment"]),
        ("Exports of timber reached $40 million.", ["exports"]),
    ],
)
def test_the_head_of_a_phrase_names_the_indicator(text: str, indicators: list[str]) -> None:
    assert got("indicator", text) == indicators


def test_what_is_reported_by_hearsay_is_what_follows() -> None:
    text = "The mill can saw 900 tonnes a year but reportedly sawed 400 tonnes."
    assert got("modality", text) == ["achieved", "reported"]


def test_the_same_year_is_no_planned_one() -> None:
    text = "Rents rose by 4% in 2022. They will fall by 2% by 2030. Wages rose by 6% in the same year."
    assert periods(text)[-1] == ("2022-01-01", "2022-12-31")


def test_an_adjective_before_a_verb_names_no_place() -> None:
    assert got("place", "Chile counts its cars. Used Korean vans make up 40% of them.") == ["CL"]


def test_a_number_without_a_measure_takes_that_of_the_sentence_before_in_one_unit_only() -> None:
    spent = "The council spent 1.2 million pounds on it. "
    assert got("indicator", spent + "Four in ten of those who never cycle say that the road is dangerous.")[1] == ""
    planned = "The capacity of the park is planned at 9,000 MW. "
    assert got("indicator", planned + "Only 8,519 MW could be put up.") == ["capacity", "capacity"]
