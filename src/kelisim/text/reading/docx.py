"""DOCX files: paragraphs, tables and notes in the order in which they are read.

The package is read directly (ISO/IEC 29500, both the transitional and the strict namespace): a streaming parser that
refuses document type declarations cannot be made to expand entities or to open other files.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from xml.parsers import expat

from kelisim.errors import DataError
from kelisim.text.reading.docx_parts import DocumentPart, NotesPart, PropertiesPart
from kelisim.text.reading.result import Reading, unreadable

_MAIN = re.compile(r"word/document\d*\.xml")
_LARGEST = 200_000_000
_RATIO = 400
_RATIO_FROM = 10_000_000
_OTHER_PACKAGES = (
    ("xl/workbook.xml", "a spreadsheet", "save its sheets as CSV series, or print it to PDF"),
    ("ppt/presentation.xml", "a presentation", "print it to PDF"),
    ("content.xml", "an OpenDocument file", "save it as DOCX or PDF"),
    ("META-INF/container.xml", "an EPUB book", "convert it to HTML or PDF"),
)


class _DoctypeError(Exception):
    """A part declares a document type."""


def read_docx(data: bytes, name: str) -> Reading:
    """Return the text of a DOCX file; a note follows the paragraph that calls it, marked "[^1]: "."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return _read_package(package, name)
    except DataError:
        raise
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, OverflowError, struct.error):
        raise unreadable(name, "the archive is truncated or damaged", "collect the file again") from None
    except (RuntimeError, NotImplementedError):
        raise unreadable(name, "the archive is encrypted or packed in an unknown way", "save it anew as DOCX") from None
    except expat.ExpatError as error:
        raise unreadable(
            name,
            f"the document's XML is damaged in line {error.lineno}",
            "open it in a word processor and save it anew",
        ) from None
    except _DoctypeError:
        raise unreadable(
            name,
            "the document's XML declares entities, which no word processor writes",
            "do not trust this file; collect it from its publisher",
        ) from None


def _read_package(package: zipfile.ZipFile, name: str) -> Reading:
    members = {info.filename: info for info in package.infolist()}
    main = next((member for member in sorted(members) if _MAIN.fullmatch(member)), "")
    if not main:
        for member, what, mend in _OTHER_PACKAGES:
            if member in members:
                raise unreadable(name, f"this is {what}, not a text", mend)
        raise unreadable(name, "this is an archive, not a document", "unpack it and collect the files in it")
    notes: dict[tuple[str, str], str] = {}
    for kind in ("footnote", "endnote"):
        member = f"word/{kind}s.xml"
        if member in members:
            part = NotesPart(kind)
            _parse(_content(package, members[member], name), part.start, part.end, part.data)
            notes |= part.notes
    document = DocumentPart(notes)
    _parse(_content(package, members[main], name), document.start, document.end, document.data)
    title = ""
    if "docProps/core.xml" in members:
        properties = PropertiesPart()
        _parse(_content(package, members["docProps/core.xml"], name), properties.start, properties.end, properties.data)
        title = properties.title
    text = document.text()
    if not text:
        what = "pictures without text" if document.pictures else "no text"
        raise unreadable(name, f"the document holds {what}", "run OCR first, or collect another copy")
    return Reading(
        text=text,
        media_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        title=title,
        warnings=document.warnings(),
    )


def _content(package: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> bytes:
    """Return a part's bytes; the size that the archive states is the most that is ever unpacked."""
    swollen = info.file_size > _RATIO_FROM and info.file_size > _RATIO * max(info.compress_size, 1)
    if info.file_size > _LARGEST or swollen:
        raise unreadable(
            name,
            f"{info.filename} would unpack from {info.compress_size} to {info.file_size} bytes, as in a zip bomb",
            "do not trust this file; collect it from its publisher",
        )
    return package.read(info)


def _parse(
    data: bytes,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None],
    characters: Callable[[str], None],
) -> None:
    def refuse(*_: object) -> None:
        raise _DoctypeError

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = characters
    parser.Parse(data, True)
