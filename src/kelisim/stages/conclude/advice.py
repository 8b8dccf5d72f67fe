"""Recommendations held against what they rest on: verdicts, coverage, and what speaks against them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kelisim.model.claim import Claim
from kelisim.model.coding import Codebook, Coding
from kelisim.model.phase import Phase
from kelisim.model.protocol import Recommendation
from kelisim.model.results import RecommendationRow, Verified


def advise(
    advice: Recommendation,
    *,
    claims: Mapping[str, Claim],
    codings: Sequence[Coding],
    codebook: Codebook,
    phases: Sequence[Phase],
    verify: Verified,
) -> RecommendationRow:
    """Return a recommendation with the strength of its evidence.

    Contested: a claim it rests on is contradicted, or a claim named against it is corroborated. Supported: a claim it
    rests on is corroborated by something independent, and nothing contests it. Unverified: it rests on claims that
    nothing independent confirms. Codings only, or no evidence, where it rests on no claim.
    """
    verdicts = {one.claim: one.verdict for one in verify.verdicts}
    checks = {one.claim: one.n_independent for one in verify.verdicts}
    found = {claim: verdicts.get(claim, "unchecked") for claim in advice.claims}
    supporting = tuple(claim for claim, verdict in found.items() if verdict == "corroborated")
    contested = tuple(claim for claim, verdict in found.items() if verdict == "contradicted")
    against = [one.against for one in verify.comparisons if one.claim in contested and one.verdict == "contradicted"]
    marked = [one for one in codings if one.code in advice.codes]
    if contested or any(verdicts.get(one) == "corroborated" for one in advice.against):
        strength = "contested"
    elif supporting:
        strength = "supported"
    elif found:
        strength = "unverified"
    else:
        strength = "codings only" if marked else "no evidence"
    gaps = []
    if not advice.claims:
        gaps.append("rests on no claim")
    if not advice.measurable_target:
        gaps.append("has no measurable target")
    dated = [claims[one].period for one in advice.claims if one in claims]
    return RecommendationRow(
        recommendation=advice,
        strength=strength,
        supporting=supporting,
        contested=contested,
        passages=len(marked),
        gap="; ".join(gaps),
        phases=tuple(phase.id for phase in phases if any(one and phase.period.contains(one) for one in dated)),
        themes=tuple(theme.id for theme in codebook.themes if set(theme.codes) & set(advice.codes)),
        counter=tuple(dict.fromkeys((*advice.against, *against))),
        counter_passages=sum(one.code in advice.against_codes for one in codings),
        independent=sum(checks.get(one, 0) > 0 for one in advice.claims),
        coders=tuple(sorted({one.coder for one in marked})),
    )
