"""What a number's date, place and indicator are where several stand beside it, and the time that takes."""

from __future__ import annotations

import time

import pytest

from kelisim.text import claims
from kelisim.text.extraction.lexicon import LANGUAGES


@pytest.mark.parametrize(
    ("text", "language", "years"),
    [
        (
            "The rate reached about 40% in 2011 and roughly 75% (three-quarters) by 2015.",
            "en",
            ["2011", "2015", "2015"],
        ),
        ("In 2012 the mill's sales rose by 300% compared to 2011.", "en", ["2012"]),
        ("В 2012 году выпуск вырос на 30% по сравнению с 2011 годом.", "ru", ["2012"]),
        ("2012年产量比2011年增长30%。", "zh", ["2012"]),
        ("2012 жылы өндіріс 2011 жылмен салыстырғанда 30 пайызға өсті.", "kk", ["2012"]),
    ],
)
def test_the_date_of_a_number(text: str, language: str, years: list[str]) -> None:
    assert [(claim.period_end or "")[:4] for claim in claims(text, language=language)] == years


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Chinese brands took 18% of the tyre market in Uzbekistan.", "UZ"),
        ("German tyre exports to Russia rose to 900,000 pieces.", "DE"),
        ("Kazakhstan’s pipeline carried 7 million tonnes, and Russian output was 9 million tonnes.", "RU"),
        ("India, the world’s second producer, sold 4 million tonnes.", "IN"),
        ("Turkish firms invested $40 million.", "TR"),
    ],
)
def test_the_place_of_a_number(text: str, place: str) -> None:
    assert claims(text, language="en")[-1].place == place


@pytest.mark.parametrize(
    ("text", "language", "indicator"),
    [
        ("Data produced by the ministry were read, in the second year, by two analysts.", "en", "analysts"),
        ("It became one of 15 best-selling brands.", "en", "brands"),
        ("The firm employs 1,200 people.", "en", "employment"),
        ("The mill rolled 35,000 sheets, over 62% of national output.", "en", "market_share"),
        ("It acquired a majority share (51%) of the mill.", "en", "equity"),
        ("The ban on imports of glass stands for 2 years.", "en", "duration"),
    ],
)
def test_the_indicator_of_a_number(text: str, language: str, indicator: str) -> None:
    assert claims(text, language=language)[-1].indicator == indicator


def test_dates_that_no_number_takes_are_claims_when_asked_for() -> None:
    text = "In April 2011, Tekstil Invest entered the Uzbek market. Phase 2 (2012–2015) raised exports to 40% in 2015."
    assert [claim.text for claim in claims(text, language="en")] == ["40%"]
    entered, phase, share = claims(text, language="en", dated=True)
    assert (entered.kind, entered.indicator, entered.subject, entered.place) == (
        "date", "event_date", "Tekstil Invest", "UZ",
    )  # fmt: skip
    assert (entered.period_start, entered.period_end) == ("2011-04-01", "2011-04-30")
    assert (phase.indicator, phase.value, share.text) == ("period", (2012.0, 2015.0), "40%")


def test_a_cited_year_dates_nothing() -> None:
    assert claims("The mill was opened late (Ivanov, 2011).", language="en", dated=True) == []


_LONG = {
    "en": "output of Kazakhstan reached 12,500 vehicles in 2019, and JAC Motors planned 5% by 2021 (Li, 2020), ",
    "ru": "выпуск в Казахстане вырос на 12,5% в 2019 году, завод Сарыарка планирует 5 млн тенге, ",
    "zh": "2019年中国产量达到1250万辆，哈萨克斯坦计划出口5%，",
    "kk": "Қазақстанда өндіріс 2019 жылы 12,5 пайызға өсті, зауыт 5 млн теңге жоспарлады, ",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_time_for_one_sentence_is_linear_in_its_length(language: str) -> None:
    def seconds(times: int) -> float:
        text = _LONG[language] * times
        least = 1e9
        for _ in range(3):
            start = time.process_time()
            claims(text, language=language, dated=True)
            least = min(least, time.process_time() - start)
        return least

    seconds(50)
    # Four times the length: linear is 4, quadratic 16.
    assert seconds(2000) < 8 * seconds(500)


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("Georgia's GDP grew by 5% in 2019.", "Georgia"),
        ("Skoda's Bratislava factory built 9,000 cars in 2019.", "Skoda's Bratislava factory"),
        ("Japanese private investors held 30% of the bonds in 2019.", "Japanese private investors"),
        ("Exports of tea to Mongolia rose to 4 million tonnes in 2019.", ""),
        ("Spending on roads of Georgia was 5.2% of GDP in 2019, against 3.1% in Armenia.", "Georgia"),
        ("In 2019 Skoda sold 9,000 cars.", "Skoda"),
        ("The maker Skoda enlarged its works in Slovakia, with 9,000 cars built in 2019.", "Skoda"),
        ("In Slovakia 9,000 cars were built in 2019.", "Slovakia"),
        ("In Phase 2, output rose to 9,000 cars a year.", ""),
    ],
)
def test_the_subject_is_who_does_or_has_what_is_counted(text: str, subject: str) -> None:
    assert {one.subject for one in claims(text, language="en")} == {subject}
