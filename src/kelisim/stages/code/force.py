"""The codings that count: not taken back, their codes read by the codebook of today, their passages found again."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kelisim.model.coding import Codebook, Coding
from kelisim.model.document import Document, Passage
from kelisim.model.journal import in_force
from kelisim.model.study import JournalEntry
from kelisim.stages.passages import locate


@dataclass(frozen=True, slots=True)
class Force:
    """Codings in force, the journal lines whose passage is gone, and those whose code a later codebook maps.

    ``moved`` are the lines whose words stand elsewhere in their document than they were coded.
    """

    codings: tuple[Coding, ...]
    unanchored: tuple[str, ...] = ()
    mapped: tuple[tuple[str, str, str], ...] = ()
    moved: tuple[str, ...] = ()


def codings_in_force(
    journal: Sequence[JournalEntry], documents: Mapping[str, Document], codebook: Codebook | None = None
) -> Force:
    """Return the codings that no later line takes back, re-anchored by their quotes, and what became of the others.

    Two codings of one coder that come to mean the same code on the same passage are one, the later.
    """
    found: dict[tuple[str, str, str, int, int], Coding] = {}
    lost: list[str] = []
    mapped: list[tuple[str, str, str]] = []
    moved: list[str] = []
    finder = Finder(documents)
    for entry in in_force(journal):
        if entry.act != "code":
            continue
        place = f"{entry.journal}:{entry.line}"
        passage = finder.passage(entry.target)
        if passage is None:
            lost.append(place)
            continue
        if passage.start != entry.target.get("start", passage.start):
            moved.append(place)
        written = str(entry.body.get("code", ""))
        code = code_today(written, entry, codebook)
        if code != written:
            mapped.append((place, written, code))
        if not code:
            continue
        coding = coding_of(entry, code, passage)
        found[coding.coder, code, passage.source, passage.start, passage.end] = coding
    return Force(tuple(found.values()), tuple(lost), tuple(mapped), tuple(moved))


def coding_of(entry: JournalEntry, code: str, passage: Passage) -> Coding:
    """Return the coding that a journal entry makes."""
    return Coding(
        coder=entry.actor,
        code=code,
        passage=passage,
        time=entry.time,
        memo=str(entry.body.get("memo", "")),
        journal=entry.journal,
        line=entry.line,
        demonstration=entry.demonstration,
    )


def code_today(code: str, entry: JournalEntry, codebook: Codebook | None) -> str:
    """Return what a code written in a journal means by the codebook of today, "" where it counts no more.

    A mapping applies to lines that name an older codebook (``codebook`` in the line) than ``since_version``. Lines that
    name none are taken to be older where the codebook no longer has the code, and to mean it where it has.
    """
    if codebook is None or not codebook.mappings:
        return code
    onward = {mapping.old: mapping for mapping in codebook.mappings}
    today = {one.id for one in codebook.codes}
    version = str(entry.body.get("codebook", ""))
    seen: set[str] = set()
    while code in onward and code not in seen:
        mapping = onward[code]
        older = _order(version) < _order(mapping.since_version) if version else code not in today
        if not older:
            break
        seen.add(code)
        code = mapping.new
    return code


def _order(version: str) -> list[tuple[int, str]]:
    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.findall(r"\d+|[^\d.\s]+", version)]


class Finder:
    """Finds the passages of journal targets in the documents as they stand now."""

    def __init__(self, documents: Mapping[str, Document]) -> None:
        self.documents = documents
        self._line_ends: dict[str, list[int]] = {}

    def passage(self, target: Mapping[str, object]) -> Passage | None:
        """Return the passage a target means, None where its document or its quote is gone."""
        document = self.documents.get(str(target.get("document", "")))
        if document is None:
            return None
        quote, start = str(target.get("quote", "")), target.get("start")
        prefix, suffix = str(target.get("prefix", "")), str(target.get("suffix", ""))
        place = locate(document.text, quote, prefix, suffix, start if isinstance(start, int) else None)
        if place is None:
            return None
        words = document.text[place[0] : place[1]]
        line = self.line(document, place[0])
        return Passage(document.source, place[0], place[1], words, prefix, suffix, line, document.file)

    def line(self, document: Document, position: int) -> int:
        """Return the line of a document on which a position stands."""
        ends = self._line_ends.get(document.source)
        if ends is None:
            ends = [match.start() for match in re.finditer("\n", document.text)]
            self._line_ends[document.source] = ends
        return bisect_left(ends, position) + 1


def anchored(target: Mapping[str, object], documents: Mapping[str, Document]) -> Passage | None:
    """Return the passage a journal target means in the text as it stands now, None where its quote is gone."""
    return Finder(documents).passage(target)


def documents_read(journal: Sequence[JournalEntry], codings: Sequence[Coding]) -> dict[str, set[str]]:
    """Return the documents each coder has worked through: those said to be done, or else those with a coding."""
    read: dict[str, set[str]] = {}
    for coding in codings:
        read.setdefault(coding.coder, set()).add(coding.passage.source)
    for coder, done in documents_done(journal).items():
        read.setdefault(coder, set()).update(done)
    return read


def documents_done(journal: Sequence[JournalEntry]) -> dict[str, set[str]]:
    """Return the documents that each person has said to be done, and not taken up again since."""
    done: dict[str, set[str]] = {}
    for entry in in_force(journal):
        if entry.act == "note" and entry.body.get("state") == "done":
            done.setdefault(entry.actor, set()).add(str(entry.target.get("document", "")))
    return done
