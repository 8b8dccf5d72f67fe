"""Keywords, what is written to a machine's journal, what to code next, and that a machine counts as nobody's coding."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from editing import edit
from kelisim.api import Study
from kelisim.coding.machine import keywords
from kelisim.coding.machine.agree import machines_against_people
from kelisim.coding.machine.corpus import Corpus, read_corpus
from kelisim.coding.machine.order import next_documents
from kelisim.coding.machine.record import Proposed, Recorded, Stamp, record
from kelisim.coding.machine.training import code_by_model
from kelisim.errors import UsageError
from kelisim.study.journal import append
from kelisim.study.layout import Layout
from machine_fakes import project, regular

STAMP = Stamp("keywords", 1, "test", "0" * 64)
NAMES = {"en": "tax", "ru": "налог", "kk": "салық", "zh": "税"}


def by_keywords(layout: Layout) -> Recorded:
    corpus = read_corpus(layout)
    return record(corpus, keywords.ACTOR, keywords.stamp(corpus), keywords.code(corpus), set(corpus.documents))


def lines(layout: Layout, actor: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (layout.journals / f"{actor}.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize(
    ("language", "hit", "miss"),
    [
        ("en", "The taxes rose again.", "The syntax is hard."),
        ("ru", "Новыми налогами недовольны все.", "Это наложено сверху."),
        ("kk", "Жаңа салықтардың көлемі артты.", "Олар қалаға келді."),
        ("zh", "政府提高了税。", "政府修建了公路。"),
    ],
)
def test_keywords_are_found_in_their_forms(tmp_path: Path, language: str, hit: str, miss: str) -> None:
    layout = project(tmp_path / "s", [["tax"]], coders={"anna": lambda d, s, kind: ""})
    (layout.root / "sources" / "d0.md").write_text(f"{miss} {hit}\n" if language != "zh" else f"{miss}{hit}\n", "utf-8")
    edit(layout.root / "sources.csv", ",en,", f",{language},")
    edit(layout.codebook, 'keywords.en = ["levy", "duty"]', f'keywords.{language} = ["{NAMES[language]}"]')
    found = keywords.code(read_corpus(layout))
    assert [(one.code, one.grounds["keywords"]) for one in found] == [("tax", [NAMES[language]])]
    corpus = read_corpus(layout)
    assert corpus.documents["d0"].text[found[0].start : found[0].end] == hit


def test_paragraphs_are_the_unit_where_the_study_says_so(tmp_path: Path) -> None:
    layout = project(tmp_path / "s", regular(2))
    edit(layout.study, '"sentence"', '"paragraph"')
    assert {(one.document, one.code) for one in keywords.code(read_corpus(layout))} == {
        (document, code) for document in ("d0", "d1") for code in ("tax", "road")
    }
    assert by_keywords(layout).added == 4


def test_a_codebook_without_keywords_says_so(tmp_path: Path) -> None:
    layout = project(tmp_path / "s", regular(2))
    edit(layout.codebook, 'keywords.en = ["levy", "duty"]\n', "")
    edit(layout.codebook, 'keywords.en = ["bridge"]\n', "")
    with pytest.raises(UsageError, match="no code has keywords"):
        keywords.code(read_corpus(layout))


def test_every_line_says_what_machine_made_it(tmp_path: Path) -> None:
    layout = project(tmp_path / "s", regular(3))
    assert by_keywords(layout).added > 0
    code_by_model(read_corpus(layout))
    for actor, kind in (("machine-keywords", "keywords"), ("machine-linear", "linear")):
        for line in lines(layout, actor):
            assert line["actor"] == actor
            assert line["machine"]["kind"] == kind
            assert len(line["machine"]["hash"]) == 64
    assert all(
        0 <= line["machine"]["probability"] <= 1 and line["machine"]["held_out"]
        for line in lines(layout, "machine-linear")
        if line["act"] == "code"
    )


def test_the_same_input_writes_nothing_and_a_change_only_what_differs(tmp_path: Path) -> None:
    layout = project(tmp_path / "s", regular(4))
    first = by_keywords(layout)
    before = (layout.journals / "machine-keywords.jsonl").read_bytes()
    again = by_keywords(layout)
    assert (again.added, again.taken_back, again.kept) == (0, 0, first.added)
    assert (layout.journals / "machine-keywords.jsonl").read_bytes() == before
    edit(layout.codebook, '["bridge"]', '["garden"]')
    changed = by_keywords(layout)
    corpus = read_corpus(layout)
    assert changed.added == sum("gardens" in unit.text for unit in corpus.units)
    assert changed.taken_back == sum("bridge" in unit.text for unit in corpus.units)
    edit(layout.codebook, '["garden"]', '["bridge"]')
    back = by_keywords(layout)
    assert (back.added, back.taken_back) == (changed.taken_back, changed.added)
    marks = read_corpus(layout).marks("machine-keywords")
    units = read_corpus(layout).units
    assert marks[:, 1].tolist() == [int("bridge" in unit.text) for unit in units], "what came back is in force again"


def test_codings_follow_a_text_that_moved_and_leave_one_that_is_gone(tmp_path: Path) -> None:
    layout = project(tmp_path / "s", regular(2))
    first = by_keywords(layout)
    edit(layout.root / "sources" / "d0.md", "Visitors", "Once upon a time. Visitors")
    moved = by_keywords(layout)
    assert (moved.added, moved.taken_back, moved.kept) == (0, 0, first.added)
    (layout.root / "sources" / "d0.md").write_text("Nothing is left.\n", "utf-8")
    gone = by_keywords(layout)
    assert gone.added == 0
    assert gone.taken_back == sum(
        one["target"]["document"] == "d0" for one in lines(layout, "machine-keywords")[:99] if one["act"] == "code"
    )


def test_no_machine_writes_under_a_persons_name(tmp_path: Path) -> None:
    corpus = read_corpus(project(tmp_path / "s", regular(2)))
    with pytest.raises(UsageError, match="begin it with machine-"):
        record(corpus, "anna", STAMP, [Proposed("d0", 0, 5, "tax")], {"d0"})


def test_what_rests_on_demonstrations_is_one(tmp_path: Path) -> None:
    layout = project(tmp_path / "s", regular(4), demonstration=True)
    made = code_by_model(read_corpus(layout))
    assert made.demonstration
    assert all(line["demonstration"] for line in lines(layout, "machine-linear"))
    by_keywords(layout)
    assert not any("demonstration" in line for line in lines(layout, "machine-keywords"))


def machined(tmp_path: Path) -> tuple[Layout, Layout]:
    """Return the same study without and with machine coders at work."""
    plain, worked = (project(tmp_path / name, regular(6)) for name in ("plain", "worked"))
    by_keywords(worked)
    code_by_model(read_corpus(worked))
    return plain, worked


def test_a_machine_enters_neither_agreement_nor_counts_nor_findings(tmp_path: Path) -> None:
    plain, worked = (Study.open(layout.root) for layout in machined(tmp_path))
    assert worked.results.code == plain.results.code
    assert worked.results.conclude == plain.results.conclude
    assert worked.findings == plain.findings


def test_a_machine_that_is_not_named_is_no_coder_where_none_is_named(tmp_path: Path) -> None:
    plain, worked = machined(tmp_path)
    for layout in (plain, worked):
        edit(layout.study, 'coders = ["anna", "bekzat"]', "")
    assert Study.open(worked.root).results.code == Study.open(plain.root).results.code


def test_a_machine_is_no_second_coder_even_where_it_is_named(tmp_path: Path) -> None:
    layout = project(tmp_path / "s", regular(4), coders={"anna": lambda d, s, kind: kind})
    by_keywords(layout)
    edit(layout.study, 'coders = ["anna"]', 'coders = ["anna", "machine-keywords"]')
    study = Study.open(layout.root)
    found = [finding.message for finding in study.check(select=["C001"])]
    assert found == ["only anna has coded by the protocol; agreement needs two coders"]
    named = {row.n_coders for row in study.results.code.agreement}
    assert named == {2}, "a named machine is compared"


def test_a_machine_is_in_no_consensus(tmp_path: Path) -> None:
    plain, worked = machined(tmp_path)
    for layout in (plain, worked):
        edit(layout.study, 'unit = "sentence"', 'unit = "sentence"\nconsensus = "majority"')
        append(
            layout.journals / "anna.jsonl",
            act="uncode",
            actor="anna",
            target={"line": next(e.hash for e in read_corpus(layout).data.journal if e.actor == "anna")},
            time="2026-01-01T00:00:00Z",
        )
    assert Study.open(worked.root).results.code.adjudicated == Study.open(plain.root).results.code.adjudicated


def test_each_machine_is_compared_with_each_person_and_the_consensus(tmp_path: Path) -> None:
    _, worked = machined(tmp_path)
    found = machines_against_people(read_corpus(worked))
    assert [(one.coder, one.other) for one in found] == [
        ("anna", "bekzat"),
        *[(m, p) for m in ("machine-keywords", "machine-linear") for p in ("anna", "bekzat", "consensus")],
    ]
    corpus: Corpus = read_corpus(worked)
    keyword, anna = corpus.marks("machine-keywords"), corpus.marks("anna")
    row = next(row for row in found[1].rows if (row.by, row.key) == ("code", "road"))
    assert row.n_units == len(corpus.units)
    assert (row.value == 1.0) == bool((keyword[:, 1] == anna[:, 1]).all())
    with pytest.raises(UsageError, match="machine-keywords"):
        machines_against_people(corpus, ["machine-keyword"])


def test_agreement_with_the_consensus_leaves_out_what_is_disputed(tmp_path: Path) -> None:
    def bekzat(d: int, s: int, kind: str) -> str:
        return "" if (d, s) == (0, 0) else kind

    layout = project(tmp_path / "s", regular(4), coders={"anna": lambda d, s, kind: kind, "bekzat": bekzat})
    by_keywords(layout)
    corpus = read_corpus(layout)
    rows = {row.key: row for row in machines_against_people(corpus)[-1].rows}
    assert rows["tax"].n_units == len(corpus.units) - 1
    assert rows["road"].n_units == len(corpus.units)
    assert rows["pooled decisions"].n_units == 2 * len(corpus.units) - 1


def test_what_to_code_next_is_new_and_doubtful(tmp_path: Path) -> None:
    plan = [*regular(6), ["tax", "road", "", "tax"], ["", "", "", ""]]
    done = {coder: list(range(6)) for coder in ("anna", "bekzat")}
    layout = project(tmp_path / "s", plan, done=done)
    copy = (layout.root / "sources" / "d0.md").read_text("utf-8")
    (layout.root / "sources" / "d7.md").write_text(copy, "utf-8")
    (layout.root / "sources" / "d6.md").write_text(
        "Quarterly bulletin, page one. Levy motorway duty bridge.\n", "utf-8"
    )
    found = next_documents(read_corpus(layout), 5)
    assert [one.document for one in found] == ["d6", "d7"]
    assert found[1].novelty == pytest.approx(0, abs=1e-5), "a copy of what is coded teaches nothing"
    assert found[0].uncertainty is not None
    assert found[0].doubts
    assert all(0 <= doubt.probability <= 1 and doubt.code in ("tax", "road") for doubt in found[0].doubts)
    assert next_documents(read_corpus(layout), 5) == found
    assert len(next_documents(read_corpus(layout), 1)) == 1


def test_before_anybody_coded_the_order_spreads_out(tmp_path: Path) -> None:
    layout = project(tmp_path / "s", regular(4), done={})
    found = next_documents(read_corpus(layout), 4)
    assert {one.document for one in found} == {"d0", "d1", "d2", "d3"}
    assert all(one.uncertainty is None for one in found)
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
