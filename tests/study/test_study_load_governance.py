"""What a rubric, a pair, a ladder, a plan or a sparse count may not say, each at its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from kelisim.errors import Problem, StudyError
from kelisim.study.layout import Layout
from kelisim.study.load import load_study

PAIR = '[[relationships]]\nid = "p"\nname = "P"\nlead = ["{lead}"]\nsupplier = ["{supplier}"]\n'
LADDER = '[[ladders]]\nid = "l"\nname = "L"\nrungs = [\n    {{ id = "a", name = "A" }},\n    {rung},\n]\n'


def problem(folder: Path, file: str, more: str) -> tuple[Problem, str]:
    """Return the one problem of a study to whose file something was added, and the line that it names."""
    path = folder / file
    path.write_text(path.read_text(encoding="utf-8") + "\n" + more, encoding="utf-8")
    with pytest.raises(StudyError) as raised:
        load_study(Layout(folder))
    (found,) = raised.value.problems
    assert found.file == file
    assert found.line is not None
    assert found.hint
    return found, path.read_text(encoding="utf-8").splitlines()[found.line - 1]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('codes = ["nothing"]', "names the code 'nothing', which is not defined"),
        ('events = ["E99"]', "names the event 'E99', which is not defined"),
        ("codes = []", "names no evidence"),
        ('triggers = ["equity tie"]\nwords = { en = ["x"] }', "has words but no codes"),
        ('codes = ["barrier"]\nwords = { en = [" * "] }', "has an empty word"),
    ],
)
def test_a_line_of_the_rubric_names_evidence_that_is_there(small_study: Path, line: str, message: str) -> None:
    more = f'[[rubric]]\nvariable = "equity"\ndegree = "high"\ncriterion = "c"\n{line}\n'
    found, where = problem(small_study, "codebook.toml", more)
    assert message in found.what
    assert where == "[[rubric]]"


@pytest.mark.parametrize(
    ("variable", "degree", "message"),
    [("complexty", "high", "'complexty'"), ("equity", "medium", "'medium'")],
)
def test_variables_and_degrees_are_those_of_the_theory(
    small_study: Path, variable: str, degree: str, message: str
) -> None:
    more = f'[[rubric]]\nvariable = "{variable}"\ndegree = "{degree}"\ncriterion = "c"\ncodes = ["barrier"]\n'
    found, _ = problem(small_study, "codebook.toml", more)
    assert message in found.what


@pytest.mark.parametrize(
    ("more", "message", "where"),
    [
        (PAIR.format(lead=" ", supplier="S"), "has an empty word", "[[relationships]]"),
        (LADDER.format(rung='{ id = "a", name = "B" }'), "the rung 'a' stands twice on ladder l", "[[ladders]]"),
        (LADDER.format(rung='{ id = "b", name = "B", events = ["E99"] }'), "the event 'E99'", "[[ladders]]"),
        (LADDER.format(rung='{ id = "b", name = "B", words = { en = [""] } }'), "has an empty word", "[[ladders]]"),
        ('[[plans]]\nplan = "C99"\noutcomes = ["E1"]\n', "the claim or event 'C99'", "[[plans]]"),
        ('[[sparse_counts]]\nid = "s"\nname = "S"\nseries = "none"\n', "the series 'none'", "[[sparse_counts]]"),
    ],
)
def test_pairs_ladders_plans_and_counts_are_held_to_what_is_defined(
    small_study: Path, more: str, message: str, where: str
) -> None:
    found, line = problem(small_study, "study.toml", more)
    assert message in found.what
    assert line == where


def test_a_ladder_has_two_rungs(small_study: Path) -> None:
    found, _ = problem(
        small_study, "study.toml", '[[ladders]]\nid = "l"\nname = "L"\nrungs = [{ id = "a", name = "A" }]\n'
    )
    assert found.what == "ladders.rungs holds 1, and at least 2 are needed"
