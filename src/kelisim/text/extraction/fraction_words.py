"""Fractions that begin with a word: "half of", "a quarter", "a year and a half", "half a million"."""

from __future__ import annotations

from kelisim.text.extraction.atoms import Atom
from kelisim.text.extraction.comparators import read_left
from kelisim.text.extraction.finishing import finish
from kelisim.text.extraction.fractions import ONE_GAP
from kelisim.text.extraction.lexicon import Lexicon, NumberWord
from kelisim.text.extraction.numerals import Number
from kelisim.text.extraction.phrases import Token, next_word
from kelisim.text.extraction.words import word_at

_ARTICLES = frozenset(("a", "an"))
_PARTING = frozenset(
    (
        "by",
        "than",
        "about",
        "around",
        "nearly",
        "almost",
        "roughly",
        "over",
        "under",
        "only",
        "just",
        "against",
        "versus",
        "from",
        "to",
    )
)


def fraction_word(
    text: str,
    position: int,
    stop: int,
    word: NumberWord,
    left: list[Token],
    lexicon: Lexicon,
) -> tuple[Atom | None, int]:
    """Read a word that names a part; None where it names none."""
    before = left[-1][2] if left and left[-1][1] >= position - 2 else ""
    after = next_word(text, stop)
    form = after[2].lower() if after else ""
    bottom = int(word.value)
    known = lexicon.words.get(before)
    if known is not None and known.kind == "ordinal":
        return None, stop
    if before in lexicon.tables.get("half_units", {}).get("joined", ()) and bottom == 4:
        # "час с четвертью"
        return None, stop
    if lexicon.language == "en":
        if text[position:stop].lower() in ("thirds", "fourths", "fifths", "halves", "tenths", "quarters"):
            return None, stop
        known = lexicon.words.get(before)
        if (known is not None and known.kind == "ordinal") or before in lexicon.tables["periods"]["last_set"]:
            return None, stop
        if (
            bottom == 4
            and not (before in ("a", "one", "") and form == "of")
            and not _parted(before, form, left, lexicon)
        ):
            return None, stop
        if bottom == 2 and form == "as" and text[position:stop].lower() == "half":
            return finish(text, Number(position, stop, "1", words=True, fraction=2, exact=0.5), left, lexicon)
        if bottom == 2 and before == "a":
            whole = _unit_and_half(text, position, stop, left, lexicon)
            if whole is not None:
                return whole, whole.end
        if bottom == 2 and form in ("a", "an") and after is not None:
            return _half_of_scale(text, position, after[1], left, lexicon)
        if bottom == 2 and not (
            form in ("of", "the", "its", "their", "our", "his", "her", "all", "that", "this")
            or (text[stop : stop + 1] == "-" and _measures(text, stop, lexicon))
            or before in ("than", "about", "almost", "nearly", "over", "by", "roughly", "around", "in", "a", "one")
            or position == 0
        ):
            return None, stop
    number = Number(position, stop, "1", words=True, fraction=bottom, exact=1 / bottom)
    return finish(text, number, left, lexicon)


def _measures(text: str, stop: int, lexicon: Lexicon) -> bool:
    """Say whether a measure follows: "the opening half-hour"."""
    unit = lexicon.units.after(text, stop)
    return unit is not None and unit[0] in lexicon.tables.get("fraction_of", {}).get("halved", ())


def _parted(before: str, form: str, left: list[Token], lexicon: Lexicon) -> bool:
    """Say whether "a quarter" is a part and no three months: "by a quarter", "more than a quarter"."""
    lead = left[-2][2] if before == "a" and len(left) > 1 else ""
    loose = not form.isalpha() or form in lexicon.stop_words or form in lexicon.change
    return loose and lead in _PARTING and form not in ("ago", "earlier", "before", "later", "after")


def _unit_and_half(text: str, position: int, stop: int, left: list[Token], lexicon: Lexicon) -> Atom | None:
    """Read "a year and a half": one unit, told by its article, and half of it."""
    if len(left) < 4 or left[-2][2] != "and" or left[-4][2] not in _ARTICLES:
        return None
    unit = lexicon.units.after(text, left[-4][1])
    if unit is None or unit[1] != left[-3][1] or text[left[-4][0] : position].count("\n") > 1:
        return None
    number = Number(left[-4][0], stop, "1.5", words=True)
    atom = Atom(number, number.start, stop, stop, unit=unit[0], left=left[:-4])
    read_left(text, atom, lexicon)
    return atom


def _half_of_scale(
    text: str, position: int, place: int, left: list[Token], lexicon: Lexicon
) -> tuple[Atom | None, int]:
    """Read "half a million", "half an hour"."""
    gap = ONE_GAP.match(text, place)
    found = word_at(text, gap.end(), lexicon) if gap else None
    number = Number(position, place, "0.5", words=True)
    if found is not None and found[0].kind == "collective":
        number.plain, number.end = f"{found[0].value / 2:g}", found[1]
    elif found is None or found[0].kind != "scale":
        number = Number(position, place, "1", words=True, fraction=2, exact=0.5)
    return finish(text, number, left, lexicon)
