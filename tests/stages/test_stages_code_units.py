"""What is compared: characters, values of ordered codes, coded text alone, groups of documents, many coders."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from stage_objects import document, entry, protocol

from kelisim.model.coding import Code, Codebook
from kelisim.model.results import AgreementRow
from kelisim.model.study import JournalEntry
from kelisim.stages.code import run, work_of
from kelisim.stages.code.rows import Comparison, by_code, by_group, over_all
from kelisim.stages.code.spans import spans_by_code, spans_over_all
from kelisim.stats import agreement, bias_index, prevalence_index, unitising

CODES = ("x", "y", "z")


def book(*codes: str, level: str = "nominal") -> Codebook:
    return Codebook("1", level, tuple(Code(code, code, code) for code in codes))  # type: ignore[arg-type]


def text_of(letters: int = 8) -> str:
    return "\n\n".join(f"Paragraph {chr(65 + i)} says something." for i in range(letters))


def done(*who: str, of: str) -> list[JournalEntry]:
    return [entry(one, "note", {"document": of}, state="done") for one in who]


def codings(who: str, of: str, marks: dict[int, str]) -> list[JournalEntry]:
    """Return a coder's codes by paragraph: "xy" gives two codes."""
    text, found = text_of(), []
    for unit, codes in marks.items():
        quote = text.split("\n\n")[unit]
        start = text.index(quote)
        target = {"document": of, "start": start, "end": start + len(quote), "quote": quote}
        found += [entry(who, "code", target, code=code) for code in codes]
    return found


MARKS = {
    "d1": {"a": {0: "x", 1: "x", 2: "xy", 5: "z"}, "b": {0: "x", 1: "y", 2: "xy", 6: "z"}},
    "d2": {"a": {0: "y", 3: "y"}, "b": {0: "y", 4: "y"}},
    "d3": {"a": {0: "z", 1: "x"}, "b": {0: "z", 1: "x", 7: "x"}},
}


def work(marks: Any = MARKS, *, level: str = "nominal", codes: tuple[str, ...] = CODES, **rule: Any) -> Any:
    coders = tuple(dict.fromkeys(who for one in marks.values() for who in one))
    journal = [line for name, by in marks.items() for who in by for line in codings(who, name, by[who])]
    journal += [line for name in marks for line in done(*coders, of=name)]
    declared = protocol(coders=coders)
    declared = replace(declared, coding=replace(declared.coding, level=level, **rule))
    documents = {name: document(name, text_of()) for name in marks}
    return work_of(book(*codes, level=level), declared, journal, documents)


def grid(of: Any, marks: Any = MARKS) -> list[list[Any]]:
    """Return coders by units of what each gave a unit, read off the table above and not by the code under test."""
    coders = list(dict.fromkeys(who for one in marks.values() for who in one))
    return [[of(marks[name].get(who, {}).get(unit, "")) for name in marks for unit in range(8)] for who in coders]


def by_rule(one: Any, **change: Any) -> Comparison:
    return replace(Comparison.by_rule(one.rule), **change)


def test_decisions_are_those_of_the_table() -> None:
    one = work()
    decisions = one.decisions("paragraph")
    for code in CODES:
        assert np.array_equal(decisions.marks[code], grid(lambda given, code=code: int(code in given)))
    (row,) = [row for row in over_all(decisions, CODES, by_rule(one)) if row.key == "pooled decisions"]
    ratings = [[int(code in given) for code in CODES for given in line] for line in grid(lambda given: given)]
    expected = agreement(ratings, coefficient="cohen_kappa", level="nominal", categories=(0, 1)).value
    assert row.value == pytest.approx(expected)
    assert row.n_units == 3 * 24


def test_without_uncoded_text_only_units_count_that_somebody_coded() -> None:
    one = work()
    decisions = one.decisions("paragraph")
    counted = grid(lambda given: given)
    touched = [i for i in range(24) if any(line[i] for line in counted)]
    rows = over_all(decisions, CODES, by_rule(one, uncoded=False))
    assert [row.uncoded for row in rows] == [False, False]
    ratings = [[int(code in line[i]) for code in CODES for i in touched] for line in counted]
    expected = agreement(ratings, coefficient="cohen_kappa", level="nominal", categories=(0, 1)).value
    assert rows[0].value == pytest.approx(expected)
    assert rows[0].n_units == 3 * len(touched)
    assert rows[1].n_units == len(touched)
    sets = [[frozenset(line[i]) for i in touched] for line in counted]
    alpha = agreement(sets, coefficient="krippendorff_alpha", level="set", metric="masi").value
    assert rows[1].value == pytest.approx(alpha)


def test_prevalence_and_bias_stand_beside_each_code() -> None:
    one = work()
    for row in by_code(one.decisions("paragraph"), CODES, by_rule(one)):
        marks = grid(lambda given, code=row.key: int(code in given))
        assert row.prevalence == pytest.approx(prevalence_index(marks, categories=(1, 0)))
        assert row.bias == pytest.approx(bias_index(marks, categories=(1, 0)))


def test_characters_are_compared_by_unitising_with_and_without_uncoded_text() -> None:
    marks = {name: {who: {u: c[0] for u, c in by[who].items()} for who in by} for name, by in MARKS.items()}
    one = work(marks, unit="character")
    text = text_of()
    starts = [text.index(part) for part in text.split("\n\n")]
    spans = [
        (who, starts[unit], starts[unit] + len(text.split("\n\n")[unit]), code, name)
        for name, by in marks.items()
        for who, given in by.items()
        for unit, code in given.items()
    ]
    lengths = {name: len(text) for name in marks}
    whole, relevance = spans_over_all(one, by_rule(one))
    assert whole.value == pytest.approx(unitising(spans, length=lengths, coefficient="u_alpha").value)
    assert relevance.value == pytest.approx(unitising(spans, length=lengths, coefficient="binary_u_alpha").value)
    assert (whole.unit, whole.n_units, whole.n_documents) == ("character", 3 * len(text), 3)
    assert whole.interval == "bootstrap over documents"
    (meeting,) = spans_over_all(one, by_rule(one, uncoded=False))
    assert meeting.value == pytest.approx(unitising(spans, length=lengths, coefficient="cu_alpha").value)
    assert (meeting.coefficient, meeting.uncoded) == ("cu_alpha", False)
    for row in spans_by_code(one, by_rule(one)):
        expected = unitising(spans, length=lengths, coefficient="u_alpha", code=row.key)
        assert row.value == pytest.approx(expected.value)


def test_overlapping_codes_leave_the_coding_of_intersections_undefined_and_say_why() -> None:
    one = work(unit="character")
    (meeting,) = spans_over_all(one, by_rule(one, uncoded=False))
    assert meeting.value is None
    assert "overlap" in meeting.why
    assert spans_over_all(one, by_rule(one))[0].value is not None


def test_a_study_declared_by_character_runs_as_a_stage() -> None:
    one = work(unit="character", coefficient="krippendorff_alpha")
    declared = replace(protocol(), coding=one.rule)
    from stage_objects import collected, source

    result = run(
        codebook=book(*CODES),
        protocol=declared,
        journal=one.journal,
        collect=collected([source(name) for name in MARKS], list(one.documents.values())),
    )
    assert {row.unit for row in result.agreement} == {"character"}
    assert [row.key for row in result.agreement if row.by == "document"] == ["d1", "d2", "d3"]
    assert sum(n for code, _, _, n in result.confusion if code == "x") == 3 * 8


ORDERED = {"d1": {"a": {0: "1", 1: "2", 2: "3", 3: "1"}, "b": {0: "1", 1: "3", 2: "3", 4: "2"}}}


@pytest.mark.parametrize("level", ["ordinal", "interval", "ratio"])
def test_ordered_codes_are_compared_at_the_level_of_the_codebook(level: str) -> None:
    one = work(ORDERED, level=level, codes=("1", "2", "3"), coefficient="krippendorff_alpha")
    row = over_all(one.decisions("paragraph"), one.codes, by_rule(one))[0]
    ratings = grid(lambda given: float(given) if given else None, ORDERED)
    expected = agreement(ratings, coefficient="krippendorff_alpha", level=level, categories=[1.0, 2.0, 3.0])
    assert (row.key, row.level) == ("values", level)
    assert row.value == pytest.approx(expected.value)
    assert row.n_units == expected.n_units


def test_a_unit_with_two_values_is_left_out_and_counted() -> None:
    marks = {"d1": {"a": {0: "12", 1: "2"}, "b": {0: "1", 1: "3", 2: "1"}}}
    one = work(marks, level="ordinal", codes=("1", "2", "3"), coefficient="krippendorff_alpha")
    assert "1 paragraph left out" in over_all(one.decisions("paragraph"), one.codes, by_rule(one))[0].why


def test_codes_that_are_no_numbers_have_no_value_at_a_numeric_level() -> None:
    one = work(level="interval")
    row = over_all(one.decisions("paragraph"), CODES, by_rule(one))[0]
    assert row.value is None
    assert "no numbers" in row.why


def test_for_three_coders_the_form_for_more_coders_is_taken_and_named() -> None:
    marks = {name: {**by, "c": by["a"]} for name, by in MARKS.items()}
    for declared, used in {"cohen_kappa": "conger_kappa", "scott_pi": "fleiss_kappa", "gwet_ac1": "gwet_ac1"}.items():
        one = work(marks, coefficient=declared)
        row = over_all(one.decisions("paragraph"), CODES, by_rule(one))[0]
        assert row.coefficient == used
        assert row.n_coders == 3
        ratings = [[int(code in g) for code in CODES for g in line] for line in grid(lambda given: given, marks)]
        expected = agreement(ratings, coefficient=used, level="nominal", categories=(0, 1)).value  # type: ignore[arg-type]
        assert row.value == pytest.approx(expected)


def test_groups_of_documents_are_compared_each_by_itself() -> None:
    one = work()
    groups = {"d1": "early", "d3": "late", "d2": "early"}
    rows = by_group(one.decisions("paragraph"), CODES, by_rule(one), "round", groups)
    assert [(row.key, row.n_documents, row.n_units) for row in rows] == [("early", 2, 48), ("late", 1, 24)]


def test_the_interval_within_one_document_leaves_out_units_and_says_so() -> None:
    one = work({"d1": MARKS["d1"]})
    row: AgreementRow = over_all(one.decisions("paragraph"), CODES, by_rule(one))[0]
    ratings = [[int(code in g) for code in CODES for g in line] for line in grid(lambda g: g, {"d1": MARKS["d1"]})]
    clusters = [unit for _ in CODES for unit in range(8)]
    expected = agreement(
        ratings, coefficient="cohen_kappa", level="nominal", categories=(0, 1), interval="jackknife", clusters=clusters
    )
    assert (row.low, row.high) == (expected.low, expected.high)
    assert row.interval == "jackknife over paragraphs of one document"
    assert "taken as independent" in row.why
