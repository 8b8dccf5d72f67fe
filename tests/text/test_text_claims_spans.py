"""Periods told as spans: of months and days, up to an end, up to the document, and of decades."""

from __future__ import annotations

import pytest

from kelisim.text import claims


def period(text: str, language: str) -> tuple[str | None, str | None]:
    (one,) = [one for one in claims(text, language=language, document_date="2024-11-15") if one.value == 400]
    return one.period_start, one.period_end


@pytest.mark.parametrize(
    ("language", "text", "start", "end"),
    [
        ("en", "From January to September 2023 the mill sold 400 boats.", "2023-01-01", "2023-09-30"),
        ("en", "In January-September 2023 the mill sold 400 boats.", "2023-01-01", "2023-09-30"),
        ("en", "From 1 March to 30 June 2023 the mill sold 400 boats.", "2023-03-01", "2023-06-30"),
        ("en", "From 1 December to 28 February 2023 the mill sold 400 boats.", "2022-12-01", "2023-02-28"),
        ("ru", "За январь-сентябрь 2023 года завод продал 400 лодок.", "2023-01-01", "2023-09-30"),
        ("ru", "В январе-мае 2023 года завод продал 400 лодок.", "2023-01-01", "2023-05-31"),
        ("ru", "С января по сентябрь 2023 года завод продал 400 лодок.", "2023-01-01", "2023-09-30"),
        ("ru", "С 1 марта по 30 июня 2023 года завод продал 400 лодок.", "2023-03-01", "2023-06-30"),
    ],
)
def test_months_and_days_from_one_to_another(language: str, text: str, start: str, end: str) -> None:
    assert period(text, language) == (start, end)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("In the year to March 2024 the mill sold 400 boats.", "2023-04-01", "2024-03-31"),
        ("In the fiscal year ending June 2023 the mill sold 400 boats.", "2022-07-01", "2023-06-30"),
        ("In the year ended 30 June 2023 the mill sold 400 boats.", "2022-07-01", "2023-06-30"),
        ("In the year to 15 June 2023 the mill sold 400 boats.", "2022-06-16", "2023-06-15"),
        ("In the twelve months ending February 2024, the mill sold 400 boats.", "2023-03-01", "2024-02-29"),
        ("In the three months to June 2023 the mill sold 400 boats.", "2023-04-01", "2023-06-30"),
        ("In the quarter ended March 2024 the mill sold 400 boats.", "2024-01-01", "2024-03-31"),
    ],
)
def test_months_that_run_to_an_end(text: str, start: str, end: str) -> None:
    assert period(text, "en") == (start, end)


@pytest.mark.parametrize(
    ("language", "text", "start", "end"),
    [
        ("en", "By the end of 2022 the mill had sold 400 boats.", None, "2022-12-31"),
        ("en", "By the end of May 2022 the mill had sold 400 boats.", None, "2022-05-31"),
        ("en", "In mid-May 2022 the mill sold 400 boats.", "2022-05-01", "2022-05-31"),
        ("ru", "К концу мая 2022 года завод продал 400 лодок.", None, "2022-05-31"),
        ("ru", "В начале мая 2022 года завод продал 400 лодок.", "2022-05-01", "2022-05-31"),
    ],
)
def test_parts_of_a_year_or_month_are_bounded_by_what_stands_before_them(
    language: str, text: str, start: str | None, end: str
) -> None:
    assert period(text, language) == (start, end)


@pytest.mark.parametrize(
    ("language", "text", "start"),
    [
        ("en", "Over the past five years the mill sold 400 boats.", "2019-11-15"),
        ("en", "In the last 18 months the mill sold 400 boats.", "2023-05-15"),
        ("en", "Over the past decade the mill sold 400 boats.", "2014-11-15"),
        ("en", "So far this year the mill has sold 400 boats.", "2024-01-01"),
        ("ru", "За последние пять лет завод продал 400 лодок.", "2019-11-15"),
        ("ru", "За последнее десятилетие завод продал 400 лодок.", "2014-11-15"),
        ("ru", "С начала года завод продал 400 лодок.", "2024-01-01"),
        ("kk", "Соңғы бес жылда зауыт 400 қайық сатты.", "2019-11-15"),
        ("kk", "Жыл басынан бері зауыт 400 қайық сатты.", "2024-01-01"),
        ("zh", "近五年来该厂售出400条船。", "2019-11-15"),
        ("zh", "今年以来该厂售出400条船。", "2024-01-01"),
    ],
)
def test_spans_that_end_with_the_document(language: str, text: str, start: str) -> None:
    assert period(text, language) == (start, "2024-11-15")


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "In the last two years of the war the mill sold 400 boats.", (None, None)),
        ("ru", "За последние пять месяцев 2023 года завод продал 400 лодок.", ("2023-08-01", "2023-12-31")),
        ("ru", "В 90-х годах завод продал 400 лодок.", ("1990-01-01", "1999-12-31")),
        ("ru", "В 20-х годах завод продал 400 лодок.", (None, None)),
        ("kk", "90-жылдары зауыт 400 қайық сатты.", ("1990-01-01", "1999-12-31")),
    ],
)
def test_what_ends_elsewhere_and_decades(language: str, text: str, expected: tuple[str | None, str | None]) -> None:
    assert period(text, language) == expected
