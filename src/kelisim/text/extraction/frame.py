"""Quantities of a column of texts, as a frame of the caller's own kind."""

from __future__ import annotations

import math
from datetime import date
from typing import Any

import narwhals as nw

from kelisim.errors import UsageError
from kelisim.model.quantity import Quantity
from kelisim.text.extraction.quantities import quantities

COLUMNS = (
    "row",
    "start",
    "end",
    "text",
    "low",
    "high",
    "value_low",
    "value_high",
    "unit",
    "comparator",
    "change",
    "kind",
)


def quantities_frame(
    frame: Any, column: str, *, language: str | None = None, document_date: date | str | None = None
) -> Any:
    """Return the quantities of every text of a column, one a row, in the kind of frame that was given.

    ``frame`` is a pandas, Polars, PyArrow or other eager frame that narwhals knows; ``column`` names its column of
    texts, in which a missing text states nothing. ``row`` of the result is the position of the text in the frame,
    from 0, so that the result joins back to it; ``start`` and ``end`` are code points of that text. ``low`` and
    ``high`` bound the interval stated (infinite where it is open); ``value_low`` and ``value_high`` are the number as
    stated, twice the same but for a range. ``language`` and ``document_date`` are those of ``quantities``, alike for
    all texts or, where they name another column of the frame, each text's own.

    Raises ``UsageError`` for a column that the frame lacks or that holds no texts.
    """
    texts = nw.from_native(frame, eager_only=True)
    rows = _column(texts, column)
    languages, dates = _own(texts, language, len(rows)), _own(texts, document_date, len(rows))
    data: dict[str, list[Any]] = {name: [] for name in COLUMNS}
    for row, text in enumerate(rows):
        if _missing(text):
            continue
        if not isinstance(text, str):
            raise UsageError(
                f"row {row} of the column {column!r} holds no text but {type(text).__name__}",
                hint="give a column of texts",
            )
        for quantity in quantities(text, language=languages[row], document_date=dates[row]):
            for name, value in zip(COLUMNS, _record(row, quantity), strict=True):
                data[name].append(value)
    schema = {name: _TYPES.get(name, nw.String()) for name in COLUMNS}
    found = nw.from_dict(data, schema, backend=nw.get_native_namespace(texts))
    return found.to_native()


_TYPES: dict[str, Any] = {
    "row": nw.Int64(),
    "start": nw.Int64(),
    "end": nw.Int64(),
    "low": nw.Float64(),
    "high": nw.Float64(),
    "value_low": nw.Float64(),
    "value_high": nw.Float64(),
}


def _missing(value: Any) -> bool:
    """Say whether a cell is empty: None, or the NaN by which pandas marks a missing text."""
    return value is None or (isinstance(value, float) and math.isnan(value))


def _column(frame: Any, column: str) -> list[Any]:
    if column not in frame.columns:
        raise UsageError(
            f"the frame has no column {column!r}", hint=f"its columns are {', '.join(map(str, frame.columns))}"
        )
    values: list[Any] = frame[column].to_list()
    return values


def _own(frame: Any, value: Any, count: int) -> list[Any]:
    """Return one value a row: those of the column that the value names, or the value itself."""
    if isinstance(value, str) and value in frame.columns:
        return [None if _missing(one) else one for one in _column(frame, value)]
    return [value] * count


def _record(row: int, quantity: Quantity) -> tuple[Any, ...]:
    stated = quantity.value if isinstance(quantity.value, tuple) else (quantity.value, quantity.value)
    return (
        row, quantity.start, quantity.end, quantity.text, quantity.low, quantity.high, *stated,
        quantity.unit, quantity.comparator, quantity.change, quantity.kind,
    )  # fmt: skip
