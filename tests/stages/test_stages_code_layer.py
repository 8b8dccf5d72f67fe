"""The adjudicated layer: what people decide, what the declared rule lets in, and the agreement before and after."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from stage_objects import collected, document, entry, protocol, source

from kelisim.errors import StudyError
from kelisim.model.coding import Code, Codebook, CodeMapping
from kelisim.model.results import Coded
from kelisim.model.study import JournalEntry
from kelisim.stages import code

TEXT = "The mill closed in March. Two hundred people lost their work. The town bought the site. Rents fell at first."
MILL, WORK, SITE, RENTS = (f"{one}." for one in TEXT.rstrip(".").split(". "))
BOOK = Codebook("2", "nominal", (Code("loss", "Loss", "x"), Code("response", "Response", "x")))


def at(quote: str, of: str = "d") -> dict[str, Any]:
    start = TEXT.index(quote)
    return {"document": of, "start": start, "end": start + len(quote), "quote": quote}


def coding(who: str, quote: str, label: str = "loss", **body: Any) -> JournalEntry:
    return entry(who, "code", at(quote), code=label, **body)


def decision(who: str, quote: str, label: str, what: str, reason: str = "By the definition.") -> JournalEntry:
    return entry(who, "adjudicate", at(quote), code=label, decision=what, reason=reason)


def done(*who: str) -> list[JournalEntry]:
    return [entry(one, "note", {"document": "d"}, state="done") for one in who]


def coded(*journal: JournalEntry, coders: tuple[str, ...] = ("a", "b"), book: Codebook = BOOK, **rule: Any) -> Coded:
    declared = protocol(coders=coders, unit="sentence")
    declared = replace(declared, coding=replace(declared.coding, **rule))
    # Lines are numbered as in one file a person, so that each has a place of its own.
    numbered = [replace(one, line=number) for number, one in enumerate(journal, start=1)]
    text = document("d", TEXT)
    return code.run(codebook=book, protocol=declared, journal=numbered, collect=collected([source("d")], [text]))


def layer(result: Coded) -> list[tuple[str, str, str]]:
    return [(one.coder, one.code, one.passage.quote) for one in result.adjudicated]


def test_nothing_enters_by_itself_unless_a_rule_is_declared() -> None:
    journal = (*done("a", "b"), coding("a", WORK), coding("b", WORK))
    assert layer(coded(*journal)) == []
    assert layer(coded(*journal, consensus="unanimous")) == [("consensus", "loss", WORK)]
    assert coded(*journal).settled == ()


def test_a_decision_enters_under_the_name_of_who_took_it_and_leaves_the_coders_codings() -> None:
    journal = (*done("a", "b"), coding("a", WORK), decision("c", WORK, "loss", "apply", "Work is what they lost."))
    result = coded(*journal)
    assert layer(result) == [("c", "loss", WORK)]
    assert result.adjudicated[0].memo == "Work is what they lost."
    assert [(one.coder, one.passage.quote) for one in result.codings] == [("a", WORK)]
    assert result.agreement == coded(*journal[:-1]).agreement


def test_a_decision_to_drop_keeps_out_what_the_rule_would_let_in() -> None:
    journal = [*done("a", "b"), coding("a", WORK), coding("b", WORK), decision("c", WORK, "loss", "drop")]
    assert layer(coded(*journal, consensus="unanimous")) == []


def test_of_two_decisions_on_a_passage_the_later_counts_whoever_took_it() -> None:
    first = replace(decision("c", WORK, "loss", "apply"), time="2024-03-02T00:00:00Z")
    later = replace(decision("b", WORK, "loss", "drop"), time="2024-03-03T00:00:00Z")
    assert layer(coded(first, later)) == layer(coded(later, first)) == []
    elsewhere = replace(decision("b", MILL, "loss", "drop"), time="2024-03-03T00:00:00Z")
    assert layer(coded(first, elsewhere)) == [("c", "loss", WORK)]


def test_a_majority_is_more_than_the_share_of_all_coders_who_worked_the_document_through() -> None:
    who = ("a", "b", "c")
    two = (*done(*who), coding("a", WORK), coding("b", WORK))
    assert layer(coded(*two, coders=who, consensus="majority")) == [("consensus", "loss", WORK)]
    assert coded(*two, coders=who, consensus="majority").adjudicated[0].memo == "majority: 2 of 3 coders"
    assert layer(coded(*two, coders=who, consensus="unanimous")) == []
    assert layer(coded(*two, coders=who, consensus="majority", consensus_share=0.7)) == []
    assert layer(coded(*done(*who), coding("a", WORK), coders=who, consensus="majority")) == []
    assert layer(coded(*two[1:], coders=who, consensus="majority")) == [("consensus", "loss", WORK)]
    unread = (coding("a", WORK), coding("b", WORK))
    assert layer(coded(*unread, coders=who, consensus="majority")) == [], "c has not read it"


def test_spans_are_the_same_passage_if_they_share_half_and_one_of_them_is_taken() -> None:
    short = WORK.removesuffix(".")
    journal = (*done("a", "b", "c"), coding("a", WORK), coding("b", short), coding("c", short))
    result = coded(*journal, coders=("a", "b", "c"), consensus="unanimous")
    assert layer(result) == [("consensus", "loss", short)]
    apart = (*done("a", "b"), coding("a", f"{MILL} {WORK}"), coding("b", "work. The town bought the site. Rents"))
    assert layer(coded(*apart, consensus="unanimous")) == []


def test_sentences_marked_one_by_one_are_as_if_marked_together() -> None:
    journal = (*done("a", "b"), coding("a", MILL), coding("a", WORK), coding("b", f"{MILL} {WORK}"))
    found = coded(*journal, consensus="unanimous")
    assert layer(found) == [("consensus", "loss", f"{MILL} {WORK}")]


def test_a_machine_neither_counts_nor_decides() -> None:
    journal = (*done("a", "b"), coding("a", WORK), coding("machine-keywords", WORK))
    assert layer(coded(*journal, coders=(), consensus="unanimous")) == []
    assert layer(coded(*journal, decision("machine-keywords", WORK, "loss", "apply"))) == []


def test_a_decision_without_a_reason_or_a_verdict_is_refused_with_its_place() -> None:
    with pytest.raises(StudyError) as raised:
        coded(decision("c", WORK, "loss", "apply", " "), decision("c", MILL, "loss", "keep"))
    assert [(one.file, one.line) for one in raised.value.problems] == [("journals/c.jsonl", 1), ("journals/c.jsonl", 2)]


def test_a_decision_whose_passage_is_gone_is_told() -> None:
    lost = entry(
        "c", "adjudicate", {**at(WORK), "quote": "Nobody lost a thing."}, code="loss", decision="drop", reason="x"
    )
    assert coded(lost).unanchored == ("journals/c.jsonl:1",)


def test_agreement_after_adjudication_and_with_the_layer() -> None:
    journal = (*done("a", "b"), coding("a", WORK), coding("a", SITE, "response"), coding("b", SITE, "response"))
    decided = decision("c", WORK, "loss", "apply")
    rows = {
        (row.by, row.key): row for row in coded(*journal, decided, consensus="unanimous", coefficient="percent").settled
    }
    # Eight decisions, four sentences by two codes; a and b differ on one, and b differs there from the layer.
    assert rows["before", "pooled decisions"].value == pytest.approx(7 / 8)
    assert rows["after", "pooled decisions"].value == pytest.approx(1)
    assert rows["consensus", "a"].value == pytest.approx(1)
    assert rows["consensus", "b"].value == pytest.approx(7 / 8)
    assert {row.n_units for row in rows.values()} == {8}


def test_where_nothing_is_decided_yet_a_coder_is_not_held_against_the_layer() -> None:
    journal = (*done("a", "b"), coding("a", WORK), coding("a", SITE, "response"), coding("b", SITE, "response"))
    rows = {(row.by, row.key): row for row in coded(*journal, consensus="unanimous", coefficient="percent").settled}
    assert rows["after", "pooled decisions"].value == rows["before", "pooled decisions"].value == pytest.approx(7 / 8)
    assert rows["consensus", "b"].value == pytest.approx(1)
    assert rows["consensus", "b"].n_units == 7


def test_what_all_coders_gave_and_no_rule_took_in_is_not_held_against_them() -> None:
    journal = (*done("a", "b"), coding("a", WORK), coding("a", SITE, "response"), coding("b", SITE, "response"))
    rows = {
        (row.by, row.key): row
        for row in coded(*journal, decision("c", WORK, "loss", "apply"), coefficient="percent").settled
    }
    # Nothing enters by rule: the layer is silent on the response that both saw, and speaks of the other seven.
    assert [rows["consensus", who].n_units for who in "ab"] == [7, 7]
    assert rows["consensus", "a"].value == pytest.approx(1)
    assert rows["consensus", "b"].value == pytest.approx(6 / 7)


def test_a_coder_is_held_against_what_the_majority_took_in() -> None:
    who = ("a", "b", "c")
    journal = (*done(*who), coding("a", WORK), coding("b", WORK), coding("c", SITE, "response"))
    rows = {
        (row.by, row.key): row
        for row in coded(*journal, coders=who, consensus="majority", coefficient="percent").settled
    }
    # Undecided is the response that c alone saw; the loss is in the layer, and c did not see it.
    assert [rows["consensus", one].n_units for one in who] == [7, 7, 7]
    assert [rows["consensus", one].value for one in who] == [1, 1, pytest.approx(6 / 7)]


def mapped(*mappings: tuple[str, str, str]) -> Codebook:
    return replace(BOOK, mappings=tuple(CodeMapping(*one) for one in mappings))


def test_a_code_that_the_codebook_no_longer_has_is_read_by_its_mapping() -> None:
    book = mapped(("harm", "loss", "2"))
    result = coded(coding("a", WORK, "harm"), coding("b", MILL, "loss"), book=book)
    assert [(one.coder, one.code) for one in result.codings] == [("a", "loss"), ("b", "loss")]
    assert result.mapped == (("journals/a.jsonl:1", "harm", "loss"),)


def test_a_code_mapped_to_nothing_counts_no_more_and_is_listed() -> None:
    result = coded(coding("a", WORK, "harm"), book=mapped(("harm", "", "2")))
    assert result.codings == ()
    assert result.mapped == (("journals/a.jsonl:1", "harm", ""),)


def test_a_code_without_a_mapping_stays_and_is_found_by_a_rule() -> None:
    assert [one.code for one in coded(coding("a", WORK, "harm")).codings] == ["harm"]


def test_mappings_follow_each_other_and_merge_codes_into_one_coding() -> None:
    book = mapped(("hurt", "harm", "2"), ("harm", "loss", "3"))
    result = coded(coding("a", WORK, "hurt"), coding("a", WORK, "harm"), book=book)
    assert [(one.code, one.line) for one in result.codings] == [("loss", 2)]
    assert [one[1:] for one in result.mapped] == [("hurt", "loss"), ("harm", "loss")]


def test_a_line_that_names_its_codebook_is_mapped_by_version() -> None:
    book = mapped(("response", "loss", "1.10"))
    lines = [coding("a", WORK, "response", codebook=version) for version in ("1.9", "1.10", "2")]
    found = [[one.code for one in coded(line, book=book).codings] for line in lines]
    assert found == [["loss"], ["response"], ["response"]]
    assert [one.code for one in coded(coding("a", WORK, "response"), book=book).codings] == ["response"]
