"""Where references lead, and from where records are cited.

One numbering serves every format: the same pass over the tree names the anchors, counts the uses and finds the
references that lead nowhere.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from kelisim.errors import DataError, Problem
from kelisim.report.render.words import KIND_ORDER, numbered, words
from kelisim.report.tree import (
    Block,
    Bullets,
    EvidenceRecord,
    Figure,
    Heading,
    Inlines,
    Paragraph,
    Reference,
    Report,
    Table,
)

FRONT = "report-front"
CONTENTS = "report-contents"
EVIDENCE = "report-evidence"
_LONGEST = 40  # Word cuts bookmark names off beyond this


@dataclass(frozen=True, slots=True)
class Place:
    """A part of the body that cites records: its anchor and its name."""

    anchor: str
    name: str


@dataclass(frozen=True, slots=True)
class Anchors:
    """The anchors of a report.

    ``targets`` leads from a reference's (kind, id) to an anchor; ``places`` from an anchor to the parts of the body
    that cite it, in reading order, once a use; ``unresolved`` holds the references that lead nowhere.
    """

    targets: dict[tuple[str, str], str]
    places: dict[str, tuple[Place, ...]]
    unresolved: tuple[Reference, ...]

    def of(self, reference: Reference) -> str | None:
        """Return the anchor a reference leads to, or None."""
        return self.targets.get((reference.kind, reference.id))


def name(*parts: str) -> str:
    """Return an anchor of ASCII letters, digits, dots, hyphens and underscores, at most 40 long.

    Other characters, the dot among them, become their code points between dots, and what is too long is cut and told
    apart by a digest, so that different parts do not meet in one anchor.
    """
    joined = "-".join(part for part in parts if part)
    plain = re.sub(r"[^A-Za-z0-9_\-]", lambda found: f".{ord(found.group()):x}.", joined)
    if not plain[:1].isalpha():
        plain = f"x{plain}"
    if len(plain) > _LONGEST:
        digest = hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:10]
        plain = f"{plain[: _LONGEST - 11]}-{digest}"
    return plain


def record_anchor(record: EvidenceRecord) -> str:
    """Return the anchor of an evidence record, such as "claim-C012"."""
    return name(record.kind, record.id)


def block_anchor(block: Heading | Table | Figure) -> str:
    """Return the anchor of a heading, a table ("table-sources") or a figure ("figure-output")."""
    if isinstance(block, Heading):
        return name(block.id)
    return name("table" if isinstance(block, Table) else "figure", block.id)


def inlines_of(block: Block) -> Iterator[Inlines]:
    """Yield the running texts of a block in reading order."""
    match block:
        case Paragraph(content=content):
            yield content
        case Bullets(items=items):
            yield from items
        case Table(rows=rows, notes=notes):
            for row in rows:
                yield from row
            yield notes
        case Figure(caption=caption):
            yield caption
        case Heading():
            return


def references_of(block: Block) -> Iterator[Reference]:
    """Yield the references of a block in reading order."""
    for inlines in inlines_of(block):
        for inline in inlines:
            if isinstance(inline, Reference):
                yield inline


def find_anchors(report: Report) -> Anchors:
    """Return the anchors of a report; raise DataError where they cannot be told.

    That is where two parts claim the same anchor, or a table has rows of another length than its heading.
    """
    targets: dict[tuple[str, str], str] = {}
    taken: dict[str, str] = {}
    problems: list[Problem] = []

    def take(anchor: str, what: str) -> None:
        if anchor in taken:
            problems.append(
                Problem(
                    code="report-anchor",
                    what=f"{what} and {taken[anchor]} have the same anchor {anchor!r}",
                    hint="give each heading, table, figure and record an id of its own",
                )
            )
        taken[anchor] = what

    for reserved in (FRONT, CONTENTS, EVIDENCE, *(f"{EVIDENCE}-{kind}" for kind in KIND_ORDER)):
        take(reserved, "a part of the page")
    for record in report.evidence:
        take(record_anchor(record), f"record {record.kind} {record.id}")
        targets[(record.kind, record.id)] = record_anchor(record)
    for block in report.blocks:
        if isinstance(block, Paragraph | Bullets):
            continue
        anchor = block_anchor(block)
        take(anchor, f"{type(block).__name__.lower()} {block.id}")
        if isinstance(block, Table) and any(len(row) != len(block.columns) for row in block.rows):
            problems.append(
                Problem(
                    code="report-table",
                    what=f"table {block.id} has rows of another length than its {len(block.columns)} columns",
                    hint="give each row one cell a column",
                )
            )
        if isinstance(block, Heading):
            for kind in KIND_ORDER:
                if block.id.startswith(f"{kind}-"):
                    targets.setdefault((kind, block.id.removeprefix(f"{kind}-")), anchor)
        else:
            targets.setdefault(("table" if isinstance(block, Table) else "figure", block.id), anchor)
    if problems:
        raise DataError(problems)
    return _with_uses(report, targets)


def _with_uses(report: Report, targets: dict[tuple[str, str], str]) -> Anchors:
    places: dict[str, list[Place]] = {}
    unresolved: dict[Reference, None] = {}

    def use(reference: Reference, place: Place | None) -> None:
        anchor = targets.get((reference.kind, reference.id))
        if anchor is None:
            unresolved[reference] = None
        elif place is not None:
            places.setdefault(anchor, []).append(place)

    front = Place(FRONT, words(report.language)["front"])
    for inline in report.abstract:
        if isinstance(inline, Reference):
            use(inline, front)
    section = front
    for block in report.blocks:
        if isinstance(block, Heading):
            section = Place(block_anchor(block), block.text)
        place = _own_place(block, report.language) if isinstance(block, Table | Figure) else section
        for reference in references_of(block):
            use(reference, place)
    for record in report.evidence:
        for _, value in record.facts:
            for inline in value:
                if isinstance(inline, Reference):
                    use(inline, None)
    return Anchors(targets, {anchor: tuple(found) for anchor, found in places.items()}, tuple(unresolved))


def _own_place(block: Table | Figure, language: str) -> Place:
    word = words(language)["table" if isinstance(block, Table) else "figure"]
    label = f"{word} {block.number}" if block.number else numbered(word, "", block.title, language)
    return Place(block_anchor(block), label)


def unresolved_references(report: Report) -> tuple[Reference, ...]:
    """Return the references that lead to no record, table, figure or heading, each once, in reading order."""
    return find_anchors(report).unresolved
