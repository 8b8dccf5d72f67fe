"""CSL-JSON objects (Citation Style Language 1.0.2) to items."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import Any

from kelisim.errors import Problem, nearest
from kelisim.interop.bibliography.csl_scan import scan_objects
from kelisim.interop.bibliography.dates import read_date
from kelisim.interop.bibliography.exact import split_note
from kelisim.interop.bibliography.item import Item
from kelisim.interop.bibliography.names import Name, join_names
from kelisim.interop.bibliography.types import CSL_TYPES
from kelisim.model.period import Period

_MARKUP = re.compile(r"</?(?:i|b|em|strong|sub|sup|sc|scp|inf|span)(?:\s[^<>]*)?>")
_EXTRAS = {
    "edition": "edition",
    "collection-title": "series",
    "ISBN": "ISBN",
    "ISSN": "ISSN",
    "publisher-place": "place",
    "genre": "kind of work",
    "event-title": "event",
    "keyword": "keywords",
    "version": "version",
}
_NUMBERED = ("report", "standard", "patent", "legislation", "bill", "webpage", "dataset")


class _ShapeError(Exception):
    """A value of the wrong shape."""


def read_csl_json(text: str, file: str) -> tuple[list[Item], list[Problem]]:
    """Return the items of a CSL-JSON file and every problem."""
    problems: list[Problem] = []
    items = []
    for line, entry in scan_objects(text, file, problems):
        try:
            items.append(_item(entry, line, file, problems))
        except _ShapeError as bad:
            label = entry.get("citation-key") or entry.get("id") or "without an id"
            hint = "see the CSL-JSON schema, or export the file again"
            problems.append(Problem("csl-item", f"the reference {label}: {bad}", hint, file, line))
    return items, problems


def _text(entry: Mapping[str, Any], *names: str) -> str:
    for name in names:
        value = entry.get(name)
        if isinstance(value, list) and all(isinstance(part, str) for part in value):
            # Crossref's own JSON gives lists where CSL has one text.
            value = value[0] if value and name.endswith("title") else ", ".join(value)
        if isinstance(value, bool) or not isinstance(value, (str, int, float, type(None))):
            raise _ShapeError(f"{name} is {value!r}, not a text or a number"[:160])
        plain = _MARKUP.sub("", html.unescape(str(value))) if value is not None else ""
        if plain := re.sub(r"[ \t\n\r]+", " ", plain).strip():
            return plain
    return ""


def _item(entry: Mapping[str, Any], line: int, file: str, problems: list[Problem]) -> Item:
    key = _text(entry, "citation-key") or _text(entry, "id")
    kind = _text(entry, "type") or "document"
    kind = {"journal-article": "article-journal", "book-chapter": "chapter", "posted-content": "article"}.get(
        kind, kind
    )
    if kind not in CSL_TYPES:
        hint = nearest(kind, CSL_TYPES) or "see the CSL 1.0.2 specification"
        problems.append(Problem("csl-type", f"the reference {key} has the type {kind!r}", hint, file, line))
        kind = "document"
    note, exact = split_note(entry["note"] if isinstance(entry.get("note"), str) else "")
    published, remark = _date(entry, "issued")
    accessed, accessed_remark = _date(entry, "accessed")
    extras = {"editors": join_names(_names(entry, "editor")), "translators": join_names(_names(entry, "translator"))}
    extras |= {label: _text(entry, name) for name, label in _EXTRAS.items()}
    number = _text(entry, "number")
    if number:
        extras["report number" if kind == "report" else "item number"] = number
    if _date(entry, "original-date")[0]:
        extras["first published"] = str(_date(entry, "original-date")[0])
    extras |= {"date as written": remark, "accessed date as written": accessed_remark}
    doi = _text(entry, "DOI")
    if not doi and (line_of_doi := re.search(r"(?mi)^DOI:[ ]*(10\.\S+)[ ]*$", note)):
        doi = line_of_doi[1]
        note = note.replace(line_of_doi[0], "").strip()
    return Item(
        key=key,
        kind=kind,
        line=line,
        title=_text(entry, "title"),
        authors=tuple(_names(entry, "author")),
        publisher=_text(entry, "publisher"),
        container=_text(entry, "container-title"),
        volume=_text(entry, "volume"),
        issue=_text(entry, "issue"),
        pages=_text(entry, "page"),
        doi=doi,
        url=_text(entry, "URL"),
        language=_text(entry, "language"),
        published=published,
        accessed=accessed,
        note=note,
        extras={name: value for name, value in extras.items() if value},
        exact=exact,
    )


def _names(entry: Mapping[str, Any], role: str) -> list[Name]:
    value = entry.get(role)
    if value is None:
        return []
    if not isinstance(value, list):
        raise _ShapeError(f"{role} is {value!r}, not a list of names"[:160])
    names = []
    for given in value:
        if isinstance(given, str):
            names.append(Name(literal=given.strip()))
        elif isinstance(given, Mapping):
            family = " ".join(filter(None, (_text(given, "non-dropping-particle"), _text(given, "family"))))
            first = " ".join(filter(None, (_text(given, "given"), _text(given, "dropping-particle"))))
            literal = _text(given, "literal", "name")
            if literal or not (family and first):
                names.append(Name(literal=literal or family or first))
            else:
                names.append(Name(family=family, given=first, suffix=_text(given, "suffix")))
        else:
            raise _ShapeError(f"{role} holds {given!r}, not a name"[:160])
    return [name for name in names if str(name)]


def _date(entry: Mapping[str, Any], name: str) -> tuple[Period | None, str]:
    value = entry.get(name)
    if value is None or value in ("", {}, []):
        return None, ""
    if isinstance(value, (str, int)) and not isinstance(value, bool):
        return _read(str(value))
    if not isinstance(value, Mapping):
        raise _ShapeError(f"{name} is {value!r}, not a date"[:160])
    parts = value.get("date-parts")
    if parts:
        period, remark = _read("/".join(_iso(part, name) for part in _pairs(parts, name)))
    else:
        period, remark = _read(_text(value, "raw", "literal", "edtf"))
    for mark in ("season", "circa"):
        if value.get(mark) not in (None, "", False, "false", 0):
            remark = "; ".join(filter(None, (remark, mark if value[mark] is True else f"{mark} {value[mark]}")))
    return period, remark


def _read(written: str) -> tuple[Period | None, str]:
    period, remark = read_date(written)
    return period, remark.partition(": ")[2]


def _pairs(parts: Any, name: str) -> list[Any]:
    if isinstance(parts, list) and parts and not isinstance(parts[0], list):
        parts = [parts]
    if not isinstance(parts, list) or len(parts) > 2 or not all(isinstance(part, list) for part in parts):
        raise _ShapeError(f"the date-parts of {name} are {parts!r}; they are [[2019, 5, 28]]"[:160])
    return [part for part in parts if part and part[0] not in (None, "", 0, "0")]


def _iso(parts: Any, name: str) -> str:
    try:
        numbers = [int(part) for part in parts if part not in (None, "", 0, "0")]
    except (TypeError, ValueError) as error:
        raise _ShapeError(f"the date-parts of {name} are {parts!r}; they are [[2019, 5, 28]]"[:160]) from error
    return "-".join(f"{number:04d}" if at == 0 else f"{number:02d}" for at, number in enumerate(numbers[:3]))
