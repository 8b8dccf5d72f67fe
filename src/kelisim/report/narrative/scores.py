"""Sentences on what the rubric and the ladders show beside the declared readings."""

from __future__ import annotations

from collections import Counter

from kelisim.report import format as show
from kelisim.report.context import Context
from kelisim.report.inlines import Piece, joined, words
from kelisim.report.tables.scores import pair_name
from kelisim.report.tree import Inlines


def scored(context: Context) -> Inlines:
    """Return in how many years the evidence decides a mode, and how the declared readings stand to it."""
    found = context.results.govern.years
    if not found:
        return ()
    counts: Counter[str] = Counter(one.status for one in found)
    told = [f"{told_as} in {show.number(counts[status])}" for status, told_as in _STATUS.items() if counts[status]]
    sentence: list[Piece] = [
        "By the codebook's rubric the mode is ",
        show.listed(told),
        f" of {show.count(len(found), 'year')} (",
        context.label("table", "governance_by_year"),
        ").",
    ]
    stands = Counter(stand for one in found for _, _, stand in one.declared if stand)
    total = sum(stands.values())
    if total:
        parts = [
            f"{show.number(stands[name])} {show.verb(stands[name], one, many)}"
            for name, (one, many) in _STANDS.items()
            if stands[name]
        ]
        sentence.append(f" Of {show.count(total, 'declared mode')} held against it year by year, {show.listed(parts)}.")
    parted = [one for one in found if one.modes and one.ties and not one.both]
    if parted:
        years = show.listed([str(one.year) for one in parted])
        sentence.append(
            f" In {years} the evidence supports two readings: the three deciding variables speak for one mode, power "
            "and equity for another; both are shown."
        )
    thin = sum(one.thin for one in found)
    if thin:
        spoken = sum(bool(one.items) for one in found)
        sentence.append(
            f" Coverage is thin in {show.number(thin)} of the {show.count(spoken, 'year')} with evidence: fewer than "
            f"{show.count(context.data.scoring.thin_below, 'document')} speak of some variable."
        )
    return words(*sentence)


_STATUS = {
    "decided": "decided",
    "mixed": "mixed",
    "open": "left open",
    "excluded": "excluded",
    "no evidence": "without evidence",
}
_STANDS = {
    "agrees": ("agrees with it", "agree with it"),
    "compatible": ("is compatible", "are compatible"),
    "contradicts": ("contradicts it", "contradict it"),
}


def computed(context: Context) -> Inlines:
    """Return the changes that the evidence itself shows, with the span of each."""
    found = [one for one in context.results.govern.transitions if one.certainty != "declared"]
    if not context.results.govern.years:
        return ()
    if not found:
        return words("The evidence by year shows no change of mode.")
    parts = [
        f"from {one.before.replace('/', ' or ')} to {one.after.replace('/', ' or ')} in {show.period(one.period)} "
        f"({one.certainty}{', ' + reading if (reading := _how(one.reading)) else ''})"
        for one in found
    ]
    return words(
        f"The evidence by year shows {show.count(len(found), 'change')} of mode: ",
        "; ".join(parts),
        ". A change is certain where no mode is possible before and after it; its span runs from the last year of the "
        "old modes to the first of the new.",
    )


def _how(reading: str) -> str:
    return reading.partition(":")[0].removeprefix("computed").strip()


def climbed(context: Context) -> Inlines:
    """Return how far each ladder was climbed by the end of the window, and what was only planned."""
    rungs = {one.id: {rung.id: rung.name for rung in one.rungs} for one in context.data.ladders}
    titles = {one.id: one.name for one in context.data.ladders}
    last = {(one.ladder, one.scope): one for one in context.results.govern.ladders if one.high}
    plans = {(one.ladder, one.scope): one for one in context.results.govern.ladders if one.planned}
    parts: list[Piece] = []
    for key, one in last.items():
        names = rungs[one.ladder]
        reached = names.get(one.low, "no rung")
        maybe = f", possibly “{names[one.high]}”" if one.high != one.low else ""
        plan = plans.get(key)
        planned = f"; planned is “{names[plan.planned]}”" if plan and plan.planned != one.low else ""
        whose = pair_name(context, one.scope)
        parts.append(f"{titles[one.ladder]}, {whose}: by {one.year} “{reached}” for certain{maybe}{planned}")
    return words(joined(parts, ". "), ".") if parts else ()
