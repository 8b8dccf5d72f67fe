"""A whole study: what is wrong is said with file, line and mend, all of it at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from editing import edit
from kelisim.errors import StudyError, UsageError
from kelisim.study.layout import find_study
from kelisim.study.load import load_study


def problems(folder: Path) -> list[tuple[str, int | None, str, str]]:
    with pytest.raises(StudyError) as caught:
        load_study(find_study(folder))
    return [(one.file, one.line, one.what, one.hint) for one in caught.value.problems]


def line_of(path: Path, words: str) -> int:
    return next(n for n, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1) if words in line)


def test_the_small_study_reads(small_study: Path) -> None:
    data = load_study(find_study(small_study))
    assert [source.id for source in data.sources] == ["survey", "gazette", "counters"]
    assert data.claims[3].interval is not None
    assert (data.claims[3].interval.low, data.claims[3].interval.high) == (9, 10)
    assert data.protocol.coding.level == "nominal"
    assert len(data.series[0].observations) == 5


def test_a_study_is_found_from_any_folder_inside_it(small_study: Path) -> None:
    assert find_study(small_study / "sources").root == small_study
    with pytest.raises(UsageError, match="kelisim new"):
        find_study(small_study.parent)


def test_an_unknown_key_names_the_nearest(small_study: Path) -> None:
    path = small_study / "study.toml"
    edit(path, "coefficient =", "coeficient =")
    found = problems(small_study)
    line = line_of(path, "coeficient")
    assert ("study.toml", line, "unknown key 'coding.coeficient'", "did you mean 'coefficient'?") in found


def test_a_newer_schema_is_refused(small_study: Path) -> None:
    edit(small_study / "study.toml", "schema = 1", "schema = 2")
    file, line, what, hint = problems(small_study)[0]
    assert (file, line) == ("study.toml", 1)
    assert "version 2" in what
    assert "upgrade" in hint


def test_broken_toml_names_its_line(small_study: Path) -> None:
    path = small_study / "study.toml"
    edit(path, 'window = "2018/2023"', "window = 2018/2023")
    file, line, what, _ = problems(small_study)[0]
    assert (file, line) == ("study.toml", line_of(path, "window"))
    assert "not TOML" in what


SLIPS = {
    "type": (
        "study.toml",
        'places = ["Northtown"]',
        'places = "Northtown"',
        "study.places must be a list",
        '"Northtown"',
    ),
    "list": ("study.toml", 'places = ["Northtown"]', 'places = ["Northtown"', "Unclosed array", "close the list"),
    "text": ("study.toml", 'places = ["Northtown"]', 'places = ["Northtown]', "Illegal character", "quotation mark"),
    "table": (
        "study.toml",
        "[protocol.cross_check]",
        "[coding]\n[protocol.cross_check]",
        "[coding] stands twice",
        "one",
    ),
    "window": ("study.toml", '"2018/2023"', '"2023/2018"', "ends before it starts", "write the earlier date first"),
    "day": ("sources.csv", ",2022-03,", ",28.3.2022,", "not a period: '28.3.2022'", "write the day as 2022-03-28"),
    "code": ("codebook.toml", 'id = "barrier"', 'id = "measure"', "'measure' stands twice in codes", "of its own"),
}


@pytest.mark.parametrize("name", SLIPS)
def test_a_slip_is_told_in_the_words_of_whoever_wrote_the_file(small_study: Path, name: str) -> None:
    file, old, new, *told = SLIPS[name]
    edit(small_study / file, old, new)
    found = [f"{what}; {hint}" for f, line, what, hint in problems(small_study) if f == file and line]
    assert any(all(part in one for part in told) for one in found), found


CASES = {
    "duplicate id": ("claims.csv", "C2,survey", "C1,survey", "stands already on line 2", "of its own"),
    "wrong enum": ("sources.csv", ",government,", ",goverment,", "'goverment'", "'government'"),
    "bad date": ("sources.csv", ",2022-03,", ",03.2022,", "not a period", ""),
    "decimal comma": ("claims.csv", "9.4%,9.4,", '9.4%,"9,4",', "'9,4'", "write 9.4"),
    "range backwards": ("claims.csv", ",9,10,", ",10,9,", "above", "swap"),
    "dangling source": ("claims.csv", ",reported,survey,", ",reported,surwey,", "'surwey'", "'survey'"),
    "dangling indicator": (
        "claims.csv",
        "C1,survey,cycling-share",
        "C1,survey,cycling-sahre",
        "not defined",
        "cycling-share",
    ),
    "missing file": ("sources.csv", "sources/survey.md", "sources/survy.md", "is not there", "survey.md"),
    "file outside": ("sources.csv", "sources/survey.md", "../survey.md", "outside the study", "below"),
    "event without date": ("events.csv", "E1,2020-05,", "E1,,", "period is empty", "date"),
    "bad id": ("events.csv", "E1,", "E 1,", "holds a space", "letters"),
}


@pytest.mark.parametrize("name", CASES)
def test_a_bad_cell_is_named_with_its_line_and_mend(small_study: Path, name: str) -> None:
    file, old, new, what, hint = CASES[name]
    edit(small_study / file, old, new)
    lines = (small_study / file).read_text(encoding="utf-8").splitlines()
    line = max(number for number, text in enumerate(lines, 1) if new.rstrip(",") in text)
    found = problems(small_study)
    assert any(f == file and n == line and what in w and hint in h for f, n, w, h in found), found


def test_all_problems_of_all_files_come_at_once(small_study: Path) -> None:
    edit(small_study / "sources.csv", ",government,", ",goverment,")
    edit(small_study / "claims.csv", "9.4%,9.4,", '9.4%,"9,4",')
    edit(small_study / "events.csv", "2020-05", "May 2020")
    assert {file for file, *_ in problems(small_study)} == {"sources.csv", "claims.csv", "events.csv"}


def test_altered_series_are_noticed(small_study: Path) -> None:
    edit(small_study / "series" / "cycling-share.csv", "9.9", "9.8")
    file, line, what, _ = problems(small_study)[0]
    assert file == "series/cycling-share.toml"
    assert line == line_of(small_study / "series" / "cycling-share.toml", "sha256")
    assert "not those that were retrieved" in what


def test_two_homes_of_one_table_are_refused(small_study: Path) -> None:
    (small_study / "claims.xlsx").write_bytes(b"")
    with pytest.raises(UsageError, match="keep one of the two"):
        load_study(find_study(small_study))


def test_a_missing_register_is_said_to_be_missing(small_study: Path) -> None:
    (small_study / "sources.csv").unlink()
    assert ("sources.csv", None, "the file is not there") in [one[:3] for one in problems(small_study)]


def test_sections_know_their_lines(small_study: Path) -> None:
    study = small_study / "study.toml"
    edit(study, 'title = "Cycle lanes', '# A remark that moves everything below.\ntitle = "Cycle lanes')
    lines = load_study(find_study(small_study)).lines
    assert lines["phases 2"] == line_of(study, 'id = "2"') - 1
    assert lines["coding"] == line_of(study, "[coding]")
    assert lines["protocol cross_check"] == line_of(study, "[protocol.cross_check]")
    assert lines["codes barrier"] == line_of(small_study / "codebook.toml", 'id = "barrier"') - 1
