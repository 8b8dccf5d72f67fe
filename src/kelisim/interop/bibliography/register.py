"""New references into a study's register of sources."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from kelisim.interop.bibliography.build import unique_id
from kelisim.interop.bibliography.duplicates import Index, bare_doi, plain_title
from kelisim.interop.bibliography.exact import FIELDS, cell
from kelisim.interop.bibliography.item import Duplicate
from kelisim.model.source import Source
from kelisim.study.registers import SOURCE_COLUMNS

# Two titles under one id are the same work, perhaps corrected, from this similarity on.
_SAME_WORK = 0.8


@dataclass(frozen=True, slots=True)
class Skipped:
    """A reference that the register holds already: its id, the id there, and what they share."""

    id: str
    existing: str
    shared: str
    differs: tuple[str, ...] = ()

    def __str__(self) -> str:
        text = f"{self.id} stands in the register as {self.existing} (same {self.shared})"
        return f"{text}; it differs in {', '.join(self.differs)}" if self.differs else text


@dataclass(frozen=True, slots=True)
class Renamed:
    """A new reference whose id another source has: the id it came with and the one it got."""

    wanted: str
    given: str

    def __str__(self) -> str:
        return f"{self.wanted} is the id of another source: added as {self.given}"


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did: ``added`` sources, ``skipped`` and ``renamed`` ones, and who must decide what.

    ``undecided`` are the ids of added sources whose publisher's kind was proposed from the item type;
    ``duplicates`` are added sources that repeat one another.
    """

    added: tuple[Source, ...]
    skipped: tuple[Skipped, ...]
    renamed: tuple[Renamed, ...]
    duplicates: tuple[Duplicate, ...]
    undecided: tuple[str, ...]

    def __str__(self) -> str:
        head = f"{len(self.added)} added, {len(self.skipped)} already there"
        lines: list[object] = [*self.skipped, *self.renamed, *self.duplicates]
        if self.undecided:
            lines.append("publisher_kind to be decided: " + ", ".join(self.undecided))
        return "\n".join([head, *(f"  {line}" for line in lines)])


def register_row(source: Source) -> dict[str, str]:
    """Return a source as the cells of sources.csv, in the order of its columns."""
    return {column: cell(source, column) for column in SOURCE_COLUMNS}


def import_into_register(
    existing: Sequence[Source], incoming: Iterable[Source]
) -> tuple[tuple[dict[str, str], ...], ImportReport]:
    """Return the rows to append to the register, and a report of what was added, skipped and renamed.

    A reference is skipped where the register holds its id, its DOI, or its title with no other year; rows that are
    there stay untouched. An id that belongs to a clearly different work is replaced. References that repeat one
    another within the incoming bibliography are all added and listed, since a person must choose. Lineage follows the
    ids.
    """
    there = Index(existing)
    by_id = {source.id: source for source in existing}
    taken = set(by_id)
    added: list[Source] = []
    skipped: list[Skipped] = []
    renamed: list[Renamed] = []
    new_ids: dict[str, str] = {}
    incoming = list(incoming)
    wanted_elsewhere = {source.id for source in incoming}
    for source in incoming:
        match = _already(source, by_id, there)
        if match:
            skipped.append(Skipped(source.id, match[0].id, match[1], _differences(match[0], source)))
            new_ids[source.id] = match[0].id
            continue
        identifier = source.id
        if identifier in taken:
            identifier = unique_id(source.id, taken | (wanted_elsewhere - {source.id}))
            renamed.append(Renamed(source.id, identifier))
        taken.add(identifier)
        new_ids[source.id] = identifier
        added.append(replace(source, id=identifier, row=0))
    added = [replace(source, lineage=tuple(new_ids.get(id, id) for id in source.lineage)) for source in added]
    duplicates: list[Duplicate] = []
    among = Index()
    for source in added:
        if twin := among.find(source):
            duplicates.append(Duplicate(twin[0].id, source.id, twin[1]))
        among.add(source)
    undecided = tuple(source.id for source in added if "is proposed from the item type" in source.note)
    report = ImportReport(tuple(added), tuple(skipped), tuple(renamed), tuple(duplicates), undecided)
    return tuple(register_row(source) for source in added), report


def _already(source: Source, by_id: dict[str, Source], there: Index) -> tuple[Source, str] | None:
    named = by_id.get(source.id)
    if named and _same_work(named, source):
        return named, "id"
    return there.find(source)


def _same_work(named: Source, source: Source) -> bool:
    doi = bare_doi(source.doi).casefold()
    if doi and doi == bare_doi(named.doi).casefold():
        return True
    return SequenceMatcher(None, plain_title(named.title), plain_title(source.title)).ratio() >= _SAME_WORK


def _differences(there: Source, source: Source) -> tuple[str, ...]:
    """Return the fields in which the reference says more or other than the register, but for kelisim's own ones."""
    own = ("id", "publisher_kind", "category", "note")
    return tuple(
        name for name in FIELDS if name not in own and cell(source, name) and cell(source, name) != cell(there, name)
    )
