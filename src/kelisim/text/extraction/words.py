"""Numbers written in words, by the additive grammar that English, Russian and Kazakh share.

A number is a sum of groups below a thousand, each times a falling power of ten; within a group come hundreds, tens and
ones. The words and their classes come from the lexicon.
"""

from __future__ import annotations

import re

from kelisim.text.extraction.lexicon import Lexicon, NumberWord
from kelisim.text.extraction.numerals import Number

_WORD = re.compile(r"[^\W\d_]+")
_JOIN = re.compile(r"[ \t\u00a0]{1,3}(?:\r?\n[ \t]{0,8})?|\r?\n[ \t]{0,8}|[-‑—]")
_MAX_WORDS = 24
_RANGE = 40
LONGEST_WORD = 64
"""A longer run of letters is no word: its endings are not tried one by one."""


def word_at(text: str, position: int, lexicon: Lexicon) -> tuple[NumberWord, int] | None:
    """Return the number word at the place and its end; a language with endings may carry one ("жиырмадан")."""
    match = _WORD.match(text, position)
    if match is None:
        return None
    form = match[0].lower()
    word = lexicon.words.get(form)
    if word is not None:
        return word, match.end()
    if form in lexicon.not_numbers and not _opens_range(text, form, match.end(), lexicon):
        return None
    if lexicon.language == "kk" and len(form) <= LONGEST_WORD:
        for cut in range(len(form) - 1, 1, -1):
            word = lexicon.words.get(form[:cut])
            if word is not None and lexicon.endings.fullmatch(form, cut):
                return word, match.end()
    return None


def _opens_range(text: str, form: str, end: int, lexicon: Lexicon) -> bool:
    """Say whether a number and a word for "up to" follow: "бірден алты жасқа дейінгі", from one to six years."""
    rule = lexicon.tables["not_numbers"]
    if form not in rule.get("opening", ()) or rule["closing"] not in text[end : end + _RANGE]:
        return False
    return text[end + 1 : end + 2].isdigit() or word_at(text, end + 1, lexicon) is not None


def number_at(text: str, position: int, lexicon: Lexicon, *, scales: bool = True) -> tuple[Number, NumberWord] | None:
    """Read the longest number in words that starts at the place; the second part is its last word.

    A number that is one group times one scale keeps them apart ("five million": 5 and 10⁶). ``scales=False`` stops
    before a scale. A word with a case ending ends the number ("сексеннен екі жүзге дейін").

    Ordinals, fractions and factors end a number; the caller reads what they make of it.
    """
    total, group, ceiling, times, single = 0, 0, 10**18, 0, 0
    started = False
    end = position
    last: NumberWord | None = None
    cursor = position
    for _ in range(_MAX_WORDS):
        found = word_at(text, cursor, lexicon)
        if found is None:
            break
        word, stop = found
        value = int(word.value)
        if word.kind == "small":
            if not _fits(group, value, started, lexicon):
                break
            # "one twenty two" is said for 122.
            group = group * 100 + value if 0 < group < 10 and 10 <= value < 100 else group + value
        elif word.kind == "multiplier":
            if group >= 100 and group % 100 == 0:
                break
            if group > 99:
                # "мың екі жүз": the hundreds of a group that holds something already are no multiplier of it.
                break
            group = max(group, 1) * value
        elif word.kind == "scale":
            if not scales:
                break
            scale = 10**value
            times, single = times + 1, (group or 1) * (10**value)
            if scale >= ceiling:
                if group or not total or total >= scale:
                    break
                total, ceiling = total * scale, ceiling * scale
            else:
                total += (group or (0 if started else 1)) * scale
                if not group and started:
                    # "three thousand millions"
                    total = total * scale
                ceiling = scale
            group = 0
        elif word.kind == "ordinal" and started and last is not None:
            if value >= 100:
                total += max(group, 1) * value
            elif _fits(group, value, started, lexicon):
                total += group + value
            else:
                break
            end, last = stop, word
            group = 0
            break
        else:
            if not started:
                last = word
            break
        started, end, last = True, stop, word
        if lexicon.language == "kk" and text[cursor:stop].lower() not in lexicon.words:
            break
        step = _JOIN.match(text, end)
        if step is None:
            break
        cursor = step.end()
        joined = _and(text, cursor, lexicon)
        if joined is not None and (group >= 100 or (group == 0 and total)):
            cursor = joined
    if not started or last is None:
        return None
    if times == 1 and not group and total == single and last.kind == "scale":
        power = int(last.value)
        return Number(position, end, str(total // 10**power), exponent=power, words=True), last
    return Number(position, end, str(total + group), words=True), last


def _fits(group: int, value: int, started: bool, lexicon: Lexicon) -> bool:
    """Say whether a word of this value can go on a group: ones after tens, tens after hundreds."""
    if not started or group == 0:
        return not started or value != 0
    if value >= 100:
        return False
    if 0 < group < 10 and 10 < value < 100 and value % 10 == 0 and lexicon.language == "en":
        return True
    if value < 10:
        return (
            value > 0
            and group % 10 == 0
            and (group % 100 == 0 or group % 100 >= (20 if lexicon.language != "kk" else 10))
        )
    return group % 100 == 0


def _and(text: str, cursor: int, lexicon: Lexicon) -> int | None:
    match = _WORD.match(text, cursor)
    if match is None or match[0].lower() not in lexicon.tables.get("and", ()):
        return None
    step = _JOIN.match(text, match.end())
    if step is None:
        return None
    # "two hundred and the others": the word that joins is only read where a number goes on.
    return step.end() if word_at(text, step.end(), lexicon) else None
