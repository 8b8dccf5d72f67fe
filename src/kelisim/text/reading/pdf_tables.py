"""Tables of a PDF page: their cells, told from prose by where the characters stand and in what order they were drawn.

Every producer draws a table row by row and a row cell by cell. A cell therefore begins where the pen moves to the right
over a gap wider than a blank between words, on the same line or back up to the row's first line; in prose the pen only
moves down, and in a second column of prose it moves up over many lines. Rows whose cells stand under each other
are a table.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

# All in heights of a line: the gap between cells, what a line may stand off its row, the gap to a wrapped line.
_GAP, _LEVEL, _WRAPPED = 0.8, 0.4, 1.1
# A blank that was drawn belongs to a line of words, however far it was stretched to justify it.
_STRETCHED = 3.0
_MOST_WRAPPED = 9
_CLOSE = 0.5
_LEAST_ROWS = 3
_LIST_MARK = re.compile(r"(?:[\[(]?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[\])]?[.:]?|[•▪◦●*–—-]|[¹²³⁴-⁹])\s*")
_LEADERS = re.compile(r"(?:\.\s?){4,}|…{2,}")
_SHORT = 32


class Character(NamedTuple):
    """A character of a page's text layer with its box; ``made`` where it was not drawn but inferred."""

    text: str
    made: bool
    left: float
    bottom: float
    right: float
    top: float


@dataclass(slots=True)
class _Piece:
    """Characters drawn on one line without a gap: their place in the page's text and their box."""

    start: int
    end: int
    text: str
    left: float
    right: float
    bottom: float
    top: float

    @property
    def height(self) -> float:
        return max(self.top - self.bottom, 1.0)

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


@dataclass(slots=True)
class _Row:
    """Cells that stand beside each other, each a list of lines."""

    cells: list[list[_Piece]] = field(default_factory=list)

    @property
    def start(self) -> int:
        return self.cells[0][0].start

    @property
    def end(self) -> int:
        return max(piece.end for cell in self.cells for piece in cell)


def text_with_tables(characters: Sequence[Character]) -> str:
    """Return a page's text with each row of its tables on a line of the form "| a | b |"; "" where it has no table."""
    text = "".join(character.text for character in characters)
    pieces, found = _pieces(characters), False
    for run in reversed(_tables(_rows(pieces))):
        columns = _columns(run)
        if columns is None:
            continue
        rows = _without_strangers(run, columns)
        if sum(sum(map(bool, _cells(row, columns))) > 1 for row in rows) < _LEAST_ROWS:
            continue
        lines = "".join(f"| {' | '.join(_cells(row, columns))} |\r\n" for row in rows)
        first, last = rows[0].start, rows[-1].end
        before = "" if first == 0 or text[first - 1] == "\n" else "\r\n"
        text = text[:first] + before + lines + text[last:].lstrip("\r\n")
        found = True
    return text if found else ""


def _pieces(characters: Sequence[Character]) -> list[_Piece]:
    found: list[_Piece] = []
    start: int | None = None
    last: Character | None = None
    drawn = False
    for index, one in enumerate(characters):
        ends = one.made and not one.text.isspace()
        blank = one.text.isspace() or one.made or one.text == "\x02"
        drawn = drawn or (one.text.isspace() and not one.made)
        if (
            start is not None
            and last is not None
            and (one.text in "\r\n\x02" or ends or (not blank and _apart(last, one, drawn)))
        ):
            found.append(_piece(characters, start, index))
            start = None
        if not blank:
            start = index if start is None else start
            last, drawn = one, False
    if start is not None:
        found.append(_piece(characters, start, len(characters)))
    return found


def _apart(last: Character, one: Character, drawn: bool) -> bool:
    height = max(last.top - last.bottom, one.top - one.bottom, 1.0)
    level = abs((last.top + last.bottom) - (one.top + one.bottom)) / 2 < _LEVEL * height
    return (
        not level or one.left - last.right > (_STRETCHED if drawn else _GAP) * height or one.right < last.left - height
    )


def _piece(characters: Sequence[Character], start: int, end: int) -> _Piece:
    drawn = [one for one in characters[start:end] if not one.made and not one.text.isspace()]
    text = "".join(one.text for one in characters[start:end]).rstrip("\r\n ")
    divided = end < len(characters) and characters[end].text == "\x02"
    return _Piece(
        start,
        start + len(text),
        text + ("\x02" if divided else ""),
        min(one.left for one in drawn),
        max(one.right for one in drawn),
        min(one.bottom for one in drawn),
        max(one.top for one in drawn),
    )


def _rows(pieces: Sequence[_Piece]) -> list[_Row]:
    """Group pieces, in the order in which they were drawn, to rows; a line of prose is a row of one cell."""
    rows: list[_Row] = []
    # The lines since the pen last came back to the left: they may turn out to be one wrapped first cell.
    since = 0
    for piece in pieces:
        row = rows[-1] if rows else None
        last = row.cells[-1][-1] if row else None
        if row is None or last is None:
            rows.append(_Row([[piece]]))
            continue
        if _beside(last, piece):
            if len(row.cells) == 1 and len(row.cells[0]) == 1:
                since = len(rows) - 1
            row.cells.append([piece])
        elif _back_up(row, last, piece):
            first = _first_line(rows, since, piece)
            if first is None:
                rows.append(_Row([[piece]]))
                since = len(rows) - 1
                continue
            wrapped = [one for other in rows[first:] for one in other.cells[0]] if len(row.cells) == 1 else None
            if wrapped is not None:
                rows[first:] = [_Row([wrapped])]
            rows[-1].cells.append([piece])
        elif len(row.cells) > 1 and _goes_on(row, last, piece):
            row.cells[-1].append(piece)
        else:
            if len(row.cells) > 1:
                since = len(rows)
            rows.append(_Row([[piece]]))
    return rows


def _beside(last: _Piece, piece: _Piece) -> bool:
    height = max(last.height, piece.height)
    return abs(last.middle - piece.middle) < _LEVEL * height and piece.left > last.right


def _back_up(row: _Row, last: _Piece, piece: _Piece) -> bool:
    """Say whether the pen moved to the right of the cell it drew, back up to the row's height."""
    right = max(one.right for one in row.cells[-1])
    return piece.left > right and piece.middle > last.top - _LEVEL * last.height


def _first_line(rows: list[_Row], since: int, piece: _Piece) -> int | None:
    """Return the row with which the wrapped first cell begins that a piece stands beside, None where it is none."""
    row = rows[-1]
    if len(row.cells) > 1:
        highest = max(cell[0].top for cell in row.cells)
        lowest = min(cell[-1].bottom for cell in row.cells)
        return len(rows) - 1 if lowest - piece.height < piece.middle < highest + piece.height / 2 else None
    lines = rows[max(since, len(rows) - _MOST_WRAPPED) :]
    if any(len(one.cells) > 1 for one in lines) or piece.left <= max(one.cells[0][0].right for one in lines):
        lines = lines[-1:]
    top = lines[0].cells[0][0].top
    if len(rows) - since > _MOST_WRAPPED or piece.middle > top + piece.height / 2:
        # Above the whole stack: another column of prose. Else the line that the piece stands beside.
        return None
    if since and len(rows[since - 1].cells) > 1:
        return len(rows) - len(lines)
    level = [
        index
        for index in range(len(rows) - len(lines), len(rows))
        if abs(rows[index].cells[0][0].middle - piece.middle) < _LEVEL * piece.height
    ]
    if not level:
        return None
    first = level[0]
    while first > len(rows) - len(lines) and _heads(rows[first - 1].cells[0][0], rows[first].cells[0][0], piece):
        first -= 1
    return first


def _heads(above: _Piece, below: _Piece, piece: _Piece) -> bool:
    """Say whether a line is the upper part of the wrapped first cell that a piece stands beside."""
    return above.right < piece.left and above.bottom - below.top < _CLOSE * below.height


def _goes_on(row: _Row, last: _Piece, piece: _Piece) -> bool:
    left = max(one.right for one in row.cells[-2])
    below = last.bottom - piece.top
    over = min(last.right, piece.right) - max(last.left, piece.left)
    return piece.left > left and -0.5 * last.height < below < _WRAPPED * last.height and over > 0


def _tables(rows: list[_Row]) -> list[list[_Row]]:
    """Return runs of rows with several cells, a line between two of them that stands in their width included."""
    found: list[list[_Row]] = []
    run: list[_Row] = []
    for index, row in enumerate(rows):
        if len(row.cells) > 1:
            if run and not _follows(run[-1], row):
                found.append(run)
                run = []
            run.append(row)
        elif (
            run
            and index + 1 < len(rows)
            and len(rows[index + 1].cells) > 1
            and _within(row, run)
            and _follows(run[-1], row)
        ):
            run.append(row)
        elif run:
            found.append(run)
            run = []
    return [run for run in [*found, run] if len(run) >= _LEAST_ROWS]


def _follows(above: _Row, below: _Row) -> bool:
    """Say whether a row stands under another, at most a few lines away."""
    lowest = min(piece.bottom for cell in above.cells for piece in cell)
    highest = max(piece.top for cell in below.cells for piece in cell)
    height = below.cells[0][0].height
    return -height < lowest - highest < 3.5 * height


def _within(row: _Row, run: list[_Row]) -> bool:
    right = max(piece.right for one in run for cell in one.cells for piece in cell)
    left = min(piece.left for one in run for cell in one.cells for piece in cell)
    piece = row.cells[0][0]
    return piece.left > left - 1 and piece.right < left + 0.7 * (right - left)


def _columns(rows: list[_Row]) -> list[tuple[float, float]] | None:
    """Return the columns in which the cells of a run of rows stand, None where they are no table."""
    usual = max(
        Counter(len(row.cells) for row in rows if len(row.cells) > 1).items(), key=lambda one: (one[1], one[0])
    )[0]
    columns: list[list[float]] = []
    full = [row for row in rows if len(row.cells) >= usual]
    for left, right in sorted(_span(cell) for row in full for cell in row.cells):
        if columns and left < columns[-1][1]:
            columns[-1][1] = max(columns[-1][1], right)
        else:
            columns.append([left, right])
    if len(columns) < 2 or len(columns) < usual or len(full) < 2:
        return None
    spans = [(left, right) for left, right in columns]
    grid = [_cells(row, spans) for row in rows]
    others = [cell for line in grid for cell in line[1:] if cell]
    short = sum(len(cell) <= _SHORT or any(map(str.isdigit, cell)) for cell in others)
    marks = sum(_LIST_MARK.fullmatch(line[0]) is not None for line in grid)
    if 2 * short < len(others) or (len(spans) == 2 and 2 * marks > len(grid)):
        return None
    if sum(_LEADERS.search(" ".join(line)) is not None for line in grid) * 2 > len(grid):
        return None
    return spans


def _without_strangers(rows: list[_Row], columns: Sequence[tuple[float, float]]) -> list[_Row]:
    """Cut off rows at either end that fill less than half of the columns: a heading, a note, a page's number."""
    full = [2 * sum(map(bool, _cells(row, columns))) > len(columns) or len(columns) == 2 for row in rows]
    if True not in full:
        return []
    return rows[full.index(True) : len(full) - full[::-1].index(True)]


def _span(cell: list[_Piece]) -> tuple[float, float]:
    return min(one.left for one in cell), max(one.right for one in cell)


def _cells(row: _Row, columns: Sequence[tuple[float, float]]) -> list[str]:
    """Return a row's text by column; "" where it has no cell there."""
    texts = [""] * len(columns)
    for cell in row.cells:
        left, right = _span(cell)
        shared = [min(right, edge[1]) - max(left, edge[0]) for edge in columns]
        best = max(range(len(columns)), key=lambda index: (shared[index], -index))
        said = _joined(cell)
        texts[best] = f"{texts[best]} {said}".strip()
    return texts


def _joined(cell: list[_Piece]) -> str:
    text = ""
    for piece in cell:
        said = piece.text.replace("|", "/").strip()
        if text.endswith(("\x02", "\u00ad")):
            text = text[:-1] + said
        else:
            text = f"{text}{'' if text.endswith('-') else ' '}{said}".strip()
    return re.sub(r"\s+", " ", text.rstrip("\x02"))
