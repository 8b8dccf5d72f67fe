"""Sources as bibliographic references."""

from __future__ import annotations

from kelisim.model.source import Source
from kelisim.report import format as show
from kelisim.report.inlines import emphasis, web, words
from kelisim.report.tree import Inline, Inlines, Text


def issued(source: Source) -> str:
    """Return publisher and date: "OICA, May 2022"."""
    return ", ".join(part for part in (source.publisher, show.period(source.published)) if part)


def reference(source: Source) -> Inlines:
    """Return a source as an entry of a list of references, from the facts that the register has.

    Authors, title, container with volume, issue and pages, publisher, date, identifier or address, date of access.
    """
    where = _container(source)
    publisher = source.publisher if source.publisher not in (source.container, source.authors) else ""
    tail = ", ".join(part for part in (publisher, show.period(source.published)) if part)
    pieces: list[Inline | str] = []
    if source.authors and source.authors != source.title:
        pieces.append(_stopped(source.authors))
    pieces.append(Text(_stopped(source.title), language=source.language))
    if where:
        pieces += [emphasis(source.container), _stopped(where.removeprefix(source.container))]
    if tail:
        pieces.append(_stopped(tail))
    if source.doi:
        pieces.append(web(f"https://doi.org/{source.doi.removeprefix('https://doi.org/')}"))
    elif source.url:
        pieces.append(web(source.url))
    if source.accessed:
        pieces.append(f"(accessed {show.period(source.accessed)})")
    spaced: list[Inline | str] = []
    for piece in pieces:
        # The details of a container follow it without a space of their own.
        if spaced and not (isinstance(piece, str) and piece.startswith((",", "."))):
            spaced.append(" ")
        spaced.append(piece)
    return words(*spaced)


def _container(source: Source) -> str:
    if not source.container:
        return ""
    volume = f" {source.volume}" if source.volume else ""
    issue = f" ({source.issue})" if source.issue else ""
    pages = f", {source.pages}" if source.pages else ""
    numbers = f",{volume}{issue}" if volume or issue else ""
    return source.container + (f"{numbers}{pages}" or ".")


def _stopped(text: str) -> str:
    return text if text.endswith((".", "?", "!", "…")) else f"{text}."
