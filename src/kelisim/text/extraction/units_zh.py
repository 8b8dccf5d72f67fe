"""Units and currencies at a Chinese number, with its coins ("五元六角三分") and halves ("两个半")."""

from __future__ import annotations

import re

from kelisim.text.extraction.atoms import Atom
from kelisim.text.extraction.context import read_currency_before
from kelisim.text.extraction.lexicon import Lexicon
from kelisim.text.extraction.nouns_zh import classified_noun, counted_bare
from kelisim.text.extraction.numerals import Number
from kelisim.text.extraction.numerals_zh import HALF, characters, number_at
from kelisim.text.extraction.phrases import RunPhrases
from kelisim.text.extraction.units import unit_at

_TENTHS = re.compile(r"(?:[0-9]{1,2}|[一二三四五六七八九]{1,2})(?![0-9一二三四五六七八九十百千万米年月点.多个名人位])")
# "两块一斤": what the price is for.
_PRICED = tuple("斤个只条两克公吨米包瓶件张份袋盒次天升亩")
# Sums from here on are told without coins.
_DEAR = 100_000
_NO_POINT = tuple("钟整半0123456789一二三四五六七八九")
_TENTH_OF_MU = re.compile("([一二三四五六七八九1-9])分(?![之为])")
_ROOMY = tuple("的左以大到至户房多")
_DEGREE_TENTH = re.compile("[一二三四五六七八九1-9](?![0-9一二三四五六七八九十百千万度年月日个])")
_SPEED = re.compile("航速|时速|速度|风速")
_SECONDS = re.compile("(?:[0-9]{1,2}(?:[.][0-9]{1,3})?|[一二三四五六七八九十]{1,3})秒")
_SHARES = re.compile("[一二三四五六七八九]{2}")
_SCORED = re.compile("得|打|评|考|满|砍|比分|领先|落后")
_ANGLE = re.compile("角|倾|旋|转|斜|坡|纬|经|视|散光|酒")
_COUNTED_QUARTERS = ("连续", "近", "过去", "最近", "连", "逾", "超过")
_OF_COUNTRIES = tuple("际内有外产民企货债防土宝籍道门资营")
_DISPLAYED = re.compile(
    "屏|电视|显示|液晶|手机|平板|电脑|笔记本|轮|硬盘|晶圆|蛋糕|披萨|照片|相机|英寸|尺寸|画面|音箱|行李箱|硅片"
)
_FEN = re.compile(
    "([一二两三四五六七八九1-9])(?:分钱?|(?![0-9一二三四五六七八九十百千万个年月米元斤只条两克公吨包瓶件张份袋盒次天升亩]))"
)


def currency_before(text: str, atom: Atom, lexicon: Lexicon) -> None:
    """Take a currency or a temperature scale right before the number ("人民币3.14亿", "摄氏37度")."""
    assert isinstance(lexicon.units, RunPhrases)

    read_currency_before(text, atom, lexicon)
    if atom.prefixed:
        if atom.unit == "JPY" and text[atom.start] in "¥￥":
            atom.unit = "CNY"
        return
    found = lexicon.units.before(text, atom.start)
    if found is not None and len(found[0]) == 3 and found[0].isupper() and atom.start - found[1] > 1:
        after = unit_at(text, atom.bare_end, lexicon)
        if after is not None and after[0] == found[0]:
            # "人民币2.3亿元" names its currency twice.
            atom.start = found[1]
        elif after is not None and after[0] == "CNY" and text[after[1] - 1] in "元圆":
            # "新台币300元": the coin is of the currency named before.
            atom.unit, atom.prefixed, atom.start = found[0], True, found[1]
            atom.end = atom.bare_end = after[1]
        if after is None:
            atom.unit, atom.prefixed, atom.start = found[0], True, found[1]
    elif text[max(0, atom.start - 2) : atom.start] in ("摄氏", "攝氏", "华氏", "華氏"):
        match = re.compile("[ ]?[°度]").match(text, atom.bare_end)
        if match:
            name = "degree_celsius" if text[atom.start - 2] in "摄攝" else "degree_fahrenheit"
            atom.unit, atom.prefixed, atom.start = name, True, atom.start - 2
            atom.end = atom.bare_end = match.end()


def read_unit(text: str, atom: Atom, lexicon: Lexicon) -> None:
    """Find the unit, classifier, tenths (三成) or dozens after the number."""
    number = atom.number
    if number.percent:
        atom.unit = "percent" if number.percent == 100 else "permille"
        return
    place = number.end
    following = text[place : place + 1]
    if following == "成" and text[place + 1 : place + 2] not in ("功", "立", "为", "長", "长", "员"):
        # 三成 is 30 per cent, 三成五 35.
        more = number_at(text, place + 1)
        number.exponent += 1
        atom.scaled = True
        atom.end = atom.bare_end = place + 1
        if more is not None and len(more.plain) == 1 and not more.exponent and "." not in number.plain:
            number.plain = f"{number.plain}.{more.plain}"
            atom.end = atom.bare_end = number.end = more.end
        elif text[place + 1 : place + 2] == HALF:
            number.plain = f"{number.plain}.5"
            atom.end = atom.bare_end = number.end = place + 2
        atom.unit = "percent"
        return
    if following == "折":
        atom.scaled = number.value < 10
        number.exponent += 1 if number.value < 10 else 0
        atom.unit, atom.end, atom.bare_end = "percent", place + 1, place + 1
        if text[place + 1 : place + 2] == HALF and "." not in number.plain:
            number.plain, atom.end = f"{number.plain}.5", place + 2
        return
    if following and following in "节節" and number.whole:
        noun = classified_noun(text, place + 1, lexicon.language)
        if noun is not None:
            atom.unit, atom.end = noun
            atom.classified, atom.kind = True, "count"
            return
    if (
        following
        and following in "打对對双雙"
        and text[place + 1 : place + 2] not in tuple("比方于边外开仗听算工造击倒死人扰破断折车")
    ):
        number.factor = 12.0 if following == "打" else 2.0
        atom.classified, atom.kind = True, "count"
        atom.end = atom.bare_end = number.end = place + 1
        return
    if following and following in "平节分两石季":
        found = _by_context(text, atom, following)
        if found is not None:
            atom.unit, atom.end = found
            return
    if following in ("点", "點") and _is_point(text, number):
        atom.unit, atom.end = "point", place + 1
        return
    found = unit_at(text, place, lexicon)
    if following == "部" and text[place + 1 : place + 2] in ("门", "委", "队"):
        # "六部门": departments, where a lone 部 counts machines and films.
        atom.unit, atom.end, atom.kind, atom.classified = text[place : place + 2], place + 2, "count", True
        return
    if found is None:
        noun = counted_bare(text, place, lexicon.language) if number.value >= 100 and number.whole else None
        if noun is not None:
            atom.unit, atom.end = noun
            atom.classified, atom.kind = True, "count"
        return
    atom.unit, atom.end = found
    if following == "度" and atom.unit == "degree_celsius":
        _degrees(text, atom)
    for trailing in ("多", "余"):
        if text[place : place + 1] == trailing:
            return
    halved = text[atom.end : atom.end + 1] == HALF and number.whole and number.value < 100
    if halved:
        if number.exponent:
            number.plain, number.exponent, atom.scaled = str(int(number.value)), 0, False
        number.plain = f"{number.plain}.5"
        atom.end += 1
        further = unit_at(text, atom.end, lexicon)
        if further is not None and atom.unit == "item":
            atom.unit, atom.end = further
        if text[atom.end : atom.end + 1] in ("月",) and atom.unit == "item":
            atom.unit, atom.end = "month", atom.end + 1
        elif text[atom.end : atom.end + 1] in "钟鐘" and text[atom.end : atom.end + 1]:
            atom.end += 1
    if (
        atom.unit == "inch"
        and text[place : place + 1] == "寸"
        and not _DISPLAYED.search(text[max(0, number.start - 8) : number.start] + text[atom.end : atom.end + 6])
    ):
        # "三寸": of a Chinese foot; screens are told in inches.
        atom.unit = "cun"
    if atom.unit == "jin":
        tenth = re.compile("([一二三四五六七八九1-9])[两兩]").match(text, atom.end)
        if tenth and number.whole:
            digit = tenth[1]
            number.plain = f"{number.plain}.{characters()[0].get(digit, digit)}"
            atom.end = tenth.end()
    if atom.unit in ("metre", "second") and text[place : place + 1] in ("米", "公", "秒") and number.whole:
        # "一米八" is 1.8 metres.
        tenths = _TENTHS.match(text, atom.end)
        if tenths is not None:
            digits = characters()[0]
            number.plain = f"{number.plain}.{''.join(str(digits.get(digit, digit)) for digit in tenths[0])}"
            atom.end = tenths.end()
    if atom.unit == "jiao":
        fen = _FEN.match(text, atom.end)
        if fen is not None and number.whole:
            number.plain, atom.end = f"{number.plain}.{characters()[0].get(fen[1], fen[1])}", fen.end()
    tenth = _TENTH_OF_MU.match(text, atom.end) if atom.unit == "mu" and number.whole else None
    if tenth is not None and not number.exponent:
        number.plain, atom.end = f"{number.plain}.{characters()[0].get(tenth[1], tenth[1])}", tenth.end()
    if atom.unit == "li" and text[place : place + 1] == "里" and text[place + 1 : place + 2] in tuple("面外屯边头程"):
        atom.unit, atom.end = None, atom.bare_end
        return
    if atom.unit == "CNY":
        _coins(text, atom, lexicon)
    if atom.unit == "item":
        if text[place : place + 1] in ("个", "個") and unit_at(text, place + 1, lexicon) is not None:
            inner = unit_at(text, place + 1, lexicon)
            noun = counted_bare(text, place + 1, lexicon.language)
            longer = noun is not None and inner is not None and noun[1] > inner[1]
            if inner is not None and inner[0] == "country" and text[inner[1] : inner[1] + 1] in _OF_COUNTRIES:
                # "32个国际组织"
                longer = True
            if inner is not None and inner[0] != "item" and not longer:
                atom.unit, atom.end = inner
        if atom.unit == "item":
            noun = classified_noun(text, atom.end, lexicon.language)
            atom.unit, atom.kind = None, "count"
            if noun is not None:
                atom.unit, atom.end = noun
            atom.classified = True
    elif text[place] not in "%％":
        per = re.compile(r"(?:每|/)").match(text, atom.end)
        after = unit_at(text, per.end(), lexicon) if per else None
        if per and after is None and text[per.end() : per.end() + 1] in ("分", "时"):
            after = "minute" if text[per.end()] == "分" else "hour", per.end() + 1
        if after is not None:
            atom.unit, atom.end = f"{atom.unit}_per_{after[0]}", after[1]


def _by_context(text: str, atom: Atom, following: str) -> tuple[str, int] | None:
    """Return the unit that a character is beside some words only: 85平, 航速25节, 得了35分, 2分30秒, 三两酒."""
    number = atom.number
    place, after = number.end + 1, text[number.end + 1 : number.end + 2]
    ends = not after.isalnum()
    before = text[max(0, number.start - 8) : number.start]
    if following == "平":
        return ("square_metre", place) if number.value >= 5 and (ends or after in _ROOMY) else None
    if following == "节":
        return ("knot", place) if _SPEED.search(before) else None
    if following == "石":
        return ("dan", place) if ends or after in "米粮谷稻麦豆" else None
    if following == "季":
        counted = before.endswith(_COUNTED_QUARTERS) and after not in ("节", "度") and number.value > 1
        return ("quarter", place) if counted else None
    if following == "两":
        return ("liang", place) if ends or after in "银金酒肉面米饭茶油盐糖粮白黄药" else None
    if _SECONDS.match(text, place) and number.whole and number.value < 600:
        return "minute", place
    written = text[number.start : number.end]
    if before.endswith(("小时", "钟头", "个钟")) and number.value < 60:
        return "minute", place + (after == "钟")
    if before.endswith(("时", "点", "：", ":")) or written in ("十", "百", "千", "万") or _SHARES.fullmatch(written):
        # "15时20分" is an hour, 十分 means very, 三七分 tells shares.
        return None
    return (
        ("point", place)
        if ends
        or after in "的左以"
        or (_SCORED.search(before) and after in "领落，、0123456789")
        or (before.endswith("以") and after.isdigit())
        else None
    )


def _degrees(text: str, atom: Atom) -> None:
    """Tell degrees of an angle and of electricity from those of warmth."""
    before = text[max(0, atom.number.start - 8) : atom.number.start]
    tenth = _DEGREE_TENTH.match(text, atom.end)
    if tenth is not None and atom.number.whole:
        # "三十八度五"
        atom.number.plain = f"{atom.number.plain}.{characters()[0].get(tenth[0], tenth[0])}"
        atom.end = tenth.end()
    if before.endswith(("用电", "电量", "电", "用电量", "池容量")):
        atom.unit = "kilowatt_hour"
    elif _ANGLE.search(before) or text[atom.end : atom.end + 1] in ("角", "弯"):
        atom.unit = "degree"


def _is_point(text: str, number: Number) -> bool:
    """Say whether 点 after digits counts points of an index and tells no hour: "报3052.14点"."""
    written = text[number.end - 1]
    if not ("0" <= written <= "9" or written in "百千万亿") or text[number.end + 1 : number.end + 2] in _NO_POINT:
        return False
    return not number.whole or number.value > 24


def _coins(text: str, atom: Atom, lexicon: Lexicon) -> None:
    """Read "五元六角三分" and "五块六" as one sum."""
    if not atom.number.whole or atom.number.value >= _DEAR:
        return
    digits = characters()[0]
    place, cents, seen = atom.end, 0, False
    money = lexicon.tables["money"]
    if text[place : place + 1] in ("零", "〇"):
        value = digits.get(text[place + 1 : place + 2], -1)
        if value > 0:
            coin = text[place + 2 : place + 3]
            tenths = coin in money["jiao"]
            _set_cents(atom, 10 * value if tenths else value)
            atom.end = place + 2 + (tenths or coin in money["fen"])
        return
    for weight, name in ((10, "jiao"), (1, "fen")):
        character = text[place : place + 1]
        value = digits.get(character, int(character) if character.isdigit() and character.isascii() else -1)
        if value < 0:
            break
        if text[place + 1 : place + 2] in lexicon.tables["money"][name] and text[place + 1 : place + 2]:
            cents, place, seen = cents + weight * value, place + 2, True
            further = text[place : place + 1]
            last = digits.get(further, int(further) if further.isdigit() and further.isascii() else 0)
            if weight == 10 and last and not text[place + 1 : place + 2].strip("，。、 到至"):
                cents, place = cents + last, place + 1
                break
        elif (
            not seen
            and weight == 10
            and text[place + 1 : place + 2] not in (*lexicon.tables["money"]["fen"], *_PRICED)
            and text[atom.end - 1] in "块塊"
        ):
            cents, place, seen = 10 * value, place + 1, True
            break
    if seen:
        _set_cents(atom, cents)
        atom.end = place


def _set_cents(atom: Atom, cents: int) -> None:
    number = atom.number
    number.plain, number.exponent = f"{int(number.value)}.{cents:02d}", 0
