"""Sentences on whether the data carry the declared phases."""

from __future__ import annotations

from kelisim.model.results import DivisionTest, PhaseTests
from kelisim.report import format as show
from kelisim.report.context import Context
from kelisim.report.inlines import sentences, words
from kelisim.report.tables.periodisation import chance
from kelisim.report.tree import Inlines

_ASKED = 2.0
_ENOUGH = 0.8


def tested(context: Context) -> Inlines:
    """Return the one paragraph: what was tested, what came of it, what could have been found, and the rivals."""
    tests = context.results.periodise.tests
    own = tests.declared
    if own is None:
        return ()
    if own.why or own.rank is None:
        return words(f"The declared phases could not be held against the data: {own.why or tests.why}.")
    return sentences(
        [
            _verdict(own, tests),
            _ranked(context, own, tests),
            _boundaries(context, tests),
            _power(own, tests),
            _rivals(own, tests),
            _left_out(tests),
        ]
    )


def verdict(context: Context) -> Inlines:
    """Return the verdict in one sentence, for the summary."""
    own = context.results.periodise.tests.declared
    return _verdict(own, context.results.periodise.tests) if own is not None and own.rank is not None else ()


def _verdict(own: DivisionTest, tests: PhaseTests) -> Inlines:
    taking = sum(not one.why for one in tests.series)
    basis = f"{show.count(taking, 'series', 'series')} over {show.count(tests.periods, tests.unit)}"
    if own.p_value is None:
        return words(f"The data are too few to test the declared phases ({basis}).")
    gain = f"p = {chance(own.p_value)}" if own.p_value >= 0.01 else "p < 0.01"
    if own.verdict == "supported":
        return words(f"The data carry the declared phases ({gain}; {basis}).")
    if own.verdict == "partly supported":
        return words(
            f"The data carry a division, but not every declared boundary ({gain}; {basis}): the phases together beat a "
            "history without any, while a boundary is less likely than not to lie where it is drawn."
        )
    return words(
        f"The data do not carry the declared phases: histories without phases gain as much from their boundaries too "
        f"often ({gain}; {basis})."
    )


def _ranked(context: Context, own: DivisionTest, tests: PhaseTests) -> Inlines:
    assert own.rank is not None
    assert own.alternatives is not None
    best = show.listed([show.period(start) for start in own.best])
    place = (
        "the best"
        if own.rank == 1
        else f"at rank {show.number(own.rank)}, and the best has its later phases begin in {best}"
    )
    return words(
        f"Among the {show.count(own.alternatives, 'division')} into as many phases of at least "
        f"{show.count(tests.minimum_length, tests.unit)} they stand {place} (",
        context.label("table", "periodisation"),
        f"); a rank alone can be no rarer than 1 in {show.number(own.alternatives)}.",
    )


def _boundaries(context: Context, tests: PhaseTests) -> Inlines:
    parts = [
        f"{chance(one.near)} for phase {one.phase} in {show.period(one.period)} "
        f"({chance(one.near_prior)} before the data)"
        for one in tests.boundaries
    ]
    none = "" if tests.none is None else f"; that there is no boundary at all, {chance(tests.none)}"
    return words(
        f"The probability that a phase begins where it is declared to, or one {tests.unit} beside it, is "
        f"{show.listed(parts)}{none} (",
        context.label("figure", "periodisation"),
        ").",
    )


def _power(own: DivisionTest, tests: PhaseTests) -> Inlines:
    power = dict(tests.power)
    if _ASKED not in power or own.p_value is None:
        return ()
    found = (
        f"With {show.count(tests.periods, tests.unit)}, a lasting shift of {_ASKED:g} standard deviations is found "
        f"in {power[_ASKED]:.0%} of such histories"
    )
    if own.verdict == "not supported" and power[_ASKED] < _ENOUGH:
        found += ", so that no finding is no proof of a history without phases"
    enough = next((size for size, often in tests.power if often >= _ENOUGH), None)
    if enough is None:
        return words(f"{found}; no shift of up to {max(power):g} is found four times in five.")
    return words(found, "." if enough == _ASKED else f"; one of {enough:g} or more at least four times in five.")


def _rivals(own: DivisionTest, tests: PhaseTests) -> Inlines:
    scored = [one for one in tests.divisions if one.id != own.id and one.bic is not None]
    if not scored or own.bic is None:
        return ()
    n = sum(one.bic is not None and one.bic < own.bic - 1e-9 for one in scored)
    carried = [one.name for one in scored if one.verdict == "supported"]
    others = show.count(len(scored), "rival division")
    told = (
        f"By the Schwarz criterion, which charges for each phase, {show.number(n) if n else 'none'} of {others} on the "
        f"same series {show.verb(n, 'fits', 'fit')} better"
    )
    return words(f"{told}; the data carry {show.listed(carried) if carried else 'none of them'}.")


def _left_out(tests: PhaseTests) -> Inlines:
    out = [one for one in tests.series if one.why]
    if not out:
        return ()
    return words("Taking no part: " + "; ".join(f"{one.name} ({one.why})" for one in out) + ".")
