"""Numbers as typesetting and PDF files leave them: thin blanks, soft hyphens, ligatures, footnote marks, powers."""

from __future__ import annotations

import pytest

from kelisim.text import quantities
from kelisim.text.extraction.cleaning import cleaned

CASES = [
    ("en", "12 500 units and 1 200\n000 dollars", [(12500, "unit"), (1200000, "USD")]),
    ("en", "1\u2009234\u2009567 tonnes, 15\u202f% and $\u00a05\u00a0million",
     [(1234567, "tonne"), (15, "percent"), (5e6, "USD")]),
    ("en", "1'234'567 tonnes; Rs 12,34,567", [(1234567, "tonne"), (1234567, "INR")]),
    ("en", "fell to \u22123.2%, then \u20135 degrees", [(-3.2, "percent"), (-5, "degree")]),
    ("en", "rose to １，２３４ units, or ３５％", [(1234, "unit"), (35, "percent")]),
    ("en", "37%12 of sales and 5%[12], or 45.6¹² per cent of 12²³ firms",
     [(37, "percent"), (5, "percent"), (45.6, "percent"), (12, "company")]),
    ("en", "12\u00adper\u00adcent of 3 mil\u00adlion tonnes", [(12, "percent"), (3e6, "tonne")]),
    ("en", "25 ﬁrms and 15 oﬃces", [(25, "company"), (15, "office")]),
    ("en", "12,5 percent of 1.234,56 euros", [(12.5, "percent"), (1234.56, "EUR")]),
    ("en", "3.14×10^6 tonnes, 2 × 10⁶ cells, 1.5e6 units and 10⁻³ m",
     [(3.14e6, "tonne"), (2e6, "cell"), (1.5e6, "unit"), (0.001, "metre")]),
    ("en", "3 m², 20 km² and 5 m3", [(3, "square_metre"), (20, "square_kilometre"), (5, "cubic_metre")]),
    ("ru", "12,5, 13,6 и 14,7%", [(12.5, "percent"), (13.6, "percent"), (14.7, "percent")]),
    ("ru", "выросли на 37%12, до 3 мил\u00adлионов тонн", [(37, "percent"), (3e6, "tonne")]),
    ("zh", "产量达１２３４万辆，增长３．５％12", [(12340000, "vehicle"), (3.5, "percent")]),
    ("zh", "温度－５℃，共 1 234 万 元", [(-5, "degree_celsius"), (12340000, "CNY")]),
    ("kk", "1 200\n000 теңге, 37%12", [(1200000, "KZT"), (37, "percent")]),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "expected"), CASES)
def test_numbers_as_they_are_set(language: str, text: str, expected: list[tuple[float, str]]) -> None:
    found = quantities(text, language=language)
    assert [(q.value, q.unit) for q in found] == [(pytest.approx(value), unit) for value, unit in expected]
    assert all(text[q.start : q.end] == q.text for q in found)


def test_each_character_is_led_back_to_its_place() -> None:
    text = "a\u00adb\u00ad\u00adﬃc５%"
    joined, places = cleaned(text)
    assert joined == "abfﬁc5%".replace("ﬁ", "fi")
    assert places is not None
    origins = [text[places[index]] for index in range(len(joined))]
    assert origins == ["a", "b", "ﬃ", "ﬃ", "ﬃ", "c", "５", "%"]


def test_a_text_without_such_signs_is_left_as_it_is() -> None:
    text = "Рост на 5 % — до 3 млн"
    assert cleaned(text) == (text, None)
