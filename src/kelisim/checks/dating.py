"""Q: when a number was measured, and numbers that nobody has taken up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import combinations

from kelisim.checks.places import at_claim, dated_sources, said
from kelisim.checks.registry import Rule, rule
from kelisim.model.claim import Claim
from kelisim.model.finding import Finding
from kelisim.model.results import Results
from kelisim.model.study import StudyData

_TELLING = 3


@rule(
    "Q015",
    "part of a period given as the whole",
    "warning",
    "date_conflict",
    "A number about what has happened in a period rests only on sources that were published before the period ended.",
    "They can have counted only a part of it. Levels at one day, plans and estimates are left out.",
)
def part_as_whole(this: Rule, data: StudyData, results: Results) -> Iterator[Finding]:
    """Find numbers for a year that was not over when they were published."""
    published = {source.id: source.published for source in data.sources}
    for claim in data.claims:
        period = claim.period
        if not claim.quantitative or claim.modality in ("planned", "estimated") or period is None:
            continue
        if period.start is None or period.end is None or period.precision not in ("year", "half", "quarter", "month"):
            continue
        known = dated_sources(claim, published)
        # A source from before the period began is another fault, and another rule's.
        if known and all(period.start <= end < period.end for _, _, end in known):
            listed = ", ".join(f"{cited} ({date})" for cited, date, _ in known)
            message = f"{claim.id} ({said(claim)}) is given for {period} but rests only on {listed}"
            yield this.finding(message, "give the months that were counted, or cite a later source", **at_claim(claim))


@rule(
    "Q016",
    "one value dated twice",
    "warning",
    "date_conflict",
    "Claims give the same value of the same thing, to three digits or more, for periods that share no day.",
    "Two years seldom agree so closely: most often one number was copied under another date.",
)
def value_dated_twice(this: Rule, data: StudyData, results: Results) -> Iterator[Finding]:
    """Find numbers that stand under two dates."""
    groups: dict[tuple[str, str, str, str, float], list[Claim]] = {}
    for claim in data.claims:
        if claim.value is not None and claim.period is not None and _digits(claim.value) >= _TELLING:
            key = (claim.indicator, claim.subject.casefold(), claim.place, claim.unit, claim.value)
            groups.setdefault(key, []).append(claim)
    for same in groups.values():
        for first, second in combinations(same, 2):
            if first.period and second.period and not first.period.overlaps(second.period):
                message = f"{first.id} gives {said(first)} for {first.period}, {second.id} the same for {second.period}"
                place = {**at_claim(first), "about": (first.id, second.id)}
                yield this.finding(message, "read both passages and mend the period that is wrong", **place)


def _digits(value: float) -> int:
    """Return how many digits of a number are telling: leading and trailing noughts are not."""
    return len(f"{abs(value):.12g}".split("e")[0].replace(".", "").strip("0"))


@rule(
    "Q017",
    "numbers that are no claims",
    "note",
    "missing_cross_check",
    "A document that claims are taken from holds numbers that are no claim and that nobody has set aside.",
    "What was left out may be what does not fit.",
)
def numbers_without_claim(this: Rule, data: StudyData, results: Results) -> Iterator[Finding]:
    """Count the numbers in each claimed document that nobody has looked at."""
    claimed = {claim.document for claim in data.claims if claim.document}
    # A bare number or an ordinal seldom says anything that could be checked.
    left = [one for one in results.claim.candidates if not one.claim and one.unit and one.kind == "quantity"]
    counts = Counter(one.source for one in left if one.source in claimed)
    first = {one.source: one.text for one in reversed(left)}
    files = {document.source: document.file for document in results.collect.documents}
    for source, count in counts.items():
        message = f"{source} holds {count} numbers that nobody has confirmed or rejected, the first {first[source]!r}"
        hint = "make them claims, or reject them in your journal: kelisim claims list shows them"
        if count == 1:
            message = f"{source} holds a number that nobody has confirmed or rejected: {first[source]!r}"
            hint = "make it a claim, or reject it in your journal: kelisim claims list shows it"
        yield this.finding(message, hint, file=files.get(source, ""), about=(source,))
