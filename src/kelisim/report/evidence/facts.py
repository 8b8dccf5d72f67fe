"""Labelled facts of a record."""

from __future__ import annotations

from kelisim.report.context import Context
from kelisim.report.inlines import Piece, words
from kelisim.report.tree import Inlines

Facts = tuple[tuple[str, Inlines], ...]


def facts(*pairs: tuple[str, Piece]) -> Facts:
    """Return the pairs whose value is not empty."""
    kept = ((label, words(value)) for label, value in pairs)
    return tuple((label, value) for label, value in kept if value)


def language(context: Context, source: str) -> str:
    """Return the language of a document, that of its source where reading did not tell."""
    if source in context.documents and context.documents[source].language:
        return context.documents[source].language
    return context.sources[source].language if source in context.sources else ""
