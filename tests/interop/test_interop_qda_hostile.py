"""Files that mean harm are refused with a clear error, before they can take memory, time or other files."""

from __future__ import annotations

import io
import resource
import stat
import struct
import time
import zipfile
from pathlib import Path
from uuid import uuid4

import pytest
from qda_files import ForeignProject, ForeignSource, Marked, empty_study, guid, snapshot, zipped

from kelisim.errors import StudyError
from kelisim.interop.qda import import_codings, xml
from kelisim.interop.qda.archive import Archive
from kelisim.interop.qda.xml import parse

PROJECT = ForeignProject([ForeignSource("Interview", b"One two three.", [Marked(0, 3)])])
FILE = f"sources/{guid('Interview')}.txt"


def refused(tmp_path: Path, data: bytes, words: str, name: str = "f.qdpx") -> None:
    study = empty_study(tmp_path / "study")
    before, around = snapshot(study), sorted(tmp_path.iterdir())
    (tmp_path / name).write_bytes(data)
    with pytest.raises(StudyError, match=words) as caught:
        import_codings(study, tmp_path / name, keep_going=True)
    assert caught.value.problems[0].file
    assert snapshot(study) == before
    assert sorted(tmp_path.iterdir()) == sorted([*around, tmp_path / name])


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("../outside.txt", "climbs out of the archive"),
        ("sources/../../outside.txt", "climbs out of the archive"),
        ("sources\\..\\..\\outside.txt", "climbs out of the archive"),
        ("/etc/passwd", "absolute name"),
        ("C:\\Windows\\evil.txt", "absolute name"),
        ("\\\\server\\share\\evil.txt", "absolute name"),
    ],
)
def test_names_that_lead_out_of_an_archive_are_refused(tmp_path: Path, name: str, words: str) -> None:
    refused(tmp_path, zipped({"project.qde": PROJECT.qde().encode(), name: b"evil"}), words)
    assert not (tmp_path / "outside.txt").exists()


def test_a_path_inside_the_project_cannot_lead_out_either(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret words here")
    for path, words in (
        ("internal://../secret.txt", "leads out of the archive"),
        ("internal://a/..\\..\\secret.txt", "leads out of the archive"),
        ("relative:///../secret.txt", "leads out of the archive"),
        (f"absolute://{tmp_path}/secret.txt", "is missing"),
    ):
        source = ForeignSource("Interview", b"", attributes=f'plainTextPath="{path}"', selections=[Marked(0, 6)])
        study = empty_study(tmp_path / str(uuid4()))
        (tmp_path / "f.qdpx").write_bytes(zipped({"project.qde": ForeignProject([source]).qde().encode()}))
        with pytest.raises(StudyError, match=words):
            import_codings(study, tmp_path / "f.qdpx")


def test_links_are_refused(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("project.qde", PROJECT.qde())
        info = zipfile.ZipInfo(FILE)
        info.create_system = 3
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(info, "/etc/passwd")
    refused(tmp_path, out.getvalue(), "is a link")


def test_two_entries_of_one_name_are_refused(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("project.qde", PROJECT.qde())
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("project.qde", PROJECT.qde())
    refused(tmp_path, out.getvalue(), "stands twice")


def test_a_zip_bomb_is_refused_before_it_unpacks(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("project.qde", PROJECT.qde())
        with archive.open(FILE, "w", force_zip64=True) as handle:
            block = bytes(1 << 20)
            for _ in range(64):
                handle.write(block)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    refused(tmp_path, out.getvalue(), "zip bomb")
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 32_000


def test_an_entry_that_hides_its_size_is_refused(tmp_path: Path) -> None:
    """The sizes declared in the directory are a lie; what counts is what comes out."""
    data = bytearray(zipped({"project.qde": PROJECT.qde().encode(), FILE: b"One two three." * 4000}))
    directory = data.rindex(b"PK\x01\x02")
    for place in (directory + 24, data.rindex(b"PK\x03\x04") + 22):
        struct.pack_into("<I", data, place, 14)
    refused(tmp_path, bytes(data), "unpacks to more than it declares|is damaged")


def test_too_many_entries_are_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(100_001):
            archive.writestr(zipfile.ZipInfo(f"{number}"), b"")
    with pytest.raises(StudyError, match="more than kelisim takes in"):
        Archive(out.getvalue(), "f.qdpx")


def test_an_encrypted_archive_is_named_so(tmp_path: Path) -> None:
    data = bytearray(zipped({"project.qde": PROJECT.qde().encode()}))
    data[data.index(b"PK\x03\x04") + 6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    refused(tmp_path, bytes(data), "is encrypted")


BILLION = (
    "<!DOCTYPE lolz ["
    + '<!ENTITY lol "lol">'
    + "".join(f'<!ENTITY lol{n} "{"&lol" + str(n - 1 if n > 1 else "") + ";"}">' * 1 for n in range(1, 10))
    + "]>"
)


@pytest.mark.parametrize(
    "declaration",
    [
        BILLION,
        '<!DOCTYPE Project SYSTEM "http://127.0.0.1:9/project.dtd">',
        '<!DOCTYPE Project [<!ENTITY file SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE Project [<!ENTITY % all SYSTEM "http://127.0.0.1:9/e.dtd"> %all;]>',
        "<!DOCTYPE Project>",
    ],
    ids=["billion laughs", "external type", "external entity", "parameter entity", "type alone"],
)
@pytest.mark.parametrize("kind", ["qdpx", "qdc"])
def test_document_types_and_entities_are_refused(tmp_path: Path, declaration: str, kind: str) -> None:
    text = PROJECT.qde().replace("\n<Project", f"\n{declaration}\n<Project", 1).replace("What hinders.", "&file;&lol9;")
    data = text.encode("utf-8")
    started = time.perf_counter()
    if kind == "qdpx":
        refused(tmp_path, zipped({"project.qde": data, FILE: b"One two three."}), "document type declaration")
    else:
        refused(tmp_path, data, "document type declaration", "f.qdc")
    assert time.perf_counter() - started < 5


def test_xml_nested_without_end_is_refused() -> None:
    with pytest.raises(StudyError, match="nested deeper than 256"):
        parse(b"<a>" * 100_000, "f.qdc")


def test_xml_of_more_elements_than_memory_holds_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml, "_MOST_ELEMENTS", 1000)
    with pytest.raises(StudyError, match="has more than 1,000") as caught:
        parse(b"<a>\n" + b"<b/>\n" * 2000 + b"</a>", "f.qdc")
    assert caught.value.problems[0].line == 1001


def test_a_file_larger_than_any_codebook_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "f.qdc"
    with path.open("wb") as handle:
        handle.write(b"<CodeBook>")
        handle.truncate(1 << 40)
    study = empty_study(tmp_path / "study")
    with pytest.raises(StudyError, match="more than any project of codings"):
        import_codings(study, path)


@pytest.mark.parametrize("data", [b"<a>\xff</a>", b"<a>\x00</a>", b"<?xml version='1.0' encoding='klingon'?><a/>"])
def test_xml_in_no_encoding_is_refused_with_its_line(data: bytes) -> None:
    with pytest.raises(StudyError) as caught:
        parse(data, "f.qdc")
    assert caught.value.problems[0].line == 1


def test_a_database_cannot_act_on_being_read(tmp_path: Path) -> None:
    """A view in place of a table is not read, and the file itself is never opened for writing."""
    import sqlite3

    path = tmp_path / "evil.sqlite3"
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE source (id integer, name text, fulltext text)")
        database.execute("CREATE TABLE code_name (cid integer, name text)")
        database.execute("CREATE VIEW code_text AS SELECT load_extension('/tmp/evil') AS cid")
    study = empty_study(tmp_path / "study")
    path.chmod(0o444)
    with pytest.raises(StudyError, match="does not know"):
        import_codings(study, path)
    path.chmod(0o644)
    path.write_bytes(path.read_bytes()[:2000])
    with pytest.raises(StudyError, match="not a readable database"):
        import_codings(study, path)


def test_names_from_a_file_never_name_a_path(tmp_path: Path) -> None:
    source = ForeignSource("../../escape", b"One two three.", [Marked(0, 3, user="../../evil")], file="x.txt")
    project = ForeignProject([source], users=["../../evil"])
    study = empty_study(tmp_path / "study")
    import_codings(study, project.write(tmp_path / "f.qdpx"))
    assert (study / "sources" / "escape.txt").is_file()
    assert (study / "journals" / "evil.jsonl").is_file()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["f.qdpx", "study"]


def test_a_file_field_of_a_project_never_names_a_path_outside(tmp_path: Path) -> None:
    from kelisim.interop.qda.identity import derived

    for path in ("../outside.txt", "/tmp/outside.txt", "journals/x.txt", "study.toml", "sources/.hidden.txt"):
        extra = (
            f'<VariableValue><VariableRef targetGUID="{derived("variable", "file")}"/><TextValue>{path}</TextValue>'
            "</VariableValue>"
        )
        tail = (
            f'<Variables><Variable guid="{derived("variable", "file")}" name="file" typeOfVariable="Text"/></Variables>'
        )
        source = ForeignSource("Interview", b"One two three.", [Marked(0, 3)], extra=extra)
        study = empty_study(tmp_path / derived(path))
        import_codings(study, ForeignProject([source], tail=tail).write(tmp_path / "f.qdpx"))
        assert (study / "sources" / "interview.txt").is_file()
