"""Which period a claim tells of: parts of this and last year, comparisons, months without a year, notes in the text."""

from __future__ import annotations

import pytest

from kelisim.text import claims, sentences


def periods(text: str, today: str = "2024-06-20") -> dict[str, tuple[str | None, str | None]]:
    return {one.text: (one.period_start, one.period_end) for one in claims(text, document_date=today)}


@pytest.mark.parametrize(
    ("text", "number", "start", "end"),
    [
        ("За пять месяцев этого года завод выпустил 40 тыс. машин.", "40 тыс. машин", "2024-01-01", "2024-05-31"),
        ("За 11 месяцев минувшего года собрали 3,1 млн тонн пшеницы.", "3,1 млн тонн", "2023-01-01", "2023-11-30"),
        ("За март текущего года экспортировали 900 тонн рыбы.", "900 тонн", "2024-03-01", "2024-03-31"),
        ("In 5 months of 2023, mills sold 1,200 tonnes of paper.", "1,200 tonnes", "2023-01-01", "2023-05-31"),
        ("Mills sold 1,200 tonnes in the first four months of this year.", "1,200 tonnes", "2024-01-01", "2024-04-30"),
        ("Биылғы 4 айда елде 700 мың тонна көмір өндірілді.", "700 мың тонна", "2024-01-01", "2024-04-30"),
        ("Осы жылдың бес айында 12 млрд теңге инвестиция тартылды.", "12 млрд теңге", "2024-01-01", "2024-05-31"),
        ("今年前四个月，全市生产水泥350万吨。", "350万吨", "2024-01-01", "2024-04-30"),
        ("去年下半年，全市生产水泥350万吨。", "350万吨", "2023-07-01", "2023-12-31"),
        ("5月份，全市生产水泥90万吨。", "90万吨", "2024-05-01", "2024-05-31"),
        ("In the first three quarters of 2023 mills sold 70 tonnes.", "70 tonnes", "2023-01-01", "2023-09-30"),
        ("За первые два квартала 2023 года продали 70 тонн.", "70 тонн", "2023-01-01", "2023-06-30"),
        ("Growth averaged 2.4% over 2012-18.", "2.4%", "2012-01-01", "2018-12-31"),
    ],
)  # fmt: skip
def test_a_part_of_a_year_is_read_beside_it(text: str, number: str, start: str, end: str) -> None:
    assert periods(text) == {number: (start, end)}


@pytest.mark.parametrize(
    ("text", "number", "start", "end"),
    [
        ("Exports reached $5 billion in 2021, up 20% on 2020.", "20%", "2021-01-01", "2021-12-31"),
        ("Enrolment stood at 94% in 2019, an increase over 2012.", "94%", "2019-01-01", "2019-12-31"),
        ("Output fell 5% from 2019 to 2021.", "5%", "2019-01-01", "2021-12-31"),
        ("За май 2024 года сдали 20 домов, на 15% больше, чем за май 2023 года.", "15%", "2024-05-01", "2024-05-31"),
        ("一季度产量为2万吨，而去年同期为3万吨。", "2万吨", "2024-01-01", "2024-03-31"),
        ("一季度产量为2万吨，而去年同期为3万吨。", "3万吨", "2023-01-01", "2023-03-31"),
    ],
)  # fmt: skip
def test_what_is_compared_with_dates_nothing_else(text: str, number: str, start: str, end: str) -> None:
    assert periods(text)[number] == (start, end)


def test_a_number_dated_by_its_comparison_alone_has_no_period() -> None:
    assert periods("Installed capacity is 170 GW, an 8% increase over 2013.") == {
        "170 GW": (None, None),
        "8%": (None, None),
    }


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("The target was met.48 Germany fell behind.", ["The target was met.48", "Germany fell behind."]),
        ("Capacity rose by 4 GW.45,46 Spain led.", ["Capacity rose by 4 GW.45,46", "Spain led."]),
        ("They called it “a start.”7 Others did not.", ["They called it “a start.”7", "Others did not."]),
        ("See Fig.3 Spain and vol.2 The North.", ["See Fig.3 Spain and vol.2 The North."]),
        ("It ran version 2.0 Beta of the tool.", ["It ran version 2.0 Beta of the tool."]),
    ],
)
def test_the_number_of_a_note_stays_with_its_sentence(text: str, parts: list[str]) -> None:
    assert [text[start:end] for start, end in sentences(text)] == parts


@pytest.mark.parametrize(
    ("written", "start", "end"),
    [
        ("2001 Q1", "2001-01-01", "2001-03-31"),
        ("2001-Q4", "2001-10-01", "2001-12-31"),
        ("2001Q3", "2001-07-01", "2001-09-30"),
        ("2001:Q2", "2001-04-01", "2001-06-30"),
        ("2001 H2", "2001-07-01", "2001-12-31"),
    ],
)
def test_a_year_before_its_quarter_or_half_is_that_part_of_it(written: str, start: str, end: str) -> None:
    (found,) = claims(f"In {written} exports were 5 million tonnes.", language="en")
    assert (found.period_start, found.period_end) == (start, end)
