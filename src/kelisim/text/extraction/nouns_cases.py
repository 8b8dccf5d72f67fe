"""Counted nouns in languages with cases: "12 новых школ", "20 жаңа мектепте".

The lexicon's table ``counted`` says how they are told and brought to the singular: the endings of words to pass over
(adjectives), of words that are no nouns (verbs), and what the endings of a counted noun become. Endings have
exceptions; a noun that a study needs exactly belongs among the units.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from kelisim.text.extraction.lexicon import Lexicon, lexicon
from kelisim.text.extraction.phrases import next_word
from kelisim.text.extraction.words import LONGEST_WORD

_REACH = 3


class _Counted(NamedTuple):
    closed: tuple[str, ...]
    passed: tuple[str, ...]
    refused: tuple[str, ...]
    words: frozenset[str]
    irregular: dict[str, str]
    few: tuple[tuple[str, str], ...]
    many: tuple[tuple[str, str], ...]


@cache
def _rules(language: str) -> _Counted | None:
    table = lexicon(language).tables.get("counted")
    if table is None:
        return None
    many = tuple((pair[0], pair[1]) for pair in table["many"])
    few = tuple((pair[0], pair[1]) for pair in table.get("few", table["many"]))
    words, irregular = frozenset(table["words"].split()), table.get("irregular", {})
    closed = tuple(table.get("closed", ()))
    return _Counted(closed, tuple(table["pass"]), tuple(table["refuse"]), words, irregular, few, many)


def cased_noun(text: str, position: int, value: float, known: Lexicon) -> tuple[str, int] | None:
    """Return the noun after a whole number in the singular, and its end; None where no noun can be told."""
    rules = _rules(known.language)
    if rules is None or value < 2 or value != int(value):
        return None
    if rules.closed and text.endswith(rules.closed, max(0, position - 8), position):
        return None
    place = position
    for _ in range(_REACH):
        word = next_word(text, place)
        form = word[2] if word else ""
        if word is None or not form.islower() or not 3 <= len(form.rstrip(".")) <= LONGEST_WORD:
            return None
        if place == position and known.after.after(text, place) is not None:
            return None
        closed = form.endswith(".")
        form = form.rstrip(".")
        if not form.isalpha() or form in known.stop_words or form in known.change or form in known.words:
            return None
        if form in rules.words or form.endswith(rules.passed):
            if closed:
                return None
            place = word[1]
            continue
        if form.endswith(rules.refused):
            return None
        if form in rules.irregular:
            return rules.irregular[form], word[1] - closed
        last = int(value) % 10
        few = 1 < last < 5 and not 10 < int(value) % 100 < 20
        for ending, singular in rules.few if few else rules.many:
            if form.endswith(ending) and len(form) - len(ending) >= 2:
                return form[: len(form) - len(ending)] + singular, word[1] - closed
        return None
    return None
