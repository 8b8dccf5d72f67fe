"""Dates in Chinese: 2019年5月28日, 2024年前五个月, 2019年第三季度, 2014年至2017年, 二〇一九年, 到2025年."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from kelisim.model.period import Period
from kelisim.text.extraction.dates import bounded
from kelisim.text.extraction.lexicon import Lexicon
from kelisim.text.extraction.numerals import Number
from kelisim.text.extraction.numerals_zh import characters, number_at
from kelisim.text.extraction.periods import DateMention, Part, in_year, numeric_date, year_of

_N = "(?:[0-9]{1,2}|[一二两三四五六七八九十]{1,3})"
_REST = re.compile(
    rf"[ ]?(?:(?P<half>上半年|下半年)|(?:第)?(?P<quarter>[1-4一二三四])季度?|(?:前|头|首)(?P<first>{_N})"
    rf"个?(?P<unit>月|季度)"
    rf"|(?P<span_from>{_N})[ ]?月?[-–—~～至到](?P<span_to>{_N})月(?!{_N}[日号])|[Qq](?P<mark>[1-4])"
    rf"|(?P<month>{_N})[ ]?月(?:(?P<day>{_N})[ ]?[日号]|(?P<monthpart>初|底|末|中旬|上旬|下旬)"
    rf"|(?:[至到\-–—~](?P<to>{_N})月))?"
    rf"|(?P<early>年初|初)|(?P<late>年底|年末|底|末)|(?P<mid>年中))?"
)
_SPAN = re.compile(
    r"[ ]?年?[ ]?(?:[-–—~～至到]|－)[ ]?([12][0-9]{3})[ ]?(年?)(?![0-9.%]|[万亿千元米吨人名家辆台个公户件])"
)
_SEASON = re.compile("[-–—/]([0-9]{2})(?:年度|学年度|学年|财年|财政年度|赛季)")
_VALUES = re.compile(r"[-–—~～][ ]?[0-9][0-9.,]*[ ]?[万亿千元米吨人名家辆台个公户件美港欧%]")
# Years of the Republic: "105年第3季", "较104年增加" in a text that speaks of Taiwan.
_REPUBLIC = 1911
_TAIWAN = re.compile("民国|台湾|主计总?处|行政院|新台币|立法院|台北|台积电|台股")
_NEAR = 600
_REPUBLIC_PART = re.compile(r"年(?:第?[1-4一二三四]季|[0-9]{1,2}月|全年|底|度|上半年|下半年|初)")
_REPUBLIC_BEFORE = tuple("较比从自至到截于与和、(（，。；,：:「\n ")
_COMPARED = ("较", "比")
_LASTING = tuple("来前后间以之内历多余里期时")
_DAY = re.compile(rf"[ ]?月[ ]?({_N})[ ]?[日号]")
_MONTHS = re.compile(rf"[ ]?月?[至到\-–—~]({_N})月(?!{_N}[日号])")
_ONLY = ("仅", "的", "全")
_CENTURY = re.compile(r"[ ]?世[纪紀](?:([0-9]0|[一二三四五六七八九]十)年代)?(?!大)")
_DECADE = re.compile(r"[ ]?年代")


def date_at(text: str, number: Number, lexicon: Lexicon) -> DateMention | None:
    """Return the date that begins with the number, or None."""
    if number.fraction:
        return None
    numeric = numeric_date(text, number.start)
    if numeric is not None:
        return numeric
    year = year_of(number.plain) if not number.exponent else None
    end = number.end
    if year is not None:
        mention = _year(text, number, year, lexicon)
        if mention is not None:
            return mention
    if text[end : end + 1] == "年" and number.whole and 70 <= number.value <= 130 and _of_republic(text, number):
        return _year(text, number, _REPUBLIC + int(number.value), lexicon)
    century = _CENTURY.match(text, end) if number.whole and number.value <= 30 else None
    if century is not None and not text.endswith("第", 0, number.start):
        start = (int(number.value) - 1) * 100
        if start < 100:
            return None
        tens = _small(century[1]) if century[1] else 0
        span = (start + tens, start + tens + 9) if century[1] else (start + 1, start + 100)
        return DateMention(number.start, century.end(), Period(date(span[0], 1, 1), date(span[1], 12, 31), "span"))
    months = _MONTHS.match(text, end)
    if months is not None and number.value < _small(months[1]) <= 12 and number.whole and not number.exponent:
        first, last = int(number.value), _small(months[1])
        if first >= 1:
            period = Period(date(4, first, 1), date(4, last, monthrange(4, last)[1]), "span")
            return DateMention(number.start, months.end(), period)
    if text[end : end + 1] in ("月", " ") and "." not in number.plain and not number.exponent:
        return _day(text, number)
    return None


def _of_republic(text: str, number: Number) -> bool:
    start, end = number.start, number.end
    if text.endswith("民国", 0, start):
        return True
    if text[end + 1 : end + 2] in _LASTING:
        return False
    if start and text[start - 1] in _COMPARED:
        return True
    told = _REPUBLIC_PART.match(text, end) is not None or start == 0 or text[start - 1] in _REPUBLIC_BEFORE
    return told and _TAIWAN.search(text, max(0, start - _NEAR), start + _NEAR) is not None


def _year(text: str, number: Number, year: int, lexicon: Lexicon) -> DateMention | None:
    end = number.end
    span = _SPAN.match(text, end)
    if span is not None and year < int(span[1]) <= year + 200 and (span[2] or 1900 <= year <= 2100):
        period = Period(date(year, 1, 1), date(int(span[1]), 12, 31), "span")
        return DateMention(number.start, span.end(), period, "range")
    season = _SEASON.match(text, end)
    if season is not None and int(season[1]) == (year + 1) % 100:
        # "2026-27年度"
        period = Period(date(year, 1, 1), date(year + 1, 12, 31), "span")
        return DateMention(number.start, season.end(), period, "range")
    decade = _DECADE.match(text, end)
    if decade is not None and year % 10 == 0:
        return DateMention(number.start, decade.end(), Period(date(year, 1, 1), date(year + 9, 12, 31), "span"))
    place = end + (text[end : end + 1] == " ")
    if text[place : place + 1] == "年":
        rest = _REST.match(text, place + 1)
        stop = rest.end() if rest else place + 1
        if text[place + 1 : place + 2] == "度":
            stop = place + 2
            rest = None
        part = _part(rest, stop) if rest else None
        mention = DateMention(
            number.start,
            stop if part else max(place + 1, place + 2 if text[place + 1 : place + 2] == "度" else 0),
            in_year(year, part),
        )
        _bound(text, mention, lexicon)
        return mention
    following = text[end : end + 1]
    if (
        1900 <= year <= 2100
        and end - number.start == 4
        and not (following.isalnum() or following in "%％万亿")
        and number.plain.isdigit()
    ):
        before = text[number.start - 1 : number.start]
        if (before and before in "$￥¥€约超近达") or _VALUES.match(text, end):
            return None
        return DateMention(number.start, end, in_year(year, None))
    return None


# The five-year plans by their numbers: "十四五"期间 is 2021 to 2025.
_PLAN = re.compile('(?P<number>十[一二三四五六]?|[六七八九])五[”」』’"]?(?:规划)?(?P<part>时期|期间|以来|末|前期|后期)')
_FIRST_PLAN = 1948


def plan_at(text: str, position: int) -> DateMention | None:
    """Return the years of the five-year plan named at the place; the tenth, 十五, only in quotation marks."""
    match = _PLAN.match(text, position)
    if match is None or (match["number"] == "十" and text[position - 1 : position] not in ("“", "「", "『", "‘", '"')):
        return None
    first = _FIRST_PLAN + 5 * _small(match["number"]) + 3
    if match["part"] == "末":
        return DateMention(position, match.end(), in_year(first + 4, None))
    mention = DateMention(position, match.end(), Period(date(first, 1, 1), date(first + 4, 12, 31), "span"))
    if match["part"] == "以来":
        mention.period, mention.comparator = Period(date(first, 1, 1), None, "span"), "ge"
    return mention


def part_of_year(text: str, position: int) -> Part | None:
    """Return the part of a year that follows the words for it: 今年一季度, 去年前十个月."""
    while text[position : position + 1] in _ONLY:
        position += 1
    match = _REST.match(text, position)
    return _part(match, match.end()) if match else None


def _part(match: re.Match[str], edge: int) -> Part | None:
    if match["half"]:
        return Part(1, 6, "half", edge) if match["half"][0] == "上" else Part(7, 12, "half", edge)
    if match["quarter"]:
        quarter = _small(match["quarter"])
        return Part(3 * quarter - 2, 3 * quarter, "quarter", edge)
    if match["mark"]:
        return Part(3 * int(match["mark"]) - 2, 3 * int(match["mark"]), "quarter", edge)
    if match["span_from"]:
        first, last = _small(match["span_from"]), _small(match["span_to"])
        return Part(first, last, "span", edge) if 1 <= first < last <= 12 else None
    if match["first"]:
        count = _small(match["first"]) * (3 if match["unit"] == "季度" else 1)
        return Part(1, count, "span", edge) if 1 <= count <= 12 else None
    if match["month"]:
        month = _small(match["month"])
        if not 1 <= month <= 12:
            return None
        if match["to"] and month < _small(match["to"]) <= 12:
            return Part(month, _small(match["to"]), "span", edge)
        day = _small(match["day"]) if match["day"] else 0
        return Part(month, month, "day", edge, day) if 1 <= day <= 31 else Part(month, month, "month", edge)
    for name, months in (("early", (1, 4)), ("mid", (5, 8)), ("late", (9, 12))):
        if match[name]:
            return Part(*months, "span", edge)
    return None


def _day(text: str, number: Number) -> DateMention | None:
    """Read a month and day without the year; the year 4 marks it as unknown."""
    month = int(number.value)
    match = _DAY.match(text, number.end)
    if match is None or not 1 <= month <= 12:
        return None
    day = _small(match[1])
    if not 1 <= day <= 31:
        return None
    known = date(4, month, min(day, monthrange(4, month)[1]))
    return DateMention(number.start, match.end(), Period(known, known, "day"))


def _small(written: str) -> int:
    if written.isdigit():
        return int(written)
    found = number_at(written, 0)
    return int(found.value) if found is not None else characters()[0].get(written, 0)


def _bound(text: str, mention: DateMention, lexicon: Lexicon) -> None:
    words = lexicon.tables["periods"]
    before, after = text[max(0, mention.start - 3) : mention.start], text[mention.end : mention.end + 3]
    if after.startswith("的"):
        # "从2020年的5.4%到2023年的31.6%": the dates of two values and no beginning or end.
        return
    if any(after.startswith(word) for word in words["since_after"]):
        mention.comparator = "ge"
    elif any(after.startswith(word) for word in words["before_after"]) and not after.startswith(
        ("前三", "前五", "前十", "前后")
    ):
        mention.comparator = "lt"
    elif any(after.startswith(word) for word in words["after_after"]):
        mention.comparator = "gt"
    elif any(before.endswith(word) for word in words["since_before"]):
        mention.comparator = "ge"
    elif any(before.endswith(word) for word in words["until_before"]):
        mention.comparator = "le"
    else:
        return
    mention.period = bounded(mention.period, mention.comparator)
