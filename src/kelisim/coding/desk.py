"""A coder's desk: the documents to code, where a quote stands in one, and who may do what."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath
from typing import Any

from kelisim.engine.inputs import StudyFile, hashes
from kelisim.errors import Problem, StudyError, UsageError, nearest
from kelisim.model.coding import Coding
from kelisim.model.document import Document
from kelisim.model.journal import is_machine
from kelisim.model.study import JournalEntry, StudyData
from kelisim.stages import collect
from kelisim.stages.code.force import Finder, coding_of, documents_done
from kelisim.stages.passages import locate
from kelisim.study.journal import journal_path
from kelisim.study.layout import Layout
from kelisim.study.load import load_study
from kelisim.text import anchors

Span = tuple[int, int]
_SHOWN = 5


@dataclass(frozen=True)
class Desk:
    """A study as somebody who judges needs it: what was written, and single documents read when asked for."""

    layout: Layout
    data: StudyData

    @classmethod
    def of(cls, layout: Layout) -> Desk:
        """Return the desk of a study; raises ``StudyError`` for one that cannot be read."""
        return cls(layout, load_study(layout))

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The sources that have a file, in the order of the register."""
        return tuple(source.id for source in self.data.sources if source.file)

    @property
    def coders(self) -> tuple[str, ...]:
        """The people whose codings are compared: those the protocol declares, or all who coded."""
        coded = (entry.actor for entry in self.data.journal if entry.act == "code")
        named = self.data.protocol.coding.coders or tuple(dict.fromkeys(coded))
        return tuple(name for name in named if not is_machine(name))

    def named(self, name: str) -> str:
        """Return the id of a document; raises ``UsageError``, with the nearest id, where there is none."""
        if name not in self.names:
            raise UsageError(f"no document is called {name!r}", nearest(name, self.names) or _sources_hint(self))
        return name

    def document(self, name: str) -> Document:
        """Return a document as kelisim reads it."""
        self.named(name)
        source = next(one for one in self.data.sources if one.id == name)
        found = hashes(self.layout.root, [source.file])
        if source.file not in found:
            problem = Problem("missing-file", f"the file of {name} is not there", "put it back", source.file)
            raise StudyError(problem)
        file = StudyFile(self.layout.root / source.file, source.file, found[source.file])
        return collect.run(sources=[source], files={source.file: file}).documents[0]

    def code(self, identifier: str) -> str:
        """Return the id of a code; raises ``UsageError``, with the nearest id, where the codebook has none."""
        known = [code.id for code in self.data.codebook.codes]
        if identifier not in known:
            hint = nearest(identifier, known) or "codebook.toml says which there are"
            raise UsageError(f"the codebook defines no code {identifier!r}", hint)
        return identifier

    def coder(self, name: str) -> str:
        """Return the name of a coder; raises ``UsageError`` for one whom the study does not name."""
        journal_path(self.layout, name)
        declared = self.data.protocol.coding.coders
        if declared and name not in declared:
            hint = nearest(name, declared) or ""
            raise UsageError(f"study.toml names no coder {name!r}", f"{hint} Add new ones to [coding] coders".strip())
        if is_machine(name):
            raise UsageError(f"{name} is a machine coder", "machines code with kelisim machine")
        return name

    def waiting(self, documents: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
        """Return, for each of the documents that is not finished, the coders who have not said that they are done."""
        done = documents_done(self.data.journal)
        absent = {name: tuple(one for one in self.coders if name not in done.get(one, ())) for name in documents}
        return {name: people for name, people in absent.items() if people}

    def is_done(self, coder: str, document: str) -> bool:
        """Say whether a coder is done with a document."""
        return document in documents_done(self.data.journal).get(coder, ())

    def codings(self, coder: str, document: Document) -> list[tuple[JournalEntry, Coding]]:
        """Return a coder's codings of a document in force, with the lines that made them."""
        finder = Finder({document.source: document})
        found = []
        for entry in self.data.journal:
            if entry.act == "code" and entry.actor == coder and entry.target.get("document") == document.source:
                passage = finder.passage(entry.target)
                if passage is not None:
                    found.append((entry, coding_of(entry, str(entry.body.get("code", "")), passage)))
        return found


def passage_of(document: Document, quote: str = "", *, span: Span | None = None, near: int | None = None) -> Span:
    """Return where a passage stands in a document, in code points: a span as given, or the place of a quote.

    ``near`` chooses between several places: the one that begins there. Raises ``UsageError`` where the quote does not
    stand in the document, or stands there several times and nothing says which is meant.
    """
    text = document.text
    name = PurePosixPath(document.file).name
    if span is not None:
        start, end = span
        if not 0 <= start < end <= len(text):
            what = f"[{start}, {end}) is no passage of {document.source}, which has {len(text)} characters"
            raise UsageError(what, "offsets are Unicode code points, end exclusive")
        if quote and text[start:end] != quote:
            shown = text[start : min(end, start + 60)]
            raise UsageError(f"at [{start}, {end}) {name} reads {shown!r}", "give the quote or the span, not both")
        return span
    if not quote.strip():
        raise UsageError("no passage is named", "give --quote with its words, or --span START:END")
    starts = _all(text, quote)
    if near is not None and near in starts:
        return near, near + len(quote)
    if len(starts) > 1:
        places = ", ".join(f"{one} (line {text.count(chr(10), 0, one) + 1})" for one in starts[:_SHOWN])
        more = f" and {len(starts) - _SHOWN} more" if len(starts) > _SHOWN else ""
        what = f"the quote stands {len(starts)} times in {name}: at {places}{more}"
        raise UsageError(what, "quote more of it, or say where it begins with --at")
    if starts:
        return starts[0], starts[0] + len(quote)
    place = locate(text, quote, near=near)
    if place is None:
        raise UsageError(f"{name} does not hold {quote[:60]!r}", "copy the words from the document as it stands")
    return place


def target_of(document: Document, start: int, end: int) -> dict[str, Any]:
    """Return how a journal names a passage: its place, its words, and the words around it."""
    anchor = anchors.make(document.text, start, end)
    return {
        "document": document.source,
        "start": start,
        "end": end,
        "quote": anchor.quote,
        "prefix": anchor.prefix,
        "suffix": anchor.suffix,
    }


def _all(text: str, quote: str) -> list[int]:
    places, at = [], text.find(quote)
    while at >= 0:
        places.append(at)
        at = text.find(quote, at + 1)
    return places


def _sources_hint(desk: Desk) -> str:
    return "documents go by the ids of sources.csv" if desk.names else "no source in sources.csv has a file yet"
