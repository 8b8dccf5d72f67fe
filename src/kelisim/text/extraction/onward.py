"""English changes told further on: over words for when, in brackets, and of the next in a row.

The words that only say when stand in the lexicon's table ``onward``; a language without it has none of these.
"""

from __future__ import annotations

import re

from kelisim.text.extraction.atoms import Atom
from kelisim.text.extraction.changes import is_money
from kelisim.text.extraction.lexicon import Lexicon

_REACH = 110
_STEPS = frozenset(("percent", "percentage_point", "basis_point", "point"))
_TIMES = frozenset(("second", "minute", "hour", "day", "week", "month", "quarter", "year", "decade", "century"))
_ENDS = re.compile(r"[.!?;:]\s|[\n()]")
_SPEECH = re.compile(r",? (?:the )?[\w’']+ (?:said|says|reported|added)\b,?|\bcompared (?:to|with)\b")
_FROM = re.compile(r"[\w’' ]{0,20},? from ")
_OF_WHAT = re.compile(r" of [\w’' -]{3,40}, or ")
_WORD = re.compile(r"[\w’'-]+")
_NEXT_NAME = re.compile(r",? (?:and|while|but|with) (?:[A-Z][\w’'&.-]*[ ]?){1,4}(?:by )?")
_POSSESSIVE = re.compile(
    r"\b(up|down|rise|increase|fall|drop|decline) (?:from|on) (?:[\w-]+ ){0,3}[\w-]+['’]s? (?:\w+ ){0,2}$"
)
_WAYS = {"up": "up", "rise": "up", "increase": "up", "down": "down", "fall": "down", "drop": "down", "decline": "down"}


def carry_on(text: str, atoms: list[Atom], lexicon: Lexicon) -> None:
    """Give numbers without a direction that of the change they go on telling."""
    rule = lexicon.tables.get("onward")
    if rule is None:
        return
    when = rule["when_set"]
    first: Atom | None = None
    host_end, previous = 0, None
    for atom in atoms:
        if previous is not None and atom.unit == "time" and _times_again(text, previous, atom):
            # "fell to 1.8 times earnings from 2.3 times"
            atom.comparator, atom.unit, atom.kind, atom.change = "factor", None, "quantity", previous.change
        if atom.change is None and atom.kind != "ordinal" and atom.comparator != "factor":
            if previous is not None and _restates(text, previous, atom):
                # "from €14.1bn (£11.9bn) to €8.5bn"
                atom.change = previous.change
                host_end = atom.end + 1
                continue
            if first is not None and _continues(text, first, atom, host_end, when, lexicon):
                atom.change = first.change
            elif (base := _POSSESSIVE.search(text, max(0, atom.start - 60), atom.start)) is not None:
                # "up from last year's 3.4 percent"
                atom.change = _WAYS[base[1]]  # type: ignore[assignment]
        previous = atom
        if atom.change is not None:
            first, host_end = atom, atom.end
        elif atom.unit not in _TIMES:
            first = None


def _times_again(text: str, first: Atom, second: Atom) -> bool:
    """Say whether a factor is set against the one before: "1.8 times earnings from 2.3 times"."""
    told = first.comparator == "factor" and first.change is not None
    return told and second.comparator == "exact" and _FROM.fullmatch(text, first.end, second.start) is not None


def _restates(text: str, first: Atom, second: Atom) -> bool:
    """Say whether a sum in brackets tells the same sum in another currency."""
    both = first.change is not None and is_money(first.unit) and is_money(second.unit) and first.unit != second.unit
    return both and text[first.end : second.start] in (" (", "(") and text[second.end : second.end + 1] == ")"


def _continues(text: str, first: Atom, second: Atom, end: int, when: frozenset[str], lexicon: Lexicon) -> bool:
    between = text[end : second.start]
    if len(between) > _REACH or _ENDS.search(between) or second.unit in _TIMES or second.comparator == "range":
        return False
    if first.unit == "percent" and second.comparator in ("exact", "approx") and _OF_WHAT.fullmatch(between):
        # "lost 13% of its volume, or 4.1 cubic kilometres"
        return True
    words = [word.lower() for word in _WORD.findall(_SPEECH.sub(" ", between))]
    if not words and second.hedge_words in ("to", "from"):
        words = [second.hedge_words]
    lead = words.pop() if words else ""
    same = first.unit == second.unit
    if lead in ("to", "from"):
        led = lead == "to" or ((bool(words) or between.lstrip().startswith(",")) and (same or first.unit in _STEPS))
        much = second.unit is not None or second.scaled or second.value >= 100
        return led and much and (first.unit in _STEPS or same or first.prefixed) and _only_when(words, when, lexicon)
    if not same or first.unit not in _STEPS or text.startswith(" of ", second.end):
        return False
    if lead in ("and", "by") and _only_when([word for word in words if word != "and"], when, lexicon):
        # "0.2% for the month and 4.3% from a year ago"
        return lead == "and" or "and" in words
    # "have fallen by 11%, and Porsche's by almost 20%"
    named = _NEXT_NAME.search(between)
    return named is not None and named.end() == len(between) and between.rstrip().endswith(" by")


def _only_when(words: list[str], when: frozenset[str], lexicon: Lexicon) -> bool:
    known = lexicon.months
    return all(word in when or word in known or word in lexicon.words or word.isdigit() for word in words)
