"""Places of a study's own are found under all their names, in the cases of Russian and Kazakh, before countries."""

from __future__ import annotations

import pytest

from kelisim.text import claims

PLACES = {
    "KZ-KUS": ["Kostanay region", "Костанайская область", "Қостанай облысы", "科斯塔奈州"],
    "KZ-75": ["Almaty city", "город Алматы", "Алматы қаласы"],
    "KZ-61": ["South Kazakhstan", "Южный Казахстан"],
    "UKK": ["Усть-Каменогорск"],
    "harbour": ["Old Harbour", "Old Harbour Bay"],
}


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "In 2021 the Kostanay region made 41,500 buses.", ["KZ-KUS"]),
        ("en", "Unemployment in Old Harbour's docks fell to 8.1% in 2021.", ["harbour"]),
        ("en", "Rents in OLD HARBOUR BAY rose by 5% in 2021.", ["harbour"]),
        ("en", "Output in South Kazakhstan grew 4%, and in Kazakhstan as a whole 2%.", ["KZ-61", "KZ"]),
        ("en", "Output of the Old Harbourers grew 4%.", [None]),
        ("ru", "В Костанайской области выпустили 41,5 тыс. автобусов, в городе Алматы — 12 тыс.", ["KZ-KUS", "KZ-75"]),
        ("ru", "В Южном Казахстане производство выросло на 4%.", ["KZ-61"]),
        ("ru", "В Усть-Каменогорске выпущено 500 автобусов.", ["UKK"]),
        ("kk", "Қостанай облысында 41,5 мың автобус шығарылды, Алматы қаласында 12 мың.", ["KZ-KUS", "KZ-75"]),
        ("zh", "2021年科斯塔奈州生产客车4.15万辆。", ["KZ-KUS"]),
        ("zh", "2021年科斯塔奈州產量達4.15萬輛。", ["KZ-KUS"]),
    ],
)
def test_places_of_a_study_are_found(language: str, text: str, expected: list[str | None]) -> None:
    assert [one.place for one in claims(text, language=language, places=PLACES)] == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("ru", "В Польше в 2021 году выпустили 41 тыс. автобусов, в Чехии - 12 тыс., в Румынии — 9 тыс.", "PL CZ RO"),
        ("ru", "Экспорт в Германию составил 5 млрд долларов, во Францию — 3 млрд долларов.", "DE FR"),
        ("ru", "Цены выросли на 5% в Чехии, на 7% в Польше, а в Румынии на 9%.", "CZ PL RO"),
        ("en", "Output rose by 5%, in Poland by 7% and in Spain by 9%.", "None PL ES"),
        ("en", "At 5%, Poland's inflation was the highest in 2023.", "PL"),
    ],
)
def test_a_place_behind_a_comma_is_told_of_the_next_number(language: str, text: str, expected: str) -> None:
    assert [str(one.place) for one in claims(text, language=language)] == expected.split()
