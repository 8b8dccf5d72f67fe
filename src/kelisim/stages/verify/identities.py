"""Identities between indicators, tested by interval arithmetic wherever their parts occur for one place and period."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, product

from kelisim.model.claim import Claim
from kelisim.model.formula import Formula, Term, parse_formula
from kelisim.model.indicator import Identity, Indicator
from kelisim.model.interval import Interval
from kelisim.model.period import Period
from kelisim.model.results import IdentityTest, Verdict
from kelisim.model.series import Series
from kelisim.stages.verify.arithmetic import compare, occasion, show
from kelisim.stages.verify.dimensions import factors
from kelisim.stages.verify.growth import RELATIVE, year_before
from kelisim.stages.verify.provenance import Provenance
from kelisim.stages.verify.units import Units

# More statements of one part than this are not combined one by one: the closest few tell.
_COMBINATIONS = 400


@dataclass(frozen=True, slots=True)
class Statement:
    """A number that a claim or series states: ``value`` in the unit of its indicator, a percentage as a fraction."""

    id: str
    value: Interval
    of: Claim | Series


class Statements:
    """Levels of indicators by indicator, subject, place and period."""

    def __init__(
        self, claims: Sequence[Claim], series: Sequence[Series], indicators: Sequence[Indicator], units: Units
    ) -> None:
        self._unit = {one.id: one.unit for one in indicators}
        self.units = units
        self._found: dict[tuple[str, str], dict[tuple[str, Period], list[Statement]]] = {}
        for claim in claims:
            interval = claim.allowing_rounding()
            change = (
                claim.change is not None and claim.unit in RELATIVE and claim.unit != self._unit.get(claim.indicator)
            )
            if interval is None or claim.period is None or claim.modality == "planned" or change:
                continue
            self._add(claim.indicator, claim.subject, claim.place, occasion(claim.period), claim, interval, claim.unit)
        for one in series:
            half = (one.step or 0.0) / 2
            for seen in one.observations:
                if seen.value is not None:
                    value = Interval(seen.value - half, seen.value + half)
                    self._add(one.indicator, one.subject, seen.place, seen.period, one, value, one.unit)

    def _add(
        self, indicator: str, subject: str, place: str, period: Period, of: Claim | Series, value: Interval, unit: str
    ) -> None:
        due = self._unit.get(indicator, unit)
        conversion = self.units.convert(unit, due, period)
        if conversion is None:
            return
        value = conversion.apply(value) if conversion.words else value
        if due == "percent":
            value = value * Interval.point(0.01)
        table = self._found.setdefault((indicator, subject.casefold().strip()), {})
        table.setdefault((place.casefold(), period), []).append(Statement(of.id, value, of))

    def occasions(self, indicator: str, subject: str) -> Mapping[tuple[str, Period], list[Statement]]:
        """Return the statements on an indicator and subject by place and period."""
        return self._found.get((indicator, subject.casefold()), {})

    def at(self, indicator: str, subject: str, place: str, period: Period) -> list[Statement]:
        """Return the statements on an indicator and subject for one place and period."""
        return self.occasions(indicator, subject).get((place, period), [])


def test_identities(
    identities: Sequence[Identity],
    indicators: Sequence[Indicator],
    statements: Statements,
    provenance: Provenance,
    tolerance: float,
) -> Iterator[tuple[IdentityTest, Verdict | None]]:
    """Yield a test for each statement of a left side whose parts are all stated, and the verdict where it is a claim.

    Where parts are stated more than once, every combination is tried: the left side agrees where one of them bears it
    out, and is contradicted by the nearest where none does.
    """
    unit = {one.id: one.unit for one in indicators}
    for identity in identities:
        formula = parse_formula(identity.formula)
        ids = {term: indicator_of(term.name, unit) for term in (formula.left, *formula.parts)}
        left = ids[formula.left]
        named = {term: unit.get(ids[term], "") for term in (formula.left, *formula.parts)}
        into = factors(formula, named, statements.units)
        for (place, period), stated in sorted(
            statements.occasions(left, formula.left.subject).items(), key=lambda item: (item[0][0], str(item[0][1]))
        ):
            found = _parts(formula, ids, statements, place, period)
            if found is None:
                continue
            for one in stated:
                test = _test(identity, formula, ids, one, found, place, period, named, into, provenance, tolerance)
                if test is not None:
                    yield test


def indicator_of(name: str, indicators: Mapping[str, object]) -> str:
    """Return the indicator that a name in an identity stands for: "_" may stand for "-"; "" for none."""
    if name in indicators:
        return name
    return next((one for one in indicators if one.replace("-", "_") == name), "")


def _parts(
    formula: Formula, ids: Mapping[Term, str], statements: Statements, place: str, period: Period
) -> list[tuple[Term, list[Statement]]] | None:
    found = []
    for term in formula.parts:
        try:
            when = year_before(period) if term.lag else period
        except ValueError:
            return None
        those = statements.at(ids[term], term.subject, place, when)
        if not those:
            return None
        found.append((term, those))
    return found


def _test(
    identity: Identity,
    formula: Formula,
    ids: Mapping[Term, str],
    stated: Statement,
    parts: Sequence[tuple[Term, list[Statement]]],
    place: str,
    period: Period,
    named: Mapping[Term, str],
    into: Mapping[Term, float],
    provenance: Provenance,
    tolerance: float,
) -> tuple[IdentityTest, Verdict | None] | None:
    terms = [term for term, _ in parts]
    unit = named[formula.left]
    converted = any(into[term] != into[formula.left] for term in terms)
    back = Interval.point(1 / into[formula.left])
    tried = []
    for chosen in islice(product(*(those for _, those in parts)), _COMBINATIONS):
        try:
            values = {term: one.value * Interval.point(into[term]) for term, one in zip(terms, chosen, strict=True)}
            derived = formula.evaluate(values) * back
        except ZeroDivisionError:
            continue
        tried.append((stated.value.gap(derived), _dependent(stated, chosen, provenance), derived, chosen))
    if not tried:
        return None
    # Of the combinations that agree, an independent one tells most.
    _, joined, derived, chosen = min(tried, key=lambda one: (one[0], bool(one[1])))
    scale = 100.0 if unit == "percent" else 1.0
    said, says = (value * Interval.point(scale) for value in (stated.value, derived))
    step = stated.of.step
    name = f"the identity {identity.id}"
    result = compare(said, says, tolerance=tolerance, step=step, unit=unit, other_name=name)
    told = ", ".join(
        f"{_told(term, ids)} = {show(one.value)} {named[term] if converted else ''}".rstrip() + f" by {one.id}"
        for term, one in zip(terms, chosen, strict=True)
    )
    arithmetic = f"{result.arithmetic} (with {told})"
    used = tuple(one.id for one in chosen)
    agrees = "agrees" if result.overlaps else "contradicted"
    test = IdentityTest(identity.id, place, str(period), stated.id, used, agrees, said, says, result.gap, arithmetic)
    if not isinstance(stated.of, Claim):
        return test, None
    verdict = "contradicted" if not result.overlaps else "dependent" if joined else "compatible"
    if verdict == "compatible" and result.tells:
        verdict = "corroborated"
    return test, Verdict(
        stated.id, identity.id, "identity", verdict, not joined, arithmetic, result.gap, result.gap_steps, joined=joined
    )


def _told(term: Term, ids: Mapping[Term, str]) -> str:
    shown = f"{ids[term]} of {term.subject}" if term.subject else ids[term]
    return f"{shown} a year before" if term.lag else shown


def _dependent(stated: Statement, chosen: Sequence[Statement], provenance: Provenance) -> str:
    """Say how a part depends on what it is held against; one such part is enough to make the result dependent."""
    if not isinstance(stated.of, Claim):
        return ""
    return next((path for one in chosen if (path := provenance.path(stated.of, one.of))), "")
