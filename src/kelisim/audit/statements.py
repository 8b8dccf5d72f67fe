"""Statements: claims made comparable, each with the clause that says what its number is a number of."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from kelisim.audit.around import first_number, names_before, phase_of, spoken_of, subjectless, whole_before
from kelisim.audit.levels import as_share, is_level
from kelisim.audit.paper import Paper
from kelisim.audit.topic import Topic
from kelisim.audit.words import han_pairs, stem, words
from kelisim.model.extracted import ExtractedClaim
from kelisim.model.interval import Interval
from kelisim.model.period import Period
from kelisim.model.quantity import allowing_rounding
from kelisim.text.extraction.lexicon import read_tables

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_WHEN = re.compile(r"[,，]\s(?:when|когда)\s[^\d]*$")
# A number with nothing but blanks before the next one.
_CELLS = re.compile(r"(?<![\w.,])[-−$€£]?\d[\d.,]*%?(?=\s{1,3}[-−$€£]?\d[\d.,]*%?(?:\s|$))")
_APPOSED = re.compile(r",\s(?:at\s|with\s|about\s)?$")
_HEADS = frozenset(("person", "employee", "company", "unit", "vehicle", "country", "household"))
_COUNTED_OUT, _MOST_COUNTED = 100, 10_000
_HAN_NUMERALS = frozenset("〇零一二三四五六七八九十百千万亿两半多余几个")
_LABELLED = re.compile(r"(?:^|[,;:(]\s?)(?P<label>[^,;:()—–\d]{3,60})\s[—–]\s(?:около\s|примерно\s|шамамен\s)?$")
# "шығынның 660 млн теңгесі": so much of the spending.
_KK_OF = re.compile(r"[^\W\d_]{3}(?:ның|нің|дың|дің|тың|тің)\s$")
_YEAR_END = re.compile("年[末底]")
_HEDGED = 0.03
_EXACT = 0.004
_POINTS = ("percent", "percentage_point")
_ROUND_POINTS = 5.0
_SOME = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|\d{1,3})\s(?:largest|biggest|smallest|top|leading|main|richest"
    r"|poorest)\b(?=[^.;,\d]*$)"
)
_WORD = re.compile(r"[^\W\d_]{3}")
# "95% confidence interval", "12 degrees of freedom", "at the 5% level": numbers of a test and not of the world.
_OF_A_TEST = re.compile(
    r"[ -]?(?:(?:per ?cent|%)[ -])?"
    r"(?:CIs?\b|(?:confidence|credible|prediction|significance) (?:intervals?|levels?|bounds?|limits?)"
    r"|of freedom|(?:significance )?level\b)"
)


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim with its topic and period; ``level`` where it says how much and not by how much more.

    ``scope`` is the clause the topic was read from; ``phase`` the number of the phase that it is told of.
    """

    claim: ExtractedClaim
    topic: Topic
    period: Period | None
    level: bool
    scope: tuple[int, int]
    sentence: int
    phase: str = ""

    @property
    def interval(self) -> Interval:
        """The numbers the statement allows, rounding and hedges included."""
        claim = self.claim
        step = claim.step
        if step and re.search(r"[1-9]0(?![\d.,]*\d)", claim.text) and not re.search(r"00(?![\d.,]*\d)", claim.text):
            # One zero at the end of several figures ("170 million", "1,150", "70%") is more often meant than rounded.
            step = _ROUND_POINTS if claim.unit in _POINTS else step / 2
        interval = allowing_rounding(claim.interval, claim.comparator, step)
        if math.isinf(interval.width):
            return interval
        share = _HEDGED if claim.comparator in ("approx", "factor") else _EXACT
        return interval.widen(share * abs(interval.middle))

    @property
    def number(self) -> float:
        """The number stated, the middle of a range."""
        value = self.claim.value
        return (value[0] + value[1]) / 2 if isinstance(value, tuple) else value


def statements(paper: Paper) -> list[Statement]:
    """Return the statements of a paper's body, tables with bars left out: their cells have no clause."""
    result = []
    grouped: dict[tuple[int, int], list[ExtractedClaim]] = {}
    for claim in paper.claims:
        if claim.kind != "date" and not paper.in_table(claim.start):
            grouped.setdefault(claim.sentence, []).append(claim)
    for sentence, group in grouped.items():
        if sentence[1] - sentence[0] > 1500 or _runs_together(paper.text[slice(*sentence)]):
            # No sentence but a table run together, in which nothing tells what belongs to what.
            continue
        if not _names_anything(paper, sentence):
            continue
        index = paper.sentence_index(sentence[0])
        shares = [as_share(claim) for claim in group if not _OF_A_TEST.match(paper.body, claim.end)]
        for position, claim in enumerate(shares):
            before = shares[position - 1] if position else None
            after = shares[position + 1] if position + 1 < len(shares) else None
            scope = _scope(paper, sentence, before, claim, after)
            result.append(_statement(paper, claim, scope, index))
    return result


def _runs_together(sentence: str) -> bool:
    """Say whether most of a sentence is numbers without words between them: the cells of a table on one line."""
    return len(_CELLS.findall(sentence)) >= 6


def _names_anything(paper: Paper, sentence: tuple[int, int]) -> bool:
    """Say whether a sentence has words: "2001 Q1 0.108 0.886" is a row of some table and says of nothing what it is."""
    text = paper.text if paper.in_references(sentence[0]) else paper.body
    return paper.words.runs or _WORD.search(text, *sentence) is not None


@cache
def _breaks(language: str) -> re.Pattern[str]:
    """Return where a clause ends: punctuation, and the words of the language that open another."""
    return re.compile(rf"[;；。！？]|\s[–—]\s|[()（）]|{words(language).source('topic', 'breaks')}", re.IGNORECASE)


def _scope(
    paper: Paper,
    sentence: tuple[int, int],
    before: ExtractedClaim | None,
    claim: ExtractedClaim,
    after: ExtractedClaim | None,
) -> tuple[int, int]:
    left, right = sentence
    text = paper.text
    for match in _breaks(paper.language).finditer(text, sentence[0], claim.start):
        left = match.end()
    stop = _breaks(paper.language).search(text, claim.end, sentence[1])
    right = stop.start() if stop else right
    labelled = _LABELLED.search(text, sentence[0], claim.start) if paper.language in ("ru", "kk") else None
    if labelled is not None and labelled.start("label") < left:
        # "инсулины — 23%": the dash stands for "is", and what is before it says of what.
        left = labelled.start("label")
    if before is not None and before.end > left:
        left = before.end
    if after is not None:
        right = min(right, after.start)
        joint = paper.words.pattern("topic", "joint").search(text, claim.end, after.start)
        right = min(right, joint.start()) if joint else right
        comma = max(text.rfind(",", claim.end, after.start), text.rfind("，", claim.end, after.start))
        right = min(right, comma) if comma > 0 else right
    if paper.words.runs:
        # In Chinese what is counted stands before its number; a comma opens what goes on from it.
        comma = text.find("，", claim.end, right)
        right = comma if comma > 0 else right
    if text[claim.end : claim.end + 2] == ", " and _APPOSED.search(text, left, claim.start):
        # "The cost of a parcel, USD 17, is among the lowest": what follows is told of the cost.
        right = claim.end
    return left, max(right, claim.end)


def _statement(paper: Paper, claim: ExtractedClaim, scope: tuple[int, int], index: int) -> Statement:
    text, (first, _last) = paper.text, claim.sentence
    counted = (claim.unit or "").replace("_", " ") if claim.kind == "count" and paper.language != "zh" else ""
    clause = f"{text[scope[0] : claim.start]} {counted} {text[claim.end : scope[1]]}"
    if paper.in_references(first):
        # Capitals in a title name nothing.
        clause = re.sub(r"\b[^\W\d_][a-z-]+", lambda match: match[0].lower(), clause)
    topic = paper.speller.topic(clause, first=scope[0] <= first + 2)
    names_itself = paper.language == "kk" and (claim.indicator or "?") in text[scope[0] : claim.start].lower()
    few = len(topic.stems) + len(topic.names) < 2 and not (names_itself and topic.stems)
    if scope[0] > first and (few or subjectless(paper, scope[0], claim.end)):
        head = text[first : min(first_number(text, first, scope[0]), scope[0])]
        topic = topic.joined(paper.speller.topic(head, first=True))
    known = claim.indicator in vocabulary()
    if paper.words.pattern("shares", "of_them").match(text, first):
        # "Of these, exports were 14 million": what they are part of says of what.
        topic = topic.joined(whole_before(paper, first, index))
        topic = replace(topic, narrow=topic.narrow | {"part"})
    elif not known and not topic.stems and not topic.names:
        topic = topic.joined(spoken_of(paper, first, scope[0], index))
    if known:
        topic = replace(topic, stems=topic.stems - indicator_stems(claim.indicator, paper.language))
    if _is_part(paper, claim):
        topic = replace(topic, narrow=topic.narrow | {"part"})
    if not topic.names:
        topic = replace(topic, context=names_before(paper, first, scope[0], index))
        if paper.language != "en" and paper.words.pattern("topic", "there").match(paper.text, first):
            # "При этом доля женщин": it is told of whom the sentence before named.
            topic = replace(topic, names=topic.context)
    # A title speaks of a time before it was printed, and does not say which.
    period = None if paper.in_references(first) else _period(paper, claim, scope, first)
    return Statement(claim, topic, period, is_level(paper, claim), scope, index, phase_of(paper, claim, scope))


@cache
def vocabulary() -> frozenset[str]:
    """Return the ids of the built-in indicators."""
    return frozenset(read_tables("indicators"))


@cache
def indicator_stems(indicator: str, language: str) -> frozenset[str]:
    """Return the stems of the words that name an indicator: they tell nothing more where it is known."""
    aliases = read_tables("indicators")[indicator].get(language, [])
    if language == "zh":
        return frozenset(pair for alias in aliases for pair in han_pairs(alias))
    return frozenset(stem(word, language) for alias in aliases for word in alias.split())


def _is_part(paper: Paper, claim: ExtractedClaim) -> bool:
    """Say whether a number is that of a part: "of which 2.3 million", "made up 4,500 tonnes of the catch"."""
    lead = paper.text[max(claim.sentence[0], claim.start - 26) : claim.start]
    lead = re.split(r"[\d;；]", lead)[-1]
    if paper.language != "en" and claim.unit != "percent":
        before = paper.text[claim.sentence[0] : claim.start]
        if paper.words.has("shares", "of_them", before):
            # "Of which 29 from the city, 12 from the districts, 7 from the lottery": all of these are parts.
            return True
        if paper.language == "kk" and _KK_OF.search(before):
            return True
    if paper.language == "en" and _SOME.search(paper.text, claim.sentence[0], claim.start):
        # "The five largest owners had 11 stations": what they have is a part of all.
        return claim.unit != "percent"
    return claim.unit != "percent" and paper.words.has("shares", "part_of", lead)


def _period(paper: Paper, claim: ExtractedClaim, scope: tuple[int, int], first: int) -> Period | None:
    own = [
        one.period
        for one in paper.dates_in(*scope)
        # "5 in 2019 to 7": what follows the last number at once is its date.
        if not (
            one.start < claim.start
            and scope[0] > first
            and one.start - scope[0] < 12
            and paper.text[scope[0] - 1].isalnum()
            and not re.search("[，、；]", paper.text[scope[0] : one.start])
        )
    ]
    if len(own) == 1 and own[0].start and own[0].end and not claim.text.startswith(paper.text[slice(*scope)].strip()):
        return Period(own[0].start, own[0].end, "span")
    start = date.fromisoformat(claim.period_start) if claim.period_start else None
    end = date.fromisoformat(claim.period_end) if claim.period_end else None
    if start is None and end is None:
        years = {int(match[1]) for match in _YEAR.finditer(paper.text, *scope)}
        return Period.parse(str(years.pop())) if len(years) == 1 else None
    if not own and ";" in paper.text[claim.end : claim.sentence[1]]:
        dates = paper.dates_in(*claim.sentence)
        if dates and all(";" in paper.text[claim.end : one.start] for one in dates):
            # The time of a clause behind a semicolon is not that of the one before it.
            return None
    if start and end and end.year > start.year and _WHEN.search(paper.text[max(first, claim.start - 40) : claim.start]):
        # "Doubled between 2014 and 2022, when it was 51 million."
        return Period.parse(f"{end.year:04d}")
    year_end = end is not None and (end.month, end.day) == (12, 31)
    if year_end and (start is None or (paper.words.runs and _YEAR_END.search(paper.text, first, claim.start))):
        # A stock at the end of a year is that of the year.
        assert end
        return Period.parse(f"{end.year:04d}")
    return Period(start, end, "span")


def held_for(one: Statement, other: Statement) -> bool:
    """Say whether two statements are told of the same time: equal periods, neither of them open."""
    if one.period is None or other.period is None:
        return False
    return one.period == other.period and one.period.start is not None and one.period.end is not None


def classifier(one: Statement) -> str:
    """Return the Chinese measure word that a bare count ends with, "" where there is none: "1806份", "1450张"."""
    last = one.claim.text[-1:]
    return last if "\u4e00" <= last <= "\u9fff" and last not in _HAN_NUMERALS else ""


def same_unit(one: Statement, other: Statement) -> bool:
    """Say whether two statements are in one unit."""
    a, b = one.claim.unit, other.claim.unit
    if a is None and b is None and classifier(one) != classifier(other) and classifier(one) and classifier(other):
        return False
    loose = {None, "unit"}
    if a == b or (a in loose and b in loose):
        return True
    bare, counted = (one, other) if a is None else (other, one)
    if bare.claim.unit is not None or counted.claim.unit is None or "_" in counted.claim.unit:
        return False
    # "The number of pupils fell to 61,000" counts what "71,000 pupils" counts; "each crane moved 31" counts no cranes.
    if "each" in bare.topic.narrow:
        return False
    return counted.claim.kind == "count" and stem(counted.claim.unit, "en") in bare.topic.stems


def passed_first(paper: Paper, one: Statement) -> bool:
    """Say whether a statement is that a threshold was passed for the first time."""
    own, claim = paper.words, one.claim
    if claim.kind == "ordinal" or not one.level or claim.comparator in ("lt", "le"):
        return False
    start, end = claim.sentence
    before = paper.text[max(start, claim.start - 60) : claim.end]
    if own.runs:
        before = paper.text[one.scope[0] : claim.end]
    if own.language == "kk":
        # Up to the comma before: "passed 60,000 in 2020, while in 2019 there were 63,000" tells of one passing.
        near = max(start, claim.start - 60)
        comma = paper.text.rfind(", ", near, claim.start)
        before = paper.text[comma if comma > 0 else near : min(end, claim.end + 40)]
    if own.has("milestones", "first_exceed", before):
        return True
    first, stop = one.scope
    around = paper.text[first:stop] if own.runs else paper.text[max(start, first - 40) : min(end, stop + 60)]
    passed = claim.comparator in ("gt", "ge") or own.has("milestones", "exceed", before)
    return passed and own.has("milestones", "first_time", around)


def _is_whole_count(number: float) -> bool:
    """Say whether a number of heads is so small, or so uneven, that it was counted and not rounded."""
    return number == int(number) and (number < _COUNTED_OUT or number % 10 != 0) and number < _MOST_COUNTED


def as_written(end: Statement) -> Statement:
    """Return a number to the last figure written: who computes from it in the same sentence means it so.

    The words for "to" are no upper bound in "from a to b".
    """
    claim = end.claim
    if claim.comparator in ("approx", "gt", "ge", "lt", "range", "factor") and math.isfinite(end.interval.width):
        return end
    figures = re.search(r"\d[\d.,\u00a0\u202f ]*", claim.text)
    whole = re.sub(r"\D", "", figures[0]) if figures else ""
    step = abs(end.number) / float(whole) if whole.strip("0") else claim.step
    counted = claim.kind == "count" or (claim.kind == "quantity" and claim.unit in _HEADS | {None})
    if counted and _is_whole_count(end.number):
        step = 0.0
    return replace(end, claim=replace(claim, low=end.number, high=end.number, comparator="exact", step=step))
