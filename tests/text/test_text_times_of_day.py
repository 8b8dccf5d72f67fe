"""Hours of the day in words and digits are no quantities; lengths of time and measures beside them are."""

from __future__ import annotations

import pytest

from kelisim.text import quantities


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "The vote began at six o'clock and 40 members took part.", [40.0]),
        ("en", "A six o'clock start was agreed.", []),
        ("en", "They met at half past nine and at quarter to four.", []),
        ("en", "The gates close at seven in the evening, not at 6.30pm or 4 p.m.", []),
        ("en", "By 10 in the morning 12% had voted.", [12.0]),
        ("en", "The shelling killed 10 in the morning.", [10.0]),
        ("ru", "Касса работает с девяти утра до шести вечера.", []),
        ("ru", "К 18 часам проголосовали 45,3% избирателей.", [45.3]),
        ("ru", "Заседание начнётся в 15 часов 30 минут.", []),
        ("ru", "Совещание длилось 5 часов 30 минут.", [5.5]),
        ("ru", "Рейс вылетел в 14.30 по местному времени.", []),
        ("ru", "Отдел открыт с 9.00 до 18.00.", []),
        ("ru", "Ставка выросла с 9.10 до 18.20 процента.", [9.1, 18.2]),
        ("ru", "Цены выросли в 2.50 раза.", [2.5]),
        ("kk", "Кездесу сағат он жеті отызда басталды, оған 60 адам келді.", [60.0]),
        ("kk", "Дүкен таңғы тоғыздан кешкі алтыға дейін ашық.", []),
        ("kk", "Дүкен таңғы 9-дан кешкі 6-ға дейін ашық.", []),
        ("kk", "Сабақ он бес нөл-нөлге дейін созылды.", []),
        ("kk", "Пойыз сағат 14.30-да келді.", []),
        ("kk", "Жол екі сағат отыз минут алды.", [2.0, 30.0]),
        ("kk", "Түнгі 12 градус аязда кешкі 20 шақырым жүрді.", [-12.0, 20.0]),
        ("kk", "Бірден алты жасқа дейінгі балалар келді.", [(1.0, 6.0)]),
        ("kk", "Баға бірден 6 мың теңгеге дейін көтерілді.", [6000.0]),
        ("kk", "Екінші жартысында бір гол соғылды.", [2.0, 1.0]),
    ],
)
def test_hours_are_no_quantities(language: str, text: str, expected: list[object]) -> None:
    assert [one.value for one in quantities(text, language=language)] == expected
