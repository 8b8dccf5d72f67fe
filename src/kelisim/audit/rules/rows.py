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
_NEAR_WHOLE = 30


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


def overfull_rows(paper: Paper) -> Iterator[Finding]:
    """Find a row, or a column, of shares that does not make 100 where the others of its table do."""
    closing = re.compile(rf"\W*(?:{paper.words.source('shares', 'total_row')})\b.{{0,20}}$", re.IGNORECASE)
    for table in paper.tables:
        heads = [cell.text for cell in table.header]
        rows = [row for row in table.rows[1:] if len(row) == len(heads)]
        columns = [at for at in range(1, len(heads)) if not closing.match(heads[at])]
        kept = [row for row in rows if not closing.match(row[0].text)]
        yield from _unlike_the_others(paper, [(row[0], [row[at] for at in columns]) for row in kept])
        yield from _unlike_the_others(paper, [(table.header[at], [row[at] for row in kept]) for at in columns])


def _unlike_the_others(paper: Paper, lines: list[tuple[Cell, list[Cell]]]) -> Iterator[Finding]:
    sums = []
    for label, cells in lines:
        numbers = [number_in_cell(cell.text) for cell in cells]
        known = [number for number in numbers if number is not None]
        if len(known) == len(cells) >= _FEWEST and all(0 <= value <= 100 for value, _ in known):
            slack = max(step for _, step in known) * (len(known) + 1) / 2
            sums.append(((label, *cells), sum(value for value, _ in known), slack))
    whole = [each for each in sums if abs(each[1] - 100) <= each[2]]
    off = [each for each in sums if abs(each[1] - 100) > each[2] and abs(each[1] - 100) < _NEAR_WHOLE]
    if len(whole) < _FEWEST or len(whole) + len(off) < len(sums) or len(off) > _MOST_WRONG * len(sums):
        return
    for told, made, _ in off:
        yield finding(
            "A503", "error", "arithmetic", 0.78,
            f"These shares make {made:.10g}, and those of the other rows or columns of the table make 100.",
            "correct a share",
            tuple(paper.exact(cell.start, cell.end) for cell in told),
        )  # fmt: skip
