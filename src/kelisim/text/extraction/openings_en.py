"""Where the clause of an English verb begins, and where the subject in it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kelisim.text.extraction.indicators import Indicators
from kelisim.text.extraction.noun_phrases_en import WORD, words

_BACK = 240
# What these join is a clause only where the one before has told its number.
_NEEDS_TOLD = frozenset(("", "and", "as", "with"))
_PHRASED = re.compile(
    r"\W*(?:as a result|as a consequence|in contrast|by contrast|in turn|at the same time|on average|in total"
    r"|in addition|for example|for instance|by comparison|in particular|in all),? ",
    re.IGNORECASE,
)


def openings(bare: str, stop: int, named: Indicators) -> Iterator[int]:
    """Yield where the clause of the verb at ``stop`` may begin, the nearest first."""
    first = max(0, stop - _BACK)
    starts = [first] if first == 0 else []
    for match in words().joined.finditer(bare, first, stop):
        mark = match[0].strip(", ")
        told = named.counts_between(starts[-1] if starts else first, match.start())
        if mark in _NEEDS_TOLD and not told and (mark or not starts or not _opens(bare, starts[-1], match.start())):
            # "Prices of wheat, maize and rice rose": nothing was told yet, and the clause goes on.
            continue
        starts.append(match.end())
    return reversed(starts)


def subject_start(bare: str, start: int, stop: int) -> int | None:
    """Return where the subject begins in the clause from ``start``, -1 where none can be told, None where no clause
    begins there."""
    own = words()
    phrase = _PHRASED.match(bare, start, stop)
    word = WORD.search(bare, phrase.end() if phrase is not None else start, stop)
    if word is not None and word[0].lower() in own.subordinates:
        word = WORD.search(bare, word.end(), stop)
    if word is None or word[0].lower() in own.helps or word[0].lower() in own.levels:
        return None
    if bare.count(")", start, stop) > bare.count("(", start, stop):
        return None
    if word[0].lower() not in own.openers:
        return word.start()
    # "In 2023 exports rose": the date, blanked, opened the clause.
    blank = bare.find("   ", word.end() - 1, stop)
    if blank < 0 or len(bare[word.start() : blank].split()) > 2:
        return -1
    behind = WORD.search(bare, blank, stop)
    return behind.start() if behind is not None else -1


def _opens(bare: str, start: int, stop: int) -> bool:
    """Say whether what a comma ends is an opening or a clause of its own, and no item of a list."""
    found = [match[0].lower() for match in WORD.finditer(bare, start, stop)]
    if not found:
        return False
    adverb = len(found) == 1 and (found[0].endswith("ly") or found[0] in words().adverbs)
    opener = found[0] in words().openers or found[0].endswith("ing")
    return adverb or opener or any(word in words().helps for word in found)
