"""Claims against statistical series: same indicator, place, unit and period, or openly not comparable."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kelisim.model.claim import Claim
from kelisim.model.indicator import Indicator
from kelisim.model.interval import Interval
from kelisim.model.results import Verdict
from kelisim.model.series import Observation, Series
from kelisim.stages.verify.arithmetic import Overlap, compare, occasion
from kelisim.stages.verify.provenance import Provenance

Key = tuple[str, str]


def compare_with_series(
    claims: Sequence[Claim],
    series: Sequence[Series],
    indicators: Sequence[Indicator],
    provenance: Provenance,
    tolerance: float,
) -> Iterator[Verdict]:
    """Yield one verdict a claim and series that measure the same indicator in the same place.

    Where a series has several vintages, a claim that any vintage bears out is not contradicted by a later revision;
    the arithmetic then says which vintage it fits.
    """
    index: dict[Key, list[tuple[Series, list[Observation]]]] = {}
    for one in series:
        places: dict[str, list[Observation]] = {}
        for observation in one.observations:
            if observation.value is not None:
                places.setdefault(observation.place.casefold(), []).append(observation)
        for place, observations in places.items():
            index.setdefault((one.indicator, place), []).append((one, observations))
    family = _vintages(series)
    for claim in claims:
        if claim.interval is None:
            continue
        found = index.get((claim.indicator, claim.place.casefold()), [])
        verdicts = [_verdict(claim, one, observations, provenance, tolerance) for one, observations in found]
        yield from _forgive_revisions(verdicts, family)


def _vintages(series: Sequence[Series]) -> dict[str, str]:
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


def _forgive_revisions(verdicts: Sequence[Verdict], family: Mapping[str, str]) -> Iterator[Verdict]:
    borne_out = {family[v.against]: v for v in verdicts if v.verdict in ("corroborated", "compatible", "dependent")}
    for verdict in verdicts:
        other = borne_out.get(family[verdict.against])
        if verdict.verdict == "contradicted" and other is not None:
            note = f"; within known revisions: vintage {other.vintage} ({other.against}) bears it out"
            yield Verdict(
                claim=verdict.claim,
                against=verdict.against,
                against_kind="series",
                verdict="compatible" if verdict.independent else "dependent",
                independent=verdict.independent,
                arithmetic=verdict.arithmetic + note,
                gap=verdict.gap,
                gap_steps=verdict.gap_steps,
                vintage=verdict.vintage,
                joined=verdict.joined,
            )
        else:
            yield verdict


def _verdict(
    claim: Claim, series: Series, observations: Sequence[Observation], provenance: Provenance, tolerance: float
) -> Verdict:
    joined = provenance.path(claim, series)
    independent = not joined
    why = _incomparable(claim, series)
    observation = None if why else _observation(claim, observations)
    if observation is None or observation.value is None:
        why = why or _no_match(claim, observations)
        return Verdict(
            claim.id, series.id, "series", "not comparable", independent, why, vintage=series.vintage, joined=joined
        )
    said = claim.allowing_rounding()
    assert said is not None
    half = (series.step or 0.0) / 2
    other = Interval(observation.value - half, observation.value + half)
    name = f"{series.provider} ({series.vintage}) for {observation.place} {observation.period}"
    result = compare(said, other, tolerance=tolerance, step=claim.step, unit=series.unit, other_name=name)
    verdict = verdict_of(result, independent=independent, bounded=claim.comparator not in ("gt", "ge", "lt", "le"))
    return Verdict(
        claim.id,
        series.id,
        "series",
        verdict,
        independent,
        result.arithmetic,
        result.gap,
        result.gap_steps,
        series.vintage,
        joined,
    )


def verdict_of(result: Overlap, *, independent: bool, bounded: bool) -> str:
    """Return the verdict for an overlap test; against a series a point tells enough, however hedged the claim."""
    if not result.overlaps:
        return "contradicted"
    if not independent:
        return "dependent"
    return "corroborated" if bounded else "compatible"


def _incomparable(claim: Claim, series: Series) -> str:
    if claim.modality == "planned":
        return "a plan is not compared with an outcome"
    if claim.unit != series.unit:
        return f"the claim is in {claim.unit or 'no unit'}, the series in {series.unit}"
    if series.subject and claim.subject and series.subject.casefold() != claim.subject.casefold():
        return f"the claim is about {claim.subject}, the series about {series.subject}"
    if claim.period is None:
        return "the claim states no period"
    if claim.change is not None and claim.comparator == "factor":
        return "a growth factor is not a level"
    return ""


def _observation(claim: Claim, observations: Sequence[Observation]) -> Observation | None:
    assert claim.period is not None
    when = occasion(claim.period)
    return next((observation for observation in observations if observation.period == when), None)


def _no_match(claim: Claim, observations: Sequence[Observation]) -> str:
    inside = [o for o in observations if o.period.contains(claim.period)] if claim.period else []
    if inside:
        return f"the claim covers {claim.period}, the series the whole of {inside[0].period}"
    return f"the series has no value for {claim.period}"
