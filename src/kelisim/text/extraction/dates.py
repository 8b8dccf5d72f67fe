"""Dates at a number: whether a number is a year or a day, and the span and the bounds that the words give it."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from kelisim.model.period import Period
from kelisim.model.quantity import Comparator
from kelisim.text.extraction.atoms import Atom
from kelisim.text.extraction.lexicon import Lexicon
from kelisim.text.extraction.numerals import Number
from kelisim.text.extraction.periods import (
    DateMention,
    Part,
    _stem,
    count_of,
    in_year,
    numeric_date,
    part_after,
    part_before,
    year_of,
)
from kelisim.text.extraction.phrases import Token, next_word
from kelisim.text.extraction.units import unit_at

_YEAR_SPAN = re.compile(r"([12][0-9]{3})[ ]?([-–—‑−/])[ ]?([12][0-9]{3}|[0-9]{2})(?![0-9%]|[.,][0-9]|[ ]?%)")
UNKNOWN_YEAR = 4
"""Stands for a year that the text does not name; a leap year, so that it has every day."""
FIRST_KNOWN = 1000
"""Years below it are unknown."""
_DASHES = "-–—‑−"

_BEFORE_PRESENT = frozenset(" -–—\u00a0")


def date_at(text: str, number: Number, left: list[Token], lexicon: Lexicon) -> DateMention | None:
    """Return the date that the number is (part of), or None; ``left`` are the tokens before it."""
    numeric = numeric_date(text, number.start) if not number.words else None
    if numeric is not None:
        return numeric
    year = year_of(number.plain) if not number.fraction and not number.exponent else None
    if year is None and lexicon.language == "en" and number.end - number.start == 4 and left and left[-1][2] == "year":
        # "by the year 2300"
        year = int(number.plain) if number.plain.isdigit() and number.plain > "1" else None
    if year is not None and (number.words or number.end - number.start == 4):
        return _year(text, number, year, left, lexicon)
    plain = number.plain
    if plain.isdigit() and len(plain) <= 2 and 1 <= int(plain) <= 31:
        day = _day(text, number, int(plain), left, lexicon)
        return day and (_run_to(day, [token for token in left if token[1] <= day.start], lexicon) or day)
    return None


def _year(text: str, number: Number, year: int, left: list[Token], lexicon: Lexicon) -> DateMention | None:
    words = lexicon.tables["periods"]
    end, last = number.end, year
    span = _YEAR_SPAN.match(text, number.start) if not number.words else None
    if span is not None:
        second = int(span[3]) if len(span[3]) == 4 else year // 100 * 100 + int(span[3])
        following = unit_at(text, span.end(), lexicon)
        if (
            year < second <= year + 200
            and (len(span[3]) == 4 or second - year < 30)
            and (following is None or following[0] == "year" or year_word_end(text, span.end(), lexicon) is not None)
        ):
            end, last = span.end(), second
    certain = span is not None and last > year
    stop = year_word_end(text, end, lexicon)
    before = left[-1][2] if left else ""
    stop = stop or year_ending_end(text, end, year, before, lexicon)
    if stop is not None:
        certain, end = True, stop
    part = part_before(left, lexicon) if not certain or not words.get("parts_follow") else None
    follow = part_after(text, end, lexicon) if stop is not None or words.get("parts_follow") else None
    if follow is not None:
        end, part = follow.edge, None
    named_part = part or follow
    if not certain and named_part is None and not _is_year(text, number, year, before, left, lexicon):
        return None
    period = (
        Period(date(year, 1, 1), date(last, 12, 31), "span" if last > year else "year")
        if last > year
        else in_year(year, named_part)
    )
    start = part.edge if part is not None else number.start
    mention = DateMention(start, end, period)
    before_it = [token for token in left if token[1] <= start]
    if part is not None and part.ranges:
        return mention
    if part is not None and part.precision in ("month", "day") and (run := _run_to(mention, before_it, lexicon)):
        return run
    _bound(text, mention, before_it, lexicon)
    return mention


def _run_to(mention: DateMention, left: list[Token], lexicon: Lexicon) -> DateMention | None:
    """Read "the year to March 2024" and "the three months ended June 2023" as the months that end there."""
    words, end = lexicon.tables["periods"], mention.period.end
    if len(left) < 2 or end is None or left[-1][2] not in words["runs_to_set"]:
        return None
    unit, start = left[-2][2], left[-2][0]
    months = 12 if unit in words["year_set"] else 3 if unit in words["quarter_set"] else 0
    if unit in words["month_set"] and len(left) > 2:
        months, start = count_of(left[-3][2], lexicon), left[-3][0]
    if not months:
        return None
    year, month = divmod(end.year * 12 + end.month - 1 - months, 12)
    # What ended on a day began the day after the same day before, at the latest when a month began.
    before = in_year(year, Part(month + 1, month + 1, "day", 0, end.day)).end
    whole = end.day == monthrange(end.year, end.month)[1]
    before = in_year(year, Part(month + 1, month + 1, "month", 0)).end if whole else before
    assert before is not None
    return DateMention(start, mention.end, Period(before + timedelta(days=1), end, "span"))


def _is_year(text: str, number: Number, year: int, before: str, left: list[Token], lexicon: Lexicon) -> bool:
    words = lexicon.tables["periods"]
    if number.words:
        return False
    if before == "year" and lexicon.language == "en":
        return True
    following = lexicon.scales.after(text, number.end) or unit_at(text, number.end, lexicon)
    in_front = before in words["in_set"] or before in words["since_set"] or before in words["until_set"]
    if following is not None:
        return (
            before in words["in_set"]
            and 1900 <= year <= 2100
            and lexicon.language == "en"
            and before in ("in", "since")
        )
    return in_front or (1900 <= year <= 2100)


def _day(text: str, number: Number, day: int, left: list[Token], lexicon: Lexicon) -> DateMention | None:
    """Read "28 May 2019", "28 мая", and, where the month stands before, "May 28"."""
    word = next_word(text, number.end)
    months = lexicon.months
    if word is not None and word[2].lower() == "of" and lexicon.language == "en":
        word = next_word(text, word[1])
    month = 0
    if word is not None:
        form = word[2].lower().rstrip(".")
        month = months.get(form) or months.get(_stem(form, lexicon), 0)
        if month and lexicon.language == "en" and not word[2][0].isupper():
            month = 0
    if month and word is not None:
        end = _month_end(text, word[1])
        year, end = year_after(text, end, lexicon)
        return day_mention(number.start, end, month, day, year)
    if left and left[-1][2].rstrip(".") in months and text[left[-1][0]].isupper() and lexicon.language == "en":
        month = months[left[-1][2].rstrip(".")]
        if unit_at(text, number.end, lexicon) is None or left[-1][2].rstrip(".") != "may":
            year, end = year_after(text, number.end, lexicon)
            return day_mention(left[-1][0], end, month, day, year)
    return None


def _month_end(text: str, end: int) -> int:
    """Give back the full stop after a month where it ends the sentence and no abbreviation."""
    if text[end - 1] != ".":
        return end
    following = text[end : end + 2].strip()
    return end if following and (following[0].isdigit() or following[0].islower()) else end - 1


def year_after(text: str, end: int, lexicon: Lexicon) -> tuple[int | None, int]:
    """Return the year right after a month or day and where it ends; None where there is none."""
    match = re.compile(r",?[ \u00a0\n]{1,3}([12][0-9]{3})(?![0-9.,]*[0-9%])").match(text, end)
    if match is None:
        return None, end
    stop = year_word_end(text, match.end(), lexicon)
    return int(match[1]), stop if stop is not None else match.end()


def day_mention(start: int, end: int, month: int, day: int, year: int | None) -> DateMention | None:
    """Return the date of a day and month; without a year it stands in ``UNKNOWN_YEAR``."""
    if year is None:
        return DateMention(start, end, in_year(UNKNOWN_YEAR, Part(month, month, "day", start, day)))
    return DateMention(start, end, in_year(year, Part(month, month, "day", start, day)))


def year_word_end(text: str, end: int, lexicon: Lexicon) -> int | None:
    """Return where the word for year after a number ends ("2019 году", "2019-ыншы жылы"), None where there is none."""
    words = lexicon.tables["periods"]["year_word_set"]
    if not words:
        return None
    place = end
    if text[end : end + 1] in _DASHES and lexicon.language in ("ru", "kk"):
        # "2019-го года", "2019-ыншы жылы"
        suffix = re.compile(r"[-‑]([^\W\d_]{1,9})(?![\w-])").match(text, end)
        if suffix is not None and (suffix[1].lower() in words or _stem(suffix[1].lower(), lexicon) in words):
            # "2023-жылы"
            return suffix.end()
        place = suffix.end() if suffix else end
    word = next_word(text, place)
    if word is None:
        return None
    form = word[2].lower()
    if form in words:
        return word[1]
    return word[1] - (form[-1] == ".") if _stem(form, lexicon) in words else None


def year_ending_end(text: str, end: int, year: int, before: str, lexicon: Lexicon) -> int | None:
    """Return the end of a case ending that stands for the word year after a preposition: "в 2023-м", "к 2030-му"."""
    words = lexicon.tables["periods"]
    endings = words.get("year_endings")
    if endings is None or text[end : end + 1] != "-" or not 1900 <= year <= 2100:
        return None
    if before not in words["in_set"] | words["since_set"] | words["until_set"]:
        return None
    match = re.compile(rf"-(?:{endings})(?![\w-])").match(text, end)
    return match.end() if match is not None else None


def _bound(text: str, mention: DateMention, left: list[Token], lexicon: Lexicon) -> None:
    words = lexicon.tables["periods"]
    if lexicon.language == "en" and [token[2] for token in left[-2:]] == ["the", "year"]:
        # "by the year 2022"
        left = left[:-2]
    elif left and left[-1][2] in words["articles_set"]:
        # "by the end of 2022"
        left = left[:-1]
    found: Comparator | None = None
    for size in (2, 1):
        form = " ".join(token[2] for token in left[-size:]) if len(left) >= size else ""
        found = words["bounds"].get(form)
        if found:
            break
    if found is None and words["bounds_after"]:
        word = next_word(text, mention.end)
        found = words["bounds_after"].get(word[2].lower().rstrip(".")) if word else None
        if found and word:
            mention.end = word[1] - (word[2][-1] == ".")
    if found == "ge" and form in words.get("leads_spans", ()) and _spans(mention.period):
        # "data from 2019-2022": of those years, and no longer.
        found = None
    if found in (None, "ge") and (open_end := _present_end(text, mention.end, words.get("to_the_present"))):
        found, mention.end = "ge", open_end
    if found:
        mention.comparator = found
        mention.period = bounded(mention.period, found)


def _spans(period: Period) -> bool:
    """Say whether a period lasts for more than two years, as no year of accounts does."""
    return period.start is not None and period.end is not None and period.end.year - period.start.year > 1


def _present_end(text: str, end: int, told: str | None) -> int | None:
    """Return where "–present" after a date ends, which leaves the span that it opens without an end."""
    if told is None or text[end : end + 1] not in _BEFORE_PRESENT:
        return None
    match = re.compile(told, re.IGNORECASE).match(text, end)
    return match.end() if match is not None else None


def bounded(period: Period, comparator: Comparator) -> Period:
    """Open a period towards the side its preposition names: "by 2018" has no beginning, "since 2022" no end."""
    day = timedelta(days=1)
    if comparator == "le":
        return Period(None, period.end, "span")
    if comparator == "lt" and period.start:
        return Period(None, period.start - day, "span")
    if comparator == "ge":
        return Period(period.start, None, "span")
    if comparator == "gt" and period.end:
        return Period(period.end + day, None, "span")
    return period


def _is_spelled_year(atom: Atom) -> bool:
    number = atom.number
    plain = atom.kind == "quantity" and atom.unit is None and atom.comparator == "exact"
    return plain and number.words and number.whole and year_of(number.plain) is not None


def _by_case(text: str, first: Atom, second: Atom, between: str, lexicon: Lexicon) -> bool:
    """Say whether case endings join two dates: "2017 жылдан 2019 жылға дейін"."""
    endings = lexicon.tables["ranges"].get("ablative")
    return not between and bool(endings) and second.comparator == "le" and text.endswith(tuple(endings), 0, first.end)


def merge_dates(text: str, first: Atom, second: Atom, lexicon: Lexicon) -> bool:
    """Join "2014 to 2017" and "between 2014 and 2017" into one span; True where ``first`` now holds both."""
    if second.period is None or second.start < first.end:
        return False
    between = text[first.end : second.start].strip().lower()
    words = lexicon.tables["periods"]
    if first.period is None and between in ("-", "–", "—") and _is_spelled_year(first):
        # "екі мың бес – екі мың он сегізінші жылдар": the second alone has the word for years.
        first.period, first.kind = in_year(int(first.value), None), "date"
    if first.period is None:
        return False
    if between not in words["from_to_set"] and not _by_case(text, first, second, between, lexicon):
        return False
    if between in words["and_set"]:
        if not (first.left and first.left[-1][2] in words["between_set"]):
            return False
    elif second.comparator not in ("exact", "le") or first.comparator not in ("exact", "ge"):
        return False
    start, end = first.period.start, second.period.end
    if start is not None and end is not None and start.year == UNKNOWN_YEAR < end.year:
        # "From 1 March to 30 June 2023": the second has the year of both.
        year = end.year - ((start.month, start.day) > (end.month, end.day))
        start = in_year(year, Part(start.month, start.month, "day", 0, start.day)).start
    if start is None or end is None or start > end or start.year < FIRST_KNOWN:
        return False
    first.period = Period(start, end, "span")
    first.comparator, first.end, first.bare_end = "range", second.end, second.end
    return True
