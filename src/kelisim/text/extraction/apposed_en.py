"""Numbers that only tell a change or a part of the number before: "650 admissions, an increase of 2.6 per cent"."""

from __future__ import annotations

import re

from kelisim.text.extraction.atoms import Atom

_NOUN = (
    r"(?:increase|rise|fall|drop|decline|decrease|gain|jump|surge|reduction|improvement|growth|cut|hike|slump|dip"
    r"|expansion|contraction|change)"
)
_APPOSED = re.compile(
    r"[^;:]*?,? (?:or |representing |marking |which (?:is|was|represents) |i\.e\. )?(?:an?|the) (?:[a-z-]+ ){0,2}?"
    rf"{_NOUN}(?: of| by)? (?:about |around |nearly |almost |some |just |more than |over )?"
)
_BESIDE = re.compile(r"(?:[^;:]*?,)? (?:(?:or|and|some|about|around|nearly|an?|which is|which was) ){0,2}")
_CHANGED = re.compile(
    rf" (?:[a-z-]+ )?(?:more|less|fewer|higher|lower|above|below|short|up|down|{_NOUN})\b"
    r"(?! (?:in|of) (?!20|19|the (?:previous|same|year)))"
)
_WAY = re.compile(
    r"[^;:]*?[,(] ?(?:up|down|rising|falling|increasing|decreasing|growing|declining)(?: by)? "
    r"(?:about |around |nearly |almost |some |just |more than |over )?"
)
# "71% in North America, 62% in Central Europe and 26% in East Asia": what is told of one is told of all.
_SERIES = re.compile(
    r"(?: (?:in|for|at|on|among|during|across|of|by)\b[^,;:()]{1,60}?| a (?:year|month|quarter) (?:ago|earlier))?"
    r"(?:,? (?:followed by |and |while )?(?:the )?[A-Z][\w’. -]{1,40} (?:with|at)|,? and|,|;|,? to|,? from|,? against"
    r"|,? versus|,? compared (?:to|with)|,? up from|,? down from) "
)
_ENDS_WITH_VERB = re.compile(r"\b(?:is|are|was|were|has|have|had|will|would|that|which|who|while|as)\b")
_MORE = re.compile(r" (?:more|less|fewer|higher|lower|above|below|short|up|down)\b")
_REACH = 80
_RATES = ("percent", "percentage_point")


def is_apposed(text: str, last: int, atom: Atom) -> bool:
    """Say whether a number only tells the change of the number that ends at ``last``.

    "650 admissions, an increase of 2.6 per cent", "14.6%, 1.7 percentage points higher than", "a profit of $3
    million, a 30 per cent rise".
    """
    if atom.start - last > _REACH or (atom.change is None and atom.unit not in _RATES):
        return False
    if _APPOSED.fullmatch(text, last, atom.start) or _WAY.fullmatch(text, last, atom.start):
        return True
    return _BESIDE.fullmatch(text, last, atom.start) is not None and _CHANGED.match(text, atom.end) is not None


def is_part_of_last(text: str, last: int, atom: Atom, rates: bool) -> bool:
    """Say whether a percentage is a part or a change of the number before: "37% more than in 2021", "of which 5%"."""
    if atom.unit != "percent" or atom.start - last > _REACH:
        return False
    between = text[last : atom.start]
    return ", of which " in between or (rates and _MORE.match(text, atom.end) is not None and ";" not in between)


def is_series(text: str, last: int, atom: Atom, unit: str | None) -> bool:
    """Say whether a number goes on with what the one before it measured, in the same ``unit``.

    "71% in North America, 62% in Central Europe", "$2.3 million, compared with $2.9 million a year earlier".
    """
    if atom.unit is None or atom.unit != unit or atom.start - last > _REACH or atom.kind != "quantity":
        return False
    between = text[last : atom.start]
    return _SERIES.fullmatch(between) is not None and _ENDS_WITH_VERB.search(between) is None
