"""Amounts of which only the power of ten is told: "tens of thousands", "сотни", "бірнеше мың"; each bounds from below.

The bound is the power of ten itself, and not twice it: writers say "hundreds" of 150, and a bound that is too low
contradicts nobody wrongly.
"""

from __future__ import annotations

import re

from kelisim.text.extraction.atoms import Atom
from kelisim.text.extraction.complete import complete
from kelisim.text.extraction.lexicon import Lexicon
from kelisim.text.extraction.numerals import Number
from kelisim.text.extraction.phrases import Token
from kelisim.text.extraction.words import number_at, word_at

_WORD = re.compile(r"[^\W\d_]+")
_BLANK = re.compile(r"[ \u00a0]|\r?\n")
_OF = re.compile(r"[ \n]of[ \n]")
_OF_THEM = re.compile(r"(?:the|these|those|them|his|her|its|their|my|our|your)\b")
_ABOVE = frozenset(("exact", "approx", "gt", "ge"))
_DOZENS = ("collective", "scale", "multiplier")


def vague_at(text: str, position: int, left: list[Token], lexicon: Lexicon) -> Atom | None:
    """Read the amount at the place as a lower bound; None where the words there are none."""
    rule = lexicon.tables.get("vague", {})
    before = left[-1][2] if left else ""
    if before in rule.get("several", ()) and not text[left[-1][1] : position].strip():
        atom = _several(text, position, left, lexicon)
    else:
        atom = _plural(text, position, before, left, lexicon)
    if atom is None:
        return None
    done, _ = complete(text, atom, lexicon)
    if done is None or done.name or done.comparator not in _ABOVE:
        # "up to several hundred" bounds nothing that could be told.
        return None
    done.comparator, done.hedged = "ge", True
    return done


def _several(text: str, position: int, left: list[Token], lexicon: Lexicon) -> Atom | None:
    """Read "several hundred", "a few dozen", "несколько тысяч": at least one of them."""
    found = word_at(text, position, lexicon)
    amounts = lexicon.vague_amounts
    if found is None:
        return None
    word, stop = found
    form = text[position:stop].lower()
    if form in amounts:
        number: Number | None = Number(position, stop, str(amounts[form]), words=True)
    elif word.kind == "collective":
        number = Number(position, stop, f"{word.value:g}", words=True)
    elif word.kind in _DOZENS:
        read = number_at(text, position, lexicon)
        number = read[0] if read is not None else None
    else:
        return None
    if number is None:
        return None
    size = 2 if len(left) > 1 and left[-2][2] == "a" else 1
    start = left[-size][0]
    return Atom(number, start, number.end, number.end, left=left[:-size])


def _plural(text: str, position: int, before: str, left: list[Token], lexicon: Lexicon) -> Atom | None:
    """Read "hundreds of lorries", "tens of millions of dollars", "десятки тысяч людей"."""
    rule = lexicon.tables["vague"]
    amounts = lexicon.vague_amounts
    first = _WORD.match(text, position)
    form = first[0].lower() if first else ""
    if first is None or form not in amounts or before in rule.get("not_after", ()):
        return None
    if form in rule.get("led", ()) and before not in rule.get("leads", ()):
        # A genitive alone is another word's: "сотен" but "среди сотен фирм".
        return None
    value, end = amounts[form], first.end()
    english = lexicon.language == "en"
    while True:
        gap = (_OF if english else _BLANK).match(text, end)
        word = _WORD.match(text, gap.end()) if gap else None
        if word is None or word[0].lower() not in amounts:
            break
        value, end = value * amounts[word[0].lower()], word.end()
    if english:
        of = _OF.match(text, end)
        if of is None and (form in rule.get("with_of", ()) or text[end : end + 1] == "-"):
            return None
        if of is not None and not _OF_THEM.match(text, of.end()):
            end = of.end() - 1
    return Atom(Number(position, end, str(value), words=True), position, end, end, left=left)
