"""The noun that a Chinese classifier counts: "109项比赛", "7个主要城市".

Chinese writes no word spaces. The lexicon lists common nouns; another is taken where two characters close the clause.
"""

from __future__ import annotations

import re

from kelisim.text.extraction.lexicon import lexicon
from kelisim.text.extraction.remembering import by_language

_RUN = re.compile(r"[\u4e00-\u9fff]{1,8}")
_GRADED = re.compile("[省市县地乡镇厅处科][级市]及?以[上下]的?")
_EDGES = "的在是有被将已和与及或为从向到了也都就而但并把由使让给对于之其以中内外上下前后"
_REACH = 6


@by_language
def _nouns(language: str) -> tuple[frozenset[str], int]:
    words = frozenset(lexicon(language).tables.get("nouns", {}).get("words", "").split())
    return words, max((len(word) for word in words), default=0)


@by_language
def _verbs(language: str) -> frozenset[str]:
    return frozenset(lexicon(language).tables.get("nouns", {}).get("verbs", "").split())


def classified_noun(text: str, position: int, language: str) -> tuple[str, int] | None:
    """Return the noun after a classifier and its end, or None where none can be told."""
    run = _RUN.match(text, position)
    if run is None:
        return None
    words, longest = _nouns(language)
    graded = _GRADED.match(text, position)
    if graded is not None:
        # "339个地级及以上城市"
        found = classified_noun(text, graded.end(), language)
        return found if found is not None and found[1] <= run.end() + 2 else None
    characters = run[0]
    if characters[0] in "多余餘来來几" or characters.startswith(("左右", "上下", "以", "之")):
        return None
    for start in range(min(_REACH, len(characters))):
        if characters[start] in _EDGES:
            break
        for size in range(min(longest, len(characters) - start), 0, -1):
            closed = start + size == len(characters) or characters[start + size] in _EDGES
            if characters[start : start + size] in words and (size > 1 or closed):
                # "地级市": a noun of one character and what makes a kind of it are one word.
                begin = 0 if size == 1 and 0 < start < 3 else start
                return characters[begin : start + size], position + start + size
    length = next((i for i, character in enumerate(characters) if character in _EDGES), len(characters))
    end = position + length
    closed = end == len(text) or not text[end].isalnum() or text[end] in _EDGES
    verbs = _verbs(language)
    if closed and length > 2 and characters[length - 2 : length] in verbs:
        # "16节车厢组成"
        return (characters[: length - 2], end - 2) if length == 4 else None
    if characters[:2] in verbs:
        return None
    if closed and length in (2, 3):
        return characters[:length], end
    if closed and length == 4:
        # Of four characters the last two are the noun: "世界纪录".
        return characters[2:4], end
    return None


def counted_bare(text: str, position: int, language: str) -> tuple[str, int] | None:
    """Return the common noun that a large number counts without a classifier ("9100万党员"), and its end."""
    run = _RUN.match(text, position)
    if run is None:
        return None
    words, longest = _nouns(language)
    for size in range(min(longest, len(run[0])), 1, -1):
        if run[0][:size] in words:
            return run[0][:size], position + size
    return None


_CLAUSES = re.compile(r"[，。；：、,;:（）()“”\n]")
_SPACES = re.compile(r"\s+")
_LONGEST = 10


@by_language
def _tails(language: str) -> tuple[str, ...]:
    changes = (word for word in lexicon(language).change if len(word) > 1)
    between = lexicon(language).tables["nouns"]["tails"].split()
    return tuple(sorted({*between, *changes}, key=len, reverse=True))


def noun_phrase(lead: str, language: str = "zh") -> str:
    """Return the noun that stands last before a number, without the verb between: "茶园面积" of "茶园面积将扩大到"."""
    tails = _tails(language)
    for clause in reversed(_CLAUSES.split(lead)[-3:]):
        phrase = _SPACES.sub("", clause)
        while phrase.endswith(tails):
            tail = next(word for word in tails if phrase.endswith(word))
            phrase = phrase[: -len(tail)]
        match = re.search(r"[\u4e00-\u9fff]{2,}$", phrase)
        if match is not None:
            tail = match[0].rpartition("的")[2]
            return (tail if len(tail) > 1 else match[0])[-_LONGEST:]
    return ""
