"""Reading ratings: any table of coders by units into integer codes and ordered categories."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import narwhals as nw
import numpy as np

from kelisim.stats.reliability.categories import arrange
from kelisim.stats.reliability.names import CodeArray, IntArray, data_error, known

Orientation: TypeAlias = Literal["coders x units", "units x coders"]
ORIENTATIONS = ("coders x units", "units x coders")
# Whole numbers spread over less than this are coded by table look-up, which is many times faster than sorting.
_LOOKUP_RANGE = 1 << 20
_FEW_STEPS = 64


@dataclass(frozen=True, slots=True)
class Ratings:
    """``codes``: coders by units, an index into ``categories``, -1 where missing.

    ``kept`` holds the positions among the ``n_given`` units of the table of those that stayed.
    """

    codes: CodeArray
    categories: tuple[Any, ...]
    kept: IntArray
    n_given: int

    @property
    def n_coders(self) -> int:
        """The number of coders."""
        return int(self.codes.shape[0])

    @property
    def n_units(self) -> int:
        """The number of units."""
        return int(self.codes.shape[1])


def read_ratings(
    ratings: Any,
    *,
    level: str,
    categories: Iterable[Any] | None = None,
    orientation: Orientation = "coders x units",
    drop: bool = True,
) -> Ratings:
    """Return the ratings as codes, without coders and units that have none at all unless ``drop`` is False.

    Raises ``DataError`` for ragged tables and for values that the level does not admit.
    """
    known(orientation, ORIENTATIONS, "orientation")
    grid = _grid(ratings, sets=level == "set")
    if orientation == "units x coders":
        grid = grid.T
    codes, values = _encode(np.ascontiguousarray(grid), sets=level == "set")
    declared = None if categories is None else [_value(item, sets=level == "set") for item in categories]
    order, ordered = arrange(values, level=level, declared=declared)
    if order is not None:
        # One slot more than there are values, so that -1 (missing) looks up -1.
        table = np.append(order, -1).astype(np.int32)
        codes = table[codes].astype(narrowest(len(ordered)), copy=False)
    present = codes >= 0
    coders: Any = present.any(axis=1)
    units: Any = present.any(axis=0)
    if not drop:
        return Ratings(codes, ordered, np.arange(len(units)), len(units))
    if not coders.all():
        codes = codes[coders]
    if not units.all():
        codes = codes[:, units]
    return Ratings(codes, ordered, np.flatnonzero(units), len(units))


def _grid(ratings: Any, *, sets: bool) -> np.ndarray[Any, Any]:
    frame = nw.from_native(ratings, pass_through=True)
    if isinstance(frame, nw.LazyFrame):
        frame = frame.collect()
    if isinstance(frame, nw.DataFrame):
        return np.asarray(frame.to_numpy())
    if isinstance(ratings, Mapping):
        ratings = list(ratings.values())
    if isinstance(ratings, np.ma.MaskedArray):
        plain = np.array(ratings.data, dtype=object)
        plain[np.ma.getmaskarray(ratings)] = None
        ratings = plain
    if isinstance(ratings, np.ndarray):
        if ratings.ndim != 2:
            raise data_error(
                "ratings-shape",
                f"ratings have {ratings.ndim} dimension(s); they need two, coders by units",
                "pass one row a coder, with as many entries as there are units",
            )
        return ratings
    return _grid_of_rows(ratings, sets=sets)


def _grid_of_rows(ratings: Any, *, sets: bool) -> np.ndarray[Any, Any]:
    try:
        rows = [row if isinstance(row, str) else list(row) for row in ratings]
    except TypeError:
        rows = ["not a row"]
    if any(isinstance(row, str) for row in rows):
        raise data_error(
            "ratings-shape",
            "ratings are no table of coders by units",
            "pass a list of rows, one a coder, with one entry a unit and None where nothing was coded",
        )
    lengths = {len(row) for row in rows}
    if len(lengths) > 1:
        raise data_error(
            "ragged-ratings",
            f"coders differ in the number of units: {', '.join(map(str, sorted(lengths)))}",
            "give every coder one entry a unit, None where nothing was coded",
        )
    width = lengths.pop() if lengths else 0
    if not sets and width:
        plain = _numeric(rows)
        if plain is not None:
            return plain
    grid = np.empty((len(rows), width), dtype=object)
    for position, row in enumerate(rows):
        for unit, cell in enumerate(row):
            grid[position, unit] = cell
    return grid


def _numeric(rows: list[Any]) -> np.ndarray[Any, Any] | None:
    try:
        grid = np.array(rows)
    except ValueError:
        return None
    return grid if grid.ndim == 2 and grid.dtype.kind in "iuf" else None


def _encode(grid: np.ndarray[Any, Any], *, sets: bool) -> tuple[CodeArray, list[Any]]:
    if grid.dtype.kind in "iuf" and not sets:
        return _encode_numbers(grid)
    cells = grid.ravel().tolist()
    if grid.dtype.kind == "U":
        # A NumPy string array cannot hold NaN: NumPy itself writes "nan" there.
        cells = [None if cell == "nan" else cell for cell in cells]
    if sets:
        cells = [None if _missing(cell) else _value(cell, sets=True) for cell in cells]
    try:
        different = dict.fromkeys(cells)
    except TypeError:
        odd = next((type(cell).__name__ for cell in cells if type(cell).__hash__ is None), "nested container")
        raise data_error(
            "rating-type",
            f"a rating of type {odd} is no category",
            "use strings or numbers; for several codes a unit use level='set' with sets",
        ) from None
    index: dict[Any, int] = {}
    # Every NaN is an object of its own, so that the look-up goes by the raw cell.
    code = {
        raw: -1 if _missing(raw) else index.setdefault(raw if sets else _value(raw, sets=False), len(index))
        for raw in different
    }
    codes = np.fromiter(map(code.__getitem__, cells), dtype=np.int32, count=len(cells))
    return codes.reshape(grid.shape).astype(narrowest(len(index))), list(index)


def _encode_numbers(grid: np.ndarray[Any, Any]) -> tuple[CodeArray, list[Any]]:
    missing = np.isnan(grid) if grid.dtype.kind == "f" else None
    if missing is not None and not missing.any():
        missing = None
    if not grid.size or (missing is not None and missing.all()):
        return np.full(grid.shape, -1, dtype=np.int8), []
    low, high = np.fmin.reduce(grid, axis=None), np.fmax.reduce(grid, axis=None)
    if np.isinf(float(low)) or np.isinf(float(high)):
        raise data_error("infinite-rating", "a rating is infinite", "use None or NaN where nothing was coded")
    if float(high) - float(low) < _LOOKUP_RANGE and abs(float(low)) < 2**52:
        shifted = grid.astype(np.float64) - float(low)
        if missing is not None:
            np.copyto(shifted, -1.0, where=missing)
        span = int(float(high) - float(low)) + 1
        steps = shifted.astype(narrowest(span))
        if (steps == shifted).all():
            return _close_gaps(steps, span, int(low))
    valid = slice(None) if missing is None else ~missing
    values, inverse = np.unique(grid[valid], return_inverse=True)
    codes = np.full(grid.shape, -1, dtype=narrowest(len(values)))
    codes[valid] = inverse.reshape(grid.shape) if missing is None else inverse
    return codes, [_value(item, sets=False) for item in values.tolist()]


def narrowest(size: int) -> type[np.signedinteger[Any]]:
    """Return the narrowest integer type for indices below ``size`` and -1."""
    if size < 2**7:
        return np.int8
    return np.int16 if size < 2**15 else np.int32


def _close_gaps(steps: CodeArray, span: int, low: int) -> tuple[CodeArray, list[Any]]:
    if span <= _FEW_STEPS:
        seen = np.array([bool((steps == step).any()) for step in range(span)])
    else:
        seen = np.bincount(steps.ravel() + np.int64(1), minlength=span + 1)[1:] > 0
    values = (np.flatnonzero(seen) + low).tolist()
    if seen.all():
        return steps, values
    table = np.append(np.cumsum(seen) - 1, -1).astype(steps.dtype)
    return table[steps], values


def _missing(cell: Any) -> bool:
    if cell is None:
        return True
    if isinstance(cell, str):
        # An empty cell of a table of words: nobody's category.
        return not cell.strip()
    if isinstance(cell, float):
        return cell != cell  # noqa: PLR0124 - NaN is the one value unequal to itself
    return type(cell).__name__ in ("NAType", "NaTType")


def _value(cell: Any, *, sets: bool) -> Any:
    if sets:
        if isinstance(cell, frozenset):
            return cell
        if isinstance(cell, set | tuple | list):
            return frozenset(cell)
        raise data_error(
            "rating-type",
            f"at level 'set' a rating must be a set of codes, not {type(cell).__name__}",
            "write {'A'} for a single code and set() where the coder found none",
        )
    if isinstance(cell, np.generic):
        cell = cell.item()
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    return cell
