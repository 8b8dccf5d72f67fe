"""A5: the share that the text gives a row of a table, against the row and the sum of its column."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kelisim.audit.grids import Grid, grids_of, kin, rows_named
from kelisim.audit.paper import Paper, finding, short
from kelisim.audit.statements import Statement
from kelisim.audit.tabled import caption_of
from kelisim.model.finding import Finding
from kelisim.model.written import significant

_OF_ALL = re.compile(r"\W*of (?:the|all)\b", re.IGNORECASE)
_MOST_APART = 25.0
_FEWEST = 3


def shares_of_rows(paper: Paper) -> Iterator[Finding]:
    """Find "Gdansk accounted for 64% in 2022" where its row and the sum of the column make another share."""
    if "table_shares" not in paper.words.tables:
        return
    grids = [grid for grid in grids_of(paper) if len(grid.names) >= _FEWEST]
    if not grids:
        return
    subjects: dict[tuple[int, int], int] = {}
    for share in paper.statements:
        claim = share.claim
        year = share.period.whole_year if share.period else None
        plain = claim.unit == "percent" and share.level and claim.modality != "planned"
        if not plain or claim.comparator not in ("exact", "approx"):
            continue
        lead = paper.body[claim.sentence[0] : claim.start]
        english = paper.language == "en"
        clause = (claim.sentence[0], claim.start) if english else _clause(paper, share)
        if not paper.words.has("table_shares", "takes", paper.body[slice(*clause)]) and not _OF_ALL.match(lead):
            # Neither a verb that gives a share nor a whole before it: no row is told of.
            continue
        for number, grid in enumerate(grids):
            row = _row_of(paper, grid, share) if english else _row_around(paper, grid, clause)
            if row is None and english and (claim.sentence[0], number) in subjects and _goes_on(paper, grid, share):
                row = subjects[(claim.sentence[0], number)]
            if row is None or not _is_of(paper, grid, share):
                continue
            subjects[(claim.sentence[0], number)] = row
            column = _column(grid, year)
            if column is None and not english:
                column = _column_beside(paper, grid, row, share)
            value = grid.value(row, column) if column is not None else None
            total = grid.total(column) if column is not None else None
            if value is None or not total or value < 0 or column is None:
                continue
            computed = 100 * value / total
            low, high = share.interval.low - 0.6, share.interval.high + 0.6
            if low <= computed <= high or abs(computed - share.number) > _MOST_APART:
                continue
            cell = grid.cells[row][column]
            assert cell is not None
            yield finding(
                "A511", "error", "arithmetic", 0.72,
                f"In the table {short(grid.names[row], 30)!r} has {cell.text.strip()} of {significant(total, 6)} "
                f"({short(grid.heads[column], 20)}), that is {significant(computed, 3)}%, not "
                f"{short(claim.text, 20)!r}.",
                "recompute the share from the table, or name the whole it is a share of",
                (paper.place(claim.start, claim.end), paper.exact(cell.start, cell.end)),
            )  # fmt: skip
            break


def _column(grid: Grid, year: int | None) -> int | None:
    if all(one is None for one in grid.years):
        # One column of numbers needs no year.
        return 0 if len(grid.heads) == 1 else None
    fits = [at for at, one in enumerate(grid.years) if one == year and year is not None]
    return fits[0] if len(fits) == 1 else None


def _row_of(paper: Paper, grid: Grid, share: Statement) -> int | None:
    """Return the row that a percentage is told of: "Riga accounted for 12%", "12% were in Riga"."""
    own, text, claim = paper.words, paper.body, share.claim
    first, stop = claim.sentence
    lead = text[first : claim.start]
    verbs = [match for match in own.pattern("table_shares", "takes").finditer(lead) if len(lead) - match.end() < 16]
    if verbs:
        start = max(lead.rfind(mark, 0, verbs[-1].start()) for mark in ";:(")
        named = rows_named(grid, lead, max(0, start), verbs[-1].start())
        return named[0] if len(named) == 1 and verbs[-1].start() - start < 90 else None
    behind = re.match(rf"\s(?:{own.source('table_shares', 'were_in')})\s", text[claim.end : stop])
    if behind is not None and _OF_ALL.match(lead):
        after = claim.end + behind.end()
        named = rows_named(grid, text, after, min(stop, after + 24))
        return named[0] if len(named) == 1 else None
    return None


def _clause(paper: Paper, share: Statement) -> tuple[int, int]:
    """Return the clause of a percentage: what it is the share of may stand before it or behind it."""
    claim, text = share.claim, paper.body
    first, stop = claim.sentence
    others = [one.claim for one in paper.statements_in(first) if one.claim.unit == "percent" and one is not share]
    start = max([one.end for one in others if one.end <= claim.start], default=first)
    start = max([start, *(at + 1 for mark in ";；(（" if (at := text.rfind(mark, first, claim.start)) >= 0)])
    ends = [at for mark in ",，;；)）" if (at := text.find(mark, claim.end, stop)) >= 0]
    return start, min(ends, default=stop)


def _column_beside(paper: Paper, grid: Grid, row: int, share: Statement) -> int | None:
    """Return the one column in which the row holds another number of the sentence: "31 станса бар, бұл 24%"."""
    beside = {one.number for one in paper.statements_in(share.claim.sentence[0]) if one is not share}
    fits = [at for at in range(len(grid.heads)) if grid.value(row, at) in beside]
    return fits[0] if len(fits) == 1 else None


def _row_around(paper: Paper, grid: Grid, clause: tuple[int, int]) -> int | None:
    """Return the one row that the clause of a share names."""
    named = rows_named(grid, paper.body, *clause)
    return named[0] if len(named) == 1 else None


def _goes_on(paper: Paper, grid: Grid, share: Statement) -> bool:
    """Say whether a later percentage of the sentence is still told of its subject: "in 2022 it reached 64%"."""
    first = share.claim.sentence[0]
    lead = paper.body[first : share.claim.start]
    clause = re.split(r"[;,]\s", lead)[-1]
    return not rows_named(grid, clause, 0, len(clause)) and re.search(r"\bit\b|\bto\s$", clause) is not None


def _is_of(paper: Paper, grid: Grid, share: Statement) -> bool:
    """Say whether a share is one of what the table counts: they share a word, and no other whole is named."""
    first, stop = share.claim.sentence
    after = paper.body[share.claim.end : min(stop, share.claim.end + 40)]
    if paper.language != "en":
        after = paper.body[slice(*_clause(paper, share))]
    if paper.words.has("table_shares", "own", after) or re.match(r"\s(?:more|less|fewer|higher|lower)\b", after):
        return False
    caption = caption_of(paper, grid.table)
    head = f"{caption.title if caption else ''} {' '.join(cell.text for cell in grid.table.header)}"
    told, said = paper.speller.topic(head, first=True), paper.topic_at(first, stop)
    named = {name.lower() for name in grid.names}
    other = {name for name in said.names - told.names if not any(name[:4] in each for each in named)}
    if paper.language in ("ru", "kk"):
        return kin(told.stems | told.names, said.stems | said.names) and not other
    return bool(told.stems & said.stems) and not other
