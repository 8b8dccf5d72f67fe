"""One line a source, for the list of references."""

from __future__ import annotations

from kelisim.interop.bibliography.dates import edges, plain_date, spoken
from kelisim.interop.bibliography.duplicates import plain_title
from kelisim.interop.bibliography.languages import english_name
from kelisim.interop.bibliography.names import AND_OTHERS, Name, read_names
from kelisim.interop.bibliography.types import type_of
from kelisim.model.period import Period
from kelisim.model.source import Source


def format_reference(source: Source) -> str:
    """Return a plain reference in an author–date style: authors (date). Title. Where. Address (accessed). (In Russian).

    All authors are named. An institution stands first where no author is known, and is not repeated as publisher. The
    language is named unless it is English.
    """
    authors = _authors(read_names(source.authors)) or source.publisher
    seen = {plain_title(authors)} | {plain_title(str(name).strip("{}")) for name in read_names(source.authors)}
    parts = [f"{authors} ({spoken(source.published)})"]
    parts.append(source.title)
    where = source.container
    if where and plain_title(where) in seen and not (source.volume or source.issue or source.pages):
        where = ""
    seen.add(plain_title(where))
    if where and type_of(source) in ("chapter", "paper-conference", "entry-encyclopedia"):
        where = f"In {where}"
    if source.volume or source.issue:
        number = (
            f"{source.volume}({source.issue})"
            if source.volume and source.issue
            else source.volume or f"({source.issue})"
        )
        where = f"{where}, {number}" if where else number
    if source.pages:
        pages = ("pp. " if any(mark in source.pages for mark in "–-,+") else "p. ") + source.pages
        where = f"{where}, {pages}" if where else pages
    parts.append(where)
    if plain_title(source.publisher) not in seen:
        parts.append(source.publisher)
    address = f"https://doi.org/{source.doi}" if source.doi.startswith("10.") else source.url or source.doi
    accessed = f" (accessed {_day(source.accessed)})" if source.accessed and address == source.url and address else ""
    sentences = [_closed(part) for part in parts if part]
    if address:
        sentences.append(f"{address}{accessed}" + ("." if accessed else ""))
    language = english_name(source.language)
    if language and language != "English":
        sentences.append(f"(In {language}).")
    return " ".join(sentences)


def _authors(names: tuple[Name, ...]) -> str:
    written = [_author(name) for name in names]
    if len(written) < 2:
        return "".join(written)
    if written[-1] == AND_OTHERS:
        return f"{', '.join(written[:-1])} {AND_OTHERS}"
    return f"{', '.join(written[:-1])} and {written[-1]}"


def _author(name: Name) -> str:
    if name.literal or not name.given:
        return name.literal or name.family
    return ", ".join(filter(None, (name.family, name.given, name.suffix)))


def _closed(text: str) -> str:
    return text if text.endswith((".", "?", "!", "…")) else text + "."


def _day(period: Period) -> str:
    first, last = edges(period)
    if first == "..":
        return f"by {plain_date(last)}"
    if last == "..":
        return f"since {plain_date(first)}"
    return plain_date(first) if first == last else f"{plain_date(first)} to {plain_date(last)}"
