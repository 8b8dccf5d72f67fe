"""What a number measures, by its own words and by what was told before it.

The rules stand in ``STEPS`` in the order in which they are asked; the first that knows an answer gives it. Those before
``own words`` leave a number's own words aside ("It rose by 5%"), those behind correct what its own words say ("equal
to 0.7% of GDP").
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from kelisim.model.extracted import ExtractedClaim
from kelisim.text.extraction.apposed_en import is_apposed, is_part_of_last, is_series
from kelisim.text.extraction.atoms import Atom
from kelisim.text.extraction.elliptical import goes_back, is_change_of, takes_up
from kelisim.text.extraction.indicators import GENERIC, Indicators, measures
from kelisim.text.extraction.lexicon import read_tables
from kelisim.text.extraction.measured import indicator_of
from kelisim.text.extraction.setting import Setting

Span = tuple[int, int]
_RATES = ("percent", "percentage_point")
_POINTS_BACK = re.compile(
    r"\b(?:expect|forecast|project|want|plan|predict|see)(?:s|ed)? (?:it|this|that|them) to\b"
    r"|\b(?:it|they) (?:is|are|was|were) (?:expected|forecast|projected|set|due) to\b"
    r"|\b(?:it|they) (?:was|were|stood at|had|reached|(?:has|have) (?:since |already )?[a-z]+(?:ed|en|wn))\b"
    r"|\bthe (?:figure|number|total) (?:had|has|was|is|rose|fell|stood|reached|dropped|climbed)\b"
    r"|\b(?:that|this) (?:rate|share|ratio|proportion|figure|number|total|level|percentage)\b"
)
_EQUAL = re.compile(
    r"[^,;.]{0,40},? (?:equal(?:ling|ing)? to|equivalent to|corresponding to|amounting to|worth) (?:about |some )?"
)
_EQUAL_REACH = 80
# "3% in imports": what stands so near behind a number says itself what it measures.
_BESIDE = 24
_COMPLEMENTS = (" in ", " of ", " for ")
_OF_THEM = re.compile(r" of (?:them|these|those|whom|which)\b")
_OF_WHOM = re.compile(r"\bof (?:whom|which|these|those|them),? (?:about |around |some |nearly |only |just |over )?$")
# A sentence this long is a table or a list, and what it is about cannot be told.
LONG = 600
# So far back a text may have said what its design estimates.
_UNDER_STUDY = 1_500
# What is estimated stands this near behind the word that says so, in one sentence.
_ESTIMATED = 60
_ESTIMATED_PHRASE = re.compile(
    r"\s(?:the|a|an)\s([^\W\d_][\w-]*(?:\s[^\W\d_][\w-]*){0,4}?)"
    r"(?=\s(?:in|for|across|among|between|by|using|with|from|at|on|of)\b|[.,;:(])"
)
_ENDS = re.compile(r"[.;。；]\s|[。；]")
# The words of a label, hyphens parting them too.
_LABELS = re.compile(r"[\s–—-]+")
_MOST_LABELS = 5
_CODE = 2


@dataclass(slots=True)
class Number:
    """A number on its way to what it measures: where it stands, and what its own words say once they are asked."""

    atom: Atom
    position: int
    last: int
    rates: bool
    dealt: str | None
    found: str = ""


class Measured:
    """What the numbers of a sentence measure; ``claims`` are those that the sentence has told so far."""

    def __init__(
        self,
        setting: Setting,
        span: Span,
        previous: Span | None,
        numbers: list[Atom],
        named: Indicators,
        empty: frozenset[str],
        claims: list[ExtractedClaim],
    ) -> None:
        """Read what the sentence leaves to the one before it."""
        self._setting, self._numbers, self._named, self._empty, self.claims = setting, numbers, named, empty, claims
        self._start, self._end = span
        self._words = setting.text[slice(*span)]
        self.bare = self._words
        told, language = setting.told, setting.known.language
        self.adjoins = told.adjoins(setting.text, self._start)
        self.goes_back = self.adjoins and goes_back(self._words, language)
        self._taken_up = self._told_before(previous) if takes_up(self._words, language) else ""
        # "The ministry expects it to exceed 5%", "The group will raise that rate to 80%": from those words on.
        back = _POINTS_BACK.search(self._words) if self.adjoins and not self._taken_up and language == "en" else None
        self._from_here = back.start() if back is not None else 0
        if back is not None:
            self._taken_up = told.rate or told.indicator
        self._before = told.indicator if self.adjoins and language == "en" else ""

    def of(self, position: int, dealt: str | None) -> str:
        """Return what the number at an index measures; ``dealt`` is what "respectively" gives it."""
        atom, known = self._numbers[position], self._setting.known
        rates = atom.change is not None and atom.unit in _RATES
        if known.script == "runs" and self.claims and atom.change is not None and atom.unit == self.claims[-1].unit:
            # "播种面积8亿亩，比上年增加200万亩"
            rates = True
        last = self._numbers[position - 1].end if self.claims and position else 0
        number = Number(atom, position, last, rates, dealt)
        for _, step in STEPS:
            told = step(self, number)
            if told:
                return told
        return ""

    def _told_before(self, previous: Span | None) -> str:
        """Return what the sentence before measured, by its first claim, else by the first indicator it names."""
        text, told = self._setting.text, self._setting.told
        if self.adjoins and told.indicator:
            return told.indicator
        if previous is None or text[previous[1] : self._start].count("\n") > 1 or previous[1] - previous[0] > LONG:
            return ""
        found = self._setting.indicators.find(text[slice(*previous)])
        return next((name for _, _, name in found if name not in GENERIC), "")

    def change_of_last(self, number: Number) -> str:
        """ "612 tonnes, up 6%": the change of what was just told."""
        if not number.last:
            return ""
        text, here, known = self._setting.text, number.atom.start, self._setting.known
        if number.rates and is_change_of(text, number.last, here, known.language):
            return self.claims[-1].indicator
        if known.language == "en" and is_apposed(text, number.last, number.atom):
            return self.claims[-1].indicator
        return ""

    def series(self, number: Number) -> str:
        """ "71% in North America, 62% in Central Europe and 26% in East Asia"."""
        if not number.last or number.dealt or self._setting.known.language != "en":
            return ""
        atom, here = number.atom, number.atom.end - self._start
        beside = self._words.startswith(_COMPLEMENTS, here) and self._named.stands_in(here, here + _BESIDE)
        if beside or not is_series(self._setting.text, number.last, atom, self.claims[-1].unit):
            return ""
        return self.claims[-1].indicator

    def of_these(self, number: Number) -> str:
        """ "Of these, 30,000 were made in Kostanay" counts what was counted before."""
        told = self._setting.told
        if self.goes_back and not number.position:
            return told.measured.get(number.atom.unit) or told.indicator
        if number.last and self._setting.known.language == "en":
            # "220 technicians, of whom 35 are women"
            text, atom = self._setting.text, number.atom
            back = _OF_THEM.match(text, atom.end) or _OF_WHOM.search(text, number.last, atom.start)
            return self.claims[-1].indicator if back else ""
        return ""

    def pronoun(self, number: Number) -> str:
        """ "It rose by 5%": what rose is what the sentence before measured."""
        here = number.atom.start - self._start
        if not self._taken_up or number.atom.kind != "quantity" or here < self._from_here:
            return ""
        if self._named.named_before(here):
            return ""
        shares = [one.indicator for one in self.claims if one.unit == "percent"] if self._from_here else []
        return shares[-1] if shares else self._taken_up

    def own_words(self, number: Number) -> str:
        """Ask a number's own words, which the steps behind may still correct."""
        known = self._setting.known
        number.found = number.dealt or indicator_of(
            self._words, self.bare, number.atom, self._start, self._named, known
        )
        return ""

    def equal_to_last(self, number: Number) -> str:
        """ "A stimulus of $3 billion, equal to 0.7% of GDP"."""
        if not number.last or number.atom.start - number.last >= _EQUAL_REACH:
            return ""
        text, atom = self._setting.text, number.atom
        # "$136.0 million, or $4.07 per share"
        per = "_per_" in str(atom.unit) and text[number.last : atom.start] == ", or "
        equal = per or _EQUAL.fullmatch(text, number.last, atom.start) is not None
        return self.claims[-1].indicator if equal else ""

    def part_of_last(self, number: Number) -> str:
        """ "37% more than in 2021": a rate that the vocabulary does not name is one of the number before."""
        if not number.last or self._setting.known.language != "en" or number.found in measures():
            return ""
        part = is_part_of_last(self._setting.text, number.last, number.atom, number.rates)
        return self.claims[-1].indicator if part else ""

    def empty_head(self, number: Number) -> str:
        """ "Industry grew 0.7%, reversing an average decline of 2.9%"."""
        empty = number.found in self._empty or number.found.endswith(("'s", "’s"))
        return self.claims[-1].indicator if self.claims and empty else ""

    def label_of_design(self, number: Number) -> str:
        """ "Baseline (2015): 17%": a label of the design is told of what the study estimates."""
        if number.atom.unit in _RATES and is_label(number.found, self._setting.known.language):
            return self._under_study()
        return ""

    def found_or_before(self, number: Number) -> str:
        """Keep what the own words say, else, of the same unit, what the sentence before measured."""
        goes_on = number.atom.unit is not None and number.atom.unit == self._setting.told.unit
        return number.found or (self._before if goes_on else "")

    def _under_study(self) -> str:
        """Return what the design before estimates, else the rate that the text was about last."""
        setting, first = self._setting, max(0, self._start - _UNDER_STUDY)
        before = setting.text[first : self._start]
        found = setting.indicators.find(before)
        named = [name for _, _, name in (*found, *self._named.all)]
        told = setting.told.indicator if setting.told.near(self._start) else ""
        rates = [
            name for name in (told, *reversed(named)) if name not in GENERIC and "rate" in measures().get(name, ())
        ]
        return estimated(before, found, setting.known.language) or next(iter(rates), "")


STEPS: tuple[tuple[str, Callable[[Measured, Number], str]], ...] = (
    ("change of the number before", Measured.change_of_last),
    ("series of the number before", Measured.series),
    ("part of what was counted before", Measured.of_these),
    ("pronoun for what was measured before", Measured.pronoun),
    ("own words", Measured.own_words),
    ("equal to the number before", Measured.equal_to_last),
    ("part of the number before", Measured.part_of_last),
    ("a head that measures nothing", Measured.empty_head),
    ("label of a study's design", Measured.label_of_design),
    ("what was found, else what was told before", Measured.found_or_before),
)
"""The rules for what a number measures, in their order, each with what it reads."""


def is_label(phrase: str, language: str) -> bool:
    """Say whether a phrase only labels a group, a time or an estimate of a study's design: "KZ post", "controls"."""
    pattern = _design(language, "design")
    if pattern is None:
        return False
    words = [word for word in _LABELS.split(phrase.lower()) if word]
    told = [word for word in words if pattern.fullmatch(word.removeprefix("δ"))]
    # "KZ", "ΔKZ": the unit of the design by its code.
    return 0 < len(words) <= _MOST_LABELS and all(
        word in told or (len(word.removeprefix("δ")) == _CODE and (told or word[0] == "δ")) for word in words
    )


def estimated(before: str, found: list[tuple[int, int, str]], language: str) -> str:
    """Return the indicator that a design estimates, "" where ``before`` does not say; ``found`` are its indicators."""
    told = _design(language, "estimates")
    for match in reversed(list(told.finditer(before)) if told is not None else []):
        for start, _, name in found:
            if 0 <= start - match.end() < _ESTIMATED and not _ENDS.search(before, match.end(), start):
                return name
        phrase = _ESTIMATED_PHRASE.match(before, match.end()) if language == "en" else None
        if phrase is not None:
            return phrase[1].lower()
    return ""


@cache
def _design(language: str, name: str) -> re.Pattern[str] | None:
    told = read_tables("discourse").get(language, {}).get(name)
    return re.compile(told, re.IGNORECASE) if told else None
