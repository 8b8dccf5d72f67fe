"""The language of short, long and mixed texts."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kelisim.text.language import detect

TEXTS = {
    "en": [
        "The car",
        "Exports rose by half",
        "Kazakhstan produced 100 vehicles in 2023.",
        "local content requirements",
        "JAC and Allur signed an agreement.",
    ],
    "ru": [
        "Экспорт вырос",
        "Завод в Костанае выпустил 90 тыс. машин",
        "Правительство",
        "автомобильная промышленность Республики Казахстан",
        "Позавчера «Қазақстан Темір Жолы» и правительство подписали соглашение о перевозках на 2024 год",
    ],
    "kk": [
        "Өнеркәсіп",
        "Қазақстан Республикасы",
        "автомобиль өндірісі дамып келеді",
        "Үкімет қаулысы",
        "Қостанай облысында зауыт ашылды",
        "Qazaqstan avtomobil önerkäsıbı damyp keledı",
        "Qazaqstan Respýblıkasynyń avtokólik ónerkásibi",
        "Qostanai oblysynda jańa zaýyt ashyldy jáne 500 adam jumys istedi",
        "2023 jyly Qazaqstanda 146 myñ avtokölik şyğaryldy",
    ],
    "ky": ["Кыргыз Республикасынын өкмөтү", "өнөр жай", "Бишкекте жаңы завод ачылды жана өндүрүш башталды"],
    "uz": [
        "avtomobil sanoati rivojlanmoqda",
        "O‘zbekiston Respublikasi Prezidentining qarori",
        "Ўзбекистон Республикаси автомобиль саноати",
        "2023-yilda 400 ming avtomobil ishlab chiqarildi",
    ],
    "zh": ["中国汽车", "2013年，中国企业在哈萨克斯坦投资建厂。", "汽車產業", "增长 4.91% EV (BYD)"],
    "tr": ["Türkiye otomotiv sanayii ihracatı arttı", "Kazakistan ile anlaşma imzalandı"],
    "az": ["Azərbaycan avtomobil sənayesi"],
    "tk": ["Türkmenistanyň hökümeti we senagat"],
    "uk": ["Казахстан збільшив експорт автомобілів"],
    "de": ["Die Ausfuhren stiegen um 5 Prozent", "Automobilindustrie in Kasachstan"],
    "fr": ["Les exportations ont augmenté", "l'industrie automobile au Kazakhstan est en croissance"],
    "pl": ["Eksport samochodów wzrósł"],
    "ja": ["自動車の生産台数"],
    "ko": ["자동차 산업"],
    "": ["", "123 456", "???", "—", " A "],
}


@pytest.mark.parametrize(("language", "text"), [(code, text) for code, texts in TEXTS.items() for text in texts])
def test_languages(language: str, text: str) -> None:
    assert detect(text) == language


@pytest.mark.parametrize("code", ["en", "ru", "kk", "zh", "tr"])
def test_a_few_foreign_names_do_not_tip_a_long_text(code: str) -> None:
    body = " ".join(TEXTS[code][:5]) * 30
    assert detect(body + " BYD Қостанай 中国 O‘zbekiston " + body) == code


def test_time_does_not_grow_with_the_text() -> None:
    text = "Kazakhstan produced more vehicles than in the year before. " * 200_000
    detect(text)
    start = time.perf_counter()
    assert detect(text) == "en"
    assert time.perf_counter() - start < 1


@given(st.text(max_size=80))
def test_any_text_has_an_answer_and_always_the_same(text: str) -> None:
    code = detect(text)
    assert code == detect(text)
    assert code == "" or (len(code) == 2 and code.isascii() and code.islower())


@given(st.text(alphabet="0123456789 .,%-()[]№$€", max_size=60))
def test_numbers_have_no_language(text: str) -> None:
    assert detect(text) == ""
