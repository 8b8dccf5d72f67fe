"""Claims against claims: numbers on one thing, and dates of one event."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import combinations

from kelisim.model.claim import Claim
from kelisim.model.results import Verdict
from kelisim.stages.verify.arithmetic import compare, occasion
from kelisim.stages.verify.provenance import Provenance

OUTCOMES = ("achieved", "reported", "estimated")


def compare_claims(
    claims: Sequence[Claim], dated: Collection[str], provenance: Provenance, tolerance: float
) -> Iterator[Verdict]:
    """Yield two verdicts (one for each side) a pair of claims about the same thing, in the order of the table.

    Numbers are compared within indicator, subject, place, unit, direction of change and period; dates within
    indicator, subject and place, and only for the indicators in ``dated``, whose unit is a date: any other claim
    without a number merely says something of a period. Each group is compared pairwise, so time grows with the
    squares of the groups and not of the table.
    """
    numbers: dict[tuple[object, ...], list[Claim]] = {}
    dates: dict[tuple[object, ...], list[Claim]] = {}
    for claim in claims:
        if claim.modality not in OUTCOMES or claim.period is None:
            continue
        about = (claim.indicator, claim.subject.casefold().strip(), claim.place.casefold())
        if claim.interval is not None:
            numbers.setdefault((*about, claim.unit, claim.change, occasion(claim.period)), []).append(claim)
        elif claim.subject and claim.indicator in dated:
            dates.setdefault(about, []).append(claim)
    for group in numbers.values():
        for one, other in combinations(group, 2):
            yield from _numbers(one, other, provenance, tolerance)
    for group in dates.values():
        for one, other in combinations(group, 2):
            yield from _dates(one, other, provenance)


def _numbers(one: Claim, other: Claim, provenance: Provenance, tolerance: float) -> Iterator[Verdict]:
    for claim, against in ((one, other), (other, one)):
        joined = provenance.path(claim, against)
        independent = not joined
        said, says = claim.allowing_rounding(), against.allowing_rounding()
        assert said is not None
        assert says is not None
        name = f"claim {against.id}"
        result = compare(said, says, tolerance=tolerance, step=claim.step, unit=claim.unit, other_name=name)
        if not result.overlaps:
            verdict = "contradicted"
        elif not independent:
            verdict = "dependent"
        else:
            verdict = "corroborated" if result.tells else "compatible"
        yield Verdict(
            claim.id,
            against.id,
            "claim",
            verdict,
            independent,
            result.arithmetic,
            result.gap,
            result.gap_steps,
            joined=joined,
        )


def _dates(one: Claim, other: Claim, provenance: Provenance) -> Iterator[Verdict]:
    assert one.period is not None
    assert other.period is not None
    independent = not provenance.path(one, other)
    overlap = one.period.overlaps(other.period)
    verdict = ("corroborated" if independent else "dependent") if overlap else "contradicted"
    for claim, against in ((one, other), (other, one)):
        sign = "overlaps" if overlap else "is disjoint from"
        shown = f"dated {claim.period}; claim {against.id} dates it {against.period}; the first {sign} the second"
        yield Verdict(
            claim.id, against.id, "claim", verdict, independent, shown, joined=provenance.path(claim, against)
        )
