"""A1: lists of names: a number of places or bodies announced before its list, and one set with two memberships."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import combinations

from kelisim.audit.paper import Paper, finding
from kelisim.audit.weighing import words_of
from kelisim.audit.words import words
from kelisim.model.finding import Finding

_NAME = r"(?:the\s)?[A-ZÀ-Þ][\w’'-]*(?:\s(?:of\s|de\s|la\s|el\s)?[A-ZÀ-Þ][\w’'-]*){0,3}"
_LIST = re.compile(rf"(?<![\w-]){_NAME}(?:,\s{_NAME})*,?\sand\s{_NAME}(?!\s?[A-Z])")
_MOST = 200
_MOST_OFF = 2
_PAIR_OF = ("one", "other")
_PAIR, _LONGEST_NAME = 2, 3


@dataclass(frozen=True, slots=True)
class _Names:
    """A list of names with its place and the words of its sentence."""

    members: tuple[str, ...]
    start: int
    end: int
    said: frozenset[str]


def _members(text: str) -> tuple[str, ...]:
    parts = re.split(r",\s(?:and\s)?|\sand\s", text)
    return tuple(re.sub(r"^the\s", "", part.strip(" .")) for part in parts)


def _lists(paper: Paper) -> list[_Names]:
    found = []
    for match in _LIST.finditer(paper.body):
        if paper.in_table(match.start()) or paper.in_references(match.start()):
            continue
        if paper.paragraph_is_heading(match.start()):
            continue
        first, stop = paper.sentence_at(match.start())
        if match.end() > stop:
            continue
        members = _members(match[0])
        if match.start() == first and members[0].split()[0].lower() in paper.speller.common:
            # "In Riga and Tallinn": the sentence's own capital.
            continue
        found.append(_Names(members, match.start(), match.end(), paper.topic_at(first, stop).stems))
    return paper.first(found, _MOST, "lists of names")


@cache
def _announced(language: str) -> re.Pattern[str]:
    numbers = "|".join(words(language).tables["announced"]["numbers"].split())
    return re.compile(
        rf"(?<![\w-])(?P<number>{numbers}|[2-9])\s(?:[a-z][\w-]+\s){{0,2}}?[a-z]+(?:s|ies|people)\s?(?:\sof\s|:\s|,\snamely\s|\(|,\s|–\s|—\s)$",
        re.IGNORECASE,
    )


def named_members(paper: Paper) -> Iterator[Finding]:
    """Find "the three towns of Westport, Greymouth, Hokitika and Reefton": a number that its names do not make."""
    if paper.language != "en":
        return
    numbers = paper.words.tables["announced"]["numbers"].split()
    for one in _lists(paper):
        first = paper.sentence_at(one.start)[0]
        match = _announced(paper.language).search(paper.body, max(first, one.start - 60), one.start)
        if match is None or match.end() != one.start:
            continue
        opens = paper.body[one.start - 2 : one.start].strip(" \n")
        said = match["number"].lower()
        number = int(said) if said.isdigit() else numbers.index(said) + 2
        listed = len(one.members)
        lead = paper.body[max(first, match.start() - 24) : match.start()]
        if re.search(r"(?:\sand|\b(?:figure|table|section|chapter|fig\.|equation|panel))\s$", lead, re.IGNORECASE):
            # "Two fathers and two mothers: ..." names both.
            continue
        if listed == len(_PAIR_OF) and opens != ":":
            # "Three rounds of the Population and Housing Census": two words of one name.
            continue
        if listed == number or abs(listed - number) > _MOST_OFF or paper.words.has("announced", "part", lead):
            continue
        # "Of five cities, Riga and Tallinn grew": behind a comma, fewer names are some of them.
        if (opens in (",", "(") and listed < number) or any(
            re.search(r"\b(?:or|such as)\b", name) for name in one.members
        ):
            continue
        yield finding(
            "A109", "warning", "value_conflict", 0.68,
            f"“{paper.body[match.start() : match.start() + 40].split(' of ')[0].strip()}” are announced, and "
            f"{listed} are named.",
            "count them, and announce as many as there are",
            (paper.place(match.start(), one.end),),
        )  # fmt: skip


_DATABASES = re.compile(
    r"\b(?P<number>two|three|four|five|six|seven|eight|nine|ten|\d{1,2})\s(?:[a-z]+\s){0,2}databases\b", re.IGNORECASE
)


def databases_searched(paper: Paper) -> Iterator[Finding]:
    """Find "we searched six databases" and "we searched MEDLINE, Embase, CENTRAL, CINAHL and PEDro"."""
    numbers = paper.words.tables["announced"]["numbers"].split()
    if paper.language != "en":
        return
    said = [(match, match["number"].lower()) for match in _DATABASES.finditer(paper.body)]
    counts = {
        match: int(word) if word.isdigit() else numbers.index(word) + 2
        for match, word in said
        if word.isdigit() or word in numbers
    }
    if len(set(counts.values())) != 1:
        return
    match, number = next(iter(counts.items()))
    for one in _lists(paper):
        first = paper.sentence_at(one.start)[0]
        lead = paper.body[max(first, one.start - 60) : one.start]
        if re.search(r"\bsearch\w*\s(?:(?:in|of|through|the|databases)\s)*$", lead) is None:
            continue
        if len(one.members) == number or abs(len(one.members) - number) > _MOST_OFF:
            continue
        yield finding(
            "A109", "warning", "value_conflict", 0.66,
            f"“{match[0]}” are announced, and {len(one.members)} are named.",
            "name all of them, or correct the number",
            (paper.place(match.start(), match.end()), paper.place(one.start, one.end)),
        )  # fmt: skip
        return


def memberships_told_twice(paper: Paper) -> Iterator[Finding]:
    """Find "Fife and Ayrshire" and "the divisions of Fife and Highland", Highland being named nowhere else."""
    if paper.language != "en":
        return
    lists = _lists(paper)
    told: set[int] = set()
    for one, other in combinations(lists, 2):
        if paper.sentence_at(one.start) == paper.sentence_at(other.start):
            continue
        if len(one.members) != len(other.members) or {one.start, other.start} & told:
            continue
        lost, gained = (set(a.members) - set(b.members) for a, b in ((one, other), (other, one)))
        if len(lost) != 1 or len(gained) != 1 or len(set(one.members)) < len(one.members):
            continue
        if not _of_the_study(paper, one, other):
            continue
        if len(one.members) == _PAIR and len(_shared(paper, one, other)) < _PAIR:
            continue
        a, b = min(lost), min(gained)
        if a in b or b in a or max(len(a.split()), len(b.split())) > _LONGEST_NAME:
            continue
        counts = [_times(paper, name) for name in (min(lost), min(gained))]
        if min(counts) > 1 or (max(counts) < _PAIR and len(_shared(paper, one, other)) <= _PAIR):
            continue
        told |= {one.start, other.start}
        odd = min(lost) if counts[0] == 1 < counts[1] else min(gained)
        yield finding(
            "A114", "warning", "value_conflict", 0.66,
            f"One list names {', '.join(one.members)}, the other {', '.join(other.members)}; {odd} stands nowhere "
            "else in the paper.",
            "name the same members, or say that the two lists are of two things",
            (paper.place(one.start, one.end), paper.place(other.start, other.end)),
        )  # fmt: skip


def _of_the_study(paper: Paper, one: _Names, other: _Names) -> bool:
    """Say whether both sentences tell what the study rests on."""
    spans = [paper.sentence_at(each.start) for each in (one, other)]
    return all(paper.words.has("counted", "introduces", paper.body[slice(*span)]) for span in spans)


def _shared(paper: Paper, one: _Names, other: _Names) -> frozenset[str]:
    names = words_of(paper.topic_at(one.start, one.end)) | words_of(paper.topic_at(other.start, other.end))
    return (one.said & other.said) - names


def _times(paper: Paper, name: str) -> int:
    return len(re.findall(rf"(?<!\w){re.escape(name)}(?!\w)", paper.text))
