"""The scanner of Chinese: from anchors to atoms, without word spaces."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kelisim.text.extraction.atoms import Atom
from kelisim.text.extraction.blanks_zh import NUMERALS, of_half_width
from kelisim.text.extraction.context import read_sign
from kelisim.text.extraction.context_zh import change_of, read_hedges, read_hedges_after, read_loose_hedges
from kelisim.text.extraction.dates_zh import date_at, plan_at
from kelisim.text.extraction.fractions_zh import one_in, read_fraction, read_more
from kelisim.text.extraction.lexicon import Lexicon
from kelisim.text.extraction.names import skip_over
from kelisim.text.extraction.names_zh import clock_end, days_end, in_title, is_generation, is_label, is_word, months_end
from kelisim.text.extraction.numerals import VULGAR, Number
from kelisim.text.extraction.numerals_zh import HALF, characters, halves, lift_scale, number_at, run_pattern
from kelisim.text.extraction.periods import numeric_date
from kelisim.text.extraction.rates_zh import read_rate
from kelisim.text.extraction.special_zh import (
    doubling,
    half,
    listed_pair,
    most_half,
    neighbours,
    ordinal,
    percent_neighbours,
    several,
    teens,
    whole_or_half,
)
from kelisim.text.extraction.units import unit_at
from kelisim.text.extraction.units_zh import currency_before, read_unit

_HELD = 8
# "内存256兆": megabytes, where a sum of money would be 256 trillion.
_MEGA = 12
_MEMORY = re.compile("内存|带宽|宽带|流量|网速|文件|空间|容量|显存|硬盘")
_TO = ("到", "至", "~", "～", "-", "—", "–", "增至", "增加到", "降至", "减至")
# "“2+26”城市": a name in signs.
_SUM_NAME = re.compile(r"[0-9]{1,2}\+(?:[0-9]{1,2}|[NXnx])(?:\+[0-9]{1,2})?(?=[”\"」』]|城市|政策|模式|体系)")
# "一日三次": how often a day.
_PER_DAY = re.compile("[一1][日天周年](?=[一二两三四五六七八九十0-9]{1,3}(?:[至到~-][0-9一二三四五六])?[次回])")
_SPELLS = ("日", "天", "周", "年")
_CLOCKED = ("点", "时")
_RATIO = re.compile("[0-9]{1,5}(?:[.][0-9]{1,3})?[∶：][0-9]{1,5}(?:[.][0-9]{1,3})?(?![0-9])")
_SIDES = re.compile("[0-9]{1,5}(?:[.][0-9]{1,3})?(?:[*×xX][0-9]{1,5}(?:[.][0-9]{1,3})?){1,2}(?=[a-z毫厘米分公英寸 ])")
_LATIN_RUN = re.compile(r"[0-9A-Za-z.,]+")
# Ten thousand in messages: "10w+", "3W元"; a lower-case w before another word may be a watt.
# An upper-case T that ends a number is a million million; before a word it is often a kind of engine.
_TEN_THOUSAND = re.compile("[wW](?=[元人块粉多余+])|[wT](?![A-Za-z0-9\u4e00-\u9fff])|T(?=个百分)")
# "1.1^23", "2^-3": a number and its power.
_RAISED = re.compile(r"\^(?P<sign>[-+−]{0,2})(?P<power>[0-9]{1,2})(?![0-9])")
_LARGEST = 300
# Words after which a dash is the sign of the number.
_SIGNED_AFTER = tuple("有是得于达从在为至到约说加减乘除超近少多占过低高")
_SIGNED_RANGE = re.compile("(?:至|到|~|～)-?[0-9.]{1,5}")
_COMPARED = {**dict.fromkeys("大多高强长", "gt"), **dict.fromkeys("小少低短", "lt")}
_TWO_DIGITS = re.compile("[一二两三四五六七八九]{2}")


def scan(text: str, lexicon: Lexicon) -> Iterator[Atom]:
    """Yield the atoms of a Chinese text in order; names and dates among them."""
    text = of_half_width(text)
    atoms: list[Atom] = []
    limit = 0
    for match in run_pattern().finditer(text):
        position = match.start()
        if position < limit:
            continue
        atom, stop = atom_at(text, position, lexicon)
        limit = max(limit, stop)
        if atom is None:
            continue
        if atom.period is not None:
            while atoms and atoms[-1].end > atom.start:
                atoms.pop()
        elif atoms and atom.start < atoms[-1].end:
            atom.start = min(max(atoms[-1].end, atom.start), atom.number.start)
        if atoms and atom.unit == "CNY":
            _keep_currency(text, atoms[-1], atom)
        atoms.append(atom)
        limit = max(limit, atom.end)
        if len(atoms) > _HELD:
            yield from atoms[:-_HELD]
            del atoms[:-_HELD]
    yield from atoms


def _keep_currency(text: str, first: Atom, second: Atom) -> None:
    """Give the second end of a range the currency that stands before the first: "新台币1亿元到3亿元"."""
    named = first.prefixed and first.unit is not None and len(first.unit) == 3 and first.unit.isupper()
    if named and text[first.end : second.start] in _TO and text[second.end - 1] == "元" and not second.prefixed:
        second.unit = first.unit


def atom_at(text: str, position: int, lexicon: Lexicon) -> tuple[Atom | None, int]:
    """Read the number at the place; the second part is where the scan goes on."""
    first = text[position]
    if first in ("翻", "倍"):
        return doubling(text, position, lexicon)
    if first in ("对", "對") or text.startswith("百分百", position):
        return whole_or_half(text, position)
    if first == "零" and text[position + 1 : position + 2] in ("下", "上"):
        return None, position + 1
    if first == HALF:
        return half(text, position, lexicon)
    if first in VULGAR:
        number: Number | None = Number(position, position + 1, "0", fraction=2, exact=VULGAR[first])
    else:
        if "0" <= first <= "9":
            stop = skip_over(text, position)
            if stop:
                return None, stop
            sides = _SIDES.match(text, position) or _RATIO.match(text, position) or _SUM_NAME.match(text, position)
            if sides is not None:
                # "4683*1780*1465mm" says how large a thing is in each direction.
                return None, sides.end()
            if not _digits_may_start(text, position):
                run = _LATIN_RUN.match(text, position)
                return None, run.end() if run else position + 1
            if text[position - 1 : position] == "." and not _is_latin(text[max(0, position - 2) : position - 1]):
                position -= 1
        if position and text[position - 1] in "前首" and (stop := months_end(text, position)):
            return None, stop
        if "日" in text[position + 1 : position + 4]:
            stop = days_end(text, position)
            if stop:
                return None, stop
        if text[position + 1 : position + 4].strip("0123456789十一二三四五六七八九")[:1] in _CLOCKED:
            stop = clock_end(text, position)
            if stop:
                return None, stop
        plan = plan_at(text, position) if first in "十六七八九" and "五" in text[position + 1 : position + 3] else None
        if plan is not None:
            number = Number(position, plan.end, str(plan.period.start.year if plan.period.start else 0))
            return Atom(
                number, position, plan.end, plan.end, period=plan.period, comparator=plan.comparator, kind="date"
            ), plan.end
        if first in "一1" and text[position + 1 : position + 2] in _SPELLS and _PER_DAY.match(text, position):
            return None, position + 2
        atom = teens(text, position, lexicon) if "十" in text[position : position + 2] else None
        if atom is None and first == "百":
            atom = percent_neighbours(text, position)
        elif atom is None and first == "一":
            atom = most_half(text, position)
        if atom is None and text[position + 1 : position + 2] == "、":
            atom = listed_pair(text, position, lexicon)
        pair = _TWO_DIGITS.match(text, position) if atom is None else None
        if pair is not None:
            atom = neighbours(text, position, pair[0], lexicon)
        if atom is not None:
            return _with_surroundings(text, atom, lexicon), atom.end
        number = number_at(text, position)
    if number is None and (written := numeric_date(text, position)) is not None and written.period.start is not None:
        number = Number(position, written.end, str(written.period.start.year))
    if number is None:
        return None, _skip(text, position)
    before = text[position - 1] if position else ""
    atom = Atom(number, position, number.end, number.end)
    lead = before and before in "数几上过以" and not text.startswith(("分之", "份之"), number.end)
    if lead and first in characters()[1]:
        if several(text, atom):
            return _complete(text, atom, lexicon)
        if before in "数几":
            return None, number.end
    if before == "每":
        share = one_in(text, atom, lexicon)
        if share is not None:
            return share, share.end
        # "每千人": what the other number is per.
        return None, number.end
    mention = date_at(text, number, lexicon)
    if mention is not None:
        atom.period, atom.start, atom.end, atom.bare_end = mention.period, mention.start, mention.end, mention.end
        atom.comparator, atom.kind = mention.comparator, "date"
        if in_title(text, atom.start):
            return None, mention.end
        return atom, mention.end
    if before == "第":
        return ordinal(text, atom, lexicon)
    if in_title(text, position):
        return None, number.end
    return _complete(text, atom, lexicon)


def _with_surroundings(text: str, atom: Atom, lexicon: Lexicon) -> Atom:
    """Complete a range of neighbours with the words around it: "约七八百元", "时速七八十公里", "增长三四成"."""
    if not atom.name:
        read_hedges(text, atom, lexicon)
        read_rate(text, atom, lexicon)
        atom.change = change_of(text, atom, lexicon)
    return atom


def _skip(text: str, position: int) -> int:
    """Return the end of a run of digits or numerals that is no number."""
    digits, powers, tens = characters()
    place = position
    while place < len(text) and (
        text[place] in digits or text[place] in powers or text[place] in tens or text[place] in "0123456789.,"
    ):
        place += 1
    return max(place, position + 1)


def _complete(text: str, atom: Atom, lexicon: Lexicon) -> tuple[Atom | None, int]:
    number = atom.number
    if text[number.end : number.end + 1] == "^":
        _raise(text, number)
    read_fraction(text, number)
    read_more(text, atom)
    halves(text, number)
    atom.scaled = lift_scale(text, number)
    scale = lexicon.scales.after(text, number.end) if text[number.end : number.end + 1].isascii() else None
    if scale is None and (tens := _TEN_THOUSAND.match(text, number.end)) is not None:
        scale = ("4" if tens[0] != "T" else "12", tens.end())
    if scale is not None and is_generation(text, number.start):
        atom.name = True
        return atom, scale[1]
    if scale is not None:
        number.exponent += int(scale[0])
        number.end, atom.scaled = scale[1], True
    memory = (
        text[number.end - 1] == "兆"
        and number.exponent == _MEGA
        and _MEMORY.search(text, max(0, number.start - 8), number.start)
    )
    if memory:
        number.exponent, atom.unit = 0, "megabyte"
    atom.end = atom.bare_end = number.end
    currency_before(text, atom, lexicon)
    gap = 1 if text[atom.start - 1 : atom.start] == " " else 0
    for sign in lexicon.tables["minus"]:
        if text.endswith(sign, 0, atom.start - gap):
            atom.negative, atom.start = True, atom.start - len(sign) - gap
            break
    else:
        read_sign(text, atom, lexicon)
        start = atom.start
        dashed = not atom.negative and text[start - 1 : start] in ("-", "−") and start > 1
        dashed = dashed and text[start - 2] not in NUMERALS and "\u4e00" <= text[start - 2] <= "\u9fff"
        if dashed and (text[start - 2] in _SIGNED_AFTER or _is_signed(text, number.end, lexicon)):
            # "温度-5℃": a dash after a word, not after a number.
            atom.negative, atom.start = True, start - 1
    bounded = atom.comparator
    read_hedges(text, atom, lexicon)
    if bounded != "exact" and atom.comparator == "approx":
        # "约数百": no fewer than a hundred all the same.
        atom.comparator = bounded
    if text[number.end : number.end + 1] == "倍":
        atom.end = atom.bare_end = number.end + 1
        after = lexicon.after.after(text, atom.end)
        if after is not None:
            atom.comparator, atom.end = after[0], after[1]  # type: ignore[assignment]
        if atom.comparator != "exact":
            atom.hedged, atom.hedge = True, atom.comparator
        atom.comparator = "factor"
        atom.change = change_of(text, atom, lexicon)
        return atom, atom.end
    if not atom.prefixed and not memory:
        read_unit(text, atom, lexicon)
    read_rate(text, atom, lexicon)
    read_hedges_after(text, atom, lexicon)
    read_loose_hedges(text, atom, lexicon)
    if atom.comparator == "exact" and text[atom.start - 1 : atom.start] == "比" and atom.end < len(text):
        # "比三大", "比100多"
        way = _COMPARED.get(text[atom.end])
        if way is not None and not text[atom.end + 1 : atom.end + 2].isalnum():
            atom.comparator, atom.end = way, atom.end + 1  # type: ignore[assignment]
    if is_word(text, atom, lexicon):
        return None, number.end
    if is_label(text, atom, lexicon):
        atom.name = True
        return atom, atom.bare_end
    atom.hedged = atom.comparator not in ("exact", "factor")
    atom.change = change_of(text, atom, lexicon)
    return atom, atom.end


def _raise(text: str, number: Number) -> None:
    raised = _RAISED.match(text, number.end)
    if (
        raised is None
        or not number.value
        or int(raised["power"]) * (len(number.plain) + abs(number.exponent)) > _LARGEST
    ):
        return
    power = int(raised["power"]) * (1 if raised["sign"].strip("+") == "" else -1)
    number.exact, number.exponent, number.end = number.value**power, 0, raised.end()


def _is_signed(text: str, position: int, lexicon: Lexicon) -> bool:
    further = _SIGNED_RANGE.match(text, position)
    unit = unit_at(text, position if further is None else further.end(), lexicon)
    return unit is not None and (unit[0] == "percent" or unit[0].startswith("degree"))


def _digits_may_start(text: str, position: int) -> bool:
    if position == 0:
        return True
    before = text[position - 1]
    if before in "%％":
        # "5%12" carries a footnote.
        return False
    if before.isascii() and (before.isalpha() or before in "_/@=&"):
        letters = re.compile(r"[A-Za-z$]+$").search(text, max(0, position - 4), position)
        return letters is not None and letters[0] in (
            "USD",
            "CNY",
            "RMB",
            "EUR",
            "HKD",
            "KZT",
            "US",
            "JPY",
            "GBP",
            "NT",
            "HK",
        )
    if before in "-–" and position > 1 and text[position - 2].isalpha() and text[position - 2].isascii():
        return re.compile(r"[0-9][A-Za-z]{1,4}[-–]$").search(text, max(0, position - 8), position) is not None
    return not (before == "." and position > 1 and _is_latin(text[position - 2]))


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()
