"""Dates and periods in words, for messages."""

from __future__ import annotations

from datetime import date

from kelisim.model.period import Period


def shown(period: Period) -> str:
    """Return a period as a reader would write it: 2019, October 2019, 2014–2017, 5 May 2020."""
    start, end = period.start, period.end
    if start is None or end is None:
        return f"up to {_day(end)}" if end else f"from {_day(start)}"
    if period.whole_year is not None:
        return str(period.whole_year)
    if start == end:
        return _day(start)
    if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31):
        return f"{start.year}–{end.year}"
    if (start.year, start.month) == (end.year, end.month):
        return f"{start:%B %Y}"
    return f"{start:%B %Y} to {end:%B %Y}"


def _day(day: date | None) -> str:
    return f"{day.day} {day:%B %Y}" if day else ""
