"""Q: first times that something had happened before."""

from __future__ import annotations

from collections.abc import Iterator

from kelisim.checks.places import at_claim, said
from kelisim.checks.registry import Rule, rule
from kelisim.model.claim import Claim
from kelisim.model.finding import Finding
from kelisim.model.period import Period
from kelisim.model.results import Results
from kelisim.model.study import StudyData
from kelisim.stages.telling import tells

_FIRST = ("first_time", "first_passed", "first_fell")


@rule(
    "Q018",
    "no first time",
    "error",
    "value_conflict",
    "A claim says that a value was reached for the first time, and a series or another claim of the study has it "
    "earlier.",
    "A milestone dates a turn. If the value was there before, the turn is dated wrongly, or another thing is measured.",
)
def no_first_time(this: Rule, data: StudyData, results: Results) -> Iterator[Finding]:
    """Find milestones that an earlier value contradicts."""
    for claim in data.claims:
        interval, when = claim.interval, claim.period
        if interval is None or when is None or when.start is None or not tells(claim.quote, *_FIRST):
            continue
        if claim.modality == "planned":
            continue
        falls = claim.change == "down" or claim.comparator in ("lt", "le")
        mark = claim.value if claim.value is not None else interval.high if falls else interval.low
        for name, low, high, period in _values(data, claim):
            earlier = period.end is not None and period.end < when.start
            if earlier and (high < mark if falls else low > mark):
                value = f"{low:.10g}" if low == high else f"{low:.10g} to {high:.10g}"
                message = f"{claim.id} tells of a first time ({said(claim)}, {when}); {name} has {value} in {period}"
                hint = "find the first period in which it was so, and say whether both measure the same thing"
                yield this.finding(message, hint, **{**at_claim(claim), "about": (claim.id, name.split()[0])})
                break


def _values(data: StudyData, claim: Claim) -> Iterator[tuple[str, float, float, Period]]:
    """Yield what else the study has of the same thing: series of the indicator, and claims on the same subject."""
    for series in data.series:
        same_subject = not series.subject or series.subject.casefold() == claim.subject.casefold()
        if series.indicator == claim.indicator and series.unit == claim.unit and same_subject:
            for one in series.observations:
                if one.value is not None and one.place == claim.place:
                    yield series.id, one.value, one.value, one.period
    for other in data.claims:
        same = (other.indicator, other.subject.casefold(), other.place, other.unit) == (
            claim.indicator,
            claim.subject.casefold(),
            claim.place,
            claim.unit,
        )
        if same and other is not claim and other.period is not None and other.modality != "planned":
            stated = other.allowing_rounding()
            # A change is no level, even in the same unit.
            if stated is not None and other.change is None and other.comparator != "factor":
                yield other.id, stated.low, stated.high, other.period
