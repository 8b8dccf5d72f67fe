"""Events: dated acts by actors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from kelisim.model.period import Period

Trigger = Literal[
    "policy instrument",
    "equity tie",
    "capability formation",
    "agreement",
    "market entry",
    "output milestone",
    "diplomacy",
    "shock",
]
TRIGGERS: tuple[str, ...] = get_args(Trigger)
EventStatus = Literal["achieved", "under way", "planned", "recommended"]
EVENT_STATUSES: tuple[str, ...] = get_args(EventStatus)


@dataclass(frozen=True, slots=True)
class Event:
    """A dated act: who did what, and which kind of trigger of a transition it can be."""

    id: str
    period: Period
    title: str
    actors: tuple[str, ...] = ()
    trigger: Trigger = "agreement"
    place: str = ""
    status: EventStatus = "achieved"
    sources: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    section: str = ""
    phase: str = ""
    document: str = ""
    quote: str = ""
    note: str = ""
    row: int = 0
