"""Comparator words and the direction of change around a Chinese number."""

from __future__ import annotations

import re

from kelisim.model.quantity import Change
from kelisim.text.extraction.atoms import Atom
from kelisim.text.extraction.lexicon import Lexicon, lexicon
from kelisim.text.extraction.nouns_zh import classified_noun
from kelisim.text.extraction.phrases import RunPhrases
from kelisim.text.extraction.remembering import by_language
from kelisim.text.extraction.units import unit_at

_CLAUSE = '，。；：！？、,;:!?\n（）()《》“”"「」'
_REACH = 10
# Between a number and the noun of its change: "18%的按年升幅".
_LED = re.compile("的(?:按年|按月|同比|环比|年均|平均|年)?")
_NEXT_NUMBER = re.compile("[了至到约近超逾为达]{0,2}[0-9一二两三四五六七八九十百]")
_DEGREES: dict[str, Change] = {**dict.fromkeys("高多快长", "up"), **dict.fromkeys("低少慢短", "down")}
_AGAINST = re.compile("[比较]|同期|去年|上年")
_FROM = re.compile("[由从自]")
_TIMES = frozenset(("second", "minute", "hour", "day", "week", "month", "quarter", "year", "decade"))


# Words between a comparator and its number: "至少需要110亿剂", "接近每月15亿剂", "约占人口的三分之一".
_NEEDED = (
    "需要|需|须|要|可|可达|可以|能|能够|应|应有|消耗|折合|需时|耗时|耗资|花费|花了|投资|投入|生产|销售|出口|进口|覆盖|占地"
    "|涉及|影响|节省|节约|减排|发电|用时|用了|损失|创造|提供|接待|拥有|容纳|种植|排放"
)
_CHANGED = "季增|季减|年增|年减|月增|月减|增长|增加|上涨|下降|下跌|减少|提高|上升|增|减"
_PER = (
    "[为达有在合]?(?:每[月年日天股吨人周户亩台辆个秒]|每(?:小时|分钟|公斤|千克|公里|平方米|立方米|平方公里|千人|万人)"
    "|人均|日均|年均|月均)"
)
_LOOSE = re.compile(
    f"(?:(?P<need>大?约|至少|最少|最多|起码)(?:{_NEEDED}|{_CHANGED}|{_PER})"
    f"|(?P<per>将近|接近|近|超过|逾|不到|不足)(?:{_PER})"
    "|(?P<share>大?约|至少|将近|几乎)占[^，。；、：0-9]{1,14}的)$"
)
_LOOSE_ENDS = frozenset(
    "要需须可达以能够应有增减长加涨降跌少高升月年日天周股吨人户亩台辆个均的秒时钟斤克里米耗合资费了入产售口盖地及响省约排电失造供待纳植放"
)
_LOOSE_REACH = 20


def read_loose_hedges(text: str, atom: Atom, known: Lexicon) -> None:
    """Read a comparator that a verb or what the number is per parts from it; the span stays as it is."""
    if atom.comparator != "exact" or text[atom.start - 1 : atom.start] not in _LOOSE_ENDS or not atom.start:
        return
    found = _LOOSE.search(text, max(0, atom.start - _LOOSE_REACH), atom.start)
    if found is None or (found["share"] and not (atom.number.fraction or atom.unit == "percent")):
        return
    name = known.before.get(found["need"] or found["per"] or found["share"])
    if name is not None:
        atom.comparator = name  # type: ignore[assignment]


def read_hedges(text: str, atom: Atom, known: Lexicon) -> None:
    """Read comparator words before the number ("超过", "约", "不到")."""
    atom.core = atom.start
    table = _before_table(known.language)
    for _ in range(3):
        found = table.before(text, atom.start)
        if found is None:
            return
        name, start = found
        if name == "exact":
            if table.before(text, start) is None:
                return
            inner = table.before(text, start)
            if inner is None or inner[0] == "exact":
                return
        elif atom.comparator in ("exact", "gt") and name != "exact":
            atom.comparator = name  # type: ignore[assignment]
            atom.hedge_words = text[start : atom.start].strip()
        atom.start = start
        if name != "exact" and name in ("gt", "ge", "lt", "le"):
            return


@by_language
def _before_table(language: str) -> RunPhrases:
    entries: dict[str, list[str]] = {}
    for form, name in lexicon(language).before.items():
        entries.setdefault(name, []).append(form)
    return RunPhrases(entries)


def read_hedges_after(text: str, atom: Atom, known: Lexicon) -> None:
    """Read comparator words after the number or its unit ("以上", "左右")."""
    for place in dict.fromkeys((atom.end, atom.bare_end)):
        found = known.after.after(text, place)
        if found is None:
            continue
        name, stop = found
        word = text[place:stop].strip()
        if word == "来" and place == atom.end and place != atom.bare_end:
            # "十年来": for ten years.
            continue
        loose = word in ("起", "许", "来") and place == atom.bare_end and atom.unit is None
        if loose and (word == "起" or atom.number.fraction or unit_at(text, stop, known) is None):
            continue
        if atom.comparator in ("exact", "approx") or name != "approx":
            atom.comparator = name  # type: ignore[assignment]
        if stop > atom.end:
            atom.end = stop
            noun = classified_noun(text, stop, known.language) if atom.unit is None and atom.classified else None
            if noun is not None:
                # "10个以上项目"
                atom.unit, atom.end = noun
            elif atom.unit is None:
                unit = unit_at(text, stop, known)
                if unit is not None:
                    atom.unit, atom.end = unit
                    if unit[0] == "item":
                        noun = classified_noun(text, unit[1], known.language)
                        atom.unit, atom.kind = None, "count"
                        if noun is not None:
                            atom.unit, atom.end = noun
        return


@by_language
def _change_words(language: str) -> re.Pattern[str]:
    words = "|".join(sorted(map(re.escape, lexicon(language).change), key=len, reverse=True))
    # Value added (增加值) is a noun, whatever it begins with.
    return re.compile(f"(?!增加值)(?:{words})")


def change_of(text: str, atom: Atom, known: Lexicon) -> Change | None:
    """Return the direction of change that the clause states right before or after the number."""
    if atom.negative and atom.unit == "percent":
        # "增长率为负百分之二": the sign says it.
        return None
    begin = min(atom.core, atom.start)
    window = text[max(0, begin - _REACH) : begin]
    for index in range(len(window) - 1, -1, -1):
        if window[index] in _CLAUSE:
            window = window[index + 1 :]
            break
    last: re.Match[str] | None = None
    for match in _change_words(known.language).finditer(window):
        last = match
    if last is not None and last[0] == "升" and window[: last.start()].endswith(("每", "公", "毫")):
        # "每升12.8元": a litre.
        last = None
    if last is not None:
        gap = window[last.end() :]
        near = len(gap) <= 4 and (len(last[0]) > 1 or gap.strip("了至到约为达") == "")
        if near and not re.search("[0-9%]", gap):
            return known.change[last[0]]
    degree = _DEGREES.get(window[-1:])
    if degree is not None and atom.kind != "date" and _AGAINST.search(window, 0, len(window) - 1):
        # "比上月高0.02个百分点"
        return degree
    if atom.unit in _TIMES:
        # "连续8年提高": how long it rose, not what did.
        return None
    after = text[atom.end : atom.end + 5]
    led = _LED.match(text, atom.end)
    found = _change_words(known.language).match(text[led.end() : led.end() + 5] if led else after)
    if found is None or len(found[0]) < 2:
        return None
    if _NEXT_NUMBER.match(text, (led.end() if led else atom.end) + found.end()) and not _FROM.search(window):
        # "较0.72%上升0.78个百分点": the change is the next number's, but both are of "由1.6%上升至1.9%".
        return None
    return known.change[found[0]]
