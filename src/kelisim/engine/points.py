"""What changed between two vintages of a series, point by point."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from kelisim.study.series import COLUMNS
from kelisim.study.tables import read_rows

# Half a unit in the last place of a number stored in 24 bits, as a share of it.
_SINGLE_PRECISION = 2.0**-24
Rows = Iterable[tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class PointChange:
    """One number that is no longer what it was: ``kind`` is changed, added or dropped; numbers in their own digits."""

    kind: str
    period: str
    place: str
    was: str
    now: str

    @property
    def difference(self) -> float | None:
        """By how much it changed, exact before it is rounded to a binary number; None for added and dropped ones."""
        try:
            return float(Decimal(self.now) - Decimal(self.was))
        except InvalidOperation:
            return None

    def to_dict(self) -> dict[str, Any]:
        """Return the published JSON shape."""
        return {**asdict(self), "difference": self.difference}


def changes(was: Rows, now: Rows, step: float | None = None) -> tuple[tuple[PointChange, ...], int]:
    """Return the points that differ, in order of place and period, and how many differ by their storage alone.

    1.50 and 1.5 are one number. So are two that lie no further apart than half of ``step``, to which the provider
    rounds, or than single precision can tell: a provider that stores 0.25246 as 0.25246000289917 has revised nothing.
    """
    before = {(place, period): value for period, place, value in was}
    after = {(place, period): value for period, place, value in now}
    found, stored = [], 0
    for key in sorted(before.keys() | after.keys()):
        place, period = key
        old, new = before.get(key, ""), after.get(key, "")
        if old == new:
            continue
        kind = "changed" if old and new else "added" if new else "dropped"
        change = PointChange(kind, period, place, old, new)
        if _is_storage(change, step):
            stored += change.difference != 0
        else:
            found.append(change)
    return tuple(found), stored


def told(stored: int) -> tuple[str, ...]:
    """Return the remark on numbers that differ by their storage alone, none where there are none."""
    if not stored:
        return ()
    numbers, differ = ("1 number", "differs") if stored == 1 else (f"{stored} numbers", "differ")
    return (f"{numbers} {differ} by less than the provider rounds to",)


def _is_storage(change: PointChange, step: float | None) -> bool:
    if change.difference is None:
        return False
    size = max(abs(float(change.was)), abs(float(change.now)))
    return abs(change.difference) <= max((step or 0.0) / 2, _SINGLE_PRECISION * size)


def rows_of(path: Path) -> list[tuple[str, str, str]]:
    """Return period, place and value of a series' file, none where there is no file; raises ``StudyError``."""
    if not path.exists():
        return []
    rows = read_rows(path, f"series/{path.name}", COLUMNS, ("period", "place", "value"))
    return [(row.cells["period"], row.cells["place"], row.cells["value"]) for row in rows]
