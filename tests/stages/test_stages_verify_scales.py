"""Credibility of rows by source, independence and verdict; persons' overrides; the Admiralty grid; GRADE-CERQual."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from stage_objects import claim, entry, protocol, series, source, verified

from kelisim.errors import StudyError
from kelisim.model.certainty import Assessment, QualitativeFinding, digit_of
from kelisim.model.protocol import MatrixRow
from kelisim.model.results import ReliabilityRow, RowRating
from kelisim.stages import rate

SOURCES = (source("paper", "news"), source("office"), source("reprint", "news", lineage=("office",)))
SAID = claim("C1", "4100", "2022", by="paper")
ROW = MatrixRow("M1", "Rooms let", ("C1",), "", ("paper",))
GOOD, BAD = (series(name, {"2022": value}, of="office") for name, value in (("good", 4_100), ("bad", 9_000)))
RATINGS = {"paper": "Medium", "office": "High", "reprint": "Exploratory"}


def row(*given: Any, said: Any = SAID, **more: Any) -> ReliabilityRow:
    found = verified([said], given=given, sources=SOURCES, matrix=(ROW,), ratings=RATINGS, **more)
    (made,) = found.matrix
    assert isinstance(made, ReliabilityRow)
    return made


def test_credibility_starts_at_the_source_and_moves_with_the_verdict() -> None:
    assert (row().rating, row().credibility) == ("Medium", "Medium")
    assert row().credibility_reason == "Medium by the kind of its source; unchecked: not moved"
    assert row(GOOD).credibility == "High"
    assert row(BAD).credibility == "Exploratory"
    assert row(BAD).rating == "Medium", "what the source earns stays to be seen"
    own = row(GOOD, said=replace(SAID, citations=("reprint",)))
    assert (own.verdict, own.credibility) == ("dependent", "Medium")


def test_as_many_origins_as_the_protocol_wants_must_corroborate() -> None:
    rules = protocol()
    two = replace(rules, cross_check=replace(rules.cross_check, at_least=2))
    found = row(GOOD, protocol=two)
    assert found.credibility == "Medium"
    assert found.credibility_reason.endswith("corroborated, but by 1 independent origin of 2 wanted")


def test_the_study_declares_its_own_steps_and_the_scale_ends_them() -> None:
    rules = replace(protocol(), shifts=(("contradicted", -5), ("unchecked", -1)))
    assert row(protocol=rules).credibility == "Exploratory"
    assert row(BAD, protocol=rules).credibility == "Exploratory"
    assert row(GOOD, protocol=rules).credibility == "Medium"


def test_a_person_overrides_a_row_with_a_reason() -> None:
    judged = entry("aida", "rate", {"row": "M1"}, rating="Medium", reason="I saw the ledger")
    rated = rate.run(sources=SOURCES, protocol=protocol(), journal=(judged,))
    assert rated.rows == (RowRating("M1", "Medium", "I saw the ledger", "aida", "journals/aida.jsonl", 1),)
    found = row(BAD, rows=rated.rows)
    assert (found.credibility, found.credibility_by) == ("Medium", "aida")
    assert found.credibility_reason.startswith("I saw the ledger (by rule: Exploratory")
    with pytest.raises(StudyError) as caught:
        rate.run(sources=SOURCES, protocol=protocol(), journal=(replace(judged, body={"rating": "Medium"}),))
    assert "without a reason" in caught.value.problems[0].what


def test_a_rating_of_a_row_that_is_not_there_is_an_error_at_its_line() -> None:
    with pytest.raises(StudyError) as caught:
        row(rows=(RowRating("M2", "High", "typo", "aida", "journals/aida.jsonl", 7),))
    (problem,) = caught.value.problems
    assert (problem.file, problem.line) == ("journals/aida.jsonl", 7)
    assert "M1" in problem.hint


GRID = replace(protocol(), letters=(("High", "A"), ("Medium", "C")))


@pytest.mark.parametrize(
    ("given", "grade"), [((), "C6"), ((GOOD,), "C1"), ((BAD,), "C5"), ((GOOD, BAD), "C4")]
)  # fmt: skip
def test_the_letter_is_for_the_source_and_the_digit_for_the_verdict(given: Any, grade: str) -> None:
    assert row(*given, protocol=GRID).grade == grade


def test_digits_follow_the_grid() -> None:
    told = [digit_of(verdict, independent=0) for verdict in ("corroborated", "compatible", "dependent", "contradicted")]
    assert told == [1, 2, 3, 5]
    assert digit_of("contradicted", independent=1) == 4
    assert digit_of("unchecked", independent=0) == digit_of("not comparable", independent=0) == 6


def test_what_is_not_rated_is_f_and_no_letters_mean_no_grid() -> None:
    unrated = verified([SAID], sources=SOURCES, ratings={"paper": ""}, protocol=GRID)
    (one,) = unrated.grid
    assert (one.letter, one.digit) == ("F", 6)
    assert verified([SAID], sources=SOURCES).grid == ()


def finding(**levels: Any) -> QualitativeFinding:
    names = ("methodological_limitations", "coherence", "adequacy", "relevance")
    parts = {name: Assessment(levels.get(name, "none"), "because") for name in names}
    return QualitativeFinding("Q", "A finding.", **parts, confidence="high", explanation="because")


def test_each_serious_concern_and_each_two_moderate_ones_leave_a_level_less() -> None:
    assert finding().most == "high"
    assert finding(coherence="minor", relevance="moderate").most == "high"
    assert finding(coherence="moderate", relevance="moderate").most == "moderate"
    assert finding(adequacy="serious", coherence="moderate", relevance="moderate").most == "low"
    assert (
        finding(**dict.fromkeys(("methodological_limitations", "coherence", "adequacy"), "serious")).most == "very low"
    )
