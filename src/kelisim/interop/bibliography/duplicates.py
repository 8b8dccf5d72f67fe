"""References that are probably the same one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from kelisim.interop.bibliography.item import Duplicate
from kelisim.model.source import Source


def bare_doi(text: str) -> str:
    """Return a DOI without "doi:" or its resolver's address; a text that holds none comes back as it is."""
    match = re.search(r"10\.\d{3,9}/\S+", text)
    return match[0].rstrip(".,;") if match else text.strip()


def plain_title(title: str) -> str:
    """Return a title's letters and digits alone, without case and accents, for comparing."""
    decomposed = unicodedata.normalize("NFKD", title.casefold())
    return "".join(mark for mark in decomposed if mark.isalnum())


def start_year(source: Source) -> int | None:
    """Return the year in which the source's date begins, None where it has none."""
    edge = source.published and (source.published.start or source.published.end)
    return edge.year if edge else None


def shared(first: Source, second: Source) -> str:
    """Say what makes two sources probably one ("doi", "title and year"), "" where nothing does.

    Two different DOIs or two different years keep equal titles apart: annual reports share theirs.
    """
    one, other = bare_doi(first.doi).casefold(), bare_doi(second.doi).casefold()
    if one and other:
        return "doi" if one == other else ""
    title = plain_title(first.title)
    if title and title == plain_title(second.title):
        years = {start_year(first), start_year(second)}
        if len(years) == 1:
            return "title and year"
        if None in years:
            return "title"
    return ""


def find_duplicates(sources: Sequence[Source]) -> tuple[Duplicate, ...]:
    """Return every later source that shares its DOI, or its title and year, with an earlier one."""
    found: list[Duplicate] = []
    index = Index()
    for source in sources:
        match = index.find(source)
        if match:
            found.append(Duplicate(match[0].id, source.id, match[1]))
        index.add(source)
    return tuple(found)


class Index:
    """Sources by DOI and by title, to find the one that another repeats."""

    def __init__(self, sources: Sequence[Source] = ()) -> None:
        self._by_doi: dict[str, Source] = {}
        self._by_title: dict[str, list[Source]] = {}
        for source in sources:
            self.add(source)

    def add(self, source: Source) -> None:
        """Put a source into the index."""
        if doi := bare_doi(source.doi).casefold():
            self._by_doi.setdefault(doi, source)
        self._by_title.setdefault(plain_title(source.title), []).append(source)

    def find(self, source: Source) -> tuple[Source, str] | None:
        """Return the first source that this one repeats, and what they share."""
        same = self._by_doi.get(bare_doi(source.doi).casefold())
        candidates = [*([same] if same else []), *self._by_title.get(plain_title(source.title), ())]
        return next(((other, what) for other in candidates if (what := shared(other, source))), None)
