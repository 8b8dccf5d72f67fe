"""Factors: words that are one ("doubled"), and what makes one of a number ("36-fold", "36 times more", "в 36 раз")."""

from __future__ import annotations

from kelisim.text.extraction.atoms import Atom
from kelisim.text.extraction.changes import change_of
from kelisim.text.extraction.comparators import read_left
from kelisim.text.extraction.lexicon import Lexicon, NumberWord
from kelisim.text.extraction.numerals import Number
from kelisim.text.extraction.phrases import Token, next_word


def factor_word(
    text: str,
    position: int,
    stop: int,
    word: NumberWord,
    left: list[Token],
    lexicon: Lexicon,
) -> tuple[Atom | None, int]:
    """Read a word that is a factor; some are one only before certain words ("double the", "twice as")."""
    form = text[position:stop].lower()
    rules = lexicon.tables.get("factor_rules", {})
    after = next_word(text, stop)
    follow = after[2].lower() if after else ""
    if form in rules.get("need_after", {}) and follow not in rules["need_after"][form]:
        lead = left[-1][2] if left else ""
        verb = form in rules.get("verb_forms", ()) and lead in rules["verb_after"]
        modal = form in rules.get("verb_forms", ()) and lead in rules.get("verb_modals", ())
        if not modal and (not verb or (follow not in rules["verb_before"] and follow.isalpha())):
            return None, stop
    if form in rules.get("not_after", {}) and follow in rules["not_after"][form]:
        return None, stop
    if follow == "as" and lexicon.language == "en" and after is not None and not _compares(text, after[1], lexicon):
        # "scored twice as Spain won"
        return None, stop
    value = word.value
    plain = str(int(value)) if value >= 1 else str(value)
    number = Number(position, stop, plain, words=True)
    atom = Atom(number, position, stop, stop, comparator="exact", left=left)
    read_left(text, atom, lexicon)
    set_factor(atom)
    atom.change = change_of(text, atom, lexicon) or ("down" if value < 1 else "up")
    return atom, stop


def _compares(text: str, position: int, lexicon: Lexicon) -> bool:
    word = next_word(text, position)
    return (
        word is not None
        and word[2].islower()
        and (word[2] in ("much", "many", "more", "little", "few") or word[2] not in lexicon.stop_words)
    )


def set_factor(atom: Atom) -> None:
    """Make an atom a factor; what its comparator words said stays in the number's hedge."""
    if atom.comparator not in ("exact", "factor"):
        atom.hedged = True
        atom.hedge = atom.comparator
    atom.comparator, atom.kind = "factor", "quantity"


def factor_at(text: str, atom: Atom, lexicon: Lexicon) -> bool:
    """Say whether the number is a factor ("36-fold", "36 times more", "by a factor of 36", "в 36 раз") and mark it."""
    rules = lexicon.tables.get("factor_units")
    if not rules or atom.prefixed:
        return False
    last = atom.left[-1][2] if atom.left else ""
    for phrase in rules.get("factor_before", ()) if last else ():
        if phrase.endswith(last) and " ".join([token[2] for token in atom.left[-4:]]).endswith(phrase):
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
    form = word[2].lower().rstrip(".")
    stop = word[1] - (word[2][-1] == ".")
    if form in rules["always_set"]:
        end = stop
        if form in "x×" and text[end : end + 2].strip()[:1].isdigit():
            # "1080 x 2340 pixels" are two sides.
            return False
    elif form in rules["times_set"]:
        after = next_word(text, word[1])
        needs = rules.get("times_then")
        lead = atom.hedge_words.rpartition(" ")[2]
        if lead not in rules.get("times_after_set", ()):
            lead = atom.left[-1][2] if atom.left else ""
        grown = any(token[2] in lexicon.change for token in atom.left[-4:])
        if (
            needs
            and not (
                after is not None
                and after[2].lower().rstrip(".") in rules["then_set"]
                and (grown or after[2].lower().rstrip(".") in rules["sure_set"])
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
        end = stop
    else:
        return False
    atom.end = atom.bare_end = end
    atom.unit = None
    read = lexicon.after.after(text, end)
    compared = text[end : read[1]].strip().lower() if read is not None else ""
    if compared in lexicon.change:
        # "екі есе жоғары": higher, and no bound.
        atom.change, read = lexicon.change[compared], None
        set_factor(atom)
        return True
    if read is not None:
        atom.comparator, atom.end = read[0], read[1]  # type: ignore[assignment]
        atom.bare_end = atom.end
    set_factor(atom)
    atom.change = "up" if form in rules.get("times_up", ()) else change_of(text, atom, lexicon)
    return True
