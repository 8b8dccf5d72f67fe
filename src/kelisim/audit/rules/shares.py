"""A5: parts and wholes: shares that the numbers do not bear out, parts that do not add up, shares above the whole."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterator, Sequence

from kelisim.audit.counts import as_counted
from kelisim.audit.paper import Paper, finding, short
from kelisim.audit.statements import Statement, as_written
from kelisim.audit.structure import Cell, Table
from kelisim.model.finding import Finding, TextPlace
from kelisim.model.interval import Interval
from kelisim.model.written import significant

_LINK = (
    "[(（,，]|or|или|то есть|яғни|即|占|约|about|some|roughly|около|примерно|шамамен|—|–|of (?:whom|which|them)|из "
    "них|из которых"
)
_OUT_OF = re.compile(r"\s?(?:of|out of|из)\s(?:the\s|all\s|its\s)?", re.IGNORECASE)
_OR = re.compile(r"(?:[,(]\s?(?:or|that is|i\.e\.|about|some|или|то есть)?\s?(?:about\s|some\s)?)$", re.IGNORECASE)
_OPENS = re.compile(r"[:：(（]\s?(?:that is\s|or\s|about\s|some\s|то есть\s)?$")
# "from the tax in 2022, 3.1% of its revenue of".
_APPOSED = re.compile(r"[^.;,()\n]{0,44}(?:,\s|\s\()(?:or\s|about\s|some\s|that is\s|i\.e\.\s)?", re.IGNORECASE)
_OF_A_WHOLE = re.compile(r"\sof\s(?:the\s|its\s|their\s|all\s|total\s)*[^.,;()\n]{2,40}\s(?:of|\()\s?", re.IGNORECASE)
_HAN_SHARE = re.compile("[，,](?:约|分别)?占[^，。；]{2,16}的(?:比重为?)?")
_LONGEST_LINK = 60
# Parts this far from their total are parts of something else.
_NEARLY_ALL = 0.93
_LEAST_COVERED = 0.3
_BETWEEN = re.compile(
    rf"(?:\s(?:in|by|в|к)\s(?:19|20)\d\d(?:\sгод\w*)?)?\s*(?:(?:{_LINK})\s*){{1,3}}$|\s(?:[^\W\d_]+\s){{1,2}}[(（]$",
    re.IGNORECASE,
)


def wrong_shares(paper: Paper) -> Iterator[Finding]:
    """Find "of 12,400, 3,100 (35%)": a percentage that part and whole in the same sentence do not give."""
    for group in by_sentence(paper):
        for part, share in itertools.pairwise(group):
            between = paper.text[part.claim.end : share.claim.start]
            if share.claim.unit != "percent" or part.claim.unit == "percent" or not _BETWEEN.match(between):
                continue
            if share.claim.change is not None or part.claim.comparator == "factor" or math.isinf(part.interval.width):
                continue
            wholes = [one for one in group if _may_hold(paper, one, part, share)]
            wholes = wholes or _whole_before(paper, group, part)
            if len(wholes) != 1 or _says_growth(paper, share):
                continue
            whole = wholes[0]
            expected = _percent(as_written(part).interval, as_written(whole).interval)
            if expected is None or expected.overlaps(share.interval.widen(0.5)):
                continue
            place = paper.place(part.claim.start, share.claim.end)
            yield wrong_share(part, whole, share, 0.82, (place,))


def shares_after_their_whole(paper: Paper) -> Iterator[Finding]:
    """Find "4,010 of 11,018 were on remand, or 46%": a percentage that part and whole before it do not give."""
    for group in by_sentence(paper):
        for part, whole, share in zip(group, group[1:], group[2:], strict=False):
            if share.claim.unit != "percent" or "percent" in (part.claim.unit, whole.claim.unit) or not share.level:
                continue
            between = paper.text[part.claim.end : whole.claim.start]
            link = paper.text[whole.claim.end : share.claim.start]
            loose = not _OUT_OF.fullmatch(between) or not _OR.search(link) or len(link) > _LONGEST_LINK
            if loose or share.claim.change is not None or _says_growth(paper, share) or not part.number < whole.number:
                continue
            expected = _percent(as_written(part).interval, as_written(whole).interval)
            if expected is None or math.isinf(expected.width) or expected.overlaps(share.interval.widen(0.5)):
                continue
            yield wrong_share(part, whole, share, 0.8, (paper.place(part.claim.start, share.claim.end),))


def shares_before_their_parts(paper: Paper) -> Iterator[Finding]:
    """Find "34% of exports: USD 109 billion of USD 355 billion": a percentage before the part and whole it is of."""
    for group in by_sentence(paper):
        for share, part, whole in zip(group, group[1:], group[2:], strict=False):
            if share.claim.unit != "percent" or "percent" in (part.claim.unit, whole.claim.unit) or not share.level:
                continue
            opens = _OPENS.search(paper.text[share.claim.end : part.claim.start])
            out_of = _OUT_OF.fullmatch(paper.text[part.claim.end : whole.claim.start])
            between = part.claim.start - share.claim.end
            if opens is None or out_of is None or between > _LONGEST_LINK or not part.number < whole.number:
                continue
            expected = _percent(as_written(part).interval, as_written(whole).interval)
            if expected is None or math.isinf(expected.width) or expected.overlaps(share.interval.widen(0.5)):
                continue
            yield wrong_share(part, whole, share, 0.8, (paper.place(share.claim.start, whole.claim.end),))


def shares_of_a_named_whole(paper: Paper) -> Iterator[Finding]:
    """Find "EUR 1.9 million from the tax, 3.1% of its revenue of EUR 161 million": part, share and whole in a row."""
    for group in by_sentence(paper):
        for part, share, whole in zip(group, group[1:], group[2:], strict=False):
            units = [(each.claim.unit or "").partition("_per_")[0] for each in (part, whole)]
            units[1] = units[1] or units[0]
            if share.claim.unit != "percent" or units[0] != units[1] or not (part.level and whole.level):
                continue
            between = paper.text[part.claim.end : share.claim.start]
            link = paper.text[share.claim.end : whole.claim.start]
            plain = part.claim.unit not in (None, "percent", "year") and part.claim.comparator != "factor"
            if not plain or not _APPOSED.fullmatch(between) or not _OF_A_WHOLE.fullmatch(link) or not share.level:
                continue
            if _says_growth(paper, share) or not part.number < whole.number or share.claim.change is not None:
                continue
            expected = _percent(as_written(part).interval, as_written(whole).interval)
            if expected is None or math.isinf(expected.width) or expected.overlaps(share.interval.widen(0.5)):
                continue
            yield wrong_share(part, whole, share, 0.78, (paper.place(part.claim.start, whole.claim.end),))


def wrong_share(
    part: Statement, whole: Statement, share: Statement, confidence: float, places: Sequence[TextPlace]
) -> Finding:
    """Return the finding that a part of a whole is another share of it than the paper says."""
    return finding(
        "A501", "error", "arithmetic", confidence,
        f"{short(part.claim.text, 30)!r} of {short(whole.claim.text, 30)!r} is "
        f"{significant(100 * part.number / whole.number, 3)}%, not {short(share.claim.text, 20)!r}.",
        "recompute the share from part and whole, or name the whole it is a share of", places,
    )  # fmt: skip


def _whole_before(paper: Paper, group: list[Statement], part: Statement) -> list[Statement]:
    """Return the one count of the sentence before that "Of them 2,610 (61%)" speaks of."""
    first = part.claim.sentence[0]
    lead = paper.text[first : part.claim.start]
    of_them = paper.words.pattern("shares", "of_them").match(lead.lstrip())
    if of_them is None or len(lead) > 24 or part is not group[0]:
        return []
    before, stop = paper.sentences[part.sentence - 1] if part.sentence else (0, 0)
    if "\n\n" in paper.text[stop:first]:
        return []
    counts = [
        one
        for one in paper.statements_in(before)
        if one.level and one.claim.kind != "ordinal" and one.claim.unit not in ("percent", "percentage_point", "year")
    ]
    fits = len(counts) == 1 and counts[0].number > part.number and math.isfinite(counts[0].interval.width)
    return counts if fits else []


def by_sentence(paper: Paper) -> Iterator[list[Statement]]:
    """Give the statements of each sentence."""
    group: list[Statement] = []
    for one in paper.statements:
        if group and group[-1].sentence != one.sentence:
            yield group
            group = []
        group.append(one)
    if group:
        yield group


def _may_hold(paper: Paper, whole: Statement, part: Statement, share: Statement) -> bool:
    if whole is part or whole is share or whole.claim.unit == "percent" or math.isinf(whole.interval.width):
        return False
    units = {whole.claim.unit, part.claim.unit}
    if len(units - {None, "unit"}) > 1 or whole.number <= part.number or not whole.level:
        return False
    if whole.claim.kind == "ordinal" or whole.claim.comparator == "factor":
        return False
    own, text = paper.words, paper.text
    if _has_share(paper, whole, share):
        return False
    lead = re.split(r"\d", text[max(whole.claim.sentence[0], whole.claim.start - 24) : whole.claim.start])[-1]
    trail = text[whole.claim.end : part.claim.start] if whole.claim.end < part.claim.start else ""
    return (
        own.has("shares", "of", lead)
        or own.has("shares", "total", lead)
        or own.has("shares", "parts", trail)
        or own.has("shares", "of", trail)
        or (own.language == "kk" and own.has("shares", "of", whole.claim.text))
        or own.has("shares", "part_of", text[part.claim.end : share.claim.start])
    )


def _has_share(paper: Paper, whole: Statement, share: Statement) -> bool:
    """Say whether a number is followed by another share than the one looked at: it is a part like this one."""
    after = [one for one in paper.statements_in(whole.claim.sentence[0]) if one.claim.start > whole.claim.start][:1]
    if not after or after[0] is share or after[0].claim.unit != "percent":
        return False
    between = paper.text[whole.claim.end : after[0].claim.start]
    return _BETWEEN.match(between) is not None or _HAN_SHARE.fullmatch(between) is not None


def _says_growth(paper: Paper, share: Statement) -> bool:
    first, stop = share.claim.sentence
    around = paper.text[max(first, share.claim.start - 20) : min(stop, share.claim.end + 14)]
    return paper.words.has("change", "increase", around) or paper.words.has("change", "decrease", around)


def _percent(part: Interval, whole: Interval) -> Interval | None:
    if whole.low <= 0:
        return None
    return part / whole * Interval(100.0, 100.0)


def wrong_sums(paper: Paper) -> Iterator[Finding]:
    """Find a stated total that its listed parts, in the same sentence, do not make."""
    for group in by_sentence(paper):
        first, stop = group[0].claim.sentence
        sentence = paper.text[first:stop]
        totals = [one for one in group if _is_total(paper, one)]
        if len(totals) != 1 or not (
            paper.words.has("shares", "parts", sentence) or paper.words.has("shares", "total", sentence)
        ):
            continue
        total = totals[0]
        units = {total.claim.unit, None} | ({"person", "employee"} if total.claim.unit is None else set())
        units |= set() if paper.language == "en" else {_base(total)}
        parts = [one for one in group if one is not total and one.claim.unit in units and one.level]
        trail = paper.text[total.claim.end : min(stop, total.claim.end + 26)]
        if paper.words.has("shares", "of_them", trail):
            # "From 31 to 84, of which 62": what stands before the whole is no part of it.
            parts = [one for one in parts if one.claim.start > total.claim.start]
        within = [one for one in group if parts and parts[0].claim.start < one.claim.start < parts[-1].claim.start]
        told = [one for one in group if one is not total and one.claim.unit in units]
        strange = any(one.claim.kind == "count" and one.claim.unit not in units for one in group)
        if strange and any(one.claim.unit is None for one in parts):
            continue
        if len(told) > len(parts) or any(one.claim.unit == "percent" for one in within):
            # A list of which one member was not read as a part makes no sum.
            continue
        if len(parts) < 2 or any(
            one.claim.comparator in ("factor", "lt", "le", "gt", "ge") or one.claim.kind == "ordinal" for one in parts
        ):
            continue
        if total.claim.comparator in ("lt", "le") or any(one.number > total.number for one in parts):
            continue
        if not is_list(paper, parts) or (total.claim.unit == "percent"):
            continue
        periods = {one.period for one in parts}
        if 1 < len(periods) < len(parts) or paper.words.has("shares", "rest", sentence):
            continue
        summed = as_counted(parts[0])
        for one in parts[1:]:
            summed = summed + as_counted(one)
        if summed.overlaps(as_counted(total)):
            continue
        # Parts named "including" need not be all.
        partial = paper.words.has("shares", "parts_open", sentence) and summed.high < total.interval.low
        covered = sum(one.number for one in parts) / total.number
        if covered > _NEARLY_ALL and paper.language != "en":
            # "其中" before all parts but a few: nobody leaves so small a rest unsaid.
            partial = partial and paper.words.has("shares", "parts_named", sentence)
        if partial or not _LEAST_COVERED < covered < 1 / _LEAST_COVERED:
            continue
        yield finding(
            "A502", "error", "arithmetic", 0.75,
            f"The parts listed make {significant(sum(one.number for one in parts), 6)}, and the total is given as "
            f"{short(total.claim.text, 40)!r}.",
            "list every part, or correct the total",
            (paper.place(group[0].claim.start, group[-1].claim.end),),
        )  # fmt: skip


def _base(one: Statement) -> str | None:
    """Return the unit of an amount per month or head without what it is per: its parts are told in it."""
    return (one.claim.unit or "").partition("_per_")[0] or None


def _is_total(paper: Paper, one: Statement) -> bool:
    # "In total: 9,000" opens the list of the parts and no total.
    lead = re.split(
        r"[:;：；，]" if paper.words.runs else r"[:;：；]",
        paper.text[max(one.claim.sentence[0], one.claim.start - 26) : one.claim.start],
    )[-1]
    trail = paper.text[one.claim.end : min(one.claim.sentence[1], one.claim.end + 26)]
    inside = paper.text[one.claim.start : one.claim.end]
    # "21,000 workers in total": the word may follow, in the number's own clause.
    behind = re.split(r"[,;:.()\d，；：（）]", trail[:16])[0]
    return (
        one.level and any(paper.words.has("shares", "total", piece) for piece in (lead, inside, behind))
    ) or paper.words.has("shares", "parts", trail)


def is_list(paper: Paper, parts: list[Statement]) -> bool:
    """Say whether statements follow each other as the members of a list do."""
    spans = [paper.text[a.claim.end : b.claim.start] for a, b in itertools.pairwise(parts)]
    return all(len(span) < 70 and re.search(r"[,;，；、]|\band\b|\bи\b|және|和", span) for span in spans)


def wrong_table_totals(paper: Paper) -> Iterator[Finding]:
    """Find a column of a table whose rows do not make its row of totals."""
    label = re.compile(rf"\W*(?:{paper.words.source('shares', 'total_row')})\b.{{0,20}}$", re.IGNORECASE)
    for table, column, numbers, last, total in closed_columns(paper, label):
        values = [value for value, _ in numbers]
        slack = max(step for _, step in (*numbers, total)) * (len(values) + 1) / 2
        # A mean or a rate in the row of totals lies among its rows.
        among = min(values) <= total[0] <= max(values)
        first = number_in_cell(table.header[column].text) if column < len(table.header) else None
        # A table without a head: its first row counts too.
        whole = sum(values) + (first[0] if first is not None else 0.0)
        if among or min(abs(sum(values) - total[0]), abs(whole - total[0])) <= slack + 1e-9:
            continue
        head = table.header[min(column, len(table.header) - 1)]
        yield finding(
            "A503", "error", "arithmetic", 0.85,
            f"The rows of the column {short(head.text, 40)!r} make {sum(values):.10g}, "
            f"and its total is given as {total[0]:.10g}.",
            "recompute the total from the rows",
            (paper.exact(last.start, last.end), paper.exact(head.start, head.end)),
        )  # fmt: skip


def closed_columns(
    paper: Paper, label: re.Pattern[str]
) -> Iterator[tuple[Table, int, list[tuple[float, float]], Cell, tuple[float, float]]]:
    """Yield the columns of numbers that a last row with such a label closes: a total, a mean.

    Of each: the table, the column, the numbers of the rows between with their last places, the last cell, its number.
    """
    for table in paper.tables:
        last = table.rows[-1]
        if len(table.rows) < 4 or not last or not label.match(last[0].text):
            continue
        for column in range(1, len(last)):
            cells = [number_in_cell(row[column].text) if column < len(row) else None for row in table.rows[1:-1]]
            numbers = [cell for cell in cells if cell is not None]
            closing = number_in_cell(last[column].text)
            if closing is not None and len(numbers) == len(cells):
                yield table, column, numbers, last[column], closing


_CELL_NUMBER = re.compile(r"[+-]?\d{1,3}(?:[,  ]\d{3})+(?:\.\d+)?|[+-]?\d+(?:[.,]\d+)?")


def number_in_cell(cell: str) -> tuple[float, float] | None:
    """Return the number that a cell holds and its last place, None where it holds anything else."""
    bare = cell.strip(" *%~")
    if not _CELL_NUMBER.fullmatch(bare):
        return None
    plain = re.sub(r"[  ]", "", bare)
    if re.fullmatch(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?", plain):
        plain = plain.replace(",", "")
    plain = plain.replace(",", ".")
    decimals = len(plain.partition(".")[2])
    return float(plain), 10.0**-decimals
