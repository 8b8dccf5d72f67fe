"""Periods in a text: a year with the part of it, the day or the open end that the words around it name.

The words are the lexicon's; the grammar is small. To the left of a year stand months, halves, quarters, "early", and
prepositions in English and Russian; to the right of it, in Kazakh, its parts and its postpositions.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Any

from kelisim.model.period import Period, Precision
from kelisim.model.quantity import Comparator
from kelisim.text.extraction.lexicon import Lexicon
from kelisim.text.extraction.phrases import Token, next_word
from kelisim.text.extraction.words import LONGEST_WORD, number_at, word_at

FIRST_YEAR, LAST_YEAR = 1500, 2199
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "і": 1, "іі": 2, "ііі": 3, "іv": 4}
_QUARTER_MARK = re.compile(r"(?:q([1-4])|([1-4])q|(?:(h)([12])|([12])(h)))$", re.IGNORECASE)
_DASH = re.compile("[-–—]")
_HYPHEN = re.compile("[‑–—]")
_NUMERIC = re.compile(
    r"(?P<iso>(?P<y>[12][0-9]{3})-(?P<m>[01]?[0-9])-(?P<d>[0-3]?[0-9]))(?![-0-9])"
    r"|(?P<day>[0-3]?[0-9])(?P<sep>[./])(?P<month>[01]?[0-9])(?P=sep)(?P<year>[12][0-9]{3})(?![./]?[0-9])"
    r"|(?P<mark>[1-4][Qq]|[12][Hh])[ ’']?(?P<short>(?:20)?[0-9]{2})(?![0-9%]|[.,][0-9])"
    r"|(?P<marked_year>(?:19|20)[0-9]{2})[ \u00a0]?[-–:/]?[ \u00a0]?(?P<after>[QH][1-4])(?![\w%])"
    r"|(?:(?<=\bFY)|(?<=\bFY[ '’]))(?P<fiscal>(?:20)?[0-9]{2})(?:[-–/](?P<later>(?:20)?[0-9]{2}))?(?![0-9%]|[.,][0-9])"
    r"|(?P<slash_month>(?P<sm>0?[1-9]|1[0-2])/(?P<sy>(?:19|20)[0-9]{2}))(?![/0-9])"
    r"|(?P<iso_month>(?P<iy>[12][0-9]{3})-(?P<im>0[1-9]|1[0-2]))(?![-–0-9])"
)


# What every date in digits has after its first number, or before it.
_MAY_BE_NUMERIC = re.compile(r"[0-9]{1,4}(?:[-./QqHh]|[ \u00a0]?[-–:/]?[ \u00a0]?[QH])")


@dataclass(slots=True)
class DateMention:
    """A period with its span in the text and how the words bound it: exact, by (le), since (ge), before, after."""

    start: int
    end: int
    period: Period
    comparator: Comparator = "exact"


@dataclass(slots=True)
class Part:
    """A part of a year: its first and last month, its day, and the place where the words for it begin or end.

    One that ``ranges`` names both months, and a word for "from" before it opens nothing.
    """

    first: int
    last: int
    precision: Precision
    edge: int
    day: int = 0
    ranges: bool = False


def year_of(plain: str) -> int | None:
    """Return the year that four digits may be, else None."""
    if len(plain) == 4 and plain.isdigit():
        year = int(plain)
        if FIRST_YEAR <= year <= LAST_YEAR:
            return year
    return None


def numeric_date(text: str, position: int) -> DateMention | None:
    """Read a date in digits: 2019-05-28, 28.05.2019, 28/05/2019 (day first), 2019-05."""
    if _MAY_BE_NUMERIC.match(text, position) is None and "FY" not in text[max(0, position - 3) : position]:
        return None
    match = _NUMERIC.match(text, position)
    if match is None:
        return None
    try:
        if match["mark"]:
            part = _QUARTER_MARK.match(match["mark"])
            year = int(match["short"]) if len(match["short"]) == 4 else 2000 + int(match["short"])
            return DateMention(position, match.end(), in_year(year, _marked(part, position))) if part else None
        if match["after"]:
            # "2001 Q1" and "2001-H2": the year first, as statistics offices write it.
            part = _QUARTER_MARK.match(match["after"])
            year = int(match["marked_year"])
            return DateMention(position, match.end(), in_year(year, _marked(part, position))) if part else None
        if match["fiscal"]:
            first, last = (int(year) % 100 + 2000 for year in (match["fiscal"], match["later"] or match["fiscal"]))
            span: Precision = "span" if last > first else "year"
            begin = text.rindex("FY", 0, position)
            return DateMention(begin, match.end(), Period(date(first, 1, 1), date(last, 12, 31), span))
        if match["iso"]:
            written = f"{match['y']}-{int(match['m']):02d}-{int(match['d']):02d}"
        elif match["slash_month"]:
            written = f"{match['sy']}-{int(match['sm']):02d}"
        elif match["iso_month"]:
            written = match["iso_month"]
        else:
            day, month = int(match["day"]), int(match["month"])
            if month > 12 and match["sep"] == "/":
                day, month = month, day
            written = f"{match['year']}-{month:02d}-{day:02d}"
        return DateMention(position, match.end(), Period.parse(written))
    except ValueError:
        return None


def in_year(year: int, part: Part | None) -> Period:
    """Return the period of a part of a year."""
    if part is None:
        return Period(date(year, 1, 1), date(year, 12, 31), "year")
    if part.day:
        day = date(year, part.first, min(part.day, monthrange(year, part.first)[1]))
        return Period(day, day, "day")
    end = date(year, part.last, monthrange(year, part.last)[1])
    return Period(date(year, part.first, 1), end, part.precision)


def part_before(tokens: list[Token], lexicon: Lexicon) -> Part | None:
    """Read the part of the year that the tokens before a year name; the nearest token is the last."""
    words = lexicon.tables["periods"]
    index = len(tokens) - 1
    while index >= 0 and tokens[index][2] in words["skip"] and len(tokens) - index <= 3:
        index -= 1
    if index < 0:
        return None
    adjacent = index == len(tokens) - 1
    form = _bare(tokens[index][2])
    mark = _QUARTER_MARK.search(form)
    if mark and mark.start() == 0:
        return _marked(mark, tokens[index][0])
    if form in ("-", "‑", "–") and index and adjacent:
        index, form = index - 1, _bare(tokens[index - 1][2])
        adjacent = False
    if form in lexicon.months:
        return _month_before(tokens, index, lexicon)
    first_month, _, last_month = _HYPHEN.sub("-", form).partition("-")
    if last_month in lexicon.months and any(first_month in words[f"{name}_set"] for name in ("early", "mid", "late")):
        # "In mid-May 2022".
        return Part(lexicon.months[last_month], lexicon.months[last_month], "month", tokens[index][0])
    if last_month and lexicon.months.get(first_month, 13) < lexicon.months.get(last_month, 0):
        # "За январь-сентябрь 2023 года" is one word to the reader of tokens.
        return Part(lexicon.months[first_month], lexicon.months[last_month], "span", tokens[index][0], ranges=True)
    if form == "," and index >= 2 and adjacent and _bare(tokens[index - 2][2]) in lexicon.months:
        day = _day(tokens[index - 1][2])
        month = lexicon.months[_bare(tokens[index - 2][2])]
        return Part(month, month, "day", tokens[index - 2][0], day) if day else None
    for name, months in (("early", (1, 4)), ("mid", (5, 8)), ("late", (9, 12))):
        if form in words[f"{name}_set"]:
            return Part(*months, "span", tokens[index][0])
    if form in words["season_of"]:
        first, last = words["season_of"][form]
        return Part(first, last, "span", tokens[index][0])
    if form in words["half_set"] or form in words["quarter_set"]:
        length, precision = (6, "half") if form in words["half_set"] else (3, "quarter")
        which = _ordinal(tokens, index - 1, lexicon)
        if which is not None and which[0] * length <= 12:
            first = (which[0] - 1) * length + 1
            return Part(first, first + length - 1, precision, which[1])  # type: ignore[arg-type]
        several = count_of(tokens[index - 1][2], lexicon) if length == 3 and index >= 2 else 0
        if 2 <= several <= 3 and tokens[index - 2][2] in words["first_set"]:
            return Part(1, 3 * several, "span", tokens[index - 2][0])
        if 2 <= several <= 3 and tokens[index - 2][2] in words["last_set"]:
            return Part(13 - 3 * several, 12, "span", tokens[index - 2][0])
    if form in words["month_set"] and index >= 1:
        count = count_of(tokens[index - 1][2], lexicon)
        if count and count <= 12:
            edge, sign = tokens[index - 1][0], 1
            if index >= 2 and tokens[index - 2][2] in words["first_set"]:
                edge = tokens[index - 2][0]
            elif index >= 2 and tokens[index - 2][2] in words["last_set"]:
                edge, sign = tokens[index - 2][0], -1
            elif not words.get("bare_months", False) and (adjacent or tokens[index + 1][2] != "of"):
                # "In 5 months of 2022" are its first; "5 months" alone only say how long.
                return None
            return Part(1, count, "span", edge) if sign > 0 else Part(13 - count, 12, "span", edge)
    return None


def part_after(text: str, position: int, lexicon: Lexicon) -> Part | None:
    """Read the part of the year that follows the word for year, as in Kazakh ("2024 жылдың алғашқы бес айында")."""
    words = lexicon.tables["periods"]
    if not words.get("parts_follow", False):
        return None
    place, count, lead = position, 0, ""
    for _ in range(4):
        match = re.compile(r"[ \u00a0]{0,2}(?:\n[ ]{0,4})?([0-9]{1,2})(?:-?[^\W\d_]{1,8})?(?=[\s.,;)]|\Z)").match(
            text, place
        )
        if match:
            count, place = int(match[1]), match.end()
            continue
        word = next_word(text, place)
        if word is None:
            break
        form = _stem(word[2].lower(), lexicon)
        if form in lexicon.months:
            month = lexicon.months[form]
            end = word[1]
            second = _DASH.match(text, end)
            after = next_word(text, second.end()) if second else None
            last = lexicon.months.get(_stem(after[2].lower(), lexicon), 0) if after else 0
            if after is not None and last > month:
                return Part(month, last, "span", after[1])
            day = count or _day_after(text, end)
            if not count and day:
                end = re.compile(r"[ ]?[0-9]{1,2}").match(text, end).end()  # type: ignore[union-attr]
            return Part(month, month, "day" if day else "month", end, day)
        for name, months in (("early", (1, 4)), ("mid", (5, 8)), ("late", (9, 12))):
            if form in words[f"{name}_set"]:
                return Part(months[0], months[1], "span", word[1])
        if form in words["season_of"]:
            first, last = words["season_of"][form]
            return Part(first, last, "span", word[1])
        if count and form in words["half_set"] and count <= 2:
            return Part(6 * count - 5, 6 * count, "half", word[1])
        if count and form in words["quarter_set"] and count <= 4:
            return Part(3 * count - 2, 3 * count, "quarter", word[1])
        if count and form in words["month_set"] and count <= 12:
            return Part(13 - count, 12, "span", word[1]) if lead == "last" else Part(1, count, "span", word[1])
        if form in words["first_set"]:
            lead, place = "first", word[1]
            if form in words["half_set"] or form in words["quarter_set"]:
                break
            known = word_at(text, word[0], lexicon)
            if known is not None and known[0].kind == "ordinal":
                count = int(known[0].value)
            continue
        if form in words["last_set"]:
            lead, place = "last", word[1]
            continue
        number = _ROMAN.get(form)
        known = word_at(text, word[0], lexicon)
        if number is None and known is not None and known[0].kind in ("small", "ordinal"):
            # "жиырма сегізінші апрельде": the day may be two words.
            read = number_at(text, word[0], lexicon, scales=False)
            number, place = (int(read[0].value), read[0].end) if read else (int(known[0].value), known[1])
        elif number is not None:
            place = word[1]
        if number is None or count:
            break
        count = number
    return None


def _month_before(tokens: list[Token], index: int, lexicon: Lexicon) -> Part:
    month = lexicon.months[_bare(tokens[index][2])]
    edge = tokens[index][0]
    if index >= 1:
        before = tokens[index - 1][2]
        day = _day(before)
        if not day and before == "of" and index >= 2:
            day = _day(tokens[index - 2][2])
            index -= 1 if day else 0
        if day:
            return Part(month, month, "day", tokens[index - 1][0], day)
        words = lexicon.tables["periods"]
        if before in words["and_set"] and index >= 3 and tokens[index - 3][2] in words["between_set"]:
            first = lexicon.months.get(_bare(tokens[index - 2][2]))
            if first is not None and first < month:
                return Part(first, month, "span", tokens[index - 2][0], ranges=True)
        if before in words["from_to"] and before not in ("and", "и", "және", "/") and index >= 2:
            first = lexicon.months.get(_bare(tokens[index - 2][2]))
            if first is not None and first < month:
                return Part(first, month, "span", tokens[index - 2][0], ranges=True)
        step = index - 1 - (before in words["skip"])
        if step >= 0 and any(tokens[step][2] in words[f"{name}_set"] for name in ("early", "mid", "late")):
            # "By the end of May 2022": what bounds the month stands before the words for its part.
            edge = tokens[step][0]
    return Part(month, month, "month", edge)


def _marked(mark: re.Match[str], edge: int) -> Part:
    quarter = mark[1] or mark[2]
    if quarter:
        return Part(3 * int(quarter) - 2, 3 * int(quarter), "quarter", edge)
    half = int(mark[4] or mark[5])
    return Part(6 * half - 5, 6 * half, "half", edge)


def _bare(form: str) -> str:
    return form.rstrip(".") if len(form) > 1 else form


def _day(form: str) -> int:
    digits = re.match(r"([0-9]{1,2})(?:st|nd|rd|th|-?го|-?е)?$", form.rstrip(","))
    day = int(digits[1]) if digits else 0
    return day if 1 <= day <= 31 else 0


def _day_after(text: str, position: int) -> int:
    match = re.compile(r"[ ]?([0-9]{1,2})(?![0-9.,]|[ ]?[%])").match(text, position)
    return int(match[1]) if match and 1 <= int(match[1]) <= 31 else 0


def _ordinal(tokens: list[Token], index: int, lexicon: Lexicon) -> tuple[int, int] | None:
    if index < 0:
        return None
    start, _, form = tokens[index]
    word = lexicon.words.get(form)
    if word is not None and word.kind == "ordinal":
        return int(word.value), start
    if form in _ROMAN:
        return _ROMAN[form], start
    digits = re.match(r"([1-4])(?:st|nd|rd|th|-?[^\W\d_]{1,3})?$", form)
    if digits:
        return int(digits[1]), start
    if form in lexicon.tables["periods"]["last_set"]:
        return (2, start) if tokens[index + 1][2] in lexicon.tables["periods"]["half_set"] else (4, start)
    if index >= 2 and form in ("-", "й", "м") and tokens[index - 1][2].isdigit():
        return int(tokens[index - 1][2]), tokens[index - 1][0]
    return None


def count_of(form: str, lexicon: Lexicon) -> int:
    """Return the small number that a word or its digits state, 0 where it states none."""
    if form.isdigit():
        return int(form)
    word = lexicon.words.get(form)
    return int(word.value) if word is not None and word.kind == "small" else 0


def _stem(form: str, lexicon: Lexicon) -> str:
    """Cut a language's endings off a word until the lexicon's period words know it."""
    form = form.rstrip(".")
    known: Any = lexicon.tables["periods"]["known"]
    if form in known or len(form) > LONGEST_WORD:
        return form
    for cut in range(len(form) - 1, 1, -1):
        if form[:cut] in known and lexicon.endings.fullmatch(form, cut):
            return form[:cut]
    return form
