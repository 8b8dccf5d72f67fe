"""The whole report: order and numbers, evidence behind every reference, and nothing told as more than it is."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from report_cases import CHINESE, QUOTE, TEXT, Case

from kelisim.model.document import Passage
from kelisim.report.compose import compose, text_of
from kelisim.report.evidence import evidence_records
from kelisim.report.inlines import plain
from kelisim.report.references import reference
from kelisim.report.render import render, unresolved_references
from kelisim.report.tree import Bullets, Figure, Heading, Paragraph, Report, Table


def report(case: Case) -> Report:
    return compose(case.data, case.results, case.findings)


def numbered(made: Report, kind: type[Table] | type[Figure]) -> dict[str, str]:
    return {block.id: block.number for block in made.blocks if isinstance(block, kind)}


def test_the_main_tables_and_the_figure_keep_their_customary_numbers(solar: Case) -> None:
    found = numbered(report(solar), Table)
    assert list(found.items())[:5] == [
        ("reliability_matrix", "1"),
        ("focus", "2"),
        ("phases", "3"),
        ("markers_innovation", "4"),
        ("markers_own_table", "5"),
    ]
    assert numbered(report(solar), Figure)["governance"] == "1"


def test_numbers_run_in_the_order_in_which_things_stand(solar: Case, bare: Case) -> None:
    for case in (solar, bare):
        for kind in (Table, Figure):
            numbers = list(numbered(report(case), kind).values())
            assert numbers == [str(n) for n in range(1, len(numbers) + 1)]


def test_words_about_a_table_use_its_number(solar: Case) -> None:
    made = report(solar)
    rivals = numbered(made, Table)["rivals"]
    assert f"every phase that it names (Table {rivals})" in text_of(made)


def test_no_reference_leads_nowhere(solar: Case, bare: Case) -> None:
    assert unresolved_references(report(solar)) == ()
    assert unresolved_references(report(bare)) == ()


def test_a_study_with_unknown_ids_still_leads_nowhere_wrong(solar: Case) -> None:
    claims = tuple(replace(one, citations=("GONE",)) for one in solar.results.claim.claims)
    case = replace(solar, results=replace(solar.results, claim=replace(solar.results.claim, claims=claims)))
    assert unresolved_references(report(case)) == ()


def test_every_record_of_the_study_is_evidence(solar: Case) -> None:
    found = {(one.kind, one.id) for one in report(solar).evidence}
    data = solar.data
    assert found >= {("claim", one.id) for one in data.claims} | {("source", one.id) for one in data.sources}
    assert found >= {("event", one.id) for one in data.events} | {("series", "ren-share"), ("estimate", "did")}
    assert found >= {("finding", "E001-1"), ("finding", "Q001-7"), ("recommendation", "R2")}


def test_a_claim_shows_its_quote_in_the_words_around_it(solar: Case) -> None:
    record = next(one for one in evidence_records(solar.data, solar.results, ()) if one.id == "C2")
    assert record.quote == QUOTE
    assert record.start is not None
    assert record.end is not None
    around = record.prefix + record.quote + record.suffix
    assert TEXT[record.start - len(record.prefix) : record.end + len(record.suffix)] == around
    assert (record.file, record.language) == ("sources/A1.md", "en")
    facts = dict(record.facts)
    assert plain(facts["Says"]) == ">45%"
    assert plain(facts["Asserts, with rounding"]) == "[45, ∞)%"
    assert "contradicted" in plain(facts["Verdict"])


def test_a_text_without_spaces_keeps_its_context(solar: Case) -> None:
    start = 200
    passage = Passage("A3", start, start + 8, CHINESE[start : start + 8])
    claims = (replace(solar.results.claim.claims[0], passage=passage, document="A3"),)
    results = replace(solar.results, claim=replace(solar.results.claim, claims=claims))
    record = evidence_records(solar.data, results, ())[0]
    assert len(record.prefix) == 160
    assert CHINESE[start - 160 : start] == record.prefix
    assert record.language == "zh"


def test_a_source_record_tells_lineage_screening_and_rating(solar: Case) -> None:
    record = next(one for one in evidence_records(solar.data, solar.results, ()) if one.id == "A3")
    facts = {label: plain(value) for label, value in record.facts}
    assert facts["Re-reports"] == "A2"
    assert facts["Goes back to"] == "A2"
    assert facts["Screening"] == "out: satisfies none of i, ii"
    assert facts["Credibility"] == "Low: press, rated by ann"


def test_a_series_record_has_query_vintage_hash_and_values(solar: Case) -> None:
    record = next(one for one in evidence_records(solar.data, solar.results, ()) if one.kind == "series")
    facts = {label: plain(value) for label, value in record.facts}
    assert facts["Vintage"] == "2022"
    assert facts["SHA-256"] == "ab" * 32
    assert facts["Values, Vietnam"] == "2018: 30.12; 2019: 33; 2020: no value"


def test_references_are_written_from_the_register(solar: Case) -> None:
    article, bulletin, press = (plain(reference(one)) for one in solar.data.sources)
    assert article == (
        "Tran, B.; Lee, C. Modules in the delta. Journal of Panels, 4 (2), 10–21. 2022. doi.org/10.5555/panel.4.2"
    )
    assert bulletin == "Energy bulletin. Ministry of Energy, March 2021. energy.example/bulletin (accessed 4 May 2023)"
    assert press == "Panels boom, says ministry. Daily Sun."


def test_wherever_the_estimate_is_told_its_caveat_is_told_too(solar: Case) -> None:
    made = report(solar)
    for block in made.blocks:
        if isinstance(block, Paragraph | Figure):
            text = plain(block.content if isinstance(block, Paragraph) else block.caption)
            if "+35 pp [" in text:
                assert "This is not an identified effect" in text
    assert "This is not an identified effect" in plain(made.abstract)
    warnings = [plain(one.content) for one in made.blocks if isinstance(one, Paragraph) and one.role == "warning"]
    assert any("did. This is not an identified effect" in one for one in warnings)
    assert not re.search(r"\b(the|causal|estimated|treatment) effect of\b", text_of(made), re.IGNORECASE)


def test_headings_have_ids_of_their_own_and_something_under_them(solar: Case, bare: Case) -> None:
    for case in (solar, bare):
        blocks = report(case).blocks
        ids = [block.id for block in blocks if isinstance(block, Heading)]
        assert len(ids) == len(set(ids))
        for one, following in zip(blocks, [*blocks[1:], None], strict=True):
            if isinstance(one, Heading):
                assert following is not None
                assert not isinstance(following, Heading) or following.level > one.level


def test_limitations_abbreviations_and_reading_notes_are_there(solar: Case) -> None:
    headings = [block.text for block in report(solar).blocks if isinstance(block, Heading)]
    wanted = [
        "Summary",
        "How to read this report",
        "Question and protocol",
        "Main results",
        "The evidence, step by step",
    ]
    tops = [one for one in headings if one in {*wanted, "Limitations", "Abbreviations", "References"}]
    assert tops == [*wanted, "Limitations", "Abbreviations", "References"]
    lists = [plain(item) for block in report(solar).blocks if isinstance(block, Bullets) for item in block.items]
    assert "GVC Global value chain" in lists


def test_the_report_is_the_same_every_time(solar: Case) -> None:
    assert report(solar) == report(solar)


@pytest.mark.slow
def test_full_and_empty_studies_render_in_every_format(solar: Case, bare: Case, tmp_path: Path) -> None:
    for name, case in (("solar", solar), ("bare", bare)):
        made = render(report(case), tmp_path / name)
        assert set(made) == {"html", "pdf", "docx", "latex"}
        assert all(path.stat().st_size > 1000 for path in made.values())
