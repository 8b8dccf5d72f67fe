"""Dates that lean on a date told before: "in the third quarter", "a year earlier", "за тот же период", 同期."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date

from ahocorasick_rs import AhoCorasick, MatchKind

from kelisim.model.period import Period
from kelisim.text.extraction.atoms import Atom
from kelisim.text.extraction.lexicon import lexicon, read_tables
from kelisim.text.extraction.modality import futures
from kelisim.text.extraction.numerals import Number
from kelisim.text.extraction.numerals_zh import number_at
from kelisim.text.extraction.past_spans import kazakh_parts, past_spans
from kelisim.text.extraction.periods import Part, in_year, part_before
from kelisim.text.extraction.phrases import left_tokens, next_word
from kelisim.text.extraction.remembering import by_language

_FIRST_KNOWN = 1000
_NEAR = 8
# A date right behind a span makes it a part of that date.
_BEHIND = 4
_CHANGE_REACH = 40
_HAN_PART = re.compile(r"(?:第)?([一二三四1-4])季度|第([一二三四1-4])季(?!节)|([上下])半年")
# "10月份" is a month; "3个月" counts months, and "10月5日" is a day.
_HAN_MONTH = re.compile(
    r"(?<![0-9年.\-–—~～到个])(?<!(?<!截)至)(?:([0-9]{1,2})月份?|(十[一二]|[一二三四五六七八九十])月份)(?![0-9初中上下-]|[-–—~～至到日号])"
)
_HAN_FIRST = re.compile(r"(?<![\w])[前首]([0-9]{1,2}|[一二两三四五六七八九十]{1,2})个?(月|季度)")
_HAN_NUMBER = {"一": 1, "二": 2, "三": 3, "四": 4}
# "Previous same period" in Chinese names the year before and not the period told last.
_HAN_BEFORE = re.compile(r"(?:上年|去年|上一年|往年|[0-9]年)$")


_WHOLE = ("same_period", "year_before", "year_after", "year_end", "year_start")
_LATE = 9
_WORDS_AFTER = re.compile(r"[^\W\d_]{4,}")
# "а в мае она равнялась 112 тысячам": what is told as past is no month of a year to come.
_PAST = re.compile(r"[^.;]{0,48}?[^\W\d_](?:л|ла|ло|ли|лся|лась|лось|лись|[дт][ыі]|ған|ген|қан|кен)(?!\w)")


@dataclass(frozen=True)
class _Words:
    finder: AhoCorasick
    forms: tuple[tuple[str, str], ...]
    lead: re.Pattern[str]
    back: re.Pattern[str]
    onwards: re.Pattern[str]
    takes_up: re.Pattern[str]
    change_only: re.Pattern[str]
    same_of: re.Pattern[str]
    before: frozenset[str]
    after_same: re.Pattern[str]


@by_language
def _words(language: str) -> _Words:
    own, known = read_tables("discourse")[language], lexicon(language)
    periods = known.tables["periods"]
    forms = {form: name for name in _WHOLE for form in own.get(name, ())}
    if known.script != "runs":
        parts = [form for form in known.months if len(form) > 2]
        parts += [form for name in ("half_set", "quarter_set", "month_set") for form in periods[name] if len(form) > 2]
        for form in parts:
            forms.setdefault(form, "part")
    else:
        forms.update({"季度": "part", "季": "part", "半年": "part", "月": "part"})
    ordered = tuple(sorted(forms.items()))
    leads = "|".join(map(re.escape, own["leads"])) or "(?!)"
    return _Words(
        AhoCorasick([form for form, _ in ordered], matchkind=MatchKind.LeftmostLongest),
        ordered,
        re.compile(rf"(?<!\w)(?:{leads})\s+$", re.IGNORECASE),
        _opening(own["back"], known.script == "runs"),
        _opening(own["onwards"], known.script == "runs"),
        _taking_up(own["takes_up"], known.script == "runs"),
        re.compile(rf"[\s,，、(（]*(?:(?:{'|'.join(map(re.escape, own['change_only']))})[\s,，、]*)+", re.IGNORECASE),
        re.compile(rf"(?:{'|'.join(map(re.escape, own['same_of'])) or '(?!)'})\s*(?:the\s)?$", re.IGNORECASE),
        frozenset(own.get("year_before", ())),
        re.compile(rf"\S{{0,3}}\s*(?:{'|'.join(map(re.escape, own.get('after_same', ()))) or '(?!)'})", re.IGNORECASE),
    )


def goes_back(sentence: str, language: str) -> bool:
    """Say whether a sentence goes on with what the one before counted: "Of these, 30,000 were exported"."""
    return _words(language).back.match(sentence) is not None


def goes_on(sentence: str, language: str) -> bool:
    """Say whether a sentence goes on with the period of the one before: "These exports", "Imports, by contrast"."""
    return _words(language).onwards.match(sentence) is not None


def is_change_of(text: str, before: int, here: int, language: str) -> bool:
    """Say whether nothing but words of change stands between two numbers: "612 tonnes, up 6%", 30万吨，同比下降1%."""
    return here - before < _CHANGE_REACH and _words(language).change_only.fullmatch(text, before, here) is not None


def takes_up(sentence: str, language: str) -> bool:
    """Say whether a sentence speaks of what the one before measured: "In October, it rose by", "Показатель вырос"."""
    return _words(language).takes_up.match(sentence) is not None


def _taking_up(phrases: list[str], runs: bool) -> re.Pattern[str]:
    """Compile phrases that open a sentence, alone or after when it holds."""
    joined = "|".join(map(re.escape, sorted(phrases, key=len, reverse=True)))
    return re.compile(rf"\s*(?:[^,，.;]{{1,40}}[,，]\s?)?(?:{joined})" + ("" if runs else r"(?!\w)"), re.IGNORECASE)


def _opening(phrases: list[str], runs: bool) -> re.Pattern[str]:
    """Compile phrases that open a sentence, after one word and a comma at most."""
    joined = "|".join(map(re.escape, phrases))
    return re.compile(rf"\s*(?:[^\W\d_]+,\s)?(?:{joined})" + ("" if runs else r"(?!\w)"), re.IGNORECASE)


def is_same_period(text: str, start: int, end: int, language: str) -> bool:
    """Say whether a date only tells the period compared with: "above the same period of the previous year"."""
    words = _words(language)
    return (
        words.same_of.search(text[max(0, start - 40) : start]) is not None
        or words.after_same.match(text[end : end + 24]) is not None
    )


def elliptical_dates(
    text: str, span: tuple[int, int], dates: list[Atom], language: str, told: Period | None, today: date | None
) -> list[Atom]:
    """Return the dates of a sentence that lean on another, resolved; ``told`` is the period told before it.

    A part of a year takes the year of the nearest date before it, else that of ``told``, else, where the document is
    dated, the last such part that had ended by then. What leans on nothing is left out.
    """
    start, end = span
    sentence = text[start:end]
    lower = sentence.lower()
    if len(lower) != len(sentence):
        return []
    words, known = _words(language), lexicon(language)
    if language == "en" and (len(dates) > 1 or told is not None):
        # "57 in 2023, up from 36 the previous year" leans on 2023 and not on the document's date.
        dates = [one for one in dates if text[one.start : one.end].lower() not in words.before]
    starts = [one.start for one in dates]
    result: list[Atom] = []
    named = [(begin, stop, *words.forms[index]) for index, begin, stop in words.finder.find_matches_as_indexes(lower)]
    parts: dict[int, Part] = {}
    if language == "kk":
        # The endings of its own words tell a part of a year, and no words before it.
        told_parts = list(kazakh_parts(lower))
        parts = {begin: part for begin, _, part in told_parts}
        named = sorted([*(one for one in named if one[3] != "part"), *((b, e, "", "part") for b, e, _ in told_parts)])
    spans = list(past_spans(sentence, language, today)) if today is not None else []
    lefts = [left for left, _, _ in spans]
    for begin, stop, form, name in named:
        first, last = start + begin, start + stop
        inside = bisect_right(lefts, begin) - 1
        if inside >= 0 and begin < spans[inside][1]:
            continue
        if known.script != "runs" and (text[first - 1 : first].isalpha() or text[last : last + 1].isalpha()):
            continue
        place = bisect_left(starts, first)
        if (place < len(dates) and dates[place].start < last) or (place and dates[place - 1].end > first):
            continue
        dated = _dated(dates, place)
        if result and (not place or dates[place - 1].end <= result[-1].start):
            # "In the first quarter ..., a year earlier": a date that itself leaned is the nearest.
            dated = result[-1].period
        before = dated or told
        period: Period | None = None
        if name == "part":
            found = _part(text, first, last, form, language, before, today, parts.get(begin))
            if found is None:
                continue
            first, last, period = found
            if place and dates[place - 1].end > first:
                continue
        elif name in ("year_end", "year_start"):
            year = _year_of(before, today)
            period = None if year is None else _edge_of(year, name, today)
        elif known.script == "runs" and name == "same_period" and _HAN_BEFORE.search(text[first - 4 : first]):
            continue
        elif before is not None:
            period = before if name == "same_period" else _years_on(before, 1 if name == "year_after" else -1)
        if result and result[-1].end > first:
            if result[-1].start < first:
                continue
            # "In January–August": the longer of two that end in one another.
            result.pop()
        if period is None:
            continue
        number = Number(first, last, str(period.start.year if period.start else 0), words=True)
        atom = Atom(number, first, last, last, kind="date", left=left_tokens(text, first))
        atom.period = period
        result.append(atom)
    for begin, stop, period in spans:
        first, last = start + begin, start + stop
        place = bisect_left(starts, first)
        behind = place < len(dates) and dates[place].end > last and dates[place].start < last + _BEHIND
        if behind or (place and dates[place - 1].end > first):
            # "За последние пять месяцев 2023 года": the part of a year that is named.
            continue
        number = Number(first, last, str(period.start.year if period.start else 0), words=True)
        atom = Atom(number, first, last, last, kind="date", left=left_tokens(text, first))
        atom.period = period
        result.append(atom)
    return sorted(result, key=lambda one: one.start) if spans else result


def _part(
    text: str,
    first: int,
    last: int,
    form: str,
    language: str,
    before: Period | None,
    today: date | None,
    known: Part | None,
) -> tuple[int, int, Period] | None:
    part = known or (
        _han_part(text, first, last)
        if lexicon(language).script == "runs"
        else _worded(text, first, last, form, language)
    )
    if part is None:
        return None
    year = before.end.year if before is not None and before.end is not None else None
    if year is not None and today is not None and year > today.year and language != "en" and _PAST.match(text, last):
        year = None
    if year is None and today is not None:
        year = today.year if part.last < today.month else today.year - 1
        if part.first >= today.month and _is_to_come(text, last, language):
            # "С апреля тарифы подорожают"
            year = today.year
        elif part.first == part.last == today.month and "начал" in text[max(0, part.edge - 9) : last]:
            # "к началу марта", told in March
            year = today.year
    if year is None:
        return None
    return first if known is not None else part.edge, last, in_year(year, part)


def _is_to_come(text: str, position: int, language: str) -> bool:
    """Say whether a verb behind a date tells what is to be."""
    verbs = futures(language)
    return bool(verbs) and any(word in verbs for word in _WORDS_AFTER.findall(text[position : position + 80].lower()))


def _year_of(before: Period | None, today: date | None) -> int | None:
    if before is not None and before.end is not None:
        return before.end.year
    return today.year if today is not None else None


def _edge_of(year: int, name: str, today: date | None) -> Period | None:
    """Return the end of a year ("к концу года"), or what of it had passed by the document ("с начала года")."""
    if name == "year_end":
        return Period(date(year, _LATE, 1), date(year, 12, 31), "span")
    last = today if today is not None and today.year == year else date(year, 12, 31)
    return Period(date(year, 1, 1), last, "span")


def _worded(text: str, first: int, last: int, form: str, language: str) -> Part | None:
    if language == "en" and form in lexicon(language).months and not text[first].isupper():
        # "may" is a verb and "march" a walk unless they have their capital.
        return None
    after = next_word(text, last)
    if after is not None and after[2].lower().rstrip(".") in lexicon(language).months:
        # "In the first half of September" is half a month and no half year.
        return None
    part = part_before(left_tokens(text, last), lexicon(language))
    if part is None or part.precision == "day":
        return None
    return part if _words(language).lead.search(text[max(0, part.edge - 14) : part.edge]) else None


def _han_part(text: str, first: int, last: int) -> Part | None:
    month = _HAN_MONTH.search(text, max(0, first - 2), last + 1)
    if month is not None and month.start() < last <= month.end():
        which = int(month[1]) if month[1] else number_at(month[2], 0).value  # type: ignore[union-attr]
        return Part(int(which), int(which), "month", month.start()) if 1 <= which <= 12 else None
    months = _HAN_FIRST.search(text, max(0, first - 4), last)
    if months is not None and months.end() == last:
        count = int(number_at(months[1], 0).value) * (1 if months[2] == "月" else 3)  # type: ignore[union-attr]
        return Part(1, count, "span", months.start()) if 1 <= count <= 12 else None
    match = _HAN_PART.search(text, max(0, first - 2), last)
    if match is None or text.startswith("年", match.start() - 1):
        return None
    if match[3]:
        return Part(*((1, 6) if match[3] == "上" else (7, 12)), "half", match.start())
    which = match[1] or match[2]
    quarter = _HAN_NUMBER.get(which, 0) or int(which)
    return Part(3 * quarter - 2, 3 * quarter, "quarter", match.start())


def _dated(dates: list[Atom], before: int) -> Period | None:
    """Return the period of the last date with its year before an index; dates further off lead no reader."""
    for one in reversed(dates[max(0, before - _NEAR) : before]):
        if one.period is not None and one.period.end is not None and one.period.end.year >= _FIRST_KNOWN:
            return one.period
    return None


def _years_on(period: Period, years: int) -> Period | None:
    if period.start is None or period.end is None:
        return None
    last = period.end.replace(day=28) if (period.end.month, period.end.day) == (2, 29) else period.end
    return Period(
        period.start.replace(year=period.start.year + years), last.replace(year=last.year + years), period.precision
    )
