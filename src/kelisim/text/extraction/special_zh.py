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
_PLAN_WORDS = ("期间", "时期", "规划", "末", "以来", "”", "’", "」", "』")
# What half of is measured: half a cup, half a head of cattle.
_HALVED = tuple("个杯碗瓶勺袋盒锅盘罐盆匙包壶匹张页根只颗片")
_SOME_TENTHS = re.compile("百分之([一二三四五六七八])([二三四五六七八九])(十?)(?![一二三四五六七八九十百点])")
# "饭前半小时": half an hour before it, where "前半小时" is the first half.
_OCCASIONS = tuple("饭睡餐术赛课会班产食课药")
_LISTED_PAIR = re.compile("([1-8一二三四五六七八])、([2-9二三四五六七八九])(?=[十百千万])")
_SEVERAL = re.compile("(?:好?[数几]|上|过|成千上|数以)$")
# "人数百余": a number of people, and no hundreds; "网上百货": on the net.
_COUNT_NOUNS = tuple("人总户次台件辆基指系岁页度分倍参函多大少份套票频天层级个")
_PLACES = tuple("超不经通越以之路网线身桌手车晚早街会地天海世历加马北岸船机楼山头")
_MOST_HALF = re.compile("一[多大小]半")
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
    if text.startswith(("年报", "年度", "年线"), position + 1):
        return None, position + 1
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
    if found is None and text[position + 1 : position + 2] == "两" and not text[position + 2 : position + 3].isalnum():
        found = ("liang", position + 2)
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
    if before == "近" and found is None and following.isalnum():
        # "近半受访者"
        atom.start, atom.comparator = position - 1, "approx"
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
        or (before and before in "上下前后" and text[position - 2 : position - 1] not in _OCCASIONS)
        or (
            found[0] in ("CNY", "item")
            and text[position + 1] not in _HALVED
            and not text.startswith("块钱", position + 1)
        )
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
    if text.startswith(_PLAN_WORDS, match.end()):
        # "十四五规划": the plan of five years, the fourteenth.
        return None
    digits = characters()[0]
    low, high = digits[match[2]], digits[match[3]]
    tens = 10 * (digits[match[1]] if match[1] else 1)
    if high != low + 1:
        return None
    atom = Atom(Number(position, match.end(), str(tens + low)), position, match.end(), match.end())
    read_unit(text, atom, lexicon)
    if atom.unit is None and not atom.classified and not (_alone(text, position, match.end()) and tens + high != 15):
        return None
    atom.upper = Number(position, match.end(), str(tens + high))
    atom.comparator = "range"
    return atom


def neighbours(text: str, position: int, pair: str, lexicon: Lexicon) -> Atom | None:
    """Read "三四个": two neighbouring digits are a range."""
    digits, powers, _tens = characters()
    low, high = digits[pair[0]], digits[pair[1]]
    end = position + 2
    if pair == "一两" and _alone(text, position, end):
        # The weight.
        return None
    if pair == "三两":
        low, high = high, low
    if (
        (high != low + 1 and pair != "三五")
        or (text[end : end + 1] in digits)
        or (position and text[position - 1] in {*digits, *powers})
    ):
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
    if text.startswith("年代", first.end):
        # "五六十年代", the fifties and sixties.
        atom.name, atom.unit, atom.kind = True, None, "quantity"
        atom.end = atom.bare_end = first.end
        return atom
    if atom.unit is None and not atom.classified and not power and not (_alone(text, position, end) and pair != "三五"):
        return None
    atom.upper = Number(position, first.end, str(high), exponent=first.exponent)
    atom.comparator = "range"
    return atom


def _alone(text: str, start: int, end: int) -> bool:
    """Say whether a numeral stands between signs or ends of the text, so that it can be nothing but a number."""
    return not text[start - 1 : start].isalnum() and not text[end : end + 1].isalnum()


def listed_pair(text: str, position: int, lexicon: Lexicon) -> Atom | None:
    """Read "3、4千吨", three to four thousand tonnes: two neighbouring digits before a power of ten."""
    match = _LISTED_PAIR.match(text, position)
    if match is None or (position and text[position - 1].isdigit()):
        return None
    digits, powers, _tens = characters()
    low, high = (digits.get(one, 0) or int(one) for one in match.groups())
    if high != low + 1:
        return None
    end, exponent = match.end(), 0
    while powers.get(text[end : end + 1], 0):
        exponent += powers[text[end]]
        end += 1
    atom = Atom(Number(position, end, str(low), exponent=exponent), position, end, end)
    read_unit(text, atom, lexicon)
    if atom.unit is None and not atom.classified:
        return None
    atom.upper, atom.comparator = Number(position, end, str(high), exponent=exponent), "range"
    return atom


def several(text: str, atom: Atom) -> bool:
    """Read what makes a power of ten a lower bound: 数百人, 几千元, 上万名, 过亿, 成千上万, 数以百计."""
    number = atom.number
    lead = _SEVERAL.search(text, max(0, number.start - 3), number.start)
    if lead is None:
        return False
    start, word = lead.start(), lead[0]
    before = text[start - 1 : start]
    if word == "成千上":
        number.plain, number.exponent = "1000", 0
    elif word == "数以":
        if text[number.end : number.end + 1] != "计":
            return False
        number.end += 1
    elif before and before in (_PLACES if word in ("上", "过") else _COUNT_NOUNS) and text[start - 2 : start] != "已经":
        return False
    atom.start = start
    atom.end = atom.bare_end = number.end
    atom.comparator = "gt" if word == "过" else "ge"
    atom.vague = word not in ("上", "过")
    return True


def percent_neighbours(text: str, position: int) -> Atom | None:
    """Read "百分之七八十", between 70 and 80 per cent."""
    match = _SOME_TENTHS.match(text, position)
    if match is None:
        return None
    digits = characters()[0]
    low, high, tens = digits[match[1]], digits[match[2]], 1 if match[3] else 0
    if high != low + 1:
        return None
    atom = Atom(Number(position, match.end(), str(low), exponent=tens), position, match.end(), match.end())
    atom.upper = Number(position, match.end(), str(high), exponent=tens)
    atom.unit, atom.comparator = "percent", "range"
    return atom


def most_half(text: str, position: int) -> Atom | None:
    """Read 一多半 and 一大半 (more than half) and 一小半 (less)."""
    match = _MOST_HALF.match(text, position)
    if match is None:
        return None
    atom = Atom(Number(position, match.end(), "1", fraction=2, exact=0.5), position, match.end(), match.end())
    atom.comparator = "lt" if match[0][1] == "小" else "gt"
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
