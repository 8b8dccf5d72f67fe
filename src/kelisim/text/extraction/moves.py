"""Moves from one value to another: "from 26.3% in 2019 to 33.4% by 2021", "с 15% до 20%", "从5%提高到8%"."""

from __future__ import annotations

import itertools
from bisect import bisect_left
from dataclasses import dataclass

from kelisim.text.extraction.atoms import Atom
from kelisim.text.extraction.changes import before_figure
from kelisim.text.extraction.complete import unhedge
from kelisim.text.extraction.elided import mark_elided, share_last_verb
from kelisim.text.extraction.lexicon import Lexicon

_RATES = ("percent", "percentage_point", "basis_point")
_FROM = (
    "from",
    "from the current",
    "from a current",
    "from today's",
    "from its current",
    ", from",
    "up from",
    "down from",
)


@dataclass(frozen=True, slots=True)
class Joins:
    """A lexicon's words between two numbers."""

    join: frozenset[str]
    between: frozenset[str]
    between_join: frozenset[str]
    start: frozenset[str]
    lists: frozenset[str]


def joins(lexicon: Lexicon) -> Joins:
    """Return the joining words of a lexicon as sets."""
    table = lexicon.tables["ranges"]
    return Joins(*(frozenset(table[name]) for name in ("join", "between", "between_join", "from", "list")))


def mark_moves(text: str, atoms: list[Atom], words: Joins, lexicon: Lexicon) -> None:
    """Give both ends of "from 26.3% in 2019 to 33.4% by 2021" the direction of the change."""
    plain = [atom for atom in atoms if atom.period is None]
    reached = tuple(lexicon.tables["ranges"].get("reached", ()))
    for atom in plain:
        if reached and atom.change and atom.comparator == "le" and text.endswith(reached, 0, atom.end):
            # "отыз градусқа дейін төмендеді": the new value, and no bound.
            atom.comparator, atom.hedged = "exact", False
    share_last_verb(text, plain, lexicon)
    mark_elided(text, plain, lexicon)
    dates = [atom for atom in atoms if atom.period is not None]
    begins = [atom.start for atom in dates]
    over = lexicon.tables["change"].get("over", ())
    told_twice: tuple[Atom, Atom] | None = None
    for first, second in itertools.pairwise(plain):
        if second.start - first.end > 60 or first.kind == "ordinal" or second.kind == "ordinal":
            continue
        inside = dates[bisect_left(begins, first.end) : bisect_left(begins, second.start)]
        between = _between(text, first, second, inside, lexicon)
        same = between in lexicon.tables["ranges"].get("same", ()) or between == ", to"
        to = lexicon.tables["ranges"].get("to", ())
        if first.change and second.hedge_words in to and between in (",", "—", "–", "-", "", "),", ")"):
            # "упал на 2,1 процента, до 130,8 трлн рублей"
            unhedge(second)
            second.change = second.change or first.change
            continue
        back = first.change is not None and first.comparator != "factor"
        if back and between in lexicon.tables["ranges"].get("back", ()) and second.unit in (None, first.unit):
            # "увеличившуюся до 84 млрд рублей с 71 млрд"
            second.change, second.unit = second.change or first.change, first.unit
            continue
        if _goes_on(text, first, second, between, words, lexicon):
            second.change = first.change
            continue
        if between in words.lists and _listed(first, second, lexicon):
            continue
        base = second.hedge_words.removesuffix(" the")
        if first.change and not between and base in over and second.comparator == "gt":
            # "up 32,000 over 180,714": what the change starts from, and no bound.
            unhedge(second)
            continue
        if told_twice is not None and told_twice[1] is first and between in ("from", ", from"):
            # "fell to $1.4 billion, or 70 cents a share, from $1.9 billion"
            head = told_twice[0]
            if head.unit == second.unit and _lead(head) in words.join:
                second.change = second.change or head.change
                continue
        if _moves_back(first, second, between):
            first.change = second.change = first.change or ("up" if first.value > second.value else "down")
            continue
        further = (
            between in ("from", ", from") and first.unit is not None and first.unit.startswith(f"{second.unit}_per_")
        )
        if _moves_by_case(text, first, second, lexicon):
            first.change = second.change
            continue
        if first.unit != second.unit and not same and not further:
            continue
        if lexicon.script == "runs":
            _mark_moved(text, first, second, lexicon)
            continue
        if (
            between == "("
            and lexicon.language == "ru"
            and first.unit in ("percent", None)
            and second.unit != first.unit
        ):
            # "вырос на 5% (9,8 млрд тенге)": how much it is now.
            continue
        if same and second.change is None and (second.unit is not None or between == ", to"):
            # "125 points, or 0.5 percent" says one change twice.
            second.change, told_twice = first.change, (first, second)
            continue
        if same and first.change and second.unit is None and _in_points(text, first, second, between):
            second.change = first.change
            continue
        if first.change and _leads_to(first, words, lexicon) and _from_what_was(between, lexicon):
            second.change = second.change or first.change
            continue
        if opened_by(first, words) != "from" or _spans(first, lexicon):
            continue
        leads = words.join.union(to)
        led = before_figure(second.left, lexicon)
        if second.hedge_words not in leads and between not in leads and not (led and led[-1][2] in leads):
            continue
        for atom in (first, second):
            if atom.hedge_words and atom.hedge_words in words.start | words.join:
                unhedge(atom)
        way = first.change or second.change or ("up" if second.value > first.value else "down")
        first.change = first.change or way
        second.change = second.change or way
    if lexicon.language == "ru":
        # "с 520 до 460 млрд тенге, то есть на 60 млрд": the move is known only now.
        mark_elided(text, plain, lexicon)


def _in_points(text: str, first: Atom, second: Atom, between: str) -> bool:
    """Say whether a bare number tells a rate in the points of an index: "slipped 0.7% or 49.63 to 6,728"."""
    told = first.unit == "percent" and second.change is None and second.comparator == "exact" and not second.scaled
    return told and between in (", or", "or") and text.startswith((" to ", ", to ", " at ", ", at "), second.end)


def _from_what_was(between: str, lexicon: Lexicon) -> bool:
    """Say whether words lead back to what a number was before: "from", "from a previously reported"."""
    link = lexicon.tables["change"]["link_set"]
    return between.startswith("from") and (len(between) < 12 or all(word in link for word in between.split()))


def _leads_to(atom: Atom, words: Joins, lexicon: Lexicon) -> bool:
    """Say whether "to" leads to a number, also over what qualifies it: "to a seasonally adjusted 339,000"."""
    link = lexicon.tables["change"]["link_set"]
    left = before_figure(atom.left, lexicon)
    for token in reversed(left[-5:]):
        if token[2] in words.join:
            return True
        if token[2] not in link:
            return False
    return False


def _moves_back(first: Atom, second: Atom, between: str) -> bool:
    """Say whether a rate is brought somewhere from somewhere: "to 15% from the current 3%"."""
    rates = first.unit == second.unit == "percent" and second.change is None
    return rates and between in _FROM and _lead(first) == "to" and first.upper is None and second.upper is None


def _moves_by_case(text: str, first: Atom, second: Atom, lexicon: Lexicon) -> bool:
    """Say whether ablative and dative tell a move: "60%-дан 45%-ға қысқарды", also with a date between."""
    endings = lexicon.tables["ranges"].get("ablative")
    if not endings or first.change is not None or second.change is None or first.comparator == "factor":
        return False
    between = text[first.end : second.start]
    if not text.endswith(tuple(endings), 0, first.end) or any(sign in between for sign in ".;:!?"):
        return False
    rate = f"{second.unit}_per_"
    if first.unit is None and second.unit is not None and not between.strip():
        # "18-ден 12 пайызға төмендетілді"
        first.unit, first.kind = second.unit, second.kind
    elif first.unit is not None and first.unit.startswith(rate):
        # "барреліне 82 доллардан 76 долларға арзандады"
        second.unit = first.unit
    return first.unit == second.unit


def _between(text: str, first: Atom, second: Atom, dates: list[Atom], lexicon: Lexicon) -> str:
    """Return the words between two numbers without the dates and the words for when: "in 2023 to" says "to"."""
    place, pieces = first.end, []
    for one in dates:
        if first.end <= one.start and one.end <= second.start:
            pieces.append(text[place : one.start])
            place = one.end
    words = " ".join(" ".join([*pieces, text[place : second.start]]).lower().split())
    if pieces:
        words = " ".join(word for word in words.split() if word not in lexicon.tables["periods"]["in_set"])
    for phrase in lexicon.tables["change"].get("when", ()):
        if phrase in words:
            words = " ".join(words.replace(phrase, " ").split())
    return words


def _goes_on(text: str, first: Atom, second: Atom, between: str, words: Joins, lexicon: Lexicon) -> bool:
    """Say whether the second number ends the change or repeats it: "12 points to close at 6,540", "0.7 percent on
    the month and 4.4 percent on the year"."""
    table = lexicon.tables["change"]
    if first.change is None or second.change is not None or first.comparator == "range" or second.kind == "ordinal":
        return False
    between = between.lstrip(") ") if between.startswith(")") else between
    up = len(first.left) > 1 and first.left[-2][2] in lexicon.change
    if opened_by(first, words) == "from" and first.unit == second.unit and not up:
        return False
    onto = f"{between} {second.hedge_words}".strip()
    if (onto in table.get("onto", ()) or onto.removeprefix(", ") in table.get("onto", ())) and second.comparator in (
        "exact",
        "approx",
    ):
        return first.kind != "count" or second.unit in (None, first.unit)
    along = table["along_set"]
    if not along or first.unit != second.unit or first.unit is None or second.comparator != "exact":
        return False
    parts = between.replace(",", " ").replace(".", " ").split()
    return 0 < len(parts) <= 6 and "and" in parts and all(part in along or part in lexicon.months for part in parts)


def _listed(first: Atom, second: Atom, lexicon: Lexicon) -> bool:
    """Share one word of change among the members of a list: "分别增长8%和9.1%", "8%-ға және 9%-ға өсті"."""
    if first.unit != second.unit or first.unit is None or second.comparator in ("factor", "range"):
        return False
    if lexicon.script == "runs" and first.change is not None and second.change is None:
        second.change = first.change
        return True
    if lexicon.script == "runs" and first.change is None:
        # "18%和19%的升幅"
        first.change = second.change
        return second.change is not None
    if lexicon.language == "ru" and first.change is not None and second.change is None and first.unit in _RATES:
        # "увеличившись на 6 и 2,4 процента"
        if second.start != second.number.start:
            return False
        second.change = first.change
        return True
    if lexicon.language == "kk" and first.unit in ("percent", "percentage_point") and first.change is None:
        first.change = second.change
        return second.change is not None
    return False


def _mark_moved(text: str, first: Atom, second: Atom, lexicon: Lexicon) -> None:
    """Give both ends of "从26.3%上升到2021年的33.4%" the direction of the verb between them."""
    between = text[first.end : second.start]
    if (
        second.change is not None
        or second.kind == "ordinal"
        or len(between) > 20
        or not any(c in between for c in "到至")
    ):
        return
    for word, way in lexicon.change.items():
        if len(word) > 1 and word in between and "，" not in between:
            second.change = way
            first.change = first.change or second.change
            return


def _spans(first: Atom, lexicon: Lexicon) -> bool:
    """Say whether a verb tells how far values lie apart and no change: "ranges from 54 percent to 91"."""
    verbs = lexicon.tables["change"]["range_set"]
    return any(token[2] in verbs for token in first.left[-3:])


def _lead(atom: Atom) -> str:
    return atom.left[-1][2] if atom.left else ""


def opened_by(atom: Atom, words: Joins) -> str:
    """Return what opens a pair of numbers before the first: "between", "from" or ""."""
    last = atom.left[-1][2] if atom.left else ""
    if atom.hedge_words in words.start:
        return "from"
    if last in words.between:
        return "between"
    return "from" if last in words.start else ""


def is_move(first: Atom, second: Atom, lexicon: Lexicon) -> bool:
    """Say whether "from A to B" tells a change and not a range: a verb or noun of change governs it."""
    if first.change is not None or second.change is not None:
        return True
    verbs = lexicon.tables["change"]["range_set"]
    for seen, token in enumerate(reversed(first.left)):
        form = token[2]
        if form in lexicon.change:
            return True
        if form in verbs:
            return False
        if form in ".;:!?。；" or seen > 8:
            return False
    return False
