"""A report shortened for one edition: long tables to their first rows, evidence to what is cited.

A study with thousands of sources makes tables that no reader pages through and that print engines choke on. What an
edition leaves out stands whole in the tables beside it, and the edition says so.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from kelisim.report.render.anchors import find_anchors, record_anchor
from kelisim.report.render.words import words
from kelisim.report.tree import (
    Block,
    Bullets,
    EvidenceRecord,
    Figure,
    Inlines,
    Paragraph,
    Reference,
    Report,
    Table,
    Text,
)

# A list such as the references may run longer than a table: its items are lines.
_ITEMS_A_ROW: Final = 3


def abridged(report: Report, *, rows: int | None, records: int | None) -> tuple[Report, tuple[str, ...]]:
    """Return a report with at most ``rows`` rows a table and, beyond ``records`` records, only the cited evidence.

    A list may have three times as many items.
    Cited are the records that what is left of the body refers to, and the sources and series these rest on; a
    reference to any other record becomes plain words. The second part holds the sentences that say what was left out.
    """
    say = words(report.language)
    short = replace(report, blocks=tuple(_first_rows(block, rows, say["first_rows"]) for block in report.blocks))
    if records is None or len(report.evidence) <= records:
        return short, ()
    kept = _cited(short)
    gone = {(record.kind, record.id) for record in report.evidence} - {(record.kind, record.id) for record in kept}

    def plain(content: Inlines) -> Inlines:
        return tuple(
            Text(inline.text) if isinstance(inline, Reference) and (inline.kind, inline.id) in gone else inline
            for inline in content
        )

    short = replace(
        short,
        abstract=plain(short.abstract),
        blocks=tuple(_mapped(block, plain) for block in short.blocks),
        evidence=tuple(
            replace(record, facts=tuple((label, plain(value)) for label, value in record.facts)) for record in kept
        ),
    )
    return short, (say["limited"].format(printed=len(kept), total=len(report.evidence)),)


def _first_rows(block: Block, rows: int | None, note: str) -> Block:
    if rows is None:
        return block
    if isinstance(block, Bullets) and len(block.items) > _ITEMS_A_ROW * rows:
        kept = _ITEMS_A_ROW * rows
        sentence = note.format(printed=kept, total=len(block.items), file="tables")
        return replace(block, items=(*block.items[:kept], (Text(sentence),)))
    if not isinstance(block, Table) or len(block.rows) <= rows:
        return block
    sentence = note.format(printed=rows, total=len(block.rows), file=f"tables/{block.id}.csv")
    notes = (*block.notes, Text(f" {sentence}" if block.notes else sentence))
    return replace(block, rows=block.rows[:rows], notes=notes)


def _cited(report: Report) -> tuple[EvidenceRecord, ...]:
    anchors = find_anchors(report)
    wanted = set(anchors.places)
    for record in report.evidence:
        if record_anchor(record) in anchors.places:
            for _, value in record.facts:
                for inline in value:
                    if isinstance(inline, Reference) and inline.kind in ("source", "series"):
                        wanted.add(anchors.targets.get((inline.kind, inline.id), ""))
    return tuple(record for record in report.evidence if record_anchor(record) in wanted)


def _mapped(block: Block, change: Callable[[Inlines], Inlines]) -> Block:
    match block:
        case Paragraph():
            return replace(block, content=change(block.content))
        case Bullets():
            return replace(block, items=tuple(change(item) for item in block.items))
        case Table():
            cells = tuple(tuple(change(cell) for cell in row) for row in block.rows)
            return replace(block, rows=cells, notes=change(block.notes))
        case Figure():
            return replace(block, caption=change(block.caption))
        case _:
            return block
