"""Sentences and paragraphs as spans of code points."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kelisim.text.sentences import paragraphs, sentences


def split(text: str, language: str | None = None) -> list[str]:
    return [text[start:end] for start, end in sentences(text, language)]


# Each case is the list of its sentences; joined by one space (or by nothing in Chinese) they must split again.
LATIN_AND_CYRILLIC = [
    ["Exports rose, e.g. to 4.91 million.", "The rest fell!", "Why?"],
    ["Decree No. 115 was signed by X. Li and J. K. Smith.", "It came into force in 2014."],
    ["The U.S. market shrank.", "Sales in the U.S. Department of Commerce data grew 3.5%."],
    ["Allur Group Ltd. and SaryarkaAvtoProm Co. signed.", "See Fig. 3 and pp. 10-12."],
    ["He et al. (2013) disagree, cf. Table 2.", "“It works.”", "They left."],
    ["Costs rose in the U.K.", "The ministry objected."],
    ["Output grew.[12]", "Imports fell (see Sec. 4).", "Prices held..."],
    ["“Why?” he asked.", "“Because.”"],
    ["Dr. Nazarbayeva met Mr. Wang at 9 a.m. on Monday.", "Was it No. 5?", "Yes."],
    ["В 2013 г. Казахстан вложил 5 млн. тенге.", "Это было в г. Костанай."],
    ["И. В. Петров, т. е. автор, и др. писали об этом.", "Рост составил 4,91 млн. долл. США."],
    ["Согласно п. 3 ст. 15 Закона № 115, см. рис. 2, льготы отменены.", "Да!"],
    ["«Что это?» — спросил он.", "«Завод», — ответили ему."],
    ["Доля машин, собранных в стране, достигла двух третей рынка в 2023 г.", "Казахстан вышел на первое место."],
    ["2013 ж. Қазақстанда 4,5 млрд. теңге бөлінді.", "Бұл — Қ.Р. Үкіметінің шешімі."],
    ["Bu 2013 y. mart oyida 5 mln. so‘m edi.", "Lekin keyin oshdi."],
]
CHINESE = [
    ["他说：“我们要合作。”", "中国在2013年提出倡议！", "真的吗？", "增长4.91%。"],
    ["“你好吗？”他问。", "她没有回答。"],
    ["出口量为4.91万辆（见表1。）", "进口下降。"],
    ["《协议》规定：“一、合作；二、互利。”", "双方签字。"],
]


@pytest.mark.parametrize("expected", LATIN_AND_CYRILLIC)
def test_full_stops_that_do_not_end_a_sentence(expected: list[str]) -> None:
    assert split(" ".join(expected)) == expected


@pytest.mark.parametrize("expected", CHINESE)
def test_chinese_needs_no_space_and_keeps_closing_quotes(expected: list[str]) -> None:
    assert split("".join(expected)) == expected


def test_chinese_particle_takes_a_quotation_up() -> None:
    assert split("“走出去！”的战略很重要。") == ["“走出去！”的战略很重要。"]


def test_german_ordinals_need_the_language() -> None:
    text = "Es war die 3. Sitzung. Am 3. Mai war Schluss."
    assert split(text, "de") == ["Es war die 3. Sitzung.", "Am 3. Mai war Schluss."]
    assert len(split(text)) == 3


def test_markdown_structure_ends_sentences() -> None:
    text = (
        "Lead in\n\n# Trade\nWrapped line\ngoes on. Next\n\n## 1. Cars\n- first item\n- second item\n"
        "1. one\n2. two\n\n| a | b |\n| 1 | 2 |\nafter"
    )
    assert split(text) == [
        "Lead in",
        "# Trade",
        "Wrapped line\ngoes on.",
        "Next",
        "## 1. Cars",
        "- first item",
        "- second item",
        "1. one",
        "2. two",
        "| a | b |",
        "| 1 | 2 |",
        "after",
    ]


def test_a_number_that_wrapping_put_at_the_start_of_a_line_is_no_item() -> None:
    assert split("The plant opened on day\n12. Later it closed.") == [
        "The plant opened on day\n12.",
        "Later it closed.",
    ]


def test_unmarked_heading_is_a_paragraph_of_its_own() -> None:
    text = "Kazakhstan opens plant\nThe plant was opened in Kostanay by the two presidents.\nMore followed."
    assert next(text[a:b] for a, b in paragraphs(text)) == "Kazakhstan opens plant"
    wrapped = "The plant was opened in Kostanay\nby the two presidents, who then\nleft."
    assert paragraphs(wrapped) == [(0, len(wrapped))]


def test_unwrapped_text_has_a_paragraph_a_line() -> None:
    line = "Vehicles were assembled from kits, and the local share stayed low for years " * 3
    text = f"Headline\n{line}\n{line}"
    assert len(paragraphs(text)) == 3


def test_blank_texts_have_no_sentences() -> None:
    assert sentences("") == paragraphs("") == sentences(" \n\t\u3000\n") == []


PIECES = st.lists(
    st.one_of(
        st.text(max_size=8),
        st.sampled_from(
            ["\n", "\n\n", ". ", "。", "”", "! ", "# ", "\n- ", "1. ", "г. ", "U.S.", " ", "\u3000", "\f", "中", "A"]
        ),
    ),
    max_size=40,
)


@given(PIECES)
def test_spans_are_ordered_trimmed_and_cover_everything(pieces: list[str]) -> None:
    text = "".join(pieces)
    for spans in (sentences(text), paragraphs(text)):
        position = 0
        for start, end in spans:
            assert position <= start < end
            assert not text[position:start].strip()
            assert text[start:end] == text[start:end].strip()
            position = end
        assert not text[position:].strip()


@given(PIECES)
def test_sentences_lie_within_paragraphs(pieces: list[str]) -> None:
    text = "".join(pieces)
    whole = paragraphs(text)
    assert all(any(a <= start and end <= b for a, b in whole) for start, end in sentences(text))


@pytest.mark.parametrize("unit", [".", ". ", "\n", ' ."', "。", "。”", "\n- ", "\n1. ", "a", "\n=", "A. ", "“"])
def test_time_is_linear_in_hostile_text(unit: str) -> None:
    def seconds(length: int) -> float:
        text = unit * (length // len(unit))
        start = time.perf_counter()
        sentences(text)
        return time.perf_counter() - start

    seconds(10_000)
    # Quadratic time would make the ratio 64; the constant absorbs a noisy clock.
    # The best of three, as the machine may be busy with other work.
    long, short = (min(seconds(length) for _ in range(3)) for length in (320_000, 40_000))
    assert long < 24 * max(short, 0.01)
