"""BibTeX and BibLaTeX entries to items."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kelisim.errors import Problem
from kelisim.interop.bibliography.bibtex_scan import RawEntry, Scanner
from kelisim.interop.bibliography.dates import combine, read_date
from kelisim.interop.bibliography.exact import from_label, split_note, unquoted
from kelisim.interop.bibliography.item import Item
from kelisim.interop.bibliography.latex import decode, plain_url
from kelisim.interop.bibliography.names import join_names, read_bibtex_names
from kelisim.interop.bibliography.types import FROM_BIBTEX

_EXTRAS = {
    "edition": "edition",
    "series": "series",
    "collectiontitle": "series",
    "isbn": "ISBN",
    "issn": "ISSN",
    "address": "place",
    "location": "place",
    "type": "kind of work",
    "eventtitle": "event",
    "origdate": "first published",
    "version": "version",
    "chapter": "chapter",
    "keywords": "keywords",
    "titleaddon": "title addendum",
    "addendum": "addendum",
}
_NOTES = ("note", "annotation", "annote", "comment")
_PUBLISHERS = ("publisher", "institution", "school", "organization")
_CHAPTERS = ("chapter", "paper-conference", "entry-encyclopedia")


def read_bibtex(text: str, file: str) -> tuple[list[Item], list[Problem]]:
    """Return the items of a .bib file and every problem; @xdata entries and the parents of ``crossref`` lend fields."""
    scanner = Scanner(text, file)
    entries = list(scanner.entries())
    by_key = {entry.key.casefold(): entry for entry in reversed(entries) if entry.key}
    problems = scanner.problems
    items = [
        _item(entry, _inherited(entry, by_key, file, problems))
        for entry in entries
        if entry.type not in ("xdata", "set")
    ]
    return items, problems


def _inherited(
    entry: RawEntry, by_key: Mapping[str, RawEntry], file: str, problems: list[Problem]
) -> Mapping[str, str]:
    fields = dict(entry.fields)
    for name in ("crossref", "xdata"):
        for key in filter(None, (part.strip() for part in entry.fields.get(name, "").split(","))):
            parent = by_key.get(key.casefold())
            if parent is None:
                what = f"the entry {entry.key!r} takes fields from {key!r}, which the file does not hold"
                problems.append(Problem("bibtex-crossref", what, "export the parent entry too", file, entry.line))
                continue
            lent = dict(parent.fields)
            if name == "crossref":
                title = lent.pop("title", "")
                lent |= {"booktitle": lent.get("booktitle") or title, "editor": lent.get("editor", "")}
                for own in ("author", "doi", "url", "pages", "note", "keywords", "abstract", "subtitle"):
                    lent.pop(own, None)
            for field, value in lent.items():
                fields.setdefault(field, value)
    return fields


def _item(entry: RawEntry, fields: Mapping[str, str]) -> Item:
    def text(*names: str) -> str:
        return next((plain for name in names if (plain := decode(fields.get(name, "")))), "")

    kind = _kind(entry.type, fields)
    note, exact = _notes(fields)
    exact |= {
        field: unquoted(decode(value)) for name, value in fields.items() if (field := from_label(name)) is not None
    }
    written = read_date(text("date")) if text("date") else read_date(combine(text("year"), text("month"), text("day")))
    accessed = read_date(text("urldate", "lastchecked", "accessed", "lastaccessed", "timeaccessed"))
    extras = {"editors": join_names(read_bibtex_names(fields.get("editor", ""), decode))}
    extras |= {label: value for name, label in _EXTRAS.items() if (value := text(name))}
    address = re.search(r"https?://\S+", plain_url(fields.get("howpublished", "")))
    if text("howpublished") and not address:
        extras["how published"] = text("howpublished")
    if text("eprint"):
        extras["eprint"] = ":".join(filter(None, (text("archiveprefix", "eprinttype"), text("eprint"))))
    number = text("number")
    issue = number or text("issue")
    if kind in ("report", "standard", "patent", "legislation", "webpage", "thesis") and number:
        extras["report number" if kind == "report" else "item number"], issue = number, text("issue")
    for label, remark in (("", written[1]), ("accessed", accessed[1])):
        if remark:
            extras[f"{label} date as written".strip()] = remark.partition(": ")[2]
    return Item(
        key=entry.key,
        kind=kind,
        line=entry.line,
        title=_joined(text("title", "booktitle"), text("subtitle")),
        authors=read_bibtex_names(fields.get("author", "") or fields.get("shortauthor", ""), decode),
        publisher=text(*_PUBLISHERS),
        container=_joined(text("journaltitle", "journal"), text("journalsubtitle"))
        or (_joined(text("booktitle", "maintitle"), text("booksubtitle")) if text("title") else ""),
        volume=text("volume"),
        issue=issue,
        pages=text("pages", "eid", "articleno", "article-number"),
        doi=plain_url(fields.get("doi", "")),
        url=plain_url(fields.get("url", "")) or (address[0] if address else ""),
        language=text("langid", "language", "hyphenation"),
        published=written[0],
        accessed=accessed[0],
        note=note,
        extras={name: value for name, value in extras.items() if value},
        exact=exact,
    )


def _notes(fields: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    """Return what a person wrote, and the cells that a reference manager kept as lines of the note."""
    notes: list[str] = []
    exact: dict[str, str] = {}
    for name in _NOTES:
        lines = (decode(line) for line in fields.get(name, "").split("\n"))
        note, cells = split_note("\n".join(lines))
        notes.append(" ".join(note.split("\n")).strip())
        exact |= cells
    return "; ".join(filter(None, notes)), exact


def _joined(title: str, subtitle: str) -> str:
    if not title or not subtitle:
        return title
    return f"{title} {subtitle}" if title[-1] in ".:?!" else f"{title}: {subtitle}"


def _kind(type: str, fields: Mapping[str, str]) -> str:
    subtype = fields.get("entrysubtype", "").strip("{} ").lower()
    if subtype in ("newspaper", "magazine"):
        return FROM_BIBTEX[subtype]
    if type == "misc" and subtype in FROM_BIBTEX:
        return FROM_BIBTEX[subtype]
    if type in FROM_BIBTEX:
        return FROM_BIBTEX[type]
    if "howpublished" in fields or "url" in fields:
        return "webpage"
    return "document"
