"""Pairs of numbers that are scores of a contest, and pairs of rates that are a range of what is to come."""

from __future__ import annotations

import itertools
import re

from kelisim.text.extraction.atoms import Atom
from kelisim.text.extraction.lexicon import Lexicon

_MOST_GAMES = 20
_SET_AFTER = re.compile(r",?[ ]\(?([0-9]{1,2})[-–]([0-9]{1,2})(?![\w-])")
_SET_BEFORE = re.compile(r"(?<![\w-])([0-9]{1,2})[-–]([0-9]{1,2}),?[ ]\(?$")


def is_ahead(first: Atom, second: Atom, lexicon: Lexicon) -> bool:
    """Say whether two rates after a verb of what is to come, or after a noun of change, are a range: "should fall 20%
    to 25%"."""
    if first.unit != "percent" or second.unit != "percent" or not first.value < second.value <= 3 * first.value:
        return False
    forms = [token[2] for token in first.left[-3:]]
    if len(forms) > 1 and forms[-1] == "of" and forms[-2] in lexicon.tables["change"]["compound_set"]:
        # "growth of 2% to 3%"
        return True
    led = [token[2] for token in first.left[-6:-1]] if forms and forms[-1] == "by" else forms[-1:]
    if any(form in lexicon.tables["change"].get("habitual", ()) for form in led):
        # "winter reduces range by 20% to 30%"
        return True
    modals = lexicon.tables["change"]["modals_set"]
    return any(form in modals and after in lexicon.change for form, after in itertools.pairwise(forms))


def is_set(text: str, first: Atom, second: Atom) -> bool:
    """Say whether a pair is one of a list of scores: "6-4 3-6 7-6"; a list of ranges rises in each."""
    if max(first.value, second.value) > _MOST_GAMES:
        return False
    for beside in (_SET_AFTER.match(text, second.end), _SET_BEFORE.search(text[max(0, first.start - 8) : first.start])):
        if beside is not None and int(beside[1]) <= _MOST_GAMES >= int(beside[2]):
            return True
    return False


def is_scored(first: Atom, second: Atom, lexicon: Lexicon) -> bool:
    """Say whether two bare numbers after a verb of contest are its result: "voted 51 to 48"."""
    verbs = lexicon.tables["change"].get("poll_set", ())
    bare = first.unit is None and second.unit is None and not first.scaled and not second.scaled
    whole = first.number.whole and second.number.whole and first.comparator == second.comparator == "exact"
    return bare and whole and bool(verbs) and any(token[2] in verbs for token in first.left[-2:])
