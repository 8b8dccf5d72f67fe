"""Places: countries and regions by their CLDR names in the language of the text, and demonyms from the lexicon."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable

from ahocorasick_rs import AhoCorasick, MatchKind
from babel import Locale

from kelisim.text.extraction.lexicon import Lexicon, lexicon
from kelisim.text.extraction.own_places import Own, OwnPlaces
from kelisim.text.extraction.remembering import by_language
from kelisim.text.extraction.roles import roles
from kelisim.text.extraction.traditional import simplified

# CLDR's short and regional names that are common words or no place of a claim.
_SKIP = {"en": {"jersey", "georgia state", "world"}, "ru": {"мир"}, "zh": {"世界"}, "kk": {"әлем"}}
# How far an indicator may stand from an adjective that describes it: "Chinese vehicle exports".
_BESIDE = 14
# What is counted in a country need not be of it: "Chinese brands".
_COUNTED = frozenset(("projects", "models", "brands"))
_NAME_GOES_ON = re.compile(r" [A-ZА-Я][a-zа-яё]{2,}(?: (?:and |& |of )?[A-ZА-Я][a-zа-яё]{2,})+")
_OF_WHOLE = re.compile(r"\s(?:в|во|на)\s[^,.;:()]{1,40}\s")
_END_OF_WORD = re.compile(r"^[^\W\d_]+")
_END_OF_NAME = re.compile(r"[’']?s? ?([^\W\d_]*)")
_CODE = re.compile(r"(?<![\w-])[A-Z]{2}(?![\w&$])")
_WORDS_IN_CAPITALS = frozenset(
    {
        "AD",
        "AI",
        "AM",
        "AS",
        "AT",
        "BE",
        "CV",
        "DJ",
        "GE",
        "HR",
        "ID",
        "IN",
        "IO",
        "IS",
        "IT",
        "LA",
        "MA",
        "ME",
        "MP",
        "MS",
        "NO",
        "PA",
        "PM",
        "PR",
        "SO",
        "TO",
        "TV",
    }
)
# "Netherlands-based" says of a firm where it sits, and of no number where it was counted.
_SEATS = ("-based", "-headquartered", "-owned", "-born", "-listed", "-backed", "-led", "-made", "-registered")
_LEFT_OUT = re.compile(r"(?i:\b(?:outside|excluding|except|except for|apart from|other than)(?: of)? (?:the )?)$")
_LEFT_OUT_REACH = 20
_RIGHT_BEFORE = (" (", " with ", " at ")
# From a number to the place it is told of: "15% in Kazakhstan".
_REACH = 40
# So many words before a number are a phrase that leads to a clause, and no statement.
_PHRASE = 2
_PAUSE = re.compile(r"[,;:](?= )|[，；。]")
_MIN = {"en": 4, "ru": 4, "zh": 2, "kk": 4}


class PlaceMatcher:
    """Finds places in a text and gives each its ISO 3166 alpha-2 code, or its CLDR number where it is a region."""

    def __init__(self, language: str, own: Own = ()) -> None:
        self._own = OwnPlaces(own, language)
        tables = lexicon(language).tables
        forms: dict[str, str] = {}
        territories = Locale(language).territories
        english = Locale("en").territories
        for code, name in territories.items():
            lower = name.lower()
            if len(lower) < _MIN[language] or lower in _SKIP[language]:
                continue
            forms[name] = code if code.isalpha() else str(english.get(code, name))
        if language == "zh":
            # Taiwan and Hong Kong have names of their own for many countries: 義大利, 紐西蘭.
            for region in ("zh_Hant", "zh_Hant_HK"):
                for code, name in Locale.parse(region).territories.items():
                    if code.isalpha() and len(name) >= _MIN[language]:
                        forms.setdefault(simplified(name), code)
        for code, name in tables.get("demonyms", {}).items():
            forms.setdefault(name, code)
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

    def codes(self, text: str, named: set[str]) -> list[tuple[int, int, str]]:
        """Return the places that a text in letters names by their ISO codes: "KZ exports".

        A code counts only where it stands in ``named``, the countries that the text also spells out.
        """
        return [
            (match.start(), match.end(), match[0])
            for match in _CODE.finditer(text)
            if match[0] in named and match[0] not in _WORDS_IN_CAPITALS and not _is_bracketed(text, match)
        ]

    def find(self, sentence: str) -> list[tuple[int, int, str]]:
        """Return (start, end, code) of each place in a sentence; a name of the study's own goes before another."""
        own = self._own.find(sentence)
        found = self._find(sentence)
        if not own:
            return found
        found = [one for one in found if all(one[1] <= start or end <= one[0] for start, end, _ in own)]
        return sorted([*own, *found])

    def _find(self, sentence: str) -> list[tuple[int, int, str]]:
        result = []
        for index, start, end in self._matcher.find_matches_as_indexes(sentence):
            if not self._runs:
                if start and sentence[start - 1].isalpha():
                    continue
                if not self._inflected and end < len(sentence) and sentence[end].isalpha():
                    continue
                if sentence.startswith("$", end):
                    # "US$ 3 million" names a currency.
                    continue
            result.append((start, end, self._codes[index]))
        return result


def _stem(name: str, language: str) -> str:
    """Cut the ending of a Russian or Kazakh name that cases change: "Россия" is found in "России"."""
    if language == "ru" and " " not in name and len(name) > 4 and name[-1] in "аяьйие":
        return name[:-1]
    return name


def _stands_apart(text: str, start: int, end: int, _: str) -> bool:
    """Say whether a place only tells where a firm sits or what is left out: "Netherlands-based", "outside China"."""
    return text.startswith(_SEATS, end) or _LEFT_OUT.search(text, max(0, start - _LEFT_OUT_REACH), start) is not None


def _opens_name(text: str, start: int, end: int) -> bool:
    """Say whether a place begins the name of an organisation: "China National Machinery Corporation"."""
    match = _NAME_GOES_ON.match(text, end)
    return match is not None and not text[:start].rstrip().endswith((".", "\n")) and start > 0


def _is_bracketed(text: str, match: re.Match[str]) -> bool:
    """Say whether a code stands alone in brackets, where it tells a language or an edition: "People’s Daily (RU)"."""
    return text[match.start() - 1 : match.start()] == "(" and text[match.end() : match.end() + 1] == ")"


@by_language
def place_matcher(language: str, own: Own = ()) -> PlaceMatcher:
    """Return the place matcher of a language, with the places of a study's own."""
    return PlaceMatcher(language, own)


class Places:
    """The places of a sentence, found once and asked for each number.

    A place that is named is where something is; one that only describes ("Chinese brands"), that goods go to or come
    from ("to Russia and Belarus"), or that says how large something is ("the world's largest") gives way to it, and to
    what the text is about (``topic``). An adjective right before an indicator ("Chinese exports") counts as a name.
    """

    def __init__(
        self, sentence: str, located: list[tuple[int, int, str]], indicators: list[tuple[int, int, str]], known: Lexicon
    ) -> None:
        located = [one for one in located if not _stands_apart(sentence, *one)]
        self._sentence, self.all = sentence, located
        self._locative = frozenset(known.tables.get("locative", ()))
        self._sure = sure_places(sentence, located, indicators, known)
        self._starts = [start for start, _, _ in located]
        self._sure_starts = [start for start, _, _ in self._sure]

    def at(self, here: int, there: int, after: int, topic: Callable[[], str | None]) -> str | None:
        """Return the place of the number at [here, there), behind which the next number begins at ``after``.

        ``topic`` is asked where the sentence leaves it open.
        """
        following = bisect_left(self._starts, there)
        if following < len(self.all):
            start, end, code = self.all[following]
            between = self._sentence[there:start]
            near = start - there < _REACH and between.strip(" ,（(").lower() in self._locative
            if near and not ("," in between and self._opens_next(end, after)):
                return code
        bracketed = bisect_left(self._starts, here) - 1
        if bracketed >= 0 and self._sentence[self.all[bracketed][1] : here] in _RIGHT_BEFORE:
            # "Europe (7.8 percent)", "Peru with 13%"
            return self.all[bracketed][2]
        index = bisect_left(self._sure_starts, here) - 1
        if index >= 0:
            return self._sure[index][2]
        if self._sure and self._sure_starts[0] < after:
            start, end, code = self._sure[0]
            stated = len(self._sentence[:here].split()) > _PHRASE and _PAUSE.search(self._sentence, there, start)
            if start >= there and stated and self._opens_next(end, after):
                # "Output rose by 5%, in Poland by 7%", but "At 5%, Poland's inflation was below the 7% of Spain"
                return topic()
            return code
        found = topic()
        if found or not self.all:
            return found
        index = bisect_left(self._starts, here) - 1
        return self._sure[0][2] if self._sure else self.all[max(index, 0)][2]

    def _opens_next(self, end: int, after: int) -> bool:
        """Say whether a place behind a comma is told of the next number: "12 тыс., в Чехии — 9 тыс."."""
        return end < after < len(self._sentence) and _PAUSE.search(self._sentence, end, after) is None


def _is_country(text: str, start: int, end: int, form: str, known: Lexicon) -> bool:
    """Say whether an adjective of a place names it: "the EU imported", "the Ethiopian government"."""
    rule = known.tables.get("countries")
    if rule is None:
        return False
    if form in rule["nouns"]:
        following = _END_OF_NAME.match(text, end)
        word = following[1].lower() if following else ""
        if text[max(0, start - 4) : start].lower().endswith("the ") and (
            word == "" or word in known.stop_words or word in known.change or word.endswith("ed")
        ):
            return True
    return _body(known.language).match(text, end) is not None


@by_language
def _body(language: str) -> re.Pattern[str]:
    """Match what an adjective of a place makes one of its own bodies: " cabinet", " footwear sector"."""
    return re.compile(
        rf" (?:[a-z-]+ ){{0,2}}(?:{'|'.join(lexicon(language).tables['countries']['owned'])})", re.IGNORECASE
    )


def _receives(text: str, start: int, known: Lexicon) -> bool:
    """Say whether what goes to a place is told of it: "remittances to Tajikistan", "investment in and into Peru"."""
    rule = known.tables.get("received")
    if rule is None:
        return False
    words = text[max(0, start - 40) : start].lower().split()
    words = words[:-1] if words and words[-1] == "the" else words
    return len(words) > 1 and words[-1] in rule["by"] and words[-2] in rule["what"]


def sure_places(
    text: str, located: list[tuple[int, int, str]], indicators: list[tuple[int, int, str]], known: Lexicon
) -> list[tuple[int, int, str]]:
    """Return the places that are named as where something is."""
    own = roles(known.language)
    begins = [
        begin for begin, stop, name in indicators if name not in _COUNTED and text[begin:stop].lower() not in own.verbs
    ]
    kept: list[tuple[int, int, str]] = []
    last, was_weak = -1, False
    for start, end, code in located:
        form = text[start:end]
        body = form in own.demonyms and _is_country(text, start, end, form, known)
        weak = (
            form in own.pooled
            or (own.goes(text, start, end) and not _receives(text, start, known))
            or (not body and _opens_name(text, start, end))
            or _stands_apart(text, start, end, code)
        )
        if not weak and was_weak and _END_OF_WORD.sub("", text[last:start]).strip().lower() in own.joins:
            # "to Russia and Belarus": the preposition leads both.
            weak = True
        if kept and last == kept[-1][1] and own.shares.search(text[max(0, kept[-1][0] - 16) : kept[-1][0]]):
            # "доля Китая в импорте Казахстана" is told of China.
            weak = weak or _OF_WHOLE.fullmatch(_END_OF_WORD.sub("", text[last:start])) is not None
        gives = weak
        if form in own.demonyms and not body:
            following = bisect_left(begins, end)
            weak = following >= len(begins) or begins[following] - end > _BESIDE
            if not weak and known.language == "en":
                # "Chinese firms at a cost of": the adjective describes no cost.
                weak = any(word in known.stop_words for word in text[end : begins[following]].lower().split())
            gives = False
        if not weak:
            kept.append((start, end, code))
        last, was_weak = end, gives
    return kept
