"""Chinese words that are numbers of their own kind: 翻一番, 半小时, 三四个, 第三."""

from __future__ import annotations

import re

from kelisim.text.extraction.atoms import Atom
from kelisim.text.extraction.context_zh import read_hedges
from kelisim.text.extraction.lexicon import Lexicon
from kelisim.text.extraction.numerals import Number
from kelisim.text.extraction.numerals_zh import characters
from kelisim.text.extraction.units import unit_at
from kelisim.text.extraction.units_zh import read_unit

_TEENS = re.compile("([二三四五六七八九])?十([一二三四五六七八])([二三四五六七八九])")
_PERCENT = re.compile("百分百|(?<=打)[对對]折")


def whole_or_half(text: str, position: int) -> tuple[Atom | None, int]:
    """Read 百分百 (100 per cent) and 打对折 (at half the price)."""
    match = _PERCENT.match(text, position)
    if match is None:
        return None, position + 1
    number = Number(position, match.end(), "100" if match[0][0] == "百" else "50")
    return Atom(number, position, match.end(), match.end(), unit="percent"), match.end()


def doubling(text: str, position: int, lexicon: Lexicon) -> tuple[Atom | None, int]:
    """Read 翻一番 (doubled) and 翻两番 (doubled twice)."""
    match = re.compile("翻了?(?:(?P<n>[一两二三四1-4])|)番|倍增").match(text, position)
    if match is None:
        return None, position + 1
    times = {"两": 2, "二": 2, "三": 3, "四": 4, "2": 2, "3": 3, "4": 4}.get(match["n"] or "", 1)
    number = Number(position, match.end(), str(2**times), words=True)
    atom = Atom(number, position, match.end(), match.end(), comparator="factor", change="up")
    return atom, match.end()


def half(text: str, position: int, lexicon: Lexicon) -> tuple[Atom | None, int]:
    """Read 半 before a unit ("半小时", "半数")."""
    number = Number(position, position + 1, "1", fraction=2, exact=0.5)
    atom = Atom(number, position, position + 1, position + 1)
    if text[position + 1 : position + 2] == "打":
        dozen = Number(position, position + 2, "6")
        return Atom(dozen, position, position + 2, position + 2, kind="count"), position + 2
    if text[position + 1 : position + 2] == "百":
        return Atom(Number(position, position + 2, "50"), position, position + 2, position + 2), position + 2
    if text[position + 1 : position + 2] in ("成", "折"):
        # 半成 is half a tenth, 半折 half the price.
        percent = Number(position, position + 2, "5" if text[position + 1] == "成" else "50")
        return Atom(percent, position, position + 2, position + 2, unit="percent"), position + 2
    found = unit_at(text, position + 1, lexicon)
    before = text[position - 1] if position else ""
    if before in "一1" and before:
        return None, position + 1
    following = text[position + 1 : position + 2]
    over = text[position - 1 : position] in ("过", "過", "逾", "超") and position > 0
    if over and (not following.isalnum() or following in ("的", "数")):
        # "占比过半"
        atom.start, atom.comparator = position - 1, "gt"
        atom.end = atom.bare_end = position + 1 + (following == "数")
        return atom, atom.end
    if following in ("价", "價"):
        atom.end = atom.bare_end = position + 2
        return atom, atom.end
    if text[position + 1 : position + 2] == "数":
        atom.end = atom.bare_end = position + 2
        read_hedges(text, atom, lexicon)
        return atom, atom.end
    if (
        found is None
        or (before in "上下前后" and before)
        or (found[0] in ("CNY", "item") and text[position + 1] not in "个個")
    ):
        return None, position + 1
    atom.unit, atom.end = (None if found[0] == "item" else found[0]), found[1]
    read_hedges(text, atom, lexicon)
    return atom, atom.end


def teens(text: str, position: int, lexicon: Lexicon) -> Atom | None:
    """Read "十五六岁" and "二十七八个": the last two digits are neighbours and make a range."""
    match = _TEENS.match(text, position)
    if match is None:
        return None
    digits = characters()[0]
    low, high = digits[match[2]], digits[match[3]]
    tens = 10 * (digits[match[1]] if match[1] else 1)
    if high != low + 1:
        return None
    atom = Atom(Number(position, match.end(), str(tens + low)), position, match.end(), match.end())
    read_unit(text, atom, lexicon)
    if atom.unit is None and not atom.classified:
        return None
    atom.upper = Number(position, match.end(), str(tens + high))
    atom.comparator = "range"
    return atom


def neighbours(text: str, position: int, pair: str, lexicon: Lexicon) -> Atom | None:
    """Read "三四个": two neighbouring digits are a range."""
    digits, powers, _tens = characters()
    low, high = digits[pair[0]], digits[pair[1]]
    end = position + 2
    if high != low + 1 or (text[end : end + 1] in digits) or (position and text[position - 1] in {*digits, *powers}):
        return None
    power = powers.get(text[end : end + 1], 0)
    if (power == 1 or text[end : end + 1] in ("点", "月", "日")) and power != 1:
        return None
    first = Number(position, end, str(low), exponent=power)
    first.end = end + (1 if power else 0)
    atom = Atom(first, position, first.end, first.end)
    while powers.get(text[first.end : first.end + 1], 0) >= 4:
        first.exponent += powers[text[first.end]]
        first.end += 1
    atom.end = atom.bare_end = first.end
    read_unit(text, atom, lexicon)
    if atom.unit is None and not atom.classified:
        return None
    atom.upper = Number(position, first.end, str(high), exponent=first.exponent)
    atom.comparator = "range"
    return atom


def ordinal(text: str, atom: Atom, lexicon: Lexicon) -> tuple[Atom | None, int]:
    """Read a number after 第 as a rank, or as a name where a chapter or an article follows."""
    atom.start = atom.number.start - 1
    atom.kind = "ordinal"
    following = text[atom.number.end : atom.number.end + 2]
    if following[:1] in ("章", "节", "条", "页", "届", "期", "版", "条", "款", "部", "号", "集", "步"):
        atom.name = True
        return atom, atom.number.end
    return atom, atom.end
