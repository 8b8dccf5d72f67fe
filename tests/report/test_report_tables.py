"""The tables: what they hold, what they say in print, and their CSV."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest
from report_cases import Case

from kelisim.report.inlines import plain
from kelisim.report.tables import all_tables, write_csv
from kelisim.report.tables.build import column, table
from kelisim.report.tree import Reference, Table

REQUIRED = {
    *("sources", "screening", "credibility", "agreement", "confusion", "claims", "verdicts", "comparisons"),
    *("reliability_matrix", "focus", "phases", "governance", "transitions", "indicators", "estimates", "findings"),
    *("recommendations", "events", "flow", "codebook", "rivals", "series", "assumptions", "contradictions"),
}


def tables(case: Case) -> dict[str, Table]:
    made = all_tables(case.data, case.results, case.findings)
    found = {one.id: one for one in made}
    assert len(found) == len(made)
    return found


def records(one: Table) -> list[dict[str, object]]:
    return [dict(zip(one.record_columns, record, strict=True)) for record in one.records]


def row_of(one: Table, start: str) -> tuple[str, ...]:
    return next(tuple(plain(cell) for cell in row) for row in one.rows if plain(row[0]).startswith(start))


def test_every_table_is_there_for_a_full_and_for_an_empty_study(solar: Case, bare: Case) -> None:
    assert set(tables(solar)) >= REQUIRED | {"markers_innovation", "markers_own_table"}
    empty = tables(bare)
    assert set(empty) >= REQUIRED
    assert all(one.records == () and one.rows == () and one.record_columns for one in empty.values())


def test_the_focus_is_counted_from_register_and_codings(solar: Case) -> None:
    focus = tables(solar)["focus"]
    literature = row_of(focus, "Academic literature")
    assert literature[1] == "1"
    assert literature[3] == "third 1"
    assert "policy 50%, GVC mode 50% of 4 codings in 1 document" in literature[5]
    assert row_of(focus, "News")[5] == "not coded"
    by_category = {one["category"]: one for one in records(focus)}
    assert by_category["policy document"]["citing_claims"] == 2
    assert by_category["news"]["included"] == 0


def test_the_matrix_sets_the_printed_rating_beside_the_one_by_rule(solar: Case) -> None:
    matrix = tables(solar)["reliability_matrix"]
    assert [one.heading for one in matrix.columns][-1] == "As printed"
    first, second = matrix.rows
    assert [inline.style for inline in first[-1]] == ["emphasis"]  # type: ignore[union-attr]
    assert [inline.style for inline in second[-1]] == ["plain"]  # type: ignore[union-attr]
    assert plain(second[3]) == "none named"
    assert [one["agrees"] for one in records(matrix)] == [False, True]
    silent = [replace(one, reported_rating="") for one in solar.results.verify.matrix]
    verify = replace(solar.results.verify, matrix=tuple(silent))
    without = tables(replace(solar, results=replace(solar.results, verify=verify)))["reliability_matrix"]
    assert "As printed" not in [one.heading for one in without.columns]


def test_the_stage_model_takes_its_name_and_periods_from_the_phases(solar: Case) -> None:
    phases = tables(solar)["phases"]
    assert phases.title == "Four-stage model"
    assert row_of(phases, "Phase 3")[1] == "2021–2022, ongoing"
    assert "A licence is signed (E1)" in row_of(phases, "Phase 1")[5]


def test_each_cell_of_a_marker_table_names_what_it_rests_on(solar: Case) -> None:
    markers = tables(solar)["markers_innovation"]
    assert [one.heading for one in markers.columns][1:3] == [
        "Phase 1: Import, 2014–2017",
        "Phase 2: Licence, 2018–2020",
    ]
    for row in markers.rows:
        for cell in row[1:]:
            assert plain(cell) == "not reported" or any(isinstance(inline, Reference) for inline in cell)
    assert row_of(markers, "Design")[2] == "licensed (A1) [planned]"
    # Text is wanting here, so the cell shows the series' first and last value in the phase.
    assert row_of(markers, "Share (%)")[2] == "30.12 (2018) to 33 (2019) (ren-share)"
    stored = next(one for one in records(markers) if one["series"])
    assert stored["series_values"] == "VN 2018: 30.123456789; VN 2019: 33.0"


def test_agreement_is_never_printed_without_n_unit_and_interval(solar: Case) -> None:
    agreement = tables(solar)["agreement"]
    assert len(agreement.rows) == 3
    assert row_of(agreement, "Policy")[2:5] == ("0.75", "[0.65, 0.80]", "240 sentences")
    assert row_of(agreement, "Pooled")[4] == "480 sentence-by-code decisions"
    assert row_of(agreement, "GVC")[2:4] == ("undefined", "none")
    assert "Neither coder applied it." in plain(agreement.notes)
    assert len(agreement.records) == 4


def test_an_estimate_is_printed_with_bounds_places_and_why_it_has_no_error(solar: Case) -> None:
    estimates = tables(solar)["estimates"]
    first = estimates.rows[0]
    assert plain(first[3]) == "+35 pp [34, 36]"
    assert first[3] == (Reference("estimate", "did", "+35 pp [34, 36]"),)
    assert plain(first[4]) == "1 treated, 2 controls"
    assert "No standard error: the controls have no variance." in plain(estimates.notes)
    assert "not confidence intervals" in plain(estimates.notes)


def test_contradictions_are_printed_once_a_pair_and_kept_from_both_sides(solar: Case) -> None:
    found = tables(solar)["contradictions"]
    assert (len(found.rows), len(found.records)) == (1, 2)


def test_findings_keep_an_id_each_and_print_the_gravest(solar: Case) -> None:
    findings = tables(solar)["findings"]
    assert [one["id"] for one in records(findings)][:3] == ["E001-1", "Q001-1", "Q001-2"]
    assert len(findings.rows) == 4
    assert "And 4 more of rule Q001." in plain(findings.rows[-1][2])
    assert len(findings.records) == 9


def test_a_table_whose_rows_do_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="2 cells in 1 columns"):
        table("t", "T", [column("a", "A")], [("x", "y")], ("a",), [])
    with pytest.raises(ValueError, match="1 values under 2 names"):
        table("t", "T", [column("a", "A")], [], ("a", "b"), [("x",)])


def test_csv_is_plain_unrounded_and_the_same_every_time(solar: Case, tmp_path: Path) -> None:
    for name, one in tables(solar).items():
        path = tmp_path / f"{name}.csv"
        write_csv(one, path)
        data = path.read_bytes()
        assert b"\r" not in data
        assert not data.startswith(b"\xef\xbb\xbf")
        rows = list(csv.reader(data.decode("utf-8").splitlines(keepends=True)))
        assert rows[0] == list(one.record_columns)
        assert len(rows) == len(one.records) + 1
        write_csv(one, path)
        assert path.read_bytes() == data
    claims = {row["id"]: row for row in csv.DictReader((tmp_path / "claims.csv").open(encoding="utf-8"))}
    assert claims["C2"]["high"] == "inf"
    assert claims["C2"]["citations"] == "A2; A3"
    assert claims["C1"]["low"] == "29.5"
    assert claims["C1"]["value"] == "30"
    assert claims["C8"]["value"] == ""
    sources = {row["id"]: row for row in csv.DictReader((tmp_path / "sources.csv").open(encoding="utf-8"))}
    assert (sources["A1"]["included"], sources["A3"]["included"], sources["A3"]["roots"]) == ("true", "false", "A2")


def test_csv_keeps_the_last_digit(tmp_path: Path) -> None:
    made = table("t", "T", [], [], ("x",), [(0.1 + 0.2,), (1e300,), (None,), (True,), (("a", "b"),)])
    write_csv(made, tmp_path / "t.csv")
    assert (tmp_path / "t.csv").read_text(encoding="utf-8") == 'x\n0.30000000000000004\n1e+300\n""\ntrue\na; b\n'
