"""What occurs in files from other programs: quirks that are read, faults that are named with their place."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from qda_files import ForeignProject, ForeignSource, Marked, add_source, empty_study, guid, journal, snapshot, zipped

import kelisim.interop.qda.commit as commit_module
from kelisim.errors import StudyError, UsageError
from kelisim.interop.qda import ExchangeReport, import_codings
from kelisim.study.layout import Layout
from kelisim.study.load import load_study

TEXT = b"One two three. Four five six."


def source(**more: object) -> ForeignSource:
    return ForeignSource(**{"name": "Interview", "stored": TEXT, "selections": [Marked(0, 14)], **more})


def brought_in(tmp_path: Path, project: ForeignProject, **how: object) -> tuple[Path, ExchangeReport]:
    study = empty_study(tmp_path / "study")
    return study, import_codings(study, project.write(tmp_path / "foreign.qdpx"), **how)


def test_texts_codes_and_codings_arrive_and_publishers_wait_for_a_decision(tmp_path: Path) -> None:
    study, report = brought_in(tmp_path, ForeignProject([source()]))
    assert report.carried == {"sources": 1, "codes": 2, "codings": 1, "coders": 1}
    assert (study / "sources" / "interview.txt").read_bytes() == TEXT
    with (study / "sources.csv").open(encoding="utf-8") as handle:
        row = next(csv.DictReader(handle))
    assert (row["id"], row["title"], row["language"]) == ("interview", "Interview", "en")
    assert row["publisher"] == "to be decided"
    assert "are to be decided; imported from Some program 1.0" in row["note"]
    assert any("publisher" in line and "interview" in line for line in report.decisions)
    data = load_study(Layout(study))
    assert [(one.id, one.name, one.definition) for one in data.codebook.codes] == [
        ("barrier", "Barrier", "What hinders."),
        ("measure", "Measure", ""),
    ]
    [line] = journal(study, "ann")
    assert line["target"] == {
        "document": "interview",
        "start": 0,
        "end": 14,
        "quote": "One two three.",
        "prefix": "",
        "suffix": " Four five six.",
    }
    assert line["time"] == "2024-02-03T10:00:00Z"
    assert line["origin"]["guid"] == guid("Interview coding 0")


def test_a_second_import_adds_nothing(tmp_path: Path) -> None:
    study, _ = brought_in(tmp_path, ForeignProject([source()]))
    before = snapshot(study)
    report = import_codings(study, tmp_path / "foreign.qdpx")
    assert snapshot(study) == before
    assert sum(report.carried.values()) == 0
    assert report.present["codings"] == 1


def test_what_was_taken_back_does_not_come_again(tmp_path: Path) -> None:
    from kelisim.study.journal import append

    study, _ = brought_in(tmp_path, ForeignProject([source()]))
    [line] = journal(study, "ann")
    append(study / "journals" / "ann.jsonl", act="uncode", actor="ann", target=line["target"], body={"code": "barrier"})
    assert sum(import_codings(study, tmp_path / "foreign.qdpx").carried.values()) == 0


@pytest.mark.parametrize(
    "project",
    [
        ForeignProject([source()], folder="Sources"),
        ForeignProject([source()], folder="SOURCES", inner="My project.qde"),
        ForeignProject([source()], inner="inner/My project.qde", folder="inner/Sources"),
        ForeignProject([source(file="Interview%201.txt", attributes='plainTextPath="internal://Interview%201.txt"')]),
        ForeignProject([source(file="a b.txt", attributes='plainTextPath="internal://a%20b.txt"')]),
        ForeignProject([source(guid="{" + guid("braces") + "}", file="x.txt")]),
        ForeignProject([source(guid="not-a-guid", file="x.txt")]),
        ForeignProject([source(stored=b"\xef\xbb\xbf" + TEXT)]),
        ForeignProject([source(stored=TEXT.decode().encode("utf-16"))]),
        ForeignProject([source(attributes="x", extra=f"<PlainTextContent>{TEXT.decode()}</PlainTextContent>")]),
    ],
    ids=[
        *("folder in capitals", "inner name", "deeper", "percent", "percent for blank", "braces", "no guid"),
        *("byte order mark", "utf-16", "text inside"),
    ],
)
def test_quirks_of_exporters_are_read(tmp_path: Path, project: ForeignProject) -> None:
    if project.sources[0].attributes == "x":
        # Inside a source the text stands before the selections.
        one = project.sources[0]
        project = ForeignProject([ForeignSource("Interview", b"", [Marked(0, 14)], attributes="x='1'")])
        data = project.qde().replace("x='1'>", f">{one.extra}").encode("utf-8")
        path = tmp_path / "foreign.qde"
        path.write_bytes(data)
        study = empty_study(tmp_path / "study")
        import_codings(study, path)
    else:
        study, report = brought_in(tmp_path, project)
        assert report.problems == []
    assert [line["target"]["quote"] for line in journal(study, "ann")] == ["One two three."]
    assert (study / "sources" / "interview.txt").read_bytes() == TEXT


def test_guids_with_and_without_braces_mean_the_same(tmp_path: Path) -> None:
    project = ForeignProject([source()])
    data = project.qde().replace(f'targetGUID="{guid("Barrier")}"', f'targetGUID="{{{guid("Barrier").lower()}}}"')
    file = f"{guid('Interview')}.txt"
    (tmp_path / "f.qdpx").write_bytes(zipped({"project.qde": data.encode(), f"sources/{file}": TEXT}))
    study = empty_study(tmp_path / "study")
    import_codings(study, tmp_path / "f.qdpx")
    assert journal(study, "ann")[0]["code"] == "barrier"


def test_sources_of_one_name_get_ids_of_their_own(tmp_path: Path) -> None:
    two = [source(guid=guid("a")), source(guid=guid("b"), stored=b"Another text altogether.")]
    study, report = brought_in(tmp_path, ForeignProject(two))
    assert report.carried["sources"] == 2
    assert sorted(path.name for path in (study / "sources").iterdir()) == ["interview-2.txt", "interview.txt"]
    assert [line["target"]["document"] for line in journal(study, "ann")] == ["interview", "interview-2"]


def test_a_guid_that_stands_twice_loses_no_coding(tmp_path: Path) -> None:
    project = ForeignProject([source(selections=[Marked(0, 3), Marked(4, 7)])])
    data = project.qde().replace(guid("Interview coding 1"), guid("Interview coding 0"))
    (tmp_path / "f.qdpx").write_bytes(zipped({"project.qde": data.encode(), f"sources/{guid('Interview')}.txt": TEXT}))
    study = empty_study(tmp_path / "study")
    import_codings(study, tmp_path / "f.qdpx")
    assert [line["target"]["quote"] for line in journal(study, "ann")] == ["One", "two"]
    assert sum(import_codings(study, tmp_path / "f.qdpx").carried.values()) == 0


def test_a_coding_that_was_moved_in_the_other_program_is_listed(tmp_path: Path) -> None:
    study, _ = brought_in(tmp_path, ForeignProject([source()]))
    report = import_codings(study, ForeignProject([source(selections=[Marked(0, 7)])]).write(tmp_path / "g.qdpx"))
    assert len(journal(study, "ann")) == 1
    [lost] = report.not_carried
    assert lost.what == "change to a coding that was imported before: it stays as it is"
    assert lost.detail.startswith("journals/ann.jsonl")


def test_hierarchy_sets_and_codes_of_one_name(tmp_path: Path) -> None:
    codes = (
        f'<Code guid="{guid("Group")}" name="Group" isCodable="false"><Code guid="{guid("Barrier")}" name="Other" '
        f'isCodable="true"/></Code><Code guid="{guid("Measure")}" name="Other" isCodable="true"/>'
    )
    sets = (
        f'<Sets><Set guid="{guid("set")}" name="Both"><Description>Why</Description><MemberCode targetGUID="'
        f'{guid("Barrier")}"/><MemberCode targetGUID="{guid("Measure")}"/></Set>'
        f'<Set guid="{guid("docs")}" name="Docs"><MemberSource targetGUID="{guid("Interview")}"/></Set></Sets>'
    )
    study, report = brought_in(tmp_path, ForeignProject([source()], codes=codes, tail=sets))
    book = load_study(Layout(study)).codebook
    assert [(one.id, one.parent) for one in book.codes] == [("group", ""), ("other", "group"), ("other-2", "")]
    assert [(one.name, one.definition, one.codes) for one in book.themes] == [("Both", "Why", ("other", "other-2"))]
    assert [(one.what, one.count) for one in report.not_carried] == [("source or note in a set", 1)]
    assert "codable = false" in (study / "exchange.toml").read_text(encoding="utf-8")


def test_memos_come_as_descriptions_notes_links_and_annotations(tmp_path: Path) -> None:
    """Descriptions of selections (MAXQDA), notes with selections (QualCoder), and links from notes (NVivo)."""
    marks = [
        Marked(0, 3, description="memo of a coding"),
        Marked(4, 7, code="", description="memo of a passage"),
        Marked(8, 14, code=""),
        Marked(15, 19, description="Four"),
    ]
    extra = f'<NoteRef targetGUID="{guid("note")}"/><NoteRef targetGUID="{guid("plain")}"/>'
    tail = (
        f'<Notes><Note guid="{guid("note")}"><PlainTextContent>annotation</PlainTextContent><PlainTextSelection '
        f'guid="{guid("of note")}" startPosition="20" endPosition="24"/></Note>'
        f'<Note guid="{guid("plain")}" name="On it all" creatingUser="{guid("Bob")}"><PlainTextContent>on the source'
        f'</PlainTextContent></Note><Note guid="{guid("linked")}"><PlainTextContent>by link</PlainTextContent></Note>'
        f'<Note guid="{guid("loose")}" creatingUser="{guid("Bob")}" plainTextPath="internal://note.txt"/></Notes>'
        f'<Links><Link guid="{guid("l")}" originGUID="{guid("linked")}" targetGUID="{guid("Interview 2")}"/>'
        f'<Link guid="{guid("m")}" originGUID="{guid("Barrier")}" targetGUID="{guid("Measure")}"/></Links>'
    )
    project = ForeignProject([source(selections=marks, extra=extra)], tail=tail)
    files = {"project.qde": project.qde().encode(), f"sources/{guid('Interview')}.txt": TEXT}
    (tmp_path / "f.qdpx").write_bytes(zipped({**files, "sources/note.txt": b"\xef\xbb\xbfloose\r\nnote"}))
    study = empty_study(tmp_path / "study")
    report = import_codings(study, tmp_path / "f.qdpx")
    coded = [line for line in journal(study, "ann") if line["act"] == "code"]
    assert [line.get("memo") for line in coded] == ["memo of a coding", None]
    memos = {
        line["text"]: (name, line["target"].get("quote") or line["target"].get("document", "whole"))
        for name in ("ann", "bob", "imported")
        for line in journal(study, name)
        if line["act"] == "memo"
    }
    assert memos == {
        "memo of a passage": ("ann", "two"),
        "by link": ("imported", "three."),
        "annotation": ("imported", "five"),
        "on the source": ("bob", "interview"),
        "loose\nnote": ("bob", "whole"),
    }
    assert [(one.what, one.count) for one in report.not_carried] == [("link between elements", 1)]
    assert any("'imported'" in line for line in report.decisions)
    assert sum(import_codings(study, tmp_path / "f.qdpx").carried.values()) == 0


def test_what_a_study_has_no_place_for_is_listed(tmp_path: Path) -> None:
    extra = (
        f'<Coding guid="{guid("whole")}"><CodeRef targetGUID="{guid("Barrier")}"/></Coding><VariableValue>'
        f'<VariableRef targetGUID="{guid("age")}"/><IntegerValue>40</IntegerValue></VariableValue>'
    )
    project = ForeignProject([source(selections=[Marked(0, 14), Marked(0, 3, code="")], extra=extra)])
    data = project.qde().replace(
        "<Sources>",
        f'<Variables><Variable guid="{guid("age")}" name="Age" typeOfVariable="Integer"/></Variables>'
        f'<Cases><Case guid="{guid("case")}" name="A"/></Cases><Sources><PictureSource guid="{guid("p")}" name="Map">'
        f'<PictureSelection guid="{guid("ps")}" firstX="0" firstY="0" secondX="1" secondY="1"/></PictureSource>'
        f'<PDFSource guid="{guid("pdf")}" name="Law" path="internal://law.pdf"><PDFSelection guid="{guid("q")}" '
        f'page="1" firstX="0" firstY="0" secondX="1" secondY="1"/><Representation guid="{guid("r")}" '
        'plainTextPath="internal://law.txt"/></PDFSource>',
    )
    files = {f"sources/{guid('Interview')}.txt": TEXT, "sources/law.txt": b"The law."}
    (tmp_path / "f.qdpx").write_bytes(zipped({"project.qde": data.encode(), **files}))
    study = empty_study(tmp_path / "study")
    report = import_codings(study, tmp_path / "f.qdpx")
    assert {(one.what, one.count, one.detail) for one in report.not_carried} == {
        ("variable", 1, ""),
        ("value of a variable", 1, ""),
        ("case", 1, ""),
        ("picture", 1, "Map, with 1 selections"),
        ("areas marked on pages", 1, "Law"),
        ("PDF file (its text is carried)", 1, "Law"),
        ("code on a whole source", 1, ""),
        ("selection without code or memo", 1, ""),
    }
    assert (study / "sources" / "law.txt").read_bytes() == b"The law."
    assert any("not carried: 1 × picture: Map" in line for line in report.lines())


def wrong() -> ForeignProject:
    right = source()
    missing = source(name="Lost", guid=guid("lost"))
    faulty = source(
        name="Faulty",
        stored=b"Short text.",
        selections=[Marked(0, 5), Marked(0, 500), Marked(0, 5, code="Nowhere"), Marked(7, 7)],
        guid=guid("faulty"),
    )
    return ForeignProject([right, missing, faulty], leave_out=["Lost"])


def test_faults_are_named_with_their_lines_and_nothing_is_written(tmp_path: Path) -> None:
    study = empty_study(tmp_path / "study")
    before = snapshot(study)
    with pytest.raises(StudyError) as caught:
        import_codings(study, wrong().write(tmp_path / "wrong.qdpx"))
    told = {(problem.line, problem.what) for problem in caught.value.problems}
    assert told == {
        (9, f"the text of 'Lost' is missing: internal://{guid('lost')}.txt is not in the archive"),
        (14, "the selection 0–500 in 'Faulty' is empty or out of range: the text has 11 characters"),
        (15, f"the coding of 0–5 in 'Faulty' names the code {guid('Nowhere')}, which is not in the codebook"),
        (16, "the selection 7–7 in 'Faulty' is empty or out of range: the text has 11 characters"),
    }
    assert {problem.file for problem in caught.value.problems} == {"project.qde"}
    assert all("--keep-going" in problem.hint for problem in caught.value.problems)
    assert snapshot(study) == before


def test_with_keep_going_the_rest_is_brought_in(tmp_path: Path) -> None:
    study, report = brought_in(tmp_path, wrong(), keep_going=True)
    assert len(report.problems) == 4
    assert report.carried["codings"] == 2
    assert [line["target"]["quote"] for line in journal(study, "ann")] == ["One two three.", "Short"]
    assert sum(line.startswith("left out: project.qde:") for line in report.lines()) == 4
    assert "not carried: 1 × selection in a text that is missing: Lost" in report.lines()


def test_where_the_plain_text_is_missing_the_formatted_one_is_read(tmp_path: Path) -> None:
    names = 'plainTextPath="internal://gone.txt" richTextPath="internal://kept.html"'
    stored = b"<p>One two three. Four five six.</p>"
    project = ForeignProject([source(attributes=names, file="kept.html", stored=stored)])
    study, report = brought_in(tmp_path, project)
    assert [line["target"]["quote"] for line in journal(study, "ann")] == ["One two three."]
    assert any("plain text made afresh from a formatted one" in line for line in report.lines())


@pytest.mark.parametrize("moment", ["file", "journal", "check"])
def test_a_failure_while_writing_leaves_everything_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    study = empty_study(tmp_path / "study")
    add_source(study, "S1", "There already.\n")
    first = ForeignProject([source(name="First", guid=guid("first"))])
    import_codings(study, first.write(tmp_path / "first.qdpx"))
    before = snapshot(study)
    marks = [Marked(0, 3), Marked(4, 7, user="Bob"), Marked(8, 13, user="Cid")]
    users = ("Ann", "Bob", "Cid")
    path = ForeignProject([source(selections=marks, stored=TEXT + b" New.")], users=users).write(tmp_path / "f.qdpx")
    calls = 0

    def fails(*arguments: object) -> object:
        nonlocal calls
        calls += 1
        if calls == 3:
            raise OSError(28, "No space left on device")
        return original(*arguments)

    name = {"file": "replace_file", "journal": "append_all", "check": "load_study"}[moment]
    original = getattr(commit_module, name)
    if moment == "check":
        calls = 2
    monkeypatch.setattr(commit_module, name, fails)
    with pytest.raises(StudyError, match="No space left on device"):
        import_codings(study, path)
    monkeypatch.undo()
    assert snapshot(study) == before
    import_codings(study, path)
    assert len(journal(study, "cid")) == 1


def test_a_line_that_somebody_else_hung_on_ours_is_not_cut_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from kelisim.study.journal import append

    study = empty_study(tmp_path / "study")

    def meanwhile(layout: Layout) -> None:
        append(study / "journals" / "ann.jsonl", act="note", actor="ann", target={}, body={"text": "mine"})
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(commit_module, "load_study", meanwhile)
    with pytest.raises(StudyError):
        import_codings(study, ForeignProject([source()]).write(tmp_path / "f.qdpx"))
    assert journal(study, "ann")[-1]["text"] == "mine"


def test_a_text_of_the_study_that_reads_a_little_otherwise_is_met_by_its_words(tmp_path: Path) -> None:
    study, _ = brought_in(tmp_path, ForeignProject([source()]))
    (study / "sources" / "interview.txt").write_text("A new preface.\n\nOne  two\nthree. Four five six.", "utf-8")
    marks = [Marked(0, 14), Marked(15, 24, code="Measure")]
    report = import_codings(study, ForeignProject([source(selections=marks)]).write(tmp_path / "g.qdpx"))
    assert report.present["sources"] == 1
    assert journal(study, "ann")[-1]["target"]["quote"] == "Four five"
    (study / "sources" / "interview.txt").write_text("Nothing of it is left.", "utf-8")
    path = ForeignProject([source(selections=[Marked(15, 26, code="Measure")])]).write(tmp_path / "h.qdpx")
    with pytest.raises(StudyError, match="'Four five s' is not in the study's text"):
        import_codings(study, path)


def test_codes_merge_by_name_and_what_the_codebook_says_stays(tmp_path: Path) -> None:
    study = empty_study(tmp_path / "study")
    book = 'version = "1"\nlevel = "nominal"\n\n[[codes]]\nid = "b"\nname = "barrier"\ndefinition = "Ours."  # mine\n'
    (study / "codebook.toml").write_text(book, encoding="utf-8")
    report = import_codings(study, ForeignProject([source()]).write(tmp_path / "f.qdpx"))
    text = (study / "codebook.toml").read_text(encoding="utf-8")
    assert text.startswith(book)
    assert [one.id for one in load_study(Layout(study)).codebook.codes] == ["b", "measure"]
    assert journal(study, "ann")[0]["code"] == "b"
    assert [(one.what, one.detail) for one in report.not_carried] == [
        ("definition of a code that the codebook defines otherwise", "b")
    ]


def test_two_codes_of_one_name_do_not_become_one(tmp_path: Path) -> None:
    study = empty_study(tmp_path / "study")
    book = 'version = "1"\nlevel = "nominal"\n\n[[codes]]\nid = "o"\nname = "Other"\ndefinition = ""\n'
    (study / "codebook.toml").write_text(book, encoding="utf-8")
    codes = "".join(f'<Code guid="{guid(name)}" name="Other" isCodable="true"/>' for name in ("Barrier", "Measure"))
    marks = [Marked(0, 3), Marked(0, 3, "Measure")]
    import_codings(study, ForeignProject([source(selections=marks)], codes=codes).write(tmp_path / "f.qdpx"))
    assert [line["code"] for line in journal(study, "ann")] == ["other", "other-2"]


def test_a_person_whose_name_sounds_like_a_machine_is_none(tmp_path: Path) -> None:
    project = ForeignProject([source(selections=[Marked(0, 3, user="Machine Gun Kelly")])], users=["Machine Gun Kelly"])
    study, _ = brought_in(tmp_path, project)
    assert journal(study, "person-machine-gun-kelly")


def test_a_text_that_would_be_read_as_another_format_is_refused(tmp_path: Path) -> None:
    html = b"<html><body><p>One two three.</p></body></html>"
    with pytest.raises(StudyError, match="would not be read back as it is"):
        brought_in(tmp_path, ForeignProject([source(stored=html)]))


def test_offsets_are_reported_and_can_be_forced(tmp_path: Path) -> None:
    stored = "A 🚲 lane. It was new.\r\nNobody came. Then all came.\r\n".encode()
    marks = [Marked(0, 10), Marked(11, 22), Marked(24, 36), Marked(37, 51)]
    project = ForeignProject([source(stored=stored, selections=marks)], origin="NVivo 12 Windows")
    study, report = brought_in(tmp_path, project)
    assert [line["target"]["quote"] for line in journal(study, "ann")] == [
        *("A 🚲 lane.", "It was new.", "Nobody came.", "Then all came."),
    ]
    assert "UTF-16 units, a line end counts as it is stored" in report.offsets[0].convention
    assert report.offsets[0].confidence > 0.95
    assert any(line.startswith("offsets: Interview: UTF-16") for line in report.lines())
    other = empty_study(tmp_path / "other")
    forced = import_codings(other, tmp_path / "foreign.qdpx", offsets="standard", keep_going=True)
    assert "code points" in forced.offsets[0].convention
    assert journal(other, "ann")[1]["target"]["quote"] != "It was new."
    with pytest.raises(UsageError, match="nvivo"):
        import_codings(other, tmp_path / "foreign.qdpx", offsets="nviv")


def test_an_unsure_reading_is_marked_as_such(tmp_path: Path) -> None:
    project = ForeignProject([source(stored="🚲市议会开通车道".encode(), selections=[Marked(3, 4)])])
    _, report = brought_in(tmp_path, project)
    assert any("UNSURE, look at the passages" in line for line in report.lines())


def test_a_file_that_is_nothing_of_the_kind_is_refused(tmp_path: Path) -> None:
    study = empty_study(tmp_path / "study")
    for name, data, words in (
        ("a.qdpx", b"not a zip", "no qdpx file by its content"),
        ("b.qdpx", b"PK\x03\x04 broken", "not a readable zip"),
        ("c.qdc", b"<CodeBook", "not well-formed XML"),
        ("d.qdc", b"<html/>", "root element is html"),
        ("e.txt", b"some text", "no column document"),
    ):
        (tmp_path / name).write_bytes(data)
        with pytest.raises(StudyError, match=words):
            import_codings(study, tmp_path / name)
    with pytest.raises(UsageError, match="cannot be read"):
        import_codings(study, tmp_path / "nowhere.qdpx")
