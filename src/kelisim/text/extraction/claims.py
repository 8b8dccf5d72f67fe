"""Claims in a text: each quantity with its indicator, subject, place, period, modality and citations."""

from __future__ import annotations

import re
from bisect import bisect_right
from datetime import date
from functools import cache
from itertools import chain

from ahocorasick_rs import AhoCorasick, MatchKind

from kelisim.model.claim import Modality
from kelisim.model.extracted import ExtractedClaim
from kelisim.text.extraction.atoms import Atom, to_quantity
from kelisim.text.extraction.indicators import IndicatorMatcher, Vocabulary, indicator_matcher, nearest_indicator
from kelisim.text.extraction.lexicon import Lexicon, lexicon
from kelisim.text.extraction.phrases import next_word
from kelisim.text.extraction.places import PlaceMatcher, place_matcher
from kelisim.text.extraction.quantities import atoms as scan_atoms
from kelisim.text.extraction.quantities import lexicon_for, resolve_date
from kelisim.text.extraction.subjects import noun_phrase, subject_before
from kelisim.text.sentences import sentences

_NAME = r"[^\W\d_a-zа-яё][^\W\d_]*(?:[’'\-][^\W\d_]+)*"
_AUTHORS = rf"{_NAME}(?:(?:,? (?:and|&|и|және) |, | ){_NAME}){{0,4}}(?:,? (?:et al\.?|и др\.|және т\.б\.))?"
_CITATION = re.compile(
    r"\[[0-9][0-9,;–\- ]{0,60}\]"
    rf"|\((?:(?:see|cf\.|e\.g\.,?|см\.) )?{_AUTHORS},? (?:19|20)[0-9]{{2}}[a-z]?"
    rf"(?:; {_AUTHORS},? (?:19|20)[0-9]{{2}}[a-z]?){{0,6}}\)"
    r"|（[\u4e00-\u9fff]{2,12}等?[，, ](?:19|20)[0-9]{2}[a-z]?）|[¹²³⁴-⁹]+"
)
_LAST_WORD = re.compile(r"([^\W\d_]+)[,.]? (?:19|20)[0-9]{2}")
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


def claims(
    text: str,
    *,
    language: str | None = None,
    document_date: date | str | None = None,
    vocabulary: Vocabulary = None,
) -> list[ExtractedClaim]:
    """Return the quantitative claims of a text, in the order of the text.

    ``language`` and ``document_date`` as in ``quantities``. ``vocabulary`` are the study's indicators
    (``kelisim.model.indicator.Indicator`` records, or a mapping from id to aliases); it comes before the built-in
    vocabulary of industry and trade. Dates are no claims of their own: they give the others their periods. A bare
    "one" and an ordinal that ranks nothing claim nothing either. Raises ``UsageError`` for a language without a
    lexicon.
    """
    known = lexicon_for(text, language)
    today = resolve_date(document_date)
    spans = sentences(text, known.language)
    starts = [span[0] for span in spans]
    indicators = indicator_matcher(vocabulary, known.language)
    places = place_matcher(known.language)
    result: list[ExtractedClaim] = []
    group: list[Atom] = []
    current = -1
    for atom in chain(scan_atoms(text, known, today), (None,)):
        index = -2 if atom is None else bisect_right(starts, atom.start) - 1
        if index != current and group:
            result += _sentence_claims(text, spans[max(current, 0)], group, known, today, indicators, places)
            group = []
        current = index
        if atom is not None:
            group.append(atom)
    return result


def _sentence_claims(
    text: str,
    span: tuple[int, int],
    group: list[Atom],
    known: Lexicon,
    today: date | None,
    indicators: IndicatorMatcher,
    places: PlaceMatcher,
) -> list[ExtractedClaim]:
    numbers = [atom for atom in group if _claims_something(text, atom, known)]
    if not numbers:
        return []
    start, end = span
    sentence = text[start:end]
    dates = [atom for atom in group if atom.period is not None]
    markers = [match for match in _CITATION.finditer(sentence) if _cites(match[0], known)]
    citations = tuple(dict.fromkeys(match[0] for match in markers))
    cited = [(start + match.start(), start + match.end()) for match in markers]
    dates = [d for d in dates if not any(a <= d.start < b for a, b in cited)]
    named = indicators.find(sentence)
    located = places.find(sentence)
    lower = sentence.lower()
    moods = _moods(known.language).find_matches_as_indexes(lower if len(lower) == len(sentence) else sentence)
    result = []
    for position, atom in enumerate(numbers):
        quantity = to_quantity(text, atom)
        if quantity is None:
            continue
        here, there = atom.start - start, atom.end - start
        before = numbers[position - 1].end - start if position else 0
        after = numbers[position + 1].start - start if position + 1 < len(numbers) else end - start
        indicator = nearest_indicator(named, here, there, _measure(atom)) or noun_phrase(sentence, here, known)
        period = _period(text, atom, dates, numbers, today, precede=known.tables["periods"].get("precede", False))
        result.append(
            ExtractedClaim(
                quantity.start, quantity.end, quantity.text, quantity.low, quantity.high, quantity.value, quantity.unit,
                quantity.comparator, quantity.change, quantity.kind, quantity.step,
                subject=subject_before(sentence, here, located, known),
                indicator=indicator,
                place=_place(sentence, located, here, there if atom.kind != "ordinal" else len(sentence), known),
                period_start=period[0],
                period_end=period[1],
                modality=_modality(sentence, moods, before, atom.number.start - start, there, after, known),
                sentence=span,
                citations=citations,
            )
        )  # fmt: skip
    return result


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
    small = atom.number.words and atom.comparator == "exact" and atom.unit not in _MEASURED
    if small and atom.number.value == 1:
        return False
    loose = atom.unit is None or atom.kind == "count"
    if loose and atom.number.words and text[atom.number.end : atom.number.end + 1] in ("-", "‑"):
        # "a two-period design" describes and claims nothing.
        return False
    # "the two countries", "in the past two decades" point back to what is known.
    return not (small and atom.number.value < 100 and atom.left and atom.left[-1][2] in _DEFINITE)


_MEASURED = frozenset(("percent", "percentage_point", "USD", "KZT", "EUR", "CNY", "RUB", "tonne"))


def _cites(marker: str, known: Lexicon) -> bool:
    """Say whether a bracket names an author and a year and not a month and a year."""
    last = _LAST_WORD.search(marker)
    if last is None:
        return True
    form = last[1].lower()
    return form not in known.months and form not in known.labels and form not in known.tables["periods"]["known"]


def _measure(atom: Atom) -> str:
    """Return what kind of indicator the unit fits: a rate, a count, money, or "" where any may."""
    if atom.unit in ("percent", "percentage_point"):
        lead = atom.left[-1][2] if atom.left else ""
        return "rate" if atom.change is None or lead in ("to", "from", "до", "с") else ""
    if atom.unit in ("vehicle", "unit", "truck", "bus", "tonne"):
        return "count"
    return "money" if atom.unit is not None and len(atom.unit) == 3 and atom.unit.isupper() else ""


def _place(sentence: str, located: list[tuple[int, int, str]], here: int, there: int, known: Lexicon) -> str | None:
    """Return the place right after the number ("2.2% in China"), else the last one before it, else the first."""
    before = [place for place in located if place[1] <= here]
    after = [place for place in located if place[0] >= there]
    if after and sentence[there : after[0][0]].strip(" ,（(").lower() in known.tables.get("locative", ()):
        return after[0][2]
    if before:
        return before[-1][2]
    return located[0][2] if located else None


def _period(
    text: str, atom: Atom, dates: list[Atom], numbers: list[Atom], today: date | None, *, precede: bool
) -> tuple[str | None, str | None]:
    best: Atom | None = None
    least = 1e9
    for candidate in dates:
        if candidate.start >= atom.end:
            # Another number between takes the date that follows it.
            if any(atom.end <= other.start < candidate.start for other in numbers if other is not atom):
                gap = candidate.start - atom.end + 80.0
            else:
                gap = 0.5 * (candidate.start - atom.end)
                between = text[atom.end : candidate.start]
                gap += 40 if any(mark in between for mark in ".;:—") else 15 if "," in between else 0
        else:
            gap = float(atom.start - candidate.end) * 0.9
            between = text[candidate.end : atom.start]
            gap += 60 if ";" in between else 0
            if any(candidate.end <= other.start < atom.start for other in numbers):
                gap += 30
            if any(0 <= candidate.start - other.end < 12 for other in numbers):
                # "26.3% in 2019 to 33.4%": the date belongs to the number before it.
                gap += 40
        if precede:
            gap = gap * 3 if candidate.start >= atom.end else gap * 0.5
        if gap < least:
            best, least = candidate, gap
    if best is None or best.period is None:
        return None, None
    period = best.period
    start, end = period.start, period.end
    if start is not None and start.year < 1000:
        if today is None or end is None:
            return None, None
        year = today.year if (start.month, start.day) <= (today.month, today.day) else today.year - 1
        start, end = start.replace(year=year), end.replace(year=year)
    return (start.isoformat() if start else None, end.isoformat() if end else None)


@cache
def _mood_forms(language: str) -> tuple[tuple[str, str], ...]:
    table = lexicon(language).tables.get("modality", {})
    return tuple(sorted((form, name) for name, forms in table.items() for form in forms))


@cache
def _moods(language: str) -> AhoCorasick:
    return AhoCorasick([form for form, _ in _mood_forms(language)] or ["\x00"], matchkind=MatchKind.LeftmostLongest)


def _modality(
    sentence: str, moods: list[tuple[int, int, int]], before: int, here: int, there: int, after: int, known: Lexicon
) -> Modality:
    forms = _mood_forms(known.language)
    runs = known.script == "runs"
    whole = known.language == "en"
    found: set[str] = set()
    for index, start, stop in moods:
        name = forms[index][1]
        if not runs and start and sentence[start - 1].isalpha():
            continue
        if whole and stop < len(sentence) and sentence[stop].isalpha():
            continue
        if (
            name == "reported"
            or before <= start < here
            or (there <= start < min(after, there + 40) and not _breaks(sentence[there:start]))
        ):
            found.add(name)
    for name in ("planned", "estimated", "reported"):
        if name in found:
            return name  # type: ignore[return-value]
    return "achieved"


def _breaks(between: str) -> bool:
    return any(mark in between for mark in ".;,:—(，；。") or " and " in between
