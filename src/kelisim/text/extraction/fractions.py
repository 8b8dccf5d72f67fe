"""Fractions and decimals in words: "two-thirds", "one in five", "two point five", "екі бүтін оннан бес"."""

from __future__ import annotations

import re
from functools import cache

from kelisim.text.extraction.atoms import Atom
from kelisim.text.extraction.lexicon import Lexicon, NumberWord
from kelisim.text.extraction.numerals import Number, plain_exponent
from kelisim.text.extraction.phrases import next_word
from kelisim.text.extraction.words import number_at, word_at

_TO_ONE = re.compile(r"бірге(?![^\W\d_])", re.IGNORECASE)
ONE_GAP = re.compile(r"[ \u00a0]{0,2}[-‑]?[ \u00a0]{0,2}(?:\r?\n[ ]{0,4})?")
_LETTERS = re.compile(r"[^\W\d_]*")
_BOTTOM = re.compile(r"([0-9]{1,3}(?:,[0-9]{3}){1,2}|[0-9]{1,6})(?![0-9.,%]*[0-9%])")
# How far the words for a half reach, and how many of their last letters are looked for first.
_HALF_REACH, _HALF_LETTERS = 40, 4
_OF_A = re.compile(r" of an? ")
_TIME = frozenset(("year", "month", "day", "week", "hour", "minute"))


def read_point(text: str, number: Number, lexicon: Lexicon) -> None:
    """Read spoken decimals: "two point five", "три целых пять десятых", "екі бүтін оннан бес", "төрт те сегіз"."""
    word = next_word(text, number.end)
    if word is None:
        return
    form = word[2].lower()
    if form in lexicon.tables.get("point", ()) and lexicon.language == "kk":
        gap = ONE_GAP.match(text, word[1])
        part = number_at(text, gap.end(), lexicon, scales=False) if gap else None
        if part is not None and len(part[0].plain) <= 2 and not number.exponent and int(number.plain) < 100:
            number.plain, number.end = f"{number.plain}.{part[0].plain}", part[0].end
        return
    if form in lexicon.tables.get("point", ()):
        digits, end = "", word[1]
        while True:
            gap = ONE_GAP.match(text, end)
            found = word_at(text, gap.end(), lexicon) if gap else None
            if found is None or found[0].kind != "small" or found[0].value > 99 or len(digits) > 6:
                break
            digits += str(int(found[0].value))
            end = found[1]
        if digits:
            number.plain, number.end = f"{number.plain}.{digits}", end
        return
    whole = lexicon.tables.get("whole", {})
    if form in whole.get("words", ()):
        _read_parts(text, number, word[1], whole, lexicon)


def _read_parts(text: str, number: Number, position: int, whole: dict[str, list[str]], lexicon: Lexicon) -> None:
    places = {form: int(power) for power, forms in whole["places"].items() for form in forms.split()}  # type: ignore[attr-defined]
    gap = ONE_GAP.match(text, position)
    place = gap.end() if gap else position
    joined = next_word(text, place)
    if joined is not None and joined[2].lower() in ("и", "және"):
        place = joined[1] + 1
    if lexicon.language == "kk":
        word = next_word(text, position)
        power = places.get(word[2].lower()) if word else None
        if word is None:
            return
        if power is None:
            part = number_at(text, word[0], lexicon, scales=False)
            if part is not None and len(part[0].plain) <= 2:
                number.plain, number.end = f"{number.plain}.{part[0].plain}", part[0].end
            return
        gap = ONE_GAP.match(text, word[1])
        part = number_at(text, gap.end(), lexicon, scales=False) if gap else None
        if part is not None:
            number.plain, number.end = f"{number.plain}.{part[0].plain.rjust(power, '0')}", part[0].end
        return
    part = number_at(text, place, lexicon)
    if part is None:
        return
    word = next_word(text, part[0].end)
    power = places.get(word[2].lower()) if word else None
    if power is not None and word is not None:
        number.plain, number.end = f"{number.plain}.{part[0].plain.rjust(power, '0')}", word[1]


def read_half(text: str, number: Number, lexicon: Lexicon) -> None:
    """Read "and a half", "с половиной", "жарым" after a number."""
    place = number.end
    near = text[place : place + _HALF_REACH].lower()
    for phrase in lexicon.tables.get("half_after", ()):
        if phrase[-_HALF_LETTERS:] not in near:
            continue
        gap = ONE_GAP.match(text, place)
        start = gap.end() if gap else place
        end = start + len(phrase)
        rest = _LETTERS.match(text, end)
        tail = rest[0].lower() if rest else ""
        fits = not tail or (lexicon.language == "kk" and lexicon.endings.fullmatch(tail) is not None)
        if text[start:end].lower() == phrase and fits and "." not in number.plain:
            end += len(tail)
            if number.fraction == 0 and (number.exponent == 0 or number.words):
                step = 10 ** plain_exponent(number.plain)
                # "жүз жарым" and "a million and a half" add half of their last scale.
                more = step >= 100 and number.words
                number.plain = str(int(number.plain) + step // 2) if more else f"{number.plain}.5"
                number.end = end
            return


def read_of_a(text: str, number: Number, lexicon: Lexicon) -> None:
    """Read on after a fraction: "three quarters of a million" is 750,000, "a quarter of a point" 0.25 points."""
    of = lexicon.tables.get("fraction_of")
    match = _OF_A.match(text, number.end) if of and number.fraction else None
    if match is None or of is None:
        return
    found = word_at(text, match.end(), lexicon)
    if found is not None and found[0].kind == "scale":
        number.exponent, number.end = number.exponent + int(found[0].value), found[1]
        return
    unit = lexicon.units.after(text, match.end())
    if unit is not None and unit[0] in of["units"]:
        number.end = match.end() - 1


def fraction_after(text: str, number: Number, lexicon: Lexicon) -> Number | None:
    """Read "two-thirds", "three quarters", "две трети" and "үштен екі" at a number word."""
    gap = ONE_GAP.match(text, number.end)
    if gap is None or gap.end() == number.end:
        return None
    found = word_at(text, gap.end(), lexicon)
    if found is None and lexicon.language == "kk" and (dative := _TO_ONE.match(text, gap.end())):
        # "үштен бірге азайды": elsewhere the word means "together".
        found = lexicon.words["бір"], dative.end()
    if found is None:
        return None
    word, stop = found
    if lexicon.language == "kk" and word.kind == "small":
        # "үштен екі", two of three: the whole stands first, in the ablative.
        rule = tuple(lexicon.tables["ranges"]["ablative"])
        bottom = int(number.value)
        bound = "дейін" in text[stop : stop + 60]
        if lexicon.units.after(text, stop) is not None or not 0 < word.value < (0 if bound else bottom):
            return None
        if not text.endswith(rule, number.start, number.end):
            return None
        return Number(number.start, stop, number.plain, words=True, fraction=bottom, exact=word.value / bottom)
    top = int(number.plain) if number.whole and not number.exponent else 0
    if word.kind == "fraction":
        bottom = int(word.value)
        if top < 1 or top > 3 * bottom or (bottom == 4 and not _of_follows(text, stop, gap[0], lexicon)):
            return None
        if bottom == 2 and top != 1:
            return None
    elif (
        word.kind == "ordinal"
        and top == 1
        and lexicon.language == "en"
        and word.value > 2
        and ("-" in gap[0] or _part_follows(text, stop, lexicon))
    ) or (
        word.kind == "ordinal" and _is_part(text[number.start : number.end], text[gap.end() : stop], top, word, lexicon)
    ):
        bottom = int(word.value)
    else:
        return None
    return Number(number.start, stop, number.plain, words=True, fraction=bottom, exact=top / bottom)


def _is_part(top_form: str, form: str, top: int, word: NumberWord, lexicon: Lexicon) -> bool:
    """Say whether an ordinal names parts: "семь восьмых", "одна десятая"; "два первых" are no parts."""
    rule = lexicon.tables.get("parts")
    if rule is None or not 0 < top < word.value or word.value < 3 or top_form.lower() in rule["not_after"]:
        return False
    return form.lower().endswith(tuple(rule["one"] if top == 1 else rule["many"]))


def _part_follows(text: str, stop: int, lexicon: Lexicon) -> bool:
    """Say whether "one third" is a part: nothing that an ordinal could rank follows."""
    word = next_word(text, stop)
    form = word[2].lower().rstrip(".") if word else ""
    ranks = lexicon.tables.get("ordinal_rules", {}).get("not_before_set", ())
    return not form.isalpha() or (form not in ranks or form in ("of", "and", "or")) or form in lexicon.stop_words


def _of_follows(text: str, stop: int, gap: str, lexicon: Lexicon) -> bool:
    if "-" in gap or lexicon.language != "en":
        return True
    word = next_word(text, stop)
    return word is not None and word[2].lower() == "of"


@cache
def _phrase(phrase: str) -> re.Pattern[str]:
    joined = re.escape(phrase.replace(" ", "-"))
    return re.compile(rf"[ \n]{re.escape(phrase)}[ \n]|-{joined}-", re.IGNORECASE)


# Beyond it only round numbers are the bottom of a fraction.
_ROUND = 100


def every_at(text: str, atom: Atom, lexicon: Lexicon) -> bool:
    """Read "one in five" and "nine out of ten" as fractions."""
    word = next_word(text, atom.number.end)
    if word is None or word[2].lower() not in lexicon.every_words:
        return False
    if not atom.number.words and (atom.number.value > 9 or text[atom.start : atom.number.start] not in ("", "a ")):
        return False
    for phrase in lexicon.tables["every"]["in"]:
        match = _phrase(phrase).match(text, atom.number.end)
        if match is None:
            continue
        found = number_at(text, match.end(), lexicon)
        if found is None:
            digits = _BOTTOM.match(text, match.end())
            bottom, end = (int(digits[1].replace(",", "")), digits.end()) if digits else (0, 0)
            scale = lexicon.scales.after(text, end) if digits else None
            if scale is not None:
                # "1 in 302 million"
                bottom, end = bottom * 10 ** int(scale[0]), scale[1]
        else:
            bottom, end = int(found[0].value), found[0].end
        top = int(atom.number.value) if atom.number.whole else 0
        if phrase.endswith("out of") and bottom > _ROUND and str(bottom).strip("0") != "1":
            # "three out of 23,745 participants" counts them twice.
            return False
        if 0 < top < bottom and not (1500 <= bottom <= 2199):
            after = next_word(text, end)
            if phrase == "in" and after is not None and after[2].lower() in lexicon.tables.get("not_every", ()):
                return False
            unit = lexicon.units.after(text, end) if phrase == "in" else None
            if unit is not None and unit[0] in _TIME:
                return False
            lead = atom.left[-1][2] if atom.left else ""
            if phrase == "in" and top > 1 and not atom.number.words and lead not in lexicon.before_sizes:
                # "scored 3 in 5 games"
                return False
            atom.number.exact, atom.number.fraction, atom.number.end = top / bottom, bottom, end
            atom.bare_end = atom.end = end
            return True
    return False
