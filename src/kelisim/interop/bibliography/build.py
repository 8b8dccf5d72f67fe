"""Items to sources: every field at its place, and what a source has no field for in its note."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from typing import Any
from urllib.parse import urlsplit

from kelisim.errors import Problem
from kelisim.interop.bibliography.duplicates import bare_doi, find_duplicates
from kelisim.interop.bibliography.exact import to_values
from kelisim.interop.bibliography.item import Duplicate, Item, Reading
from kelisim.interop.bibliography.languages import language_code
from kelisim.interop.bibliography.names import join_names, read_names
from kelisim.interop.bibliography.types import proposal, type_of
from kelisim.model.source import Source

NOT_STATED = "not stated"


def build_reading(format: str, items: Iterable[Item], problems: Iterable[Problem], file: str) -> Reading:
    """Return the sources of items with ids made safe and unique, all problems in the order of their lines."""
    found = list(problems)
    sources: list[Source] = []
    lines: dict[str, int] = {}
    repeated: list[Duplicate] = []
    keys: dict[str, str] = {}
    numbers: dict[str, int] = {}
    for item in items:
        values = _values(item, file, found)
        if values is None:
            continue
        wanted = values.pop("id", "") or safe_id(item.key) or _made_id(item)
        identifier = unique_id(wanted, lines, numbers)
        if item.key and item.key in keys:
            repeated.append(Duplicate(keys[item.key], identifier, "citation key"))
        keys.setdefault(item.key, identifier)
        lines[identifier] = item.line
        sources.append(Source(id=identifier, row=item.line, **values))
    found.sort(key=lambda problem: problem.line or 0)
    by_content = find_duplicates(sources)
    pairs = {(duplicate.first, duplicate.second) for duplicate in by_content}
    duplicates = (*by_content, *(pair for pair in repeated if (pair.first, pair.second) not in pairs))
    return Reading(format, tuple(sources), tuple(found), duplicates, lines)


def safe_id(key: str) -> str:
    """Return a citation key as an id: letters, digits, '-', '_' and '.'; a Zotero address gives its last part."""
    last = key.rstrip("/").rpartition("/")[2] if "://" in key else key
    return re.sub(r"-{2,}", "-", re.sub(r"[^\w.-]", "-", last)).strip("-.")


def unique_id(wanted: str, taken: Container[str], numbers: dict[str, int] | None = None) -> str:
    """Return ``wanted``, or with the first number from 2 that makes it unlike every id taken.

    ``numbers`` remembers across calls how far each id has been counted.
    """
    counted = {} if numbers is None else numbers
    identifier = wanted
    while identifier in taken:
        counted[wanted] = counted.get(wanted, 1) + 1
        identifier = f"{wanted}-{counted[wanted]}"
    return identifier


def _made_id(item: Item) -> str:
    names = item.authors or read_names(item.publisher)
    name = (names[0].family or names[0].literal) if names else ""
    year = f"{item.published.start.year}" if item.published and item.published.start else ""
    words = re.findall(r"\w+", name or item.title)
    stem = "".join(words[:1] if name and names[0].family else words[:3])
    return safe_id(stem + year) or "item"


def _values(item: Item, file: str, problems: list[Problem]) -> dict[str, Any] | None:
    try:
        exact = to_values(item.exact)
    except ValueError as error:
        hint = "correct it or take the line out"
        problems.append(Problem("bibliography-cell", f"{item.key or 'an entry'}: {error}", hint, file, item.line))
        return None
    if not (exact.get("title") or item.title):
        what = f"the {item.kind} {item.key or 'without a key'} has no title"
        problems.append(Problem("bibliography-title", what, "every source needs a title", file, item.line))
        return None
    proposed = proposal(item.kind, government=item.government)
    publisher, origin = _publisher(item)
    language = language_code(item.language)
    remarks = [f"{name}: {value}" for name, value in item.extras.items() if value]
    if item.language and not language:
        remarks.append(f"language as written: {item.language}")
    if origin and "publisher" not in exact:
        remarks.append(origin)
    values: dict[str, Any] = {
        "title": item.title,
        "authors": join_names(item.authors),
        "publisher": publisher,
        "publisher_kind": proposed.publisher_kind,
        "category": proposed.category,
        "language": language,
        "published": item.published,
        "accessed": item.accessed,
        "url": item.url,
        "doi": bare_doi(item.doi) or bare_doi(item.url if "doi.org/10." in item.url else ""),
        "container": item.container,
        "volume": item.volume,
        "issue": item.issue,
        "pages": re.sub(r"(?<=\d)\s*(?:--?|–|—)\s*(?=\d)", "–", item.pages),
        "note": "; ".join([part for part in (item.note, *remarks) if part]),
    } | exact
    if "publisher_kind" not in exact and not proposed.certain:
        kind = f"publisher_kind {proposed.publisher_kind!r} is proposed from the item type: {item.kind}"
        values["note"] = "; ".join(filter(None, (values["note"], f"{kind} (a person decides)")))
    elif "publisher_kind" not in exact and type_of(Source(id="-", **values)) != item.kind:
        values["note"] = "; ".join(filter(None, (values["note"], f"item type: {item.kind}")))
    return values


def _publisher(item: Item) -> tuple[str, str]:
    """Return the publisher, and a remark where it had to be taken from elsewhere."""
    if item.publisher:
        return item.publisher, ""
    if item.container:
        return item.container, ""
    literals = [name.literal for name in item.authors if name.literal]
    if literals:
        return literals[0], "publisher taken from the author"
    host = urlsplit(item.url).hostname if "://" in item.url else None
    if host and not host.endswith("doi.org"):
        return host.removeprefix("www."), "publisher taken from the web address"
    return NOT_STATED, "publisher not stated (a person fills it in)"
