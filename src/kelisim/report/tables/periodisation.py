"""The declared phases and their rivals against the data: by division, by boundary, by series, and varied."""

from __future__ import annotations

from kelisim.model.results import DivisionTest
from kelisim.report import format as show
from kelisim.report.context import Context
from kelisim.report.inlines import emphasis, words
from kelisim.report.tables.build import column, names, table
from kelisim.report.tree import Table

_KINDS = {"gaussian": "numbers", "share": "shares", "count": "counts"}


def chance(value: float | None) -> str:
    """Return a probability in print: 0.04, <0.01, or a dash."""
    if value is None:
        return show.NOT_REPORTED
    return "<0.01" if value < 0.01 else show.fixed(value)


def rank(one: DivisionTest) -> str:
    """Return a rank in print: "3 of 21", with its range where values are intervals."""
    if one.rank is None or one.alternatives is None:
        return show.NOT_REPORTED
    ranged = one.rank_low is not None and (one.rank_low, one.rank_high) != (one.rank, one.rank)
    return f"{show.number(one.rank)}{f' [{one.rank_low}, {one.rank_high}]' if ranged else ''} of " + show.number(
        one.alternatives
    )


def periodisation(context: Context) -> Table:
    """Return each division of the history with its rank, its test and what it explains, all on the same series."""
    tests = context.results.periodise.tests
    rows = [
        (
            one.name,
            ", ".join(show.period(start) for start in one.boundaries),
            rank(one) if not one.why else emphasis(one.why),
            chance(one.p_value),
            show.NOT_REPORTED if one.explained is None else f"{100 * one.explained:.0f}%",
            ", ".join(show.period(start) for start in one.best),
            one.verdict,
        )
        for one in tests.divisions
    ]
    floor = next((one.alternatives for one in tests.divisions if one.alternatives), 0)
    notes = words(
        f"Rank among all divisions with as many phases of at least {show.count(tests.minimum_length, tests.unit)}; of "
        f"{show.number(floor)} divisions none can be rarer than 1 in {show.number(floor)}. p: how often a history "
        f"without phases ({tests.null}; {show.number(tests.draws)} simulated) gains as much from these boundaries. "
        "Explained: share of the standardised variation that lies between the phases.",
    )
    return table(
        "periodisation",
        "Divisions of the history against the data",
        (
            column("division", "Division", 2),
            column("boundaries", "Phases begin", 1.1),
            column("rank", "Rank", 1.1),
            column("p_value", "p", 0.6, right=True),
            column("explained", "Explained", 0.8, right=True),
            column("best", "Best division into as many", 1.1),
            column("verdict", "Verdict", 1),
        ),
        rows,
        names(
            "division name boundaries rank n_alternatives rank_floor rank_low rank_high p_value p_floor explained best "
            "best_explained bic verdict why"
        ),
        (
            (
                one.id,
                one.name,
                one.boundaries,
                one.rank,
                one.alternatives,
                1 / one.alternatives if one.alternatives else None,
                one.rank_low,
                one.rank_high,
                one.p_value,
                one.p_floor,
                one.explained,
                one.best,
                one.best_explained,
                one.bic,
                one.verdict,
                one.why,
            )
            for one in tests.divisions
        ),
        notes=notes if rows and floor else (),
    )


def boundaries(context: Context) -> Table:
    """Return what the series say of each declared boundary."""
    tests = context.results.periodise.tests
    about = {phase.id: f"Phase {phase.id}: {phase.name}" for phase in context.data.phases}
    return table(
        "boundaries",
        "Declared boundaries against the data",
        (
            column("phase", "Phase that begins", 2),
            column("period", "In"),
            column("probability", "Probability, that period", right=True),
            column("near", "Or one beside it", right=True),
            column("near_prior", "Before the data", right=True),
            column("bayes_factor", "Odds multiplied by", right=True),
        ),
        (
            (
                about.get(one.phase, one.phase),
                show.period(one.period),
                chance(one.probability),
                chance(one.near),
                chance(one.near_prior),
                show.significant(one.bayes_factor, 2),
            )
            for one in tests.boundaries
        ),
        names("phase period probability near near_prior bayes_factor low high why"),
        (
            (
                one.phase,
                one.period,
                one.probability,
                one.near,
                one.near_prior,
                one.bayes_factor,
                one.low,
                one.high,
                one.why,
            )
            for one in tests.boundaries
        ),
    )


def series(context: Context) -> Table:
    """Return the series that the phases are held against, and how each was standardised."""
    found = context.results.periodise.tests.series
    return table(
        "periodisation_series",
        "Series the phases are held against",
        (
            column("name", "Series", 2),
            column("kind", "Kind", 0.8),
            column("n", "Values", 0.6, right=True),
            column("span", "From, to", 1.1),
            column("scale", "Standardised", 2.4),
            column("skipped", "Not dated to one period", 1, right=True),
        ),
        (
            (
                one.name,
                _KINDS.get(one.kind, one.kind),
                show.number(one.n),
                f"{show.period(one.first)} to {show.period(one.last)}" if one.first else "",
                emphasis(f"takes no part: {one.why}") if one.why else one.scale,
                show.number(one.skipped),
            )
            for one in found
        ),
        names("id name kind n first last scale autocorrelation skipped why"),
        (
            (
                one.id,
                one.name,
                one.kind,
                one.n,
                one.first,
                one.last,
                one.scale,
                one.autocorrelation,
                one.skipped,
                one.why,
            )
            for one in found
        ),
    )


def sensitivity(context: Context) -> Table:
    """Return the declared division with one thing changed at a time."""
    found = context.results.periodise.tests.varied
    return table(
        "periodisation_sensitivity",
        "The declared division with one thing changed",
        (
            column("changed", "Changed", 1.4),
            column("to", "To", 1.4),
            column("rank", "Rank"),
            column("p_value", "p", right=True),
            column("best", "Best division into as many", 1.4),
        ),
        (
            (
                one.changed,
                one.to,
                emphasis(one.why)
                if one.why and one.rank is None
                else f"{show.number(one.rank or 0)} of {show.number(one.alternatives or 0)}",
                chance(one.p_value),
                ", ".join(show.period(start) for start in one.best),
            )
            for one in found
        ),
        names("changed to rank n_alternatives p_value best why"),
        ((one.changed, one.to, one.rank, one.alternatives, one.p_value, one.best, one.why) for one in found),
    )
