"""Periods: intervals of days with the precision with which they were stated."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Precision = Literal["day", "month", "quarter", "half", "year", "span"]

_FORMS = (
    ("day", re.compile(r"(\d{4})-(\d{2})-(\d{2})")),
    ("month", re.compile(r"(\d{4})-(\d{2})")),
    ("quarter", re.compile(r"(\d{4})-Q([1-4])")),
    ("half", re.compile(r"(\d{4})-H([12])")),
    ("year", re.compile(r"(\d{4})")),
)
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
WRITTEN = "a period is written 2019, 2019-H1, 2019-Q3, 2019-05, 2019-05-28, 2014/2017, ../2018 or 2022/.."


@dataclass(frozen=True, slots=True)
class Period:
    """The days from ``start`` to ``end``, both included; None is open ("by 2018", "since 2022").

    Two periods are equal where they cover the same days, however they were written.
    """

    start: date | None
    end: date | None
    precision: Precision = field(compare=False)

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read a period in the ISO-like forms of a study's tables; raises ``ValueError`` that names the forms."""
        text = text.strip()
        if "/" in text:
            left, _, right = text.partition("/")
            start = None if left.strip() in ("..", "") else cls.parse(left).start
            end = None if right.strip() in ("..", "") else cls.parse(right).end
            if start is None and end is None:
                raise ValueError(f"a period open on both sides says nothing: {text!r}")
            if start and end and start > end:
                raise ValueError(f"the period ends before it starts: {text!r}; write the earlier date first")
            return cls(start, end, "span")
        for precision, form in _FORMS:
            match = form.fullmatch(text)
            if match:
                return cls._closed(precision, [int(part) for part in match.groups()], text)
        dotted = _DOTTED.fullmatch(text)
        if dotted:
            day, month, year = dotted.groups()
            raise ValueError(f"not a period: {text!r}; write the day as {year}-{month:0>2}-{day:0>2}")
        raise ValueError(f"not a period: {text!r}; {WRITTEN}")

    @classmethod
    def _closed(cls, precision: str, parts: list[int], text: str) -> Period:
        year = parts[0]
        try:
            if precision == "day":
                day = date(*parts)
                return cls(day, day, "day")
            length = {"month": 1, "quarter": 3, "half": 6, "year": 12}[precision]
            first = 1 if precision == "year" else length * (parts[1] - 1) + 1
            last = first + length - 1
            return cls(date(year, first, 1), date(year, last, monthrange(year, last)[1]), precision)  # type: ignore[arg-type]
        except ValueError as error:
            raise ValueError(f"no such day: {text!r}") from error

    def overlaps(self, other: Period) -> bool:
        """Say whether the two periods share a day."""
        return (self.start or date.min) <= (other.end or date.max) and (other.start or date.min) <= (
            self.end or date.max
        )

    def contains(self, other: Period) -> bool:
        """Say whether every day of ``other`` lies in this period."""
        return (self.start or date.min) <= (other.start or date.min) and (other.end or date.max) <= (
            self.end or date.max
        )

    @property
    def year(self) -> int | None:
        """The calendar year the period lies in, None where it spans several or is open."""
        if self.start and self.end and self.start.year == self.end.year:
            return self.start.year
        return None

    @property
    def whole_year(self) -> int | None:
        """The year, where the period is exactly one calendar year, else None."""
        if self.start and self.end and (self.start.month, self.start.day) == (1, 1) and self.year:
            return self.year if (self.end.month, self.end.day) == (12, 31) else None
        return None

    def __str__(self) -> str:
        if self.precision == "span":
            form = self._span_form()
            return f"{_written(self.start, form)}/{_written(self.end, form)}"
        assert self.start is not None
        if self.precision == "quarter":
            return f"{self.start.year:04d}-Q{(self.start.month + 2) // 3}"
        if self.precision == "half":
            return f"{self.start.year:04d}-H{1 if self.start.month == 1 else 2}"
        return _written(self.start, self.precision)

    def _span_form(self) -> str:
        start, end = self.start, self.end
        if (start is None or start.day == 1) and (end is None or end.day == monthrange(end.year, end.month)[1]):
            whole = (start is None or start.month == 1) and (end is None or end.month == 12)
            return "year" if whole else "month"
        return "day"


def _written(day: date | None, form: str) -> str:
    if day is None:
        return ".."
    return day.isoformat()[: {"year": 4, "month": 7, "day": 10}[form]]
