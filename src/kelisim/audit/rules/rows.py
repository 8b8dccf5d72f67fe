"""A5: rows of a table that do not make their total, and totals that no head calls so but the numbers do."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kelisim.audit.paper import Paper, finding, short
from kelisim.audit.rules.shares import number_in_cell
from kelisim.audit.structure import Cell, Table
from kelisim.model.finding import Finding

# A column or a row is a total where most of what it closes bears that out.
_MOST_WRONG = 0.45
_FEWEST = 2


def wrong_row_totals(paper: Paper) -> Iterator[Finding]:
    """Find a cell in a column of totals that the cells of its row do not make."""
    label = re.compile(rf"\W*(?:{paper.words.source('shares', 'total_row')})\b.{{0,20}}$", re.IGNORECASE)
    for table in paper.tables:
        heads = [cell.text for cell in table.header]
        columns = [at for at in range(2, len(heads)) if label.match(heads[at])]
        if len(columns) != 1 or len(table.rows) < 3:
            continue
        column = columns[0]
        rows = [row for row in table.rows[1:] if len(row) == len(heads)]
        for parts in _parts_of(heads, column):
            judged = [(row, _judge([row[at] for at in parts], row[column])) for row in rows]
            known = [each for each in judged if each[1] is not None]
            wrong = [(row, total) for row, total in known if isinstance(total, float)]
            if len(known) - len(wrong) < _FEWEST or len(wrong) > _MOST_WRONG * len(known):
                continue
            for row, total in wrong:
                yield finding(
                    "A503", "error", "arithmetic", 0.82,
                    f"The cells of the row {short(row[0].text, 40)!r} make {total:.10g}, and its total is given as "
                    f"{row[column].text.strip()}.",
                    "recompute the total from the cells of its row",
                    (paper.exact(row[0].start, row[-1].end),),
                )  # fmt: skip
            break


def _parts_of(heads: list[str], column: int) -> Iterator[list[int]]:
    """Give the columns that a column of totals may be of: those before it, those after it, all others; no shares."""
    plain = [at for at in range(1, len(heads)) if at != column and not re.search(r"%|per ?cent|share", heads[at], re.I)]
    for parts in ([at for at in plain if at < column], [at for at in plain if at > column], plain):
        if len(parts) >= 2:
            yield parts


def _judge(cells: list[Cell], total: Cell) -> float | bool | None:
    """Return True where cells make their total, what they make where they do not, None where it cannot be told."""
    closing = number_in_cell(total.text)
    if closing is None:
        return None
    numbers = [number_in_cell(cell.text) for cell in cells]
    known = [number for number in numbers if number is not None]
    bare = [cell.text.strip() for cell, number in zip(cells, numbers, strict=True) if number is None]
    if len(known) < 2 or any(text not in ("", "–", "—", "-", "0") for text in bare):
        return None
    summed = sum(value for value, _ in known)
    slack = max(step for _, step in (*known, closing)) * (len(known) + 1) / 2
    whole = all(step == 1 for _, step in (*known, closing))
    fits = abs(summed - closing[0]) <= (1e-9 if whole and len(known) < 4 and summed < 10_000 else slack + 1e-9)
    return True if fits else summed


def wrong_totals_unnamed(paper: Paper) -> Iterator[Finding]:
    """Find a last row that sums the rows above it in most columns, whatever it is called, and in one does not."""
    own = paper.words
    named = re.compile(
        rf"\W*(?:{own.source('shares', 'total_row')}|{own.source('shares', 'mean_row')})\b", re.IGNORECASE
    )
    for table in paper.tables:
        last = table.rows[-1]
        if len(table.rows) < 5 or not last or named.match(last[0].text) or re.fullmatch(r"\D*\d{4}\D*", last[0].text):
            continue
        judged = {column: _column(table, column) for column in range(1, len(last))}
        known = {column: total for column, total in judged.items() if total is not None}
        wrong = {column: total for column, total in known.items() if isinstance(total, float)}
        if len(known) - len(wrong) < _FEWEST or len(wrong) > _MOST_WRONG * len(known):
            continue
        for column, total in wrong.items():
            yield finding(
                "A503", "error", "arithmetic", 0.78,
                f"The rows of the column {short(table.header[column].text, 40)!r} make {total:.10g}, and the last row, "
                f"which sums the other columns, has {last[column].text.strip()}.",
                "recompute the total from the rows",
                (paper.exact(last[column].start, last[column].end), paper.exact(last[0].start, last[-1].end)),
            )  # fmt: skip


def _column(table: Table, column: int) -> float | bool | None:
    rows = table.rows[1:]
    if column >= len(table.header) or any(column >= len(row) for row in rows):
        return None
    cells = [row[column] for row in rows]
    numbers = [number_in_cell(cell.text) for cell in cells]
    known = [number[0] for number in numbers if number is not None]
    # Noughts sum to nought, and a sum of several numbers is larger than each of them.
    if len(known) < len(numbers) or sum(value > 0 for value in known[:-1]) < _FEWEST or known[-1] <= max(known[:-1]):
        return None
    return _judge(cells[:-1], cells[-1])
