"""kelisim from Python: studies, tables as frames of either library, and views for notebooks."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import polars as pl
import pytest

import kelisim
from kelisim.errors import StudyError, UsageError


@pytest.fixture
def study(small_study: Path) -> kelisim.Study:
    return kelisim.Study.open(small_study / "sources")


def test_the_public_names_are_there() -> None:
    assert sorted(kelisim.__all__) == ["Study", "__version__", "errors", "stats", "text"]
    for name in kelisim.__all__:
        assert getattr(kelisim, name)
    with pytest.raises(AttributeError):
        _ = kelisim.nothing


def test_data_results_and_findings(study: kelisim.Study) -> None:
    assert len(study.data.claims) == 4
    assert [finding.rule for finding in study.findings if finding.severity == "warning"] == ["S002"]
    assert study.check(select=["C"]) == tuple(f for f in study.findings if f.rule.startswith("C"))
    with pytest.raises(UsageError, match="no rule"):
        study.check(select=["X"])


@pytest.mark.parametrize(("backend", "kind"), [("pandas", pd.DataFrame), ("polars", pl.DataFrame), ("", pd.DataFrame)])
def test_tables_come_as_frames_of_the_library_asked_for(study: kelisim.Study, backend: str, kind: type) -> None:
    frame = study.table("claims", backend=backend)
    assert isinstance(frame, kind)
    assert list(frame["id"]) == ["C1", "C2", "C3", "C4"]


def test_an_unknown_table_or_backend_names_the_nearest(study: kelisim.Study) -> None:
    with pytest.raises(UsageError, match="'claims'"):
        study.table("claim")
    with pytest.raises(UsageError, match="'polars'"):
        study.table("claims", backend="polar")


@pytest.mark.parametrize("library", [pd, pl])
def test_a_frame_goes_in_as_a_register(small_study: Path, library: object) -> None:
    study = kelisim.Study.open(small_study)
    frame = library.read_csv(small_study / "events.csv")  # type: ignore[attr-defined]
    more = {**{name: [None] for name in frame.columns}, "id": ["E2"], "period": ["2021"], "title": ["Bridge opened"]}
    more |= {"trigger": ["policy instrument"], "status": ["achieved"]}
    if library is pd:
        both = pd.concat([frame, pd.DataFrame(more)])
    else:
        both = pl.concat([frame.cast(pl.String), pl.DataFrame(more, schema=dict.fromkeys(frame.columns, pl.String))])
    study.put("events", both)
    assert [(event.id, str(event.period)) for event in study.data.events] == [("E1", "2020-05"), ("E2", "2021")]


def test_a_frame_that_does_not_read_changes_nothing(small_study: Path) -> None:
    study = kelisim.Study.open(small_study)
    before = (small_study / "events.csv").read_bytes()
    frame = pd.read_csv(small_study / "events.csv")
    with pytest.raises(StudyError, match="not a period"):
        study.put("events", frame.assign(period="May 2020"))
    with pytest.raises(UsageError, match="'period'"):
        study.put("events", frame.rename(columns={"period": "periode"}))
    with pytest.raises(UsageError, match="not a data frame"):
        study.put("events", [1, 2])
    with pytest.raises(UsageError, match="'events'"):
        study.put("event", frame)
    assert (small_study / "events.csv").read_bytes() == before
    assert sorted(path.name for path in small_study.glob(".*")) == []


def test_views_show_themselves_and_escape_what_they_show(small_study: Path) -> None:
    path = small_study / "claims.csv"
    path.write_text(path.read_text().replace("about 6%,6,", "<b>about 6%</b>,6,"))
    study = kelisim.Study.open(small_study)
    for view in (study, study.claims, study.agreement, study.estimates):
        assert view._repr_html_().startswith("<table>")
        assert repr(view)
    assert "&lt;b&gt;about 6%" in study.claims._repr_html_()
    assert "<b>" not in study.claims._repr_html_()


def test_agreement_is_never_shown_without_n_unit_and_interval(study: kelisim.Study) -> None:
    text = repr(study.agreement)
    pooled = next(line for line in text.splitlines() if "pooled decisions" in line)
    assert "demonstration" in text
    assert "n = " in pooled
    assert "sentence decisions in 3 documents" in pooled
    assert "[" in pooled


def test_a_build_counts_findings_worst_first_however_it_came_by_them(study: kelisim.Study) -> None:
    fresh = study.build(formats=["html"])
    again = study.build(formats=["html"])
    assert {stage.status for stage in again.stages} == {"reused"}
    assert list(fresh.findings) == list(again.findings) == ["error", "warning", "note"]
    assert fresh.findings == again.findings
