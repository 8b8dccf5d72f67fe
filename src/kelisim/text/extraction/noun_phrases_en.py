"""English noun phrases: the words of one, its head, and what it measures."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from kelisim.text.extraction.indicators import GENERIC, Indicators
from kelisim.text.extraction.lexicon import Lexicon, read_tables
from kelisim.text.extraction.nouns import is_plural, singular

Span = tuple[int, int]
WORD = re.compile(r"[^\W\d_]+(?:[’'&-][^\W\d_]+)*")
TOKEN = re.compile(rf"{WORD.pattern}|[,;:()—–]")
_SUPERLATIVE = re.compile(
    r"(?:high|low|larg|bigg|small|great|b|new|old|strong|weak|fast|slow|long|short|rich|poor|few|lat)est|most|least|worst"
)
_OWNER = re.compile(r"[’']s?$")
_MOST_WORDS = 4
_DEEPEST = 2
_LEAST_PARTICIPLE = 5
_MOST_BACK = 9
_KEPT = frozenset(("new", "total", "other", "average", "own"))
_STANDS_ALONE = frozenset(("it", "they", "he", "she", "we", "who", "which", "there"))
_POINTS = frozenset(("this", "that", "these", "those"))
_NOUNS_IN_LY = frozenset(
    (
        "family",
        "supply",
        "assembly",
        "early",
        "monthly",
        "weekly",
        "quarterly",
        "yearly",
        "daily",
        "hourly",
        "monopoly",
        "elderly",
    )
)
_HEADS = frozenset(("capita", "head", "person"))
_MEASURED_TIMES = frozenset(("time", "day", "period", "hour", "week"))
_DETERMINERS = frozenset(("a", "an", "the", "its", "their", "his", "her", "this", "that", "these", "those", "our"))
_INSIDE = frozenset(("for", "on", "in", "of", "to", "at", "among", "with"))


@dataclass(frozen=True, slots=True)
class Words:
    """The words that build a clause around what is measured."""

    levels: frozenset[str]
    gaps: frozenset[str]
    helps: frozenset[str]
    takes: frozenset[str]
    dig: frozenset[str]
    hollow: frozenset[str]
    effects: frozenset[str]
    shows: frozenset[str]
    worth: frozenset[str]
    carriers: frozenset[str]
    shares: frozenset[str]
    changes: frozenset[str]
    openers: frozenset[str]
    evidence: frozenset[str]
    describes: frozenset[str]
    subordinates: frozenset[str]
    extremes: frozenset[str]
    moves: frozenset[str]
    contents: re.Pattern[str]
    adverbs: frozenset[str]
    nobody: frozenset[str]
    paced: frozenset[str]
    joined: re.Pattern[str]


@cache
def words() -> Words:
    """Return the words of English clauses."""
    own = read_tables("roles")["en"]["clause"]
    sets = {name: frozenset(listed.split()) for name, listed in own.items() if name not in ("joins", "contents")}
    contents = re.compile(rf" in ((?:[a-z-]+ ){{0,2}}?(?:{'|'.join(own['contents'].split())}))\b")
    return Words(contents=contents, joined=re.compile("|".join(own["joins"])), **sets)


class Token(NamedTuple):
    """A word or a mark of punctuation of a sentence, in lower case."""

    start: int
    end: int
    lower: str


class Phrases:
    """The noun phrases of a sentence whose numbers are blanked (``bare``)."""

    __slots__ = ("bare", "known", "named", "own")

    def __init__(self, bare: str, named: Indicators, known: Lexicon) -> None:
        self.bare, self.named, self.known, self.own = bare, named, known, words()

    def changes(self, word: str) -> bool:
        """Say whether a word is a verb of change."""
        return word in self.known.change and word not in self.own.changes

    def before(self, tokens: list[Token]) -> list[Span]:
        """Return where the noun phrases that end with the last of ``tokens`` begin and end, the longest first.

        Within a few words its determiner begins it, over a preposition: "a provision for credit losses".
        """
        index, inner, stop = len(tokens) - 1, -1, tokens[-1].end
        outer = -1
        while index >= 0 and len(tokens) - index <= _MOST_BACK:
            word = tokens[index].lower
            if word in _DETERMINERS:
                outer = index + 1
                break
            if not word[0].isalpha() or word in self.own.levels or self.changes(word):
                break
            if word in self.known.stop_words and word not in _INSIDE and word not in _KEPT:
                break
            if word in _INSIDE and inner < 0:
                inner = index + 1
            index -= 1
        nearest = inner if inner >= 0 else index + 1
        return [(tokens[first].start, stop) for first in (outer, nearest) if 0 <= first < len(tokens)]

    def read(self, span: Span, depth: int = 0) -> str:
        """Return what the noun phrase in ``span`` measures: an indicator of the vocabulary, else its words."""
        bare, own, named = self.bare, self.own, self.named
        tokens = [Token(match.start(), match.end(), match[0].lower()) for match in TOKEN.finditer(bare, *span)]
        kept, rest = self._phrase(tokens)
        if not kept:
            return ""
        head, behind = kept[-1], tokens[rest:]
        follows = behind[0].lower if behind else ""
        if follows == "and" or (follows == "," and any(token.lower == "and" for token in behind)):
            # "Exports, imports and sales rose": each is measured.
            return ""
        alone = all(one.lower in _KEPT or one.lower in own.paced for one in kept[:-1])
        digs = follows == "of" and alone and is_one(head.lower, own.dig)
        if depth < _DEEPEST and (digs or (follows in ("on", "of") and is_one(head.lower, own.effects))):
            # "the number of admissions", "a large impact on enrolment"
            return self.read((behind[0].end, span[1]), depth + 1)
        if head.lower in own.changes or (not depth and self._acts(head.lower, len(kept))):
            return ""
        capital = bare[head.start].isupper() and head.start > 0 and not bare[head.start : head.end].isupper()
        if capital and head.lower not in self.known.open_words:
            # A name acts and measures nothing.
            return ""
        told = named.covering(head.start, head.end)
        if told and told not in GENERIC:
            return told
        if is_one(head.lower, own.shares):
            return "market_share"
        if follows.endswith("ed") and (acted := named.covering(behind[0].start, behind[0].end)):
            # "the number of cars exported"
            return acted
        carrier = is_one(head.lower, own.carriers)
        for one in reversed(kept[:-1] if carrier else ()):
            modified = named.covering(one.start, one.end)
            if modified and modified not in GENERIC:
                # "export volumes", "a capacity utilisation rate"
                return modified
        hollow = alone and is_one(head.lower, own.hollow)
        if hollow and (_is_participle(follows) or is_adverb(follows)):
            # "the number reported as seriously injured"
            said = [one.lower for one in behind if one.lower[0].isalpha() and one.lower not in self.known.stop_words]
            return " ".join(said[:_MOST_WORDS])
        if told or hollow:
            return ""
        while len(kept) > 1 and _SUPERLATIVE.fullmatch(kept[0].lower):
            kept = kept[1:]
        return " ".join([one.lower for one in kept if self._is_common(one)][-_MOST_WORDS:])

    def _phrase(self, tokens: list[Token]) -> tuple[list[Token], int]:
        """Return the words of the first noun phrase, without what owns it, and how many tokens it took."""
        kept: list[Token] = []
        for position, token in enumerate(tokens):
            word = token.lower
            if not word[0].isalpha():
                return kept, position
            if word == "per" or (word in _HEADS and position and tokens[position - 1].lower == "per"):
                # "per capita supply"
                continue
            if word in self.known.stop_words and word not in _KEPT:
                owned = position + 1 < len(tokens) and _OWNER.search(tokens[position + 1].lower) is not None
                if kept and not (word == "and" and owned):
                    # "Hungary and Slovakia's targets" are targets.
                    return kept, position
                if word in _STANDS_ALONE or (word in _POINTS and position + 1 == len(tokens)):
                    return [], position
                continue
            if not kept and is_adverb(word):
                # "formerly forested land"
                continue
            if kept and (word in self.own.levels or self.changes(word) or _is_participle(word) or is_adverb(word)):
                return kept, position
            # "Kenya's exports": what is owned is measured.
            kept = [] if _OWNER.search(word) else [*kept, token]
        return kept, len(tokens)

    def _acts(self, head: str, words: int) -> bool:
        """Say whether a noun acts or dates and measures nothing; "waiting times" measure."""
        return is_one(head, self.own.nobody) and (words == 1 or head.removesuffix("s") not in _MEASURED_TIMES)

    def _is_common(self, token: Token) -> bool:
        form = self.bare[token.start : token.end]
        return form[0].islower() or token.start == 0 or form.isupper()


def is_one(word: str, among: frozenset[str]) -> bool:
    """Say whether a noun is one of several, also in the plural."""
    return word in among or (is_plural(word) and singular(word) in among)


def is_adverb(word: str) -> bool:
    """Say whether a word is an adverb by its ending; "supply" is none."""
    return word.endswith("ly") and word not in _NOUNS_IN_LY


def _is_participle(word: str) -> bool:
    return word.endswith("ed") and len(word) >= _LEAST_PARTICIPLE
