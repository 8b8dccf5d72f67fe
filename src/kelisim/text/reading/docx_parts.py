"""The parts of a DOCX package as receivers of parsing events."""

from __future__ import annotations

_WORD = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
_TITLE = "http://purl.org/dc/elements/1.1/ title"
_FALLBACK = "http://schemas.openxmlformats.org/markup-compatibility/2006 Fallback"
# A moved passage stands at its new place; the fallback repeats what the choice before it said.
_PASSED_OVER = {"moveFrom", "del", "rPr", "pPr", "sdtPr", "tblPr"}
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "ptab": "\t"}


def _word_name(tag: str) -> str:
    namespace, _, local = tag.rpartition(" ")
    return local if namespace in _WORD else ""


def _attribute(attributes: dict[str, str], local: str) -> str:
    return next((attributes[f"{namespace} {local}"] for namespace in _WORD if f"{namespace} {local}" in attributes), "")


class _Story:
    """A flow of paragraphs and tables: the body, a text box or a note."""

    def __init__(self) -> None:
        self.blocks: list[str] = []
        self.pictures = 0
        self.deletions = 0
        self._paragraphs: list[list[str]] = []
        self._rows: list[list[list[str]]] = []
        self._skipped = 0
        self._in_text = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Take an element's start."""
        local = _word_name(tag)
        if self._skipped or tag == _FALLBACK or local in _PASSED_OVER:
            self.deletions += local == "del" and not self._skipped
            self._skipped += 1
        elif local == "t":
            self._in_text = True
        elif local == "p":
            self._paragraphs.append([])
        elif local == "tr":
            self._rows.append([])
        elif local == "tc" and self._rows:
            self._rows[-1].append([])
        elif local in _SIGNS and self._paragraphs:
            self._paragraphs[-1].append(_SIGNS[local])
        elif local in ("drawing", "pict"):
            self.pictures += 1
        elif local in ("footnoteReference", "endnoteReference") and self._paragraphs:
            self.call_note(local.removesuffix("Reference"), _attribute(attributes, "id"))

    def end(self, tag: str) -> None:
        """Take an element's end."""
        local = _word_name(tag)
        if self._skipped:
            self._skipped -= 1
        elif local == "t":
            self._in_text = False
        elif local == "p" and self._paragraphs:
            self._put("".join(self._paragraphs.pop()).strip())
            self.paragraph_ended()
        elif local == "tr" and self._rows:
            cells = [" ".join(" ".join(cell).split()) for cell in self._rows.pop()]
            if any(cells):
                self._put("| " + " | ".join(cells) + " |")
        elif local == "tbl" and not self._rows:
            self.table_ended()

    def data(self, characters: str) -> None:
        """Take characters."""
        if self._in_text and not self._skipped and self._paragraphs:
            self._paragraphs[-1].append(characters)

    def call_note(self, kind: str, number: str) -> None:
        """Take the call of a note; notes within notes do not exist."""

    def paragraph_ended(self) -> None:
        """Take the end of a paragraph."""

    def table_ended(self) -> None:
        """Take the end of an outermost table."""

    def _put(self, block: str) -> None:
        if not block:
            return
        if self._rows and self._rows[-1]:
            self._rows[-1][-1].append(block)
        else:
            self.blocks.append(block)


class DocumentPart(_Story):
    """The main part; ``notes`` are the texts of its notes by kind and identifier."""

    def __init__(self, notes: dict[tuple[str, str], str]) -> None:
        super().__init__()
        self._notes = notes
        self._called: list[str] = []
        self._count = 0

    def call_note(self, kind: str, number: str) -> None:
        """Put a mark where a note is called, and keep the note for the paragraph's end."""
        note = self._notes.get((kind, number), "")
        if note:
            self._count += 1
            self._paragraphs[-1].append(f"[^{self._count}]")
            self._called.append(f"[^{self._count}]: {note}")

    def paragraph_ended(self) -> None:
        """Put the notes after the paragraph that calls them."""
        if not self._rows and not self._paragraphs:
            self._put_notes()

    def table_ended(self) -> None:
        """Put the notes after the table that calls them."""
        self._put_notes()

    def _put_notes(self) -> None:
        self.blocks.extend(self._called)
        self._called.clear()

    def text(self) -> str:
        """Return the blocks parted by blank lines, the rows of a table by single line ends."""
        parts: list[str] = []
        for number, block in enumerate(self.blocks):
            follows_row = number > 0 and self.blocks[number - 1].startswith("| ") and block.startswith("| ")
            parts.append(("\n" if follows_row else "\n\n" if number else "") + block)
        return "".join(parts)

    def warnings(self) -> tuple[str, ...]:
        """Return what the text leaves out."""
        warnings = []
        if self.deletions:
            warnings.append(f"{self.deletions} tracked deletions were left out, insertions taken in")
        if self.pictures:
            warnings.append(f"{self.pictures} pictures were left out")
        return tuple(warnings)


class NotesPart(_Story):
    """The part of footnotes or of endnotes."""

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.notes: dict[tuple[str, str], str] = {}
        self._kind = kind
        self._identifier = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Take an element's start; separators between text and notes are no notes."""
        if _word_name(tag) == self._kind:
            self.blocks.clear()
            special = _attribute(attributes, "type") not in ("", "normal")
            self._identifier = "" if special else _attribute(attributes, "id")
        super().start(tag, attributes)

    def end(self, tag: str) -> None:
        """Take an element's end."""
        super().end(tag)
        if _word_name(tag) == self._kind and self._identifier:
            self.notes[self._kind, self._identifier] = " ".join(" ".join(self.blocks).split())


class PropertiesPart:
    """The core properties: the title alone, as the dates are those of the file and not of publication."""

    def __init__(self) -> None:
        self.title = ""
        self._in_title = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Take an element's start."""
        self._in_title = tag == _TITLE

    def end(self, tag: str) -> None:
        """Take an element's end."""
        self._in_title = False

    def data(self, characters: str) -> None:
        """Take characters."""
        if self._in_title:
            self.title = " ".join((self.title + characters).split())
