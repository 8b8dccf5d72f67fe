"""A4: who is told as the largest, the second or the last, and who as ahead of whom, against the table that shows it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import combinations

from kelisim.audit.grids import Grid, grids_of, kin, rows_named
from kelisim.audit.paper import Paper, finding, short
from kelisim.audit.tabled import caption_of
from kelisim.audit.words import words
from kelisim.model.finding import Finding

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_FEWEST = 3
_RIGHT_BEHIND = 900


@cache
def _superlative(language: str) -> re.Pattern[str]:
    own = words(language)
    if "form" in own.tables["ranks"]:
        form = own.source("ranks", "form").replace("{ordinals}", "|".join(own.tables["ranks"]["ordinals"].split()))
        return re.compile(form if own.runs else rf"(?<![\w-]){form}(?!\w)", re.IGNORECASE)
    ordinals = "|".join(own.tables["announced"]["ordinals"].split())
    return re.compile(
        rf"(?<![\w-])(?:the|its|their|'s|’s|by far the|(?:with|had|has|have)(?= most\b| fewest\b))"
        rf"\s(?:(?P<ordinal>{ordinals})[-\s])?"
        rf"(?:(?P<most>{own.source('ranks', 'most')})|(?P<fewest>{own.source('ranks', 'fewest')}))(?![\w-])",
        re.IGNORECASE,
    )


def ranks_against_tables(paper: Paper) -> Iterator[Finding]:
    """Find "Riga is the second largest of the four ports" where a table has it third."""
    if "ranks" not in paper.words.tables:
        return
    grids = grids_of(paper)
    if not grids:
        return
    text = paper.body
    for match in _superlative(paper.language).finditer(text):
        first, stop = paper.sentence_at(match.start())
        if paper.in_table(match.start()) or stop - first > 400 or _narrowed(paper, match, stop):
            continue
        for grid in grids:
            if paper.language == "en":
                row = _subject(paper, grid, first, match.start())
            else:
                row = _subject_around(paper, grid, (first, stop), match)
            if row is None or not _is_of(paper, grid, (first, stop), match):
                continue
            columns = _columns(paper, grid, (first, stop))
            places = [(column, _place_of(paper, grid, row, column, match)) for column in columns]
            claimed = _claimed(paper, match)
            # Told of all years, one is enough; of one time, that one.
            off = [(column, place) for column, place in places if place is not None and place != claimed]
            if not off or any(place is None for _, place in places):
                continue
            yield _finding(paper, grid, row, off[0], match)
            break


def _narrowed(paper: Paper, match: re.Match[str], stop: int) -> bool:
    """Say whether what is largest is a change, or a scope is named that the table need not have: "in Europe"."""
    own, text = paper.words, paper.body
    if own.language != "en":
        return own.has("ranks", "hedged", text[slice(*_clause(paper, match, stop))])
    after = text[match.end() : min(stop, match.end() + 60)]
    before = text[max(0, match.start() - 24) : match.start()]
    return own.has("ranks", "other", after) or own.has("ranks", "hedged", before)


def _subject(paper: Paper, grid: Grid, first: int, before: int) -> int | None:
    """Return the row that a sentence is about: named in it before the superlative, or what its pronoun stands for."""
    named = rows_named(grid, paper.body, first, before)
    if len(named) == 1:
        return named[0]
    if named:
        return None
    opening = paper.body[first : first + 40].lstrip()
    index = paper.sentence_index(first)
    if not paper.words.pattern("ranks", "pronoun").match(opening) or not index:
        return None
    start, stop = paper.sentences[index - 1]
    if "\n\n" in paper.body[stop:first]:
        return None
    named = rows_named(grid, paper.body, start, stop)
    return named[0] if len(named) == 1 else None


def _clause(paper: Paper, match: re.Match[str], stop: int) -> tuple[int, int]:
    """Return the clause around a rank."""
    first = paper.sentence_at(match.start())[0]
    start = max(paper.body.rfind(mark, first, match.start()) for mark in ",;，；(（") + 1
    ends = [at for mark in ",;，；)）" if (at := paper.body.find(mark, match.end(), stop)) >= 0]
    return max(first, start), min(ends, default=stop)


def _subject_around(paper: Paper, grid: Grid, sentence: tuple[int, int], match: re.Match[str]) -> int | None:
    """Return the one row named in the clause of a rank, or in its sentence: it may stand on either side of the rank."""
    own, text = paper.words, paper.body
    clause = _clause(paper, match, sentence[1])
    head = f"{caption.title if (caption := caption_of(paper, grid.table)) else ''} {' '.join(grid.heads)}".lower()
    for other in own.pattern("ranks", "other").finditer(text, *clause):
        if other[0].lower()[: 2 if own.runs else 4] not in head:
            # What is largest is a change or a share, or a scope is named that the table need not have.
            return None
    named = rows_named(grid, text, *clause)
    named = named or rows_named(grid, text, *sentence)
    return named[0] if len(named) == 1 else None


def _is_of(paper: Paper, grid: Grid, sentence: tuple[int, int], match: re.Match[str]) -> bool:
    """Say whether a sentence shares a word with what the table is of, or counts its very rows."""
    caption = caption_of(paper, grid.table)
    head = f"{caption.title if caption else ''} {' '.join(cell.text for cell in grid.table.header)}"
    of = re.match(r"\s(?:\w+\s)?of (?:the |all )?(\w+)", paper.body[match.end() : match.end() + 30])
    numbers = paper.words.tables["announced"]["numbers"].split()
    if of is not None and of[1].lower() in numbers and numbers.index(of[1].lower()) + 2 == len(grid.names):
        return True
    told = paper.speller.topic(head, first=True)
    said = paper.topic_at(match.end() if paper.language == "en" else sentence[0], sentence[1])
    if paper.language != "en":
        rows = " ".join(grid.names).lower()
        strange = {name for name in said.names | said.places if name.lower()[:4] not in rows}
        if strange - told.names - told.places - {paper.speller.home}:
            return False
    elif (said.names | said.places) - told.names - told.places - {paper.speller.home}:
        return False
    # Right behind its table a section goes on about it, in words of its own.
    others = [*(one.start for one in paper.headings), *(one.start for one in paper.tables)]
    behind = 0 <= sentence[0] - grid.table.end < _RIGHT_BEHIND
    near = behind and not any(grid.table.end < start < sentence[0] for start in others)
    return near or bool(told.stems & said.stems) or (paper.language != "en" and kin(told.stems, said.stems))


def _columns(paper: Paper, grid: Grid, sentence: tuple[int, int]) -> list[int]:
    """Return the columns a sentence speaks of: its year's, all where it says so, the last where it tells of now."""
    own, text = paper.words, paper.body[slice(*sentence)]
    dated = [at for at, year in enumerate(grid.years) if year is not None]
    if not dated:
        known = paper.topic_at(*sentence).stems
        fits = [at for at, head in enumerate(grid.heads) if _head_said(paper, head, known) or _stands_in(head, text)]
        numeric = [at for at in range(len(grid.heads)) if grid.total(at) is not None]
        if len(fits) > 1 and paper.language != "en":
            # "по числу туристов" says the shorter of "Туристов" and "Туристов на судно".
            fits = [min(fits, key=lambda at: len(grid.heads[at]))]
        if not fits and paper.language != "en" and len(numeric) == 1:
            return numeric
        return fits if len(fits) == 1 else [0] if len(grid.heads) == 1 else []
    if own.has("ranks", "always", text):
        return dated
    years = {int(year) for year in _YEAR.findall(text)}
    if years:
        found = [at for at in dated if grid.years[at] in years]
        return found if len(years) == 1 else []
    last = max(dated, key=lambda at: grid.years[at] or 0)
    return [last] if own.has("ranks", "present", text) else []


def _head_said(paper: Paper, head: str, known: frozenset[str]) -> bool:
    if paper.language != "en":
        # The unit behind the comma is no part of what is counted.
        head = re.split(r"[,，(（]", head)[0]
    stems = paper.speller.topic(head.lower() if paper.language != "en" else head, first=True).stems
    return bool(stems) and stems <= known


def _stands_in(head: str, text: str) -> bool:
    return len(head) > 3 and re.search(rf"(?<![\w-]){re.escape(head)}(?![\w-])", text, re.IGNORECASE) is not None


def _claimed(paper: Paper, match: re.Match[str]) -> int:
    tables = paper.words.tables
    ordinals = (tables["ranks"].get("ordinals") or tables["announced"]["ordinals"]).split()
    return ordinals.index(match["ordinal"].lower()) + 1 if match["ordinal"] else 1


def _place_of(paper: Paper, grid: Grid, row: int, column: int, match: re.Match[str]) -> int | None:
    """Return the place of a row among all others in a column, from the top or, for "smallest", from the bottom."""
    values = [
        grid.value(at, column)
        for at, name in enumerate(grid.names)
        # All others together have no place among the rest.
        if at == row or paper.language == "en" or not paper.words.has("shares", "others", name)
    ]
    own = grid.value(row, column)
    if own is None or len(values) < _FEWEST or any(value is None for value in values):
        return None
    known = [value for value in values if value is not None]
    if known.count(own) > 1:
        return None
    return 1 + sum(value < own if match["fewest"] else value > own for value in known)


def _finding(paper: Paper, grid: Grid, row: int, off: tuple[int, int], match: re.Match[str]) -> Finding:
    column, place = off
    cell = grid.cells[row][column]
    assert cell is not None
    return finding(
        "A404", "error", "value_conflict", 0.74,
        f"{grid.names[row]!r} is told as {short(match[0], 40)!r}, and the table has it in place {place} "
        f"({short(grid.heads[column], 24)}).",
        "read the rank off the table again, or name what it is a rank in",
        (paper.place(match.start(), match.end()), paper.exact(cell.start, cell.end)),
    )  # fmt: skip


_ADVERB = re.compile(
    r"\b(?:deepest|highest|lowest|largest|smallest|longest|shortest|strongest|weakest|most|least|best|worst)\s(?:in|at|for)\s",
    re.IGNORECASE,
)


def extremes_named_behind(paper: Paper) -> Iterator[Finding]:
    """Find "in 2008 the water stood deepest in Patiala" where the table has it neither highest nor lowest that year."""
    if paper.language != "en":
        return
    grids, text = grids_of(paper), paper.body
    for match in _ADVERB.finditer(text) if grids else ():
        first, stop = paper.sentence_at(match.start())
        years = {int(year) for year in _YEAR.findall(text[first:stop])}
        behind = text[match.end() : min(stop, match.end() + 30)]
        if paper.in_table(match.start()) or len(years) != 1 or stop - first > 300:
            continue
        for grid in grids:
            rows = [
                at
                for at, name in enumerate(grid.names)
                if re.match(rf"(?:the\s)?{re.escape(name)}(?!\w)", behind, re.I)
            ]
            columns = [at for at, year in enumerate(grid.years) if year in years]
            if len(rows) != 1 or len(columns) != 1:
                continue
            values = [grid.value(at, columns[0]) for at in range(len(grid.names))]
            known = [value for value in values if value is not None]
            own = values[rows[0]]
            if own is None or len(known) < _FEWEST or own in (max(known), min(known)):
                continue
            cell = grid.cells[rows[0]][columns[0]]
            assert cell is not None
            yield finding(
                "A404", "error", "value_conflict", 0.72,
                f"{grid.names[rows[0]]!r} is told to be first in {years.pop()}, and the table has it neither first nor "
                "last.",
                "read the rank off the table again",
                (paper.place(match.start(), match.end()), paper.exact(cell.start, cell.end)),
            )  # fmt: skip
            break


def overtaken(paper: Paper) -> Iterator[Finding]:
    """Find "A overtook B in 2023" where the table still has B ahead that year."""
    if "ranks" not in paper.words.tables:
        return
    grids, text = grids_of(paper), paper.body
    for match in paper.words.pattern("ranks", "ahead").finditer(text) if grids else ():
        first, stop = paper.sentence_at(match.start())
        years = {int(year) for year in _YEAR.findall(text[first:stop])}
        if paper.in_table(match.start()) or stop - first > 300 or len(years) != 1:
            continue
        for grid in grids:
            one, other = _ahead_and_behind(paper, grid, (first, stop), match)
            columns = [at for at, year in enumerate(grid.years) if year in years]
            if paper.language != "en" and not any(grid.years):
                columns = _columns(paper, grid, (first, stop))
            if len(one) != 1 or len(other) != 1 or len(columns) != 1 or one == other:
                continue
            a, b = grid.value(one[0], columns[0]), grid.value(other[0], columns[0])
            if a is None or b is None or a >= b:
                continue
            cells = [grid.cells[at][columns[0]] for at in (one[0], other[0])]
            yield finding(
                "A404", "error", "value_conflict", 0.76,
                f"{grid.names[one[0]]!r} is told as ahead of {grid.names[other[0]]!r} in {years.pop()}, and the table "
                f"has {a:.10g} against {b:.10g}.",
                "read both numbers off the table again, or correct the year",
                [paper.place(match.start(), match.end()), *(paper.exact(at.start, at.end) for at in cells if at)],
            )  # fmt: skip
            break


def _ahead_and_behind(
    paper: Paper, grid: Grid, sentence: tuple[int, int], match: re.Match[str]
) -> tuple[list[int], list[int]]:
    """Return the rows told as ahead and as behind; Kazakh has both before the verb, who is behind in the ablative."""
    text = paper.body
    before = rows_named(grid, text, sentence[0], match.start())
    if paper.language != "kk":
        return before, rows_named(grid, text, match.end(), sentence[1])
    lead = text[sentence[0] : match.start()]
    behind = [
        row for row in before if re.search(rf"{re.escape(grid.names[row])}-?(?:дан|ден|тан|тен|нан|нен)\b", lead, re.I)
    ]
    return [row for row in before if row not in behind], behind


def ranks_told_twice(paper: Paper) -> Iterator[Finding]:
    """Find "the third highest in South America" and "the second highest in South America" of one thing."""
    if "ranks" not in paper.words.tables:
        return
    text, found = paper.body, []
    for match in _superlative(paper.language).finditer(text):
        first, stop = paper.sentence_at(match.start())
        # "第五位部长" counts people, "第三大湖" ranks lakes.
        ranked = match["ordinal"] and not (paper.words.runs and match[0][-1] in "位名")
        if ranked and not paper.in_table(match.start()) and stop - first < 400:
            rank = re.sub(r"\s+", " ", match["most"] or match["fewest"] or _kind_of_rank(match)).lower()
            topic = paper.topic_at(first, stop)
            where = re.search(r"\b(?:in|of)\s(?:the\s)?([A-Z][\w-]+(?:\s[A-Z][\w-]+)*)", text[match.end() : stop])
            years = frozenset(_YEAR.findall(text[first:stop]))
            found.append((match, rank, topic, where[1] if where else "", years))
    for one, other in combinations(found[:40], 2):
        same = one[1] == other[1] and one[3] == other[3] and _claimed(paper, one[0]) != _claimed(paper, other[0])
        if not same or (one[4] and other[4] and one[4] != other[4]):
            continue
        a, b = one[2], other[2]
        shared = len(a.stems & b.stems) + len(a.places & b.places) + len(a.names & b.names)
        if shared < (2 if one[3] or paper.words.runs else 3) or (a.names and b.names and not a.names & b.names):
            continue
        if a.places and b.places and a.places != b.places:
            continue
        yield finding(
            "A405", "warning", "value_conflict", 0.68,
            f"One thing is told as {short(one[0][0], 40)!r} and as {short(other[0][0], 40)!r}.",
            "look the rank up, and name the year and what it is a rank in",
            [paper.place(each.start(), each.end()) for each in (one[0], other[0])],
        )  # fmt: skip


def _kind_of_rank(match: re.Match[str]) -> str:
    """Return what a rank without "largest" is a rank in: "по величине" of "третье по величине"."""
    bare = match[0].lower().partition(match["ordinal"].lower())[2]
    return bare if "\u4e00" <= bare[:1] <= "\u9fff" else " ".join(bare.split()[1:] or bare.split())[:12]
