"""Reading series: any table with a row a period and a column a series, of numbers, gaps and intervals."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import narwhals as nw
import numpy as np
from numpy.typing import NDArray

from kelisim.errors import DataError
from kelisim.stats.breaks.periods import Calendar, read_labels

Floats: TypeAlias = NDArray[np.float64]
_PERIOD_COLUMNS = ("period", "year", "quarter", "month", "half", "date", "time")


@dataclass(frozen=True, slots=True)
class Panel:
    """Series on one calendar, in order: ``low`` and ``high`` are periods by series, NaN for a gap.

    ``places`` are the periods as whole numbers, ``labels`` as they are shown. Periods without any value are left out.
    """

    calendar: Calendar
    labels: tuple[int | str, ...]
    places: tuple[int, ...]
    names: tuple[str, ...]
    low: Floats
    high: Floats
    remarks: tuple[str, ...] = ()

    @property
    def middle(self) -> Floats:
        """The middle of each interval, the number itself where it is one."""
        return np.asarray((self.low + self.high) / 2)

    @property
    def wide(self) -> bool:
        """Say whether any value is an interval."""
        return bool(np.any(self.high > self.low))

    def drawn(self, rng: np.random.Generator) -> Floats:
        """Return one number from each interval, all equally likely."""
        return np.asarray(self.low + (self.high - self.low) * rng.random(self.low.shape))

    def without_series(self, index: int) -> Panel:
        """Return the panel less one series, and less the periods that it alone had."""
        keep = [i for i in range(len(self.names)) if i != index]
        names = tuple(self.names[i] for i in keep)
        return replace(self, names=names, low=self.low[:, keep], high=self.high[:, keep])._observed()

    def without_period(self, index: int) -> Panel:
        """Return the panel less one period, which becomes a gap."""
        keep = [i for i in range(len(self.labels)) if i != index]
        return replace(
            self,
            labels=tuple(self.labels[i] for i in keep),
            places=tuple(self.places[i] for i in keep),
            low=self.low[keep],
            high=self.high[keep],
        )

    def _observed(self) -> Panel:
        found = self
        for index in reversed(np.flatnonzero(np.all(np.isnan(self.low), axis=1))):
            found = found.without_period(int(index))
        return found


def read_panel(series: Any, periods: Sequence[Any] | None = None) -> Panel:
    """Return series as a panel in the order of time.

    ``series`` is a pandas Series or DataFrame indexed by period, any data frame or dict of lists with a column called
    period, year, quarter, month, half, date or time, a dict from period to number, or an array of periods by series
    with ``periods``. A cell is a number, a gap (None, NaN) or a pair (low, high). Raises ``DataError``.
    """
    names, columns, found = _columns(series)
    labels = list(periods) if periods is not None else found
    length = len(columns[0]) if columns else 0
    labels = list(range(length)) if labels is None else labels
    if len(labels) != length:
        raise DataError(f"{len(labels)} periods are named for {length} rows", "name one period a row")
    calendar, places, shown = read_labels(labels)
    repeated = sorted({place for place in places if places.count(place) > 1})
    if repeated:
        twice = ", ".join(str(shown[places.index(place)]) for place in repeated[:5])
        raise DataError(f"a period stands more than once: {twice}", "keep one row a period, or average them yourself")
    low = np.full((length, len(names)), np.nan)
    high = low.copy()
    for column, (name, cells) in enumerate(zip(names, columns, strict=True)):
        if len(cells) != length:
            raise DataError(f"series {name!r} has {len(cells)} values for {length} periods", "one value a period")
        for row, cell in enumerate(cells):
            low[row, column], high[row, column] = _interval(cell, name, shown[row])
    remarks = []
    order = np.argsort(places)
    if list(order) != list(range(length)):
        remarks.append("the periods were not in order and have been put in order")
    panel = Panel(
        calendar,
        tuple(shown[i] for i in order),
        tuple(places[i] for i in order),
        tuple(names),
        low[order],
        high[order],
    )
    for index, name in enumerate(names):
        if np.all(np.isnan(panel.low[:, index])):
            raise DataError(f"series {name!r} has no value at all", "leave it out")
    full = panel._observed()
    first, last = full.places[0], full.places[-1]
    empty = (last - first + 1) - len(full.places)
    inner = int(np.isnan(full.low).sum())
    if empty:
        remarks.append(f"{empty} period{'s' if empty > 1 else ''} between the first and the last hold no value")
    if inner:
        remarks.append(f"{inner} value{'s' if inner > 1 else ''} missing in periods that other series cover")
    return replace(full, remarks=tuple(remarks))


def _columns(series: Any) -> tuple[list[str], list[list[Any]], list[Any] | None]:
    """Return names, columns and the periods where the table itself names them."""
    if isinstance(series, Mapping) and series:
        if not any(_is_column(value) for value in series.values()):
            return ["series"], [list(series.values())], list(series)
        return _split({str(name): list(column) for name, column in series.items()})
    if hasattr(series, "index") and hasattr(series, "iloc"):
        periods = None if type(series.index).__name__ == "RangeIndex" else list(series.index)
        if not hasattr(series, "columns"):
            return [str(series.name) if series.name is not None else "series"], [list(series)], periods
        table = {str(name): list(series[name]) for name in series.columns}
        return (list(table), list(table.values()), periods) if periods is not None else _split(table)
    if hasattr(series, "columns"):
        frame = nw.from_native(series, eager_only=True)
        return _split({name: frame[name].to_list() for name in frame.columns})
    if type(series).__module__.startswith("polars"):
        return ["series"], [list(series)], None
    rows = series if isinstance(series, np.ndarray) else list(series) if _is_column(series) else None
    if rows is None or len(rows) == 0:
        raise DataError("no series is given", "give a frame with a row a period")
    if isinstance(rows, np.ndarray):
        if rows.ndim > 2:
            raise DataError(f"an array of {rows.ndim} dimensions is no table", "give periods by series")
        grid = rows.reshape(len(rows), -1)
        return (
            [f"series {i + 1}" for i in range(grid.shape[1])] if grid.shape[1] > 1 else ["series"],
            [list(column) for column in grid.T],
            None,
        )
    return ["series"], [list(rows)], None


def _split(table: dict[str, list[Any]]) -> tuple[list[str], list[list[Any]], list[Any] | None]:
    key = next((name for name in table if name.strip().lower() in _PERIOD_COLUMNS), None)
    rest = {name: column for name, column in table.items() if name != key}
    if not rest:
        raise DataError("the table holds periods but no series", "add a column of numbers")
    return list(rest), list(rest.values()), None if key is None else table[key]


def _is_column(value: Any) -> bool:
    # A pair of numbers is an interval, which only a tuple or a record can be in a dict from period to number.
    return hasattr(value, "__len__") and not isinstance(value, str | bytes | tuple | Mapping)


def _interval(cell: Any, name: str, period: int | str) -> tuple[float, float]:
    where = f"series {name!r} in {period}"
    if cell is None or type(cell).__name__ in ("NAType", "NaTType"):
        return math.nan, math.nan
    if hasattr(cell, "low") and hasattr(cell, "high"):
        cell = (cell.low, cell.high)
    if isinstance(cell, tuple | list | np.ndarray) and np.ndim(cell) == 1:
        if len(cell) != 2:
            raise DataError(f"{where} holds {len(cell)} numbers", "an interval is a pair (low, high)")
        low, high = (_number(part, where) for part in cell)
        if low > high:
            raise DataError(
                f"{where}: the interval ends before it starts ({low}, {high})", "write the lower bound first"
            )
        return (low, high) if not math.isnan(low + high) else (math.nan, math.nan)
    number = _number(cell, where)
    return number, number


def _number(value: Any, where: str) -> float:
    try:
        if isinstance(value, str | bool):
            raise TypeError
        number = float(value)
    except (TypeError, ValueError):
        raise DataError(f"{where} is not a number: {value!r}", "write a number, or nothing for a gap") from None
    if math.isinf(number):
        raise DataError(f"{where} is infinite", "write a finite number, or nothing for a gap")
    return number
