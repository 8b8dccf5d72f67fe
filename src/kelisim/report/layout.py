"""The blocks of a report as they are laid down, with headings numbered as they come."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from kelisim.report.context import Context
from kelisim.report.inlines import sentences
from kelisim.report.tree import Block, Bullets, Figure, Heading, Inlines, Paragraph, Table


@dataclass
class Layout:
    """A report in the making; a heading is laid down only when something follows under it."""

    context: Context
    tables: dict[str, Table]
    figures: dict[str, Figure]
    blocks: list[Block] = field(default_factory=list)
    _waiting: list[Heading] = field(default_factory=list)

    def heading(self, level: int, text: str, identifier: str) -> None:
        """Announce a heading."""
        self._waiting = [one for one in self._waiting if one.level < level]
        self._waiting.append(Heading(level, text, identifier))

    def paragraph(self, *parts: Inlines, role: Literal["text", "lead", "warning", "note"] = "text") -> None:
        """Lay down sentences as one paragraph, nothing where all are empty."""
        content = sentences(parts)
        if content:
            self._lay(Paragraph(content, role))

    def bullets(self, items: Iterable[Inlines], *, ordered: bool = False) -> None:
        """Lay down a list, nothing where it has no items."""
        kept = tuple(item for item in items if item)
        if kept:
            self._lay(Bullets(kept, ordered))

    def table(self, identifier: str) -> None:
        """Lay down a table that is numbered for print."""
        table = self.tables.get(identifier)
        if table is not None and table.number:
            self._lay(table)

    def figure(self, identifier: str) -> None:
        """Lay down a figure that the study has."""
        figure = self.figures.get(identifier)
        if figure is not None and figure.number:
            self._lay(figure)

    def _lay(self, block: Block) -> None:
        self.blocks += self._waiting
        self._waiting = []
        self.blocks.append(block)
