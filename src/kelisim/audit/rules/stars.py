"""A13: stars of significance that an estimate and the standard error below it do not bear out."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from kelisim.audit.paper import Paper, finding
from kelisim.audit.structure import Cell, Table
from kelisim.model.finding import Finding

_ESTIMATE = re.compile(r"\s*[-−–]?\s?\$?(?P<number>\d+(?:\.\d+)?)\s?\$?\s?\^?\{?(?P<stars>\*{1,3})?\}?\$?\s*$")
_ERROR = re.compile(r"\s*\(\s?(?P<number>\d*\.\d+)\s?\)\s*$")
_BELOW = r"\s?(?:<|\\textless|&lt;|≤)\s?\$?\s?"
_LEVEL = re.compile(rf"(?P<stars>\*{{1,3}})[\s$}}]*p\s?\$?{_BELOW}(?P<level>0?\.\d+)", re.IGNORECASE)
# The two-sided quantiles of the normal distribution; with few degrees of freedom a star needs more than these.
_QUANTILES = {0.1: 1.645, 0.05: 1.960, 0.01: 2.576, 0.001: 3.291}
_FEWEST, _FEWEST_BARE, _MOST_WRONG, _NEAR = 3, 4, 0.34, 900


def stars_against_errors(paper: Paper) -> Iterator[Finding]:
    """Find "0.67*" above "(0.42)" in a table whose note says that one star is p < 0.1: t is 1.6.

    An estimate is taken to be off only where rounding cannot explain it and most others of its table fit the note.
    """
    for table in paper.tables:
        levels, own = _levels(paper, table)
        if not levels:
            continue
        # A table without a star, or without a note of its own, leaves its levels unsaid.
        starred = own and any("*" in cell.text for row in table.rows for cell in row)
        judged = [(cell, error, _fits(cell, error, levels, starred)) for cell, error in _pairs(table)]
        known = [each for each in judged if each[2] is not None]
        wrong = [each for each in known if each[2]]
        if len(wrong) > _MOST_WRONG * len(known):
            continue
        for cell, error, said in wrong:
            # A star too many is a plain fault; one too few may follow another test.
            if len(known) < (_FEWEST if "*" in cell.text else _FEWEST_BARE):
                continue
            yield finding(
                "A1305", "warning", "arithmetic", 0.72,
                f"{cell.text.strip()!r} with a standard error of {error.text.strip()} {said}.",
                "correct the stars, the estimate or its standard error",
                (paper.exact(cell.start, cell.end), paper.exact(error.start, error.end)),
            )  # fmt: skip


def _levels(paper: Paper, table: Table) -> tuple[dict[int, float], bool]:
    """Return what each number of stars stands for, and whether the note near the table says so, or another one."""
    near = paper.text[max(0, table.start - _NEAR) : table.end + _NEAR]
    found = {len(match["stars"]): float(match["level"]) for match in _LEVEL.finditer(near)}
    own = bool(found)
    if not found:
        found = {len(match["stars"]): float(match["level"]) for match in _LEVEL.finditer(paper.text)}
    return (found, own) if found and all(level in _QUANTILES for level in found.values()) else ({}, False)


def _pairs(table: Table) -> Iterator[tuple[Cell, Cell]]:
    """Give the estimates of a table with their standard errors, in brackets in the row below or in the next cell."""
    for row in table.rows:
        for cell, behind in itertools.pairwise(row[1:]):
            if _ESTIMATE.match(cell.text) and _ERROR.match(behind.text):
                yield cell, behind
    for above, below in itertools.pairwise(table.rows):
        if len(above) != len(below):
            continue
        errors = [column for column in range(1, len(below)) if _ERROR.match(below[column].text)]
        if not errors:
            continue
        for column in errors:
            if _ESTIMATE.match(above[column].text):
                yield above[column], below[column]


def _fits(cell: Cell, error: Cell, levels: dict[int, float], starred: bool) -> str | None:
    """Return "" where the stars fit, in words what does not, and None where it cannot be told."""
    estimate, spread = _ESTIMATE.match(cell.text), _ERROR.match(error.text)
    assert estimate is not None
    assert spread is not None
    number, about = float(estimate["number"]), float(spread["number"])
    if about == 0:
        return None
    steps = [10.0 ** -len(each["number"].partition(".")[2]) / 2 for each in (estimate, spread)]
    lowest = max(number - steps[0], 0.0) / (about + steps[1])
    highest = (number + steps[0]) / max(about - steps[1], 1e-12)
    stars = len(estimate["stars"] or "")
    if stars and stars not in levels:
        return None
    if stars and highest < _QUANTILES[levels[stars]]:
        return f"gives t = {number / about:.2f}, and {'*' * stars} is said to be p < {levels[stars]:g}"
    more = min((count for count in levels if count > stars), default=None)
    # A t this far above its level has more stars under any number of degrees of freedom that papers have.
    if starred and more is not None and lowest > _QUANTILES[levels[more]] + 0.6:
        return f"gives t = {number / about:.2f}, which is worth more stars"
    return ""
