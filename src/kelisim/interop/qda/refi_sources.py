"""Sources of a REFI-QDA project: their texts and selections, with offsets still in the exporter's own count."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from kelisim.errors import DataError, MissingExtra, Problem, StudyError
from kelisim.interop.qda.archive import Archive
from kelisim.interop.qda.detect import Selection
from kelisim.interop.qda.identity import derived
from kelisim.interop.qda.offsets import Counted
from kelisim.interop.qda.project import Project
from kelisim.interop.qda.xml import Element

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MARKED = "PlainTextSelection"
_LOST_SOURCES = {"PictureSource": "picture", "AudioSource": "audio recording", "VideoSource": "video"}


@dataclass(slots=True)
class RawSelection:
    """A selection with its element; ``codings`` and ``notes`` are what stands on it."""

    element: Element
    start: int
    end: int
    quotes: tuple[str, ...]
    codings: list[Element]
    notes: list[str]

    def selection(self) -> Selection:
        """Return the part that the offsets are judged by."""
        return Selection(self.start, self.end, self.quotes)


@dataclass(slots=True)
class RawSource:
    """A source with its text as stored; ``text_of`` is the element that holds text and selections."""

    guid: str
    name: str
    element: Element
    counted: Counted
    selections: list[RawSelection] = field(default_factory=list)


class SourceReader:
    """Reads the Sources of a project; what is wrong or does not travel is noted in the project."""

    def __init__(self, archive: Archive | None, project: Project, place: Callable[[Element], str]) -> None:
        self._archive = archive
        self._project = project
        self._place = place

    def read(self, sources: Element | None) -> list[RawSource]:
        """Return the sources that have a text."""
        found = []
        for element in sources.children if sources is not None else ():
            source = self._source(element)
            if source is not None:
                found.append(source)
        return found

    def _source(self, element: Element) -> RawSource | None:
        name = element.get("name")
        if element.tag in _LOST_SOURCES:
            kind = _LOST_SOURCES[element.tag]
            marks = sum(child.tag.endswith("Selection") for child in element.children)
            marks += sum(1 for part in element.all("Transcript", "TextDescription") for _ in part.children)
            self._project.leave(kind, 1, f"{name or element.get('guid')}, with {marks} selections")
            return None
        holder = element
        if element.tag == "PDFSource":
            areas = sum(1 for _ in element.all("PDFSelection"))
            self._project.leave("areas marked on pages", areas, name)
            representation = element.first("Representation")
            if representation is None:
                self._project.leave("PDF without a text representation", 1, name)
                return None
            self._project.leave("PDF file (its text is carried)", 1, name)
            holder = representation
        elif element.tag != "TextSource":
            self._project.leave(f"element {element.tag}")
            return None
        stored = self.text_of(holder, name)
        if stored is None:
            marks = sum(1 for part in {id(element): element, id(holder): holder}.values() for _ in part.all(_MARKED))
            self._project.leave("selection in a text that is missing", marks, name)
            return None
        self._whole(element, holder)
        source = RawSource(element.get("guid"), name or holder.get("name"), element, Counted.of(stored))
        source.selections = [one for part in holder.all(_MARKED) if (one := self.selection(part, name))]
        return source

    def _whole(self, element: Element, holder: Element) -> None:
        """Note what stands on a source as a whole and does not travel."""
        for part in {id(element): element, id(holder): holder}.values():
            self._project.leave("code on a whole source", sum(1 for _ in part.all("Coding")))
        if holder.get("richTextPath") and (holder.get("plainTextPath") or holder.first("PlainTextContent")):
            self._project.leave("formatted original of a text")

    def selection(self, part: Element, source: str) -> RawSelection | None:
        """Return a selection; one without whole numbers for its offsets is a problem."""
        try:
            start, end = int(part.get("startPosition")), int(part.get("endPosition"))
        except ValueError:
            self.problem(part, f"a selection in {source!r} has no whole numbers as its positions")
            return None
        quotes = tuple(words for words in (part.get("name"), part.within("Description")) if words.strip())
        notes = [note.get("targetGUID") for note in part.all("NoteRef")]
        return RawSelection(part, start, end, quotes, list(part.all("Coding")), notes)

    def text_of(self, element: Element, name: str) -> str | None:
        """Return the text of a source or note as stored, None where it is missing or unreadable."""
        content = element.first("PlainTextContent")
        path = element.get("plainTextPath")
        if path:
            data = self._file(path, (element.get("guid") + ".txt",))
            if data is not None:
                return self._decoded(data, element, name)
        elif content is not None:
            return content.text
        elif element.get("richTextPath"):
            return self._formatted(element, name)
        else:
            self.problem(element, f"the source {name!r} has neither a text nor a path to one")
            return None
        if content is not None:
            return content.text
        if element.get("richTextPath") and self._file(element.get("richTextPath"), ()) is not None:
            return self._formatted(element, name)
        self.problem(element, f"the text of {name!r} is missing: {path} is not in the archive")
        return None

    def _file(self, path: str, guesses: Iterable[str]) -> bytes | None:
        scheme, _, rest = path.partition("://")
        if self._archive is None or scheme.casefold() not in ("internal", "relative"):
            return None
        bare = rest.replace("\\", "/").lstrip("/")
        if ".." in bare.split("/"):
            what = f"the path {path!r} leads out of the archive"
            hint = "do not open this file; ask whoever sent it for a fresh export"
            raise StudyError(Problem("hostile", what, hint, self._archive.file))
        found = self._archive.find(f"sources/{bare}", bare, *(f"sources/{guess}" for guess in guesses))
        return None if found is None else self._archive.read(found)

    def _decoded(self, data: bytes, element: Element, name: str) -> str | None:
        encoding = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), "utf-8")
        try:
            return data.decode(encoding)
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            self.problem(element, f"the text of {name!r} is not {encoding.upper()} in its line {line}: {error.reason}")
            return None

    def _formatted(self, element: Element, name: str) -> str | None:
        from kelisim.text.reading import read

        path = element.get("richTextPath")
        data = self._file(path, ())
        if data is None:
            self.problem(element, f"the text of {name!r} is missing: {path} is not in the archive")
            return None
        try:
            text = read(data, name=path).text
        except (DataError, MissingExtra) as error:
            self.problem(element, f"the text of {name!r} cannot be read: {error.problems[0].what}")
            return None
        self._project.leave("plain text made afresh from a formatted one: check its passages", 1, name)
        return text

    def problem(self, element: Element, what: str, hint: str = "") -> None:
        """Note something that is wrong, at its line."""
        hint = hint or "mend it in the program it comes from, or import the rest with --keep-going"
        self._project.problems.append(Problem("qda", what, hint, self._place(element), element.line))


def selection_guid(part: Element, source: str) -> str:
    """Return the GUID of a selection, one from its place where the file gives none."""
    return part.get("guid") or derived("selection", source, part.get("startPosition"), part.get("endPosition"))
