"""A1: what is told again in other words with another number, the number itself standing nowhere else."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from kelisim.audit.figures import first_written
from kelisim.audit.paper import Paper, finding, short
from kelisim.audit.rules.ends_again import changes_in
from kelisim.audit.rules.shares import is_list
from kelisim.audit.rules.values import disclosed
from kelisim.audit.statements import Statement
from kelisim.audit.topic import contrast
from kelisim.audit.weighing import Weigher, measure, words_of
from kelisim.model.finding import Finding

_LEAST, _SURE, _LEAST_SHARED, _LEAST_BESIDE_NAMES = 0.55, 0.75, 3.2, 1.5
_NEXT = re.compile(r"(?<![\w-])(?P<before>[^\W\d_]+)\s(?=(?P<head>[^\W\d_]+))")
_TIME = re.compile(
    r"\b(?:already|currently|ago|earlier|previously|formerly|once|initially|originally|at first|eventually"
    r"|later|still|(?:last|past|previous|next) (?:\w+ )?(?:years?|months?|decades?|weeks?|quarters?))\b",
    re.IGNORECASE,
)
_ADJECTIVE = re.compile(r"(?:al|ic|ed|ive|ary|ian|ous|ar|ble|ern|less|ful|ean|ish)$")
_MOST_APART, _MOST_PLANNED = 3.0, 1.3
_APART = 2
_WORD, _FEWEST_WORDS = re.compile(r"(?<![^\W\d_])[a-z]{2,}(?![^\W\d_])"), 5
_ENDED = re.compile(r"[.!?;:”\"’)\]]\s*$")
_NEAR = 40
_MOST = 1500
_TELLING = 3
# Beside a rival so much alike, nothing tells which of two numbers is meant.
_RIVAL = 0.9
_NEVER = frozenset(("year", "day", "month", "page", "time"))


@dataclass(frozen=True, slots=True)
class _Pair:
    alike: float
    one: Statement
    other: Statement


def told_again_otherwise(paper: Paper) -> Iterator[Finding]:
    """Find "the last 5% of homes took 41% of the money" and "the last twentieth of homes cost 31% of all money".

    At least one of the two numbers stands nowhere else in the paper, in the text or in a table: what a consistent
    paper says twice, it says with one number.
    """

    if paper.words.runs:
        # Pairs of characters do not tell the north port from the south port.
        return
    weigher = Weigher(paper)
    told = [one for one in paper.statements if _is_plain(paper, one)]
    told = paper.first(told, _MOST, "numbers, looked for in other words,")
    groups: dict[str, list[Statement]] = {}
    for one in told:
        groups.setdefault(measure(one), []).append(one)
    pairs = [pair for group in groups.values() for pair in _pairs(paper, weigher, group)]
    pairs.sort(key=lambda pair: (-pair.alike, pair.one.claim.start, pair.other.claim.start))
    taken: set[int] = set()
    for pair in pairs:
        starts = {pair.one.claim.start, pair.other.claim.start}
        if starts & taken:
            continue
        taken |= starts
        if any(_rivals(pair, each) for each in pairs):
            continue
        yield _finding(paper, pair)


def _rivals(pair: _Pair, each: _Pair) -> bool:
    """Say whether one of a pair is as much like a third number, and the third is not what the other tells."""
    ends, others = {id(pair.one), id(pair.other)}, {id(each.one), id(each.other)}
    if len(ends & others) != 1 or each.alike < _RIVAL * pair.alike:
        return False
    kept = pair.one if id(pair.one) in others else pair.other
    lost = pair.other if kept is pair.one else pair.one
    third = each.other if each.one is kept else each.one
    named = kept.topic.names | kept.topic.places
    if named and named == lost.topic.names | lost.topic.places != third.topic.names | third.topic.places:
        return False
    return not third.interval.overlaps(lost.interval)


def _is_plain(paper: Paper, one: Statement) -> bool:
    claim = one.claim
    if claim.kind == "ordinal" or claim.unit in _NEVER or isinstance(claim.value, tuple):
        return False
    if (claim.modality == "planned" and one.period is None) or paper.in_references(claim.start):
        return False
    if claim.comparator not in ("exact", "approx", "gt", "ge"):
        return False
    if (
        len(_WORD.findall(paper.body, *claim.sentence)) < _FEWEST_WORDS
        or _ENDED.search(paper.body[slice(*claim.sentence)]) is None
    ):
        # "Multiple R-squared: 0.879" is a line that a program printed, and no sentence.
        return False
    bracket = paper.body.rfind("(", claim.sentence[0], claim.start)
    if claim.unit is None and bracket > paper.body.rfind(")", claim.sentence[0], claim.start):
        # "(risk ratio 0.85)": what it is of stands before the bracket.
        return False
    return not (claim.kind == "count" and claim.unit is None) and one.number != 0


def _pairs(paper: Paper, weigher: Weigher, group: list[Statement]) -> Iterator[_Pair]:
    alone = [not _stands_elsewhere(paper, one, group) for one in group]
    for at, other in enumerate(group):
        for before, one in enumerate(group[:at]):
            if not (alone[at] or alone[before]) or other.sentence - one.sentence < _APART:
                continue
            if not _comparable(paper, one, other):
                continue
            alike, shared = weigher.alike(one, other)
            if shared < _LEAST_SHARED or alike < _needed(paper, weigher, one, other):
                continue
            if paper.language != "en" and _ends_apart(paper, one, other):
                continue
            if _between_ends(paper, one, other) or _other_kind(paper, one, other) or _cases(paper, one, other):
                continue
            if None in (one.period, other.period) and _time_told(paper, one) != _time_told(paper, other):
                continue
            yield _Pair(alike, one, other)


def _stands_elsewhere(paper: Paper, one: Statement, group: list[Statement]) -> bool:
    """Say whether a number stands in another sentence too, told of something that shares a word, or in a table."""
    figures = first_written(one.claim.text)
    if len(re.sub(r"\D", "", figures)) >= _TELLING and paper.times_written(figures) > 1:
        return True
    if figures in paper.numbers_in_tables:
        return True
    words = words_of(paper.topic_at(*one.claim.sentence))
    return any(
        other.claim.sentence != one.claim.sentence
        and other.interval.overlaps(one.interval)
        and words & words_of(paper.topic_at(*other.claim.sentence))
        for other in group
    )


def _comparable(paper: Paper, one: Statement, other: Statement) -> bool:
    a, b = one.topic, other.topic
    planned = [each.claim.modality == "planned" for each in (one, other)]
    if any(planned) and (one.period != other.period or _times_apart(one, other) > _MOST_PLANNED):
        # Of plans those for one time are compared, and only where they are near each other.
        return False
    if one.level != other.level or (not one.level and one.claim.change != other.claim.change):
        return False
    low, high = sorted((abs(one.number), abs(other.number)))
    if high > _MOST_APART * low or one.interval.overlaps(other.interval):
        return False
    if one.period is not None and other.period is not None and one.period != other.period:
        return False
    if a.places and b.places and not a.places & b.places:
        return False
    home = {paper.speller.home}
    named, also = (a.names | a.places) - home, (b.names | b.places) - home
    if (named and also and not named & also) or contrast(a, b, paper.language):
        return False
    if "part" in a.narrow ^ b.narrow or _ordinals(paper, one) ^ _ordinals(paper, other):
        return False
    return not (disclosed(paper, one) or disclosed(paper, other))


def _times_apart(one: Statement, other: Statement) -> float:
    """Return by how many times the larger of two numbers is the smaller."""
    low, high = sorted((abs(one.number), abs(other.number)))
    return high / low if low else math.inf


def _ordinals(paper: Paper, one: Statement) -> frozenset[str]:
    said = paper.body[slice(*one.scope)].lower()
    return frozenset(word for word in paper.words.tables["announced"]["ordinals"].split() if f"{word} " in said)


def _needed(paper: Paper, weigher: Weigher, one: Statement, other: Statement) -> float:
    """Return how alike two numbers must be: more so where one is a member of a list, or both are told without a unit.

    Members of lists lean on each other's words; that both are of one name sets them apart from the rest of the list.
    """
    a, b = one.topic, other.topic
    listed = _is_listed(paper, one) or _is_listed(paper, other)
    bare = one.claim.unit is None and other.claim.unit is None
    if not listed and not bare:
        return _LEAST
    told = [paper.topic_at(*each.claim.sentence).stems for each in (one, other)]
    alone = sum(weigher.weight(word) for word in told[0] & told[1]) < _LEAST_BESIDE_NAMES
    named = a.names | a.places
    if alone and named:
        return math.inf
    if listed and _own_names(paper, one) != _own_names(paper, other):
        # "75.9% in Oklahoma and 77.3% in the others": the one is named, and the other is of the rest.
        return math.inf
    return _LEAST if named and named == b.names | b.places and not bare else _SURE


def _own_names(paper: Paper, one: Statement) -> frozenset[str]:
    """Return the names in the part of a list that a number stands in, and not in the part before it."""
    first, stop = one.scope
    opened = max(paper.body.rfind(mark, first, one.claim.start) for mark in (" and ", ", "))
    topic = paper.topic_at(max(first, opened), stop)
    return topic.names | (topic.places - {paper.speller.home})


def _is_listed(paper: Paper, one: Statement) -> bool:
    """Say whether a number is a member of a list of its kind."""
    kin = [each for each in paper.statements_in(one.claim.sentence[0]) if measure(each) == measure(one)]
    return any(one in pair and is_list(paper, list(pair)) for pair in itertools.pairwise(kin))


def _other_kind(paper: Paper, one: Statement, other: Statement) -> bool:
    """Say whether one head has two modifiers: "organic groves" and "irrigated groves"; or one is told as fewer."""
    heads = [_modified(paper, each) for each in (one, other)]
    words = [paper.topic_at(*each.claim.sentence).stems for each in (one, other)]
    apart = any(
        heads[0][head] - words[1] and heads[1][head] - words[0] and not heads[0][head] & heads[1][head]
        for head in heads[0].keys() & heads[1].keys()
    )
    leads = [
        paper.body[max(each.claim.sentence[0], each.claim.start - _NEAR) : each.claim.start]
        for each in (one, other)
        if each.claim.comparator in ("exact", "approx")
    ]
    return apart or any(paper.words.has("change", "differs", lead) for lead in leads)


def _modified(paper: Paper, one: Statement) -> dict[str, frozenset[str]]:
    """Return for each word of a clause the content word right before it."""
    found: dict[str, frozenset[str]] = {}
    for match in _NEXT.finditer(paper.body, *one.scope):
        if _ADJECTIVE.search(match["before"]) is None:
            continue
        before, head = (paper.speller.topic(word, first=False).stems for word in (match["before"], match["head"]))
        for stem in head:
            found[stem] = found.get(stem, frozenset()) | before
    return {head: before for head, before in found.items() if before}


def _cases(paper: Paper, one: Statement, other: Statement) -> bool:
    """Say whether numbers of their unit beside the two differ too: "with $5,600 pays $185", "with $12,500 $1,260"."""
    beside: list[dict[str, set[float]]] = [{}, {}]
    for each, there in zip((one, other), beside, strict=True):
        for kin in paper.statements_in(each.claim.sentence[0]):
            if kin is not each and kin.claim.unit is not None and kin.claim.kind == "quantity":
                there.setdefault(kin.claim.unit, set()).add(kin.number)
    a, b = beside
    alike = measure(one)
    return alike in a and alike in b and not a[alike] & b[alike] and len(a[alike]) == len(b[alike]) == 1


def _time_told(paper: Paper, one: Statement) -> str:
    """Return the word that sets a number before or after others, or spans a time without naming it."""
    first, stop = one.claim.sentence
    match = _TIME.search(paper.body, max(first, one.claim.start - 90), min(stop, one.claim.end + 60))
    return match[0].lower() if match else ""


def _between_ends(paper: Paper, one: Statement, other: Statement) -> bool:
    """Say whether a number without a time lies between two that the other's sentence gives for two times: a mean."""
    for bare, dated in ((one, other), (other, one)):
        if bare.period is not None or dated.period is None:
            continue
        kin = [each for each in paper.statements_in(dated.claim.sentence[0]) if measure(each) == measure(dated)]
        numbers = [each.number for each in kin if each.level]
        if len(numbers) > 1 and min(numbers) <= bare.number <= max(numbers):
            return True
    return False


def _ends_apart(paper: Paper, one: Statement, other: Statement) -> bool:
    """Say whether one is the start of a change, or the undated end of one where the other has a time of its own."""
    roles = [_role(paper, each) for each in (one, other)]
    if roles[0] != roles[1] and "start" in roles:
        return True
    dated = [each.period is not None for each in (one, other)]
    return any(role == "end" and not dated[at] and dated[1 - at] for at, role in enumerate(roles))


def _role(paper: Paper, one: Statement) -> str:
    """Return which end of "from a to b" a number is, "" where it is neither."""
    for start, end in changes_in(paper, paper.statements_in(one.claim.sentence[0])):
        if one.claim.start in (start.claim.start, end.claim.start):
            return "start" if one.claim.start == start.claim.start else "end"
    return ""


def _finding(paper: Paper, pair: _Pair) -> Finding:
    one, other = pair.one, pair.other
    return finding(
        "A111", "warning", "value_conflict", 0.5 + 0.11 * min(pair.alike, 1.0),
        f"{short(one.claim.text, 40)!r} and {short(other.claim.text, 40)!r} are told of what seems to be one thing in "
        "other words, and one of them stands nowhere else.",
        "keep the number that the sources bear out, or say what sets the two apart",
        (paper.place(one.claim.start, one.claim.end), paper.place(other.claim.start, other.claim.end)),
    )  # fmt: skip
