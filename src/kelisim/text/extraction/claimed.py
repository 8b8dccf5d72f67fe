"""Which numbers of a sentence claim something, and which only cite, date or point back."""

from __future__ import annotations

import re
from bisect import bisect_right

from kelisim.text.extraction.atoms import Atom
from kelisim.text.extraction.lexicon import Lexicon
from kelisim.text.extraction.phrases import next_word
from kelisim.text.extraction.roles import roles

_DEFINITE = frozenset(
    (
        *("the", "these", "those", "both", "our", "their", "past", "last", "next", "coming", "previous"),
        *("эти", "этих", "обе", "оба", "последние", "последних", "осы", "бұл", "соңғы"),
    )
)
_MEASURED = frozenset(("percent", "percentage_point", "USD", "KZT", "EUR", "CNY", "RUB", "tonne"))
_AGED = frozenset(("children", "infants", "girls", "boys", "pupils", "adults", "women", "men", "people", "persons"))
_SPANS = frozenset(("year", "month", "week", "decade"))
_LASTING = frozenset(("in", "within"))
_QUALIFIED = frozenset(("given", "with", "despite", "assuming", "under"))
_TAKES_RANK = re.compile(
    r"\b(?:rank(?:s|ed|ing)?|climb(?:s|ed|ing)?|enter(?:s|ed|ing)?|rose|rises|risen|rising|broke|breaks|mov(?:es|ed|ing)"
    r"|jump(?:s|ed|ing)?|plac(?:es|ed|ing)|list(?:s|ed))"
    r" (?:\w+ )?(?:in|into|among|within|to) (?:the |its |their )?(?:[a-z’']+ )?$"
)
_RANK_REACH = 48
_FEW = 13
_MOST_RANKS = 100


def claims_something(text: str, atom: Atom, known: Lexicon) -> bool:
    """Say whether a number measures, counts or ranks something."""
    if atom.period is not None:
        return False
    if atom.kind == "ordinal":
        word = next_word(text, atom.end)
        rules = known.tables["ordinal_rules"]
        before = {token[2] for token in atom.left[-3:]}
        return bool(before & rules["rank_lead"]) or (word is not None and word[2].lower() in rules["rank_after"])
    lead = atom.left[-1][2] if atom.left else ""
    if lead in known.tables.get("describes", {}).get("before", ()) and atom.unit in (None, "year"):
        # "people aged 15-24", "the top 10 producers"
        return False
    if known.language == "en" and (_is_age(atom, lead) or _is_span(atom, lead)):
        return False
    if known.script == "runs" and text[atom.start : atom.end] in ("两国", "兩國", "一国"):
        return False
    if (
        lead in known.tables.get("describes", {}).get("ranks", ())
        and not is_rank(text, atom, known)
        and atom.kind in ("count", "quantity")
        and atom.value <= _MOST_RANKS
    ):
        return False
    if atom.kind == "count" and atom.unit in roles(known.language).structure and atom.value < _FEW:
        # "three phases" divides a text or a history and measures nothing.
        return False
    small = atom.number.words and atom.comparator == "exact" and atom.unit not in _MEASURED
    if small and atom.number.value == 1:
        return False
    if known.language == "en" and lead in _QUALIFIED and atom.value == 0 and atom.unit is None:
        # "Given zero localisation in the controls" states no level.
        return False
    loose = atom.unit is None or atom.kind == "count"
    if loose and atom.number.words and text[atom.number.end : atom.number.end + 1] in ("-", "‑"):
        # "a two-period design" describes and claims nothing.
        return False
    # "the two countries", "in the past two decades" point back to what is known.
    return not (small and atom.number.value < 100 and atom.left and atom.left[-1][2] in _DEFINITE)


def is_rank(text: str, atom: Atom, known: Lexicon) -> bool:
    """Say whether a number bounds the rank that something took: "climbed into the top 15 brands"."""
    if known.language != "en" or not atom.left or atom.left[-1][2] != "top":
        return False
    return _TAKES_RANK.search(text, max(0, atom.left[-1][0] - _RANK_REACH), atom.left[-1][0]) is not None


def _is_age(atom: Atom, lead: str) -> bool:
    """Say whether a number bounds the age of those before it: "children under five"."""
    return lead in _AGED and atom.comparator in ("lt", "gt", "le", "ge") and atom.unit in (None, "year")


def _is_span(atom: Atom, lead: str) -> bool:
    """Say whether a time only says how long something took: "rose to 82% in eight years", "within a decade"."""
    return atom.unit in _SPANS and lead in _LASTING and atom.change is None and atom.comparator in ("exact", "approx")


def outside_citations(group: list[Atom], cited: list[tuple[int, int, str]], start: int) -> list[Atom]:
    """Return the numbers that stand in no citation: "[1, p. 4]" tells no quantity."""
    begins = [begin for begin, _, _ in cited]
    kept = []
    for atom in group:
        index = bisect_right(begins, atom.start - start) - 1
        if index < 0 or atom.start - start >= cited[index][1]:
            kept.append(atom)
    return kept


def beside_dates(numbers: list[Atom], dates: list[Atom]) -> list[Atom]:
    """Return the numbers that stand in none of the dates."""
    ends = [one.end for one in dates]
    kept = []
    for atom in numbers:
        index = bisect_right(ends, atom.start)
        if index == len(dates) or dates[index].start >= atom.end:
            kept.append(atom)
    return kept
