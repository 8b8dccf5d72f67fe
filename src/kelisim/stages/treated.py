"""Which events treat a place as the treated places of an estimate are."""

from __future__ import annotations

from collections.abc import Sequence

from kelisim.model.event import Event
from kelisim.model.period import Period
from kelisim.model.protocol import EstimatePlan

# The kinds of act by which a control would be treated as the treated places are.
TREATING = ("policy instrument", "equity tie", "capability formation")
HAPPENED = ("achieved", "under way")


def treated_controls(plan: EstimatePlan, events: Sequence[Event]) -> dict[str, Event]:
    """Return the first event by which a control was itself treated, from the start of the treatment to its end."""
    first: dict[str, Event] = {}
    for event in sorted(events, key=lambda one: str(one.period.start or one.period.end)):
        compared = plan.start.start is not None and plan.post.end is not None and _within(event.period, plan)
        if event.place in plan.controls and event.trigger in TREATING and event.status in HAPPENED and compared:
            first.setdefault(event.place, event)
    return first


def _within(period: Period, plan: EstimatePlan) -> bool:
    begins = period.start or period.end
    assert plan.start.start is not None
    assert plan.post.end is not None
    return begins is not None and plan.start.start <= begins <= plan.post.end
