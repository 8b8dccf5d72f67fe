"""Attribution: who a text says a statement comes from, in four languages."""

from __future__ import annotations

import pytest

from kelisim.text.attribution import attributions, cyrillic, name_matcher

NAMES = name_matcher(
    {
        "hoteliers": ["Hoteliers' Union", "HUGE", "Союз отельеров", "酒店业协会", "Қонақүй иелері одағы"],
        "office": ["National Statistics Office", "Geostat", "国家统计局", "Ұлттық статистика бюросы"],
        "rail": ["TransRail"],
    }
)


def found(text: str, language: str = "") -> list[tuple[str, str]]:
    return [(one.name, text[one.start : one.end]) for one in attributions(text, NAMES, language=language)]


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("en", "According to HUGE, 4,100 rooms were let.", "hoteliers"),
        ("en", "Rooms let rose to 4,100, data from the National Statistics\nOffice show.", "office"),
        ("en", "Geostat’s figures put the number at 4,100.", "office"),
        ("en", "Source: Geostat, 2023.", "office"),
        ("ru", "По данным Геостат, сдано 4100 номеров.", "office"),
        ("ru", "Как сообщает Союз отельеров, сдано 4100 номеров.", "hoteliers"),
        ("ru", "Со ссылкой на Трансраил газета пишет о 4100 вагонах.", "rail"),
        ("kk", "Ұлттық статистика бюросының мәліметінше, 4100 бөлме берілді.", "office"),
        ("kk", "HUGE дерегі бойынша 4100 бөлме берілді.", "hoteliers"),
        ("zh", "据国家统计局数据，出租客房4100间。", "office"),
        ("zh", "酒店业协会表示，出租客房4100间。", "hoteliers"),
        ("", "据国家统计局数据，出租客房4100间。", "office"),
    ],
)
def test_words_of_attribution_beside_a_name_make_it_an_origin(language: str, text: str, name: str) -> None:
    assert [one for one, _ in found(text, language)] == [name]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "HUGE represents 300 hotels."),
        ("en", "The ministry met the National Statistics Office in 2023."),
        ("en", "Unlike the data of Geostat, the ministry's give 4,100."),
        ("ru", "В отличие от данных Геостат, министерство называет 4100."),
        ("ru", "Союз отельеров объединяет 300 гостиниц."),
        ("zh", "这些数据国家统计局尚未收到。"),
        ("en", "According to the transrail of 2022, 4,100 rooms were let."),
        ("en", "According to the ministry, 4,100 rooms were let. TransRail runs 20 trains."),
        ("en", ""),
    ],
)
def test_a_mention_or_a_contrast_is_no_attribution(language: str, text: str) -> None:
    assert found(text, language) == []


def reach(text: str, name: str) -> str:
    (one,) = (one for one in attributions(text, NAMES, language="en") if one.name == name)
    return text[one.reach_start : one.reach_end]


def test_an_attribution_speaks_for_what_follows_until_another_is_given() -> None:
    text = "According to HUGE, 4,100 rooms were let. Half were in the capital. Geostat counted 3,800. It was a record."
    assert reach(text, "hoteliers") == "According to HUGE, 4,100 rooms were let. Half were in the capital."
    assert reach(text, "office") == "Geostat counted 3,800. It was a record."


def test_a_mere_note_of_the_source_speaks_for_the_sentence_before() -> None:
    text = "Rooms let rose to 4,100. This was reported by Geostat.\n\nIn 2020 they had fallen."
    assert reach(text, "office") == "Rooms let rose to 4,100. This was reported by Geostat."


def test_names_of_one_word_are_transcribed_into_cyrillic_and_others_are_not() -> None:
    assert [cyrillic(one) for one in ("AKAB", "Kursiv", "Kazinform")] == ["АКАБ", "Курсив", "Казинформ"]
    assert cyrillic("National Bank") == cyrillic("国家统计局") == cyrillic("R2") == ""
