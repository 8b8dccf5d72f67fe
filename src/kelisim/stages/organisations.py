"""Organisations: which publishers of the register are one, under which names texts speak of them, and who owns them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kelisim.model.independence import Publisher
from kelisim.model.source import Source

_BRACKETS = re.compile(r"^(?P<outer>.*?)\s*[(（](?P<inner>[^()（）]+)[)）]\s*$")
_SHORTEST = 3


@dataclass(frozen=True, slots=True)
class Organisations:
    """The organisations of a study by their names: ``names`` holds every spelling, ``owner`` who owns which."""

    names: dict[str, tuple[str, ...]]
    owner: dict[str, str]
    _known: dict[str, str]

    def of(self, name: str) -> str:
        """Return the organisation that a name stands for, "" for none."""
        return self._known.get(_key(name), "")


def organisations_of(sources: Sequence[Source], publishers: Sequence[Publisher]) -> Organisations:
    """Return the organisations that publish or own: those declared first, then those of the register.

    "Association of Kazakhstan AutoBusiness (AKAB)" is also known by what stands before the brackets and in them. Two
    names are one organisation where they share a spelling, in whatever letter case.
    """
    names: dict[str, list[str]] = {}
    known: dict[str, str] = {}
    owners: dict[str, str] = {}

    def add(name: str, spellings: Sequence[str]) -> str:
        every = [one for spelling in (name, *spellings) for one in _spellings(spelling)]
        own = next((known[_key(one)] for one in every if _key(one) in known), name)
        listed = names.setdefault(own, [])
        for one in every:
            if known.setdefault(_key(one), own) == own and one not in listed:
                listed.append(one)
        return own

    for publisher in publishers:
        own = add(publisher.name, publisher.aliases)
        if publisher.owner:
            owners[own] = add(publisher.owner, ())
    for source in sources:
        if source.publisher:
            add(source.publisher, ())
        if source.owner:
            add(source.owner, ())
    return Organisations({own: tuple(listed) for own, listed in names.items()}, owners, known)


def _spellings(name: str) -> list[str]:
    name = " ".join(name.split())
    match = _BRACKETS.match(name)
    parts = [name, match["outer"], match["inner"]] if match else [name]
    # A name of one or two letters is found everywhere.
    return [one for one in parts if len(one) >= _SHORTEST or not one.isascii()]


def _key(name: str) -> str:
    return " ".join(name.casefold().split())
