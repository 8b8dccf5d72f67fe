"""Places: countries and regions by their CLDR names in the language of the text, and demonyms from the lexicon."""

from __future__ import annotations

from functools import cache

from ahocorasick_rs import AhoCorasick, MatchKind
from babel import Locale

from kelisim.text.extraction.lexicon import lexicon

# CLDR's short and regional names that are common words or no place of a claim.
_SKIP = {"en": {"jersey", "georgia state", "world"}, "ru": {"мир"}, "zh": {"世界"}, "kk": {"әлем"}}
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
