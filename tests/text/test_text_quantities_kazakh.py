"""Kazakh numbers by class: sentences of this file's own, with what a reader takes from them."""

from __future__ import annotations

import pytest

from kelisim.text import quantities

Read = tuple[float | tuple[float, float], str | None, str, str | None]


def read(text: str) -> list[Read]:
    found = [one for one in quantities(text, language="kk") if one.kind not in ("date", "ordinal")]
    assert all(text[one.start : one.end] == one.text for one in found)
    return [(one.value, one.unit, one.comparator, one.change) for one in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # The verb of change closes the sentence and is said once.
        (
            "Былтыр кірпіш өндіру 3,4%-ға, цемент өндіру 5,1%-ға артты.",
            [(3.4, "percent", "exact", "up"), (5.1, "percent", "exact", "up")],
        ),
        (
            "Шығын 45 млн теңгеге немесе 6%-ға азайды.",
            [(45e6, "KZT", "exact", "down"), (6, "percent", "exact", "down")],
        ),
        ("Өсім бес ауданда тіркелді.", [(5, "аудан", "exact", None)]),
        ("Ет 8 пайызға қымбат.", [(8, "percent", "exact", "up")]),
        # Ranges of weather and speed.
        ("Түнде -12...-7°C болады.", [((-12, -7), "degree_celsius", "range", None)]),
        ("Күндіз 0...-4°C болады.", [((-4, 0), "degree_celsius", "range", None)]),
        ("Күндіз +2...+9°C болады.", [((2, 9), "degree_celsius", "range", None)]),
        ("Жел секундына 8-13 метр соғады.", [((8, 13), "metre_per_second", "range", None)]),
        ("Желдің екпіні 9–14 м/с-қа дейін жетеді.", [((9, 14), "metre_per_second", "range", None)]),
        # Rates written with a stroke, and approximate endings of units.
        ("Шығымы 18,7 ц/га болды.", [(18.7, "centner_per_hectare", "exact", None)]),
        ("Жалға алу 5 200 тг/м2 тұрады.", [(5200, "KZT_per_square_metre", "exact", None)]),
        ("Жөндеуге 4 миллион теңгедей кетті.", [(4e6, "KZT", "approx", None)]),
        ("Оқушылар саны 310 мыңнан асуға тиіс.", [(310_000, None, "gt", None)]),
    ],
)
def test_quantities(text: str, expected: list[Read]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("Екі мың он бір – екі мың он төртінші жылдары салынды.", (2011.0, 2014.0)),
        ("Бір мың тоғыз жүз алпыс – бір мың тоғыз жүз алпыс сегізінші жылдары.", (1960.0, 1968.0)),
    ],
)
def test_years_in_words_make_a_span(text: str, years: tuple[float, float]) -> None:
    assert [one.value for one in quantities(text, language="kk")] == [years]


def test_an_ordinal_in_digits_ends_with_its_word() -> None:
    found = quantities("Бұл 17-інші, 18-інші ғасырларда болды.", language="kk")
    assert [(one.value, one.kind) for one in found] == [(17.0, "ordinal"), (18.0, "ordinal")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Бағасы 6 теңге 40 тиын.", [(6.4, "KZT", "exact", None)]),
        ("Қапта 6 тонна 600 килограмм бар.", [(6, "tonne", "exact", None), (600, "kilogram", "exact", None)]),
        ("7 жасқа толмаған балалар.", [(7, "year", "lt", None)]),
        ("Қор 12 миллиард текше метр белгісінен асты.", [(12e9, "cubic_metre", "gt", None)]),
        ("Түлектер орташа 71 балды жинады.", [(71, "point", "exact", None)]),
        ("Келгендердің 40 мыңы шетелдік.", [(40_000, None, "exact", None)]),
        ("Пәтер бағасы 19 миллион теңгеден басталады.", [(19e6, "KZT", "ge", None)]),
        ("3 жастан жоғары 9 жасқа дейінгі.", [(3, "year", "gt", None), (9, "year", "le", None)]),
    ],
)
def test_sums_ages_and_marks(text: str, expected: list[Read]) -> None:
    assert read(text) == expected
