"""A study as exchange sees it: its files, texts and journals, and the GUID of everything in them."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass

from kelisim.errors import DataError, MissingExtra, Problem, StudyError
from kelisim.interop.qda.exchange import Exchange
from kelisim.interop.qda.identity import derived, valid
from kelisim.model.coding import Coding
from kelisim.model.document import Document
from kelisim.model.source import Source
from kelisim.model.study import JournalEntry, StudyData
from kelisim.stages.code import codings_in_force
from kelisim.study.journal import read_all
from kelisim.study.layout import Layout
from kelisim.study.load import load_study
from kelisim.text.reading import read


@dataclass(slots=True)
class StudyView:
    """A study with the texts of its documents; no stage is run for it.

    ``lines`` are those of all journals, whether they count still or not: what was taken back must not come again.
    """

    layout: Layout
    data: StudyData
    documents: dict[str, Document]
    exchange: Exchange
    lines: list[JournalEntry]

    @classmethod
    def open(cls, layout: Layout) -> StudyView:
        """Read a study; raises ``StudyError`` with every file that cannot be read."""
        data = load_study(layout)
        problems: list[Problem] = []
        documents = {}
        for source in data.sources:
            if source.file:
                try:
                    documents[source.id] = _document(layout, source)
                except (DataError, MissingExtra) as error:
                    first = error.problems[0]
                    problems.append(Problem("unreadable", first.what, first.hint, source.file))
        if problems:
            raise StudyError(problems)
        lines = [entry for journal in read_all(layout) for entry in journal.entries]
        return cls(layout, data, documents, Exchange.read(layout), lines)

    def source_guid(self, identifier: str) -> str:
        """Return the GUID of a document's source."""
        return self.exchange.source(identifier, self.documents[identifier].text_sha256)

    def code_guids(self) -> dict[str, str]:
        """Return the GUID of every code, those included that journals use and the codebook does not define."""
        guids = {code.id: self.exchange.code(code.id, code.name) for code in self.data.codebook.codes}
        for entry in self.lines:
            code = str(entry.body.get("code", ""))
            if entry.act == "code" and code and code not in guids:
                guids[code] = self.exchange.code(code, code)
        return guids

    def codings(self) -> tuple[list[tuple[Coding, str, str]], list[str]]:
        """Return each coding in force with its GUID and that of its selection, and the lines that found no place."""
        force = codings_in_force(self.data.journal, self.documents, self.data.codebook)
        guids = self.coding_guids()
        return [(one, *guids[one.journal, one.line]) for one in force.codings], list(force.unanchored)

    def coding_guids(self) -> dict[tuple[str, int], tuple[str, str]]:
        """Return the GUIDs of coding and selection for each code line, in force or not, by journal and line."""
        seen: Counter[str] = Counter()
        guids = {}
        for entry in self.lines:
            document = str(entry.target.get("document", ""))
            if entry.act != "code" or document not in self.documents:
                continue
            origin = entry.body.get("origin")
            span = entry.target.get("start"), entry.target.get("end")
            own = derived("coding", entry.actor, document, *span, entry.body.get("code"), entry.time)
            seen[own] += 1
            if seen[own] > 1:
                own = derived("coding", own, seen[own])
            selection = derived("selection", own)
            if isinstance(origin, dict) and origin.get("guid"):
                own = valid(str(origin["guid"]))
                selection = valid(str(origin.get("selection") or derived("selection", own)))
            guids[entry.journal, entry.line] = own, selection
        return guids


def _document(layout: Layout, source: Source) -> Document:
    data = (layout.root / source.file).read_bytes()
    text = read(data, name=source.file).text
    digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
    return Document(source.id, source.file, hashlib.sha256(data).hexdigest(), text, digest, source.language)


def memo_guid(entry: JournalEntry) -> str:
    """Return the GUID of a memo line: the one it came with, or one from its content."""
    origin = entry.body.get("origin")
    if isinstance(origin, dict) and origin.get("guid"):
        return valid(str(origin["guid"]))
    return derived("memo", entry.actor, entry.time, sorted(entry.target.items()), entry.body.get("text"))
