"""Files by hand, for those who publish no interface: OICA's spreadsheets, WIPO's exports, bulletins typed off.

The file lies in the study folder, CSV or XLSX; the options say where in it the numbers stand. Nothing is guessed: the
decimal mark, the order of dates and the signs for gaps are as stated. The edition must be named as `version`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from kelisim.errors import ProviderError, UsageError, nearest
from kelisim.model.period import Period
from kelisim.model.query import Query
from kelisim.providers.cells import grid
from kelisim.providers.shape import LOCAL, Answer, Ask, Hit, Value
from kelisim.providers.values import GAPS, day_first, number, period

Cells = Mapping[str, str]


class Files:
    """The adapter; the file is kept as a snapshot like any answer."""

    name = "file"
    title = "File by hand"
    base_url = LOCAL
    key_header = ""
    searchable = False
    options: Mapping[str, str] = {
        "file": "The file's path below the study folder.",
        "sheet": "The sheet of a workbook; the first if absent.",
        "header": "The line that names the columns; 1 if absent.",
        "under": "The heading, in the line above the names, of the columns that hold the numbers.",
        "place": "The column of the places; if absent, all numbers are of the one place asked for.",
        "periods": "The column of the periods, or columns where each period has a column of its own.",
        "value": "The column of the numbers, where periods stand in a column.",
        "note": "The column of remarks.",
        "where": "Rows to take: column=value, several separated by semicolons.",
        "dates": "How periods are written: iso (2021, 2021-Q3, 2021-05-28; the default) or day-first (28.05.2021).",
        "decimal": "The decimal mark; a point if absent.",
        "thousands": "The mark that groups digits, besides spaces.",
        "marks": "Signs that may stand behind a number and are noted, such as *; several separated by semicolons.",
        "gaps": "Further signs for a gap, separated by semicolons.",
        "delimiter": "What separates the cells of a CSV file; a comma if absent.",
        "encoding": "The encoding of a CSV file; UTF-8 if absent.",
    }

    def read(self, query: Query, ask: Ask) -> Answer:
        """Return the rows of the places asked for; raises ``ProviderError`` for what does not stand as stated."""
        options = query.options
        if not options.get("file"):
            raise UsageError("no file is named", '[fetch.options] file = "data/oica-2022.xlsx"')
        if not query.version:
            raise UsageError("the edition of the file is not named", 'say which it is: version = "2022"')
        reply = ask(options["file"], form="any")
        rows = list(_rows(grid(reply.body, options["file"], options), options))
        places = {query.codes.get(place, place): place for place in query.places}
        values = []
        for line, cells in rows:
            name = cells[_named(cells, options["place"])] if "place" in options else ""
            place = places.get(name, name) if "place" in options else _only(query)
            # Totals, other places and remarks at the foot of a table need not be readable.
            if query.places and place not in query.places:
                continue
            note = cells[_named(cells, options["note"])] if "note" in options else ""
            for written, cell in _numbers(cells, options):
                if not cell and not _is_period(written, options):
                    continue
                bare, mark = _unmarked(cell, options)
                try:
                    value = _number(bare, options)
                    remark = "; ".join(part for part in (note, mark and f"marked {mark}") if part)
                    values.append(Value(_period(written, options), place, value, remark))
                except ProviderError as error:
                    what = f"{options['file']}, line {line}: {error.problems[0].what}"
                    raise ProviderError("unreachable", what, "state how it is written in [fetch.options]") from None
        return Answer(tuple(values), query.version, reply.url)

    def search(self, words: str, ask: Ask) -> tuple[Hit, ...]:
        """Return nothing: files are looked for by hand."""
        return ()


def _rows(lines: Iterator[tuple[int, list[str]]], options: Cells) -> Iterator[tuple[int, Cells]]:
    wanted = [part.partition("=") for part in options.get("where", "").split(";") if part.strip()]
    first = int(options.get("header", "1")) if options.get("header", "1").isdigit() else 0
    names: list[str] = []
    above: list[str] = []
    for line, cells in lines:
        if line < first or not any(cells):
            above = cells
            continue
        if not names:
            names = _under(cells, above, options)
            if len({name for name in names if name}) < sum(bool(name) for name in names):
                raise ProviderError("unreachable", f"line {line} names a column twice", "see header in [fetch.options]")
            continue
        row = dict(zip(names, (*cells, *("",) * (len(names) - len(cells))), strict=False))
        if all(row[_named(row, name.strip())] == value.strip() for name, _, value in wanted):
            yield line, row
    if not names:
        raise ProviderError(
            "unreachable", f"there is no line {first} that names columns", "see header in [fetch.options]"
        )


def _under(names: list[str], above: list[str], options: Cells) -> list[str]:
    """Return the names of columns, those blank that stand under another heading than the one to be taken."""
    heading = options.get("under", "")
    if not heading:
        return names
    over = (*above, *("",) * (len(names) - len(above)))
    if heading not in over:
        found = dict.fromkeys(one for one in over if one)
        raise ProviderError("unreachable", f"no heading is called {heading!r}", nearest(heading, found))
    rest = {options.get("place", ""), options.get("note", ""), options.get("periods", "")}
    return [name if top in (heading, name) or name in rest else "" for name, top in zip(names, over, strict=False)]


def _unmarked(cell: str, options: Cells) -> tuple[str, str]:
    """Return a cell without the mark that stands behind its number, and the mark."""
    for mark in (one.strip() for one in options.get("marks", "").split(";")):
        if mark and cell.endswith(mark):
            return cell.removesuffix(mark).rstrip(), mark
    return cell, ""


def _named(row: Cells, name: str) -> str:
    if name not in row:
        columns = [column for column in row if column]
        raise ProviderError(
            "unreachable", f"no column is called {name!r}", nearest(name, columns) or ", ".join(columns)
        )
    return name


def _numbers(row: Cells, options: Cells) -> Iterator[tuple[str, str]]:
    """Yield period and number of a row: one pair, or one for each column whose name is a period."""
    periods = options.get("periods", "")
    if not periods:
        raise UsageError("where the periods stand is not said", 'periods = "Year", or periods = "columns"')
    if periods != "columns":
        yield row[_named(row, periods)], row[_named(row, options.get("value", ""))]
        return
    columns = [name for name in row if name and _is_period(name, options)]
    if not columns:
        raise ProviderError("unreachable", "no column's name is a period", "see header in [fetch.options]")
    for name in columns:
        yield name, row[name]


def _is_period(text: str, options: Cells) -> bool:
    try:
        _period(text, options)
    except ProviderError:
        return False
    return True


def _period(text: str, options: Cells) -> Period:
    return day_first(text) if options.get("dates", "iso") == "day-first" else period(text)


def _number(cell: str, options: Cells) -> Decimal | None:
    more = (sign.strip().casefold() for sign in options.get("gaps", "").split(";"))
    return number(
        cell,
        decimal=options.get("decimal", "."),
        thousands=options.get("thousands", ""),
        gaps=GAPS.union(more),
    )


def _only(query: Query) -> str:
    if len(query.places) != 1:
        raise UsageError("the file has no column of places, so there is one place", "name one, or name the column")
    return query.places[0]
