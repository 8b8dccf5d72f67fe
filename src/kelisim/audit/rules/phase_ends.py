"""A3: when a numbered phase began and when it ended, told in two places with two years."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from kelisim.audit.paper import Paper, finding, short
from kelisim.audit.words import stem, words
from kelisim.model.finding import Finding

_WHEN = (
    r"(?:in|on|by|at the end of|until|till|from|since)\s"
    r"(?:(?:early|mid|late|the (?:spring|summer|autumn|fall|winter|end|beginning) of)[\s-])?"
    r"(?:\d{1,2}\s)?(?:[A-Z][a-z]+\s)?"
)
_ENDS = (
    r"(?P<end>ended|ends|end|was completed|is completed|closed|was closed|expired|expires|finished|ran out|lasted"
    r"|ran|runs|run|concluded)"
)
_BEGINS = r"(?P<begin>began|begins|begin|started|starts|start|was launched|opened|opens|was introduced)"
_BETWEEN = (
    r"(?:,?\s(?:which|that|and)\s)?(?:\s?(?:is|was|are|were|will|has|had|due|to|be|planned|expected|set|officially"
    r"|formally|only)\s)*\s?"
)
_MOST = 200


@dataclass(frozen=True, slots=True)
class _Edge:
    """The year in which a phase is told to begin or to end."""

    key: tuple[str, str]
    year: int
    start: int
    end: int


@cache
def _form(language: str) -> re.Pattern[str]:
    own = words(language)
    ordinals = "|".join(own.tables["announced"]["ordinals"].split())
    noun = (
        r"(?:phases?|stages?|rounds?|waves?|steps?|tranches?|periods?|pilots?|terms?|programmes?|programs?|plans?"
        r"|contracts?|schemes?)"
    )
    head = rf"(?:\bthe|\bits|\ba)\s(?P<which>{ordinals}|pilot|final)(?:\s(?P<noun>{noun}))?"
    edge = rf"(?:{_ENDS}|{_BEGINS})\s{_WHEN}(?P<year>(?:19|20)\d\d)"
    span = (
        r"(?:,|\s\()?\s?(?:from|between)?\s?(?P<first>(?:19|20)\d\d)\s?(?:to|until|and|[–—-])\s?(?P<last>(?:19|20)\d\d)"
    )
    second = (
        r"(?:\s(?:and|but)\s(?:is\s|was\s|will\s|due\s|to\s|be\s|planned\s)*"
        rf"(?P<end2>ended?|ends?|was completed|finished|concluded)\s{_WHEN}(?P<year2>(?:19|20)\d\d))?"
    )
    return re.compile(rf"{head}(?:{_BETWEEN}{edge}{second}|{span})", re.IGNORECASE)


def _edges(paper: Paper) -> Iterator[tuple[_Edge, str]]:
    """Give what the text tells of the beginnings and ends of numbered phases, and which of the two it is."""
    nouns: set[str] = set()
    for match in _form(paper.language).finditer(paper.body):
        noun = stem(match["noun"], paper.language) if match["noun"] else ""
        if noun:
            nouns.add(noun)
        elif len(nouns) == 1:
            # "The second, which will end in 2023", after a first one of the same kind.
            noun = next(iter(nouns))
        else:
            continue
        key = (match["which"].lower(), noun)
        if match["first"]:
            yield _Edge(key, int(match["first"]), match.start(), match.end()), "begin"
            yield _Edge(key, int(match["last"]), match.start(), match.end()), "end"
            continue
        edge = _Edge(key, int(match["year"]), match.start(), match.end())
        since = re.search(r"\b(?:from|since)\s", match[0]) is not None
        yield edge, "begin" if match["begin"] or (since and match["end"].lower().startswith(("ran", "run"))) else "end"
        if match["year2"]:
            yield _Edge(key, int(match["year2"]), match.start(), match.end()), "end"


_LISTED = re.compile(
    r"\b(?P<noun>periods|phases|stages|waves|eras):\s(?P<list>(?:[^.;:()]{2,40}\((?:19|20)\d\d\s?[–—-]\s?(?:19|20)\d\d\)"
    r"(?:,\s|,?\sand\s)?){2,6})",
    re.IGNORECASE,
)
_YEARS = re.compile(r"\((?P<first>(?:19|20)\d\d)\s?[–—-]\s?(?P<last>(?:19|20)\d\d)\)")


def _listed_edges(paper: Paper) -> Iterator[tuple[_Edge, str]]:
    """Give the years of phases that a list sets out, numbered by their place in it."""
    ordinals = paper.words.tables["announced"]["ordinals"].split()
    for match in _LISTED.finditer(paper.body):
        years = list(_YEARS.finditer(paper.body, match.start("list"), match.end("list")))
        for at, span in enumerate(years):
            if at >= len(ordinals):
                break
            key = (ordinals[at], stem(match["noun"], paper.language))
            yield _Edge(key, int(span["first"]), span.start(), span.end()), "begin"
            yield _Edge(key, int(span["last"]), span.start(), span.end()), "end"
        return


def phases_ending_twice(paper: Paper) -> Iterator[Finding]:
    """Find "the first phase, from 2011 to 2016" and "the first phase, which ended in 2015"."""
    if paper.language != "en":
        return
    groups: dict[tuple[tuple[str, str], str], list[_Edge]] = {}
    for edge, side in (*_listed_edges(paper), *_edges(paper)):
        groups.setdefault((edge.key, side), []).append(edge)
    for (key, side), group in groups.items():
        one = group[0]
        other = next((each for each in group[1:] if each.year != one.year), None)
        if other is None or abs(other.year - one.year) > _MOST:
            continue
        if len({each.year for each in group}) > 2 or paper.sentence_at(one.start) == paper.sentence_at(other.start):
            continue
        did = "began" if side == "begin" else "ended"
        yield finding(
            "A301", "error", "period_conflict", 0.74,
            f"One passage has it that the {key[0]} {did} in {one.year}, another that it {did} in {other.year}: "
            f"“{short(paper.body[other.start : other.end], 40)}”.",
            "give one year, or say that plans changed",
            (paper.place(one.start, one.end), paper.place(other.start, other.end)),
        )  # fmt: skip
