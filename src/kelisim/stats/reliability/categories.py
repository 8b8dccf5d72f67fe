"""Categories: their order, and what each measurement level asks of them."""

from __future__ import annotations

import numbers
from collections.abc import Sequence
from typing import Any

import numpy as np

from kelisim.errors import nearest
from kelisim.stats.reliability.names import NUMERIC_LEVELS, FloatArray, IntArray, data_error


def arrange(
    values: Sequence[Any], *, level: str, declared: Sequence[Any] | None
) -> tuple[IntArray | None, tuple[Any, ...]]:
    """Return each value's place among the ordered categories (None where the order stands), and the categories."""
    admit(declared if declared is not None else values, level)
    if declared is not None:
        return _declared(values, declared)
    if level == "ordinal" and not all(_is_number(value) for value in values):
        raise data_error(
            "ordinal-order",
            "ratings are words, and the order of words cannot be guessed at the ordinal level",
            "pass categories=[...] from the lowest to the highest",
        )
    places = sorted(range(len(values)), key=lambda place: _sort_key(values[place]))
    ordered = tuple(values[place] for place in places)
    if places == list(range(len(values))):
        return None, ordered
    order = np.empty(len(values), dtype=np.int64)
    order[places] = np.arange(len(values))
    return order, ordered


def admit(values: Sequence[Any], level: str) -> None:
    """Raise ``DataError`` where the measurement level does not admit the values."""
    if level not in NUMERIC_LEVELS:
        return
    for value in values:
        if not _is_number(value):
            raise data_error(
                "level-values",
                f"{value!r} is no number, and level {level!r} needs numbers",
                "use level='nominal', or level='ordinal' with categories in order",
            )
    if level == "ratio" and any(value < 0 for value in values):
        raise data_error(
            "level-values", "a rating is negative, and a ratio scale has a true zero", "use level='interval'"
        )


def scores(categories: Sequence[Any], level: str) -> FloatArray:
    """Return the number that stands for each category: its value where the level is numeric, otherwise its rank."""
    if level in NUMERIC_LEVELS:
        return np.array([float(value) for value in categories], dtype=np.float64)
    return np.arange(1, len(categories) + 1, dtype=np.float64)


def _declared(values: Sequence[Any], declared: Sequence[Any]) -> tuple[IntArray, tuple[Any, ...]]:
    place: dict[Any, int] = {}
    for value in declared:
        if value in place:
            raise data_error("duplicate-category", f"category {value!r} is declared twice", "name each category once")
        place[value] = len(place)
    for value in values:
        if value not in place:
            near = nearest(str(value), [str(item) for item in declared])
            raise data_error(
                "unknown-category", f"rating {value!r} is not among the categories", near or "add it to categories"
            )
    return np.array([place[value] for value in values], dtype=np.int64), tuple(declared)


def _is_number(value: Any) -> bool:
    return isinstance(value, numbers.Real) and not isinstance(value, bool)


def _sort_key(value: Any) -> tuple[int, float, str]:
    if isinstance(value, numbers.Real):
        return (0, float(value), "")
    if isinstance(value, frozenset):
        return (2, float(len(value)), " ".join(sorted(map(str, value))))
    return (1, 0.0, str(value))
