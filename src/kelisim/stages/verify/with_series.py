"""Claims against statistical series: brought to one unit and period, or openly not comparable."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kelisim.model.claim import Claim
from kelisim.model.indicator import Indicator
from kelisim.model.interval import Interval
from kelisim.model.period import Period
from kelisim.model.results import Verdict
from kelisim.model.series import Observation, Series
from kelisim.stages.verify.arithmetic import compare, plain, show
from kelisim.stages.verify.provenance import Provenance
from kelisim.stages.verify.readings import Reading, read
from kelisim.stages.verify.units import Units

REVISED = "within known revisions"


def compare_with_series(
    claims: Sequence[Claim],
    series: Sequence[tuple[Series, Sequence[Observation]]],
    indicator: Indicator | None,
    provenance: Provenance,
    tolerance: float,
    units: Units,
    family: Mapping[str, str],
) -> Iterator[Verdict]:
    """Yield one verdict a claim and series of one indicator and place; ``series`` come with their values there.

    Where a series has several vintages (``family`` names the newest of each), the span of their values widens the
    comparison: a claim within it is not contradicted by a revision, and the arithmetic says so.
    """
    observed: list[tuple[Series, dict[Period, Observation]]] = [
        (one, {seen.period: seen for seen in values}) for one, values in series
    ]
    for claim in claims:
        if claim.interval is None:
            continue
        readings = [(one, read(claim, one, values, indicator, units)) for one, values in observed]
        for one, reading in readings:
            joined = provenance.path(claim, one)
            if isinstance(reading, str):
                yield Verdict(
                    claim.id,
                    one.id,
                    "series",
                    "not comparable",
                    not joined,
                    reading,
                    vintage=one.vintage,
                    joined=joined,
                )
                continue
            vintages = [
                (other, its)
                for other, its in readings
                if family[other.id] == family[one.id] and isinstance(its, Reading)
            ]
            yield _verdict(claim, one, reading, vintages, joined, tolerance)


def vintages_of(series: Sequence[Series]) -> dict[str, str]:
    """Map each series to the newest vintage of its family."""
    newer = {one.supersedes: one.id for one in series if one.supersedes}
    newest = {}
    for one in series:
        here, seen = one.id, {one.id}
        while here in newer and newer[here] not in seen:
            here = newer[here]
            seen.add(here)
        newest[one.id] = here
    return newest


def _verdict(
    claim: Claim,
    series: Series,
    reading: Reading,
    vintages: Sequence[tuple[Series, Reading]],
    joined: str,
    tolerance: float,
) -> Verdict:
    # An average or ratio has no stated step of its own: growth of 36 times is stated to the whole number.
    step = claim.step
    name = f"{series.provider} ({series.vintage}) for {claim.place} {claim.period}"
    result = compare(reading.said, reading.says, tolerance=tolerance, step=step, unit=reading.unit, other_name=name)
    arithmetic = f"{result.arithmetic} ({reading.steps})" if reading.steps else result.arithmetic
    gap, steps = result.gap, result.gap_steps
    verdict = "contradicted"
    if result.overlaps:
        bounded = claim.comparator not in ("gt", "ge", "lt", "le") and not reading.bound
        verdict = "dependent" if joined else "corroborated" if bounded else "compatible"
    elif len(vintages) > 1:
        span = Interval(min(its.says.low for _, its in vintages), max(its.says.high for _, its in vintages))
        named = ", ".join(f"{one.vintage} ({one.id}) {show(its.says)}" for one, its in vintages)
        wider = compare(
            reading.said, span, tolerance=tolerance, step=step, unit=reading.unit, other_name="the vintages"
        )
        gap, steps = wider.gap, wider.gap_steps
        if wider.overlaps:
            verdict = "dependent" if joined else "compatible"
            arithmetic += f"; {REVISED}: the vintages {named} span {show(span)}"
        else:
            arithmetic += f"; beyond known revisions: the vintages {named} span {show(span)}, {plain(gap, 6)} away"
    return Verdict(claim.id, series.id, "series", verdict, not joined, arithmetic, gap, steps, series.vintage, joined)
