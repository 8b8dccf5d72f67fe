"""Amounts of which only the power of ten is told, by one rule in four languages."""

from __future__ import annotations

import math

import pytest

from kelisim.text import claims, quantities

_TOLD = [
    ("en", "Hundreds of lorries waited at the border.", 100, "truck"),
    ("en", "The dam displaced tens of thousands of people.", 10_000, "person"),
    ("en", "The fund lost hundreds of millions of dollars.", 100_000_000, "USD"),
    ("en", "Several thousand workers were hired.", 1_000, "employee"),
    ("en", "The quake destroyed dozens of schools.", 12, "school"),
    ("ru", "Сотни грузовиков ждали на границе.", 100, "truck"),
    ("ru", "Десятки тысяч людей уехали.", 10_000, "person"),
    ("ru", "Потрачены сотни миллионов долларов.", 100_000_000, "USD"),
    ("ru", "Наняли несколько тысяч рабочих.", 1_000, "employee"),
    ("zh", "数十万人逃离家园。", 100_000, "person"),
    ("zh", "数百辆卡车在口岸等候。", 100, "vehicle"),
    ("kk", "Ондаған мың адам көшті.", 10_000, "person"),
    ("kk", "Жүздеген миллион доллар жұмсалды.", 100_000_000, "USD"),
    ("kk", "Зауытқа бірнеше мың адам келді.", 1_000, "person"),
]


@pytest.mark.parametrize(("language", "text", "least", "unit"), _TOLD)
def test_a_vague_amount_bounds_from_below(language: str, text: str, least: int, unit: str) -> None:
    (found,) = quantities(text, language=language, vague=True)
    assert (found.low, found.high, found.comparator, found.unit) == (least, math.inf, "ge", unit)
    assert quantities(text, language=language, vague=False) == []


@pytest.mark.parametrize(("language", "text", "least", "unit"), _TOLD)
def test_claims_hold_vague_amounts_in_every_language(language: str, text: str, least: int, unit: str) -> None:
    (found,) = claims(text, language=language)
    assert (found.low, found.comparator, found.unit) == (least, "ge", unit)


@pytest.mark.parametrize(("language", "taken"), [("en", False), ("ru", False), ("zh", True), ("kk", True)])
def test_without_a_word_numerals_are_taken_and_nouns_left(language: str, taken: bool) -> None:
    text = next(text for told, text, *_ in _TOLD if told == language)
    assert bool(quantities(text, language=language)) is taken


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "All figures are in millions of dollars."),
        ("en", "She scores for the home side."),
        ("en", "The hall seats up to several hundred."),
        ("ru", "Данные приведены в тысячах рублей (млн тенге)."),
    ],
)
def test_what_heads_a_table_or_bounds_from_above_is_no_amount(language: str, text: str) -> None:
    assert quantities(text, language=language, vague=True) == []


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("en", "A dozen ships left.", 12),
        ("ru", "Осталось полторы сотни человек.", 150),
        ("ru", "Собрали свыше тысячи подписей.", 1000),
        ("zh", "上百家企业参展。", 100),
    ],
)
def test_what_states_a_number_is_no_vague_amount(language: str, text: str, value: float) -> None:
    (found,) = quantities(text, language=language, vague=False)
    assert found.value == value
