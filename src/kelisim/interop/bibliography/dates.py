"""Dates of exchange files to periods with the precision they were written with, and back."""

from __future__ import annotations

import re
from calendar import monthrange
from functools import lru_cache

from babel import Locale

from kelisim.model.period import Period

_MONTH_LANGUAGES = ("en", "ru", "kk", "uk", "uz", "tr", "de", "fr", "es")
_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")
_EDGE = r"(?:\d{4}(?:-\d\d(?:-\d\d)?)?|\.\.)?"
_WORD = r"([^\W\d_]+)\.?"


@lru_cache(maxsize=1)
def _months() -> dict[str, int]:
    numbers: dict[str, int] = {"sept": 9}
    for language in _MONTH_LANGUAGES:
        contexts = Locale(language).months
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in contexts[context][width].items():
                    numbers.setdefault(name.casefold().strip("."), number)
    return numbers


def month_number(text: str) -> int | None:
    """Return 1 to 12 for "5", "05", "May", "мая" or "қыркүйек", None for anything else."""
    word = text.strip().strip(".").casefold()
    if re.fullmatch(r"\d{1,2}", word) and 1 <= int(word) <= 12:
        return int(word)
    return _months().get(word)


def read_date(text: str) -> tuple[Period | None, str]:
    """Return the period a written date means, and a remark for what the period cannot hold.

    ISO 8601 and EDTF dates and intervals (as BibLaTeX has them), RIS dates (2019/05/28/), "28 May 2019",
    "мая 2019", "2019年5月28日" and ranges keep their precision. A date with one year and other words keeps the year,
    and the words come back as the remark; without a year there is no period.
    """
    written = " ".join(text.split())
    if not written:
        return None, ""
    bare = re.sub(r"(?<=\d)[?~%]+", "", written)
    period = _iso(bare) or _slashed(bare) or _worded(bare)
    if period is not None:
        return period, "" if bare == written else f"date as written: {written}"
    years = sorted(set(_YEAR.findall(written)))
    return (Period.parse(years[0]) if len(years) == 1 else None), f"date as written: {written}"


def combine(year: str, month: str, day: str) -> str:
    """Join the year, month and day fields of BibTeX into one date for ``read_date``; a month field may hold the day."""
    if not month.strip():
        return year
    whole = re.fullmatch(r"\s*(\d{4})\s*", year)
    number = month_number(month)
    if whole and number:
        suffix = f"-{int(day):02d}" if re.fullmatch(r"\s*\d{1,2}\s*", day) else ""
        return f"{whole[1]}-{number:02d}{suffix}"
    return f"{month} {year}"


def _parse(text: str) -> Period | None:
    try:
        return Period.parse(text)
    except ValueError:
        return None


def _numbers(year: str, month: str | int | None, day: str | int | None) -> Period | None:
    text = year
    if month:
        text += f"-{int(month):02d}"
        if day:
            text += f"-{int(day):02d}"
    return _parse(text)


def _iso(text: str) -> Period | None:
    text = re.sub(r"(\d{4}-\d{2}-\d{2})[T ]\d{2}:\d{2}\S*", r"\1", text)
    if match := re.fullmatch(r"(\d{2})(?:XX|uu)|(\d{3})[Xu]", text):
        stem = match[1] or match[2]
        return _parse(f"{stem.ljust(4, '0')}/{stem.ljust(4, '9')}")
    if match := re.fullmatch(r"(\d{4})\s*(?:--?|–|—)\s*(\d{4})", text):
        return _parse(f"{match[1]}/{match[2]}")
    if match := re.fullmatch(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?", text):
        return _numbers(*match.groups())
    if match := re.fullmatch(r"(by|since) (\S+)", text):
        return _parse(f"../{match[2]}" if match[1] == "by" else f"{match[2]}/..")
    if "/" in text:
        return _parse(text) if re.fullmatch(f"{_EDGE}/{_EDGE}", text) else None
    return _parse(text)


def _slashed(text: str) -> Period | None:
    if match := re.fullmatch(r"(\d{4})/(\d{0,2})(?:/(\d{0,2}))?/?", text):
        return _numbers(*match.groups())
    if match := re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", text):
        return _numbers(match[3], match[2], match[1])
    if match := re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text):
        first, second = int(match[1]), int(match[2])
        # 05/06/2019 is May in one country and June in another: only a part above twelve settles it.
        if first > 12 or first == second:
            return _numbers(match[3], second, first)
        return _numbers(match[3], first, second) if second > 12 else None
    if match := re.fullmatch(r"(\d{1,2})/(\d{4})", text):
        return _numbers(match[2], match[1], None)
    if match := re.fullmatch(r"(\d{4})\s*年(?:\s*(\d{1,2})\s*月(?:\s*(\d{1,2})\s*日)?)?", text):
        return _numbers(*match.groups())
    return None


def _worded(text: str) -> Period | None:
    plain = re.sub(r"(?<=\d)(?:st|nd|rd|th)\b", "", text)
    plain = re.sub(r"\s*(?:\bг\.?|\bгода|\bж\.?|жылы)$", "", re.sub(r"[,~]", " ", plain)).strip()
    for form, order in (
        (rf"(\d{{1,2}})\.?\s+{_WORD}\s+(\d{{4}})", (3, 2, 1)),
        (rf"{_WORD}\s+(\d{{1,2}})\s+(\d{{4}})", (3, 1, 2)),
        (rf"(\d{{4}})\s+{_WORD}\s+(\d{{1,2}})", (1, 2, 3)),
        (rf"{_WORD}\s+(\d{{4}})", (2, 1, 0)),
        (rf"(\d{{4}})\s+{_WORD}", (1, 2, 0)),
    ):
        match = re.fullmatch(form, plain)
        month = month_number(match[order[1]]) if match else None
        if match and month:
            return _numbers(match[order[0]], month, match[order[2]] if order[2] else None)
    if match := re.fullmatch(rf"{_WORD}\s*(?:[-–—/]|--)\s*{_WORD}\s+(\d{{4}})", plain):
        first, last = month_number(match[1]), month_number(match[2])
        if first and last:
            return _parse(f"{match[3]}-{first:02d}/{match[3]}-{last:02d}")
    if match := re.fullmatch(r"Q([1-4])\s+(\d{4})", plain):
        return _parse(f"{match[2]}-Q{match[1]}")
    return None


def edges(period: Period) -> tuple[str, str]:
    """Return the first and last year, month or day of a period in ISO form, at one precision; ".." where open."""
    days = [day for day in (period.start, period.end) if day is not None]
    starts_month = period.start is None or period.start.day == 1
    ends_month = period.end is None or period.end.day == monthrange(period.end.year, period.end.month)[1]
    whole_months = starts_month and ends_month
    whole_years = whole_months and (period.start is None or period.start.month == 1)
    whole_years = whole_years and (period.end is None or period.end.month == 12)
    width = 4 if whole_years else 7 if whole_months else 10
    written = [day.isoformat()[:width] for day in days]
    if len(written) == 2:
        return written[0], written[1]
    return ("..", written[0]) if period.start is None else (written[0], "..")


def spoken(period: Period | None) -> str:
    """Return a period as a reference list prints it: "2019, 28 May", "2019, first half", "2023–2024", "by 2018"."""
    if period is None:
        return "n.d."
    if period.precision in ("quarter", "half"):
        assert period.start is not None
        length, names = (
            (3, ("first", "second", "third", "fourth")) if period.precision == "quarter" else (6, ("first", "second"))
        )
        return f"{period.start.year}, {names[(period.start.month - 1) // length]} {period.precision}"
    first, last = edges(period)
    if first == "..":
        return "by " + plain_date(last)
    if last == "..":
        return "since " + plain_date(first)
    if first != last:
        return (
            f"{plain_date(first)}–{plain_date(last)}"
            if len(first) == len(last) == 4
            else f"{plain_date(first)} to {plain_date(last)}"
        )
    day_and_month, _, year = plain_date(first).rpartition(" ")
    return f"{year}, {day_and_month}" if day_and_month else year


def plain_date(iso: str) -> str:
    """Return "2019-05-28" as "28 May 2019", "2019-05" as "May 2019" and "2019" as it is."""
    parts = [int(part) for part in iso.split("-")]
    if len(parts) == 1:
        return str(parts[0])
    month = Locale("en").months["format"]["wide"][parts[1]]
    return " ".join(str(part) for part in (*parts[2:], month, parts[0]))
