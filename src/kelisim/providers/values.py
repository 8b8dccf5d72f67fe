"""Numbers and periods as providers write them, read without guessing."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from kelisim.errors import ProviderError
from kelisim.model.period import Period

GAPS = frozenset({"", "na", "n/a", "n.a.", "nan", "null", "none", "..", "...", "…", "-", "–", "—", ":", "x", "х", "c"})
_SPACES = re.compile(r"[\s\u00a0\u202f\u2009]")
_DAY_FIRST = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})", re.ASCII)
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)
_FORMS = (
    (re.compile(r"(\d{4})-?[Qq]([1-4])", re.ASCII), "{0}-Q{1}"),
    (re.compile(r"(\d{4})-?[HhSs]([12])", re.ASCII), "{0}-H{1}"),
    (re.compile(r"(\d{4})-?[Mm](\d{2})", re.ASCII), "{0}-{1}"),
    (re.compile(r"(\d{4})-?[Aa]1?", re.ASCII), "{0}"),
)


def number(value: Any, *, decimal: str = ".", thousands: str = "", gaps: frozenset[str] = GAPS) -> Decimal | None:
    """Return a number from JSON, a cell or a text; None for a gap.

    A text is read with the given decimal mark; spaces group digits, and so does ``thousands`` where one is named.
    Raises ``ProviderError`` for what is neither a number nor a known sign for a gap: a guess would be a wrong number.
    """
    if value is None:
        return None
    if isinstance(value, bool):
        raise _unread(value)
    if isinstance(value, Decimal | int):
        found = Decimal(value)
    elif isinstance(value, float):
        found = Decimal(repr(value))
    else:
        text = str(value).strip()
        if text.casefold() in gaps:
            return None
        compact = _SPACES.sub("", text).replace("−", "-")
        if thousands:
            compact = compact.replace(thousands, "")
        if decimal != ".":
            if "." in compact and decimal in compact:
                raise _unread(value)
            compact = compact.replace(decimal, ".")
        if not _NUMBER.fullmatch(compact):
            raise _unread(value)
        try:
            found = Decimal(compact)
        except InvalidOperation as error:
            raise _unread(value) from error
    return found if found.is_finite() else None


def plain(value: Decimal) -> str:
    """Return a number in digits with at most one point, with every digit that was delivered."""
    text = format(value, "f")
    return text if text not in ("-0", "-0.0") else text[1:]


def period(text: Any) -> Period:
    """Return a period from 2019, 2019Q3, 2019-Q3, 2019M05, 2019S1, 2019-05 or 2019-05-28; raises ``ProviderError``."""
    written = str(text).strip()
    for form, shape in _FORMS:
        match = form.fullmatch(written)
        if match:
            written = shape.format(*match.groups())
            break
    try:
        return Period.parse(written.split("T")[0])
    except ValueError:
        raise ProviderError("unreachable", f"{text!r} is not a period that can be read") from None


def day_first(text: str) -> Period:
    """Return the day of 31.12.2021 or 31/12/2021, which is never read month first; raises ``ProviderError``."""
    match = _DAY_FIRST.fullmatch(text.strip())
    if not match:
        raise ProviderError("unreachable", f"{text!r} is not a date of the form 31.12.2021")
    day, month, year = (int(part) for part in match.groups())
    return period(f"{year:04d}-{month:02d}-{day:02d}")


def _unread(value: Any) -> ProviderError:
    return ProviderError("unreachable", f"{value!r} stands where a number should be", "see the provider's notes on it")
