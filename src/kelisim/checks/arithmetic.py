"""Q: what is said of growth against the levels at both ends."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from kelisim.checks.places import at_claim, said
from kelisim.checks.registry import Rule, rule
from kelisim.model.claim import Claim
from kelisim.model.finding import Finding
from kelisim.model.indicator import Indicator
from kelisim.model.interval import Interval
from kelisim.model.period import Period
from kelisim.model.results import Results
from kelisim.model.study import StudyData
from kelisim.model.written import signed, significant
from kelisim.stages.verify.growth import RELATIVE, ends, ratio


@dataclass(frozen=True, slots=True)
class _Level:
    name: str
    shown: str
    interval: Interval


@rule(
    "Q013",
    "growth that its levels do not give",
    "error",
    "arithmetic",
    "A claim of growth, by a factor or in percent, does not follow from the levels that the study has at both ends.",
    "One of the three numbers is wrong, or they do not measure the same thing.",
)
def growth_without_its_levels(this: Rule, data: StudyData, results: Results) -> Iterator[Finding]:
    """Find growth that its own levels contradict."""
    shares = {one.id for one in data.indicators if one.unit in RELATIVE and not _of_growth(one)}
    for claim in data.claims:
        # "Rose to 59%" is a level where the indicator is a share.
        stated = ratio(claim) if claim.indicator not in shares else None
        both = ends(claim.period)
        if stated is None or both is None or claim.modality == "planned":
            continue
        pairs = [
            (first, last, last.interval / first.interval)
            for first, last in product(*(_levels(data, claim, end) for end in both))
            if first.interval.low > 0
        ]
        tolerance = data.protocol.cross_check.tolerance
        if not pairs or any(_agree(stated, given, tolerance) for _, _, given in pairs):
            continue
        first, last, given = min(pairs, key=lambda pair: stated.gap(pair[2]))
        message = (
            f"{claim.id} ({said(claim)}) does not follow from {first.name} ({first.shown}) and {last.name} "
            f"({last.shown}), which give {_told(given, claim)}"
        )
        hint = "check the three numbers against their sources, and that they measure the same thing"
        yield this.finding(message, hint, **{**at_claim(claim), "about": (claim.id, first.name, last.name)})


def _of_growth(indicator: Indicator) -> bool:
    """Say whether a relative indicator is one of growth: its bounds allow a fall, or more than the whole."""
    if indicator.unit == "factor":
        return True
    return indicator.bounds is not None and (indicator.bounds[0] < 0 or indicator.bounds[1] > 100)


def _levels(data: StudyData, growth: Claim, when: Period) -> list[_Level]:
    """Return the levels in a period of the one thing that a claim of growth can speak of."""
    claims = [
        claim
        for claim in data.claims
        if claim.period == when
        and claim.place == growth.place
        and claim.subject.casefold() == growth.subject.casefold()
        and claim.quantitative
        and claim.modality != "planned"
        and claim.unit not in RELATIVE
        and (claim.indicator == growth.indicator or claim.subject)
    ]
    # Growth often has an indicator of its own; its subject then names what grew only where one thing is counted there.
    own = [claim for claim in claims if claim.indicator == growth.indicator]
    if not own and len({(claim.indicator, claim.unit) for claim in claims}) > 1:
        return []
    levels = [_of_claim(claim) for claim in own or claims]
    for series in data.series:
        if series.indicator == growth.indicator and series.unit not in RELATIVE and not growth.subject:
            half = (series.step or 0.0) / 2
            levels.extend(
                _Level(series.id, f"{one.value:.10g}, {one.period}", Interval(one.value - half, one.value + half))
                for one in series.observations
                if one.value is not None and one.place == growth.place and one.period == when
            )
    return levels


def _of_claim(claim: Claim) -> _Level:
    interval = claim.allowing_rounding()
    assert interval is not None
    return _Level(claim.id, f"{said(claim)}, {claim.period}", interval)


def _agree(stated: Interval, given: Interval, tolerance: float) -> bool:
    sizes = [abs(one.middle) for one in (stated, given) if math.isfinite(one.middle)]
    return stated.gap(given) <= (tolerance + 1e-9) * max(sizes, default=0.0)


def _told(given: Interval, growth: Claim) -> str:
    if growth.unit == "percent":
        low, high = (100 * (bound - 1) for bound in (given.low, given.high))
        return f"a change of {signed(low, 3)}% to {signed(high, 3)}%"
    low, high = sorted((1 / given.high, 1 / given.low)) if growth.change == "down" else (given.low, given.high)
    return f"a factor of {significant(low, 3)} to {significant(high, 3)}"
