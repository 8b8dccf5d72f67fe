"""Numbers that begin with a word: which reading a number word asks for, and what is no number at all."""

from __future__ import annotations

import re

from kelisim.text.extraction.atoms import Atom
from kelisim.text.extraction.changes import change_of
from kelisim.text.extraction.compounds import compound_at
from kelisim.text.extraction.dates import date_at
from kelisim.text.extraction.factors import factor_word
from kelisim.text.extraction.finishing import dated, finish
from kelisim.text.extraction.fraction_words import fraction_word
from kelisim.text.extraction.fractions import ONE_GAP, fraction_after, read_point
from kelisim.text.extraction.lexicon import Lexicon
from kelisim.text.extraction.numerals import Number
from kelisim.text.extraction.ordinals import ordinal_word
from kelisim.text.extraction.phrases import Token, left_tokens, next_word
from kelisim.text.extraction.times_of_day import time_end
from kelisim.text.extraction.vague import vague_at
from kelisim.text.extraction.words import number_at, word_at

_ARTICLES = frozenset(("a", "an"))
_COUNTED_OF = re.compile(r"[ \n]of[ \n](?!(?:the|these|those|his|her|its|their|my|our|your)\b)")
_GENITIVE = ("дың", "дің", "тың", "тің", "ның", "нің")
_KAZAKH_ORDINAL = re.compile(r"[ivхіx]{1,4}|(?:осы|өткен|келесі)|[^\W\d_]{0,2}(?:інші|ншы|нші|ыншы)")


def word_atom(text: str, position: int, lexicon: Lexicon) -> tuple[Atom | None, int]:
    """Read the number word at the place; the second part is where the scan goes on."""
    found = word_at(text, position, lexicon)
    if found is None:
        compound = compound_at(text, position, lexicon)
        return (compound, compound.end) if compound is not None else _half_unit(text, position, lexicon)
    word, stop = found
    left = left_tokens(text, position)
    before = left[-1][2] if left and left[-1][1] >= position - 2 else ""
    form = text[position:stop].lower()
    if word.kind == "vague" or (word.kind in ("scale", "multiplier") and form in lexicon.vague):
        if not _is_one(form, before, lexicon):
            return _vague(text, position, stop, left, lexicon)
        if form in lexicon.counted_scales:
            # "более сотни"
            number = Number(position, stop, f"{lexicon.counted_scales[form]:g}", words=True)
            return finish(text, number, left, lexicon)
    if before in lexicon.tables.get("vague", {}).get("after", ()) and word.kind in (
        "scale",
        "multiplier",
        "collective",
    ):
        return _vague(text, position, stop, left, lexicon)
    if before and lexicon.language == "kk" and _after_ordinal(text, position, stop, before, lexicon):
        return None, stop
    if word.kind == "factor":
        return factor_word(text, position, stop, word, left, lexicon)
    if word.kind == "fraction":
        return fraction_word(text, position, stop, word, left, lexicon)
    if word.kind == "ordinal":
        return ordinal_word(text, position, stop, int(word.value), left, lexicon)
    if word.kind == "half":
        return finish(text, Number(position, stop, f"{word.value:g}", words=True), left, lexicon)
    if word.kind == "collective":
        if form in lexicon.vague:
            return _vague(text, position, stop, left, lexicon)
        if before not in _ARTICLES and lexicon.language == "en":
            return None, stop
        if word.value == 2 and not (
            _counts(text, stop) if lexicon.language == "en" else _measures(text, stop, lexicon)
        ):
            return None, stop
        number = Number(position, stop, str(int(word.value)), words=True)
        of = _COUNTED_OF.match(text, stop) if word.value == 2 and lexicon.language == "en" else None
        if of is not None:
            number.end = of.end() - 1
        times = word_at(text, stop + 1, lexicon) if word.value == 2 else None
        if times is not None and times[0].kind == "multiplier":
            # "a couple hundred people"
            number.plain, number.end = str(2 * int(times[0].value)), times[1]
        return finish(text, number, left, lexicon)
    if (
        word.kind in ("scale", "multiplier")
        and lexicon.language == "en"
        and text[position - 1 : position] not in ("-",)
    ):
        form = text[position:stop].lower()
        if before not in _ARTICLES and before not in ("per", "") and len(form) < 5:
            return None, stop
    read = number_at(text, position, lexicon)
    if read is None:
        return None, stop
    number, last = read
    hour = time_end(text, number, left, lexicon)
    if hour:
        return None, hour
    if last.kind == "ordinal":
        mention = date_at(text, number, left, lexicon) if lexicon.language != "en" else None
        if mention is not None:
            return dated(number, mention, left), mention.end
        return ordinal_word(text, position, number.end, int(number.value), left, lexicon)
    read_point(text, number, lexicon)
    part = fraction_after(text, number, lexicon)
    if part is not None:
        return finish(text, part, left, lexicon)
    if _is_pronoun(text, number, before, lexicon) or _qualifies(text, number, left, lexicon):
        return None, number.end
    return finish(text, number, left, lexicon)


def _vague(text: str, position: int, stop: int, left: list[Token], lexicon: Lexicon) -> tuple[Atom | None, int]:
    """Read "dozens", "tens of thousands", "a few thousand"; the scan goes on behind them or behind the word."""
    atom = vague_at(text, position, left, lexicon)
    if atom is None:
        return None, stop
    atom.vague = True
    return atom, max(stop, atom.end)


def _is_one(form: str, before: str, lexicon: Lexicon) -> bool:
    """Say whether a scale alone stands in the genitive of one: "более миллиона", but "тысячи людей"."""
    vague = lexicon.tables["vague"]
    return form in vague.get("singular", ()) and (before in vague["genitive"] or form in vague["always"])


def _after_ordinal(text: str, position: int, stop: int, before: str, lexicon: Lexicon) -> bool:
    """Say whether the word is no number here: "үшінші тоқсан" is the third quarter and not ninety."""
    words = lexicon.tables.get("after_ordinal", {}).get("words", ())
    form = text[position:stop].lower()
    if not any(form.startswith(word) for word in words):
        return False
    last = lexicon.words.get(before)
    ordinal = last is not None and last.kind == "ordinal"
    return ordinal or _KAZAKH_ORDINAL.fullmatch(before) is not None


def _half_unit(text: str, position: int, lexicon: Lexicon) -> tuple[Atom | None, int]:
    """Read half of a unit in one word: "полгода", "пол-литра"."""
    rules = lexicon.tables.get("half_units")
    if rules is None:
        return None, position
    for prefix in rules["prefix"]:
        stop = position + len(prefix)
        if text[position:stop].lower() == prefix:
            stop += text[stop : stop + 1] in ("-", " ")
            unit = lexicon.units.after(text, stop)
            if unit is not None and unit[0] in rules["units"]:
                number = Number(position, stop, "1", words=True, fraction=2, exact=0.5)
                atom = Atom(number, position, unit[1], unit[1], unit=unit[0], left=left_tokens(text, position))
                atom.change = change_of(text, atom, lexicon)
                return atom, unit[1]
    return None, position


def _is_pronoun(text: str, number: Number, before: str, lexicon: Lexicon) -> bool:
    """Say whether "one" stands for a noun: "one of", "the one", "no one", "one another"."""
    if lexicon.language == "kk" and number.plain == "1" and not number.exponent and before.endswith(_GENITIVE):
        # "ойыншылардың бірі", one of the players; "бестен бірі" is a fraction.
        return text[number.start : number.end].lower().startswith("бірі")
    if number.plain != "1" or number.exponent or lexicon.language != "en":
        return number.plain == "1" and not number.exponent and _russian_pronoun(text, number, lexicon)
    if text[number.start : number.end].lower() == "single":
        return before not in _ARTICLES and number.start > 0
    word = next_word(text, number.end)
    rules = lexicon.tables["pronoun"]
    if word is None:
        return number.start > 0
    form = word[2].lower()
    if text[number.end : number.end + 1] == "-":
        # "a one-day gain", but "a one-off charge"
        return form in rules["hyphened"]
    if before in rules["after"] and lexicon.units.after(text, number.end) is None:
        return True
    if before == "the" or form in rules["before"] or text[number.end : number.end + 2] in ("’s", "'s"):
        return True
    if before in ("to", "as", "than", "from") and form.endswith(("ed", "ing")):
        return True
    return not (form[0].isalnum() or form[0] in "%-/" or form in lexicon.signs)


def _qualifies(text: str, number: Number, left: list[Token], lexicon: Lexicon) -> bool:
    """Say whether "zero" only qualifies a noun ("zero tolerance", "net zero") and states no amount."""
    rule = lexicon.tables.get("nought")
    if rule is None or number.plain != "0" or number.exponent or "." in text[number.start : number.end]:
        return False
    word = next_word(text, number.end)
    if word is not None and word[2].lower().rstrip(".") in rule["after"]:
        return True
    if word is not None and word[2].lower() in rule["rates"]:
        return False
    lead = left[-1][2] if left else ""
    if lead == "-" and len(left) > 1:
        lead = left[-2][2]
    return lead in rule["before"] and lexicon.units.after(text, number.end) is None


def _russian_pronoun(text: str, number: Number, lexicon: Lexicon) -> bool:
    word = next_word(text, number.end)
    if word is not None and word[2].lower() in lexicon.every_words:
        # "один из десяти" is a tenth, "один из них" no number.
        gap = ONE_GAP.match(text, word[1])
        if gap is not None and (text[gap.end() : gap.end() + 1].isdigit() or word_at(text, gap.end(), lexicon)):
            return False
    return word is not None and word[2].lower() in lexicon.tables.get("pronoun_after", ())


def _counts(text: str, stop: int) -> bool:
    word = next_word(text, stop)
    return word is None or word[2].lower() in ("of", "more", "dozen", "hundred", "thousand", "million", "billion")


def _measures(text: str, stop: int, lexicon: Lexicon) -> bool:
    """Say whether a unit or a scale follows: "пара недель" is two weeks, "пара" alone steam or a match."""
    return lexicon.units.after(text, stop) is not None or lexicon.scales.after(text, stop) is not None
