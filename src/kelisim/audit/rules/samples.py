"""A1: the size of a sample: said once in the summary, once in the method and once in the table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from kelisim.audit.paper import Paper, finding, short
from kelisim.audit.statements import Statement
from kelisim.audit.structure import Cell, Table
from kelisim.audit.tabled import caption_of
from kelisim.audit.words import stem
from kelisim.model.finding import Finding

_MOST = 60
_MOST_APART = 2.0
_N = re.compile(r"(?<![\w])[nN]\s?=\s?(?P<n>\d{1,3}(?:[,  ]\d{3})+|\d+)(?!\d|[.,]\d)")


def two_samples(paper: Paper) -> Iterator[Finding]:
    """Find "we surveyed 1,240 parents" and "we interviewed 1,204 parents": one sample with two sizes."""
    samples = _samples(paper)
    told: set[int] = set()
    for one, other in combinations(samples, 2):
        if one.sentence == other.sentence or one.number == other.number or {one.claim.start, other.claim.start} & told:
            continue
        some = _is_of_asking(paper, one) and _is_part_of(paper, one, other)
        if not _same_sample(paper, one, other) or some or _between_too(samples, one, other):
            continue
        told |= {one.claim.start, other.claim.start}
        yield _finding(
            paper, (one.claim.start, one.claim.end), (other.claim.start, other.claim.end),
            f"{short(one.claim.text, 40)!r} and {short(other.claim.text, 40)!r} are given as the size of one sample.",
        )  # fmt: skip


def _samples(paper: Paper) -> list[Statement]:
    return paper.first([one for one in paper.statements if _is_sample(paper, one)], _MOST, "sizes of samples")


def _is_sample(paper: Paper, one: Statement) -> bool:
    """Say whether a number is of those asked: counted, exact, the whole sample and this paper's own."""
    claim, text = one.claim, paper.text
    if claim.kind not in ("count", "quantity") or claim.comparator != "exact" or claim.unit is None or not one.level:
        return False
    if claim.unit in ("percent", "year", "month", "day", "hour", "minute", "week", "page") or one.number < 5:
        return False
    if "part" in one.topic.narrow or isinstance(claim.value, tuple) or claim.citations:
        return False
    first, stop = claim.sentence
    lead = text[max(first, claim.start - 45) : claim.start]
    if _N.search(text, max(first, claim.start - 6), min(stop, claim.end + 1)) is not None:
        return True
    if re.search(r"\d\s(?:из|out of|of)\s(?:\w+\s)?$", lead):
        # "640 из 800": those who answered are the sample.
        return False
    lead = re.split(r"[;:()]|,\s(?:and|but|which|of)\s", lead)[-1]
    tail = re.split(r"[;:(]|,\s", text[claim.end : min(stop, claim.end + 30)])[0]
    own = paper.words
    asked = _is_of_asking(paper, one) or own.has("samples", "asked", lead) or own.has("samples", "asked_after", tail)
    return asked and not own.has("samples", "some", text[max(first, claim.start - 30) : min(stop, claim.end + 24)])


def _is_of_asking(paper: Paper, one: Statement) -> bool:
    """Say whether what is counted are interviews or those interviewed: they need no verb to be a sample."""
    own = paper.words
    return (
        "listed" in own.tables
        and own.pattern("listed", "whole").fullmatch((one.claim.unit or "").replace("_", " ")) is not None
    )


def _is_part_of(paper: Paper, one: Statement, other: Statement) -> bool:
    """Say whether "12 interviews with mayors" may be some of 40: who was asked is told of one, the smaller, alone."""
    tails = [
        re.match(r"\s(?:with|in|at|among|by|from)\s([^.,;()]{2,40})", paper.text[each.claim.end :][:48])
        for each in (one, other)
    ]
    if tails[0] and tails[1]:
        words = [paper.speller.topic(tail[1], first=False) for tail in tails if tail]
        return not (words[0].stems | words[0].names) & (words[1].stems | words[1].names)
    told, bare = (one, other) if tails[0] else (other, one)
    named = tails[0] or tails[1]
    return named is not None and told.number < bare.number and " and " not in named[1]


def _same_sample(paper: Paper, one: Statement, other: Statement) -> bool:
    a, b = one.topic, other.topic
    units = [each.claim.unit or "" for each in (one, other)]
    bent = paper.language in ("ru", "kk") and stem(units[0], paper.language) == stem(units[1], paper.language)
    if (units[0] != units[1] and not bent) or a.narrow != b.narrow or (a.names and b.names and a.names != b.names):
        return False
    if (a.places and b.places and a.places != b.places) or (one.period and other.period and one.period != other.period):
        return False
    low, high = sorted((one.number, other.number))
    return high <= _MOST_APART * low


def _between_too(samples: list[Statement], one: Statement, other: Statement) -> bool:
    """Say whether the paper has more than two sizes for those asked: rounds of a survey, or groups."""
    kin = {each.number for each in samples if each.claim.unit == one.claim.unit}
    return len(kin | {one.number, other.number}) > 2


def samples_against_tables(paper: Paper) -> Iterator[Finding]:
    """Find a sample whose size differs from the total of the table that describes it."""
    for one in _samples(paper):
        head = stem(one.claim.unit or "", paper.language)
        for table in paper.tables:
            caption = caption_of(paper, table)
            if caption is None:
                continue
            named = paper.topic_at(caption.start, caption.end)
            if head not in named.stems | named.names and not named.stems & _OF_SAMPLES:
                continue
            total = _grand_total(paper, table) or _row_total(paper, table, head)
            if total is None:
                continue
            cell, size = total
            low, high = sorted((size, one.number))
            if size == one.number or high > _MOST_APART * low or _holds(table, one.number):
                continue
            yield _finding(
                paper, (one.claim.start, one.claim.end), (cell.start, cell.end),
                f"{short(one.claim.text, 40)!r} are given as the sample, and the table's total is {cell.text}.",
            )  # fmt: skip
            break


def _grand_total(paper: Paper, table: Table) -> tuple[Cell, float] | None:
    """Return the cell of a table of counts in which its last row, called the total, ends."""
    own, rows = paper.words, table.rows
    label = re.compile(rf"\W*(?:{own.source('shares', 'total_row')})\b.{{0,12}}$", re.IGNORECASE)
    if len(rows) < 3 or not rows[-1] or not label.match(rows[-1][0].text):
        return None
    last, heads = rows[-1], table.header
    columns = [at for at in range(1, min(len(last), len(heads))) if label.match(heads[at].text)]
    column = columns[-1] if columns else 1 if len(last) == 2 else None
    if column is None:
        return None
    bare = re.sub(r"[,\s  ]", "", last[column].text)
    return (last[column], float(bare)) if bare.isdigit() and int(bare) >= 5 else None


_OF_SAMPLES = frozenset(stem(word, "en") for word in ("sample", "respondents", "participants", "descriptives"))


def _row_total(paper: Paper, table: Table, head: str) -> tuple[Cell, float] | None:
    """Return the cell of all in the row that counts what was asked: "Couriers | 5,266 | 3,468 | 8,734"."""
    label = re.compile(rf"\W*(?:{paper.words.source('shares', 'total_row')})\b.{{0,12}}$", re.IGNORECASE)
    columns = [at for at in range(1, len(table.header)) if label.match(table.header[at].text)]
    if paper.language != "en" or len(columns) != 1:
        return None
    for row in table.rows[1:]:
        if len(row) == len(table.header) and paper.topic_at(row[0].start, row[0].end).stems == {head}:
            bare = re.sub(r"[,\s\u00a0\u202f]", "", row[columns[0]].text)
            return (row[columns[0]], float(bare)) if bare.isdigit() and int(bare) >= 5 else None
    return None


def _holds(table: Table, number: float) -> bool:
    return any(re.sub(r"[,\s  ]", "", cell.text) == f"{number:.0f}" for row in table.rows for cell in row)


def _finding(paper: Paper, one: tuple[int, int], other: tuple[int, int], message: str) -> Finding:
    return finding(
        "A106", "warning", "value_conflict", 0.68, message,
        "give one size, or say who was left out and where",
        (paper.place(*one), paper.place(*other)),
    )  # fmt: skip
