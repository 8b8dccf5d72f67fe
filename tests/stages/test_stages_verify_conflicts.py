"""Figures on Kazakhstan that disagree in print, each with the verdict that a careful reader would give it.

The mini-study ``tests/reference/conflicts`` holds the figures with the addresses where they were published.
Vehicle output of 2021: OICA 92,417; the Prime Minister on the bureau's word 93,500; the bureau's own kinds of vehicle
80,679 + 10,647 + 377 = 91,703. First half of 2016: Statistics Committee 2,980, KazAvtoProm 3,772. Trade of 2022 with
China: 31.2 billion USD by China's customs, 24.1 billion by Kazakhstan. Spending on research in the World Bank's
vintages of 2013 and 2025.
"""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path

import pytest

from editing import ROOT
from kelisim.api import Study
from kelisim.model.results import Verdict

FOLDER = ROOT / "tests" / "reference" / "conflicts"


@cache
def study() -> Study:
    return Study.open(FOLDER)


def comparison(claim: str, against: str) -> Verdict:
    (found,) = (one for one in study().results.verify.comparisons if (one.claim, one.against) == (claim, against))
    return found


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("minister", "contradicted"),
        ("committee-2016", "contradicted"),
        ("kazavtoprom-2016", "contradicted"),
        ("trade-china", "contradicted"),
        ("trade-kazakhstan", "contradicted"),
        ("cars", "not comparable"),
        ("gerd-kz-2011", "corroborated"),
        ("gerd-cn-2010", "corroborated"),
        ("gerd-cn-2011", "compatible"),
        ("gerd-cn-2009", "contradicted"),
        ("gerd-kz-2010", "dependent"),
    ],
)
def test_each_figure_has_its_verdict(claim: str, verdict: str) -> None:
    found = {one.claim: one.verdict for one in study().results.verify.verdicts}
    assert found[claim] == verdict


def test_three_counts_of_one_years_output_exclude_each_other() -> None:
    oica = comparison("minister", "oica")
    # 93,450 less 92,417.5.
    assert (oica.verdict, oica.independent, oica.gap, oica.vintage) == ("contradicted", True, 1_032.5, "2022")
    kinds = comparison("minister", "kinds")
    # 93,450 less the sum of the kinds, each half a vehicle more: 91,704.5.
    assert (kinds.verdict, kinds.gap) == ("contradicted", 1_745.5)
    assert kinds.joined == "both quote Bureau of National Statistics", "the office is set against itself"
    tests = {one.stated: one.gap for one in study().results.verify.identities}
    assert tests == {"minister": 1_745.5, "oica": 712.0}


def test_half_a_year_was_counted_twice() -> None:
    found = comparison("committee-2016", "kazavtoprom-2016")
    assert (found.verdict, found.independent, found.gap) == ("contradicted", True, 791.0)


def test_mirror_flows_lie_seven_billion_apart() -> None:
    found = comparison("trade-china", "trade-kazakhstan")
    assert (found.verdict, found.independent) == ("contradicted", True)
    assert found.gap == pytest.approx(7.0e9)
    assert found.gap_steps == pytest.approx(70)
    assert "[31150000000, 31250000000] is disjoint from [24050000000, 24150000000] by 7000000000" in found.arithmetic


def test_what_only_a_revision_sets_apart_is_compatible_and_says_so() -> None:
    found = comparison("gerd-kz-2011", "wdi-2025")
    assert found.verdict == "compatible"
    assert "within known revisions: the vintages 2013 (wdi-2013)" in found.arithmetic
    between = {one.claim: one.reason for one in study().results.verify.verdicts}["gerd-cn-2011"]
    assert between == "lies within the known revisions of wdi-2013, wdi-2025"
    beyond = comparison("gerd-cn-2009", "wdi-2025")
    # 1.85 less 1.701985, the upper end of the vintages.
    assert beyond.gap == pytest.approx(0.148015)


def test_a_republished_series_confirms_nothing() -> None:
    found = comparison("gerd-kz-2010", "wdi-2025")
    assert (found.verdict, found.joined) == ("dependent", "both re-report uis")


def test_attributions_are_read_in_english_russian_kazakh_and_chinese() -> None:
    independence = study().independence
    for other in ("trend", "inform-2016"):
        assert independence.path("inform-2022", other), "one bureau under four names"
    assert independence.path("trend", "inform-2016") == "both quote Bureau of National Statistics"
    quoted = {one.source: one.organisation for one in study().results.collect.quotations}
    assert quoted == {
        "inform-2022": "Bureau of National Statistics",
        "trend": "Bureau of National Statistics",
        "inform-2016": "Bureau of National Statistics",
        "fbc": "KazAvtoProm",
        "newsca": "General Administration of Customs of China",
    }
    assert independence.independent("fbc", "inform-2016")


def test_the_findings_name_each_conflict_once() -> None:
    found = [one for one in study().findings if one.rule in ("Q003", "Q030")]
    assert next(one for one in found if one.about[0] == "gerd-cn-2009").about[1:] == ("wdi-2013", "wdi-2025")
    told = [(one.rule, one.about[:2]) for one in found]
    assert told == [
        ("Q003", ("minister", "oica")),
        ("Q003", ("committee-2016", "kazavtoprom-2016")),
        ("Q003", ("trade-china", "trade-kazakhstan")),
        ("Q003", ("gerd-cn-2009", "wdi-2013")),
        ("Q030", ("minister", "cars")),
        ("Q030", ("oica", "cars")),
    ]


def test_the_report_draws_the_graph_and_prints_the_tests(tmp_path: Path) -> None:
    folder = tmp_path / "conflicts"
    shutil.copytree(FOLDER, folder, ignore=shutil.ignore_patterns("build"))
    build = Study.open(folder).build(formats=("html",))
    assert {"independence", "identities", "admiralty", "cerqual"} <= set(build.tables)
    assert "independence" in build.figures
    page = build.report["html"].read_text(encoding="utf-8")
    assert "What sources go back to" in page
    grades = [line.split(",")[2:4] for line in build.tables["admiralty"].read_text(encoding="utf-8").splitlines()[1:]]
    assert ["D", "5"] in grades, "a newspaper, contradicted"
    assert ["D", "1"] in grades, "a newspaper, confirmed"
