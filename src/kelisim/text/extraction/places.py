"""Places: countries and regions by their CLDR names in the language of the text, and demonyms from the lexicon."""

from __future__ import annotations

from bisect import bisect_left
from functools import cache

from ahocorasick_rs import AhoCorasick, MatchKind
from babel import Locale

from kelisim.text.extraction.indicators import GENERIC
from kelisim.text.extraction.lexicon import Lexicon, lexicon
from kelisim.text.extraction.roles import roles

# CLDR's short and regional names that are common words or no place of a claim.
_SKIP = {"en": {"jersey", "georgia state", "world"}, "ru": {"мир"}, "zh": {"世界"}, "kk": {"әлем"}}
# How far an indicator may stand from an adjective that describes it: "Chinese vehicle exports".
_BESIDE = 14
_MIN = {"en": 4, "ru": 4, "zh": 2, "kk": 4}


class PlaceMatcher:
    """Finds places in a text and gives each its ISO 3166 alpha-2 code, or its CLDR number where it is a region."""

    def __init__(self, language: str) -> None:
        tables = lexicon(language).tables
        forms: dict[str, str] = {}
        territories = Locale(language).territories
        english = Locale("en").territories
        for code, name in territories.items():
            lower = name.lower()
            if len(lower) < _MIN[language] or lower in _SKIP[language]:
                continue
            forms[name] = code if code.isalpha() else str(english.get(code, name))
        for code, names in tables.get("places", {}).items():
            for name in names:
                forms[name] = code
        self._runs = language == "zh"
        self._inflected = language in ("ru", "kk")
        expanded: dict[str, str] = {}
        for form, code in forms.items():
            stem = _stem(form, language)
            expanded.setdefault(stem, code)
            if form in (name for names in tables.get("places", {}).values() for name in names):
                expanded[stem] = code
        self._forms = sorted(expanded)
        self._codes = [expanded[form] for form in self._forms]
        self._matcher = AhoCorasick(self._forms, matchkind=MatchKind.LeftmostLongest)

    def find(self, sentence: str) -> list[tuple[int, int, str]]:
        """Return (start, end, code) of each place in a sentence."""
        result = []
        for index, start, end in self._matcher.find_matches_as_indexes(sentence):
            if not self._runs:
                if start and sentence[start - 1].isalpha():
                    continue
                if not self._inflected and end < len(sentence) and sentence[end].isalpha():
                    continue
            result.append((start, end, self._codes[index]))
        return result


def _stem(name: str, language: str) -> str:
    """Cut the ending of a Russian or Kazakh name that cases change: "Россия" is found in "России"."""
    if language == "ru" and " " not in name and len(name) > 4 and name[-1] in "аяьйие":
        return name[:-1]
    return name


@cache
def place_matcher(language: str) -> PlaceMatcher:
    """Return the place matcher of a language."""
    return PlaceMatcher(language)


class Places:
    """The places of a sentence, found once and asked for each number.

    A place that is named is where something is; one that only describes ("Chinese brands"), that goods go to or come
    from ("to Russia"), or that says how large something is ("the world's largest") gives way to it. An adjective right
    before an indicator ("Chinese exports") counts as a name.
    """

    def __init__(
        self, sentence: str, located: list[tuple[int, int, str]], indicators: list[tuple[int, int, str]], known: Lexicon
    ) -> None:
        own = roles(known.language)
        self._sentence, self.all = sentence, located
        self._locative = frozenset(known.tables.get("locative", ()))
        begins = [begin for begin, _, name in indicators if name not in GENERIC]
        self._sure = []
        for start, end, code in located:
            form = sentence[start:end]
            weak = form in own.pooled or own.towards.search(sentence[max(0, start - 16) : start]) is not None
            if form in own.demonyms:
                following = bisect_left(begins, end)
                weak = following >= len(begins) or begins[following] - end > _BESIDE
            if not weak:
                self._sure.append((start, end, code))
        self._starts = [start for start, _, _ in located]
        self._sure_starts = [start for start, _, _ in self._sure]

    def at(self, here: int, there: int) -> str | None:
        """Return the place of the number at [here, there)."""
        after = bisect_left(self._starts, there)
        if after < len(self.all):
            start, _, code = self.all[after]
            if start - there < 40 and self._sentence[there:start].strip(" ,（(").lower() in self._locative:
                return code
        return _nearest(self._sure, self._sure_starts, here) or _nearest(self.all, self._starts, here)


def _nearest(found: list[tuple[int, int, str]], starts: list[int], here: int) -> str | None:
    """Return the last place before a number, else the first."""
    index = bisect_left(starts, here) - 1
    return found[max(index, 0)][2] if found else None
