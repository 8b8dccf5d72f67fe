"""Spans that end with the document ("近五年来", "over the past five years"), and parts of a year by Kazakh endings."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from functools import cache

from kelisim.model.period import Period
from kelisim.text.extraction.lexicon import lexicon
from kelisim.text.extraction.numerals_zh import number_at
from kelisim.text.extraction.periods import Part
from kelisim.text.extraction.remembering import by_language

_MOST_YEARS = 60
_DECADE = 10
_PLACES = {"бірінші": 1, "екінші": 2, "үшінші": 3, "төртінші": 4, "i": 1, "ii": 2, "iii": 3, "iv": 4}
_LOCATIVE = r"(?:да|де|та|те|дағы|дегі|тағы|тегі)"


@cache
def _kazakh_part() -> re.Pattern[str]:
    months = "|".join(lexicon("kk").months)
    places = "|".join(_PLACES)
    return re.compile(
        rf"(?<![\w-])(?:(?P<first>{months})(?:\s?[-–—]\s?(?P<last>{months}))?"
        rf"(?:{_LOCATIVE}|\sай(?:ында|ындағы|ының|ларында))"
        rf"|(?P<which>{places})\s(?P<unit>тоқсан|жартыжылды[қғ])[^\W\d_]{{0,6}})(?!\w)",
        re.IGNORECASE,
    )


def kazakh_parts(lower: str) -> Iterator[tuple[int, int, Part]]:
    """Yield the parts of a year that a Kazakh sentence names by their endings: "мамырда", "бірінші тоқсанда"."""
    known = lexicon("kk")
    for match in _kazakh_part().finditer(lower):
        if match["which"]:
            place = _PLACES[match["which"]]
            size = 3 if match["unit"] == "тоқсан" else 6
            if place * size <= 12:
                name = "quarter" if size == 3 else "half"
                yield match.start(), match.end(), Part(size * (place - 1) + 1, size * place, name, match.start())  # type: ignore[arg-type]
            continue
        first = known.months[match["first"]]
        last = known.months[match["last"]] if match["last"] else first
        if first <= last:
            name = "month" if first == last else "span"
            yield match.start(), match.end(), Part(first, last, name, match.start())  # type: ignore[arg-type]


def past_spans(sentence: str, language: str, today: date) -> Iterator[tuple[int, int, Period]]:
    """Yield the spans of years or months that end with the document, and the year up to it."""
    counted, to_date = _forms(language)
    for match in counted.finditer(sentence) if counted is not None else ():
        given = match.groupdict()
        count = _DECADE if given.get("decade") else _count(match["n"], language)
        if count is None or not 1 <= count <= _MOST_YEARS:
            continue
        months = count * (1 if given.get("months") else 12)
        index = today.year * 12 + today.month - 1 - months
        year, month = divmod(index, 12)
        start = date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))
        yield match.start(), match.end(), Period(start, today, "span")
    for match in to_date.finditer(sentence) if to_date is not None else ():
        yield match.start(), match.end(), Period(date(today.year, 1, 1), today, "span")


@by_language
def _forms(language: str) -> tuple[re.Pattern[str] | None, re.Pattern[str] | None]:
    own = lexicon(language).tables["periods"]
    told = [own.get("past_span"), own.get("year_to_date")]
    counted, to_date = (re.compile(one, re.IGNORECASE) if one else None for one in told)
    return counted, to_date


def _count(written: str, language: str) -> int | None:
    if written.isdigit():
        return int(written)
    if language == "zh":
        number = number_at(written, 0)
        return int(number.value) if number is not None and number.end == len(written) else None
    values = [lexicon(language).words.get(word) for word in written.lower().split()]
    if not all(value is not None and value.kind == "small" for value in values):
        return None
    return int(sum(value.value for value in values if value is not None))
