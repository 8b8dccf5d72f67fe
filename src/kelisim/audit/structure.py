"""The outward shape of a paper: headings, captions, tables and where the references stand."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from kelisim.audit.words import Words

_NUMBERED = re.compile(
    r"(?:#{1,6}\s*|\*\*)?(?P<number>(?:\d{1,2}"
    r"|[IVX]{1,4})(?:\.\d{1,2}){0,3})(?P<dot>\.?)[ \u00a0\t]+(?P<title>\S.{1,110})$"
)
_HAN_NUMBERED = re.compile(
    r"(?:#{1,6}\s*)?(?P<number>\d{1,2}(?:\.\d{1,2}){0,3})[.．、 ]?\s*(?P<title>[\u4e00-\u9fff].{1,50})$"
)
_MARKED = re.compile(r"#{1,6}\s+(?P<title>.{1,140}?)\s*#*$")
_CELL = re.compile(r"(?<!\\)\|")
_SPACED = re.compile(r"\S+(?:[ \u00a0]\S+)*")
_LEAST_CELLS, _LEAST_ALIGNED = 3, 3
_RULE = re.compile(r"[\s|:\-—=+]*$")
_LISTED = re.compile(r"\s*(?:\[1\]|1[.)])\s?\S")
# "A Proofs of the theorems": an appendix has a letter for its number, and its heading no stop and no year.
_APPENDIX = re.compile(r"^[ \t#*]*[A-Z]\.?[ \t]+[A-Z][\w’'-]+(?:[ \t][\w’'-]*[^\W\d_]){1,9}[ \t*]*$", re.MULTILINE)
_DEFINED = re.compile(r"^\[\^[^\]\s]{1,20}\]:\s", re.MULTILINE)
_SOURCED = re.compile(r"https?://|www\.|(?<!\d)(?:19|20)\d\d(?!\d)")
_SHORTEST_SOURCE = 40
_RUNNING, _PAGE_LEAST, _LETTERS = 3, 120, 8
_ENDS_SENTENCE = re.compile(r"[.;:,!?。；，！？]\s*$")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: its number ("" where it has none), its title and its span."""

    number: str
    title: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table with the span of its text."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose rows the text keeps: the first row is its header."""

    start: int
    end: int
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def header(self) -> tuple[Cell, ...]:
        """The first row."""
        return self.rows[0]


@dataclass(frozen=True, slots=True)
class Caption:
    """A caption: kind ("table" or "figure"), number as written, title, span."""

    kind: str
    number: str
    title: str
    start: int
    end: int


def lines(text: str) -> Iterator[tuple[int, int]]:
    """Give the span of each line, without its line end."""
    start = 0
    for line in text.splitlines(keepends=True):
        stop = start + len(line.rstrip("\r\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"))
        yield start, stop
        start += len(line)


def headings(text: str, words: Words) -> list[Heading]:
    """Return the headings of a text: marked in Markdown, numbered, or a known name on a line of its own."""
    known = re.compile(
        rf"(?:{words.source('structure', 'header')}|{words.source('structure', 'references')})\W*$", re.I
    )
    found = []
    for start, stop in lines(text):
        line = text[start:stop].strip()
        if not 2 <= len(line) <= 140 or line[0] == "|":
            continue
        begin = start + text[start:stop].index(line)
        end = begin + len(line)
        match = _NUMBERED.match(line) or (_HAN_NUMBERED.match(line) if words.runs else None)
        if match is not None and _is_title(match["title"], line):
            found.append(Heading(match["number"], match["title"].strip(" *#"), begin, end))
            continue
        match = _MARKED.match(line)
        if match is not None:
            found.append(Heading("", match["title"], begin, end))
        elif known.match(line):
            found.append(Heading("", line, begin, end))
    return found


def _is_title(title: str, line: str) -> bool:
    if _ENDS_SENTENCE.search(title) and not line.startswith("#"):
        return False
    first = title[0]
    return (first.isupper() or "\u3400" <= first <= "\u9fff") and sum(map(str.isalpha, title)) > len(title) / 2


def tables(text: str) -> list[Table]:
    """Return the tables that stand as rows of cells between bars."""
    found: list[Table] = []
    rows: list[tuple[Cell, ...]] = []
    first = last = 0
    for start, stop in [*lines(text), (len(text), len(text))]:
        line = text[start:stop]
        if line.count("|") >= 2 and (line.lstrip().startswith("|") or _is_row(line, text, start, stop)):
            if not rows:
                first = start
            last = stop
            if not _RULE.match(line):
                rows.append(_cells(line, start))
        else:
            if len(rows) >= 2:
                found.append(Table(first, last, tuple(rows)))
            rows = []
    return sorted([*found, *_aligned_tables(text)], key=lambda table: table.start)


def _aligned_tables(text: str) -> list[Table]:
    """Return the tables of a plain text whose cells stand apart by blanks: three lines or more of as many cells."""
    found: list[Table] = []
    rows: list[tuple[Cell, ...]] = []
    for start, stop in [*lines(text), (len(text), len(text))]:
        line = text[start:stop]
        if rows and line.strip() and _RULE.match(line):
            continue
        cells = _spaced_cells(line, start) if "|" not in line else ()
        if rows and len(cells) != len(rows[-1]):
            if len(rows) >= _LEAST_ALIGNED and _has_figures(rows):
                found.append(Table(rows[0][0].start, rows[-1][-1].end, tuple(rows)))
            rows = []
        if len(cells) >= _LEAST_CELLS:
            rows.append(cells)
    return found


def _spaced_cells(line: str, start: int) -> tuple[Cell, ...]:
    return tuple(Cell(start + match.start(), start + match.end(), match[0]) for match in _SPACED.finditer(line))


def _has_figures(rows: list[tuple[Cell, ...]]) -> bool:
    """Say whether lines of spaced words are a table: a figure stands in every second cell, or a figure in every row."""
    cells = [cell.text for row in rows[1:] for cell in row[1:]]
    return 3 * sum(any(map(str.isdigit, cell)) for cell in cells) >= len(cells)


def _is_row(line: str, text: str, start: int, stop: int) -> bool:
    """Say whether a line is a row of a table whose outer bars were left out: a neighbour has as many inner ones."""
    if line.rstrip().endswith("|") or len(_CELL.findall(line)) < 2 or not line.strip():
        return False
    before = text[text.rfind("\n", 0, max(0, start - 1)) + 1 : max(0, start - 1)]
    end = text.find("\n", stop + 1)
    after = text[stop + 1 : end if end >= 0 else len(text)]
    count = len(_CELL.findall(line))
    return any(len(_CELL.findall(other)) == count and not other.lstrip().startswith("|") for other in (before, after))


def _cells(line: str, offset: int) -> tuple[Cell, ...]:
    bars = [match.start() for match in _CELL.finditer(line)]
    if not line.lstrip().startswith("|"):
        bars.insert(0, -1)
    if bars and line[bars[-1] + 1 :].strip():
        bars.append(len(line))
    cells = []
    for left, right in itertools.pairwise(bars):
        piece = line[left + 1 : right]
        text = piece.strip()
        begin = offset + left + 1 + (len(piece) - len(piece.lstrip()) if text else len(piece) // 2)
        cells.append(Cell(begin, begin + len(text), text))
    return tuple(cells)


# Where a sentence begins behind a title that no full stop ends: "landed by fleet, tonnes The coastal fleet caught".
_GOES_ON = re.compile(r"(?<=[a-z\d)])\.?\s(?=(?:The|In|We|It|An?|Of|This|These|As|By|For|From|While)\s[a-z\d])")


def captions(text: str, words: Words) -> list[Caption]:
    """Return the captions of tables and figures: at the beginning of a line, or run into the end of one."""
    found = []
    for kind in ("table", "figure"):
        name = words.source("structure", kind)
        number = r"(?P<number>[A-Z]?\d{1,3}(?:[.\-]\d{1,2})?(?![.\-]?\d)|[IVX]{1,5})"
        if words.language == "kk":
            form = rf"(?:\d{{1,3}})-?\s?(?:{name})"
            number_first = (
                rf"^[ \t>*#]*(?P<number>\d{{1,3}})\s?-?\s?(?:{name})\w*(?P<sep>[.:\s—–-]+|$)(?P<title>.{{0,200}})"
            )
            pattern = rf"{number_first}|(?P<inline>(?!x)x){form}"
        else:
            pattern = (
                rf"^[ \t>*#]*(?:{name})\s?{number}(?P<sep>[.:：．*]+|\s*[—–|-]|\s*$"
                rf"|[ \u3000](?=[A-ZА-Я\u4e00-\u9fff]|\d[A-Z]))(?P<title>.{{0,200}})"
            )
        for match in re.finditer(pattern, text, re.MULTILINE | re.IGNORECASE):
            if _is_caption(match, words):
                title = _own_title(match["title"], kind, words)
                found.append(Caption(kind, match["number"].upper(), title.strip(" *#"), match.start(), match.end()))
        if words.language != "kk":
            run_in = rf"(?<=[.!?)])(?:{name})\s?{number}[.:]\s?(?P<title>[A-ZА-Я][^.\n]{{2,120}}\.)"
            for match in re.finditer(run_in, text, re.IGNORECASE):
                found.append(Caption(kind, match["number"].upper(), match["title"], match.start(), match.end()))
    return sorted(found, key=lambda caption: caption.start)


def _own_title(title: str, kind: str, words: Words) -> str:
    """Return a caption's title without the paragraph that a PDF let run into it."""
    name = words.source("structure", kind)
    goes_on = _GOES_ON.search(title, 12)
    own = title[: goes_on.start()] if goes_on and words.language == "en" else title
    # Who writes a number himself has it twice where the program counts too.
    doubled = re.match(rf"\s?(?:{name})\s?\d{{1,2}}[.:]\s(?=\S)", own, re.IGNORECASE)
    return own if doubled is None else " " * doubled.end() + own[doubled.end() :]


def _is_caption(match: re.Match[str], words: Words) -> bool:
    title, separator = match["title"].strip(), match["sep"]
    if (
        words.language == "en"
        and re.match(r"Panels? [A-Z]\s(?:and [A-Z]\s)?[a-z]+s?\s", title)
        and separator.strip() == ""
    ):
        # "Table 5 Panel A reveals ..." opens a sentence.
        return False
    if not title:
        return True
    begins = title.lstrip("0123456789")[:1].isupper()
    if separator.strip() in ("", "-") and not begins and not words.runs:
        return False
    # "表 4 显示..." opens a sentence, not a caption; where letters have cases the capital tells.
    return not (words.runs and separator.strip() == "" and _ENDS_SENTENCE.search(title) and len(title) > 60)


def references_span(text: str, words: Words) -> tuple[int, int] | None:
    """Return where the list of references stands: from after its heading to the next back-matter heading or the end.

    Where there is none, the notes at the end stand for it, or the definitions of footnotes.
    """
    for key in ("references", "notes"):
        head = re.compile(
            rf"^[ \t#*]*(?:[\dIVX]+\.?\s*)?(?:{words.source('structure', key)})[ \t*:：]*$",
            re.MULTILINE | re.IGNORECASE,
        )
        found = [
            match
            for match in head.finditer(text)
            # A table of contents names the list too; entries with numbers make it sure.
            if match.start() > len(text) // 4 or _LISTED.match(text, match.end())
        ]
        if found:
            start = found[-1].end()
            tail = re.compile(
                rf"^[ \t#*]*(?:[\dIVX]+\.?\s*)?(?:{words.source('structure', 'after_references')})\b.{{0,80}}$",
                re.MULTILINE | re.IGNORECASE,
            )
            found_ends = (tail.search(text, start), _APPENDIX.search(text, start), _heading_after(text, found[-1]))
            ends = [one.start() for one in found_ends if one]
            return start, min(ends, default=len(text))
    defined = _DEFINED.search(text)
    if defined is None or defined.start() <= len(text) // 4:
        return None
    # Notes that stand each after its paragraph are no list.
    after = [line for line in text[defined.start() :].splitlines() if line.strip()]
    marked = sum(_DEFINED.match(line) is not None for line in after)
    return (defined.start(), len(text)) if 2 * marked >= len(after) else None


def _heading_after(text: str, head: re.Match[str]) -> re.Match[str] | None:
    """Return the next marked heading of the same level or above that no entry follows: what an appendix opens with."""
    level = len(re.match(r"[ \t]*(#*)", head[0])[1])  # type: ignore[index]
    if not level:
        return None
    for match in re.finditer(rf"^#{{1,{level}}}[ \t]+\S.*$", text, re.MULTILINE):
        if match.start() < head.end():
            continue
        after = next((line for line in text[match.end() :].splitlines() if line.strip()), "")
        if not _ENTRY.match(after):
            return match
    return None


# "Books" and "Archives" part a list; behind them stands an entry.
_ENTRY = re.compile(r"\s*(?:[-*•]\s|\[?\d{1,3}[\].)]\s|[^\W\d_][^.]{1,60}[,.][^\n]{0,200}\(?(?:19|20)\d\d)")


def scattered_notes(text: str) -> list[tuple[int, int]]:
    """Return the notes that stand each after its paragraph and name a source: they have a year or an address."""
    found = []
    for match in _DEFINED.finditer(text):
        stop = text.find("\n", match.end())
        stop = len(text) if stop < 0 else stop
        note = text[match.end() : stop]
        if _SOURCED.search(note) and len(note) > _SHORTEST_SOURCE:
            found.append((match.start(), stop))
    return found


def running_lines(text: str, words: Words) -> list[tuple[int, int]]:
    """Return the lines that stand on page after page, but for their numbers: running heads and feet.

    A line counts that has letters, is short, belongs to no table or list, and comes back at least three times with
    other text between.
    """
    names = "|".join(words.source("structure", key) for key in ("table", "figure", "section", "part"))
    labelled = re.compile(rf"(?:\d{{1,3}}-?\s?)?(?:{names})\b", re.IGNORECASE)
    seen: dict[str, list[tuple[int, int]]] = {}
    for start, stop in lines(text):
        line = text[start:stop].strip()
        if 6 <= len(line) <= 120 and line[0] not in "|#-*•[" and not labelled.match(line):
            if sum(map(str.isalpha, line)) < _LETTERS:
                continue
            seen.setdefault(re.sub(r"\d+", "0", line), []).append((start, stop))
    return sorted(
        span
        for spans in seen.values()
        if len(spans) >= _RUNNING and all(b[0] - a[1] > _PAGE_LEAST for a, b in itertools.pairwise(spans))
        for span in spans
    )
