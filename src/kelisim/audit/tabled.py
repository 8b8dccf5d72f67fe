"""Numbers in tables: what the heads of row and column, the caption and the unit say each is a number of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kelisim.audit.statements import Statement, indicator_stems, same_unit, vocabulary
from kelisim.audit.structure import Caption, Cell, Table
from kelisim.audit.topic import Topic, contrast
from kelisim.audit.words import stem
from kelisim.model.period import Period
from kelisim.text.extraction.claims import claims

if TYPE_CHECKING:
    from kelisim.audit.paper import Paper

_YEAR = re.compile(r"\D{0,8}((?:19|20)\d\d)(?:\s?(?:г\.?|год\w*|年|ж\.?|жыл\w*|\*))?\s*$")
_LABELLED = re.compile(
    r"([^\W\d_][^\d\n]{4,50}?)[\s,]*[(（]?((?:19|20)\d\d)(?:\s?(?:г\.?|года?|年))?[)）]?(\s?[,(（][^\d]{1,24})?$"
)
_SPAN = re.compile(r"\D{0,4}((?:19|20)\d\d)\s?[–—-]\s?((?:19|20)\d\d)\D{0,8}$")
_DATED = re.compile(r"[(（]\s*((?:19|20)\d\d)\s?(?:г\.?|год\w*|年|ж\.?|жыл\w*)?\s*[)）]")
_UNIT = re.compile(r"\s*[,，]\s*([^,，()（）]{1,24})$|\s*[(（]([^()（）]{1,24})[)）]\s*$")
# "Throughput in thousand TEU": a unit behind "in" is known by its first word.
_UNIT_BEHIND_IN = re.compile(
    r"\s(?:in|в)\s(?P<unit>(?:thousands?|millions?|billions?|trillions?|per ?cent|percentages?|%|US dollars|euros?"
    r"|[A-Z]{3}|[$€£¥]"
    r"|тыс\.?|млн|млрд|процентах|hours|days|tonnes|tons|kilomet\w+|hectares|[GMkT]Wh?|km)(?:\s[^,.;()\d]{1,30})?)$"
)
_SCALE = re.compile(r"(?:thousand|million|billion|trillion)s?", re.IGNORECASE)
# "Rides by mode, millions": the word for the scale stands in the plural.
_SCALED = re.compile(r"\s*(?:,\s|\(|\sin\s)(?P<scale>thousand|million|billion|trillion)s\)?\s*$", re.IGNORECASE)
_NUMBER = re.compile(r"\s*[≈~<>]?\s*[-−]?\d[\d\s.,]*\s*%?\s*$")
_MONEY = re.compile(r"([A-Z]{3}|[A-Z]{1,2}\$|[$€£¥₽₸])\s+([^\W\d_]+)$")
_MOST_CELLS = 3000
_AGREES = 0.7
_FIGURES = 2
_SMALL = 13
_COUNTED = frozenset((None, "unit", "person", "employee"))
_MOST_OF_PHASE = 100


@dataclass(frozen=True, slots=True)
class TableValue:
    """A number in a table as a statement, with the words of its row, its column and the caption."""

    cell: Cell
    statement: Statement
    row: Topic
    column: Topic
    caption: Topic
    table: int
    series: tuple[int, str]

    @property
    def labels(self) -> Topic:
        """What row and column say together."""
        a, b = self.row, self.column
        return Topic(a.stems | b.stems, a.names | b.names, a.places | b.places, a.narrow | b.narrow)


def table_values(paper: Paper) -> list[TableValue]:
    """Return the numbers of a paper's tables that a row or column of theirs dates."""
    found: list[TableValue] = []
    for table in paper.tables:
        found += _of_table(paper, table)
        if len(found) > _MOST_CELLS:
            break
    return paper.first(found, _MOST_CELLS, "dated cells of tables")


def caption_of(paper: Paper, table: Table) -> Caption | None:
    """Return the caption that stands right before a table, or right after it."""
    before = [
        one for one in paper.captions if one.kind == "table" and one.end <= table.start and table.start - one.end < 80
    ]
    after = [one for one in paper.captions if one.kind == "table" and 0 <= one.start - table.end < 8]
    return before[-1] if before else after[0] if after else None


def _of_table(paper: Paper, table: Table) -> Iterator[TableValue]:
    caption = caption_of(paper, table)
    title = caption.title if caption else ""
    unit = _unit_of(title)
    head = paper.speller.topic(unit[0], first=True)
    common = _whole_year(title)
    heads = [cell.text for cell in table.header]
    phased = paper.words.pattern("phases", "word").fullmatch(heads[0].strip()) is not None
    rows = table.rows[1:]
    if len(rows) > 1 and len(rows[0]) == len(heads) and _second_head(heads, rows[0]):
        heads, rows = _joined_heads(heads, rows[0]), rows[1:]
    for row in rows:
        if len(row) != len(heads) or len(row) < 2:
            continue
        side = _year(row[0].text) or next((_year(cell.text) for cell in row[1:3] if _SPAN.match(cell.text)), None)
        dated = _DATED.search(row[0].text)
        for column in range(1, len(row)):
            cell = row[column]
            if not _NUMBER.match(cell.text) or _YEAR.match(cell.text):
                continue
            top = _year(_last_line(heads[column])) or _labelled_year(heads[column])
            period = side if _year(row[0].text) else top or side or (dated and Period.parse(dated[1])) or common
            if period is None:
                continue
            row_label = "" if _year(row[0].text) else _DATED.sub(" ", row[0].text)
            column_label = _without_year(heads[column]) if top else heads[column]
            value = _value(paper, cell, (row_label, column_label, unit[1]), period, (row[0].start, row[-1].end))
            if value is not None:
                statement, row_topic, column_topic = value
                if phased and re.fullmatch(r"[1-9]", row[0].text.strip()):
                    statement, row_topic = replace(statement, phase=row[0].text.strip()), Topic.empty()
                # The numbers of one thing at all its times: a row under years, a column beside them.
                series = (row[0].start, "row") if top and not _year(row[0].text) else (table.start, f"column {column}")
                yield TableValue(cell, statement, row_topic, column_topic, head, table.start, series)


def _second_head(heads: list[str], row: tuple[Cell, ...]) -> bool:
    years = sum(_YEAR.match(cell.text) is not None for cell in row[1:])
    return 2 * years > len(row) - 1 and not any(_YEAR.match(head) for head in heads[1:])


def _joined_heads(heads: list[str], row: tuple[Cell, ...]) -> list[str]:
    joined, last = [heads[0] or row[0].text], ""
    for above, cell in zip(heads[1:], row[1:], strict=True):
        last = above or last
        joined.append(f"{last}\n{cell.text}")
    return joined


def _last_line(head: str) -> str:
    return head.rpartition("\n")[2]


def _without_year(head: str) -> str:
    labelled = _LABELLED.match(head)
    return f"{labelled[1]}{labelled[3] or ''}" if labelled else head.rpartition("\n")[0]


def _labelled_year(head: str) -> Period | None:
    labelled = _LABELLED.match(head)
    return Period.parse(labelled[2]) if labelled else None


def _year(text: str) -> Period | None:
    match = _YEAR.match(text)
    if match:
        return Period.parse(match[1])
    match = _SPAN.match(text)
    return Period.parse(f"{match[1]}/{match[2]}") if match and match[1] < match[2] else None


def _whole_year(title: str) -> Period | None:
    """Return the year that a caption ends with: "Teachers by kind of school, 2023"."""
    years = re.findall(r"(?<!\d)((?:19|20)\d\d)(?!\d)", title)
    return Period.parse(years[0]) if len(years) == 1 else None


def _unit_of(label: str) -> tuple[str, str]:
    """Split a label into its words and its unit: "Exports, thousand tonnes"."""
    scaled = _SCALED.search(label)
    if scaled is not None:
        return label[: scaled.start()], scaled["scale"]
    behind = _UNIT_BEHIND_IN.search(label)
    if behind is not None:
        return label[: behind.start()], behind["unit"]
    unit = _UNIT.search(label)
    if unit is None or re.search(r"\d", unit[1] or unit[2]):
        return label, ""
    return label[: unit.start()], unit[1] or unit[2]


def _value(
    paper: Paper, cell: Cell, labels: tuple[str, str, str], period: Period, row: tuple[int, int]
) -> tuple[Statement, Topic, Topic] | None:
    (row_label, row_unit), (column_label, column_unit) = _unit_of(labels[0]), _unit_of(labels[1])
    # A head may hold nothing but the unit.
    for unit in (*filter(None, (row_unit, column_unit, column_label, labels[2])), ""):
        said = cell.text if "%" in cell.text else _with_unit(cell.text, unit)
        bare = " ".join(part for part in (row_label, column_label) if part and part != unit)
        text = f"{bare}为{said}".replace(" ", "") if paper.words.runs else f"{bare or 'Value'} — {said}"
        found = [one for one in claims(text, language=paper.language) if one.end > len(text) - len(said)]
        if len(found) == 1 and (found[0].unit is not None or unit in (row_unit, column_unit) or _SCALE.fullmatch(unit)):
            break
    if unit == column_label and unit and found and found[0].kind != "count":
        column_label = ""
    if len(found) != 1:
        return None
    topics = tuple(paper.speller.topic(part, first=True) for part in (row_label, column_label))
    joined = Topic(
        topics[0].stems | topics[1].stems,
        topics[0].names | topics[1].names,
        topics[0].places | topics[1].places,
        topics[0].narrow | topics[1].narrow,
    )
    return Statement(found[0], joined, period, True, row, -1), topics[0], topics[1]


def _with_unit(number: str, unit: str) -> str:
    money = _MONEY.match(unit.strip())
    return f"{money[1]} {number} {money[2]}" if money else f"{number} {unit}".strip()


def agreement_of(paper: Paper, value: TableValue, other: Statement, *, units: bool = True) -> float:
    """Return how surely a number of a table and a statement of the text are of one thing, from 0 to 1; times aside.

    Without ``units`` the statement may be a change of what the table gives.
    """
    one = value.statement
    said, labels, caption = other.topic, value.labels, value.caption
    named = len(labels.stems) > 1 and labels.stems <= _stems(paper, other)
    if (units and not one_measure(one, other)) or (_other_indicator(one, other) and not named):
        return 0.0
    sentence = paper.topic_at(*other.claim.sentence)
    known = labels.names | labels.places | caption.names | caption.places
    here = sentence.names | sentence.places | said.context
    home = {paper.speller.home}
    if not (labels.names | labels.places) - home <= here or (said.names | said.places) - known - home:
        return 0.0
    narrow = labels.narrow | caption.narrow
    unit = {stem(other.claim.unit, paper.language)} if other.claim.unit else set()
    if said.narrow - narrow - {"part"} - unit or labels.narrow - sentence.narrow or "part" in said.narrow:
        return 0.0
    if contrast(said, Topic(labels.stems | caption.stems, labels.names, labels.places, narrow), paper.language):
        return 0.0
    own = _stems(paper, other)
    spread = sentence.stems | own | sentence.narrow
    hollow = paper.words.list("topic", "hollow")
    parts = [part.stems - hollow for part in (value.row, value.column) if part.stems - hollow]
    if not parts and not labels.names and not labels.places:
        parts = [caption.stems] if caption.stems else []
    shares = [len(part & spread) / len(part) for part in parts]
    if other.claim.kind == "count" and not _counted_there(paper, other, value):
        return 0.0
    if not own or (shares and min(shares) < 0.5) or (not shares and not caption.stems & spread):
        return 0.0
    told = labels.stems | caption.stems | _names_of(one, paper.language)
    agreeing = len(own & told) / len(own)
    if not own & told:
        # "In 2020 Chilean plants made 105,000 tonnes": the place and a unit of its own say enough where little else is.
        placed = said.places & labels.places and one.claim.unit == other.claim.unit and units
        sure = placed and one.claim.unit not in (*_COUNTED, "percent") and len(own) <= 1 and paper.language == "en"
        return _AGREES if sure else 0.0
    return 0.4 + 0.3 * (min(shares) if shares else 1.0) + 0.3 * agreeing


def _counted_there(paper: Paper, other: Statement, value: TableValue) -> bool:
    """Say whether a table may count what a small number counts: "four of eight lines" are no millions of rides."""
    if other.number >= _SMALL or other.claim.unit is None:
        return True
    told = value.labels.stems | value.caption.stems | {one.lower() for one in value.labels.names | value.caption.names}
    synonyms = paper.topic_at(other.claim.start, other.claim.end).stems
    return bool(synonyms & told)


def one_measure(cell: Statement, other: Statement) -> bool:
    """Say whether a cell and a statement are in one unit; a cell may leave it to its heads what it counts."""
    counted = other.claim.kind == "count" or other.claim.unit in _COUNTED
    # A head "Prisoners" counts what the text calls people in prison.
    loose = cell.claim.unit in _COUNTED or cell.claim.kind == "count"
    return same_unit(cell, other) or (loose and counted)


def _other_indicator(one: Statement, other: Statement) -> bool:
    known = vocabulary()
    return (
        one.claim.indicator in known and other.claim.indicator in known and one.claim.indicator != other.claim.indicator
    )


def _names_of(one: Statement, language: str) -> frozenset[str]:
    known = one.claim.indicator in vocabulary()
    return indicator_stems(one.claim.indicator, language) if known else frozenset()


def _stems(paper: Paper, one: Statement) -> frozenset[str]:
    """Return the stems of a statement with those of its indicator that its own clause holds."""
    if one.claim.indicator not in vocabulary():
        return one.topic.stems
    clause = paper.topic_at(*one.scope)
    return one.topic.stems | (clause.stems & indicator_stems(one.claim.indicator, paper.language))


def best_value(
    paper: Paper, other: Statement, period: Period | None = None, *, units: bool = True
) -> tuple[float, TableValue] | None:
    """Return the number of a table that alone is of what a statement is of: at its time, its phase or another time."""
    when = period or other.period
    if when is None and not other.phase:
        return None
    if when is not None:
        there = paper.values_at.get(when, [])
    else:
        there = [value for value in paper.table_values if value.statement.phase == other.phase][:_MOST_OF_PHASE]
    scored = [(score, value) for value in there if (score := agreement_of(paper, value, other, units=units)) >= _AGREES]
    scored.sort(key=lambda item: (-item[0], item[1].cell.start))
    if not scored or (len(scored) > 1 and scored[0][0] - scored[1][0] < 0.08):
        return None
    return scored[0]


def same_number(paper: Paper, other: Statement) -> TableValue | None:
    """Return the one cell that gives a statement's very number at its time, its row being of no other place or name."""
    if other.period is None or len(re.sub(r"\D|^0+|0+$", "", f"{other.number:.10g}")) < _FIGURES:
        return None
    found = [
        value
        for value in paper.values_at.get(other.period, ())
        if value.statement.number == other.number and one_measure(value.statement, other)
    ]
    if len(found) != 1:
        return None
    labels, sentence = found[0].labels, paper.topic_at(*other.claim.sentence)
    named = (labels.names | labels.places) - {paper.speller.home}
    return found[0] if named <= sentence.names | sentence.places | other.topic.context else None


def at_time(paper: Paper, value: TableValue, period: Period) -> TableValue | None:
    """Return the number of the same row or column at another time."""
    return next((one for one in paper.values_at.get(period, ()) if one.series == value.series), None)
