"""Periods of claims: which of the dates of a sentence a number is told of."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from datetime import date

from kelisim.model.period import Period
from kelisim.text.extraction.atoms import Atom
from kelisim.text.extraction.elliptical import is_same_period
from kelisim.text.extraction.lexicon import Lexicon
from kelisim.text.extraction.roles import roles

# A number takes its date from near by; further off, dates belong to other numbers.
_MOST_DATES = 6
_FARTHEST = 1500
_CLOSE = 12
_RIGHT_BEHIND = 2
_BEFORE_ASIDE = 30
_BREAK = re.compile(r"[,;:.，；：。(（]|\b(?:than|compared|чем)\b")
_FROM = re.compile(
    r"\s(?:(?:more|less|higher|lower|up|down|fewer|growth|increase|decrease|drop)\s)?(?:on|over|from|к)\s(?:the\s)?|\s(?:up|down)\s",
    re.IGNORECASE,
)
# "the lowest number since 2005" is told of no such span
_SINCE = re.compile(
    r"\b(?:[a-z]{3,}est|most|least|best|worst|first)\b[^.;,]{0,40}\bsince (?:at least )?$", re.IGNORECASE
)
_SINCE_RIGHT = re.compile(r"\bsince (?:the year )?$")
_SINCE_REACH = 70
# "4% short of the 2019 record"
_MARK = re.compile(r" (?:record|peak|levels?|average|high|low)\b")
# What a level is set against has its own date: "19.3%, up from 3.1% in 2017".
_AGAINST = re.compile(
    r"\b(?:(?:up|down|rising|falling) from|compared (?:with|to)|higher than|lower than) [^,.;]{0,25}$"
)
_NEXT_CLAUSE = re.compile(
    r"\s*[,，]?\s*(?:and|but|while|whereas|yet|а|но|тогда как|и|ал|және|而|但)\s?"
    r"(?:(?:in|by|during|for|to|в|во|за|к)\s(?:the\s)?)?",
    re.IGNORECASE,
)
_AT_ITS_END = re.compile(r",? (?:when|by which time|by when)\b|, когда\b|，届时")
_OPENED = re.compile(r"[,，]\s*(?:ал|және|бірақ|сондай-ақ|而|但|且)?\s*$")
_SAME_OF = re.compile(
    r" (?:in|for|during|over) the (?:same|corresponding|comparable|equivalent) (?:period|quarter|month|half|time)"
    r" (?:of|in) "
)
_OR = ", or "
_STARTS = " from "
_GLOSS = re.compile(r"[\s(（]*$")


def _spans_years(one: Atom) -> bool:
    span = one.period
    return span is not None and span.start is not None and span.end is not None and span.end.year > span.start.year


def _first(span: tuple[int, int]) -> int:
    return span[0]


class Dates:
    """The dates of a sentence beside its numbers: each number asks for its own in time that no sentence lengthens.

    ``told`` is the period of the sentence before, for a sentence that leans on it.
    """

    def __init__(
        self,
        text: str,
        dates: list[Atom],
        numbers: list[Atom],
        known: Lexicon,
        today: date | None,
        told: Period | None = None,
        asides: list[tuple[int, int]] | None = None,
    ) -> None:
        self._text, self._dates, self._numbers, self._today, self._told = text, dates, numbers, today, told
        self._starts = [one.start for one in dates]
        self._asides = asides or []
        self._precede = bool(known.tables["periods"].get("precede", False))
        own = roles(known.language)
        number_ends = [number.end for number in numbers]
        self._number_starts = [number.start for number in numbers]
        self._base = [
            own.is_compared(text, one.start, one.end, one.comparator == "range")
            or is_same_period(text, one.start, one.end, known.language)
            or self._follows_change(one, number_ends)
            or _MARK.match(text, one.end) is not None
            or _SINCE.search(text, max(0, one.start - _SINCE_REACH), one.start) is not None
            for one in dates
        ]
        # "26.3% in 2019 to 33.4%": the date belongs to the number before it.
        self._taken = []
        for one in dates:
            index = bisect_left(number_ends, one.start + 1) - 1
            following = numbers[index + 1].start - one.end if index + 1 < len(numbers) else _CLOSE
            # "升至2023年的38%": where dates precede, it is the one right behind that has the date.
            own_next = self._precede and 0 <= following <= _RIGHT_BEHIND
            near = index >= 0 and one.start - number_ends[index] < _CLOSE
            # "USD 8.1 billion, and in 2022": that date opens what comes next.
            opens = near and _NEXT_CLAUSE.fullmatch(text, number_ends[index], one.start) is not None
            self._taken.append(near and not opens and not own_next)

    def _follows_change(self, one: Atom, number_ends: list[int]) -> bool:
        """Say whether a change is told from a date on: "up 20% on 2020", "fell 5% from 2019"."""
        index = bisect_left(number_ends, one.start + 1) - 1
        if index < 0 or one.comparator == "range" or self._numbers[index].change is None:
            return False
        return _FROM.fullmatch(self._text, number_ends[index], one.start) is not None

    def of(self, position: int) -> tuple[Atom | None, tuple[str | None, str | None]]:
        """Return the date of the number at an index, and its period as ISO dates."""
        atom = self._numbers[position]
        middle = bisect_left(self._starts, atom.end)
        best: Atom | None = None
        least = 1e9
        aside = False
        for index in range(max(0, middle - _MOST_DATES), min(len(self._dates), middle + _MOST_DATES)):
            candidate = self._dates[index]
            after = candidate.start >= atom.end
            if self._asides and self._is_aside(atom, candidate):
                aside = True
                continue
            if max(candidate.start - atom.end, atom.start - candidate.end) > _FARTHEST:
                continue
            if after and self._precede and self._opens_next(position, candidate):
                continue
            if after and self._is_anothers(position, candidate):
                continue
            gap = self._gap_after(position, candidate) if after else self._gap_before(position, index)
            own = after and _SAME_OF.fullmatch(self._text, atom.end, candidate.start) is not None
            gap += 200 if self._base[index] and not own else 0
            if self._precede:
                gap = gap * 3 if after else gap * 0.5
            if gap < least:
                best, least = candidate, gap
        if best is None or (self.is_base(best) and not self._is_own(atom, best)):
            # "18 percent lower than in 2023" tells of the period that the sentence before told, if of any.
            return None, self._iso(None if aside else self._told)
        span = self._end_of(best) if best.end <= atom.start else None
        if span is not None:
            return best, self._iso(span)
        return best, self.bounds(best)

    def _is_anothers(self, position: int, candidate: Atom) -> bool:
        """Say whether a date behind the next number dates only that, which this one is set against."""
        if position + 1 >= len(self._numbers):
            return False
        following = self._numbers[position + 1]
        if following.start >= candidate.start:
            return False
        if _SINCE_RIGHT.search(self._text, max(0, candidate.start - _CLOSE), candidate.start) is not None:
            # "153 million students, a 53% increase since 2000"
            return True
        before = self._numbers[position]
        last = bisect_left(self._number_starts, candidate.start) - 1
        if last > position and self._text.endswith(_STARTS, 0, self._numbers[last].start):
            # "grew by 102% to 151 billion from 75 billion in 2020": the date is that of what it grew from.
            return True
        if before.change is not None and self._text[before.end : following.start] == _STARTS:
            # "fell by 12% from 2,538 in 2008 to 2,222 in 2009"
            return candidate.start - following.end < _CLOSE
        return _AGAINST.search(self._text, before.end, following.number.start) is not None

    def _is_aside(self, atom: Atom, one: Atom) -> bool:
        """Say whether a date tells of a noun only: "the plant, opened in May 2019 in Kostanay, employs 1,100"."""
        index = bisect_right(self._asides, one.start, key=_first) - 1
        if index < 0:
            return False
        left, right = self._asides[index]
        return left <= one.start < right and not (left - _BEFORE_ASIDE <= atom.end and atom.start < right)

    def _opens_next(self, position: int, candidate: Atom) -> bool:
        """Say whether a date opens the clause of the next number, where dates precede what they date."""
        following = self._numbers[position + 1] if position + 1 < len(self._numbers) else None
        between = self._text[self._numbers[position].end : candidate.start]
        return following is not None and following.start >= candidate.end and _OPENED.search(between) is not None

    def _end_of(self, one: Atom) -> Period | None:
        """Return the last year of a span that words lead to: "between 2014 and 2022, when it was 51 million"."""
        span = one.period
        if span is None or not span.start or not span.end or span.end.year == span.start.year:
            return None
        return Period(date(span.end.year, 1, 1), span.end, "year") if _AT_ITS_END.match(self._text, one.end) else None

    def _is_own(self, atom: Atom, one: Atom) -> bool:
        """Say whether a date that is compared with dates the number beside it: "against 535 tonnes in 2022"."""
        if atom.change is not None and not _spans_years(one) and _FROM.fullmatch(self._text, atom.end, one.start):
            # "143,412 casualties, 4% down on 2008"
            return False
        if _SAME_OF.fullmatch(self._text, atom.end, one.start):
            return True
        return 0 <= one.start - atom.end < _CLOSE and not _BREAK.search(self._text, atom.end, one.start)

    def is_base(self, one: Atom) -> bool:
        """Say whether a date is only what another is compared with."""
        return self._base[bisect_left(self._starts, one.start)]

    def _gap_after(self, position: int, candidate: Atom) -> float:
        atom, text = self._numbers[position], self._text
        following = position + 1
        while following < len(self._numbers) and self._glosses(following):
            following += 1
        if following < len(self._numbers) and self._numbers[following].start < candidate.start:
            # Another number between takes the date that follows it.
            return candidate.start - atom.end + 80.0
        between = text[atom.end : candidate.start]
        if _NEXT_CLAUSE.fullmatch(between) and self._starts[0] < atom.start:
            # "USD 8.1 billion and in 2022": that date opens what comes next.
            return 0.5 * len(between) + 120
        broken = any(mark in between for mark in ".;:—。；：")
        return 0.5 * len(between) + (40 if broken else 15 if "," in between or "，" in between else 0)

    def _gap_before(self, position: int, index: int) -> float:
        atom, candidate = self._numbers[position], self._dates[index]
        gap = float(atom.start - candidate.end) * 0.9
        between = self._text[candidate.end : atom.start]
        gap += 60 if ";" in between or "；" in between else 0
        if position and self._numbers[position - 1].start >= candidate.end and not self._glosses(position):
            gap += 30
        return gap + (40 if self._taken[index] else 0)

    def _glosses(self, position: int) -> bool:
        """Say whether a number only says in brackets what the one before it says: "roughly 66% (two-thirds)"."""
        if not position:
            return False
        before, atom = self._numbers[position - 1], self._numbers[position]
        between = self._text[before.end : atom.start]
        if between == _OR:
            # "$136.0 million, or $4.07 per share, for the nine months": one sum told twice.
            return True
        return (
            0 < len(between) <= 3
            and _GLOSS.match(between) is not None
            and "(" in between.replace("（", "(")
            and self._text[atom.end : atom.end + 1] in (")", "）")
        )

    def bounds(self, best: Atom | None) -> tuple[str | None, str | None]:
        """Return the period of a date as ISO dates; a day without a year is the last such day before today."""
        if best is None or best.period is None:
            return None, None
        return self._iso(best.period)

    def _iso(self, period: Period | None) -> tuple[str | None, str | None]:
        if period is None:
            return None, None
        start, end = period.start, period.end
        if start is not None and start.year < 1000:
            if self._today is None or end is None:
                return None, None
            today = self._today
            year = today.year if (start.month, start.day) <= (today.month, today.day) else today.year - 1
            start, end = start.replace(year=year), end.replace(year=year)
        return (start.isoformat() if start else None, end.isoformat() if end else None)
