"""Sources to CSL-JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from kelisim.interop.bibliography.build import build_reading
from kelisim.interop.bibliography.csl_read import read_csl_json
from kelisim.interop.bibliography.dates import edges
from kelisim.interop.bibliography.exact import missing, write_note
from kelisim.interop.bibliography.names import Name, read_names
from kelisim.interop.bibliography.types import type_of
from kelisim.model.period import Period
from kelisim.model.source import Source

_CONTAINED = ("article-newspaper", "article-magazine", "post-weblog")


def write_csl_json(sources: Iterable[Source]) -> str:
    """Return sources as CSL-JSON (Citation Style Language 1.0.2), one array, in the order given, UTF-8.

    What CSL has no field for stands in ``note`` as lines "kelisim-publisher-kind: news", which
    ``read_bibliography`` takes back: every field of a source survives.
    """
    return json.dumps([_entry(source) for source in sources], ensure_ascii=False, indent=2) + "\n"


def _entry(source: Source) -> dict[str, Any]:
    entry = _standard(source)
    entry["note"] = write_note(source.note, missing(source, _read_back(entry)))
    return entry


def _read_back(entry: dict[str, Any]) -> Source | None:
    # The publisher's kind is always written, so the note that proposes one is not to be expected back.
    plain = entry | {"note": write_note(entry.get("note", ""), {"publisher_kind": "analyst"})}
    items, problems = read_csl_json(json.dumps([plain]), "")
    sources = build_reading("csl-json", items, problems, "").sources
    return sources[0] if sources else None


def _standard(source: Source) -> dict[str, Any]:
    kind = type_of(source)
    fields: dict[str, Any] = {
        "id": source.id,
        "type": kind,
        "title": source.title,
        "author": [_name(name) for name in read_names(source.authors)],
        "container-title": source.container or (source.publisher if kind in _CONTAINED else ""),
        # A journal's name stands for its publisher in a register that knows no other.
        "publisher": source.publisher if source.publisher != source.container else "",
        "volume": source.volume,
        "issue": source.issue,
        "page": source.pages,
        "issued": _date(source.published),
        "accessed": _date(source.accessed),
        "URL": source.url,
        "DOI": source.doi,
        "language": source.language,
        "note": source.note,
    }
    return {name: value for name, value in fields.items() if value or name in ("id", "type", "title")}


def _name(name: Name) -> dict[str, str]:
    if name.literal or not name.given:
        return {"literal": name.literal or name.family}
    parts = {"family": name.family, "given": name.given, "suffix": name.suffix}
    return {label: part for label, part in parts.items() if part}


def _date(period: Period | None) -> dict[str, Any]:
    if period is None:
        return {}
    first, last = edges(period)
    if ".." in (first, last):
        return {"literal": f"by {last}" if first == ".." else f"since {first}"}
    parts = [[int(part) for part in edge.split("-")] for edge in dict.fromkeys((first, last))]
    return {"date-parts": parts}
