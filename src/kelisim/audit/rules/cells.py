"""A1: a number in a table against the same number in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from kelisim.audit.paper import Paper, finding, short
from kelisim.audit.rules.values import comparable, same_indicator
from kelisim.audit.statements import Statement, indicator_stems, same_unit, vocabulary
from kelisim.audit.structure import Cell, Table
from kelisim.audit.topic import Topic
from kelisim.model.finding import Finding
from kelisim.model.period import Period
from kelisim.text.extraction.claims import claims

_YEAR = re.compile(r"\D{0,8}((?:19|20)\d\d)(?:\s?(?:г\.?|год\w*|年|ж\.?|жыл\w*|\*))?\s*$")
_UNIT = re.compile(r"\s*[,，]\s*([^,，()（）]{1,24})$|\s*[(（]([^()（）]{1,24})[)）]\s*$")
_NUMBER = re.compile(r"\s*[≈~<>]?\s*[-−]?\d[\d\s.,]*\s*%?\s*$")
_MOST_CELLS = 3000
_MOST_TOLD = 60
_LEAST = 0.6


def cells_against_text(paper: Paper) -> Iterator[Finding]:
    """Find a cell whose row and column name a year and a thing for which the text gives another number."""
    told = [
        one
        for one in paper.statements
        if comparable(one) and one.level and one.period is not None and one.claim.modality != "planned"
    ]
    by_year: dict[int, list[Statement]] = {}
    for one in told:
        year = one.period.whole_year if one.period else None
        if year is not None:
            by_year.setdefault(year, []).append(one)
    if not by_year:
        return
    for table in paper.tables:
        head = _caption_topic(paper, table)
        rows = list(read_cells(paper, table))[:_MOST_CELLS]
        for year in {year for year, _, _ in rows}:
            here = [(cell, one) for when, cell, one in rows if when == year]
            for other in by_year.get(year, [])[:_MOST_TOLD]:
                yield from _compare(paper, here, other, head)


def _compare(paper: Paper, here: list[tuple[Cell, Statement]], other: Statement, head: Topic) -> Iterator[Finding]:
    same = [(cell, one) for cell, one in here if same_unit(one, other)]
    if any(one.interval.overlaps(other.interval) for _, one in same):
        # The number stands in the table, if only for another thing: the text may well mean that.
        return
    alike = [
        (likeness, cell, one)
        for cell, one in same
        if same_indicator(one, other) and (likeness := _likeness(paper, one, other, head)) >= _LEAST
    ]
    if len(alike) != 1:
        return
    likeness, cell, one = alike[0]
    yield finding(
        "A102", "error", "value_conflict", min(0.9, 0.35 + 0.5 * likeness),
        f"The table gives {short(cell.text, 30)!r} for {one.period.whole_year if one.period else ''} where the text "
        f"gives {short(other.claim.text, 30)!r}.",
        "look both up in the source, and keep one",
        (paper.place(other.claim.start, other.claim.end), paper.exact(*one.scope)),
    )  # fmt: skip


def _likeness(paper: Paper, one: Statement, other: Statement, head: Topic) -> float:
    """Compare a cell's topic, with what the caption adds to it, to that of a statement of the text."""
    own, said = one.topic, other.topic
    if said.names and head.names and not said.names & (head.names | own.names):
        return 0.0
    joined = Topic(
        own.stems | (head.stems & said.stems),
        own.names or (head.names & said.names),
        own.places or (head.places & said.places),
        own.narrow | (head.narrow & said.narrow),
        head.names,
    )
    known = one.claim.indicator == other.claim.indicator and one.claim.indicator in vocabulary()
    if known:
        drop = indicator_stems(one.claim.indicator, paper.language)
        joined = replace(joined, stems=joined.stems - drop)
    if not known and not own.stems & said.stems:
        return 0.0
    return paper.speller.likeness(joined, said, indicator=known)


def _caption_topic(paper: Paper, table: Table) -> Topic:
    before = [
        one for one in paper.captions if one.kind == "table" and one.end <= table.start and table.start - one.end < 80
    ]
    after = [one for one in paper.captions if one.kind == "table" and 0 <= one.start - table.end < 8]
    caption = before[-1] if before else after[0] if after else None
    return paper.speller.topic(caption.title if caption else "", first=True)


def read_cells(paper: Paper, table: Table) -> Iterator[tuple[int, Cell, Statement]]:
    """Give the cells that a year and a label belong to: years down the side or along the top."""
    heads = table.header
    top = [_YEAR.match(head.text) for head in heads]
    for row in table.rows[1:]:
        if len(row) != len(heads) or not row:
            continue
        side = _YEAR.match(row[0].text)
        for column in range(1, len(row)):
            year, label = (side, heads[column].text) if side else (top[column], row[0].text)
            if year is None or not label or not _NUMBER.match(row[column].text):
                continue
            one = _statement(paper, label, row[column], int(year[1]), (row[0].start, row[-1].end))
            if one is not None:
                yield int(year[1]), row[column], one


def _statement(paper: Paper, label: str, cell: Cell, year: int, row: tuple[int, int]) -> Statement | None:
    unit = _UNIT.search(label)
    bare = label[: unit.start()] if unit else label
    said = f"{cell.text} {unit[1] or unit[2]}" if unit and "%" not in cell.text else cell.text
    text = f"{bare} — {said}" if not paper.words.runs else f"{bare}为{said}".replace(" ", "")
    found = [one for one in claims(text, language=paper.language) if one.start >= len(bare)]
    if len(found) != 1:
        return None
    topic = paper.speller.topic(bare, first=True)
    return Statement(found[0], topic, Period.parse(str(year)), True, row, -1)
