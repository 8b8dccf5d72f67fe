"""A1: how many coders, reviewers or raters did one thing, and clusters that are as many as what they are made of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from kelisim.audit.paper import Paper, finding
from kelisim.audit.words import stem
from kelisim.model.finding import Finding

_NUMBERS = {"one": 1, "a single": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "both": 2}
_WHO = re.compile(
    rf"(?<![\w-])(?P<the>the\s)?(?P<number>{'|'.join(_NUMBERS)}|[2-9])\s(?:of (?:us|the)\s)?(?:(?:independent|trained"
    r"|different|other|human|external)\s){0,2}(?P<role>reviewers?|coders?|raters?|assessors?|annotators?|interviewers?"
    r"|judges|screeners?|referees)\b",
    re.IGNORECASE,
)
_OTHER = re.compile(r"\b(?:third|fourth|another|additional|second)\s(?:\w+\s)?$", re.IGNORECASE)
_DID = re.compile(
    r"\b(?:screen|extract|cod|rat|assess|judg|annotat|classif|review|scor|transcrib|interview|read)(?:e[ds]?|ed|ied|ing|ings)?\b",
    re.IGNORECASE,
)
_CLUSTERED = re.compile(
    r"\bclustered\s(?:at|by|on|within)\s(?:the\s)?(?:level of (?:the\s)?)?(?P<unit>[a-z]+?)(?:s|[- ]level|\slevel)?\s"
    r"\(\s?(?P<number>\d{1,5})\s(?P<noun>clusters|[a-z]+s)\s?\)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Doers:
    number: int
    role: str
    known: bool
    did: frozenset[str]
    start: int
    end: int


def doers_told_twice(paper: Paper) -> Iterator[Finding]:
    """Find "two reviewers screened the records" and "titles were screened by one reviewer"."""
    if paper.language != "en":
        return
    found = []
    for match in _WHO.finditer(paper.body):
        first, stop = paper.sentence_at(match.start())
        lead = paper.body[max(first, match.start() - 20) : match.start()]
        if _OTHER.search(lead) or paper.in_references(match.start()) or paper.in_table(match.start()):
            continue
        said = match["number"].lower()
        did = frozenset(stem(each[0], "en") for each in _DID.finditer(paper.body, first, stop))
        number = int(said) if said.isdigit() else _NUMBERS[said]
        role = stem(match["role"], "en")
        known = match["the"] is not None or said == "both"
        found.append(_Doers(number, role, known, did - {role}, match.start(), match.end()))
    for one, other in combinations(found, 2):
        if one.role != other.role or one.number == other.number:
            continue
        if paper.sentence_at(one.start) == paper.sentence_at(other.start) or not (one.did & other.did or other.known):
            continue
        if any(each.number == other.number and each is not other for each in found if each.role == other.role):
            continue
        yield finding(
            "A113", "warning", "value_conflict", 0.66,
            f"“{paper.body[one.start : one.end]}” did it in one place and “{paper.body[other.start : other.end]}” in "
            "another.",
            "give one number, or say who did what",
            (paper.place(one.start, one.end), paper.place(other.start, other.end)),
        )  # fmt: skip
        break


def clusters_against_units(paper: Paper) -> Iterator[Finding]:
    """Find "clustered at the district level (32 clusters)" in a paper of 31 districts."""
    if paper.language != "en":
        return
    for match in _CLUSTERED.finditer(paper.body):
        root, number = stem(match["unit"], "en"), int(match["number"])
        counts = [
            one for one in paper.statements
            if one.level and one.claim.comparator == "exact" and one.number == int(one.number)
            and stem((one.claim.unit or "").replace("_", " ").split(" ")[-1], "en") == root
            and not match.start() <= one.claim.start < match.end() and "part" not in one.topic.narrow
        ]  # fmt: skip
        numbers = {int(one.number) for one in counts}
        most = max(numbers, default=0)
        told = [one for one in counts if int(one.number) == most]
        sums = {a + b for a, b in combinations(numbers, 2)}
        if number in numbers | sums or len(told) < 2 or not 0.5 * most < number < 2 * most:
            continue
        yield finding(
            "A113", "warning", "value_conflict", 0.68,
            f"“{match[0]}” stands beside {told[0].claim.text!r}.",
            "give one number, or say which were left out",
            (paper.place(match.start(), match.end()), paper.place(told[0].claim.start, told[0].claim.end)),
        )  # fmt: skip
        break


_SIDES = "pre|post"
_PERIODS = re.compile(
    rf"(?<![\w-])(?P<number>one|two|three|four|five|six|seven|eight|nine|ten|\d{{1,2}})\s(?:full\s|complete\s)?"
    rf"(?:(?P<side>{_SIDES})-(?:treatment|reform|policy|adoption|period|intervention|law|ban)\s(?P<unit>years?|quarters?"
    rf"|months?|waves?)|(?P<unit2>years?|quarters?|months?|waves?)\sof\s(?P<side2>{_SIDES})-(?:treatment|reform|policy|adoption"
    r"|intervention|law|ban)\s(?:data|observations?|outcomes|follow-up))\b",
    re.IGNORECASE,
)
_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def periods_told_twice(paper: Paper) -> Iterator[Finding]:
    """Find "only two post-treatment years" and "three years of post-treatment data"."""
    if paper.language != "en":
        return
    groups: dict[tuple[str, str], list[tuple[int, re.Match[str]]]] = {}
    for match in _PERIODS.finditer(paper.body):
        said = match["number"].lower()
        number = int(said) if said.isdigit() else _WORDS.index(said) + 1
        side, unit = (match["side"] or match["side2"]).lower(), stem(match["unit"] or match["unit2"], "en")
        lead = paper.body[max(0, match.start() - 14) : match.start()]
        if re.search(r"\b(?:at least|up to|more than|first|last|fewer than)\s$", lead, re.IGNORECASE) is None:
            groups.setdefault((side, unit), []).append((number, match))
    for group in groups.values():
        first = group[0]
        other = next((each for each in group[1:] if each[0] != first[0]), None)
        if other is None or len({number for number, _ in group}) != 2:
            continue
        if paper.sentence_at(first[1].start()) == paper.sentence_at(other[1].start()):
            continue
        yield finding(
            "A113", "warning", "value_conflict", 0.64,
            f"“{first[1][0]}” in one place, “{other[1][0]}” in another.",
            "count the periods, and give one number",
            [paper.place(each.start(), each.end()) for _, each in (first, other)],
        )  # fmt: skip
