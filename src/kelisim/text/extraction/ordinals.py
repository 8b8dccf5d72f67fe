"""Ordinals and ranks ("the third-largest", "15-й", "5-ші"), ordinal days of a month, and decades."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from kelisim.model.period import Period
from kelisim.text.extraction.atoms import Atom
from kelisim.text.extraction.changes import change_of
from kelisim.text.extraction.comparators import read_left
from kelisim.text.extraction.dates import day_mention, year_after
from kelisim.text.extraction.lexicon import Lexicon
from kelisim.text.extraction.numerals import Number
from kelisim.text.extraction.phrases import Token, next_word


@cache
def _suffix(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{pattern})(?![^\W_])")


def ordinal_word(
    text: str,
    position: int,
    stop: int,
    value: int,
    left: list[Token],
    lexicon: Lexicon,
) -> tuple[Atom | None, int]:
    """Read an ordinal in words: a rank, a share ("every tenth", "a third of"), or nothing ("third time")."""
    before = left[-1][2] if left and left[-1][1] >= position - 2 else ""
    after = next_word(text, stop)
    form = after[2].lower().rstrip(".") if after else ""
    rules = lexicon.tables.get("ordinal_rules", {})
    if before in rules.get("every_set", ()):
        number = Number(position, stop, "1", words=True, fraction=value, exact=1 / value) if value > 1 else None
        if number is None or form in rules.get("time_set", ()):
            return None, stop
        atom = Atom(number, left[-1][0], stop, stop, left=left[:-1])
        read_left(text, atom, lexicon)
        return atom, stop
    known = lexicon.words.get(form)
    if known is not None and known.kind in ("small", "multiplier"):
        # "the first nine months"
        return None, stop
    loose = form == "" or not form.isalpha() or form in lexicon.stop_words or form in lexicon.change
    if before == "a" and lexicon.language == "en" and value > 2 and loose:
        number = Number(position, stop, "1", words=True, fraction=value, exact=1 / value)
        atom = Atom(number, left[-1][0], stop, stop, left=left[:-1])
        read_left(text, atom, lexicon)
        atom.change = change_of(text, atom, lexicon)
        return atom, stop
    if lexicon.language == "en":
        if (
            form in rules["not_before_set"]
            or (form == "," and left[-1:] and left[-1][2] in ".!?")
            or (form == "" and position > 0 and value < 3)
        ):
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
    following = text[atom.number.end : atom.number.end + 1]
    if following in _NO_SUFFIX or not suffix or not atom.number.whole or atom.prefixed:
        return None
    match = _suffix(suffix).match(text, atom.number.end)
    if match is None or (lexicon.language == "en" and not _english_suffix(atom.number.plain, match[0])):
        return None
    for stem, power in lexicon.tables.get("ordinal_scales", {}).items():
        if stem in match[0]:
            atom.number.exponent += power
    word = next_word(text, match.end())
    if word is not None and word[2].lower() == "of":
        word = next_word(text, word[1])
    month = lexicon.months.get(word[2].lower().rstrip(".")) if word else None
    if month and word is not None and 1 <= int(atom.number.plain) <= 31:
        year, end = year_after(text, word[1], lexicon)
        mention = day_mention(atom.number.start, end, month, int(atom.number.plain), year)
        if mention is not None:
            atom.period, atom.end, atom.bare_end, atom.kind = mention.period, end, end, "date"
            return atom
    if atom.left and atom.left[-1][2].rstrip(".") in lexicon.months:
        month = lexicon.months[atom.left[-1][2].rstrip(".")]
        if 1 <= int(atom.number.plain) <= 31:
            year, end = year_after(text, match.end(), lexicon)
            mention = day_mention(atom.left[-1][0], end, month, int(atom.number.plain), year)
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


def _english_suffix(plain: str, suffix: str) -> bool:
    """Say whether the letters make an ordinal of these digits: "21st" is one, "9st" is nine stone."""
    last = "0" if plain[-2:-1] == "1" else plain[-1]
    return suffix == {"1": "st", "2": "nd", "3": "rd"}.get(last, "th")


_NO_SUFFIX = frozenset(" \n,;:%)")
_SHORT = 2
_LAST_CENTURY, _FIRST_SHORT = 1900, 1930


def decade_at(text: str, atom: Atom, lexicon: Lexicon) -> Atom | None:
    """Read "the 1990s", "1990-е годы", and "90-е годы" of the last century."""
    plain = atom.number.plain
    short = len(plain) == _SHORT
    suffix = lexicon.tables.get("short_decade_suffix" if short else "decade_suffix")
    if not suffix or atom.prefixed or not plain.isdigit() or len(plain) not in (_SHORT, 4) or not plain.endswith("0"):
        return None
    match = _suffix(suffix).match(text, atom.number.end)
    year = int(plain) + (_LAST_CENTURY if short else 0)
    # The twenties may be of either century.
    if match is None or not (_FIRST_SHORT if short else 1500) <= year <= 2199:
        return None
    atom.period = Period(date(year, 1, 1), date(year + 9, 12, 31), "span")
    atom.kind, atom.end, atom.bare_end = "date", match.end(), match.end()
    return atom
