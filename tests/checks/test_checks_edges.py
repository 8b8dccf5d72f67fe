"""Where a rule must hold its tongue, and where it must not be fooled by the form of a cell."""

from __future__ import annotations

from pathlib import Path

import pytest

from editing import edit
from kelisim.api import Study
from kelisim.checks.coding import _AGREEMENT
from kelisim.checks.sources import _bare, _same_document, _same_doi
from kelisim.model.finding import Finding

RULES = Path(__file__).resolve().parent.parent / "rules"


def found(folder: Path, code: str) -> list[Finding]:
    return [one for one in Study.open(folder).findings if one.rule == code]


def copy(code: str, which: str, to: Path) -> Path:
    import shutil

    return Path(shutil.copytree(RULES / code / which, to / "study"))


@pytest.mark.parametrize(
    "url",
    [
        "https://stat.gov.kz",
        "http://www.oica.net/",
        "stat.gov.kz",
        "https://www.stats.gov.cn/zh-cn/",
        "https://adilet.zan.kz/ru/",
        "https://example.org/index.php",
        "https://example.org/#top",
    ],
)
def test_front_pages_in_all_their_dress(url: str) -> None:
    assert _bare(url)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "https://adilet.zan.kz/rus/docs/P1900000497",
        "https://example.org/?id=17",
        "https://example.org/#/documents/17",
        "https://example.org/index.php?page=17",
        "https://example.org/en/report",
        "https://data.example/enquiry",
    ],
)
def test_addresses_of_documents_are_left_alone(url: str) -> None:
    assert not _bare(url)


def test_one_document_under_several_spellings_of_its_address() -> None:
    spellings = ["http://www.Stat.example/a/b/", "https://stat.example/a/b", "stat.example/a/b#page=7"]
    assert len({_same_document(url) for url in spellings}) == 1
    others = ["https://stat.example/A/b", "https://stat.example/a/b?year=2021", "https://stat.example/a/b#/2021"]
    assert len({_same_document(url) for url in [*spellings, *others]}) == 4


def test_one_doi_under_several_spellings() -> None:
    spellings = [
        "10.1080/09692290500049805",
        "https://doi.org/10.1080/09692290500049805",
        "DOI: 10.1080/09692290500049805",
    ]
    assert len({_same_doi(doi) for doi in spellings}) == 1


@pytest.mark.parametrize(
    "words",
    [
        "Cohen's kappa was 0.79",
        "κ = 0,81",
        "Krippendorff's alpha",
        "inter-coder agreement",
        "intercoder reliability",
        "Interkoderreliabilität",
        "accord inter-codeurs",
        "acuerdo intercodificadores",
        "каппа Коэна составила 0,79",
        "согласованность кодировщиков",
        "Коэн каппасы 0,79 болды",
        "编码者间信度为0.79",
        "编码员之间的一致性",
    ],
)
def test_agreement_between_coders_is_known_in_several_languages(words: str) -> None:
    assert _AGREEMENT.search(words)


@pytest.mark.parametrize(
    "words", ["the coder of the software", "an agreement between states", "альфа-частица", "双方达成一致"]
)
def test_what_is_not_about_agreement_between_coders(words: str) -> None:
    assert not _AGREEMENT.search(words)


def test_a_doi_beside_a_front_page_leads_to_the_document(small_study: Path) -> None:
    assert [one.about for one in found(small_study, "S002")] == [("gazette",)]
    sources = small_study / "sources.csv"
    edit(sources, ",url,", ",url,doi,")
    edit(sources, "survey-2021.html,", "survey-2021.html,,")
    edit(sources, "https://example.org/,", "https://example.org/,10.5555/gazette.1,")
    edit(sources, "counters-2022.html,", "counters-2022.html,,")
    assert found(small_study, "S002") == []


def test_a_protocol_without_rules_of_credibility_is_one_finding(small_study: Path) -> None:
    study = small_study / "study.toml"
    text = study.read_text(encoding="utf-8")
    start = text.index("[[protocol.credibility.rules]]")
    study.write_text(text[:start] + text[text.index("[protocol.cross_check]") :], encoding="utf-8")
    (one,) = found(small_study, "S009")
    assert "3 of 3 sources" in one.message
    assert one.file == "study.toml"


def test_two_states_of_one_page_are_a_note_where_they_share_their_lineage(tmp_path: Path) -> None:
    folder = copy("S006", "bad", tmp_path)
    edit(folder / "sources.csv", "url,doi", "url,doi,lineage")
    edit(folder / "sources.csv", "#table-3,", "#table-3,,a")
    edit(folder / "sources.csv", "2021/,", "2021/,,")
    severities = {one.about: one.severity for one in found(folder, "S006")}
    assert severities == {("b",): "note", ("d",): "warning"}


def test_one_declared_coder_is_one_too_few(tmp_path: Path) -> None:
    folder = copy("C001", "good", tmp_path)
    edit(folder / "study.toml", '["ines", "tomas"]', '["ines"]')
    (one,) = found(folder, "C001")
    assert "only ines" in one.message


def test_a_codebook_that_nobody_used_says_so(tmp_path: Path) -> None:
    folder = copy("C001", "bad", tmp_path)
    (folder / "journals" / "ines.jsonl").unlink()
    edit(folder / "study.toml", 'coders = ["ines", "tomas"]\n', "")
    (one,) = found(folder, "C001")
    assert one.message.startswith("nobody has coded")


def test_an_interval_that_reaches_below_the_threshold_is_a_note(small_study: Path) -> None:
    edit(small_study / "study.toml", "confidence = 0.95", "threshold = 0.7\nconfidence = 0.95")
    notes = [one for one in found(small_study, "C005") if one.severity == "note"]
    assert all("reaches below 0.7" in one.message for one in notes)
    edit(small_study / "study.toml", "threshold = 0.7", "threshold = 0.99")
    assert {one.severity for one in found(small_study, "C005")} >= {"warning"}


def test_a_second_independent_check_turns_the_dependent_one_into_a_note(tmp_path: Path) -> None:
    folder = copy("R006", "bad", tmp_path)
    assert [one.severity for one in found(folder, "R006")] == ["warning"]
    edit(folder / "study.toml", 'cross_check = ["akimat"]', 'cross_check = ["akimat", "stat"]')
    (one,) = found(folder, "R006")
    assert one.severity == "note"
    assert "akimat" in one.message


def test_the_division_of_another_source_is_a_note_and_that_of_the_same_text_an_error(tmp_path: Path) -> None:
    folder = copy("P003", "bad", tmp_path)
    assert [one.severity for one in found(folder, "P003")] == ["error"]
    edit(folder / "study.toml", 'section = "4"', 'source = "book"')
    assert [one.severity for one in found(folder, "P003")] == ["note"]


def test_a_phase_inside_another_is_an_overlap_and_leaves_no_gap(tmp_path: Path) -> None:
    folder = copy("P001", "good", tmp_path)
    edit(folder / "study.toml", 'period = "2014-09/2022"', 'period = "2011/2012"')
    study = folder / "study.toml"
    study.write_text(
        study.read_text(encoding="utf-8") + '\n[[phases]]\nid = "late"\nname = "Late"\nperiod = "2014-09/2022"\n',
        encoding="utf-8",
    )
    assert [one.message for one in found(folder, "P001")] == ["phases trial and law overlap"]


def test_baselines_that_stated_precision_cannot_tell_apart_do_not_count_against_an_estimate(tmp_path: Path) -> None:
    folder = copy("E002", "bad", tmp_path)
    assert len(found(folder, "E002")) == 1
    # Hedged to the nearest ten, 14 may be anything from 9 to 19 and no longer speaks against 20.
    claims = folder / "claims.csv"
    edit(claims, "unit,comparator", "unit,comparator,step")
    text = claims.read_text(encoding="utf-8").replace(",post,exact", ",post,approx,10")
    claims.write_text(text, encoding="utf-8")
    assert found(folder, "E002") == []


def test_a_reported_effect_in_another_unit_is_not_held_against_the_inputs(tmp_path: Path) -> None:
    folder = copy("E007", "bad", tmp_path)
    edit(folder / "claims.csv", "3.9,3.9,post", "3.9,3.9,percent")
    assert found(folder, "E007") == []


def test_a_range_without_words_is_told_by_its_bounds(tmp_path: Path) -> None:
    folder = copy("Q001", "bad", tmp_path)
    edit(folder / "claims.csv", "stated,value,unit", "value,low,high,unit")
    edit(folder / "claims.csv", '"4,2 млн т",4200000,', ",4100000,4300000,")
    edit(folder / "claims.csv", "9 млн т,9000000,", "9000000,,,")
    (one,) = found(folder, "Q001")
    assert "C1 (4100000 to 4300000 tonne)" in one.message


def test_at_least_two_means_two_origins_and_not_two_prints(tmp_path: Path) -> None:
    folder = copy("Q012", "bad", tmp_path)
    assert len(found(folder, "Q012")) == 1, "the newspaper reprints the bureau's figure"
    edit(folder / "sources.csv", "news,ru,stat", "news,ru,")
    assert found(folder, "Q012") == []


def test_a_plan_told_when_it_was_made_is_a_note(tmp_path: Path) -> None:
    folder = copy("P004", "bad", tmp_path)
    edit(folder / "events.csv", "sources,phase", "sources,phase,status")
    edit(folder / "events.csv", "act,trial", "act,trial,planned")
    assert [one.severity for one in found(folder, "P004")] == ["note"]


def test_a_programme_is_set_before_the_years_it_is_meant_for(tmp_path: Path) -> None:
    folder = copy("Q009", "bad", tmp_path)
    header = "id,source,indicator,subject,place,period,citations\n"
    for when, n in [("2022/2024", 0), ("2022", 1), ("2030/2035", 1)]:
        row = f"C1,obzor,freight,программа перевозок,KZ-AKT,{when},stat2020\n"
        (folder / "claims.csv").write_text(header + row, encoding="utf-8")
        assert len(found(folder, "Q009")) == n, when


def test_a_source_cannot_report_what_came_after_it(tmp_path: Path) -> None:
    folder = copy("Q009", "bad", tmp_path)
    edit(folder / "claims.csv", "C1,obzor", "C1,stat2020")
    edit(folder / "claims.csv", "achieved,,stat2020", "achieved,,")
    (one,) = found(folder, "Q009")
    assert "rests only on stat2020 (2021-03)" in one.message


def test_a_claim_that_fills_an_indicator_or_checks_another_is_used(small_study: Path) -> None:
    study = small_study / "study.toml"
    edit(
        small_study / "claims.csv",
        "C4,",
        "C9,counters,cycling-share,trips by bicycle,Southtown,1999,7%,7,,,percent,exact,reported,,\nC4,",
    )
    assert [one.about for one in found(small_study, "Q011")] == [("C9",)]
    text = study.read_text(encoding="utf-8")
    study.write_text(text[: text.index("[[phases]]")] + text[text.index("[[recommendations]]") :], encoding="utf-8")
    edit(study, 'phase = "2"\n', "")
    (small_study / "events.csv").unlink()
    # C3 and C4 speak of 2021 as C2 does, on which the advice rests.
    assert [one.about for one in found(small_study, "Q011")] == [("C9",)]


def test_what_is_read_on_the_day_it_comes_out_is_read_in_time(tmp_path: Path) -> None:
    folder = copy("S004", "bad", tmp_path)
    edit(folder / "sources.csv", "2023-03,2023-02-11", "2023-02-11,2023-02-11")
    assert found(folder, "S004") == []
    edit(folder / "sources.csv", "2023-02-11,2023-02-11", "2023-02-12,2023-02-11")
    assert len(found(folder, "S004")) == 1
