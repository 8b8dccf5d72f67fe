"""Completing an atom: everything that stands right around a number, read in the one order that works."""

from __future__ import annotations

import re

from kelisim.text.extraction.atoms import Atom
from kelisim.text.extraction.changes import change_of
from kelisim.text.extraction.comparators import read_after, read_left
from kelisim.text.extraction.context import read_scale, read_sign, read_unit
from kelisim.text.extraction.factors import factor_at
from kelisim.text.extraction.lexicon import Lexicon
from kelisim.text.extraction.names import is_named
from kelisim.text.extraction.phrases import next_word
from kelisim.text.extraction.units import unit_at

_RUN = re.compile(r"[^\W_]+(?:[.,][0-9]+)*")
_SIDES = frozenset("x×хX")
_SIDE = re.compile(r"[0-9]{1,5}(?:[.,][0-9]{1,3})?(?![0-9A-Za-zА-я])|[0-9]{1,5}(?:mm|cm|m|ft|in|мм|см|м)(?![^\W_])")
_TIME_UNITS = frozenset(("year", "month", "week", "day", "decade", "hour", "quarter", "century"))


def complete(text: str, atom: Atom, lexicon: Lexicon) -> tuple[Atom | None, int]:
    """Read what stands around an atom's number and decide whether it is one."""
    number = atom.number
    read_sign(text, atom, lexicon)
    if atom.left and atom.left[-1][1] > atom.start:
        atom.left.pop()
    read_left(text, atom, lexicon)
    read_scale(text, atom, lexicon)
    atom.scaled = atom.scaled or (number.words and number.exponent > 0)
    following = text[atom.bare_end : atom.bare_end + 1]
    if following == "-" and _size_only(text, atom, lexicon):
        return None, atom.bare_end
    factor = factor_at(text, atom, lexicon)
    if factor:
        return atom, atom.end
    if following in _SIDES and _SIDE.match(text, atom.bare_end + 1):
        # "a 20x40-foot pool"
        return atom, atom.bare_end + 1
    if following.isalpha() and not number.words:
        unit = unit_at(text, atom.bare_end, lexicon)
        if unit is None or (unit[1] < len(text) and text[unit[1]].isalnum() and text[unit[1] - 1].isalpha()):
            return None, run_end(text, number.start)
    suffix = next_word(text, atom.bare_end) if lexicon.suffixes else None
    if suffix is not None and suffix[2].rstrip(".") in lexicon.suffixes:
        return None, suffix[1]
    read_unit(text, atom, lexicon)
    if atom.unit is None and atom.left and not atom.scaled:
        _read_unit_before(atom, lexicon)
    read_after(text, atom, lexicon)
    if atom.comparator == "gt" and atom.unit in _TIME_UNITS and _spans_time(text, atom, lexicon):
        begin, word = atom.start, atom.hedge_words
        unhedge(atom)
        atom.left.append((begin, begin + len(word), word))
    atom.hedged = atom.comparator not in ("exact", "factor")
    if is_named(text, atom, lexicon):
        atom.name = True
        return atom, atom.bare_end
    if atom.change is None:
        atom.change = change_of(text, atom, lexicon)
    if atom.change is not None and atom.hedge_words in lexicon.tables["ranges"].get("to", ()):
        # "вырос до 5 млн": the preposition leads to the new value and bounds nothing.
        unhedge(atom)
    return atom, atom.end


def _read_unit_before(atom: Atom, lexicon: Lexicon) -> None:
    """Take what the words before say the number is counted in: "a magnitude of 6.2", "magnitude-5.6"."""
    words = lexicon.tables["unit_before_words"]
    if not words:
        return
    tokens = [token[2] for token in atom.left[-3:]]
    if tokens[-1] in ("-", "‑"):
        tokens.pop()
    atom.unit = next((words[" ".join(tokens[-size:])] for size in (2, 1) if " ".join(tokens[-size:]) in words), None)
    if atom.unit is not None:
        atom.kind = "count"


def _size_only(text: str, atom: Atom, lexicon: Lexicon) -> bool:
    """Say whether the number only tells how many digits another has ("six-figure") or splits a share."""
    words = lexicon.tables.get("digit_forms", {}).get("hyphened", ())
    word = next_word(text, atom.bare_end) if words else None
    return word is not None and word[2].lower() in words


def unhedge(atom: Atom) -> None:
    """Take the comparator words before an atom back: they joined it to something else."""
    atom.comparator, atom.hedged, atom.start, atom.hedge_words = "exact", False, atom.core, ""


def _spans_time(text: str, atom: Atom, lexicon: Lexicon) -> bool:
    """Say whether "over" says how long something took ("over five years") and bounds nothing."""
    hedge = text[atom.start : atom.number.start].strip().lower()
    if hedge != "over":
        return False
    before = atom.left[-1][2] if atom.left else ""
    return before not in lexicon.tables["over_bounds"]


def run_end(text: str, position: int) -> int:
    """Return the end of the run of letters and digits at a place."""
    match = _RUN.match(text, position)
    return match.end() if match else position + 1
