"""What English puts beside a number: the noun of its own clause, of its item in a list, before it or behind it."""

from __future__ import annotations

import re

from kelisim.text.extraction.atoms import Atom
from kelisim.text.extraction.changes import is_money
from kelisim.text.extraction.indicators import Indicators
from kelisim.text.extraction.lexicon import Lexicon
from kelisim.text.extraction.roles import roles

_ELIDED = re.compile(
    r"(?:,|,? and|,? while|,? but) (?:that of |those of )?([a-z][a-z-]+) by (?:about |around |nearly |some )?$"
)
_JOINED = re.compile(r"; |, (?:and |but |while |whereas |with )?| while | whereas | but ")
_RATE = re.compile(
    r"((?:[a-z-]+ ){1,3}(?:rate|ratio|coverage|content|index))(?: of| at| was| is| stood at| reached)?"
    r" (?:about |around |nearly |over |only |just )?$"
)
_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_OPENS = frozenset(("the", "its", "their", "his", "her", "that", "those", "with"))
_PACE = frozenset(
    ("annual", "average", "growth", "quarterly", "monthly", "yearly", "same", "record", "higher", "lower")
)
_LISTED = re.compile(r" of ((?:[a-z-]+ ){0,2}[a-z-]+)")
_CLAUSE_REACH = 120
_HELPS = frozenset(("has", "have", "had", "was", "were", "is", "are", "will", "would", "could", "may"))
_OPENED = re.compile(r"(?:At|With)(?: (?:about|around|over|only|just|nearly|some))? $")
_OPENED_REACH = 80
_ITEM_REACH = 300
_ADJECTIVE = re.compile(r"(?:^|[ (])an? $")
_SPENT = re.compile(
    r"\b(?:spent|spends|spend|spending|allocated|allocates)"
    r"(?: (?:about|around|over|only|just|nearly|some|on average|an average of|the equivalent of))? $"
)


def told_first(sentence: str, bare: str, span: tuple[int, int], atom: Atom, named: Indicators, known: Lexicon) -> str:
    """Return the noun that stands so close to a number that no other can be meant, "" where none does."""
    here, there = span
    elided = _ELIDED.search(bare, max(0, here - _OPENED_REACH), here) if atom.change is not None else None
    if elided is not None and elided[1] not in known.change and elided[1] not in known.stop_words:
        # "the area grew by 4.1%, and yields by 1.6%"
        return named.ending(elided.start(1), elided.end(1)) or elided[1]
    if here < _OPENED_REACH and _OPENED.fullmatch(bare[:here]) and sentence.startswith(", ", there):
        # "At 1.24 children per woman, Italy's fertility rate is low"
        stop = min(len(sentence), there + _OPENED_REACH)
        return named.first_in(there, stop) or _phrase(sentence, there + 2, named, known)
    if (
        atom.unit == "percent"
        and sentence[there : there + 7].lower() == " of gdp"
        and _SPENT.search(bare, max(0, here - _OPENED_REACH), here)
    ):
        near = named.first_in(there + 7, min(len(sentence), there + _OPENED_REACH))
        return near or "public_expenditure"
    if atom.unit != "pound" and is_money(atom.unit) and _ADJECTIVE.search(bare[max(0, here - 4) : here]):
        # "a $5 billion fund", "a 116-billion-baht stimulus"
        noun = _phrase(sentence, there, named, known)
        if noun and sentence[there : there + 1] == " " and not named.stands_in(there, there + len(noun) + 3):
            return noun
    return ""


def told_behind(sentence: str, there: int, atom: Atom, known: Lexicon) -> str:
    """Return what a measure or a share is of by the words behind it: "120 km of track", "38% of rural schools"."""
    if atom.unit is None or atom.comparator == "factor" or atom.kind == "count":
        return ""
    of = _LISTED.match(sentence, there)
    if of is None or sentence[there : there + 7].lower() == " of gdp":
        return ""
    return _first_words(of[1], known)


def _first_words(phrase: str, known: Lexicon) -> str:
    words: list[str] = []
    for word in phrase.split():
        if word in known.stop_words or word in known.change:
            if words:
                break
            continue
        words.append(word)
    return " ".join(words)


def _phrase(sentence: str, place: int, named: Indicators, known: Lexicon) -> str:
    """Return the words of the noun phrase that begins at a place, as far as its verb or a small word."""
    words: list[str] = []
    for word in _WORD.findall(sentence[place : place + _OPENED_REACH]):
        lower = word.lower()
        if lower in known.stop_words or lower in known.change:
            if words or lower not in _OPENS:
                break
            continue
        if word.endswith(("'s", "’s")):
            words = []
            continue
        words.append(lower)
        if len(words) == 3 or sentence[place : place + _OPENED_REACH].find(f"{word},") >= 0:
            break
    return " ".join(words)


def told_beside(sentence: str, bare: str, span: tuple[int, int], atom: Atom, named: Indicators, known: Lexicon) -> str:
    """Return the noun of a number's own clause where the vocabulary knows none there, "" where it knows one.

    "while services grew by 3.7%" tells of services; "with a local integration rate of 65%" of that rate.
    """
    here = span[0]
    rate = _RATE.search(bare, max(0, here - _CLAUSE_REACH), here) if atom.unit == "percent" else None
    if rate is not None and not named.stands_in(rate.start(1), rate.end(1)):
        words = [word for word in rate[1].split() if word not in known.stop_words]
        if len(words) > 1 and not _PACE & set(words):
            return " ".join(words)
    item = bare.rfind(";", max(0, here - _ITEM_REACH), here)
    if item >= 0 and not named.stands_in(item, here):
        # "(ii) 500 GW of capacity; (iii) 5 million tonnes of green hydrogen": an item is told by its own words.
        of = _LISTED.match(sentence, span[1])
        if of is not None and not named.stands_in(of.start(1), of.end(1)):
            return _first_words(of[1], known)
    if atom.change is None:
        return ""
    ends = [match.end() for match in _JOINED.finditer(bare, max(0, here - _CLAUSE_REACH), here)]
    if not ends or named.stands_in(ends[-1], here):
        return ""
    nouns: list[str] = []
    for word in _WORD.findall(bare[ends[-1] : here]):
        if word in known.change:
            empty = roles(known.language).empty
            return " ".join(nouns[-3:]) if nouns and nouns[-1] not in empty else ""
        if word in _HELPS and nouns:
            continue
        if word in known.stop_words and (nouns or word not in _OPENS):
            return ""
        if word not in known.stop_words:
            nouns.append(word)
    return ""
