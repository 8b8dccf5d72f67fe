"""Reading a panel from any data frame, with a named error for everything that is wrong with it."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import narwhals as nw
import numpy as np
from numpy.typing import NDArray

from kelisim.errors import Problem, UsageError, nearest
from kelisim.stats.effects.names import FloatArray, IntArray, data_error, listed
from kelisim.stats.effects.panel import NEVER

_SHOWN = 3


# Numbers come as an array, everything else as a list.
Column: TypeAlias = NDArray[Any] | list[Any]


@dataclass(frozen=True, slots=True)
class Columns:
    """A frame's columns by name, and its rows placed in units x periods."""

    values: Mapping[str, Column]
    units: tuple[Hashable, ...]
    periods: tuple[Any, ...]
    row_unit: IntArray
    row_period: IntArray

    def grid(self, name: str) -> FloatArray:
        """Return a numeric column as units x periods, NaN where there is no row or no value."""
        cells = np.full((len(self.units), len(self.periods)), np.nan)
        cells[self.row_unit, self.row_period] = _numbers(self.values[name], name)
        return cells

    def of_units(self, name: str) -> list[Any]:
        """Return one value a unit; raise ``DataError`` where a unit has two."""
        column = self.values[name]
        if isinstance(column, np.ndarray):
            # Infinity is a way to say "never" here, so that the numbers are not read as an outcome's.
            grid = np.full((len(self.units), len(self.periods)), np.nan)
            grid[self.row_unit, self.row_period] = column
            first = np.take_along_axis(grid, np.argmax(~np.isnan(grid), axis=1)[:, None], axis=1)
            if (np.isnan(grid) | (grid == first)).all():
                return [None if value != value else value for value in first[:, 0].tolist()]  # noqa: PLR0124
        found: list[Any] = [None] * len(self.units)
        cells = (None if is_missing(value) else value for value in self.values[name])
        for unit, value in zip(self.row_unit, cells, strict=True):
            if found[unit] is not None and value is not None and value != found[unit]:
                raise data_error(
                    "not-constant",
                    f"column {name!r} differs within unit {self.units[unit]!r}: {found[unit]!r} and {value!r}",
                    f"{name} must be one value a unit",
                )
            found[unit] = value if found[unit] is None else found[unit]
        return found


def read_columns(frame: Any, *, unit: str, period: str, used: Iterable[str]) -> Columns:
    """Return the columns of a frame that an estimate uses.

    Raises ``UsageError`` for no frame or an unknown column, ``DataError`` for rows without unit or period and for two
    rows of one unit and period.
    """
    values = _named_columns(frame, list(dict.fromkeys((unit, period, *used))))
    if not len(values[unit]):
        raise data_error("empty", "the frame has no rows", "pass one row a unit and period")
    return _place(values, unit, period)


def _named_columns(frame: Any, wanted: Sequence[str]) -> dict[str, Column]:
    if isinstance(frame, Mapping):
        table: Any = {name: list(column) for name, column in frame.items()}
        names: Sequence[str] = list(table)
        lengths = {len(column) for column in table.values()}
        if len(lengths) > 1:
            raise UsageError(Problem("frame", "the columns differ in length", "give every column one entry a row"))
    else:
        try:
            native = nw.from_native(frame)
        except TypeError:
            hint = "pass a pandas, polars, pyarrow or other frame with a row a unit and period"
            raise UsageError(Problem("frame", f"a {type(frame).__name__} is no data frame", hint)) from None
        table = native.collect() if isinstance(native, nw.LazyFrame) else native
        names = table.columns
    for name in wanted:
        if name not in names:
            raise UsageError(Problem("column", f"the frame has no column {name!r}", nearest(str(name), names)))
    return {name: table[name] if isinstance(table, dict) else _column(table.get_column(name)) for name in wanted}


def _column(series: Any) -> Column:
    if series.dtype.is_numeric() or series.dtype == nw.Boolean:
        numbers = np.asarray(series.to_numpy())
        if numbers.dtype.kind in "iufb":
            return numbers
    return list(series.to_list())


def _place(values: Mapping[str, Column], unit: str, period: str) -> Columns:
    for name in (unit, period):
        missing = _missing_rows(values[name])
        if missing:
            rows = listed(missing, _SHOWN)
            raise data_error("no-key", f"column {name!r} is empty in row {rows}", f"every row needs its {name}")
    units, row_unit = _positions(values[unit], unit)
    periods, row_period = _positions(values[period], period)
    cells, counts = np.unique(row_unit * len(periods) + row_period, return_counts=True)
    twice = cells[counts > 1]
    if len(twice):
        shown = [f"{units[cell // len(periods)]} in {periods[cell % len(periods)]}" for cell in twice]
        raise data_error(
            "duplicate-rows",
            f"more than one row for {listed(shown, _SHOWN)}",
            "keep one row a unit and period, or aggregate them before",
        )
    return Columns(values, units, periods, row_unit, row_period)


def _missing_rows(column: Column) -> list[int]:
    if isinstance(column, np.ndarray):
        return [] if column.dtype.kind != "f" else [int(row) for row in np.flatnonzero(np.isnan(column))]
    return [row for row, value in enumerate(column) if is_missing(value)]


def _positions(column: Column, name: str) -> tuple[tuple[Any, ...], IntArray]:
    """Return the different values in order, and the place of each row's value among them."""
    if isinstance(column, np.ndarray):
        different, rows = np.unique(column, return_inverse=True)
        return tuple(different.tolist()), rows.astype(np.int64)
    ordered = in_order(column, name)
    place = {value: i for i, value in enumerate(ordered)}
    return ordered, np.array([place[value] for value in column], dtype=np.int64)


def in_order(values: Iterable[Any], name: str) -> tuple[Any, ...]:
    """Return the different values in order; raise ``DataError`` for kinds that cannot be ordered."""
    different = list(dict.fromkeys(values))
    try:
        return tuple(sorted(different))
    except TypeError:
        kinds = listed(sorted({type(value).__name__ for value in different}))
        raise data_error(
            "mixed-types", f"column {name!r} mixes {kinds}", f"write every {name} as the same type"
        ) from None


def is_missing(value: Any) -> bool:
    """Say whether a cell is empty: None, NaN, NA or NaT."""
    if value is None:
        return True
    if isinstance(value, float):
        return math.isnan(value)
    return type(value).__name__ in ("NAType", "NaTType")


def _numbers(values: Column, name: str) -> FloatArray:
    try:
        numbers = (
            values.astype(np.float64)
            if isinstance(values, np.ndarray)
            else np.array([math.nan if is_missing(value) else float(value) for value in values])
        )
    except (TypeError, ValueError):
        odd = next(value for value in values if not is_missing(value) and not _is_number(value))
        raise data_error(
            "not-numeric", f"column {name!r} holds {odd!r}, which is no number", "give numbers, None where missing"
        ) from None
    if np.isinf(numbers).any():
        row = int(np.flatnonzero(np.isinf(numbers))[0])
        raise data_error(
            "infinite", f"column {name!r} is infinite in row {row}", "give a finite number or leave it out"
        )
    return numbers


def _is_number(value: Any) -> bool:
    try:
        float(value)
    except (TypeError, ValueError):
        return False
    return True


def whole_times(periods: Sequence[Any]) -> IntArray:
    """Return periods as whole numbers where every one is such, otherwise their positions."""
    try:
        numbers = [float(str(period)) if isinstance(period, str) else float(period) for period in periods]
    except (TypeError, ValueError):
        return np.arange(len(periods), dtype=np.int64)
    if all(number.is_integer() for number in numbers):
        return np.array([int(number) for number in numbers], dtype=np.int64)
    return np.arange(len(periods), dtype=np.int64)


def position(periods: Sequence[Any], value: Any, what: str) -> int:
    """Return the position of the first period not before ``value``; raise ``DataError`` where it lies outside."""
    value = like(periods[0], value)
    try:
        later = [i for i, period in enumerate(periods) if period >= value]
    except TypeError:
        hint = f"periods look like {periods[0]!r}"
        raise UsageError(Problem("period", f"{what} {value!r} is of another type than the periods", hint)) from None
    if not later:
        raise data_error(
            "start-outside",
            f"{what} {value} lies after the last period, {periods[-1]}",
            f"the frame covers {periods[0]} to {periods[-1]}",
        )
    if value < periods[0]:
        raise data_error(
            "start-outside",
            f"{what} {value} lies before the first period, {periods[0]}",
            f"the frame covers {periods[0]} to {periods[-1]}",
        )
    return later[0]


def like(example: Any, value: Any) -> Any:
    """Return a year given as text as a number, or the reverse, where the periods are written so."""
    if isinstance(example, str) and not isinstance(value, str):
        return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
    if isinstance(value, str) and isinstance(example, int | float) and _is_number(value):
        return float(value)
    return value


def starts(columns: Columns, *, treated: Any, start: Any) -> tuple[IntArray, tuple[str, ...]]:
    """Return the position of each unit's first treated period (-1 never), and notes on units left out of the treated.

    ``treated``: a column (true, or not nought, for treated; where it changes over time, its first true period is the
    start), or a list of units, or None where ``start`` is a column. ``start``: a period, or a column with nought,
    nothing or infinity for units never treated.
    """
    own = _treated_units(columns, treated)
    by_column = _first_true(columns, treated) if isinstance(treated, str) and treated in columns.values else None
    if isinstance(start, str) and start in columns.values:
        declared, notes = _declared_starts(columns, start, own)
    elif start is None:
        if by_column is None:
            hint = "name the first treated period, or a column of first treated periods"
            raise UsageError(Problem("start", "no start of the treatment is given", hint))
        declared, notes = by_column, ()
    else:
        at = position(columns.periods, start, "the start")
        if own is None:
            raise UsageError(Problem("treated", "no treated unit is named", "pass a column or a list of units"))
        declared = np.where(own, at, NEVER).astype(np.int64)
        notes = ()
    if by_column is not None and (by_column > 0).any() and not _agree(by_column, declared):
        unit = columns.units[int(np.flatnonzero((by_column != declared) & (by_column != NEVER))[0])]
        raise data_error(
            "start-differs",
            f"column {treated!r} starts at another period than the start given, first for unit {unit!r}",
            "give a start a unit, or a column that is constant within units",
        )
    return declared, notes


def _agree(by_column: IntArray, declared: IntArray) -> bool:
    # A column that is true throughout marks the unit only; one that changes must change at the start.
    changing = by_column > 0
    return bool((by_column[changing] == declared[changing]).all())


def _treated_units(columns: Columns, treated: Any) -> np.ndarray[Any, np.dtype[np.bool_]] | None:
    if treated is None:
        return None
    if isinstance(treated, str) and treated in columns.values:
        first = _first_true(columns, treated)
        return np.asarray(first != NEVER)
    names = [treated] if isinstance(treated, str) or not isinstance(treated, Iterable) else list(treated)
    if not names:
        raise UsageError(Problem("treated", "no treated unit is named", "pass a column or a list of units"))
    for name in names:
        if name not in columns.units:
            hint = nearest(str(name), [str(unit) for unit in columns.units])
            raise data_error("no-such-unit", f"treated unit {name!r} is not in the frame", hint)
    return np.array([unit in names for unit in columns.units])


def _first_true(columns: Columns, name: str) -> IntArray:
    marked = columns.grid(name)
    true = np.nan_to_num(marked) != 0
    since = np.logical_or.accumulate(true, axis=1)
    ends = since & ~true & ~np.isnan(marked)
    if ends.any():
        unit = columns.units[int(np.flatnonzero(ends.any(axis=1))[0])]
        raise data_error(
            "treatment-ends",
            f"the treatment of unit {unit!r} ends again in column {name!r}",
            "these designs hold for treatments that stay; end the window before it stops",
        )
    return np.where(true.any(axis=1), true.argmax(axis=1), NEVER).astype(np.int64)


def _declared_starts(columns: Columns, name: str, own: Any) -> tuple[IntArray, tuple[str, ...]]:
    found = np.full(len(columns.units), NEVER, dtype=np.int64)
    later, dropped = [], []
    for i, value in enumerate(columns.of_units(name)):
        never = value is None or value == 0 or (isinstance(value, float) and math.isinf(value))
        if never or value == "":
            continue
        if own is not None and not own[i]:
            dropped.append(columns.units[i])
            found[i] = NEVER - 1
            continue
        if like(columns.periods[0], value) > columns.periods[-1]:
            later.append(columns.units[i])
            continue
        found[i] = 0 if like(columns.periods[0], value) < columns.periods[0] else position(columns.periods, value, name)
    notes = []
    if later:
        notes.append(f"{listed(later)} start after the last period and count as not treated in it")
    if dropped:
        notes.append(f"{listed(dropped)} have a start but are not among the treated: left out as treated themselves")
    if own is not None:
        without = [unit for unit, yes, at in zip(columns.units, own, found, strict=True) if yes and at == NEVER]
        if without and not later:
            raise data_error(
                "no-start", f"treated unit {listed(without)} has no start in column {name!r}", "give its first period"
            )
    return found, tuple(notes)
