"""R and P: what is typed beside evidence, and does not follow from it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kelisim.checks.places import in_study, in_table
from kelisim.checks.registry import Rule, rule
from kelisim.model.claim import Claim
from kelisim.model.finding import Finding
from kelisim.model.results import Results
from kelisim.model.study import StudyData

# Not inside a name such as S3 or iEV6S; grouped digits belong together.
_NUMBER = re.compile(r"(?<![\w.,])\d+(?:[.,\u00a0\u202f ]\d+)*(?![\w])")
_SCALES = (1.0, 1e2, 1e3, 1e4, 1e6, 1e8, 1e9, 1e12)
_YEARS = range(1800, 2200)


@rule(
    "R012",
    "number that its evidence does not give",
    "error",
    "undefined_reference",
    "A cell of a marker table has a number that none of the claims and series it names gives.",
    "A number typed beside its evidence drifts away from it. Years are left out.",
)
def number_not_given(this: Rule, data: StudyData, results: Results) -> Iterator[Finding]:
    """Find typed numbers that no claim or series of their cell carries."""
    claims = {claim.id: claim for claim in data.claims}
    values = {one.id: [o.value for o in one.observations if o.value is not None] for one in data.series}
    for cell in data.markers:
        named = [claims[one] for one in cell.claims if one in claims]
        series = values.get(cell.series, [])
        # What rests on sources alone is there to be read; nothing can be compared with it.
        if not named and not series:
            continue
        given = {number for claim in named for number in _given(claim)} | set(series)
        for typed in _NUMBER.findall(cell.text):
            if not any(_means(typed, number) for number in given):
                evidence = (*cell.claims, *((cell.series,) if cell.series else ()))
                message = (
                    f"{', '.join(evidence)}: table {cell.table}, {cell.row!r}, phase {cell.phase} has {typed!r}, which "
                )
                message += "it does not give" if len(named) + bool(cell.series) == 1 else "they do not give"
                hint = "mend the cell, or name the claim that has the number"
                yield this.finding(message, hint, **{**in_table(data, cell), "about": evidence})


def _given(claim: Claim) -> Iterator[float]:
    if claim.value is not None:
        yield claim.value
    if claim.interval is not None:
        yield from (claim.interval.low, claim.interval.high)
    for text in (claim.stated, claim.quote):
        for typed in _NUMBER.findall(text):
            yield from (value for value, _ in _readings(typed))


def _means(typed: str, number: float) -> bool:
    """Say whether a typed number is a year, or can be ``number`` in some scale, rounded as it is typed."""
    for value, decimals in _readings(typed):
        if decimals == 0 and value in _YEARS:
            return True
        if any(abs(round(number / scale, decimals) - value) < 1e-9 * max(1.0, value) for scale in _SCALES):
            return True
    return False


def _readings(typed: str) -> Iterable[tuple[float, int]]:
    """Return what some digits can mean, with their decimals: a comma or point may group thousands or mark decimals."""
    compact = re.sub(r"[\u00a0\u202f ]", "", typed)
    yield float(re.sub(r"[.,]", "", compact)), 0
    whole, mark, decimals = re.sub(r"[.,](?=.*[.,])", "", compact).replace(",", ".").partition(".")
    if mark:
        yield float(f"{whole}.{decimals}"), len(decimals)


@rule(
    "P012",
    "phase that rests on another time",
    "warning",
    "period_conflict",
    "A claim that a phase is built on speaks of a time wholly outside the phase; a plan for later is left out.",
    "The phase is then named for what is dated elsewhere.",
)
def dated_elsewhere(this: Rule, data: StudyData, results: Results) -> Iterator[Finding]:
    """Find phases that rest on claims about another time."""
    claims = {claim.id: claim for claim in data.claims}
    for phase in data.phases:
        for identifier in phase.claims:
            claim = claims.get(identifier)
            if claim is None or claim.period is None or claim.modality == "planned":
                continue
            if not claim.period.overlaps(phase.period):
                message = f"phase {phase.id} ({phase.period}) rests on {identifier}, which speaks of {claim.period}"
                hint = "move the claim to its phase, or mend the boundary"
                yield this.finding(message, hint, **in_study(data, "phases", phase.id, identifier))
