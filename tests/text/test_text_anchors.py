"""Anchors: quotes found again in the same text, in another layout and in an edited text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kelisim.errors import DataError
from kelisim.text.anchors import find, make

TEXT = (
    "The plant in Kostanay was opened in 2014. Output rose to 38,000 vehicles, which is “two thirds” of the market.\n\n"
    "In Almaty a second plant was opened in 2014. Output rose to 90,000 vehicles – a record for the industry.\n\n"
    "Завод в Костанае был открыт в 2014 г. 哈萨克斯坦汽车产量达到三万八千辆，占国内市场的三分之二。"
)


def found(text: str, quote: str, *arguments: str, start: int | None = None) -> str | None:
    span = find(text, quote, *arguments, start=start)
    return None if span is None else text[span[0] : span[1]]


documents = st.text(alphabet="ab c.中文é\n-", max_size=80)


@given(documents, st.data())
def test_every_passage_is_found_where_it_was(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    anchor = make(text, start, end, data.draw(st.integers(0, 10)))
    if anchor.quote.strip():
        assert find(text, *anchor, start=start) == (start, end)
        span = find(text, *anchor)
        assert span is not None
        assert text[span[0] : span[1]] == anchor.quote
    else:
        assert find(text, *anchor, start=start) is None


@given(documents, st.text(alphabet="ab c.中\n-", max_size=12), st.none() | st.integers(-5, 100))
def test_any_quote_gives_a_span_of_the_text_or_none(text: str, quote: str, start: int | None) -> None:
    span = find(text, quote, start=start)
    assert span == find(text, quote, start=start)
    assert span is None or 0 <= span[0] < span[1] <= len(text)
    if span is None:
        assert quote not in text or not quote.strip()


@given(
    st.lists(st.sampled_from(["plant", "Kostanay", "rose", "2014.", "中文", "й"]), min_size=3, max_size=20), st.data()
)
def test_another_layout_does_not_matter(words: list[str], data: st.DataObject) -> None:
    blanks = st.sampled_from([" ", "\n", "  ", "\r\n", "\u00a0", "\u3000"])
    text = "".join(word + data.draw(blanks) for word in words)
    span = find(text, " ".join(words))
    assert span == (0, len(text.rstrip()))


def test_context_decides_between_equal_quotes() -> None:
    quote = "opened in 2014"
    first, second = TEXT.index(quote), TEXT.rindex(quote)
    assert find(TEXT, quote) == (first, first + len(quote))
    assert find(TEXT, quote, prefix="In Almaty a second plant was ") == (second, second + len(quote))
    assert find(TEXT, quote, suffix=". Output rose to 90,000") == (second, second + len(quote))
    assert find(TEXT, quote, start=second - 3) == (second, second + len(quote))
    # Context outweighs the hint, which a re-extraction has moved.
    assert find(TEXT, quote, prefix="Kostanay was ", start=second) == (first, first + len(quote))


@pytest.mark.parametrize(
    ("quote", "expected"),
    [
        ('which is "two thirds" of', "which is “two thirds” of"),
        ("90,000 vehicles - a record", "90,000 vehicles – a record"),
        ("of the market. In Almaty", "of the market.\n\nIn Almaty"),
        ("OUTPUT  rose\nto 90,000", "Output rose to 90,000"),
        ("the indus-\ntry", "the industry"),
        ("哈萨克斯坦\n汽车 产量", "哈萨克斯坦汽车产量"),
        ("ЗАВОД в  Костанае", "Завод в Костанае"),
    ],
)
def test_forms_of_signs_and_blanks_do_not_matter(quote: str, expected: str) -> None:
    assert found(TEXT, quote) == expected


def test_folded_offsets_point_into_the_original() -> None:
    text = "ﬁnal ﬁgures\u00ad: co\u00adoperation İstanbul … и\u0306од"
    assert found(text, "final figures: cooperation") == "ﬁnal ﬁgures\u00ad: co\u00adoperation"
    assert found("x … y", "...") == "…"


def test_a_minus_is_no_hyphen() -> None:
    text = "It grew by 5%. Then it changed by −5%."
    assert found(text, "by -5%") == "by −5%"


@pytest.mark.parametrize(
    ("quote", "expected"),
    [
        (
            "Output rose to about 90,000 vehicles, a record for the industry",
            "Output rose to 90,000 vehicles – a record for the industry",
        ),
        ("哈萨克斯坦的汽车产量达到三万八千辆", "哈萨克斯坦汽车产量达到三万八千辆"),
        ("The plant in Kostanay was opened in the year 2014", "The plant in Kostanay was opened in 2014"),
    ],
)
def test_an_edited_passage_is_found_by_its_words(quote: str, expected: str) -> None:
    assert found(TEXT, quote) == expected


def test_what_is_not_there_is_not_found() -> None:
    assert find(TEXT, "Imports of tractors fell in the second quarter") is None
    assert find(TEXT, "vehicles Kostanay thirds market plant opened rose") is None
    assert find(TEXT, " \n ") is None
    assert find("", "quote") is None


def test_a_long_quote_is_found_by_its_ends() -> None:
    body = " ".join(f"Sentence number {n} speaks of plant {n * n}." for n in range(200))
    text = "Before. " + body + " After."
    edited = body.replace("number 90 speaks", "of the number 90 says").replace("number 5 speaks", "number 5 tells")
    assert found(text, edited) == body


def test_a_passage_outside_the_text() -> None:
    with pytest.raises(DataError, match="outside the text"):
        make("abc", 2, 5)


@pytest.mark.parametrize(
    ("unit", "quote"),
    [
        ("a", "a" * 300),
        ("ab ", "ab " * 300 + "c"),
        ("a ", "a " * 500 + "b"),
        ("word other ", "other word " * 50 + "x"),
        ("中", "中" * 200 + "文"),
        ("-\n", "a-b"),
    ],
)
def test_time_is_linear(unit: str, quote: str) -> None:
    def seconds(length: int) -> float:
        text = unit * (length // len(unit))
        start = time.perf_counter()
        find(text, quote, "before", "after")
        return time.perf_counter() - start

    seconds(20_000)
    # The best of three, as the machine may be busy with other work.
    long, short = (min(seconds(length) for _ in range(3)) for length in (320_000, 40_000))
    assert long < 24 * max(short, 0.02)
