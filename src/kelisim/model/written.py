"""How computed numbers and their units are written in a sentence or a result: rounded, never with an exponent."""

from __future__ import annotations

import math
import re
from decimal import Decimal
from typing import Final

_PLURALS: Final = {"memorandum": "memorandums", "series": "series", "analysis": "analyses", "criterion": "criteria"}
_UNCOUNTED: Final = frozenset({"people", "staff", "baht", "yuan", "tenge", "renminbi", "yen", "won", "rand"})
_VOWEL: Final = re.compile("[aeiouy]")


def significant(value: float, digits: int = 4) -> str:
    """Return a number to so many significant digits, all of them where it has more before its point.

    >>> significant(0.41666), significant(654413.2), significant(0.00001234), significant(-3.0)
    ('0.4167', '654413', '0.00001234', '-3')
    """
    if not math.isfinite(value):
        return f"{value:g}"
    if abs(value) >= 10**digits:
        return f"{value:.0f}"
    return format(Decimal(f"{value:.{digits}g}"), "f") if value else "0"


def signed(value: float, digits: int = 4) -> str:
    """Return a number so written with its sign: +53, -1, +0."""
    shown = significant(value, digits)
    return shown if shown.startswith("-") else f"+{shown}"


def bracketed(low: float, high: float) -> str:
    """Return the ends of an interval: [47, 59]."""
    return f"[{significant(low)}, {significant(high)}]"


def difference_in(unit: str) -> str:
    """Return the unit of a difference as it follows a number: " percentage points", " vehicles", nothing for none."""
    if unit in ("percent", "percentage_point"):
        return " percentage points"
    return f" {units(unit.replace('_', ' '))}" if unit else ""


def plural(word: str) -> str:
    """Return the plural of a unit or of the last word of a term."""
    if word in _PLURALS:
        return _PLURALS[word]
    if word.endswith("y") and word[-2:-1] not in ("a", "e", "o", "u"):
        return word[:-1] + "ies"
    if word.endswith(("s", "x", "ch", "sh", "z")):
        return word + "es"
    return word + "s"


def units(unit: str) -> str:
    """Return a unit as it follows a number: "vehicles", "persons", "cars per year"; symbols such as MW never change."""
    head, per, rest = re.match(r"(.*?)(\s+(?:per|of)\s+|/|$)(.*)", unit, re.DOTALL).groups()  # type: ignore[union-attr]
    symbol = len(head) < 3 or not head.replace(" ", "").isalpha() or head != head.lower() or not _VOWEL.search(head)
    if symbol or head in _UNCOUNTED or (head.endswith("s") and not head.endswith(("ss", "us"))):
        return unit
    return plural(head) + per + rest
