"""What stands right around a number: scale, unit, currency, comparator words and the direction of change."""

from __future__ import annotations

import re

from kelisim.model.quantity import Comparator
from kelisim.text.extraction.atoms import Atom
from kelisim.text.extraction.lexicon import Lexicon
from kelisim.text.extraction.nouns import counted_noun
from kelisim.text.extraction.nouns_cases import cased_noun
from kelisim.text.extraction.phrases import Token, WordPhrases, next_word

_LETTERS_LEFT = re.compile(r"[^\W\d_.]+\.?$")
_CURRENCY_LEFT = re.compile(r"(?:US|HK|NT|NZ|[ACSR])?\$|[€£¥￥₸₽₹₩₴₺₼₾฿₫₱₪]|(?<![^\W_])(?:[A-Z]{3}|RM|Rs\.?)")
_SIGN = "-−–"
_COUNTABLE = frozenset(
    [
        "vehicle",
        "truck",
        "bus",
        "unit",
        "person",
        "employee",
        "job",
        "household",
        "patent",
        "application",
        "company",
        "country",
        "tonne",
        "barrel",
        "pound",
    ]
)
_CASE = re.compile(r"-[^\W\d_]+")
_MEASURES_NEED_TOUCH = frozenset([*"BVWJshcpdACF", "in", "st"])
_SCALED_PER = re.compile(r"[ ]?([0-9][0-9,. ]{0,8})[ ]")


def read_scale(text: str, atom: Atom, lexicon: Lexicon) -> None:
    """Multiply the atom by the scales that follow it ("4.91 million", "5 тыс.", "$10K")."""
    number = atom.number
    end = number.end
    for _ in range(2):
        following = text[end : end + 1]
        if following.isalpha() and not number.words:
            run = re.compile(r"[^\W\d_]+").match(text, end)
            letters = run[0] if run else ""
            marks = lexicon.marks
            if atom.prefixed or (letters in lexicon.money_marks and _counts_after(text, end + len(letters), lexicon)):
                marks = lexicon.marks | lexicon.money_marks
            if letters in marks:
                number.exponent += marks[letters]
                end += len(letters)
                atom.scaled = True
                break
        found = lexicon.scales.after(text, end)
        if found is None and atom.prefixed and following == " ":
            run = re.compile(r" ([^\W\d_]+)").match(text, end)
            if run and run[1] in lexicon.money_marks | lexicon.marks:
                number.exponent += (lexicon.money_marks | lexicon.marks)[run[1]]
                end, atom.scaled = run.end(), True
        if found is None:
            break
        number.exponent += int(found[0])
        atom.scaled = True
        end = found[1]
    collective = next_word(text, end)
    if collective is not None:
        word = lexicon.words.get(collective[2].lower())
        if word is not None and word.kind == "collective" and not atom.scaled and word.value > 2:
            number.factor, end = word.value, collective[1]
    atom.bare_end = atom.end = end


def _counts_after(text: str, position: int, lexicon: Lexicon) -> bool:
    """Say whether people, things or money follow: "1.63m vehicles", "500m pounds" are millions, "500m" alone metres."""
    if text[position : position + 1] != " ":
        return False
    unit = lexicon.units.after(text, position)
    return unit is not None and (unit[0] in _COUNTABLE or (len(unit[0]) == 3 and unit[0].isupper()))


def read_unit(text: str, atom: Atom, lexicon: Lexicon) -> None:
    """Find the unit after the number: a symbol, a known unit, or the counted noun; then what it is "per"."""
    end = atom.bare_end
    if not atom.prefixed:
        found = unit_at(text, end, lexicon)
        if found is not None:
            unit, stop = found
            if unit in ("second", "quarter") and text[end : end + 1] == "-" and not atom.number.whole:
                return
            atom.unit, atom.end = unit, stop
            if unit == "pound" and atom.scaled and not text.startswith(" of ", stop):
                # Weights are seldom told in millions of pounds; money is.
                atom.unit = lexicon.tables.get("scaled_units", {}).get(unit, unit)
        elif lexicon.script == "words":
            noun = counted_noun(text, end, atom.value, lexicon)
            if noun is None and (cased := cased_noun(text, end, atom.value, lexicon)):
                noun = (*cased, False)
            if noun is not None:
                atom.unit, atom.end, known = noun
                if not known:
                    atom.kind = "count"
    if atom.unit is not None:
        if lexicon.language == "kk":
            ending = _CASE.match(text, atom.end)
            if ending is not None and lexicon.endings.fullmatch(ending[0]):
                atom.end = ending.end()
        _read_per(text, atom, lexicon)
        speeds = lexicon.tables.get("speeds")
        if speeds and atom.left and atom.left[-1][2] in speeds and atom.unit in ("kilometre", "metre", "mile"):
            atom.unit = f"{atom.unit}_per_{speeds[atom.left[-1][2]]}"


def unit_at(text: str, position: int, lexicon: Lexicon) -> tuple[str, int] | None:
    """Return the unit that stands right at the place and its end: the longer of a symbol and a phrase."""
    symbol = lexicon.symbols.after(text, position)
    if symbol is not None and symbol[1] - position > 1 and text[position] != text[symbol[1] - 1]:
        form = text[position : symbol[1]].strip()
        if form in _MEASURES_NEED_TOUCH and text[position].isspace():
            symbol = None
    phrase = lexicon.units.after(text, position)
    if symbol is None or (phrase is not None and phrase[1] >= symbol[1]):
        return phrase
    return symbol


def _read_per(text: str, atom: Atom, lexicon: Lexicon) -> None:
    """Read what the unit is per: "a barrel", "per student per year", "на душу населения"."""
    per = lexicon.tables.get("per")
    if per is None:
        return
    for _ in range(2):
        word = next_word(text, atom.end)
        if atom.unit in (None, "percent") or word is None or word[2].lower() not in per["words"]:
            return
        if word[2] in ("a", "an") and atom.kind == "count":
            return
        found = _per_what(text, word, atom, lexicon)
        if found is None:
            return
        atom.unit, atom.end = f"{atom.unit}_per_{found[0]}", found[1]


def _per_what(text: str, word: tuple[int, int, str], atom: Atom, lexicon: Lexicon) -> tuple[str, int] | None:
    per, form = lexicon.tables["per"], word[2].lower()
    after = next_word(text, word[1])
    if after is not None and after[2].lower().rstrip(".") in per["capita"]:
        return "capita", after[1] - (after[2][-1] == ".")
    found = unit_at(text, word[1], lexicon)
    follow = next_word(text, found[1] if found else after[1] if after else word[1])
    if follow is not None and follow[2].lower().rstrip(".") in per.get("not_before", ()):
        # "$3m a decade ago"
        return None
    if found is not None:
        return None if found[0] == "percent" else found
    if after is None or not after[2].isalpha() or lexicon.language != "en":
        return None
    if form in ("per", "/"):
        return (after[2].lower(), after[1]) if _SCALED_PER.match(text, word[1]) is None else None
    money = atom.unit is not None and (atom.unit in ("cent", "pence") or (len(atom.unit) == 3 and atom.unit.isupper()))
    price = money and form in ("a", "an") and not atom.scaled and after[2].islower()
    if (
        not price
        or after[2] in lexicon.stop_words
        or (follow is not None and follow[2].isalpha() and follow[2] not in lexicon.stop_words)
    ):
        return None
    return after[2], after[1]


def read_currency_before(text: str, atom: Atom, lexicon: Lexicon, floor: int = 0) -> None:
    """Take a currency sign or code right before the number ("US$ 4.7", "KZT 300")."""
    position = atom.start
    while position > 0 and text[position - 1] in " \u00a0\u202f" and atom.start - position < 2:
        position -= 1
    window = text[max(0, position - 4) : position]
    if not window:
        return
    last = window[-1]
    if not (last in "$€£¥￥₸₽₹₩₴₺₼₾฿₫₱₪." or last.isupper() or last == "s"):
        return
    for size in (4, 3, 2, 1):
        sign = window[-size:]
        if len(sign) < size:
            continue
        code = lexicon.signs.get(sign) or (sign if sign in lexicon.codes else None)
        if code is None:
            continue
        begin = position - size
        if begin < floor:
            continue
        if sign[0].isalpha() and begin > 0 and (text[begin - 1].isalnum() or text[begin - 1] == "_"):
            continue
        atom.unit, atom.prefixed, atom.start = code, True, begin
        return


def read_sign(text: str, atom: Atom, lexicon: Lexicon) -> None:
    """Take a minus sign or word before the number."""
    start = atom.start
    if start > 0 and text[start - 1] == "+":
        if start == 1 or text[start - 2] in " \t\n\u00a0([≈~":
            atom.start = start - 1
        return
    if start > 0 and text[start - 1] in _SIGN:
        # "10-20" and "COVID-19" have no sign; a sign has a blank, a bracket or nothing before it.
        if start == 1 or text[start - 2] in " \t\n\u00a0([<>≈~=|，。；：、（“《为到至":
            atom.negative, atom.start = True, start - 1
        return
    if atom.left and atom.left[-1][2] in lexicon.tables.get("minus", ()):
        atom.negative, atom.start = True, atom.left.pop()[0]


def read_left(text: str, atom: Atom, lexicon: Lexicon) -> None:
    """Read comparator words before the number ("more than", "≈", "up to") and leave the rest in ``atom.left``."""
    tokens = atom.left
    atom.core = atom.start
    for _ in range(2):
        if not tokens:
            return
        size, name = _longest(tokens, lexicon)
        if not size:
            skipped = tokens[-1][2]
            if skipped in ("a", "an", "the") and len(tokens) > 1:
                size, name = _longest(tokens[:-1], lexicon)
                if size and name != "exact":
                    size += 1
                else:
                    return
            else:
                return
        first = tokens[-size]
        if size > 1 and _moves(tokens, size, lexicon):
            # "edged up to 4.1 percent": a new value, and "up" tells how it was reached.
            return
        if name != "exact":
            if atom.comparator == "exact":
                atom.comparator = _as_comparator(name)
        elif atom.comparator != "exact":
            return
        if name != "exact":
            atom.hedge_words = " ".join(token[2] for token in tokens[-size:])
        atom.start = first[0]
        del tokens[-size:]


def _moves(tokens: list[Token], size: int, lexicon: Lexicon) -> bool:
    """Say whether the first word of "up to" belongs to a verb of movement before it."""
    rule = lexicon.tables["change"].get("particles", {})
    before = tokens[-size - 1][2] if len(tokens) > size else ""
    return tokens[-size][2] in rule.get("words", ()) and before in rule.get("verbs", ())


def _longest(tokens: list[Token], lexicon: Lexicon) -> tuple[int, str]:
    most = lexicon.before_sizes.get(tokens[-1][2], 0)
    for size in range(min(most, len(tokens)), 0, -1):
        name = lexicon.before.get(" ".join([token[2] for token in tokens[-size:]]) if size > 1 else tokens[-1][2])
        if name is not None:
            return size, name
    return 0, ""


def _as_comparator(name: str) -> Comparator:
    return name  # type: ignore[return-value]


def read_after(text: str, atom: Atom, lexicon: Lexicon) -> None:
    """Read comparator words after the number or its unit ("or more", "5+", "астам")."""
    for place in dict.fromkeys((atom.end, atom.bare_end)):
        found = lexicon.after.after(text, place)
        if found is not None:
            name, stop = found
            if _tells_change(text, place, stop, lexicon):
                continue
            if atom.comparator == "exact" or name != "approx":
                atom.comparator = _as_comparator(name)
            if place == atom.bare_end and place != atom.end and stop <= atom.end:
                return
            if stop > atom.end:
                atom.end = stop
                if atom.unit is None:
                    unit = unit_at(text, stop, lexicon)
                    if unit is None and isinstance(lexicon.units, WordPhrases):
                        noun = counted_noun(text, stop, atom.value, lexicon)
                        unit = noun[:2] if noun else None
                    if unit is not None:
                        atom.unit, atom.end = unit
            return


def _tells_change(text: str, place: int, stop: int, lexicon: Lexicon) -> bool:
    """Say whether the words after a Kazakh dative tell a change and bound nothing."""
    rule = lexicon.tables.get("dative")
    if rule is None or text[place:stop].strip().lower() not in rule["words"]:
        return False
    return text.endswith(tuple(rule["endings"]), max(0, place - 4), place)
