"""What a text tells by its phases and by the labels of its design: their years, and the indicator under study."""

from __future__ import annotations

import pytest

from kelisim.text import claims
from kelisim.text.extraction.carried import is_label


def periods(text: str, language: str = "en") -> list[tuple[str | None, str | None]]:
    return [(one.period_start, one.period_end) for one in claims(text, language=language)]


def indicators(text: str, language: str = "en") -> list[str]:
    return [one.indicator for one in claims(text, language=language)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "en",
            "Phase 2: Reform (2018–2021)\n\nBy the end of Phase 2 losses had fallen to 15%. "
            "Phase II built 40 schools.",
        ),
        (
            "en",
            "The second stage (2018–2021) was short. "
            "By the close of the second stage losses were 15%. That stage built 40 schools.",
        ),
        (
            "ru",
            "Второй этап (2018–2021 годы) был коротким. "
            "К концу второго этапа доля потерь упала до 15%. На этом этапе построили 40 школ.",
        ),
        ("zh", "第二阶段（2018—2021年）以改革为主。到第二阶段末，漏损率降至15%。第二阶段新建学校40所。"),
        (
            "kk",
            "Екінші кезең (2018–2021 жж.) қысқа болды. "
            "Екінші кезеңнің соңына дейін шығын 15%-ға төмендеді. 2-кезеңде 40 мектеп салынды.",
        ),
    ],
)  # fmt: skip
def test_a_phase_is_dated_by_the_years_that_the_text_gave_it(language: str, text: str) -> None:
    assert periods(text, language) == [(None, "2021-12-31"), ("2018-01-01", "2021-12-31")]


def test_each_phase_dates_the_number_beside_it_and_the_years_given_last_hold() -> None:
    dated = "Phase 1 (2010–2014) and Phase 2 (2015–present) differ. "
    assert periods(dated + "The share rose from 5% in Phase 1 to 15% in Phase 2.") == [
        ("2010-01-01", "2014-12-31"),
        ("2015-01-01", None),
    ]
    assert periods(dated + "Phase 1 (2010–2013) is short. Phase 1 cost 40 million euros.")[-1] == (
        "2010-01-01",
        "2013-12-31",
    )
    assert periods(dated + "At the outset of Phase 2 the fund held 9%.") == [("2015-01-01", "2015-12-31")]


def test_a_date_beside_the_number_is_nearer_than_its_phase_and_a_phase_without_years_dates_nothing() -> None:
    assert periods("Phase 1 (2010–2014) began. In Phase 1 sales were 30 tonnes in 2012.") == [
        ("2012-01-01", "2012-12-31")
    ]
    assert periods("In Phase 3 sales were 30 tonnes.") == [(None, None)]
    assert periods("Phase 1 (2010–2014) began.\n\nThis phase sold 30 tonnes.") == [(None, None)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Since then (2019–present) 40 tonnes were sold."),
        ("en", "From 2019 to the present day 40 tonnes were sold."),
        ("ru", "За 2019 год — настоящее время продано 40 тонн."),
        ("ru", "С 2019 года по настоящее время продано 40 тонн."),
        ("kk", "2019 жылдан қазірге дейін 40 тонна сатылды."),
        ("zh", "2019年至今销售40吨。"),
    ],
)
def test_a_span_that_lasts_to_the_present_is_open(language: str, text: str) -> None:
    assert periods(text, language) == [("2019-01-01", None)]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        (
            "en",
            "We estimate a DiD on the unemployment rate of young people. "
            "Baseline (2014): 21%; controls: 24%.",
            "unemployment",
        ),
        (
            "en",
            "The outcome is the enrolment rate in rural districts. "
            "Treated, post: 78%. The effect is 9 percentage points.",
            "enrolment rate",
        ),
        (
            "ru",
            "Мы оцениваем долю местных товаров в продажах. "
            "Базовый уровень (2014 год): 61%. Контрольная группа: 64%.",
            "market_share",
        ),
        (
            "kk",
            "Біз жұмыссыздық деңгейін бағалаймыз. "
            "Базалық деңгей (2014 ж.): 61%. Бақылау тобы: 64%.",
            "unemployment",
        ),
        ("zh", "本文采用双重差分估计就业率的变化。处理组：78%；对照组：64%。", "employment"),
    ],
)  # fmt: skip
def test_a_label_of_the_design_is_told_of_what_the_design_estimates(language: str, text: str, expected: str) -> None:
    assert indicators(text, language) == [expected, expected]


def test_labels_are_told_from_indicators() -> None:
    for phrase in ("post", "controls", "KZ pre-policy baseline", "ΔKZ", "point estimate"):
        assert is_label(phrase, "en"), phrase
    for phrase in ("", "change in rents", "UK", "control of borders", "policy rate", "mean income"):
        assert not is_label(phrase, "en"), phrase
