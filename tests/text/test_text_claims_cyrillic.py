"""Who a Russian or Kazakh sentence tells its numbers of, and what the words for the ends of a year date."""

from __future__ import annotations

import pytest

from kelisim.text import claims


@pytest.mark.parametrize(
    ("language", "text", "subject"),
    [
        ("ru", "По данным агентства Росстат, «Лукойл» добыл 80 млн тонн нефти.", "Лукойл"),
        ("ru", "Согласно отчёту Азиатского банка, цены выросли на 4%.", ""),
        ("ru", "Выручка Air Astana достигла 1,3 млрд долларов.", "Air Astana"),
        ("ru", "Новый завод в Костанае выпустит 20 тыс. тракторов.", "Новый завод"),
        ("ru", "Минтруд выделил 3 млрд тенге на курсы.", "Минтруд"),
        ("ru", "Станция дала 40 ГВт мощности и 12 млн рублей прибыли.", ""),
        ("kk", "Дүниежүзілік банктің бағалауынша, экспорт 6%-ға өсті.", ""),
        ("kk", "Үкімет ауылға 90 млрд теңге бөлді.", "Үкімет"),
        ("kk", "Таразда «Қазфосфат» 300 мың тонна тыңайтқыш шығарды.", "Қазфосфат"),
        ("kk", "Тапшылық ЖІӨ-нің 2,4%-ына тең болды.", ""),
    ],
)
def test_the_subject_is_no_source_no_unit_and_no_place_where_it_only_happens(
    language: str, text: str, subject: str
) -> None:
    assert {one.subject for one in claims(text, language=language)} == {subject}


@pytest.mark.parametrize(
    ("language", "text", "period"),
    [
        ("ru", "К концу года безработица составит 4,5%.", ("2025-09-01", "2025-12-31")),
        ("ru", "С начала года введено 210 тыс. кв. м жилья.", ("2025-01-01", "2025-05-12")),
        ("ru", "В 2027 году пенсия составит 160 тыс., в марте она равнялась 130 тыс.", ("2025-03-01", "2025-03-31")),
        ("kk", "Жыл соңында инфляция 8% болады.", ("2025-09-01", "2025-12-31")),
        ("kk", "Жыл басынан 40 мың шаршы метр тұрғын үй салынды.", ("2025-01-01", "2025-05-12")),
    ],
)  # fmt: skip
def test_the_ends_of_a_year_and_months_told_as_past_are_of_the_year_of_the_document(
    language: str, text: str, period: tuple[str, str]
) -> None:
    last = claims(text, language=language, document_date="2025-05-12")[-1]
    assert (last.period_start, last.period_end) == period


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ru", "Область построит 14 школ."),
        ("ru", "На дороги направят 90 млрд рублей."),
        ("kk", "Зауыт 9 мың трактор шығармақ."),
    ],
)
def test_verbs_that_tell_what_is_to_be_make_a_plan(language: str, text: str) -> None:
    assert [one.modality for one in claims(text, language=language)] == ["planned"]


def test_an_infinitive_of_such_a_verb_makes_none() -> None:
    assert [one.modality for one in claims("Удалось построить 14 школ.", language="ru")] == ["achieved"]
