"""What a number is a number of: an indicator of the vocabulary near it, else the noun phrase."""

from __future__ import annotations

import re

from kelisim.text.extraction.atoms import Atom
from kelisim.text.extraction.indicators import Indicators, measures
from kelisim.text.extraction.lexicon import Lexicon
from kelisim.text.extraction.roles import roles
from kelisim.text.extraction.subjects import counted_noun, noun_phrase

PRODUCTS = frozenset(("vehicle", "unit", "truck", "bus", "tonne"))
_TIMES = frozenset(("year", "month", "week", "day", "hour", "decade"))
# What is counted need not be what the sentence's indicator measures: it must stand as near as this.
_COUNTED_REACH = 34
_CLOSE = 12
# "3.2 months of imports" measures reserves and no duration.
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
_PART_OF = (" of ", " worth of ")


def indicator_of(sentence: str, bare: str, atom: Atom, start: int, named: Indicators, known: Lexicon) -> str:
    """Return what a number is a number of: an indicator of the vocabulary near it, else the noun phrase."""
    here, there = atom.start - start, atom.end - start
    if atom.kind == "ordinal":
        return "rank"
    if atom.unit in _TIMES and not sentence.startswith(_PART_OF, there):
        # "life expectancy rose by 5.2 years" measures what rose.
        grown = noun_phrase(bare, here, known) if atom.change is not None else ""
        return named.nearest(here, there, reach=_CLOSE) or grown or "duration"
    counted = atom.kind == "count" and atom.unit is not None and atom.unit not in PRODUCTS
    if counted:
        own = named.ending(here, there)
        if own:
            # "assembles three brands" counts brands.
            return own
        noun = counted_noun(sentence[here:there], known)
        near = named.nearest(here, there, reach=_COUNTED_REACH, inside=sentence.rfind(" ", here, there))
        if noun and measures().get(near) in (("money",), ("rate",)):
            # "invested $1.3 billion in thirteen parks": no money is counted in parks.
            near = ""
        return near or noun or noun_phrase(bare, here, known)
    elided = _ELIDED.search(bare, 0, here) if known.language == "en" and atom.change is not None else None
    if elided is not None and elided[1] not in known.change and elided[1] not in known.stop_words:
        # "the area grew by 4.1%, and yields by 1.6%"
        return named.ending(elided.start(1), elided.end(1)) or elided[1]
    measure = _measure(atom)
    level = atom.unit not in (None, "percent", "percentage_point") and atom.comparator != "factor"
    found = named.nearest(here, there, measure, level=level)
    if measure == "rate" and found and "rate" not in measures().get(found, ()) and _is_share(sentence, there, known):
        # "35,000 cars, over 62% of national output" is a share, whatever it is a share of.
        return "market_share"
    if (
        known.language == "en"
        and atom.unit is not None
        and (own := _told_beside(sentence, bare, (here, there), atom, named, known))
    ):
        return own
    return found or noun_phrase(bare, here, known)


def _told_beside(sentence: str, bare: str, span: tuple[int, int], atom: Atom, named: Indicators, known: Lexicon) -> str:
    """Return the noun of a number's own clause where the vocabulary knows none there, "" where it knows one.

    "while services grew by 3.7%" tells of services; "with a local integration rate of 65%" of that rate.
    """
    here = span[0]
    rate = _RATE.search(bare, max(0, here - _CLAUSE_REACH), here) if atom.unit == "percent" else None
    if rate is not None and not named.stands_in(rate.start(1), rate.end(1)):
        words = [word for word in rate[1].split() if word not in known.stop_words]
        if len(words) > 1 and not _PACE & set(words):
            return " ".join(words)
    item = bare.rfind(";", 0, here)
    if item >= 0 and not named.stands_in(item, here):
        # "(ii) 500 GW of capacity; (iii) 5 million tonnes of green hydrogen": an item is told by its own words.
        of = _LISTED.match(sentence, span[1])
        if of is not None and not named.stands_in(of.start(1), of.end(1)):
            return " ".join(word for word in of[1].split() if word not in known.stop_words)
    if atom.change is None:
        return ""
    ends = [match.end() for match in _JOINED.finditer(bare, max(0, here - _CLAUSE_REACH), here)]
    if not ends or named.stands_in(ends[-1], here):
        return ""
    nouns: list[str] = []
    for word in _WORD.findall(bare[ends[-1] : here]):
        if word in known.change:
            heads = roles(known.language).heads
            return " ".join(nouns[-3:]) if nouns and nouns[-1] not in heads else ""
        if word in known.stop_words and (nouns or word not in _OPENS):
            return ""
        if word not in known.stop_words:
            nouns.append(word)
    return ""


def without_numbers(sentence: str, group: list[Atom], start: int) -> str:
    """Return a sentence with its numbers blanked: "dollars" in "4 million dollars" is no indicator of the next."""
    pieces, last = [], 0
    for atom in group:
        left, right = max(atom.start - start, last), atom.end - start
        if right > left:
            pieces += [sentence[last:left], " " * (right - left)]
            last = right
    return "".join(pieces) + sentence[last:]


def _is_share(sentence: str, there: int, known: Lexicon) -> bool:
    after = sentence[there : there + 12].lower()
    return known.language == "en" and after.startswith(" of ") and not after.startswith((" of gdp", " of the gdp"))


def _measure(atom: Atom) -> str:
    """Return what kind of indicator the unit fits: a rate, a count, money, or "" where any may."""
    if atom.unit is None and atom.number.fraction and atom.change is None and 0 < atom.value < 1:
        return "rate"
    if atom.unit in ("percent", "percentage_point"):
        lead = atom.left[-1][2] if atom.left else ""
        return "rate" if atom.change is None or lead in ("to", "from", "до", "с") else ""
    if atom.unit in PRODUCTS:
        return "count"
    return "money" if atom.unit is not None and len(atom.unit) == 3 and atom.unit.isupper() else ""
