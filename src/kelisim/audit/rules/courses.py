"""A4: what is told to have risen or fallen in every year, against the table that shows its course."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from kelisim.audit.grids import Grid, grids_of, rows_named
from kelisim.audit.paper import Paper, finding, short
from kelisim.model.finding import Finding

_FEWEST = 3
_LONGEST = 320


def against_their_course(paper: Paper) -> Iterator[Finding]:
    """Find "trolleybuses lost riders in every year" where the table has them gain in one."""
    own, text = paper.words, paper.body
    if "courses" not in own.tables:
        return
    grids = [grid for grid in grids_of(paper) if sum(year is not None for year in grid.years) >= _FEWEST]
    if not grids:
        return
    for match in own.pattern("courses", "always").finditer(text):
        first, stop = paper.sentence_at(match.start())
        if paper.in_table(match.start()) or stop - first > _LONGEST or own.has("courses", "not", text[first:stop]):
            continue
        clause = max(text.rfind(mark, first, match.start()) for mark in ",;:，；：")
        begin = first if clause < first else clause + 1
        end = re.compile(r"[,;:，；：]|$").search(text, match.end(), stop)
        said = text[begin : end.start() if end else stop]
        up, down = own.has("courses", "up", said), own.has("courses", "down", said)
        if up == down:
            continue
        for grid in grids:
            rows = rows_named(grid, text, begin, stop)
            step = _against(grid, rows[0], up) if len(rows) == 1 else None
            if step is None:
                continue
            cells = [grid.cells[rows[0]][column] for column in step]
            yield finding(
                "A408", "error", "value_conflict", 0.72,
                f"{short(grid.names[rows[0]], 30)!r} is told to have {'risen' if up else 'fallen'} all the time, and "
                f"the table has {' and then '.join(cell.text.strip() for cell in cells if cell)}.",
                "read the row again, or name the years that are meant",
                [paper.place(match.start(), match.end()), *(paper.exact(at.start, at.end) for at in cells if at)],
            )  # fmt: skip
            break


def _against(grid: Grid, row: int, up: bool) -> tuple[int, int] | None:
    """Return the two columns between which a row moves the other way."""
    dated = sorted((year, at) for at, year in enumerate(grid.years) if year is not None)
    for (_, one), (_, other) in pairwise(dated):
        a, b = grid.value(row, one), grid.value(row, other)
        if a is None or b is None:
            return None
        if b < a if up else b > a:
            return one, other
    return None


def courses_in_lists(paper: Paper) -> Iterator[Finding]:
    """Find "fell every year: 118 in 2019, 97 in 2020, 104 in 2021": a list that turns where it is said not to."""
    own, text = paper.words, paper.body
    if "courses" not in own.tables or paper.language == "en":
        return
    for match in own.pattern("courses", "always").finditer(text):
        first, stop = paper.sentence_at(match.start())
        colon = max(text.find(mark, match.end(), stop) for mark in ":：")
        if paper.in_table(match.start()) or stop - first > _LONGEST or colon < 0:
            continue
        said = text[first:colon]
        up, down = own.has("courses", "up", said), own.has("courses", "down", said)
        if up == down or own.has("courses", "not", said):
            continue
        listed = [
            one for one in paper.statements_in(first) if one.claim.start > colon and one.claim.comparator == "exact"
        ]
        years = [one.period.whole_year if one.period else None for one in listed]
        known = [year for year in years if year is not None]
        if len(listed) < _FEWEST or len(known) < len(years) or known != sorted(set(known)):
            continue
        if len({one.claim.unit for one in listed}) > 1:
            continue
        turn = next(((a, b) for a, b in pairwise(listed) if (b.number < a.number if up else b.number > a.number)), None)
        if turn is not None:
            yield finding(
                "A408", "error", "value_conflict", 0.76,
                f"The list is told to have {'risen' if up else 'fallen'} all the time, and has "
                f"{short(turn[0].claim.text, 20)!r} and then {short(turn[1].claim.text, 20)!r}.",
                "read the numbers again, or name the years that are meant",
                (paper.place(match.start(), match.end()), paper.place(turn[0].claim.start, turn[1].claim.end)),
            )  # fmt: skip
