"""A1: what a sentence tells of a row of a table with a number that the row does not hold, no time being needed.

``cells`` compares by the time of a cell. Most tables have none: groups, places or answers stand beside each other. Here
a cell is known by the label of its row and that of its column, either of which may be given by another number of the
sentence that stands in the same row or column.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kelisim.audit.figures import first_written, told_again
from kelisim.audit.paper import Paper, finding, short
from kelisim.audit.rules.shares import number_in_cell
from kelisim.audit.rules.values import disclosed
from kelisim.audit.statements import Statement
from kelisim.audit.structure import Cell, Table
from kelisim.audit.tabled import caption_of
from kelisim.audit.weighing import words_of
from kelisim.model.finding import Finding

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_UNIT = re.compile(r"[,(（]\s?[^,()（）]{1,24}[)）]?\s*$")
_SCALES = {"thousand": 1e3, "million": 1e6, "billion": 1e9}
_SHARES = re.compile(r"%|per ?cent|percentage|share", re.IGNORECASE)
_JOINED = re.compile(r"\b(?:to|against|and|from|than|versus|compared|before|after)\b|[,;(]")
_MOST_APART, _MOST, _RIGHT_BEHIND = 1.8, 2000, 2500
_FEWEST_FIGURES = 2


@dataclass(frozen=True, slots=True)
class _Label:
    """A label with its words, a year among them, and a number where it stands."""

    at: int
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Body:
    """A table with its labels and numbers; ``scale`` is what its caption says that they are multiplied by."""

    table: Table
    rows: tuple[_Label, ...]
    columns: tuple[_Label, ...]
    numbers: dict[tuple[int, int], tuple[Cell, float, float]]
    shares: frozenset[tuple[int, int]]
    fractions: frozenset[tuple[int, int]]
    scale: float
    words: frozenset[str]


def told_of_a_row(paper: Paper) -> Iterator[Finding]:
    """Find "went down from 74 to 59" where the row of that name has 74 and 49."""

    bodies = [body for table in paper.tables if (body := _body(paper, table)) is not None]
    if not bodies:
        return
    told: set[int] = set()
    for one in paper.first(paper.statements, _MOST, "numbers, held against rows of tables,"):
        if not _is_plain(paper, one):
            continue
        for body in bodies:
            if not _is_near(paper, body, one) or _holds(body, one):
                continue
            cell = _cell_of(paper, body, one)
            if cell is None or cell[0].start in told or not _differs(paper, body, one, cell):
                continue
            told.add(cell[0].start)
            row = next(row for row in body.table.rows if cell[0] in row)
            yield finding(
                "A112", "error", "value_conflict", 0.72,
                f"The text gives {short(one.claim.text, 30)!r} where the row {short(row[0].text, 40)!r} of the table "
                f"has {cell[0].text.strip()!r}.",
                "look both up in the source, and keep one",
                (paper.place(one.claim.start, one.claim.end), paper.exact(row[0].start, row[-1].end)),
            )  # fmt: skip
            break


def _is_plain(paper: Paper, one: Statement) -> bool:
    claim = one.claim
    if claim.kind == "ordinal" or isinstance(claim.value, tuple) or not one.level or claim.modality == "planned":
        return False
    if claim.comparator not in ("exact", "approx") or paper.in_references(claim.start) or "part" in one.topic.narrow:
        return False
    if claim.unit in ("year", "page", "percentage_point") or len(re.sub(r"\D", "", claim.text)) < _FEWEST_FIGURES:
        return False
    # What is told again is meant.
    return not told_again(paper, one) and not disclosed(paper, one)


def _body(paper: Paper, table: Table) -> _Body | None:
    heads, caption = table.header, caption_of(paper, table)
    title = caption.title if caption else ""
    rows = [row for row in table.rows[1:] if len(row) == len(heads)]
    if len(rows) < 2 or len(heads) < 2:
        return None
    numbers, shares = {}, set()
    for at, row in enumerate(rows):
        for column in range(1, len(heads)):
            number = number_in_cell(row[column].text)
            if number is None or _YEAR.fullmatch(row[column].text.strip()):
                continue
            numbers[at, column] = (row[column], *number)
            if any(_SHARES.search(said) for said in (row[column].text, row[0].text, heads[column].text)):
                shares.add((at, column))
    if title and _SHARES.search(title):
        shares = set(numbers)
    scale = next((scale for word, scale in _SCALES.items() if re.search(rf"\b{word}s?\b", title.lower())), 1.0)
    return _Body(
        table,
        tuple(_Label(at, _words(paper, row[0].text)) for at, row in enumerate(rows)),
        tuple(_Label(at, _words(paper, heads[at].text)) for at in range(1, len(heads))),
        numbers,
        frozenset(shares),
        frozenset(_fractions(numbers)),
        scale,
        words_of(paper.speller.topic(title, first=True)) - {paper.speller.home},
    )


def _fractions(numbers: dict[tuple[int, int], tuple[Cell, float, float]]) -> Iterator[tuple[int, int]]:
    """Give the cells of rows of fractions, which the text tells in percent: "Female | 0.506 | 0.498"."""
    for row in {at for at, _ in numbers}:
        cells = {place: each for place, each in numbers.items() if place[0] == row}
        if all(0 <= number < 1 and step < 1 for _, number, step in cells.values()):
            yield from cells


def _words(paper: Paper, label: str) -> frozenset[str]:
    topic = paper.speller.topic(_UNIT.sub("", label) or label, first=True)
    words = words_of(topic) | topic.narrow | frozenset(_YEAR.findall(label))
    bare = label.strip().lower()
    # "Left", "Other": labels of which no topic is read are known by themselves.
    return words or (frozenset((f"={bare}",)) if re.fullmatch(r"[a-z]{4,12}", bare) else words)


def _is_near(paper: Paper, body: _Body, one: Statement) -> bool:
    """Say whether a number stands in the section of a table, or in a sentence that shares a word with its caption."""
    first, stop = paper.section_of(body.table.start)
    if first <= one.claim.start < stop and abs(one.claim.start - body.table.end) < _RIGHT_BEHIND:
        return True
    said = _said(paper, *one.claim.sentence)
    labelled = _behind(paper, body, one) and bool(_named(body.rows, said)) and bool(_named(body.columns, said))
    return labelled or bool(body.words & said)


def _value(body: _Body, at: tuple[int, int], one: Statement) -> float:
    number = body.numbers[at][1]
    if one.claim.unit == "percent" and at in body.fractions:
        return 100 * number
    return number if at in body.shares or one.claim.unit == "percent" else number * body.scale


def _equals(body: _Body, at: tuple[int, int], one: Statement) -> bool:
    """Say whether a number is that of a cell, in its scale or without it, rounding allowed for."""
    step = body.numbers[at][2]
    scale = 100.0 if one.claim.unit == "percent" and at in body.fractions else body.scale
    for number, factor in ((_value(body, at, one), scale), (body.numbers[at][1], 1.0)):
        slack = step * factor / 2
        low, high = sorted((abs(one.interval.low), abs(one.interval.high)))
        if low - slack <= abs(number) <= high + slack:
            return True
    return False


def _holds(body: _Body, one: Statement) -> bool:
    return any(_equals(body, at, one) for at in body.numbers)


def _named(labels: tuple[_Label, ...], said: frozenset[str]) -> list[int]:
    """Return the labels whose words all stand in a passage; one that is within another's words gives way to it."""
    found = [label for label in labels if label.words and label.words <= said]
    return [label.at for label in found if not any(label.words < other.words for other in found)]


def _said(paper: Paper, first: int, stop: int) -> frozenset[str]:
    topic = paper.topic_at(first, stop)
    said = paper.body[first:stop]
    bare = frozenset(f"={word}" for word in re.findall(r"[a-z]{4,12}", said.lower()))
    return words_of(topic) | topic.narrow | frozenset(_YEAR.findall(said)) | bare


def _cell_of(paper: Paper, body: _Body, one: Statement) -> tuple[Cell, float, tuple[int, int]] | None:
    """Return the one cell that a number is told of."""
    clause, sentence = _said(paper, *one.scope), _said(paper, *one.claim.sentence)
    kin = [each for each in paper.statements_in(one.claim.sentence[0]) if each is not one]
    beside = [(at, each) for each in kin for at in body.numbers if _is_told(each) and _equals(body, at, each)]
    rows, columns = _named(body.rows, clause), _named(body.columns, clause)
    by_label = bool(rows) or bool(columns)
    if not rows:
        rows = _named(body.rows, sentence)
        if len(rows) > 1:
            # "19.6% had vaped in the past month, and 8.7% had smoked": the clause holds what tells the rows apart.
            behind = _said(paper, one.claim.end, one.scope[1])
            rows = [row for row in rows if body.rows[row].words & behind] or rows
        rows = rows if len(rows) == 1 else list({at[0] for at, _ in beside if not columns or at[1] not in columns})
    if len(rows) != 1:
        return None
    row = rows[0]
    if not columns:
        columns = _columns(paper, body, one, row, sentence, beside)
    if len(columns) != 1 or (row, columns[0]) not in body.numbers:
        return None
    # Labels alone are words that much else is told in: a number of the sentence must stand in the row or the column.
    sure = any(at[0] == row or at[1] == columns[0] for at, _ in beside)
    years = {label.at for label in body.columns if any(map(str.isdigit, "".join(label.words)))}
    dated = paper.language != "en" and bool(_named(body.rows, clause)) and columns[0] in years
    sure = sure or (dated and columns[0] in _named(body.columns, clause) and bool(body.words & clause))
    told = len(body.rows[row].words) + len(body.columns[columns[0] - 1].words & clause)
    slip = _is_slip(body.numbers[row, columns[0]][0].text, one.claim.text) and by_label and _behind(paper, body, one)
    if (
        not sure
        and not slip
        and not (by_label and told > 1 and len(body.rows[row].words) + told > 3 and _behind(paper, body, one))
    ):
        return None
    cell, number, _ = body.numbers[row, columns[0]]
    return cell, number, (row, columns[0])


def _columns(
    paper: Paper,
    body: _Body,
    one: Statement,
    row: int,
    sentence: frozenset[str],
    beside: list[tuple[tuple[int, int], Statement]],
) -> list[int]:
    """Return the column that is left beside a number of the row, or that the sentence names, or the only one."""
    filled = [column for at, column in body.numbers if at == row]
    here = {at[1] for at, each in beside if at[0] == row and _are_joined(paper, one, each)}
    if here:
        like = [
            column
            for column in filled
            if ((row, column) in body.shares | body.fractions) == (one.claim.unit == "percent")
        ]
        left = [column for column in like if column not in here]
        if len(here) == 1 and len(left) > 1:
            # Of several others, the one that a single figure sets apart.
            left = [column for column in left if _is_slip(body.numbers[row, column][0].text, one.claim.text)]
        return left if len(here) == 1 and len(left) == 1 else []
    named = _named(body.columns, sentence)
    alike = {at[1] for at, _ in beside}
    if not named and len(alike) == 1 and _behind(paper, body, one):
        # The other numbers of the sentence stand in one column.
        named = list(alike)
    if not named and one.claim.unit == "percent":
        # Of several columns one alone is of shares.
        filled = [column for column in filled if (row, column) in body.shares]
    return named or (filled if len(filled) == 1 else [])


def _is_slip(cell: str, said: str) -> bool:
    """Say whether two numbers differ in one figure, or by two figures changed round; noughts at the end aside."""
    a, b = (re.sub(r"[,.]", "", first_written(each)).rstrip("0") for each in (cell, said))
    if len(a) != len(b) or len(a) < _FEWEST_FIGURES:
        return False
    apart = [at for at in range(len(a)) if a[at] != b[at]]
    return len(apart) == 1 or (len(apart) == 2 and a[apart[0]] == b[apart[1]] and a[apart[1]] == b[apart[0]])


def _are_joined(paper: Paper, one: Statement, other: Statement) -> bool:
    first, stop = sorted((one.claim, other.claim), key=lambda claim: claim.start)
    between = paper.body[first.end : stop.start]
    return len(between) < 50 and _JOINED.search(between) is not None


def _behind(paper: Paper, body: _Body, one: Statement) -> bool:
    return 0 <= one.claim.start - body.table.end < _RIGHT_BEHIND


def _is_told(one: Statement) -> bool:
    return len(re.sub(r"\D|^0+", "", one.claim.text)) >= _FEWEST_FIGURES and one.claim.kind != "ordinal"


def _differs(paper: Paper, body: _Body, one: Statement, cell: tuple[Cell, float, tuple[int, int]]) -> bool:
    """Say whether a number can be meant for a cell, in its unit and near it, and the sentence has not told the cell."""
    _, _, at = cell
    if (at in body.shares or at in body.fractions) != (one.claim.unit == "percent"):
        return False
    if one.claim.unit is not None and "_per_" in one.claim.unit:
        return False
    number = abs(_value(body, at, one))
    if any(_equals(body, at, each) for each in paper.statements_in(one.claim.sentence[0])):
        return False
    low, high = sorted((number, abs(one.number)))
    return low > 0 and high <= _MOST_APART * low and not _equals(body, at, one)
