"""The sentences: right for none, one and many, and never more than the numbers allow."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from report_cases import Case, agreement_row, estimate_row

from kelisim.model.results import ScreeningDecision
from kelisim.report.context import Context
from kelisim.report.inlines import plain
from kelisim.report.narrative import abstract, claims, coding, conclusions, estimates, history, sources, summary
from kelisim.report.narrative.identification import caveat
from kelisim.report.tree import Reference


def context(case: Case) -> Context:
    return Context(case.data, case.results, case.findings)


def told(case: Case) -> str:
    return " ".join(plain(one) for one in summary(context(case)))


def screened(case: Case, inside: int, outside: int) -> Context:
    decisions = [
        ScreeningDecision(f"A{n}", n < inside, "i" if n < inside else "", "why") for n in range(inside + outside)
    ]
    some = tuple(replace(case.data.sources[0], id=one.source) for one in decisions)
    screen = replace(case.results.screen, decisions=tuple(decisions))
    return Context(replace(case.data, sources=some), replace(case.results, screen=screen))


@pytest.mark.parametrize(
    ("inside", "outside", "sentence"),
    [
        (0, 0, "The register holds no source yet."),
        (1, 0, "The register holds 1 source: 1 is kept and none is left out."),
        (1, 1, "The register holds 2 sources: 1 is kept and 1 is left out."),
        (40, 2, "The register holds 42 sources: 40 are kept and 2 are left out."),
    ],
)
def test_sources_are_counted_in_whole_sentences(solar: Case, inside: int, outside: int, sentence: str) -> None:
    assert plain(sources.kept(screened(solar, inside, outside))) == sentence


def test_the_summary_of_a_full_study_tells_every_step(solar: Case) -> None:
    text = told(solar)
    assert "By the protocol's rule 1 is High and 1 is Low; 1 source fits no rule; 1 rating is a person's" in text
    assert "Of the sources, 1 re-reports what another published, so that 2 origins stand behind 3 sources" in text
    assert "1 is corroborated by something independent" in text
    assert "1 is contradicted" in text
    assert (
        "The protocol binds 7 quantitative claims in section 2 to at least 1 independent check; 1 of 7 has it." in text
    )
    assert "The history is told in 4 phases" in text
    assert "The material holds 1 other division of the same history; it does not agree" in text
    assert "R1 rests on a corroborated claim; R2 rests on nothing in the study" in text
    assert "The checks found 1 error, 7 warnings and 1 note." in text


def test_an_empty_study_is_told_without_a_number_that_it_lacks(bare: Case) -> None:
    text = told(bare)
    assert "The register holds no source yet." in text
    assert "No claim is recorded yet." in text
    assert "The checks found nothing that does not hold." in text
    assert not re.search(r"κ|pp|\bNone\b|nan", text)
    assert plain(abstract(context(bare)))


def test_sentences_end_and_are_spaced_as_sentences(solar: Case, bare: Case) -> None:
    for case in (solar, bare):
        for paragraph in (*summary(context(case)), abstract(context(case))):
            text = plain(paragraph)
            assert text.endswith(".")
            assert not re.search(r"  |\.\.|\s[.,;]|\(\)|\[\]", text)


def test_agreement_is_told_with_n_unit_and_interval_and_what_demonstration_means(solar: Case) -> None:
    text = plain(coding.agreement(context(solar)))
    assert (
        "Over all codes, Cohen's κ = 0.61 [0.51, 0.66], n = 480 sentence-by-code decisions in 2 documents, 2 coders "
        "(95% interval, bootstrap over documents)."
    ) in text
    assert "The declared threshold of 0.70 is missed; of the codes, GVC mode falls short of it or is undefined." in text
    assert "made to demonstrate the procedure" in text


def test_every_kappa_in_the_summary_is_followed_by_its_n(solar: Case) -> None:
    for found in re.finditer(r"κ = [^;]{0,12}", told(solar)):
        rest = told(solar)[found.start() : found.start() + 70]
        assert re.search(r"κ = −?0\.\d\d \[[^\]]+\], n = ", rest)


def test_a_threshold_that_the_interval_reaches_below_is_said_to_be_so(solar: Case) -> None:
    rows = (agreement_row("all", "pooled decisions", 0.75), agreement_row("code", "policy", 0.95))
    case = replace(solar, results=replace(solar.results, code=replace(solar.results.code, agreement=rows)))
    assert "is reached, though the interval reaches below it." in plain(coding.agreement(context(case)))


def test_a_reported_coefficient_is_a_claim_and_no_result(solar: Case) -> None:
    text = plain(coding.reported(context(solar)))
    assert text.startswith("A1 reports agreement of 0.81. That figure is kept as a claim only:")
    assert "can be neither recomputed nor given an interval" in text
    links = [one for one in coding.reported(context(solar)) if isinstance(one, Reference)]
    assert Reference("claim", "C7", "0.81") in links


def test_an_estimate_stands_beside_its_rivals_and_under_its_caveat(solar: Case) -> None:
    text = plain(estimates.estimate(context(solar), solar.data.estimates[0]))
    assert "the stated numbers give +35 pp [34, 36] from 2015 to 2021" in text
    assert "n = 1 treated and 2 control places, 4 input claims" in text
    assert "A1 reports +35 pp, which the arithmetic reproduces." in text
    assert "the same claims give +15 pp [14, 16] from 2018 to 2021" in text
    assert text.endswith(
        "This is not an identified effect: the controls do not vary, so the estimate is the treated place's own "
        "change; another baseline or end that the study documents changes it; the study contradicts 1 of its "
        "assumptions."
    )


def test_a_reported_figure_that_does_not_follow_is_told_so(solar: Case) -> None:
    rows = (estimate_row("2015", 40.0, role="as declared"),)
    case = replace(solar, results=replace(solar.results, estimate=replace(solar.results.estimate, rows=rows)))
    text = plain(estimates.estimate(context(case), case.data.estimates[0]))
    assert "which does not follow from these inputs." in text
    assert "No other baseline is declared" in text


def test_without_an_objection_an_estimate_still_leans_on_its_assumptions(solar: Case) -> None:
    moving = {"control_pre": 1.0, "control_post": 3.0, "why": "one observation a unit and period"}
    rows = (estimate_row("2015", 10.0, role="as declared", **moving), estimate_row("2018", 11.0, **moving))
    results = replace(solar.results, estimate=replace(solar.results.estimate, rows=rows, assumptions=()))
    assert caveat(Context(solar.data, results), solar.data.estimates[0]).startswith("It is an effect only so far as")


@pytest.mark.parametrize(
    ("second", "decides"),
    [(12.0, False), (30.0, True), (50.0, True), (45.0, True)],
    ids=["near", "halved", "sign", "nothing"],
)
def test_a_baseline_that_halves_or_turns_an_estimate_decides_it(solar: Case, second: float, decides: bool) -> None:
    moving = {"control_pre": 1.0, "control_post": 3.0, "why": ""}
    rows = (estimate_row("2015", 10.0, role="as declared", **moving), estimate_row("2018", second, **moving))
    results = replace(solar.results, estimate=replace(solar.results.estimate, rows=rows, assumptions=()))
    assert ("another baseline" in caveat(Context(solar.data, results), solar.data.estimates[0])) is decides


def test_triggers_that_came_after_are_not_counted_as_before(solar: Case) -> None:
    text = plain(history.transitions(context(solar)))
    assert "1 transition with 2 triggers named" in text
    assert "before the change that they are said to have brought 1 certainly came, none possibly and 1 not" in text
    assert text.endswith("To come before is not to have caused.")


def test_findings_are_told_worst_first_with_how_many_more(solar: Case) -> None:
    items = [plain(one) for one in conclusions.worst(context(solar))]
    assert items[0].startswith("E001-1, error: did: the controls have no variance")
    assert items[1].endswith("(6 more of this kind)")
    assert len(items) == 2


def test_verdicts_of_no_claim_are_not_told(bare: Case) -> None:
    assert claims.verdicts(context(bare)) == ()
    assert claims.cross_check(context(bare)) == ()


def test_numbers_of_the_summary_lead_to_records(solar: Case) -> None:
    links = {(one.kind, one.id) for part in summary(context(solar)) for one in part if isinstance(one, Reference)}
    assert {
        ("figure", "flow"),
        ("estimate", "did"),
        ("table", "findings"),
        ("recommendation", "R1"),
        ("claim", "C7"),
    } <= links
