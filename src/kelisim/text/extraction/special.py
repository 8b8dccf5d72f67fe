"""Numbers in words and the words that are numbers themselves: ordinals, fractions, factors, decades."""

from __future__ import annotations

import re
from datetime import date

from kelisim.model.period import Period
from kelisim.text.extraction.atoms import Atom
from kelisim.text.extraction.lexicon import Lexicon, NumberWord
from kelisim.text.extraction.numerals import Number, plain_exponent
from kelisim.text.extraction.phrases import left_tokens, next_word
from kelisim.text.extraction.words import number_at, word_at

_ONE_GAP = re.compile(r"[ \u00a0]{0,2}[-‑]?[ \u00a0]{0,2}(?:\r?\n[ ]{0,4})?")
_ARTICLES = frozenset(("a", "an"))


def word_atom(text: str, position: int, lexicon: Lexicon) -> tuple[Atom | None, int]:
    """Read the number word at the place; the second part is where the scan goes on."""
    found = word_at(text, position, lexicon)
    if found is None:
        return _half_unit(text, position, lexicon)
    word, stop = found
    if word.kind == "vague" or (word.kind in ("scale", "multiplier") and text[position:stop].lower() in lexicon.vague):
        return None, stop
    left = left_tokens(text, position)
    before = left[-1][2] if left and left[-1][1] >= position - 2 else ""
    if word.kind == "factor":
        return _factor_word(text, position, stop, word, left, lexicon)
    if word.kind == "fraction":
        return _fraction_word(text, position, stop, word, left, lexicon)
    if word.kind == "ordinal":
        return _ordinal_word(text, position, stop, int(word.value), left, lexicon)
    if before and lexicon.language == "kk" and _after_ordinal(text, position, stop, before, lexicon):
        return None, stop
    if word.kind == "half":
        return _finish(text, Number(position, stop, f"{word.value:g}", words=True), left, lexicon)
    if word.kind == "collective":
        if before not in _ARTICLES and lexicon.language == "en":
            return None, stop
        if word.value == 2 and not _counts(text, stop):
            return None, stop
        number = Number(position, stop, str(int(word.value)), words=True)
        return _finish(text, number, left, lexicon)
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
    if last.kind == "ordinal":
        return _ordinal_word(text, position, number.end, int(number.value), left, lexicon)
    if _is_pronoun(text, number, before, left, lexicon):
        return None, number.end
    _read_point(text, number, lexicon)
    part = _fraction_after(text, number, lexicon)
    if part is not None:
        return _finish(text, part, left, lexicon)
    return _finish(text, number, left, lexicon)


def _after_ordinal(text: str, position: int, stop: int, before: str, lexicon: Lexicon) -> bool:
    """Say whether the word is no number here: "үшінші тоқсан" is the third quarter and not ninety."""
    words = lexicon.tables.get("after_ordinal", {}).get("words", ())
    form = text[position:stop].lower()
    if not any(form.startswith(word) for word in words):
        return False
    last = lexicon.words.get(before)
    ordinal = last is not None and last.kind == "ordinal"
    return ordinal or re.fullmatch(r"[ivхіx]{1,4}|(?:осы|өткен|келесі)|[^\W\d_]{0,2}(?:інші|ншы|нші|ыншы)", before) is not None


def _half_unit(text: str, position: int, lexicon: Lexicon) -> tuple[Atom | None, int]:
    """Read half of a unit in one word: "полгода", "пол-литра"."""
    rules = lexicon.tables.get("half_units")
    if rules is None:
        return None, position + 1
    for prefix in rules["prefix"]:
        stop = position + len(prefix)
        if text[position:stop].lower() == prefix:
            stop += text[stop : stop + 1] in ("-", " ")
            unit = lexicon.units.after(text, stop)
            if unit is not None and unit[0] in rules["units"]:
                number = Number(position, stop, "1", words=True, fraction=2, exact=0.5)
                atom = Atom(number, position, unit[1], unit[1], unit=unit[0], left=left_tokens(text, position))
                return atom, unit[1]
    return None, position + 1


def _finish(text: str, number: Number, left: list, lexicon: Lexicon) -> tuple[Atom | None, int]:  # type: ignore[type-arg]
    from kelisim.text.extraction.dates import date_at
    from kelisim.text.extraction.scanner import complete

    _read_half(text, number, lexicon)
    atom = Atom(number, number.start, number.end, number.end, left=left)
    if not number.fraction:
        mention = date_at(text, number, left, lexicon)
        if mention is not None:
            atom.period, atom.start, atom.end, atom.bare_end = mention.period, mention.start, mention.end, mention.end
            atom.comparator, atom.kind = mention.comparator, "date"
            return atom, mention.end
    if left and left[-1][2] in _ARTICLES and lexicon.language == "en":
        atom.start = left[-1][0]
        atom.left = left[:-1]
    special = every_at(text, atom, lexicon)
    if special:
        return atom, atom.end
    done, stop = complete(text, atom, lexicon)
    small = number.words and number.whole and number.value < 13
    if done is not None and small and done.kind == "quantity" and done.unit in _COUNTED:
        done.kind = "count"
    return done, stop


_COUNTED = frozenset(("country", "company", "person", "unit", "time", "point", "application", None))


def _is_pronoun(text: str, number: Number, before: str, left: list, lexicon: Lexicon) -> bool:  # type: ignore[type-arg]
    """Say whether "one" stands for a noun: "one of", "the one", "no one", "one another"."""
    if number.plain != "1" or number.exponent or lexicon.language != "en":
        return number.plain == "1" and not number.exponent and _russian_pronoun(text, number, lexicon)
    if text[number.start : number.end].lower() == "single":
        return before not in _ARTICLES and number.start > 0
    if before in (
        "no",
        "the",
        "this",
        "that",
        "which",
        "any",
        "each",
        "every",
        "some",
        "another",
        "last",
        "only",
        "new",
        "good",
        "big",
        "-",
    ):
        return True
    word = next_word(text, number.end)
    if word is None:
        return number.start > 0 and len(text) > number.end + 1
    form = word[2].lower()
    return (
        form
        in (
            "of",
            "another",
            "such",
            "who",
            "that",
            "is",
            "was",
            "has",
            "can",
            "could",
            "would",
            "should",
            "may",
            "might",
            "must",
            "day",
            "’s",
            "'s",
            "thing",
            "way",
            "reason",
            "hand",
            "side",
            "at",
            "on",
            "by",
        )
        or not (form[0].isalnum() or form[0] in "%-/" or form in lexicon.signs)
        or text[number.end : number.end + 2] in ("’s", "'s")
    )


def _russian_pronoun(text: str, number: Number, lexicon: Lexicon) -> bool:
    word = next_word(text, number.end)
    return word is not None and word[2].lower() in lexicon.tables.get("pronoun_after", ())


def _counts(text: str, stop: int) -> bool:
    word = next_word(text, stop)
    return word is None or word[2].lower() in ("of", "more", "dozen")


def _read_point(text: str, number: Number, lexicon: Lexicon) -> None:
    """Read spoken decimals: "two point five", "три целых пять десятых", "екі бүтін оннан бес", "төрт те сегіз"."""
    word = next_word(text, number.end)
    if word is None:
        return
    form = word[2].lower()
    if form in lexicon.tables.get("point", ()) and lexicon.language == "kk":
        gap = _ONE_GAP.match(text, word[1])
        part = number_at(text, gap.end(), lexicon, scales=False) if gap else None
        if part is not None and len(part[0].plain) <= 2 and not number.exponent and int(number.plain) < 100:
            number.plain, number.end = f"{number.plain}.{part[0].plain}", part[0].end
        return
    if form in lexicon.tables.get("point", ()):
        digits, end = "", word[1]
        while True:
            gap = _ONE_GAP.match(text, end)
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
    gap = _ONE_GAP.match(text, position)
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
        gap = _ONE_GAP.match(text, word[1])
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


def _read_half(text: str, number: Number, lexicon: Lexicon) -> None:
    """Read "and a half", "с половиной", "жарым" after a number."""
    place = number.end
    for phrase in lexicon.tables.get("half_after", ()):
        gap = _ONE_GAP.match(text, place)
        start = gap.end() if gap else place
        end = start + len(phrase)
        rest = re.compile(r"[^\W\d_]*").match(text, end)
        tail = rest[0].lower() if rest else ""
        fits = not tail or lexicon.language == "kk" and lexicon.endings.fullmatch(tail) is not None
        if text[start:end].lower() == phrase and fits and "." not in number.plain:
            end += len(tail)
            if number.fraction == 0 and (number.exponent == 0 or number.words):
                step = 10 ** plain_exponent(number.plain)
                # "жүз жарым" and "a million and a half" add half of their last scale.
                more = step >= 100 and number.words
                number.plain = str(int(number.plain) + step // 2) if more else f"{number.plain}.5"
                number.end = end
            return


def _fraction_after(text: str, number: Number, lexicon: Lexicon) -> Number | None:
    """Read "two-thirds", "three quarters", "две трети" and "үштен екі" at a number word."""
    gap = _ONE_GAP.match(text, number.end)
    found = word_at(text, gap.end(), lexicon) if gap and gap.end() > number.end else None
    if found is None:
        return None
    word, stop = found
    if lexicon.language == "kk" and word.kind == "small":
        # "үштен екі", two of three: the whole stands first, in the ablative.
        rule = tuple(lexicon.tables["ranges"]["ablative"])
        bottom = int(number.value)
        follow = next_word(text, stop)
        bound = follow is not None and follow[2].lower().startswith("дейін")
        if not 0 < word.value < (0 if bound else bottom) or not text.endswith(rule, number.start, number.end):
            return None
        return Number(number.start, stop, number.plain, words=True, fraction=bottom, exact=word.value / bottom)
    top = int(number.plain) if number.whole and not number.exponent else 0
    if word.kind == "fraction":
        bottom = int(word.value)
        if top < 1 or top > 3 * bottom or (bottom == 4 and not _of_follows(text, stop, gap[0], lexicon)):  # type: ignore[index]
            return None
        if bottom == 2 and top != 1:
            return None
    elif word.kind == "ordinal" and top == 1 and lexicon.language == "en" and word.value > 2 and "-" in gap[0]:  # type: ignore[index]
        bottom = int(word.value)
    elif (
        word.kind == "ordinal"
        and top == 1
        and lexicon.language == "en"
        and word.value > 2
        and _of_follows(text, stop, " ", lexicon)
    ):
        bottom = int(word.value)
    else:
        return None
    return Number(number.start, stop, number.plain, words=True, fraction=bottom, exact=top / bottom)


def _of_follows(text: str, stop: int, gap: str, lexicon: Lexicon) -> bool:
    if "-" in gap or lexicon.language != "en":
        return True
    word = next_word(text, stop)
    return word is not None and word[2].lower() == "of"


def _fraction_word(
    text: str,
    position: int,
    stop: int,
    word: NumberWord,
    left: list,
    lexicon: Lexicon,  # type: ignore[type-arg]
) -> tuple[Atom | None, int]:
    before = left[-1][2] if left and left[-1][1] >= position - 2 else ""
    after = next_word(text, stop)
    form = after[2].lower() if after else ""
    bottom = int(word.value)
    known = lexicon.words.get(before)
    if known is not None and known.kind == "ordinal":
        return None, stop
    if lexicon.language == "en":
        if text[position:stop].lower() in ("thirds", "fourths", "fifths", "halves", "tenths", "quarters"):
            return None, stop
        known = lexicon.words.get(before)
        if (known is not None and known.kind == "ordinal") or before in lexicon.tables["periods"]["last_set"]:
            return None, stop
        if bottom == 4 and not (before in ("a", "one") and form == "of") and not (before == "" and form == "of"):
            return None, stop
        if bottom == 2 and form in ("a", "an") and after is not None:
            return _half_of_scale(text, position, after[1], left, lexicon)
        if bottom == 2 and not (
            form in ("of", "the", "its", "their", "our", "his", "her", "all", "that", "this")
            or before in ("than", "about", "almost", "nearly", "over", "by", "roughly", "around", "in", "a", "one")
            or position == 0
        ):
            return None, stop
    number = Number(position, stop, "1", words=True, fraction=bottom, exact=1 / bottom)
    return _finish(text, number, left, lexicon)


def _half_of_scale(text: str, position: int, place: int, left: list, lexicon: Lexicon) -> tuple[Atom | None, int]:  # type: ignore[type-arg]
    """Read "half a million", "half an hour"."""
    gap = _ONE_GAP.match(text, place)
    found = word_at(text, gap.end(), lexicon) if gap else None
    number = Number(position, place, "0.5", words=True)
    if found is not None and found[0].kind == "collective":
        number.plain, number.end = f"{found[0].value / 2:g}", found[1]
    elif found is None or found[0].kind != "scale":
        number = Number(position, place, "1", words=True, fraction=2, exact=0.5)
    return _finish(text, number, left, lexicon)


def _factor_word(
    text: str,
    position: int,
    stop: int,
    word: NumberWord,
    left: list,
    lexicon: Lexicon,  # type: ignore[type-arg]
) -> tuple[Atom | None, int]:
    from kelisim.text.extraction.context import read_left

    form = text[position:stop].lower()
    rules = lexicon.tables.get("factor_rules", {})
    after = next_word(text, stop)
    follow = after[2].lower() if after else ""
    if form in rules.get("need_after", {}) and follow not in rules["need_after"][form]:
        return None, stop
    if form in rules.get("not_after", {}) and follow in rules["not_after"][form]:
        return None, stop
    value = word.value
    plain = str(int(value)) if value >= 1 else str(value)
    number = Number(position, stop, plain, words=True)
    atom = Atom(number, position, stop, stop, comparator="exact", left=left)
    read_left(text, atom, lexicon)
    set_factor(atom)
    atom.change = "down" if value < 1 else "up"
    return atom, stop


def set_factor(atom: Atom) -> None:
    """Make an atom a factor; what its comparator words said stays in the number's hedge."""
    if atom.comparator not in ("exact", "factor"):
        atom.hedged = True
        atom.hedge = atom.comparator
    atom.comparator = "factor"


def factor_at(text: str, atom: Atom, lexicon: Lexicon) -> bool:
    """Say whether the number is a factor ("36-fold", "36 times more", "by a factor of 36", "в 36 раз") and mark it."""
    from kelisim.text.extraction.context import change_of

    rules = lexicon.tables.get("factor_units")
    if not rules or atom.prefixed:
        return False
    before = " ".join(token[2] for token in atom.left[-4:])
    for phrase in rules.get("factor_before", ()):
        if before.endswith(phrase):
            size = len(phrase.split())
            atom.start = min(atom.start, atom.left[-size][0])
            atom.left = atom.left[:-size]
            atom.end = atom.bare_end
            set_factor(atom)
            atom.change = change_of(text, atom, lexicon)
            return True
    word = next_word(text, atom.bare_end)
    if word is None:
        return False
    form = word[2].lower()
    if form in rules["always_set"]:
        end = word[1]
    elif form in rules["times_set"]:
        after = next_word(text, word[1])
        needs = rules.get("times_then")
        lead = atom.left[-1][2] if atom.left else ""
        grown = any(token[2] in lexicon.change for token in atom.left[-4:])
        if (
            needs
            and not (
                after is not None
                and after[2].lower() in rules["then_set"]
                and (grown or after[2].lower() in rules["sure_set"])
            )
            and not grown
        ):
            return False
        if (
            rules.get("times_after_set")
            and lead not in rules["times_after_set"]
            and not (after and after[2].lower() in rules["then_set"])
        ):
            return False
        end = word[1]
    else:
        return False
    atom.end = atom.bare_end = end
    atom.unit = None
    read = lexicon.after.after(text, end)
    if read is not None:
        atom.comparator, atom.end = read[0], read[1]  # type: ignore[assignment]
        atom.bare_end = atom.end
    set_factor(atom)
    atom.change = change_of(text, atom, lexicon)
    return True


def every_at(text: str, atom: Atom, lexicon: Lexicon) -> bool:
    """Read "one in five" and "nine out of ten" as fractions."""
    rules = lexicon.tables.get("every", {})
    for phrase in rules.get("in", ()):
        pattern = re.compile(rf"[ \n]{re.escape(phrase)}[ \n]", re.IGNORECASE)
        match = pattern.match(text, atom.number.end)
        if match is None:
            continue
        found = number_at(text, match.end(), lexicon)
        if found is None:
            digits = re.compile(r"([0-9]{1,6})(?![0-9.,%]*[0-9%])").match(text, match.end())
            bottom, end = (int(digits[1]), digits.end()) if digits else (0, 0)
        else:
            bottom, end = int(found[0].value), found[0].end
        top = int(atom.number.value) if atom.number.whole else 0
        if 0 < top < bottom and not (1500 <= bottom <= 2199):
            after = next_word(text, end)
            if phrase == "in" and after is not None and after[2].lower() in lexicon.tables.get("not_every", ()):
                return False
            if (
                phrase == "in"
                and top == 1
                and after is not None
                and lexicon.units.after(text, end) is not None
                and lexicon.units.after(text, end)[0] in ("year", "month", "day", "week", "hour", "minute")
            ):  # type: ignore[index]
                return False
            atom.number.exact, atom.number.fraction, atom.number.end = top / bottom, bottom, end
            atom.bare_end = atom.end = end
            return True
    return False


def _ordinal_word(
    text: str,
    position: int,
    stop: int,
    value: int,
    left: list,
    lexicon: Lexicon,  # type: ignore[type-arg]
) -> tuple[Atom | None, int]:
    before = left[-1][2] if left and left[-1][1] >= position - 2 else ""
    after = next_word(text, stop)
    form = after[2].lower() if after else ""
    rules = lexicon.tables.get("ordinal_rules", {})
    if before in rules.get("every_set", ()):
        number = Number(position, stop, "1", words=True, fraction=value, exact=1 / value) if value > 1 else None
        if number is None or form in rules.get("time_set", ()):
            return None, stop
        atom = Atom(number, left[-1][0], stop, stop, left=left[:-1])
        return atom, stop
    if before == "a" and lexicon.language == "en" and value > 2 and form in ("of",):
        number = Number(position, stop, "1", words=True, fraction=value, exact=1 / value)
        return _finish(text, number, left, lexicon)
    if lexicon.language == "en":
        if form in rules["not_before_set"] or (form == "" and position > 0 and value < 3):
            return None, stop
        if value < 3 and before not in rules["lead_set"] and form not in rules["rank_set"] and len(text) > stop + 1:
            return None, stop
    elif form in rules.get("not_before_set", ()) or before in rules.get("not_after_set", ()):
        return None, stop
    number = Number(position, stop, str(value), words=True)
    return Atom(number, position, stop, stop, kind="ordinal", left=left), stop


def suffix_ordinal(text: str, atom: Atom, lexicon: Lexicon) -> Atom | None:
    """Read "3rd", "15-й", "5-ші"; a date with an ordinal day is read as a date before."""
    suffix = lexicon.tables.get("ordinal_suffix")
    if not suffix or not atom.number.whole or atom.prefixed:
        return None
    match = re.compile(rf"(?:{suffix})(?![^\W_])", re.IGNORECASE).match(text, atom.number.end)
    if match is None:
        return None
    from kelisim.text.extraction.dates import _mention, _year_after

    word = next_word(text, match.end())
    if word is not None and word[2].lower() == "of":
        word = next_word(text, word[1])
    month = lexicon.months.get(word[2].lower().rstrip(".")) if word else None
    if month and word is not None and 1 <= int(atom.number.plain) <= 31:
        year, end = _year_after(text, word[1], lexicon)
        mention = _mention(atom.number.start, end, month, int(atom.number.plain), year)
        if mention is not None:
            atom.period, atom.end, atom.bare_end, atom.kind = mention.period, end, end, "date"
            return atom
    if atom.left and atom.left[-1][2].rstrip(".") in lexicon.months:
        month = lexicon.months[atom.left[-1][2].rstrip(".")]
        if 1 <= int(atom.number.plain) <= 31:
            year, end = _year_after(text, match.end(), lexicon)
            mention = _mention(atom.left[-1][0], end, month, int(atom.number.plain), year)
            if mention is not None:
                atom.start, atom.period, atom.end, atom.kind = mention.start, mention.period, end, "date"
                return atom
    rules = lexicon.tables.get("ordinal_rules", {})
    if atom.left and atom.left[-1][2] in rules.get("every_set", ()) and int(atom.number.plain) > 1:
        value = int(atom.number.plain)
        atom.number.exact, atom.number.fraction = 1 / value, value
        atom.start = atom.left[-1][0]
        atom.number.end = atom.end = atom.bare_end = match.end()
        return atom
    atom.number.end = atom.end = atom.bare_end = match.end()
    atom.kind = "ordinal"
    return atom


def decade_at(text: str, atom: Atom, lexicon: Lexicon) -> Atom | None:
    """Read "the 1990s", "1990-е годы"."""
    suffix = lexicon.tables.get("decade_suffix")
    plain = atom.number.plain
    if not suffix or atom.prefixed or not plain.isdigit() or len(plain) != 4 or not plain.endswith("0"):
        return None
    match = re.compile(rf"(?:{suffix})(?![^\W_])").match(text, atom.number.end)
    if match is None or not 1500 <= int(plain) <= 2199:
        return None
    year = int(plain)
    atom.period = Period(date(year, 1, 1), date(year + 9, 12, 31), "span")
    atom.kind, atom.end, atom.bare_end = "date", match.end(), match.end()
    return atom
