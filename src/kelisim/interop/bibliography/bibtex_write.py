"""Sources to BibLaTeX, in a form that classic BibTeX reads as well."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kelisim.interop.bibliography.bibtex_read import read_bibtex
from kelisim.interop.bibliography.build import build_reading
from kelisim.interop.bibliography.dates import edges
from kelisim.interop.bibliography.exact import missing, quoted, to_label
from kelisim.interop.bibliography.languages import english_name
from kelisim.interop.bibliography.latex import escape
from kelisim.interop.bibliography.names import read_names, write_bibtex_names
from kelisim.interop.bibliography.types import TO_BIBTEX, type_of
from kelisim.model.period import Period
from kelisim.model.source import Source

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SUBTYPES = {"article-newspaper": "newspaper", "article-magazine": "magazine"}
_PUBLISHERS = {
    "techreport": "institution",
    "thesis": "institution",
    "online": "organization",
    "misc": "organization",
    "dataset": "organization",
    "software": "organization",
}
_CONTAINERS = {
    "article": "journal",
    "incollection": "booktitle",
    "inproceedings": "booktitle",
    "inreference": "booktitle",
}


def write_bibtex(sources: Iterable[Source]) -> str:
    """Return sources as a .bib file in the order given: UTF-8, BibLaTeX types and fields, one blank line between.

    Years and months stand in ``year`` and ``month``, which both dialects read; days and intervals in ``date``. Titles
    keep their capitals. What BibLaTeX has no field for stands in ``kelisim-…`` fields, which styles ignore and
    ``read_bibliography`` takes back: every field of a source survives.
    """
    entries, lower = [], set[str]()
    for source in sources:
        # Classic BibTeX does not tell Chen2019 from chen2019.
        stem = re.sub(r"[^A-Za-z0-9_.:+/-]", "-", source.id) or "item"
        key = next(key for key in _numbered(stem) if key.casefold() not in lower)
        lower.add(key.casefold())
        entries.append(_entry(source, key))
    return "\n\n".join(entries) + "\n" if entries else ""


def _numbered(stem: str) -> Iterable[str]:
    yield stem
    number = 2
    while True:
        yield f"{stem}-{number}"
        number += 1


def _entry(source: Source, key: str) -> str:
    type, fields = _standard(source)
    # The publisher's kind is always written, so the note that proposes one is not to be expected back.
    plain = _render(type, key, fields | {to_label("publisher_kind"): "analyst"})
    items, problems = read_bibtex(plain, "")
    back = build_reading("bibtex", items, problems, "").sources
    cells = missing(source, back[0] if back else None)
    return _render(type, key, fields | {to_label(name): escape(quoted(text)) for name, text in cells.items()})


def _render(type: str, key: str, fields: dict[str, str]) -> str:
    lines = [f"  {name} = {value if name == 'month' else '{' + value + '}'}," for name, value in fields.items()]
    return "\n".join([f"@{type}{{{key},", *lines, "}"])


def _standard(source: Source) -> tuple[str, dict[str, str]]:
    kind = type_of(source)
    type = TO_BIBTEX.get(kind, "misc")
    container = source.container or (source.publisher if type == "article" else "")
    language = english_name(source.language).lower()
    fields = {
        "author": write_bibtex_names(read_names(source.authors), escape),
        # The inner braces keep BYD and Kazakhstan from styles that write titles in small letters.
        "title": "{" + escape(source.title) + "}",
        _CONTAINERS.get(type, "journaltitle"): escape(container),
        "entrysubtype": _SUBTYPES.get(kind, "" if kind in TO_BIBTEX else kind),
        # A journal's name stands for its publisher in a register that knows no other.
        _PUBLISHERS.get(type, "publisher"): escape(source.publisher) if source.publisher != source.container else "",
        "volume": escape(source.volume),
        "number": escape(source.issue),
        "pages": escape(source.pages.replace("–", "--")).replace("-{}-", "--"),
        **_published(source.published),
        "doi": _verbatim(source.doi),
        "url": _verbatim(source.url),
        "urldate": _interval(source.accessed),
        "langid": language,
        "language": language,
        "annotation": escape(source.note),
    }
    return type, {name: value for name, value in fields.items() if value}


def _published(period: Period | None) -> dict[str, str]:
    if period is not None and period.precision == "year":
        return {"year": str(period)}
    if period is not None and period.precision == "month":
        year, month = str(period).split("-")
        return {"year": year, "month": _MONTHS[int(month) - 1]}
    return {"date": _interval(period)}


def _interval(period: Period | None) -> str:
    if period is None:
        return ""
    first, last = edges(period)
    return first if first == last else f"{first}/{last}"


def _verbatim(address: str) -> str:
    """Return an address as BibLaTeX's verbatim fields have it; marks that would end the field are percent-encoded."""
    return re.sub(r"[{}\\\s]", lambda match: f"%{ord(match[0]):02X}", address)
