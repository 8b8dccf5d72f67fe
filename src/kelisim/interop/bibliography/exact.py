"""The cells of a register that no exchange format has a place for, written beside the standard fields.

An export carries them as ``kelisim-…`` fields (BibTeX) or as ``kelisim-…: …`` lines of the note (CSL-JSON, which Zotero
keeps in Extra), so that a register comes back from a reference manager as it left.
"""

from __future__ import annotations

import json
import re
from dataclasses import fields
from typing import Any, cast

from kelisim.model.period import Period
from kelisim.model.source import PUBLISHER_KINDS, Source

PREFIX = "kelisim-"
FIELDS = tuple(field.name for field in fields(Source) if field.name not in ("row", "origins"))
# What no format holds at all; the others are added only where the standard field would not come back the same.
OWN = (
    "publisher_kind",
    "category",
    "perspective",
    "country",
    "licence",
    "lineage",
    "reports",
    "file",
    "text_kind",
    "number",
)
_LINE = re.compile(rf"{PREFIX}([a-z-]+):[ ]?(.*)")


def cell(source: Source, field: str) -> str:
    """Return a field of a source as its register's cell."""
    value = getattr(source, field)
    if isinstance(value, tuple):
        return "; ".join(value)
    return "" if value is None else str(value)


def to_values(cells: dict[str, str]) -> dict[str, Any]:
    """Return cells as the values of a ``Source``; raises ``ValueError`` that names the cell."""
    values: dict[str, Any] = {}
    for name, text in cells.items():
        if name in ("lineage", "reports"):
            values[name] = tuple(part.strip() for part in text.split(";") if part.strip())
        elif name in ("published", "accessed"):
            values[name] = Period.parse(text) if text else None
        elif name == "publisher_kind" and text not in PUBLISHER_KINDS:
            raise ValueError(f"{PREFIX}publisher-kind is {text!r}; one of: " + ", ".join(PUBLISHER_KINDS))
        else:
            values[name] = text
    return values


def missing(source: Source, back: Source | None) -> dict[str, str]:
    """Return the cells that must be written beside the standard fields, given what reads back without them."""
    cells = {name: text for name in OWN if (text := cell(source, name)) or name == "publisher_kind"}
    for name in FIELDS:
        # Cells, since periods that cover the same days are equal however they are written.
        if back is None or cell(source, name) != cell(back, name):
            cells[name] = cell(source, name)
    return cells


def to_label(field: str) -> str:
    """Return the name a field has in an exchange file."""
    return PREFIX + field.replace("_", "-")


def from_label(label: str) -> str | None:
    """Return the field of a ``kelisim-…`` name, None for any other name."""
    field = label.removeprefix(PREFIX).replace("-", "_")
    return field if label.startswith(PREFIX) and field in FIELDS else None


def quoted(value: str) -> str:
    """Return a cell on one line: as it is, or as a JSON string where white space or odd marks would not survive."""
    plain = re.sub(r"\s+", " ", value).strip() == value and not value.startswith('"')
    if plain and all(mark.isprintable() for mark in value):
        return value
    body = re.sub(r"^ | $|(?<= ) ", r"\\u0020", json.dumps(value, ensure_ascii=False)[1:-1])
    return '"' + "".join(mark if mark.isprintable() else json.dumps(mark)[1:-1] for mark in body) + '"'


def unquoted(text: str) -> str:
    """Undo ``quoted``; a text that is no JSON string stays as it is."""
    if len(text) > 1 and text.startswith('"') and text.endswith('"'):
        try:
            return cast("str", json.loads(text))
        except json.JSONDecodeError:
            return text
    return text


def split_note(note: str) -> tuple[str, dict[str, str]]:
    """Part a note into what a person wrote and the cells that an export of kelisim put there."""
    kept, cells = [], {}
    for line in note.split("\n"):
        match = _LINE.fullmatch(line.strip(" \r\t"))
        field = from_label(PREFIX + match[1]) if match else None
        if match and field:
            cells[field] = unquoted(match[2].strip())
        else:
            kept.append(line)
    return "\n".join(kept).strip(), cells


def write_note(note: str, cells: dict[str, str]) -> str:
    """Join a note and cells, one a line."""
    return "\n".join(
        [*([note] if note else []), *(f"{to_label(name)}: {quoted(text)}" for name, text in cells.items())]
    )
