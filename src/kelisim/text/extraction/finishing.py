"""Finishing a number in words: its half, its date, its unit, and whether it only bounds or counts."""

from __future__ import annotations

from kelisim.text.extraction.atoms import Atom
from kelisim.text.extraction.comparators import read_left
from kelisim.text.extraction.complete import complete
from kelisim.text.extraction.dates import date_at
from kelisim.text.extraction.fractions import every_at, read_half, read_of_a
from kelisim.text.extraction.lexicon import Lexicon
from kelisim.text.extraction.numerals import Number
from kelisim.text.extraction.periods import DateMention
from kelisim.text.extraction.phrases import Token

_ARTICLES = frozenset(("a", "an"))
_COUNTED = frozenset(("country", "company", "person", "unit", "time", "point", "application", None))


def finish(text: str, number: Number, left: list[Token], lexicon: Lexicon) -> tuple[Atom | None, int]:
    """Complete a number in words and return its atom, and where the scan goes on."""
    read_half(text, number, lexicon)
    read_of_a(text, number, lexicon)
    atom = Atom(number, number.start, number.end, number.end, left=left)
    endings = lexicon.tables.get("approx_endings")
    if endings and text[number.start : number.end].lower().endswith(tuple(endings)):
        atom.comparator = "approx"
    if not number.fraction:
        mention = date_at(text, number, left, lexicon)
        if mention is not None:
            return dated(number, mention, left), mention.end
    if left and left[-1][2] in _ARTICLES and lexicon.language == "en":
        atom.start = left[-1][0]
        atom.left = left[:-1]
    special = every_at(text, atom, lexicon)
    if special:
        read_left(text, atom, lexicon)
        return atom, atom.end
    done, stop = complete(text, atom, lexicon)
    plural = lexicon.tables.get("at_least_endings")
    if plural and done is not None:
        said = text[done.start : done.bare_end].lower().split()
        if done.comparator == "exact" and any(word.endswith(tuple(plural)) for word in said):
            # "жүздеген миллион теңге": hundreds of millions are no fewer than one.
            done.comparator, done.vague = "ge", True
    if done is not None and done.unit is None and done.comparator == "exact" and done.left:
        _read_inverted(text, done, lexicon)
    small = number.words and number.whole and number.value < 13 and done is not None and done.comparator != "factor"
    if done is not None and small and done.kind == "quantity" and done.unit in _COUNTED:
        done.kind = "count"
    return done, stop


def _read_inverted(text: str, atom: Atom, lexicon: Lexicon) -> None:
    """Read "человек двадцать", about twenty people: the noun before its number makes it approximate."""
    words = lexicon.tables.get("inverted", {}).get("words", "").split()
    if not words or atom.left[-1][2] not in words or text[atom.left[-1][1] : atom.start] != " ":
        return
    if len(atom.left) > 1 and (atom.left[-2][2][0].isdigit() or atom.left[-2][2] in lexicon.words):
        return
    unit = lexicon.units.after(text, atom.left[-1][0])
    if unit is not None:
        atom.unit, atom.start, atom.comparator, atom.hedged = unit[0], atom.left[-1][0], "approx", True
        atom.left.pop()


def dated(number: Number, mention: DateMention, left: list[Token]) -> Atom:
    """Return the atom of a date."""
    atom = Atom(number, mention.start, mention.end, mention.end, comparator=mention.comparator, kind="date", left=left)
    atom.period = mention.period
    return atom
