"""How numbers, quantities, periods, places and statistics are written in print: British English, never in CSV."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Final

from kelisim.model.claim import Claim
from kelisim.model.period import Period
from kelisim.model.written import plural, units

NOT_REPORTED: Final = "–"
_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_SCALES: Final = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"))
_SIGNS: Final = {"exact": "", "approx": "≈", "gt": ">", "ge": "≥", "lt": "<", "le": "≤", "range": "", "factor": ""}
_ISO_DAY: Final = re.compile(r"\b\d{4}-\d\d-\d\d\b")


def number(value: float) -> str:
    """Return a stated number in full with thousands separators: 8,000, 0.145."""
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    plain = format(Decimal(repr(float(value))), "f")
    whole, _, fraction = plain.lstrip("-").partition(".")
    whole = f"{int(whole or 0):,}"
    fraction = fraction.rstrip("0")
    return ("−" if value < 0 else "") + whole + (f".{fraction}" if fraction else "")


def scaled(value: float) -> str:
    """Return a number with its scale in words where nothing is lost by it: 4.91 million, 88 billion."""
    for scale, word in _SCALES:
        if abs(value) >= scale and not math.isinf(value):
            part = Decimal(repr(float(value))) / scale
            if -int(part.normalize().as_tuple().exponent) <= 3:  # three decimals of a scale are still read at a glance
                return f"{number(float(part))} {word}"
    return number(value)


def significant(value: float, digits: int = 4) -> str:
    """Return a computed number rounded to ``digits`` significant digits, without an exponent."""
    return number(float(f"{value:.{digits}g}")) if math.isfinite(value) else number(value)


def fixed(value: float, digits: int = 2) -> str:
    """Return a computed number with a fixed count of decimals, so that a column of them lines up."""
    shown = f"{abs(value):.{digits}f}"
    return ("−" if value < 0 and float(shown) else "") + shown


def observed(value: float, step: float | None) -> str:
    """Return an observation to the step that its provider rounds to, in full where none is known."""
    if not step:
        return number(value)
    decimals = max(0, -int(Decimal(repr(step)).normalize().as_tuple().exponent))
    return number(round(round(value / step) * step, decimals))


def signed(value: float) -> str:
    """Return a computed difference with its sign: +53, −1, 0."""
    shown = significant(value)
    return f"+{shown}" if value > 0 else shown


def bounds(low: float, high: float, *, digits: int | None = None) -> str:
    """Return bounds in square brackets: [47, 59]; with ``digits`` to a fixed count of decimals."""
    show = significant if digits is None else (lambda value: fixed(value, digits))
    return f"[{show(low)}, {show(high)}]"


def percentage(part: int, whole: int) -> str:
    """Return a share in whole per cent; "<1%" for a small one that is not nothing."""
    share = 100 * part / whole if whole else 0.0
    return "<1%" if 0 < share < 1 else f"{share:.0f}%"


def _one(unit: str) -> str:
    """Return a unit after the number one: a unit that the study writes in the plural loses its ending."""
    if not unit.endswith("s") or unit.endswith(("ss", "us", "series")) or len(unit) < 4 or unit != unit.lower():
        return unit
    return f"{unit[:-3]}y" if unit.endswith("ies") else unit[:-1]


def number_or_none(n: int) -> str:
    """Return a count for use as the subject of a sentence: "none", "1", "12"."""
    return number(n) if n else "none"


def count(n: int, word: str, several: str = "") -> str:
    """Return a count with its noun: "no source", "1 source", "12 sources"."""
    if n == 0:
        return f"no {word}"
    return f"{number(n)} {word if n == 1 else several or plural(word)}"


def verb(n: int, one: str, many: str) -> str:
    """Return the verb form that a count takes; none takes the singular, as in "no source is"."""
    return one if n in (0, 1) else many


def listed(words: Sequence[str], last: str = "and") -> str:
    """Return words as a list in a sentence: "a, b and c"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def with_unit(figure: str, unit: str, *, one: bool = False) -> str:
    """Return a written number with its unit: "59%", "53 pp", "KZT 88 billion", "8,000 vehicles"."""
    if unit == "percent":
        return f"{figure}%"
    if unit == "percentage_point":
        return f"{figure} pp"
    if unit == "factor":
        return f"×{figure}"
    if unit in ("", "coefficient", "count", "number"):
        return figure
    if unit == "rank":
        return f"rank {figure}"
    if len(unit) == 3 and unit.isupper():
        return f"{unit} {figure}"
    word = unit.replace("_", " ")
    return f"{figure} {_one(word) if one else units(word)}"


def quantity(claim: Claim) -> str:
    """Return what a claim asserts in print; its stated words where it gives no number, "" for a mere date."""
    interval = claim.interval
    if interval is None:
        return ""
    sign = _SIGNS[claim.comparator]
    if claim.value is None:
        if math.isinf(interval.high):
            figure, sign = scaled(interval.low), "≥"
        elif math.isinf(interval.low):
            figure, sign = scaled(interval.high), "≤"
        else:
            figure = span(interval.low, interval.high)
    else:
        figure = scaled(claim.value)
    direction = {"up": "+", "down": "−"}.get(claim.change or "", "")
    # A level that is said to have risen is still a level: only a difference takes the sign.
    if claim.unit != "percentage_point" or figure.startswith("−"):
        direction = ""
    return sign + with_unit(direction + figure, claim.unit, one=claim.value == 1)


def span(low: float, high: float) -> str:
    """Return a range with an en dash, one number where both ends are the same: "15–20"."""
    left, right = scaled(low), scaled(high)
    if left == right:
        return left
    # With a sign on either side the dash could be read as a minus.
    return f"{left} to {right}" if "−" in left + right else f"{left}–{right}"


def period(value: Period | str | None) -> str:
    """Return a period in words: "2014–2017", "by 2018", "since 2022", "28 May 2019", "January–May 2024"."""
    if value is None or value == "":
        return ""
    if isinstance(value, Period):
        return _in_words(value)
    try:
        return _in_words(Period.parse(value))
    except ValueError:
        return value


def days(text: str) -> str:
    """Return a sentence with its ISO dates in words: "due 2025-12-31" becomes "due 31 December 2025"."""
    return _ISO_DAY.sub(lambda found: period(found[0]), text)


def _in_words(value: Period) -> str:
    start, end = value.start, value.end
    if value.precision == "span":
        written = str(value).split("/")
        left, right = _edge(start, written[0]), _edge(end, written[1])
        if start is None:
            return f"by {right}"
        if end is None:
            return f"since {left}"
        if start.year == end.year and len(written[0]) == len(written[1]) == 7:
            return f"{_MONTHS[start.month - 1]}–{right}"
        return f"{left}–{right}" if len(written[0]) == len(written[1]) == 4 else f"{left} to {right}"
    if value.precision in ("quarter", "half"):
        year, _, part = str(value).partition("-")
        return f"{part} {year}"
    return _edge(start, str(value))


def _edge(day: date | None, written: str) -> str:
    if day is None:
        return ""
    month = _MONTHS[day.month - 1]
    return {4: str(day.year), 7: f"{month} {day.year}", 10: f"{day.day} {month} {day.year}"}[len(written)]


@cache
def place(code: str) -> str:
    """Return the English name of an ISO 3166 alpha-2 code; any other name as it stands."""
    if len(code) != 2 or not code.isupper():
        return code
    from babel import Locale

    return str(Locale("en").territories.get(code, code))


@cache
def language(code: str) -> str:
    """Return the English name of an ISO 639 code, "language not stated" for none."""
    if not code:
        return "language not stated"
    from babel import Locale

    return str(Locale("en").languages.get(code, code))
