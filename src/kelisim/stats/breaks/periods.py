"""Labels of periods: years, halves, quarters and months as whole numbers on one calendar."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kelisim.errors import DataError

_PER_YEAR = {"year": 1, "half": 2, "quarter": 4, "month": 12}
_FORMS = (
    ("year", re.compile(r"(\d{4})")),
    ("half", re.compile(r"(\d{4})[- ]?H([12])", re.IGNORECASE)),
    ("quarter", re.compile(r"(\d{4})[- ]?Q([1-4])", re.IGNORECASE)),
    ("month", re.compile(r"(\d{4})[-/](0[1-9]|1[0-2])")),
)
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ].*)?")


@dataclass(frozen=True, slots=True)
class Calendar:
    """What the labels of a frame count: ``step`` is year, half, quarter, month, or position where they are numbers."""

    step: str

    def place(self, label: Any) -> int:
        """Return the whole number of a label; raises ``DataError`` for one that is not of this calendar."""
        for step, number in _readings(label):
            if step == self.step:
                return number
        hint = {
            "year": "write 2014",
            "half": 'write "2014-H1"',
            "quarter": 'write "2014Q1"',
            "month": 'write "2014-05"',
            "position": "write the number of the period",
        }[self.step]
        raise DataError(f"{label!r} is not a {self.step} like the periods of the series", hint)


def read_labels(labels: Sequence[Any]) -> tuple[Calendar, list[int], list[int | str]]:
    """Return the calendar of labels, each as a whole number, and each as it is shown.

    Whole numbers, "2014", "2014-H1", "2014Q1", "2014-05", pandas Periods and dates are read. Dates become the longest
    step that keeps them apart: years where all lie on one day of the year. Raises ``DataError``.
    """
    if not labels:
        raise DataError("the series hold no period", "give at least one row a period")
    shared = None
    readings = [dict(_readings(label)) for label in labels]
    for label, found in zip(labels, readings, strict=True):
        if not found:
            hint = 'periods are written 2014, "2014-H1", "2014Q1" or "2014-05"'
            raise DataError(f"{label!r} is not a period", hint)
        shared = set(found) if shared is None else shared & set(found)
    if not shared:
        raise DataError("the periods are of different lengths", "give all as years, quarters or months")
    # A date can be read as any step: the longest that keeps all apart is meant.
    apart = [
        one for one in ("year", "half", "quarter", "month") if len({f.get(one) for f in readings}) == len(readings)
    ]
    order = [one for one in (*apart, "year", "month", "quarter", "half", "position") if one in shared]
    step = "month" if "month" in shared and not set(apart) & shared else order[0]
    places = [found[step] for found in readings]
    shown = [
        label if isinstance(label, str) else place if step in ("year", "position") else written(step, place)
        for label, place in zip(labels, places, strict=True)
    ]
    return Calendar(step), places, shown


def written(step: str, place: int) -> int | str:
    """Return a whole number as the period it stands for."""
    if step in ("year", "position"):
        return place
    year, part = divmod(place, _PER_YEAR[step])
    return {"half": f"{year}-H{part + 1}", "quarter": f"{year}Q{part + 1}"}.get(step, f"{year}-{part + 1:02d}")


def _readings(label: Any) -> list[tuple[str, int]]:
    """Return every step a label can be of, with its whole number there."""
    if isinstance(label, bool) or label is None:
        return []
    if hasattr(label, "freqstr") and hasattr(label, "ordinal"):
        frequency = str(label.freqstr)[:1].upper()
        if frequency in ("A", "Y"):
            return [("year", int(label.year))]
        if frequency == "Q":
            return [("quarter", int(label.year) * 4 + int(label.quarter) - 1)]
        return [("month", int(label.year) * 12 + int(label.month) - 1)] if frequency == "M" else []
    text = label.strip() if isinstance(label, str) else ""
    for step, form in _FORMS:
        match = form.fullmatch(text)
        if match:
            year, *part = (int(one) for one in match.groups())
            return [(step, year * _PER_YEAR[step] + (part[0] - 1 if part else 0))]
    day = _DAY.fullmatch(
        text or (str(label) if hasattr(label, "month") or "datetime64" in type(label).__name__ else "")
    )
    if day:
        year, month = int(day[1]), int(day[2])
        return [(step, year * per + (month - 1) * per // 12) for step, per in _PER_YEAR.items()]
    try:
        number = int(label)
    except (TypeError, ValueError, OverflowError):
        return []
    if number != float(label):
        return []
    return [*([("year", number)] if 1000 <= number <= 9999 else []), ("position", number)]
