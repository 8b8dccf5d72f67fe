"""The words that bound or hedge a number: before it ("more than", "≈", "up to") and after it ("or more", "астам")."""

from __future__ import annotations

import re

from kelisim.model.quantity import Comparator
from kelisim.text.extraction.atoms import Atom
from kelisim.text.extraction.lexicon import Lexicon
from kelisim.text.extraction.nouns import counted_noun
from kelisim.text.extraction.nouns_cases import cased_noun
from kelisim.text.extraction.phrases import Token, WordPhrases, next_word
from kelisim.text.extraction.units import unit_at

# "fell below the 1 million mark", "over the 3% threshold"
_MARK = re.compile(r"[^.;,]{0,18}\b(?:mark|threshold|level|barrier|limit|ceiling|line)\b")
_BOUNDS = frozenset(("gt", "ge", "lt", "le"))


def read_left(text: str, atom: Atom, lexicon: Lexicon) -> None:
    """Read comparator words before the number ("more than", "≈", "up to") and leave the rest in ``atom.left``."""
    tokens = atom.left
    atom.core = atom.start
    for _ in range(2):
        if not tokens:
            return
        size, name = _longest(tokens, lexicon)
        if not size and (joined := _before_preposition(tokens, lexicon)):
            size, name = joined
        if not size:
            skipped = tokens[-1][2]
            if skipped in ("a", "an", "the") and len(tokens) > 1:
                size, name = _longest(tokens[:-1], lexicon)
                if size and name in _BOUNDS and _modifies(text, atom):
                    # "below the 20-day average": the bound is the average's.
                    return
                if skipped == "the" and name in ("gt", "lt") and _compares_with(text, atom, tokens[-2][2], lexicon):
                    # "below the 125,000 analysts had expected": what is lower is another number.
                    return
                if size and name != "exact":
                    size += 1
                else:
                    return
            else:
                return
        first = tokens[-size]
        if name in _BOUNDS and atom.start < atom.number.start and text[atom.start].isalpha() and _modifies(text, atom):
            # "over a five-year period"
            return
        if size > 1 and _moves(tokens, size, lexicon):
            # "edged up to 4.1 percent": a new value, and "up" tells how it was reached.
            return
        if name != "exact":
            if atom.comparator == "exact":
                atom.comparator = as_comparator(name)
        elif atom.comparator != "exact":
            return
        if name != "exact":
            atom.hedge_words = " ".join(token[2] for token in tokens[-size:])
        atom.start = first[0]
        del tokens[-size:]


def _compares_with(text: str, atom: Atom, lead: str, lexicon: Lexicon) -> bool:
    """Say whether "above the" compares with a known number, and no verb passes it as a mark."""
    rule = lexicon.tables.get("compared_with")
    if rule is None or lead not in rule["words"]:
        return False
    return _MARK.match(text, atom.number.end) is None


def _modifies(text: str, atom: Atom) -> bool:
    """Say whether a hyphen joins the number to its unit before a noun ("a five-year period")."""
    end = atom.number.end
    return text[end : end + 1] in ("-", "‑") and not text.startswith(("fold", "plus", "odd"), end + 1)


def _moves(tokens: list[Token], size: int, lexicon: Lexicon) -> bool:
    """Say whether the first word of "up to" belongs to a verb of movement before it."""
    rule = lexicon.tables["change"].get("particles", {})
    before = tokens[-size - 1][2] if len(tokens) > size else ""
    if before == "back" and len(tokens) > size + 1 and tokens[-size - 2][2] in rule.get("not_moved", ()):
        # "buy back up to $10 billion"
        return False
    return tokens[-size][2] in rule.get("words", ()) and before in rule.get("verbs", ())


def _longest(tokens: list[Token], lexicon: Lexicon) -> tuple[int, str]:
    most = lexicon.before_sizes.get(tokens[-1][2], 0)
    for size in range(min(most, len(tokens)), 0, -1):
        name = lexicon.before.get(" ".join([token[2] for token in tokens[-size:]]) if size > 1 else tokens[-1][2])
        if name is not None:
            return size, name
    return 0, ""


def _before_preposition(tokens: list[Token], lexicon: Lexicon) -> tuple[int, str] | None:
    """Return how many words a comparator takes up that stands before a preposition: "более чем у 200 семей"."""
    rule = lexicon.tables.get("before_prepositions")
    if (
        rule is None
        or len(tokens) < 2
        or tokens[-1][2] not in rule["prepositions"]
        or tokens[-2][2] not in rule["words"]
    ):
        return None
    size, name = _longest(tokens[:-1], lexicon)
    return (size + 1, name) if size else None


def as_comparator(name: str) -> Comparator:
    """Return a name of the lexicon as the comparator that it is."""
    return name  # type: ignore[return-value]


def read_after(text: str, atom: Atom, lexicon: Lexicon) -> None:
    """Read comparator words after the number or its unit ("or more", "5+", "астам")."""
    for place in dict.fromkeys((atom.end, atom.bare_end)):
        found = lexicon.after.after(text, place)
        if found is not None:
            name, stop = found
            if lexicon.language == "ru" and text[atom.bare_end : atom.bare_end + 1] == "-" and atom.end > atom.bare_end:
                # "3-месячный минимум": no bound of the months.
                return
            if _tells_change(text, place, stop, atom, lexicon) or _adds(text, place, stop, lexicon):
                continue
            if atom.comparator == "exact" or name != "approx":
                atom.comparator = as_comparator(name)
            if place == atom.bare_end and place != atom.end and stop <= atom.end:
                return
            if stop > atom.end:
                atom.end = stop
                if atom.unit is None:
                    unit = unit_at(text, stop, lexicon)
                    if unit is None and isinstance(lexicon.units, WordPhrases):
                        noun = counted_noun(text, stop, atom.value, lexicon)
                        unit = noun[:2] if noun else cased_noun(text, stop, atom.value, lexicon)
                    if unit is not None:
                        atom.unit, atom.end = unit
            return


def _adds(text: str, place: int, stop: int, lexicon: Lexicon) -> bool:
    """Say whether a word adds the next number and bounds none: "£25m plus £5m"."""
    rule = lexicon.tables.get("adds")
    if rule is None or text[place:stop].strip().lower() not in rule["words"]:
        return False
    word = next_word(text, stop)
    sign = text[stop : stop + 2].strip()[:1]
    if word is not None and place > 0 and text[place - 1].isalpha():
        # "sixteen states plus the District of Columbia", "12 members plus Norway"
        named = word[2][0].isupper() and text[word[0] - 1] == " "
        if named or word[2].lower() in ("the", "a", "an", "its", "one"):
            return True
    return sign.isdigit() or (word is not None and (sign in lexicon.signs or word[2].lower() in lexicon.words))


def _tells_change(text: str, place: int, stop: int, atom: Atom, lexicon: Lexicon) -> bool:
    """Say whether the words after a Kazakh number tell a change and bound nothing: after a dative, and after a rate
    that has no ending ("37% жоғары"); after an ablative they bound it."""
    rule = lexicon.tables.get("dative")
    if rule is None or text[place:stop].strip().lower() not in rule["words"]:
        return False
    if text.endswith(tuple(rule["endings"]), max(0, place - 4), place):
        return True
    return atom.unit in rule["rates"] and not text.endswith(tuple(lexicon.tables["ranges"]["ablative"]), 0, place)
