"""The incremental run: what is redone, what is reused, and what stands after a failure."""

from __future__ import annotations

import errno
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from editing import edit
from kelisim.engine import run as engine
from kelisim.engine.folder import locked
from kelisim.engine.run import Finish, plan, run
from kelisim.errors import StudyError
from kelisim.model.results import Results
from kelisim.model.study import StudyData
from kelisim.study.layout import Layout
from kelisim.study.load import load_study

STAGES = ["collect", "screen", "rate", "code", "claim", "verify", "periodise", "govern", "estimate", "conclude"]


def _write(data: StudyData, results: Results, earlier: Mapping[str, Any], new: Path, old: Path) -> Any:
    (new / "report").mkdir()
    (new / "report" / "report.txt").write_text(f"{len(results.claim.claims)} claims\n", encoding="utf-8")
    return ("report",)


def steps() -> list[Finish]:
    return [Finish("report", tuple[str, ...], _write, varies="text", writes=True)]


def statuses(outcome: Any) -> dict[str, str]:
    return {stage.name: stage.status for stage in outcome.stages}


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_a_first_run_runs_everything_and_a_second_nothing(small_study: Path) -> None:
    layout = Layout(small_study)
    first = run(layout, steps())
    assert [stage.name for stage in first.stages] == [*STAGES, "report"]
    assert set(statuses(first).values()) == {"ran"}
    assert (layout.build / "report" / "report.txt").read_text() == "4 claims\n"
    before = contents(layout.build)
    second = run(layout, steps())
    assert set(statuses(second).values()) == {"reused"}
    assert second.data is None
    assert contents(layout.build) == before


def test_nothing_changed_means_no_table_is_even_read(small_study: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(Layout(small_study), steps())
    monkeypatch.setattr(engine, "read_study", lambda layout: pytest.fail("the study was read"))
    run(Layout(small_study), steps())


def test_two_runs_in_two_places_give_the_same_bytes(small_study: Path, tmp_path: Path) -> None:
    import shutil

    other = tmp_path / "elsewhere" / "copy"
    shutil.copytree(small_study, other)
    run(Layout(small_study), steps())
    run(Layout(other), steps())
    assert contents(small_study / "build") == contents(other / "build")


def test_a_changed_document_redoes_only_that_document(small_study: Path) -> None:
    layout = Layout(small_study)
    run(layout, steps())
    edit(small_study / "sources" / "gazette.md", "Shopkeepers", "Some shopkeepers")
    outcome = run(layout, steps())
    why = {stage.name: stage.why for stage in outcome.stages}
    assert why["collect"] == "changed: files; 1 of 3 documents redone"
    assert "1 of 3 documents redone" in why["claim"]
    done = statuses(outcome)
    assert done["rate"] == "reused"
    assert done["govern"] == "ran", "it scores what coders marked in the documents"


def test_a_revised_series_redoes_only_the_claims_it_can_change(small_study: Path) -> None:
    import hashlib

    layout = Layout(small_study)
    (small_study / "series").mkdir(exist_ok=True)
    table = small_study / "claims.csv"
    head, first, *_ = table.read_text(encoding="utf-8").splitlines()
    elsewhere = dict(zip(head.split(","), first.split(","), strict=False), id="X1", place="Southtown")
    kept = ("id", "source", "indicator", "place")
    with table.open("a", encoding="utf-8") as handle:
        handle.write(",".join(elsewhere[name] if name in kept else "" for name in head.split(",")) + "\n")
    data = load_study(layout)
    claim = data.claims[0]
    about = "\n".join(
        f'{key} = "{text}"'
        for key, text in {
            "title": "A count",
            "provider": "The office",
            "indicator": claim.indicator,
            "unit": claim.unit,
            "source": data.sources[0].id,
            "query": "by hand",
            "vintage": "2024",
            "retrieved": "2024-05-01",
        }.items()
    )

    def write(value: int) -> None:
        rows = f"period,place,value\n2020,{claim.place},{value}\n".encode()
        hashed = f'sha256 = "{hashlib.sha256(rows).hexdigest()}"\n'
        (small_study / "series" / "count.toml").write_text(f"{about}\n{hashed}", encoding="utf-8")
        (small_study / "series" / "count.csv").write_bytes(rows)

    groups = {(one.indicator, one.place) for one in data.claims}
    assert len(groups) > 1
    write(100)
    run(layout, steps())
    write(130)
    why = {stage.name: stage.why for stage in run(layout, steps()).stages}
    assert why["verify"] == f"changed: series; 1 of {len(groups)} groups of claims redone"


def test_a_changed_register_stops_where_results_stay_the_same(small_study: Path) -> None:
    layout = Layout(small_study)
    run(layout, steps())
    edit(small_study / "sources.csv", "Two in twenty now go by bike", "Two in twenty go by bike")
    done = statuses(run(layout, steps()))
    assert done["collect"] == "ran"
    assert done["code"] == "reused"
    assert done["estimate"] == "reused"


def test_line_ends_and_order_of_keys_change_nothing(small_study: Path) -> None:
    layout = Layout(small_study)
    run(layout, steps())
    path = small_study / "sources.csv"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    done = statuses(run(layout, steps()))
    assert set(done.values()) == {"reused"}


def test_an_altered_output_is_made_again(small_study: Path) -> None:
    layout = Layout(small_study)
    run(layout, steps())
    (layout.build / "report" / "report.txt").write_text("tampered\n")
    outcome = run(layout, steps())
    assert statuses(outcome)["report"] == "ran"
    assert (layout.build / "report" / "report.txt").read_text() == "4 claims\n"


def test_an_altered_cache_is_not_believed(small_study: Path) -> None:
    layout = Layout(small_study)
    first = run(layout, steps())
    cached = layout.cache / "verify.json"
    cached.write_bytes(cached.read_bytes().replace(b"corroborated", b"contradicted"))
    edit(small_study / "study.toml", "Keep counting", "Go on counting")
    outcome = run(layout, steps())
    assert statuses(outcome)["verify"] == "ran"
    assert outcome.results is not None
    assert first.results is not None
    assert outcome.results.verify == first.results.verify


def test_a_dry_run_says_what_would_run_and_does_nothing(small_study: Path) -> None:
    layout = Layout(small_study)
    assert {stage.status for stage in plan(layout, steps())} == {"ran"}
    assert not layout.build.exists()
    run(layout, steps())
    assert {stage.status for stage in plan(layout, steps())} == {"reused"}
    before = contents(layout.build)
    edit(small_study / "sources" / "gazette.md", "Shopkeepers", "Some shopkeepers")
    planned = {stage.name: stage for stage in plan(layout, steps())}
    assert planned["collect"].why == "changed: files"
    assert planned["rate"].status == "reused"
    assert "only if" in planned["claim"].why
    assert contents(layout.build) == before


@pytest.mark.parametrize("failure", [KeyboardInterrupt, OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))])
def test_a_run_that_fails_leaves_the_previous_build_untouched(small_study: Path, failure: Any) -> None:
    layout = Layout(small_study)
    run(layout, steps())
    before = contents(layout.build)
    edit(small_study / "study.toml", "Keep counting", "Go on counting")

    def broken(data: StudyData, results: Results, earlier: Mapping[str, Any], new: Path, old: Path) -> Any:
        (new / "half.txt").write_text("half")
        raise failure

    expected = StudyError if isinstance(failure, OSError) else KeyboardInterrupt
    with pytest.raises(expected, match=None if expected is KeyboardInterrupt else "previous report is untouched"):
        run(layout, [Finish("report", tuple[str, ...], broken, varies="text", writes=True)])
    assert contents(layout.build) == before
    assert not [path for path in small_study.iterdir() if path.name.startswith(".build")]


def test_a_crash_between_the_two_renames_is_healed(small_study: Path) -> None:
    layout = Layout(small_study)
    run(layout, steps())
    before = contents(layout.build)
    layout.build.rename(small_study / ".build-old")
    outcome = run(layout, steps())
    assert set(statuses(outcome).values()) == {"reused"}
    assert contents(layout.build) == before


def test_an_unreadable_study_leaves_the_previous_build_untouched(small_study: Path) -> None:
    layout = Layout(small_study)
    run(layout, steps())
    before = contents(layout.build)
    edit(small_study / "claims.csv", "9.4%,9.4,", '9.4%,"9,4",')
    with pytest.raises(StudyError, match=r"claims\.csv:3"):
        run(layout, steps())
    assert contents(layout.build) == before


def test_two_builds_at_once_are_refused(small_study: Path) -> None:
    layout = Layout(small_study)
    with locked(layout), pytest.raises(StudyError, match="another build"):
        run(layout, steps())


def test_without_writing_nothing_is_written(small_study: Path) -> None:
    before = contents(small_study)
    outcome = run(Layout(small_study), [], write=False)
    assert outcome.results is not None
    assert contents(small_study) == before


def test_an_unreadable_document_is_named(small_study: Path) -> None:
    (small_study / "sources" / "gazette.pdf").write_bytes(b"%PDF-1.7\nbroken")
    edit(small_study / "sources.csv", "sources/gazette.md", "sources/gazette.pdf")
    with pytest.raises(StudyError) as caught:
        run(Layout(small_study), steps())
    assert caught.value.problems[0].file == "sources/gazette.pdf"
    assert caught.value.problems[0].hint


def test_a_quote_that_does_not_stand_in_its_document_is_refused(small_study: Path) -> None:
    edit(small_study / "sources" / "survey.md", "they made 9.4%", "they made 9.7%")
    with pytest.raises(StudyError) as caught:
        run(Layout(small_study), steps())
    problem = caught.value.problems[0]
    assert problem.line == 3
    assert "C2" in problem.what


def test_the_stages_are_known_by_name_without_loading_them() -> None:
    from kelisim.stages import PIPELINE

    assert [stage.name for stage in PIPELINE] == list(engine.STAGES) == STAGES


def test_what_a_stage_finds_wrong_in_a_section_is_told_with_its_line(small_study: Path) -> None:
    declared = small_study / "study.toml"
    text = declared.read_text(encoding="utf-8")
    line = text.count("\n") + 2
    section = """
[[estimates]]
id = "none"
title = "Nothing to compute from"
design = "synthetic_control"
indicator = "cycling-share"
treated = ["A"]
controls = ["B"]
pre = "2010"
post = "2012"
start = "2011"
"""
    declared.write_text(text + section, encoding="utf-8")
    with pytest.raises(StudyError, match=rf"study\.toml:{line}: estimate none: design synthetic_control"):
        run(Layout(small_study), steps())
