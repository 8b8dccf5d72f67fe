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
        ("“十三五”期间，全县新修公路320公里。", "zh", [("2016-01-01", "2020-12-31")]),
        ("到“十二五”末，森林覆盖率为41%。", "zh", [("2015-01-01", "2015-12-31")]),
        ("截至7月底，水库蓄水量为3亿立方米。", "zh", [("2024-07-01", "2024-07-31")]),
        ("前三个月出口增长5%。", "zh", [("2024-01-01", "2024-03-31")]),
        ("2021-22年度招生800人。", "zh", [("2021-01-01", "2022-12-31")]),
        ("今年仅前两个月就进口了900辆汽车。", "zh", [("2024-01-01", "2024-02-29")]),
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


@pytest.mark.parametrize(
    ("text", "indicators"),
    [
        # The noun of its own clause names what is measured, whatever the vocabulary finds inside it or further off.
        ("2023年玉米播种面积为70万亩，比上年增加3万亩，产量21万吨。", ["玉米播种面积", "玉米播种面积", "production"]),
        ("全市人口90万人，城镇化率61%，较上年末提高0.4个百分点。", ["population", "城镇化率", "城镇化率"]),
        ("2023年出口增长4%，铁路过境运输量增长11%。", ["exports", "铁路过境运输量"]),
        ("通胀率为3.1%。", ["inflation"]),
        ("不良贷款率为1.2%。", ["不良贷款率"]),
        ("2023年该国GDP增长4.2%。", ["gdp"]),
        ("对中亚进出口值为60亿元。", ["trade"]),
    ],
)
def test_indicators_of_the_own_clause(text: str, indicators: list[str]) -> None:
    assert [one.indicator for one in told(text, "zh")] == indicators
