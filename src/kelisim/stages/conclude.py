"""Conclude: indicators by phase, the declared marker tables, and recommendations tied to their evidence."""

from __future__ import annotations

from collections.abc import Sequence

from kelisim.model.claim import Claim
from kelisim.model.indicator import Indicator
from kelisim.model.phase import Marker, Phase
from kelisim.model.protocol import Recommendation, StudyDescription
from kelisim.model.results import Claimed, Coded, Concluded, IndicatorCell, RecommendationRow, Verified
from kelisim.model.series import Observation, Series


def run(
    *,
    indicators: Sequence[Indicator],
    markers: Sequence[Marker],
    phases: Sequence[Phase],
    recommendations: Sequence[Recommendation],
    series: Sequence[Series],
    description: StudyDescription,
    code: Coded,
    claim: Claimed,
    verify: Verified,
) -> Concluded:
    """Return each indicator in each phase from claims and series, the markers, and the evidence of each advice."""
    cells = [
        cell
        for indicator in indicators
        for phase in phases
        for cell in _cells(indicator, phase, claim.claims, series, description.places)
    ]
    verdicts = {one.claim: one.verdict for one in verify.verdicts}
    passages: dict[str, int] = {}
    for coding in code.codings:
        passages[coding.code] = passages.get(coding.code, 0) + 1
    advice = tuple(_advise(one, verdicts, passages) for one in recommendations)
    return Concluded(tuple(cells), tuple(markers), advice)


def _cells(
    indicator: Indicator, phase: Phase, claims: Sequence[Claim], series: Sequence[Series], places: Sequence[str]
) -> list[IndicatorCell]:
    dated = sorted(
        (
            claim
            for claim in claims
            if claim.indicator == indicator.id and claim.quantitative and _falls_in(claim, phase)
        ),
        key=lambda claim: str(claim.period and claim.period.end),
    )
    observed: list[tuple[Series, Observation]] = [
        (one, observation)
        for one in series
        if one.indicator == indicator.id and not any(other.supersedes == one.id for other in series)
        for observation in one.observations
        if observation.value is not None
        and phase.period.contains(observation.period)
        and (not places or observation.place in places)
    ]
    if not dated and not observed:
        return []
    parts = [f"{claim.stated or claim.value} ({_where(claim)}{claim.period})" for claim in dated]
    by_place: dict[tuple[str, str], list[Observation]] = {}
    for one, observation in observed:
        by_place.setdefault((one.id, observation.place), []).append(observation)
    for (identifier, place), found in by_place.items():
        first, last = found[0], found[-1]
        parts.append(f"{first.value:g} ({place} {first.period}, {identifier})")
        if last is not first:
            parts[-1] += f" to {last.value:g} ({last.period})"
    return [
        IndicatorCell(
            indicator=indicator.id,
            phase=phase.id,
            text="; ".join(parts),
            claims=tuple(claim.id for claim in dated),
            series=tuple(dict.fromkeys(one.id for one, _ in observed)),
            trend=_trend(dated, by_place),
        )
    ]


def _falls_in(claim: Claim, phase: Phase) -> bool:
    return claim.period is not None and phase.period.contains(claim.period)


def _where(claim: Claim) -> str:
    words = ", ".join(part for part in (claim.subject, claim.place) if part)
    return f"{words}, " if words else ""


def _trend(claims: Sequence[Claim], observed: dict[tuple[str, str], list[Observation]]) -> str:
    """Return "up", "down", "level" or "mixed" over comparable pairs of dated values, "" where there is no pair."""
    pairs: list[tuple[float, float]] = []
    groups: dict[tuple[str, str, str], list[Claim]] = {}
    for claim in claims:
        if claim.value is not None and claim.comparator in ("exact", "approx") and claim.modality != "planned":
            groups.setdefault((claim.subject.casefold(), claim.place, claim.unit), []).append(claim)
    for group in groups.values():
        if group[0].period != group[-1].period:
            pairs.append((group[0].value or 0.0, group[-1].value or 0.0))
    for found in observed.values():
        if len(found) > 1:
            pairs.append((found[0].value or 0.0, found[-1].value or 0.0))
    signs = {"up" if last > first else "down" if last < first else "level" for first, last in pairs}
    return "" if not signs else signs.pop() if len(signs) == 1 else "mixed"


def _advise(advice: Recommendation, verdicts: dict[str, str], passages: dict[str, int]) -> RecommendationRow:
    found = {claim: verdicts.get(claim, "unchecked") for claim in advice.claims}
    supporting = tuple(claim for claim, verdict in found.items() if verdict == "corroborated")
    contested = tuple(claim for claim, verdict in found.items() if verdict == "contradicted")
    coded = sum(passages.get(code, 0) for code in advice.codes)
    if contested:
        strength = "contested"
    elif supporting:
        strength = "supported"
    elif found:
        strength = "unverified"
    else:
        strength = "codings only" if coded else "no evidence"
    gaps = []
    if not advice.claims:
        gaps.append("rests on no claim")
    if not advice.measurable_target:
        gaps.append("has no measurable target")
    return RecommendationRow(advice, strength, supporting, contested, coded, "; ".join(gaps))
