from __future__ import annotations

import math
from datetime import date
from typing import Any

import pytest

from kelisim.errors import UsageError
from kelisim.model.quantity import Quantity, stated_step
from kelisim.text import quantities
from kelisim.text.extraction.numerals import digits_at


def one(text: str, language: str, **options: Any) -> Quantity:
    found = quantities(text, language=language, **options)
    assert len(found) == 1, f"{text!r}: {[quantity.text for quantity in found]}"
    return found[0]


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("4.91 million", "en", 4_910_000),
        ("12,34,567 rupees", "en", 1_234_567),
        ("35 000 units", "en", 35_000),
        ("one hundred and twenty-three thousand", "en", 123_000),
        ("two and a half million", "en", 2_500_000),
        ("half a million", "en", 500_000),
        ("three crore twelve lakh", "en", 31_200_000),
        ("two point two million", "en", 2_200_000),
        ("1½ tonnes", "en", 1.5),
        ("minus 504", "en", -504),
        ("4,91 млн", "ru", 4_910_000),
        ("1.234.567 рублей", "ru", 1_234_567),
        ("двадцать пять тысяч триста сорок два", "ru", 25_342),
        ("полтора миллиона", "ru", 1_500_000),
        ("три целых пять десятых", "ru", 3.5),
        ("2 млн 300 тыс.", "ru", 2_300_000),
        ("491万", "zh", 4_910_000),
        ("1.2万亿", "zh", 1.2e12),
        ("三万五千零七十", "zh", 35_070),
        ("两百五", "zh", 250),
        ("百二万", "zh", 1_200_000),
        ("三点五", "zh", 3.5),
        ("１２３４", "zh", 1234),
        ("қырық үш бүтін оннан екі", "kk", 43.2),
        ("төрт те сегіз миллион", "kk", 4_800_000),
        ("мың жарым", "kk", 1500),
        ("екі жүз қырық үш мың", "kk", 243_000),
        ("жиырмадан", "kk", 20),
    ],
)
def test_numbers(text: str, language: str, value: float) -> None:
    assert one(text, language).value == pytest.approx(value, rel=1e-12)


@pytest.mark.parametrize(
    ("text", "language", "value", "unit"),
    [
        ("26.3%", "en", 26.3, "percent"),
        ("3 percentage points", "en", 3, "percentage_point"),
        ("US$4.7 billion", "en", 4.7e9, "USD"),
        ("KZT 300 billion", "en", 3e11, "KZT"),
        ("$60 a barrel", "en", 60, "USD_per_barrel"),
        ("80 kilometres per hour", "en", 80, "kilometre_per_hour"),
        ("$12,000 per capita", "en", 12_000, "USD_per_capita"),
        ("6875 electric cars", "en", 6875, "vehicle"),
        ("4.2 billion tonne-kilometres", "en", 4.2e9, "tonne_kilometre"),
        ("5 новых заводов", "ru", 5, "plant"),
        ("п.п.: 5,2 п.п.", "ru", 5.2, "percentage_point"),
        ("12 тыс. долларов на душу населения", "ru", 12_000, "USD_per_capita"),
        ("20 долларов 43 цента", "ru", 20.43, "USD"),
        ("полгода", "ru", 0.5, "year"),
        ("五块六", "zh", 5.6, "CNY"),
        ("3个百分点", "zh", 3, "percentage_point"),
        ("百分之五", "zh", 5, "percent"),
        ("三成五", "zh", 35, "percent"),
        ("15千瓦时", "zh", 15, "kilowatt_hour"),
        ("3,5 пайыздық тармаққа", "kk", 3.5, "percentage_point"),
        ("500 млн АҚШ долларына", "kk", 5e8, "USD"),
        ("25 %-ке", "kk", 25, "percent"),
    ],
)
def test_units(text: str, language: str, value: float, unit: str) -> None:
    got = one(text, language)
    assert got.value == pytest.approx(value)
    assert got.unit == unit


@pytest.mark.parametrize(
    ("text", "language", "comparator", "low", "high"),
    [
        ("about 59%", "en", "approx", 58.5, 59.5),
        ("over 8000 vehicles", "en", "gt", 8000, math.inf),
        ("at least 14 people", "en", "ge", 14, math.inf),
        ("fewer than 50", "en", "lt", -math.inf, 50),
        ("up to 15 inches", "en", "le", -math.inf, 15),
        ("four or more jobs", "en", "ge", 4, math.inf),
        ("≈59%", "en", "approx", 58.5, 59.5),
        ("between 10 and 20 dollars", "en", "range", 10, 20),
        ("15–20%", "en", "range", 15, 20),
        ("2-3 million", "en", "range", 2e6, 3e6),
        ("свыше 35 000 машин", "ru", "gt", 35_000, math.inf),
        ("порядка 500 млн", "ru", "approx", 450e6, 550e6),
        ("не более 7 евро", "ru", "le", -math.inf, 7),
        ("15 тысяч с лишним", "ru", "gt", 15_000, math.inf),
        ("от 15 до 20%", "ru", "range", 15, 20),
        ("超过35000辆", "zh", "gt", 35_000, math.inf),
        ("近40%", "zh", "approx", 35, 45),
        ("60%以上", "zh", "ge", 60, math.inf),
        ("300余家企业", "zh", "gt", 300, math.inf),
        ("15%至20%", "zh", "range", 15, 20),
        ("三四个", "zh", "range", 3, 4),
        ("35 мыңнан астам", "kk", "gt", 35_000, math.inf),
        ("500 млн теңгеге жуық", "kk", "approx", 450e6, 550e6),
        ("20 пайыздан кем", "kk", "lt", -math.inf, 20),
        ("15-тен 20 пайызға дейін", "kk", "range", 15, 20),
        ("төрт-бес", "kk", "range", 4, 5),
    ],
)
def test_comparators(text: str, language: str, comparator: str, low: float, high: float) -> None:
    got = one(text, language)
    assert (got.comparator, got.low, got.high) == (comparator, pytest.approx(low), pytest.approx(high))


@pytest.mark.parametrize(
    ("text", "language", "value", "change"),
    [
        ("surged by a factor of 36", "en", 36, "up"),
        ("grew 36-fold", "en", 36, "up"),
        ("more than doubled", "en", 2, "up"),
        ("halved", "en", 0.5, "down"),
        ("увеличился в 36 раз", "ru", 36, "up"),
        ("уменьшился вдвое", "ru", 2, "down"),
        ("增长了36倍", "zh", 36, "up"),
        ("翻一番", "zh", 2, "up"),
        ("翻两番", "zh", 4, "up"),
        ("36 есе артты", "kk", 36, "up"),
    ],
)
def test_factors(text: str, language: str, value: float, change: str) -> None:
    got = one(text, language)
    assert (got.comparator, got.value, got.change, got.unit) == ("factor", value, change, None)


def test_a_hedged_factor_keeps_its_hedge_in_the_interval() -> None:
    got = one("more than doubled", "en")
    assert (got.low, got.high) == (2, math.inf)


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("two-thirds of cars", "en", 2 / 3),
        ("every tenth car", "en", 0.1),
        ("one in five cars", "en", 0.2),
        ("две трети рынка", "ru", 2 / 3),
        ("каждый десятый автомобиль", "ru", 0.1),
        ("三分之二", "zh", 2 / 3),
        ("每十辆中有一辆", "zh", 0.1),
        ("一半", "zh", 0.5),
        ("үштен екі", "kk", 2 / 3),
        ("әрбір оныншы автомобиль", "kk", 0.1),
    ],
)
def test_fractions(text: str, language: str, value: float) -> None:
    assert one(text, language).value == pytest.approx(value)


def test_a_change_from_one_value_to_another_is_two_quantities() -> None:
    got = [q for q in quantities("The share rose from 26.3% in 2019 to 33.4% by 2021.", language="en") if q.unit]
    assert [(q.value, q.change) for q in got if q.kind == "quantity"] == [(26.3, "up"), (33.4, "up")]


@pytest.mark.parametrize(
    ("text", "language", "low", "high", "comparator"),
    [
        ("in 2019", "en", 2019, 2019, "exact"),
        ("2014 to 2017", "en", 2014, 2017, "range"),
        ("between 2014 and 2017", "en", 2014, 2017, "range"),
        ("by 2018", "en", -math.inf, 2018, "le"),
        ("since late 2014", "en", 2014, math.inf, "ge"),
        ("the first five months of 2024", "en", 2024, 2024, "exact"),
        ("Q3 2023", "en", 2023, 2023, "exact"),
        ("28 May 2019", "en", 2019, 2019, "exact"),
        ("May 28, 2019", "en", 2019, 2019, "exact"),
        ("the 1990s", "en", 1990, 1999, "range"),
        ("в I квартале 2024 г.", "ru", 2024, 2024, "exact"),
        ("с 2014 по 2017 год", "ru", 2014, 2017, "range"),
        ("к концу 2025 года", "ru", -math.inf, 2025, "le"),
        ("за январь–июнь 2024 года", "ru", 2024, 2024, "exact"),
        ("二〇二三年五月", "zh", 2023, 2023, "exact"),
        ("2019年上半年", "zh", 2019, 2019, "exact"),
        ("2014年至2017年", "zh", 2014, 2017, "range"),
        ("到2025年", "zh", -math.inf, 2025, "le"),
        ("2024 жылдың алғашқы бес айында", "kk", 2024, 2024, "exact"),
        ("2018 жылға дейін", "kk", -math.inf, 2018, "le"),
        ("екі мың он тоғызыншы жылы", "kk", 2019, 2019, "exact"),
    ],
)
def test_dates(text: str, language: str, low: float, high: float, comparator: str) -> None:
    got = one(text, language)
    assert (got.kind, got.low, got.high, got.comparator) == ("date", low, high, comparator)


def test_relative_dates_need_the_date_of_the_document() -> None:
    text = "Sales rose last year."
    assert quantities(text, language="en") == []
    got = one(text, "en", document_date="2024-03-01")
    assert (got.kind, got.value, got.text) == ("date", 2023, "last year")
    assert one("В прошлом году продажи выросли.", "ru", document_date=date(2024, 3, 1)).value == 2023


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Phase 2", "en"),
        ("see Tables 3 and 4", "en"),
        ("Section 4.2", "en"),
        ("the JAC S3 and the iEV6S", "en"),
        ("a Boeing 747", "en"),
        ("as shown before [12, 14–16]", "en"),
        ("Decree No. 115", "en"),
        ("“Made in China 2025”", "en"),
        ("COVID-19", "en"),
        ("+7 727 258 01 01", "en"),
        ("doi:10.3390/su17010001", "en"),
        ("https://example.org/2019/05/28-news", "en"),
        ("one of the largest", "en"),
        ("at 10:30", "en"),
        ("won 3-1", "en"),
        ("3. Results", "en"),
        ("thousands of people", "en"),
        ("постановление № 115", "ru"),
        ("таблица 3", "ru"),
        ("один из лучших", "ru"),
        ("тысячи людей", "ru"),
        ("《中国制造2025》", "zh"),
        ("第3章", "zh"),
        ("一些统一的千万别", "zh"),
        ("3-кесте", "kk"),
        ("бұл бәрі үшін", "kk"),
    ],
)
def test_what_is_no_quantity_is_none(text: str, language: str) -> None:
    assert [q for q in quantities(text, language=language) if q.kind != "date"] == []


def test_ranks_are_ordinals() -> None:
    assert [(q.value, q.kind) for q in quantities("ranked third", language="en")] == [(3, "ordinal")]
    assert [(q.value, q.kind) for q in quantities("двадцать третьего", language="ru")] == [(23, "ordinal")]
    assert [(q.value, q.kind) for q in quantities("第九十一", language="zh")] == [(91, "ordinal")]
    assert [(q.value, q.kind) for q in quantities("15-ші", language="kk")] == [(15, "ordinal")]


@pytest.mark.parametrize("written", ["4.91", "50000", "765", "0.10", "8000", "1.0", "12"])
def test_the_step_is_that_of_the_model(written: str) -> None:
    number = digits_at(written, 0, ".", ",")
    assert number is not None
    assert number.step == pytest.approx(stated_step(written))


def test_the_step_is_stated_after_scale() -> None:
    assert one("4.91 million", "en").step == 10_000
    assert one("491万", "zh").step == 10_000


def test_a_fraction_states_the_square_of_its_part() -> None:
    assert one("two-thirds", "en").step == pytest.approx(1 / 9)


def test_an_unknown_language_is_a_usage_error_that_names_the_known_ones() -> None:
    with pytest.raises(UsageError, match="en, ru, zh, kk"):
        quantities("5 Autos", language="de")


def test_a_wrong_document_date_is_a_usage_error() -> None:
    with pytest.raises(UsageError, match="YYYY-MM-DD"):
        quantities("last year", language="en", document_date="yesterday")


def test_the_language_is_detected() -> None:
    assert quantities("Произведено свыше 35 тысяч автомобилей.")[0].value == 35_000
    assert quantities("产量超过3.5万辆。")[0].value == 35_000
    assert quantities("Отыз бес мыңнан астам автокөлік шығарылды.")[0].value == 35_000


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("一 百 五 十 个 百 分 点", 150),
        ("7 万5 千4 百", 75_400),
        ("五兆六十二亿四万五千二", 5_006_200_045_200),
        ("四万万", 4e8),
        ("二十几万", 200_000),
        ("半成", 5),
        ("打对折", 50),
        ("八折半", 85),
        ("百分百", 100),
        ("负三又二分之一", -3.5),
        ("１１１，１１１", 111_111),
    ],
)
def test_chinese_numbers_of_other_forms(text: str, value: float) -> None:
    assert one(text, "zh").value == pytest.approx(value)


def test_blanks_in_a_chinese_number_stay_in_its_span() -> None:
    text = "共 一 百 五 十 辆，增长 10 %"
    assert [quantity.text for quantity in quantities(text, language="zh")][-2:] == ["一 百 五 十 辆", "10 %"]


@pytest.mark.parametrize(
    ("text", "low", "unit"),
    [
        ("жүздеген тонна", 100, "tonne"),
        ("жүз мыңдаған тонна", 100_000, "tonne"),
        ("жүздеген миллион теңге", 100_000_000, "KZT"),
        ("ондаған адам", 10, "person"),
    ],
)
def test_a_kazakh_plural_of_a_number_is_its_lower_bound(text: str, low: float, unit: str) -> None:
    (one,) = quantities(text, language="kk")
    assert (one.text, one.value, one.low, one.high, one.comparator, one.unit) == (
        text,
        low,
        low,
        float("inf"),
        "ge",
        unit,
    )


@pytest.mark.parametrize(
    ("text", "step", "low", "high"),
    [
        ("Its share was 70% of sales.", 1.0, 69.5, 70.5),
        ("Its share was about 70% of sales.", 10.0, 65.0, 75.0),
        ("Its share was seventy per cent of sales.", 1.0, 69.5, 70.5),
        ("Output rose by 300%.", 10.0, 295.0, 305.0),
        ("It sold 70 lorries.", 10.0, 65.0, 75.0),
        ("The rate fell by 20 percentage points.", 1.0, 19.5, 20.5),
    ],
)
def test_only_a_hedged_percentage_is_told_in_tens(text: str, step: float, low: float, high: float) -> None:
    (found,) = quantities(text, language="en")
    assert found.step == step
    assert (found.allowing_rounding().low, found.allowing_rounding().high) == (low, high)
