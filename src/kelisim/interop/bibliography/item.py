"""What one reference of an exchange file says, whichever format it came in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kelisim.errors import Problem
from kelisim.interop.bibliography.names import Name
from kelisim.model.period import Period
from kelisim.model.source import Source


@dataclass(slots=True)
class Item:
    """One reference before it becomes a source.

    ``kind`` is a type of the Citation Style Language 1.0.2 ("article-journal", "webpage", …). ``extras`` are facts
    for which a source has no field (editors, edition, ISBN, …) by name; ``exact`` are the cells of kelisim's own
    register that a former export of kelisim wrote beside the standard fields. ``line`` is where the entry starts.
    """

    key: str
    kind: str
    line: int
    title: str = ""
    authors: tuple[Name, ...] = ()
    publisher: str = ""
    container: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    doi: str = ""
    url: str = ""
    language: str = ""
    published: Period | None = None
    accessed: Period | None = None
    note: str = ""
    government: bool = False
    extras: dict[str, str] = field(default_factory=dict)
    exact: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Two references that are probably one: the ids, and what they share ("doi", "title and year", "citation key")."""

    first: str
    second: str
    shared: str

    def __str__(self) -> str:
        return f"{self.second} repeats {self.first} (same {self.shared})"


@dataclass(frozen=True, slots=True)
class Reading:
    """A bibliography as read: every source that could be read, every problem, every likely duplicate.

    ``format`` is "bibtex", "ris" or "csl-json"; ``lines`` gives the line of the file on which each source starts.
    """

    format: str
    sources: tuple[Source, ...]
    problems: tuple[Problem, ...]
    duplicates: tuple[Duplicate, ...]
    lines: Mapping[str, int]
