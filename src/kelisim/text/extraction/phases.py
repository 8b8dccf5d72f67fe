"""Phases that a text dates once and speaks of later: "Phase 2 (2018–2021)", then "by the end of Phase 2"."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from kelisim.model.period import Period
from kelisim.text.extraction.atoms import Atom
from kelisim.text.extraction.lexicon import read_tables
from kelisim.text.extraction.numerals import Number
from kelisim.text.extraction.phrases import left_tokens
from kelisim.text.extraction.remembering import by_language

# Between a phase and its years stand its name and an opening bracket, and no other sentence.
_BETWEEN = 120
_LEAD = 40
_CUT = re.compile(r"[;；。]|[.!?]\s")
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6"}


@dataclass
class Phases:
    """The phases dated so far, by number, and the one that a text speaks of."""

    language: str
    dated: dict[str, Period] = field(default_factory=dict)
    last: str = ""
    last_end: int = -1

    def dates(self, text: str, span: tuple[int, int], dates: list[Atom]) -> list[Atom]:
        """Return the phases of a sentence as dates, and learn those that the sentence gives years.

        A phase that stands beside a date of its own, or that nothing before has dated, is no date. "This phase" is
        the one told last, in one paragraph.
        """
        own = _forms(self.language)
        if own is None or own.word.search(text, *span) is None:
            return []
        found = []
        for match in own.mention.finditer(text, *span):
            key = self._key(match, text)
            if not key:
                continue
            years = self._years(text, match.end(), dates)
            if years is not None:
                self.dated[key] = years
            self.last, self.last_end = key, match.end()
            period = self.dated.get(key)
            if years is None and period is not None:
                around = (
                    f"{text[max(span[0], match.start() - 40) : match.start()]}@{text[match.end() : match.end() + 20]}"
                )
                found.append(_as_date(text, match.start(), match.end(), _part(own, around, period)))
        return found

    def _key(self, match: re.Match[str], text: str) -> str:
        if match["this"]:
            near = self.last_end >= 0 and "\n" not in text[self.last_end : match.start()]
            return self.last if near else ""
        digit = match["digit"] or match["digit2"]
        if digit:
            return _ROMAN.get(digit.lower(), digit)
        forms = _forms(self.language)
        assert forms is not None
        told = match["ordinal"] or match["ordinal2"]
        return next((str(index + 1) for index, form in enumerate(forms.ordinals) if form.fullmatch(told)), "")

    def _years(self, text: str, end: int, dates: list[Atom]) -> Period | None:
        """Return the years that follow a phase, where they are a span and nothing is told between."""
        for one in dates:
            if one.start < end:
                continue
            if one.start - end > _BETWEEN or _CUT.search(text, end, one.start):
                return None
            period = one.period
            if period is None or period.start is None or period.start.year < 1000:
                return None
            spans = period.end is None or period.end.year > period.start.year
            return period if spans else None
        return None


@dataclass(frozen=True)
class _Forms:
    word: re.Pattern[str]
    mention: re.Pattern[str]
    ordinals: tuple[re.Pattern[str], ...]
    by_its_end: re.Pattern[str]
    at_its_end: re.Pattern[str]
    at_its_beginning: re.Pattern[str]


@by_language
def _forms(language: str) -> _Forms | None:
    """Return how a language speaks of phases, None where its tables do not say."""
    told = read_tables("discourse").get(language, {}).get("phases")
    if told is None:
        return None
    word, ordinals = told["word"], told["ordinals"]
    number = r"(?P<digit{0}>[1-9]|(?-i:VI|IV|V|I{{1,3}}))"
    ordinal = "(?P<ordinal{0}>" + "|".join(ordinals) + ")"
    edge = "" if language == "zh" else r"(?<![^\W_])"
    stop = "" if language == "zh" else r"(?![^\W_])"
    behind = rf"(?:{word})\s?(?:{number.format('')}(?![\w.]*\d)|{ordinal.format('')}){stop}"
    before = rf"{told['before']}(?:{number.format(2)}|{ordinal.format(2)}){told['joined']}(?:{word}){stop}"
    this = rf"(?P<this>{told['this']})\s?(?:{word}){stop}"
    flags = re.IGNORECASE
    return _Forms(
        re.compile(word, flags),
        re.compile(rf"{edge}(?:{behind}|{before}|{this})", flags),
        tuple(re.compile(one, flags) for one in ordinals),
        *(re.compile(told[name], flags) for name in ("by_its_end", "at_its_end", "at_its_beginning")),
    )


def _part(own: _Forms, around: str, period: Period) -> Period:
    """Return what of a phase is meant: its end, its beginning, or the whole; the phase stands as "@" in its words."""
    if period.end is not None and own.by_its_end.search(around):
        return Period(None, period.end, "span")
    if period.end is not None and own.at_its_end.search(around):
        return Period(date(period.end.year, 1, 1), period.end, "year")
    if period.start is not None and own.at_its_beginning.search(around):
        return Period(period.start, date(period.start.year, 12, 31), "year")
    return period


def _as_date(text: str, start: int, end: int, period: Period) -> Atom:
    year = period.start or period.end
    number = Number(start, end, str(year.year if year else 0), words=True)
    atom = Atom(number, start, end, end, kind="date", left=left_tokens(text, start))
    atom.period = period
    return atom
