"""QualCoder projects and Taguette exports, built by the schemas that these programs publish.

Where ``taguette`` or ``exegete`` (which makes QualCoder projects) is installed, the databases are made by them.
"""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest
from qda_files import empty_study, journal, snapshot

from kelisim.errors import StudyError, UsageError
from kelisim.interop.qda import ExchangeReport, import_codings
from kelisim.study.layout import Layout
from kelisim.study.load import load_study

TEXT = "A 🚲 lane was opened.\nНикто не пришёл. Then 😱 all came.\nThe end of it.\n"
# The tables that matter, as QualCoder makes them: v1 (2019) has neither avid, important nor supercid.
FIRST = """
CREATE TABLE project (databaseversion text, date text, memo text, about text);
CREATE TABLE source (id integer primary key, name text, fulltext text, mediapath text, memo text, owner text, date text,
    unique(name));
CREATE TABLE annotation (anid integer primary key, fid integer, pos0 integer, pos1 integer, memo text, owner text,
    date text);
CREATE TABLE code_cat (catid integer primary key, name text, owner text, date text, memo text, supercatid integer,
    unique(name));
CREATE TABLE code_text (cid integer, fid integer, seltext text, pos0 integer, pos1 integer, owner text, date text,
    memo text, unique(cid,fid,pos0,pos1, owner));
CREATE TABLE code_name (cid integer primary key, name text, memo text, catid integer, owner text, date text, color text,
    unique(name));
CREATE TABLE journal (jid integer primary key, name text, jentry text, date text, owner text);
CREATE TABLE cases (caseid integer primary key, name text, memo text, owner text, date text);
CREATE TABLE code_image (imid integer primary key, id integer, cid integer);
"""


def qualcoder(folder: Path, *, utf16: bool = False, more: str = "") -> Path:
    """Make a QualCoder project folder; positions count code points or UTF-16 units."""
    folder.mkdir()
    database = sqlite3.connect(folder / "data.qda")
    database.executescript(FIRST)
    fill(database, utf16=utf16)
    database.executescript(more)
    database.commit()
    database.close()
    return folder


def fill(database: sqlite3.Connection, *, utf16: bool) -> None:
    def place(position: int) -> int:
        return len(TEXT[:position].encode("utf-16-le")) // 2 if utf16 else position

    day = "2024-02-03 10:00:00"
    database.execute("UPDATE project SET memo = 'On it all'")
    database.execute(
        "INSERT INTO project (databaseversion, memo) SELECT 'v1', 'On it all' WHERE NOT EXISTS (SELECT 1 FROM project)"
    )
    columns = "INSERT INTO source (id, name, fulltext, mediapath, memo, owner, date) VALUES (?,?,?,?,?,?,?)"
    database.execute(columns, (1, "interview.txt", TEXT, None, "On the text", "Ann", day))
    database.execute(columns, (2, "map.png", None, "/images/map.png", "", "Ann", day))
    database.execute("INSERT INTO code_cat VALUES (1, 'Group', 'Ann', ?, 'of codes', NULL)", (day,))
    database.execute("INSERT INTO code_cat VALUES (2, 'Below', 'Ann', ?, '', 1)", (day,))
    code = "INSERT INTO code_name (cid, name, memo, catid, owner, date, color) VALUES (?,?,?,?,?,?,?)"
    database.execute(code, (1, "Barrier", "What hinders", 2, "Ann", day, "#CC3311"))
    database.execute(code, (2, "Measure", None, None, "Ann", day, None))
    coding = "INSERT INTO code_text (cid, fid, seltext, pos0, pos1, owner, date, memo) VALUES (?,1,?,?,?,?,?,?)"
    for cid, words, owner, memo in (
        (1, "A 🚲 lane was opened.", "Ann", "new"),
        (2, "Никто не пришёл.", "Боб", ""),
        (1, "Then 😱 all came.", "Боб", None),
        (2, "The end of it.", "Ann", ""),
    ):
        start = TEXT.index(words)
        database.execute(coding, (cid, words, place(start), place(start + len(words)), owner, day, memo))
    start = TEXT.index("all came")
    note = "INSERT INTO annotation (fid, pos0, pos1, memo, owner, date) VALUES (1,?,?,'All?','Ann',?)"
    database.execute(note, (place(start), place(start + 8), day))
    database.execute(
        "INSERT INTO journal (name, jentry, date, owner) VALUES ('Day one', 'We began.', ?, 'Ann')", (day,)
    )
    database.execute("INSERT INTO cases (name) VALUES ('A case')")


def brought_in(tmp_path: Path, path: Path, **how: object) -> tuple[Path, ExchangeReport]:
    study = empty_study(tmp_path / "study")
    return study, import_codings(study, path, **how)


def check_qualcoder(study: Path, report: ExchangeReport) -> None:
    assert (report.format, report.origin, report.problems) == ("qualcoder", "QualCoder", [])
    quotes = {
        (line["target"]["quote"], line["code"], line["actor"], line.get("memo", ""))
        for name in ("ann", "боб")
        for line in journal(study, name)
        if line["act"] == "code"
    }
    assert quotes == {
        ("A 🚲 lane was opened.", "barrier", "ann", "new"),
        ("Никто не пришёл.", "measure", "боб", ""),
        ("Then 😱 all came.", "barrier", "боб", ""),
        ("The end of it.", "measure", "ann", ""),
    }
    memos = [
        (line["text"], line.get("name"), line["target"].get("quote"))
        for line in journal(study, "ann")
        if line["act"] == "memo"
    ]
    assert memos == [("On the text", None, None), ("All?", None, "all came"), ("We began.", "Day one", None)]
    book = load_study(Layout(study)).codebook
    assert [(one.id, one.parent, one.definition) for one in book.codes] == [
        ("group", "", "of codes"),
        ("below", "group", ""),
        ("barrier", "below", "What hinders"),
        ("measure", "", ""),
    ]
    assert {(one.what, one.count) for one in report.not_carried} == {
        ("source without a text (picture, sound or film)", 1),
        ("case", 1),
    }


@pytest.mark.parametrize("utf16", [False, True], ids=["code points", "UTF-16 units"])
def test_a_qualcoder_project_arrives(tmp_path: Path, utf16: bool) -> None:
    study, report = brought_in(tmp_path, qualcoder(tmp_path / "p.qda", utf16=utf16))
    check_qualcoder(study, report)
    [choice] = report.offsets
    assert choice.convention.startswith("UTF-16 units" if utf16 else "code points")
    assert choice.confidence > 0.95
    before = snapshot(study)
    assert sum(import_codings(study, tmp_path / "p.qda" / "data.qda").carried.values()) == 0
    assert snapshot(study) == before


def test_a_qualcoder_project_is_not_touched(tmp_path: Path) -> None:
    folder = qualcoder(tmp_path / "p.qda")
    before = snapshot(folder)
    brought_in(tmp_path, folder)
    assert snapshot(folder) == before


def test_newer_columns_of_qualcoder_are_read(tmp_path: Path) -> None:
    more = (
        "ALTER TABLE code_name ADD supercid integer; INSERT INTO code_name (cid, name, supercid) VALUES (9, 'Sub', 1);"
        "ALTER TABLE code_text ADD avid integer; ALTER TABLE code_text ADD important integer;"
    )
    study, _ = brought_in(tmp_path, qualcoder(tmp_path / "p.qda", more=more))
    assert {one.id: one.parent for one in load_study(Layout(study)).codebook.codes}["sub"] == "barrier"


def test_faults_in_a_qualcoder_project_are_listed(tmp_path: Path) -> None:
    more = (
        "INSERT INTO code_text (cid, fid, seltext, pos0, pos1, owner) VALUES (77, 1, 'A', 0, 1, 'Ann');"
        "INSERT INTO code_text (cid, fid, seltext, pos0, pos1, owner) VALUES (1, 1, 'A', 0, 5000, 'Ann');"
        "INSERT INTO code_text (cid, fid, seltext, pos0, pos1, owner) VALUES (1, 1, 'A', NULL, 5, 'Ann');"
    )
    folder = qualcoder(tmp_path / "p.qda", more=more)
    with pytest.raises(StudyError) as caught:
        brought_in(tmp_path, folder)
    assert [problem.what for problem in caught.value.problems] == [
        "the coding 0–1 in 'interview.txt' names a code that is not there",
        "the selection 0–5000 in 'interview.txt' is empty or out of range",
        "the selection None–5 in 'interview.txt' is empty or out of range",
    ]
    report = import_codings(tmp_path / "study", folder, keep_going=True)
    assert report.carried["codings"] == 4


def test_a_project_that_exegete_makes_by_qualcoder_s_schema_arrives(tmp_path: Path) -> None:
    maker = pytest.importorskip(
        "exegete.new_project", reason="pip install exegete to read a project made by another program's QualCoder schema"
    )
    folder = tmp_path / "p.qda"
    folder.mkdir()
    maker.build_database(folder / "data.qda", maker.creation_statements("Ann", "QualCoder", "2024-02-03 10:00:00"))
    with sqlite3.connect(folder / "data.qda") as database:
        fill(database, utf16=False)
    study, report = brought_in(tmp_path, folder)
    check_qualcoder(study, report)


def test_a_folder_or_database_of_something_else_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"without data\.qda"):
        brought_in(tmp_path, tmp_path)
    with sqlite3.connect(tmp_path / "x.db") as database:
        database.execute("CREATE TABLE t (x)")
    with pytest.raises(StudyError, match="program that kelisim does not know"):
        import_codings(tmp_path / "study", tmp_path / "x.db")


# Taguette's tables, as its models define them (database/models.py, version 1.5).
TAGUETTE = """
CREATE TABLE projects (id INTEGER PRIMARY KEY, name VARCHAR(200), description TEXT, created DATETIME);
CREATE TABLE documents (id INTEGER PRIMARY KEY, name VARCHAR(200), description TEXT, filename VARCHAR(200),
    created DATETIME, project_id INTEGER, text_direction VARCHAR(13), contents TEXT);
CREATE TABLE commands (id INTEGER PRIMARY KEY, date DATETIME, user_login VARCHAR(30), project_id INTEGER,
    document_id INTEGER, payload TEXT);
CREATE TABLE highlights (id INTEGER PRIMARY KEY, document_id INTEGER, start_offset INTEGER, end_offset INTEGER,
    snippet TEXT);
CREATE TABLE tags (id INTEGER PRIMARY KEY, project_id INTEGER, path VARCHAR(200), description TEXT);
CREATE TABLE highlight_tags (highlight_id INTEGER, tag_id INTEGER);
"""
HTML = (
    "<h1>Интервью 🚲</h1><p>A <b>lane</b> was opened &amp; closed.</p>"
    "<ul><li>Никто не <i>пришёл</i>.</li><li>The end<br>of it</li></ul>"
)
BARE = "Интервью 🚲A lane was opened & closed.Никто не пришёл.The endof it"
WORDS = (
    ("A lane was opened & closed.", ("barrier",)),
    ("Интервью 🚲", ("barrier.own", "measure")),
    ("пришёл", ()),
    ("closed.Никто", ("measure",)),
)


def byte_span(words: str) -> tuple[int, int]:
    start = len(BARE[: BARE.index(words)].encode("utf-8"))
    return start, start + len(words.encode("utf-8"))


def taguette(path: Path) -> Path:
    database = sqlite3.connect(path)
    database.executescript(TAGUETTE)
    day = "2024-02-03 10:00:00.123456"
    database.execute("INSERT INTO projects VALUES (1, 'Lanes', 'On it all', ?)", (day,))
    document = (1, 1, "Interview", "On the text", "i.docx", day, "LEFT_TO_RIGHT", HTML)
    columns = "(project_id, id, name, description, filename, created, text_direction, contents)"
    database.execute(f"INSERT INTO documents {columns} VALUES (?,?,?,?,?,?,?,?)", document)
    tags = {"barrier": 1, "barrier.own": 2, "measure": 3}
    for name, number in tags.items():
        database.execute("INSERT INTO tags VALUES (?, 1, ?, ?)", (number, name, f"On {name}"))
    for number, (words, names) in enumerate(WORDS, start=1):
        start, end = byte_span(words)
        database.execute("INSERT INTO highlights VALUES (?, 1, ?, ?, ?)", (number, start, end, f"<p>{words}</p>"))
        payload = {"type": "highlight_add", "highlight_id": number, "start_offset": start, "end_offset": end}
        command = (number, day, ("ann", "bob")[number % 2], json.dumps(payload))
        database.execute("INSERT INTO commands VALUES (?, ?, ?, 1, 1, ?)", command)
        database.executemany("INSERT INTO highlight_tags VALUES (?, ?)", [(number, tags[name]) for name in names])
    database.commit()
    database.close()
    return path


def test_a_taguette_export_arrives(tmp_path: Path) -> None:
    study, report = brought_in(tmp_path, taguette(tmp_path / "t.sqlite3"))
    text = (study / "sources" / "interview.txt").read_text(encoding="utf-8")
    assert text == "Интервью 🚲\nA lane was opened & closed.\nНикто не пришёл.\nThe end\nof it\n"
    found = {
        (line["target"]["quote"], line["code"], line["actor"], line["time"])
        for name in ("ann", "bob")
        for line in journal(study, name)
    }
    assert found == {
        ("A lane was opened & closed.", "barrier", "bob", "2024-02-03T10:00:00.123456Z"),
        ("Интервью 🚲", "barrier-own", "ann", "2024-02-03T10:00:00.123456Z"),
        ("Интервью 🚲", "measure", "ann", "2024-02-03T10:00:00.123456Z"),
        ("closed.\nНикто", "measure", "ann", "2024-02-03T10:00:00.123456Z"),
    }
    book = load_study(Layout(study)).codebook
    assert {one.id: one.parent for one in book.codes} == {"barrier": "", "barrier-own": "barrier", "measure": ""}
    assert [(one.what, one.count) for one in report.not_carried] == [("highlight without a tag", 1)]
    assert "UTF-8 bytes" in report.offsets[0].convention
    assert [line["text"] for line in journal(study, "imported")] == ["On it all", "On the text"]
    assert sum(import_codings(study, tmp_path / "t.sqlite3").carried.values()) == 0


def test_a_highlight_that_is_elsewhere_than_its_words_is_shown(tmp_path: Path) -> None:
    path = taguette(tmp_path / "t.sqlite3")
    with sqlite3.connect(path) as database:
        database.execute("UPDATE highlights SET snippet = 'Other words' WHERE id = 1")
        database.execute("UPDATE highlights SET end_offset = 9999 WHERE id = 3")
    with pytest.raises(StudyError, match="is empty or out of range"):
        brought_in(tmp_path, path)
    report = import_codings(tmp_path / "study", path, keep_going=True)
    assert any("not those of its snippet" in one.what for one in report.not_carried)


def test_taguette_itself_finds_the_same_words(tmp_path: Path) -> None:
    """Its own schema makes the database and its own extraction says what each highlight covers."""
    models = pytest.importorskip("taguette.database.models", reason="pip install taguette to make databases by it")
    sqlalchemy = pytest.importorskip("sqlalchemy")
    extract = pytest.importorskip("taguette.extract")
    path = tmp_path / "t.sqlite3"
    engine = sqlalchemy.create_engine(f"sqlite:///{path}")
    models.Base.metadata.create_all(engine)
    ours = taguette(tmp_path / "ours.sqlite3")
    with sqlite3.connect(ours) as database, sqlite3.connect(path) as theirs:
        theirs.execute("INSERT INTO users (login, created, disabled) VALUES ('ann', '2024-02-03', 0)")
        for table in ("projects", "documents", "tags", "highlights", "highlight_tags", "commands"):
            cursor = database.execute(f"SELECT * FROM {table}")
            names = [column[0] for column in cursor.description]
            rows = cursor.fetchall()
            marks = ",".join("?" * len(names))
            theirs.executemany(f"INSERT INTO {table} ({','.join(names)}) VALUES ({marks})", rows)
    study, _ = brought_in(tmp_path, path)
    quotes = {line["target"]["quote"].replace("\n", "") for name in ("ann", "bob") for line in journal(study, name)}
    from html.parser import HTMLParser

    def bare(html: str) -> str:
        pieces: list[str] = []
        parser = HTMLParser()
        parser.handle_data = pieces.append  # type: ignore[method-assign]
        parser.feed(html)
        parser.close()
        return "".join(pieces)

    assert quotes == {bare(extract.extract(HTML, *byte_span(words))) for words, names in WORDS if names}
