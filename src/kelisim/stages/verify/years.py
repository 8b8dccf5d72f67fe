"""Claims on parts of a year against claims on the whole, for indicators that say how they add up over time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kelisim.model.claim import Claim
from kelisim.model.indicator import Indicator
from kelisim.model.interval import Interval
from kelisim.model.results import Verdict
from kelisim.stages.verify.arithmetic import compare, occasion, show
from kelisim.stages.verify.between import OUTCOMES
from kelisim.stages.verify.provenance import Provenance
from kelisim.stages.verify.readings import tile


def compare_with_parts(
    claims: Sequence[Claim], indicator: Indicator | None, provenance: Provenance, tolerance: float
) -> Iterator[Verdict]:
    """Yield verdicts on claims about a year from claims about its parts, and on a part that exceeds its year.

    The parts must be one source's, of one subject and unit, and make up the year without gap or overlap. That a part
    cannot exceed the whole is used only for sums of what cannot be negative.
    """
    if indicator is None or not indicator.over_time:
        return
    years: list[Claim] = []
    parts: dict[tuple[str, str, int], list[Claim]] = {}
    for claim in claims:
        if claim.interval is None or claim.period is None or claim.change or claim.modality not in OUTCOMES:
            continue
        when = occasion(claim.period)
        if when.whole_year is not None:
            years.append(claim)
        elif when.year is not None:
            parts.setdefault((claim.subject.casefold().strip(), claim.unit, when.year), []).append(claim)
    capped = indicator.over_time == "sum" and indicator.bounds is not None and indicator.bounds[0] >= 0
    for year in years:
        assert year.period is not None
        when = occasion(year.period)
        assert when.whole_year is not None
        those = parts.get((year.subject.casefold().strip(), year.unit, when.whole_year), [])
        for source in dict.fromkeys(one.source for one in those):
            own = {one.period: one for one in those if one.source == source and one.period is not None}
            used = [own[period] for period in tile(own, when)]
            if used:
                yield _summed(year, used, indicator, provenance, tolerance)
        for part in those if capped else ():
            yield from _capped(part, year, provenance, tolerance)


def _summed(
    year: Claim, parts: Sequence[Claim], indicator: Indicator, provenance: Provenance, tolerance: float
) -> Verdict:
    said, values = year.allowing_rounding(), [one.allowing_rounding() for one in parts]
    assert said is not None
    total = Interval.point(0.0)
    for value in values:
        assert value is not None
        total = total + value
    if indicator.over_time == "mean":
        total = total * Interval.point(1 / len(parts))
    elif indicator.over_time == "last":
        assert values[-1] is not None
        total = values[-1]
    told = {"sum": "the sum", "mean": "the mean", "last": "the last"}[indicator.over_time]
    name = f"{told} of claims {', '.join(one.id for one in parts)}"
    result = compare(said, total, tolerance=tolerance, step=year.step, unit=year.unit, other_name=name)
    joined = next((path for one in parts if (path := provenance.path(year, one))), "")
    verdict = "contradicted"
    if result.overlaps:
        verdict = "dependent" if joined else "corroborated" if result.tells else "compatible"
    return Verdict(
        year.id,
        parts[0].id,
        "claim",
        verdict,
        not joined,
        result.arithmetic,
        result.gap,
        result.gap_steps,
        joined=joined,
    )


def _capped(part: Claim, year: Claim, provenance: Provenance, tolerance: float) -> Iterator[Verdict]:
    """Yield a contradiction for each side where a part is more than the whole: less than the whole says nothing."""
    said, whole = part.allowing_rounding(), year.allowing_rounding()
    assert said is not None
    assert whole is not None
    most = Interval(0.0, max(whole.high, 0.0))
    name = f"claim {year.id} allows no more than {show(whole)} for the whole of {year.period} and so"
    result = compare(said, most, tolerance=tolerance, step=part.step, unit=part.unit, other_name=name)
    if result.overlaps:
        return
    for claim, against in ((part, year), (year, part)):
        joined = provenance.path(claim, against)
        steps = result.gap / claim.step if claim.step else None
        yield Verdict(
            claim.id,
            against.id,
            "claim",
            "contradicted",
            not joined,
            result.arithmetic,
            result.gap,
            steps,
            joined=joined,
        )
