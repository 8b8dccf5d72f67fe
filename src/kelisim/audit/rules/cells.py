"""A1: a number in a table against the same number in the text."""

from __future__ import annotations

from collections.abc import Iterator

from kelisim.audit.figures import WRITTEN
from kelisim.audit.paper import Paper, finding, short
from kelisim.audit.rules.times import shown
from kelisim.audit.rules.values import comparable, disclosed, far_apart
from kelisim.audit.statements import Statement
from kelisim.audit.tabled import TableValue, best_value, one_measure
from kelisim.model.finding import Finding

_MOST_TOLD = 4000


def cells_against_text(paper: Paper) -> Iterator[Finding]:
    """Find a cell whose row and column name a time and a thing for which the text gives another number."""
    if not paper.table_values:
        return
    told: set[int] = set()
    for other in paper.first(paper.statements, _MOST_TOLD, "numbers, held against tables,"):
        timed = other.period is not None or other.phase != ""
        if not (comparable(other) and other.level and timed and other.claim.modality != "planned"):
            continue
        best = best_value(paper, other)
        if best is None or best[1].cell.start in told:
            continue
        likeness, value = best
        one = value.statement
        if (
            _is_whole(value)
            or far_apart(one, other)
            or _stands_there(paper, value.table, other)
            or disclosed(paper, other)
            or value.cell.text.strip() in WRITTEN.findall(other.claim.text)
        ):
            continue
        told.add(value.cell.start)
        assert one.period
        yield finding(
            "A102", "error", "value_conflict", min(0.9, 0.3 + 0.6 * likeness),
            f"The table gives {short(value.cell.text, 30)!r} for {shown(one.period)} where the text "
            f"gives {short(other.claim.text, 30)!r}.",
            "look both up in the source, and keep one",
            (paper.place(other.claim.start, other.claim.end), paper.exact(*one.scope)),
        )  # fmt: skip


def _is_whole(value: TableValue) -> bool:
    """Say whether a number is the hundred percent that a column of shares makes."""
    return value.statement.claim.unit == "percent" and value.statement.number == 100


def _stands_there(paper: Paper, table: int, other: Statement) -> bool:
    """Say whether a number stands in the table for its time, if only for another thing: the text may mean that."""
    here = paper.values_at.get(other.period, []) if other.period is not None else paper.table_values
    return any(
        value.table == table
        and (other.period is not None or value.statement.phase == other.phase)
        and one_measure(value.statement, other)
        and value.statement.interval.overlaps(other.interval)
        for value in here
    )
