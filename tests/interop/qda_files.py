"""Studies and foreign projects for the tests of exchange, built from scratch without kelisim's own writers."""

from __future__ import annotations

import io
import json
import uuid
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from kelisim.study.journal import append
from kelisim.study.registers import SOURCE_COLUMNS
from kelisim.text.anchors import make

STUDY = """schema = 1
[study]
title = "Exchange"
question = "Does the work come back as it went?"
window = "2019/2024"
[coding]
unit = "sentence"
coefficient = "cohen_kappa"
"""


def empty_study(folder: Path) -> Path:
    """Make a study without sources, codes or codings."""
    folder.mkdir(parents=True)
    (folder / "study.toml").write_text(STUDY, encoding="utf-8")
    (folder / "sources.csv").write_text(",".join(SOURCE_COLUMNS) + "\n", encoding="utf-8")
    return folder


def add_source(folder: Path, identifier: str, text: str, file: str = "") -> None:
    """Add a source with a text to a study."""
    file = file or f"sources/{identifier}.txt"
    path = folder / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8"))
    row = dict.fromkeys(SOURCE_COLUMNS, "")
    row |= {"id": identifier, "title": f"Title of {identifier}", "publisher": "A ministry"}
    row |= {"publisher_kind": "government", "language": "en", "file": file, "text_kind": "full text"}
    with (folder / "sources.csv").open("a", encoding="utf-8") as handle:
        handle.write(",".join(row.values()) + "\n")


def code(folder: Path, actor: str, document: str, text: str, span: tuple[int, int], name: str, **more: str) -> None:
    """Append a coding to a coder's journal."""
    quote, prefix, suffix = make(text, *span)
    target = {"document": document, "start": span[0], "end": span[1], "quote": quote}
    body = {"code": name} | ({"memo": more["memo"]} if more.get("memo") else {})
    append(
        folder / "journals" / f"{actor}.jsonl",
        act="code",
        actor=actor,
        target={**target, "prefix": prefix, "suffix": suffix},
        body=body,
        time=more.get("time", "2024-02-03T10:00:00Z"),
    )


def journal(folder: Path, actor: str) -> list[dict[str, object]]:
    """Return the lines of a journal."""
    path = folder / "journals" / f"{actor}.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]


def snapshot(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder with its bytes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def guid(name: str) -> str:
    """Return a GUID for a name, as other programs write them: in capitals."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, name)).upper()


@dataclass
class Marked:
    """A selection of a foreign project: positions in the exporter's count, code and coder by name."""

    start: int
    end: int
    code: str = "Barrier"
    user: str = "Ann"
    name: str = ""
    description: str = ""


@dataclass
class ForeignSource:
    """A source of a foreign project: its stored bytes and selections; ``extra`` is XML put at its end."""

    name: str
    stored: bytes
    selections: Sequence[Marked] = ()
    extra: str = ""
    attributes: str = ""
    file: str = ""
    guid: str = ""


@dataclass
class ForeignProject:
    """A project as another program would write it."""

    sources: Sequence[ForeignSource]
    origin: str = "Some program 1.0"
    codes: str = ""
    users: Sequence[str] = ("Ann", "Bob")
    folder: str = "sources"
    inner: str = "project.qde"
    tail: str = ""
    leave_out: Sequence[str] = field(default_factory=tuple)

    def qde(self) -> str:
        users = "".join(f'<User guid="{guid(name)}" name={quoteattr(name)}/>' for name in self.users)
        codes = self.codes or (
            f'<Code guid="{guid("Barrier")}" name="Barrier" isCodable="true" color="#CC3311">'
            "<Description>What hinders.</Description></Code>"
            f'<Code guid="{guid("Measure")}" name="Measure" isCodable="true"/>'
        )
        return (
            '<?xml version="1.0" encoding="utf-8"?>\n'
            f'<Project xmlns="urn:QDA-XML:project:1.0" name="Foreign" origin={quoteattr(self.origin)}>\n'
            f"<Users>{users}</Users>\n<CodeBook><Codes>{codes}</Codes></CodeBook>\n"
            f"<Sources>\n{''.join(map(self._source, self.sources))}</Sources>\n{self.tail}</Project>"
        )

    def _source(self, source: ForeignSource) -> str:
        own = source.guid or guid(source.name)
        file = source.file or f"{own}.txt"
        marks = "".join(
            f'<PlainTextSelection guid="{guid(f"{source.name} {number}")}" name={quoteattr(mark.name)} '
            f'startPosition="{mark.start}" endPosition="{mark.end}" creatingUser="{guid(mark.user)}" '
            'creationDateTime="2024-02-03T10:00:00Z">'
            + (f"<Description>{escape(mark.description)}</Description>" if mark.description else "")
            + (
                f'<Coding guid="{guid(f"{source.name} coding {number}")}" creatingUser="{guid(mark.user)}">'
                f'<CodeRef targetGUID="{guid(mark.code)}"/></Coding>'
                if mark.code
                else ""
            )
            + "</PlainTextSelection>\n"
            for number, mark in enumerate(source.selections)
        )
        path = source.attributes or f'plainTextPath="internal://{file}"'
        return f'<TextSource guid="{own}" name={quoteattr(source.name)} {path}>\n{marks}{source.extra}</TextSource>\n'

    def data(self) -> bytes:
        entries = {self.inner: self.qde().encode("utf-8")}
        for source in self.sources:
            if source.name not in self.leave_out and not source.attributes.startswith("x"):
                file = source.file or f"{source.guid or guid(source.name)}.txt"
                entries[f"{self.folder}/{file}"] = source.stored
        return zipped(entries)

    def write(self, path: Path) -> Path:
        path.write_bytes(self.data())
        return path


def zipped(entries: dict[str, bytes]) -> bytes:
    """Return a zip archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return out.getvalue()
