"""The declared phases and their rivals held against the declared series, all by the same score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from kelisim.errors import DataError
from kelisim.model.period import Period
from kelisim.model.periodisation import PeriodisationPlan
from kelisim.model.phase import Phase
from kelisim.model.protocol import RivalPeriodisation
from kelisim.model.results import BoundaryTest, DivisionTest, PhaseTests, SeriesInTest, VariedTest
from kelisim.stages.periodise.observe import Evidence, Observed, calendar, observe, starting
from kelisim.stats import Periodisation, periodisation
from kelisim.stats.breaks.kinds import lines_of
from kelisim.stats.breaks.panel import read_panel


def tests_of(
    plan: PeriodisationPlan,
    phases: Sequence[Phase],
    rivals: Sequence[RivalPeriodisation],
    evidence: Evidence,
    window: Period,
) -> PhaseTests:
    """Return the tests, over the periods from the first phase's start to the last one's end within the window."""
    if not plan.series or len(phases) < 2:
        return PhaseTests()
    span = _span([phase.period for phase in phases], window)
    if span is None:
        return PhaseTests(unit=plan.unit, why="the phases have no start or no end within the window")
    periods = calendar(*span, plan.unit)
    observed = [observe(one, evidence, periods, plan.unit) for one in plan.series]
    described = [_described(one, periods) for one in observed]
    used = [one for one, about in zip(observed, described, strict=True) if not about.why]
    ordered = sorted(phases, key=lambda phase: phase.period.start or date.min)
    own = _trial("declared", "As declared", [phase.period for phase in ordered], used, periods, plan)
    divisions = [own[0]]
    for rival in rivals:
        divided = [period for _, _, period in rival.phases]
        starts = _boundaries(divided, periods, plan)
        # Two accounts may divide alike; one score then serves both.
        alike = next((one for one in divisions if one.boundaries == starts), None)
        test = alike or _trial(rival.id, rival.name, divided, used, periods, plan)[0]
        divisions.append(replace(test, id=rival.id, name=rival.name))
    about = {
        "series": tuple(described),
        "divisions": tuple(divisions),
        "periods": len(periods),
        "unit": plan.unit,
        "minimum_length": plan.minimum_length,
        "draws": plan.draws,
        "level": plan.level,
    }
    result = own[1]
    if result is None:
        return PhaseTests(**about, why=own[0].why)  # type: ignore[arg-type]
    scales, rhos = result.standardised, result.autocorrelation
    about["series"] = tuple(
        one if one.why else _scaled(one, scales.get(one.id, ""), rhos.get(one.id)) for one in described
    )
    return PhaseTests(
        **about,  # type: ignore[arg-type]
        boundaries=tuple(
            BoundaryTest(
                phase=phase.id,
                period=str(one.period),
                probability=one.probability,
                near=one.near,
                near_prior=one.near_prior,
                bayes_factor=one.bayes_factor,
                low="" if one.robust_low is None else str(one.robust_low),
                high="" if one.robust_high is None else str(one.robust_high),
                why=one.why,
            )
            for phase, one in zip(ordered[1:], result.support, strict=True)
        ),
        posterior=tuple((str(one), chance, result.prior[one]) for one, chance in result.posterior.items()),
        power=tuple(result.power.items()),
        varied=tuple(
            VariedTest(
                one.changed, one.to, one.rank, one.n_alternatives, one.p_value, tuple(map(str, one.best)), one.why
            )
            for one in result.sensitivity()
        ),
        null=result.null,
        none=result.numbers.get(0),
        remarks=result.remarks,
    )


def _span(periods: Sequence[Period], window: Period) -> tuple[date, date] | None:
    starts = [period.start for period in periods]
    ends = [period.end or window.end for period in periods]
    if any(start is None for start in starts) or any(end is None for end in ends):
        return None
    first, last = min(start for start in starts if start), max(end for end in ends if end)
    return max(first, window.start or first), min(last, window.end or last)


def _described(observed: Observed, periods: Sequence[str]) -> SeriesInTest:
    """Return what a series is, with why it cannot take part where it cannot."""
    plan, values = observed.plan, observed.values
    there = [period for period in periods if period in values]
    why = ""
    try:
        if not there:
            raise DataError("no value is dated to a single period of the phases")
        panel = read_panel({period: values[period] for period in there})
        lines_of(panel, (plan.kind,), whole=plan.whole)
    except DataError as error:
        why = error.problems[0].what.replace("series 'series'", "it")
    return SeriesInTest(
        id=plan.id,
        name=plan.name or plan.id,
        kind=plan.kind,
        n=len(there),
        first=there[0] if there else "",
        last=there[-1] if there else "",
        skipped=observed.skipped,
        why=why,
    )


def _scaled(one: SeriesInTest, scale: str, rho: float | None) -> SeriesInTest:
    return SeriesInTest(one.id, one.name, one.kind, one.n, one.first, one.last, scale, rho, one.skipped)


def _boundaries(division: Sequence[Period], periods: Sequence[str], plan: PeriodisationPlan) -> tuple[str, ...]:
    """Return where the second and later phases start; the first begins the history, whatever was before it."""
    starts = sorted(filter(None, (starting(period, plan.unit) for period in division)))
    return tuple(start for start in dict.fromkeys(starts[1:]) if start in periods and start != periods[0])


def _trial(
    identifier: str,
    name: str,
    division: Sequence[Period],
    used: Sequence[Observed],
    periods: Sequence[str],
    plan: PeriodisationPlan,
) -> tuple[DivisionTest, Periodisation | None]:
    boundaries = _boundaries(division, periods, plan)
    if not used:
        return DivisionTest(identifier, name, boundaries, why="no series can take part"), None
    table: dict[str, list[object]] = {"period": list(periods)}
    for one in used:
        table[one.plan.id] = [one.values.get(period) for period in periods]
    wholes = [one.plan.whole for one in used if one.plan.kind == "share"]
    try:
        found = periodisation(
            table,
            boundaries,
            kind={one.plan.id: one.plan.kind for one in used},
            whole=wholes[0] if len(set(wholes)) == 1 else None,
            minimum_length=plan.minimum_length,
            null=plan.null,
            draws=plan.draws,
            samples=plan.samples,
            level=plan.level,
        )
    except DataError as error:
        return DivisionTest(identifier, name, boundaries, why=error.problems[0].what), None
    low, high = found.sampled.get("rank", (None, None))
    return (
        DivisionTest(
            id=identifier,
            name=name,
            boundaries=boundaries,
            rank=found.rank,
            alternatives=found.n_alternatives,
            p_value=found.p_value,
            p_floor=found.p_floor,
            explained=found.explained,
            best=tuple(str(one) for one in found.best),
            best_explained=found.best_explained,
            bic=found.bic,
            verdict=found.verdict,
            rank_low=None if low is None else int(low),
            rank_high=None if high is None else int(high),
        ),
        found,
    )
