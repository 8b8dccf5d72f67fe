"""Documents and passages: immutable texts and spans of them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Document:
    """The text of a source, addressed by the hash of its content.

    ``file`` is the path inside the study, ``sha256`` that of the collected bytes, ``text_sha256`` that of the text in
    UTF-8. ``pages`` holds the code point at which each page starts. ``warnings`` says what reading could not carry.
    """

    source: str
    file: str
    sha256: str
    text: str
    text_sha256: str
    language: str
    pages: tuple[int, ...] = ()
    near_duplicate_of: str = ""
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A span of a document: code points [start, end), the quote itself, and context that survives a re-extraction."""

    source: str
    start: int
    end: int
    quote: str
    prefix: str = ""
    suffix: str = ""
    line: int = 0
    file: str = ""
