"""A8: what the paper says of every one of its claims, against tables that leave it out."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from kelisim.audit.paper import Paper, finding, short
from kelisim.audit.structure import Table
from kelisim.audit.words import stem
from kelisim.model.finding import Finding, TextPlace

# A line longer than this is prose, or a whole table on one line.
_PROSE, _LEAST_BLOCK, _LONGEST_BLOCK = 200, 120, 6_000


def promises(paper: Paper) -> Iterator[tuple[int, int, str]]:
    """Give each "every claim was cross-checked": the sentence's span and the stem of what was done."""
    own = paper.words
    for every in own.pattern("promises", "every").finditer(paper.body):
        first, stop = paper.sentence_at(every.start())
        if stop - first > 700 or own.has("promises", "except", paper.body[first:stop]):
            continue
        done = own.pattern("promises", "done").search(
            paper.body, every.end() if not own.runs else first, min(stop, every.end() + 160)
        )
        if done is not None:
            yield first, stop, done[0]


def unkept_promises(paper: Paper) -> Iterator[Finding]:
    """Find rows whose cell is empty in the column that holds what was promised for all."""
    told: set[int] = set()
    for first, stop, done in promises(paper):
        key, keys = _key(paper, done), _keys(paper, done)
        for table in paper.tables:
            heads = [_fold(head.text) for head in table.header]
            column = next((i for key in keys for i, head in enumerate(heads) if key in head), None)
            column = _against(paper, table, (first, stop), done) if column is None else column
            if column is None or table.start in told:
                continue
            empty = list(_empty(paper, table, column))
            if empty and len(empty) < len(table.rows) - 1:
                told.add(table.start)
                yield _finding(paper, (first, stop), empty, done, 0.85, len(empty))
        for caption_end, block in flat_tables(paper):
            # A row run together shows a dash before its rating: a missing check, and no missing rating.
            if caption_end in told or not key or paper.words.has("ratings", "verb", done):
                continue
            text = paper.body[block[0] : block[1]]
            if key not in _fold(text[:200]):
                continue
            dashes = _dashes(paper, block)
            if dashes:
                told.add(caption_end)
                yield _finding(paper, (first, stop), dashes, done, 0.75, len(dashes))


def _against(paper: Paper, table: Table, promise: tuple[int, int], done: str) -> int | None:
    """Return the column that is headed by what the promise says was compared with: "with ticket sales"."""
    said = paper.body[slice(*promise)]
    match = re.match(r"\s(?:with|against|by|to|с|со|по)\s(.{3,60}?)(?:[.,;(]|$)", said[said.find(done) + len(done) :])
    wanted = paper.speller.topic(match[1], first=False).stems if match else frozenset()
    for index, head in enumerate(table.header):
        heads = paper.speller.topic(head.text, first=True).stems
        checks = paper.words.has("independence", "check", head.text) and bool(heads & wanted)
        if index and ((len(heads) > 1 and heads <= wanted) or checks):
            return index
    return None


def _finding(
    paper: Paper, promise: tuple[int, int], places: list[TextPlace], done: str, confidence: float, rows: int
) -> Finding:
    return finding(
        "A801", "error", "missing_cross_check", confidence,
        f"The text says this of every one ({short(done, 40)!r}), and {rows} row{'' if rows == 1 else 's'} of the table "
        f"{'has' if rows == 1 else 'have'} nothing there.",
        "fill in the missing entries, or say which were left out and why",
        [paper.exact(*promise), *places],
    )  # fmt: skip


def _key(paper: Paper, done: str) -> str:
    folded = _fold(done)
    if paper.words.runs:
        return next((str(word) for word in paper.words.tables["promises"]["heads"].split() if word in done), "")
    last = folded.split()[-1] if folded.split() else ""
    for root in paper.words.tables["promises"]["heads"].split():
        if folded.find(root) >= 0:
            return str(root).replace("-", "")
    return stem(last, paper.language)[:6]


def _keys(paper: Paper, done: str) -> list[str]:
    """Return every root by which a column may be headed for what was done: "салыстырып тексерілді" has two."""
    first, folded = _key(paper, done), _fold(done)
    roots = [str(root).replace("-", "") for root in paper.words.tables["promises"]["heads"].split()]
    return [key for key in dict.fromkeys((first, *(root for root in roots if root in folded))) if key]


def _fold(text: str) -> str:
    return re.sub(r"[\s–—-]", "", text.lower()) if " " not in text.strip() else re.sub(r"[–—-]", "", text.lower())


def _empty(paper: Paper, table: Table, column: int) -> Iterator[TextPlace]:
    for row in table.rows[1:]:
        cell = row[column] if column < len(row) else None
        if (
            cell is not None
            and len(row) == len(table.header)
            and (not cell.text or paper.words.has("promises", "empty_cell", cell.text))
        ):
            yield paper.exact(row[0].start, row[-1].end)


def flat_tables(paper: Paper) -> Iterator[tuple[int, tuple[int, int]]]:
    """Give the blocks after captions of tables that were run together into one line without bars."""
    for caption in paper.captions:
        if caption.kind != "table":
            continue
        start = caption.end
        while start < len(paper.body) and paper.body[start].isspace():
            start += 1
        stop = _end_of_block(paper, start)
        if stop - start > _LEAST_BLOCK and not any(one.start < stop and start < one.end for one in paper.tables):
            yield caption.end, (start, stop)


def _end_of_block(paper: Paper, start: int) -> int:
    """Return where a table that was run together ends: with its line, or, cell by cell, before the next prose."""
    body = paper.body
    stop = body.find("\n", start)
    stop = len(body) if stop < 0 else stop
    if stop - start > _PROSE:
        return stop
    breaks = sorted([one.start for one in paper.headings] + [one.start for one in paper.captions])
    index = bisect_right(breaks, start)
    limit = min(breaks[index] if index < len(breaks) else len(body), start + _LONGEST_BLOCK)
    while stop < limit:
        after = body.find("\n", stop + 1)
        after = len(body) if after < 0 else after
        if after > limit or after - stop > _PROSE:
            break
        stop = after
    return stop


def _dashes(paper: Paper, block: tuple[int, int]) -> list[TextPlace]:
    """Return the rows of a table run together in which a lone dash stands where a cell was, before a rating."""
    terms = {term for scale in paper.scales for term in scale.terms}
    if not terms:
        return []
    joined = "|".join(re.escape(term) for term in sorted(terms, key=len, reverse=True))
    rating = re.compile(rf"(?<![\w–—-])(?:{joined})(?:\s?[–—/-]\s?(?:{joined}))?(?!\w)")
    found, start = [], block[0]
    for match in rating.finditer(paper.body, *block):
        before = paper.body[start : match.start()]
        if re.search(r"(?:^|\s)(?:—|–|-|n/a|N/A)\s+$", before):
            row = start + len(before) - len(before.lstrip())
            found.append(paper.exact(max(row, match.start() - 260), match.end()))
        start = match.end()
    return found
