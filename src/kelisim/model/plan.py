"""Plans with what became of them, policies, and counts so sparse that only exact intervals fit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kelisim.model.event import Event
from kelisim.model.period import Period


@dataclass(frozen=True, slots=True)
class PlanLink:
    """A claim or event that tells a plan, and the claims or events that a person takes for its outcome."""

    plan: str
    outcomes: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class SparseCount:
    """A marker of presence or absence: a count of few events a year, from a series or not yet counted.

    ``query`` is how it is, or would be, counted. A provider that hides small counts prints none below
    ``masked_below``; 0 where it hides none.
    """

    id: str
    name: str
    indicator: str = ""
    series: str = ""
    place: str = ""
    query: str = ""
    masked_below: int = 0
    confidence: float = 0.95
    note: str = ""


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy whose effect is estimated: the events that made it, when it was in force, and what it was to move.

    ``in_force`` is None where only the events tell it; ``targets`` are indicators, none where they are not declared.
    """

    id: str
    title: str
    events: tuple[str, ...] = ()
    in_force: Period | None = None
    targets: tuple[str, ...] = ()

    def term(self, events: Iterable[Event]) -> Period | None:
        """Return when the policy was in force, as declared or as its events tell, None where neither does.

        It begins with its first event. It ends only with an event that is told to last: the day of a decree says
        nothing of the decree's end.
        """
        if self.in_force is not None:
            return self.in_force
        own = [one.period for one in events if one.id in self.events and one.status in ("achieved", "under way")]
        begins = min((one.start for one in own if one.start), default=None)
        lasting = [one.end for one in own if one.precision == "span"]
        ends = max((end for end in lasting if end), default=None) if None not in lasting else None
        return None if begins is None and ends is None else Period(begins, ends, "span")
