"""A1: a count that is spoken of as known ("the 44 couriers", "all eleven") where another was introduced."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import combinations

from kelisim.audit.paper import Paper, finding, short
from kelisim.audit.rules.shares import by_sentence
from kelisim.audit.statements import Statement
from kelisim.audit.weighing import words_of
from kelisim.audit.words import stem, words
from kelisim.model.finding import Finding
from kelisim.model.period import Period

_MOST = 400
_MOST_APART, _FEW, _FEW_APART, _MANY = 2.0, 12, 3, 100
_LEAST = 3
_MOST_SUMMED, _FEWEST_PARTS, _FEW_OTHERS = 8, 3, 4
_OF_ALL = re.compile(r"\s(?:[^\W\d_]+\s){0,2}(?:out\s)?of\s(?:the|all|our|these|those|its)?\s?\d", re.IGNORECASE)
_BEHIND = re.compile(r"\s(?:in|from|of|with|by|at|for|on)\s(?:the\s)?(?P<named>[^.,;:()]{3,40})")
_WITH = re.compile(r"\swith\s(?:the\s)?(?P<whom>[a-z]+s)(?=[,.;:)]|\s(?:in|from|of|between|who|which|at|on|during)\b)")
_HEADS = frozenset(("person", "household", "company", "employee", "unit", "vehicle", "country", None))
# "The 58 million who have none" are not all of whom one speaks; "the 36 whom we interviewed" are.
_RESTRICTS = re.compile(
    r"\s(?:who|that|whose|with|under|over|whom|where)\b(?!\s(?:we|answered|responded|replied|took|participated))"
)
_TIMES = frozenset(("year", "month", "week", "day", "hour", "minute", "time", "page", "percent", "percentage_point"))


@dataclass(frozen=True, slots=True)
class _Counted:
    """A count: of what, how many, whether it is spoken of as known, and whether the sentence introduces it."""

    head: str
    number: int
    known: bool
    introduced: bool
    start: int
    end: int
    sentence: tuple[int, int]
    narrow: frozenset[str] = frozenset()
    period: Period | None = None


def counted_otherwise(paper: Paper) -> Iterator[Finding]:
    """Find "of the 44 couriers" where "41 interviews with couriers" were held, and "all eleven" of nine."""
    if paper.language != "en":
        return
    counts = paper.first(list(_counts(paper)), _MOST, "counts of things spoken of as known")
    told: set[int] = set()
    groups: dict[str, list[_Counted]] = {}
    for each in counts:
        groups.setdefault(each.head, []).append(each)
    for group in groups.values():
        for known in group:
            other = _only_other(paper, known, group) if known.known else None
            if other is None or known.start in told:
                continue
            told.add(known.start)
            yield _finding(paper, other, known)


def _only_other(paper: Paper, known: _Counted, group: list[_Counted]) -> _Counted | None:
    """Return the one other count of what a known count is of, where nothing else bears the known one out."""
    others = [each for each in group if each is not known and each.sentence != known.sentence]
    if any(each.number == known.number for each in others) or _stands_elsewhere(paper, known):
        return None
    rivals = [each for each in others if (each.introduced or each.known) and _may_be_one(paper, known, each)]
    numbers = _told_most({each.number for each in rivals}, group)
    rivals = [each for each in rivals if each.number in numbers]
    if len(numbers) != 1 or _adds_up(known.number, {each.number for each in others}):
        return None
    return None if _is_sum_beside(paper, known.number, rivals[0]) else rivals[0]


def _told_most(numbers: set[int], group: list[_Counted]) -> set[int]:
    """Return the one number of several that more than one sentence tells, where there is one such; else all."""
    repeated = {one for one in numbers if len({each.sentence for each in group if each.number == one}) > 1}
    return repeated if len(repeated) == 1 else numbers


def _is_sum_beside(paper: Paper, number: int, other: _Counted) -> bool:
    """Say whether counts of the sentence that introduces another make a number: "20 with growers, 9 with brokers"."""
    beside = [int(one.number) for one in paper.statements_in(other.sentence[0]) if one.number == int(one.number)]
    return any(sum(some) == number for size in (2, 3, 4) for some in combinations(beside[:_MOST_SUMMED], size))


def _adds_up(number: int, others: set[int]) -> bool:
    """Say whether a count is the sum or the difference of two others: groups of the whole, or those left over."""
    few = len(others) <= _FEW_OTHERS
    return few and any(number in (a + b, abs(a - b)) for a in others for b in others if a != b)


def _stands_elsewhere(paper: Paper, one: _Counted) -> bool:
    """Say whether a number of two figures stands in a table, or one of three in another place of the text."""
    written = {f"{one.number}", f"{one.number:,}"}
    if one.number >= _MANY and max(paper.times_written(each) for each in written) > 1:
        return True
    if one.number <= _FEW or not written & paper.numbers_in_tables:
        return False
    return any(
        written & set(re.findall(r"\d[\d,]*", " ".join(cell.text for cell in row)))
        and one.head
        in words_of(paper.topic_at(row[0].start, row[-1].end)) | words_of(paper.topic_at(table.start, row[0].end))
        for table in paper.tables
        for row in table.rows
        if row
    )


def _may_be_one(paper: Paper, known: _Counted, other: _Counted) -> bool:
    low, high = sorted((known.number, other.number))
    if high - low > _FEW_APART if high <= _FEW else high > _MOST_APART * low:
        return False
    if (
        known.narrow ^ other.narrow
        or _modifiers(paper, known) ^ _modifiers(paper, other)
        or (known.period and other.period and known.period != other.period)
    ):
        return False
    if any(paper.words.has("disclosed", "differ", paper.body[slice(*each.sentence)]) for each in (known, other)):
        return False
    named = [_names_behind(paper, each) for each in (known, other)]
    return named[0] == named[1] or not (named[0] or (named[1] and not named[0] <= named[1]))


def _modifiers(paper: Paper, one: _Counted) -> frozenset[str]:
    """Return the participles between a number and its noun: "15 affected districts" are some of 17."""
    return frozenset(re.findall(r"(?<=\s)[a-z]+(?:ed|ing|ive|al)(?=\s)", paper.body[one.start : one.end]))


def _names_behind(paper: Paper, one: _Counted) -> frozenset[str]:
    """Return the names right behind a count: "the 12 schools in Lviv" are not all schools."""
    behind = _BEHIND.match(paper.body, one.end)
    if behind is None or "," in paper.body[one.start : one.end]:
        return frozenset()
    topic = paper.speller.topic(behind["named"], first=False)
    return topic.names | (topic.places - {paper.speller.home})


def _counts(paper: Paper) -> Iterator[_Counted]:
    taken: set[int] = set()
    for one in paper.statements:
        claim = one.claim
        taken.update(range(claim.start, claim.end))
        if claim.comparator != "exact" or isinstance(claim.value, tuple) or claim.unit in _TIMES or not one.level:
            continue
        if claim.kind != "count" and claim.unit not in _HEADS:
            continue
        if claim.kind == "ordinal" or one.number != int(one.number) or claim.citations:
            continue
        if paper.in_references(claim.start) or "part" in one.topic.narrow:
            continue
        head = _head(paper, one)
        if head in _technical(paper.language):
            continue
        narrow, period = paper.topic_at(claim.start, claim.end).narrow, one.period
        counted = _counted(paper, head, int(one.number), (claim.start, claim.end), claim.sentence) if head else None
        if counted is not None and (counted.known or claim.modality != "planned"):
            counted = replace(counted, narrow=narrow, period=period, known=counted.known or not claim.unit)
            yield counted
            # "41 interviews with couriers" introduce as many couriers.
            asked = _WITH.match(paper.body, claim.end) if head == "interview" and counted.introduced else None
            if asked is not None and not counted.known:
                yield replace(counted, head=_root(paper, asked["whom"]))
    yield from _listed(paper)
    yield from _summed(paper)
    yield from _added(paper)
    for match in _spelled(paper.language).finditer(paper.body):
        if match.start() in taken or paper.in_table(match.start()) or paper.in_references(match.start()):
            continue
        head = f"{stem(match['kind'], paper.language)} {stem(match['head'], paper.language)}"
        numbers = paper.words.tables["announced"]["numbers"].split()
        said = match["number"].lower()
        number = int(said) if said.isdigit() else numbers.index(said) + 2
        counted = _counted(paper, head, number, match.span(), paper.sentence_at(match.start()))
        if counted is not None:
            yield counted


_BRACKETED = re.compile(r"(?<![^\W\d_])(?P<head>[a-z]+s)(?:\s(?:and|or)\s[a-z]+s)?\s\((?P<number>\d{1,4})\)")


def _listed(paper: Paper) -> Iterator[_Counted]:
    """Give what lists introduce: "regulators (13) and opponents (18)", and all interviews by the sum of their list."""
    for first, stop in paper.sentences:
        if not paper.words.has("counted", "introduces", paper.body[first:stop]) or paper.in_table(first):
            continue
        found = list(_BRACKETED.finditer(paper.body, first, stop))
        for match in found if len(found) > 1 else ():
            head = _root(paper, match["head"])
            yield _Counted(head, int(match["number"]), False, True, *match.span(), (first, stop))
        if len(found) > 2 and paper.words.has("listed", "asked", paper.body[first:stop]):
            total = sum(int(match["number"]) for match in found)
            yield _Counted("interview", total, True, True, found[0].start(), found[-1].end(), (first, stop))


_TWO_KINDS = re.compile(
    r"(?<![\d.,-])(?P<one>\d{1,4})\s[A-Z][a-z]+\sand\s(?P<other>\d{1,4})\s[A-Z][a-z]+\s(?P<head>[a-z]+s)\b"
)


def _added(paper: Paper) -> Iterator[_Counted]:
    """Give what two kinds of one thing make: "26 Scottish and 14 Norwegian islands"."""
    for match in _TWO_KINDS.finditer(paper.body):
        span = paper.sentence_at(match.start())
        if not paper.in_table(match.start()) and paper.words.has("counted", "introduces", paper.body[slice(*span)]):
            total = int(match["one"]) + int(match["other"])
            yield _Counted(_root(paper, match["head"]), total, True, True, *match.span(), span)


def _summed(paper: Paper) -> Iterator[_Counted]:
    """Give what lists make: "seventeen trials came from Europe, 14 from Asia, 9 from America and 8 from Africa"."""
    for group in by_sentence(paper):
        counts = [one for one in group if one.claim.kind == "count" or one.claim.unit in _HEADS]
        for at, one in enumerate(counts[:-2]):
            behind = _FROM.match(paper.body, one.claim.end)
            head = _head(paper, one) if behind is not None and one.claim.unit else ""
            if behind is None or not head:
                continue
            parts = [one]
            for other in counts[at + 1 :]:
                form = re.match(rf"\s{behind['by']}\s", paper.body[other.claim.end : other.claim.end + 8])
                if form is None or other.claim.unit not in (None, one.claim.unit):
                    break
                parts.append(other)
            if len(parts) < _FEWEST_PARTS:
                continue
            last = paper.body[parts[-2].claim.end : parts[-1].claim.start]
            if len(parts) == len(counts) - at and re.search(r"\band\s$", last):
                total = sum(int(part.number) for part in parts)
                yield _Counted(head, total, True, True, one.claim.start, parts[-1].claim.end, one.claim.sentence)
                break


_FROM = re.compile(r"\s(?:came\s|were\s|are\s|come\s)?(?P<by>from|in|by|at|on)\s")


@cache
def _spelled(language: str) -> re.Pattern[str]:
    """Return the form of a small number of things with a name of two words: "nine focus groups"."""
    own = words(language)
    numbers = "|".join(own.tables["announced"]["numbers"].split())
    kinds = "|".join(own.tables["counted"]["compounds"].split())
    return re.compile(
        rf"(?<![\w-])(?P<number>{numbers}|\d{{1,3}})\s(?P<kind>{kinds})\s(?P<head>[a-z]+s)\b", re.IGNORECASE
    )


def _counted(paper: Paper, head: str, number: int, span: tuple[int, int], sentence: tuple[int, int]) -> _Counted | None:
    """Return a count that its sentence introduces or speaks of as known, None where it does neither."""
    own, text, (first, stop) = paper.words, paper.body, sentence
    if number < _LEAST or _OF_ALL.match(text, span[1]):
        return None
    lead = text[max(first, span[0] - 28) : span[0]]
    of_them = re.match(r"\s(?:each|per|of (?:them|these|those|whom|which))\b", text[span[1] : span[1] + 12])
    if of_them or own.has("counted", "not_known", text[max(first, span[0] - 14) : span[1]]):
        return None
    known = _RESTRICTS.match(text, span[1]) is None and any(
        match.end() >= len(lead) - 1 for match in own.pattern("counted", "known").finditer(lead)
    )
    # "Of 1,200 households at the first visit" opens with all that there were.
    known = known or re.fullmatch(r"\W*Of\s", text[first : span[0]]) is not None
    introduced = own.has("counted", "introduces", text[first:stop])
    return _Counted(head, number, known, introduced, *span, sentence) if known or introduced else None


def _head(paper: Paper, one: Statement) -> str:
    """Return the stem of what a count is of; interviews, those interviewed and talks are one."""
    own, text, claim = paper.words, paper.text, one.claim
    unit = (claim.unit or "").replace("_", " ")
    if not unit:
        return _head_before(paper, one)
    asked = unit in ("person", "employee") and re.search(
        r"\binterviewed\b", text[max(claim.sentence[0], claim.start - 30) : min(claim.sentence[1], claim.end + 30)]
    )
    if asked or own.pattern("listed", "whole").fullmatch(unit + "s") or own.pattern("listed", "whole").fullmatch(unit):
        return "interview"
    if unit in ("person", "unit", "employee") or unit in _TIMES:
        return ""
    # "Focus groups" are no groups: the word before the head belongs to it where nothing but that is counted.
    compound = re.search(r"([^\W\d_]+)\s[^\W\d_]+$", claim.text)
    kind = stem(compound[1], paper.language) if compound else ""
    root = _root(paper, unit)
    return f"{kind} {root}".strip() if kind in _compounds(paper.language) else root


def _root(paper: Paper, noun: str) -> str:
    return next(iter(paper.speller.topic(noun, first=False).stems), stem(noun, paper.language))


@cache
def _technical(language: str) -> frozenset[str]:
    """Return what a text has many sets of: the observations of each example, the rows of each table."""
    return frozenset(stem(word, language) for word in words(language).list("counted", "technical"))


@cache
def _compounds(language: str) -> frozenset[str]:
    return frozenset(stem(word, language) for word in words(language).list("counted", "compounds"))


_OF_THEM = re.compile(r"\bof the (?P<said>[^.;:()\d]{3,60}?),\sall\s$", re.IGNORECASE)
_IN_ALL = re.compile(r"\bthe (?P<said>(?:[^\W\d_]+\s)?[^\W\d_]+s),\s$", re.IGNORECASE)


def _head_before(paper: Paper, one: Statement) -> str:
    """Return what "Of the masons to whom we spoke, all eleven" and "the focus groups, eight in all" count."""
    text, claim = paper.body, one.claim
    lead = text[claim.sentence[0] : claim.start]
    match = _OF_THEM.search(lead)
    behind = re.match(r"\sin (?:all|total)\b", text[claim.end : claim.end + 10])
    match = match or (_IN_ALL.search(lead) if behind else None)
    if match is None:
        return ""
    said = match["said"].split()
    if behind:
        kind = stem(said[0], paper.language) if len(said) > 1 else ""
        root = stem(said[-1], paper.language)
        return f"{kind} {root}".strip() if kind in _compounds(paper.language) else root
    return stem(said[0], paper.language)


def _finding(paper: Paper, other: _Counted, known: _Counted) -> Finding:
    return finding(
        "A113", "warning", "value_conflict", 0.68,
        f"{short(paper.text[other.start : other.end], 40)!r} are introduced, and "
        f"{short(paper.text[known.start : known.end], 40)!r} are spoken of as known.",
        "give one number, or say who was left out and where",
        (paper.place(other.start, other.end), paper.place(known.start, known.end)),
    )  # fmt: skip
