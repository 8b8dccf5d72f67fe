"""Looking for series by their words: in the catalogue that ships with kelisim, and in the providers' own searches."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import asdict, dataclass
from html import escape
from typing import Any

from kelisim.engine.retrieval import Source
from kelisim.errors import ProviderError, UsageError
from kelisim.model.query import Query
from kelisim.providers import NAMES, adapter
from kelisim.providers.catalogue import NAME, look_up
from kelisim.providers.http import Http
from kelisim.providers.sessions import Live
from kelisim.providers.shape import Adapter, Hit

_MOST_OF_ONE = 20


@dataclass(frozen=True, slots=True)
class Searched:
    """One place that was searched: how many hits it gave, how many of them are shown, or why it gave none."""

    place: str
    hits: int = 0
    shown: int = 0
    why: str = ""


@dataclass(frozen=True, slots=True)
class Search:
    """What was found, best of the catalogue first, and where it was looked for."""

    words: str
    hits: tuple[Hit, ...]
    searched: tuple[Searched, ...]

    def _repr_html_(self) -> str:
        cells = ((hit.provider, hit.indicator, hit.unit, hit.title, hit.found_in) for hit in self.hits)
        rows = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in cells)
        head = "".join(f"<th>{name}</th>" for name in ("provider", "indicator", "unit", "title", "found in"))
        return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"

    def to_dict(self) -> dict[str, Any]:
        """Return the published JSON shape."""
        return {
            "words": self.words,
            "hits": [asdict(hit) for hit in self.hits],
            "searched": [asdict(one) for one in self.searched],
        }


def search(
    words: str,
    *,
    provider: str = "",
    offline: bool = False,
    source: Source | None = None,
    say: Callable[[str], None] | None = None,
) -> Search:
    """Return the series whose names have the words.

    The catalogue is always searched; unless ``offline`` so are the providers that have a search of their own, and one
    that fails is told in the result. Raises ``UsageError`` for no words or an unknown provider, ``MissingExtra`` where
    the part for asking is not installed.
    """
    if not words.strip():
        raise UsageError("there is nothing to look for", "kelisim series search research expenditure")
    chosen = [adapter(provider)] if provider else [adapter(name) for name in NAMES]
    hits = list(look_up(words, provider))
    searched = [Searched(NAME, len(hits), len(hits))]
    where = source or Source()
    searchable = [] if offline else [one for one in chosen if one.searchable]
    if searchable:
        with closing(where.http()) as http:
            for one in searchable:
                if say is not None:
                    say(f"asking {one.title}")
                searched.append(_ask(one, words, http, where, hits))
    return Search(words, tuple(hits), tuple(searched))


def _ask(one: Adapter, words: str, http: Http, where: Source, hits: list[Hit]) -> Searched:
    try:
        found = one.search(words, Live(one, Query(one.name, ""), http, where.environment))
    except ProviderError as error:
        return Searched(one.title, why=error.problems[0].what)
    known = {(hit.provider, hit.indicator) for hit in hits}
    new = [hit for hit in found if (hit.provider, hit.indicator) not in known][:_MOST_OF_ONE]
    hits.extend(new)
    return Searched(one.title, len(found), len(new))
