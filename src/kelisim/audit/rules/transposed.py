"""A1: two figures of a number changed round: "EUR 352 million" in the summary, "EUR 532 million" in the body."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from kelisim.audit.paper import Paper, finding, short
from kelisim.audit.rules.values import comparable, disclosed, likeness, same_indicator, told_of_a_time
from kelisim.audit.statements import Statement, held_for, same_unit, vocabulary
from kelisim.audit.topic import contrast
from kelisim.model.finding import Finding

_LEAST = 0.4
_TELLING = 3
_MOST = 40
_APART = 2
_MANY = 4


def figures_changed_round(paper: Paper) -> Iterator[Finding]:
    """Find two numbers of one thing whose figures are the same in another order, where the wording alone leaves doubt.

    Each must stand once in the paper: what is repeated was meant.
    """
    groups: dict[tuple[str, int], list[Statement]] = {}
    for one in paper.statements:
        figures = _figures(one)
        if (
            len(figures) >= 2
            and (comparable(one) or _is_bare_count(one))
            and one.level
            and one.claim.comparator == "exact"
        ):
            groups.setdefault(("".join(sorted(figures)), len(str(int(abs(one.number))))), []).append(one)
    told: set[int] = set()
    for group in groups.values():
        for one, other in combinations(paper.first(group, _MOST, "numbers of the same figures"), 2):
            if one.number == other.number or {one.claim.start, other.claim.start} & told:
                continue
            if abs(one.sentence - other.sentence) < _APART or not _may_be_one(paper, one, other):
                continue
            told |= {one.claim.start, other.claim.start}
            yield finding(
                "A107", "warning", "value_conflict", 0.65 if held_for(one, other) else 0.58,
                f"{short(one.claim.text, 40)!r} and {short(other.claim.text, 40)!r} have the same figures in another "
                f"order, in two passages that seem to be of one thing.",
                "look the number up in the source; if these are two things, say in what they differ",
                (paper.place(one.claim.start, one.claim.end), paper.place(other.claim.start, other.claim.end)),
            )  # fmt: skip


def _is_bare_count(one: Statement) -> bool:
    """Say whether a number counts what was named before: "localities have acted: 278 of them had adopted some"."""
    return one.claim.kind == "count" and one.claim.unit is None and one.number >= 10 ** (_TELLING - 1)


def _figures(one: Statement) -> str:
    match = re.search(r"\d[\d.,\s]*", one.claim.text)
    return re.sub(r"\D", "", match[0]).lstrip("0") if match else ""


def _may_be_one(paper: Paper, one: Statement, other: Statement) -> bool:
    a, b = one.topic, other.topic
    if _neighbours_changed(paper, one, other):
        return True
    if not same_unit(one, other) or one.claim.unit is None or a.narrow != b.narrow or contrast(a, b, paper.language):
        return False
    if (a.names and b.names and a.names != b.names) or (a.places and b.places and a.places != b.places):
        return False
    if one.period and other.period and not one.period.overlaps(other.period):
        return False
    if (one.claim.modality == "planned") != (other.claim.modality == "planned"):
        return False
    if (
        disclosed(paper, one)
        or disclosed(paper, other)
        or not (_stands_once(paper, one) and _stands_once(paper, other))
    ):
        return False
    if not held_for(one, other) and (told_of_a_time(paper, one) or told_of_a_time(paper, other)):
        return False
    known = one.claim.indicator == other.claim.indicator and one.claim.indicator in vocabulary()
    shared = len((a.stems | a.names) & (b.stems | b.names))
    if len(set(_figures(one))) >= _TELLING and shared and shared + known >= 2:
        return True
    return same_indicator(one, other) and shared > 0 and likeness(paper, one, other) >= _LEAST


def _neighbours_changed(paper: Paper, one: Statement, other: Statement) -> bool:
    """Say whether two large numbers, each written once, differ by two neighbouring figures in sentences of one matter.

    "n = 1,412" and "1,421 answered" share no unit; so many figures are hardly the same by chance.
    """
    a, b = _all_figures(one), _all_figures(other)
    apart = [at for at in range(min(len(a), len(b))) if a[at] != b[at]]
    swapped = len(a) == len(b) and len(a.rstrip("0")) >= _TELLING and len(apart) == 2 and apart[1] == apart[0] + 1
    # Of two forms of one number the wrong one stands once.
    if not swapped or len(set(a)) < _TELLING or not (_stands_once(paper, one) or _stands_once(paper, other)):
        return False
    years = [each.period.whole_year if each.period else None for each in (one, other)]
    if years[0] and years[1] and years[0] != years[1]:
        return False
    around = [
        paper.text[max(each.claim.sentence[0], each.claim.start - 40) : each.claim.start] for each in (one, other)
    ]
    if any(paper.words.has("samples", "some", lead) for lead in around):
        return False
    counts = all(each.claim.unit is None or each.claim.kind == "count" for each in (one, other))
    said = [paper.topic_at(*each.claim.sentence) for each in (one, other)]
    shared = len(said[0].stems & said[1].stems)
    named = ((said[0].names | said[0].places) ^ (said[1].names | said[1].places)) - {paper.speller.home}
    close = len(a) >= _MANY or (shared > 1 and not named and not paper.words.runs)
    if not (_stands_once(paper, one) and _stands_once(paper, other)) and paper.words.runs:
        return False
    return (counts or same_unit(one, other)) and shared > 0 and close


_YEAR_SAID = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)(?!\d|\s?[–-]\s?\d)")


def years_changed_round(paper: Paper) -> Iterator[Finding]:
    """Find "that with Albemarle ends in 2043" and "that of Albemarle in 2034": years told once, of one name."""
    if paper.language != "en":
        return
    found: dict[str, list[re.Match[str]]] = {}
    for match in _YEAR_SAID.finditer(paper.body):
        if not paper.in_table(match.start()):
            found.setdefault(match["year"], []).append(match)
    once = {year: places[0] for year, places in found.items() if len(places) == 1}
    for year, place in once.items():
        other = once.get(year[:2] + year[3] + year[2])
        if other is None or other.start() <= place.start() or other["year"] == year:
            continue
        leads = [
            paper.topic_at(max(paper.sentence_at(at.start())[0], at.start() - 50), at.start()) for at in (place, other)
        ]
        said = [paper.topic_at(*paper.sentence_at(at.start())) for at in (place, other)]
        if not leads[0].names & leads[1].names or not said[0].stems & said[1].stems:
            continue
        yield finding(
            "A107", "warning", "date_conflict", 0.64,
            f"{place[0]} and {other[0]}, each told once and of one name, have the same figures in another order.",
            "look the year up in the source",
            (paper.place(place.start(), place.end()), paper.place(other.start(), other.end())),
        )  # fmt: skip


def _all_figures(one: Statement) -> str:
    match = re.search(r"\d[\d,\s]*\d(?![.\d])", one.claim.text)
    return re.sub(r"\D", "", match[0]) if match else ""


def _stands_once(paper: Paper, one: Statement) -> bool:
    match = re.search(r"\d[\d.,]*(?:\s\d{3})*\d|\d", one.claim.text)
    return match is not None and paper.times_written(match[0]) == 1
