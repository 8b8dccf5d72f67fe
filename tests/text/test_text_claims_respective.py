"""Numbers dealt out in order, sentences that take up what was measured, and plans told by their dates."""

from __future__ import annotations

import pytest

from kelisim.text import claims
from kelisim.text.extraction.respective import Respective

TODAY = "2024-06-20"
LISTED = {"2%": "sales", "3%": "exports", "4%": "imports"}


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Exports and imports rose by 5% and 7% respectively.", "en", {"5%": "exports", "7%": "imports"}),
        ("Sales, exports and imports were 2%, 3% and 4% respectively.", "en", LISTED),
        ("Экспорт и импорт составили 5% и 7% соответственно.", "ru", {"5%": "exports", "7%": "imports"}),
        ("Экспорт пен импорт тиісінше 5% және 7% өсті.", "kk", {"5%": "exports", "7%": "imports"}),
        ("进出口分别增长5%和7%。", "zh", {"5%": "imports", "7%": "exports"}),
        ("汽车产销分别完成30万辆和28万辆。", "zh", {"30万辆": "production", "28万辆": "sales"}),
    ],
)  # fmt: skip
def test_indicators_are_dealt_out_in_order(text: str, language: str, expected: dict[str, str]) -> None:
    assert {one.text: one.indicator for one in claims(text, language=language)} == expected


def test_years_and_places_are_dealt_out_in_order() -> None:
    text = "Output reached 5 million and 7 million tonnes in 2019 and 2020, respectively."
    assert [one.period_start for one in claims(text)] == ["2019-01-01", "2020-01-01"]
    text = "China and India produced 30 million and 5 million cars in 2023, respectively."
    assert [(one.place, one.period_start) for one in claims(text)] == [("CN", "2023-01-01"), ("IN", "2023-01-01")]


def test_lists_of_unlike_length_are_not_dealt_out() -> None:
    text = "Exports, imports and sales rose by 5% and 7% respectively."
    assert len({one.indicator for one in claims(text)}) == 1
    assert Respective(text, [(35, 37), (42, 44)], "en").deal([(0, 7, "a"), (9, 16, "b"), (21, 26, "c")]) == {}


def test_the_time_of_dealing_out_grows_with_the_sentence() -> None:
    text = "exports and imports rose by 5% and 7%, and " * 2000 + "respectively."
    assert len(claims(text)) == 4000


@pytest.mark.parametrize(
    ("text", "indicator"),
    [
        ("Steel output is recovering in Spain. In May, it rose by 12%.", "production"),
        ("Tax revenue reached $3 billion in 2023. This figure is 4% below the plan.", "tax_revenue"),
        ("Экспорт зерна составил 9 млн тонн. Показатель оказался на 6% выше прошлогоднего.", "exports"),
        ("汽车出口30万辆。这一数字比上年增长6%。", "exports"),
    ],
)
def test_a_sentence_takes_up_what_the_one_before_measured(text: str, indicator: str) -> None:
    assert [one.indicator for one in claims(text, document_date=TODAY)][-1] == indicator


def test_a_sentence_with_an_indicator_of_its_own_takes_up_none() -> None:
    text = "Exports reached 9 million tonnes in 2023. It was a year in which imports fell by 6%."
    assert [one.indicator for one in claims(text)] == ["exports", "imports"]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("By 2040 exports will reach 9 million tonnes, and sales 2 million.", "en", ["planned", "planned"]),
        ("К 2040 году экспорт достигнет 9 млн баррелей, а продажи – 2 млн.", "ru", ["planned", "planned"]),
        ("到2030年，出口将达到20亿元，进口增加3%。", "zh", ["planned", "planned"]),
        ("In 2026 the plant has a capacity of 90,000 cars.", "en", ["planned"]),
        ("In 2023 the plant made 90,000 cars and will make 99,000 in 2025.", "en", ["achieved", "planned"]),
        ("Биыл кәсіпорындар 109 мың көлік өндіруді көздеп отыр.", "kk", ["planned"]),
        ("Өндіріс өткен жылдың сәйкес кезеңімен салыстырғанда 37 процентке өсті.", "kk", ["achieved"]),
    ],
)
def test_a_plan_is_told_by_its_words_and_by_its_date(text: str, language: str, expected: list[str]) -> None:
    assert [one.modality for one in claims(text, language=language, document_date=TODAY)] == expected


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Exports of flowers were valued at US$ 3 billion in Kenya.", "KE"),
        ("Global production peaked at 97 million cars in 2017.", "world"),
        ("Kenya exported flowers after US sanctions fell away, worth $3 billion.", "KE"),
    ],
)
def test_a_currency_is_no_place_and_the_world_is_one(text: str, place: str) -> None:
    assert [one.place for one in claims(text)] == [place]


@pytest.mark.parametrize(
    ("text", "number", "indicator"),
    [
        ("Output grew by 2% and reached 535 million tonnes, while exports rose.", "535 million tonnes", "production"),
        ("全国教育经费总投入为61344亿元，比上年增长6%。", "61344亿元", "全国教育经费总投入"),
    ],
)
def test_a_level_is_told_by_its_own_clause_and_is_no_growth(text: str, number: str, indicator: str) -> None:
    found = {one.text: one.indicator for one in claims(text)}
    assert found[number] == indicator


@pytest.mark.parametrize(
    ("text", "indicator"),
    [
        ("Value added at constant prices reached 40 billion euros.", "value_added"),
        ("按可比价格计算，国内生产总值增长6%。", "gdp"),
        ("The survey shared in May found that sales rose by 6%.", "sales"),
        ("猪肉产量为2473万吨，同比下降3.9%。", "production"),
        ("Cement output reached 612 million tonnes, up 6% year on year.", "production"),
        ("居民人均可支配收入为7778元，实际增长6.6%。", "household_income"),
    ],
)
def test_how_something_is_measured_is_not_what_is_measured(text: str, indicator: str) -> None:
    assert {one.indicator for one in claims(text)} == {indicator}


def test_value_added_is_no_rise() -> None:
    assert [one.change for one in claims("第一产业增加值22097亿元，同比增长3.1%。")] == [None, "up"]


def test_a_share_and_a_count_make_no_range() -> None:
    found = claims("Шетелдік туристер саны 60%-ға – 4,2 мыңнан 6,7 мың адамға дейін өсті.", language="kk")
    assert [one.value for one in found] == [60.0, 4200.0, 6700.0]
