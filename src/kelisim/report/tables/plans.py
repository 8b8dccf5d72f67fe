"""Plans with what became of them, changes between phases, and sparse counts by phase."""

from __future__ import annotations

import math

from kelisim.model.results import IndicatorChange, PlanRow, SparseRow
from kelisim.report import format as show
from kelisim.report.context import Context
from kelisim.report.inlines import Piece, emphasis, joined, link, words
from kelisim.report.tables.build import column, names, table
from kelisim.report.tables.phases import phase_heading
from kelisim.report.tree import Inlines, Table


def plan_tracker(context: Context) -> Table:
    """Return each plan with its date, what became of it, and why that is the verdict."""
    found = context.results.conclude.plans
    return table(
        "plan_tracker",
        "Plans and what became of them",
        (
            column("plan", "Plan", 2.4),
            column("due", "For when", 0.9),
            column("verdict", "Verdict", 0.9),
            column("reason", "Why", 2.4),
            column("outcomes", "Outcome told by", 1.1),
        ),
        (
            (
                words(
                    one.what,
                    f": {one.target}" if one.target else "",
                    f", {show.place(one.place)}" if one.place else "",
                    " (",
                    context.to(one.id, kind=one.kind),
                    ", under way" if one.status == "under way" else "",
                    ")",
                ),
                show.period(one.due) or emphasis("not told"),
                one.verdict,
                words(show.days(one.reason), _share(one)),
                context.to_all(one.outcomes) if one.outcomes else emphasis("none"),
            )
            for one in found
        ),
        names(
            "id kind event status what indicator place target due verdict reason outcomes linked share_low share_high "
            "study_end"
        ),
        (
            (
                one.id,
                one.kind,
                one.event,
                one.status,
                one.what,
                one.indicator,
                one.place,
                one.target,
                one.due,
                one.verdict,
                one.reason,
                one.outcomes,
                one.linked,
                one.share[0] if one.share else None,
                one.share[1] if one.share else None,
                context.results.conclude.study_end,
            )
            for one in found
        ),
        notes=words(
            f"The study ends on {show.period(context.results.conclude.study_end) or 'no date'}; what is due later is "
            "not yet due. Kept: what was planned is told as reached by its date. Partly: moved towards it and fell "
            "short. Missed: reached later or not. Overdue: the date passed and nothing is told. Outcomes are those "
            "that a person linked, and achieved claims of the same indicator, place, unit and subject."
        )
        if found
        else (),
    )


def _share(one: PlanRow) -> str:
    if one.share is None:
        return ""
    low, high = (f"{show.significant(100 * bound)}%" for bound in one.share)
    return f" ({low} of the target)" if low == high else f" ({low} to {high} of the target)"


def indicator_changes(context: Context) -> Table:
    """Return the change of each indicator from the first phase with a dated value to the last."""
    found = context.results.conclude.changes
    return table(
        "indicator_changes",
        "Changes between phases",
        (
            column("indicator", "Indicator", 1.4),
            column("of", "Of what, where", 1.5),
            column("first", "First", 1.3),
            column("last", "Last", 1.3),
            column("change", "Change", 1.4),
        ),
        (
            (
                context.indicator_name(one.indicator),
                ", ".join(part for part in (one.subject, show.place(one.place)) if part),
                words("phase ", one.first_phase, ", ", show.period(one.first_period), " (", context.to(one.first), ")"),
                words("phase ", one.last_phase, ", ", show.period(one.last_period), " (", context.to(one.last), ")"),
                f"{one.direction}: {_difference(one)}",
            )
            for one in found
        ),
        names(
            "indicator subject place unit first_phase first first_period last_phase last last_period difference_low "
            "difference_high direction"
        ),
        (
            (
                one.indicator,
                one.subject,
                one.place,
                one.unit,
                one.first_phase,
                one.first,
                one.first_period,
                one.last_phase,
                one.last,
                one.last_period,
                one.low,
                one.high,
                one.direction,
            )
            for one in found
        ),
        notes=words(
            "Two values are compared where indicator, subject, place and unit are the same, no day belongs to both, "
            "and counts cover equally long times. The change is bounded by the stated precision of both; it is "
            "undecided where the two values may have been the same."
        )
        if found
        else (),
    )


def _difference(one: IndicatorChange) -> str:
    unit = "percentage_point" if one.unit == "percent" else one.unit
    low, high = show.significant(one.low), show.significant(one.high)
    if math.isinf(one.high):
        return show.with_unit(f"at least {low}", unit)
    if math.isinf(one.low):
        return show.with_unit(f"at most {high}", unit)
    return show.with_unit(low if low == high else f"{low} to {high}", unit)


def sparse_counts(context: Context) -> Table:
    """Return presence or absence of each sparse count by phase, with exact intervals and what was masked."""
    found = context.results.conclude.counts
    by_cell = {(one.id, one.phase): one for one in found}
    declared = context.data.sparse_counts
    shown: list[tuple[Piece, ...]] = [
        (
            words(one.name, f" ({show.place(one.place)})" if one.place else ""),
            *(_count(by_cell[one.id, phase.id]) for phase in context.data.phases),
            words(
                one.query or emphasis("no query"),
                words(" (", link("series", one.series), ")") if one.series else "",
                f". {one.note}" if one.note else "",
            ),
        )
        for one in declared
    ]
    masks = any(one.masked for one in found)
    return table(
        "sparse_counts",
        "Presence by phase: sparse counts",
        (
            column("count", "Marker", 1.5),
            *(column(f"phase_{one.id}", phase_heading(one), 1.7) for one in context.data.phases),
            column("query", "How it is counted", 1.6),
        ),
        shown if context.data.phases else (),
        names(
            "id phase presence count_low count_high masked years of_years rate_low rate_high confidence against p_low "
            "p_high p_floor query note"
        ),
        (
            (
                one.id,
                one.phase,
                one.presence,
                one.count_low if one.years else None,
                one.count_high if one.years else None,
                one.masked,
                one.years,
                one.of_years,
                one.rate_low,
                one.rate_high,
                one.confidence,
                one.against,
                one.p_low,
                one.p_high,
                one.p_floor,
                one.query,
                one.note,
            )
            for one in found
        ),
        notes=words(
            "Rates are a year, with exact Poisson intervals (Garwood 1936). A count of none has an upper bound: "
            "absence from a count is no proof that there was nothing. p compares a phase with the counted one "
            "before it, given the sum of both (exact, two-sided).",
            " Where a provider masks small counts, each gap stands for one to one less than the bound, and the "
            "interval covers both."
            if masks
            else " No provider here masks small counts."
            if any(one.years for one in found)
            else "",
        )
        if shown
        else (),
    )


def _count(one: SparseRow) -> Inlines:
    if not one.years or one.rate_low is None or one.rate_high is None:
        return words(emphasis("not counted"))
    count = show.number(one.count_low)
    if one.count_high != one.count_low:
        count += f" to {show.number(one.count_high)}"
    parts: list[Piece] = [
        f"{one.presence}: {count} in {_long(one.years)}",
        f"{show.significant(one.rate_low, 3)} to {show.significant(one.rate_high, 3)} a year at {one.confidence:.0%}",
    ]
    if one.masked:
        parts.append(f"{show.count(one.masked, 'masked value')}")
    if one.years < one.of_years:
        parts.append(f"{_long(one.of_years)} in the phase")
    if one.p_low is not None and one.p_high is not None:
        low, high = f"{one.p_low:.2g}", f"{one.p_high:.2g}"
        parts.append(f"p = {low if low == high else f'{low} to {high}'} against phase {one.against}")
    return joined(parts)


def _long(years: float) -> str:
    return "1 year" if years == 1 else f"{show.significant(years, 3)} years"
