"""Units handed from one number to another: "26, 27 and 28 percent", "217 votes to 213"."""

from __future__ import annotations

import itertools

from kelisim.text.extraction.atoms import Atom
from kelisim.text.extraction.changes import is_money
from kelisim.text.extraction.lexicon import Lexicon
from kelisim.text.extraction.moves import Joins
from kelisim.text.extraction.nouns import counted_noun, is_plural

_NEAR = 90


def suspended(between: str) -> str:
    """Return the words between two numbers without the hyphen of the first: "16- to 24-year-olds"."""
    return between[2:] if between.startswith(("- ", "‑ ")) else between


def _share_against(text: str, first: Atom, second: Atom, lexicon: Lexicon) -> None:
    """Hand a unit on to what the number is set against: "217 votes to 213", "to two points from nine"."""
    rule = lexicon.tables["ranges"].get("against")
    both = lexicon.language != "en" and first.scaled and second.scaled and is_money(first.unit)
    if (
        rule is None
        or second.unit is not None
        or (second.scaled and not both)
        or second.name
        or second.period is not None
    ):
        return
    if first.unit is None or first.comparator == "factor" or second.kind == "ordinal" or second.comparator != "exact":
        return
    counted = first.unit in rule["units"] or first.kind == "count"
    if not both and (not counted or not second.number.whole or first.scaled):
        return
    between = f"{text[first.end : second.start].strip().lower()} {second.hedge_words}".strip()
    if first.unit == "percent" and between == "to" and (first.change is not None or second.value > 100):
        # "fell by 4% to 619": a step and where it led; "won 52 percent to 48" is a poll.
        return
    if between in rule["words"]:
        second.unit, second.kind = first.unit, first.kind


def _counts_behind(text: str, first: Atom, second: Atom, lexicon: Lexicon) -> bool:
    """Give a number the noun behind a measure that describes it: "three 90-minute sessions"."""
    if text[first.end : second.start] not in (" ", "\n") or text[second.number.end : second.number.end + 1] not in "-‑":
        return False
    if not first.number.whole or first.scaled or first.period is not None or second.comparator != "exact":
        return False
    unit = lexicon.units.after(text, second.end)
    noun = (*unit, True) if unit is not None else counted_noun(text, second.end, first.value, lexicon)
    if noun is None or (noun[2] and not is_plural(text[second.end : noun[1]])):
        return False
    first.unit = noun[0]
    first.kind = first.kind if noun[2] else "count"
    return True


def _share_millions(text: str, atoms: list[Atom]) -> None:
    """Read "up from 7.6m" as millions where the number before is told in them: "14.8m consoles, up from 7.6m"."""
    last: Atom | None = None
    for atom in atoms:
        if text[atom.number.end : atom.number.end + 1] != "m":
            continue
        if atom.scaled:
            last = atom
        elif (
            last is not None and atom.unit == "metre" and atom.end == atom.number.end + 1 and _is_near(text, last, atom)
        ):
            atom.number.exponent += 6
            atom.unit, atom.scaled = last.unit, True


def _is_near(text: str, last: Atom, atom: Atom) -> bool:
    return atom.start - last.end < _NEAR and "\n" not in text[last.end : atom.start]


def share_units(text: str, atoms: list[Atom], words: Joins, lexicon: Lexicon) -> None:
    """Hand a unit back through a list: "26, 27 and 28 percent"."""
    handed = -1
    if lexicon.language == "en":
        _share_millions(text, atoms)
    for first, second in itertools.pairwise(atoms):
        _share_against(text, first, second, lexicon)
    for index in range(len(atoms) - 1, 0, -1):
        second, first = atoms[index], atoms[index - 1]
        if first.name or second.name or first.unit is not None or second.unit is None or second.prefixed:
            continue
        if lexicon.language == "en" and _counts_behind(text, first, second, lexicon):
            continue
        if first.period is not None or second.period is not None or first.kind == "ordinal":
            continue
        if first.comparator == "factor" or second.comparator == "factor":
            continue
        between = suspended(text[first.end : second.start].strip().lower())
        if second.hedge_words in words.join:
            between = f"{between} {second.hedge_words}".strip()
        if first.number.whole and between in lexicon.tables["ranges"].get("of", ()) and not first.scaled:
            # "305 of 543 seats" counts seats twice.
            first.unit, first.kind = second.unit, second.kind
            continue
        if between == "," and handed != index:
            # Commas join the members of a list only where its last two are joined by "and".
            continue
        if first.number.fraction and between == "to" and second.unit != "percent":
            # "by two-thirds to 16 cents"
            continue
        by = lexicon.tables["ranges"].get("by", ())
        if len(between) <= 5 and (between in words.lists or between in words.join or between in by):
            first.unit, handed = second.unit, index - 1
            if first.kind == "quantity" and second.kind == "count":
                first.kind = "count"
            bare = not first.scaled and first.number.value < 1000 and between != ","
            if second.scaled and bare and first.value < second.value:
                first.number.exponent += second.number.exponent
                first.scaled = True


def is_cents(text: str, atom: Atom) -> bool:
    """Say whether two digits behind dollars end what is told and are cents: "20 долларов 43", "20 долларов и 43ц"."""
    if not (atom.number.whole and 10 <= atom.number.value < 100):
        return False
    if atom.unit == "centner":
        return text[atom.number.end : atom.end].rstrip(".") == "ц"
    return atom.unit is None and not text[atom.end : atom.end + 3].strip(" .,;!?")
