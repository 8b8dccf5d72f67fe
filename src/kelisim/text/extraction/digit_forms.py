"""Digits that state no quantity by their own form: telephone numbers, street numbers, ages in tens, occasions.

Which words tell them apart stands in the lexicon's table ``digit_forms``; a language without it has none of them.
"""

from __future__ import annotations

import re

from kelisim.text.extraction.lexicon import Lexicon, lexicon
from kelisim.text.extraction.numerals import Number
from kelisim.text.extraction.remembering import by_language

_LOCAL_PHONE = re.compile(r"(?:[0-9]-)?[0-9]{3}-[0-9]{3,4}-[0-9]{4}(?![0-9-])")
# "Form 10-K", "3-D"; "12-V" has a unit.
_LETTERED = re.compile(r"-[A-UX-Z](?![\w-])")
# "13-of-24 shooting"
_OF = re.compile(r"-(?:of|for)-[0-9]+(?![\w-])")
_OPENERS = "([\"'“‘-–—/"
_CAPITALS = re.compile(r" ((?:[A-Z][\w’']* ){1,3}?)([A-Z][a-z]+)\b")


@by_language
def _occasions(language: str) -> dict[str, tuple[str, ...]]:
    """Return the occasions by their first digit."""
    forms = lexicon(language).tables["digit_forms"]["occasions"]
    return {first: tuple(form for form in forms if form[0] == first) for first in {form[0] for form in forms}}


def occasion_end(text: str, position: int, known: Lexicon) -> int:
    """Return the end of "9/11" or "24/7" at the place, or of a telephone number; 0 where there is none."""
    rules = known.tables.get("digit_forms")
    if rules is None:
        return 0
    if position and not (text[position - 1].isspace() or text[position - 1] in _OPENERS):
        # "$4K" is a sum.
        return 0
    for form in _occasions(known.language).get(text[position], ()):
        end = position + len(form)
        if text.startswith(form, position) and not text[end : end + 1].isalnum():
            return end
    if "-" in text[position + 1 : position + 4]:
        match = _LOCAL_PHONE.match(text, position)
        if match is not None:
            return match.end()
    return 0


def form_end(text: str, number: Number, known: Lexicon) -> int:
    """Return the end of a street number or "40s" that the number in digits opens, or 0."""
    if "digit_forms" not in known.tables or not number.whole:
        return 0
    end = number.end
    following = text[end : end + 2]
    if following[:1] == "-" and (lettered := _LETTERED.match(text, end)) is not None:
        return lettered.end()
    if following[:1] == "-" and (of := _OF.match(text, end)) is not None:
        return of.end()
    if following[:1] == "s" and not following[1:].isalnum() and number.value % 10 == 0 and number.value < 100:
        return end + 1
    if following[:1] == " " and following[1:].isupper():
        match = _CAPITALS.match(text, end)
        if match is not None and match[2] in known.tables["digit_forms"]["streets"]:
            return match.end()
    return 0
