"""Counted nouns in languages with cases: "12 новых школ", "20 жаңа мектепте".

The lexicon's table ``counted`` says how they are told and brought to the singular: the endings of words to pass over
(adjectives), of words that are no nouns (verbs), and what the endings of a counted noun become. Endings have
exceptions; a noun that a study needs exactly belongs among the units.
"""

from __future__ import annotations

from typing import NamedTuple

from kelisim.text.extraction.lexicon import Lexicon, lexicon
from kelisim.text.extraction.phrases import next_word
from kelisim.text.extraction.remembering import by_language
from kelisim.text.extraction.words import LONGEST_WORD

_REACH = 3


class _Counted(NamedTuple):
    closed: tuple[str, ...]
    passed: tuple[str, ...]
    refused: tuple[str, ...]
    words: frozenset[str]
    irregular: dict[str, str]
    objects: tuple[str, ...]
    few: tuple[tuple[str, str], ...]
    many: tuple[tuple[str, str], ...]


@by_language
def _rules(language: str) -> _Counted | None:
    table = lexicon(language).tables.get("counted")
    if table is None:
        return None
    many = tuple((pair[0], pair[1]) for pair in table["many"])
    few = tuple((pair[0], pair[1]) for pair in table.get("few", table["many"]))
    words, irregular = frozenset(table["words"].split()), table.get("irregular", {})
    closed = tuple(table.get("closed", ()))
    objects = tuple(table.get("objects", ())) or ("\0",)
    return _Counted(closed, tuple(table["pass"]), tuple(table["refuse"]), words, irregular, objects, few, many)


def _goes_on(text: str, position: int) -> bool:
    word = next_word(text, position)
    return word is not None and word[2].rstrip(".").isalpha() and word[2].islower()


def acronym(text: str, position: int, known: Lexicon) -> tuple[str, int] | None:
    """Return the acronym that a number counts ("50 МРП", "12 АЭС"), unless it names a place or a body."""
    rule = known.tables.get("counted", {}).get("acronyms")
    word = next_word(text, position) if rule is not None else None
    if rule is None or word is None or not 2 <= len(word[2].rstrip(".")) <= 5:
        return None
    form = word[2].rstrip(".")
    if not form.isupper() or not form.isalpha():
        return None
    if text[word[1] : word[1] + 1] == "-" or not text[position : word[0]].isspace() or form in _bodies(known.language):
        return None
    return form, word[0] + len(form)


@by_language
def _bodies(language: str) -> frozenset[str]:
    tables = lexicon(language).tables
    return frozenset(tables["counted"]["acronyms"]) | {
        name for names in tables.get("places", {}).values() for name in names
    }


def closed_by_case(text: str, position: int, known: Lexicon) -> bool:
    """Say whether the number's own ending shows that its noun stands before it: "оның 12-сі", twelve of them."""
    rules = _rules(known.language)
    return rules is not None and bool(rules.closed) and text.endswith(rules.closed, max(0, position - 8), position)


def cased_noun(text: str, position: int, value: float, known: Lexicon) -> tuple[str, int] | None:
    """Return the noun after a whole number in the singular, and its end; None where no noun can be told."""
    rules = _rules(known.language)
    if rules is None or value < 2 or value != int(value):
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
        if form in rules.irregular:
            return rules.irregular[form], word[1] - closed
        if form.endswith(rules.objects) and not closed and len(form) > 5 and _goes_on(text, word[1]):
            # "354 науқасты қарады": the verb is yet to come, so this is what was counted.
            return form[:-2], word[1]
        if form.endswith(rules.refused):
            return None
        last = int(value) % 10
        few = 1 < last < 5 and not 10 < int(value) % 100 < 20
        # The numeral may stand in an oblique case: "трёх банков".
        for ending, singular in (*rules.few, *rules.many) if few else rules.many:
            if form.endswith(ending) and len(form) - len(ending) >= 2:
                return form[: len(form) - len(ending)] + singular, word[1] - closed
        return None
    return None
