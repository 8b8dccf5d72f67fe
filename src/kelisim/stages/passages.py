"""Where a quote stands in a document, refusing passages that read alike and say something else."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from difflib import SequenceMatcher

from kelisim.text.anchors import find
from kelisim.text.sentences import sentences

# Of a passage found again after a new extraction, so many words must be those of the quote.
LEAST_ALIKE = 0.9
_WORD = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]|[^\W_]+")


def locate(
    text: str, quote: str, prefix: str = "", suffix: str = "", near: int | None = None
) -> tuple[int, int] | None:
    """Return the span [start, end) in code points where a quote stands, or None where it stands no more.

    ``prefix``, ``suffix`` and ``near`` choose between several places. White space, hyphenation, case and the forms of
    marks may differ. Of longer quotes one word in ten may be read otherwise, but never a figure: a neighbouring
    sentence with another number, or a short one with another verb, is not the passage that a person meant.
    """
    if not quote:
        return None
    if near is not None and text[near : near + len(quote)] == quote:
        return near, near + len(quote)
    place = find(text, quote, prefix, suffix, near)
    return place if place and _says_the_same(quote, text[place[0] : place[1]]) else None


def nearest(text: str, quote: str, language: str = "") -> tuple[int, int] | None:
    """Return the span of the sentence, or of as many sentences as the quote has, that shares most words with it.

    None where no passage shares a third of the words of both.
    """
    wanted = _telling(quote)
    whole = wanted.total()
    spans = sentences(text, language)
    counted = [_telling(text[start:end]) for start, end in spans]
    length = max(1, len(sentences(quote, language)))
    best, place = 1 / 3, None
    for first in range(len(spans)):
        found = sum(counted[first : first + length], Counter())
        alike = 2 * (wanted & found).total() / (whole + found.total()) if found else 0.0
        if alike > best:
            best, place = alike, (spans[first][0], spans[min(first + length, len(spans)) - 1][1])
    return place


def word_for_word(quote: str, found: str) -> bool:
    """Say whether two passages have the same words and figures; white space, case and marks may differ."""
    return "".join(_words(quote)) == "".join(_words(found))


def _telling(text: str) -> Counter[str]:
    """Count the words of a passage, figures twice: they are what is looked for."""
    words = Counter(_words(re.sub(r"(?<=\d)[.,](?=\d)", "", text)))
    return words + Counter({word: number for word, number in words.items() if word.isdecimal()})


def _words(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def _says_the_same(quote: str, found: str) -> bool:
    one, other = (unicodedata.normalize("NFKC", words).casefold() for words in (quote, found))
    if word_for_word(quote, found):
        return True
    if re.findall(r"\d+", one) != re.findall(r"\d+", other):
        return False
    return SequenceMatcher(None, _WORD.findall(one), _WORD.findall(other), autojunk=False).ratio() >= LEAST_ALIKE
