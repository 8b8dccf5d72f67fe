"""A1: two sentences that share one dated number, or one large count, and differ in another number of the same kind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations, pairwise

from kelisim.audit.paper import Paper, finding, short
from kelisim.audit.rules.shares import by_sentence
from kelisim.audit.rules.values import disclosed
from kelisim.audit.statements import Statement
from kelisim.audit.topic import contrast
from kelisim.audit.weighing import Weigher, words_of
from kelisim.audit.words import stem
from kelisim.model.finding import Finding

_MOST, _MOST_APART, _MANY = 400, 2.0, 100
_ALIKE, _SHARED = 0.45, 3.0


def series_told_twice(paper: Paper) -> Iterator[Finding]:
    """Find "from 1.2% in 2001 to 8.9% in 2021" and "it was 1.2% in 2001, 2.8% in 2010 and 9.8% in 2021"."""
    if paper.language != "en":
        return
    dated: dict[tuple[str, float, object], list[Statement]] = {}
    kept = [one for one in paper.statements if one.level and one.period is not None and one.claim.unit != "year"]
    for one in paper.first(kept, _MOST, "dated numbers"):
        dated.setdefault((one.claim.unit or "", one.number, one.period), []).append(one)
    told: set[int] = set()
    for group in dated.values():
        for one, other in combinations(group[:4], 2):
            if one.sentence == other.sentence or contrast(one.topic, other.topic, paper.language):
                continue
            for a, b in _others(paper, one, other):
                if a.claim.start in told or disclosed(paper, a) or disclosed(paper, b):
                    continue
                told.add(a.claim.start)
                yield _finding(paper, a, b, one.claim.text)


def _others(paper: Paper, one: Statement, other: Statement) -> Iterator[tuple[Statement, Statement]]:
    """Give the numbers of both sentences that are of one time and unit and exclude each other."""
    for a in paper.statements_in(one.claim.sentence[0]):
        for b in paper.statements_in(other.claim.sentence[0]):
            same = a.period is not None and a.period == b.period != one.period and a.claim.unit == one.claim.unit
            if not same or b.claim.unit != other.claim.unit or not (a.level and b.level):
                continue
            low, high = sorted((abs(a.number), abs(b.number)))
            if not a.interval.overlaps(b.interval) and high <= _MOST_APART * low:
                yield a, b


def counts_beside_one_count(paper: Paper) -> Iterator[Finding]:
    """Find "2,400 households in 160 villages" and "2,400 households in 180 villages"."""
    if paper.language != "en":
        return
    groups: dict[tuple[str, int], list[list[Statement]]] = {}
    for group in by_sentence(paper):
        for one in group:
            if _is_count(one) and one.number >= _MANY:
                groups.setdefault((one.claim.unit or "", int(one.number)), []).append(group)
    told: set[int] = set()
    for (unit, _), sentences in groups.items():
        for first, second in combinations(sentences[:6], 2):
            for a in first:
                for b in second:
                    plain = _is_count(a) and _is_count(b) and a.claim.unit == b.claim.unit not in (None, unit, "person")
                    if not plain or a.number == b.number or a.claim.start in told or a.sentence == b.sentence:
                        continue
                    low, high = sorted((a.number, b.number))
                    alone = all(
                        sum(each.claim.unit == a.claim.unit for each in group) == 1 for group in (first, second)
                    )
                    elsewhere = min(_times(paper, a), _times(paper, b)) > 1
                    if high > _MOST_APART * low or not alone or elsewhere:
                        continue
                    told.add(a.claim.start)
                    yield _finding(paper, a, b, f"{sentences[0][0].claim.text}")


def pairs_told_twice(paper: Paper) -> Iterator[Finding]:
    """Find "passengers by 31% and cars by 46%" and "31% more passengers and 64% more cars"."""
    if paper.language != "en":
        return
    pairs = []
    for group in by_sentence(paper):
        shares = [one for one in group if one.claim.unit == "percent" and one.claim.comparator == "exact"]
        if len(shares) == 2 and not paper.dates_in(*group[0].claim.sentence):
            pairs.append(shares)
    for first, second in combinations(pairs[:60], 2):
        for a, b in ((first[0], first[1]), (first[1], first[0])):
            for c, d in ((second[0], second[1]), (second[1], second[0])):
                if a.number != c.number or b.number == d.number or b.interval.overlaps(d.interval):
                    continue
                low, high = sorted((b.number, d.number))
                heads = _near(paper, a) & _near(paper, c), _near(paper, b) & _near(paper, d)
                if not (heads[0] and heads[1]) or heads[1] <= heads[0] or high > _MOST_APART * low:
                    continue
                yield _finding(paper, b, d, a.claim.text)
                return


def _near(paper: Paper, one: Statement) -> frozenset[str]:
    """Return the words within a few of a number: of what it is told."""
    first, stop = one.claim.sentence
    before = re.findall(r"[A-Za-z]{4,}", paper.body[max(first, one.claim.start - 24) : one.claim.start])
    after = re.findall(r"[A-Za-z]{4,}", paper.body[one.claim.end : min(stop, one.claim.end + 24)])
    return frozenset(stem(word, "en") for word in (*before[-2:], *after[:2])) - {"more", "less", "percent", "cent"}


def _is_count(one: Statement) -> bool:
    claim = one.claim
    heads = claim.kind == "count" or claim.unit in ("person", "household", "company", "employee")
    return (
        heads and claim.comparator == "exact" and not isinstance(claim.value, tuple) and "part" not in one.topic.narrow
    )


def _times(paper: Paper, one: Statement) -> int:
    figures = re.search(r"\d[\d.,]*\d", one.claim.text)
    return paper.times_written(figures[0]) if figures else 1


def _finding(paper: Paper, a: Statement, b: Statement, shared: str) -> Finding:
    return finding(
        "A115", "error", "value_conflict", 0.72,
        f"Two sentences give {short(shared, 30)!r} alike, and one has {short(a.claim.text, 30)!r} where the other has "
        f"{short(b.claim.text, 30)!r}.",
        "look it up in the source, and keep one",
        (paper.place(a.claim.start, a.claim.end), paper.place(b.claim.start, b.claim.end)),
    )  # fmt: skip


_FROM_TO = re.compile(r"\bfrom\s$")
_TO = re.compile(r"^[^,;:()\d]{0,30}\bto\s$|^\s?(?:%|per ?cent)?\sto\s$")


def points_against_ends(paper: Paper) -> Iterator[Finding]:
    """Find "rose by 11 percentage points" where what is told alike "rose from 48% to 57%"."""
    if paper.language != "en":
        return
    changes = [
        one for one in paper.statements if one.claim.unit == "percentage_point" and one.claim.comparator == "exact"
    ]
    if not changes:
        return
    weigher = Weigher(paper)
    for group in by_sentence(paper):
        for low, high in pairwise(group):
            ends = low.claim.unit == high.claim.unit == "percent" and low.level and high.level
            lead = paper.body[max(low.claim.sentence[0], low.claim.start - 6) : low.claim.start]
            if not ends or not _FROM_TO.search(lead) or not _TO.match(paper.body[low.claim.end : high.claim.start]):
                continue
            made = abs(high.number - low.number)
            for change in changes:
                alike, shared = weigher.alike(change, low)
                parted = change.topic.names ^ low.topic.names or change.topic.places ^ low.topic.places
                if change.sentence == low.sentence or alike < _ALIKE or shared < _SHARED or parted:
                    continue
                if abs(made - change.number) <= 1.0 or not 0.5 < made / change.number < 2:
                    continue
                if change.period and low.period and change.period not in (low.period, high.period):
                    continue
                yield finding(
                    "A601", "warning", "arithmetic", 0.64,
                    f"From {short(low.claim.text, 20)!r} to {short(high.claim.text, 20)!r} are {made:.10g} points, and "
                    f"{short(change.claim.text, 30)!r} is told of what seems to be the same.",
                    "recompute the change from both ends",
                    [paper.place(each.claim.start, each.claim.end) for each in (change, low)],
                )  # fmt: skip
                return


_MOST_YEARS, _LEAST_YEARS = 3, 6
_WINDOW = re.compile(
    r"(?<![\d–-])(?P<first>(?:19|20)\d\d)\s?(?:[–—-]|\sto\s|\sand\s|\sthrough\s|\suntil\s)\s?(?P<last>(?:19|20)\d\d)(?![\d–-])"
)
_OF_SOURCES = re.compile(
    r"\b(?:data|sample|records?|documents?|orders|minutes|corpus|speeches|articles|registers?|statistics|collected"
    r"|analy[sz]\w*|cover\w*|study|stud(?:y|ies)|report|paper|evidence|interviews|survey|panel)\b",
    re.IGNORECASE,
)
_EXCEPT = re.compile(
    r"\b(?:except|only|available|exclud\w*|without|robust\w*|check|before|placebo|sub-?period)\b", re.IGNORECASE
)


def windows_told_twice(paper: Paper) -> Iterator[Finding]:
    """Find "orders of 1997 to 2021" in a paper on 1997–2021 that rests "on orders from 1997 to 2019"."""
    if paper.language != "en":
        return
    found = []
    for match in _WINDOW.finditer(paper.body):
        first, stop = paper.sentence_at(match.start())
        said = paper.body[first:stop]
        if paper.in_table(match.start()) or paper.in_references(match.start()) or _EXCEPT.search(said):
            continue
        if _OF_SOURCES.search(said) or paper.paragraph_is_heading(match.start()):
            found.append((int(match["first"]), int(match["last"]), match, words_of(paper.topic_at(first, stop))))
    spans = [(first, last) for first, last, _, _ in found]
    for first, last, match, words in found:
        if spans.count((first, last)) > 1 or last <= first:
            continue
        for other in found:
            one_end = (other[0] == first) != (other[1] == last)
            near = abs(other[0] - first) + abs(other[1] - last) <= _MOST_YEARS and last - first >= _LEAST_YEARS
            if not one_end or not near or spans.count((other[0], other[1])) < 2 or not words & other[3]:
                continue
            yield finding(
                "A301", "warning", "period_conflict", 0.64,
                f"What the paper rests on is told of {other[0]}–{other[1]} and once of {first}–{last}.",
                "give one span, or say what ends earlier",
                (paper.place(other[2].start(), other[2].end()), paper.place(match.start(), match.end())),
            )  # fmt: skip
            return


_LABEL = re.compile(r"(?:(?<=\s)|(?<=\())(?P<letter>H|RQ|P|Q)\s?(?P<number>\d)\s?[:.)]\s?")
_NAMED = re.compile(
    r"\b(?P<number>two|three|four|five|six)\s(?:[a-z]+\s){0,2}"
    r"(?P<noun>hypotheses|(?:research )?questions|propositions)\b",
    re.IGNORECASE,
)
_COUNTS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6}


def labels_against_number(paper: Paper) -> Iterator[Finding]:
    """Find "three hypotheses" behind which H1 to H4 are set out."""
    if paper.language != "en":
        return
    for match in _NAMED.finditer(paper.body):
        stop = paper.section_of(match.start())[1]
        letter = {"h": "H", "p": "P"}.get(stem(match["noun"], "en")[0], "")
        labels = list(_LABEL.finditer(paper.body, match.end(), min(stop, match.end() + 2500)))
        numbers = sorted({int(each["number"]) for each in labels if not letter or each["letter"] == letter})
        announced = _COUNTS[match["number"].lower()]
        if len(numbers) < 2 or numbers != list(range(1, len(numbers) + 1)) or len(numbers) == announced:
            continue
        last = labels[-1]
        yield finding(
            "A109", "warning", "value_conflict", 0.7,
            f"“{match[0]}” are announced, and {len(numbers)} are set out.",
            "count them, and announce as many as there are",
            (paper.place(match.start(), match.end()), paper.place(last.start(), last.end())),
        )  # fmt: skip
        return
