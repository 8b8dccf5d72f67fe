"""Places of a study's own: regions, cities and districts."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A place that no list of countries holds: its id, as claims give it, and its names in any language."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
