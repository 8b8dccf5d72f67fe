"""Indicators: what a number is a number of, by a vocabulary with aliases in each language."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import pairwise
from typing import TypeAlias

from ahocorasick_rs import AhoCorasick, MatchKind

from kelisim.model.indicator import Indicator
from kelisim.text.extraction.context import COUNTABLE
from kelisim.text.extraction.lexicon import Lexicon, read_tables
from kelisim.text.extraction.remembering import by_language
from kelisim.text.extraction.traditional import simplified

Vocabulary: TypeAlias = "Mapping[str, Iterable[str]] | Iterable[Indicator] | None"
GENERIC = ("growth", "gdp", "projects", "models", "brands")
# Of the indicators on each side of a number the nearest few decide, however long the sentence is.
_MOST = 16
_FAR = 1_000_000
_ASIDE = 80.0
_PREDICATE = 4.0
_NO_MONEY = 20.0
# "Reached 535 tonnes, while exports rose": what the next clause begins with is told of its own numbers.
_TOUCHES = 3
_OF = re.compile(r"\s(?:in|of)\s")
_NEXT_CLAUSE = 120.0
# What follows a cause tells of the cause: "fell to 6.4% as gains in trade slowed".
_CLAUSE = re.compile(
    r"[;；。，]|,\s|\s(?:as|(?P<cause>on (?:robust|strong|weak|higher|lower|gains|rising|falling|the back)|amid"
    r"|driven by"
    r"|due to|because|thanks to|supported by|helped by|led by|boosted by|reflecting|owing to))\s"
)


class IndicatorMatcher:
    """Finds indicators in a text; a study's own vocabulary comes before the built-in one."""

    def __init__(self, own: tuple[tuple[str, tuple[str, ...]], ...], language: str) -> None:
        forms: dict[str, str] = {}
        for identifier, table in read_tables("indicators").items():
            for alias in table.get(language, ()):
                forms.setdefault(alias.lower(), identifier)
        for identifier, aliases in own:
            for alias in aliases:
                forms[alias.lower()] = identifier
        self._runs = language == "zh"
        if self._runs:
            forms = {simplified(form): identifier for form, identifier in forms.items()}
        self._forms = sorted(form for form in forms if form)
        self._ids = [forms[form] for form in self._forms]
        self._matcher = AhoCorasick(self._forms or ["\x00"], matchkind=MatchKind.LeftmostLongest)

    def find(self, sentence: str) -> list[tuple[int, int, str]]:
        """Return (start, end, indicator) of each alias in a sentence, at beginnings of words."""
        lower = sentence.lower()
        if len(lower) != len(sentence):
            lower = "".join(c.lower() if len(c.lower()) == 1 else c for c in sentence)
        return [
            (start, end, self._ids[index])
            for index, start, end in self._matcher.find_matches_as_indexes(lower)
            if (self._runs or start == 0 or not lower[start - 1].isalpha()) and self._ids[index] != "none"
        ]


def indicator_matcher(vocabulary: Vocabulary, language: str) -> IndicatorMatcher:
    """Return the matcher of a vocabulary: a mapping from id to aliases, or the study's indicators."""
    if vocabulary is None:
        return _matcher((), language)
    if isinstance(vocabulary, Mapping):
        own = tuple((name, tuple(aliases)) for name, aliases in vocabulary.items())
    else:
        own = tuple((item.id, (item.name, *item.aliases)) for item in vocabulary)
    return _matcher(own, language)


@by_language
def _matcher(own: tuple[tuple[str, tuple[str, ...]], ...], language: str) -> IndicatorMatcher:
    return IndicatorMatcher(own, language)


@cache
def measures() -> dict[str, tuple[str, ...]]:
    """Return how each built-in indicator is measured."""
    return {name: tuple(table.get("measured_as", ())) for name, table in read_tables("indicators").items()}


# What is told of the whole is no indicator: "4.4 percent of GDP", "2% к ВВП", "占GDP的".
_WHOLE = re.compile(
    r"(?:(?:%|per ?cent|points?|shares?|ratio|relative) (?:of|to) (?:the )?|-to-"
    r"|(?:%\s?|процент\w* )(?:от |к )?|占|与)$",
    re.IGNORECASE,
)
# "At constant prices", 按可比价格: how something is measured, and not what.
_DEFLATED = re.compile(
    r"(?:(?:constant|comparable|current|fixed|base|\b[12][0-9]{3}) |сопоставимых |постоянных |текущих |действующих "
    r"|салыстырмалы |ағымдағы |тұрақты |可比|不变|现行|当年|當年|可比较)$",
    re.IGNORECASE,
)
_AUXILIARY = re.compile(r"(?<![^\W\d_])(?:was|were|been|being|is|are|be)\s(?:\w+ly\s|also\s|then\s)?$", re.IGNORECASE)
_JOINS = re.compile(r"[,;] (?:although|though|while|whereas|but|yet)\s")
_WHOLE_REACH = 20
_NEVER = re.compile(r"(?!)")
_TOLD_BY = {"gdp": _WHOLE, "price": _DEFLATED}
_LED_REACH = 48
_END_OF_WORD = re.compile(r"^[^\W\d_]+")
# "the employment rate for population": what follows is still what employment is of.
_MEASURED = re.compile(r"^ (?:rate|ratio|level|growth|index|volume|figure)s?(?= )")
_LAST_WORD = re.compile(r"[^\W\d_]+(?=[ -]$)")
_AFTER_WORD = re.compile(r"[^\W\d_]*(?:\sof)?(?=\s)")
_WORD_REACH = 24
# Brackets and relative clauses tell of something else: "the industry, which employs 340,000 people,".
_BRACKETS = re.compile(
    r"[(（][^()（）]*[)）]|, (?:wh(?:ich|o|ose|ere)|котор\w{2,3}|где) (?:[^,;.]|[.,](?=[0-9])){1,120},"
)


class Indicators:
    """The indicators named in a sentence, found once and asked for each number."""

    def __init__(
        self,
        found: list[tuple[int, int, str]],
        sentence: str = "",
        complement: re.Pattern[str] | None = None,
        verbs: frozenset[str] = frozenset(),
        numbers: list[tuple[int, int]] | None = None,
    ) -> None:
        self.all = [
            one
            for one in found
            if not (_TOLD_BY.get(one[2]) or _NEVER).search(sentence[max(0, one[0] - _WHOLE_REACH) : one[0]])
        ]
        self._sentence, self._verbs, self._english = sentence, verbs, "make up" in verbs
        self._starts = [begin for begin, _, _ in self.all]
        self._brackets = [match.span() for match in _BRACKETS.finditer(sentence)]
        self._led: set[int] = set()
        for (_, stop, head), (begin, last, _) in pairwise(self.all):
            if self._english and begin - stop == 1 and sentence[begin:last].lower() == "earned" and head not in GENERIC:
                # "Exports earned $3 billion" tells of exports.
                self._led.add(begin)
            # "Excise revenue from imported cars" is revenue and no import.
            near = complement is not None and head not in GENERIC and 0 < begin - stop < _LED_REACH
            if near and complement.fullmatch(_MEASURED.sub("", _END_OF_WORD.sub("", sentence[stop:begin]))):  # type: ignore[union-attr]
                self._led.add(begin)
        self._numbers = numbers or []
        self._opened = [left for left, _ in self._brackets]

    def nearest(
        self,
        start: int,
        end: int,
        measure: str = "",
        reach: int = 1500,
        inside: int | None = None,
        level: bool = False,
    ) -> str:
        """Return the indicator nearest to the number at [start, end), "" where none is near.

        One before the number is preferred to one after it, a specific one to a generic one, and one that is measured
        as the number is (``measure``: "rate", "count" or "money") to any other. Within the
        number's own words it must reach beyond ``inside``: "15 best-selling brands" counts brands, not
        sales. What is a ``level`` measures no growth.
        """
        best, least = "", 1e9
        middle = bisect_left(self._starts, start)
        for begin, stop, name in self.all[max(0, middle - _MOST) : middle + _MOST]:
            if stop <= start:
                distance = float(start - stop)
            elif begin >= end:
                distance = 1.6 * (begin - end) + 6
            else:
                distance = 0.0
            if begin >= end and self._english and self._leaves_aside(start, begin):
                # "which acquired it for $1.26 billion, raised output"
                break
            if self._english and self._is_anothers(begin, start, end):
                continue
            if inside is not None and distance == 0.0 and stop < inside:
                continue
            if self._aside(begin, start) or (begin in self._led and stop <= start):
                distance += _ASIDE
            elif begin >= end and _AUXILIARY.search(self._sentence[max(end, begin - _WHOLE_REACH) : begin]):
                # "8,000 cars assembled here were exported": the verb tells, the participle only describes.
                ended = _ends_clause(self._sentence[end:begin])
                distance = distance + _NEXT_CLAUSE if ended and self._english else min(distance, _PREDICATE)
            elif begin >= end and (cause := _CLAUSE.search(self._sentence, end, begin)) is not None:
                joined = self._english and _JOINS.search(self._sentence, end, begin) is not None
                if (cause["cause"] and self._english) or joined:
                    # "services grew by 3.7% on gains in trade": the cause is another's.
                    continue
                distance += _NEXT_CLAUSE
            elif begin >= end and self._acts_next(end, begin, stop):
                # "processes 6 million tonnes and employs": the next verb tells of its own number, as all behind it.
                break
            elif stop <= start and ";" in self._sentence[stop:start]:
                distance += _NEXT_CLAUSE
            if distance > reach or (level and name == "growth"):
                continue
            if name in GENERIC and not (
                begin >= end and begin - end < _TOUCHES and not _OF.match(self._sentence, stop)
            ):
                # "an 8.2% growth rate" measures growth, "8.2% growth in sales" sales.
                distance = distance * 2 + 30
            fits = measures().get(name, ())
            if measure and measure in fits:
                distance *= 0.2 if measure == "rate" else 0.35
            elif measure in ("count", "money") and fits == ("rate",):
                # A share counts no cars.
                distance = distance * 3 + _ASIDE
            elif self._english and measure == "money" and fits == ("count",):
                distance += _NO_MONEY
            if distance < least:
                best, least = name, distance
        return best

    def counts(self, number: int, indicator: str, known: Lexicon) -> str | None:
        """Return what an indicator before a number counts by its own words: "vehicle ownership", "car sales"."""
        if "count" not in measures().get(indicator, ()):
            return None
        index = bisect_left(self._starts, number) - 1
        for begin, stop, name in reversed(self.all[max(0, index - 2) : index + 1]):
            if name != indicator:
                continue
            before = _LAST_WORD.search(self._sentence, max(0, begin - _WORD_REACH), begin)
            places = [before.start()] if before else []
            after = _AFTER_WORD.match(self._sentence, stop)
            for place in [*places, begin, *([after.end()] if after else [])]:
                unit = known.units.after(self._sentence, place)
                if unit is not None and unit[0] in COUNTABLE:
                    return unit[0]
        return None

    def named_before(self, here: int) -> bool:
        """Say whether an indicator of the vocabulary, growth apart, stands before a number."""
        return any(stop <= here and name not in GENERIC for _, stop, name in self.all[:_MOST])

    def stands_in(self, start: int, end: int) -> bool:
        """Say whether an indicator of the vocabulary begins between two places."""
        index = bisect_left(self._starts, start)
        return index < len(self._starts) and self._starts[index] < end

    def covering(self, start: int, end: int) -> str:
        """Return the indicator whose name holds or begins the word at [start, end), "" where none does."""
        index = bisect_left(self._starts, end) - 1
        if index < 0:
            return ""
        begin, stop, name = self.all[index]
        return name if begin <= start < stop or start <= begin < end else ""

    def counts_between(self, start: int, end: int) -> bool:
        """Say whether a number of the sentence stands between two places."""
        index = bisect_left(self._numbers, (start, 0))
        return index < len(self._numbers) and self._numbers[index][0] < end

    def since_last(self, start: int) -> int:
        """Return how far before a place the number before it ends; very far where there is none."""
        index = bisect_left(self._numbers, (start, 0)) - 1
        return start - self._numbers[index][1] if index >= 0 else _FAR

    def first_in(self, start: int, end: int) -> str:
        """Return the first indicator of the vocabulary that begins between two places, growth apart, or ""."""
        for begin, _, name in self.all[bisect_left(self._starts, start) :]:
            if begin >= end:
                break
            if name not in GENERIC:
                return name
        return ""

    def ending(self, start: int, end: int) -> str:
        """Return the indicator with whose name the words at [start, end) end, "" where there is none."""
        for begin, stop, name in self.all[bisect_left(self._starts, start) :]:
            if begin >= end:
                break
            if stop >= end - 1:
                return name
        return ""

    def _acts_next(self, end: int, begin: int, stop: int) -> bool:
        """Say whether a verb that measures is joined to the number's clause by "and"."""
        return (
            self._english and self._sentence[begin:stop].lower() in self._verbs and " and " in self._sentence[end:begin]
        )

    def _is_anothers(self, begin: int, start: int, end: int) -> bool:
        """Say whether an indicator names what another number behind counts, what this is per, or stands aside."""
        if start <= begin < end:
            return " per " in self._sentence[start:begin]
        if begin >= end:
            index = bisect_left(self._numbers, (begin + 1, 0)) - 1
            return index >= 0 and self._numbers[index][0] > start and begin < self._numbers[index][1]
        index = bisect_left(self._opened, begin) - 1
        return index >= 0 and begin < self._brackets[index][1] <= start

    def _leaves_aside(self, number: int, begin: int) -> bool:
        """Say whether a number stands in an aside and the indicator behind it."""
        index = bisect_left(self._opened, number) - 1
        return index >= 0 and number < self._brackets[index][1] <= begin

    def _aside(self, begin: int, number: int) -> bool:
        """Say whether an indicator stands in brackets that do not hold the number: "sales (not production) rose 5%"."""
        index = bisect_left(self._opened, begin) - 1
        if index < 0:
            return False
        left, right = self._brackets[index]
        return begin < right and not left < number < right


def _ends_clause(between: str) -> bool:
    return any(mark in between for mark in (";", ", ", " and ", " but ", ": ", "("))
