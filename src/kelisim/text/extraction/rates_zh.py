"""What a Chinese number is per, where that stands before it: 时速180公里, 每平方米8000元, 人均12000美元."""

from __future__ import annotations

import re

from kelisim.text.extraction.atoms import Atom
from kelisim.text.extraction.lexicon import Lexicon, lexicon
from kelisim.text.extraction.remembering import by_language
from kelisim.text.extraction.units import unit_at

_REACH = 12
_LINK = re.compile(
    "(?:[到约約近达達为為超过過仅价售在行驶只需要收费高]|不足|不到|至少|产值|报|涨至|跌至|涨到|升至|降至|降到|能够|能|可以|可|卖|卖到|就|最多|平均|大约|价格|成本|产量|费用|上涨|下跌|提高|降低|增加|减少|上调|下调|调涨|调降|成交|交易|销售|净流入|投入|涨|跌|了){0,4}"
)


# "日均发送旅客超", "每天损失": words between what it is per and the number, without a clause's end.
_LOOSE = re.compile("[\u4e00-\u9fff]{0,8}")
_NEAR = re.compile("[\u4e00-\u9fff]{0,4}")


@by_language
def _leads(language: str) -> tuple[re.Pattern[str], dict[str, str]] | None:
    table: dict[str, str] = lexicon(language).tables.get("per_before", {})
    if not table:
        return None
    return re.compile("|".join(sorted(map(re.escape, table), key=len, reverse=True)) + "|每"), table


def read_rate(text: str, atom: Atom, known: Lexicon) -> None:
    """Complete a measure with what it is per, told just before the number in the same clause."""
    unit = atom.unit
    leads = _leads(known.language)
    if leads is None or unit is None or "_per_" in unit or unit in known.tables["no_rate"]["units"]:
        return
    pattern, table = leads
    begin = max(0, atom.start - _REACH)
    window = text[begin : atom.start]
    lead: re.Match[str] | None = None
    for match in pattern.finditer(window):
        lead = match
    if lead is None:
        return
    if lead[0] != "每":
        per, place = table[lead[0]], lead.end()
    else:
        found = unit_at(text, begin + lead.end(), known)
        if found is None or found[1] > atom.start or found[0] == "percent":
            return
        per, place = found[0], found[1] - begin
    gap = window[place:]
    if lead[0] in ("一日", "一天") and (unit != "time" or gap):
        # "一日三次" is three times a day, "一天24小时" no rate.
        return
    # Money further off is not told per the word: "人均可支配收入8561元".
    money = (len(unit) == 3 and unit.isupper()) or unit in ("jiao", "fen")
    loose = _LOOSE if lead[0].endswith("均") else _NEAR
    if _LINK.fullmatch(gap) or (not money and not gap.startswith(("的", "个")) and loose.fullmatch(gap)):
        atom.unit = f"{unit}_per_{per}"
