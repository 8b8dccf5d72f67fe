"""Keywords of codes in running text, found all at once.

An automaton (Aho and Corasick, 1975, "Efficient string matching") finds the unchanging stems of all keywords in one
pass; at each hit an expression checks the endings, the further words and the boundaries. Boundaries know the script: a
keyword may touch a letter of another script ("JAC公司"), and Chinese keywords need no boundary at all.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from kelisim.errors import UsageError
from kelisim.text.inflection import forms

ANY_LANGUAGE = "*"

_LATIN = "A-Za-zÀ-ɏḀ-ỿ"
_CYRILLIC = "Ѐ-ԯ"
_MARKS = "\u0300-\u036f"
_HAN = "\u3005-\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
_CHINESE = re.compile(f"[{_HAN}]")
# Blanks come and go between Chinese characters, above all at line ends; a blank line parts paragraphs.
_CHINESE_GAP = re.compile(rf"(?<=[{_HAN}])(?:[^\S\n]{{1,4}}+\n?|\n)[^\S\n]{{0,4}}+(?=[{_HAN}])")
_PART = re.compile(r"[^\s‐‑–-]+")
_BETWEEN = r"[\s‐‑–-]{1,4}+"
_HEAD = 3
_FOLLOWING = re.compile(rf"[^\s‐‑–-]*+{_BETWEEN}(\S{{1,{_HEAD}}})")
_ACRONYM = 5


class Match(NamedTuple):
    """A keyword in a text: the span [start, end) in code points, the code, and the keyword as the codebook has it."""

    start: int
    end: int
    code: str
    term: str


@dataclass(slots=True)
class _Term:
    code: str
    term: str
    key: str
    second: str
    pattern: str
    capitals: bool
    compiled: re.Pattern[str] | None = None

    @property
    def expression(self) -> re.Pattern[str]:
        """The expression, compiled at its first hit: most keywords of a large codebook never occur in a text."""
        if self.compiled is None:
            self.compiled = re.compile(self.pattern)
        return self.compiled


class _Group:
    """The terms of one key: at a hit, those of one word and those whose second word may follow."""

    def __init__(self) -> None:
        self._single: list[_Term] = []
        self._several: dict[str, list[_Term]] = {}

    def add(self, term: _Term) -> None:
        if term.second:
            self._several.setdefault(term.second, []).append(term)
        else:
            self._single.append(term)

    def at(self, folded: str, stop: int) -> list[_Term]:
        if not self._several:
            return self._single
        following = _FOLLOWING.match(folded, stop)
        if following is None:
            return self._single
        head = following[1]
        found = list(self._single)
        for size in range(1, len(head) + 1):
            found += self._several.get(head[:size], ())
        return found


class Matcher:
    """Finds the keywords of many codes: ``terms`` maps a code's identifier to languages to keywords.

    Keywords match in any letter case and in their inflected forms (see :mod:`kelisim.text.inflection`); the words of a
    keyword may be parted by blanks, line ends or hyphens. An asterisk at a word's end leaves its ending open. A short
    keyword in capitals (up to five letters) matches in capitals only, so that "IT" is not "it". Keywords under the
    language "*" are sought in every text, without inflection. Raises ``UsageError`` for an empty keyword.
    """

    def __init__(self, terms: Mapping[str, Mapping[str, Sequence[str]]]) -> None:
        self._terms = {
            code: {language: tuple(keywords) for language, keywords in languages.items()}
            for code, languages in terms.items()
        }
        for code, languages in self._terms.items():
            for language, keywords in languages.items():
                for keyword in keywords:
                    if not keyword.strip(" *"):
                        raise UsageError(
                            f"code {code!r} has an empty keyword in language {language!r}",
                            "take it out of the codebook",
                        )
        self._automata: dict[str, tuple[Any, list[_Group]]] = {}

    def __reduce__(self) -> tuple[type[Matcher], tuple[dict[str, dict[str, tuple[str, ...]]]]]:
        # The automaton cannot be sent to another process, its terms can.
        return Matcher, (self._terms,)

    def find(self, text: str, language: str = "") -> list[Match]:
        """Return the keywords in a text, in the order of their places.

        ``language`` (ISO 639-1) selects the keywords, "" takes those of all languages. Of the matches of one code that
        lie within another of the same code, only the longest is kept. Time is linear in the text and in the hits.
        """
        automaton, groups = self._automaton(language)
        if automaton is None or not text:
            return []
        folded, positions = _fold(text)
        found = set()
        for index, start, stop in automaton.find_matches_as_indexes(folded, overlapping=True):
            for term in groups[index].at(folded, stop):
                hit = term.expression.match(folded, start)
                if hit is None:
                    continue
                end = hit.end()
                span: tuple[int, int] = (
                    (start, end) if positions is None else (positions[start], _end(text, positions[end - 1]))
                )
                if term.capitals and not _in_capitals(text[span[0] : span[1]], term.term):
                    continue
                found.add(Match(*span, term.code, term.term))
        return _outermost(found)

    def _automaton(self, language: str) -> tuple[Any, list[_Group]]:
        if language not in self._automata:
            by_key: dict[str, _Group] = {}
            for code, languages in self._terms.items():
                for own, keywords in languages.items():
                    if language in ("", own) or own == ANY_LANGUAGE:
                        for keyword in dict.fromkeys(keywords):
                            term = _compile(code, keyword, own)
                            by_key.setdefault(term.key, _Group()).add(term)
            automaton = None
            if by_key:
                from ahocorasick_rs import AhoCorasick

                automaton = AhoCorasick(list(by_key))
            self._automata[language] = automaton, list(by_key.values())
        return self._automata[language]


def _compile(code: str, keyword: str, language: str) -> _Term:
    folded = _fold(unicodedata.normalize("NFC", " ".join(keyword.split())))[0]
    second = ""
    if _CHINESE.search(folded):
        key = folded
        first, last = folded[0], folded[-1]
        body = re.escape(folded)
    else:
        words = [forms(part, language) for part in _PART.findall(folded)]
        key = words[0].stem if words else ""
        if not key:
            raise UsageError(f"keyword {keyword!r} of code {code!r} begins with no word", "begin it with a word")
        second = words[1].stem[:_HEAD] if len(words) > 1 else ""
        first, last = key[0], (words[-1].stem or "x")[-1]
        body = _BETWEEN.join(re.escape(word.stem) + word.ending for word in words)
    letters = [character for character in keyword if character.isalpha()]
    capitals = 1 < len(letters) <= _ACRONYM and keyword.isupper()
    return _Term(code, keyword, key, second, _before(first) + body + _after(last), capitals)


def _before(first: str) -> str:
    """Return what must not stand before: a letter of the same script, or a digit before a digit."""
    if first.isdigit():
        return r"(?<!\d)(?<!\d[.,])"
    script = _script(first)
    return f"(?<![{script}{_MARKS}])" if script else ""


def _after(last: str) -> str:
    if last.isdigit():
        return r"(?!\d)(?![.,]\d)"
    script = _script(last)
    return rf"(?![{script}{_MARKS}\d])" if script else ""


def _script(character: str) -> str:
    if re.match(f"[{_LATIN}]", character):
        return _LATIN
    if re.match(f"[{_CYRILLIC}]", character):
        return _CYRILLIC
    return r"^\W\d_" if character.isalpha() and not _CHINESE.match(character) else ""


def _fold(text: str) -> tuple[str, list[int] | None]:
    """Return the text in lower case and composed, without blanks among Chinese, and where each character came from."""
    lowered = text.lower().replace("ё", "е")
    gaps = {match.start(): match.end() for match in _CHINESE_GAP.finditer(text)}
    if not gaps and len(lowered) == len(text) and unicodedata.is_normalized("NFC", lowered):
        return lowered, None
    pieces: list[str] = []
    positions: list[int] = []
    start = 0
    while start < len(text):
        if start in gaps:
            start = gaps[start]
            continue
        end = start + 1
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1
        piece = unicodedata.normalize("NFC", text[start:end]).lower().replace("ё", "е")
        pieces.append(piece)
        positions.extend([start] * len(piece))
        start = end
    return "".join(pieces), positions


def _end(text: str, last: int) -> int:
    end = last + 1
    while end < len(text) and unicodedata.combining(text[end]):
        end += 1
    return end


def _in_capitals(passage: str, keyword: str) -> bool:
    wanted = sum(character.isalpha() for character in keyword)
    return [character for character in passage if character.isalpha()][:wanted] == [
        character for character in passage.upper() if character.isalpha()
    ][:wanted]


def _outermost(found: set[Match]) -> list[Match]:
    kept = []
    reach: dict[str, int] = {}
    for match in sorted(found, key=lambda match: (match.start, -match.end, match.code, match.term)):
        if match.end > reach.get(match.code, 0):
            kept.append(match)
            reach[match.code] = match.end
    return kept
