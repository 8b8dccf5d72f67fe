"""Periods, moods and indicators of Chinese and Kazakh claims: sentences of this file's own, of 10 September 2024."""

from __future__ import annotations

import pytest

from kelisim.model.extracted import ExtractedClaim
from kelisim.text import claims

TODAY = "2024-09-10"


def told(text: str, language: str) -> list[ExtractedClaim]:
    return claims(text, language=language, document_date=TODAY)


@pytest.mark.parametrize(
    ("text", "language", "periods"),
    [
        ("近三年来，全市新建学校46所。", "zh", [("2021-09-10", "2024-09-10")]),
        ("最近六个月，房价下跌4%。", "zh", [("2024-03-10", "2024-09-10")]),
        ("公司第二季营收为8亿元。", "zh", [("2024-04-01", "2024-06-30")]),
        ("Соңғы төрт жылда ауданда 12 мектеп салынды.", "kk", [("2020-09-10", "2024-09-10")]),
        ("Соңғы 6 айда экспорт 5%-ға азайды.", "kk", [("2024-03-10", "2024-09-10")]),
        ("Шілде айында инфляция 8,6% болды.", "kk", [("2024-07-01", "2024-07-31")]),
        ("Ақпан-сәуірде экспорт 3 млрд долларға жетті.", "kk", [("2024-02-01", "2024-04-30")]),
        ("Екінші тоқсанда компания пайдасы 14%-ға өсті.", "kk", [("2024-04-01", "2024-06-30")]),
        # A date that opens the next clause dates what follows.
        (
            "Фабрикада 300 адам жұмыс істейді, келесі жылы тағы 90 адам алынады.",
            "kk",
            [(None, None), ("2025-01-01", "2025-12-31")],
        ),
    ],
)
def test_periods(text: str, language: str, periods: list[tuple[str | None, str | None]]) -> None:
    assert [(one.period_start, one.period_end) for one in told(text, language)] == periods


@pytest.mark.parametrize(
    ("text", "moods"),
    [
        ("央行将政策利率下调至3.1%。", ["achieved"]),
        ("明年出口将提高到90亿美元。", ["planned"]),
        ("集团预计全年营收将达70亿元，净利润约4亿元。", ["planned", "planned"]),
        ("项目计划投资9亿元，目前已完成2亿元。", ["planned", "achieved"]),
    ],
)
def test_moods(text: str, moods: list[str]) -> None:
    assert [one.modality for one in told(text, "zh")] == moods


@pytest.mark.parametrize(
    ("text", "language", "indicator"),
    [
        ("风电装机容量增至52吉瓦。", "zh", "capacity"),
        ("全县果园面积将扩大到6万亩。", "zh", "全县果园面积"),
        ("社会消费品零售总额同比增长3.5%。", "zh", "sales"),
        ("Аудан халқының саны 61 мың адамға жетті.", "kk", "population"),
    ],
)
def test_indicators(text: str, language: str, indicator: str) -> None:
    assert [one.indicator for one in told(text, language)] == [indicator]
