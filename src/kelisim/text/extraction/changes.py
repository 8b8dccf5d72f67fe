"""The direction of change that the words around a number state."""

from __future__ import annotations

from kelisim.model.quantity import Change
from kelisim.text.extraction.atoms import Atom
from kelisim.text.extraction.lexicon import Lexicon
from kelisim.text.extraction.phrases import Token, next_word

_SIGNS = frozenset("%$€£¥")


def change_of(text: str, atom: Atom, lexicon: Lexicon) -> Change | None:
    """Return the direction of change that the words around the number state."""
    words = lexicon.change
    link = lexicon.tables["change"]["link_set"]
    tokens = atom.left
    compound = lexicon.tables["change"]["compound_set"]
    joined = atom.hedge_words in lexicon.tables["ranges"].get("to", ())
    for index in range(len(tokens) - 1, max(-1, len(tokens) - 8), -1):
        form = tokens[index][2]
        way = words.get(form)
        if way is not None and not (form in compound and _heads_noun(tokens, index, lexicon)):
            return way
        if form in link:
            joined = joined or form in lexicon.tables["change"]["far_set"]
            continue
        if not joined or not (form[0].isalnum() or form in _SIGNS) or form in lexicon.stop_words:
            break
    return change_after(text, atom, lexicon)


def _heads_noun(tokens: list[Token], index: int, lexicon: Lexicon) -> bool:
    """Say whether a noun of change only modifies the next noun: "growth forecast" tells no growth."""
    following = tokens[index + 1][2] if index + 1 < len(tokens) else ""
    return following.isalpha() and following not in lexicon.tables["change"]["link_set"] | lexicon.stop_words


def change_after(text: str, atom: Atom, lexicon: Lexicon) -> Change | None:
    """Return the direction stated after the number: "a 60% increase", "60%-ға өсті"."""
    reach = lexicon.tables["change"].get("reach_after", 3)
    gap = lexicon.tables["change"]["gap_set"]
    position = atom.end
    for _ in range(reach):
        word = next_word(text, position)
        if word is None:
            return None
        form = word[2].lower().rstrip(".")
        way = lexicon.change.get(form)
        if way is not None:
            return way
        if form not in gap and not lexicon.tables["change"].get("any_gap", False):
            return None
        position = word[1]
    return None
