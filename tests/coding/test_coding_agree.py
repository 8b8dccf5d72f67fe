"""kelisim agree: every figure with n, unit and interval, in the groups asked for."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from editing import ROOT, edit
from kelisim.api import Study
from kelisim.coding.agree import report
from kelisim.coding.open import open_coding
from kelisim.errors import UsageError
from kelisim.stages.code.rounds import THIRDS, rounds_of
from kelisim.stats import interpretations
from kelisim.study.journal import append
from kelisim.study.layout import Layout

KELISIM = Path(sys.executable).parent / "kelisim"


def kelisim(*words: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([KELISIM, "agree", *map(str, words)], capture_output=True, text=True, check=False)


def rows(folder: Path, *words: str) -> list[dict[str, Any]]:
    ended = kelisim(folder, *words, "--json")
    assert ended.returncode == 0, ended.stderr
    result = json.loads(ended.stdout)
    jsonschema.validate(result, json.loads((ROOT / "docs/schemas/agree.schema.json").read_text(encoding="utf-8")))
    return result["rows"]


def test_the_command_gives_what_the_report_gives(small_study: Path) -> None:
    reported = {(row.by, row.key, row.uncoded): row.value for row in Study.open(small_study).results.code.agreement}
    found = {(row["by"], row["key"], row["uncoded"]): row["value"] for row in rows(small_study)}
    assert found.keys() >= {key for key in reported if key[0] in ("all", "code")}
    assert {key: value for key, value in found.items() if key in reported} == {
        key: reported[key] for key in found if key in reported
    }


@pytest.mark.parametrize("by", ["code", "pair", "document", "round"])
@pytest.mark.parametrize("unit", ["sentence", "paragraph", "character", "char"])
def test_every_group_and_unit_gives_rows_with_n_unit_and_interval_or_the_reason(
    small_study: Path, by: str, unit: str
) -> None:
    made = report(open_coding(Layout(small_study)), by=by, unit=unit)
    assert {row.by for row in made.rows} == {"all", by}
    for row in made.rows:
        assert row.n_units > 0
        assert row.unit == ("character" if unit == "char" else unit)
        assert (row.low is not None and row.high is not None) or row.why, row
        assert row.value is not None or row.why, row
    assert {row.uncoded for row in made.rows if row.by == "all"} == {True, False}


def test_coefficients_and_uncoded_text_can_be_chosen(small_study: Path) -> None:
    found = rows(small_study, "--coefficient", "gwet_ac1", "--coefficient", "percent", "--uncoded", "without")
    assert {row["coefficient"] for row in found if row["by"] == "code"} == {"gwet_ac1", "percent"}
    assert {row["uncoded"] for row in found} == {False}
    everything = {row["coefficient"] for row in rows(small_study, "--coefficient", "all") if row["by"] == "code"}
    assert everything == {
        *("percent", "scott_pi", "cohen_kappa", "fleiss_kappa", "conger_kappa", "brennan_prediger", "gwet_ac1"),
        "krippendorff_alpha",
    }
    both = rows(small_study, "--uncoded", "both")
    assert [row["uncoded"] for row in both if row["by"] == "code"] == [True, True, False, False]


def test_more_than_two_coders_get_each_coefficient_once(small_study: Path) -> None:
    target = {"document": "survey"}
    append(small_study / "journals" / "carla.jsonl", act="note", actor="carla", target=target, body={"state": "done"})
    three = [word for who in ("anna", "bekzat", "carla") for word in ("--coder", who)]
    for by in ("code", "pair"):
        found = [
            (row["key"], row["coefficient"], row["uncoded"])
            for row in rows(small_study, *three, "--coefficient", "all", "--by", by)
        ]
        assert len(found) == len(set(found))
        assert ("cohen_kappa" in {name for _, name, _ in found}) == (by == "pair")


def test_what_scales_call_a_value_is_quoted_with_its_source(small_study: Path) -> None:
    (row,) = [row for row in rows(small_study) if row["by"] == "code" and row["key"] == "barrier"]
    assert [(one["source"], one["wording"]) for one in row["interpretations"]] == interpretations(row["value"])
    percent = rows(small_study, "--coefficient", "percent")[0]
    assert percent["interpretations"] == [], "no scale was made for it"
    printed = kelisim(small_study).stdout
    assert "Landis and Koch (1977), Biometrics 33, 159-174" in printed
    assert "the scales contradict each other" in printed
    assert "measures nobody's study" in printed


def test_confusion_counts_and_indices_stand_beside_each_code(small_study: Path) -> None:
    result = json.loads(kelisim(small_study, "--json").stdout)
    units = {row["key"]: row for row in result["rows"] if row["by"] == "code"}
    for table in result["confusion"]:
        both, first, second, neither = (table[key] for key in ("both", "only_first", "only_second", "neither"))
        n = both + first + second + neither
        row = units[table["code"]]
        assert n == row["n_units"]
        assert row["prevalence"] == pytest.approx((both - neither) / n)
        assert row["bias"] == pytest.approx((first - second) / n)


def test_rounds_are_those_that_lines_name(small_study: Path) -> None:
    for name, number in (("survey", 1), ("gazette", 10), ("counters", 2)):
        target, body = {"document": name}, {"state": "done", "round": number}
        append(small_study / "journals" / "anna.jsonl", act="note", actor="anna", target=target, body=body)
    found = rows(small_study, "--by", "round")
    assert [row["key"] for row in found if row["by"] == "round"] == ["1", "2", "10"]


def test_without_rounds_documents_are_cut_by_the_time_of_the_coders() -> None:
    opened = open_coding(Layout(ROOT / "studies" / "china-kazakhstan-auto"))
    groups = rounds_of(opened.work)
    sizes = [list(groups.values()).count(third) for third in THIRDS]
    assert sum(sizes) == len(opened.work.common)
    assert max(sizes) - min(sizes) <= 1
    first = {
        coder: [
            str(entry.target["document"])
            for entry in opened.data.journal
            if entry.actor == coder and entry.act == "code"
        ]
        for coder in opened.work.coders
    }
    for order in first.values():
        assert groups[order[0]] == THIRDS[0]


def test_other_coders_can_be_compared_and_strangers_are_named(small_study: Path) -> None:
    target = {"document": "survey", "start": 209, "end": 300}
    quote = "The council opened the first protected lane in May 2020 and spent 1.2 million pounds on it."
    for act, body in (("code", {"code": "measure"}), ("note", {"state": "done"})):
        where = {**target, "quote": quote} if act == "code" else {"document": "survey"}
        append(small_study / "journals" / "machine-x.jsonl", act=act, actor="machine-x", target=where, body=body)
    found = rows(small_study, "--coder", "anna", "--coder", "machine-x", "--by", "pair")
    assert [row["key"] for row in found if row["by"] == "pair"] == ["anna and machine-x"]
    assert {row["n_coders"] for row in rows(small_study)} == {2}, "a machine is compared only where it is named"
    wrong = kelisim(small_study, "--coder", "ana", "--coder", "bekzat")
    assert wrong.returncode == 2
    assert "'anna'" in wrong.stderr
    written = (small_study / "study.toml").read_text(encoding="utf-8").splitlines()
    assert f"study.toml:{written.index('[coding]') + 1}: no coder is called 'ana'" in wrong.stderr
    assert "each coder has a journal; [coding] coders names whom to compare" in wrong.stderr


def test_the_build_keeps_the_agreement_of_each_round(small_study: Path) -> None:
    for name, number in (("survey", 1), ("gazette", 10), ("counters", 2)):
        target, body = {"document": name}, {"state": "done", "round": number}
        append(small_study / "journals" / "anna.jsonl", act="note", actor="anna", target=target, body=body)
    opened = open_coding(Layout(small_study))
    kept = [row for row in opened.results.code.agreement if row.by == "round"]
    assert [row.key for row in kept] == ["1", "2", "10"]
    assert kept == [row for row in report(opened, by="round").rows if row.by == "round"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--by", "codes"), "'code'"),
        (("--unit", "sentences"), "'sentence'"),
        (("--coefficient", "kohen_kappa"), "'cohen_kappa'"),
        (("--uncoded", "none"), "with"),
    ],
)
def test_unknown_words_are_refused_with_the_nearest(small_study: Path, words: tuple[str, ...], message: str) -> None:
    ended = kelisim(small_study, *words)
    assert ended.returncode == 2
    assert message in ended.stderr
    assert ended.stdout == ""


def test_one_coder_is_no_agreement(small_study: Path) -> None:
    edit(small_study / "study.toml", 'coders = ["anna", "bekzat"]', 'coders = ["anna"]')
    with pytest.raises(UsageError, match="needs two coders"):
        report(open_coding(Layout(small_study)))


def test_what_is_left_out_is_said(small_study: Path) -> None:
    path = small_study / "journals" / "bekzat.jsonl"
    kept = [line for line in path.read_bytes().splitlines() if b'"gazette"' not in line]
    path.unlink()
    for line in kept:
        record = json.loads(line)
        body = {key: record[key] for key in ("code", "state") if key in record}
        append(path, act=record["act"], actor="bekzat", target=record["target"], body=body, time=record["time"])
    edit(small_study / "codebook.toml", 'id = "barrier"', 'id = "obstacle"')
    edit(small_study / "study.toml", '"barrier"', '"obstacle"')
    with (small_study / "codebook.toml").open("a", encoding="utf-8") as handle:
        handle.write('\n[[mappings]]\nfrom = "barrier"\nto = "obstacle"\nsince_version = "2"\n')
    edit(small_study / "sources" / "survey.md", "Parking at the station", "Shelter by the church")
    made = report(open_coding(Layout(small_study)))
    remarks = "\n".join(made.remarks)
    assert "left out, as not all coders have worked through them: gazette" in remarks
    assert "whose passage is gone" in remarks
    assert "read by the codebook's mappings" in remarks
    assert {row.key for row in made.rows if row.by == "code"} == {"measure", "obstacle"}


def test_codings_found_again_elsewhere_are_counted(small_study: Path) -> None:
    before = report(open_coding(Layout(small_study)))
    assert not [remark for remark in before.remarks if "found again" in remark]
    path = small_study / "sources" / "survey.md"
    path.write_text("A foreword was added.\n\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    made = report(open_coding(Layout(small_study)))
    (remark,) = [remark for remark in made.remarks if "found again" in remark]
    opened = open_coding(Layout(small_study))
    n = sum(entry.act == "code" and entry.target["document"] == "survey" for entry in opened.data.journal)
    assert remark == f"{n} codings found again by their words in texts that have changed since"


def test_characters_of_one_document_have_an_interval_over_its_sentences(small_study: Path) -> None:
    found = [row for row in rows(small_study, "--unit", "char", "--by", "document") if row["by"] == "document"]
    assert [row["key"] for row in found] == ["survey", "gazette", "counters"]
    for row in found:
        if row["low"] is None:
            assert row["why"], row
        else:
            assert row["interval"] == "jackknife over sentences of one document"
            assert row["low"] <= row["value"] <= row["high"]
            assert "taken as independent" in row["why"]
    assert [row["key"] for row in found if row["low"] is not None]
