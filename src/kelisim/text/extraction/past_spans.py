"""Spans that end with the document ("近五年来", "соңғы үш жылда"), and parts of a year by Kazakh endings."""

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

_MOST_YEARS = 60
_HAN_SPAN = re.compile(
    "(?:近|最近|过去|过去的|这)(?P<n>[0-9]{1,2}|[一二两三四五六七八九十]{1,3})(?P<unit>年|个月)(?:来|里|间|中|内)?(?![前后底初级龄])"
)
_KAZAKH_SPAN = re.compile(
    r"(?<!\w)(?:соңғы|өткен)\s(?P<n>[0-9]{1,2}|[^\W\d_]{2,6}(?:\s[^\W\d_]{2,5})?)\s(?P<unit>жыл|ай)"
    r"(?:да|дағы|дың|ы)?(?:\sішінде)?(?!\w)",
    re.IGNORECASE,
)
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
    """Yield the spans of years or months that end with the document."""
    pattern = {"zh": _HAN_SPAN, "kk": _KAZAKH_SPAN}.get(language)
    for match in pattern.finditer(sentence) if pattern is not None else ():
        count = _count(match["n"], language)
        if count is None or not 1 <= count <= _MOST_YEARS:
            continue
        months = count * (12 if match["unit"][0] in "年ж" else 1)
        index = today.year * 12 + today.month - 1 - months
        year, month = divmod(index, 12)
        start = date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))
        yield match.start(), match.end(), Period(start, today, "span")


def _count(written: str, language: str) -> int | None:
    if written.isdigit():
        return int(written)
    if language == "zh":
        number = number_at(written, 0)
        return int(number.value) if number is not None and number.end == len(written) else None
    values = [lexicon("kk").words.get(word) for word in written.lower().split()]
    if not all(value is not None and value.kind == "small" for value in values):
        return None
    return int(sum(value.value for value in values if value is not None))
