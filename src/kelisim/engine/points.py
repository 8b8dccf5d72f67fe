"""What changed between two vintages of a series, point by point."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from kelisim.study.series import COLUMNS
from kelisim.study.tables import read_rows

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


def changes(was: Rows, now: Rows) -> tuple[PointChange, ...]:
    """Return the points that differ, in order of place and period; 1.50 and 1.5 are the same number."""
    before = {(place, period): value for period, place, value in was}
    after = {(place, period): value for period, place, value in now}
    found = []
    for key in sorted(before.keys() | after.keys()):
        place, period = key
        old, new = before.get(key, ""), after.get(key, "")
        if _same(old, new):
            continue
        kind = "changed" if old and new else "added" if new else "dropped"
        found.append(PointChange(kind, period, place, old, new))
    return tuple(found)


def _same(old: str, new: str) -> bool:
    try:
        return old == new or Decimal(old) == Decimal(new)
    except InvalidOperation:
        return False


def rows_of(path: Path) -> list[tuple[str, str, str]]:
    """Return period, place and value of a series' file, none where there is no file; raises ``StudyError``."""
    if not path.exists():
        return []
    rows = read_rows(path, f"series/{path.name}", COLUMNS, ("period", "place", "value"))
    return [(row.cells["period"], row.cells["place"], row.cells["value"]) for row in rows]
