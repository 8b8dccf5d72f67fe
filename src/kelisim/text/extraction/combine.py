"""Relations between neighbouring numbers: ranges, changes from one value to another, lists that share a unit."""

from __future__ import annotations

import re

from kelisim.text.extraction.atoms import Atom
from kelisim.text.extraction.complete import unhedge
from kelisim.text.extraction.elided import restated
from kelisim.text.extraction.lexicon import Lexicon
from kelisim.text.extraction.moves import Joins, is_move, joins, mark_moves, opened_by
from kelisim.text.extraction.onward import carry_on
from kelisim.text.extraction.pairs import is_ahead, is_scored, is_set
from kelisim.text.extraction.ranges_zh import are_bounds, falls
from kelisim.text.extraction.rates_zh import read_rate
from kelisim.text.extraction.sharing import is_cents, share_units, suspended
from kelisim.text.extraction.units import read_per_before

_REACH = 12
_MANY = frozenset((100.0, 1000.0, 10_000.0, 100_000.0, 1_000_000.0))
_DASHES = frozenset("—–-")
_LEADS_ON = re.compile(r"\s(?:to|up to)\s[$€£¥]?[0-9]")
_STEPPED = re.compile(r"\bby [$€£¥]?[0-9][0-9.,]*[^.;,]{0,15} to $")


def combine(text: str, atoms: list[Atom], lexicon: Lexicon) -> list[Atom]:
    """Return the atoms with ranges merged, sums read as one number, and shared units handed on; names removed."""
    words = joins(lexicon)
    kept: list[Atom] = []
    for atom in atoms:
        previous = kept[-1] if kept else None
        if previous is not None and atom.period is None and previous.period is None:
            gap_start = previous.end if previous.end <= atom.start else previous.bare_end
            if 0 <= atom.start - gap_start <= _REACH or atom.start <= previous.end:
                between = suspended(text[gap_start : atom.start].strip().lower())
                if _continues_name(previous, atom, between, words):
                    atom.name = True
                elif not atom.name and not previous.name:
                    if _share_of_count(text, previous, atom, between, lexicon):
                        continue
                    if between == "per" and _per_many(previous, atom, lexicon):
                        continue
                    if _sum(text, previous, atom, between, lexicon):
                        continue
                    if _range(text, previous, atom, between, words, lexicon):
                        if lexicon.script == "runs":
                            read_rate(text, previous, lexicon)
                        elif lexicon.per_before and previous.unit is not None and "_per_" not in previous.unit:
                            # "секундына 15-20 метр"
                            read_per_before(previous, lexicon)
                        continue
        kept.append(atom)
    share_units(text, kept, words, lexicon)
    mark_moves(text, kept, words, lexicon)
    carry_on(text, kept, lexicon)
    return [atom for atom in kept if not atom.name]


def _continues_name(previous: Atom, atom: Atom, between: str, words: Joins) -> bool:
    return (
        previous.name
        and atom.unit is None
        and not atom.scaled
        and atom.number.whole
        and (between in words.lists or between in words.join or between in words.between_join)
    )


def _sum(text: str, previous: Atom, atom: Atom, between: str, lexicon: Lexicon) -> bool:
    """Join "2 million 300 thousand" and "20 dollars 43 cents" into one number."""
    if atom.comparator != "exact" or atom.prefixed or previous.upper is not None or atom.kind == "ordinal":
        return False
    if text.endswith(tuple(lexicon.tables["ranges"].get("ablative", ())) or "\0", 0, previous.end):
        # "1,2 миллионнан 640 мыңға": from one to the other.
        return False
    spoken = lexicon.script == "words" and previous.scaled and previous.unit is None
    if between == "" and spoken and previous.number.fraction == 0:
        low = previous.number
        if (
            atom.number.value < 10.0**low.exponent
            and low.factor == atom.number.factor == 1
            and atom.start == atom.number.start
        ):
            total = low.value + atom.number.value
            if total == int(total):
                low.exact, low.exponent = None, 0
                low.plain = str(int(total))
                _take(previous, atom)
                return True
    return _minor(text, previous, atom, between, lexicon)


def _share_of_count(text: str, previous: Atom, atom: Atom, between: str, lexicon: Lexicon) -> bool:
    """Read "十个人中有七个" and "он адамның жетеуі", seven of ten, as one fraction."""
    rules = lexicon.tables["ranges"]
    words, cases = rules.get("part_of"), rules.get("part_cases")
    if words is None and cases is None:
        return False
    whole, part = previous.number, atom.number
    if not (whole.whole and part.whole and 0 < part.value < whole.value <= 1000) or atom.comparator == "factor":
        return False
    if words is not None and not (between in words and atom.unit in (None, previous.unit)):
        return False
    if cases is not None and not (
        between == ""
        and text.endswith(tuple(cases["whole"]), 0, previous.end)
        and text.endswith(tuple(cases["part"]), 0, atom.end)
    ):
        return False
    whole.exact, whole.fraction, whole.exponent = part.value / whole.value, int(whole.value), 0
    previous.unit, previous.kind, previous.comparator = None, "quantity", atom.comparator
    previous.end = previous.bare_end = whole.end = atom.end
    return True


def _per_many(previous: Atom, atom: Atom, lexicon: Lexicon) -> bool:
    """Read "36 deaths per 100,000 births" as one number in a unit of its own."""
    many = atom.number
    if lexicon.language != "en" or not many.whole or many.words or many.value not in _MANY or atom.prefixed:
        return False
    if (
        previous.unit in ("percent", "percentage_point")
        or previous.comparator == "factor"
        or previous.upper is not None
    ):
        return False
    of = f"_{atom.unit}" if atom.unit is not None else ""
    previous.unit = f"{previous.unit or ''}_per_{many.value:.0f}{of}".lstrip("_")
    previous.end, previous.kind = atom.end, "quantity"
    previous.change = previous.change or atom.change
    return True


def _take(previous: Atom, atom: Atom) -> None:
    previous.end, previous.bare_end, previous.number.end = atom.end, atom.bare_end, atom.number.end
    previous.unit = atom.unit if atom.unit is not None else previous.unit
    previous.kind = atom.kind
    previous.change = previous.change or atom.change


def _minor(text: str, previous: Atom, atom: Atom, between: str, lexicon: Lexicon) -> bool:
    """Join a sum of money in two denominations, or a measure in two units ("1 hour 55 minutes")."""
    minor = lexicon.tables.get("minor", {})
    if lexicon.language == "ru" and "cent" in minor.get(previous.unit, {}) and is_cents(text, atom):
        atom.unit = "cent"
    if (
        previous.unit is None
        or atom.unit is None
        or (between not in ("", ",") and between not in lexicon.tables.get("and", ()))
    ):
        return False
    rate = minor.get(previous.unit, {}).get(atom.unit)
    if (
        rate is None
        or not previous.number.whole
        or not atom.number.whole
        or atom.number.value >= rate
        or previous.scaled
    ):
        return False
    major = previous.number
    previous.summed = True
    if rate == 100 and major.whole and previous.unit not in ("metre",):
        major.plain = f"{major.plain}.{int(atom.number.value):02d}"
    else:
        major.exact, major.fraction = major.value + atom.number.value / rate, 0
        major.exact_step = 1 / rate
    unit, change = previous.unit, previous.change or atom.change
    _take(previous, atom)
    previous.unit, previous.change = unit, change
    return True


def _range(text: str, first: Atom, second: Atom, between: str, words: Joins, lexicon: Lexicon) -> bool:
    if first.kind == "ordinal" or second.kind == "ordinal" or first.upper is not None or second.upper is not None:
        return False
    if first.comparator == "factor" and second.comparator != "factor":
        return False
    if lexicon.script == "runs" and between in lexicon.tables["ranges"]["bounds"] and are_bounds(first, second):
        first.upper, first.comparator = second.number, "range"
        first.end, first.bare_end, first.unit, first.kind = second.end, second.bare_end, second.unit, second.kind
        return True
    both = first.kind == second.kind == "count" and first.unit is not None and second.unit is not None
    if both and between in _DASHES and text[first.end] == " ":
        # "115 детей — 119 детей в городах": each has its own noun, and the dash parts two statements.
        return False
    opened = opened_by(first, words)
    is_between = (between in words.between_join and opened == "between") or _closed_between(
        text, second, between, lexicon
    )
    ablative = between == "" and _ablative(text, first, second, lexicon)
    if ablative:
        # "15-тен 20 пайызға дейін"; a verb of change after it makes it a move from the first to the second.
        second.comparator, opened = "exact", "from"
        second.change = second.change or restated(text, second, lexicon)
        if second.change is not None:
            first.unit = first.unit or second.unit
            first.change = second.change
            return False
        between = "-"
    if not is_between and between not in words.join:
        joined = f"{between} {second.hedge_words}".strip()
        if not (second.hedge_words and joined in words.join):
            return False
    if (first.number.fraction == 0) != (second.number.fraction == 0) and first.unit != second.unit:
        return False
    if between == "to" and first.left and first.left[-1][2] == "by" and _LEADS_ON.match(text, second.end):
        # "lowered its forecast by 50,000 to 700,000 to 750,000"
        return False
    if first.unit is not None and second.unit is not None and first.unit != second.unit:
        if not second.unit.startswith(f"{first.unit}_per_"):
            return False
        if between == "to" and not opened and second.value > 3 * first.value and is_move(first, second, lexicon):
            # "up $14 to $1,311.50 an ounce"
            return False
        # "between $2,000 and $3,000 per student"
        first.unit = second.unit
        if opened == "from":
            return False
    if (
        between in ("-", "–", "—")
        and second.hedge_words in lexicon.tables["ranges"].get("to", ())
        and lexicon.script == "words"
    ):
        # "подорожает на 50 тенге — до 150": a step and where it leads.
        return False
    if lexicon.language == "kk" and second.comparator == "le" and between and between in "-–—...…":
        # "10–12 м/с-қа дейін": both ends are told, and the second bounds nothing more.
        second.comparator, second.hedged = "exact", False
    if second.hedge_words in words.join and second.comparator in ("le", "ge", "lt"):
        unhedge(second)
    if second.comparator not in ("exact", "approx", "factor"):
        return False
    if first.unit == "percent" and second.unit is None and second.scaled:
        # "by 60% – from 4.2 thousand": a share and a count make no range.
        return False
    if lexicon.script == "runs" and "距今" in text[max(0, first.start - 3) : first.number.start]:
        # "距今5800年至5300年": years before now are told from the farther end.
        first.number, second.number = second.number, first.number
    low, high = first.number, second.number
    if between == "to" and is_scored(first, second, lexicon):
        first.name = second.name = True
        return False
    shared = first.unit in (None, second.unit) or (second.unit is None and first.prefixed)
    part = first.number.fraction > 0 and first.number.value < 1
    unscaled = not first.scaled and second.scaled and shared and not part
    if first.unit == "percent":
        unscaled = False
    # "一到一百": the first is told without the power of the second.
    unscaled = unscaled and (lexicon.script == "words" or first.value * 10.0**high.exponent < second.value)
    scale = 10.0**high.exponent if unscaled else 1.0
    if (
        opened == "from"
        and unscaled
        and second.value <= first.value * scale < 100 * second.value
        and first.value < 1000
    ):
        # "с 4 до 2 тысяч": the scale of the second number is the first's as well.
        low.exponent += high.exponent
        first.scaled, first.unit = True, second.unit
        first.change, second.change = first.change or "down", second.change or "down"
        return False
    if lexicon.script == "runs" and falls(first, second, between):
        low, high = first.number, second.number = second.number, first.number
    if first.value * scale >= second.value and not second.negative:
        touching = between in ("-", "–", "—") and first.end == second.start - len(between)
        if touching and first.unit is None and second.unit is None and low.whole and high.whole:
            # Scores and codes: "3-1"; neither half states a quantity.
            first.name = second.name = True
        return False
    if between in ("-", "–") and first.unit is None and second.unit is None and is_set(text, first, second):
        first.name = second.name = True
        return False
    if between in ("or",) and first.value + 1 < second.value * 1.0 and first.unit is not None:
        return False
    shifts = bool(first.left) and first.left[-1][2] in lexicon.tables["ranges"].get("shift_from", ())
    if shifts:
        first.change = first.change or ("up" if second.value > first.value * scale else "down")
    bare = first.unit is None and not first.scaled and second.unit is not None
    shifting = lexicon.tables["ranges"].get("shift_from")
    lead = first.hedge_words or (first.left[-1][2] if first.left else "")
    # "повысили цены от полутора до четырёх процентов" tells how much, "с полутора" from where.
    moves = (
        opened == "from"
        and between not in ("-", "–", "—")
        and (not shifting or lead in shifting)
        and is_move(first, second, lexicon)
    )
    if first.unit is None or first.kind == "count":
        first.unit = second.unit if second.unit is not None else first.unit
    if unscaled and first.value < second.value:
        low.exponent += high.exponent
        if high.factor != 1.0:
            low.factor = high.factor
        first.scaled = True
    free = (
        second.comparator != "factor"
        and between not in ("-", "–", "—", "~", "‑")
        and opened != "between"
        and lexicon.script == "words"
    )
    # "growing 6.5 to 7 percent" tells a range, "rose 12 to 1,234 points" a step and where it led.
    close = bare and second.value <= 3 * first.value * scale
    close = close or (free and is_ahead(first, second, lexicon))
    if free and not close and between == "to":
        close = _STEPPED.search(text, max(0, first.start - 36), first.start) is not None
    if moves or (free and not close and is_move(first, second, lexicon)):
        second.change = second.change or first.change
        for atom in (first, second):
            if atom.hedge_words in words.start or atom.hedge_words in words.join:
                unhedge(atom)
        return False
    if (low.fraction or high.fraction) and (between not in words.join or low.value > high.value):
        return False
    if second.negative and not first.negative and second.start == second.number.start:
        # "3-8 градус аяз": a word behind both says that they are below nought.
        first.negative = True
    said = between in ("-", "–", "—") and text[first.start : first.start + 1].isalpha() and low.value < high.value
    if first.negative != second.negative and not said:
        # "Minus 25–30" is below nought at both ends.
        # "0...-5°C": the sign is of one end.
        high.plain, high.exact = f"-{high.plain}", None if high.exact is None else -high.exact
    first.upper = high
    if opened and not ablative and first.hedge_words not in words.start:
        first.start = first.left[-1][0]
    first.end, first.bare_end = second.end, second.bare_end
    first.comparator, first.kind = "range", second.kind
    first.change = first.change or second.change
    return True


def _closed_between(text: str, second: Atom, between: str, lexicon: Lexicon) -> bool:
    """Say whether a word after the second number makes a range: "15 пен 20 аралығында"."""
    rules = lexicon.tables["ranges"]
    if lexicon.script == "runs":
        # "介于3和5之间"
        return between in rules["between_join"] and text.startswith("之间", second.end)
    closing = rules.get("between_after")
    return bool(closing) and between in rules["between_with"] and text.startswith(tuple(closing), second.end + 1)


def _ablative(text: str, first: Atom, second: Atom, lexicon: Lexicon) -> bool:
    """Say whether case endings make a range: "15-тен 20 пайызға дейін"."""
    rule = lexicon.tables["ranges"].get("ablative")
    if rule is None or second.comparator != "le" or first.comparator != "exact":
        return False
    return text.endswith(tuple(rule), max(0, first.end - 6), first.end)
