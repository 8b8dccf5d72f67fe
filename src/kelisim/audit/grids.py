"""Tables as named rows by named columns, whichever way round they stand, for what the text says of their rows."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kelisim.audit.paper import Paper
from kelisim.audit.rules.shares import number_in_cell
from kelisim.audit.structure import Cell, Table
from kelisim.audit.tabled import caption_of

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_SHORTEST, _ROOT = 3, 5
_STEM_END = re.compile(r"(?:[ыи]й|[аяо]я|ое|ые|[аяоеёыийьую])$")


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as named rows by named columns, either way round; years are columns where there are any."""

    table: Table
    names: tuple[str, ...]
    years: tuple[int | None, ...]
    heads: tuple[str, ...]
    cells: tuple[tuple[Cell | None, ...], ...]

    def total(self, column: int) -> float | None:
        """Return the sum of a column."""
        values = [self.value(row, column) for row in range(len(self.names))]
        known = [value for value in values if value is not None]
        return sum(known) if len(known) == len(values) else None

    def value(self, row: int, column: int) -> float | None:
        """Return the number of a cell."""
        cell = self.cells[row][column]
        number = number_in_cell(cell.text) if cell is not None else None
        return None if number is None else number[0]


def grids_of(paper: Paper) -> list[Grid]:
    """Return the tables of a paper with their rows named, rows of totals left out."""
    label = re.compile(rf"\W*(?:{paper.words.source('shares', 'total_row')})\b.{{0,20}}$", re.IGNORECASE)
    found = []
    for table in paper.tables:
        heads = [cell.text.strip() for cell in table.header]
        rows = [row for row in table.rows[1:] if len(row) == len(heads)]
        if len(rows) < 2 or len(heads) < 2:
            continue
        side = [row[0].text.strip() for row in rows]
        dated = [at for at, name in enumerate(side) if not label.match(name)]
        if len(dated) > 1 and all(_is_year(side[at]) for at in dated):
            rows, side = [rows[at] for at in dated], [side[at] for at in dated]
        if all(_is_year(name) for name in side):
            kept = [at for at in range(1, len(heads)) if not label.match(heads[at])]
            caption = caption_of(paper, table)
            if len(kept) == len(heads) - 1 and not (caption and re.search(r"\bby\b", caption.title)):
                # Columns of several measures: none of them is larger than another.
                continue
            cells = tuple(tuple(row[at] for row in rows) for at in kept)
            names = tuple(heads[at] for at in kept)
            found.append(Grid(table, names, tuple(int(_YEAR.findall(name)[0]) for name in side), tuple(side), cells))
            continue
        kept = [at for at, row in enumerate(rows) if not label.match(row[0].text)]
        if _sums_up(rows) and len(rows) - 1 in kept:
            kept.remove(len(rows) - 1)
        names = tuple(side[at] for at in kept)
        years = tuple(int(_YEAR.findall(head)[0]) if _is_year(head) else None for head in heads[1:])
        found.append(Grid(table, names, years, tuple(heads[1:]), tuple(tuple(rows[at][1:]) for at in kept)))
    return found


def _is_year(text: str) -> bool:
    return re.fullmatch(r"\D{0,6}(?:19|20)\d\d\D{0,6}", text) is not None


def _sums_up(rows: list[tuple[Cell, ...]]) -> bool:
    """Say whether the last row is the sum of the others in its first column of numbers."""
    numbers = [number_in_cell(row[1].text) for row in rows]
    known = [number[0] for number in numbers if number is not None]
    return len(known) == len(numbers) > 2 and abs(sum(known[:-1]) - known[-1]) <= 0.02 * abs(known[-1])


def rows_named(grid: Grid, text: str, first: int, stop: int) -> list[int]:
    """Return the rows whose name stands in a span; a longer name hides the shorter within it."""
    found = []
    said = text[first:stop].lower()
    names = [name.lower() for name in grid.names]
    for row in sorted(range(len(names)), key=lambda at: -len(names[at])):
        name = names[row]
        # Chinese puts no blanks between words, and says much with two characters.
        han = re.search("[\u4e00-\u9fff]", name) is not None
        form = re.escape(name) if han else rf"(?<![\w-]){_bent(name)}(?!\w)"
        if (len(name) >= _SHORTEST or (han and len(name) > 1)) and re.search(form, said):
            found.append(row)
            said = re.sub(form, " ", said)
    return sorted(found)


def _bent(name: str) -> str:
    """Return the pattern of a name in any case: Russian and Kazakh names change their endings."""
    if not re.search("[а-яё]", name):
        return re.escape(name)
    return r"[\s-]".join(
        rf"{re.escape(_STEM_END.sub('', word))}\w{{0,5}}" if len(word) > _SHORTEST else re.escape(word)
        for word in re.split(r"[\s-]", name)
    )


def kin(one: frozenset[str], other: frozenset[str]) -> bool:
    """Say whether two sets of stems share one; five letters are enough where endings leave stems of several lengths."""
    starts = {word[:_ROOT] for word in other}
    return bool(one & other) or any(len(word) >= _ROOT and word[:_ROOT] in starts for word in one)
