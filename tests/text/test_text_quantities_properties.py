from __future__ import annotations

import time
import tracemalloc
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kelisim.text import claims, quantities
from kelisim.text.extraction.lexicon import lexicon
from kelisim.text.extraction.quantities import atoms

LANGUAGES = ("en", "ru", "zh", "kk")
FRAGMENTS = [
    *[
        "about",
        "over",
        "up",
        "to",
        "one",
        "two-thirds",
        "half",
        "a",
        "million",
        "4.91",
        "%",
        "percent",
        "$",
        "US$",
        "2019",
        "in",
        "May",
        "28,",
        "by",
        "from",
        "and",
        "-",
        "–",
        ".",
        ",",
        "(",
        ")",
    ],
    *[
        "[12]",
        "third",
        "50,000",
        "1/2",
        "½",
        "first",
        "five",
        "months",
        "of",
        "3rd",
        "Q3",
        "Table",
        "km",
        "per",
        "hour",
        "doubled",
        "36",
        "times",
        "more",
        "every",
        "tenth",
    ],
    *[
        "K",
        "1990s",
        "около",
        "свыше",
        "один",
        "две",
        "трети",
        "полтора",
        "миллиона",
        "4,91",
        "млн",
        "процентов",
        "году",
        "к",
        "с",
        "до",
        "от",
        "каждый",
        "десятый",
    ],
    *[
        "полгода",
        "I",
        "квартале",
        "вдвое",
        "约",
        "超过",
        "一",
        "三分之二",
        "半",
        "491万",
        "辆",
        "百分之五",
        "元",
        "2019年",
        "5月",
        "28日",
        "到",
        "至",
        "从",
        "和",
        "。",
        "第三",
    ],
    *[
        "翻一番",
        "36倍",
        "每十辆",
        "中有",
        "三四个",
        "成",
        "又",
        "折",
        "块",
        "几",
        "多",
        "点五",
        "十",
        "百",
        "万",
        "亿",
        "零",
        "шамамен",
        "астам",
        "үштен",
        "екі",
        "жарты",
        "дана",
        "пайыз",
        "жылы",
        "дейін",
    ],
    *["бастап", "үшінші", "екі", "есе", "бүтін", "оннан", "мыңнан", "25-ке", "İ", "🚗", "ß"],
    "\n",
    "\n\n",
]
texts = st.one_of(
    st.text(max_size=120),
    st.lists(st.sampled_from(FRAGMENTS), max_size=25).map(" ".join),
    st.lists(st.sampled_from(FRAGMENTS), max_size=25).map("".join),
)


@settings(max_examples=400, deadline=None)
@given(text=texts, language=st.sampled_from(LANGUAGES))
def test_offsets_reproduce_the_quote_and_spans_stand_in_order(text: str, language: str) -> None:
    found = quantities(text, language=language, document_date="2024-06-01")
    for quantity in found:
        assert text[quantity.start : quantity.end] == quantity.text
        assert quantity.text.strip() == quantity.text != ""
        assert quantity.low <= quantity.high
    assert all(first.end <= second.start for first, second in pairwise(found))
    assert found == quantities(text, language=language, document_date="2024-06-01")


@settings(max_examples=150, deadline=None)
@given(text=texts, language=st.sampled_from(LANGUAGES))
def test_claims_hold_the_same_law(text: str, language: str) -> None:
    spans = {(quantity.start, quantity.end) for quantity in quantities(text, language=language)}
    for claim in claims(text, language=language):
        assert text[claim.start : claim.end] == claim.text
        assert (claim.start, claim.end) in spans
        assert claim.sentence[0] <= claim.start < claim.sentence[1]


@settings(max_examples=100, deadline=None)
@given(text=st.text(max_size=200))
def test_any_text_has_some_language(text: str) -> None:
    quantities(text)
    claims(text)


@pytest.mark.parametrize(
    ("unit", "language"),
    [
        ("9", "en"),
        ("1,", "en"),
        ("1-", "en"),
        ("one ", "en"),
        ("( ", "en"),
        ("[1,", "en"),
        ("about ", "en"),
        ("2019 to ", "en"),
        ("5 млн ", "ru"),
        ("一", "zh"),
        ("千万", "zh"),
        ("1.5万", "zh"),
        ("мың ", "kk"),
        ("5 %-", "kk"),
        ("a5", "en"),
        (" ", "en"),
        ("+1 (2", "en"),
    ],
)
def test_the_time_grows_with_the_length_and_not_with_its_square(unit: str, language: str) -> None:
    def seconds(count: int) -> float:
        text = unit * count
        begin = time.process_time()
        quantities(text, language=language)
        return time.process_time() - begin

    seconds(200)
    # The least of three: a collection of garbage in between is no law of growth.
    short, long = max(seconds(2_000), 0.005), min(seconds(16_000) for _ in range(3))
    # Eight times the text; a square law would take sixty-four times as long.
    assert long / short < 30, f"{unit!r}: {short:.4f} s, then {long:.4f} s"


@pytest.mark.parametrize(
    ("head", "unit", "language"),
    [
        ("5 ", "a", "en"),
        ("5 ", "a'", "en"),
        ("5 ", "sq. ", "en"),
        ("5 km ", "per km ", "en"),
        ("", "one one ", "en"),
        ("", "[(1", "en"),
        ("", "((", "en"),
        ("", "1-", "en"),
        ("", "1,111,", "en"),
        ("https://", "1a", "en"),
        ("5 ", "а", "ru"),
        ("", "пол", "ru"),
        ("", "двадцать", "ru"),
        ("5-", "ға", "kk"),
        ("бес", "а", "kk"),
        ("", "《1", "zh"),
        ("", "每", "zh"),
        ("5", "万", "zh"),
    ],
)
def test_no_pattern_takes_more_than_linear_time(head: str, unit: str, language: str) -> None:
    def seconds(count: int) -> float:
        text = head + unit * count
        begin = time.process_time()
        quantities(text, language=language)
        return time.process_time() - begin

    seconds(500)
    short, long = max(seconds(10_000), 0.01), seconds(80_000)
    # Eight times the text takes eight times as long; a square law would take sixty-four.
    assert long / short < 24, f"{unit!r}: {short:.4f} s, then {long:.4f} s"


def test_one_long_line_is_read_to_its_end() -> None:
    text = "word " * 200_000 + "4.91 million vehicles"
    assert [quantity.value for quantity in quantities(text, language="en")] == [4_910_000]


@pytest.mark.slow
def test_a_line_of_fifty_megabytes_is_read_in_memory_that_does_not_grow() -> None:
    piece = "the works shipped goods to ports and towns " * 200 + "about 4.91 million vehicles, up 5%; "
    text = piece * (50_000_000 // len(piece))
    known = lexicon("en")
    tracemalloc.start()
    begin = time.process_time()
    count = sum(1 for _ in atoms(text, known))
    seconds = time.process_time() - begin
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 2 * (50_000_000 // len(piece))
    assert peak < 10_000_000, f"{peak / 1e6:.1f} MB were allocated beyond the text"
    # Tracing memory alone slows Python down several times; a square law would take hours.
    assert seconds < 300


@pytest.mark.parametrize(
    "piece", ["In 2021 sales rose by 12.5% to USD 3.4 billion, and 2,400 lorries crossed each week; "]
)
def test_numbers_close_together_without_end_are_read_in_memory_that_does_not_grow(piece: str) -> None:
    known = lexicon("en")

    def peak(times: int) -> int:
        text = piece * times
        tracemalloc.start()
        assert sum(1 for _ in atoms(text, known)) == 4 * times
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    assert peak(8000) < 1.5 * peak(2000)
