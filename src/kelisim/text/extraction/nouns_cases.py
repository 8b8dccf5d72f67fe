"""Counted nouns in languages with cases: "12 новых школ", "20 жаңа мектепте".

The lexicon's table ``counted`` says how they are told and brought to the singular: the endings of words to pass over
(adjectives), of words that are no nouns (verbs), and what the endings of a counted noun become. Endings have
exceptions; a noun that a study needs exactly belongs among the units.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from kelisim.text.extraction.lexicon import Lexicon, lexicon
from kelisim.text.extraction.phrases import next_word
from kelisim.text.extraction.remembering import by_language
from kelisim.text.extraction.words import LONGEST_WORD

_REACH = 3
_SHORTEST = 3
_LEAST_NOMINAL = 6
_POSSESSIVE = re.compile(
    r"(?P<noun>[^\W\d_]{2,}?)(?P<own>(?<=[аәеиоөуүұыіюя])с[ыі]|(?<=[^аәеиоөуүұыіюя])[ыі])"
    r"(?:н|на|не|нда|нде|нан|нен|мен|ның|нің)?"
)
# Verbs of the past, accusatives, adjectives and participles end in the same vowels.
_NO_POSSESSIVE = re.compile(
    r"(?:д[ыі]|[кқпстфхцчшщт]т[ыі]|[^р]н[ыі]|[^ыіуү][ғгқк][ыі]|л[ыі]|[ую][ыі]|ғаны|гені|қаны|кені)\Z"
)
_VOICELESS = {"ғ": "қ", "г": "к", "б": "п"}
_CONTRACTED = {"орн": "орын", "мойн": "мойын"}


class _Counted(NamedTuple):
    closed: tuple[str, ...]
    passed: tuple[str, ...]
    refused: tuple[str, ...]
    words: frozenset[str]
    irregular: dict[str, str]
    objects: tuple[str, ...]
    capacity: dict[str, str]
    heads: bool
    parted: tuple[str, ...]
    nominal: tuple[tuple[str, str], ...]
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
    parted = tuple(table.get("parted", ()))
    capacity = {form: noun for noun, forms in table.get("capacity", {}).items() for form in forms.split()}
    passed, refused, heads = tuple(table["pass"]), tuple(table["refuse"]), bool(table.get("heads"))
    nominal = tuple((pair[0], pair[1]) for pair in table.get("nominal", ()))
    return _Counted(closed, passed, refused, words, irregular, objects, capacity, heads, parted, nominal, few, many)


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
    """Return the noun after a number in the singular, and its end; None where no noun can be told.

    After a number with a fraction only the genitive singular of Russian is one ("12,4 случая").
    """
    noun = _cased_noun(text, position, value, known)
    rules = _rules(known.language)
    if noun is None and rules is not None and rules.nominal and value >= 2 and value == int(value):
        word = next_word(text, position)
        form = word[2].rstrip(".") if word else ""
        for ending, singular in rules.nominal:
            if word is not None and form.islower() and form.endswith(ending) and len(form) >= _LEAST_NOMINAL:
                # "шестерых подозреваемых": an adjective that stands for a person.
                return form[: len(form) - len(ending)] + singular, word[0] + len(form)
    return noun


def _cased_noun(text: str, position: int, value: float, known: Lexicon) -> tuple[str, int] | None:
    rules = _rules(known.language)
    parted = value != int(value)
    if rules is None or value < 2 or (parted and not rules.parted):
        return None
    place = position
    for _ in range(_REACH):
        word = next_word(text, place)
        form = word[2] if word else ""
        if word is None or not form.islower() or not _SHORTEST - rules.heads <= len(form.rstrip(".")) <= LONGEST_WORD:
            return None
        if place == position and known.after.after(text, place) is not None:
            return None
        closed = form.endswith(".")
        form = form.rstrip(".")
        if not form.isalpha() or form in known.stop_words or form in known.change or form in known.words:
            return None
        if place == position and form in rules.capacity:
            return rules.capacity[form], word[1] - closed
        if form in rules.irregular:
            return rules.irregular[form], word[1] - closed
        if form in rules.words or form.endswith(rules.passed):
            if closed:
                return None
            place = word[1]
            continue
        if form.endswith(rules.objects) and not closed and len(form) > 5 and _goes_on(text, word[1]):
            # "354 науқасты қарады": the verb is yet to come, so this is what was counted.
            return form[:-2], word[1]
        if form.endswith(rules.refused) or (parted and not form.endswith(rules.parted)):
            return None
        last = int(value) % 10
        # "12,4 случая": after a fraction the genitive of one.
        few = parted or (1 < last < 5 and not 10 < int(value) % 100 < 20)
        # The numeral may stand in an oblique case: "трёх банков".
        for ending, singular in (*rules.few, *rules.many) if few else rules.many:
            if form.endswith(ending) and len(form) - len(ending) >= (_SHORTEST if rules.heads and ending else 2):
                if rules.heads and not ending and not closed and (head := _head(text, word[1], known)):
                    return head
                if len(form) < _SHORTEST:
                    return None
                return form[: len(form) - len(ending)] + singular, word[1] - closed
        return None
    return None


def _head(text: str, position: int, known: Lexicon) -> tuple[str, int] | None:
    """Return the noun of a Kazakh compound, the one that has the possessive: "8 құс фабрикасы" counts factories."""
    rules = _rules(known.language)
    inflected = (*rules.refused, *(ending for ending, _ in rules.many if ending)) if rules is not None else ()
    found: tuple[str, int] | None = None
    place = position
    for _ in range(2):
        word = next_word(text, place)
        form = word[2].rstrip(".") if word else ""
        if word is None or not form.islower() or not form.isalpha() or len(form) > LONGEST_WORD:
            break
        if any(form in words for words in (known.stop_words, known.change, known.words, rules.words if rules else ())):
            break
        match = _POSSESSIVE.fullmatch(form)
        if match is not None and not _NO_POSSESSIVE.search(match["noun"] + match["own"]):
            noun = match["noun"]
            if match["own"][0] != "с":
                noun = noun[:-1] + _VOICELESS.get(noun[-1], noun[-1])
            found = _CONTRACTED.get(noun, noun), word[1] - (word[2][-1] == ".")
        elif found is not None or form.endswith(inflected):
            break
        if word[2][-1] == ".":
            break
        place = word[1]
    return found
