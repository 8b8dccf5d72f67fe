"""Subjects and noun phrases: who or what a number is told of, where no vocabulary names it."""

from __future__ import annotations

import re

from kelisim.text.extraction.lexicon import Lexicon

_CAPITALISED = r"[^\W\d_a-zа-яёәғқңөұүһі][^\W_]*(?:[’'&.-][^\W_]+)*"
_NAME = re.compile(rf"{_CAPITALISED}(?:[ \u00a0](?:of[ ]|and[ ]|de[ ])?{_CAPITALISED}){{0,5}}")
_HAN_NAME = re.compile(
    r"(?:(?![年月日的在和与据了])[\u4e00-\u9fff]){2,8}(?:公司|集团|汽车|协会|银行|部|局|委员会|企业)"
)
_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")


def subject_before(sentence: str, here: int, located: list[tuple[int, int, str]], known: Lexicon) -> str:
    """Return the proper name nearest before the number, or the place name where there is no other, or ""."""
    if known.script == "runs":
        names = list(_HAN_NAME.finditer(sentence, 0, here))
        if names:
            return names[-1][0]
        before = [place for place in located if place[1] <= here]
        return sentence[before[-1][0] : before[-1][1]] if before else ""
    best = ""
    for match in _NAME.finditer(sentence, 0, here):
        name = match[0]
        first = name.split(" ")[0].lower()
        if first in known.open_words or first in known.stop_words or first in known.months:
            name = name[len(first) :].strip()
        opens = match.start() == 0 and " " not in match[0] and match[0][1:].islower()
        # The capital of a sentence's first word says nothing, unless it is a place.
        if opens and not any(start == 0 for start, _, _ in located):
            continue
        if len(name) > 1:
            best = name
    return re.sub(r"[’']s$", "", best)


def noun_phrase(sentence: str, here: int, known: Lexicon) -> str:
    """Return the last few content words before the number's verb: the indicator as the text has it."""
    if known.script == "runs":
        match = re.search(r"[\u4e00-\u9fff]{2,10}$", re.split(r"[，。；：、]", sentence[:here])[-1])
        return match[0] if match else ""
    clause = re.split(r"[,;:.()—]\s", sentence[:here])[-1]
    words = _WORD.findall(clause)
    kept: list[str] = []
    for word in reversed(words):
        lower = word.lower()
        if lower in known.stop_words or lower in known.change or lower in known.open_words:
            if kept:
                break
            continue
        kept.append(word)
        if len(kept) == 4:
            break
    return " ".join(reversed(kept)).lower()
