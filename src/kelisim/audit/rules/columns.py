"""A5: columns of a table that are made from other columns: ratios, differences and changes in percent."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from kelisim.audit.paper import Paper, finding, short
from kelisim.audit.rules.shares import closed_columns, number_in_cell
from kelisim.audit.structure import Cell, Table
from kelisim.audit.words import stem
from kelisim.model.finding import Finding
from kelisim.model.interval import Interval
from kelisim.model.written import significant

_Row = tuple[Cell, ...]
# A column is made from others only if most of its rows bear that out.
_MOST_WRONG = 0.4


def wrong_columns(paper: Paper) -> Iterator[Finding]:
    """Find a cell that the cells it is made from do not give, where the rest of its column bears its head out."""
    for table in paper.tables:
        if len(table.rows) < 3:
            continue
        heads = [cell.text for cell in table.header]
        for column, head in enumerate(heads):
            made = _ratio_of(paper, heads, column) or _change_between(paper, heads, column) or _t_of(heads, column)
            if made is None:
                continue
            kind, one, other = made
            rows = [row for row in table.rows[1:] if len(row) == len(heads)]
            judged = [(row, *_judge(kind, row[one], row[other], row[column])) for row in rows]
            known = [each for each in judged if each[1] is not None]
            wrong = [each for each in known if not each[1]]
            if not wrong or len(known) < 3 or len(wrong) > _MOST_WRONG * len(known):
                continue
            for row, _, computed in wrong:
                yield _finding(paper, table, row, column, head, computed)


def means_outside(paper: Paper) -> Iterator[Finding]:
    """Find a mean in the last row of a table that lies above or below all the rows it is of."""
    label = re.compile(rf"\W*(?:{paper.words.source('shares', 'mean_row')})\b.{{0,16}}$", re.IGNORECASE)
    for table, column, numbers, cell, mean in closed_columns(paper, label):
        values = [value for value, _ in numbers]
        if column >= len(table.header) or min(values) - mean[1] <= mean[0] <= max(values) + mean[1]:
            continue
        head = table.header[column]
        yield finding(
            "A509", "error", "arithmetic", 0.85,
            f"The mean of the column {short(head.text, 40)!r} is given as {cell.text.strip()}, and its rows run "
            f"from {significant(min(values))} to {significant(max(values))}.",
            "recompute the mean from the rows",
            (paper.exact(cell.start, cell.end), paper.exact(head.start, head.end)),
        )  # fmt: skip


def _ratio_of(paper: Paper, heads: list[str], column: int) -> tuple[str, int, int] | None:
    """Return the columns of numerator and denominator of "Passengers per call"."""
    own = paper.words
    people = own.pattern("rates", "per_people").search(heads[column]) if "per_people" in own.tables["rates"] else None
    if people is not None:
        # "Врачей на 1000 жителей": the column of the population is known by its own words.
        counted = _column_of(paper, heads, heads[column].replace(people[0], " "), column)
        known = [at for at, head in enumerate(heads) if at != column and own.has("rates", "population", head)]
        return ("ratio", counted, known[0]) if counted is not None and len(known) == 1 else None
    if own.language in ("zh", "kk"):
        return _ratio_each(paper, heads, column)
    match = own.pattern("rates", "ratio").search(heads[column])
    if match is None:
        return None
    parts = heads[column][: match.start()], heads[column][match.end() :]
    found = [_column_of(paper, heads, part, column) for part in parts]
    return ("ratio", found[0], found[1]) if found[0] is not None and found[1] is not None else None


_T = re.compile(r"\W*(?:t|z)(?:[- ](?:value|stat(?:istic)?|ratio)s?)?\W*$", re.IGNORECASE)
_ESTIMATE = re.compile(r"\W*(?:estimates?|coef(?:ficients?|\.)?|effects?|b|β)\W*$", re.IGNORECASE)
_ERROR = re.compile(r"\W*(?:standard errors?|std\.? err(?:or|\.)?|s\.?\s?e\.?|se)\W*$", re.IGNORECASE)


def _t_of(heads: list[str], column: int) -> tuple[str, int, int] | None:
    """Return the columns of estimate and standard error that one of t is made from."""
    if not _T.match(heads[column]):
        return None
    found = [[at for at, head in enumerate(heads) if at and form.match(head)] for form in (_ESTIMATE, _ERROR)]
    return ("ratio", found[0][0], found[1][0]) if all(len(each) == 1 for each in found) else None


def _ratio_each(paper: Paper, heads: list[str], column: int) -> tuple[str, int, int] | None:
    """Return the columns of "每家养殖场有机肥" and "Бір фермаға сүт": what is each, and what there is of it."""
    head = heads[column]
    others = [at for at in range(1, len(heads)) if at != column]
    if paper.words.runs:
        if not re.match("(?:平均)?每", head):
            return None
        bare = {at: re.sub(r"[（(].*", "", heads[at]) for at in others}
        held = sorted((head.find(bare[at]), at) for at in others if len(bare[at]) > 1 and bare[at] in head)
        return ("ratio", held[1][1], held[0][1]) if len(held) == 2 else None
    match = re.match(r"(?:Бір|Әр|бір|әр)\s(?P<each>\w+)(?:ға|ге|қа|ке|на|не)\s(?:шаққандағы\s)?(?P<what>[^,(]+)", head)
    if match is None:
        return None
    found = [_column_of(paper, heads, match[key], column) for key in ("what", "each")]
    return ("ratio", found[0], found[1]) if found[0] is not None and found[1] is not None else None


def _column_of(paper: Paper, heads: list[str], words: str, but: int) -> int | None:
    if paper.words.runs:
        bare = re.sub(r"[数人名位个]|[（(][^）)]*[）)]|\W", "", words)
        fits = [at for at, head in enumerate(heads) if at not in (0, but) and bare and bare in head]
        return fits[0] if len(fits) == 1 else None
    wanted = _head_words(paper, words)
    named = [
        index
        for index, head in enumerate(heads)
        if index not in (0, but) and wanted and _same_words(paper, wanted, _head_words(paper, head))
    ]
    return named[0] if len(named) == 1 else None


_SHORTEST_ROOT, _LONGEST_ENDING = 3, 2


def _head_words(paper: Paper, head: str) -> set[str]:
    """Return the words of a head: stems, or in Russian and Kazakh what stands before the unit as it is."""
    if paper.language == "en":
        return {stem(word, paper.language) for word in re.findall(r"[^\W\d_]{3,}", head)}
    return {word.lower() for word in re.findall(r"[^\W\d_]{3,}", re.split(r"[,(]", head)[0])}


def _same_words(paper: Paper, one: set[str], other: set[str]) -> bool:
    """Say whether two heads say the same: in any case, for "судно" and "судов" share three letters alone."""
    if paper.language == "en" or len(one) != len(other):
        return one == other
    return all(any(_same_root(word, each) for each in other) for word in one)


def _same_root(one: str, other: str) -> bool:
    least = max(_SHORTEST_ROOT, min(len(one), len(other)) - _LONGEST_ENDING)
    return one[:least] == other[:least]


def _change_between(paper: Paper, heads: list[str], column: int) -> tuple[str, int, int] | None:
    """Return the two columns before "Change, %" or "Difference", where these are two numbers and no more."""
    own = paper.words
    kind = "change" if own.has("rates", "change_head", heads[column]) else None
    if kind is None and own.has("rates", "difference_head", heads[column]):
        kind = "difference"
    if kind is None or column != 3 or len(heads) not in (4, 5):
        return None
    return kind, 1, 2


def _judge(kind: str, one: Cell, other: Cell, cell: Cell) -> tuple[bool | None, float]:
    """Return whether a cell fits those it is made from, None where it cannot be told, and what they make."""
    numbers = [number_in_cell(each.text.replace("−", "-").replace("–", "-")) for each in (one, other, cell)]
    known = [number for number in numbers if number is not None]
    if len(known) < len(numbers):
        return None, 0.0
    a, b, said = (Interval(value - step / 2, value + step / 2) for value, step in known)
    if kind == "difference":
        forward, back = a - b, b - a
        fits = forward.overlaps(said) or back.overlaps(said)
        return fits, abs(a.middle - b.middle)
    if (kind == "ratio" and b.low <= 0) or (kind == "change" and a.low <= 0):
        return None, 0.0
    if kind == "ratio":
        computed = a / b
        scaled = [computed * Interval.point(power) for power in (1.0, 100.0, 1000.0, 1e4, 1e5, 1e6, 1e-3)]
        return any(each.overlaps(said.widen(0.01 * abs(said.middle))) for each in scaled), computed.middle
    grown = (b / a - Interval.point(1.0)) * Interval.point(100.0)
    points = b - a
    return grown.overlaps(said.widen(0.5)) or points.overlaps(said.widen(0.05)), grown.middle


def _finding(paper: Paper, table: Table, row: _Row, column: int, head: str, computed: float) -> Finding:
    cell, top = row[column], table.header[column]
    return finding(
        "A508", "error", "arithmetic", 0.8,
        f"The column {short(head, 40)!r} is made from two others, and these give {significant(computed, 4)} in the row "
        f"{short(row[0].text, 30)!r}, not {cell.text.strip()}.",
        "recompute the column from those it is made from",
        (paper.exact(cell.start, cell.end), paper.exact(top.start, top.end)),
    )  # fmt: skip


def shares_by_their_numbers(paper: Paper) -> Iterator[Finding]:
    """Find a cell of a column of percentages that two columns give in most of its rows, and in this one do not."""
    for table in paper.tables:
        heads = [cell.text for cell in table.header]
        rows = [row for row in table.rows[1:] if len(row) == len(heads)]
        for column, head in enumerate(heads):
            if column == 0 or ("%" not in head and "cent" not in head.lower()) or len(rows) < _FEWEST_ROWS:
                continue
            yield from _misfits(paper, table, rows, column)


_FEWEST_ROWS = 4


def _misfits(paper: Paper, table: Table, rows: list[_Row], column: int) -> Iterator[Finding]:
    others = [at for at in range(1, len(table.header)) if at != column]
    # A total that is off makes the share of its row off too, and is found by itself.
    closing = re.compile(rf"\W*(?:{paper.words.source('shares', 'total_row')})\b", re.IGNORECASE)
    rows = [row for row in rows if not closing.match(row[0].text)]
    for one, other in itertools.permutations(others, 2):
        judged = []
        for row in rows:
            numbers = [number_in_cell(row[at].text) for at in (one, other, column)]
            if any(number is None for number in numbers):
                continue
            part, whole, said = (number for number in numbers if number is not None)
            if whole[0] <= 0 or said[0] <= 0 or part[0] >= whole[0]:
                continue
            low = 100 * (part[0] - part[1] / 2) / (whole[0] + whole[1] / 2)
            high = 100 * (part[0] + part[1] / 2) / max(whole[0] - whole[1] / 2, 1e-12)
            fits = low - said[1] <= said[0] <= high + said[1]
            judged.append((row, fits, 100 * part[0] / whole[0]))
        wrong = [each for each in judged if not each[1]]
        if len(judged) < _FEWEST_ROWS or not wrong or len(wrong) > 0.34 * len(judged):
            continue
        for row, _, computed in wrong:
            yield _finding(paper, table, row, column, table.header[column].text, computed)
        return
