"""What a number is a number of: an indicator of the vocabulary near it, else the noun phrase."""

from __future__ import annotations

import re

from kelisim.text.extraction.atoms import Atom
from kelisim.text.extraction.behind_en import counted_behind, share_behind
from kelisim.text.extraction.context import COUNTABLE
from kelisim.text.extraction.heads_en import measured_head, multiplied_head
from kelisim.text.extraction.indicators import Indicators, measures
from kelisim.text.extraction.lexicon import Lexicon
from kelisim.text.extraction.measured_en import told_behind, told_beside, told_first
from kelisim.text.extraction.measured_zh import told_in_clause
from kelisim.text.extraction.subjects import counted_noun, noun_phrase

Span = tuple[int, int]
_MULTIPLIED = re.compile(r"(?:doubl|tripl|trebl|quadrupl|quintupl|halv)(?:e|ed|es|ing)\b|half\b(?! of)", re.IGNORECASE)
PRODUCTS = frozenset(("vehicle", "unit", "truck", "bus", "tonne"))
_THINGS = frozenset(COUNTABLE) - frozenset(PRODUCTS) - {"barrel", "pound"}
_TIMES = frozenset(("year", "month", "week", "day", "hour", "decade"))
# What is counted need not be what the sentence's indicator measures: it must stand as near as this.
_COUNTED_REACH = 34
_CLOSE = 12
_LED = re.compile(r"(?:^|\W)(?:in|to|from|across|among|with|for|on|of|at)\s$")
# "3.2 months of imports" measures reserves and no duration.
_PART_OF = (" of ", " worth of ")


def indicator_of(sentence: str, bare: str, atom: Atom, start: int, named: Indicators, known: Lexicon) -> str:
    """Return what a number is a number of: an indicator of the vocabulary near it, else the noun phrase."""
    here, there = atom.start - start, atom.end - start
    if atom.kind == "ordinal" or (atom.left and atom.left[-1][2] == "top" and known.language == "en"):
        return "rank"
    if atom.unit in _TIMES and not sentence.startswith(_PART_OF, there):
        # "life expectancy rose by 5.2 years" measures what rose.
        grown = noun_phrase(bare, here, known) if atom.change is not None else ""
        return named.nearest(here, there, reach=_CLOSE) or grown or "duration"
    counted = atom.kind == "count" and atom.unit is not None and atom.unit not in PRODUCTS
    # "Yields climbed to 19 bags per hectare" counts no bags.
    counted = counted and not (known.language == "en" and "_per_" in str(atom.unit))
    if counted:
        own = named.ending(here, there)
        if own:
            # "assembles three brands" counts brands.
            return own
        noun = counted_noun(sentence[here:there], known)
        # "Its staff of 580 serves 400,000 customers": what stands before another number is told of that.
        reach = min(_COUNTED_REACH, named.since_last(here)) if known.language == "en" else _COUNTED_REACH
        near = named.nearest(here, there, reach=reach, inside=sentence.rfind(" ", here, there))
        if noun and measures().get(near) in (("money",), ("rate",)):
            # "invested $1.3 billion in thirteen parks": no money is counted in parks.
            near = ""
        return near or noun or noun_phrase(bare, here, known)
    english = known.language == "en"
    if english and (told := _told_by_grammar(sentence, bare, (here, there), atom, start, named, known)):
        return told
    measure = _measure(atom)
    level = atom.unit not in (None, "percent", "percentage_point") and atom.comparator != "factor"
    found = named.nearest(here, there, measure, level=level)
    if measure == "rate" and found and "rate" not in measures().get(found, ()) and _is_share(sentence, there, known):
        # "35,000 cars, over 62% of national output" is a share, whatever it is a share of.
        return "market_share"
    if english and atom.unit is not None and (own := told_beside(sentence, bare, (here, there), atom, named, known)):
        return own
    if (
        english
        and (not found or measures().get(found) == ("rate",))
        and atom.unit in COUNTABLE - PRODUCTS
        and (own := counted_noun(sentence[here:there], known))
    ):
        return own
    shared = measure == "rate" and not found
    if english and shared and (own := share_behind(sentence, bare, there, named, known)):
        return own
    if english and not found and (own := told_behind(sentence, there, atom, known)):
        return own
    if known.script == "runs" and (told := told_in_clause(bare, here, found, named, known.language)):
        return told
    return found or noun_phrase(bare, here, known)


def _told_by_grammar(
    sentence: str, bare: str, span: Span, atom: Atom, start: int, named: Indicators, known: Lexicon
) -> str:
    """Return what an English number measures by the grammar of its clause, "" where that does not say it."""
    if _MULTIPLIED.match(sentence, span[0]):
        return multiplied_head(sentence, bare, span, named, known)
    if atom.comparator == "factor":
        return ""
    own = ""
    if atom.kind == "quantity" and not atom.number.fraction and _may_count(sentence, atom, start, known):
        own = counted_behind(sentence, atom.bare_end - start, known)
    told = measured_head(sentence, bare, span, atom.unit, named, known, things=bool(own))
    if told:
        return told
    return _of_things(sentence, span, own, named) if own else told_first(sentence, bare, span, atom, named, known)


def _may_count(sentence: str, atom: Atom, start: int, known: Lexicon) -> bool:
    """Say whether a number may count things: it has no unit, or its unit is the noun behind it and no measure."""
    if atom.unit is None or atom.unit in _THINGS:
        return True
    return (
        not atom.prefixed
        and "_per_" not in atom.unit
        and sentence.startswith(" ", atom.bare_end - start)
        and known.units.after(sentence, atom.bare_end - start) is None
    )


def without_numbers(sentence: str, group: list[Atom], start: int) -> str:
    """Return a sentence with its numbers blanked: "dollars" in "4 million dollars" is no indicator of the next."""
    pieces, last = [], 0
    for atom in group:
        left, right = max(atom.start - start, last), atom.end - start
        if right > left:
            pieces += [sentence[last:left], " " * (right - left)]
            last = right
    return "".join(pieces) + sentence[last:]


def _of_things(sentence: str, span: tuple[int, int], own: str, named: Indicators) -> str:
    """Return what a number of things measures: what is done to them, where a word right beside says so."""
    here, there = span
    if covered := named.ending(here, there + 1):
        return covered
    if _LED.search(sentence, max(0, here - _CLOSE), here):
        # "exports to 30 countries"
        return own
    near = named.nearest(here, there, "count", reach=min(_CLOSE, named.since_last(here)))
    return own if not near or measures().get(near) in (("money",), ("rate",)) else near


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
