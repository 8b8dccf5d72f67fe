"""Light inflection: which written forms a keyword takes in English, Russian and Kazakh.

The rules are kelisim's own. They list inflectional endings (number, case, gender, tense, possession), not derivation:
"экспорт" takes in "экспорта" but not "экспортный", "export" takes in "exported" but not "exporter". They know no
exceptions (foot, feet) and some forms that they allow do not exist; a form that exists for another word can match.
"""

from __future__ import annotations

import re
from typing import NamedTuple


class Forms(NamedTuple):
    """The forms of a word: the part that never changes, and a regular expression for what follows it."""

    stem: str
    ending: str


def forms(word: str, language: str) -> Forms:
    """Return the forms of a word in lower case; of languages without rules here only the word itself."""
    if word.endswith("*"):
        return Forms(word[:-1], r"[^\W\d_]*+")
    if len(word) < 3:
        return Forms(word, "")
    if language == "en" and word.isascii():
        return _english(word)
    if language == "ru" and _CYRILLIC.fullmatch(word):
        return _russian(word)
    if language == "kk" and _CYRILLIC.fullmatch(word):
        return _kazakh(word)
    return Forms(word, "")


_CYRILLIC = re.compile("[Ѐ-ԯ]+")


def _any(endings: str) -> str:
    """Return an expression for one of the endings or none, the longest first."""
    return "(?:" + "|".join(sorted(endings.split(), key=lambda ending: (-len(ending), ending))) + ")?"


# English -------------------------------------------------------------------------------------------------------------
_VOWELS = frozenset("aeiou")
_POSSESSIVE = "(?:['’]s?)?"


def _english(word: str) -> Forms:
    if not word.isalpha():
        return Forms(word, f"(?:s)?{_POSSESSIVE}")
    base = word
    if word.endswith("ies") and len(word) > 4:
        base = word[:-3] + "y"
    elif word.endswith(("sses", "xes", "zes", "ches", "shes")):
        base = word[:-2]
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3:
        base = word[:-1]
    if base[-1] == "y" and base[-2] not in _VOWELS:
        return Forms(base[:-1], f"(?:ying|ies|ied|y){_POSSESSIVE}")
    if base[-1] == "e":
        return Forms(base[:-1], f"(?:ing|es|ed|e){_POSSESSIVE}")
    if base.endswith(("s", "x", "z", "ch", "sh")):
        return Forms(base, f"(?:ing|es|ed)?{_POSSESSIVE}")
    doubled = f"{base[-1]}ing|{base[-1]}ed|" if base[-1] not in _VOWELS and base[-2] in _VOWELS else ""
    return Forms(base, f"(?:{doubled}ing|ed|s)?{_POSSESSIVE}")


# Russian -------------------------------------------------------------------------------------------------------------
_RUSSIAN_ENDINGS = (
    "а я о е у ю ы и ь й ой ей ою ею ом ем ов ев ам ям ами ями ах ях ью "
    "ия ие ию ием ией ии ий иям иями иях ея еем ее еи еев еям еями еях "
    "ый ая яя ое ые ого его ому ему ым им ую юю ых их ыми ими"
)
_RUSSIAN_ENDING = _any(_RUSSIAN_ENDINGS)
_RUSSIAN_STRIPPED = re.compile("(?:" + "|".join(sorted(_RUSSIAN_ENDINGS.split(), key=len, reverse=True)) + r")\Z")
_RUSSIAN_VERB = re.compile("(?<=[аеиуыя])ть(?:ся)?")
_RUSSIAN_VERB_ENDING = (
    "(?:[аеиуыя]?(?:ть|вший|вшая|вшие|л|ла|ло|ли|т|м|те)|[уюая]т|[еи][тм]|[уюая]щ(?:ий|ая|ее|ие|его|их|им))(?:ся|сь)?"
)


def _russian(word: str) -> Forms:
    verb = _RUSSIAN_VERB.search(word)
    if verb and verb.end() == len(word) and len(word) >= 5:
        return Forms(word[: verb.start() - 1], _RUSSIAN_VERB_ENDING)
    stem = word
    # Three letters are the least that a stem keeps; of the possible endings the longest is taken off.
    match = _RUSSIAN_STRIPPED.search(word, 3)
    if match and match.start() < len(word):
        stem = word[: match.start()]
    if stem.endswith(("ок", "ек", "ец")) and stem == word and len(stem) > 4:
        return Forms(stem[:-2], f"(?:{stem[-2:]}|{stem[-1]}){_RUSSIAN_ENDING}")
    if stem.endswith("к") and len(stem) > 3 and stem[-2] not in "аеиоуыэюяьй":
        return Forms(stem[:-1], f"(?:[ое]к|к{_RUSSIAN_ENDING})")
    return Forms(stem, _RUSSIAN_ENDING)


# Kazakh --------------------------------------------------------------------------------------------------------------
_KAZAKH_PLURAL = "(?:[лдт][ае]р)?"
_KAZAKH_POSSESSIVE = "(?:с?[ыі]|[ыі]?[мң](?:[ыі]з)?)?"
_KAZAKH_CASE = "(?:[ндт][ыі]ң|[ндт][ыі]|н|[ғқ]а|[гк]е|н?[ае]|н?[дт](?:ағы|егі)|н?[дт][ае]|[ндт][ае]н|[мбп]ен)?"
_KAZAKH_ENDING = _KAZAKH_PLURAL + _KAZAKH_POSSESSIVE + _KAZAKH_CASE
_KAZAKH_VOICING = {"п": "пб", "б": "пб", "к": "кг", "г": "кг", "қ": "қғ", "ғ": "қғ"}


def _kazakh(word: str) -> Forms:
    stem = word
    if len(word) >= 6 and word[-1] in "ыі":
        # A keyword is often the second part of a compound, which stands in the possessive.
        stem = word[:-2] if word[-2] == "с" and word[-3] in "аәеоөуүюяыі" else word[:-1]
    voicing = _KAZAKH_VOICING.get(stem[-1])
    if voicing and len(stem) > 3:
        return Forms(stem[:-1], f"[{voicing}]{_KAZAKH_ENDING}")
    return Forms(stem, _KAZAKH_ENDING)
