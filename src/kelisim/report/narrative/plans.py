"""Sentences on changes between phases, sparse counts, and plans with their outcomes."""

from __future__ import annotations

from collections import Counter

from kelisim.report import format as show
from kelisim.report.context import Context
from kelisim.report.inlines import Piece, joined, words
from kelisim.report.tree import Inlines

_VERDICTS = {
    "kept": ("was kept", "were kept"),
    "partly": ("was kept in part", "were kept in part"),
    "missed": ("was missed", "were missed"),
    "overdue": ("is overdue", "are overdue"),
    "not yet due": ("is not yet due", "are not yet due"),
    "unknown": ("cannot be judged", "cannot be judged"),
}


def changes(context: Context) -> Inlines:
    """Return how many comparable pairs of values there are across phases, and where they went."""
    found = context.results.conclude.changes
    if not found:
        return ()
    counts: Counter[str] = Counter(one.direction for one in found)
    told = [
        f"{show.number(counts[name])} {word}"
        for name, word in (("rise", "rose"), ("fall", "fell"), ("undecided", "cannot be told apart"))
        if counts[name]
    ]
    return words(
        f"Across phases {show.count(len(found), 'comparable pair')} of dated values "
        f"{show.verb(len(found), 'stands', 'stand')} in the study: {show.listed(told)} (",
        context.label("table", "indicator_changes"),
        ").",
    )


def counted(context: Context) -> Inlines:
    """Return for each sparse count in which phases it was present, absent or not counted."""
    declared = context.data.sparse_counts
    if not declared or not context.data.phases:
        return ()
    parts: list[Piece] = []
    for one in declared:
        rows = [row for row in context.results.conclude.counts if row.id == one.id]
        groups: dict[str, list[str]] = {}
        for row in rows:
            groups.setdefault(row.presence, []).append(row.phase)
        told = [
            f"{presence} in phase{'s' if len(phases) > 1 else ''} {show.listed(phases)}"
            for presence, phases in groups.items()
        ]
        parts.append(f"{one.name}: {', '.join(told)}")
    return words("Markers of presence or absence (", context.label("table", "sparse_counts"), "): ", joined(parts), ".")


def tracked(context: Context) -> Inlines:
    """Return how many plans were kept, missed, overdue or not yet due when the study ended."""
    found = context.results.conclude.plans
    if not found:
        return ()
    counts: Counter[str] = Counter(one.verdict for one in found)
    told = [
        f"{show.number(counts[name])} {show.verb(counts[name], one, many)}"
        for name, (one, many) in _VERDICTS.items()
        if counts[name]
    ]
    end = context.results.conclude.study_end
    return words(
        f"The study knows of {show.count(len(found), 'plan')} and ends on {show.period(end) or 'no stated day'}: ",
        show.listed(told),
        " (",
        context.label("table", "plan_tracker"),
        ").",
    )
