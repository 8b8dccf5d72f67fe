"""Times of other programs: as XML Schema has them, or as databases write them, to the form that journals use."""

from __future__ import annotations

import re
from datetime import UTC, datetime

_JOURNAL = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z")


def journal_time(raw: str) -> str:
    """Return a time in UTC as journals write it, empty where it is no time; without a zone it counts as UTC."""
    text = raw.strip().replace(" ", "T", 1).replace("_", "T", 1)
    if _JOURNAL.fullmatch(text):
        return text if _moment(text) else ""
    moment = _moment(text)
    if moment is None:
        return ""
    moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    fraction = f"{moment.microsecond:06d}".rstrip("0")
    return moment.strftime("%Y-%m-%dT%H:%M:%S") + (f".{fraction}" if fraction else "") + "Z"


def _moment(text: str) -> datetime | None:
    # Seven digits of a second, as .NET writes them, are more than Python reads.
    trimmed = re.sub(r"(\.\d{6})\d+", r"\1", text)
    try:
        return datetime.fromisoformat(trimmed)
    except ValueError:
        return None
