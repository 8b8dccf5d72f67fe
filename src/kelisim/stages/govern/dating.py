"""When a passage speaks of, and whom it names: what turns a coded passage into evidence of a year and a pair."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kelisim.model.claim import Claim
from kelisim.model.document import Document
from kelisim.model.event import Event
from kelisim.model.period import Period
from kelisim.model.rubric import Relationship
from kelisim.stages.passages import locate
from kelisim.text.extraction.dated import periods
from kelisim.text.matching import ANY_LANGUAGE, Matcher

_Places = list[tuple[int, int, Event | Claim]]


def years_of(period: Period, window: Period) -> tuple[int, ...]:
    """Return the years of the window in which something of a period counts as evidence.

    A closed period counts in each of its years; of an open one ("by 2018", "since 2022") only the year that is named is
    known to be meant.
    """
    start, end = period.start or period.end, period.end or period.start
    assert start is not None
    assert end is not None
    first = max(start.year, window.start.year if window.start else start.year)
    last = min(end.year, window.end.year if window.end else end.year)
    return tuple(range(first, last + 1))


@dataclass(frozen=True, slots=True)
class Told:
    """What a passage tells: the periods it is about, and the words by which it names actors."""

    periods: tuple[Period, ...]
    actors: tuple[str, ...]


class Teller:
    """Says of a span of a document which events and claims it tells, and when that was."""

    def __init__(self, documents: Mapping[str, Document], events: Sequence[Event], claims: Sequence[Claim]) -> None:
        self._documents = documents
        self._told: dict[str, _Places] = {}
        for event in events:
            document = documents.get(event.document)
            place = locate(document.text, event.quote) if document and event.quote else None
            if place:
                self._told.setdefault(event.document, []).append((*place, event))
        for claim in claims:
            if claim.passage is not None and claim.period is not None:
                where = claim.passage
                self._told.setdefault(where.source, []).append((where.start, where.end, claim))

    def tells(self, source: str, start: int, end: int) -> Told:
        """Return the periods of the events and claims told in a span, else those that its words name."""
        document = self._documents[source]
        found = [one for low, high, one in self._told.get(source, ()) if _same_place(start, end, low, high)]
        dated = [one.period for one in found if one.period is not None]
        if not dated:
            dated = periods(document.text[start:end], document.language)
        actors = [actor for one in found if isinstance(one, Event) for actor in one.actors]
        subjects = [one.subject for one in found if isinstance(one, Claim)]
        return Told(tuple(dict.fromkeys(dated)), (*actors, *subjects))


def _same_place(start: int, end: int, low: int, high: int) -> bool:
    shared = min(end, high) - max(start, low)
    return shared > 0 and 2 * shared >= min(end - start, high - low)


class Pairs:
    """Says between whom something passes, by the names in it."""

    def __init__(self, relationships: Sequence[Relationship]) -> None:
        self._relationships = tuple(relationships)
        self._sides = Matcher(
            {
                f"{index} {side}": _by_language(names)
                for index, one in enumerate(relationships)
                for side, names in (("lead", one.lead), ("supplier", one.supplier))
            }
        )

    @property
    def names(self) -> tuple[str, ...]:
        """The relationships, the one unnamed relationship of everybody where none is declared."""
        return tuple(one.id for one in self._relationships) or ("",)

    def within(self, texts: Iterable[str]) -> tuple[str, ...]:
        """Return the relationships that the texts name, by both sides or by either as each demands."""
        if not self._relationships:
            return ("",)
        found = {match.code for text in texts for match in self._sides.find(text)}
        kept = []
        for index, one in enumerate(self._relationships):
            named = sum(f"{index} {side}" in found for side in ("lead", "supplier"))
            if named == 2 or (named == 1 and one.match == "either"):
                kept.append(one.id)
        return tuple(kept)


def _by_language(names: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    # Names in Cyrillic are declined where they stand in Russian or Kazakh.
    declined = tuple(one for one in names if any("\u0400" <= letter <= "\u052f" for letter in one))
    return {ANY_LANGUAGE: names} | ({"ru": declined, "kk": declined} if declined else {})
