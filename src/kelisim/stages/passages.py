"""Where a quote stands in a document, refusing passages that read alike and say something else."""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher

from kelisim.text.anchors import find

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


def _says_the_same(quote: str, found: str) -> bool:
    one, other = (unicodedata.normalize("NFKC", words).casefold() for words in (quote, found))
    if "".join(_WORD.findall(one)) == "".join(_WORD.findall(other)):
        return True
    if re.findall(r"\d+", one) != re.findall(r"\d+", other):
        return False
    return SequenceMatcher(None, _WORD.findall(one), _WORD.findall(other), autojunk=False).ratio() >= LEAST_ALIKE
