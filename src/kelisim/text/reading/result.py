"""What reading a file gives, and the one way in which it fails."""

from __future__ import annotations

from dataclasses import dataclass

from kelisim.errors import DataError, Problem


@dataclass(frozen=True, slots=True)
class Reading:
    """The text of a file and what is known of the file from itself.

    ``pages`` holds the code point at which each page starts (empty where the format has no pages), ``encoding`` the
    character encoding ("" where the format fixes it), ``published`` an ISO date or "". ``warnings`` says what was
    altered or could not be carried over.
    """

    text: str
    pages: tuple[int, ...] = ()
    media_type: str = "text/plain"
    encoding: str = ""
    title: str = ""
    published: str = ""
    warnings: tuple[str, ...] = ()


def unreadable(name: str, what: str, mend: str) -> DataError:
    """Return the error for a file that cannot be read, with what is wrong and how to mend it."""
    return DataError(Problem(code="unreadable", what=what, hint=mend, file=name))
