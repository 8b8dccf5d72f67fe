"""Plain columns for a terminal."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Sequence


def columns(table: Sequence[Sequence[str]], *, right: Collection[int] = ()) -> list[str]:
    """Return rows with their cells set in columns, two spaces apart; ``right`` names those set to the right."""
    if not table:
        return []
    widths = [max(_width(row[i]) for row in table) for i in range(len(table[0]))]
    return ["  ".join(_set(cell, widths[i], right=i in right) for i, cell in enumerate(row)).rstrip() for row in table]


def _set(cell: str, width: int, *, right: bool) -> str:
    blank = " " * (width - _width(cell))
    return blank + cell if right else cell + blank


def _width(text: str) -> int:
    """Return how many cells of a terminal a text takes: two for wide characters, none for combining ones."""
    return sum(
        0 if unicodedata.combining(one) else 2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text
    )
