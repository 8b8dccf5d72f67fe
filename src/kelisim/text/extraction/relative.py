"""Relative dates ("last year", "в прошлом году") against the date of the document."""

from __future__ import annotations

import heapq
import re
from collections.abc import Iterable, Iterator
from datetime import date

from kelisim.model.period import Period
from kelisim.text.extraction.atoms import Atom
from kelisim.text.extraction.dates_zh import part_of_year
from kelisim.text.extraction.lexicon import Lexicon, lexicon
from kelisim.text.extraction.numerals import Number
from kelisim.text.extraction.periods import in_year, part_after, part_before
from kelisim.text.extraction.phrases import left_tokens
from kelisim.text.extraction.remembering import by_language


@by_language
def _pattern(language: str) -> re.Pattern[str]:
    words = lexicon(language).tables["periods"]
    phrases = sorted(
        ((form, name) for name in _RESOLVE for form in words.get(name, ())), key=lambda item: -len(item[0])
    )
    edge = "" if lexicon(language).script == "runs" else r"\b"
    groups = "|".join(re.escape(form).replace(r"\ ", r"\s") for form, _ in phrases)
    return re.compile(rf"{edge}(?:{groups}){edge}", re.IGNORECASE)


def with_relative_dates(text: str, scanned: Iterable[Atom], known: Lexicon, today: date) -> Iterator[Atom]:
    """Yield the atoms of a text together with its relative dates, in order; of two that overlap the first."""
    end = 0
    for atom in heapq.merge(scanned, _relative(text, known, today), key=lambda item: (item.start, -item.end)):
        if atom.start >= end:
            end = atom.end
            yield atom


def _relative(text: str, known: Lexicon, today: date) -> Iterator[Atom]:
    words = known.tables["periods"]
    names = {form: name for name in _RESOLVE for form in words.get(name, ())}
    for match in _pattern(known.language).finditer(text):
        name = names.get(re.sub(r"\s", " ", match[0].lower()))
        if name is None or text.startswith("同期", match.end()):
            # The same part of last year takes its months from the date told before.
            continue
        number = Number(match.start(), match.end(), str(today.year), words=True)
        start, end, period = match.start(), match.end(), _RESOLVE[name](today)
        if name in _YEARS:
            start, end, period = _with_part(text, start, end, period, known)
        atom = Atom(number, start, end, end, kind="date", left=left_tokens(text, start))
        atom.period = period
        yield atom


def _with_part(text: str, start: int, end: int, year: Period, known: Lexicon) -> tuple[int, int, Period]:
    """Narrow a year to the part of it that stands beside: "за восемь месяцев этого года", 今年一季度."""
    assert year.start is not None
    if known.script == "runs":
        after = part_of_year(text, end)
        return (start, after.edge, in_year(year.start.year, after)) if after else (start, end, year)
    before = part_before(left_tokens(text, start), known)
    if before is not None and before.edge < start:
        return before.edge, end, in_year(year.start.year, before)
    following = part_after(text, end, known)
    return (start, following.edge, in_year(year.start.year, following)) if following else (start, end, year)


def _year(today: date, shift: int) -> Period:
    return Period(date(today.year + shift, 1, 1), date(today.year + shift, 12, 31), "year")


def _month(today: date, shift: int) -> Period:
    index = today.year * 12 + today.month - 1 + shift
    return Period.parse(f"{index // 12:04d}-{index % 12 + 1:02d}")


def _quarter(today: date, shift: int) -> Period:
    index = today.year * 4 + (today.month - 1) // 3 + shift
    return Period.parse(f"{index // 4:04d}-Q{index % 4 + 1}")


_YEARS = ("this_year", "last_year", "next_year")
_RESOLVE = {
    "this_year": lambda today: _year(today, 0),
    "last_year": lambda today: _year(today, -1),
    "next_year": lambda today: _year(today, 1),
    "this_month": lambda today: _month(today, 0),
    "last_month": lambda today: _month(today, -1),
    "this_quarter": lambda today: _quarter(today, 0),
    "last_quarter": lambda today: _quarter(today, -1),
}
