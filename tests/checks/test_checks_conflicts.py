"""What several statements contradict is told once; quotes are held to the words of their passage."""

from __future__ import annotations

from pathlib import Path

import pytest

from kelisim.api import Study
from kelisim.errors import StudyError

STUDY = """schema = 1
[study]
title = "A quarry"
question = "How much stone?"
window = "2010/2020"
[[indicators]]
id = "stone"
name = "Stone"
definition = "Stone broken in a year."
unit = "tonne"
"""
TEXT = (
    "The quarry broke 310 tonnes of stone in 2015, the owner says. In 2016 it broke far more than in the year before.\n"
)


def made(folder: Path, rows: str) -> Study:
    (folder / "study.toml").write_text(STUDY)
    (folder / "sources").mkdir()
    (folder / "sources" / "owner.txt").write_text(TEXT)
    (folder / "sources.csv").write_text(
        "id,title,publisher,publisher_kind,file\n"
        "owner,Letter,Owner,company,sources/owner.txt\nmine,Register,Mines,government,\ntax,Roll,Treasury,government,\n"
    )
    (folder / "claims.csv").write_text("id,source,indicator,period,value,unit,quote\n" + rows)
    return Study.open(folder)


def test_an_outlier_is_one_finding_and_two_camps_are_told_without_repetition(tmp_path: Path) -> None:
    study = made(
        tmp_path,
        "A,mine,stone,2015,301,tonne,\nB,owner,stone,2015,317,tonne,\nC,tax,stone,2015,301,tonne,\n"
        "D,mine,stone,2016,700,tonne,\nE,tax,stone,2016,900,tonne,\n",
    )
    told = [one for one in study.findings if one.rule == "Q003"]
    assert [one.about for one in told] == [("B", "A", "C"), ("D", "E")]
    assert "contradicted by A and C" in told[0].message
    pairs = {
        frozenset((one.claim, one.against)) for one in study.results.verify.comparisons if one.verdict == "contradicted"
    }
    assert pairs == {frozenset((one.about[0], other)) for one in told for other in one.about[1:]}


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        ("The quarry broke 310 tonnes of stone in 2015, the owner says.", 0),
        ("the QUARRY broke 310 tonnes of stone in 2015 — the owner says", 0),
        ("The quarry broke 310 tonnes of stone in 2015, the owner said.", 1),
    ],
)
def test_a_quote_with_another_word_is_told_with_the_passage(tmp_path: Path, quote: str, found: int) -> None:
    told = [one for one in made(tmp_path, f'B,owner,stone,2015,310,tonne,"{quote}"\n').findings if one.rule == "Q019"]
    assert len(told) == found
    assert all("reads: 'The quarry broke 310 tonnes of stone in 2015, the owner says'" in one.message for one in told)


@pytest.mark.parametrize(
    ("quote", "nearest"),
    [
        ("The quarry broke 130 tonnes of stone in 2015.", "on line 1, reads 'The quarry broke 310 tonnes"),
        ("In 2016 it broke much more.", "on line 1, reads 'In 2016 it broke far more"),
        ("Nothing like this was ever written here.", "copy the passage"),
    ],
)
def test_a_quote_that_stands_nowhere_is_refused_with_the_nearest_passage(
    tmp_path: Path, quote: str, nearest: str
) -> None:
    with pytest.raises(StudyError) as refused:
        assert made(tmp_path, f'B,owner,stone,2015,310,tonne,"{quote}"\n').findings
    (problem,) = refused.value.problems
    assert (problem.file, problem.line) == ("claims.csv", 2)
    assert nearest in problem.hint


def test_an_unknown_indicator_is_mended_where_it_would_be_defined(tmp_path: Path) -> None:
    with pytest.raises(StudyError) as refused:
        assert made(tmp_path, "A,mine,stones,2015,300,tonne,\n").findings
    (problem,) = refused.value.problems
    assert problem.hint == "did you mean 'stone'? Otherwise define it in [[indicators]] of study.toml"


def test_a_share_of_seventy_per_cent_is_not_borne_out_by_sixty_six(tmp_path: Path) -> None:
    study = made(
        tmp_path,
        "A,mine,stone,2015,70,percent,\nB,tax,stone,2015,66,percent,\nC,mine,stone,2016,70,lorry,\n"
        "D,tax,stone,2016,66,lorry,\n",
    )
    # Lorries counted in tens may be 66; a percentage is stated to the point.
    assert {one.claim: one.verdict for one in study.results.verify.verdicts} == {
        "A": "contradicted",
        "B": "contradicted",
        "C": "compatible",
        "D": "compatible",
    }
