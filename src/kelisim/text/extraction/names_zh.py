"""Chinese numerals that are no numbers: parts of words (一些, 统一), labels (第3章) and titles (《中国制造2025》)."""

from __future__ import annotations

import re

from kelisim.text.extraction.atoms import Atom
from kelisim.text.extraction.lexicon import Lexicon, lexicon
from kelisim.text.extraction.numerals_zh import characters
from kelisim.text.extraction.remembering import by_language


def is_word(text: str, atom: Atom, lexicon: Lexicon) -> bool:
    """Say whether a character of a numeral is part of a word (一些, 统一, 千万) and counts nothing."""
    number = atom.number
    written = text[number.start : number.end]
    if written[0].isascii() or number.percent or number.fraction or atom.prefixed or atom.negative:
        return False
    if _PLAN.match(text, number.start):
        return True
    if "." in number.plain:
        # "一个半小时" counts.
        return False
    before = text[number.start - 1] if number.start else ""
    after = text[atom.end] if atom.end < len(text) else ""
    if written == "一" and before and before in "前上下后同某另" and atom.unit is not None:
        # "较前一日": the day before.
        return True
    if before in ("双", "雙") and written in ("十一", "十二"):
        # Days of trade: 双十一.
        return True
    if written == "零" and text[number.end : number.end + 1] in _NOUGHT_WORDS and number.end < len(text):
        return True
    if written in ("零", "〇", "百", "千", "万", "亿", "萬", "億") and atom.comparator == "exact":
        return not (_edge(before) and (_edge(after) or written in "零〇"))
    if atom.unit is not None or atom.classified:
        if len(written) == 1 and before and before in "统唯第同专单惟万":
            return True
        return (
            len(written) == 1
            and written == "一"
            and text[number.start : number.start + 2]
            in (
                "一起",
                "一些",
                "一般",
                "一直",
                "一路",
                "一带",
                "一定",
                "一样",
                "一致",
                "一切",
                "一方",
                "一种",
                "一个",
                "一位",
                "一名",
                "一项",
                "一条",
                "一家",
                "一座",
                "一批",
                "一次",
                "一部",
                "一年",
                "一天",
                "一件",
                "一大",
                "一周",
                "一度",
                "一时",
                "一旦",
                "一向",
                "一律",
                "一再",
                "一经",
            )
            and _vague_one(text, atom)
        )
    if len(written) >= 2 and any(c in characters()[1] or c in characters()[2] for c in written):
        if written == "万一":
            return True
        if written in ("千万", "千百", "万千", "亿万", "百千") and atom.comparator == "exact":
            return not (_edge(before) and _edge(after))
        return written == "十四五" or (written == "十分" and not _edge(after))
    if len(written) >= 3 or "点" in written:
        return False
    if written in ("十", "拾") and _edge(after) and before and before in "有是为到共得加减占至和乘除":
        return False
    if (
        after
        and after in "到至-~–—～"
        and (text[atom.end + 1 : atom.end + 2].isdigit() or text[atom.end + 1 : atom.end + 2] in _numeral())
    ):
        return False
    if atom.comparator != "exact":
        return False
    return not (_edge(before) and _edge(after))


def _numeral() -> set[str]:
    """Return the characters that can open a numeral behind "to"."""
    digits, powers, tens = characters()
    return {*digits, *tens, *(one for one, power in powers.items() if power < 3)}


def _vague_one(text: str, atom: Atom) -> bool:
    """ "一个" and its like are articles as often as numbers; they count only where the text stops to count."""
    before = text[atom.number.start - 1] if atom.number.start else ""
    after = text[atom.end] if atom.end < len(text) else ""
    return not (_edge(before) and _edge(after)) and before not in "有仅只共约超每达为增减了到至"


def _edge(character: str) -> bool:
    return character == "" or not character.isalnum()


_CLOCK = re.compile("(?:上午|下午|晚上|早上|早晨|凌晨|中午|傍晚|清晨|夜里|今晚|昨晚|当晚)$")
_HOUR = "(?:[0-9]{1,2}|[一二两三四五六七八九]|二?十[一二三四五六七八九]?)"
_PAST = "(?:[0-5][0-9]|零[一二三四五六七八九]|[二三四五]?十[一二三四五六七八九]?)"
_TIME = re.compile(
    f"{_HOUR}[点时](?:钟|整|半(?![个年月])|[一三]刻|{_PAST}分(?![之钟])(?:{_PAST}秒)?|过{_PAST}分|多(?![个的]))"
)
_TOLD_TIME = re.compile(f"{_HOUR}[点时](?:{_PAST}|[0-9一二三四五六七八九](?=分))?分?")
_NOUGHT_WORDS = tuple("部售件星食散钱碎工头用和担花配组组关容")  # 零部件, 零售, 零星, 零关税
_PLAN = re.compile("十[一二三四五]五(?=[”’」』规規时時期以末]|$)")  # five-year plans: 十四五
_COUNTS = tuple("共有达達计計含增")
_GENERATION = re.compile(r"[2-6]G(?![A-Za-z])")
_MODEL = re.compile("(?<![A-Za-z])((?=[A-Za-z]*[A-Z])[A-Za-z]{2,12}) $")
_SCORE = re.compile(r"比[0-9一二三四五六七八九十]")


def clock_end(text: str, position: int) -> int:
    """Return the end of a time of day that begins at the place, or 0: 三点二十分, 晚上八点五十."""
    match = _TIME.match(text, position)
    if match is None and _CLOCK.search(text, max(0, position - 4), position):
        match = _TOLD_TIME.match(text, position)
    return match.end() if match else 0


_DAYS = re.compile(
    "(?:[0-9]{1,2}日?[-–—~～至到、和及])*[0-9]{1,2}日(?![内游间之以左龄大后均线假元本圆币])"
    "|(?:[一二]?十[一二三四五六七八九]?|[一二三四五六七八九]|三十一?)日(?=电|讯|上午|下午|晚|早|发布|表示|宣布|公布|说|在|举行|从|召开|[（(])"
)
# Words before a number of days that is a length of time.
_LASTING = frozenset(
    re.findall(
        "..",
        "为期历时连续长达大约不到不足至少最多持续耗时提前推迟延长未来过去最近还有历经经过"
        "少于多于隔离停留居留住院休假放假营业工作交易滞后延后",
    )
)
_LASTS_ONE = tuple("近约每逾超各共满仅只需用了首前头后这那几数余多达剩休第停")


def days_end(text: str, position: int) -> int:
    """Return the end of a day of the month that begins at the place, or 0: "记者20日获悉", "15日至17日"."""
    match = _DAYS.match(text, position)
    if match is None or text[position - 2 : position] in _LASTING or text[position - 1 : position] in _LASTS_ONE:
        return 0
    return match.end()


_FIRST_MONTHS = re.compile(
    "[一二三四五六七八九十0-9]{1,2}个?(?:月|季度)(?![内来里后前份底末])|两个(?:月|季度)(?![内来里后前])"
)


def months_end(text: str, position: int) -> int:
    """Return the end of the first months of a year not named, after 前 or 首, or 0: "前两个月人民币贷款增加"."""
    if text[position - 1 : position] not in ("前", "首") or text[position - 2 : position - 1].isalnum():
        return 0
    match = _FIRST_MONTHS.match(text, position)
    return match.end() if match else 0


def is_generation(text: str, position: int) -> bool:
    """Say whether the digits name a generation of mobile networks (5G)."""
    return _GENERATION.match(text, position) is not None


@by_language
def _labels(language: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    known = lexicon(language)
    return tuple(sorted(known.labels)), tuple(known.tables["labels"]["suffixes"])


def is_label(text: str, atom: Atom, known: Lexicon) -> bool:
    """Say whether a label stands around the number: 表2, 第3章, 115号, 下午3点, 3比2."""
    number = atom.number
    following = text[number.end : number.end + 2]
    first = following[:1]
    if first and first in "点點时時" and _CLOCK.search(text, max(0, number.start - 4), number.start):
        return True
    if first == "月" and number.whole and not number.exponent and 1 <= number.value <= 12:
        # "6月末": a month without its year.
        return True
    if following == "位数":
        # "两位数": of how many digits a number is.
        return True
    if text.startswith("加速", atom.end):
        # "百公里加速", "0至100公里加速": how far a car gets on speed.
        return True
    if first == "比" and not atom.classified and _SCORE.match(text, number.end):
        return True
    if not number.whole:
        return False
    labels, suffixes = _labels(known.language)
    if text[number.start].isascii() and _is_type(text, atom, known):
        return True
    if atom.unit is None:
        compared = atom.comparator != "exact" and text[number.start - 1 : number.start] == "比"
        if not compared and text[max(0, number.start - 4) : number.start].rstrip(" ：:").endswith(labels):
            return True
        if first and first in "条节條節":
            return following[1:] in ("", "第", "款", "规", "之", "，", "。", "、", "；", "的", "和")
    if following.startswith(suffixes) and text[number.start - 1 : number.start] in _COUNTS and number.start:
        return False
    if following.startswith(suffixes):
        return atom.unit is None or first in ("号", "號", "条", "届", "章")
    return False


def _is_type(text: str, atom: Atom, known: Lexicon) -> bool:
    """Say whether what stands before digits makes a type of them: 歼-20, iPhone 15."""
    start = atom.number.start
    if text[start - 1 : start] in ("-", "—", "–") and text[start - 1 : start]:
        return text.endswith(tuple(known.tables["labels"]["types"]), 0, start - 1) and not text[start - 3].isdigit()
    model = _MODEL.search(text, max(0, start - 16), start) if atom.unit is None and not atom.scaled else None
    return model is not None and model[1] not in known.codes and atom.start == start


def in_title(text: str, position: int) -> bool:
    """Say whether the place stands inside a title: 《中国制造2025》."""
    opening = text.rfind("《", max(0, position - 40), position)
    return opening >= 0 and "》" not in text[opening:position]
