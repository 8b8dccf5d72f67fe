"""Codings in force, and agreement against tables whose kappa is known.

Feinstein, A. R. and Cicchetti, D. V. (1990), "High agreement but low kappa: I. The problems of two paradoxes", Journal
of Clinical Epidemiology 43: two tables of 100 with the same observed agreement of .85 and a kappa of .70 and .32.
"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stage_objects import collected, document, entry, protocol, source

from kelisim.model.coding import Code, Codebook
from kelisim.model.document import Document
from kelisim.model.results import AgreementRow, Coded
from kelisim.model.study import JournalEntry
from kelisim.stages import code

BOOK = Codebook("1", "nominal", (Code("risk", "Risk", "A risk."),))


def paragraphs(n: int) -> str:
    return "\n\n".join(f"Paragraph {i:03d} says something of its own." for i in range(n))


def coding(who: str, text: str, unit: int, *, of: str = "d", label: str = "risk", act: str = "code") -> JournalEntry:
    quote = text.split("\n\n")[unit]
    start = text.index(quote)
    return entry(who, act, {"document": of, "start": start, "end": start + len(quote), "quote": quote}, code=label)


def done(who: str, of: str = "d") -> JournalEntry:
    return entry(who, "note", {"document": of}, state="done")


def coded(
    journal: list[JournalEntry], *documents: Document, coders: tuple[str, ...] = ("a", "b"), **more: Any
) -> Coded:
    sources = [source(one.source) for one in documents]
    return code.run(
        codebook=more.pop("book", BOOK),
        protocol=protocol(coders=coders, **more),
        journal=journal,
        collect=collected(sources, documents),
    )


def row(result: Coded, by: str = "code", key: str = "risk") -> AgreementRow:
    return next(one for one in result.agreement if (one.by, one.key) == (by, key))


def from_table(both: int, only_a: int, only_b: int, neither: int) -> tuple[list[JournalEntry], Document]:
    """Return journals of two coders whose decisions on paragraphs cross-tabulate as asked."""
    text = paragraphs(both + only_a + only_b + neither)
    journal = [done("a"), done("b")]
    journal += [coding("a", text, i) for i in range(both + only_a)]
    journal += [coding("b", text, i) for i in (*range(both), *range(both + only_a, both + only_a + only_b))]
    return journal, document("d", text)


def kappa(both: int, only_a: int, only_b: int, neither: int) -> float:
    """Return Cohen's kappa from its definition (Cohen 1960, equation 1)."""
    n = both + only_a + only_b + neither
    observed = (both + neither) / n
    a, b = (both + only_a) / n, (both + only_b) / n
    expected = a * b + (1 - a) * (1 - b)
    return (observed - expected) / (1 - expected)


@pytest.mark.parametrize(("table", "published"), [((40, 9, 6, 45), 0.70), ((80, 10, 5, 5), 0.32)])
def test_kappa_is_that_of_the_published_table(table: tuple[int, int, int, int], published: float) -> None:
    journal, text = from_table(*table)
    result = coded(journal, text)
    found = row(result)
    assert found.value is not None
    assert round(found.value, 2) == published
    assert found.value == pytest.approx(kappa(*table))
    assert (found.n_units, found.n_documents, found.n_coders, found.unit) == (100, 1, 2, "paragraph")
    counts = {(a, b): n for _, a, b, n in result.confusion}
    assert [counts[a, b] for a in ("applied", "not applied") for b in ("applied", "not applied")] == list(table)
    assert row(coded(journal, text, coefficient="percent")).value == pytest.approx(0.85)


def test_an_interval_from_one_document_is_never_passed_off_as_one_over_documents() -> None:
    found = row(coded(*from_table(4, 1, 1, 4)))
    assert found.interval != "bootstrap over documents"
    assert "one document" in found.why


def test_several_documents_give_an_interval_that_resamples_them() -> None:
    journal: list[JournalEntry] = []
    texts = []
    for k, marks in enumerate([({0, 1}, {0}), ({2}, {2, 3}), ({1, 4}, {1, 4}), ({0}, {3})]):
        name, text = f"d{k}", paragraphs(5)
        texts.append(document(name, text))
        for who, units in zip("ab", marks, strict=True):
            journal += [done(who, name), *(coding(who, text, i, of=name) for i in sorted(units))]
    found = row(coded(journal, *texts))
    assert found.interval == "bootstrap over documents"
    assert found.value is not None
    assert found.low is not None
    assert found.high is not None
    assert found.low <= found.value <= found.high
    assert found == row(coded(journal, *texts)), "the same folder gives the same interval"
    assert [one.key for one in coded(journal, *texts).agreement if one.by == "document"] == ["d0", "d1", "d2", "d3"]


def test_only_documents_that_both_have_worked_through_are_compared() -> None:
    text = paragraphs(4)
    journal = [coding("a", text, 0), coding("b", text, 0), coding("a", text, 1, of="alone")]
    result = coded(journal, document("d", text), document("alone", text))
    assert row(result).n_units == 4
    assert [one.key for one in result.agreement if one.by == "document"] == ["d"]


def test_nothing_in_common_is_undefined_and_says_why() -> None:
    text = paragraphs(4)
    found = row(coded([coding("a", text, 0)], document("d", text)))
    assert (found.value, found.n_units) == (None, 0)
    assert found.why == "no document has been worked through by every coder"


def test_one_coder_has_no_agreement() -> None:
    text = paragraphs(2)
    assert coded([coding("a", text, 0)], document("d", text), coders=()).agreement == ()


def test_three_coders_are_compared_in_pairs_as_well() -> None:
    text = paragraphs(6)
    journal = [coding(who, text, i) for who, units in {"a": (0, 1), "b": (0, 1), "c": (4,)}.items() for i in units]
    result = coded(journal, document("d", text), coders=("a", "b", "c"), coefficient="fleiss_kappa")
    pairs = {one.key: one.value for one in result.agreement if one.by == "pair"}
    assert list(pairs) == ["a and b", "a and c", "b and c"]
    assert pairs["a and b"] == pytest.approx(1.0)
    assert pairs["a and c"] is not None
    assert pairs["a and c"] < 0
    assert result.confusion == (), "a confusion table is of two"


def test_a_coding_that_was_taken_back_counts_no_more_and_one_of_another_coder_does() -> None:
    text = paragraphs(3)
    journal = [coding("a", text, 0), coding("b", text, 0), coding("a", text, 0, act="uncode"), coding("a", text, 1)]
    found = coded(journal, document("d", text)).codings
    assert [(one.coder, one.passage.line) for one in found] == [("b", 1), ("a", 3)]


def test_codings_move_with_their_quotes_and_are_reported_where_those_are_gone() -> None:
    text = paragraphs(3)
    journal = [coding("a", text, 1), coding("b", text, 2)]
    moved = document(
        "d", "A new first paragraph.\n\n" + text.replace("Paragraph 002 says something of its own.", "Gone.")
    )
    result = coded(journal, moved)
    (one,) = result.codings
    assert moved.text[one.passage.start : one.passage.end] == "Paragraph 001 says something of its own."
    assert result.unanchored == ("journals/b.jsonl:1",)


def test_a_boundary_set_a_word_too_far_does_not_spill_into_the_next_unit() -> None:
    text = paragraphs(3)
    end = text.index("Paragraph 001") + len("Paragraph")
    journal = [
        entry("a", "code", {"document": "d", "start": 0, "end": end, "quote": text[:end]}, code="risk"),
        done("b"),
    ]
    table = {(a, b): n for _, a, b, n in coded(journal, document("d", text)).confusion}
    assert table["applied", "not applied"] == 1


def test_codes_outside_the_codebook_are_counted_apart() -> None:
    text = paragraphs(2)
    result = coded([coding("a", text, 0, label="rsk"), coding("b", text, 0)], document("d", text))
    assert ("rsk", "a", 1) in result.counts
    assert ("risk", "a", 0) in result.counts


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 9), min_size=4, max_size=4).filter(any))
def test_kappa_is_its_definition_and_does_not_depend_on_who_is_named_first(table: list[int]) -> None:
    both, only_a, only_b, neither = table
    journal, text = from_table(both, only_a, only_b, neither)
    one, other = row(coded(journal, text)), row(coded(journal, text, coders=("b", "a")))
    if one.value is None:
        assert other.value is None
        assert one.why
        n = sum(table)
        assert both in (0, n)
        assert neither in (0, n)
    else:
        assert one.value == pytest.approx(other.value)
        assert one.value == pytest.approx(kappa(both, only_a, only_b, neither))
