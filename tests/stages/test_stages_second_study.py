"""A study of another country and sector, with Russian and Chinese documents, through the whole pipeline."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from scipy import stats

from editing import ROOT
from kelisim.api import Study
from kelisim.model.results import Results
from kelisim.report.context import Context
from kelisim.report.inlines import plain
from kelisim.report.narrative import plans, scores
from kelisim.report.tables import tables_of
from kelisim.study.journal import append

# What each coder marked: document, code, and the words with which the sentence begins. They differ on one sentence:
# only oyun sees in the Chinese text that the workers of 2012 still fell short.
BOTH = [
    ("ru", "contract", "В 2006 году"),
    ("ru", "skill", "В 2007 году"),
    ("ru", "contract", "В 2012 году Гобийская"),
    ("ru", "lack", "В 2012 году мастера"),
    ("zh", "contract", "2006年"),
    ("zh", "contract", "2012年，戈壁梳毛为"),
]
OYUN = [("zh", "lack", "2012年，戈壁梳毛的工人")]


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    folder = tmp_path_factory.mktemp("cashmere") / "study"
    shutil.copytree(ROOT / "tests" / "studies" / "cashmere", folder)
    for coder, marks in (("oyun", BOTH + OYUN), ("wei", BOTH)):
        for document, code, begins in marks:
            text = (folder / "sources" / f"{document}.txt").read_text(encoding="utf-8")
            start = text.index(begins)
            stop = "。" if document == "zh" else ". "
            end = text.find(stop, start)
            end = (end if end >= 0 else len(text) - 2) + 1
            target = {"document": document, "start": start, "end": end, "quote": text[start:end]}
            path = folder / "journals" / f"{coder}.jsonl"
            append(path, act="code", actor=coder, target=target, body={"code": code}, time="2018-03-01T10:00:00Z")
    return Study.open(folder)


@pytest.fixture(scope="module")
def results(study: Study) -> Results:
    return study.results


def test_modes_by_year_from_two_languages(results: Results) -> None:
    years = {one.year: one for one in results.govern.years if one.items}
    assert sorted(years) == [2006, 2007, 2012, 2014]
    # Sold by the bale and the grade: simple, codified, nothing said of ability; the theory leaves the market.
    assert (years[2006].modes, years[2006].status, years[2006].documents) == (("market",), "open", 2)
    assert not years[2006].thin
    # By sample, and below the grade by both coders: captive.
    assert (years[2012].modes, years[2012].status) == (("captive",), "decided")
    # Owned from 2014 on: the stake alone says hierarchy.
    assert (years[2014].ties, years[2014].both) == (("hierarchy",), ("hierarchy",))


def test_disagreement_is_an_interval_and_the_declared_reading_stands_beside(results: Results) -> None:
    score = next(one for one in results.govern.scores if (one.year, one.variable) == (2012, "capability"))
    assert (score.passages, score.contested, score.low, score.high, score.degree) == (2, 1, 0.0, 0.0, "low")
    assert score.coders == (("oyun", 0, 2), ("wei", 0, 1))
    declared = {one.year: one.declared for one in results.govern.years}
    assert declared[2006] == (("Ministry", ("market",), "agrees"),)
    assert declared[2012] == (("Ministry", ("hierarchy",), "contradicts"),)
    assert declared[2014] == (("Ministry", ("hierarchy",), "agrees"),)


def test_transitions_and_what_came_before_them(results: Results) -> None:
    declared, *computed = results.govern.transitions
    assert (declared.period, [(one.event, one.precedence) for one in declared.triggers]) == (
        "2010",
        [("E2", "possibly"), ("E3", "not")],
    )
    assert [(one.before, one.after, one.period, one.certainty) for one in computed] == [
        ("market/modular/relational", "captive", "2007/2012", "certain"),
        ("captive", "hierarchy", "2012/2014", "certain"),
    ]
    assert {one.event: one.precedence for one in computed[1].triggers} == {
        "E1": "certainly",
        "E2": "certainly",
        "E3": "possibly",
    }
    assert [one.event for one in computed[1].triggers if one.constitutive] == ["E3"]


def test_the_ladder_reads_both_languages_and_keeps_plans_apart(results: Results) -> None:
    years = {one.year: one for one in results.govern.ladders if one.scope == "all"}
    assert (years[2011].low, years[2012].low, years[2016].low) == ("", "combed", "combed")
    assert (years[2018].planned, years[2018].low) == ("yarn", "")


def test_plans_indicators_and_counts(results: Results) -> None:
    concluded = results.conclude
    told = {one.id: one for one in concluded.plans}
    (cell,) = [one for one in concluded.indicators if (one.indicator, one.phase) == ("combed-output", "combed")]
    assert (cell.claims, cell.planned, cell.trend) == (("C3",), ("C2",), "")
    assert (told["C2"].verdict, told["C2"].outcomes) == ("partly", ("C1", "C3"))
    assert told["E4"].verdict == "not yet due"
    changes = {one.indicator: one for one in concluded.changes}
    assert (changes["combed-output"].low, changes["combed-output"].high) == (590.0, 610.0)
    assert changes["combed-share"].direction == "undecided", "about 20% and over 20% may be the same"
    raw, combed = concluded.counts
    assert (raw.presence, raw.rate_low, raw.rate_high) == ("absent", 0.0, pytest.approx(3.689 / 5, abs=1e-3))
    # Two masked years below three stand for one or two each.
    assert (combed.count_low, combed.count_high, combed.masked) == (11, 13, 2)
    assert combed.p_high == pytest.approx(max(stats.binomtest(n, n, 7 / 12).pvalue for n in (11, 12, 13)))


def test_advice_shows_what_speaks_against_it(results: Results) -> None:
    (row,) = results.conclude.recommendations
    assert (row.phases, row.themes, row.passages, row.counter_passages) == (("raw", "combed"), ("upgrading",), 2, 3)


def test_the_report_is_made_and_says_the_same_twice(study: Study, tmp_path: Path) -> None:
    table = study.table("governance_by_year")
    assert list(table["year"]) == list(range(2005, 2017))
    other = tmp_path / "copy"
    shutil.copytree(study.root, other)
    again = Study.open(other).table("governance_by_year")
    assert table.equals(again)


def test_the_report_tells_both_readings_plans_and_counts_in_words(study: Study) -> None:
    context = Context(study.data, study.results, study.findings)
    assert plain(scores.scored(context)) == (
        "By the codebook's rubric the mode is decided in 1, left open in 3 and without evidence in 8 of 12 years "
        "(tables/governance_by_year.csv). Of 4 declared modes held against it year by year, 2 agree with it, 1 is "
        "compatible and 1 contradicts it. Coverage is thin in 2 of the 4 years with evidence: fewer than 2 documents "
        "speak of some variable."
    )
    assert "from captive to hierarchy in 2012–2014 (certain)" in plain(scores.computed(context))
    assert plain(scores.climbed(context)).startswith(
        "What leaves the country, all actors: by 2016 “Combed” for certain"
    )
    assert "1 was kept in part and 1 is not yet due" in plain(plans.tracked(context))
    assert plain(plans.counted(context)).endswith("Joint patents: absent in phase raw, present in phase combed.")
    tables = {one.id: one for one in tables_of(context)}
    (row,) = tables["sparse_counts"].rows
    assert plain(row[2]).startswith("present: 11 to 13 in 7 years; 0.784 to 3.18 a year at 95%; 2 masked values")
    degrees = {plain(cells[0]): plain(cells[1]) for cells in tables["governance_by_year"].rows}
    assert degrees["2012"] == "complexity high (1); codifiability high (1); capability low (0)"
