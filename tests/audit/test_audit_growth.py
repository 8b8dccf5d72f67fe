"""The audit's time grows with a paper's length and not with its square, and what it leaves out it says."""

from __future__ import annotations

import random
import time
from collections.abc import Callable

import pytest

from kelisim.audit import AuditResult, audit

# Fourfold is linear and sixteenfold quadratic; a busy machine may double a reading.
TIMES, MOST = 4, 8.0
SMALL = 60_000
THINGS = ("trams", "wool", "copper", "cement", "barley", "clinics", "herring", "timber")
DOINGS = ("production", "exports", "imports", "sales", "stocks", "purchases")
PLACES = ("North Karsk", "Velm", "Orlan", "Tessin", "Hadria", "Mellow", "Upper Sava", "Norrby")
REPEATED = {
    "en": "In 2019 the production of trams in Novaland reached 4,200 units, up from 3,900 in 2018 (Ahmed, 2020). The "
    "plant in Karsk employs 1,250 people, of whom 300 (24%) are women; it was opened in May 2014.\n\n",
    "ru": "В 2019 году производство трамваев в Новландии достигло 4200 штук против 3900 в 2018 году [3]. На заводе в "
    "Карске занято 1250 человек, из них 300 (24%) — женщины; он открыт в мае 2014 года.\n\n",
    "zh": "2019年，诺兰电车产量达到4200辆，2018年为3900辆[3]。卡尔斯克工厂有职工1250人，"
    "其中女职工300人，占24%。该厂于2014年5月投产，产品评为优、良、差三级。\n\n",
    "kk": "2019 жылы Новландияда трамвай өндірісі 4200 данаға жетті, 2018 жылы 3900 дана болды [3]. Карск зауытында "
    "1250 адам жұмыс істейді, оның ішінде 300 (24%) әйел; зауыт 2014 жылғы мамырда ашылды.\n\n",
}


def varied(length: int) -> str:
    """Return prose in which numbers, things, places and years mix, with a table after every tenth paragraph."""
    draw, parts, size = random.Random(7), ["# Industry and trade of eight towns\n\n"], 0
    while size < length:
        thing, place, year = draw.choice(THINGS), draw.choice(PLACES), draw.randint(1990, 2019)
        low = draw.randint(100, 9999)
        parts.append(
            f"In {year}, {draw.choice(DOINGS)} of {thing} in {place} reached {low:,} tonnes [{draw.randint(1, 40)}]."
            f" The mill in {place} was opened in May {year}. Of its {3 * low:,} firms, {low:,} (33%) sold {thing}."
            f" Its {draw.choice(DOINGS)} of {thing} rose by 12% to {low + 9:,} tonnes, and {low} people work there.\n\n"
        )
        if len(parts) % 10 == 0:
            rows = "".join(f"| {name} | {draw.randint(9, 999)} | {draw.randint(9, 999)} |\n" for name in PLACES)
            parts.append(f"| Town | {year} | {year + 1} |\n|---|---|---|\n{rows}\n")
        size += len(parts[-1])
    return "".join(parts)


def repeated(language: str) -> Callable[[int], str]:
    """Return a writer of one paragraph again and again."""
    return lambda length: REPEATED[language] * (length // len(REPEATED[language]) + 1)


def seconds(text: str, language: str) -> tuple[float, AuditResult]:
    before = time.process_time()
    result = audit(text, language=language)
    return time.process_time() - before, result


@pytest.mark.parametrize(
    ("write", "language"),
    [(varied, "en"), *((repeated(language), language) for language in REPEATED)],
    ids=["varied", *REPEATED],
)
def test_four_times_the_text_takes_about_four_times_as_long(write: Callable[[int], str], language: str) -> None:
    audit(write(2000), language=language)
    small, _ = seconds(write(SMALL), language)
    large, _ = seconds(write(SMALL * TIMES), language)
    assert large / small < MOST


def test_what_is_told_again_in_the_same_words_is_no_new_conflict() -> None:
    told = "The mill in Velm employed {} people in 2015. "
    one = f"{told.format(320)}The weather was fine there. {told.format(410)}\n\n"
    found = [audit(text, language="en").findings for text in (one, one * 50)]
    assert len(found[0]) == len(found[1]) == 1


def test_a_short_paper_has_no_limits_and_a_long_one_says_them() -> None:
    assert audit(varied(4000)).limits == ()
    crowded = "".join(
        f"The harvest of barley in town {number} was {number + 1000} tonnes in 2010.\n\n" for number in range(400)
    )
    told = audit(crowded).limits
    assert told
    assert all("first" in limit for limit in told)
