"""Plain text and Markdown: the characters as they are."""

from __future__ import annotations

import re

from kelisim.text.reading.dates import iso_date
from kelisim.text.reading.decode import Decoded
from kelisim.text.reading.result import Reading

_HEADING = re.compile(r"(?m)^#[^\S\n]+(\S[^\n]{0,300}?)[^\S\n]*#*$")
_FIELD = re.compile(r"(?m)^(title|date|published)[^\S\n]*:[^\S\n]*([^\n]{1,300})$", re.IGNORECASE)


def read_plain(decoded: Decoded, *, markdown: bool) -> Reading:
    """Return the text unaltered; the title and date of Markdown are those of its front matter or first heading."""
    title = published = ""
    if markdown:
        front = _front_matter(decoded.text)
        fields = {match[1].lower(): match[2].strip().strip("\"'") for match in _FIELD.finditer(front)}
        heading = _HEADING.search(decoded.text[len(front) :][:20_000])
        title = fields.get("title") or (heading[1].strip() if heading else "")
        published = iso_date(fields.get("published") or fields.get("date") or "")
    return Reading(
        text=decoded.text,
        media_type="text/markdown" if markdown else "text/plain",
        encoding=decoded.encoding,
        title=title,
        published=published,
        warnings=decoded.warnings,
    )


def _front_matter(text: str) -> str:
    if not text.startswith("---\n"):
        return ""
    end = text.find("\n---", 4, 10_000)
    return "" if end < 0 else text[: end + 4]
