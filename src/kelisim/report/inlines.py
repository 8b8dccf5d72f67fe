"""Small pieces of text: strings and references joined into what a paragraph or a cell holds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kelisim.report.tree import Inline, Inlines, Reference, ReferenceKind, Text, WebLink

Piece = str | Inline | Inlines


def words(*pieces: Piece) -> Inlines:
    """Return pieces as inlines: strings become plain text, tuples are taken apart, neighbouring text is joined."""
    if len(pieces) == 1:
        # Most cells of most tables are one string.
        only = pieces[0]
        if isinstance(only, str):
            return (Text(only),) if only else ()
        if not isinstance(only, tuple):
            return (only,)
    found: list[Inline] = []
    for piece in pieces:
        for one in piece if isinstance(piece, tuple) else (piece,):
            inline = Text(one) if isinstance(one, str) else one
            if isinstance(inline, Text) and _is_bare(inline):
                if not inline.text:
                    continue
                last = found[-1] if found else None
                if isinstance(last, Text) and _is_bare(last):
                    found[-1] = Text(last.text + inline.text)
                    continue
            found.append(inline)
    return tuple(found)


def _is_bare(text: Text) -> bool:
    return text.style == "plain" and not text.language


def joined(parts: Iterable[Piece], separator: str = "; ", last: str = "") -> Inlines:
    """Return parts with a separator between them, and ``last`` before the last where given."""
    items = list(parts)
    pieces: list[Piece] = []
    for position, item in enumerate(items):
        if position:
            pieces.append(last if last and position == len(items) - 1 else separator)
        pieces.append(item)
    return words(*pieces)


def sentences(parts: Sequence[Inlines]) -> Inlines:
    """Return sentences with a space between them, the empty ones left out."""
    return joined((part for part in parts if part), " ")


def emphasis(text: str) -> Text:
    """Return emphasised words."""
    return Text(text, "emphasis")


def strong(text: str) -> Text:
    """Return strong words."""
    return Text(text, "strong")


def link(kind: ReferenceKind, identifier: str, text: str = "") -> Reference:
    """Return a reference, with the id for its words where none are given."""
    return Reference(kind, identifier, text or identifier)


def plain(content: Inlines) -> str:
    """Return the words of inlines without links and styles."""
    return "".join(inline.text for inline in content)


def without_links(content: Inlines, targets: frozenset[tuple[str, str]]) -> Inlines:
    """Return inlines in which a reference that leads nowhere among ``targets`` is plain text."""
    if not any(isinstance(one, Reference) and (one.kind, one.id) not in targets for one in content):
        return content
    return words(
        *(
            Text(one.text) if isinstance(one, Reference) and (one.kind, one.id) not in targets else one
            for one in content
        )
    )


def web(url: str) -> Inline:
    """Return a link that shows its own address without the scheme."""
    return WebLink(url, url.removeprefix("https://").removeprefix("http://").rstrip("/"))
