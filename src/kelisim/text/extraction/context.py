"""What stands right around a number: its scale, unit, currency and sign."""

from __future__ import annotations

import re

from kelisim.text.extraction.atoms import Atom
from kelisim.text.extraction.comparators import as_comparator
from kelisim.text.extraction.lexicon import Lexicon
from kelisim.text.extraction.nouns import counted_noun, is_plural
from kelisim.text.extraction.nouns_cases import acronym, cased_noun, closed_by_case
from kelisim.text.extraction.numerals import Number
from kelisim.text.extraction.phrases import next_word
from kelisim.text.extraction.units import read_per, read_per_before, unit_at

_SIGN = "-−–"
_MONEY_SIGNS = "$€£¥₽₸"
# A unit of a few letters has no ending that could be told apart.
_LEAST_UNIT = 5
COUNTABLE = frozenset(
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
_SOLD = frozenset(("car", "truck", "lorry", "bus", "job", "company", "vehicle", "unit", "worker", "household"))
_FEET = ("'", "’", "′")
_HEIGHT = re.compile(r"['’′] ?(1[01]|[0-9])(?![0-9])(?:\"|”|″|''|’’)?(?=[\s.,;:)\]-]|$)")
_BRACKETED = re.compile(r"\(([-−–+])\) ?$")
_CASE = re.compile(r"-[^\W\d_]+")


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
            if letters in lexicon.money_marks and letters not in marks and _things_after(text, number, end, lexicon):
                marks = lexicon.money_marks
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
        if found is None and not atom.scaled:
            # "300 с лишним миллиардов"
            hedge = lexicon.after.after(text, end)
            found = lexicon.scales.after(text, hedge[1]) if hedge else None
            if found is not None and hedge is not None:
                atom.comparator = as_comparator(hedge[0])
        if found is None:
            break
        number.exponent += int(found[0])
        atom.scaled = True
        end = found[1]
        if lexicon.language == "kk":
            ending = _CASE.match(text, end)
            if ending is not None and lexicon.endings.fullmatch(ending[0]):
                # "2 млн-нан астам"
                end = ending.end()
                break
    collective = next_word(text, end)
    if collective is not None and lexicon.counted_scales and not atom.scaled and not atom.number.fraction:
        times = lexicon.counted_scales.get(collective[2].lower())
        if times is not None:
            number.factor, end, collective = times, collective[1], None
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
    many = unit is not None and (unit[0] in COUNTABLE or (len(unit[0]) == 3 and unit[0].isupper()))
    return many or (unit is not None and lexicon.language == "en" and unit[0] in lexicon.tables.get("by_millions", ()))


def _things_after(text: str, number: Number, end: int, lexicon: Lexicon) -> bool:
    """Say whether things follow that are counted by the million: "5.1m phones" but "a 100m hurdles title"."""
    word = next_word(text, end + 1)
    if lexicon.language != "en" or text[end + 1 : end + 2] != " " or word is None or text[word[0] - 1] != " ":
        return False
    form = word[2].lower().rstrip(".")
    lengths = lexicon.tables["labels"].get("lengths", ())
    if form in lexicon.stop_words or form in lengths or form in lexicon.change:
        return False
    if is_plural(form):
        return True
    after = next_word(text, word[1])
    if form != word[2].lower().rstrip(".") or (word[2][0].isupper() and "." in number.plain and number.value < 1000):
        # "14.8m PlayStation 5 consoles"
        return True
    plural = after is not None and after[2][0].isalpha() and is_plural(after[2]) and after[2].lower() not in lengths
    return plural and form.isalpha() and number.value < 1000


def _is_about(text: str, atom: Atom, lexicon: Lexicon) -> bool:
    """Say whether the ending of a known unit makes its number approximate: "6 миллиард теңгедей"."""
    known = atom.kind != "count" and not atom.prefixed
    word = text[atom.bare_end : atom.end].lower().strip()
    return known and len(word) > _LEAST_UNIT and word.endswith(tuple(lexicon.tables.get("approx_endings", ())))


def _sold(text: str, start: int, stop: int, value: float, lexicon: Lexicon) -> tuple[str, int] | None:
    """Return the plural behind the singular of what is made or sold, which is what is counted: "300 job losses"."""
    if value == 1 or text[stop : stop + 1] != " " or text[start:stop].strip().lower() not in _SOLD:
        return None
    word = next_word(text, stop)
    if word is None or not word[2].islower() or word[2] in lexicon.stop_words or not is_plural(word[2]):
        return None
    noun = counted_noun(text, stop, value, lexicon)
    return noun[:2] if noun is not None else None


def _read_height(text: str, atom: Atom) -> bool:
    """Read "6'5\"" as feet and inches."""
    match = _HEIGHT.match(text, atom.bare_end)
    number = atom.number
    if match is None or not number.whole or not 3 <= number.value <= 8:
        return False
    number.exact, number.exact_step = number.value + int(match[1]) / 12, 1 / 12
    number.end = atom.bare_end = atom.end = match.end()
    atom.unit = "foot"
    return True


def read_unit(text: str, atom: Atom, lexicon: Lexicon) -> None:
    """Find the unit after the number: a symbol, a known unit, or the counted noun; then what it is "per"."""
    end = atom.bare_end
    if lexicon.language == "en" and text[end : end + 1] in _FEET and _read_height(text, atom):
        return
    if not atom.prefixed:
        found = unit_at(text, end, lexicon)
        if found is not None and lexicon.language == "en" and (sold := _sold(text, end, found[1], atom.value, lexicon)):
            # "500 car sales"
            atom.unit, atom.end, atom.kind = sold[0], sold[1], "count"
            return
        if found is not None:
            unit, stop = found
            if unit in ("second", "quarter") and text[end : end + 1] == "-" and not atom.number.whole:
                return
            atom.unit, atom.end = unit, stop
            if unit == "pound" and atom.scaled and not text.startswith(" of ", stop):
                # Weights are seldom told in millions of pounds; money is.
                atom.unit = lexicon.tables.get("scaled_units", {}).get(unit, unit)
        elif lexicon.script == "words" and not closed_by_case(text, end, lexicon):
            noun = counted_noun(text, end, atom.value, lexicon)
            if noun is None and (cased := cased_noun(text, end, atom.value, lexicon) or acronym(text, end, lexicon)):
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
            if atom.comparator == "exact" and _is_about(text, atom, lexicon):
                atom.comparator, atom.hedged = "approx", True
        read_per(text, atom, lexicon)
        if atom.unit.startswith("degree") and not atom.negative:
            for phrase in lexicon.tables.get("below", ()):
                if text.startswith(f" {phrase}", atom.end) and not text[atom.end + len(phrase) + 1 :][:1].isalpha():
                    atom.negative, atom.end = True, atom.end + len(phrase) + 1
                    break
        if lexicon.per_before and "_per_" not in atom.unit:
            read_per_before(atom, lexicon)


def read_currency_before(text: str, atom: Atom, lexicon: Lexicon, floor: int = 0) -> None:
    """Take a currency sign or code right before the number ("US$ 4.7", "KZT 300")."""
    position = atom.start
    if position > 1 and text[position - 1] in _SIGN and text[position - 2] in _MONEY_SIGNS:
        # "$-0.09"
        position, atom.negative = position - 1, True
    while position > 0 and text[position - 1] in " \u00a0\u202f" and atom.start - position < 2:
        position -= 1
    window = text[max(0, position - 4) : position]
    if not window:
        return
    last = window[-1]
    if not (last in "$€£¥￥₸₽₹₩₴₺₼₾฿₫₱₪₦₵.shprk" or last.isupper()):
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
        before = text[begin - 1] if begin else ""
        if sign[0].isalpha() and (before == "_" or (before.isalnum() and not "\u4e00" <= before <= "\u9fff")):
            continue
        atom.unit, atom.prefixed, atom.start = code, True, begin
        return


def read_sign(text: str, atom: Atom, lexicon: Lexicon) -> None:
    """Take a minus sign or word before the number."""
    start, left, tables = atom.start, atom.left, lexicon.tables
    last = left[-1][2] if left else ""
    both = tables.get("plus_or_minus")
    if both and len(left) >= 3 and both.endswith(last) and " ".join([token[2] for token in left[-3:]]) == both:
        atom.start = left[-3][0]
        del left[-3:]
        return
    near = text[max(0, start - 2) : start]
    bracketed = _BRACKETED.search(text, max(0, start - 5), start) if ")" in near else None
    if bracketed is not None:
        # "(-) 21.3%"
        atom.negative, atom.start = bracketed[1] != "+", bracketed.start()
        return
    if near[-1:] == "+":
        if start == 1 or text[start - 2] in " \t\n\u00a0([≈~…" or text[start - 3 : start - 1] == "..":
            atom.start = start - 1
        return
    if near and near[-1] in _SIGN:
        # "10-20" and "COVID-19" have no sign; a sign has a blank, a bracket or nothing before it.
        dotted = text[start - 3 : start - 1] == ".."
        if start == 1 or dotted or text[start - 2] in " \t\n\u00a0([<>≈~=|，。；：、（“《为到至…":
            atom.negative, atom.start = True, start - 1
        return
    if last in tables.get("plus", ()) and len(left) > 1 and left[-2][2].isalpha():
        # "до плюс 41 градуса"
        atom.start = left.pop()[0]
        last = left[-1][2]
    if left and last in tables.get("minus", ()):
        atom.negative, atom.start = True, left.pop()[0]
