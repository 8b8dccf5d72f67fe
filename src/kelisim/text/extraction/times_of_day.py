"""Times of day, which are no quantities: "six o'clock", "к 10 часам утра", "сағат он жеті отызда".

What tells them apart stands in the lexicon's table ``times_of_day``; a language without it has none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kelisim.text.extraction.lexicon import Lexicon, lexicon
from kelisim.text.extraction.numerals import Number
from kelisim.text.extraction.phrases import Token, next_word
from kelisim.text.extraction.remembering import by_language
from kelisim.text.extraction.units import unit_at
from kelisim.text.extraction.words import number_at, word_at

_LAST_HOUR, _LAST_MINUTE = 24, 59
_DOTTED = re.compile(r"(?:[01]?[0-9]|2[0-4])\.[0-5][0-9]")
_MINUTES = re.compile(r" [0-5][0-9](?![0-9.,%])")
_TO_ANOTHER = re.compile(r"[ ]?[-–—][ ]?[0-9]{1,2}(?![0-9.,])")
_ENDING = re.compile(r"-[^\W\d_]+")
_CLOCK = frozenset(("hour", "minute"))


@dataclass(frozen=True, slots=True)
class _Forms:
    """What stands around an hour: right behind it, behind it where a word ``at`` leads, and right before it.

    ``hour`` is the word for hour where it stands before its number, ``onto`` leads to the end of a span of hours, and
    after the words of ``dotted`` an hour may be written "14.30".
    """

    behind: re.Pattern[str]
    led: re.Pattern[str]
    onto: re.Pattern[str]
    at: frozenset[str]
    before: frozenset[str]
    phrases: frozenset[str]
    hour: frozenset[str]
    dotted: frozenset[str]


@by_language
def _forms(language: str) -> _Forms | None:
    own = lexicon(language).tables.get("times_of_day")
    if own is None:
        return None
    behind, led, onto = (re.compile(own.get(name, "(?!)")) for name in ("behind", "led", "onto"))
    words = (frozenset(own.get(name, ())) for name in ("at", "before", "phrases", "hour", "dotted"))
    return _Forms(behind, led, onto, *words)


def time_end(text: str, number: Number, left: list[Token], known: Lexicon) -> int:
    """Return the end of the time of day that a number tells, or 0; ``left`` are the tokens before it."""
    own = _forms(known.language)
    if own is None or number.exponent or number.fraction or number.value > _LAST_HOUR + 1:
        return 0
    lead = left[-1][2] if left else ""
    if not number.whole:
        return _dotted_end(text, number, lead, own, known)
    if number.value > _LAST_HOUR:
        return 0
    match = own.behind.match(text, number.end) or (own.led.match(text, number.end) if lead in own.at else None)
    if match is not None:
        return match.end()
    if len(left) > 1 and f"{left[-2][2]} {lead}" in own.phrases:
        return number.end
    if lead in own.before or (lead in own.hour and not _is_counted(text, left, known)):
        return _hour_end(text, number, known)
    return 0


def _is_counted(text: str, left: list[Token], known: Lexicon) -> bool:
    """Say whether a number before the word for hour makes it a length of time: "екі сағат отыз минут"."""
    return len(left) > 1 and (left[-2][2][0].isdigit() or word_at(text, left[-2][0], known) is not None)


def _hour_end(text: str, number: Number, known: Lexicon) -> int:
    """Return the end of an hour with its minutes, or 0 where a unit follows: "кешкі 20 шақырым"."""
    end = number.end
    ending = _ENDING.match(text, end)
    end = ending.end() if ending is not None else end
    another = _TO_ANOTHER.match(text, end)
    unit = unit_at(text, another.end() if another is not None else end, known)
    if unit is not None:
        return unit[1] if another is None and unit[0] in _CLOCK else 0
    if known.scales.after(text, end) is not None:
        return 0
    spoken = number_at(text, end + 1, known, scales=False) if text[end : end + 1] == " " else None
    minutes = _MINUTES.match(text, end)
    if spoken is not None and spoken[0].value <= _LAST_MINUTE and unit_at(text, spoken[0].end, known) is None:
        return spoken[0].end
    return minutes.end() if minutes is not None and unit_at(text, minutes.end(), known) is None else end


def _dotted_end(text: str, number: Number, lead: str, own: _Forms, known: Lexicon) -> int:
    """Return the end of "14.30" after "в" or "сағат" where no unit follows, nor after the end of its span."""
    if lead not in own.dotted or _DOTTED.fullmatch(text, number.start, number.end) is None:
        return 0
    onto = own.onto.match(text, number.end)
    for end in (number.end, onto.end() if onto is not None else number.end):
        word = next_word(text, end)
        times = known.tables.get("factor_units", {}).get("times_set", ())
        if unit_at(text, end, known) or known.scales.after(text, end) or (word and word[2].lower() in times):
            return 0
    return number.end
