"""Claims in a text: each quantity with its indicator, subject, place, period, modality and citations."""

from __future__ import annotations

import re
from bisect import bisect_right
from datetime import date
from itertools import chain

from kelisim.model.extracted import ExtractedClaim
from kelisim.text.extraction.atoms import Atom, to_quantity
from kelisim.text.extraction.citations import markers
from kelisim.text.extraction.claim_periods import Dates
from kelisim.text.extraction.context import COUNTABLE
from kelisim.text.extraction.discourse import Told, Topic
from kelisim.text.extraction.elliptical import elliptical_dates, goes_back, goes_on, is_change_of, takes_up
from kelisim.text.extraction.indicators import (
    GENERIC,
    IndicatorMatcher,
    Indicators,
    Vocabulary,
    indicator_matcher,
)
from kelisim.text.extraction.lexicon import Lexicon
from kelisim.text.extraction.measured import indicator_of, without_numbers
from kelisim.text.extraction.modality import Future, Moods
from kelisim.text.extraction.phrases import next_word
from kelisim.text.extraction.places import Places, place_matcher
from kelisim.text.extraction.quantities import atoms as scan_atoms
from kelisim.text.extraction.quantities import lexicon_for, resolve_date
from kelisim.text.extraction.respective import Respective
from kelisim.text.extraction.roles import roles
from kelisim.text.extraction.subjects import Subjects
from kelisim.text.sentences import sentences

_DEFINITE = frozenset(
    [
        "the",
        "these",
        "those",
        "both",
        "our",
        "their",
        "past",
        "last",
        "next",
        "coming",
        "previous",
        "эти",
        "этих",
        "обе",
        "оба",
        "последние",
        "последних",
        "осы",
        "бұл",
        "соңғы",
    ]
)


_MEASURED = frozenset(("percent", "percentage_point", "USD", "KZT", "EUR", "CNY", "RUB", "tonne"))
_WORDS = re.compile(r"[^\W\d_]{2,}")
_LEAST_WORDS = 3
_FEW = 13
_LEAST_COUNT = 100
# A sentence this long is a table or a list, and what it is about cannot be told.
_LONG = 600


def claims(
    text: str,
    *,
    language: str | None = None,
    document_date: date | str | None = None,
    vocabulary: Vocabulary = None,
    dated: bool = False,
) -> list[ExtractedClaim]:
    """Return the quantitative claims of a text, in the order of the text.

    ``language`` and ``document_date`` as in ``quantities``. ``vocabulary`` are the study's indicators
    (``kelisim.model.indicator.Indicator`` records, or a mapping from id to aliases); it comes before the built-in
    vocabulary of industry and trade. Dates give the claims their periods; with ``dated`` a date that no number takes
    is a claim too, of kind "date": of the indicator "event_date" ("entered the market in April 2021") or "period"
    ("phase 2, 2018-2021"). A bare "one" and an ordinal that ranks nothing claim nothing. The time is linear in the
    length of the text, whatever the lengths of its sentences. Raises ``UsageError`` for a language without a lexicon.
    """
    known = lexicon_for(text, language)
    today = resolve_date(document_date)
    spans = sentences(text, known.language)
    starts = [span[0] for span in spans]
    indicators = indicator_matcher(vocabulary, known.language)
    places = place_matcher(known.language)
    topic, told = Topic(text, places, indicators, known), Told()
    result: list[ExtractedClaim] = []
    group: list[Atom] = []
    current = -1
    for atom in chain(scan_atoms(text, known, today), (None,)):
        index = -2 if atom is None else bisect_right(starts, atom.start) - 1
        if index != current and group:
            result += _sentence_claims(
                text,
                spans[max(current, 0)],
                spans[current - 1] if current > 0 else None,
                group,
                known,
                today,
                indicators,
                topic,
                told,
                dated,
            )
            group = []
        current = index
        if atom is not None:
            group.append(atom)
    return result


def _sentence_claims(
    text: str,
    span: tuple[int, int],
    previous: tuple[int, int] | None,
    group: list[Atom],
    known: Lexicon,
    today: date | None,
    indicators: IndicatorMatcher,
    topic: Topic,
    told: Told,
    dated: bool,
) -> list[ExtractedClaim]:
    numbers = [atom for atom in group if _claims_something(text, atom, known)]
    if not numbers and not dated:
        return []
    start, end = span
    sentence = text[start:end]
    cited = markers(sentence, known)
    if cited:
        group = _outside(group, cited, start)
        numbers = _outside(numbers, cited, start)
    dates = [atom for atom in group if atom.period is not None]
    leaning = elliptical_dates(text, span, dates, known.language, told.near(start), today) if numbers else []
    if leaning:
        # "In nine months" is a date, and its nine counts nothing.
        numbers = _beside(numbers, leaning)
    if not numbers and not dates:
        return []
    named = Indicators(indicators.find(sentence), sentence, roles(known.language).complement)
    located = Places(sentence, topic.find(sentence), named.all, known)
    subjects = Subjects(sentence, located.all, known)
    moods = Moods(sentence, known)
    adjoins = told.adjoins(text, start)
    back = adjoins and goes_back(sentence, known.language)
    every = sorted([*dates, *leaning], key=lambda one: one.start)
    when = Dates(
        text,
        every,
        numbers,
        known,
        today,
        told.period if adjoins and (dates or back or goes_on(sentence, known.language)) else None,
    )
    dealt = Respective(sentence, [(one.start - start, one.end - start) for one in numbers], known.language)
    measured, placed = dealt.indicators(named.all), dealt.deal(located.all)
    on = dealt.deal([(one.start - start, one.end - start, index) for index, one in enumerate(every)])
    citations = tuple(dict.fromkeys(marker for _, _, marker in cited))
    bare = without_numbers(sentence, group, start)
    taken_up = _taken_up(text, previous, start, told, adjoins, indicators) if takes_up(sentence, known.language) else ""
    taken: set[int] = set()
    counted: dict[str, str | None] = {}
    result: list[ExtractedClaim] = []

    future = Future(today)

    def add(
        atom: Atom,
        indicator: str,
        subject: str,
        period: tuple[str | None, str | None],
        before: int,
        after: int,
        place: str | None = None,
        taker: Atom | None = None,
    ) -> None:
        quantity = to_quantity(text, atom)
        if quantity is None:
            return
        here, there = atom.start - start, atom.end - start
        reach = there if atom.kind != "ordinal" else len(sentence)
        result.append(
            ExtractedClaim(
                quantity.start, quantity.end, quantity.text, quantity.low, quantity.high, quantity.value, quantity.unit,
                quantity.comparator, quantity.change, quantity.kind, quantity.step,
                subject=subject,
                indicator=indicator,
                place=place or located.at(here, reach, after, lambda: topic.at(start)),
                period_start=period[0],
                period_end=period[1],
                modality=future.of(
                    moods.at(before, atom.number.start - start if atom.period is None else here, there, after),
                    period, None if taker is None else taker.start,
                ),
                sentence=span,
                citations=citations,
            )
        )  # fmt: skip

    for position, atom in enumerate(numbers):
        before = numbers[position - 1].end - start if position else 0
        after = numbers[position + 1].start - start if position + 1 < len(numbers) else end - start
        taker, period = when.of(position)
        if position in on:
            taker = every[on[position]]
            period = when.bounds(taker)
        if taker is not None:
            taken.add(taker.start)
        here = atom.start - start
        indicator = measured.get(position) or indicator_of(sentence, bare, atom, start, named, known)
        if back and not position:
            # "Of these, 30,000 were made in Kostanay" counts what was counted before.
            indicator = told.indicator
        elif taken_up and atom.kind == "quantity" and not named.named_before(here):
            # "It rose by 5%": what rose is what the sentence before measured.
            indicator = taken_up
        rates = atom.change is not None and atom.unit in ("percent", "percentage_point")
        if rates and result and is_change_of(text, numbers[position - 1].end, atom.start, known.language):
            indicator = result[-1].indicator
        if _is_bare(atom):
            atom.unit = named.counts(here, indicator, known) or counted.get(indicator)
        elif atom.unit in COUNTABLE and atom.comparator != "factor":
            counted[indicator] = atom.unit
        add(atom, indicator, subjects.before(here), period, before, after, placed.get(position), taker)
    told.keep(result)
    if dated and len(_WORDS.findall(sentence[:400])) >= (1 if known.script == "runs" else _LEAST_WORDS):
        for atom in dates:
            if atom.start not in taken and not when.is_base(atom) and _is_dated(atom):
                subject = subjects.around(atom.start - start)
                add(atom, _date_indicator(atom), subject, when.bounds(atom), 0, end - start)
        result.sort(key=lambda claim: claim.start)
    return result


def _is_bare(atom: Atom) -> bool:
    """Say whether a number is large enough to count things and does not say which."""
    factor = atom.comparator == "factor" or atom.number.fraction
    return atom.unit is None and atom.kind == "quantity" and not factor and atom.value >= _LEAST_COUNT


def _taken_up(
    text: str,
    previous: tuple[int, int] | None,
    start: int,
    told: Told,
    adjoins: bool,
    indicators: IndicatorMatcher,
) -> str:
    """Return what the sentence before measured, by its first claim, else by the first indicator it names."""
    if adjoins and told.indicator:
        return told.indicator
    if previous is None or text[previous[1] : start].count("\n") > 1 or previous[1] - previous[0] > _LONG:
        return ""
    return next((name for _, _, name in indicators.find(text[slice(*previous)]) if name not in GENERIC), "")


def _outside(group: list[Atom], cited: list[tuple[int, int, str]], start: int) -> list[Atom]:
    """Return the numbers that stand in no citation: "[1, p. 4]" tells no quantity."""
    begins = [begin for begin, _, _ in cited]
    kept = []
    for atom in group:
        index = bisect_right(begins, atom.start - start) - 1
        if index < 0 or atom.start - start >= cited[index][1]:
            kept.append(atom)
    return kept


def _beside(numbers: list[Atom], dates: list[Atom]) -> list[Atom]:
    """Return the numbers that stand in none of the dates."""
    ends = [one.end for one in dates]
    kept = []
    for atom in numbers:
        index = bisect_right(ends, atom.start)
        if index == len(dates) or dates[index].start >= atom.end:
            kept.append(atom)
    return kept


def _claims_something(text: str, atom: Atom, known: Lexicon) -> bool:
    if atom.period is not None:
        return False
    if atom.kind == "ordinal":
        word = next_word(text, atom.end)
        rules = known.tables["ordinal_rules"]
        before = {token[2] for token in atom.left[-3:]}
        return bool(before & rules["rank_lead"]) or (word is not None and word[2].lower() in rules["rank_after"])
    if known.script == "runs" and text[atom.start : atom.end] in ("两国", "兩國", "一国"):
        return False
    if atom.kind == "count" and atom.unit in roles(known.language).structure and atom.value < _FEW:
        # "three phases" divides a text or a history and measures nothing.
        return False
    small = atom.number.words and atom.comparator == "exact" and atom.unit not in _MEASURED
    if small and atom.number.value == 1:
        return False
    loose = atom.unit is None or atom.kind == "count"
    if loose and atom.number.words and text[atom.number.end : atom.number.end + 1] in ("-", "‑"):
        # "a two-period design" describes and claims nothing.
        return False
    # "the two countries", "in the past two decades" point back to what is known.
    return not (small and atom.number.value < 100 and atom.left and atom.left[-1][2] in _DEFINITE)


def _date_indicator(atom: Atom) -> str:
    period = atom.period
    spans = period is not None and period.start is not None and period.end is not None
    return "period" if spans and period.end.year > period.start.year else "event_date"  # type: ignore[union-attr]


def _is_dated(atom: Atom) -> bool:
    """Say whether a date names its year."""
    period = atom.period
    return period is not None and (period.start is None or period.start.year >= 1000)
