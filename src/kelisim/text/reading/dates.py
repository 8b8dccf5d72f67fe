"""Dates as files state them in their metadata."""

from __future__ import annotations

import re
from datetime import date

_ISO = re.compile(r"\s*(\d{4})-?(\d{2})-?(\d{2})(?!\d)")
_YEAR = re.compile(r"\s*(\d{4})(?:-(\d{2}))?\s*\Z")


def iso_date(stated: str) -> str:
    """Return the ISO 8601 date (or year, or year and month) at the head of a metadata value, "" where it has none."""
    match = _ISO.match(stated)
    if match:
        try:
            return date(int(match[1]), int(match[2]), int(match[3])).isoformat()
        except ValueError:
            return ""
    match = _YEAR.match(stated)
    if match and (match[2] is None or 1 <= int(match[2]) <= 12):
        return match[1] if match[2] is None else f"{match[1]}-{match[2]}"
    return ""
