"""Claims against claims: numbers on one thing, and dates of one event."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import combinations

from kelisim.model.claim import Claim
from kelisim.model.results import Verdict
from kelisim.stages.verify.arithmetic import compare, occasion
from kelisim.stages.verify.provenance import Provenance
from kelisim.stages.verify.units import Units

OUTCOMES = ("achieved", "reported", "estimated")


def compare_claims(
    claims: Sequence[Claim], dated: Collection[str], provenance: Provenance, tolerance: float, units: Units
) -> Iterator[Verdict]:
    """Yield two verdicts (one for each side) a pair of claims about the same thing, in the order of the table.

    Numbers are compared within indicator, subject, place, direction of change and period, where their units can be
    converted into each other; dates within indicator, subject and place, and only for the indicators in ``dated``,
    whose unit is a date: any other claim without a number merely says something of a period. Each group is compared
    pairwise, so time grows with the squares of the groups and not of the table.
    """
    numbers: dict[tuple[object, ...], list[Claim]] = {}
    dates: dict[tuple[object, ...], list[Claim]] = {}
    for claim in claims:
        if claim.modality not in OUTCOMES or claim.period is None:
            continue
        about = (claim.indicator, claim.subject.casefold().strip(), claim.place.casefold())
        if claim.interval is not None:
            kind = units.kind(claim.unit)
            numbers.setdefault((*about, kind, claim.change, occasion(claim.period)), []).append(claim)
        elif claim.subject and claim.indicator in dated:
            dates.setdefault(about, []).append(claim)
    for group in numbers.values():
        for one, other in combinations(group, 2):
            yield from _numbers(one, other, provenance, tolerance, units)
    for group in dates.values():
        for one, other in combinations(group, 2):
            yield from _dates(one, other, provenance)


def _numbers(one: Claim, other: Claim, provenance: Provenance, tolerance: float, units: Units) -> Iterator[Verdict]:
    for claim, against in ((one, other), (other, one)):
        joined = provenance.path(claim, against)
        said, says = claim.allowing_rounding(), against.allowing_rounding()
        assert said is not None
        assert says is not None
        assert claim.period is not None
        conversion = units.convert(against.unit, claim.unit, occasion(claim.period))
        if conversion is None:
            why = f"other unit: the claim is in {claim.unit or 'no unit'}, claim {against.id} in {against.unit}"
            yield Verdict(claim.id, against.id, "claim", "not comparable", not joined, why, joined=joined)
            continue
        name = f"claim {against.id}"
        says = conversion.apply(says) if conversion.words else says
        result = compare(said, says, tolerance=tolerance, step=claim.step, unit=claim.unit, other_name=name)
        if not result.overlaps:
            verdict = "contradicted"
        elif joined:
            verdict = "dependent"
        else:
            verdict = "corroborated" if result.tells else "compatible"
        arithmetic = f"{result.arithmetic} ({conversion.words})" if conversion.words else result.arithmetic
        yield Verdict(
            claim.id,
            against.id,
            "claim",
            verdict,
            not joined,
            arithmetic,
            result.gap,
            result.gap_steps,
            joined=joined,
        )


def _dates(one: Claim, other: Claim, provenance: Provenance) -> Iterator[Verdict]:
    assert one.period is not None
    assert other.period is not None
    overlap = one.period.overlaps(other.period)
    for claim, against in ((one, other), (other, one)):
        joined = provenance.path(claim, against)
        verdict = ("dependent" if joined else "corroborated") if overlap else "contradicted"
        sign = "overlaps" if overlap else "is disjoint from"
        shown = f"dated {claim.period}; claim {against.id} dates it {against.period}; the first {sign} the second"
        yield Verdict(claim.id, against.id, "claim", verdict, not joined, shown, joined=joined)
